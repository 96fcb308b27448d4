"""Applications on personal data and breaches on both databases: each act one save, each hour noted once."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ppid.acts import NotYourActError
from ppid.breach import commands as b
from ppid.breach.refusals import UnknownBreachError
from ppid.breach.vocabulary import Channel, DataClass
from ppid.commands import ErasePerson
from ppid.errors import RuleError
from ppid.events import Actor, Role, Stream
from ppid.holding import HeldByCaseError, HeldByWayError
from ppid.person import Corrected, ErasedError, Identity, UnknownPersonError
from ppid.privacy import commands as c
from ppid.privacy import events as e
from ppid.privacy import refusals as no
from ppid.privacy.vocabulary import Ground, PrivacyKind, Proof, Step, Way
from ppid.refusals import ChangedMeanwhileError, KeyReusedError
from tests.web.office.tries_breach import assessed, note
from tests.web.office.tries_privacy import ORDERED, ask, proved
from tests.web.world import BODY, World
from web.serving import keep_time

WORDS = "Nama saya salah ditulis"
SIGNED: dict[str, Any] = {"number": "B/9/VI/2026", "text": "Sudah kami betulkan."}
OPERATOR = Actor("operator", Role.OPERATOR)


def commanded(world: World, **changes: Any) -> tuple[c.AskPrivacy, Actor]:
    """An application of the citizen of a fresh case, and that citizen."""
    case = world.at("closed")
    given: dict[str, Any] = {"kind": PrivacyKind.ACCESS, "what": WORDS, "case": case, **changes}
    command = c.AskPrivacy(person=world.request(case).requester, key=secrets.token_hex(16), **given)
    return command, Actor(case, Role.CITIZEN)


def topics(world: World, stream: Stream) -> list[str]:
    return [type(r.envelope.event).__name__ for r in world.services.log.load(stream)]


def test_an_application_takes_its_number_and_its_words_are_nowhere_in_the_log(either: World) -> None:
    desk = either.services.privacy
    first, second = proved(either), ask(either)
    numbers = [desk.see(stream, either.actor("ppid")).number for stream in (first, second)]
    assert [number.split("/")[0] for number in numbers] == ["0001", "0002"]
    assert topics(either, first) == ["Asked", "Verified"]
    for raw in either.services.log.raw(first):
        assert WORDS.encode() not in bytes(raw.state)
    assert desk.words(desk.see(first, either.actor("ppid")).what) == WORDS


def test_sent_twice_it_is_one_and_other_words_under_the_key_are_refused(either: World) -> None:
    command, citizen = commanded(either)
    desk = either.services.privacy
    done = desk.ask(command, citizen)
    again = desk.ask(command, citizen)
    assert (again.stream, again.repeated) == (done.stream, True)
    assert done.stream == f"privacy-{command.key}"
    with pytest.raises(KeyReusedError):
        desk.ask(
            c.AskPrivacy(
                person=command.person, kind=PrivacyKind.ERASE, what="x", case=command.case, key=command.key
            ),
            citizen,
        )


def test_a_person_finds_their_own_applications_and_nobody_elses(either: World) -> None:
    desk, clock = either.services.privacy, either.clock
    command, citizen = commanded(either)
    desk.ask(command, citizen)
    clock.forward(hours=1)
    more = c.AskPrivacy(
        person=command.person, kind=PrivacyKind.RESTRICT, what="Batasi", body=BODY, key=secrets.token_hex(16)
    )
    own = Actor(command.person, Role.CITIZEN)
    second = desk.ask(more, own)
    ask(either)
    either.follow()
    mine = desk.of(command.person)
    assert [each.kind for each in mine] == [PrivacyKind.RESTRICT, PrivacyKind.ACCESS]
    assert mine[0].due_at == mine[0].asked_at + timedelta(hours=72)
    assert (mine[0].step, mine[0].late, mine[0].answered_at, mine[0].outcome.id) == (
        Step.ASKED,
        False,
        None,
        "",
    )
    desk.withdraw(c.WithdrawPrivacy(case=second.stream), own)
    assert desk.of(command.person)[0].outcome.id == "Dicabut"
    assert desk.of("person-" + "0" * 32) == []


def test_nobody_applies_for_somebody_else(either: World) -> None:
    command, _citizen = commanded(either)
    other = either.at("closed")
    desk = either.services.privacy
    for actor in (
        Actor(other, Role.CITIZEN),
        Actor("person-" + "0" * 32, Role.CITIZEN),
        Actor("", Role.CITIZEN),
        either.actor("unit"),
        either.actor("superior"),
    ):
        with pytest.raises(no.NotYourDataError):
            desk.ask(command, actor)
    stranger = c.AskPrivacy(
        person=command.person, kind=PrivacyKind.ACCESS, case=other, key=secrets.token_hex(16)
    )
    with pytest.raises(no.NotYourDataError):
        desk.ask(stranger, Actor(other, Role.CITIZEN))
    unknown = c.AskPrivacy(
        person="person-" + "0" * 32, kind=PrivacyKind.ACCESS, body=BODY, key=secrets.token_hex(16)
    )
    with pytest.raises(UnknownPersonError):
        desk.ask(unknown, Actor(unknown.person, Role.CITIZEN))
    with pytest.raises(no.UnknownPrivacyError):
        desk.see(ask(either), Actor(other, Role.CITIZEN))


def test_a_correction_and_its_answer_are_one_save(either: World) -> None:
    case = proved(either, PrivacyKind.CORRECT)
    desk = either.services.privacy
    person = desk.see(case, either.actor("ppid")).person
    either.clock.forward(hours=2)
    identity = Identity(name="Sari Wulandari, S.H.", email="baru@example.org")
    done = desk.answer_done(c.AnswerDone(case=case, identity=identity, **SIGNED), either.actor("ppid"))
    (corrected,) = [r for r in either.services.log.load(person) if isinstance(r.envelope.event, Corrected)]
    assert corrected.envelope.recorded_at == either.clock()
    assert abs(corrected.position - done.position) == 1
    assert either.services.people.identity(person) == identity
    assert person in either.services.people.find("email", "baru@example.org")
    either.follow()
    told = desk.of(person)
    assert (told[0].step, told[0].answer) == (Step.DONE, SIGNED["text"])


def test_an_erasure_is_done_only_after_the_key_is_gone(either: World) -> None:
    case = proved(either, PrivacyKind.ERASE)
    desk, ppid = either.services.privacy, either.actor("ppid")
    person = desk.see(case, ppid).person
    desk.grant(c.GrantErasure(case=case, order=ORDERED, **SIGNED), ppid)
    with pytest.raises(no.NotErasedError):
        desk.answer_done(c.AnswerDone(case=case), ppid)
    either.services.people.erase(
        ErasePerson(person=person, basis="UU 27/2022 Pasal 43", order="1/2026"), OPERATOR
    )
    assert desk.erased(person)
    desk.answer_done(c.AnswerDone(case=case), ppid)
    state = desk.see(case, ppid)
    assert state.step is Step.DONE
    assert desk.words(state.what) == desk.words(state.reply.text if state.reply else None) == ""
    with pytest.raises(ErasedError):
        desk.ask(
            c.AskPrivacy(person=person, kind=PrivacyKind.ACCESS, body=BODY, key=secrets.token_hex(16)),
            Actor(person, Role.CITIZEN),
        )


def test_no_erasure_is_granted_that_may_not_be_carried_out(either: World) -> None:
    case = proved(either, PrivacyKind.ERASE)
    desk, ppid = either.services.privacy, either.actor("ppid")
    either.follow()
    with pytest.raises(HeldByWayError):
        desk.grant(c.GrantErasure(case=case, **SIGNED), ppid)
    assert topics(either, case) == ["Asked", "Verified"]
    assert desk.see(case, ppid).clocks["D30"].running, "nobody was answered"
    desk.grant(c.GrantErasure(case=case, order=ORDERED, **SIGNED), ppid)
    granted = desk.see(case, ppid)
    assert (granted.step, granted.grant.order if granted.grant else "") == (Step.GRANTED, ORDERED)


def test_an_open_case_stops_the_grant_of_an_erasure(either: World) -> None:
    open_case = either.at("complete")
    ask_it = c.AskPrivacy(
        person=either.request(open_case).requester,
        kind=PrivacyKind.ERASE,
        what=WORDS,
        case=open_case,
        proved=Proof.CODE,
        key=secrets.token_hex(16),
    )
    desk = either.services.privacy
    asked = desk.ask(ask_it, Actor(open_case, Role.CITIZEN)).stream
    either.follow()
    with pytest.raises(HeldByCaseError):
        desk.grant(c.GrantErasure(case=asked, **SIGNED), either.actor("ppid"))


def test_what_was_granted_is_refused_while_the_key_exists_and_then_no_more(either: World) -> None:
    desk, ppid = either.services.privacy, either.actor("ppid")
    kept_case, gone_case = proved(either, PrivacyKind.ERASE), proved(either, PrivacyKind.ERASE)
    refusal: dict[str, Any] = {
        "ground": Ground.LAW_ENFORCEMENT,
        "until": either.clock.today + timedelta(days=90),
    }
    for case in (kept_case, gone_case):
        desk.grant(c.GrantErasure(case=case, order=ORDERED, **SIGNED), ppid)
    desk.refuse(c.RefusePrivacy(case=kept_case, **refusal, **SIGNED), ppid)
    refused = desk.see(kept_case, ppid)
    assert (refused.step, refused.closed) == (Step.REFUSED, True)
    assert desk.words(refused.reply.text if refused.reply else None) == SIGNED["text"]
    person = desk.see(gone_case, ppid).person
    either.services.people.erase(
        ErasePerson(person=person, basis="UU 27/2022 Pasal 43", order=ORDERED), OPERATOR
    )
    with pytest.raises(no.AlreadyErasedError):
        desk.refuse(c.RefusePrivacy(case=gone_case, **refusal, **SIGNED), ppid)
    desk.answer_done(c.AnswerDone(case=gone_case), ppid)


def test_whoever_looked_at_an_older_version_is_told(either: World) -> None:
    case = ask(either)
    desk = either.services.privacy
    desk.verify(c.Verify(case=case, by=Proof.DESK, seen=1), either.actor("desk"))
    refuse = c.RefusePrivacy(case=case, ground=Ground.NOT_HELD, seen=1, **SIGNED)
    with pytest.raises(ChangedMeanwhileError):
        desk.refuse(refuse, either.actor("ppid"))


@pytest.mark.parametrize("who", ["unit", "superior", "head", "auditor"])
def test_an_answer_is_the_ppids(either: World, who: str) -> None:
    case = proved(either)
    with pytest.raises(RuleError) as refused:
        either.services.privacy.answer_done(c.AnswerDone(case=case, **SIGNED), either.actor(who))
    assert refused.value.status in {403, 404}


# The hours ------------------------------------------------------------------------------------------------


def kept(world: World) -> None:
    """A round of the timekeeper, with every list up to date."""
    world.follow()
    keep_time(world.services)


def ran_out(world: World, case: Stream) -> list[Any]:
    return [r.envelope for r in world.services.log.load(case) if isinstance(r.envelope.event, e.ClockRanOut)]


def test_the_timekeeper_notes_the_hour_on_its_very_day_and_once(either: World) -> None:
    case = ask(either)
    due_at = either.services.privacy.see(case, either.actor("ppid")).due_at
    assert due_at == either.clock() + timedelta(hours=72)
    either.clock.forward(hours=72)
    kept(either)
    assert ran_out(either, case) == [], "the instant itself is in time"
    either.clock.forward(seconds=1)
    kept(either)
    kept(either)
    (noted,) = ran_out(either, case)
    assert (noted.event.due_at, noted.role) == (due_at, Role.TIMEKEEPER)


def test_a_timekeeper_that_was_down_notes_the_right_instant(either: World) -> None:
    case = ask(either)
    due_at = either.services.privacy.see(case, either.actor("ppid")).due_at
    either.clock.forward(days=9)
    kept(either)
    either.clock.forward(days=1)
    kept(either)
    (noted,) = ran_out(either, case)
    assert noted.event.due_at == due_at


def test_what_was_answered_in_time_never_runs_out(either: World) -> None:
    case = proved(either)
    either.clock.forward(hours=71)
    either.services.privacy.answer_done(c.AnswerDone(case=case, **SIGNED), either.actor("ppid"))
    either.clock.forward(days=9)
    kept(either)
    assert ran_out(either, case) == []
    told = either.services.privacy.see(case, either.actor("ppid"))
    assert told.clock is not None
    assert not told.clock.late(either.clock.today)


def test_what_came_by_letter_counts_from_then(either: World) -> None:
    came = either.clock() - timedelta(hours=30)
    command, _ = commanded(either, received_at=came, way=Way.LETTER)
    stream = either.services.privacy.ask(command, either.actor("desk")).stream
    assert either.services.privacy.see(stream, either.actor("desk")).due_at == came + timedelta(hours=72)


# Breaches -------------------------------------------------------------------------------------------------


def test_a_breach_is_noted_once_by_those_who_answer_for_it(either: World) -> None:
    command = b.NoteBreach(
        breach=f"breach-{secrets.token_hex(16)}", body=BODY, data=(DataClass.NAME,), people=1, how="Surel"
    )
    breaches = either.services.breaches
    for who in ("desk", "unit", "auditor"):
        with pytest.raises(NotYourActError):
            breaches.note(command, either.actor(who))
    elsewhere = Actor(either.actor("ppid").id, Role.PPID, "body-" + "f" * 32)
    with pytest.raises(UnknownBreachError):
        breaches.note(command, elsewhere)
    first = breaches.note(command, either.actor("ppid"))
    assert breaches.note(command, either.actor("ppid")).repeated
    assert breaches.see(first.stream, either.actor("desk")).number.startswith("0001/GPDP-")


def test_the_people_of_cases_are_those_to_be_told(either: World) -> None:
    one, other = either.at("complete"), either.at("complete")
    found = either.services.breaches.people_in([one, other, one], BODY)
    assert found == (either.request(one).requester, either.request(other).requester)
    assert either.services.breaches.people_in([one, "request-" + "0" * 32, BODY], "body-" + "f" * 32) == ()


def test_a_breach_runs_out_while_somebody_is_not_told(either: World) -> None:
    case = assessed(either)
    breaches, ppid = either.services.breaches, either.actor("ppid")
    breaches.notify_agency(b.NotifyAgency(case=case, number="B/10/VI/2026"), ppid)
    either.clock.forward(hours=72, seconds=1)
    kept(either)
    assert topics(either, case)[-1] == "ClockRanOut"
    state = breaches.see(case, ppid)
    told = b.NotifySubjects(case=case, channel=Channel.LETTER, people=1, persons=state.persons)
    breaches.notify_subjects(told, ppid)
    late = breaches.see(case, ppid).clocks["D31"]
    assert (late.met, late.ran_out, late.late(either.clock.today)) == (True, True, True)
    assert breaches.see(note(either), ppid).known_at == either.clock().astimezone(UTC)
    assert isinstance(late.at, datetime)


def test_an_assessment_of_more_people_makes_the_hours_run_again_and_out(either: World) -> None:
    case = assessed(either)
    breaches, ppid = either.services.breaches, either.actor("ppid")
    breaches.notify_agency(b.NotifyAgency(case=case, number="B/10/VI/2026"), ppid)
    state = breaches.see(case, ppid)
    told = b.NotifySubjects(case=case, channel=Channel.LETTER, people=1, persons=state.persons)
    breaches.notify_subjects(told, ppid)
    assert breaches.see(case, ppid).clocks["D31"].met
    more = b.AssessBreach(
        case=case, data=state.data, people=5000, how="Lebih banyak surel terkirim", persons=state.persons
    )
    breaches.assess(more, ppid)
    clock = breaches.see(case, ppid).clocks["D31"]
    assert (clock.running, clock.promise.due_at) == (True, state.due_at)
    either.clock.forward(hours=72, seconds=1)
    kept(either)
    kept(either)
    assert topics(either, case).count("ClockRanOut") == 1
    assert topics(either, case)[-1] == "ClockRanOut"
