"""Keys: one master key outside the database, one data key per person, and what is derived from them.

A person's data key is wrapped by the master key and kept in a row that can be destroyed; without it
every box of that person is closed for ever, in backups of the log too. Nothing here is logged.
Law: UU 27/2022 art. 35, 43-44; Perki 1/2021 art. 5(3); regulations §10.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol
from unicodedata import normalize

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ppid.events import Sealed, Stream
from ppid.keyring import ID_CHARS, KEY_BYTES, KeyRing, MasterKey, UnsafeKeyError, derived
from ppid.marks import KINDS, Kind, normal
from ppid.person import Identity

__all__ = ["DataKey", "ErasedKeyError", "KeyStore", "UnsafeKeyError", "Vault", "load_master_key"]

NONCE_BYTES = 12
TAG_BYTES = 16
ID_BYTES = ID_CHARS // 2
#: A data key wrapped before keys had ids: nonce, key, tag. With the id in front it is longer.
BARE_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
# No 0, 1, I or O: nobody mistakes one for another on paper or by phone.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_CHARS = 12
MARK_CHARS = 32


class ErasedKeyError(Exception):
    """The person's key was destroyed; what it sealed is closed for ever."""


class KeyStore(Protocol):
    """Where wrapped data keys lie."""

    def person_keys(self, persons: Iterable[Stream], /) -> Mapping[Stream, bytes]:
        """The wrapped keys of those persons that still have one."""
        ...


def load_master_key(path: Path, *, create: bool = True) -> bytes:
    """Read the newest master key, or make one on the first run. Raises ``UnsafeKeyError``."""
    return KeyRing.open(path, create=create).keys().newest.secret


def key_id_of(wrapped: bytes) -> str:
    """The id of the master key that wrapped a data key; "" for a key wrapped before they had ids."""
    return "" if len(wrapped) == BARE_BYTES else wrapped[:ID_BYTES].hex()


class DataKey(msgspec.Struct, frozen=True):
    """A person's data key: in the clear for use now, wrapped for keeping."""

    person: Stream
    clear: bytes
    wrapped: bytes

    @property
    def commitment(self) -> str:
        """What pins the key in the log, so that a box has one reading only."""
        return hashlib.sha256(b"ppid-key-v1\n" + self.clear).hexdigest()


@dataclass
class _Ciphers:
    """What one master key is used for, made when first needed."""

    key: MasterKey

    @cached_property
    def wrap(self) -> AESGCM:
        return AESGCM(derived(self.key.secret, "wrap"))

    @cached_property
    def code(self) -> bytes:
        return derived(self.key.secret, "access-code")

    @cached_property
    def blind(self) -> bytes:
        return derived(self.key.secret, "blind-index")


