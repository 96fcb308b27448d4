"""What waits for a second administrator: looked at, confirmed or declined."""

from __future__ import annotations

from flask import render_template, request
from marshmallow import ValidationError

from ppid.appointing import commands as ac
from ppid.appointing.events import FactorResetProposed
from ppid.appointing.rules import proposal_of
from ppid.appointing.state import Proposed, concerned, digest_of, gains
from ppid.errors import RuleError
from ppid.events import Role
from ppid.powers import may_confirm
from web.access import allow
from web.account.resetting import forget_factors
from web.hidden import hidden
from web.i18n import gettext as _
from web.office.officers.acts import Problem
from web.office.officers.forms import ReasonSchema
from web.office.officers.people import Names, account_of, waiting_of
from web.office.officers.room import HEX, Answer, Desk, bp, desk, proof_wanted, recorded, sent, typed
from web.office.words import say
from web.schemas import errors_of, status_of
from web.services import services


@bp.route("/meja/petugas/usulan/<proposal>", methods=["GET", "POST"])
@allow(Role.BODY_ADMIN)
def proposal(proposal: str) -> Answer:
    """Show a proposal with all it would bring about, and confirm or decline it."""
    here = desk()
    waiting = proposal_of(here.body, proposal if HEX.fullmatch(proposal) else "")
    if not sent():
        return _page(here, waiting)
    if again := proof_wanted():
        return again
    try:
        said = (
            _confirmed(here, waiting)
            if request.form.get("tombol") == "konfirmasi"
            else _declined(here, waiting)
        )
    except (ValidationError, RuleError) as problem:
        if isinstance(problem, RuleError) and problem.status in {403, 404}:
            raise
        return _page(here, waiting, problem)
    return recorded(said, concerned(waiting)[0])


def _confirmed(here: Desk, waiting: Proposed) -> str:
    command = ac.ConfirmProposal(body=here.body.stream, proposal=waiting.proposal, digest=hidden("digest"))
    services().appointing.confirm(command, here.actor)
    # A code from before the appointment was shown to one administrator; it must not open what two gave.
    services().invitations.withdraw(gains(waiting), here.body.stream)
    if isinstance(waiting, FactorResetProposed) and account_of(waiting.officer, here.body):
        forget_factors(waiting.officer)
    return _("Usulan dikonfirmasi dan berlaku.")


def _declined(here: Desk, waiting: Proposed) -> str:
    reason = str(ReasonSchema().load(request.form)["reason"])
    command = ac.DropProposal(body=here.body.stream, proposal=waiting.proposal, reason=reason)
    services().appointing.drop(command, here.actor)
    return _("Usulan tidak dilanjutkan.")


def _page(here: Desk, waiting: Proposed, problem: Problem | None = None) -> Answer:
    verdict = may_confirm(here.body, here.actor.id, waiting, services().desk.context(here.body))
    against = verdict.against
    html = render_template(
        "office/officers/proposal.html",
        digest=digest_of(waiting),
        waiting=waiting_of(waiting, here.body, Names(here.body)),
        may=verdict.allowed,
        why_not=say(against.text) if against else "",
        own=waiting.by == here.actor.id,
        form=request.form if problem else typed(),
        errors=errors_of(problem) if problem else None,
    )
    return html, status_of(problem) if problem else 200
