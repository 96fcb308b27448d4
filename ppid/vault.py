"""Keys: one master key outside the database, one data key per person, and what is derived from them.

A person's data key is wrapped by the master key and kept in a row that can be destroyed; without it
every box of that person is closed for ever, in backups of the log too. Nothing here is logged.
Law: UU 27/2022 art. 35, 43-44; Perki 1/2021 art. 5(3); regulations §10.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol
from unicodedata import normalize

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ppid.events import Sealed, Stream
from ppid.person import Identity

KEY_BYTES = 32
NONCE_BYTES = 12
# No 0, 1, I or O: nobody mistakes one for another on paper or by phone.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_CHARS = 12


class UnsafeKeyError(Exception):
    """The master key cannot be trusted: the sentence says why and what to do."""


class ErasedKeyError(Exception):
    """The person's key was destroyed; what it sealed is closed for ever."""


class KeyStore(Protocol):
    """Where wrapped data keys lie."""

    def person_keys(self, persons: Iterable[Stream], /) -> Mapping[Stream, bytes]:
        """The wrapped keys of those persons that still have one."""
        ...


def load_master_key(path: Path, *, create: bool = True) -> bytes:
    """Read the master key, or make one on the first run. Raises ``UnsafeKeyError``.

    The file holds 32 random bytes in base64 and is readable by its owner alone.
    """
    if not path.exists():
        if not create:
            message = f"The master key {path} is missing. Restore it from its separate backup."
            raise UnsafeKeyError(message)
        _create_master_key(path)
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = (
            f"The master key {path} can be read by others ({stat.filemode(mode)}). Run: chmod 600 {path}"
        )
        raise UnsafeKeyError(message)
    try:
        key = base64.b64decode(path.read_text(encoding="ascii"), validate=False)
    except ValueError as broken:
        message = f"The master key {path} is damaged. Restore it from its separate backup."
        raise UnsafeKeyError(message) from broken
    if len(key) != KEY_BYTES:
        message = (
            f"The master key {path} has {len(key)} bytes instead of {KEY_BYTES}. Restore it from its backup."
        )
        raise UnsafeKeyError(message)
    return key


def _create_master_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"
    # Written beside and linked into place: of two first starts at once, both read the same whole key.
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            return
    finally:
        fresh.unlink()


class DataKey(msgspec.Struct, frozen=True):
    """A person's data key: in the clear for use now, wrapped for keeping."""

    person: Stream
    clear: bytes
    wrapped: bytes

    @property
    def commitment(self) -> str:
        """What pins the key in the log, so that a box has one reading only."""
        return hashlib.sha256(b"ppid-key-v1\n" + self.clear).hexdigest()


class Vault:
    """Seals and opens personal values. Thread-safe; keeps no person's key in memory."""

    def __init__(self, master_key: bytes, keys: KeyStore) -> None:
        self._master = master_key
        self._keys = keys
        self._wrap = AESGCM(self.derive("wrap"))
        self._code = self.derive("access-code")
        self._digest = self.derive("command-digest")

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose; nothing can be told from it about the others."""
        kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"ppid/{purpose}/v1".encode())
        return kdf.derive(self._master)

    def mint(self, person: Stream) -> DataKey:
        """A fresh data key for ``person``, not kept anywhere yet."""
        clear = AESGCM.generate_key(KEY_BYTES * 8)
        return DataKey(person, clear, self._encrypt(self._wrap, clear, person))

    def unwrap(self, person: Stream, wrapped: bytes) -> DataKey:
        """The data key of ``person``, unwrapped. Raises ``UnsafeKeyError`` under a wrong master."""
        try:
            return DataKey(person, self._decrypt(self._wrap, wrapped, person), wrapped)
        except InvalidTag:
            message = "A person's key does not open: the master key is not the one that wrapped it."
            raise UnsafeKeyError(message) from None

    def key_of(self, person: Stream) -> DataKey:
        """The kept key of ``person``. Raises ``ErasedKeyError``."""
        wrapped = self._keys.person_keys([person]).get(person)
        if wrapped is None:
            raise ErasedKeyError(person)
        return self.unwrap(person, wrapped)

    def seal(self, key: DataKey, identity: Identity) -> Sealed:
        """Seal an identity with the person's key."""
        box = self.seal_bytes(key, msgspec.json.encode(identity))
        return Sealed(key.person, base64.b64encode(box).decode("ascii"))

    def seal_bytes(self, key: DataKey, clear: bytes) -> bytes:
        """Seal bytes, such as a file, with the person's key."""
        return self._encrypt(AESGCM(key.clear), clear, key.person)

    def open_bytes(self, person: Stream, box: bytes) -> bytes:
        """Open bytes sealed for ``person``. Raises ``ErasedKeyError``; ``ValueError`` when altered."""
        key = self.key_of(person)
        try:
            return self._decrypt(AESGCM(key.clear), box, person)
        except InvalidTag:
            message = "sealed bytes were altered"
            raise ValueError(message) from None

    def open(self, sealed: Sealed | None) -> Identity | None:
        """The identity in a box; None when the person was erased."""
        return self.open_all([sealed])[0] if sealed else None

    def open_all(self, boxes: Iterable[Sealed | None]) -> list[Identity | None]:
        """Open many boxes with one look at the key store; None where erased or altered."""
        wanted = list(boxes)
        wrapped = self._keys.person_keys(list({box.person for box in wanted if box and box.box}))
        return [self._open(box, wrapped) for box in wanted]

    def _open(self, box: Sealed | None, wrapped: Mapping[Stream, bytes]) -> Identity | None:
        if box is None or box.person not in wrapped:
            return None
        key = self.unwrap(box.person, wrapped[box.person])
        try:
            clear = self._decrypt(AESGCM(key.clear), base64.b64decode(box.box), box.person)
        except (InvalidTag, ValueError):
            return None
        return msgspec.json.decode(clear, type=Identity)

    def access_code(self, request: Stream) -> str:
        """The code that lets whoever filed ``request`` follow it: 60 bits, derived, never stored."""
        mac = hmac.new(self._code, request.encode(), hashlib.sha256).digest()
        number = int.from_bytes(mac[:8], "big")
        letters = [CODE_ALPHABET[(number >> (5 * i)) & 31] for i in range(CODE_CHARS)]
        return "-".join("".join(letters[i : i + 4]) for i in range(0, CODE_CHARS, 4))

    def code_matches(self, request: Stream, given: str) -> bool:
        """Whether ``given`` is the access code, however it was typed; in constant time."""
        expected = self.access_code(request).replace("-", "")
        typed = "".join(c for c in normalize("NFKC", given).upper() if c.isalnum())
        return hmac.compare_digest(expected.encode(), typed.encode("utf-8", "replace"))

    def digest(self, content: bytes) -> str:
        """A keyed digest of a command: says equal or not, and nothing else about its content."""
        return hmac.new(self._digest, content, hashlib.sha256).hexdigest()[:32]

    @staticmethod
    def _encrypt(cipher: AESGCM, clear: bytes, person: Stream) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + cipher.encrypt(nonce, clear, person.encode())

    @staticmethod
    def _decrypt(cipher: AESGCM, box: bytes, person: Stream) -> bytes:
        return cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], person.encode())
