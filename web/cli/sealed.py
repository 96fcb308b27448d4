"""The sealed log: how it stands, the seal of the day, witnesses by file, keys, erasure by order."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from ppid.events import Envelope
from ppid.reopened import LOG, Reopened
from ppid.seal.daily import DailySeal
from ppid.seal.erasing import Order
from ppid.seal.export import export
from ppid.seal.integrator import Integrator, RestoredError
from ppid.seal.leaf import Genesis
from ppid.seal.note import Note as SignedNote
from ppid.seal.note import NoteError, signature_of
from ppid.seal.policy import Known
from ppid.seal.reopening import predecessor_of
from ppid.seal.reopening import reopen as reopen_log
from ppid.seal.rotation import add, keys_of, retire
from ppid.seal.status import Sealed, status_of
from ppid.seal.witnessing import Result, request_of, take
from web.cli.opening import OPERATOR, opened
from web.cli.practice import practice
from web.restored import fold_anew
from web.services import Services
from web.signing import others_in, renew, signing_of, state_before

FOUND = 1
_TRIES = 4  # each waits for some seconds


@click.group()
def log() -> None:
    """The sealed log: what was recorded, provable to everybody."""


@contextmanager
def sealing() -> Iterator[tuple[Services, DailySeal]]:
    """The services with a seal of the day, for a command that adds to the sealed log."""
    with opened() as services:
        signing = signing_of(services.settings)
        try:
            yield services, daily_of(services, Integrator(services.ledger, signing))
        finally:
            signing.close()


def daily_of(services: Services, integrator: Integrator) -> DailySeal:
    """The seal of the day as the settings have it."""
    return DailySeal(integrator, services.now, others_in(services.settings))


@log.command()
def status() -> None:
    """Show how far the log is sealed and who confirmed it; exit 1 if a seal is missing or waits."""
    with sealing() as (services, daily):
        found = status_of(services.ledger, daily.others.policy, services.now())
        click.echo(f"log\t{found.origin}\nentries\t{found.entries}")
        _say("checkpoint", found.checkpoint)
        _say("seal", found.seal)
        if found.witnesses is None:
            click.echo("witnesses\tnone: PPID_POLICY_FILE names no policy, so only the office itself signs")
        else:
            word = "enough" if found.quorum else "not enough yet"
            click.echo(
                f"witnesses\t{len(found.confirmed)} of {found.witnesses}, {found.needed} needed: {word}"
            )
        for name, at in found.confirmed:
            click.echo(f"confirmed\t{name}\t{at:%Y-%m-%d %H:%M:%S} UTC")
        for name in found.tokens:
            click.echo(f"stamped\t{name}")
        for vkey in keys_of(services.ledger):
            click.echo(f"key\t{vkey}")
        age = int(found.oldest_unsealed.total_seconds()) if found.oldest_unsealed else 0
        click.echo(f"unsealed\t{found.unsealed} entries, the oldest for {age} s")
        sys.exit(FOUND if daily.due() or not daily.sufficient() else 0)


def _say(what: str, sealed: Sealed | None) -> None:
    if sealed is None:
        click.echo(f"{what}\tnone yet")
    else:
        click.echo(f"{what}\t{sealed.size} entries up to {_time(sealed.upto)} UTC\t{sealed.root.hex()}")


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


@log.command()
def seal() -> None:
    """Make a seal as at the end of a day, and have it confirmed; exit 1 if that is not enough yet."""
    with sealing() as (_, daily):
        note = daily.seal()
        click.echo(f"sealed\t{note.size} entries")
        confirmed = daily.confirm()
        for outcome in confirmed.witnesses.outcomes if confirmed.witnesses else ():
            click.echo(outcome.sentence("en"))
        for failure in confirmed.failures:
            click.echo(failure)
        sys.exit(0 if daily.sufficient() else FOUND)


@log.command()
@click.argument("witness")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
def request(witness: str, out: Path) -> None:
    """Write what WITNESS has to confirm into the file OUT, to be carried there."""
    with sealing() as (_, daily):
        known, note = _witness(daily, witness), daily.newest()
        if note is None:
            raise click.UsageError("There is no seal yet. Make one: ppid log seal")
        asked = request_of(SignedNote.of(note.text), daily.known_sizes()[known.name], daily.prove)
        out.write_text(str(asked), encoding="utf-8")
        click.echo(f"Give {out} to {known.name}: {note.size} entries, from {asked.old}.")


@log.command()
@click.argument("answer", metavar="IN", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--witness", default="", help="Who answered, where the file holds no signature.")
def response(answer: Path, witness: str) -> None:
    """Take the file IN that a witness gave back; exit 1 if it confirms nothing."""
    with sealing() as (_, daily):
        content = answer.read_bytes()[: 1 << 20]
        known = _witness(daily, witness) if witness else _answering(daily, content)
        outcome = None
        # An answer may come after the next seal was made: then it is about an older one.
        for entry in reversed(daily.heads.entries()[-40:]):
            note = daily.ledger.note_covering(entry.index)
            if note is None:
                continue
            signed = SignedNote.of(note.text)
            found = take(known, signed, daily.known_sizes()[known.name], content)
            outcome = outcome or found
            if found.result is Result.CONFIRMED:
                daily.keep(signed.signed(*found.signatures))
                outcome = found
                break
        if outcome is None:
            raise click.UsageError("There is no seal yet. Make one: ppid log seal")
        click.echo(outcome.sentence("en"))
        sys.exit(0 if outcome.result is Result.CONFIRMED else FOUND)


def _witness(daily: DailySeal, name: str) -> Known:
    witnesses = daily.others.policy.witnesses if daily.others.policy else {}
    if name not in witnesses:
        raise click.UsageError(f"The policy has no witness {name}. Known: {', '.join(witnesses) or 'none'}.")
    return witnesses[name]


def _answering(daily: DailySeal, content: bytes) -> Known:
    try:
        lines = [signature_of(line) for line in content.decode("utf-8").splitlines()]
    except (NoteError, UnicodeDecodeError):
        lines = []
    for known in (daily.others.policy.witnesses if daily.others.policy else {}).values():
        key = known.verifier
        if any((line.name, line.key_id) == (key.name, key.key_id) for line in lines):
            return known
    raise click.UsageError("The file holds no signature of a witness. Name who answered: --witness NAME")


@log.group()
def keys() -> None:
    """The keys that may sign the log, as the log itself names them."""


@keys.command("add")
def add_keys() -> None:
    """Announce the keys that the signer made, under the old one."""
    with sealing() as (services, daily):
        for vkey in add(services.ledger, daily.signing, services.now()):
            click.echo(vkey)


@keys.command("retire")
@click.argument("vkey")
def retire_key(vkey: str) -> None:
    """Announce that VKEY counts no more; then destroy it: ppid signer keys retire VKEY."""
    with sealing() as (services, daily):
        retire(daily, vkey, services.now())
        click.echo("The log has retired the key. Now destroy it: ppid signer keys retire")


@log.command()
@click.option("--origin", required=True, help="The name of the new log, such as ppid.example.go.id/log2.")
@click.option("--order", required=True, help="The number of the order: the first fact of the new log.")
@click.option(
    "--closed", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where the old log goes."
)
@click.option("--exported", is_flag=True, help="The old log was exported to --closed before.")
def reopen(origin: str, order: str, closed: Path, *, exported: bool) -> None:
    """Close this log, keep it as a file, and seal all events anew as ORIGIN. With the program stopped."""
    with opened() as services:
        settings, ledger = services.settings, services.ledger
        if exported != closed.exists():
            raise click.UsageError(f"{closed} {'is not there' if exported else 'is there already'}.")
        if ledger.origin() == origin:
            raise RestoredError(f"This log is called {origin} already.")
        predecessor = predecessor_of(ledger, state_before(settings, origin))
        if not exported:
            export(settings.schema_url, closed, services.now())
        vkeys = renew(settings, origin)
        size = reopen_log(settings.schema_url, Genesis(origin, vkeys, predecessor))
        _note_reopening(services, Reopened(order, predecessor, origin))
        click.echo(f"{size} entries are sealed anew as {origin}. The old log is {closed}: keep it.")
        click.echo("Start the program, make a seal, and give the new key to everybody who has a policy:")
        click.echo("\n".join(vkeys))


def _note_reopening(services: Services, event: Reopened) -> None:
    last = services.log.last(LOG)
    version = last.envelope.version + 1 if last else 1
    services.log.append([Envelope(LOG, version, event, services.now(), OPERATOR.id, OPERATOR.role)])


@log.command("erase")
@click.option("--stream", required=True, help="The case, such as request-… (see: ppid replay).")
@click.option("--version", type=click.IntRange(1), required=True, help="Which of its events.")
@click.option("--field", "fields", multiple=True, help="A text in it, such as wish.information. Repeatable.")
@click.option("--file", "files", multiple=True, help="The SHA-256 of a file it records. Repeatable.")
@click.option("--order", "number", required=True, help="The number of the order.")
@click.option("--basis", required=True, help="The law it rests on.")
@click.option("--by", required=True, help="The code name of who ordered it: it stays in the log for ever.")
def erase_(
    *,
    stream: str,
    version: int,
    fields: tuple[str, ...],
    files: tuple[str, ...],
    number: str,
    basis: str,
    by: str,
) -> None:
    """Erase what an order names from an event; what remains still proves that something stood there."""
    with opened() as services:
        order = Order(stream, version, fields, files, number, basis, by)
        index = services.people.erasing.erase_content(order)
        click.echo(f"erased\tentry {index} holds the order")
        fold_anew(services.log, services.views, services.ledger)
        if not _forgotten(services):
            click.echo(
                "Copies are still in the write-ahead files, because somebody was reading. "
                "Stop and start the program to empty them."
            )
            sys.exit(FOUND)
        click.echo(
            f"Listed in {services.settings.erased_file}, and erased again after a restore. "
            "Copies remain in backups until these are made anew."
        )


def _forgotten(services: Services) -> bool:
    """Empty the write-ahead files; a reader that is just looking is waited for."""
    databases = (services.ledger.database, services.views)
    return all(any(database.forget_deleted() for _ in range(_TRIES)) for database in databases)


log.add_command(practice)

COMMANDS = (log,)
