"""The schema and the projections."""

from __future__ import annotations

import sys

import click

from projections.catalog import ALL
from projections.rebuild import rebuild as rebuild_one
from projections.shape import AnyProjection
from projections.store import standings
from projections.verify import verify as verify_one
from web.cli.opening import OPERATOR, opened, read_settings
from web.services import migrate as migrate_all


@click.command()
def migrate() -> None:
    """Bring the schema up to date, and record the holiday decrees that come with the program."""
    migrate_all(read_settings())
    with opened() as services:
        services.directory.ship(OPERATOR)
    click.echo("The schema is up to date.")


@click.group()
def projections() -> None:
    """What people read, folded from the log."""


@projections.command()
def status() -> None:
    """Show how far each projection is; exit 1 if one has stopped."""
    with opened() as services:
        newest = services.log.position()
        found = standings(services.views)
        for name, standing in sorted(found.items()):
            state = f"stopped at {standing.fault.event}" if standing.fault else "following"
            click.echo(f"{name}\t{standing.position} of {newest}\t{state}")
        sys.exit(1 if any(s.fault for s in found.values()) else 0)


@projections.command()
@click.argument("names", nargs=-1)
def rebuild(names: tuple[str, ...]) -> None:
    """Fold the whole log again beside the live projections and switch. All of them, or those named."""
    with opened() as services:
        for projection in _chosen(names):
            position = rebuild_one(services.log, services.views, projection)
            click.echo(f"{projection.table}\trebuilt to {position}")


@projections.command()
@click.argument("names", nargs=-1)
def verify(names: tuple[str, ...]) -> None:
    """Prove that a rebuild would equal the live rows; exit 1 and name the differences if not."""
    differing = False
    with opened() as services:
        services.follower.catch_up()
        for projection in _chosen(names):
            verdict = verify_one(services.log, services.views, projection)
            word = "equal" if verdict.equal else f"{verdict.differing} differ"
            click.echo(f"{verdict.name}\t{verdict.rows} rows at {verdict.position}\t{word}")
            for difference in verdict.differences:
                click.echo(f"  {difference.kind}\t{difference.key}\t{', '.join(difference.columns)}")
            differing = differing or not verdict.equal
    sys.exit(1 if differing else 0)


def _chosen(names: tuple[str, ...]) -> list[AnyProjection]:
    known = {p.name: p for p in ALL} | {p.table: p for p in ALL}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.UsageError(
            f"No projection {', '.join(unknown)}. Known: {', '.join(p.name for p in ALL)}."
        )
    return [known[name] for name in names] or list(ALL)


COMMANDS = (migrate, projections)
