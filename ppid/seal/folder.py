"""The folder of a witness: its private key and its archive, made once and together.

A key without its archive has forgotten what it confirmed, and may never be used again: it would confirm a
second history in good faith. So neither is ever made beside the other that is there already.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from ppid.seal.archive import FORMAT, Archive
from ppid.seal.note import KeyFormError, Kind, Signer, Verifier
from ppid.seal.witness import Witness

KEY, ARCHIVE = "witness.key", "witness.sqlite3"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class FolderError(Exception):
    """The folder of a witness cannot be made or used. The sentence says why and what to do."""


def create(folder: Path, name: str, logs: Sequence[Verifier]) -> Verifier:
    """Make a witness: a new key under ``name``, an empty archive, the logs it knows. Returns its public key.

    Raises FolderError where something stands already.
    """
    if folder.exists():
        raise FolderError(f"{folder} exists already. A witness is made once; its key is never made anew.")
    try:
        signer = Signer.new(name, Kind.COSIGNATURE)
    except KeyFormError as wrong:
        raise FolderError(f"A witness cannot have this name: {wrong}.") from wrong
    # Made beside and moved into place: there is never a key without its archive.
    fresh = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    fresh.mkdir(mode=0o700, parents=True)
    _write_key(fresh / KEY, signer.secret())
    archive = Archive.create(fresh / ARCHIVE, str(signer.verifier))
    with archive.writing() as book:
        for log in logs:
            book.trust(log)
    archive.close()
    try:
        fresh.rename(folder)
    except OSError as taken:
        raise FolderError(f"{folder} cannot be made ({type(taken).__name__}).") from taken
    _sync(folder)
    _sync(folder.parent)
    return signer.verifier


def open_archive(folder: Path) -> Archive:
    """The archive alone, to read it. Raises FolderError."""
    if not (folder / ARCHIVE).is_file():
        if (folder / KEY).exists():
            raise FolderError(
                f"The archive {folder / ARCHIVE} is missing. A key without its memory must confirm nothing: "
                "keep what is left, make a new witness in another folder, and tell all who hold a policy."
            )
        raise FolderError(f"There is no witness in {folder}. Make one with: ppid witness init")
    return Archive(folder / ARCHIVE)


def open_witness(folder: Path, clock: Callable[[], datetime]) -> tuple[Witness, Archive]:
    """The witness of this folder, with what a power cut left unsigned signed. Raises FolderError."""
    archive = open_archive(folder)
    signer = _read_key(folder / KEY)
    with archive.reading() as book:
        if book.about("format") != FORMAT or book.about("vkey") != str(signer.verifier):
            raise FolderError(f"The key and the archive in {folder} do not belong together.")
    if archive.forgot():
        raise FolderError(
            f"The archive in {folder} was put back from a backup: it lacks what it had. It must confirm "
            "nothing any more: make a new witness in another folder, and tell all who hold a policy."
        )
    witness = Witness(archive, signer, clock)
    witness.complete()
    return witness, archive


def _write_key(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _read_key(path: Path) -> Signer:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8").strip()
        if mode & _OTHERS:
            raise FolderError(f"The key {path} can be read by others. Run: chmod 600 {path}")
        signer = Signer.of(text)
    except FileNotFoundError as missing:
        raise FolderError(f"The key {path} is missing. Without it nothing can be confirmed.") from missing
    except (OSError, UnicodeDecodeError, KeyFormError) as broken:
        raise FolderError(f"The key {path} cannot be read.") from broken
    if signer.verifier.kind is not Kind.COSIGNATURE:
        raise FolderError(f"The key {path} is not the key of a witness.")
    return signer


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
