"""Attachments by content hash: what is stored is ciphertext, named by its SHA-256.

One small interface; a folder by default. Nothing is half-stored: a file appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

NAME = re.compile(r"^[0-9a-f]{64}$")


class StoredFileMissingError(Exception):
    """The event names a file that the store does not hold."""


class StoredFileAlteredError(Exception):
    """The stored bytes are not the ones that were stored."""


class FileStore:
    """A folder of files named by the SHA-256 of their bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Store bytes and return their SHA-256. The same bytes are stored once, and are young again."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        # What lies here may be an old orphan that is swept before anybody refers to it.
        if self.touch(name):
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{name}.{secrets.token_hex(4)}.part")
        try:
            with fresh.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.rename(path)
        finally:
            fresh.unlink(missing_ok=True)
        self._sync(path.parent)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of that SHA-256. Raises when missing or altered."""
        if not NAME.match(name):
            raise StoredFileMissingError(name)
        try:
            content = self._path(name).read_bytes()
        except OSError as missing:
            raise StoredFileMissingError(name) from missing
        if hashlib.sha256(content).hexdigest() != name:
            raise StoredFileAlteredError(name)
        return content

    def stored(self, name: str) -> bytes | None:
        """The bytes under that name as they are, altered or not: evidence shows what is there."""
        try:
            return self._path(name).read_bytes() if NAME.match(name) else None
        except OSError:
            return None

    def touch(self, name: str) -> bool:
        """Say that a file is wanted anew, which makes it young again; False when it is not there."""
        try:
            os.utime(self._path(name))
        except OSError:
            return False
        return True

    def names(self) -> Iterator[tuple[str, float]]:
        """Every stored file with the time of its last change, in seconds."""
        for folder in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if NAME.match(path.name):
                    with contextlib.suppress(FileNotFoundError):
                        yield path.name, path.stat().st_mtime

    def older(self, name: str, before: float) -> bool:
        """Whether a file is there and was last wanted before that time."""
        try:
            return self._path(name).stat().st_mtime < before
        except OSError:
            return False

    def sweep_parts(self, before: float) -> int:
        """Remove what was being written when the machine stopped, older than ``before``; how many."""
        gone = 0
        for path in self._folder.glob("??/*.part"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    gone += 1
        return gone

    def delete(self, name: str) -> bool:
        """Delete a file, by an order that is in the log already; False when there was none."""
        if not NAME.match(name):
            return False
        path = self._path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        self._sync(path.parent)
        return True

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    @staticmethod
    def _sync(folder: Path) -> None:
        # The rename itself must survive a power cut, not only the bytes.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
