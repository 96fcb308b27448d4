"""The words of an objection. Every value stands in the log and is permanent; words only join."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ppid.deadlines import Text


class Ground(StrEnum):
    """The seven grounds, by their letters in UU 14/2008 art. 35(1); several may be ticked."""

    EXEMPT = "a"
    PERIODIC = "b"
    UNANSWERED = "c"
    NOT_AS_ASKED = "d"
    NOT_FULFILLED = "e"
    FEE = "f"
    LATE = "g"


class GroundRule(msgspec.Struct, frozen=True):
    """A ground in words: its name, when it fits, from which day its window runs, and its article.

    ``settles``: both sides may settle it amicably (art. 35(2)). ``needs_request``: it is about a request.
    """

    name: Text
    fits: Text
    starts: Text
    article: str
    settles: bool = True
    needs_request: bool = True


NOTICE_RECEIVED = Text(id="pemberitahuan tertulis diterima pemohon", en="the requester received the notice")

GROUNDS: dict[Ground, GroundRule] = {
    Ground.EXEMPT: GroundRule(
        name=Text(
            id="permohonan ditolak karena informasi dikecualikan",
            en="the request was refused because the information is exempt",
        ),
        fits=Text(
            id="pemberitahuan menolak atau menghitamkan informasi dengan dasar pengecualian",
            en="the notice refused or blacked out information as exempt",
        ),
        starts=NOTICE_RECEIVED,
        article="UU 14/2008 Pasal 35 ayat (1) huruf a",
        settles=False,
    ),
    Ground.PERIODIC: GroundRule(
        name=Text(id="informasi berkala tidak disediakan", en="periodic information is not provided"),
        fits=Text(
            id="informasi yang wajib diumumkan berkala tidak ditemukan",
            en="information that must be published periodically was not found",
        ),
        starts=Text(
            id="pemohon mendapati informasi itu tidak ada", en="the requester found the information missing"
        ),
        article="UU 14/2008 Pasal 35 ayat (1) huruf b",
        needs_request=False,
    ),
    Ground.UNANSWERED: GroundRule(
        name=Text(id="permohonan tidak ditanggapi", en="the request was not answered"),
        fits=Text(
            id="waktu jawaban berakhir tanpa pemberitahuan tertulis",
            en="the time to answer ended without a written notice",
        ),
        starts=Text(id="waktu jawaban berakhir", en="the time to answer ended"),
        article="UU 14/2008 Pasal 35 ayat (1) huruf c",
    ),
    Ground.NOT_AS_ASKED: GroundRule(
        name=Text(
            id="permohonan ditanggapi tidak sebagaimana yang diminta",
            en="the request was answered otherwise than asked",
        ),
        fits=Text(
            id="jawabannya bukan tentang yang diminta, atau tidak seluruhnya",
            en="the answer is not what was asked, or not all of it",
        ),
        starts=NOTICE_RECEIVED,
        article="UU 14/2008 Pasal 35 ayat (1) huruf d",
    ),
    Ground.NOT_FULFILLED: GroundRule(
        name=Text(id="permohonan tidak dipenuhi", en="the request was not fulfilled"),
        fits=Text(
            id="informasi yang diminta tidak diberikan", en="the information that was asked is not given"
        ),
        starts=NOTICE_RECEIVED,
        article="UU 14/2008 Pasal 35 ayat (1) huruf e",
    ),
    Ground.FEE: GroundRule(
        name=Text(id="biaya tidak wajar", en="the fee is unreasonable"),
        fits=Text(
            id="biaya yang diminta melebihi biaya salin dan kirim yang wajar",
            en="more is charged than copying and sending reasonably cost",
        ),
        starts=NOTICE_RECEIVED,
        article="UU 14/2008 Pasal 35 ayat (1) huruf f",
    ),
    Ground.LATE: GroundRule(
        name=Text(
            id="informasi disampaikan melebihi waktu yang ditentukan",
            en="the information came later than the time set",
        ),
        fits=Text(
            id="informasi yang dijanjikan datang terlambat atau belum datang",
            en="the promised information came late or has not come",
        ),
        starts=Text(
            id="informasi diserahkan terlambat, atau hari yang dijanjikan bila belum diserahkan",
            en="the information was delivered late, or the promised day when it was not delivered",
        ),
        article="UU 14/2008 Pasal 35 ayat (1) huruf g",
    ),
}


class Verdict(StrEnum):
    """What the superior decided (regulations §5.6)."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    PARTLY_OVERTURNED = "partly-overturned"


class Party(StrEnum):
    """Who agreed to a settlement for the objector's side."""

    OBJECTOR = "objector"
    REPRESENTATIVE = "representative"


class Step(StrEnum):
    """Where an objection stands by its recorded facts. Being overdue is asked for, never a step."""

    REGISTERED = "registered"
    SETTLEMENT_TALKS = "settlement-talks"
    SETTLED = "settled"
    LAPSED = "lapsed"
    UPHELD = "answered-upheld"
    OVERTURNED = "answered-granted"
    PARTLY_OVERTURNED = "answered-partial"
    REMEDY_DUE = "remedy-due"
    DISPUTED = "disputed"
    CLOSED = "closed"


class Closing(StrEnum):
    """Why an objection is closed."""

    ANSWERED = "answered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"


class Correctable(StrEnum):
    """What of a registered objection may be corrected with a reason. Identity is corrected on the person."""

    CASE = "case"
    PURPOSE = "purpose"
    INFORMATION = "information"
    RECEIVED_ON = "received-on"
