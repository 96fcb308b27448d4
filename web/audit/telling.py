"""A case in an auditor's words: who recorded what, in its stored form, and what changed since.

Officers act for the public and are named with the position they held then; a requester stays a requester.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from ppid.body import OfficerAppointed
from ppid.clocks import ClockState
from ppid.events import Recorded, Stream
from ppid.request.state import Request
from projections.history import line_of
from projections.words import CLOSINGS, MISSING
from web.audit.asking import Seen
from web.filters import day, rupiah
from web.i18n import gettext as _
from web.i18n import pick
from web.office.clocks import ClockShown, show
from web.office.words import COPY_FORMS, DELIVERY, ENDINGS, OBTAIN, ROLES, STEPS, say
from web.services import services

#: Characters that a reader would not see, or that turn the words after them around.
UNSEEN = frozenset({"Cf", "Cs", "Co", "Zl", "Zp"})
FIRST_ASTRAL = 0x10000


class Fact(NamedTuple):
    """One fact in words, with who recorded it, and exactly as it is stored."""

    version: int
    position: int
    topic: str
    sentence: str
    happened_on: date | None
    recorded_at: datetime
    role: str
    name: str
    office: str
    actor: str
    raw: str


class Difference(NamedTuple):
    """What a case said at the moment, and what it says now."""

    label: str
    then: str
    now: str
    long: bool = False


class ClockLine(NamedTuple):
    """A clock as it stood: its promise with every day counted, and in words where it stands."""

    shown: ClockShown
    status: str
    colour: str


# Facts ----------------------------------------------------------------------------------------------------


def facts(seen: Seen) -> list[Fact]:
    """Return the facts up to the moment, oldest first."""
    stored = {raw.version: raw for raw in services().log.raw(seen.stream)}
    names = _Names(seen.body.stream, seen.recorded)
    return [_fact(recorded, names, stored[recorded.envelope.version].state) for recorded in seen.recorded]


def _fact(recorded: Recorded, names: _Names, state: bytes) -> Fact:
    line = line_of(recorded)
    name, office = names.of(recorded)
    return Fact(
        version=line.version,
        position=line.position,
        topic=line.topic,
        sentence=pick(id=line.sentence_id, en=line.sentence_en),
        happened_on=line.happened_on,
        recorded_at=line.recorded_at,
        role=say(ROLES[line.role]),
        name=name,
        office=office,
        actor=line.actor if name else "",
        raw=pretty(state),
    )


class _Names:
    """The names and positions of a body's officers, as they were appointed when they acted."""

    def __init__(self, body: Stream, recorded: Iterable[Recorded]) -> None:
        actors = {r.envelope.actor for r in recorded}
        self.held: list[tuple[int, OfficerAppointed]] = [
            (r.position, r.envelope.event)
            for r in services().log.load(body)
            if isinstance(r.envelope.event, OfficerAppointed) and r.envelope.event.officer in actors
        ]
        opened = services().vault.open_all([event.name for _, event in self.held])
        self.names = [known.name if known else _("(nama dihapus)") for known in opened]

    def of(self, recorded: Recorded) -> tuple[str, str]:
        """The name and position of who recorded a fact; empty for a citizen or a process."""
        found = ("", "")
        for (position, appointed), name in zip(self.held, self.names, strict=True):
            if position <= recorded.position and appointed.officer == recorded.envelope.actor:
                found = (name, appointed.position)
        return found


