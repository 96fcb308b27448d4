"""The way of a sheet: signed by three persons, given back, given up, decreed; changed and lifted alike."""

import pytest
from msgspec.structs import replace

from ppid import refusals as shared
from ppid.body import EmptyChainError, ExemptionChain, ExemptionChainSet, set_exemption_chain
from ppid.errors import RuleError
from ppid.events import Event
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption import refusals as no
from ppid.exemption import rules, testing
from ppid.exemption.articles import Kind
from ppid.exemption.lawful import Act
from ppid.exemption.vocabulary import Aim, Status, Step
from tests.examples import day
from tests.ppid.exemption import facts as x
from tests.ppid.exemption.facts import exemption_of, given, row

SUPERIOR_ONLY = ExemptionChain(superior=True, head=False)
HEAD_ONLY = ExemptionChain(superior=False, head=True)


def test_the_superior_signs_then_the_head_then_the_ppid_decrees() -> None:
    given(x.TESTED).on("2026-06-03").by(x.SUPERIOR).when(testing.review, x.REVIEW).then(x.REVIEWED)
    given(x.TESTED, x.REVIEWED).on("2026-06-05").by(x.HEAD).when(testing.approve, x.APPROVE).then(x.APPROVED)
    given(x.TESTED, x.REVIEWED, x.APPROVED).when(rules.decree, x.DECREE).then(x.DECREED)


def test_the_steps_are_told_by_what_was_signed() -> None:
    steps = [exemption_of(*x.IN_FORCE[:n]).step for n in range(1, 5)]
    assert steps == [Step.TESTED, Step.REVIEWED, Step.APPROVED, Step.IN_FORCE]
    assert exemption_of(x.TESTED, x.RETURNED).step is Step.RETURNED
    assert exemption_of(x.TESTED).number == x.SHEET_NUMBER
    assert exemption_of(*x.IN_FORCE).number == x.DECREE_NUMBER


def test_the_head_waits_for_the_superior() -> None:
    given(x.TESTED).by(x.HEAD).when(testing.approve, x.APPROVE).then_refused(no.SuperiorFirstError)


@pytest.mark.parametrize("signed", [(), (x.REVIEWED,)])
def test_nothing_is_decreed_before_everybody_signed(signed: tuple[Event, ...]) -> None:
    given(x.TESTED, *signed).when(rules.decree, x.DECREE).then_refused(no.NotApprovedError)


def test_each_step_is_signed_once() -> None:
    story = given(x.TESTED, x.REVIEWED, x.APPROVED)
    story.by(x.OTHER_SUPERIOR).when(testing.review, x.REVIEW).then_refused(no.AlreadySignedError)
    story.by(x.HEAD).when(testing.approve, x.APPROVE).then_refused(no.AlreadySignedError)
    given(*x.IN_FORCE).when(rules.decree, x.DECREE).then_refused(no.AlreadyDecreedError)


def test_each_step_is_another_persons() -> None:
    same = replace(x.SUPERIOR, id=x.PPID.id)
    given(x.TESTED).by(same).when(testing.review, x.REVIEW).then_refused(no.SamePersonError)
    delegate = replace(x.APPROVE, delegation=x.DELEGATION)
    given(x.TESTED, x.REVIEWED).by(x.SUPERIOR).when(testing.approve, delegate).then_refused(
        no.SamePersonError
    )
    refusal = given(x.TESTED).by(same).why_not(Act.REVIEW)
    assert isinstance(refusal, no.SamePersonError)


