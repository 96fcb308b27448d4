"""What every fact in the log has in common: the event, the envelope around it, and who acted.

An event is one fact in the past tense. The envelope says who recorded it, in which role, for which
public body, when, and where in which stream. Pure: no clock, no database.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

import msgspec

Stream: TypeAlias = str
"""The name of one subject's events: ``<subject>-<32 hex digits>``, such as ``request-01ab…``."""


class Role(StrEnum):
    """In which quality somebody acted. The value stands in the log and is permanent."""

    CITIZEN = "citizen"
    SERVICE_DESK = "service-desk"
    UNIT_OFFICER = "unit-officer"
    PPID = "ppid"
    SUPERIOR = "superior"
    HEAD = "head"
    BODY_ADMIN = "body-admin"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    TIMEKEEPER = "timekeeper"
    IMPORT = "import"


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=False, omit_defaults=True):
    """One fact, whole and small. Subclasses only ever gain fields, each with a default."""


class Actor(msgspec.Struct, frozen=True):
    """Who acts. ``id`` names an officer, ``citizen`` for the requester, or a process by its role."""

    id: str
    role: Role
    body: Stream = ""
    unit: str = ""


EventT_co = TypeVar("EventT_co", bound=Event, covariant=True)


class Envelope(msgspec.Struct, Generic[EventT_co], frozen=True):
    """One event in its place: the ``version``-th of ``stream``, recorded at ``recorded_at`` (UTC)."""

    stream: Stream
    version: int
    event: EventT_co
    recorded_at: datetime
    actor: str
    role: Role
    body: Stream = ""
    #: The idempotency key of the command that caused the event, and a keyed digest of that command.
    key: str = ""
    digest: str = ""


class Recorded(msgspec.Struct, frozen=True):
    """An envelope with its place in the whole log: positions grow, and may have gaps."""

    position: int
    envelope: Envelope[Event]


class Sealed(msgspec.Struct, frozen=True):
    """A personal value: whose it is, and its ciphertext (base64). Only that person's key opens it."""

    person: Stream
    box: str


class Approval(msgspec.Struct, frozen=True):
    """The superior's approval of a refusal or a decree: by which office, and when.

    Perki 1/2021 art. 10(2)f and 45.
    """

    by: str
    on: date


class CountingRules(msgspec.Struct, frozen=True, omit_defaults=True):
    """What regulations §14 leaves open, per public body, with its defaults.

    ``week``: 5 or 6 working days (U8). ``joint_leave_off``: *cuti bersama* stops the clock (U7).
    ``start_counts``: the day of receipt counts (U1 B). ``after_hours_next_day``: what arrives on a day
    off or after closing counts as received on the next working day, for clocks the body owes (U6).
    """

    week: int = 5
    joint_leave_off: bool = True
    start_counts: bool = False
    after_hours_next_day: bool = False


class Unit(StrEnum):
    """What a clock is counted in. The value stands in the log and is permanent."""

    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    MONTHS = "months"
    #: Hours of the clock on the wall, from the instant of the start: days off count like any other.
    HOURS = "hours"
    #: The day itself was ordered or promised; nothing is counted.
    AS_SET = "as-set"


class Promise(msgspec.Struct, frozen=True, omit_defaults=True):
    """A due date as promised on the day its clock started.

    ``days`` of ``unit`` after ``starts_on`` (before it where ``backwards``), counted with the calendar
    edition ``calendar`` under ``rules``: a case keeps the rules it began under. ``due_on`` is None while
    the calendar of ``missing_year`` is not decreed. Where the unit is hours, ``due_at`` is the instant it
    ends, told in ``zone``, and ``due_on`` the local day of that instant.
    """

    clock: str
    starts_on: date
    days: int
    due_on: date | None
    calendar: str
    missing_year: int | None = None
    rules: CountingRules = CountingRules()
    unit: Unit = Unit.WORKING_DAYS
    backwards: bool = False
    due_at: datetime | None = None
    zone: str = ""

    def over(self, as_of: date, now: datetime | None = None) -> bool:
        """Whether its time has passed on ``as_of``, or where hours are counted at ``now``.

        Neither a due day nor a due instant is late itself. Whoever asks about hours with a day alone learns
        it when that day is over.
        """
        if self.due_at is not None and now is not None:
            return self.due_at < now
        return self.due_on is not None and self.due_on < as_of
