"""A time-stamping authority for tests: certificates marked TEST ONLY, tokens made by ``openssl ts``.

``make_authority(folder)`` writes the keys; ``authority.reply(request)`` answers as an authority would;
``authority.serving()`` puts it behind HTTP on a free port, ``serving(handler)`` anything else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ppid.seal import der

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
CONFIGURATION = """
[tsa]
default_tsa = unit
[unit]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.13762.3
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True, slots=True)
class TestAuthority:
    """The folder of an authority, and the SHA-256 by which its certificate is pinned."""

    __test__ = False

    folder: Path
    pin: str

    def reply(self, request: bytes) -> bytes:
        """Answer a time-stamp query, stamped with the time of now."""
        question = self.folder / f"{hashlib.sha256(request).hexdigest()}.tsq"
        answer = question.with_suffix(".tsr")
        question.write_bytes(request)
        command = ("openssl", "ts", "-reply", "-config", self.folder / "tsa.cnf", "-section", "unit")
        subprocess.run(
            (*command, "-queryfile", question, "-out", answer), check=True, capture_output=True, timeout=30
        )
        return answer.read_bytes()

    def reply_at(self, request: bytes, at: datetime) -> bytes:
        """Answer a query as if the clock of the authority stood at ``at``; ``openssl ts`` knows only now."""
        return made_by_hand(self.folder, request, at)

    def judged_by_openssl(self, reply: bytes, content: bytes) -> bool:
        """The second opinion: does ``openssl ts -verify`` accept this reply for this content?"""
        data, answer = self.folder / "data", self.folder / "reply.tsr"
        data.write_bytes(content)
        answer.write_bytes(reply)
        command = ("openssl", "ts", "-verify", "-data", data, "-in", answer)
        trusted = ("-CAfile", self.folder / "ca.pem", "-untrusted", self.folder / "tsa.pem")
        done = subprocess.run((*command, *trusted), check=False, capture_output=True, timeout=30)
        return done.returncode == 0

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address at which this authority answers."""

        def answer(_path: str, body: bytes) -> tuple[int, str, bytes]:
            return 200, "application/timestamp-reply", self.reply(body)

        with serving(answer) as address:
            yield address


def make_authority(
    folder: Path, *, marked: bool = True, strong: bool = True, usage: bool = True
) -> TestAuthority:
    """Make a CA and a time-stamping unit in ``folder``. Skips the test where there is no openssl.

    Not ``marked``: without the words TEST ONLY, to play a real authority. Not ``usage``: the certificate of
    the unit is not made for time-stamps. Not ``strong``: an RSA key of 2048 bits instead of P-256.
    """
    if shutil.which("openssl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("openssl is not installed")
        pytest.skip("openssl is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    root = ec.generate_private_key(ec.SECP256R1())
    unit: Key = (
        ec.generate_private_key(ec.SECP256R1())
        if strong
        else rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    mark = "TEST ONLY " if marked else "Played "
    root_name, unit_name = _name(f"{mark}root"), _name(f"{mark}time-stamps")
    ca = _certificate(root_name, root_name, root.public_key(), 1)
    ca = ca.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    leaf = _certificate(unit_name, root_name, unit.public_key(), 2)
    purpose = ExtendedKeyUsageOID.TIME_STAMPING if usage else ExtendedKeyUsageOID.EMAIL_PROTECTION
    leaf = leaf.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    signed = leaf.sign(root, hashes.SHA256())
    (folder / "ca.pem").write_bytes(ca.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
    (folder / "tsa.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    (folder / "tsa.key").write_bytes(unit.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
    return TestAuthority(folder, signed.fingerprint(hashes.SHA256()).hex())


SHA256 = der.element(der.SEQUENCE, der.element(der.OID, bytes.fromhex("608648016503040201")))
TST_INFO = der.element(der.OID, bytes.fromhex("2a864886f70d0109100104"))
POLICY = der.element(der.OID, bytes.fromhex("2b06010401eb42"))


def made_by_hand(folder: Path, request: bytes, at: datetime) -> bytes:
    """A reply with any time, made from its parts (RFC 3161, RFC 5652)."""
    asked = der.read_one(request).children()
    asked.take(der.INTEGER)
    imprint = asked.take(der.SEQUENCE).whole
    nonce = asked.take(der.INTEGER).whole
    certificate = x509.load_pem_x509_certificate((folder / "tsa.pem").read_bytes())
    key = load_pem_private_key((folder / "tsa.key").read_bytes(), None)
    stated = der.element(der.GENERALIZED_TIME, at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())
    serial = der.integer(int(at.timestamp()))
    info = der.element(der.SEQUENCE, der.integer(1), POLICY, imprint, serial, stated, nonce)
    named = der.element(der.OCTET_STRING, certificate.fingerprint(hashes.SHA256()))
    ours = der.element(der.SEQUENCE, der.element(der.SEQUENCE, der.element(der.SEQUENCE, named)))
    digest = der.element(der.OCTET_STRING, hashlib.sha256(info).digest())
    attributes = [
        _attribute("2a864886f70d010903", TST_INFO),
        _attribute("2a864886f70d010904", digest),
        _attribute("2a864886f70d010910022f", ours),
    ]
    signed = b"".join(sorted(attributes))
    message = der.element(der.SET, signed)
    match key:
        case ec.EllipticCurvePrivateKey():
            signature = key.sign(message, ec.ECDSA(hashes.SHA256()))
            algorithm = der.element(der.SEQUENCE, der.element(der.OID, bytes.fromhex("2a8648ce3d040302")))
        case rsa.RSAPrivateKey():
            signature = key.sign(message, padding.PKCS1v15(), hashes.SHA256())
            rsa_id = der.element(der.OID, bytes.fromhex("2a864886f70d010101"))
            algorithm = der.element(der.SEQUENCE, rsa_id, der.element(der.NULL))
        case _:
            raise AssertionError("another kind of key")
    issuer = der.element(
        der.SEQUENCE, certificate.issuer.public_bytes(), der.integer(certificate.serial_number)
    )
    signer = der.element(
        der.SEQUENCE, der.integer(1), issuer, SHA256, der.element(0xA0, signed), algorithm,
        der.element(der.OCTET_STRING, signature),
    )  # fmt: skip
    content = der.element(der.SEQUENCE, TST_INFO, der.element(0xA0, der.element(der.OCTET_STRING, info)))
    beside = der.element(0xA0, certificate.public_bytes(Encoding.DER))
    whole = der.element(
        der.SEQUENCE, der.integer(3), der.element(der.SET, SHA256), content, beside,
        der.element(der.SET, signer),
    )  # fmt: skip
    token = der.element(
        der.SEQUENCE, der.element(der.OID, bytes.fromhex("2a864886f70d010702")), der.element(0xA0, whole)
    )
    return der.element(der.SEQUENCE, der.element(der.SEQUENCE, der.integer(0)), token)


def _attribute(kind: str, value: bytes) -> bytes:
    return der.element(der.SEQUENCE, der.element(der.OID, bytes.fromhex(kind)), der.element(der.SET, value))


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    number: int,
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(issuer, subject, key, number, FROM, UNTIL)


Handler = Callable[[str, bytes], tuple[int, str, bytes]]
"""What answers a POST: from path and content to status, media type, content."""


@contextmanager
def serving(handler: Handler) -> Iterator[str]:
    """Answer POSTs on a free port of this machine; gives the address."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status, media_type, body = handler(self.path, content)
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            if 300 <= status < 400:
                self.send_header("Location", body.decode())
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