def test_somebody_else_approves_for_the_head_by_a_written_delegation() -> None:
    story = given(x.TESTED, x.REVIEWED).by(x.OTHER_SUPERIOR)
    story.when(testing.approve, x.APPROVE).then_refused(no.DelegationError, "delegation")
    bare = replace(x.APPROVE, delegation=replace(x.DELEGATION, number=" "))
    story.when(testing.approve, bare).then_refused(no.DelegationError, "delegation")
    lost = replace(x.APPROVE, delegation=replace(x.DELEGATION, sha256=""))
    story.when(testing.approve, lost).then_refused(no.DelegationError, "delegation")
    later = replace(x.APPROVE, delegation=replace(x.DELEGATION, signed_on=day("2026-06-09")))
    story.when(testing.approve, later).then_refused(shared.FutureDateError, "delegation")
    happened = story.when(testing.approve, replace(x.APPROVE, delegation=x.DELEGATION))
    assert isinstance(happened.event, e.Approved)
    assert happened.event.delegation == x.DELEGATION


def test_a_body_may_ask_for_one_signature_only() -> None:
    superior_only = replace(x.TESTED, chain=SUPERIOR_ONLY)
    given(superior_only, x.REVIEWED).when(rules.decree, x.DECREE).then(x.DECREED)
    given(superior_only, x.REVIEWED).by(x.HEAD).when(testing.approve, x.APPROVE).then_refused(
        no.HeadNotAskedError
    )
    head_only = replace(x.TESTED, chain=HEAD_ONLY)
    given(head_only, x.APPROVED).when(rules.decree, x.DECREE).then(x.DECREED)
    given(head_only).by(x.SUPERIOR).when(testing.review, x.REVIEW).then_refused(no.SuperiorNotAskedError)


def test_a_body_sets_its_chain_and_somebody_always_approves() -> None:
    assert set_exemption_chain(HEAD_ONLY) == ExemptionChainSet(HEAD_ONLY)
    with pytest.raises(EmptyChainError):
        set_exemption_chain(ExemptionChain(superior=False, head=False))


def test_a_test_keeps_the_chain_it_began_under() -> None:
    story = x.nothing().where(SUPERIOR_ONLY)
    happened = story.when(testing.test, x.MAKE_TEST)
    assert isinstance(happened.event, e.Tested)
    assert happened.event.chain == SUPERIOR_ONLY
    given(happened.event, x.REVIEWED).where(ExemptionChain()).when(rules.decree, x.DECREE).then(x.DECREED)


@pytest.mark.parametrize("letter", "cdef")
def test_letters_c_to_f_always_need_the_head(letter: str) -> None:
    bare = replace(x.TESTED, chain=SUPERIOR_ONLY, rows=(row(articles=(f"17({letter})",)),))
    given(bare, x.REVIEWED).when(rules.decree, x.DECREE).then_refused(no.NotApprovedError)
    given(bare, x.REVIEWED, x.APPROVED).when(rules.decree, x.DECREE).then(x.DECREED)


def test_the_head_sets_the_length_of_letters_c_to_f() -> None:
    tested = replace(x.TESTED, rows=(x.DEFENCE, x.SECRET))
    story = given(tested, x.REVIEWED).by(x.HEAD).on("2026-06-05")
    shorter = replace(x.APPROVE, periods=(e.SetPeriod(1, day("2027-12-31")),))
    happened = story.when(testing.approve, shorter)
    decreed = story.and_then(happened.event, replace(x.DECREED, promises=())).exemption
    assert [r.until for r in decreed.rows] == [day("2027-12-31"), None]
    not_theirs = replace(x.APPROVE, periods=(e.SetPeriod(2, day("2027-12-31")),))
    story.when(testing.approve, not_theirs).then_refused(no.NotHeadsPeriodError, "periods", row=2)
    unknown = replace(x.APPROVE, periods=(e.SetPeriod(3, day("2027-12-31")),))
    story.when(testing.approve, unknown).then_refused(no.UnknownRowError, "periods", row=3)
    over = replace(x.APPROVE, periods=(e.SetPeriod(1, day("2026-06-04")),))
    story.when(testing.approve, over).then_refused(no.PeriodOverError, "until", row=1)
    twice = replace(x.APPROVE, periods=(e.SetPeriod(1, x.ENDS_ON),) * 2)
    story.when(testing.approve, twice).then_refused(no.NoRowsError, "periods")


