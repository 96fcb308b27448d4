"""Recording holiday decrees and their amendments from a file a person has checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ppid.calendar import Amended, Decreed, Holiday, HolidayKind
from web.cli.opening import DAY, OPERATOR, opened

KINDS = {"N": HolidayKind.NATIONAL, "C": HolidayKind.JOINT_LEAVE}


@click.group()
def calendar() -> None:
    """The working calendar: decrees and amendments."""


def _read(file: Path) -> tuple[list[Holiday], list[date]]:
    """Lines of ``N|C|-,YYYY-MM-DD,name``: national holiday, cuti bersama, or a day taken away."""
    added: list[Holiday] = []
    removed: list[date] = []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, rest = line.partition(",")
        day, _, name = rest.partition(",")
        try:
            on = date.fromisoformat(day.strip())
            if kind.strip() == "-":
                removed.append(on)
            else:
                added.append(Holiday(on, name.strip(), KINDS[kind.strip()]))
        except (ValueError, KeyError):
            raise click.UsageError(
                f"Line {number} of {file.name} must read N,2027-01-01,name or C,… or -,2027-01-01."
            ) from None
    return added, removed


FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
YEAR = click.option("--year", type=click.IntRange(2008, 2200), required=True)
NUMBERS = click.option(
    "--number", "numbers", multiple=True, required=True, help="A decree number; repeat it."
)
SIGNED = click.option("--signed-on", type=DAY, required=True)


@calendar.command()
@FILE
@YEAR
@NUMBERS
@SIGNED
def decree(file: Path, year: int, numbers: tuple[str, ...], signed_on: date) -> None:
    """Record the decree of a year from FILE, and let open clocks be counted with it."""
    added, removed = _read(file)
    if removed:
        raise click.UsageError("A decree takes no day away; that is an amendment.")
    with opened() as services:
        instrument = Decreed(
            year=year, numbers=numbers, signed_on=signed_on, holidays=tuple(added), source=file.name
        )
        services.directory.decree(instrument, OPERATOR)
        click.echo(f"Recorded {len(added)} days off of {year}. The timekeeper recounts the open clocks.")


@calendar.command()
@FILE
@YEAR
@NUMBERS
@SIGNED
def amend(file: Path, year: int, numbers: tuple[str, ...], signed_on: date) -> None:
    """Record an amendment of a year from FILE, and let open clocks be recounted."""
    added, removed = _read(file)
    with opened() as services:
        instrument = Amended(
            year=year,
            numbers=numbers,
            signed_on=signed_on,
            added=tuple(added),
            removed=tuple(removed),
            source=file.name,
        )
        services.directory.decree(instrument, OPERATOR)
        click.echo(f"Recorded {len(added)} added and {len(removed)} removed days of {year}.")


@calendar.command()
@click.option("--known-on", type=DAY, help="As it was known on that day.")
def show(known_on: date | None) -> None:
    """Print the days off of the calendar in force."""
    with opened() as services:
        edition = services.directory.edition(known_on or date.max)
        click.echo(f"edition {edition.name}, years {', '.join(map(str, edition.years)) or 'none'}")
        for holiday in edition.holidays:
            click.echo(f"{holiday.on}\t{holiday.kind}\t{holiday.name}")


COMMANDS = (calendar,)
