"""Running the program: the web server, the follower, and the timekeeper beside it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import date

from ppid.database import StoreUnavailableError
from ppid.events import Stream
from projections.reader import Reader
from projections.worklist import WORKLIST, OpenCase
from web.services import Services

TICK_SECONDS = 30.0
log = logging.getLogger("ppid.timekeeper")


def late_cases(services: Services, on: date) -> Iterator[Stream]:
    """The open cases in which some clock may have run out before ``on``."""
    reader: Reader[OpenCase] = Reader(services.views, WORKLIST)
    seen: set[Stream] = set()
    for column in ("due_on", "requester_due_on"):
        for row in reader.all(ranges=[(column, "<", on)]):
            if row.stream not in seen:
                seen.add(row.stream)
                yield row.stream


def open_cases(services: Services) -> Iterator[Stream]:
    """Every open case."""
    reader: Reader[OpenCase] = Reader(services.views, WORKLIST)
    for row in reader.all():
        yield row.stream


def keep_time(services: Services) -> tuple[int, int]:
    """One round of the timekeeper: recount after a new decree, then note what ran out."""
    services.follower.wait_for(services.log.position(), timeout_s=60)
    moved = services.timekeeper.recount(open_cases(services))
    if moved:
        # What ran out is decided on the new dates, so the worklist must show them first.
        services.follower.wake()
        services.follower.wait_for(services.log.position(), timeout_s=60)
    ended = services.timekeeper.note_ends(lambda on: late_cases(services, on))
    services.follower.wake()
    return moved, ended


class Keeper:
    """Runs the timekeeper every half minute until stopped. A failed round is tried again at the next."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="timekeeper", daemon=True)

    def start(self) -> None:
        """Run beside the web server."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the round and stop."""
        self._stopping.set()

    def run(self) -> None:
        """Run in the foreground until stopped."""
        while not self._stopping.is_set():
            try:
                moved, ended = keep_time(self._services)
            except StoreUnavailableError:
                log.warning("the store is away; the next round tries again")
            else:
                if moved or ended:
                    log.info("moved %s due dates, noted %s clocks that ran out", moved, ended)
                self._services.state.sweep()
            self._stopping.wait(TICK_SECONDS)
