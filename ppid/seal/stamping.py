"""RFC 3161: an authority of time confirms that a daily seal existed no later than it says.

Stamped is the BODY of the note (its lines up to and with the last line end), because cosignatures may be
added to the note later. A reply is kept only when everything in it was checked: that it was granted, is
about these bytes and this question (nonce), and is signed by the certificate that was pinned. No chain of
authorities is asked: whom to trust is a line of the policy (``# tsa <name> <sha256 of the certificate>``).

We read the few structures ourselves: libraries for it refuse replies of common authorities that do not sort
the certificates they add. Standards: RFC 3161, RFC 5816 (ESSCertIDv2), RFC 5652 (SignedData).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from ppid.seal import der
from ppid.seal.der import DerError, Element
from ppid.seal.fetching import Post, post

REQUEST_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"
TEST_MARK = "TEST ONLY"
NONCE_BITS = 64
RSA_BITS_MIN = 2048

_GRANTED = {0, 1}  # 1: granted with modifications, which the checks below then judge
SHA256_ID = bytes.fromhex("608648016503040201")
_HASHES: dict[bytes, Callable[[], hashes.HashAlgorithm]] = {
    SHA256_ID: hashes.SHA256,
    bytes.fromhex("608648016503040202"): hashes.SHA384,
    bytes.fromhex("608648016503040203"): hashes.SHA512,
}
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_SIGNING_CERTIFICATE_2 = bytes.fromhex("2a864886f70d010910022f")
_CONTEXT_0, _CONTEXT_1 = 0xA0, 0xA1
_SIGNER_VERSION = 1
_SERIAL_OF_TOKEN_VERSION = 1


class StampError(Exception):
    """The reply is not kept. The sentence says why, and is fit to show to an operator."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority of time: its name in the policy, its address, the SHA-256 of each pinned certificate."""

    name: str
    url: str
    pins: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent: the bytes, the digest it is about, and the number that has to come back."""

    digest: bytes
    nonce: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """A reply that holds: its bytes as they came, the moment it proves, its number, and who signed it."""

    reply: bytes
    at: datetime
    serial: int
    certificate_sha256: str


@dataclass(frozen=True, slots=True)
class _Info:
    digest: bytes
    serial: int
    at: datetime
    nonce: int | None


def note_body(note: str) -> bytes:
    """The part of a note that is stamped: everything before the line that parts it from its signatures."""
    body, parted, _ = note.rpartition("\n\n")
    if not parted:
        raise StampError("This is no signed note.")
    return (body + "\n").encode()


def ask(body: bytes, *, nonce: int | None = None) -> Question:
    """Write the question about ``body``: SHA-256, the certificate asked for, a random nonce."""
    digest = hashlib.sha256(body).digest()
    number = secrets.randbits(NONCE_BITS) if nonce is None else nonce
    algorithm = der.element(der.SEQUENCE, der.element(der.OID, SHA256_ID), der.element(der.NULL))
    imprint = der.element(der.SEQUENCE, algorithm, der.element(der.OCTET_STRING, digest))
    wants_certificate = der.element(der.BOOLEAN, b"\xff")
    content = der.element(der.SEQUENCE, der.integer(1), imprint, der.integer(number), wants_certificate)
    return Question(digest, number, content)


def stamp(note: str, authority: Authority, *, allow_test: bool = False, send: Post = post) -> Stamp:
    """Have the body of ``note`` stamped by ``authority``.

    Raises StampError for a reply that does not hold, UnreachableError where there is none.
    """
    question = ask(note_body(note))
    answer = send(authority.url, question.content, REQUEST_TYPE)
    if answer.status != 200 or answer.media_type != REPLY_TYPE:  # noqa: PLR2004 - HTTP
        raise StampError(f"{authority.name} answered with status {answer.status} and no time-stamp.")
    return check(answer.body, question.digest, authority.pins, nonce=question.nonce, allow_test=allow_test)


def check(
    reply: bytes,
    digest: bytes,
    pins: Collection[str],
    *,
    nonce: int | None = None,
    allow_test: bool = False,
) -> Stamp:
    """Check a reply against the digest of what was stamped. Without ``nonce``: one that was kept before.

    Certificates marked TEST ONLY are refused unless ``allow_test``, which only tests and the demo say.
    """
    try:
        return _check(reply, digest, pins, nonce, allow_test=allow_test)
    except DerError as wrong:
        raise StampError(f"The time-stamp cannot be read: {wrong}.") from wrong
    except (UnsupportedAlgorithm, ValueError, TypeError) as wrong:
        # A certificate is read piece by piece as it is asked; any piece may be broken.
        raise StampError("The pinned certificate cannot be read.") from wrong


def _check(
    reply: bytes, digest: bytes, pins: Collection[str], nonce: int | None, *, allow_test: bool
) -> Stamp:
    signed = read_signed(reply)
    info = _info(signed.content)
    if info.digest != digest:
        raise StampError("The time-stamp is about something else.")
    if nonce is not None and info.nonce != nonce:
        raise StampError("The time-stamp answers another question (the nonce differs).")
    certificate, pin = _pinned(signed.certificates, pins)
    check_certificate(certificate, info.at, allow_test=allow_test)
    _check_attributes(signed, pin)
    _check_signature(signed, certificate)
    return Stamp(reply, info.at, info.serial, pin)


# Reading ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a token: what it says, the certificates beside it, and how it is signed."""

    content: bytes
    certificates: tuple[bytes, ...]
    digest_id: bytes
    attributes: Element
    signature: bytes


