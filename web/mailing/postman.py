"""The postman: empties the outbox, one mail at a time, beside the server and never in a reader's way.

Whether anybody has the address of a link is found out here, so that the page which takes the address does the
same work for all of them. Law: Perki 1/2021 art. 30(2); UU 27/2022 art. 30, 35.
"""

from __future__ import annotations

import logging
import smtplib
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from email.message import EmailMessage
from typing import NamedTuple, TypeVar

from ppid.errors import RuleError
from ppid.events import Actor, Role, Stream
from ppid.objection.state import OBJECTION
from ppid.outside import MailServer
from web.mailing import writing
from web.mailing.addresses import NoAddressError
from web.mailing.crier import Crier
from web.mailing.outbox import Ended, Kind, Mail
from web.mailing.proofs import LINK
from web.mailing.readers import having
from web.mailing.sending import AwayError, LaterError, NeverError, connected, hand_over
from web.services import Services

TICK_SECONDS = 5.0
AT_ONCE = 50
PLACE = "/surel"
EXPIRED = "expired"
T = TypeVar("T")
log = logging.getLogger("ppid.mail")


class Round(NamedTuple):
    """What a round did: how many mails were taken, put off, and ended without being taken."""

    sent: int = 0
    later: int = 0
    ended: int = 0


class _NobodyError(Exception):
    """There is nobody to send it to (any more)."""


class _TooLateError(Exception):
    """What it says is no longer news: no server was there in time (F65)."""


class Postman:
    """Sends what is due every few seconds until stopped. A failed round is tried again at the next."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._crier = Crier(services)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="postman", daemon=True)

    def start(self) -> None:
        """Run beside everything else."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the mail at hand and stop."""
        self._stopping.set()

    def run(self) -> None:
        """Send until stopped."""
        while not self._stopping.is_set():
            # What is asked for now is sent even where the log cannot be read on.
            queued = self._tried(self._crier.round)
            done = self._tried(self.round)
            if queued or (done and any(done)):
                log.info(
                    "mail: %s queued, %s sent, %s put off, %s ended unsent", queued or 0, *(done or Round())
                )
            self._stopping.wait(TICK_SECONDS)

    @staticmethod
    def _tried(step: Callable[[], T]) -> T | None:
        try:
            return step()
        except Exception as error:  # noqa: BLE001  (whatever fails now, the next round must come)
            # The kind is enough to find it; the message may hold an address.
            log.error("a round failed, the next one tries again: %s", type(error).__name__)  # noqa: TRY400
            return None

    def round(self) -> Round:
        """Try every mail that is due once."""
        server = self._services.settings.outside.mail
        if server is None:
            return Round()
        done: Counter[Ended | None] = Counter()
        outbox = self._services.outbox
        with ExitStack() as until_done:
            line = _Line(server, until_done)
            for key in outbox.due(AT_ONCE):
                mail = None if self._stopping.is_set() else outbox.claim(key)
                if mail is None:
                    continue
                try:
                    ended: Ended | None = self._try(mail, line)
                except AwayError as away:
                    outbox.later(mail, away.why)
                    done[None] += 1
                    break
                done[ended] += 1
        outbox.sweep()
        self._services.proofs.sweep()
        unsent = done[Ended.REFUSED] + done[Ended.GIVEN_UP]
        return Round(done[Ended.SENT], done[None], unsent)

    def _try(self, mail: Mail, line: _Line) -> Ended | None:
        """Try one mail and note how that went; None when it is tried again later. Raises ``AwayError``."""
        how, problem = Ended.SENT, ""
        try:
            line.take(self._written(mail, line.server))
        except _NobodyError:
            how = Ended.NOBODY
        except _TooLateError:
            how, problem = Ended.GIVEN_UP, EXPIRED
        except NoAddressError:
            how, problem = Ended.REFUSED, "unwritable-address"
        except NeverError as never:
            how, problem = Ended.REFUSED, never.why
        except AwayError:
            raise
        except LaterError as problem_now:
            self._services.outbox.later(mail, problem_now.why)
            return None
        self._services.outbox.end(mail, how, problem)
        return how

    def _written(self, mail: Mail, server: MailServer) -> EmailMessage:
        if mail.expires_at <= self._services.now():
            raise _TooLateError
        envelope = writing.Envelope(
            sender=server.sender,
            sender_name=self._office(),
            to=self._reader(mail),
            # Fixed when it was queued: the same mail sent twice is one mail to whoever gets both (F66).
            message_id=f"<{mail.id}@{server.sender.rpartition('@')[2]}>",
            at=mail.made_at,
        )
        return writing.written(self._letter(mail), envelope)

    def _reader(self, mail: Mail) -> str:
        """Whose mail it is: a link goes only to an address that somebody gave us."""
        if mail.kind is Kind.LINK:
            found = having(self._services, mail.to)
            if not found:
                raise _NobodyError
            # To the address as it was given at filing, never as somebody typed it now.
            return found[0].email
        identity = self._services.people.identity(mail.person)
        if identity is None or not (mail.to or identity.email):
            raise _NobodyError
        return mail.to or identity.email

    def _letter(self, mail: Mail) -> writing.Letter:
        base = self._services.settings.base_url
        match mail.kind:
            case Kind.LINK:
                return writing.link(f"{base}{PLACE}/{mail.token}", int(LINK.total_seconds() // 60))
            case Kind.RECEIPT:
                return writing.receipt(self._number(mail.about), f"{base}/lacak")
            case Kind.NEWS:
                return writing.news(self._number(mail.about), f"{base}{PLACE}")
            case Kind.DATA:
                return writing.data(f"{base}{PLACE}")

    def _number(self, case: Stream) -> str:
        citizen = Actor(case, Role.CITIZEN)
        try:
            if OBJECTION.of(case):
                return self._services.objections.see(case, citizen).number
            return self._services.desk.request(case, citizen).number
        except RuleError:
            raise _NobodyError from None

    def _office(self) -> str:
        bodies = self._services.directory.bodies()
        return bodies[0].name if len(bodies) == 1 else "Layanan Informasi Publik"


class _Line:
    """The line to the server: opened for the first mail of a round that has a reader."""

    def __init__(self, server: MailServer, until_done: ExitStack) -> None:
        self.server = server
        self._until_done = until_done
        self._connection: smtplib.SMTP | None = None

    def take(self, message: EmailMessage) -> None:
        """Hand a mail over. Raises ``NotTakenError``."""
        if self._connection is None:
            self._connection = self._until_done.enter_context(connected(self.server))
        hand_over(self._connection, message)
