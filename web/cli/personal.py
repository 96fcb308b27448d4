"""People: erasing them with everything of theirs, and finding them by a number that stands nowhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from ppid import commands as c
from ppid.erased import ErasedList, PersonErased
from ppid.erased_before import erased_in
from ppid.erasing import Erasing
from ppid.events import Stream
from ppid.marks import KINDS, Kind
from ppid.mentioned import Mention
from ppid.rewrapping import rewrap
from ppid.seal.erasing import ErasureError, Order
from ppid.seal.leaf import is_safe
from ppid.topics import VOCABULARY
from web.cli.opening import OPERATOR, opened, read_settings
from web.opened_by_all import open_pages
from web.restored import fold_anew
from web.scanning import Scan
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
            services.follower.catch_up()
            services.people.erase(c.ErasePerson(person=each, basis=basis, order=order), OPERATOR)
            click.echo(f"erased\t{each}")
        found = [m for each in people for m in mentions[each]]
        if texts:
            _erase_texts(services, found, order, basis)
        sys.exit(FOUND if is_left(services, [] if texts else found, others) else 0)


def is_left(services: Services, mentions: Sequence[Mention], others: Iterable[Stream]) -> bool:
    """Say what is left of people after an erasure, and empty what holds copies; whether anything is."""
    erasing = services.people.erasing
    services.follower.catch_up()
    found = _unique(mentions)
    left = [other for other in dict.fromkeys(others) if not erasing.is_erased(other)]
    _tell(found, left)
    if not _forgotten(services):
        click.echo("Copies are still in the write-ahead files. Stop and start the program to empty them.")
    click.echo(f"Listed in {erasing.list.path}: keep a copy of it, apart from the backups.")
    return bool(found or left)


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
    erase_texts(services.people.erasing, _unique(mentions), order, basis)
    if mentions:
        fold_anew(services.log, services.views, services.ledger)


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


@click.group()
def data() -> None:
    """Personal data in the whole installation."""


@data.command("scan")
@click.option(
    "--log",
    "logs",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A file or folder of logs to look in too. Repeatable.",
)
@click.option("--quiet", is_flag=True, help="Do not tell what is being read.")
def scan_(logs: tuple[Path, ...], *, quiet: bool) -> None:
    """Look for everybody's name, number, address, telephone and mail wherever data are kept.

    Prints where something stands in the clear, never what; exit 1 if it does. What people wrote into the
    texts of cases themselves is listed apart.
    """
    tell = (lambda _line: None) if quiet else (lambda line: click.echo(line, err=True))
    with opened() as services:
        services.follower.catch_up()
        report = Scan(services, tell).run(logs, open_pages(services))
    for finding in report.clear:
        coded = f"\tas {finding.coded}" if finding.coded else ""
        click.echo(f"CLEAR\t{finding.place}\t{finding.where}\t{finding.what}{coded}")
    for finding in report.free:
        click.echo(f"free text\t{finding.where}\t{finding.what}")
    click.echo(
        f"{report.values} values of {report.people} people looked for in {report.rows} rows, "
        f"{report.file_bytes} bytes of files and {report.pages} pages: {len(report.clear)} in the clear, "
        f"{len(report.free)} in free texts with {report.copies} copies of these."
    )
    if report.alone:
        click.echo(f"{report.alone} names of one word were looked for as whole values only.")
    for line in report.skipped:
        click.echo(f"not looked in\t{line}")
    sys.exit(FOUND if report.clear else 0)


@data.command("erased")
@click.option("--from-log", is_flag=True, help="Set a broken list aside and make it anew of the log.")
def erased_(*, from_log: bool) -> None:
    """Show what the list of the erased holds, applied at every start; exit 1 if it lacks something."""
    settings = read_settings()
    erased = ErasedList(settings.erased_file)
    if from_log and erased.exists:
        click.echo(f"The old list is kept as {erased.set_aside()}.")
    with opened() as services:
        read = erased.read()
        click.echo(
            f"{len(read.people)} people, {len(read.papers)} times files, {len(read.contents)} contents"
        )
        if read.torn:
            click.echo("The last line was cut off when it was written; nothing had been erased for it.")
        listed = set(read.people)
        known = {e.person for e in erased_in(services.ledger) if isinstance(e, PersonErased)}
        missing = sorted(known - listed)
        for person_ in missing:
            click.echo(f"erased and not listed\t{person_}")
        sys.exit(FOUND if missing else 0)


COMMANDS = (person, data)
