"""Signed notes (C2SP signed-note) and their keys: plain Ed25519, and cosignature/v1 with its time.

A note is a text, an empty line, and a line for each signature. The log signs the text itself; a witness
signs it together with the time at which it saw it. Pure: keys, randomness aside, and times are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ppid.seal.spelling import SealError, SpellingError, base64_of, bytes_of, text_of

#: As many as Go's reader takes, so that who reads our notes with it reads them all.
MOST_SIGNATURES = 100
MOST_BYTES = 1_000_000

_KEY_BYTES = 32
_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_TIME_BYTES = 8
_TIME_LIMIT = 1 << 63
_DASH = "\N{EM DASH} "
_PRIVATE = "PRIVATE+KEY+"
_SPACE = 0x20


class KeyFormError(SealError):
    """A key is not written as a vkey, or is of a kind that is not known here."""


class NoteError(SealError):
    """This is no signed note."""


class SignatureError(SealError):
    """A signature in the name of a known key is wrong, or no known key signed."""


class Kind(IntEnum):
    """What a signature says, by C2SP's identifier byte."""

    NOTE = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who is said to have signed with which key, and the bytes."""

    name: str
    key_id: bytes
    data: bytes

    def __str__(self) -> str:
        """The line, with its newline."""
        return f"{_DASH}{self.name} {base64_of(self.key_id + self.data)}\n"


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that is right: by whom, and for a cosignature when, in seconds since 1970."""

    by: Verifier
    at: int | None


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name. Its text is the vkey: name, id, and the kind with the key in base64."""

    name: str
    kind: Kind
    public: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise KeyFormError("a key name is empty or has a space, a plus sign or a control character")
        if len(self.public) != _KEY_BYTES:
            raise KeyFormError(f"an Ed25519 key has {_KEY_BYTES} bytes, not {len(self.public)}")

    @classmethod
    def of(cls, vkey: str) -> Verifier:
        """Read a vkey; raise KeyFormError where it is none, or where its id is not that of its key."""
        name, kind, public, key_id = _parts(vkey, "vkey")
        verifier = cls(name, kind, public)
        if verifier.key_id != key_id:
            raise KeyFormError("the id in the vkey does not belong to its name and key")
        return verifier

    def __str__(self) -> str:
        """The vkey."""
        return f"{self.name}+{self.key_id.hex()}+{base64_of(bytes([self.kind]) + self.public)}"

    @property
    def key_id(self) -> bytes:
        """The four bytes that tell this key from others of the same name."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_ID_BYTES]

    def verify(self, text: str, data: bytes) -> int | None:
        """Check the bytes of one signature over ``text``; return the time that a cosignature states.

        Raises SignatureError where it is wrong.
        """
        at = None
        if self.kind is Kind.COSIGNATURE:
            at, data = int.from_bytes(data[:_TIME_BYTES], "big"), data[_TIME_BYTES:]
        if len(data) != _SIGNATURE_BYTES or (at or 0) >= _TIME_LIMIT:
            raise SignatureError(f"the signature of {self.name} has not the form of its kind")
        if not is_ed25519(self.public, message_of(text, at), data):
            raise SignatureError(f"the signature of {self.name} is wrong")
        return at


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under its name. Nothing prints it but `secret`."""

    verifier: Verifier
    _private: Ed25519PrivateKey

    @classmethod
    def of(cls, skey: str) -> Signer:
        """Read what `secret` wrote; raise KeyFormError where it is none."""
        if not skey.startswith(_PRIVATE):
            raise KeyFormError("this is no private key of a signed note")
        name, kind, seed, key_id = _parts(skey.removeprefix(_PRIVATE), "private key")
        signer = cls.from_seed(name, kind, seed)
        if signer.verifier.key_id != key_id:
            raise KeyFormError("the id in the private key does not belong to its name and key")
        return signer

    @classmethod
    def from_seed(cls, name: str, kind: Kind, seed: bytes) -> Signer:
        """Make the signer whose Ed25519 seed is these 32 bytes."""
        if len(seed) != _KEY_BYTES:
            raise KeyFormError(f"an Ed25519 seed has {_KEY_BYTES} bytes, not {len(seed)}")
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(Verifier(name, kind, private.public_key().public_bytes_raw()), private)

    @classmethod
    def new(cls, name: str, kind: Kind) -> Signer:
        """Make a new key."""
        return cls.from_seed(name, kind, Ed25519PrivateKey.generate().private_bytes_raw())

    def __repr__(self) -> str:
        return f"<Signer {self.verifier}>"

    def secret(self) -> str:
        """The private key as text, in the form of Go's note package. Whoever reads it can sign."""
        key = base64_of(bytes([self.verifier.kind]) + self._private.private_bytes_raw())
        return f"{_PRIVATE}{self.verifier.name}+{self.verifier.key_id.hex()}+{key}"

    def sign(self, text: str, at: int | None = None) -> Signature:
        """Sign a note's text. A cosignature states the time ``at``, in seconds since 1970, and needs it."""
        if (at is None) is (self.verifier.kind is Kind.COSIGNATURE) or not 0 <= (at or 0) < _TIME_LIMIT:
            raise SignatureError("a cosignature, and only a cosignature, states its time")
        check_text(text)
        stated = b"" if at is None else at.to_bytes(_TIME_BYTES, "big")
        data = stated + self._private.sign(message_of(text, at))
        return Signature(self.verifier.name, self.verifier.key_id, data)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it, right or wrong."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def of(cls, written: str | bytes) -> Note:
        """Read a signed note. Raises NoteError, which says what is wrong with its form."""
        note = written if isinstance(written, str) else _decoded(written)
        if len(note) > MOST_BYTES or len(note.encode(errors="replace")) > MOST_BYTES:
            raise NoteError(f"the note is longer than {MOST_BYTES} bytes")
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise NoteError("the note has no signature lines after an empty line")
        text += "\n"
        check_text(text)
        rows = lines[:-1].split("\n")
        if len(rows) > MOST_SIGNATURES:
            raise NoteError(f"the note has more than {MOST_SIGNATURES} signatures")
        return cls(text, tuple(signature_of(row) for row in rows))

    def __str__(self) -> str:
        """The note as it is stored and sent."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def signed(self, *more: Signature) -> Note:
        """The note with further signatures; one that stands already is not repeated."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *more))))

    def by(self, verifier: Verifier) -> list[Signature]:
        """The signatures in the name of this key, right or wrong."""
        key_id = verifier.key_id
        return [one for one in self.signatures if one.name == verifier.name and one.key_id == key_id]

    def verify(self, verifiers: Iterable[Verifier]) -> list[Verified]:
        """Return what the known keys signed; lines of unknown keys are passed over, as C2SP asks.

        Raises SignatureError where a line in the name of a known key is wrong, or where no known key signed.
        """
        verified = [
            Verified(verifier, verifier.verify(self.text, signature.data))
            for verifier in verifiers
            for signature in self.by(verifier)
        ]
        if not verified:
            raise SignatureError("no known key signed the note")
        return verified


