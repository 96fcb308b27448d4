"""Officers and auditors, by command: the first administrators of a body, and questions about powers.

The operator of the machine sets a body up. Once it has two administrators they make every appointment, each
with a name in the log; from then on these commands only list, explain, and help an administrator back in.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from ppid import commands as c
from ppid.appointing import commands as ac
from ppid.appointing import rules
from ppid.appointing.events import AbsenceKind
from ppid.body import Body
from ppid.events import Role, Sealed, Stream
from ppid.every_power import POWERS
from ppid.person import PERSON_PREFIX
from projections.numbered import find
from web.account.accounts import Account, UsernameTakenError
from web.cli.opening import DAY, OPERATOR, opened, the_body
from web.services import Services
from web.state import MIN_PASSWORD_CHARS, WebState

FOUND = 1
PASSWORD = click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="PPID_NEW_PASSWORD"
)
ROLE = click.option(
    "--role", "roles", type=click.Choice([r.value for r in rules.HOLDABLE]), multiple=True, required=True
)
REASON = click.option("--reason", required=True, help="Kept for ever; no health, no private matters.")


@click.group()
def officer() -> None:
    """Officers and auditors."""


def _term(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every appointment."""
    for option in reversed(
        (
            click.option("--body", "code", required=True),
            ROLE,
            click.option("--unit", default=""),
            click.option("--position", default=""),
            click.option("--since", type=DAY, help="The first day; today unless given."),
            click.option("--until", type=DAY, help="The last day."),
            click.option("--basis", default="", help="The number of the written appointment."),
        )
    ):
        command = option(command)
    return command


@officer.command()
@click.argument("username")
@click.argument("name")
@_term
@PASSWORD
def add(username: str, name: str, password: str, **term: Any) -> None:
    """Appoint NAME in a body and let them sign in as USERNAME, with a password that is typed here."""
    _check_password(password)
    with opened() as services:
        command = _appointment(services, name, _fresh(), term)
        # The account first: a name that is taken must not leave an appointment behind.
        _add_account(services.state, Account(username.lower(), command.officer, command.body), password)
        services.directory.appoint(command, OPERATOR)
        click.echo(f"{username} may sign in.")


@officer.command()
@click.argument("username")
@click.argument("name")
@_term
def appoint(username: str, name: str, **term: Any) -> None:
    """Appoint NAME in a body and print a one-time code, with which USERNAME chooses a password."""
    with opened() as services:
        command = _appointment(services, name, _fresh(), term)
        account = Account(username.lower(), command.officer, command.body)
        _check_free(services, account)
        services.directory.appoint(command, OPERATOR)
        _print_code(services, account, again=False)


def _appointment(services: Services, name: str, officer: Stream, term: dict[str, Any]) -> c.AppointOfficer:
    """The command, tried out first: what is refused must not leave an account behind."""
    body = services.directory.body_by_code(term.pop("code"))
    roles = tuple(Role(role) for role in term.pop("roles"))
    command = c.AppointOfficer(body=body.stream, officer=officer, name=name, roles=roles, **term)
    rules.appoint(body, command, Sealed(officer, ""), body.local_date(services.now()), OPERATOR)
    return command


def _fresh() -> Stream:
    return f"{PERSON_PREFIX}{uuid.uuid4().hex}"


@officer.command()
@click.argument("username")
def invite(username: str) -> None:
    """Print a new one-time code for USERNAME: of a body that is being set up, or of an administrator."""
    with opened() as services:
        account = _account(services, username)
        if not account.body:
            raise click.UsageError("An auditor has no body that could let them in; appoint them anew.")
        known = services.doors.accounts.named(username) is not None
        _print_code(services, account, again=known)


def _print_code(services: Services, account: Account, *, again: bool) -> None:
    command = ac.InviteOfficer(body=account.body, officer=account.officer, again=again)
    services.appointing.invite(command, OPERATOR)
    code = services.invitations.issue(account)
    click.echo(f"{account.username}\t{code}")
    click.echo(f"Good once, for three days, at {services.settings.base_url}/meja/undangan", err=True)


@officer.command()
@click.argument("giver")
@click.argument("delegate")
@ROLE
@click.option("--since", type=DAY, help="The first day; today unless given.")
@click.option("--until", type=DAY, required=True, help="The last day.")
@REASON
def delegate(
    giver: str, delegate: str, roles: tuple[str, ...], since: date | None, until: date, reason: str
) -> None:
    """Lend roles of GIVER to DELEGATE, both by their name to sign in with."""
    with opened() as services:
        lender, borrower = _account(services, giver), _account(services, delegate)
        body = services.directory.body(lender.body)
        command = ac.DelegateRoles(
            body=body.stream,
            delegation=secrets.token_hex(16),
            giver=lender.officer,
            delegate=borrower.officer,
            roles=tuple(Role(role) for role in roles),
            since=since or body.local_date(services.now()),
            until=until,
            reason=reason,
        )
        services.appointing.delegate(command, OPERATOR)
        click.echo(f"{delegate} may act as {', '.join(roles)} until {until}.")


