"""Settings that may not stand together, and secrets that others can read: seen before anything starts (F70).

`dangers` refuse a start, every one of them named at once; `doubts` are said and left to the operator. Files
are looked at and never changed. Law: UU 27/2022 art. 35 (measures fit for the risk).
"""

from __future__ import annotations

import ipaddress
import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from ppid.settings import DEFAULTS, Settings

#: Settings that name a file with a secret, and whether the program makes it at its first start.
SECRET_FILES = {
    "PPID_MASTER_KEY_FILE": True,
    "PPID_OIDC_CLIENT_SECRET_FILE": False,
    "PPID_SMTP_PASSWORD_FILE": False,
}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SQLITE = "sqlite:///"


def secret_problems(environment: Mapping[str, str]) -> list[str]:
    """What is wrong with the files of secrets that the environment names, however wrong the rest of it is."""
    found = []
    for name, is_made in SECRET_FILES.items():
        written = environment.get(name, "").strip() or DEFAULTS[name]
        if written:
            found += _secret(name, Path(written), is_made=is_made)
    return found


def dangers(settings: Settings) -> list[str]:
    """Why this installation must not start."""
    return [*_at_an_address(settings), *_open_files(settings)]


def doubts(settings: Settings) -> list[str]:
    """What may be right, and mostly is not."""
    found = []
    if is_public(settings) and not settings.proxies:
        found.append(
            "PPID_PROXIES is 0: whoever stands in front and seals the connection counts as the one source "
            "of every visitor, so that limits meet all of them together. Name how many proxies there are."
        )
    if settings.demo and not _is_loopback(settings.host):
        found.append("The demo listens beyond this machine, and its passwords are printed in its manual.")
    database = _sqlite_file(settings)
    if (
        database is not None
        and not settings.demo
        and settings.erased_file.resolve().parent == database.resolve().parent
    ):
        found.append(
            f"PPID_ERASED_FILE lies beside the database ({settings.erased_file.parent}): a backup of that "
            "folder would bring erased people back when it is restored. Keep the list elsewhere."
        )
    return found


def is_public(settings: Settings) -> bool:
    """Whether others than the person at this machine are meant to come here."""
    url = urlsplit(settings.base_url)
    return url.scheme == "https" or not _is_loopback(url.hostname or "")


def _at_an_address(settings: Settings) -> list[str]:
    url = urlsplit(settings.base_url)
    found = []
    if url.scheme not in {"http", "https"} or not url.hostname or "@" in url.netloc or url.query:
        found.append("PPID_BASE_URL is the public address, such as https://ppid.example.go.id.")
    elif url.scheme == "http" and not _is_loopback(url.hostname):
        found.append(
            f"PPID_BASE_URL is {url.scheme}://{url.netloc}: passwords and codes would travel in the open. "
            "Put a proxy with a certificate in front and name its address with https://."
        )
    if is_public(settings) and settings.demo:
        found.append("PPID_DEMO is 1 at a public address: everybody knows the demo's passwords. Set it to 0.")
    if is_public(settings) and not settings.second_factor:
        found.append(
            "PPID_SECOND_FACTOR is 0 at a public address: one guessed password would open the register. "
            "Leave it empty, or set it to 1."
        )
    return found


def _open_files(settings: Settings) -> list[str]:
    found = []
    database = _sqlite_file(settings)
    beside = [] if database is None else sorted(database.parent.glob(f"{database.stem}*{database.suffix}*"))
    places = [*beside, settings.files, settings.signer_dir]
    for place in places:
        try:
            mode = place.stat().st_mode
        except OSError:
            continue
        if mode & stat.S_IRWXO:
            wanted = "700" if stat.S_ISDIR(mode) else "600"
            found.append(f"{place} is open to every user of this machine. Run: chmod {wanted} {place}")
    if settings.signer_dir.is_dir():
        keys = (key for key in settings.signer_dir.iterdir() if key.is_file() and "key" in key.name)
        found += [
            problem for key in sorted(keys) for problem in _secret("The signer's key", key, is_made=True)
        ]
    return found


def _secret(name: str, path: Path, *, is_made: bool) -> list[str]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return [] if is_made else [f"{name}: there is no file {path}."]
    except OSError as unreadable:
        return [f"{name}: {path} cannot be reached ({type(unreadable).__name__})."]
    if not stat.S_ISREG(status.st_mode):
        return [f"{name}: {path} is no file."]
    found = []
    if status.st_mode & _OTHERS:
        shown = stat.filemode(status.st_mode)
        found.append(f"{name}: {path} can be read by others ({shown}). Run: chmod 600 {path}")
    try:
        with path.open("rb") as file:
            if not file.read(1):
                found.append(f"{name}: {path} is empty.")
    except OSError as unreadable:
        found.append(f"{name}: {path} cannot be read ({type(unreadable).__name__}).")
    return found


def _sqlite_file(settings: Settings) -> Path | None:
    url = settings.database_url
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
