"""The witness of a commission: made once, served on its own machine, or used with a stick alone."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from ppid.seal import folder as folders
from ppid.seal.archive import Archive, Entry, spell
from ppid.seal.contradiction import evidence
from ppid.seal.note import KeyFormError, Kind, Verifier
from ppid.seal.protocol import MOST_BYTES
from ppid.seal.witness import Witness

if TYPE_CHECKING:
    from flask import Flask

FOLDER = click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("saksi"),
    show_default=True,
    help="Folder of the witness: its key and its archive.",
)


class FolderRefused(click.ClickException):
    """The folder cannot be used as asked."""

    exit_code = 2


class LogKey(click.ParamType[Verifier]):
    """The public key of a log, as the office publishes it."""

    name = "vkey"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Verifier:
        """Read the key, or say what is wrong with it."""
        if isinstance(value, Verifier):
            return value
        try:
            verifier = Verifier.of(str(value))
        except KeyFormError as wrong:
            self.fail(f"This is no key of a log: {wrong}.", param, ctx)
        if verifier.kind is not Kind.NOTE:
            self.fail("This is the key of a witness, not of a log.", param, ctx)
        return verifier


class Door(click.ParamType[tuple[str, int]]):
    """A host and a port, as in 0.0.0.0:8092."""

    name = "host:port"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Take host and port apart."""
        if isinstance(value, tuple):
            return value
        host, colon, port = str(value).rpartition(":")
        if not colon or not host or not port.isdecimal() or int(port) >= 1 << 16:
            self.fail(f"{value!r} is not a host and a port, such as 0.0.0.0:8092.", param, ctx)
        return host.strip("[]"), int(port)


@click.group()
def witness() -> None:
    """Confirm the seals of an office, for a commission; needs no database and no settings."""


@witness.command()
@click.option("--name", required=True, help="Name of the witness, such as ki.example.go.id/saksi1.")
@click.option("--log", "logs", type=LogKey(), multiple=True, required=True, help="Public key of a log.")
@FOLDER
def init(name: str, logs: tuple[Verifier, ...], folder: Path) -> None:
    """Make the witness, once; print its public key and the line for the policy of auditors."""
    with _sentences():
        verifier = folders.create(folder, name, logs)
    click.echo(f"{verifier}\nwitness {_short(name)} {verifier}")


@witness.command()
@click.argument("log", metavar="VKEY", type=LogKey())
@click.option("--retire", is_flag=True, help="Believe this key no longer.")
@FOLDER
def trust(log: Verifier, folder: Path, *, retire: bool) -> None:
    """Believe a further key of a log, after the office changed keys or opened another log."""
    with _archive(folder) as archive, archive.writing() as book:
        book.trust(log, trusted=not retire)
    click.echo(f"{log.name}: {'no longer believed' if retire else 'believed'}: {log}")


@witness.command()
@FOLDER
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the pages answer.")
@click.option("--port", default=8091, show_default=True, type=click.IntRange(0, 65535))
@click.option("--offices", type=Door(), help="A second door, HOST:PORT, for offices alone, without pages.")
@click.option("--by-hand", is_flag=True, help="Confirm nothing until somebody presses the button.")
def serve(folder: Path, host: str, port: int, offices: tuple[str, int] | None, *, by_hand: bool) -> None:
    """Answer offices over HTTP, and show the page "Confirm today's seal"."""
    from web.witness import LOOPBACK, create_witness_app

    with _witness(folder) as (here, archive):
        hosts = LOOPBACK if host in LOOPBACK else None
        if hosts is None:
            click.echo("Warning: everybody who reaches this machine can press the button.", err=True)
        doors = [(create_witness_app(here, archive, by_hand=by_hand, hosts=hosts), host, port)]
        if offices:
            plain = create_witness_app(here, archive, by_hand=by_hand, with_pages=False, hosts=None)
            doors.append((plain, *offices))
        _serve(doors)


