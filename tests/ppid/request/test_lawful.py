"""For each step and role exactly the acts that are lawful, and why the others are not."""

import pytest

from ppid.acts import NotYourActError
from ppid.errors import RuleError
from ppid.events import Actor, Event, Role
from ppid.request import events as e
from ppid.request import refusals as no
from ppid.request.lawful import ACTS, Act, NotYourUnitError
from ppid.request.state import may_see
from ppid.request.vocabulary import Step
from tests import examples as x
from tests.examples import day
from tests.scenario import given

DESK, PPID, CITIZEN, UNIT = x.DESK, x.PPID, x.CITIZEN, x.LANTAS
BASE: tuple[Event, ...] = (x.FILED, x.REGISTERED)
COMPLETE = (*BASE, x.FOUND_COMPLETE)
CHECKING = {Act.FIND_COMPLETE, Act.FIND_INCOMPLETE}
ALWAYS = {Act.WITHDRAW, Act.CORRECT}
WINDOW_OPEN = "2026-06-09"
WINDOW_OVER = "2026-06-10"

#: Where the request stands, the day, and what desk, PPID, citizen and the asked unit may do.
STANDS: dict[str, tuple[tuple[Event, ...], str, Step, set[Act], set[Act], set[Act], set[Act]]] = {
    "registered": (
        BASE, "2026-06-03", Step.REGISTERED,
        ALWAYS | CHECKING,
        ALWAYS | CHECKING | {Act.EXTEND},
        {Act.WITHDRAW}, set(),
    ),
    "incomplete, letter on its way": (
        (*BASE, x.FOUND_INCOMPLETE), "2026-06-04", Step.INCOMPLETE,
        ALWAYS | {Act.COMPLETE, Act.RECORD_INCOMPLETENESS_RECEIVED},
        ALWAYS | {Act.COMPLETE, Act.RECORD_INCOMPLETENESS_RECEIVED, Act.EXTEND},
        {Act.COMPLETE, Act.WITHDRAW}, set(),
    ),
    "incomplete, window open": (
        (*BASE, x.FOUND_INCOMPLETE, x.LETTER_RECEIVED), WINDOW_OPEN, Step.INCOMPLETE,
        ALWAYS | {Act.COMPLETE},
        ALWAYS | {Act.COMPLETE, Act.EXTEND},
        {Act.COMPLETE, Act.WITHDRAW}, set(),
    ),
    "incomplete, window over": (
        (*BASE, x.FOUND_INCOMPLETE, x.LETTER_RECEIVED), WINDOW_OVER, Step.INCOMPLETE,
        ALWAYS | {Act.COMPLETE, Act.CLOSE_UNCORRECTED},
        ALWAYS | {Act.COMPLETE, Act.CLOSE_UNCORRECTED, Act.EXTEND},
        {Act.COMPLETE, Act.WITHDRAW}, set(),
    ),
    "completed, to be checked again": (
        (*BASE, x.FOUND_INCOMPLETE, x.LETTER_RECEIVED, x.COMPLETED), "2026-06-09", Step.REGISTERED,
        ALWAYS | CHECKING,
        ALWAYS | CHECKING | {Act.EXTEND},
        {Act.WITHDRAW}, set(),
    ),
    "closed as not corrected": (
        (*BASE, x.FOUND_INCOMPLETE, x.LETTER_RECEIVED, e.ClosedUncorrected()), "2026-06-11", Step.CLOSED,
        {Act.CORRECT}, {Act.CORRECT}, set(), set(),
    ),
    "complete": (
        COMPLETE, "2026-06-10", Step.COMPLETE,
        ALWAYS,
        ALWAYS | {Act.ROUTE, Act.EXTEND, Act.ANSWER},
        {Act.WITHDRAW}, set(),
    ),
    "with a unit": (
        (*COMPLETE, x.ROUTED), "2026-06-10", Step.COMPLETE,
        ALWAYS,
        ALWAYS | {Act.EXTEND, Act.ANSWER},
        {Act.WITHDRAW}, {Act.ANSWER_AS_UNIT},
    ),
    "back from its unit": (
        (*COMPLETE, x.ROUTED, x.UNIT_ANSWERED), "2026-06-10", Step.COMPLETE,
        ALWAYS,
        ALWAYS | {Act.ROUTE, Act.EXTEND, Act.ANSWER},
        {Act.WITHDRAW}, set(),
    ),
    "past its base due date": (
        COMPLETE, "2026-06-18", Step.COMPLETE,
        ALWAYS,
        ALWAYS | {Act.ROUTE, Act.ANSWER},
        {Act.WITHDRAW}, set(),
    ),
    "extended": (
        (*COMPLETE, x.EXTENDED), "2026-06-16", Step.EXTENDED,
        ALWAYS,
        ALWAYS | {Act.ROUTE, Act.ANSWER},
        {Act.WITHDRAW}, set(),
    ),
    "granted, awaiting payment": (
        (*COMPLETE, x.GRANTED_FOR_A_FEE), "2026-06-11", Step.AWAITING_PAYMENT,
        ALWAYS | {Act.RECORD_PAYMENT, Act.RECORD_NOTICE_RECEIVED},
        ALWAYS | {Act.RECORD_PAYMENT, Act.RECORD_NOTICE_RECEIVED},
        {Act.WITHDRAW, Act.RECORD_NOTICE_RECEIVED}, set(),
    ),
    "granted, notice received, not paid": (
        (*COMPLETE, x.GRANTED_FOR_A_FEE, x.NOTICE_RECEIVED), "2026-06-12", Step.AWAITING_PAYMENT,
        ALWAYS | {Act.RECORD_PAYMENT, Act.CLOSE},
        ALWAYS | {Act.RECORD_PAYMENT, Act.CLOSE},
        {Act.WITHDRAW}, set(),
    ),
    "granted and paid": (
        (*COMPLETE, x.GRANTED_FOR_A_FEE, x.PAID), "2026-06-12", Step.AWAITING_DELIVERY,
        ALWAYS | {Act.DELIVER, Act.RECORD_NOTICE_RECEIVED},
        ALWAYS | {Act.DELIVER, Act.RECORD_NOTICE_RECEIVED},
        {Act.WITHDRAW, Act.RECORD_NOTICE_RECEIVED}, set(),
    ),
    "granted free of charge": (
        (*COMPLETE, x.GRANTED), "2026-06-11", Step.AWAITING_DELIVERY,
        ALWAYS | {Act.DELIVER, Act.RECORD_NOTICE_RECEIVED},
        ALWAYS | {Act.DELIVER, Act.RECORD_NOTICE_RECEIVED},
        {Act.WITHDRAW, Act.RECORD_NOTICE_RECEIVED}, set(),
    ),
    "refused": (
        (*COMPLETE, x.REFUSED), "2026-06-11", Step.NOTIFIED,
        ALWAYS | {Act.RECORD_NOTICE_RECEIVED},
        ALWAYS | {Act.RECORD_NOTICE_RECEIVED},
        {Act.WITHDRAW, Act.RECORD_NOTICE_RECEIVED}, set(),
    ),
    "refused and received": (
        (*COMPLETE, x.REFUSED, x.NOTICE_RECEIVED), "2026-06-12", Step.NOTIFIED,
        ALWAYS | {Act.CLOSE},
        ALWAYS | {Act.CLOSE},
        {Act.WITHDRAW}, set(),
    ),
    "delivered and closed": (
        (*COMPLETE, x.GRANTED, x.DELIVERED, x.CLOSED), "2026-06-13", Step.CLOSED,
        {Act.CORRECT}, {Act.CORRECT}, set(), set(),
    ),
    "withdrawn": (
        (*BASE, x.WITHDRAWN), "2026-06-06", Step.CLOSED,
        {Act.CORRECT}, {Act.CORRECT}, set(), set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("stand", STANDS)
def test_exactly_these_acts_are_lawful(stand: str) -> None:
    events, on, step, *allowed = STANDS[stand]
    story = given(*events).on(on)
    assert story.request.step is step
    lawful = [story.lawful_for(actor) for actor in (DESK, PPID, CITIZEN, UNIT)]
    assert lawful == allowed
    for other in (x.AUDITOR, Actor("superior", Role.SUPERIOR, x.REGION), Actor("head", Role.HEAD, x.REGION)):
        assert story.lawful_for(other) == set()


def test_every_step_was_visited() -> None:
    # A delivery closes in the same save, so nobody meets a case that is delivered and not closed.
    assert {stand[2] for stand in STANDS.values()} == set(Step) - {Step.DELIVERED}


def test_every_act_has_a_check_a_role_and_a_name() -> None:
    assert set(ACTS) == set(Act)
    assert all(ACTS.roles(act) for act in Act)


@pytest.mark.parametrize(
    ("events", "on", "actor", "act", "error"),
    [
        (COMPLETE, "2026-06-18", PPID, Act.EXTEND, no.ExtensionTooLateError),
        ((*COMPLETE, x.EXTENDED), "2026-06-16", PPID, Act.EXTEND, no.AlreadyExtendedError),
        (BASE, "2026-06-03", PPID, Act.ANSWER, no.NotCompleteError),
        ((*COMPLETE, x.GRANTED), "2026-06-11", PPID, Act.ANSWER, no.AlreadyAnsweredError),
        ((*COMPLETE, x.GRANTED_FOR_A_FEE), "2026-06-11", DESK, Act.DELIVER, no.UnpaidError),
        ((*COMPLETE, x.ROUTED), "2026-06-10", x.SDM, Act.ANSWER_AS_UNIT, NotYourUnitError),
        ((*BASE, x.WITHDRAWN), "2026-06-06", CITIZEN, Act.COMPLETE, no.RequestClosedError),
        (
            (*BASE, x.FOUND_INCOMPLETE, x.LETTER_RECEIVED), WINDOW_OPEN, DESK, Act.CLOSE_UNCORRECTED,
            no.CorrectionWindowOpenError,
        ),
    ],
)  # fmt: skip
def test_an_act_that_is_not_lawful_says_why(
    events: tuple[Event, ...], on: str, actor: Actor, act: Act, error: type[RuleError]
) -> None:
    refusal = given(*events).on(on).why_not(actor, act)
    assert type(refusal) is error
    assert refusal.sentence("id")


@pytest.mark.parametrize("act", Act)
def test_an_act_of_another_role_is_refused(act: Act) -> None:
    request = given(*COMPLETE).request
    for role in Role:
        if role not in ACTS.roles(act):
            with pytest.raises(NotYourActError):
                ACTS.check_role(act, Actor("somebody", role, x.REGION, "LANTAS"), request)


def test_only_the_unit_that_was_asked_answers() -> None:
    request = given(*COMPLETE, x.ROUTED).request
    ACTS.check_role(Act.ANSWER_AS_UNIT, x.LANTAS, request)
    with pytest.raises(NotYourUnitError):
        ACTS.check_role(Act.ANSWER_AS_UNIT, x.SDM, request)


@pytest.mark.parametrize(
    ("actor", "routed", "seen"),
    [
        (DESK, False, True),
        (PPID, False, True),
        (Actor("superior", Role.SUPERIOR, x.REGION), False, True),
        (Actor("head", Role.HEAD, x.REGION), False, True),
        (Actor("desk", Role.SERVICE_DESK, x.PRECINCT), False, False),
        (Actor("admin", Role.BODY_ADMIN, x.REGION), False, False),
        (x.LANTAS, False, False),
        (x.LANTAS, True, True),
        (x.SDM, True, False),
        (Actor("unit", Role.UNIT_OFFICER, x.PRECINCT, "LANTAS"), True, False),
        (x.AUDITOR, False, True),
        (Actor("auditor", Role.AUDITOR, x.REGION), False, True),
        (Actor("auditor", Role.AUDITOR, x.PRECINCT), False, False),
        (CITIZEN, False, False),
    ],
)
def test_who_may_know_of_a_case(actor: Actor, routed: bool, seen: bool) -> None:
    events = (*COMPLETE, x.ROUTED) if routed else COMPLETE
    assert may_see(actor, given(*events).on(day("2026-06-10")).request) is seen
