"""The outbox: what is still to be mailed, claimed by one sender at a time, and how each mail ended.

A row names a person and a case by key and holds no address: the address is opened when the mail is sent, so
an erased person gets none and nothing here has to be erased with them. Only a link that somebody asked for,
and a notice to an address that no longer holds, carry one, sealed and for as long as they wait.
Law: UU 27/2022 art. 35, 43; Perki 1/2021 art. 30(2).
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ppid.database import Database, Row
from ppid.events import Stream
from ppid.vault import ErasedKeyError, Vault

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS mail (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT NOT NULL, about TEXT NOT NULL,
        sealed TEXT NOT NULL, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, next_try_at TEXT NOT NULL,
        leased_until TEXT NOT NULL, tries INTEGER NOT NULL, problem TEXT NOT NULL, ended TEXT NOT NULL,
        ended_at TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS mail_due ON mail (ended, next_try_at)",
    "CREATE INDEX IF NOT EXISTS mail_person ON mail (person)",
    "CREATE TABLE IF NOT EXISTS mail_heard (place INTEGER PRIMARY KEY, position BIGINT NOT NULL)",
)
TABLES = "mail, mail_heard"

PUT = "INSERT INTO mail VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 0, '', '', '')"

NONCE_BYTES = 12
#: Longer than a server may keep one mail waiting; afterwards another sender may try.
LEASE = timedelta(minutes=10)
#: How long to wait after the first, second, ... try that failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
#: A server that was away for longer leaves a task for a person (F65, F66).
LATEST = timedelta(days=3)
KEPT = timedelta(days=30)


class Kind(StrEnum):
    """What a mail says."""

    LINK = "link"
    RECEIPT = "receipt"
    NEWS = "news"
    DATA = "data"


class Ended(StrEnum):
    """How a mail ended. All but the first two leave a task, unless it was only a link."""

    SENT = "sent"
    NOBODY = "nobody"
    REFUSED = "refused"
    GIVEN_UP = "given-up"


class Mail(msgspec.Struct, frozen=True):
    """A mail that waits. ``to`` is "" where the person's own address is looked up when it is sent."""

    id: str
    kind: Kind
    person: Stream
    about: Stream
    made_at: datetime
    expires_at: datetime
    tries: int
    to: str = ""
    token: str = ""


class Note(NamedTuple):
    """A mail to queue: what it says, to whom, about which case, and when that became news."""

    kind: Kind
    person: Stream
    about: Stream
    at: datetime


class Stuck(NamedTuple):
    """A mail that no try brought to its reader: somebody has to tell them another way."""

    id: str
    kind: Kind
    about: Stream
    made_at: datetime
    problem: str
    ended: Ended


class Standing(NamedTuple):
    """How the outbox stands: how many wait, since when the oldest, and how many a person must see to."""

    waiting: int
    oldest: datetime | None
    stuck: int


class _Content(msgspec.Struct, frozen=True, omit_defaults=True):
    to: str = ""
    token: str = ""


