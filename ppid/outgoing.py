"""One request to another server, which cannot be turned against the office's own network.

The name is looked up once, every address it has is judged, and the connection goes to an address that was
judged: a name that answers differently the second time gains nothing. Redirects are handed back, not
followed; proxies of the environment are not asked; no cookie is sent; time and size have an end however the
other side behaves. A host inside the office is called only where the operator named it (PPID_PRIVATE_HOSTS).
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Self, TypeAlias
from urllib.parse import SplitResult, urlsplit

TIMEOUT_S = 20.0
MOST_BYTES = 64 * 1024
MOST_HEADER_BYTES = 32 * 1024
LONGEST_ADDRESS = 4096

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Look up a name: host and port to the addresses it has, as text. Raises OSError."""

_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "192.0.0.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "240.0.0.0/4",
            "::/96",  # IPv4 written as IPv6, as it was first meant
            "100::/64",
            "2001::/23",  # Teredo and other tunnels
            "2002::/16",  # 6to4
        ),
    )
)
# Said here because Python's own list (`is_global`) grew with its versions.
_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        (
            "100.64.0.0/10",
            "198.18.0.0/15",
            "64:ff9b:1::/48",  # translation inside one network
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fec0::/10",
        ),
    )
)
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # how a network without IPv4 names every IPv4 address
_ISATAP = {0x00005EFE, 0x02005EFE}
_LOW_32 = 0xFFFFFFFF


class AddressError(ValueError):
    """This is no address to send anything to. The sentence is fit to show to an operator."""


class PrivateAddressError(AddressError):
    """The host lies inside a network that is nobody else's to reach, and the operator did not name it."""


class UnreachableError(Exception):
    """The other side did not answer as it should; nothing can be said about what it thinks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers by lower-case name, content."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The kind of content, without parameters and in lower case; "" where nothing is said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(slots=True)
class _Deadline:
    """Hangs up when time is over. The time-out of a socket starts anew with each byte; this one does not."""

    seconds: float
    passed: bool = False
    socket: socket.socket | None = None
    _timer: threading.Timer = field(init=False)

    def __enter__(self) -> Self:
        self._timer = threading.Timer(self.seconds, self._hang_up)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _hang_up(self) -> None:
        self.passed = True
        with suppress(OSError):
            if self.socket is not None:
                self.socket.shutdown(socket.SHUT_RDWR)

    def check(self) -> None:
        """Raise TimeoutError when time is over: what was read until then may be half of it."""
        if self.passed:
            raise TimeoutError


def check_address(url: str, private_hosts: Collection[str] = ()) -> SplitResult:
    """Split an address that may be sent to, as far as its letters tell. Raises AddressError.

    ``private_hosts`` are written ``host`` or ``host:port``. Only those may be asked without TLS, at another
    port than 443, or at a private address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise AddressError("This is not an address of the web.") from wrong
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AddressError("An address starts with https:// and names a host.")
    if len(url) > LONGEST_ADDRESS or any(c <= " " or c > "~" or c == "\\" for c in url):
        raise AddressError("An address holds no spaces, no \\ and no letters beyond ASCII.")
    if "@" in parts.netloc or parts.fragment or parts.netloc.endswith(":"):
        raise AddressError("An address holds no sign-in name and no #.")
    _check_host(parts.hostname, bracketed=parts.netloc.startswith("["))
    if not _named(parts, private_hosts):
        if parts.scheme != "https":
            raise AddressError(f"{parts.hostname} is asked over https only.")
        if port not in {None, http.client.HTTPS_PORT}:
            raise AddressError(
                f"{parts.hostname} is asked at port 443 only, unless PPID_PRIVATE_HOSTS names it."
            )
    return parts


def fetch(  # noqa: PLR0913 - a request has these parts
    method: Literal["GET", "POST"],
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] = _NO_HEADERS,
    private_hosts: Collection[str] = (),
    timeout: float = TIMEOUT_S,
    most: int = MOST_BYTES,
    resolve: Resolve | None = None,
) -> Answer:
    """Send one request and return what comes back, whatever its status; a redirect is an answer too.

    Raises AddressError for an address that must not be asked, UnreachableError where no whole answer of at
    most ``most`` bytes came within ``timeout`` seconds.
    """
    parts = check_address(url, private_hosts)
    try:
        with _Deadline(timeout) as deadline:
            addresses = _addresses(parts, private_hosts, timeout, resolve or look_up)
            deadline.check()
            answer = _ask(_Line(parts, addresses, timeout, deadline), method, body, headers, most)
            deadline.check()
    except (OSError, http.client.HTTPException, ValueError) as failed:
        if isinstance(failed, AddressError):
            raise
        raise UnreachableError(f"No answer from {parts.hostname} ({type(failed).__name__}).") from failed
    if len(answer.body) > most:
        raise UnreachableError(f"The answer from {parts.hostname} is longer than any answer should be.")
    return answer


