"""A breach of personal data: known, assessed, told to people and agency, handled, closed."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from ppid.breach import commands as c
from ppid.breach import events as e
from ppid.breach import refusals as no
from ppid.breach import rules
from ppid.breach.state import BREACH
from ppid.breach.vocabulary import Channel, DataClass, Medium, Step
from ppid.events import Actor, Role
from ppid.refusals import BeforeError, FutureDateError, RequiredError
from tests import examples as x
from tests.examples import day
from tests.ppid.privacy.facts import BREACH_CASE, Story, assess, at, note

NOW = "2026-08-14 16:00"
NEXT = "2026-08-15 09:00"
DUE = "2026-08-17 16:00"
TELL_ALL = c.NotifySubjects(case=BREACH_CASE, channel=Channel.LETTER, people=1, persons=(x.SARI, x.BUDI))
TELL_SARI = c.NotifySubjects(case=BREACH_CASE, channel=Channel.EMAIL, persons=(x.SARI,))
AGENCY = c.NotifyAgency(case=BREACH_CASE, number="B/10/VIII/2026")
PUBLIC = c.NotifyPublic(
    case=BREACH_CASE, told_on=day("2026-08-15"), medium=Medium.WEBSITE, where="Laman PPID"
)
HANDLED = c.ContainBreach(
    case=BREACH_CASE,
    handling="Surel ditarik",
    recovery="Alamat diperiksa dua kali",
    done_on=day("2026-08-15"),
)
CLOSE = c.CloseBreach(case=BREACH_CASE)


def noted() -> Story:
    return Story("breach").begins(NOW, rules.note, note())


def assessed(**more: object) -> Story:
    return noted().does(NEXT, rules.assess, assess(**more))


def test_its_hours_run_from_the_instant_it_was_known() -> None:
    (event,) = rules.note(note(known_at=at("2026-08-14 15:00")), noted().context(NOW), sequence=4)
    assert event.number == "0004/GPDP-PPID-POLDA-CONTOH/VIII/2026"
    assert (event.known_on, event.promises[0].clock) == (day("2026-08-14"), "D31")
    assert event.promises[0].due_at == at("2026-08-17 15:00")


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"known_at": at("2026-08-14 16:00:01")}, FutureDateError),
        ({"data": ()}, no.NoDataClassError),
        ({"how": " "}, RequiredError),
        ({"people": -1}, no.PeopleCountError),
        ({"happened_on": day("2026-08-15")}, FutureDateError),
    ],
)
def test_what_is_noted_says_what_when_and_how(more: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.note(note(**more), noted().context(NOW), sequence=1)


def test_it_did_not_happen_after_it_was_known() -> None:
    with pytest.raises(BeforeError):
        rules.note(
            note(known_at=at("2026-08-12 16:00"), happened_on=day("2026-08-13")),
            noted().context(NOW),
            sequence=1,
        )


def test_nobody_is_told_before_it_is_assessed() -> None:
    for rule, command in (
        (rules.notify_subjects, TELL_ALL),
        (rules.notify_agency, AGENCY),
        (rules.notify_public, PUBLIC),
    ):
        noted().refuses(NEXT, no.AssessFirstError, rule, command)


def test_nobody_is_named_without_being_counted() -> None:
    noted().refuses(NEXT, no.PeopleCountError, rules.assess, assess(people=1), field="people")
    noted().refuses(NEXT, no.NoDataClassError, rules.assess, assess(data=()), field="data")


def test_who_was_told_stays_when_it_is_assessed_anew() -> None:
    story = assessed().does(NEXT, rules.notify_subjects, TELL_SARI)
    again = story.does(NEXT, rules.assess, assess(persons=(x.BUDI,), people=4))
    assert set(again.state.persons) == {x.SARI, x.BUDI}
    assert (again.state.left, again.state.untold) == (3, (x.BUDI,))
    story.refuses(NEXT, no.PeopleCountError, rules.assess, assess(persons=(x.BUDI,), people=1))


def test_only_those_are_told_whom_it_concerns_and_each_once() -> None:
    stranger = "person-000000000000000000000000000000ff"
    told = c.NotifySubjects(case=BREACH_CASE, channel=Channel.LETTER, persons=(stranger,))
    assessed().refuses(NEXT, no.NotAffectedError, rules.notify_subjects, told, field="persons")
    once = assessed().does(NEXT, rules.notify_subjects, TELL_SARI)
    once.refuses(NEXT, no.NotAffectedError, rules.notify_subjects, TELL_SARI, field="persons")
    nobody = c.NotifySubjects(case=BREACH_CASE, channel=Channel.LETTER)
    assessed().refuses(NEXT, no.PeopleCountError, rules.notify_subjects, nobody, field="people")
    many = c.NotifySubjects(case=BREACH_CASE, channel=Channel.LETTER, people=2)
    assessed().refuses(NEXT, no.PeopleCountError, rules.notify_subjects, many, field="people")
    all_told = once.does(
        NEXT,
        rules.notify_subjects,
        c.NotifySubjects(case=BREACH_CASE, channel=Channel.LETTER, people=1, persons=(x.BUDI,)),
    )
    assert all_told.state.all_told
    all_told.refuses(NEXT, no.AllToldError, rules.notify_subjects, TELL_SARI)


def test_the_hours_end_when_the_last_person_and_the_agency_were_told() -> None:
    people = assessed().does(NEXT, rules.notify_subjects, TELL_ALL)
    assert people.state.clocks["D31"].running, "the agency is missing"
    both = people.does("2026-08-16 10:00", rules.notify_agency, AGENCY)
    clock = both.state.clocks["D31"]
    assert (clock.met, clock.at, clock.on) == (True, at("2026-08-16 10:00"), day("2026-08-16"))
    assert both.state.step is Step.TOLD
    agency = assessed().does(NEXT, rules.notify_agency, AGENCY)
    assert agency.state.clocks["D31"].running, "the people are missing"
    late = agency.does("2026-08-17 16:00:01", rules.notify_subjects, TELL_ALL).state.clocks["D31"]
    assert (late.at, late.late(day("2026-12-01"))) == (at("2026-08-17 16:00:01"), True)
    in_time = agency.does(DUE, rules.notify_subjects, TELL_ALL).state.clocks["D31"]
    assert not in_time.late(day("2026-12-01"))


def test_it_runs_out_at_its_instant_while_a_notice_is_missing() -> None:
    story = assessed().does(NEXT, rules.notify_agency, AGENCY)
    assert story.passes(DUE) == ()
    (missed,) = story.passes("2026-08-17 16:00:01")
    assert isinstance(missed, e.ClockRanOut)
    assert (missed.clock, missed.due_at) == ("D31", at(DUE))


def told_everybody() -> Story:
    told = assessed().does(NEXT, rules.notify_subjects, TELL_ALL).does(NEXT, rules.notify_agency, AGENCY)
    assert told.state.clocks["D31"].met
    return told


def test_the_hours_run_again_to_the_same_instant_when_more_people_are_concerned() -> None:
    promised = told_everybody().state.clocks["D31"].promise
    again = told_everybody().does("2026-08-16 10:00", rules.assess, assess(people=5000))
    clock = again.state.clocks["D31"]
    assert (clock.running, clock.at, clock.on, clock.promise) == (True, None, None, promised)
    assert (again.state.step, again.state.left) == (Step.ASSESSED, 4997)
    assert again.passes(DUE) == ()
    (missed,) = again.passes("2026-08-17 16:00:01")
    assert isinstance(missed, e.ClockRanOut)
    assert (missed.clock, missed.due_at) == ("D31", at(DUE))
    assert again.later("2026-08-17 16:00:01").passes("2026-08-18 09:00") == (), "it is recorded once"
    rest = c.NotifySubjects(case=BREACH_CASE, channel=Channel.LETTER, people=4997)
    ended = again.does("2026-08-17 15:00", rules.notify_subjects, rest).state.clocks["D31"]
    assert (ended.met, ended.at, ended.late(day("2026-12-01"))) == (True, at("2026-08-17 15:00"), False)


def test_an_assessment_that_leaves_nobody_untold_leaves_the_hours_ended() -> None:
    before = told_everybody().state.clocks["D31"]
    same = told_everybody().does("2026-08-16 10:00", rules.assess, assess(public=True))
    assert same.state.clocks["D31"] == before
    mistaken = told_everybody().does("2026-08-16 10:00", rules.assess, assess(people=5000))
    assert mistaken.does("2026-08-16 11:00", rules.assess, assess()).state.clocks["D31"] == before


def test_that_the_hours_ran_out_stays_when_they_run_again() -> None:
    late = assessed().does(NEXT, rules.notify_agency, AGENCY).later("2026-08-17 16:00:01")
    told = late.does("2026-08-18 09:00", rules.notify_subjects, TELL_ALL)
    again = told.does("2026-08-18 10:00", rules.assess, assess(people=5000))
    clock = again.state.clocks["D31"]
    assert (clock.running, clock.ran_out) == (True, True)
    assert again.passes("2026-08-19 10:00") == ()


def test_the_agency_is_told_once_by_a_numbered_letter() -> None:
    assessed().refuses(NEXT, RequiredError, rules.notify_agency, c.NotifyAgency(case=BREACH_CASE, number=""))
    early = c.NotifyAgency(case=BREACH_CASE, number="B/1", told_at=at("2026-08-14 15:59:59"))
    assessed().refuses(NEXT, no.ToldBeforeKnownError, rules.notify_agency, early, field="told_at")
    told = assessed().does(NEXT, rules.notify_agency, AGENCY)
    told.refuses(NEXT, no.AgencyToldError, rules.notify_agency, AGENCY)


def test_the_public_is_told_where_the_assessment_says_so() -> None:
    assessed().refuses(NEXT, no.PublicNotNeededError, rules.notify_public, PUBLIC)
    told = assessed(public=True).does(NEXT, rules.notify_public, PUBLIC)
    told.refuses(NEXT, no.PublicToldError, rules.notify_public, PUBLIC)
    before = c.NotifyPublic(case=BREACH_CASE, told_on=day("2026-08-13"), medium=Medium.BOARD, where="Papan")
    assessed(public=True).refuses(NEXT, BeforeError, rules.notify_public, before, field="told_on")


@pytest.mark.parametrize("field", ["handling", "recovery"])
def test_handling_and_recovery_are_both_said(field: str) -> None:
    empty = replace(HANDLED, **{field: " "})
    noted().refuses(NEXT, RequiredError, rules.contain, empty, field=field)


STEPS: tuple[tuple[Callable[..., Any], object], ...] = (
    (rules.notify_subjects, TELL_ALL),
    (rules.notify_agency, AGENCY),
    (rules.notify_public, PUBLIC),
    (rules.contain, HANDLED),
)


@pytest.mark.parametrize("left_out", range(len(STEPS)))
def test_it_is_not_closed_while_anything_is_missing(left_out: int) -> None:
    noted().refuses(NEXT, no.NoticesMissingError, rules.close, CLOSE)
    story = assessed(public=True)
    for place, (rule, command) in enumerate(STEPS):
        if place != left_out:
            story = story.does(NEXT, rule, command)
    story.refuses(NEXT, no.NoticesMissingError, rules.close, CLOSE)
    rule, command = STEPS[left_out]
    closed = story.does(NEXT, rule, command).does(NEXT, rules.close, CLOSE)
    assert (closed.state.step, closed.state.closed) == (Step.CLOSED, True)
    every: list[tuple[Callable[..., Any], object]] = [*STEPS]
    every += [(rules.assess, assess()), (rules.close, CLOSE)]
    for again, with_what in every:
        closed.refuses(NEXT, no.BreachClosedError, again, with_what)


def test_where_nobody_is_concerned_the_agency_alone_is_told() -> None:
    story = noted().does(NEXT, rules.assess, assess(persons=(), people=0))
    assert story.does(NEXT, rules.notify_agency, AGENCY).state.clocks["D31"].met


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (Actor("p", Role.PPID, x.REGION), True),
        (Actor("p", Role.SERVICE_DESK, x.REGION), True),
        (Actor("p", Role.HEAD, x.REGION), True),
        (Actor("p", Role.UNIT_OFFICER, x.REGION), False),
        (Actor("p", Role.PPID, x.PRECINCT), False),
        (Actor(x.SARI, Role.CITIZEN), False),
        (Actor("a", Role.AUDITOR), True),
    ],
)
def test_who_may_know_of_it(actor: Actor, sees: bool) -> None:
    assert BREACH.may_see(actor, noted().state) is sees


def test_an_email_told_later_does_not_come_before_it_was_known() -> None:
    early = c.NotifySubjects(
        case=BREACH_CASE, channel=Channel.EMAIL, persons=(x.SARI,), told_at=at("2026-08-14 15:59:59")
    )
    assessed().refuses(NEXT, no.ToldBeforeKnownError, rules.notify_subjects, early, field="told_at")
    assert assessed().state.data == (DataClass.NAME, DataClass.CONTACT)
