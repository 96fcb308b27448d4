"""The rows of a decree on a day: which are exempt, and the deadline before the earliest of their ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from ppid.calendar import CalendarMissingError
from ppid.checks import Context, promise
from ppid.deadlines import D25, clock_of
from ppid.deadlines.publishing import STIPULATION_TASK_DAYS
from ppid.events import Event, Promise
from ppid.exemption import refusals as no
from ppid.exemption.papers import Row
from ppid.exemption.state import EXEMPTION, Exemption, waits_for

EventT = TypeVar("EventT", bound=Event)


def check_running(exemption: Exemption, context: Context) -> None:
    """Refuse a step on an exemption that was not decreed, or of which nothing is exempt any more."""
    if not exemption.decrees:
        raise no.NotDecreedError(number=exemption.number)
    if exemption.closed or not exemption.in_force(context.as_of):
        raise no.ExemptionOverError(number=exemption.number)


def row_of(exemption: Exemption, number: int) -> Row:
    """The decree's row of that number. Raises ``UnknownRowError``."""
    row = exemption.row(number)
    if row is None:
        raise no.UnknownRowError("rows", row=number, number=exemption.number)
    return row


def row_in_force(exemption: Exemption, number: int, on: date) -> Row:
    """The decree's row of that number, exempt on ``on``: what ended never becomes exempt again."""
    row = row_of(exemption, number)
    if not row.in_force(on):
        raise no.RowNotInForceError("rows", row=number, number=exemption.number, on=on)
    return row


def named_once(numbers: Iterable[int]) -> tuple[int, ...]:
    """Rows as they were named, each once; refused when none is."""
    rows = tuple(dict.fromkeys(numbers))
    if not rows:
        raise no.NothingOpenedError("rows")
    return rows


def deadline(exemption: Exemption, context: Context) -> tuple[Promise, ...]:
    """The deadline (D25) that the earliest end nobody has stipulated yet needs, unless it runs already.

    Law: PP 61/2010 art. 11; Perki 1/2021 art. 52(1); U16: the latest day, thirty working days before.
    """
    waiting = waits_for(exemption)
    decree = exemption.decree
    if not waiting or decree is None or waiting[0].until is None:
        return ()
    until = waiting[0].until
    clock = exemption.clocks.get(D25.code)
    if clock and clock.running and clock.promise.starts_on == until:
        return ()
    return (promise(clock_of(D25.code, decree.signed_on), until, context),)


def with_deadline(exemption: Exemption, event: EventT, context: Context) -> EventT:
    """The event with the deadline that starts once it is recorded."""
    return replace(event, promises=deadline(EXEMPTION.evolve(exemption, event), context))


def task_opens_on(row: Row, context: Context) -> date | None:
    """From which day a row may be stipulated: sixty working days before its end (U16).

    None where the row has no end, or where the days off of those years are not decreed yet.
    """
    if row.until is None:
        return None
    try:
        return context.calendar.back(row.until, STIPULATION_TASK_DAYS)
    except CalendarMissingError:
        return None


def tasks(exemption: Exemption, context: Context) -> tuple[Row, ...]:
    """The rows that are waiting to be stipulated today: their end is within sixty working days (U16)."""
    return tuple(
        row
        for row in waits_for(exemption)
        if row.in_force(context.as_of)
        and (opens_on := task_opens_on(row, context))
        and opens_on <= context.as_of
    )
