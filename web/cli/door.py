"""Helping an officer who cannot get in, and forgetting old access records. Each is on record itself."""

from __future__ import annotations

import click

from web.account.accounts import Account
from web.account.passwords import MIN_PASSWORD_CHARS, is_worst
from web.account.records import KEPT_DAYS, RecordKind, forget
from web.cli.officers import PASSWORD, officer
from web.cli.opening import opened
from web.services import Services
from web.state import state_database


@officer.command()
@click.argument("username")
@PASSWORD
def password(username: str, password: str) -> None:
    """Give USERNAME another password, and end everything that is open for them."""
    if len(password) < MIN_PASSWORD_CHARS:
        raise click.UsageError(f"The password needs at least {MIN_PASSWORD_CHARS} characters.")
    if is_worst(password, username):
        raise click.UsageError(
            "This password is easily guessed. Take a few words that do not belong together."
        )
    with opened() as services:
        account = _account(services, username)
        services.doors.accounts.set_password(account.username, password)
        ended = services.doors.shut(account.username)
        services.doors.devices.forget(account.username)
        _note(services, account, RecordKind.PASSWORD_CHANGED)
        click.echo(f"{account.username} signs in with the new password; {ended} sessions ended.")


@officer.command("unlock")
@click.argument("username")
@click.option("--yes", is_flag=True, help="Do not ask.")
def unlock(username: str, *, yes: bool) -> None:
    """Take every second factor off USERNAME, who lost them all and was recognised in person."""
    if not (yes or click.confirm("Was this officer recognised in person?")):
        return
    with opened() as services:
        account = _account(services, username)
        ended = services.doors.forget_factors(account)
        _note(services, account, RecordKind.TOTP_REMOVED)
        click.echo(f"{account.username} signs in with the password alone; {ended} sessions ended.")


@officer.command("forget-access")
def forget_access() -> None:
    """Remove access records older than two years, as the owner of the tables."""
    with opened() as services:
        database = state_database(services.settings.schema_url)
        try:
            gone = forget(database, services.now())
        finally:
            database.close()
        click.echo(f"{gone} access records older than {KEPT_DAYS} days are gone.")


def _account(services: Services, username: str) -> Account:
    found = services.doors.accounts.named(username)
    if found is None:
        raise click.UsageError(f"Nobody signs in as {username}.")
    return found


def _note(services: Services, account: Account, kind: RecordKind) -> None:
    services.records.note(kind, officer=account.officer, body=account.body, detail="operator")


COMMANDS = (officer,)
