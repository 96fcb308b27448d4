"""Who may record what, and when an act is offered. Law: Perki 1/2021 art. 10(2)."""

from typing import get_args

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.dispute import events as e
from ppid.dispute.lawful import ACTS, NOTIFIERS, SPEAKERS, Act
from ppid.dispute.state import DISPUTE
from ppid.dispute.vocabulary import Ending
from ppid.events import Actor, Event, Role
from tests import examples as x
from tests.examples import day
from tests.ppid.dispute import facts as f
from tests.ppid.dispute.facts import Story, dispute_of, given

PLEADING = {Act.RECORD_CHALLENGE, Act.REPRESENT, Act.ANSWER, Act.SEND_EVIDENCE}
BEFORE = {*PLEADING, Act.RECORD_SUMMONS, Act.RECORD_RULING, Act.END}
AFTER = {Act.REPRESENT, Act.RECORD_PAID, Act.RECORD_COMPLIANCE}


@pytest.mark.parametrize(
    ("story", "lawful"),
    [
        (
            given(f.UNREGISTERED),
            BEFORE | {Act.RECORD_INCOMPLETE, Act.RECORD_REGISTERED, Act.OPEN_ADJUDICATION},
        ),
        (
            given(f.UNREGISTERED, f.INCOMPLETE),
            BEFORE | {Act.RECORD_COMPLETED, Act.RECORD_REGISTERED, Act.OPEN_ADJUDICATION},
        ),
        (given(f.NOTIFIED), BEFORE | {Act.OPEN_ADJUDICATION}),
        (given(f.NOT_FULFILLED), BEFORE | {Act.OPEN_ADJUDICATION, Act.OPEN_MEDIATION}),
        (
            given(f.NOT_FULFILLED, f.MEDIATED),
            BEFORE - {Act.RECORD_RULING} | {Act.EXTEND_MEDIATION, Act.END_MEDIATION},
        ),
        (
            given(f.NOT_FULFILLED, f.MEDIATED, f.MEDIATION_EXTENDED),
            BEFORE - {Act.RECORD_RULING} | {Act.END_MEDIATION},
        ),
        (
            given(*f.HEARD),
            BEFORE | {Act.RECORD_INTERIM_RULING, Act.RECORD_INSPECTION, Act.FILE_CONCLUSIONS},
        ),
        (
            given(*f.DECIDED).on("2026-08-31"),
            AFTER | {Act.RECORD_RULING_RECEIVED, Act.RECORD_APPEAL},
        ),
        (
            given(*f.DECIDED).on("2026-09-01"),
            AFTER | {Act.RECORD_RULING_RECEIVED, Act.RECORD_APPEAL, Act.RECORD_FINAL},
        ),
        (given(*f.SERVED).on("2026-08-28"), AFTER | {Act.RECORD_APPEAL}),
        (given(*f.SERVED).on("2026-09-02"), AFTER | {Act.RECORD_APPEAL, Act.RECORD_FINAL}),
        (given(*f.AT_COURT).on("2026-09-02"), AFTER | {Act.RECORD_APPEAL, Act.RECORD_APPEAL_RULING}),
        (
            given(*f.AT_COURT, f.COURT_CONFIRMED).on("2026-10-26"),
            AFTER | {Act.RECORD_APPEAL_RULING_RECEIVED, Act.RECORD_CASSATION},
        ),
        (
            given(*f.AT_COURT, f.COURT_CONFIRMED).on("2026-10-27"),
            AFTER | {Act.RECORD_APPEAL_RULING_RECEIVED, Act.RECORD_CASSATION, Act.RECORD_FINAL},
        ),
        (
            given(*f.AT_COURT, f.COURT_CONFIRMED, f.COURT_COPY, f.CASSATION),
            AFTER | {Act.RECORD_CASSATION, Act.RECORD_CASSATION_RULING},
        ),
        (given(*f.IN_FORCE), AFTER | {Act.RECORD_APPEAL, Act.RECORD_EXECUTION_ORDER}),
        (given(f.NOTIFIED, e.Ended(Ending.LAPSED, day("2026-07-01"))), set()),
    ],
)
def test_an_act_is_offered_where_it_is_lawful(story: Story, lawful: set[Act]) -> None:
    assert story.lawful_for(x.PPID) == lawful
    assert story.lawful_for(f.SUPERIOR) == lawful


