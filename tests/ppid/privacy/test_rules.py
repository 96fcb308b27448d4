"""An application on personal data: asked, proved, answered, refused, taken back."""

import pytest
from msgspec.structs import replace

from ppid.errors import RuleError
from ppid.events import Actor, Role, Sealed
from ppid.holding import HeldByCaseError, HeldByRetentionError, HeldByWayError, Hold, Kind
from ppid.person import Identity
from ppid.privacy import commands as c
from ppid.privacy import events as e
from ppid.privacy import refusals as no
from ppid.privacy import rules
from ppid.privacy.state import PRIVACY
from ppid.privacy.vocabulary import EXCEPTIONS, Ground, PrivacyKind, Proof, Step, Way
from ppid.refusals import BeforeError, FutureDateError, RequiredError, TooFarError, TooLongError
from tests import examples as x
from tests.examples import day
from tests.ppid.privacy.facts import PRIVACY_CASE, Story, ask, at, reply

NOW = "2026-04-03 10:00"
NEXT = "2026-04-04 09:00"
BOX = Sealed(x.SARI, "c2VhbGVk")
PROVE = c.Verify(case=PRIVACY_CASE, by=Proof.DESK)
DONE, GRANT = reply(c.AnswerDone), reply(c.GrantErasure)


def asked(kind: PrivacyKind = PrivacyKind.ACCESS) -> Story:
    return Story("privacy").begins(NOW, rules.ask, ask(kind))


def proved(kind: PrivacyKind = PrivacyKind.ACCESS) -> Story:
    return asked(kind).does(NOW, rules.verify, PROVE)


def refusal(ground: Ground, until: str = "2027-01-04") -> c.RefusePrivacy:
    return reply(c.RefusePrivacy, ground=ground, until=day(until) if until else None)  # type: ignore[no-any-return]


def test_it_gets_its_number_and_its_hours_at_once_and_keeps_the_words_sealed() -> None:
    (event,) = rules.ask(ask(PrivacyKind.CORRECT, case=x.CASE), asked().context(NOW), sequence=7, what=BOX)
    assert isinstance(event, e.Asked)
    assert event.number == "0007/PDP-PPID-POLDA-CONTOH/IV/2026"
    assert (event.sequence, event.year, event.person, event.way) == (7, 2026, x.SARI, Way.LETTER)
    assert (event.received_at, event.received_on) == (at(NOW), day("2026-04-03"))
    assert (event.what, event.case) == (BOX, x.CASE)
    assert "salah" not in repr(event)
    assert [p.clock for p in event.promises] == ["D30"]


def test_what_came_earlier_counts_from_then() -> None:
    command = ask(received_at=at("2026-04-02 08:15"))
    (event,) = rules.ask(command, asked().context(NOW), sequence=1)
    assert isinstance(event, e.Asked)
    assert event.promises[0].due_at == at("2026-04-05 08:15")


def test_nothing_is_received_in_the_future() -> None:
    with pytest.raises(FutureDateError):
        rules.ask(ask(received_at=at("2026-04-03 10:00:01")), asked().context(NOW), sequence=1)


def test_who_proved_the_code_is_verified_in_the_same_save() -> None:
    _, verified = rules.ask(ask(proved=Proof.CODE), asked().context(NOW), sequence=1)
    assert verified == e.Verified(Proof.CODE)


@pytest.mark.parametrize("kind", PrivacyKind)
def test_only_seeing_needs_no_words(kind: PrivacyKind) -> None:
    context = asked().context(NOW)
    if kind is PrivacyKind.ACCESS:
        assert rules.ask(ask(kind, what=""), context, sequence=1)
    else:
        with pytest.raises(RequiredError):
            rules.ask(ask(kind, what=" "), context, sequence=1)
    with pytest.raises(TooLongError):
        rules.ask(ask(kind, what="a" * 5001), context, sequence=1)


def test_an_identity_is_proved_once() -> None:
    assert proved().state.step is Step.VERIFIED
    proved().refuses(NOW, no.AlreadyProvedError, rules.verify, PROVE)


