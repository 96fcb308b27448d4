"""The practice folder for people who check: a sealed log of nobody, whole and with one case changed."""

from __future__ import annotations

from pathlib import Path

import click

from web.demo.practice import make_kit


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def practice(folder: Path) -> None:
    """Write a sealed log to practise on into the new FOLDER; needs no store and changes none.

    Everything in it is invented and says LATIHAN / PRACTICE. The exercise: docs/using/checking.md.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} holds something already. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    click.echo("Making the practice log (a few seconds) …", err=True)
    for name in make_kit(folder):
        click.echo(folder / name)


__all__ = ["practice"]