class Outbox:
    """The mails of this installation. Thread-safe. ``active``: whether a mail server is named at all."""

    def __init__(
        self, database: Database, vault: Vault, now: Callable[[], datetime], *, active: bool
    ) -> None:
        self._db = database
        self._vault = vault
        self._now = now
        self._cipher = AESGCM(vault.derive("mail"))
        self.active = active

    # Putting in --------------------------------------------------------------------------------------

    def link(self, address: str, token: str, expires_at: datetime) -> None:
        """Queue a link for whoever reads ``address``, known or not: that is found out when it is sent."""
        self._put(Kind.LINK, "", "", _Content(address, token), expires_at)

    def tell(self, kind: Kind, person: Stream, about: Stream = "", *, to: str = "") -> None:
        """Queue a mail to a person: to their address when it is sent, or to ``to``, an earlier one."""
        self._put(kind, person, about, _Content(to), self._now() + LATEST)

    def _put(
        self, kind: Kind, person: Stream, about: Stream, content: _Content, expires_at: datetime
    ) -> None:
        if not self.active:
            return
        key, now = secrets.token_hex(16), self._now().isoformat()
        sealed = self._seal(key, person, content)
        with self._db.transaction() as c:
            c.execute(PUT, (key, kind.value, person, about, sealed, now, expires_at.isoformat(), now))

    # The crier's place in the log --------------------------------------------------------------------

    def heard(self) -> int | None:
        """How far the log was read for news; None where that was never begun."""
        rows = self._db.query("SELECT position FROM mail_heard WHERE place = 1")
        return int(rows[0][0] or 0) if rows else None

    def hear_from(self, position: int) -> None:
        """Begin to read the log behind ``position``, unless that was begun."""
        with self._db.transaction() as c:
            c.execute("INSERT INTO mail_heard VALUES (1, ?) ON CONFLICT (place) DO NOTHING", (position,))

    def hear(self, since: int, upto: int, notes: Iterable[Note]) -> bool:
        """Queue the news between two positions, all at once; False when another did so already."""
        now = self._now().isoformat()
        with self._db.transaction() as c:
            if not c.execute(
                "UPDATE mail_heard SET position = ? WHERE place = 1 AND position = ? RETURNING place",
                (upto, since),
            ):
                return False
            for note in notes:
                key, until = secrets.token_hex(16), note.at + LATEST
                c.execute(
                    PUT, (key, note.kind.value, note.person, note.about, "", now, until.isoformat(), now)
                )
        return True

    # Taking out --------------------------------------------------------------------------------------

    def due(self, limit: int) -> list[str]:
        """The ids of mails that may be tried now, the longest waiting first."""
        now = self._now().isoformat()
        rows = self._db.query(
            "SELECT id FROM mail WHERE ended = '' AND next_try_at <= ? AND leased_until <= ? "
            "ORDER BY next_try_at, id LIMIT ?",
            (now, now, limit),
        )
        return [str(row[0]) for row in rows]

    def claim(self, mail: str) -> Mail | None:
        """Take a mail for this sender alone; None when another has it, or it ended."""
        now = self._now()
        with self._db.transaction() as c:
            rows = c.execute(
                "UPDATE mail SET leased_until = ?, tries = tries + 1 "
                "WHERE id = ? AND ended = '' AND leased_until <= ? AND next_try_at <= ? "
                "RETURNING id, kind, person, about, made_at, expires_at, tries, sealed",
                ((now + LEASE).isoformat(), mail, now.isoformat(), now.isoformat()),
            )
        return self._mail(rows[0]) if rows else None

    def end(self, mail: Mail, how: Ended, problem: str = "") -> None:
        """Note how a mail ended; whatever it carried is forgotten. Nobody's is forgotten altogether."""
        with self._db.transaction() as c:
            if how is Ended.NOBODY:
                c.execute("DELETE FROM mail WHERE id = ?", (mail.id,))
                return
            c.execute(
                "UPDATE mail SET ended = ?, ended_at = ?, problem = ?, sealed = '', leased_until = '' "
                "WHERE id = ? AND ended = ''",
                (how.value, self._now().isoformat(), problem, mail.id),
            )

    def later(self, mail: Mail, problem: str) -> None:
        """Try again after a pause that grows; give up when that would be too late."""
        again = self._now() + PAUSES[min(mail.tries, len(PAUSES)) - 1]
        if again >= mail.expires_at:
            self.end(mail, Ended.GIVEN_UP, problem)
            return
        with self._db.transaction() as c:
            c.execute(
                "UPDATE mail SET next_try_at = ?, problem = ?, leased_until = '' WHERE id = ? AND ended = ''",
                (again.isoformat(), problem, mail.id),
            )

    # Looking -----------------------------------------------------------------------------------------

    def standing(self) -> Standing:
        """How the outbox stands now."""
        waiting = self._db.query("SELECT COUNT(*), MIN(made_at) FROM mail WHERE ended = ''")[0]
        oldest = datetime.fromisoformat(str(waiting[1])) if waiting[1] else None
        return Standing(int(waiting[0] or 0), oldest, len(self.stuck()))

    def stuck(self) -> list[Stuck]:
        """Mails that reached nobody, the oldest first. A link that reached nobody is asked for again."""
        rows = self._db.query(
            "SELECT id, kind, about, made_at, problem, ended FROM mail "
            "WHERE ended IN (?, ?) AND kind <> ? ORDER BY made_at, id",
            (Ended.REFUSED.value, Ended.GIVEN_UP.value, Kind.LINK.value),
        )
        return [
            Stuck(
                str(key),
                Kind(str(kind)),
                str(about),
                datetime.fromisoformat(str(at)),
                str(why),
                Ended(str(how)),
            )
            for key, kind, about, at, why, how in rows
        ]

    def settle(self, mail: str) -> bool:
        """Take a mail off the tasks: its reader was told another way. False when it is none of them."""
        with self._db.transaction() as c:
            gone = c.execute(
                "DELETE FROM mail WHERE id = ? AND ended IN (?, ?) RETURNING id",
                (mail, Ended.REFUSED.value, Ended.GIVEN_UP.value),
            )
        return bool(gone)

    def forget(self, person: Stream) -> int:
        """Forget every mail about a person who is erased; returns how many."""
        with self._db.transaction() as c:
            return len(c.execute("DELETE FROM mail WHERE person = ? RETURNING id", (person,)))

    def sweep(self) -> None:
        """Forget what was sent long ago, and links that reached nobody."""
        now = self._now()
        with self._db.transaction() as c:
            c.execute(
                "DELETE FROM mail WHERE (ended = ? AND ended_at < ?) OR (kind = ? AND expires_at < ?)",
                (Ended.SENT.value, (now - KEPT).isoformat(), Kind.LINK.value, now.isoformat()),
            )

    # Sealing -----------------------------------------------------------------------------------------

    def _seal(self, key: str, person: Stream, content: _Content) -> str:
        if content == _Content():
            return ""
        clear = msgspec.json.encode(content)
        if person:
            box = self._vault.seal_bytes(self._vault.key_of(person), clear)
        else:
            nonce = secrets.token_bytes(NONCE_BYTES)
            box = nonce + self._cipher.encrypt(nonce, clear, key.encode())
        return base64.b64encode(box).decode()

    def _mail(self, row: Row) -> Mail:
        key, kind, person, about, made_at, expires_at = map(str, row[:6])
        content = self._open(key, person, str(row[7]))
        return Mail(
            id=key,
            kind=Kind(kind),
            person=person,
            about=about,
            made_at=datetime.fromisoformat(made_at),
            expires_at=datetime.fromisoformat(expires_at),
            tries=int(row[6] or 0),
            to=content.to,
            token=content.token,
        )

    def _open(self, key: str, person: Stream, sealed: str) -> _Content:
        """What a row carries; nothing where the person was erased since, or the row was altered."""
        if not sealed:
            return _Content()
        box = base64.b64decode(sealed)
        try:
            if person:
                clear = self._vault.open_bytes(person, box)
            else:
                clear = self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], key.encode())
        except (ErasedKeyError, InvalidTag, ValueError):
            return _Content()
        return msgspec.json.decode(clear, type=_Content)
