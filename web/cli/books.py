"""Taking an officer's existing request book in."""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path

import click

from ppid.book import Book
from ppid.events import Actor, Role
from ppid.importing import Importer, Plan
from web.books import UnreadableBookError, open_book
from web.cli.lists import catalogue
from web.cli.opening import opened, the_body

IMPORT = Actor("import", Role.IMPORT)
FOUND = 1
SHOWN_PROBLEMS = 50


@click.group(name="import")
def importing() -> None:
    """Take existing records in."""


@importing.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--body", "code", required=True, help="The body whose book it is, by its code.")
@click.option("--skip-bad", is_flag=True, help="Take the good rows in although others cannot be read.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
def register(file: Path, code: str, *, skip_bad: bool, yes: bool, dry_run: bool) -> None:
    """Read a request book (CSV or XLSX, annex VIII layout) as finished cases.

    Shows what it would do and asks; writes all rows in one save, or none. Reading the same book again
    takes nothing in twice.
    """
    with opened() as services:
        body = the_body(services, code)
        content = file.read_bytes()
        book = _open(content, body.local_date(services.now()))
        importer = Importer(services.log, services.vault, services.directory, services.now)
        plan = importer.plan(body, book.rows, hashlib.sha256(content).hexdigest())
        _show(book, plan)
        bad = len({p.line for p in book.problems}) + len(plan.refused)
        if bad and not skip_bad:
            click.echo("Nothing was written. Correct the book, or take the good rows in with --skip-bad.")
            sys.exit(FOUND)
        if not plan.fresh:
            click.echo("There is nothing new to take in.")
        elif not dry_run and (yes or click.confirm(f"Take in {len(plan.fresh)} cases for {body.name}?")):
            _carry_out(importer, plan)
            services.follower.catch_up()
        sys.exit(FOUND if bad else 0)


def _open(content: bytes, today: date) -> Book:
    try:
        return open_book(content, today)
    except UnreadableBookError as unreadable:
        click.echo(unreadable.id, err=True)
        click.echo(unreadable.en, err=True)
        sys.exit(FOUND)


def _show(book: Book, plan: Plan) -> None:
    click.echo(f"Rows read: {len(book.rows)}. New: {len(plan.fresh)}. Already there: {len(plan.known)}.")
    decisions: dict[str, int] = {}
    for row in plan.fresh:
        decisions[row.decision] = decisions.get(row.decision, 0) + 1
    for decision, count in sorted(decisions.items()):
        click.echo(f"  {decision:<18}{count:>6}")
    for note in book.notes:
        click.echo(f"  note: {note.id}")
    for problem in book.problems[:SHOWN_PROBLEMS]:
        where = f"{problem.line} (No {problem.no})" if problem.no else str(problem.line)
        click.echo(f"  Baris {where}: {problem.id}", err=True)
    for refusal in plan.refused[:SHOWN_PROBLEMS]:
        click.echo(f"  {refusal.sentence('id')}", err=True)
    hidden = max(0, len(book.problems) - SHOWN_PROBLEMS) + max(0, len(plan.refused) - SHOWN_PROBLEMS)
    if hidden:
        click.echo(f"  … and {hidden} more.", err=True)


def _carry_out(importer: Importer, plan: Plan) -> None:
    from rich.progress import Progress

    with Progress(transient=True) as progress:
        task = progress.add_task("Sealing", total=len(plan.fresh))
        importer.carry_out(plan, IMPORT, lambda count: progress.advance(task, count))
    click.echo(f"Taken in: {len(plan.fresh)} cases.")


importing.add_command(catalogue)
COMMANDS = (importing,)