@pytest.mark.parametrize("signed", [(), (x.REVIEWED,), (x.REVIEWED, x.APPROVED)])
def test_a_sheet_is_given_back_at_any_step_and_tested_anew(signed: tuple[Event, ...]) -> None:
    story = given(x.TESTED, *signed)
    story.when(testing.give_back, c.ReturnSheet(case=x.THING, reason=x.RETURNED.reason)).then(x.RETURNED)
    returned = story.and_then(x.RETURNED)
    returned.by(x.SUPERIOR).when(testing.review, x.REVIEW).then_refused(no.SheetReturnedError)
    returned.by(x.HEAD).when(testing.approve, x.APPROVE).then_refused(no.SheetReturnedError)
    returned.when(rules.decree, x.DECREE).then_refused(no.SheetReturnedError)
    again = c.MakeTestAnew(
        case=x.THING, tested_on=day("2026-06-08"), place="Depok", rows=(x.ROW,), testers=x.TESTERS
    )
    happened = returned.when(testing.test_anew, again)
    assert isinstance(happened.event, e.Tested)
    assert happened.event.number == "UK-0001-2/PPID-POLDA-CONTOH/VI/2026"
    anew = returned.and_then(happened.event).exemption
    assert anew.step is Step.TESTED
    assert anew.sheet.signers == (x.PPID.id,)
    assert [sheet.number for sheet in anew.earlier] == [x.SHEET_NUMBER]


def test_giving_back_needs_a_reason() -> None:
    given(x.TESTED).when(testing.give_back, c.ReturnSheet(case=x.THING, reason=" ")).then_refused(
        shared.RequiredError, "reason"
    )


def test_a_sheet_under_way_is_not_tested_beside_itself() -> None:
    again = c.MakeTestAnew(
        case=x.THING, tested_on=x.TESTED_ON, place="Depok", rows=(x.ROW,), testers=x.TESTERS
    )
    given(x.TESTED).when(testing.test_anew, again).then_refused(no.SheetUnderWayError)
    changing = given(*x.IN_FORCE, x.TESTED_CHANGE).on("2026-07-01")
    changing.when(testing.test_anew, x.TEST_CHANGE).then_refused(no.SheetUnderWayError)


def test_a_test_given_up_exempts_nothing() -> None:
    drop = c.DropTest(case=x.THING, reason="Ternyata laporan ini selalu terbuka.")
    given(x.TESTED).when(testing.drop, drop).then(e.Dropped(drop.reason))
    story = given(x.TESTED, x.REVIEWED, e.Dropped(drop.reason))
    assert story.exemption.step is Step.DROPPED
    assert story.exemption.closed
    story.when(rules.decree, x.DECREE).then_refused(no.ExemptionOverError)
    story.by(x.HEAD).when(testing.approve, x.APPROVE).then_refused(no.ExemptionOverError)


def test_signatures_and_decree_follow_each_other_in_time() -> None:
    early = replace(x.REVIEW, signed_on=day("2026-06-01"))
    given(x.TESTED).by(x.SUPERIOR).when(testing.review, early).then_refused(shared.BeforeError, "signed_on")
    before_review = replace(x.APPROVE, signed_on=day("2026-06-02"))
    given(x.TESTED, x.REVIEWED).by(x.HEAD).when(testing.approve, before_review).then_refused(
        shared.BeforeError, "signed_on"
    )
    before_head = replace(x.DECREE, signed_on=day("2026-06-04"))
    given(*x.IN_FORCE[:3]).when(rules.decree, before_head).then_refused(shared.BeforeError, "signed_on")
    future = replace(x.DECREE, signed_on=day("2026-06-09"))
    given(*x.IN_FORCE[:3]).when(rules.decree, future).then_refused(shared.FutureDateError, "signed_on")
    given(*x.IN_FORCE[:3]).when(rules.decree, replace(x.DECREE, place="")).then_refused(
        shared.RequiredError, "place"
    )


