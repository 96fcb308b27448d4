"""The facts of a data subject's application, as the office would write them in its book.

The person stands here by key only. Whatever is written freely (what they ask for, what they are answered) is
sealed with the person's key, so that it goes with it.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ppid.clocks import Moved, RanOut
from ppid.events import Event, Promise, Sealed, Stream
from ppid.privacy.vocabulary import Ground, PrivacyKind, Proof, Way
from ppid.registering import Registration


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer in writing: its letter, the instant and the day the person was told, and what it says."""

    number: str
    signed_on: date
    told_at: datetime
    told_on: date
    text: Sealed | None = None


class Asked(Registration, frozen=True):
    """A person applied in a recorded way, and the application got its number and its hours at once.

    ``case`` is the case it is about, if any. ``what`` are the person's own words, sealed.
    """

    person: Stream
    kind: PrivacyKind
    way: Way
    received_at: datetime
    received_on: date
    promises: tuple[Promise, ...]
    what: Sealed | None = None
    case: Stream = ""
    language: str = "id"


class Verified(Event, frozen=True):
    """The identity of who applied was proved."""

    by: Proof


class Granted(Event, frozen=True):
    """The erasure was decided and answered; the key is destroyed in a step of its own.

    ``order``: the order of a court or the commission by which it goes before what keeps the data.
    """

    reply: Reply
    order: str = ""


class Done(Event, frozen=True):
    """What was applied for was done and told. An erasure was answered when it was granted."""

    reply: Reply | None = None


class Refused(Event, frozen=True):
    """The application was refused in writing; ``until``: how long the exception stands."""

    ground: Ground
    reply: Reply
    until: date | None = None


class Withdrawn(Event, frozen=True):
    """Who applied took it back."""

    withdrawn_at: datetime
    withdrawn_on: date


class Recounted(Moved, frozen=True):
    """A decree moved a due date. Hours are never moved: the name is there because every subject has it."""


class ClockRanOut(RanOut, frozen=True):
    """The hours to answer ended without an answer."""


PrivacyEvent = Asked | Verified | Granted | Done | Refused | Withdrawn | Recounted | ClockRanOut
