"""Due dates for officers: what is left, and why that day, counted with the calendar it was promised with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ppid.body import Body
from ppid.calendar import Amended, CalendarMissingError, Decreed, Edition, edition_known_on
from ppid.clocks import ClockState
from ppid.counting import Reason, WorkingCalendar, working_calendar
from ppid.deadlines import CLOCKS, D04, D06, D09, D11, D12, D14, Clock
from ppid.errors import say_date
from ppid.events import Promise, Recorded, Unit
from ppid.request.events import FoundComplete
from ppid.request.state import Request
from projections.explaining import promised_days
from projections.replay import days_left
from web.filters import number, weekday_day, weekday_moment
from web.i18n import gettext as _
from web.i18n import language
from web.office.words import say, why_skipped
from web.services import services

#: The periods in which the requester, the objector or the applicant may act.
RIGHTS = frozenset({D04.code, D09.code, D11.code, D12.code, D14.code})


class ClockShown(NamedTuple):
    """A clock with what an officer asks of it. ``left`` are hours where ``hours``, days otherwise."""

    code: str
    name: str
    promise: Promise
    left: int | None
    days: tuple[dict[str, object], ...]
    calendar: str
    law: str
    on_expiry: str
    owed_by_body: bool
    ran_out: bool
    calendar_days: bool
    reckoned: str
    whose: str
    due: str
    hours: bool


def show(
    promise: Promise, body: Body, as_of: date, *, ran_out: bool = False, now: datetime | None = None
) -> ClockShown:
    """A promise with every day of its count. ``now``: the instant that hours are told from, if another."""
    clock = CLOCKS[promise.clock]
    edition = edition_of(promise)
    by_day = promise.unit is Unit.WORKING_DAYS and promise.days > 0 and not promise.backwards
    return ClockShown(
        code=promise.clock,
        name=say(clock.name),
        promise=promise,
        left=hours_to(promise.due_at, now or services().now())
        if promise.due_at
        else left_of(promise.due_on, promise.unit, services().directory.calendar(body, as_of), as_of),
        days=counted(promise, working_calendar(edition, body.rules)) if by_day else (),
        calendar=calendar_words(edition),
        law=clock.article,
        on_expiry=say(clock.on_expiry),
        owed_by_body=clock.owed_by_body,
        ran_out=ran_out,
        calendar_days=in_calendar_days(promise.unit),
        reckoned="" if by_day else _reckoned(promise),
        whose=_whose(clock),
        due=due_words(promise.due_on, promise.due_at, promise.zone),
        hours=promise.due_at is not None,
    )


def due_words(due_on: date | None, due_at: datetime | None, zone: str) -> str:
    """The day something is due, or the instant where hours are counted."""
    return weekday_moment(due_at, zone or "Asia/Jakarta") if due_at else weekday_day(due_on)


def hours_to(due_at: datetime, now: datetime) -> int:
    """The whole hours that are left; -1 is less than one hour late."""
    return (due_at - now) // timedelta(hours=1) if due_at != now else 0


def in_calendar_days(unit: Unit) -> bool:
    """Whether what is left of a period is told in days of the calendar: it is not counted in working days."""
    return unit in {Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.HOURS}


def left_of(due_on: date | None, unit: Unit, calendar: WorkingCalendar, as_of: date) -> int | None:
    """The days that are left, counted as the period is; negative once it is over."""
    if due_on is not None and in_calendar_days(unit):
        return (due_on - as_of).days
    return days_left(calendar, as_of, due_on)


def _whose(clock: Clock) -> str:
    """Who has the time, where it is not the body that owes something."""
    if clock.owed_by_body:
        return ""
    return _("hak pemohon") if clock.code in RIGHTS else _("bukan kewajiban badan publik ini")


def _reckoned(promise: Promise) -> str:
    """How a date came about that is not counted day by day."""
    start = weekday_day(promise.starts_on)
    days = number(promise.days)
    if promise.unit is Unit.AS_SET:
        return _("Tanggal ini ditetapkan, tidak dihitung.")
    if promise.days == 0:
        return _("Batasnya pada hari itu juga, %(start)s.", start=start)
    if promise.unit is Unit.HOURS:
        return _(
            "Dihitung %(hours)s jam menurut jam dinding sejak %(start)s; malam dan hari libur ikut dihitung.",
            hours=days,
            start=weekday_moment(_began(promise), promise.zone),
        )
    if promise.unit is Unit.MONTHS:
        return _("Dihitung %(months)s bulan sesudah %(start)s.", months=days, start=start)
    if promise.unit is Unit.CALENDAR_DAYS:
        return _(
            "Dihitung %(days)s hari kalender sesudah %(start)s; hari libur ikut dihitung.",
            days=days,
            start=start,
        )
    return _("Dihitung mundur %(days)s hari kerja dari %(start)s.", days=days, start=start)


def _began(promise: Promise) -> datetime | None:
    return promise.due_at - timedelta(hours=promise.days) if promise.due_at else None


def show_all(clocks: Iterable[ClockState], body: Body, as_of: date) -> list[ClockShown]:
    """Clocks with every day of their counts."""
    return [show(c.promise, body, as_of, ran_out=c.ran_out) for c in clocks]


def counted(promise: Promise, calendar: WorkingCalendar) -> tuple[dict[str, object], ...]:
    """The days of a promise for the component ``deadline.why``: the start itself only where it counts."""
    try:
        days = promised_days(calendar, promise)
    except CalendarMissingError:
        return ()
    return tuple(
        {"date": day.on, "counted": day.counted, "reason": why_skipped(day)}
        for day in days
        if day.on != promise.starts_on or day.reason is Reason.COUNTED
    )


def edition_of(promise: Promise) -> Edition:
    """The edition of the calendar that a promise names; the newest one where it names none we know."""
    events = services().directory.calendar_events()
    signed = sorted({e.signed_on for e in events if isinstance(e, Decreed | Amended)})
    editions = [edition_known_on(events, on) for on in signed] or [edition_known_on(events, date.max)]
    return next((edition for edition in editions if edition.name == promise.calendar), editions[-1])


def calendar_words(edition: Edition) -> str:
    """The decrees that made an edition what it is, in words."""
    if not edition.number:
        return _("belum ada SKB yang dicatat")
    signed = say_date(edition.signed_on, language())
    return _("SKB %(numbers)s, ditandatangani %(signed)s", numbers=", ".join(edition.numbers), signed=signed)


def counted_from_completion(
    request: Request, recorded: Iterable[Recorded], body: Body, as_of: date
) -> tuple[date, date] | None:
    """The day it was declared complete after a correction, and the answer date counted from it (U2).

    Shown beside the alarm, never instead of it: the statutory clock runs from the first receipt.
    """
    found = [r.envelope for r in recorded if isinstance(r.envelope.event, FoundComplete)]
    if request.incompleteness is None or not found or request.outcome:
        return None
    declared = body.local_date(found[-1].recorded_at)
    try:
        return declared, services().directory.calendar(body, as_of).due(declared, D06.days)
    except CalendarMissingError:
        return None