def _sequence(element: Element) -> der.Elements:
    if element.tag != der.SEQUENCE:
        raise DerError("a structure is not what it should be")
    return element.children()


def _token(reply: bytes) -> Element:
    fields = _sequence(der.read_one(reply))
    status = fields.take(der.SEQUENCE).children().take(der.INTEGER)
    if der.whole_number(status) not in _GRANTED:
        raise StampError("The authority refused to stamp.")
    token = fields.take(der.SEQUENCE)
    fields.end()
    return token


def read_signed(reply: bytes) -> Signed:
    """Take a granted reply apart, without believing any of it. Raises DerError, StampError."""
    outer = _token(reply).children()
    _expect(outer.take(der.OID), _SIGNED_DATA)
    fields = _sequence(der.read_one(outer.take(_CONTEXT_0).content))
    outer.end()
    fields.take(der.INTEGER)
    fields.take(der.SET)
    inner = fields.take(der.SEQUENCE).children()
    _expect(inner.take(der.OID), _TST_INFO)
    content = der.read_one(inner.take(_CONTEXT_0).content)
    if content.tag != der.OCTET_STRING:
        raise DerError("the content is not where it belongs")
    inner.end()
    certificates = fields.optional(_CONTEXT_0)
    fields.optional(_CONTEXT_1)
    signers = fields.take(der.SET).children()
    fields.end()
    digest_id, attributes, signature = _signer(signers.take(der.SEQUENCE))
    signers.end()
    found = tuple(each.whole for each in certificates.children()) if certificates else ()
    return Signed(content.content, found, digest_id, attributes, signature)


def _signer(element: Element) -> tuple[bytes, Element, bytes]:
    """How a signer signed: its hash, what it signed, the signature.

    Who it was is not read here: the pinned certificate either verifies the signature or does not.
    """
    fields = element.children()
    if der.whole_number(fields.take(der.INTEGER)) != _SIGNER_VERSION:
        raise DerError("the signer is written in another version")
    fields.take(der.SEQUENCE)
    digest_id = fields.take(der.SEQUENCE).children().take(der.OID).content
    attributes = fields.take(_CONTEXT_0)
    fields.take(der.SEQUENCE)
    signature = fields.take(der.OCTET_STRING).content
    fields.optional(_CONTEXT_1)
    fields.end()
    return digest_id, attributes, signature


def _info(content: bytes) -> _Info:
    fields = _sequence(der.read_one(content))
    if der.whole_number(fields.take(der.INTEGER)) != _SERIAL_OF_TOKEN_VERSION:
        raise DerError("the token is written in another version")
    fields.take(der.OID)
    imprint = fields.take(der.SEQUENCE).children()
    _expect(imprint.take(der.SEQUENCE).children().take(der.OID), SHA256_ID)
    digest = imprint.take(der.OCTET_STRING).content
    imprint.end()
    serial = der.whole_number(fields.take(der.INTEGER))
    at = der.instant(fields.take(der.GENERALIZED_TIME))
    nonce = next((der.whole_number(each) for each in fields if each.tag == der.INTEGER), None)
    return _Info(digest, serial, at, nonce)


