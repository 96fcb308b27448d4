"""What the operator says of the services around this one: mail, single sign-on, the scanner of malware."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

DEFAULTS: dict[str, str] = {
    "PPID_OIDC_ISSUER": "",
    "PPID_OIDC_NAME": "",
    "PPID_OIDC_CLIENT_ID": "",
    "PPID_OIDC_CLIENT_SECRET_FILE": "",
    "PPID_SMTP_URL": "",
    "PPID_SMTP_PASSWORD_FILE": "",
    "PPID_MAIL_FROM": "",
    "PPID_CLAMD": "",
    "PPID_FILES_URL": "",
    "PPID_PRIVATE_HOSTS": "",
}
HELP: dict[str, str] = {
    "PPID_OIDC_ISSUER": "The OpenID Connect provider officers may sign in with, as https://…; "
    "empty offers none.",
    "PPID_OIDC_NAME": "What the button calls that provider; empty takes its host.",
    "PPID_OIDC_CLIENT_ID": "The name this system has at the provider.",
    "PPID_OIDC_CLIENT_SECRET_FILE": "The file with the secret shared with the provider, "
    "readable by its owner alone.",
    "PPID_SMTP_URL": "The mail server: smtp://host:25, smtp+starttls://name@host:587 or "
    "smtps://name@host:465; empty sends no mail.",
    "PPID_SMTP_PASSWORD_FILE": "The file with the mail server's password, readable by its owner alone.",
    "PPID_MAIL_FROM": "The address mail comes from; needed with PPID_SMTP_URL.",
    "PPID_CLAMD": "The malware scanner: unix:/run/clamav/clamd.ctl or tcp://host:3310; "
    "empty leaves files marked as not yet scanned.",
    "PPID_FILES_URL": "A second public address of this server that carries no cookies and hands out files; "
    "empty uses the first.",
    "PPID_PRIVATE_HOSTS": "Hosts this system may call although their address is private, "
    "such as an authority of time inside the office; spaces between.",
}
SMTP_SCHEMES = ("smtp", "smtp+starttls", "smtps")


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """An OpenID Connect provider."""

    issuer: str
    name: str
    client_id: str
    secret_file: Path


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server. ``scheme`` says how the connection is sealed; ``user`` is "" for none."""

    scheme: str
    host: str
    port: int
    user: str
    password_file: Path | None
    sender: str


@dataclass(frozen=True, slots=True)
class Outside:
    """The services around this one; None where there is none."""

    single_sign_on: SingleSignOn | None = None
    mail: MailServer | None = None
    clamd: str = ""
    files_url: str = ""
    private_hosts: frozenset[str] = frozenset()


def read(values: Mapping[str, str], problems: list[str]) -> Outside:
    """Read the settings of the services around; every problem is added to ``problems``."""
    return Outside(
        single_sign_on=_single_sign_on(values, problems),
        mail=_mail(values, problems),
        clamd=_scanner(values["PPID_CLAMD"], problems),
        files_url=_files_url(values["PPID_FILES_URL"], problems),
        private_hosts=frozenset(values["PPID_PRIVATE_HOSTS"].lower().split()),
    )


def _single_sign_on(values: Mapping[str, str], problems: list[str]) -> SingleSignOn | None:
    names = ("PPID_OIDC_ISSUER", "PPID_OIDC_CLIENT_ID", "PPID_OIDC_CLIENT_SECRET_FILE")
    if not any(values[name] for name in (*names, "PPID_OIDC_NAME")):
        return None
    if missing := [name for name in names if not values[name]]:
        problems.append(f"Single sign-on also needs {', '.join(missing)}.")
        return None
    issuer = values["PPID_OIDC_ISSUER"].rstrip("/")
    split = _split("PPID_OIDC_ISSUER", issuer, problems)
    loopback = split is not None and split.hostname in {"127.0.0.1", "::1", "localhost"}
    if split is None or not (split.scheme == "https" or (split.scheme == "http" and loopback)):
        problems.append("PPID_OIDC_ISSUER begins with https://.")
        return None
    name = values["PPID_OIDC_NAME"] or (split.hostname or "")
    return SingleSignOn(
        issuer, name, values["PPID_OIDC_CLIENT_ID"], Path(values["PPID_OIDC_CLIENT_SECRET_FILE"])
    )


def _mail(values: Mapping[str, str], problems: list[str]) -> MailServer | None:
    url = values["PPID_SMTP_URL"]
    if not url:
        return None
    split = _split("PPID_SMTP_URL", url, problems)
    if split is None or split.scheme not in SMTP_SCHEMES or not split.hostname:
        problems.append("PPID_SMTP_URL is smtp://host:25, smtp+starttls://host:587 or smtps://host:465.")
        return None
    if split.password:
        problems.append(
            "PPID_SMTP_URL holds a password. Put it into a file and name it PPID_SMTP_PASSWORD_FILE."
        )
    sender = values["PPID_MAIL_FROM"]
    if "@" not in sender or any(c.isspace() for c in sender):
        problems.append("PPID_MAIL_FROM is the address that mail comes from, such as ppid@example.go.id.")
    if bool(split.username) != bool(values["PPID_SMTP_PASSWORD_FILE"]):
        problems.append(
            "A mail server wants both a name in PPID_SMTP_URL and PPID_SMTP_PASSWORD_FILE, or neither."
        )
    password = values["PPID_SMTP_PASSWORD_FILE"]
    port = split.port or {"smtp": 25, "smtp+starttls": 587, "smtps": 465}[split.scheme]
    return MailServer(
        split.scheme, split.hostname, port, split.username or "", Path(password) if password else None, sender
    )


def _scanner(text: str, problems: list[str]) -> str:
    if not text:
        return ""
    split = _split("PPID_CLAMD", text, problems)
    fits = split is not None and (
        (split.scheme == "unix" and split.path.startswith("/") and not split.netloc)
        or (split.scheme == "tcp" and split.hostname and split.port)
    )
    if not fits:
        problems.append("PPID_CLAMD is unix:/path/of/socket or tcp://host:port.")
    return text


def _files_url(text: str, problems: list[str]) -> str:
    if text and not text.startswith(("https://", "http://")):
        problems.append("PPID_FILES_URL begins with https://.")
    return text.rstrip("/")


def _split(name: str, text: str, problems: list[str]) -> SplitResult | None:
    try:
        split = urlsplit(text)
        _ = split.port
    except ValueError:
        problems.append(f"{name} is no address.")
        return None
    return split
