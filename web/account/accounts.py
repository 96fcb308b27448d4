"""Accounts: a name and a password for an officer of a body, or for an auditor of the whole installation."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager

import msgspec

from ppid.database import ConflictError, Database, Row
from ppid.events import Stream
from web.account.passwords import Hashing

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS account (
        username TEXT PRIMARY KEY, officer TEXT NOT NULL, body TEXT NOT NULL, password TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS account_officer ON account (officer)",
    "CREATE INDEX IF NOT EXISTS account_body ON account (body)",
)
TABLES = "account"


class Account(msgspec.Struct, frozen=True):
    """Who signs in: the officer's id and body. An empty body is an auditor of the whole installation."""

    username: str
    officer: Stream
    body: Stream


class UsernameTakenError(Exception):
    """Two accounts cannot share a name."""


class Accounts:
    """Names, and passwords as Argon2id hashes. Thread-safe."""

    def __init__(self, database: Database, hashing: Hashing) -> None:
        self._db = database
        self._hashing = hashing

    def room(self) -> AbstractContextManager[None]:
        """A place among those whose passwords are checked now. Raises ``BusyError``."""
        return self._hashing.room()

    def add(self, account: Account, password: str) -> None:
        """Add an account. Raises ``UsernameTakenError``, ``BusyError``."""
        hashed = self._hashing.hash(password)
        try:
            with self._db.transaction() as c:
                c.execute(
                    "INSERT INTO account (username, officer, body, password) VALUES (?, ?, ?, ?)",
                    (account.username, account.officer, account.body, hashed),
                )
        except ConflictError:
            raise UsernameTakenError(account.username) from None

    def named(self, username: str) -> Account | None:
        """The account of that name, however it was typed."""
        rows = self._db.query(
            "SELECT username, officer, body FROM account WHERE username = ?", (tidy(username),)
        )
        return _account(rows[0]) if rows else None

    def of_officer(self, officer: Stream) -> Account | None:
        """The account of an officer."""
        rows = self._db.query("SELECT username, officer, body FROM account WHERE officer = ?", (officer,))
        return _account(rows[0]) if rows else None

    def names(self, officers: Collection[Stream]) -> dict[Stream, str]:
        """The account's name of each officer, for lists that show names and not keys."""
        if not officers:
            return {}
        marks = ", ".join("?" for _ in officers)
        rows = self._db.query(
            f"SELECT officer, username FROM account WHERE officer IN ({marks})",  # noqa: S608  (question marks)
            tuple(officers),
        )
        return {str(officer): str(name) for officer, name in rows}

    def sign_in(self, username: str, password: str) -> Account | None:
        """The account when name and password fit; one hash is made either way. Raises ``BusyError``."""
        rows = self._db.query(
            "SELECT username, officer, body, password FROM account WHERE username = ?", (tidy(username),)
        )
        fits = self._hashing.fits(str(rows[0][3]) if rows else "", password)
        return _account(rows[0]) if rows and fits else None

    def set_password(self, username: str, password: str) -> bool:
        """Give an account another password; False when there is no such account. Raises ``BusyError``."""
        hashed = self._hashing.hash(password)
        with self._db.transaction() as c:
            return bool(
                c.execute(
                    "UPDATE account SET password = ? WHERE username = ? RETURNING username",
                    (hashed, tidy(username)),
                )
            )

    def admit(self, account: Account, password: str, take: Callable[[], bool]) -> bool:
        """Make the account, or give it another password, if ``take`` still grants it once the hash is made.

        So a full room costs nobody the code they came with. Raises ``BusyError``.
        """
        hashed = self._hashing.hash(password)
        if not take():
            return False
        with self._db.transaction() as c:
            return bool(
                c.execute(
                    "INSERT INTO account (username, officer, body, password) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (username) DO UPDATE SET password = excluded.password "
                    "WHERE account.officer = excluded.officer AND account.body = excluded.body "
                    "RETURNING username",
                    (tidy(account.username), account.officer, account.body, hashed),
                )
            )


def tidy(username: str) -> str:
    """A name as it is kept."""
    return username.strip().lower()


def _account(row: Row) -> Account:
    return Account(str(row[0]), str(row[1]), str(row[2]))
