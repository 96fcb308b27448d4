"""Requests to other servers reach nothing inside the office (F56)."""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ppid.outgoing import (
    AddressError,
    PrivateAddressError,
    Resolve,
    UnreachableError,
    check_address,
    fetch,
    judge,
)

HERE = "127.0.0.1"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nok"


def answering(*addresses: str) -> Resolve:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return resolve


def whole_question(line: socket.socket) -> bytes:
    """Read a request with its body, which may follow in a packet of its own."""
    asked = b""
    while part := line.recv(65536):
        asked += part
        head, ended, body = asked.partition(b"\r\n\r\n")
        length = re.search(rb"\r\nContent-Length: (\d+)", head)
        if ended and len(body) >= (int(length[1]) if length else 0):
            break
    return asked


class Server:
    """Counts who connects, keeps what was asked, and sends ``reply`` to each."""

    def __init__(self, listening: socket.socket, reply: bytes, context: ssl.SSLContext | None) -> None:
        self.port: int = listening.getsockname()[1]
        self.asked: list[bytes] = []
        self.names: list[str | None] = []
        self._listening, self._reply, self._context = listening, reply, context

    def serve(self) -> None:
        """Answer until the listening socket is closed."""
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(10)
                line = (
                    self._context.wrap_socket(connection, server_side=True) if self._context else connection
                )
                self.asked.append(whole_question(line))
                line.sendall(self._reply)
                if line is not connection:
                    line.close()


@contextmanager
def serving(
    reply: bytes = OK, at: str = HERE, port: int = 0, context: ssl.SSLContext | None = None
) -> Iterator[Server]:
    listening = socket.create_server((at, port))
    server = Server(listening, reply, context)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)


PRIVATE = """
    127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 100.127.255.255 192.0.0.8 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
    ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::a00:1 100::1 2001::1 2001:db8::1
    2002:7f00:1::1 2002:a00:1::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1
    2620:0:2d0:200:0:5efe:a00:1
"""
PUBLIC = "93.184.215.14 8.8.8.8 2620:0:2d0:200::7 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_F56_an_address_inside_is_refused_however_it_is_written(address: str) -> None:
    with pytest.raises(PrivateAddressError):
        judge(address, named=False)
    with pytest.raises(PrivateAddressError):
        fetch("GET", "https://tsa.example/", resolve=answering(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_of_the_internet_is_not_refused(address: str) -> None:
    assert judge(address, named=False) == ip_address(address)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:169.254.169.254", "0.0.0.1", "224.0.0.1", "fe80::1"]
)
def test_F56_naming_a_host_opens_the_office_and_not_the_machinery_of_its_network(address: str) -> None:
    assert judge("10.1.2.3", named=True).is_private
    assert judge("fd12::1", named=True).is_private
    with pytest.raises(PrivateAddressError):
        fetch("GET", "https://tsa.internal/", private_hosts={"tsa.internal"}, resolve=answering(address))


def test_F56_one_private_address_among_public_ones_spoils_the_name() -> None:
    with serving() as server, pytest.raises(PrivateAddressError):
        fetch(
            "GET",
            f"https://tsa.example/{server.port}",
            resolve=answering("2620:0:2d0:200::7", HERE),
        )
    assert server.asked == []


def test_F56_a_name_that_answers_differently_the_second_time_gains_nothing() -> None:
    """Rebinding: the connection goes to the address that was judged, and the name is asked once."""
    answers = iter((["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]))
    asked: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    with serving() as judged, serving(at="127.0.0.2", port=judged.port) as other:
        url = f"http://office.test:{judged.port}/x"
        assert fetch("GET", url, private_hosts={"office.test"}, resolve=resolve).body == b"ok"
        assert (len(judged.asked), other.asked, asked) == (1, [], ["office.test"])
    assert judged.asked[0].startswith(f"GET /x HTTP/1.1\r\nHost: office.test:{judged.port}\r\n".encode())


WRONG = [
    "http://tsa.example/",  # no TLS, and not named
    "https://tsa.example:8443/",
    "https://tsa.example:22/",
    "https://user@tsa.example/",
    "https://user:word@tsa.example/",
    "https://tsa.example@127.0.0.1/",
    "https://@tsa.example/",
    "https://127.0.0.1\\@tsa.example/",
    "https://tsa.example\\.evil.example/",
    "https://tsa.example:/",
    "https://tsa.example:99999/",
    "https://tsa.example:-1/",
    "https://tsa.example/#part",
    "https://tsa.example/a b",
    "https://tsa.example/\r\nHost: evil",
    "https://tsa.example/\x00",
    "https://tsa.example./",
    "https://127.0.0.1./",
    "https://localhost./",
    "https://.tsa.example/",
    "https://tsa..example/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://127.0.0.01/",
    "https://1.2.3.4.5/",
    "https://tsa.0x7f/",
    "https://%31%32%37.0.0.1/",
    "https://127。0。0。1/",
    "https://①②⑦.0.0.1/",
    "https://[::1/",
    "https://[::1%25lo]/",
    "https://[fe80::1%eth0]/",
    "https://[127.0.0.1]/",
    "https://[v1.x]/",
    "https:///path",
    "https:tsa.example",
    "//tsa.example/",
    "ftp://tsa.example/",
    "file:///etc/passwd",
    "gopher://tsa.example/",
    "unix:/run/x",
    "data:text/plain,x",
    "",
    "x",
    "https://" + "a" * 64 + ".example/",
    "https://tsa.example/" + "a" * 5000,
]


@pytest.mark.parametrize("url", WRONG)
def test_F56_what_is_no_plain_address_is_refused_before_anything_is_looked_up(url: str) -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise AssertionError("nothing is looked up")

    with pytest.raises(AddressError):
        fetch("GET", url, resolve=resolve)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://LOCALHOST/",
    ],
)
def test_F56_this_machine_is_refused_under_each_of_its_names(url: str) -> None:
    with pytest.raises(PrivateAddressError):
        fetch("GET", url)


def test_a_host_is_named_with_or_without_its_port_and_in_any_case() -> None:
    for named in ("tsa.internal", "tsa.internal:8443", "TSA.internal"):
        assert check_address("https://tsa.internal:8443/tsr", {named}).port == 8443
    for other in ("tsa.internal:443", "internal", "evil-tsa.internal"):
        with pytest.raises(AddressError):
            check_address("https://tsa.internal:8443/tsr", {other})
    for named in ("::1", "[::1]", "[::1]:8443"):
        assert check_address("https://[::1]:8443/", {named}).hostname == "::1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_F56_a_redirect_is_an_answer_and_is_not_followed(status: int) -> None:
    with serving() as inside:
        place = f"http://127.0.0.1:{inside.port}/admin"
        reply = f"HTTP/1.1 {status} Go\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(reply) as server:
            answer = fetch("GET", f"http://127.0.0.1:{server.port}/", private_hosts={HERE})
        assert (answer.status, answer.headers["location"]) == (status, place)
        assert inside.asked == []


def test_F56_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy, serving() as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        fetch("GET", f"http://127.0.0.1:{server.port}/", private_hosts={HERE})
        assert (len(server.asked), proxy.asked) == (1, [])


def test_what_is_sent_and_what_comes_back() -> None:
    with serving() as server:
        answer = fetch(
            "POST",
            f"http://127.0.0.1:{server.port}/tsr?a=1",
            body=b"question",
            headers={"Content-Type": "application/timestamp-query"},
            private_hosts={HERE},
        )
    assert (answer.status, answer.media_type, answer.body) == (200, "text/plain", b"ok")
    head, _, body = server.asked[0].partition(b"\r\n\r\n")
    assert body == b"question"
    assert head.startswith(b"POST /tsr?a=1 HTTP/1.1\r\n")
    assert b"Content-Length: 8" in head
    assert b"Connection: close" in head
    assert not any(name in head.lower() for name in (b"cookie", b"user-agent", b"authorization"))


@pytest.mark.parametrize("header", [{"X": "a\r\nY: b"}, {"X\r\nY": "b"}, {"X": "a\nY: b"}])
def test_F19_no_value_makes_a_header_of_its_own(header: dict[str, str]) -> None:
    with serving() as server, pytest.raises(UnreachableError):
        fetch("GET", f"http://127.0.0.1:{server.port}/", headers=header, private_hosts={HERE})
    assert not any(b"Y: b" in asked for asked in server.asked)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70000,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70000,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 40000 + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 xxx OK\r\n\r\n",
    ],
)
def test_a_broken_or_endless_answer_is_none(reply: bytes) -> None:
    with serving(reply) as server, pytest.raises(UnreachableError):
        fetch("GET", f"http://127.0.0.1:{server.port}/", private_hosts={HERE})


