"""Recovery codes: ten on paper, for the day the telephone is lost. Each opens once (F54)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from unicodedata import normalize

from ppid.database import Database
from ppid.events import Stream
from ppid.vault import CODE_ALPHABET, Vault

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS recovery_code (
        officer TEXT NOT NULL, code TEXT NOT NULL, made_at TEXT NOT NULL, used_at TEXT NOT NULL,
        PRIMARY KEY (officer, code))
    """,
)
TABLES = "recovery_code"
CODES = 10
CODE_CHARS = 12
GROUP = 4


class RecoveryCodes:
    """Makes and takes recovery codes; keeps keyed hashes of them only. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime], vault: Vault) -> None:
        self._db = database
        self._now = now
        self._key = vault.derive("recovery-code")

    def renew(self, officer: Stream) -> tuple[str, ...]:
        """Ten new codes in place of all others; nobody can read them again."""
        codes = tuple(_code() for _ in range(CODES))
        at = self._now().isoformat()
        with self._db.transaction() as c:
            c.execute("DELETE FROM recovery_code WHERE officer = ?", (officer,))
            c.executemany(
                "INSERT INTO recovery_code (officer, code, made_at, used_at) VALUES (?, ?, ?, '')",
                [(officer, self._hash(officer, code), at) for code in codes],
            )
        return codes

    def use(self, officer: Stream, typed: str) -> bool:
        """Whether it is an unused code of the officer; it is used with this. Of two at once, one counts."""
        with self._db.transaction() as c:
            return bool(
                c.execute(
                    "UPDATE recovery_code SET used_at = ? WHERE officer = ? AND code = ? AND used_at = '' "
                    "RETURNING officer",
                    (self._now().isoformat(), officer, self._hash(officer, typed)),
                )
            )

    def left(self, officer: Stream) -> int:
        """How many codes are left."""
        rows = self._db.query(
            "SELECT COUNT(*) FROM recovery_code WHERE officer = ? AND used_at = ''", (officer,)
        )
        return int(rows[0][0])

    def remove(self, officer: Stream) -> None:
        """Forget every code of the officer."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM recovery_code WHERE officer = ?", (officer,))

    def _hash(self, officer: Stream, typed: str) -> str:
        plain = "".join(c for c in normalize("NFKC", typed).upper() if c.isalnum())
        told = f"{officer}\n{plain}".encode("utf-8", "replace")
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()


def _code() -> str:
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_CHARS))
    return "-".join(letters[i : i + GROUP] for i in range(0, CODE_CHARS, GROUP))
