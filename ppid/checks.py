"""What every decision shares: the day's context, its promises, and checks of texts and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from ppid import refusals as no
from ppid.body import Body
from ppid.counting import WorkingCalendar, months_after
from ppid.deadlines import Clock
from ppid.events import Promise, Unit

LINE_CHARS = 300
TEXT_CHARS = 20_000
FAR = timedelta(days=10 * 365)


class Context(msgspec.Struct, frozen=True):
    """The day a decision is taken on: the local date, the instant, the body and its calendar."""

    as_of: date
    now: datetime
    body: Body
    calendar: WorkingCalendar


def promise(clock: Clock, start: date, context: Context, days: int | None = None) -> Promise:
    """The due date of ``clock`` from ``start`` under the body's rules, as the event keeps it."""
    length = clock.days if days is None else days
    calendar = context.calendar
    match clock.unit:
        case Unit.WORKING_DAYS:
            return calendar.promise(
                clock.code, start, length, owed_by_body=clock.owed_by_body, backwards=clock.backwards
            )
        case Unit.CALENDAR_DAYS:
            due_on = start + timedelta(days=length)
        case Unit.MONTHS:
            due_on = months_after(start, length)
        case Unit.AS_SET:
            due_on = start
        case Unit.HOURS:
            raise ValueError("hours run from an instant, not from a day")
    return Promise(clock.code, start, length, due_on, calendar.edition, rules=calendar.rules, unit=clock.unit)


def promise_from(clock: Clock, began_at: datetime, context: Context) -> Promise:
    """The end of the hours of ``clock`` from an instant: they run on through nights and days off.

    Law: UU 27/2022 art. 30, 32, 41 and 46 (three times twenty-four hours).
    """
    if clock.unit is not Unit.HOURS:
        raise ValueError("only hours run from an instant")
    calendar, at = context.calendar, began_at.astimezone(UTC)
    due_at = at + timedelta(hours=clock.days)
    return Promise(
        clock.code,
        context.body.local_date(at),
        clock.days,
        context.body.local_date(due_at),
        calendar.edition,
        rules=calendar.rules,
        unit=Unit.HOURS,
        due_at=due_at,
        zone=context.body.zone,
    )


def as_set(clock: Clock, start: date, due_on: date, context: Context) -> Promise:
    """A due date that was ordered or promised as a day, so that nothing is counted."""
    calendar = context.calendar
    return Promise(clock.code, start, 0, due_on, calendar.edition, rules=calendar.rules, unit=Unit.AS_SET)


class Label(msgspec.Struct, frozen=True):
    """What a field is called, and which article asks for it."""

    id: str
    en: str
    article: str = ""
    limit: int = TEXT_CHARS


def check_text(field: str, value: str, label: Label, *, required: bool = True) -> None:
    """Refuse an empty required text, or one over its limit."""
    if required and not value.strip():
        raise no.RequiredError(field, label_id=label.id, label_en=label.en, article=label.article)
    if len(value) > label.limit:
        raise no.TooLongError(
            field, label_id=label.id, label_en=label.en, length=len(value), limit=label.limit
        )


def check_happened(field: str, on: date, context: Context) -> None:
    """Refuse a date in the future, or before the body existed."""
    if on > context.as_of:
        raise no.FutureDateError(field, on=on, as_of=context.as_of)
    if on < context.body.established_on:
        raise no.BeforeBodyError(field, on=on, established_on=context.body.established_on)


def check_instant(field: str, at: datetime, context: Context) -> None:
    """Refuse an instant in the future, or before the body existed."""
    if at > context.now:
        raise no.FutureDateError(field, on=context.body.local_date(at), as_of=context.as_of)
    check_happened(field, context.body.local_date(at), context)


def check_order(field: str, on: date, earlier: date, what: Label) -> None:
    """Refuse a date that comes before what it must follow."""
    if on < earlier:
        raise no.BeforeError(field, on=on, earlier=earlier, what_id=what.id, what_en=what.en)


def check_near(field: str, on: date, context: Context) -> None:
    """Refuse a day so far ahead that nobody can have meant it."""
    latest = context.as_of + FAR
    if on > latest:
        raise no.TooFarError(field, on=on, latest=latest)


SENT = Label("tanggal surat dikirim", "the day the letter was sent")
SIGNED = Label("tanggal surat ditandatangani", "the day the letter was signed")
NOTE = Label("Catatan", "The note", limit=2000)
REASON = Label("Alasan", "The reason", limit=5000)
LETTER_NUMBER = Label("Nomor surat", "The letter number", limit=LINE_CHARS)