@pytest.mark.parametrize("kind", [PrivacyKind.ACCESS, PrivacyKind.CORRECT, PrivacyKind.RESTRICT])
def test_it_is_done_and_told_once_the_identity_is_proved(kind: PrivacyKind) -> None:
    asked(kind).refuses(NEXT, no.IdentityUnprovedError, rules.finish, DONE)
    done = replace(DONE, identity=x.SARI_IDENTITY) if kind is PrivacyKind.CORRECT else DONE
    story = proved(kind).does(NEXT, rules.finish, done, text=BOX)
    assert story.events[-1] == e.Done(
        e.Reply("B/9/IV/2026", day("2026-04-04"), at(NEXT), day("2026-04-04"), BOX)
    )
    assert (story.state.step, story.state.closed, story.state.clocks["D30"].met) == (Step.DONE, True, True)
    assert story.passes("2026-05-01 10:00") == ()
    for rule, command in (
        (rules.finish, DONE),
        (rules.refuse, refusal(Ground.NOT_HELD, "")),
        (rules.verify, PROVE),
    ):
        story.refuses(NEXT, no.PrivacyClosedError, rule, command)
    story.refuses(NEXT, no.PrivacyClosedError, rules.withdraw)


@pytest.mark.parametrize(("field", "error"), [("number", RequiredError), ("text", RequiredError)])
def test_it_is_answered_in_writing(field: str, error: type[RuleError]) -> None:
    proved().refuses(NEXT, error, rules.finish, reply(c.AnswerDone, **{field: " "}), field=field)


def test_a_correction_says_how_the_data_stand_and_nothing_else_changes_them() -> None:
    corrected = replace(DONE, identity=x.SARI_IDENTITY)
    proved(PrivacyKind.CORRECT).refuses(NEXT, no.CorrectionNeededError, rules.finish, DONE)
    for kind in (PrivacyKind.ACCESS, PrivacyKind.RESTRICT):
        proved(kind).refuses(NEXT, no.NotACorrectionError, rules.finish, corrected)
    nameless = replace(DONE, identity=Identity(name=" "))
    proved(PrivacyKind.CORRECT).refuses(NEXT, RequiredError, rules.finish, nameless, field="name")


def test_the_days_of_an_answer_follow_each_other() -> None:
    early = reply(c.AnswerDone, told_at=at("2026-04-03 09:59:59"))
    proved().refuses(NEXT, no.ToldBeforeAskedError, rules.finish, early, field="told_at")
    ahead = reply(c.AnswerDone, told_at=at("2026-04-04 09:00:01"))
    proved().refuses(NEXT, FutureDateError, rules.finish, ahead, field="told_at")
    before = reply(c.AnswerDone, signed_on=day("2026-04-02"))
    proved().refuses(NEXT, BeforeError, rules.finish, before, field="signed_on")
    unsigned = reply(c.AnswerDone, signed_on=day("2026-04-04"), told_at=at("2026-04-03 11:00"))
    proved().refuses(NEXT, BeforeError, rules.finish, unsigned, field="told_at")


def test_an_erasure_is_answered_first_and_done_when_the_key_is_gone() -> None:
    story = proved(PrivacyKind.ERASE)
    story.refuses(NEXT, no.GrantFirstError, rules.finish, DONE, erased=True)
    granted = story.does(NEXT, rules.grant, GRANT, text=BOX)
    assert granted.state.step is Step.GRANTED
    assert granted.state.clocks["D30"].met, "the person was told"
    granted.refuses(NEXT, no.NotErasedError, rules.finish, DONE, erased=False)
    done = granted.does(NEXT, rules.finish, DONE, erased=True)
    assert done.events[-1] == e.Done()
    assert done.state.step is Step.DONE
    assert done.state.reply == granted.state.reply


def test_only_an_erasure_is_granted_and_once() -> None:
    proved().refuses(NEXT, no.NotErasureError, rules.grant, GRANT)
    asked(PrivacyKind.ERASE).refuses(NEXT, no.IdentityUnprovedError, rules.grant, GRANT)
    granted = proved(PrivacyKind.ERASE).does(NEXT, rules.grant, GRANT)
    granted.refuses(NEXT, no.PrivacyClosedError, rules.grant, GRANT)
    granted.refuses(NEXT, no.PrivacyClosedError, rules.withdraw)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (Kind.OPEN, HeldByCaseError),
        (Kind.WAY, HeldByWayError),
        (Kind.RETENTION, HeldByRetentionError),
    ],
)
def test_an_erasure_that_may_not_be_carried_out_is_granted_by_order_only(
    kind: Kind, error: type[RuleError]
) -> None:
    story, holds = proved(PrivacyKind.ERASE), (Hold(kind, x.CASE, "0001/PPID", day("2027-01-04")),)
    for unordered in (GRANT, replace(GRANT, order="  ")):
        story.refuses(NEXT, error, rules.grant, unordered, holds=holds)
    assert story.state.clocks["D30"].running
    assert story.does(NEXT, rules.grant, GRANT, holds=()).state.granted
    ordered = story.does(NEXT, rules.grant, replace(GRANT, order=" 1/Pen/2026 "), holds=holds)
    assert ordered.events[-1].order == "1/Pen/2026"  # type: ignore[attr-defined]
    endless = replace(GRANT, order="1" * 201)
    story.refuses(NEXT, TooLongError, rules.grant, endless, field="order", holds=holds)