def test_the_desk_records_letters_that_came_and_nobody_else_records() -> None:
    received = {act for act in ACTS if Role.SERVICE_DESK in ACTS.roles(act)}
    assert {Act.RECORD_SUMMONS, Act.RECORD_RULING_RECEIVED, Act.RECORD_APPEAL} <= received
    assert received.isdisjoint({Act.RECORD_RULING, Act.ANSWER, Act.RECORD_FINAL, Act.RECORD_COMPLIANCE})
    assert Role.SERVICE_DESK in NOTIFIERS
    for act in ACTS:
        assert set(SPEAKERS) <= set(ACTS.roles(act)) <= {*SPEAKERS, Role.SERVICE_DESK}
        assert ACTS.name(act).id
        assert ACTS.name(act).en
        for actor in (f.HEAD, x.AUDITOR, x.LANTAS, x.CITIZEN):
            with pytest.raises(NotYourActError):
                ACTS.check_role(act, actor, given(f.NOTIFIED).dispute)


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (x.PPID, True),
        (x.DESK, True),
        (f.SUPERIOR, True),
        (f.HEAD, True),
        (x.AUDITOR, True),
        (replace(x.AUDITOR, body=x.REGION), True),
        (replace(x.AUDITOR, body=x.PRECINCT), False),
        (x.LANTAS, False),
        (replace(x.PPID, body=x.PRECINCT), False),
        (Actor(x.CASE, Role.CITIZEN), True),
        (Actor(f.OBJECTION, Role.CITIZEN), True),
        (x.CITIZEN, False),
        (Actor("", Role.CITIZEN), False),
    ],
)
def test_who_may_know_of_a_dispute(actor: Actor, sees: bool) -> None:
    assert DISPUTE.may_see(actor, given(f.NOTIFIED).dispute) is sees


def test_a_citizen_without_a_name_sees_no_case_that_names_no_request() -> None:
    bare = replace(f.NOTIFIED, objection="", request="")
    assert not DISPUTE.may_see(Actor("", Role.CITIZEN), given(bare).dispute)


def test_only_a_notification_begins_a_dispute_and_nothing_unknown_changes_it() -> None:
    assert DISPUTE.fold(f.envelopes(f.SUMMONED)) is None
    dispute = dispute_of(f.NOTIFIED)
    assert DISPUTE.evolve(dispute, x.CLOSED) == dispute
    assert DISPUTE.evolve(dispute, f.NOTIFIED) == dispute


def test_every_event_of_a_dispute_folds_and_no_fold_refuses() -> None:
    # Also where the facts before it are missing: what is in the log can always be read.
    examples: dict[type[Event], Event] = {
        type(event): event
        for event in (
            *(f.NOTIFIED, f.INCOMPLETE, f.COMPLETED, f.REGISTERED, f.SUMMONED, f.MEDIATED, f.OPENED),
            *(f.MEDIATION_EXTENDED, f.AGREED, f.RULED, f.COPY_RECEIVED, f.APPEALED, f.COURT_CONFIRMED),
            *(f.COURT_COPY, f.CASSATION, f.FINAL),
            e.Recounted(f.STARTS[0], f.STARTS[0], "9 Tahun 2026"),
            e.ClockRanOut("D22", day("2026-09-01"), x.SHIPPED_EDITION),
            e.Complied(ruling="?", order=9, done_on=day("2026-09-09"), proof="-"),
        )
    }
    for event in examples.values():
        folded = dispute_of(f.NOTIFIED, event)
        assert folded.version == 2
        assert folded.step
    assert len(get_args(e.DisputeEvent)) == 30