def is_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is right under RFC 8032; one with a second spelling is not."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_key_name(name: str) -> bool:
    """Whether a key may have this name: not empty, no space of any alphabet, no plus sign, no control."""
    return bool(name) and not any(
        letter.isspace() or letter == "+" or ord(letter) < _SPACE or "\ud800" <= letter <= "\udfff"
        for letter in name
    )


def check_text(text: str) -> None:
    """Raise NoteError unless ``text`` can be that of a note: lines of UTF-8 without control characters."""
    if not text.endswith("\n"):
        raise NoteError("the last line of a note's text has no end")
    if any(letter < " " and letter != "\n" for letter in text):
        raise NoteError("the text of a note has a control character")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise NoteError("the text of a note is not UTF-8")


def message_of(text: str, at: int | None) -> bytes:
    """Return the bytes that are signed: the text alone, or cosignature/v1's two lines before it."""
    head = "" if at is None else f"cosignature/v1\ntime {at}\n"
    return (head + text).encode()


def signature_of(line: str) -> Signature:
    """Read one signature line, without its newline; raise NoteError where it is none."""
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not gap or not is_key_name(name):
        raise NoteError("a signature line is not an em dash, a key name and a signature")
    try:
        data = bytes_of(encoded, "signature")
    except SpellingError as error:
        raise NoteError(str(error)) from None
    if len(data) <= _ID_BYTES:
        raise NoteError("a signature is shorter than its key id")
    return Signature(name, data[:_ID_BYTES], data[_ID_BYTES:])


def _decoded(written: bytes) -> str:
    if len(written) > MOST_BYTES:
        raise NoteError(f"the note is longer than {MOST_BYTES} bytes")
    try:
        return text_of(written, "note")
    except SpellingError as error:
        raise NoteError(str(error)) from None


def _parts(key: str, what: str) -> tuple[str, Kind, bytes, bytes]:
    """Name, kind, key bytes and id of a vkey or, without its prefix, of a private key."""
    name, _, rest = key.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        data = bytes_of(encoded, what)
        kind = Kind(data[0])
        number = bytes.fromhex(key_id)
    except SpellingError as error:
        raise KeyFormError(str(error)) from None
    except (IndexError, ValueError):
        raise KeyFormError(f"the {what} is of a kind that is not known here, or its id is no id") from None
    if number.hex() != key_id or len(number) != _ID_BYTES:
        raise KeyFormError(f"the id in the {what} is not eight small hexadecimal digits")
    return name, kind, data[1:], number
