"""Where and when powers are held: a unit that is there, and days that somebody can have meant. Pure."""

from __future__ import annotations

from datetime import date

from ppid.appointing import refusals as no
from ppid.body import Body, UnknownUnitError
from ppid.checks import FAR
from ppid.events import Role
from ppid.refusals import TooFarError


def check_unit(body: Body, roles: tuple[Role, ...], unit: str) -> None:
    """Refuse a unit that the body does not have, and a unit officer without one."""
    if unit:
        body.unit(unit)
    elif Role.UNIT_OFFICER in roles:
        raise UnknownUnitError(unit="-")


def check_days(since: date, until: date | None, on: date) -> None:
    """Refuse powers that begin in the past, end before they begin, or lie so far ahead that it is a slip."""
    if since < on:
        raise no.PastDayError("since", on=since, as_of=on)
    if until is not None and until < since:
        raise no.EndsBeforeError("until", since=since, until=until)
    for field, day in (("since", since), ("until", until or since)):
        check_near(field, day, on)


def check_near(field: str, day: date, on: date) -> None:
    """Refuse a day that nobody can have meant."""
    latest = on + FAR
    if day > latest:
        raise TooFarError(field, on=day, latest=latest)
