"""Counting a promised day again: its inputs, the rule, the calendar, every day, and whether it comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from flask import abort, render_template, request
from marshmallow import ValidationError

from ppid.calendar import CalendarMissingError, Edition
from ppid.clocks import Moved
from ppid.counting import working_calendar
from ppid.deadlines import CLOCKS, Clock, clock_of
from ppid.deadlines import Text as Words
from ppid.events import Event, Promise, Recorded, Role, Unit
from ppid.seal.bundle import name_of_bundle
from projections.explaining import promised_days, recount
from projections.marks import claimed_on
from web.access import allow
from web.audit.asking import Seen, see
from web.audit.cases import PLACES
from web.audit.room import AnyPage, bp, today_in
from web.filters import day, number, weekday_day
from web.i18n import gettext as _
from web.office.clocks import calendar_words, due_words, edition_of
from web.office.sight import title_of
from web.office.words import say, say_first, why_skipped
from web.schemas import Errors, errors_of
from web.services import services

UNITS: Mapping[Unit, Words] = {
    Unit.WORKING_DAYS: Words("hari kerja", "working days"),
    Unit.CALENDAR_DAYS: Words("hari kalender", "calendar days"),
    Unit.MONTHS: Words("bulan", "months"),
    Unit.HOURS: Words("jam", "hours"),
}


class Verdict(StrEnum):
    """What comes of counting again."""

    SAME = "same"
    DIFFERS = "differs"
    SET = "set"
    WAITING = "waiting"


VERDICTS: Mapping[Verdict, tuple[Words, str]] = {
    Verdict.SAME: (Words("Tanggal yang dijanjikan sama", "The promised date is the same"), "green"),
    Verdict.DIFFERS: (Words("Tanggal yang dijanjikan berbeda", "The promised date differs"), "red"),
    Verdict.SET: (
        Words("Tanggal ini ditetapkan, tidak dihitung", "This date was set, not counted"),
        "grey",
    ),
    Verdict.WAITING: (Words("Menunggu kalender kerja", "Waiting for the working calendar"), "grey"),
}


class Step(NamedTuple):
    """A day of the count: its number where it is counted, or why it is not."""

    on: date
    nth: int
    reason: str


class Recounted(NamedTuple):
    """A promise with the count made anew."""

    promise: Promise
    clock: Clock
    edition: Edition
    again: date | None
    newest: date | None
    steps: list[Step]
    source: Recorded | None

    @property
    def verdict(self) -> Verdict:
        """Whether the promised date comes out."""
        if self.promise.unit is Unit.AS_SET:
            return Verdict.SET
        if self.again is None and self.promise.due_on is None:
            return Verdict.WAITING
        return Verdict.SAME if self.again == self.promise.due_on else Verdict.DIFFERS

    @property
    def due(self) -> str:
        """What was promised: a day, or an instant where hours are counted."""
        return due_words(self.promise.due_on, self.promise.due_at, self.promise.zone)

    @property
    def words(self) -> str:
        """The verdict in words."""
        return say(VERDICTS[self.verdict][0])

    @property
    def colour(self) -> str:
        """The colour of those words."""
        return VERDICTS[self.verdict][1]


def recounted(seen: Seen, code: str) -> Recounted | None:
    """Count the promise of a clock of the case again; None where no such clock has started."""
    state = seen.state
    if state is None or code not in state.clocks:
        return None
    promise = state.clocks[code].promise
    edition = edition_of(promise)
    calendar = working_calendar(edition, promise.rules)
    newest = services().directory.calendar(seen.body, today_in(seen.body.zone))
    began = claimed_on(seen.everything[0].envelope.event)
    return Recounted(
        promise=promise,
        clock=clock_of(code, began or seen.body.local_date(seen.everything[0].envelope.recorded_at)),
        edition=edition,
        again=recount(calendar, promise),
        newest=recount(newest, promise),
        steps=list(_steps(edition, promise)),
        source=next((r for r in reversed(seen.recorded) if promise in _promised(r.envelope.event)), None),
    )


def _promised(event: Event) -> Iterable[Promise]:
    if isinstance(event, Moved):
        return (event.new,)
    found: Iterable[Promise] = getattr(event, "promises", ())
    return found


def _steps(edition: Edition, promise: Promise) -> Iterator[Step]:
    try:
        days = promised_days(working_calendar(edition, promise.rules), promise)
    except CalendarMissingError:
        return
    nth = 0
    for each in days:
        nth += each.counted
        yield Step(each.on, nth if each.counted else 0, why_skipped(each))


def inputs(found: Recounted) -> list[dict[str, str]]:
    """Everything that the count takes in, in words."""
    promise, clock, rules = found.promise, found.clock, found.promise.rules
    length = f"{number(promise.days)} {say(UNITS[promise.unit])}" if promise.unit in UNITS else ""
    if promise.unit is Unit.AS_SET:
        length = _("tidak dihitung: harinya ditetapkan")
    elif promise.days == 0:
        length = _("pada hari itu juga")
    elif promise.backwards:
        length = _("%(length)s ke belakang", length=length)
    week = _("6 hari kerja seminggu") if rules.week > 5 else _("5 hari kerja seminggu")  # noqa: PLR2004  (U8)
    counting = (
        week,
        _("cuti bersama tidak dihitung") if rules.joint_leave_off else _("cuti bersama dihitung"),
        _("hari mulai dihitung") if rules.start_counts else _("hari mulai tidak dihitung"),
        _("yang tiba pada hari libur mulai hari kerja berikutnya") if rules.after_hours_next_day else "",
    )
    until = _("sampai %(on)s", on=day(clock.until)) if clock.until else _("masih berlaku")
    return [
        {"key": _("Mulai"), "value": f"{weekday_day(promise.starts_on)} ({say(clock.starts)})"},
        {"key": _("Lama"), "value": length},
        {"key": _("Aturan"), "value": f"{clock.code}, {_('sejak %(on)s', on=day(clock.since))}, {until}"},
        {"key": _("Pasal"), "value": clock.article},
        {"key": _("Cara menghitung"), "value": say_first(Words(*(2 * ["; ".join(filter(None, counting))])))},
        {"key": _("Kalender kerja"), "value": f"{promise.calendar}: {calendar_words(found.edition)}"},
    ]


@bp.get(f"/audit/<any({PLACES}):place>/<hex>/batas-waktu/<clock>")
@allow(Role.AUDITOR)
def deadline(place: str, hex: str, clock: str) -> AnyPage:  # noqa: A002  (so it is called in every address)
    """Count a promised day of a case again, from what stands in the log."""
    errors: Errors = {}
    try:
        seen = see(place, hex, request.args)
    except ValidationError as problem:
        errors = errors_of(problem)
        seen = see(place, hex, {})
    found = recounted(seen, clock) if clock in CLOCKS else None
    if found is None:
        abort(404)
    page = render_template(
        "audit/deadline.html",
        errors=errors or None,
        seen=seen,
        label=seen.now.number or title_of(seen.now),
        found=found,
        inputs=inputs(found),
        name=say(CLOCKS[clock].name),
        bundle=name_of_bundle(seen.stream),
        zone=seen.body.zone,
    )
    return page, 422 if errors else 200
