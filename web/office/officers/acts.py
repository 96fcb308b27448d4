"""The forms on an officer: appoint, lend powers, note an absence, let in again, dismiss.

Each shows again what was typed when something is wrong, asks for a fresh proof of who is there before it
records anything, and is recorded once though it is sent twice: its key names what it makes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from marshmallow import ValidationError

from ppid import commands as c
from ppid.appointing import commands as ac
from ppid.appointing.events import AbsenceKind
from ppid.appointing.rules import DELEGABLE, HIGHEST, HOLDABLE, needs_two
from ppid.appointing.state import Officer
from ppid.deadlines import Text
from ppid.errors import RuleError
from ppid.events import Role
from projections.sentences_officers import ABSENCES
from web.access import allow
from web.i18n import gettext as _
from web.office.officers.forms import (
    AbsenceSchema,
    AppointSchema,
    DelegateSchema,
    ReasonSchema,
    TermSchema,
)
from web.office.officers.people import Names, account_of
from web.office.officers.room import (
    Answer,
    Desk,
    Form,
    bp,
    desk,
    hex_of,
    key_of,
    officer_of,
    proof_wanted,
    recorded,
    said_waiting,
    sent,
    stream_of,
    typed,
)
from web.office.room import filled
from web.office.words import ROLES, options, say
from web.schemas import FormSchema, errors_of, status_of
from web.services import services

Entries = Mapping[str, Any]
Problem = ValidationError | RuleError


@dataclass(frozen=True)
class Task:
    """A form on an officer: its words, its entries, what it offers, and what it records.

    ``does`` records and returns the sentence that says so.
    """

    slug: str
    title: Text
    schema: type[FormSchema]
    does: Callable[[Desk, Officer, Entries, str], str]
    choices: Callable[[Desk, Officer], Entries]
    defaults: Callable[[Desk, Officer], Mapping[str, object]]


# What each records ----------------------------------------------------------------------------------------


def _appoint(here: Desk, officer: Officer, entries: Entries, key: str) -> str:
    known = services().vault.open(officer.name)
    return _appointed(here, officer.id, known.name if known else "", entries, key)


def _appointed(here: Desk, officer: str, name: str, entries: Entries, key: str) -> str:
    command = c.AppointOfficer(
        body=here.body.stream,
        officer=officer,
        name=name,
        roles=entries["roles"],
        unit=entries["unit"],
        position=entries["position"],
        since=entries["since"],
        until=entries["until"],
        basis=entries["basis"],
        proposal=key,
    )
    services().appointing.appoint(command, here.actor)
    return said_waiting() if needs_two(command.roles) else _("Penunjukan tercatat.")


def _delegate(here: Desk, officer: Officer, entries: Entries, key: str) -> str:
    command = ac.DelegateRoles(
        body=here.body.stream,
        delegation=key,
        giver=officer.id,
        delegate=stream_of(entries["delegate"]),
        roles=entries["roles"],
        since=entries["since"],
        until=entries["until"],
        reason=entries["reason"],
    )
    services().appointing.delegate(command, here.actor)
    return said_waiting() if needs_two(command.roles) else _("Pelimpahan wewenang tercatat.")


def _away(here: Desk, officer: Officer, entries: Entries, key: str) -> str:
    command = ac.NoteAbsence(
        body=here.body.stream,
        absence=key,
        officer=officer.id,
        since=entries["since"],
        until=entries["until"],
        kind=entries["kind"],
    )
    services().appointing.note_absence(command, here.actor)
    return _("Tercatat tidak di tempat. Wewenangnya tetap; limpahkan bila orang lain harus bertindak.")


def _dismiss(here: Desk, officer: Officer, entries: Entries, _key: str) -> str:
    command = c.DismissOfficer(body=here.body.stream, officer=officer.id, reason=entries["reason"])
    services().appointing.dismiss(command, here.actor)
    services().invitations.withdraw(officer.id, here.body.stream)
    account = account_of(officer.id, here.body)
    if account:
        services().doors.shut(account.username)
    return _("Penunjukan berakhir. Semua sesinya sudah ditutup.")


def _reset(here: Desk, officer: Officer, entries: Entries, key: str) -> str:
    command = ac.ProposeFactorReset(
        body=here.body.stream, proposal=key, officer=officer.id, reason=entries["reason"]
    )
    services().appointing.propose_factor_reset(command, here.actor)
    return said_waiting()


# What each offers -----------------------------------------------------------------------------------------


def _nothing(_here: Desk, _officer: Officer) -> Entries:
    return {}


def _role_options(roles: tuple[Role, ...]) -> list[dict[str, str]]:
    two = _("Perlu konfirmasi admin lain.")
    return [
        {"value": role.value, "text": say(ROLES[role]), **({"hint": two} if role in HIGHEST else {})}
        for role in roles
    ]


def _terms(here: Desk, _officer: Officer | None) -> Entries:
    units = [{"value": unit.code, "text": unit.name} for unit in here.body.units]
    return {"role_options": _role_options(HOLDABLE), "units": units}


def _lendable(here: Desk, officer: Officer) -> Entries:
    held = officer.term(here.on) or officer.last_term()
    names = Names(here.body)
    others = [o for o in here.body.officers if o.id != officer.id and o.term(here.on)]
    return {
        "role_options": _role_options(tuple(role for role in DELEGABLE if role in held.roles)),
        "delegates": sorted(
            ({"value": hex_of(o.id), "text": names.of(o.id)} for o in others), key=lambda o: o["text"]
        ),
    }


def _kinds(_here: Desk, _officer: Officer) -> Entries:
    return {"kinds": options(ABSENCES, tuple(AbsenceKind))}


def _today(here: Desk, _officer: Officer) -> Mapping[str, object]:
    return {"since": here.on}


def _as_now(here: Desk, officer: Officer) -> Mapping[str, object]:
    term = officer.last_term()
    return {
        "roles": [role.value for role in term.roles],
        "unit": term.unit,
        "position": term.position,
        "since": here.on,
    }


TASKS = {
    task.slug: task
    for task in (
        Task(
            "tunjuk",
            Text("Ubah penunjukan", "Change the appointment"),
            TermSchema,
            _appoint,
            _terms,
            _as_now,
        ),
        Task(
            "limpahkan",
            Text("Limpahkan wewenang", "Delegate powers"),
            DelegateSchema,
            _delegate,
            _lendable,
            _today,
        ),
        Task("pergi", Text("Catat tidak di tempat", "Note an absence"), AbsenceSchema, _away, _kinds, _today),
        Task(
            "atur-ulang",
            Text("Hapus langkah kedua", "Forget the second step"),
            ReasonSchema,
            _reset,
            _nothing,
            _nothing,
        ),
        Task(
            "berhentikan",
            Text("Akhiri penunjukan", "End the appointment"),
            ReasonSchema,
            _dismiss,
            _nothing,
            _nothing,
        ),
    )
}
SLUGS = ",".join(f'"{slug}"' for slug in TASKS)


@bp.route(f"/meja/petugas/<officer>/<any({SLUGS}):task>", methods=["GET", "POST"])
@allow(Role.BODY_ADMIN)
def act(officer: str, task: str) -> Answer:
    """Show one of the forms on an officer, and record what it says."""
    here, chosen = desk(), TASKS[task]
    found = officer_of(officer, here.body)
    if not sent():
        return _form(here, found, chosen, typed() or filled(chosen.defaults(here, found)))
    if again := proof_wanted():
        return again
    try:
        entries = chosen.schema().load(request.form)
        key = key_of(here)
        said = _("Sudah tercatat.") if _made(here, key) else chosen.does(here, found, entries, key)
    except (ValidationError, RuleError) as problem:
        return _form(here, found, chosen, request.form, problem)
    return recorded(said, found.id)


def _made(here: Desk, key: str) -> bool:
    """Whether the form with this key was recorded before: its key names what it made."""
    return key in here.body.appointed.used


def _form(here: Desk, officer: Officer, task: Task, form: Form, problem: Problem | None = None) -> Answer:
    html = render_template(
        "office/officers/task.html",
        task=task,
        title=say(task.title),
        name=Names(here.body).of(officer.id),
        form=form,
        errors=errors_of(problem) if problem else None,
        key=form.get("idempotency_key") or secrets.token_hex(16),
        back=url_for("officers.one", officer=hex_of(officer.id)),
        own=officer.id == here.actor.id,
        **task.choices(here, officer),
    )
    return html, status_of(problem) if problem else 200


# Somebody new ---------------------------------------------------------------------------------------------


@bp.route("/meja/petugas/baru", methods=["GET", "POST"])
@allow(Role.BODY_ADMIN)
def appoint() -> Answer:
    """Appoint somebody who is no officer here yet."""
    here = desk()
    if not sent():
        return _new(here, typed() or filled({"since": here.on}))
    if again := proof_wanted():
        return again
    try:
        entries = AppointSchema().load(request.form)
        key = key_of(here)
        officer = stream_of(key)
        if here.body.appointed.officer(officer) or _made(here, key):
            return recorded(_("Sudah tercatat."), officer)
        said = _appointed(here, officer, entries["name"], entries, key)
    except (ValidationError, RuleError) as problem:
        return _new(here, request.form, problem)
    return recorded(said, officer)


def _new(here: Desk, form: Form, problem: Problem | None = None) -> Answer:
    html = render_template(
        "office/officers/new.html",
        form=form,
        errors=errors_of(problem) if problem else None,
        key=form.get("idempotency_key") or secrets.token_hex(16),
        **_terms(here, None),
    )
    return html, status_of(problem) if problem else 200