@officer.command()
@click.argument("username")
@click.option("--since", type=DAY, help="The first day; today unless given.")
@click.option("--until", type=DAY, required=True, help="The last day.")
@click.option("--kind", type=click.Choice([k.value for k in AbsenceKind]), default="leave", show_default=True)
def absent(username: str, since: date | None, until: date, kind: str) -> None:
    """Note that USERNAME is away. Their powers stay; `ppid officer delegate` lends them."""
    with opened() as services:
        account = _account(services, username)
        body = services.directory.body(account.body)
        command = ac.NoteAbsence(
            body=body.stream,
            absence=secrets.token_hex(16),
            officer=account.officer,
            since=since or body.local_date(services.now()),
            until=until,
            kind=AbsenceKind(kind),
        )
        services.appointing.note_absence(command, OPERATOR)
        click.echo(f"{username} is away until {until}.")


@officer.command()
@click.argument("username")
@REASON
def dismiss(username: str, reason: str) -> None:
    """End every power of USERNAME, an officer or an auditor, from the next page on."""
    with opened() as services:
        account = _account(services, username)
        if account.body:
            command = c.DismissOfficer(body=account.body, officer=account.officer, reason=reason)
            services.appointing.dismiss(command, OPERATOR)
            services.invitations.withdraw(account.officer, account.body)
        else:
            services.directory.dismiss_auditor(
                ac.DismissAuditor(auditor=account.officer, reason=reason), OPERATOR
            )
        services.doors.shut(account.username)
        click.echo(f"{username} holds nothing any more.")


@officer.command(name="list")
@click.option("--body", "code")
def listed(code: str | None) -> None:
    """List the officers of a body: name to sign in with, roles today, unit, last day, and lent roles."""
    with opened() as services:
        body = the_body(services, code)
        on = body.local_date(services.now())
        accounts = services.doors.accounts.names([each.id for each in body.officers])
        for each in body.officers:
            click.echo("\t".join(_line(body, each.id, accounts.get(each.id, "-"), on)))


def _line(body: Body, officer: Stream, username: str, on: date) -> tuple[str, ...]:
    grants = body.grants_of(officer, on)
    own = ",".join(grant.role.value for grant in grants if grant.delegation is None)
    lent = ",".join(f"{g.role.value} until {g.delegation.until}" for g in grants if g.delegation)
    term = body.officer(officer).term(on)
    until = term.until if term else None
    return (
        username,
        own or "-",
        (term.unit if term else "") or "-",
        str(until or "-"),
        lent or "-",
        "away" if body.appointed.absent(officer, on) else "-",
    )


@officer.command()
@click.argument("username")
@click.argument("number")
def why(username: str, number: str) -> None:
    """Print each act on the case NUMBER, whether USERNAME may take it today, and what speaks against it."""
    with opened() as services:
        account = _account(services, username)
        stream = find(services.views, number, account.body)
        powers = POWERS.get(stream.partition("-")[0]) if stream else None
        if not account.body or stream is None or powers is None:
            click.echo(f"No case {number} in the body of {username}.", err=True)
            raise SystemExit(FOUND)
        state = services.desk.decider.load(powers.subject, stream)
        context = services.desk.context(services.directory.body(account.body))
        for act, verdict in powers.explain_all(account.officer, state, context):
            against = verdict.against
            said = f"{against.predicate.value}: {against.text.en}" if against else "-"
            click.echo(f"{powers.name(act)}\t{'may' if verdict.allowed else 'may not'}\t{said}")


@officer.command()
@click.argument("username")
@click.option("--name", default="", help="The auditor's own name; the name to sign in with unless given.")
@click.option("--until", type=DAY, help="The last day.")
@PASSWORD
def auditor(username: str, name: str, until: date | None, password: str) -> None:
    """Appoint an auditor of the commission, who signs in as USERNAME and reads the whole installation."""
    _check_password(password)
    with opened() as services:
        account = Account(username.lower(), _fresh(), "")
        command = ac.AppointAuditor(auditor=account.officer, name=name or username, until=until)
        _check_free(services, account)
        # The appointment first: an account without one would be from before there were any, and read on.
        services.directory.appoint_auditor(command, OPERATOR)
        _add_account(services.state, account, password)
        click.echo(f"{username} may sign in and read.")


def _account(services: Services, username: str) -> Account:
    found = services.doors.accounts.named(username) or services.invitations.named(username)
    if found is None:
        raise click.UsageError(f"Nobody signs in as {username}.")
    return found


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD_CHARS:
        raise click.UsageError(f"The password needs at least {MIN_PASSWORD_CHARS} characters.")


def _check_free(services: Services, account: Account) -> None:
    try:
        services.invitations.check_free(account)
    except UsernameTakenError:
        raise click.UsageError(f"The name {account.username} is taken. Choose another.") from None


def _add_account(state: WebState, account: Account, password: str) -> None:
    try:
        state.add_account(account, password)
    except UsernameTakenError:
        raise click.UsageError(f"The name {account.username} is taken. Choose another.") from None


COMMANDS = (officer,)