def _expect(element: Element, value: bytes) -> None:
    if element.content != value:
        raise DerError("a structure is not what it should be")


# Judging ------------------------------------------------------------------------------------------------


def _pinned(certificates: tuple[bytes, ...], pins: Collection[str]) -> tuple[x509.Certificate, str]:
    for whole in certificates:
        pin = hashlib.sha256(whole).hexdigest()
        if pin in pins:
            try:
                return x509.load_der_x509_certificate(whole), pin
            except ValueError as wrong:
                raise StampError("The pinned certificate cannot be read.") from wrong
    raise StampError("The time-stamp is not signed with the certificate that was pinned.")


def check_certificate(certificate: x509.Certificate, at: datetime, *, allow_test: bool) -> None:
    """Insist that this certificate may stamp at that time. Raises StampError."""
    names = certificate.subject.rfc4514_string() + certificate.issuer.rfc4514_string()
    if TEST_MARK in names.upper() and not allow_test:
        raise StampError("The certificate is marked TEST ONLY. Configure a real authority of time.")
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise StampError("The certificate was not valid at the time that the time-stamp says.")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError) as wrong:
        raise StampError("The certificate is not made for time-stamps.") from wrong
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise StampError("The certificate is not made for time-stamps alone.")


def _check_attributes(signed: Signed, pin: str) -> None:
    found: dict[bytes, Element] = {}
    for attribute in signed.attributes.children():
        fields = _sequence(attribute)
        kind = fields.take(der.OID).content
        values = fields.take(der.SET)
        fields.end()
        if kind in found:
            raise DerError("an attribute stands there twice")
        found[kind] = values
    if not {_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_CERTIFICATE_2} <= found.keys():
        raise StampError("The time-stamp does not name its certificate (ESSCertIDv2), or lacks its digest.")
    _expect(der.read_one(found[_CONTENT_TYPE].content), _TST_INFO)
    hasher = hashes.Hash(_hash_of(signed.digest_id))
    hasher.update(signed.content)
    if der.read_one(found[_MESSAGE_DIGEST].content).content != hasher.finalize():
        raise StampError("The time-stamp was altered: its content does not match its digest.")
    certificate = _sequence(der.read_one(found[_SIGNING_CERTIFICATE_2].content)).take(der.SEQUENCE).children()
    named = certificate.take(der.SEQUENCE).children()
    algorithm = named.optional(der.SEQUENCE)
    if algorithm is not None:
        _expect(algorithm.children().take(der.OID), SHA256_ID)
    if named.take(der.OCTET_STRING).content != bytes.fromhex(pin):
        raise StampError("The time-stamp names another certificate than the pinned one.")


def _hash_of(identifier: bytes) -> hashes.HashAlgorithm:
    try:
        return _HASHES[identifier]()
    except KeyError as unknown:
        raise StampError("The time-stamp uses a hash that is not accepted (SHA-256, 384, 512).") from unknown


def _check_signature(signed: Signed, certificate: x509.Certificate) -> None:
    # Signed is the set itself, not the place it stands in (RFC 5652 §5.4).
    message = bytes((der.SET,)) + signed.attributes.whole[1:]
    digest = _hash_of(signed.digest_id)
    try:
        key = certificate.public_key()
        match key:
            case rsa.RSAPublicKey() if key.key_size >= RSA_BITS_MIN:
                key.verify(signed.signature, message, padding.PKCS1v15(), digest)
            case ec.EllipticCurvePublicKey() if isinstance(key.curve, (ec.SECP256R1, ec.SECP384R1)):
                key.verify(signed.signature, message, ec.ECDSA(digest))
            case _:
                raise StampError(
                    "The certificate has a key that is not accepted (RSA from 2048 bits, P-256)."
                )
    except (InvalidSignature, ValueError) as wrong:
        raise StampError("The time-stamp's signature is wrong.") from wrong