def test_what_was_granted_can_be_refused_until_the_key_is_gone() -> None:
    granted = proved(PrivacyKind.ERASE).does(NEXT, rules.grant, GRANT)
    command = refusal(Ground.PUBLIC_INTEREST)
    granted.refuses(NEXT, no.AlreadyErasedError, rules.refuse, command, erased=True)
    refused = granted.does("2026-04-07 09:00", rules.refuse, command, erased=False).state
    assert (refused.step, refused.closed, refused.undone) == (Step.REFUSED, True, True)
    assert refused.clocks["D30"] == granted.state.clocks["D30"], "the person was told in time"
    assert refused.grant == granted.events[-1]
    assert refused.until == day("2027-01-04")


@pytest.mark.parametrize("ground", EXCEPTIONS)
@pytest.mark.parametrize("kind", PrivacyKind)
def test_article_15_is_held_against_erasing_and_restricting_only(kind: PrivacyKind, ground: Ground) -> None:
    if kind in {PrivacyKind.ACCESS, PrivacyKind.CORRECT}:
        proved(kind).refuses(NEXT, no.NotExceptedError, rules.refuse, refusal(ground), field="ground")
        return
    story = proved(kind).does(NEXT, rules.refuse, refusal(ground))
    assert story.events[-1].until == day("2027-01-04")  # type: ignore[attr-defined]
    assert (story.state.step, story.state.clocks["D30"].met) == (Step.REFUSED, True)


@pytest.mark.parametrize("until", ["", "2026-04-04", "2026-04-03"])
def test_an_exception_says_until_when_it_holds(until: str) -> None:
    command = refusal(Ground.LAW_ENFORCEMENT, until)
    proved(PrivacyKind.ERASE).refuses(NEXT, no.UntilNeededError, rules.refuse, command, field="until")


def test_an_exception_does_not_hold_for_ever() -> None:
    command = refusal(Ground.LAW_ENFORCEMENT, "2046-01-01")
    proved(PrivacyKind.ERASE).refuses(NEXT, TooFarError, rules.refuse, command, field="until")


def test_who_is_not_proved_is_refused_for_that_alone() -> None:
    story = asked(PrivacyKind.ERASE)
    story.refuses(NEXT, no.IdentityUnprovedError, rules.refuse, refusal(Ground.LAW_ENFORCEMENT))
    story.refuses(NEXT, no.IdentityUnprovedError, rules.refuse, refusal(Ground.NOT_HELD, ""))
    refused = story.does(NEXT, rules.refuse, refusal(Ground.UNPROVED, ""))
    assert refused.events[-1].until is None, "there is nothing to wait for"  # type: ignore[attr-defined]
    story.refuses(NEXT, no.NoUntilError, rules.refuse, refusal(Ground.UNPROVED), field="until")
    proved().refuses(NEXT, no.AlreadyProvedError, rules.refuse, refusal(Ground.UNPROVED, ""))


def test_it_is_taken_back_and_owes_nothing_any_more() -> None:
    story = asked().does(NEXT, rules.withdraw)
    assert (story.state.step, story.state.running()) == (Step.WITHDRAWN, [])
    assert not story.state.clocks["D30"].late(day("2026-12-01"))


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (Actor(x.SARI, Role.CITIZEN), True),
        (Actor(PRIVACY_CASE, Role.CITIZEN), True),
        (Actor(x.BUDI, Role.CITIZEN), False),
        (Actor("", Role.CITIZEN), False),
        (Actor("p", Role.PPID, x.REGION), True),
        (Actor("p", Role.SERVICE_DESK, x.REGION), True),
        (Actor("p", Role.PPID, x.PRECINCT), False),
        (Actor("p", Role.UNIT_OFFICER, x.REGION), False),
        (Actor("p", Role.SUPERIOR, x.REGION), False),
        (Actor("a", Role.AUDITOR), True),
        (Actor("a", Role.AUDITOR, x.PRECINCT), False),
    ],
)
def test_who_may_know_of_it(actor: Actor, sees: bool) -> None:
    assert PRIVACY.may_see(actor, asked().state) is sees
