"""How long records are kept: the schedule of each body, what is due, letting it go."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import click

from ppid.events import Stream
from ppid.mentioned import Mention
from ppid.retention import Record, RetentionSet
from ppid.retiring import apply as let_go
from ppid.retiring import due as due_of
from projections.parties import PARTIES
from projections.reader import Reader
from web.cli.opening import OPERATOR, opened, the_body
from web.cli.personal import is_left
from web.services import Services

FOUND = 1


@click.group()
def retention() -> None:
    """How long records are kept, and what may go."""


@retention.command("show")
@click.option("--body", "code", help="The body, by its code.")
def show_(code: str | None) -> None:
    """Show how long a body keeps each class of records, and by which act."""
    with opened() as services:
        for rule in services.retention.of(the_body(services, code).stream).values():
            kept = "no end set" if rule.months is None else f"{rule.months} months"
            click.echo(f"{rule.record}\t{rule.name.en}\t{kept}\t{rule.basis}")


@retention.command("set")
@click.argument("record", type=click.Choice([record.value for record in Record]))
@click.option("--body", "code", help="The body, by its code.")
@click.option("--months", type=click.IntRange(0, 1200), help="How long after the case is over.")
@click.option("--no-end", is_flag=True, help="Until another act says otherwise.")
@click.option("--basis", required=True, help="The archive schedule (JRA), or the act that sets it.")
def set_(record: str, code: str | None, months: int | None, *, no_end: bool, basis: str) -> None:
    """Set how long a body keeps a class of records."""
    if (months is None) != no_end:
        raise click.UsageError("Say either --months or --no-end.")
    with opened() as services:
        body = the_body(services, code)
        services.retention.set(body.stream, RetentionSet(Record(record), months, basis), OPERATOR)
        click.echo(f"{body.code} keeps {record}: {'no end set' if months is None else f'{months} months'}.")


@retention.command("due")
def due_() -> None:
    """List what is due, with the numbers of the cases; exit 1 if something is. Changes nothing."""
    counts: Counter[Record] = Counter()
    with opened() as services:
        services.follower.catch_up()
        for one in due_of(services.people.erasing, _people(services)):
            counts[one.record] += 1
            click.echo(f"{one.record}\t{one.person}\t{len(one.papers)} files\t{', '.join(one.numbers)}")
    for record, count in sorted(counts.items()):
        click.echo(f"{record}: {count} people")
    sys.exit(FOUND if counts else 0)


@retention.command("apply")
@click.option("--yes", is_flag=True, help="Do not ask.")
def apply_(*, yes: bool) -> None:
    """Erase the people and papers whose time is over; never what a case, a way or a schedule keeps.

    Exit 1 when an erased person still stands in texts of their cases, or somebody else who is not erased
    seems to be the same human: each is listed.
    """
    if not (yes or click.confirm("This cannot be undone. Erase what is due?")):
        return
    with opened() as services:
        sys.exit(FOUND if let_all_go(services) else 0)


def let_all_go(services: Services) -> bool:
    """Let go what is due, and say what is left of the people; whether anything is."""
    services.follower.catch_up()
    erasing, count = services.people.erasing, 0
    mentions: list[Mention] = []
    others: list[Stream] = []
    for one in due_of(erasing, _people(services)):
        whole = one.record is Record.REGISTER  # nobody can say so any more when the key is gone
        found = (erasing.mentions_of(one.person), erasing.same(one.person)) if whole else ([], [])
        services.follower.catch_up()  # the ones before took their time: a case may have been opened
        if not let_go(erasing, one, OPERATOR):
            continue
        mentions += found[0]
        others += found[1]
        click.echo(f"{one.record}\t{one.person}\t{len(one.papers)} files\t{', '.join(one.numbers)}")
        count += 1
    left = is_left(services, mentions, others) if count else False
    click.echo(f"{count} erased.")
    return left


def _people(services: Services) -> Iterator[Stream]:
    """Everybody with a part in a case, each once."""
    keys = Reader(services.views, PARTIES).keys()
    return (str(person) for person, _ in groupby(keys, key=lambda key: key[0]))


COMMANDS = (retention,)
