"""The environment, read once into one frozen object. Every problem is named at once (F70)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ppid import outside
from ppid.outside import Outside

DEFAULTS: dict[str, str] = {
    "PPID_DATABASE_URL": "sqlite:///var/ppid.sqlite3",
    "PPID_OWNER_DATABASE_URL": "",
    "PPID_MASTER_KEY_FILE": "var/master.key",
    "PPID_FILES": "var/files",
    "PPID_HOST": "127.0.0.1",
    "PPID_PORT": "8080",
    "PPID_BASE_URL": "",
    "PPID_DEMO": "1",
    "PPID_THREADS": "8",
    "PPID_PROXIES": "0",
    "PPID_EMBEDDED_FOLLOWER": "1",
    "PPID_SIGNER": "",
    "PPID_SIGNER_DIR": "var/signer",
    "PPID_LOG_ORIGIN": "",
    "PPID_POLICY_FILE": "",
    "PPID_TSA": "",
    "PPID_SECOND_FACTOR": "",
    "PPID_ERASED_FILE": "var/erased.list",
    **outside.DEFAULTS,
}

HELP: dict[str, str] = {
    "PPID_DATABASE_URL": "Where the log is: sqlite:///path or postgresql://… as the application's own role.",
    "PPID_OWNER_DATABASE_URL": "PostgreSQL only: the owner's address, used by `ppid migrate` alone.",
    "PPID_MASTER_KEY_FILE": "The master key, readable by its owner alone; created on the first run.",
    "PPID_FILES": "The folder of encrypted attachments.",
    "PPID_HOST": "The address to listen on.",
    "PPID_PORT": "The port to listen on.",
    "PPID_BASE_URL": "The public address printed on letters, such as https://ppid.example.go.id.",
    "PPID_DEMO": "1 fills an empty store with a demo body; 0 starts empty.",
    "PPID_THREADS": "Web threads of `ppid run`.",
    "PPID_PROXIES": "How many reverse proxies stand in front and set X-Forwarded-*; 0 trusts none.",
    "PPID_EMBEDDED_FOLLOWER": "1 runs the follower inside the web process; 0 leaves it to `ppid follow`.",
    "PPID_SIGNER": "The socket of the signer of the sealed log; empty runs one as a child process.",
    "PPID_SIGNER_DIR": "The folder of the child's key and of what it signed; made on the first run.",
    "PPID_LOG_ORIGIN": "The name of the sealed log when it begins; "
    "empty takes the host of PPID_BASE_URL and `/log1`.",
    "PPID_POLICY_FILE": "The C2SP policy with the witnesses that confirm the daily seal; empty asks none.",
    "PPID_TSA": "Authorities of time for the daily seal, as `name=https://…` with spaces between; "
    "the policy pins each name.",
    "PPID_SECOND_FACTOR": "1 asks every officer for a second factor, 0 only those who set one up; "
    "empty asks all but in the demo.",
    "PPID_ERASED_FILE": "The list of erased people, applied at every start. "
    "Keep it apart from the database and its backups.",
    **outside.HELP,
}
OTHERS = frozenset(
    {
        "PPID_NEW_PASSWORD",
        "PPID_PG_BIN",
        "PPID_REQUIRE_BROWSER",
        "PPID_REQUIRE_CLAMD",
        "PPID_REQUIRE_GO",
        "PPID_REQUIRE_POSTGRES",
    }
)
HIGHEST_PORT = 65535
_ORIGIN = re.compile(r"(?:(?!https?:)[!#-*,-\[\]-~]+)?")


class SettingsError(Exception):
    """The settings contradict themselves or the world; ``problems`` names every one of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides. Never holds a secret itself, only where it lies."""

    database_url: str
    owner_database_url: str
    master_key_file: Path
    files: Path
    host: str
    port: int
    base_url: str
    demo: bool
    threads: int
    proxies: int
    embedded_follower: bool
    signer: Path | None
    signer_dir: Path
    log_origin: str
    policy_file: Path | None
    tsa: tuple[tuple[str, str], ...]
    second_factor: bool
    erased_file: Path
    outside: Outside

    @property
    def migrates_at_start(self) -> bool:
        """Whether a server start may change the schema: its own file, or as the owner where one is named."""
        return self.database_url.startswith("sqlite:///") or bool(self.owner_database_url)

    @property
    def schema_url(self) -> str:
        """The address the schema is changed with."""
        return self.owner_database_url or self.database_url

    @property
    def origin(self) -> str:
        """The name of a sealed log that begins now."""
        return self.log_origin or f"{urlsplit(self.base_url).netloc.rpartition('@')[2]}/log1"

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the ``PPID_*`` variables. Raises ``SettingsError`` naming every problem."""
        problems = [
            f"{name} is not a setting. Known: {', '.join(sorted(DEFAULTS))}."
            for name in sorted(environment)
            if name.startswith("PPID_") and name not in DEFAULTS and name not in OTHERS
        ]
        values = {name: environment.get(name, "").strip() or default for name, default in DEFAULTS.items()}
        url = _database(values["PPID_DATABASE_URL"], problems)
        numbers = {
            name: _number(name, values[name], low, high, problems)
            for name, low, high in (
                ("PPID_PORT", 1, HIGHEST_PORT),
                ("PPID_THREADS", 1, 256),
                ("PPID_PROXIES", 0, 9),
            )
        }
        # The people of the demo are invented, and whoever tries it has no telephone set up for them.
        values["PPID_SECOND_FACTOR"] = values["PPID_SECOND_FACTOR"] or (
            "0" if values["PPID_DEMO"] == "1" else "1"
        )
        flags = {
            name: _flag(name, values[name], problems)
            for name in ("PPID_DEMO", "PPID_EMBEDDED_FOLLOWER", "PPID_SECOND_FACTOR")
        }
        _check_library(environment, problems)
        tsa = _authorities(values["PPID_TSA"], values["PPID_POLICY_FILE"], problems)
        origin = _origin(values["PPID_LOG_ORIGIN"], problems)
        around = outside.read(values, problems)
        if problems:
            raise SettingsError(problems)
        port = numbers["PPID_PORT"]
        return cls(
            database_url=url,
            owner_database_url=values["PPID_OWNER_DATABASE_URL"],
            master_key_file=Path(values["PPID_MASTER_KEY_FILE"]),
            files=Path(values["PPID_FILES"]),
            host=values["PPID_HOST"],
            port=port,
            base_url=(values["PPID_BASE_URL"] or f"http://{values['PPID_HOST']}:{port}").rstrip("/"),
            demo=flags["PPID_DEMO"],
            threads=numbers["PPID_THREADS"],
            proxies=numbers["PPID_PROXIES"],
            embedded_follower=flags["PPID_EMBEDDED_FOLLOWER"],
            signer=Path(values["PPID_SIGNER"]) if values["PPID_SIGNER"] else None,
            signer_dir=Path(values["PPID_SIGNER_DIR"]),
            log_origin=origin,
            policy_file=Path(values["PPID_POLICY_FILE"]) if values["PPID_POLICY_FILE"] else None,
            tsa=tsa,
            second_factor=flags["PPID_SECOND_FACTOR"],
            erased_file=Path(values["PPID_ERASED_FILE"]),
            outside=around,
        )


