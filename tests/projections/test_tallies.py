"""Requests on personal data and breaches are counted like every other case, their hours to the instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from ppid.breach import rules as breaching
from ppid.events import Envelope, Event, Stream
from ppid.privacy import commands as c
from ppid.privacy import rules as answering
from ppid.privacy.vocabulary import Ground, PrivacyKind
from projections.tallies import OtherCounts, Others
from tests import examples as x
from tests.ppid.breach.test_rules import TELL_SARI
from tests.ppid.privacy.facts import Story, ask, assess, at, note, reply

ASKED = "2026-08-14 16:00"
FULFILLED = "2026-08-17 16:00"
LATE = "2026-08-17 16:01"


def counted(*stories: Story, now: str, year: int | None = None) -> OtherCounts:
    """What is counted of these cases at an instant, each fact recorded when the first was."""
    others = Others(at(now), year)
    for n, story in enumerate(stories):
        stream: Stream = f"{story.kind}-{n:032x}"
        for version, event in enumerate(story.events, start=1):
            others.take(_envelope(stream, version, event))
    return others.result(_day_of(now))


def _envelope(stream: Stream, version: int, event: Event) -> Envelope[Event]:
    return Envelope(stream, version, event, at(ASKED), x.PPID.id, x.PPID.role, x.REGION)


def _day_of(now: str) -> Callable[[Stream], date]:
    def day(_body: Stream) -> date:
        return at(now).astimezone(ZoneInfo("Asia/Jakarta")).date()

    return day


def asked(kind: PrivacyKind = PrivacyKind.ACCESS) -> Story:
    return Story("privacy").begins(ASKED, answering.ask, ask(kind))


def noted() -> Story:
    return Story("breach").begins(ASKED, breaching.note, note())


@pytest.mark.parametrize(("now", "late"), [(FULFILLED, 0), (LATE, 1)])
def test_hours_are_over_at_their_instant_not_at_the_end_of_their_day(now: str, late: int) -> None:
    told = counted(asked(), noted(), now=now)
    assert (told["privacy"]["overdue"], told["privacy"]["late"]) == (late, late)
    assert (told["breaches"]["overdue"], told["breaches"]["late"]) == (late, late)


def test_requests_on_personal_data_are_counted_by_step_kind_and_ground() -> None:
    refused = asked(PrivacyKind.ERASE).does(
        LATE, answering.refuse, reply(c.RefusePrivacy, ground=Ground.UNPROVED)
    )
    told = counted(asked(), asked(PrivacyKind.CORRECT), refused, now=LATE)
    assert told["privacy"] == {
        "all": 3, "open": 2, "overdue": 2, "late": 3,
        "steps": {"asked": 2, "refused": 1},
        "kinds": {"access": 1, "correct": 1, "erase": 1},
        "grounds": {"identity-not-proved": 1},
    }  # fmt: skip


def test_breaches_are_counted_with_the_people_they_concern_and_those_who_were_told() -> None:
    told_one = (
        noted().does(ASKED, breaching.assess, assess()).does(ASKED, breaching.notify_subjects, TELL_SARI)
    )
    told = counted(noted(), told_one, now=FULFILLED)
    assert told["breaches"] == {
        "all": 2, "open": 2, "overdue": 0, "late": 0, "people": 6, "told": 1,
        "steps": {"assessed": 1, "noted": 1},
    }  # fmt: skip


def test_a_year_narrows_them_to_those_that_came_in_it() -> None:
    for year, found in ((2026, 1), (2025, 0)):
        told = counted(asked(), noted(), now=LATE, year=year)
        assert (told["privacy"]["all"], told["breaches"]["all"]) == (found, found)
