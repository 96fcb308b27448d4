"""Evidence that leaves the building, and the check of the whole log: part of ``ppid log``."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import BinaryIO, NoReturn, ParamSpec, TypeVar

import click
import msgspec

from ppid.database import StoreError
from ppid.directory import body_stream
from ppid.errors import Language
from ppid.log import LogError
from ppid.seal import verifier
from ppid.seal.bundle import NoSuchCaseError, NotSealedYetError
from ppid.seal.choosing import self_policy
from ppid.seal.export import export as write_export
from ppid.seal.export import export_files
from ppid.seal.leaf import LeafError
from ppid.seal.policy import Policy
from ppid.seal.receipt import receipt_of
from ppid.seal.spelling import SealError, base64_of
from ppid.seal.static import write_static
from projections.exported import Exported
from projections.replay import counts_as_of, moment_of
from web.cli.auditing import Audit, note, noted
from web.cli.law import say_counts, the_case
from web.cli.opening import DAY, opened
from web.cli.sealed import log
from web.evidencing import bundle_of
from web.services import Services

FOUND, MISUSED = 1, 2
P = ParamSpec("P")
T = TypeVar("T")

_FILE = click.Path(path_type=Path, dir_okay=False)
_EXISTING = click.Path(path_type=Path, dir_okay=False, exists=True)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_WHOM = "Whom you trust (C2SP tlog-policy). Without it, the office's own, or the log's own keys alone."

LIVE: dict[Language, str] = {"id": "catatan langsung dari basis data", "en": "the live log in the database"}
SELF_TRUST: dict[Language, str] = {
    "id": (
        "Tidak ada kebijakan: yang dipakai hanya kunci log itu sendiri. Ini membuktikan bahwa riwayat cocok"
        " dengan segel yang ditandatangani kantor ini, bukan bahwa pemegang kunci tidak membuat riwayat lain."
        " Untuk itu diperlukan komisi sebagai saksi: --policy."
    ),
    "en": (
        "No policy: only the log's own keys are used. This proves that the history agrees with the seals this"
        " office signed, not that whoever holds the key made no other history. For that, commissions must be"
        " witnesses: --policy."
    ),
}


def said_plainly(command: Callable[P, T]) -> Callable[P, T]:
    """Turn what the sealed log refuses into one sentence and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except NoSuchCaseError as unknown:
            _stop(f"There is no such case: {unknown}.")
        except NotSealedYetError as early:
            _stop(f"Not yet: {early}. A checkpoint is made every minute; or make one: ppid log seal")
        except (SealError, verifier.Bad, verifier.CannotRead) as refused:
            _stop(f"{refused}.")
        except OSError as broken:  # a full disk must not look like tampering
            _stop(f"{broken.filename or 'A file'}: {broken.strerror or type(broken).__name__}.", MISUSED)

    return run


def _stop(sentence: str, code: int = FOUND) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def policy_of(services: Services, chosen: Path | None) -> tuple[bytes, bool]:
    """The policy to judge by, and whether it is only the log's own keys."""
    file = chosen or services.settings.policy_file
    if file is not None:
        return file.read_bytes(), False
    return self_policy(services.ledger).encode(), True


