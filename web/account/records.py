"""Access records: who signed in or failed to, which factor changed, who looked for people by their number.

They are no events: they are forgotten after two years, and nobody's rights rest on them. The application may
only add them; on PostgreSQL it has no right to change or delete one, and `ppid officer forget-access` removes
what is old as the owner of the tables. No address stands in them: the same place has the same keyed mark, and
nothing can be told from a mark about the address. What can be provoked without end (failures) is written out
a few times an hour and counted after that.
Law: UU 27/2022 art. 31 (record of processing), art. 39 (protection from unlawful access).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count

import msgspec

from ppid.database import Connection, Database, Row
from ppid.events import Stream
from ppid.vault import Vault

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS access_record (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, officer TEXT NOT NULL, body TEXT NOT NULL,
        source TEXT NOT NULL, device TEXT NOT NULL, detail TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS access_record_at ON access_record (at, id)",
    "CREATE INDEX IF NOT EXISTS access_record_officer ON access_record (officer, at, id)",
    "CREATE INDEX IF NOT EXISTS access_record_body ON access_record (body, at, id)",
)
TABLES, RIGHTS = "access_record", "SELECT, INSERT"
COUNT_SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS access_count (
        hour TEXT NOT NULL, kind TEXT NOT NULL, officer TEXT NOT NULL, body TEXT NOT NULL,
        times INTEGER NOT NULL, PRIMARY KEY (hour, kind, officer))
    """,
)
COUNT_TABLES, COUNT_RIGHTS = "access_count", "SELECT, INSERT, UPDATE"

KEPT_DAYS = 731
#: Of what anybody can cause from outside, so many an hour are written out for one officer.
WRITTEN_AN_HOUR = 10
DETAIL_CHARS = 200
MARK_CHARS = 8


class RecordKind(StrEnum):
    """What happened."""

    SIGNED_IN = "signed-in"
    FAILED = "failed"
    LOCKED = "locked"
    SECOND_FACTOR_FAILED = "second-factor-failed"
    RECOVERY_USED = "recovery-used"
    RECOVERY_RENEWED = "recovery-renewed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    PASSKEY_COPIED = "passkey-copied"
    TOTP_SET = "totp-set"
    TOTP_REMOVED = "totp-removed"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105  (a kind of record)
    SIGNED_OUT = "signed-out"
    SESSION_ENDED = "session-ended"
    ROLE_CHOSEN = "role-chosen"
    OIDC_LINKED = "oidc-linked"
    OIDC_UNLINKED = "oidc-unlinked"
    PROVED_AGAIN = "proved-again"
    FORGED = "forged"
    SOUGHT = "sought"


#: What somebody can bring about as often as they like.
PROVOKED = frozenset(
    {RecordKind.FAILED, RecordKind.LOCKED, RecordKind.SECOND_FACTOR_FAILED, RecordKind.FORGED}
)


class AccessRecord(msgspec.Struct, frozen=True):
    """One line. ``source`` is the mark of a place, ``device`` what the browser called itself, roughly."""

    id: str
    at: datetime
    kind: RecordKind
    officer: Stream
    body: Stream
    source: str
    device: str
    detail: str


class Counted(msgspec.Struct, frozen=True):
    """How often something happened within an hour; ``officer`` is '' where the name was nobody's."""

    hour: datetime
    kind: RecordKind
    officer: Stream
    times: int


