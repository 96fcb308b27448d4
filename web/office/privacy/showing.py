"""What the page of an application shows beyond what every case has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import url_for

from ppid.holding import Hold, Kind
from ppid.privacy.desk import outcome_of
from ppid.privacy.state import Privacy
from ppid.privacy.vocabulary import ARTICLES, KINDS, PROOFS, WAYS, PrivacyKind
from web.filters import day, weekday_moment
from web.i18n import gettext as _
from web.masking import masked
from web.office.room import Rows, rows_of
from web.office.sight import Sight
from web.office.words import say, say_first
from web.services import services

Seen = Sight[Privacy]


class HoldShown(NamedTuple):
    """What keeps the data, in words, and until when."""

    number: str
    why: str
    until: str


def show(seen: Seen) -> Mapping[str, object]:
    """Whose application it is, what it asks, what was answered, and what still keeps the data."""
    privacy = seen.state
    erasure = privacy.kind is PrivacyKind.ERASE and not privacy.closed
    return {
        "asked": _asked(seen),
        "law_article": ARTICLES[privacy.kind],
        "who": masked(services().people.identity(privacy.person)),
        "person_href": url_for("privacy.person", case=seen.hex),
        "case_href": _case_href(privacy),
        "answer": _answer(seen),
        "kind": privacy.kind.value,
        "holds": holds_of(privacy) if erasure else (),
        "erasure": erasure,
        "erased": erasure and services().privacy.erased(privacy.person),
    }


def holds_of(privacy: Privacy) -> list[HoldShown]:
    """What still keeps the data of the person."""
    return [_hold(hold) for hold in services().people.erasing.holds(privacy.person)]


def _asked(seen: Seen) -> Rows:
    privacy, words = seen.state, services().privacy.words
    return rows_of(
        (_("Yang diminta"), say_first(KINDS[privacy.kind])),
        (_("Uraian"), words(privacy.what)),
        (_("Diterima"), f"{weekday_moment(privacy.received_at, seen.body.zone)}, {say(WAYS[privacy.way])}"),
        (_("Identitas"), say_first(PROOFS[privacy.proof]) if privacy.proof else _("belum terbukti")),
    )


def _answer(seen: Seen) -> Rows:
    privacy, reply = seen.state, seen.state.reply
    if reply is None:
        return []
    grant = privacy.grant
    return rows_of(
        (_("Nomor perintah pengadilan atau komisi"), grant.order if grant else ""),
        (_("Disetujui sebelumnya dengan surat"), grant.reply.number if grant and privacy.undone else ""),
        (_("Hasil"), say(outcome_of(privacy))),
        (_("Nomor surat"), reply.number),
        (_("Isi jawaban"), services().privacy.words(reply.text)),
        (_("Disampaikan"), weekday_moment(reply.told_at, seen.body.zone)),
        (_("Berlaku sampai"), day(privacy.until) if privacy.until else ""),
    )


def _case_href(privacy: Privacy) -> str:
    kind, _dash, case = privacy.case.partition("-")
    if kind == "request":
        return url_for("desk.case", case=case)
    return url_for("objection.case", case=case) if kind == "objection" else ""


def _hold(hold: Hold) -> HoldShown:
    why = {
        Kind.OPEN: _("perkaranya belum selesai (UU 43/2009 Pasal 51)"),
        Kind.WAY: _("keberatan atau sengketa masih dapat diajukan (UU 14/2008 Pasal 36-37)"),
        Kind.RETENTION: _("wajib disimpan menurut jadwal retensi arsip (UU 27/2022 Pasal 15)"),
    }
    return HoldShown(
        hold.number, why[hold.kind], day(hold.until) if hold.until else _("belum dapat dipastikan")
    )