def dripping(connection: socket.socket, stop: Event) -> None:
    with connection, suppress(OSError):
        while not stop.wait(0.02):
            connection.sendall(b"H")


def silent(connection: socket.socket, stop: Event) -> None:
    with connection:
        stop.wait(10)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("behave", [dripping, silent])
def test_who_answers_too_slowly_is_given_up(
    behave: Callable[[socket.socket, Event], None], scheme: str
) -> None:
    """With TLS as well: the handshake counts."""
    stop = Event()
    with socket.create_server((HERE, 0)) as server:
        thread = Thread(target=lambda: behave(server.accept()[0], stop), daemon=True)
        thread.start()
        with pytest.raises(UnreachableError):
            fetch("GET", f"{scheme}://{HERE}:{server.getsockname()[1]}/", private_hosts={HERE}, timeout=0.4)
        stop.set()
        thread.join(timeout=5)


def test_a_name_that_is_not_answered_in_time_is_given_up() -> None:
    stop = Event()

    def resolve(_host: str, _port: int) -> Sequence[str]:
        stop.wait(10)
        return []

    with pytest.raises(UnreachableError):
        fetch("GET", "https://tsa.example/", timeout=0.2, resolve=resolve)
    stop.set()


@pytest.mark.parametrize("problem", [socket.gaierror(-2, "unknown"), UnicodeError("label too long")])
def test_a_name_that_nobody_knows_is_unreachable(problem: Exception) -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise problem

    with pytest.raises(UnreachableError, match=r"tsa\.example"):
        fetch("GET", "https://tsa.example/", resolve=resolve)


# TLS: the name in the certificate is the host's, although the address was chosen here -----------------------


def certificate(folder: Path, *names: str) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TEST ONLY")])
    now = datetime.now(UTC)
    others = [x509.IPAddress(ip_address(each)) if each[0].isdigit() else x509.DNSName(each) for each in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(others), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    whole = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    whole.write_bytes(private + public)
    (folder / "ca.pem").write_bytes(public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context


def test_the_certificate_is_the_one_of_the_name_and_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = certificate(tmp_path, "office.test")
    said: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: said.append(name)
    with serving(context=context) as server:
        named = {"office.test", "other.test"}

        def ask(host: str) -> int:
            url = f"https://{host}:{server.port}/"
            return fetch("GET", url, private_hosts=named, resolve=answering(HERE)).status

        with pytest.raises(UnreachableError, match="CertVerification"):
            ask("office.test")  # signed by nobody we know
        monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert ask("office.test") == 200
        with pytest.raises(UnreachableError, match="CertVerification"):
            ask("other.test")
    assert said == ["office.test", "office.test", "other.test"]
