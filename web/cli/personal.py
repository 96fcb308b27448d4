"""People: erasing them with everything of theirs, and finding them by a number that stands nowhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from ppid import commands as c
from ppid.erasing import Erasing
from ppid.events import Stream
from ppid.marks import KINDS, Kind
from ppid.mentioned import Mention
from ppid.rewrapping import rewrap
from ppid.seal.erasing import ErasureError, Order
from ppid.seal.leaf import is_safe
from ppid.topics import VOCABULARY
from projections.catalog import ALL
from projections.rebuild import rebuild
from web.cli.opening import OPERATOR, opened
from web.services import Services

FOUND = 1
_TRIES = 4
_NAMES = {event: name for name, event in VOCABULARY.items()}


@click.group()
def person() -> None:
    """People the log knows by key."""


@person.command()
@click.argument("key")
@click.option("--basis", required=True, help="The legal basis of the erasure.")
@click.option("--order", default="", help="The number of an order of a court or the commission.")
@click.option("--texts", is_flag=True, help="Also erase the texts of their cases in which they stand.")
@click.option("--same-person", "same", is_flag=True, help="Also erase whoever has the same number or mail.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(key: str, basis: str, order: str, *, texts: bool, same: bool, yes: bool) -> None:
    """Erase the person KEY: key, marks, drafts, mail and files; the history stays whole.

    Refused while a case is open or a duty to keep runs, unless --order names an order. Exit 1 when the person
    still stands in texts of their cases, or somebody else seems to be the same human: each is listed.
    """
    if texts and not (is_safe(order) and order.strip() and is_safe(basis)):
        raise click.UsageError("--texts needs --order, and order and basis in plain letters without quotes.")
    if not (yes or click.confirm("This cannot be undone. Erase this person?")):
        return
    with opened() as services:
        services.follower.catch_up()
        erasing = services.people.erasing
        others = erasing.same(key)
        people = [key, *others] if same else [key]
        mentions = {p: erasing.mentions_of(p) for p in people}
        for each in people:
            services.people.erase(c.ErasePerson(person=each, basis=basis, order=order), OPERATOR)
            click.echo(f"erased\t{each}")
        found = _unique([m for each in people for m in mentions[each]])
        if texts:
            _erase_texts(services, found, order, basis)
        services.follower.catch_up()
        left = [] if texts else found
        _tell(left, [] if same else others)
        if not _forgotten(services):
            click.echo("Copies are still in the write-ahead files. Stop and start the program to empty them.")
        click.echo(f"Listed in {erasing.list.path}: keep a copy of it, apart from the backups.")
        sys.exit(FOUND if left or (others and not same) else 0)


def _unique(mentions: Sequence[Mention]) -> list[Mention]:
    return list({(m.case, m.version, m.field, m.what): m for m in mentions}.values())


def _tell(mentions: Sequence[Mention], others: Sequence[Stream]) -> None:
    for m in mentions:
        click.echo(f"still in a text\t{m.case}\t{m.version}\t{_NAMES[m.event]}\t{m.field}\t{m.what}")
    if mentions:
        click.echo("These were written into the case. Erase them with: ppid log erase, or --texts at first.")
    for other in others:
        click.echo(f"same human\t{other}")


def _erase_texts(services: Services, mentions: Sequence[Mention], order: str, basis: str) -> None:
    erase_texts(services.people.erasing, mentions, order, basis)
    if mentions:
        for projection in ALL:
            rebuild(services.log, services.views, projection)


def erase_texts(erasing: Erasing, mentions: Sequence[Mention], order: str, basis: str) -> None:
    """Erase the fields in which somebody stands, one order for each event."""
    fields: dict[tuple[Stream, int], set[str]] = {}
    for mention in mentions:
        fields.setdefault((mention.case, mention.version), set()).add(mention.field)
    for (case, version), names in sorted(fields.items()):
        wanted = Order(case, version, tuple(sorted(names)), (), order, basis, OPERATOR.id)
        try:
            erasing.erase_content(wanted)
        except ErasureError as refused:
            click.echo(f"still in a text\t{case}\t{version}\t{', '.join(sorted(names))}\t{refused}")
            continue
        click.echo(f"erased text\t{case}\t{version}\t{', '.join(sorted(names))}")


def _forgotten(services: Services) -> bool:
    databases = (services.ledger.database, services.views, services.state.database)
    return all(any(database.forget_deleted() for _ in range(_TRIES)) for database in databases)


@person.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--value", prompt=True, hide_input=True, help="The number or address; better typed.")
def find(kind: Kind, value: str) -> None:
    """Find people by identity number, mail address or telephone; print their keys; exit 1 if none."""
    with opened() as services:
        found = services.people.find(kind, value)
        for each in found:
            click.echo(each)
        sys.exit(0 if found else FOUND)


@person.command()
def index() -> None:
    """Make anew by what everybody is found, as for people who were recorded before there was an index."""
    with opened() as services:
        count = rewrap(services.log, services.ledger.database, services.vault, everybody=True)
        click.echo(f"{count} people can be found.")


COMMANDS = (person,)