def test_a_signature_says_in_which_position() -> None:
    given(x.TESTED).by(x.SUPERIOR).when(testing.review, replace(x.REVIEW, position="")).then_refused(
        shared.RequiredError, "position"
    )


def test_a_decree_is_not_issued_for_a_period_that_ended_meanwhile() -> None:
    story = given(*x.IN_FORCE[:3]).on("2026-11-02")
    story.when(rules.decree, replace(x.DECREE, signed_on=day("2026-11-02"))).then_refused(
        no.PeriodOverError, "until", row=1
    )


# Changing and lifting ----------------------------------------------------------------------------------

CHANGING = (*x.IN_FORCE, x.TESTED_CHANGE, x.REVIEWED_AGAIN, x.APPROVED_AGAIN)
LIFTING = (*x.IN_FORCE, x.TESTED_LIFT, x.REVIEWED_AGAIN, x.APPROVED_AGAIN)


def test_a_change_follows_a_new_test_that_the_head_approved() -> None:
    given(*x.IN_FORCE).on("2026-07-01").when(testing.test_anew, x.TEST_CHANGE).then(x.TESTED_CHANGE)
    given(*x.IN_FORCE, x.TESTED_CHANGE, x.REVIEWED_AGAIN).on("2026-07-06").when(
        rules.change, x.CHANGE
    ).then_refused(no.NotApprovedError)
    happened = given(*CHANGING).on("2026-07-06").when(rules.change, x.CHANGE)
    assert isinstance(happened.event, e.Changed)
    assert happened.event.before == (x.ROW,)
    assert happened.event.after == (x.CHANGED_ROW,)
    assert happened.event.number == "SK-0001-2/PPID-POLDA-CONTOH/VII/2026"


def test_even_where_the_head_is_not_asked_the_head_approves_a_change() -> None:
    tested = replace(x.TESTED_CHANGE, chain=SUPERIOR_ONLY)
    story = given(*x.IN_FORCE, tested, x.REVIEWED_AGAIN).on("2026-07-06")
    story.when(rules.change, x.CHANGE).then_refused(no.NotApprovedError)
    assert story.and_then(x.APPROVED_AGAIN).when(rules.change, x.CHANGE).refusal is None


def test_while_a_change_is_tested_the_decree_stays_in_force() -> None:
    exemption = exemption_of(*CHANGING)
    assert exemption.step is Step.CHANGING
    assert exemption.in_force(day("2026-07-06"))
    assert exemption.rows[0].articles == x.ROW.articles


def test_a_changed_row_says_the_new_and_keeps_since_when_it_is_exempt() -> None:
    happened = given(*CHANGING).on("2026-07-06").when(rules.change, x.CHANGE)
    exemption = exemption_of(*CHANGING, happened.event)
    first = exemption.rows[0]
    assert (first.articles, first.until, first.since) == (("17(a)(2)",), day("2027-06-30"), x.DECREED_ON)
    assert exemption.rows[1].information == x.SECRET.information
    assert [decree.number for decree in exemption.decrees] == [
        x.DECREE_NUMBER,
        "SK-0001-2/PPID-POLDA-CONTOH/VII/2026",
    ]
    assert exemption.step is Step.IN_FORCE


def test_a_change_cannot_stretch_letter_a_beyond_thirty_years_from_its_decree() -> None:
    story = given(*x.IN_FORCE).on("2026-07-01")
    most = replace(x.TEST_CHANGE, rows=(row(until=day("2056-06-08")),))
    assert story.when(testing.test_anew, most).refusal is None
    more = replace(x.TEST_CHANGE, rows=(row(until=day("2056-06-09")),))
    story.when(testing.test_anew, more).then_refused(
        no.ThirtyYearsError, "until", row=1, latest=day("2056-06-08")
    )