def judge(text: str, *, named: bool) -> Address:
    """Return the address that ``text`` is, if a connection may go there. Raises PrivateAddressError.

    ``named``: the operator named the host, so it may be private or this machine itself; addresses that belong
    to the network's own machinery (link-local, multicast, unspecified, reserved) are refused all the same.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    for form in _forms(address):
        machinery = form.is_link_local or form.is_multicast or form.is_unspecified or _among(form, _NEVER)
        if machinery and not form.is_loopback:
            raise PrivateAddressError("The host has an address that no server has.")
        if not named and (form.is_loopback or not form.is_global or _among(form, _PRIVATE)):
            raise PrivateAddressError(
                "The host has a private address, and PPID_PRIVATE_HOSTS does not name it."
            )
    return address


def _among(address: Address, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def look_up(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


# The address ---------------------------------------------------------------------------------------------


def _check_host(host: str, *, bracketed: bool) -> None:
    if bracketed:
        try:
            ipaddress.IPv6Address(host)
        except ValueError as wrong:
            raise AddressError("The host is no IPv6 address.") from wrong
        if "%" in host:
            raise AddressError("The host is no IPv6 address.")
        return
    if not _NAME.fullmatch(host):
        raise AddressError("The host is no name: letters, digits, hyphens and dots between.")
    if _NUMBER.fullmatch(
        host.rpartition(".")[2]
    ):  # 2130706433, 0x7f.1 and 0177.0.0.1 are addresses in disguise
        try:
            ipaddress.IPv4Address(host)
        except ValueError as wrong:
            raise AddressError("The host is a number and no IPv4 address in its usual form.") from wrong


def _named(parts: SplitResult, private_hosts: Collection[str]) -> bool:
    host = parts.hostname or ""
    written = f"[{host}]" if ":" in host else host
    port = parts.port or (http.client.HTTPS_PORT if parts.scheme == "https" else http.client.HTTP_PORT)
    named = {name.lower() for name in private_hosts}
    return not named.isdisjoint({host, written, f"{written}:{port}"})


def _forms(address: Address) -> list[Address]:
    """The address, or the IPv4 address that it really leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    inner = ipaddress.IPv4Address(int(address) & _LOW_32)
    if address in _TRANSLATED:
        return [inner]
    if (int(address) >> 32) & _LOW_32 in _ISATAP:
        return [address, inner]
    return [address]


def _addresses(
    parts: SplitResult, private_hosts: Collection[str], seconds: float, resolve: Resolve
) -> list[Address]:
    """Every address of the host, looked up once; one that is not allowed spoils them all."""
    host, port = parts.hostname or "", parts.port or 0
    found: list[str] = []
    failed: list[OSError] = []

    def look() -> None:
        try:
            found.extend(resolve(host, port))
        except OSError as problem:
            failed.append(problem)
        except UnicodeError as problem:
            failed.append(OSError(str(problem)))

    # The system's own look-up cannot be given a time.
    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(seconds)
    if failed:
        raise failed[0]
    if looking.is_alive() or not found:
        raise TimeoutError
    named = _named(parts, private_hosts)
    return [judge(text, named=named) for text in found]


# The connection ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a request goes: the name it is for, the addresses that were judged, and until when."""

    parts: SplitResult
    addresses: list[Address]
    seconds: float
    deadline: _Deadline

    def open(self) -> socket.socket:
        """Connect to the first address that answers; with TLS the certificate must be the host's."""
        secure = self.parts.scheme == "https"
        port = self.parts.port or (http.client.HTTPS_PORT if secure else http.client.HTTP_PORT)
        sock = self._connected(port)
        self.deadline.socket = sock
        self.deadline.check()
        if secure:
            context = ssl.create_default_context()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            sealed = context.wrap_socket(
                sock, server_hostname=self.parts.hostname, do_handshake_on_connect=False
            )
            self.deadline.socket = sock = sealed
            sealed.do_handshake()
        return sock

    def _connected(self, port: int) -> socket.socket:
        problem: OSError = TimeoutError()
        for address in self.addresses:
            self.deadline.check()
            try:
                return socket.create_connection(
                    (str(address), port), timeout=self.seconds / len(self.addresses)
                )
            except OSError as failed:
                problem = failed
        raise problem


def _ask(line: _Line, method: str, body: bytes, headers: Mapping[str, str], most: int) -> Answer:
    parts = line.parts
    secure = parts.scheme == "https"
    # Given for the Host header alone; the socket below is the one that was judged.
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(
        f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or "", parts.port
    )
    sent = {"Accept-Encoding": "identity", **headers, "Connection": "close"}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.sock = line.open()
        connection.sock.settimeout(line.seconds)
        connection.request(method, target, body if method == "POST" else None, sent)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        if sum(len(name) + len(value) for name, value in response.getheaders()) > MOST_HEADER_BYTES:
            raise http.client.HTTPException
        content = response.read(most + 1)
        if response.length and len(content) <= most:
            raise http.client.IncompleteRead(content, response.length)
        return Answer(response.status, MappingProxyType(found), content)
    finally:
        connection.close()
        if line.deadline.socket is not None:  # when it failed before it was the connection's
            line.deadline.socket.close()
