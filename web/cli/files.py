"""The stored files: whether they are whole, what the scanner says, and what nobody names."""

from __future__ import annotations

import sys

import click

from ppid.scanning import Verdict
from web.cli.opening import opened
from web.files import sweeping

NO_SCANNER = "There is no scanner: set PPID_CLAMD."


@click.group()
def files() -> None:
    """Stored files: check, scan, sweep."""


@files.command()
def check() -> None:
    """Read every recorded file; print what is missing or altered, and what nobody names. Exit 1 if any is.

    Files that nobody names are printed and are no fault: the next sweep takes them when they are old.
    """
    with opened() as services:
        found = sweeping.check(services)
    for word, names in (("missing", found.missing), ("altered", found.altered), ("unnamed", found.orphans)):
        for name in names:
            click.echo(f"{word}\t{name}")
    click.echo(f"{found.recorded} recorded, {found.stored} stored")
    sys.exit(0 if found.sound else 1)


@files.command()
def scan() -> None:
    """Ask the scanner about every recorded file again. Exit 1 when one is infected or got no verdict."""
    count = dict.fromkeys(Verdict, 0)
    with opened() as services:
        if not services.scans.configured:
            click.echo(NO_SCANNER, err=True)
            sys.exit(2)
        for name, person in sorted(sweeping.recorded(services).items()):
            found = services.scans.scan_stored(name, person)
            if found is None:
                continue
            count[found.verdict] += 1
            if found.verdict is not Verdict.CLEAN:
                click.echo(f"{found.verdict}\t{name}\t{found.signature}".rstrip())
            if found.away:
                click.echo("The scanner does not answer.", err=True)
                break
    click.echo(", ".join(f"{n} {verdict}" for verdict, n in count.items() if n) or "no files")
    sys.exit(1 if count[Verdict.INFECTED] or count[Verdict.FAILED] else 0)


@files.command()
def sweep() -> None:
    """Delete stored files older than a day and a half that no event and no unfinished form names."""
    with opened() as services:
        click.echo(f"{sweeping.sweep(services)} files deleted")


COMMANDS = (files,)
