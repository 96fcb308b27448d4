"""Why somebody may or may not: an officer and the number of a case, and every act of it with its reasons.

The page tells of a case only its number and where it stands: its content is no business of an administrator.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import current_app, render_template, request
from marshmallow import ValidationError

from ppid.body import Body
from ppid.checks import Context
from ppid.events import Role, Stream
from ppid.every_power import POWERS
from ppid.powers import Powers, Reason, Verdict, may_appoint
from projections.numbered import find
from web.access import allow, current
from web.i18n import gettext as _
from web.office.acts import ROOM
from web.office.frame import ROOMS
from web.office.officers.forms import WhySchema
from web.office.officers.people import Names
from web.office.officers.room import bp, hex_of, stream_of
from web.office.room import AnyRoom
from web.office.words import say
from web.schemas import Errors, errors_of
from web.services import services


class Told(NamedTuple):
    """One power: what it is called, and what speaks for and against it."""

    name: str
    power: str
    verdict: Verdict
    by: str


class Case(NamedTuple):
    """A case that was found by its number."""

    room: AnyRoom
    powers: Powers[Any, Any]
    state: Any
    body: Body


@bp.get("/meja/petugas/wewenang")
@allow(Role.BODY_ADMIN, Role.AUDITOR)
def why() -> tuple[str, int]:
    """Show what an officer may do on a case, or over officers, and why."""
    own = current().body
    try:
        asked = WhySchema().load(request.args)
    except ValidationError as problem:
        return _page(own, None, "", [], errors_of(problem), 422)
    case = _case(str(asked["nomor"]), own) if asked["nomor"] else None
    body = case.body if case else own
    errors: Errors = {}
    if asked["nomor"] and case is None:
        errors = {"nomor": [_("Tidak ada perkara dengan nomor ini. Periksa penulisannya.")]}
    officer = stream_of(str(asked["petugas"] or ""))
    if body is None or not asked["petugas"]:
        return _page(body, case, "", [], errors, 422 if errors else 200)
    if body.appointed.officer(officer) is None:
        errors = {"petugas": [_("Pilih salah satu petugas.")]}
        return _page(body, case, "", [], errors, 422)
    told = list(_told(body, case, officer))
    return _page(body, case, officer, told, errors, 422 if errors else 200)


def _told(body: Body, case: Case | None, officer: Stream) -> Iterator[Told]:
    context, names = services().desk.context(body), Names(body)
    if case is None:
        yield Told(_("Mengatur petugas"), "appointing", may_appoint(body, officer, context), "")
        return
    yield from told_of(case, officer, context, names)


def told_of(case: Case, officer: Stream, context: Context, names: Names) -> Iterator[Told]:
    """Every act of a case, with what speaks for and against this officer taking it."""
    powers = case.powers
    for act, verdict in powers.explain_all(officer, case.state, context):
        lent = verdict.grant.delegation if verdict.grant else None
        yield Told(
            say(powers.acts.name(act)), powers.name(act), verdict, names.of(lent.giver) if lent else ""
        )


def _case(number: str, own: Body | None) -> Case | None:
    """The case of a number: of the administrator's own body, of any body for an auditor."""
    stream = find(services().views, number, own.stream if own else "")
    kind = stream.partition("-")[0] if stream else ""
    powers, room = POWERS.get(kind), _room(kind)
    if stream is None or powers is None or room is None:
        return None
    state = powers.subject.fold(r.envelope for r in services().log.load(stream))
    return Case(room, powers, state, services().directory.body(state.body)) if state else None


def _room(kind: str) -> AnyRoom | None:
    """The room of a kind of case, for the words of its steps."""
    rooms: dict[str, AnyRoom] = current_app.extensions.get(ROOMS, {})
    return ROOM if kind == ROOM.name else rooms.get(kind)


def _page(
    body: Body | None, case: Case | None, officer: Stream, told: list[Told], errors: Errors, status: int
) -> tuple[str, int]:
    names = Names(body) if body else None
    people = (
        sorted(
            ({"value": hex_of(o.id), "text": names.of(o.id)} for o in body.officers), key=lambda o: o["text"]
        )
        if body and names
        else []
    )
    html = render_template(
        "office/officers/why.html",
        people=people,
        officer=hex_of(officer) if officer else request.args.get("petugas", "")[:40],
        number=request.args.get("nomor", "")[:200],
        name=names.of(officer) if names and officer else "",
        case=case,
        step=case.room.step(case.state) if case else "",
        told=told,
        errors=errors or None,
        mark=_mark,
        say=say,
    )
    return html, status


def _mark(reason: Reason) -> str:
    return _("ya") if reason.holds else _("tidak")
