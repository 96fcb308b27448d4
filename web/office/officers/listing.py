"""The list of officers, the page of one, and the history of who appointed whom."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from flask import render_template, request

from ppid.appointing.events import AppointingEvent, AppointmentProposed, OfficerAppointed
from ppid.appointing.rules import ENOUGH, administrators, examines
from ppid.body import Body
from ppid.events import Recorded, Role, Sealed, Stream
from projections.sentences_officers import about, sentence
from web.access import allow
from web.i18n import gettext as _
from web.i18n import pick
from web.office.officers.people import Names, account_of, row_of, rows, waiting
from web.office.officers.room import bp, desk, officer_of
from web.office.words import ROLES, say
from web.services import services

SHOWN = 50
PLACE = re.compile(r"[0-9]{1,9}")


class Line(NamedTuple):
    """One fact of the history: about whom, in words, by whom, when."""

    who: str
    sentence: str
    reason: str
    by: str
    role: str
    at: datetime


@bp.get("/meja/petugas")
@allow(Role.BODY_ADMIN)
def listed() -> str:
    """Show every officer, with what waits for a second administrator first."""
    here = desk()
    return render_template(
        "office/officers/list.html",
        rows=rows(here.body, here.on),
        waiting=waiting(here.body, Names(here.body)),
        alone=len(administrators(here.body, here.on)) < ENOUGH,
        zone=here.body.zone,
    )


@bp.get("/meja/petugas/<officer>")
@allow(Role.BODY_ADMIN)
def one(officer: str) -> str:
    """Show one officer: every term, what is lent, absences, the way in, and the history."""
    here = desk()
    found = officer_of(officer, here.body)
    account = account_of(found.id, here.body)
    facts = _facts(here.body.stream)
    own = [fact for fact in facts if _is_about(fact, found.id)]
    return render_template(
        "office/officers/one.html",
        row=row_of(found, here.body, here.on, Names(here.body), account.username if account else ""),
        terms=[term for term in found.terms if not term.runs(here.on)],
        history=_lines(here.body, facts, own[-SHOWN:]),
        own=found.id == here.actor.id,
        examines=examines(here.body, found.id, here.on),
        zone=here.body.zone,
        roles_said=lambda roles: ", ".join(say(ROLES[role]) for role in roles),
    )


@bp.get("/meja/petugas/riwayat")
@allow(Role.BODY_ADMIN)
def history() -> str:
    """Show who appointed whom and when, the newest first, so many to a page."""
    here = desk()
    facts = _facts(here.body.stream)
    before = _before(len(facts))
    shown = facts[max(0, before - SHOWN) : before]
    return render_template(
        "office/officers/history.html",
        history=_lines(here.body, facts, shown),
        older=before - SHOWN if before > SHOWN else None,
        newer=before + SHOWN if before < len(facts) else None,
        zone=here.body.zone,
    )


def _before(most: int) -> int:
    """The place in the history up to which a page shows; anything odd is the newest page."""
    asked = request.args.get("sampai", "")
    return min(int(asked), most) if PLACE.fullmatch(asked) else most


def _facts(body: Stream) -> list[Recorded]:
    return [r for r in services().log.load(body) if isinstance(r.envelope.event, AppointingEvent)]


def _is_about(fact: Recorded, officer: Stream) -> bool:
    event = fact.envelope.event
    named = {getattr(event, name, "") for name in ("officer", "giver", "delegate")}
    return officer in named


def _lines(body: Body, facts: list[Recorded], shown: list[Recorded]) -> list[Line]:
    """Facts in words, the newest first; ``facts`` are all there are, for the names of those who are gone."""
    names, gone = Names(body), _gone(body, facts)
    lines: list[Line] = []
    for fact in reversed(shown):
        event = fact.envelope.event
        assert isinstance(event, AppointingEvent)  # noqa: S101  (they were chosen so)
        text = sentence(event)
        by = fact.envelope.actor
        lines.append(
            Line(
                who=gone.get(about(event)) or (names.of(about(event)) if about(event) else ""),
                sentence=pick(id=text.id, en=text.en),
                reason=str(getattr(event, "reason", "")),
                by=gone.get(by) or (names.of(by) if by.startswith("person-") else ""),
                role=say(ROLES[fact.envelope.role]),
                at=fact.envelope.recorded_at,
            )
        )
    return lines


def _gone(body: Body, facts: list[Recorded]) -> dict[Stream, str]:
    """The names of those who were dismissed since, from their last appointment."""
    boxes: dict[Stream, Sealed] = {}
    for fact in facts:
        event = fact.envelope.event
        if isinstance(event, OfficerAppointed | AppointmentProposed) and (
            body.appointed.officer(event.officer) is None
        ):
            boxes[event.officer] = event.name
    opened = services().vault.open_all(list(boxes.values()))
    return {
        officer: known.name if known else _("(nama dihapus)")
        for officer, known in zip(boxes, opened, strict=True)
    }
