"""One-time codes with which an officer chooses a password, so that no administrator ever knows one.

A code is shown once, to the administrator who hands it over; here lies only its hash. It is good for three
days and one use, and a newer one of the same officer takes its place. The name to sign in with is kept for
its officer while the code is good.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ppid.database import ConflictError, Database
from web.account.accounts import Account, Accounts, UsernameTakenError, tidy

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS invitation (
        username TEXT PRIMARY KEY, officer TEXT NOT NULL, body TEXT NOT NULL, code TEXT NOT NULL,
        until TEXT NOT NULL)
    """,
    "CREATE UNIQUE INDEX IF NOT EXISTS invitation_officer ON invitation (officer)",
)
TABLES = "invitation"

GOOD_FOR = timedelta(days=3)
#: Without letters and digits that are mistaken for one another when they are read out or copied by hand.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
GROUPS, GROUP_CHARS = 4, 4


class Invitations:
    """Codes that wait to be used. Thread-safe."""

    def __init__(self, database: Database, accounts: Accounts, now: Callable[[], datetime]) -> None:
        self._db = database
        self._accounts = accounts
        self._now = now

    def issue(self, account: Account) -> str:
        """Make a code for an officer, and forget the one before it. Raises ``UsernameTakenError``."""
        name, at = tidy(account.username), self._now()
        self.check_free(account)
        code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_CHARS)) for _ in range(GROUPS))
        try:
            with self._db.transaction() as c:
                c.execute(
                    "DELETE FROM invitation WHERE officer = ? OR (username = ? AND until < ?)",
                    (account.officer, name, _text(at)),
                )
                c.execute(
                    "INSERT INTO invitation (username, officer, body, code, until) VALUES (?, ?, ?, ?, ?)",
                    (name, account.officer, account.body, _hash(code), _text(at + GOOD_FOR)),
                )
        except ConflictError:
            raise UsernameTakenError(name) from None
        return code

    def check_free(self, account: Account) -> None:
        """Refuse a name that is another's, or another name than the officer has. ``UsernameTakenError``.

        An officer of another body is another, whatever their id: no body lets somebody else's officer in.
        """
        name = tidy(account.username)
        held, own = self._accounts.named(name), self._accounts.of_officer(account.officer)
        rows = self._db.query(
            "SELECT username, officer, body, until FROM invitation WHERE username = ? OR officer = ?",
            (name, account.officer),
        )
        good = [row for row in rows if str(row[3]) >= _text(self._now())]
        waiting = {(str(row[1]), str(row[2])) for row in good}
        known = {(each.officer, each.body) for each in (held, own) if each}
        if (known | waiting) - {(account.officer, account.body)} or (
            own is not None and own.username != name
        ):
            raise UsernameTakenError(name)

    def find(self, username: str, code: str) -> Account | None:
        """Who may choose a password with that code; None when it fits nobody, or is too old."""
        rows = self._db.query(
            "SELECT username, officer, body, code, until FROM invitation WHERE username = ?",
            (tidy(username),),
        )
        kept = str(rows[0][3]) if rows else ""
        fits = hmac.compare_digest(kept, _hash(code))
        if not rows or not fits or str(rows[0][4]) < _text(self._now()):
            return None
        return Account(str(rows[0][0]), str(rows[0][1]), str(rows[0][2]))

    def take(self, username: str, code: str) -> Account | None:
        """Use a code up; of two who send it at once, one gets the account."""
        with self._db.transaction() as c:
            rows = c.execute(
                "DELETE FROM invitation WHERE username = ? AND code = ? AND until >= ? "
                "RETURNING username, officer, body",
                (tidy(username), _hash(code), _text(self._now())),
            )
        return Account(str(rows[0][0]), str(rows[0][1]), str(rows[0][2])) if rows else None

    def waiting(self, officer: str) -> datetime | None:
        """Until when an officer's code is good; None when there is none."""
        rows = self._db.query("SELECT until FROM invitation WHERE officer = ?", (officer,))
        until = datetime.fromisoformat(str(rows[0][0])) if rows else None
        return until if until and until >= self._now() else None

    def withdraw(self, officer: str, body: str) -> None:
        """Forget the code of an officer who was dismissed in a body."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM invitation WHERE officer = ? AND body = ?", (officer, body))

    def named(self, username: str) -> Account | None:
        """For whom a name was kept, though the code is too old by now: so that a new one can be made."""
        rows = self._db.query(
            "SELECT username, officer, body FROM invitation WHERE username = ?", (tidy(username),)
        )
        return Account(str(rows[0][0]), str(rows[0][1]), str(rows[0][2])) if rows else None


def _hash(code: str) -> str:
    """A code as it is kept, however it was typed. Eighty random bits need no slow hash."""
    plain = "".join(each for each in code.upper() if each.isascii() and each.isalnum())
    return hashlib.sha256(b"ppid-invitation-v1/" + plain.encode()).hexdigest()


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
