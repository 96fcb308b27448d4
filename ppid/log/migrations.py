"""The schema of the log: plain SQL files, applied in order, once, by one starter at a time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import psycopg
from psycopg.sql import Identifier

from ppid.database import database_kind, sqlite_path
from ppid.database.postgres import postgres_errors, postgres_settings
from ppid.database.sqlite import connect_sqlite, sqlite_errors
from ppid.log.beginning import NAMELESS, Beginning, seal_postgres, seal_sqlite

_LOCK = "SELECT pg_advisory_xact_lock(1886415204, 2)"
_LOCK_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Roles:
    """The PostgreSQL roles that get rights when they exist. Whoever migrates owns what is made."""

    app: str = "ppid_app"
    auditor: str = "ppid_auditor"


@dataclass(frozen=True, slots=True)
class _Step:
    version: int
    name: str
    sql: str


def migrate(
    url: str, roles: Roles | None = None, genesis: Beginning = NAMELESS, at: datetime | None = None
) -> int:
    """Bring the schema at ``url`` up to date and return its version. Does nothing when it is.

    A log that has no entries yet begins with ``genesis``, and what was recorded before it is sealed behind
    it, now; an empty one begins ``at`` an instant of the caller's own clock. On PostgreSQL ``url`` is the
    owner's. Raises StoreUnavailableError.
    """
    if database_kind(url) == "sqlite":
        return _migrate_sqlite(url, genesis, at)
    return _migrate_postgres(url, roles or Roles(), genesis, at)


def newest_version(url: str) -> int:
    """Return the version of the schema that this program brings for the database of ``url``."""
    return max(step.version for step in _steps(database_kind(url)))


def _migrate_sqlite(url: str, genesis: Beginning, at: datetime | None) -> int:
    connection = connect_sqlite(sqlite_path(url), durable=True, lock_timeout_s=_LOCK_TIMEOUT_S)
    with closing(connection), sqlite_errors():
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)"
        )
        (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
        for step in _steps("sqlite"):
            if step.version > version:
                for statement in _statements(step.sql):
                    connection.execute(statement)
                connection.execute("INSERT INTO schema_version VALUES (?, ?)", (step.version, step.name))
                version = step.version
        seal_sqlite(connection, genesis, at)
        connection.execute("COMMIT")
    return int(version)


def _migrate_postgres(url: str, roles: Roles, genesis: Beginning, at: datetime | None) -> int:
    with postgres_errors(), psycopg.connect(url, **_settings(url)) as connection:
        connection.execute(f"SET lock_timeout = '{int(_LOCK_TIMEOUT_S)}s'".encode())
        connection.execute("SET client_min_messages = warning")
        connection.execute(_LOCK)
        connection.execute("CREATE SCHEMA IF NOT EXISTS ppid_log")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS ppid_log.schema_version (version int PRIMARY KEY, name text NOT NULL)"
        )
        row = connection.execute("SELECT coalesce(max(version), 0) FROM ppid_log.schema_version").fetchone()
        version = int(row[0]) if row else 0
        for step in _steps("postgres"):
            if step.version > version:
                connection.execute(step.sql.encode())
                connection.execute(
                    "INSERT INTO ppid_log.schema_version VALUES (%s, %s)", (step.version, step.name)
                )
                version = step.version
        seal_postgres(connection, genesis, at)
        _grant(connection, "app.sql", "ppid_app", roles.app)
        _grant(connection, "auditor.sql", "ppid_auditor", roles.auditor)
    return version


def _grant(connection: psycopg.Connection[Any], file: str, written: str, role: str) -> None:
    """Give ``role`` the rights in ``file``, where its name is ``written``; there may be no such role."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if known:
        sql = (files(__package__) / "schema" / "postgres" / file).read_text(encoding="utf-8")
        name = Identifier(role).as_string(connection)
        connection.execute(re.sub(rf"\b{written}\b", lambda _: name, sql).encode())


def _settings(url: str) -> dict[str, Any]:
    return dict(postgres_settings(url))


def _steps(folder: str) -> list[_Step]:
    folder = "postgres" if folder == "postgresql" else folder
    found = (files(__package__) / "schema" / folder).iterdir()
    steps = [
        _Step(int(file.name[:4]), file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in found
        if re.fullmatch(r"\d{4}_\w+\.sql", file.name)
    ]
    return sorted(steps, key=lambda step: step.version)


def _statements(script: str) -> Iterator[str]:
    """Split a script into statements. A trigger has semicolons inside, so SQLite says what is complete."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError("A schema file ends in the middle of a statement.")
