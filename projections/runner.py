"""The one loop that follows the log, for both databases: in batches while behind, at once when live.

Every projection has its own position. One whose code throws stops alone and says where; the others and all
writing go on. A database that is away is waited for. Several followers take turns, so that a second process
may stand by; ``kill -9`` costs nothing but time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ppid.database import Database, StoreUnavailableError
from ppid.events import Recorded
from projections.fold import FoldError, event_name, place_of
from projections.shape import AnyProjection
from projections.store import (
    Fault,
    Log,
    ShapeChangedError,
    Standing,
    Store,
    ensure,
    record_fault,
    standings,
)

BATCH = 1000
POLL_S = 0.02
LONGEST_PAUSE_S = 10.0
_FIRST_PAUSE_S = 0.1
_LOOK_AGAIN_S = 2.0

logger = logging.getLogger("ppid.projections")


@dataclass
class _Track:
    """One projection on its way: where it is, and whether it had to stop."""

    store: Store[Any]
    position: int = 0
    fault: Fault | None = None
    marked: bool = False  # the books hold a fault of it, perhaps of an earlier run

    @property
    def name(self) -> str:
        return self.store.name


@dataclass
class _Pause:
    """Waits that grow while something is away."""

    seconds: float = _FIRST_PAUSE_S

    def next(self) -> float:
        now, self.seconds = self.seconds, min(self.seconds * 2, LONGEST_PAUSE_S)
        return now

    def over(self) -> None:
        self.seconds = _FIRST_PAUSE_S


@dataclass
class Follower:
    """Keeps projections up with the log.

    ``start()`` follows in a thread, ``run()`` in the foreground until ``stop()``, ``catch_up()`` until
    nothing is left. After a fork make a new one.
    """

    log: Log
    database: Database
    projections: Sequence[AnyProjection]
    batch: int = BATCH
    poll_s: float = POLL_S
    on_batch: Callable[[int, int], None] | None = None
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        self._tracks = [_Track(Store(self.database, projection)) for projection in self.projections]
        self._moved = threading.Condition()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._opened = False
        self._limit = self.batch
        self._look_again = 0.0

    # For those who write and read

    def wake(self) -> None:
        """Say that something was recorded. Without it, it is seen within ``poll_s``."""
        self._woken.set()

    def wait_for(self, position: int, names: Iterable[str] = (), timeout_s: float = 2.0) -> bool:
        """Wait until the named projections (``register_1``; all if none is named) have passed ``position``.

        False when the time is over, or at once when one of them has stopped before it.
        """
        wanted = set(names) or {track.name for track in self._tracks}
        tracks = [track for track in self._tracks if track.name in wanted]
        if len(tracks) < len(wanted):
            raise LookupError(f"not followed here: {', '.join(sorted(wanted - {t.name for t in tracks}))}")
        self.wake()

        def settled() -> bool:
            return self._opened and all(t.position >= position or t.fault is not None for t in tracks)

        with self._moved:
            self._moved.wait_for(settled, timeout_s)
            return self._opened and all(track.position >= position for track in tracks)

    def lag(self) -> list[Standing]:
        """Return where each projection followed here stands, from the books."""
        books = standings(self.database)
        return [books[track.name] for track in self._tracks if track.name in books]

    # Running

    def start(self) -> None:
        """Follow in a thread of this process."""
        if self._thread is None or not self._thread.is_alive():
            self._stopping.clear()
            self._thread = threading.Thread(target=self.run, name="follower", daemon=True)
            self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stop after the batch at hand, and wait for that."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def run(self) -> None:
        """Follow in this thread until ``stop()``."""
        pause = _Pause()
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                worked = self._round()
            except StoreUnavailableError as error:
                self._opened = False  # after a fail-over positions may be others
                seconds = pause.next()
                logger.warning("A database is away (%s); next attempt in %.1f s", error, seconds)
                self._stopping.wait(seconds)
            except Exception as error:  # noqa: BLE001 - whatever it was, following must go on
                seconds = pause.next()
                logger.error("Following failed: %s in %s; next attempt in %.1f s", *_what(error), seconds)  # noqa: TRY400 - a traceback may hold what people wrote
                self._stopping.wait(seconds)
            else:
                pause.over()
                if not worked:
                    self._woken.wait(self.poll_s)

    def catch_up(self) -> list[Standing]:
        """Follow until nothing is left to read, then return where each projection stands.

        Raises what ``run`` would wait for.
        """
        while self._round():
            pass
        return self.lag()

    def _round(self) -> int:
        """Take every projection one batch further; return how many events that were, 0 when all are there."""
        if not self._opened:
            self._open()
        self._revive()
        going: dict[int, list[_Track]] = {}
        for track in self._tracks:
            if track.fault is None:
                going.setdefault(track.position, []).append(track)
        worked, unreadable = 0, None
        for position, tracks in going.items():
            try:
                events = self._read(position)
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001 - raised again below, after those who are elsewhere
                unreadable = error
                self._mark_unreadable(position, tracks, error)
                continue
            worked += len(events)
            self._share(tracks, events)
            if self._stopping.is_set():
                break
        if unreadable is not None:
            raise unreadable
        return worked

    def _share(self, tracks: Sequence[_Track], events: Sequence[Recorded]) -> None:
        """Give one batch, decoded once, to all who stand before it."""
        if not events:
            return
        for track in tracks:
            self._advance(track, events)
        if self.on_batch is not None:
            self.on_batch(events[-1].position, len(events))

    def _mark_unreadable(self, after: int, tracks: Sequence[_Track], error: Exception) -> None:
        """Say in the books that the next event cannot be read; it is tried again, nothing is passed over."""
        kind, place = _what(error)
        for track in tracks:
            if not track.marked:
                fault = Fault(after, "", f"the log cannot be read after here: {kind}", place, self.now())
                record_fault(self.database, track.name, fault)
                track.marked = True

    def _revive(self) -> None:
        """Look now and then whether a stopped projection was rebuilt, or passed by other code elsewhere."""
        if time.monotonic() < self._look_again or all(track.fault is None for track in self._tracks):
            return
        self._look_again = time.monotonic() + _LOOK_AGAIN_S
        books = standings(self.database)
        for track in self._tracks:
            standing = books.get(track.name)
            if track.fault is not None and standing is not None and standing.fault is None:
                with self._moved:
                    track.position, track.fault = standing.position, None

    def _open(self) -> None:
        """Make what is missing, and read where each projection stands."""
        for track in self._tracks:
            track.fault = None
            try:
                ensure(self.database, [track.store.projection])
            except ShapeChangedError as error:
                self._halt(track, 0, "", error, str(error))
        books, last = standings(self.database), self.log.position()
        with self._moved:
            for track in self._tracks:
                standing = books.get(track.name)
                track.position = standing.position if standing else 0
                track.marked = standing is not None and standing.fault is not None
                if track.fault is None and track.position > last:
                    self._halt(track, track.position, "", None, "it is ahead of the log: rebuild it")
            self._opened = True
            self._moved.notify_all()

    def _read(self, after: int) -> list[Recorded]:
        """Read the next batch; a batch that cannot be read is read one by one, up to where it cannot."""
        try:
            events = self.log.read(after, self._limit)
        except StoreUnavailableError:
            raise
        except Exception:
            if self._limit == 1:
                raise
            self._limit = 1
            return self._read(after)
        self._limit = min(self._limit * 2, self.batch)
        return events

    def _advance(self, track: _Track, events: Sequence[Recorded]) -> None:
        try:
            self._apply(track, events)
        except StoreUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - the next lines find the event
            self._advance_singly(track, events)

    def _advance_singly(self, track: _Track, events: Sequence[Recorded]) -> None:
        """Go as far as the code of the projection goes, then stop it there."""
        for recorded in events:
            try:
                self._apply(track, [recorded])
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001 - a projection that throws must stop nobody else
                name = event_name(recorded.envelope.event)
                self._halt(track, recorded.position, name, error, "")
                return
            if track.position != recorded.position:
                return  # another follower was faster

    def _apply(self, track: _Track, events: Sequence[Recorded]) -> None:
        position = track.store.apply(track.position, events)
        if track.marked:
            record_fault(self.database, track.name, None)
            track.marked = False
        with self._moved:
            track.position = position
            self._moved.notify_all()

    def _halt(self, track: _Track, position: int, event: str, error: Exception | None, reason: str) -> None:
        """Stop one projection, and say where in the log, in the books and to whoever waits for it."""
        kind, place = _what(error) if error is not None else ("", "")
        fault = Fault(position, event, reason or kind, place, self.now())
        logger.error(
            "%s stopped at position %d (%s): %s %s", track.name, position, event or "-", fault.error, place
        )
        record_fault(self.database, track.name, fault)
        with self._moved:
            track.fault, track.marked = fault, True
            self._moved.notify_all()


def _what(error: Exception) -> tuple[str, str]:
    if isinstance(error, FoldError):
        return error.kind, error.place
    return type(error).__name__, place_of(error)