class AccessRecords:
    """Notes and reads access records. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime], vault: Vault) -> None:
        self._db = database
        self._now = now
        self._key = vault.derive("access-record")
        self._written = count()

    def note(
        self,
        kind: RecordKind,
        *,
        officer: Stream = "",
        body: Stream = "",
        source: str = "",
        device: str = "",
        detail: str = "",
    ) -> None:
        """Add a line. ``source`` is an address, of which only a keyed mark is kept."""
        at = self._now()
        with self._db.transaction() as c:
            if kind in PROVOKED and not self._count(c, kind, officer, body, at):
                return
            row = (self._fresh_id(), _text(at), kind.value, officer, body)
            told = (self.mark(source), device, detail[:DETAIL_CHARS])
            c.execute(
                "INSERT INTO access_record (id, at, kind, officer, body, source, device, detail) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, *told),
            )

    def _fresh_id(self) -> str:
        """Later lines of the same instant come after earlier ones."""
        return f"{next(self._written) & 0xFFFFFFFF:08x}{secrets.token_hex(4)}"

    def mark(self, source: str) -> str:
        """The mark of a place: the same for the same address, and nothing of the address in it."""
        if not source:
            return ""
        told = source.encode("utf-8", "replace")
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()[:MARK_CHARS]

    @staticmethod
    def _count(c: Connection, kind: RecordKind, officer: Stream, body: Stream, at: datetime) -> bool:
        """Count within the hour; whether a line of its own is to be written too."""
        hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        rows = c.execute(
            "INSERT INTO access_count (hour, kind, officer, body, times) VALUES (?, ?, ?, ?, 1) "
            "ON CONFLICT (hour, kind, officer) DO UPDATE SET times = access_count.times + 1 RETURNING times",
            (_text(hour), kind.value, officer, body),
        )
        return bool(officer) and int(rows[0][0]) <= WRITTEN_AN_HOUR

    def of_officer(self, officer: Stream, limit: int = 20, before: Sequence[str] = ()) -> list[AccessRecord]:
        """The newest lines of one officer. ``before``: the place (see ``place``) they come before."""
        return self._lines("officer = ?", (officer,), limit, before)

    def of_body(self, body: Stream, limit: int = 50, before: Sequence[str] = ()) -> list[AccessRecord]:
        """The newest lines of the officers of a body."""
        return self._lines("body = ?", (body,), limit, before)

    def everywhere(self, limit: int = 50, before: Sequence[str] = ()) -> list[AccessRecord]:
        """The newest lines of the whole installation."""
        return self._lines("1 = 1", (), limit, before)

    def _lines(
        self, where: str, args: tuple[str, ...], limit: int, before: Sequence[str]
    ) -> list[AccessRecord]:
        if before:
            where, args = (
                f"{where} AND (at < ? OR (at = ? AND id < ?))",
                (*args, before[0], before[0], before[1]),
            )
        rows = self._db.query(
            "SELECT id, at, kind, officer, body, source, device, detail "  # noqa: S608  (conditions of this module)
            f"FROM access_record WHERE {where} ORDER BY at DESC, id DESC LIMIT ?",
            (*args, limit),
        )
        return [_record(row) for row in rows]

    def counted(self, since: datetime, body: Stream | None = None) -> list[Counted]:
        """What was counted by the hour since then: of one body's officers, or of everybody and nobody."""
        of_body = "" if body is None else " AND body = ?"
        rows = self._db.query(
            "SELECT hour, kind, officer, times FROM access_count "  # noqa: S608  (the same)
            f"WHERE hour >= ?{of_body} ORDER BY hour DESC, kind, officer",
            (_text(since), *(() if body is None else (body,))),
        )
        return [
            Counted(datetime.fromisoformat(str(hour)), RecordKind(str(kind)), str(officer), int(times))
            for hour, kind, officer, times in rows
        ]


def place(record: AccessRecord) -> list[str]:
    """Where a line stands among all others."""
    return [_text(record.at), record.id]


def forget(owner: Database, now: datetime) -> int:
    """Remove what is older than ``KEPT_DAYS``, as the owner of the tables; return how many lines went."""
    oldest = _text(now - timedelta(days=KEPT_DAYS))
    with owner.transaction() as c:
        gone = c.execute("DELETE FROM access_record WHERE at < ? RETURNING id", (oldest,))
        c.execute("DELETE FROM access_count WHERE hour < ?", (oldest,))
    return len(gone)


def _text(at: datetime) -> str:
    """An instant as text that sorts as instants do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _record(row: Row) -> AccessRecord:
    id_, at, kind, officer, body, source, device, detail = map(str, row)
    return AccessRecord(
        id_, datetime.fromisoformat(at), RecordKind(kind), officer, body, source, device, detail
    )
