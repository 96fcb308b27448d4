"""The process that seals: checkpoints within two seconds of an event, and the seal of the day. See `Keeper`.

Two threads: what waits for other people's servers must not keep a checkpoint waiting. Recording never waits
for either.
"""

from __future__ import annotations

import logging
import threading
import time

from ppid.database import StoreUnavailableError
from ppid.seal.daily import Confirmed, DailySeal, Others
from ppid.seal.erasing import carry_out
from ppid.seal.integrator import Integrator, RestoredError
from ppid.seal.signing import ChildSigner, RefusedError, SignerAwayError, SignerError, SocketSigner
from web.services import Services

POLL_SECONDS = 0.2
BETWEEN_CHECKPOINTS_SECONDS = 1.0
AFTER_FAULT_SECONDS = 2.0
LOOK_SECONDS = 10.0
ASK_AGAIN_SECONDS = 60.0
ASK_THE_REST_SECONDS = 3600.0
REMIND_SECONDS = 60.0
log = logging.getLogger("ppid.seal")


class Sealer:
    """Seals until stopped. Start it where the follower runs, after `web.signing.check`."""

    def __init__(self, services: Services, signing: ChildSigner | SocketSigner, others: Others) -> None:
        self._services = services
        self._signing = signing
        self.integrator = Integrator(services.ledger, signing)
        self.daily = DailySeal(self.integrator, services.now, others)
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._fault = ""
        self._told_at = 0.0
        self._threads = [
            threading.Thread(target=self._integrate, name="integrator", daemon=True),
            threading.Thread(target=self._seal, name="sealer", daemon=True),
        ]

    def start(self) -> None:
        """Run beside the follower."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the round and stop; then the child that signs ends too."""
        self._stopping.set()
        self._woken.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(5)
        self._signing.close()

    def wake(self) -> None:
        """Look now: something was recorded."""
        self._woken.set()

    def _integrate(self) -> None:
        while not self._stopping.is_set():
            pause = self._round()
            if pause > POLL_SECONDS:
                self._stopping.wait(pause)
            else:
                self._woken.wait(pause)
            self._woken.clear()

    def _round(self) -> float:
        """Make a checkpoint if there is something new; return how long to wait."""
        try:
            note = self.integrator.integrate()
        except (RestoredError, RefusedError, SignerError, SignerAwayError) as fault:
            self._tell(str(fault))
        except StoreUnavailableError:
            self._tell("The store cannot be reached.")
        except Exception as fault:  # noqa: BLE001 - whatever fails now, the next round reads everything anew
            self._tell(f"A round failed ({type(fault).__name__}).")
        else:
            if self._fault:
                log.info("Checkpoints are made again.")
                self._fault = ""
            return BETWEEN_CHECKPOINTS_SECONDS if note else POLL_SECONDS
        return AFTER_FAULT_SECONDS

    def _tell(self, fault: str) -> None:
        """Say what is wrong when it begins, and then once a minute."""
        now = time.monotonic()
        if fault != self._fault or now - self._told_at >= REMIND_SECONDS:
            self._fault, self._told_at = fault, now
            log.error("No checkpoint could be made, recording goes on: %s", fault)

    def _seal(self) -> None:
        ask_again = 0.0
        while not self._stopping.is_set():
            try:
                if self.daily.due():
                    self._seal_the_day()
                    ask_again = 0.0
                if time.monotonic() >= ask_again:
                    _report(self.daily.confirm())
                    enough = self.daily.sufficient()
                    ask_again = time.monotonic() + (ASK_THE_REST_SECONDS if enough else ASK_AGAIN_SECONDS)
            except Exception as fault:  # noqa: BLE001 - tried again in a while, whatever it was
                log.error("The seal of the day failed: %s", type(fault).__name__)  # noqa: TRY400
            self._stopping.wait(LOOK_SECONDS)

    def _seal_the_day(self) -> None:
        note = self.daily.seal()
        log.info("The seal of the day holds %s entries.", note.size)
        self.daily.prune()
        carry_out(self._services.ledger, self._services.files)


def _report(confirmed: Confirmed) -> None:
    for outcome in confirmed.witnesses.outcomes if confirmed.witnesses else ():
        level = logging.ERROR if outcome.result.alarming else logging.INFO
        log.log(level, "%s", outcome.sentence("en"))
    for failure in confirmed.failures:
        log.warning("%s", failure)