def test_what_ended_is_not_made_exempt_again_by_a_change() -> None:
    late = replace(x.TEST_CHANGE, tested_on=day("2026-10-31"))
    given(*x.IN_FORCE).on("2026-10-31").when(testing.test_anew, late).then_refused(
        no.RowNotInForceError, "rows", row=1
    )
    signed = replace(x.CHANGE, signed_on=day("2026-10-30"))
    given(*CHANGING).on("2026-10-31").when(rules.change, signed).then_refused(
        no.RowNotInForceError, "rows", row=1
    )


def test_a_change_changes_something_of_a_row_that_is_there() -> None:
    story = given(*x.IN_FORCE).on("2026-07-01")
    story.when(testing.test_anew, replace(x.TEST_CHANGE, rows=(x.ROW,))).then_refused(
        no.NothingChangesRowError, "rows", row=1
    )
    story.when(testing.test_anew, replace(x.TEST_CHANGE, rows=(row(number=7),))).then_refused(
        no.UnknownRowError, "rows", row=7
    )
    story.when(testing.test_anew, replace(x.TEST_CHANGE, reason="")).then_refused(
        shared.RequiredError, "reason"
    )


def test_the_hard_stops_hold_for_a_change_too() -> None:
    story = given(*x.IN_FORCE).on("2026-07-01")
    stopped = replace(x.TEST_CHANGE, rows=(row(x.CHANGED_ROW, kind=Kind.SPENDING_PLAN),))
    story.when(testing.test_anew, stopped).then_refused(no.NeverExemptError, "kind", letter="d")


def test_lifting_opens_rows_from_the_day_of_its_decree() -> None:
    happened = given(*LIFTING).on("2026-07-06").when(rules.lift, x.LIFT)
    event = happened.event
    assert isinstance(event, e.Lifted)
    assert (event.rows, event.number, event.promises) == ((1,), "SK-0001-2/PPID-POLDA-CONTOH/VII/2026", ())
    exemption = exemption_of(*LIFTING, event)
    assert exemption.rows[0].status is Status.LIFTED
    assert exemption.rows[0].in_force(day("2026-07-05"))
    assert not exemption.rows[0].in_force(day("2026-07-06"))
    assert exemption.step is Step.IN_FORCE
    assert not exemption.running()


@pytest.mark.parametrize(
    ("events", "decision", "command"),
    [
        (CHANGING, rules.lift, x.LIFT),
        (LIFTING, rules.change, x.CHANGE),
    ],
)
def test_a_decision_fits_the_aim_of_its_test(
    events: tuple[Event, ...], decision: object, command: object
) -> None:
    happened = given(*events).on("2026-07-06").when(decision, command)  # type: ignore[arg-type]
    happened.then_refused(no.OtherAimError)


def test_a_first_test_does_not_lift_and_a_decree_is_not_classified_twice() -> None:
    given(x.TESTED, x.RETURNED).on("2026-07-01").when(testing.test_anew, x.TEST_CHANGE).then_refused(
        no.OtherAimError
    )
    classify = replace(x.TEST_CHANGE, aim=Aim.CLASSIFY)
    given(*x.IN_FORCE).on("2026-07-01").when(testing.test_anew, classify).then_refused(no.OtherAimError)


def test_a_change_given_up_leaves_the_decree_as_it_is() -> None:
    story = given(*x.IN_FORCE, x.TESTED_CHANGE, e.Dropped("Tidak jadi"))
    assert story.exemption.step is Step.IN_FORCE
    story.on("2026-07-06").when(rules.change, x.CHANGE).then_refused(no.NoTestUnderWayError)


@pytest.mark.parametrize(
    ("decision", "command", "refusal"),
    [
        (rules.change, x.CHANGE, no.NotDecreedError),
        (rules.lift, x.LIFT, no.NotDecreedError),
        (rules.declare_open, x.DECLARE, no.NotDecreedError),
        (rules.open_in_court, x.IN_COURT, no.NotDecreedError),
    ],
)
def test_only_a_decree_is_changed_lifted_or_opened(
    decision: object, command: object, refusal: type[RuleError]
) -> None:
    given(x.TESTED).on("2026-09-01").when(decision, command).then_refused(refusal)  # type: ignore[arg-type]
