"""The master keys of an installation: a file with the newest in front and older ones behind it.

A key goes by the first letters of its hash. A process that is running sees a changed file by itself, at most
a second later, or at once when it meets a key it does not know. The file with one line of the first
installations is a ring of one. Nothing here is logged. Law: UU 27/2022 art. 35; decision 0031.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import os
import re
import secrets
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
ID_CHARS = 8
LOOK_S = 1.0
_LINE = re.compile(r"(steady )?([A-Za-z0-9+/=]+)(?: (\d{4}-\d\d-\d\d))?")


class UnsafeKeyError(Exception):
    """The master key cannot be trusted: the sentence says why and what to do."""


def derived(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; nothing can be told from it about the others."""
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"ppid/{purpose}/v1".encode())
    return kdf.derive(secret)


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One master key; ``since`` is the day it was put in front, None for the first."""

    secret: bytes
    since: date | None = None

    @property
    def id(self) -> str:
        """What the key is called where something is wrapped by it. Says nothing about the key."""
        return hashlib.sha256(b"ppid-master-key-v1\n" + self.secret).hexdigest()[:ID_CHARS]


@dataclass(frozen=True, slots=True)
class Keys:
    """What a ring holds at one moment: the newest key first, and the secret that outlives rotations.

    Recorded commands are told apart by digests under ``steady``: they stand in the log, where none can be
    made again, and a retried form or a book that is read in again must still be known.
    """

    all: tuple[MasterKey, ...]
    steady: bytes

    @property
    def newest(self) -> MasterKey:
        """The key under which everything new is sealed."""
        return self.all[0]

    def by_id(self, key_id: str) -> MasterKey | None:
        """The key of that id; None where the ring has none."""
        return next((key for key in self.all if key.id == key_id), None)


class KeyRing:
    """The keys as they are now. Thread-safe."""

    def __init__(self, keys: Keys, path: Path | None = None) -> None:
        self._keys = keys
        self._path = path
        self._seen = _state_of(path)
        self._looked = time.monotonic()
        self._lock = threading.Lock()

    @classmethod
    def of(cls, secret: bytes) -> KeyRing:
        """A ring of one key that lies in no file."""
        return cls(Keys((MasterKey(secret),), derived(secret, "command-digest")))

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> KeyRing:
        """Read the file, or make one with one key on the first run. Raises ``UnsafeKeyError``."""
        if not path.exists():
            if not create:
                message = f"The master key {path} is missing. Restore it from its separate backup."
                raise UnsafeKeyError(message)
            _create(path)
        return cls(read_keys(path), path)

    def keys(self) -> Keys:
        """The keys; whether the file has changed is looked at most once a second."""
        if self._path is not None and time.monotonic() - self._looked > LOOK_S:
            self._look()
        return self._keys

    def with_id(self, key_id: str) -> MasterKey | None:
        """The key of that id, looked for in the file at once where the ring does not know it."""
        found = self._keys.by_id(key_id)
        if found is None and self._path is not None:
            self._look()
            found = self._keys.by_id(key_id)
        return found

    def _look(self) -> None:
        with self._lock:
            self._looked = time.monotonic()
            state = _state_of(self._path)
            if self._path is None or state is None or state == self._seen:
                return
            try:
                self._keys, self._seen = read_keys(self._path), state
            except UnsafeKeyError:
                return  # what is known goes on serving; the next start says what is wrong


def _state_of(path: Path | None) -> tuple[int, int, int] | None:
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_keys(path: Path) -> Keys:
    """Read a ring. Raises ``UnsafeKeyError``. The file is readable by its owner alone."""
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = (
            f"The master key {path} can be read by others ({stat.filemode(mode)}). Run: chmod 600 {path}"
        )
        raise UnsafeKeyError(message)
    keys: list[MasterKey] = []
    steady = b""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except ValueError as broken:
        raise _damaged(path) from broken
    for line in filter(None, map(str.strip, lines)):
        marked, secret, since = _line(path, line)
        if marked:
            steady = secret
        else:
            keys.append(MasterKey(secret, since))
    if not keys:
        raise _damaged(path)
    return Keys(tuple(keys), steady or derived(keys[-1].secret, "command-digest"))


def _line(path: Path, line: str) -> tuple[bool, bytes, date | None]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise _damaged(path)
    try:
        secret = base64.b64decode(match[2], validate=True)
        since = date.fromisoformat(match[3]) if match[3] else None
    except (binascii.Error, ValueError) as broken:
        raise _damaged(path) from broken
    if len(secret) != KEY_BYTES:
        message = (
            f"The master key {path} has {len(secret)} bytes instead of {KEY_BYTES}. "
            "Restore it from its backup."
        )
        raise UnsafeKeyError(message)
    return bool(match[1]), secret, since


def _damaged(path: Path) -> UnsafeKeyError:
    return UnsafeKeyError(f"The master key {path} is damaged. Restore it from its separate backup.")


# Changing the file ---------------------------------------------------------------------------------------


def rotate(path: Path, on: date) -> Keys:
    """Put a new key in front of the ring; everything new is sealed under it. Raises ``UnsafeKeyError``."""
    with _locked(path):
        old = read_keys(path)
        keys = Keys((MasterKey(secrets.token_bytes(KEY_BYTES), on), *old.all), old.steady)
        _replace(path, keys)
    return keys


def without(path: Path, key_id: str) -> Keys:
    """Take a key out of the ring, for ever. The newest never goes. Raises ``UnsafeKeyError``."""
    with _locked(path):
        old = read_keys(path)
        if old.newest.id == key_id or old.by_id(key_id) is None:
            raise UnsafeKeyError(f"The ring has no older key {key_id}. See: ppid key status")
        keys = Keys(tuple(key for key in old.all if key.id != key_id), old.steady)
        _replace(path, keys)
    return keys


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep others from changing the ring: a key that one of them put in front must not be written over."""
    while True:
        file = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_ino == path.stat().st_ino:  # else it was replaced while we waited
                yield
                return
        finally:
            os.close(file)


def _text(keys: Keys) -> bytes:
    lines = [
        base64.b64encode(key.secret).decode("ascii") + (f" {key.since}" if key.since else "")
        for key in keys.all
    ]
    lines.append("steady " + base64.b64encode(keys.steady).decode("ascii"))
    return ("\n".join(lines) + "\n").encode("ascii")


def _replace(path: Path, keys: Keys) -> None:
    fresh = _written_beside(path, _text(keys))
    try:
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
    _sync(path.parent)


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and linked into place: of two first starts at once, both read the same whole key.
    fresh = _written_beside(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return
    finally:
        fresh.unlink()
    _sync(path.parent)


def _written_beside(path: Path, text: bytes) -> Path:
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _sync(folder: Path) -> None:
    # The rename itself must survive a power cut, not only the bytes.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
