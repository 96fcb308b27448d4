"""Ending a delegation or an absence before its last day, and giving an officer a code to sign in with."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from marshmallow import ValidationError

from ppid.appointing import commands as ac
from ppid.appointing import rules
from ppid.appointing.rules import delegation_of
from ppid.errors import RuleError
from ppid.events import Role, Stream
from web.access import allow
from web.account.accounts import Account, UsernameTakenError
from web.i18n import gettext as _
from web.i18n import language
from web.office.officers.acts import Problem
from web.office.officers.forms import InviteSchema, ReasonSchema
from web.office.officers.people import Names, account_of, lent_of
from web.office.officers.room import (
    HEX,
    Answer,
    Desk,
    bp,
    desk,
    hex_of,
    officer_of,
    proof_wanted,
    recorded,
    sent,
    typed,
)
from web.schemas import Errors, errors_of, status_of
from web.services import services


@bp.route("/meja/petugas/pelimpahan/<delegation>", methods=["GET", "POST"])
@allow(Role.BODY_ADMIN)
def delegation(delegation: str) -> Answer:
    """End a delegation, with the reason."""
    here = desk()
    found = delegation_of(here.body, delegation if HEX.fullmatch(delegation) else "", here.on)
    if not sent():
        return _delegation(here, delegation)
    if again := proof_wanted():
        return again
    try:
        reason = str(ReasonSchema().load(request.form)["reason"])
        command = ac.EndDelegation(body=here.body.stream, delegation=found.id, reason=reason)
        services().appointing.end_delegation(command, here.actor)
    except (ValidationError, RuleError) as problem:
        return _delegation(here, delegation, problem)
    return recorded(_("Pelimpahan wewenang diakhiri."), found.giver)


def _delegation(here: Desk, delegation: str, problem: Problem | None = None) -> Answer:
    found = delegation_of(here.body, delegation, here.on)
    html = render_template(
        "office/officers/end_delegation.html",
        lent=lent_of(found, Names(here.body), here.on),
        back=url_for("officers.one", officer=hex_of(found.giver)),
        form=request.form if problem else typed(),
        errors=errors_of(problem) if problem else None,
    )
    return html, status_of(problem) if problem else 200


@bp.post("/meja/petugas/kembali/<absence>")
@allow(Role.BODY_ADMIN)
def back(absence: str) -> Answer:
    """Note that an officer is back."""
    here = desk()
    away = next((a for a in here.body.appointed.absences if a.id == absence), None)
    if away is None:
        abort(404)
    if again := proof_wanted():
        return again
    services().appointing.end_absence(ac.EndAbsence(body=here.body.stream, absence=away.id), here.actor)
    return recorded(_("Tercatat kembali di tempat."), away.officer)


# The way in -----------------------------------------------------------------------------------------------


@bp.route("/meja/petugas/<officer>/undang", methods=["GET", "POST"])
@allow(Role.BODY_ADMIN)
def invite(officer: str) -> Answer:
    """Make a code with which the officer chooses a password, and show it this once."""
    here = desk()
    found = officer_of(officer, here.body)
    account = account_of(found.id, here.body)
    if refusal := _why_not(here, found.id, again=account is not None):
        return _no_code(here, found.id, refusal)
    if not sent():
        return _invite(here, found.id, typed().get("username", ""))
    if again := proof_wanted():
        return again
    try:
        name = account.username if account else str(InviteSchema().load(request.form)["username"])
        code = _issued(here, Account(name, found.id, here.body.stream), again=account is not None)
    except UsernameTakenError:
        taken = {"username": [_("Nama pengguna ini sudah dipakai. Pilih yang lain.")]}
        return _invite(here, found.id, request.form.get("username", ""), taken, 422)
    except (ValidationError, RuleError) as problem:
        typed_name = request.form.get("username", "")
        return _invite(here, found.id, typed_name, errors_of(problem), status_of(problem))
    return render_template(
        "office/officers/code.html",
        code=code,
        username=name,
        name=Names(here.body).of(found.id),
        until=services().invitations.waiting(found.id),
        zone=here.body.zone,
        back=url_for("officers.one", officer=officer),
    )


def _issued(here: Desk, account: Account, *, again: bool) -> str:
    services().invitations.check_free(account)
    command = ac.InviteOfficer(body=here.body.stream, officer=account.officer, again=again)
    services().appointing.invite(command, here.actor)
    return services().invitations.issue(account)


def _why_not(here: Desk, officer: Stream, *, again: bool) -> RuleError | None:
    """Why this administrator may make no code for an officer, by the rule that records one."""
    command = ac.InviteOfficer(body=here.body.stream, officer=officer, again=again)
    try:
        rules.invite(here.body, command, here.on, here.actor)
    except RuleError as refusal:
        return refusal
    return None


def _no_code(here: Desk, officer: Stream, refusal: RuleError) -> Answer:
    """Say it in place of a form that would be refused."""
    html = render_template(
        "office/officers/no_code.html",
        name=Names(here.body).of(officer),
        why_not=refusal.sentence(language()),
        back=url_for("officers.one", officer=hex_of(officer)),
    )
    return html, refusal.status if sent() else 200


def _invite(
    here: Desk, officer: Stream, username: str, errors: Errors | None = None, status: int = 200
) -> Answer:
    account = account_of(officer, here.body)
    html = render_template(
        "office/officers/invite.html",
        name=Names(here.body).of(officer),
        account=account,
        username=username[:100],
        errors=errors,
        back=url_for("officers.one", officer=hex_of(officer)),
    )
    return html, status
