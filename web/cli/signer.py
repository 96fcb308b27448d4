"""The signer of the sealed log, as a process and a user of its own. It needs no database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ppid.seal.answering import serve
from ppid.seal.signer import LogSigner
from web.cli.opening import stop_on_signal

_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/signer"),
    envvar="PPID_SIGNER_DIR",
    show_default=True,
    help="Where its keys and its memory are.",
)


@click.group()
def signer() -> None:
    """What signs the checkpoints of the log, remembers what it signed, and never goes back."""


@signer.command()
@click.argument("origin")
@_FOLDER
def init(origin: str, folder: Path) -> None:
    """Make a signer for the log ORIGIN, such as ppid.example.go.id/log1, and print its public key."""
    click.echo("\n".join(LogSigner.create(folder, origin).vkeys()))


@signer.command("serve")
@click.argument("socket", type=click.Path(path_type=Path))
@_FOLDER
@click.option("--group", default="", help="Let this group ask too; else only the signer's own user.")
def serve_(socket: Path, folder: Path, group: str) -> None:
    """Answer on SOCKET until stopped. Name the same path in PPID_SIGNER."""
    found = LogSigner(folder)
    state = found.state()
    found.vkeys()  # a key that others can read is told now
    stop_on_signal()
    serve(
        found,
        socket,
        group=group,
        ready=lambda: click.echo(f"Signing for {state.origin}; {state.size} entries are signed."),
    )


@signer.command()
@_FOLDER
def status(folder: Path) -> None:
    """Show the log, the size signed last, and the public keys."""
    found = LogSigner(folder)
    state = found.state()
    click.echo(f"log\t{state.origin}\nsigned\t{state.size} entries")
    for vkey in found.vkeys():
        click.echo(f"key\t{vkey}")


@signer.command()
@click.argument("origin")
@_FOLDER
def reopen(origin: str, folder: Path) -> None:
    """Sign for the new log ORIGIN from now on, never again for the old one. Before `ppid log reopen`."""
    click.echo(LogSigner(folder).reopen(origin))


@signer.group()
def keys() -> None:
    """Change the key: make a new one, let the log announce it, destroy the old one after a day."""


@keys.command()
@_FOLDER
def new(folder: Path) -> None:
    """Make one more key, which signs beside the others from now on, and print it."""
    click.echo(LogSigner(folder).add_key())


@keys.command()
@click.argument("vkey")
@_FOLDER
def retire(vkey: str, folder: Path) -> None:
    """Destroy the key VKEY, after the log has announced that it counts no more."""
    LogSigner(folder).retire_key(vkey)
    sys.stdout.write("The key is destroyed.\n")


COMMANDS = (signer,)
