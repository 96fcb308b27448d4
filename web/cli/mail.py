"""Mail that reached nobody: what is left to tell another way, and taking it off the list."""

from __future__ import annotations

import sys

import click

from ppid.errors import RuleError
from ppid.events import Actor, Role, Stream
from ppid.objection.state import OBJECTION
from ppid.request.state import REQUEST
from web.cli.opening import opened
from web.services import Services

FOUND = 1


@click.group()
def mail() -> None:
    """Mail to citizens."""


@mail.command(name="list")
def listed() -> None:
    """List mail that reached nobody, one per line; exit 1 if there is any.

    Each line has an id, when it was written, what it says, the number of its case, and why it was not taken.
    Reach the person another way, then run: ppid mail settle ID.
    """
    with opened() as services:
        standing, stuck = services.outbox.standing(), services.outbox.stuck()
        if not services.outbox.active:
            click.echo("No mail server is set (PPID_SMTP_URL): nothing is sent.", err=True)
        for each in stuck:
            number = _number(services, each.about)
            when = f"{each.made_at:%Y-%m-%dT%H:%MZ}"
            click.echo(f"{each.id}\t{when}\t{each.kind.value}\t{number}\t{each.ended.value}\t{each.problem}")
        if standing.waiting:
            click.echo(
                f"{standing.waiting} waiting, the oldest since {standing.oldest:%Y-%m-%dT%H:%MZ}", err=True
            )
    sys.exit(FOUND if stuck else 0)


@mail.command()
@click.argument("id")
def settle(id: str) -> None:  # noqa: A002 - the name of the argument
    """Take a mail off the list: its reader was told another way. Exit 1 when there is no such mail."""
    with opened() as services:
        done = services.outbox.settle(id)
    click.echo("Settled." if done else "There is no such mail on the list.")
    sys.exit(0 if done else FOUND)


def _number(services: Services, case: Stream) -> str:
    citizen = Actor(case, Role.CITIZEN)
    try:
        if OBJECTION.of(case):
            return services.objections.see(case, citizen).number
        if REQUEST.of(case):
            return services.desk.request(case, citizen).number
    except RuleError:
        pass
    return "-"


COMMANDS = (mail,)
