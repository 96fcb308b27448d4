"""An authority of time whose clock a test sets: RFC 3161 tokens written by hand, right or wrong in one way.

``openssl ts`` stamps with the time of the machine; a history of 2026 needs tokens of 2026 on any day.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ppid.seal import der
from ppid.seal.stamping import SHA256_ID

FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_SIGNING_CERTIFICATE_2 = bytes.fromhex("2a864886f70d010910022f")
_RSA = bytes.fromhex("2a864886f70d010101")
_ECDSA_SHA256 = bytes.fromhex("2a8648ce3d040302")
_POLICY = bytes.fromhex("2b0601040101")
_CONTEXT_0 = 0xA0


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def rsa_key() -> Key:
    """A key whose signatures are quick to check."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def curve_key() -> Key:
    """A key on P-256."""
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Stamper:
    """A time-stamping unit with its certificate; ``marked`` puts TEST ONLY into its name."""

    marked: bool = True
    since: datetime = FROM
    until: datetime = UNTIL
    key: Key = field(default_factory=rsa_key)
    certificate: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        """Make the certificate."""
        mark = "TEST ONLY " if self.marked else "Played "
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{mark}time-stamps")])
        made = x509.CertificateBuilder(name, name, self.key.public_key(), 2, self.since, self.until)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        signed = made.add_extension(usage, critical=True).sign(self.key, hashes.SHA256())
        object.__setattr__(self, "certificate", signed.public_bytes(Encoding.DER))

    @property
    def pin(self) -> str:
        """The SHA-256 by which a policy pins the certificate."""
        return hashlib.sha256(self.certificate).hexdigest()

    def stamp(self, body: bytes, at: datetime, serial: int = 1) -> bytes:
        """The whole reply over ``body``, at a time of our choice."""
        info = _info(hashlib.sha256(body).digest(), at, serial)
        attributes = _attributes(info, hashlib.sha256(self.certificate).digest())
        message = der.element(der.SET, attributes)
        signer = self._signer(attributes, self._sign(message))
        content = der.element(
            der.SEQUENCE,
            der.element(der.OID, _TST_INFO),
            der.element(_CONTEXT_0, der.element(der.OCTET_STRING, info)),
        )
        signed = der.element(
            der.SEQUENCE,
            der.integer(3),
            der.element(der.SET, _algorithm(SHA256_ID)),
            content,
            der.element(_CONTEXT_0, self.certificate),
            der.element(der.SET, signer),
        )
        token = der.element(der.SEQUENCE, der.element(der.OID, _SIGNED_DATA), der.element(_CONTEXT_0, signed))
        return der.element(der.SEQUENCE, der.element(der.SEQUENCE, der.integer(0)), token)

    def _sign(self, message: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(message, ec.ECDSA(hashes.SHA256()))

    def _signer(self, attributes: bytes, signature: bytes) -> bytes:
        certificate = x509.load_der_x509_certificate(self.certificate)
        who = der.element(der.SEQUENCE, certificate.issuer.public_bytes(), der.integer(2))
        return der.element(
            der.SEQUENCE,
            der.integer(1),
            who,
            _algorithm(SHA256_ID),
            der.element(_CONTEXT_0, attributes),
            _algorithm(_RSA)
            if isinstance(self.key, rsa.RSAPrivateKey)
            else der.element(der.SEQUENCE, der.element(der.OID, _ECDSA_SHA256)),
            der.element(der.OCTET_STRING, signature),
        )


def _algorithm(identifier: bytes) -> bytes:
    return der.element(der.SEQUENCE, der.element(der.OID, identifier), der.element(der.NULL))


def _info(digest: bytes, at: datetime, serial: int) -> bytes:
    imprint = der.element(der.SEQUENCE, _algorithm(SHA256_ID), der.element(der.OCTET_STRING, digest))
    moment = at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode()
    return der.element(
        der.SEQUENCE,
        der.integer(1),
        der.element(der.OID, _POLICY),
        imprint,
        der.integer(serial),
        der.element(der.GENERALIZED_TIME, moment),
    )


def _attributes(info: bytes, certificate_digest: bytes) -> bytes:
    named = der.element(
        der.SEQUENCE,
        der.element(
            der.SEQUENCE, der.element(der.SEQUENCE, der.element(der.OCTET_STRING, certificate_digest))
        ),
    )
    values = (
        (_CONTENT_TYPE, der.element(der.OID, _TST_INFO)),
        (_MESSAGE_DIGEST, der.element(der.OCTET_STRING, hashlib.sha256(info).digest())),
        (_SIGNING_CERTIFICATE_2, named),
    )
    attributes = [
        der.element(der.SEQUENCE, der.element(der.OID, kind), der.element(der.SET, value))
        for kind, value in values
    ]
    return b"".join(sorted(attributes))