def pretty(state: bytes) -> str:
    """The stored JSON with line breaks; what cannot be seen is written as its escape: the same JSON."""
    laid_out = json.dumps(json.loads(state), ensure_ascii=False, indent=2)
    return re.sub(r"[^\x20-\x7e\n]", _escaped, laid_out)


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    if unicodedata.category(character) not in UNSEEN and not character.isspace():
        return character
    point = ord(character)
    if point < FIRST_ASTRAL:
        return f"\\u{point:04x}"
    high, low = divmod(point - FIRST_ASTRAL, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


# Differences ----------------------------------------------------------------------------------------------


def differences(seen: Seen, today: date) -> list[Difference]:
    """Return what the case says otherwise now. Both sides are in words; nothing equal is listed."""
    if seen.request is None:
        return []
    then, now = _said(seen.request, seen.moment.day), _said(seen.now, today)
    empty = _("belum ada")
    return [
        Difference(label, then[label] or empty, now[label] or empty, long=label in _long())
        for label in now
        if then[label] != now[label]
    ]


def _long() -> frozenset[str]:
    return frozenset({_("Informasi yang diminta"), _("Tujuan penggunaan")})


def _said(request: Request, as_of: date) -> dict[str, str]:
    """Everything about a case that can change, in words."""
    wish, notice, clock = request.wish, request.notice, request.answer_clock
    asked = list(dict.fromkeys(r.unit for r in request.routings))
    return {
        _("Langkah"): say(STEPS[request.step]),
        _("Hasil"): outcome_words(request),
        _("Sebab ditutup"): say(CLOSINGS[request.closing]) if request.closing else "",
        _("Lewat batas waktu"): _("ya") if request.overdue(as_of) else _("tidak"),
        _("Tanggal diterima"): day(request.received_on),
        _("Batas waktu jawaban"): _due(clock) if clock else "",
        _("Kekurangan"): ", ".join(say(MISSING[lack]) for lack in request.missing),
        _("Surat tidak lengkap diterima pemohon"): _day(request.incompleteness_received_on),
        _("Diperpanjang"): _("ya") if request.extension else _("tidak"),
        _("Unit yang ditanya"): ", ".join(asked),
        _("Unit yang belum menjawab"): request.open_routing.unit if request.open_routing else "",
        _("Nomor pemberitahuan"): notice.number if notice else "",
        _("Pemberitahuan dikirim"): _day(notice.sent_on if notice else None),
        _("Pemberitahuan diterima pemohon"): _day(request.notice_received_on),
        _("Biaya"): rupiah(notice.fee_idr) if notice else "",
        _("Dibayar"): _day(request.paid.paid_on if request.paid else None),
        _("Diserahkan"): _day(request.delivery.delivered_on if request.delivery else None),
        _("Jumlah berkas pemohon"): str(len(request.documents)),
        _("Informasi yang diminta"): wish.information,
        _("Tujuan penggunaan"): wish.purpose,
        _("Cara memperoleh"): say(OBTAIN[wish.obtain]),
        _("Bentuk salinan"): say(COPY_FORMS[wish.copy_form]),
        _("Cara mendapatkan salinan"): say(DELIVERY[wish.delivery]),
    }


def outcome_words(request: Request) -> str:
    """The outcome of a case; empty while there is none."""
    if request.outcome is None:
        return ""
    return say(ENDINGS[request.outcome])


def _day(on: date | None) -> str:
    return day(on) if on else ""


def _due(clock: ClockState) -> str:
    if clock.promise.due_on:
        return day(clock.promise.due_on)
    return _("menunggu kalender kerja %(year)s", year=clock.promise.missing_year)


# Clocks ---------------------------------------------------------------------------------------------------


def clocks(seen: Seen) -> list[ClockLine]:
    """Return every clock that had started by the moment, as it stood on that day."""
    if seen.request is None:
        return []
    closed = seen.request.closing is not None
    return [
        _clock(clock, seen, closed=closed)
        for _code, clock in sorted(seen.request.clocks.items())
        if clock.promise.days
    ]


def _clock(clock: ClockState, seen: Seen, *, closed: bool) -> ClockLine:
    as_of = seen.moment.day
    shown = show(clock.promise, seen.body, as_of, ran_out=clock.ran_out)
    late = clock.late(as_of)
    if clock.replaced:
        return ClockLine(shown, _("digantikan oleh perpanjangan"), "grey")
    if clock.met:
        on = day(clock.on) if clock.on else ""
        if late:
            return ClockLine(shown, _("dipenuhi terlambat %(on)s", on=on).strip(), "red")
        return ClockLine(shown, _("dipenuhi %(on)s", on=on).strip(), "green")
    if closed:
        return ClockLine(shown, _("berhenti karena permohonan ditutup"), "grey")
    return ClockLine(shown, _("lewat") if late else _("berjalan"), "red" if late else "blue")