class Vault:
    """Seals and opens personal values. Thread-safe; keeps no person's key in memory.

    What is new is made under the newest master key of the ring; what is there opens under any of them.
    """

    def __init__(self, master_key: bytes | KeyRing, keys: KeyStore) -> None:
        self.ring = master_key if isinstance(master_key, KeyRing) else KeyRing.of(master_key)
        self._keys = keys
        self._ciphers: dict[str, _Ciphers] = {}

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, the same through rotations: for what is compared or kept."""
        return derived(self.ring.keys().steady, purpose)

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """The keys for one purpose under every master key, the newest first: for what lasts some days."""
        return tuple(derived(key.secret, purpose) for key in self.ring.keys().all)

    def mint(self, person: Stream) -> DataKey:
        """A fresh data key for ``person``, not kept anywhere yet."""
        return self.wrap(person, AESGCM.generate_key(KEY_BYTES * 8))

    def wrap(self, person: Stream, clear: bytes) -> DataKey:
        """The data key ``clear`` of ``person``, wrapped by the newest master key."""
        newest = self.ring.keys().newest
        box = _encrypt(self._of(newest).wrap, clear, person)
        return DataKey(person, clear, bytes.fromhex(newest.id) + box)

    def unwrap(self, person: Stream, wrapped: bytes) -> DataKey:
        """The data key of ``person``, unwrapped. Raises ``UnsafeKeyError`` under a wrong master."""
        key_id = key_id_of(wrapped)
        named = self.ring.with_id(key_id) if key_id else None
        box = wrapped[ID_BYTES:] if key_id else wrapped
        for key in [named] if named else reversed(() if key_id else self.ring.keys().all):
            try:
                return DataKey(person, _decrypt(self._of(key).wrap, box, person), wrapped)
            except InvalidTag:
                continue
        message = "A person's key does not open: the master key is not the one that wrapped it."
        raise UnsafeKeyError(message)

    def _of(self, key: MasterKey) -> _Ciphers:
        found = self._ciphers.get(key.id)
        if found is None:
            found = self._ciphers[key.id] = _Ciphers(key)
        return found

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
        return _encrypt(AESGCM(key.clear), clear, key.person)

    def open_bytes(self, person: Stream, box: bytes) -> bytes:
        """Open bytes sealed for ``person``. Raises ``ErasedKeyError``; ``ValueError`` when altered."""
        key = self.key_of(person)
        try:
            return _decrypt(AESGCM(key.clear), box, person)
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
            clear = _decrypt(AESGCM(key.clear), base64.b64decode(box.box), box.person)
        except (InvalidTag, ValueError):
            return None
        return msgspec.json.decode(clear, type=Identity)

    # Boxes that belong to no person ------------------------------------------------------------------

    def seal_own(self, purpose: str, clear: bytes, bound: str) -> bytes:
        """Seal what belongs to no person, such as a draft, to the place ``bound``; opened by ``open_own``."""
        newest = self.ring.keys().newest
        return bytes.fromhex(newest.id) + _encrypt(AESGCM(derived(newest.secret, purpose)), clear, bound)

    def open_own(self, purpose: str, box: bytes, bound: str) -> bytes | None:
        """Open what ``seal_own`` sealed; None when it was altered, or its master key is gone."""
        named = self.ring.with_id(box[:ID_BYTES].hex())
        tries = [(named, box[ID_BYTES:])] if named else []
        # Boxes of before there were ids have no key in front.
        tries += [(key, box) for key in self.ring.keys().all]
        for key, sealed in tries:
            try:
                return _decrypt(AESGCM(derived(key.secret, purpose)), sealed, bound)
            except (InvalidTag, ValueError):
                continue
        return None

    def sealed_under(self, box: bytes) -> str:
        """The id of the master key of a box of ``seal_own``; "" where none of the ring is in front."""
        found = self.ring.with_id(box[:ID_BYTES].hex())
        return found.id if found else ""

    # Codes, digests, marks ---------------------------------------------------------------------------

    def access_code(self, request: Stream) -> str:
        """The code that lets whoever filed ``request`` follow it: 60 bits, derived, never stored.

        After a rotation another is shown, and those shown before go on working until their key is retired.
        """
        return _code(self._of(self.ring.keys().newest).code, request)

    def code_matches(self, request: Stream, given: str) -> bool:
        """Whether ``given`` is an access code, however it was typed; in constant time."""
        typed = "".join(c for c in normalize("NFKC", given).upper() if c.isalnum()).encode("utf-8", "replace")
        fits = False
        for key in self.ring.keys().all:  # every key is tried, whichever fits
            expected = _code(self._of(key).code, request).replace("-", "")
            fits |= hmac.compare_digest(expected.encode(), typed)
        return fits

    def digest(self, content: bytes) -> str:
        """A keyed digest of a command: says equal or not, and nothing else about its content."""
        return hmac.new(self.ring.keys().steady, content, hashlib.sha256).hexdigest()[:32]

    def blind(self, kind: Kind, value: str) -> str:
        """The mark by which a person is found by ``value`` without keeping it; "" where it says nothing."""
        return _mark(self._of(self.ring.keys().newest), kind, value)

    def blinds(self, kind: Kind, value: str) -> list[str]:
        """The marks of ``value`` under every master key, to look for."""
        return [m for key in self.ring.keys().all if (m := _mark(self._of(key), kind, value))]

    def marks(self, identity: Identity) -> tuple[str, ...]:
        """The marks of an identity, to be kept beside the person's key."""
        told = {"number": identity.number, "email": identity.email, "phone": identity.phone}
        return tuple(m for kind in KINDS if (m := self.blind(kind, told[kind])))


def _mark(ciphers: _Ciphers, kind: Kind, value: str) -> str:
    text = normal(kind, value)
    if not text:
        return ""
    mac = hmac.new(ciphers.blind, f"{kind}\n{text}".encode("utf-8", "replace"), hashlib.sha256)
    return ciphers.key.id + mac.hexdigest()[:MARK_CHARS]


def _code(secret: bytes, request: Stream) -> str:
    mac = hmac.new(secret, request.encode(), hashlib.sha256).digest()
    number = int.from_bytes(mac[:8], "big")
    letters = [CODE_ALPHABET[(number >> (5 * i)) & 31] for i in range(CODE_CHARS)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, CODE_CHARS, 4))


def _encrypt(cipher: AESGCM, clear: bytes, bound: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, clear, bound.encode())


def _decrypt(cipher: AESGCM, box: bytes, bound: str) -> bytes:
    return cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], bound.encode())
