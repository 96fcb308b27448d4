"""A real mail server on a port of its own, with moods, and a world that is told of it."""

from __future__ import annotations

import socket
import ssl
from asyncio import WriteTransport
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ppid.outside import MailServer, Outside
from tests.web.world import World, app_of
from web.mailing.outbox import Outbox
from web.mailing.postman import Postman, Round

SENDER = "ppid@polda-x.example"
USER, PASSWORD = "ppid", "rahasia-server-surel"


@dataclass
class Box:
    """What a mail server took, and how it answers: a code and words for each step, or a cut line."""

    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    on_recipient: str = ""
    on_sender: str = ""
    on_data: str = ""
    #: Takes the next mail and dies before it says so.
    dies_after_data: int = 0

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse who sends."""
        if self.on_sender:
            return self.on_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse who reads."""
        if self.on_recipient:
            return self.on_recipient
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take the mail, refuse it, or take it and die."""
        if self.on_data:
            return self.on_data
        content = envelope.original_content or b""
        self.taken.append(message_from_bytes(content, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        if self.dies_after_data:
            self.dies_after_data -= 1
            assert isinstance(server.transport, WriteTransport)
            server.transport.abort()
        return "250 OK"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as trying:
        trying.bind(("127.0.0.1", 0))
        return int(trying.getsockname()[1])


@contextmanager
def serving(box: Box, port: int = 0, **options: object) -> Iterator[int]:
    """Run a mail server for ``box``; tell its port."""
    chosen = port or free_port()
    controller = Controller(box, hostname="127.0.0.1", port=chosen, **options)  # type: ignore[arg-type]
    controller.start()
    try:
        yield chosen
    finally:
        controller.stop()


def sign_in(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: object) -> AuthResult:
    """Take the one name and password there is."""
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right)


def certificate(folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """Make a certificate that vouches for itself; return it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public, private


def sealed_by(public: Path, private: Path) -> ssl.SSLContext:
    """What a server seals with."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return context


def with_mail(world: World, port: int, scheme: str = "smtp", password: Path | None = None) -> World:
    """The same world, told of a mail server."""
    server = MailServer(scheme, "127.0.0.1", port, USER if password else "", password, SENDER)
    settings = replace(world.settings, outside=Outside(mail=server))
    old = world.services
    outbox = Outbox(old.state.database, old.vault, old.now, active=True)
    services = replace(old, settings=settings, outbox=outbox)
    return replace(world, services=services, settings=settings, app=app_of(services))


def post(world: World) -> Round:
    """Bring the lists up to date and empty the outbox once."""
    world.follow()
    return Postman(world.services).round()


def plain_of(message: EmailMessage) -> str:
    """What a mail says as text."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def page_of(message: EmailMessage) -> str:
    """What a mail says as HTML."""
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())