@contextmanager
def _fresh(out: Path) -> Iterator[BinaryIO]:
    """A file that appears whole under its name or not at all."""
    part = out.with_name(f"{out.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)


# The whole log --------------------------------------------------------------------------------------------


@log.command()
@click.option("--policy", type=_EXISTING, help=_WHOM)
@click.option("--files", is_flag=True, help="Check the stored files too.")
@click.option(
    "--archive", "archives", multiple=True, type=_EXISTING, help="A commission's archive. Repeatable."
)
@click.option("--notebook", type=_FILE, help="Your own record of what you saw before; it is kept up to date.")
@click.option("--export", "exported", type=_EXISTING, help="Check this export instead of the live log.")
@click.option("--report", type=_FILE, help="Write the report as one page of HTML.")
@click.option("--lang", "language", type=click.Choice(["id", "en"]), default="id")
@click.option("--json", "as_json", is_flag=True, help="Print everything for a machine.")
@said_plainly
def verify(  # noqa: PLR0913  (the options of the command)
    *,
    policy: Path | None,
    files: bool,
    archives: Sequence[Path],
    notebook: Path | None,
    exported: Path | None,
    report: Path | None,
    language: Language,
    as_json: bool,
) -> None:
    """Check the whole log as an auditor would, then replay it and compare every overview with it.

    Exits with 0 verified, 1 tampering detected, 2 cannot read, 3 not enough trust.
    """
    with opened() as services:
        trusted, alone = policy_of(services, policy)
        told = _Progress()
        audit = Audit(services, verifier.parse_policy(trusted), archives=archives, progress=told)
        seen = noted(notebook)
        result = audit.of_export(exported, seen) if exported else audit.of_live(seen, files=files)
        told.end()
    result.facts["policy"] = hashlib.sha256(trusted).hexdigest()
    result.facts["source"] = exported.name if exported else LIVE[language]
    if report:
        report.write_text(verifier.write_report(result, language), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(result.as_json() | {"self_policy": alone}, ensure_ascii=False, indent=1))
    else:
        verifier.print_result(result, language)
        if alone:
            click.echo(SELF_TRUST[language])
    note(notebook, seen, result)
    sys.exit(result.exit_code)


class _Progress:
    """How far a check is, on a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, said: str) -> None:
        """Show it in place of what was there."""
        if self._shown:
            click.echo(f"\r\033[K{said}", nl=False, err=True)

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            click.echo("\r\033[K", nl=False, err=True)


# What leaves the building ---------------------------------------------------------------------------------


@log.command()
@click.argument("case")
@click.argument("out", type=_FILE)
@click.option("--policy", type=_EXISTING, help=_WHOM)
@click.option("--sealed", is_flag=True, help="Leave out what came after the last seal with a quorum.")
@said_plainly
def bundle(case: str, out: Path, policy: Path | None, *, sealed: bool) -> None:
    """Write the evidence of CASE (a number, or the name of a stream) into the file OUT."""
    with opened() as services:
        stream = the_case(services, case, None)
        trusted, _ = policy_of(services, policy)
        with _fresh(out) as file:
            made = bundle_of(services, stream, file, policy=Policy.of(trusted), quorum_only=sealed)
    click.echo(f"{made.stream}\t{made.entries} entries at the checkpoint of {made.size}, {made.files} files")
    if made.left_out:
        click.echo(f"{made.left_out} later entries are not in it.")
    if not made.counted:
        click.echo("No proof of completeness yet: it comes with the next daily seal.")
    if not made.quorum:
        click.echo("Not enough witnesses have confirmed this checkpoint yet.")
    if made.missing:
        click.echo(f"{made.missing} recorded files are not in the store.")


@log.command("export")
@click.argument("out", type=_FILE)
@click.option("--files", type=_FOLDER, help="Copy the stored files into this folder.")
@click.option("--upto", type=click.IntRange(1), help="Only the first so many entries.")
@said_plainly
def export_log(out: Path, files: Path | None, upto: int | None) -> None:
    """Write the whole log for an auditor into the new SQLite file OUT. Keys of persons are never in it."""
    told = _Progress()
    with opened() as services:
        url, at = services.settings.database_url, services.now()
        done = write_export(url, out, at, upto=upto, progress=lambda n, of: told(f"{n} / {of}"))
        told.end()
        click.echo(f"{done.origin}\t{done.entries} entries, {done.checkpoints} checkpoints")
        if files:
            copied, missing = export_files(out, services.files, files)
            click.echo(f"{copied} files" + (f", {missing} recorded and not there" if missing else ""))


@log.command()
@click.argument("folder", type=_FOLDER)
@said_plainly
def static(folder: Path) -> None:
    """Bring FOLDER up to date: checkpoint, tiles and entries as C2SP lays them out, for any web server."""
    with opened() as services:
        done = write_static(services.ledger, folder)
    click.echo(f"{done.size} entries, {done.files} new files")


@log.command()
@click.argument("case")
@click.argument("out", type=_FILE)
@said_plainly
def receipt(case: str, out: Path) -> None:
    """Write the receipt of CASE into the file OUT: proof for the citizen that it was recorded."""
    with opened() as services:
        stream = the_case(services, case, None)
        trusted, _ = policy_of(services, None)
        made = receipt_of(services.ledger, stream, Policy.of(trusted))
    if made is None:
        raise NotSealedYetError(f"no checkpoint covers {case} yet")
    with _fresh(out) as file:
        file.write(made.as_file())
    click.echo(f"Entry {made.index}, recorded {made.recorded_at}, at the checkpoint of {made.size}")


@log.command("verifier")
@click.argument("out", type=_FILE)
@said_plainly
def verifier_file(out: Path) -> None:
    """Write the verifier, one Python file that needs nothing else, into OUT, and print its SHA-256."""
    content = Path(verifier.__file__).read_bytes()
    with _fresh(out) as file:
        file.write(content)
    click.echo(f"{hashlib.sha256(content).hexdigest()}  {out.name}")


@log.command()
@click.argument("exported", metavar="EXPORT", type=_EXISTING)
@click.option("--as-of", type=DAY, required=True, help="The day whose figures are counted again, to its end.")
@click.option("--body", "code", help="Of the body with that code; without it, of all.")
@click.option("--year", type=int, help="Only what was registered in that year.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@said_plainly
def figures(exported: Path, as_of: date, code: str | None, year: int | None, *, as_json: bool) -> None:
    """Count the public figures again from an auditor's EXPORT, and name the checkpoint they rest on.

    The export is taken as it is: check it first with ppid-verify.py audit.
    """
    moment = moment_of(as_of)
    try:
        with closing(Exported(exported)) as events:
            named = events.named(moment)
            counts = counts_as_of(events, body_stream(code) if code else None, moment, year)
    except (StoreError, LogError, LeafError) as wrong:
        _stop(f"{exported.name} cannot be counted ({type(wrong).__name__}). Check it: ppid-verify.py audit")
    seal = named.checkpoint
    rests_on = {
        "log": named.origin,
        "entries": named.entries,
        "checkpoint": {"size": seal.size, "root": base64_of(seal.root)} if seal else None,
    }
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode({**counts, "rests_on": rests_on})).decode())
        return
    click.echo(f"{code or 'All bodies'} as of {moment:%Y-%m-%d %H:%M}Z")
    say_counts(counts)
    click.echo(f"counted from the first {named.entries} entries of {named.origin}")
    if seal:
        click.echo(f"covered by the checkpoint of {seal.size} entries\t{base64_of(seal.root)}")
    else:
        click.echo("no checkpoint covers them yet")


COMMANDS = (log,)
