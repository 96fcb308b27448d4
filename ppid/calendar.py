"""The calendar: decrees and amendments as events, and the editions they add up to.

An edition is the sum of the decrees known on a day; ``ppid.counting`` counts with it. A year without a
decree has no working days: the answer is an error naming the year, never a guess. Pure: no clock, no
database.

Law: UU 14/2008 art. 22 counts in working days (*hari kerja*); Perki 1/2021 art. 1(22): "day" means
working day; holidays and *cuti bersama* by joint decree of three ministers (SKB 3 Menteri).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from ppid.errors import RuleError
from ppid.events import Event, Stream

CALENDAR: Stream = "calendar-00000000000000000000000000000001"


class HolidayKind(StrEnum):
    """What a decreed day off is. The value stands in the log."""

    NATIONAL = "national"
    JOINT_LEAVE = "cuti-bersama"


class Holiday(msgspec.Struct, frozen=True):
    """One decreed day off."""

    on: date
    name: str
    kind: HolidayKind


class Decreed(Event, frozen=True):
    """The joint decree that fixes the days off of one year."""

    year: int
    numbers: tuple[str, ...]
    signed_on: date
    holidays: tuple[Holiday, ...]
    source: str = ""


class Amended(Event, frozen=True):
    """A later decree that adds or removes days off of a year already decreed."""

    year: int
    numbers: tuple[str, ...]
    signed_on: date
    added: tuple[Holiday, ...] = ()
    removed: tuple[date, ...] = ()
    source: str = ""


class RecountFinished(Event, frozen=True):
    """Every open clock was recounted with ``edition``; ``moved`` of ``checked`` cases got a new date."""

    edition: str
    checked: int
    moved: int


CalendarEvent = Decreed | Amended | RecountFinished


class CalendarMissingError(RuleError):
    """A count needs a year whose days off are not decreed yet (regulations §9.3, E29)."""

    code = "calendar-missing"
    id = (
        "Kalender kerja tahun {year} belum ditetapkan (calendar missing for {year}). "
        "Tanggal jatuh tempo baru dapat dihitung setelah SKB hari libur {year} dicatat."
    )
    en = (
        "Calendar missing for {year}: the days off of {year} are not decreed yet. "
        "The due date can be counted once the holiday decree of {year} is recorded."
    )

    @property
    def year(self) -> int:
        """The first year that is missing."""
        return int(str(self.facts["year"]))


class YearAlreadyDecreedError(RuleError):
    """A year has one decree; what changes it is an amendment."""

    code = "year-already-decreed"
    id = "Hari libur {year} sudah ditetapkan. Catat perubahan sebagai SKB perubahan."
    en = "The days off of {year} are already decreed. Record a change as an amending decree."


class YearNotDecreedError(RuleError):
    """An amendment needs the decree it amends."""

    code = "year-not-decreed"
    id = "Hari libur {year} belum ditetapkan, sehingga tidak ada yang dapat diubah."
    en = "The days off of {year} are not decreed yet, so there is nothing to amend."


class HolidayOutsideYearError(RuleError):
    """Every day of a decree lies in its year, once."""

    code = "holiday-outside-year"
    id = "Tanggal {on} bukan hari di tahun {year}, atau disebut dua kali."
    en = "The date {on} is not a day of {year}, or stands twice."


class Edition(msgspec.Struct, frozen=True):
    """The days off as decreed by the first ``number`` instruments, the last one signed on ``signed_on``."""

    number: int
    signed_on: date
    numbers: tuple[str, ...]
    holidays: tuple[Holiday, ...]
    years: tuple[int, ...]

    @property
    def name(self) -> str:
        """The stable name written into promises, such as ``3/2025-09-19``."""
        return f"{self.number}/{self.signed_on:%Y-%m-%d}" if self.number else "0"


def edition_number(name: str) -> int:
    """How many instruments the edition of that name sums up."""
    return int(name.partition("/")[0])


NO_EDITION = Edition(0, date.min, (), (), ())


def fold_editions(events: Iterable[Event]) -> tuple[Edition, ...]:
    """All editions in the order of their recording, the empty one first."""
    editions = [NO_EDITION]
    for event in events:
        if isinstance(event, Decreed | Amended):
            editions.append(_next_edition(editions[-1], event))
    return tuple(editions)


def _next_edition(last: Edition, event: Decreed | Amended) -> Edition:
    kept = {holiday.on: holiday for holiday in last.holidays}
    if isinstance(event, Amended):
        for gone in event.removed:
            kept.pop(gone, None)
        new = event.added
    else:
        new = event.holidays
    kept.update((holiday.on, holiday) for holiday in new)
    return Edition(
        number=last.number + 1,
        signed_on=max(last.signed_on, event.signed_on),
        numbers=event.numbers,
        holidays=tuple(kept[on] for on in sorted(kept)),
        # Only a decree makes a year known: an amendment signed before it would leave the rest a guess.
        years=tuple(sorted({*last.years, event.year})) if isinstance(event, Decreed) else last.years,
    )


def edition_known_on(events: Iterable[Event], known_on: date) -> Edition:
    """The edition as it could be known on ``known_on``: of the instruments signed by then."""
    known = [e for e in events if isinstance(e, Decreed | Amended) and e.signed_on <= known_on]
    return fold_editions(known)[-1]


class SignedLaterError(RuleError):
    """A decree is recorded once it is signed."""

    code = "signed-later"
    id = "Tanggal penandatanganan {signed_on} belum terjadi. Periksa tanggal pada SKB."
    en = "The signing date {signed_on} is in the future. Check the date on the decree."


def check_signed(instrument: Decreed | Amended, as_of: date) -> None:
    """Refuse a decree that is not signed yet: a mistyped year would block the true decree for ever."""
    if instrument.signed_on > as_of:
        raise SignedLaterError(signed_on=instrument.signed_on)


def decide(events: Sequence[Event], instrument: Decreed | Amended) -> Decreed | Amended:
    """Decide a decree or an amendment of a year.

    Refused when the year has a decree already, or none to amend, or when a day lies outside the year.
    """
    decreed = any(isinstance(e, Decreed) and e.year == instrument.year for e in events)
    if isinstance(instrument, Decreed):
        if decreed:
            raise YearAlreadyDecreedError(year=instrument.year)
        _check_days([h.on for h in instrument.holidays], instrument.year)
    else:
        if not decreed:
            raise YearNotDecreedError(year=instrument.year)
        _check_days([*(h.on for h in instrument.added), *instrument.removed], instrument.year)
    return instrument


def _check_days(days: Sequence[date], year: int) -> None:
    seen: set[date] = set()
    for on in days:
        if on.year != year or on in seen:
            raise HolidayOutsideYearError(on=on, year=year)
        seen.add(on)
