"""Audit runs: one at a time, in the background, with their results kept beside the web's state.

A result is no history: it can be made again. A run says every few seconds that it lives; one that was cut
off by the end of its process is found by its silence, and the next may begin.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from ppid.database import ConflictError, Database, StoreError
from ppid.seal import verifier
from web.services import Services
from web.state import state_database

RUNNING = "running"
SILENT = timedelta(minutes=2)
BEAT_EVERY_S = 10.0
KEPT = 20
TELL_EVERY_S = 1.0
MOST_FINDINGS = 200
log = logging.getLogger("ppid.audit")

_ADD = "INSERT INTO audit_run VALUES (?, ?, ?, ?, ?)"
_GET = "SELECT started_at, seen_at, told, result FROM audit_run WHERE id = ?"
_LIST = "SELECT id, seen_at, result FROM audit_run WHERE id <> ? ORDER BY seen_at DESC LIMIT ?"
_TELL = "UPDATE audit_run SET told = ?, seen_at = ? WHERE id = ?"
_BEAT = "UPDATE audit_run SET seen_at = ? WHERE id = ?"
_FORGET = "DELETE FROM audit_run WHERE id = ?"
_FORGET_OLD = (
    "DELETE FROM audit_run WHERE id <> ? AND id NOT IN "
    "(SELECT id FROM audit_run WHERE id <> ? ORDER BY seen_at DESC LIMIT ?)"
)


class Said(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    id: str
    en: str


class Question(msgspec.Struct, frozen=True):
    """One of the six questions; ``answer`` is None where it was not asked."""

    text: Said
    answer: bool | None
    count: Said


class Finding(msgspec.Struct, frozen=True):
    """What is wrong, or worth knowing (codes with W)."""

    code: str
    said: Said
    technical: tuple[tuple[str, str], ...] = ()


class Report(msgspec.Struct, frozen=True):
    """What a run found. ``size`` is that of the newest checkpoint it was held against."""

    exit_code: int
    words: Said
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    entries: int
    size: int
    files: bool
    started_at: datetime
    finished_at: datetime
    seconds: float
    page: Said
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished run."""

    id: str
    report: Report


@dataclass(frozen=True, slots=True)
class Progress:
    """A run that is under way, and how far it is."""

    started_at: datetime
    told: str


class BusyError(Exception):
    """A run is under way; two at once would only be slower."""


class Runs:
    """The audit runs of an installation. Thread-safe, and safe among processes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.database = state_database(services.settings.database_url)
        self.threads: list[threading.Thread] = []

    def current(self) -> Progress | None:
        """The run that is under way."""
        rows = self.database.query(_GET, (RUNNING,))
        if not rows:
            return None
        started, seen, told, _ = (str(value) for value in rows[0])
        # A time ahead of ours was written by a clock that has been set right since.
        alive = abs(self._services.now() - datetime.fromisoformat(seen)) < SILENT
        return Progress(datetime.fromisoformat(started), told) if alive else None

    def finished(self) -> list[Kept]:
        """The runs that came to an end, the newest first."""
        rows = self.database.query(_LIST, (RUNNING, KEPT))
        return [Kept(str(i), msgspec.json.decode(str(result), type=Report)) for i, _, result in rows]

    def get(self, run: str) -> Kept | None:
        """A finished run by its id."""
        rows = self.database.query(_GET, (run,)) if run != RUNNING else []
        return Kept(run, msgspec.json.decode(str(rows[0][3]), type=Report)) if rows else None

    def start(self, *, policy: bytes, files: bool) -> threading.Thread:
        """Begin a run in the background. Raises BusyError."""
        if self.current() is not None:
            raise BusyError
        at = self._services.now()
        try:
            with self.database.transaction() as c:
                c.execute(_FORGET, (RUNNING,))
                c.execute(_ADD, (RUNNING, at.isoformat(), at.isoformat(), "", ""))
        except ConflictError:
            raise BusyError from None
        run = threading.Thread(target=self._run, args=(policy, files, at), name="audit", daemon=True)
        self.threads = [*(t for t in self.threads if t.is_alive()), run]
        run.start()
        return run

    def _run(self, policy: bytes, files: bool, at: datetime) -> None:  # noqa: FBT001  (a thread's target)
        ended = threading.Event()
        threading.Thread(target=self._beat, args=(ended,), name="audit-beat", daemon=True).start()
        try:
            report = self._report(policy, files=files, at=at)
        except Exception as fault:  # noqa: BLE001  (whatever it is, the page must say that the run ended)
            # The kind is enough to find it; the message may hold somebody's words.
            log.error("an audit run failed: %s", type(fault).__name__)  # noqa: TRY400
            report = self._failed(type(fault).__name__, at)
        finally:
            ended.set()
        content = msgspec.json.encode(report).decode()
        with self.database.transaction() as c:
            c.execute(
                _ADD,
                (
                    secrets.token_hex(16),
                    at.isoformat(),
                    report.finished_at.isoformat(),
                    "",
                    content,
                ),
            )
            c.execute(_FORGET, (RUNNING,))
            c.execute(_FORGET_OLD, (RUNNING, RUNNING, KEPT))

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT_EVERY_S):
            with suppress(StoreError), self.database.transaction() as c:
                c.execute(_BEAT, (self._services.now().isoformat(), RUNNING))

    def _report(self, policy: bytes, *, files: bool, at: datetime) -> Report:
        from web.cli.auditing import Audit

        begun = time.monotonic()
        # An office without any file has no folder yet, which is not the same as one that lost it.
        self._services.settings.files.mkdir(parents=True, exist_ok=True)
        newest = self._services.ledger.newest()
        audit = Audit(self._services, verifier.parse_policy(policy), progress=self._teller())
        result = audit.of_live(None, files=files)
        return Report(
            exit_code=result.exit_code,
            words=Said(result.word("id"), result.word("en")),
            questions=tuple(
                Question(Said(*text), answer, Said(*said))
                for text, answer, said in verifier.questions(result)
            ),
            findings=tuple(
                Finding(f.code, Said(f.sentence("id"), f.sentence("en")), f.technical)
                for f in result.findings[:MOST_FINDINGS]
            ),
            entries=result.counts.get("entries", 0),
            size=newest.size if newest else 0,
            files=files,
            started_at=at,
            finished_at=self._services.now(),
            seconds=round(time.monotonic() - begun, 1),
            page=Said(verifier.write_report(result, "id"), verifier.write_report(result, "en")),
        )

    def _failed(self, kind: str, at: datetime) -> Report:
        nothing = Said("", "")
        now = self._services.now()
        return Report(2, nothing, (), (), 0, 0, False, at, now, 0.0, nothing, fault=kind)

    def _teller(self) -> _Teller:
        return _Teller(self.database, self._services)


class _Teller:
    """Says at most once a second how far the run is."""

    def __init__(self, database: Database, services: Services) -> None:
        self._database, self._services = database, services
        self._told_at = 0.0

    def __call__(self, said: str) -> None:
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_S:
            self._told_at = now
            with self._database.transaction() as c:
                c.execute(_TELL, (said[:200], self._services.now().isoformat(), RUNNING))


__all__ = ["BusyError", "Finding", "Kept", "Progress", "Question", "Report", "Runs"]