def _check_library(environment: Mapping[str, str], problems: list[str]) -> None:
    said = environment.get("POSTGRES_ENABLE_DB_FUNCTIONS", "").strip().lower()
    if said in {"y", "yes", "true", "1", "on"}:
        problems.append("POSTGRES_ENABLE_DB_FUNCTIONS loses events for readers. Unset it.")


def _database(url: str, problems: list[str]) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        problems.append("PPID_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return url


def _origin(name: str, problems: list[str]) -> str:
    if not _ORIGIN.fullmatch(name):
        problems.append("PPID_LOG_ORIGIN is like ppid.example.go.id/log1: no scheme, no spaces, no + sign.")
    return name


def _number(name: str, text: str, low: int, high: int, problems: list[str]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(high)) and low <= int(text) <= high:
        return int(text)
    problems.append(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return low


def _authorities(text: str, policy_file: str, problems: list[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for word in text.split():
        name, _, url = word.partition("=")
        if not name or not url.startswith(("http://", "https://")):
            problems.append("PPID_TSA names each authority of time as name=https://….")
        found.append((name, url))
    if found and not policy_file:
        problems.append("PPID_TSA needs PPID_POLICY_FILE: the policy pins the certificate of each authority.")
    return tuple(found)


def _flag(name: str, text: str, problems: list[str]) -> bool:
    if text not in {"0", "1"}:
        problems.append(f"{name} must be 0 or 1, not {text!r}.")
    return text == "1"