@witness.command()
@click.argument(
    "request_file", metavar="REQUEST", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.argument("response_file", metavar="RESPONSE", type=click.Path(path_type=Path, dir_okay=False))
@FOLDER
def confirm(request_file: Path, response_file: Path, folder: Path) -> None:
    """Confirm the seal in the file REQUEST and write the answer to RESPONSE; exit 1 if it is refused.

    The answer is written whatever it is: it tells the office what to do. Evidence is printed in full.
    """
    with _witness(folder) as (here, archive):
        answer = here.confirm(_some(request_file))
        _replace(response_file, [answer.body])
        click.echo(f"{answer.sentence('id')}\n{answer.sentence('en')}")
        if answer.alarm is not None:
            click.echo(f"\n{evidence(archive, answer.number) or ''}")
        sys.exit(0 if answer.confirmed else 1)


@witness.command(name="archive")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@FOLDER
def write_archive(out: Path, folder: Path) -> None:
    """Write every note confirmed and every request refused, to exchange with other commissions."""
    with _witness(folder) as (_, archive), archive.reading() as book:
        count = _replace(out, (entry.line() for entry in book.entries()))
    click.echo(f"{count} lines in {out}")


@witness.command()
@FOLDER
def status(folder: Path) -> None:
    """Show what was confirmed last for each log; exit 1 if a request was refused or the key is retired."""
    wrong = False
    with _archive(folder) as archive, archive.reading() as book:
        click.echo(book.about("vkey"))
        if retired := book.about("retired"):
            click.echo(f"RETIRED: {retired}")
            wrong = True
        for origin in book.origins():
            click.echo(f"{origin}\t{_told(book.latest(origin))}")
            for refused in book.refusals(origin):
                click.echo(
                    f"  REFUSED\t{refused.number}\t{spell(refused.at)}\t{refused.size}\t{refused.refused}"
                )
                wrong = True
    sys.exit(1 if wrong else 0)


@witness.command(name="evidence")
@click.argument("number", type=click.IntRange(1, 1 << 62))
@FOLDER
def print_evidence(number: int, folder: Path) -> None:
    """Print the evidence of the refusal NUMBER in full; exit 1 if there is none of that number."""
    with _archive(folder) as archive:
        text = evidence(archive, number)
    click.echo(text or f"There is no refusal {number}.", err=text is None)
    sys.exit(0 if text else 1)


def _told(latest: Entry | None) -> str:
    return f"{latest.size} entries confirmed {spell(latest.at)}" if latest else "nothing confirmed yet"


def _short(name: str) -> str:
    """A name for the policy, where it only has to differ from the others."""
    return name.rstrip("/").rpartition("/")[2] or name


def _some(file: Path) -> bytes:
    """What a request may be long, and one byte more so that a longer one is noticed."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _replace(file: Path, lines: Iterable[str]) -> int:
    """Write a file whole or not at all, so that a full stick leaves no half of an answer; count the lines."""
    written = 0
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as opened:
            for line in lines:
                opened.write(line)
                written += 1
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(file)
    except OSError as failed:
        fresh.unlink(missing_ok=True)
        raise click.FileError(str(file), hint=failed.strerror) from failed
    return written


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except folders.FolderError as refused:
        raise FolderRefused(str(refused)) from refused


@contextmanager
def _archive(folder: Path) -> Iterator[Archive]:
    with _sentences():
        archive = folders.open_archive(folder)
    try:
        yield archive
    finally:
        archive.close()


@contextmanager
def _witness(folder: Path) -> Iterator[tuple[Witness, Archive]]:
    with _sentences():
        made, archive = folders.open_witness(folder, lambda: datetime.now(UTC))
    try:
        yield made, archive
    finally:
        archive.close()


def _serve(doors: list[tuple[Flask, str, int]]) -> None:
    import waitress

    servers = [
        waitress.create_server(
            app, host=host, port=port, threads=4, ident=None,
            max_request_body_size=1 << 20, channel_timeout=30,
        )
        for app, host, port in doors
    ]  # fmt: skip
    for server in servers:
        click.echo(f"http://{server.effective_host}:{server.effective_port}/")
    signal.signal(signal.SIGTERM, _stop)
    for server in servers[1:]:
        threading.Thread(target=server.run, daemon=True).start()
    try:
        servers[0].run()
    finally:
        for server in servers:
            server.close()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


COMMANDS = (witness,)
