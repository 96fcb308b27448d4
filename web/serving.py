"""Running the program: the web server, the follower, and the timekeeper beside it."""

from __future__ import annotations

import logging
import threading
from itertools import chain

from projections import agenda, worklist
from projections.agenda import AGENDA, Agendum
from projections.reader import Reader
from projections.worklist import WORKLIST, OpenCase
from web.beats import TIMEKEEPER, Beats
from web.files.sweeping import Round
from web.mailing.postman import Postman
from web.services import Services

TICK_SECONDS = 30.0
log = logging.getLogger("ppid.timekeeper")


def keep_time(services: Services) -> tuple[int, int]:
    """One round of the timekeeper: recount after a new decree, then note what ran out."""
    requests: Reader[OpenCase] = Reader(services.views, WORKLIST)
    others: Reader[Agendum] = Reader(services.views, AGENDA)
    seen_all = services.follower.wait_for(services.log.position(), timeout_s=60)
    moved = services.timekeeper.recount(
        chain(worklist.open_requests(requests), agenda.open_cases(others)), seen_all=seen_all
    )
    if moved:
        # What ran out is decided on the new dates, so the lists must show them first.
        services.follower.wake()
        services.follower.wait_for(services.log.position(), timeout_s=60)
    noted = services.timekeeper.note_ends(
        lambda on: chain(worklist.ended(requests, on), agenda.ended(others, on))
    )
    services.follower.wake()
    return moved, noted


class Keeper:
    """Runs the timekeeper every half minute until stopped. A failed round is tried again at the next."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._files = Round(services)
        self._beats = Beats(services.state.database, services.now)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="timekeeper", daemon=True)
        # A mail server may be slow; the clocks do not wait for it.
        self._postman = Postman(services)

    def start(self) -> None:
        """Run beside the web server, with the postman."""
        self._thread.start()
        if self._services.outbox.active:
            self._postman.start()

    def stop(self) -> None:
        """Finish the round and stop."""
        self._stopping.set()
        self._postman.stop()

    def run(self) -> None:
        """Run in the foreground until stopped."""
        while not self._stopping.is_set():
            try:
                moved, noted = keep_time(self._services)
                self._services.state.sweep()
                self._beats.beat(TIMEKEEPER)
                self._files.run()
            except Exception as error:  # noqa: BLE001  (whatever fails now, the next round must come)
                # The kind is enough to find it; the message may hold somebody's words.
                log.error("a round failed, the next one tries again: %s", type(error).__name__)  # noqa: TRY400
            else:
                if moved or noted:
                    log.info("moved %s due dates, noted %s clocks that ran out", moved, noted)
            self._stopping.wait(TICK_SECONDS)
