"""Taking an office's existing list of public information in."""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path

import click

from ppid.catalogue.columns import ListTable
from ppid.catalogue.events import ListDecree
from ppid.catalogue.importing import ListImporter, ListPlan
from ppid.checks import Context
from ppid.events import Actor, Approval, Role
from web.books import UnreadableBookError, open_list
from web.cli.opening import DAY, opened, the_body

FOUND = 1
SHOWN_PROBLEMS = 50


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--body", "code", required=True, help="The body whose list it is, by its code.")
@click.option("--decree", "number", default="", help="The decree the list was made by, by its number.")
@click.option("--signed-on", type=DAY, help="The day the decree was signed.")
@click.option("--approved-by", default="", help="The superior's position that approved it.")
@click.option("--approved-on", type=DAY, help="The day it was approved; the day of signing when left out.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
def catalogue(  # noqa: PLR0913 - one parameter for each option
    *,
    file: Path,
    code: str,
    number: str,
    signed_on: date | None,
    approved_by: str,
    approved_on: date | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Read a list of public information (CSV or XLSX, annex I layout).

    With its decree the items stand in the list at once; without one they are proposals. Shows what it would
    do and asks; writes all rows in one save, or none. Reading the same list again takes nothing in twice.
    """
    decree = _decree(number, signed_on, approved_by, approved_on)
    with opened() as services:
        body = the_body(services, code)
        importer = ListImporter(services.catalogue)
        content = file.read_bytes()
        table = _open(content, importer.context(body))
        plan = importer.plan(body, table.rows, hashlib.sha256(content).hexdigest())
        if decree and plan.fresh:
            importer.check_decree(body, decree)
        _show(table, plan)
        if table.problems or plan.refused:
            click.echo("Nothing was written. Correct the list, then try again.")
            sys.exit(FOUND)
        if not plan.fresh:
            click.echo("There is nothing new to take in.")
        elif not dry_run and (yes or click.confirm(f"Take in {len(plan.fresh)} items for {body.name}?")):
            importer.carry_out(plan, Actor("import", Role.IMPORT, body.stream), decree)
            services.follower.catch_up()
            click.echo(f"Taken in: {len(plan.fresh)} items{'' if decree else ' as proposals'}.")


def _decree(number: str, signed_on: date | None, by: str, on: date | None) -> ListDecree | None:
    given = (number, signed_on, by)
    if not any(given) and on is None:
        return None
    if not all(given) or signed_on is None:
        raise click.UsageError("A decree needs --decree, --signed-on and --approved-by together.")
    return ListDecree(number, signed_on, Approval(by, on or signed_on))


def _open(content: bytes, context: Context) -> ListTable:
    try:
        return open_list(content, context)
    except UnreadableBookError as unreadable:
        click.echo(unreadable.id, err=True)
        click.echo(unreadable.en, err=True)
        sys.exit(FOUND)


def _show(table: ListTable, plan: ListPlan) -> None:
    click.echo(f"Rows read: {len(table.rows)}. New: {len(plan.fresh)}. Already there: {len(plan.known)}.")
    for note in table.notes:
        click.echo(f"  note: {note.id}")
    for problem in table.problems[:SHOWN_PROBLEMS]:
        where = f"{problem.line} (No {problem.no})" if problem.no else str(problem.line)
        click.echo(f"  Baris {where}: {problem.id}", err=True)
    for refusal in plan.refused[:SHOWN_PROBLEMS]:
        click.echo(f"  {refusal.sentence('id')}", err=True)
    hidden = max(0, len(table.problems) - SHOWN_PROBLEMS) + max(0, len(plan.refused) - SHOWN_PROBLEMS)
    if hidden:
        click.echo(f"  … and {hidden} more.", err=True)
