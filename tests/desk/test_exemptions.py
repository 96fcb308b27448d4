"""The use cases of exemptions, on both databases: each one atomic save, and time that ends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.catalogue.events import Proposed
from ppid.catalogue.vocabulary import SourceKind
from ppid.commands import SetExemptionChain
from ppid.deciding import Done
from ppid.errors import RuleError
from ppid.events import Event, Stream
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption import refusals as no
from ppid.exemption.articles import Kind
from ppid.exemption.state import EXEMPTION, Exemption, UnknownExemptionError
from ppid.exemption.vocabulary import Aim, Occasion, Status, Step
from ppid.log import Log
from ppid.refusals import ChangedMeanwhileError, KeyReusedError
from ppid.topics import VOCABULARY
from projections.agenda import AGENDA, state_of
from projections.reader import Reader
from tests.web.exempting import ROWS, decree, sheet_for
from tests.web.world import BODY, OPERATOR, World
from web.serving import keep_time

TODAY = date(2026, 6, 2)
ENDS_ON = date(2026, 10, 30)
SHORT = (replace(ROWS[0], until=ENDS_ON),)


def make_sheet(world: World, **changes: object) -> c.MakeTest:
    command = replace(sheet_for(BODY, world.clock.today), **changes)
    world.services.exemptions.test(command, world.actor("ppid"))
    return command


def decreed(world: World, rows: tuple[e.SheetRow, ...] = ROWS) -> Stream:
    command = sheet_for(BODY, world.clock.today, rows)
    actors = (world.actor("ppid"), world.actor("superior"), world.actor("head"))
    return decree(world.services.exemptions, command, *actors)


def exemption(world: World, stream: Stream) -> Exemption:
    return world.services.exemptions.exemption(stream, world.actor("ppid"))


def facts(world: World, stream: Stream, kind: type[Event]) -> list[Event]:
    return [r.envelope.event for r in world.services.log.load(stream) if isinstance(r.envelope.event, kind)]


def keep(world: World, day: str) -> None:
    world.clock.set(day)
    world.services.follower.start()
    try:
        keep_time(world.services)
    finally:
        world.services.follower.stop()


def test_an_exemption_goes_through_its_chain_and_is_listed(either: World) -> None:
    stream = decreed(either)
    either.follow()
    state = exemption(either, stream)
    assert (state.step, state.number) == (Step.IN_FORCE, "SK-0001/PPID-POLDA-X/VI/2026")
    assert state.sheet.signers == tuple(either.actor(who).id for who in ("ppid", "superior", "head"))
    (row,) = Reader(either.services.views, AGENDA).all(where={"kind": "exemption", "body": BODY})
    assert state_of(row, EXEMPTION) == state
    # UU 28/2014 and the file on the accident end on 30 June 2027, whose days off are not decreed yet.
    assert (row.number, row.step, row.clock, row.missing_year) == (state.number, "in-force", "D25", 2027)


def test_the_book_of_exemptions_has_its_own_gapless_numbers(either: World) -> None:
    either.file()
    first, second = make_sheet(either), make_sheet(either)
    with pytest.raises(no.NeverExemptError):
        make_sheet(either, rows=(replace(ROWS[0], kind=Kind.POLICY),))
    third = make_sheet(either)
    numbers = [exemption(either, command.exemption).sequence for command in (first, second, third)]
    assert numbers == [1, 2, 3]


def test_a_test_sent_twice_is_made_once(either: World) -> None:
    command = replace(sheet_for(BODY, TODAY), key="k1")
    exemptions, ppid = either.services.exemptions, either.actor("ppid")
    exemptions.test(command, ppid)
    assert exemptions.test(command, ppid).repeated
    with pytest.raises(KeyReusedError):
        exemptions.test(replace(command, place="Tempat lain"), ppid)


def test_an_act_sent_twice_is_recorded_once_and_a_stale_form_is_told(either: World) -> None:
    command = make_sheet(either)
    review = c.ReviewSheet(case=command.exemption, position="Atasan PPID", key="k2", seen=1)
    exemptions, superior = either.services.exemptions, either.actor("superior")
    assert isinstance(exemptions.review(review, superior), Done)
    assert exemptions.review(review, superior).repeated
    back = c.ReturnSheet(case=command.exemption, reason="Belum cukup", seen=1)
    with pytest.raises(ChangedMeanwhileError):
        exemptions.give_back(back, either.actor("head"))


def test_only_its_own_role_takes_an_act(either: World) -> None:
    exemptions = either.services.exemptions
    command = sheet_for(BODY, TODAY)
    for who in ("desk", "unit", "superior", "head", "auditor"):
        with pytest.raises(NotYourActError):
            exemptions.test(command, either.actor(who))
    exemptions.test(command, either.actor("ppid"))
    review = c.ReviewSheet(case=command.exemption, position="Atasan PPID")
    for who in ("desk", "ppid", "head"):
        with pytest.raises(NotYourActError):
            exemptions.review(review, either.actor(who))
    with pytest.raises(UnknownExemptionError):
        exemptions.review(replace(review, case="exemption-unknown"), either.actor("superior"))
    stranger = replace(either.actor("superior"), body="body-of-others")
    with pytest.raises(UnknownExemptionError):
        exemptions.review(review, stranger)


def test_one_person_in_two_roles_signs_once(either: World) -> None:
    command = make_sheet(either)
    both = replace(either.actor("superior"), id=either.actor("ppid").id)
    with pytest.raises(no.SamePersonError):
        either.services.exemptions.review(c.ReviewSheet(case=command.exemption, position="Atasan"), both)


def test_a_test_upon_a_request_knows_the_bodys_own_requests_only(either: World) -> None:
    case = either.at("complete")
    upon = {"occasion": Occasion.UPON_REQUEST}
    assert exemption(either, make_sheet(either, cause=case, **upon).exemption).sheet.cause == case
    for cause in ("", "request-" + "0" * 32):
        with pytest.raises(no.CauseError):
            make_sheet(either, cause=cause, **upon)


def test_a_body_chooses_its_chain(either: World) -> None:
    either.services.directory.set_exemption_chain(
        SetExemptionChain(body=BODY, superior=True, head=False), OPERATOR
    )
    command = make_sheet(either)
    exemptions = either.services.exemptions
    exemptions.review(c.ReviewSheet(case=command.exemption, position="Atasan"), either.actor("superior"))
    exemptions.decree(
        c.DecreeExemption(case=command.exemption, signed_on=TODAY, place="Kota Contoh"), either.actor("ppid")
    )
    assert exemption(either, command.exemption).in_force(TODAY)


def test_a_period_ends_by_itself_and_what_it_held_is_listed_in_the_same_save(either: World) -> None:
    stream = decreed(either, SHORT)
    keep(either, "2026-09-19")
    assert len(facts(either, stream, e.ClockRanOut)) == 1
    keep(either, "2026-10-30")
    assert facts(either, stream, e.Expired) == []
    assert exemption(either, stream).in_force(ENDS_ON)
    keep(either, "2026-10-31")
    assert facts(either, stream, e.Expired) == [e.Expired((1,), ENDS_ON)]
    assert exemption(either, stream).step is Step.OVER
    (listed,) = [
        r
        for r in either.services.log.read(0, 10_000)
        if isinstance(r.envelope.event, Proposed) and r.envelope.event.source
    ]
    assert isinstance(listed.envelope.event, Proposed)
    assert listed.envelope.event.source is not None
    assert listed.envelope.event.source.kind is SourceKind.EXPIRY
    assert listed.envelope.event.source.exemption == stream
    keep(either, "2026-11-02")
    assert len(facts(either, stream, e.Expired)) == 1


def test_what_is_stipulated_is_not_missed(either: World) -> None:
    stream = decreed(either, SHORT)
    either.clock.set("2026-09-01")
    either.services.exemptions.declare_open(
        c.DeclareOpen(case=stream, rows=(1,), signed_on=date(2026, 9, 1)), either.actor("ppid")
    )
    keep(either, "2026-10-31")
    assert facts(either, stream, e.ClockRanOut) == []
    assert exemption(either, stream).rows[0].status is Status.EXPIRED


def test_every_step_after_the_decree_through_the_desk(either: World) -> None:
    stream = decreed(either)
    exemptions = either.services.exemptions
    ppid, superior, head = (either.actor(who) for who in ("ppid", "superior", "head"))
    either.clock.set("2026-07-01")
    today = either.clock.today
    again = c.MakeTestAnew(
        case=stream,
        tested_on=today,
        place="Kota Contoh",
        rows=(replace(ROWS[0], until=date(2028, 6, 30)),),
        testers=(e.Tester(position="Kepala Bidang Hukum"),),
        aim=Aim.CHANGE,
        reason="Penyidikan belum selesai.",
    )
    exemptions.test_anew(again, ppid)
    exemptions.give_back(c.ReturnSheet(case=stream, reason="Perbaiki"), head)
    exemptions.test_anew(again, ppid)
    exemptions.review(c.ReviewSheet(case=stream, position="Atasan"), superior)
    exemptions.approve(c.ApproveSheet(case=stream, position="Kapolda"), head)
    exemptions.change(c.ChangeExemption(case=stream, signed_on=today, place="Kota Contoh"), ppid)
    assert exemption(either, stream).rows[0].until == date(2028, 6, 30)
    exemptions.open_in_court(
        c.RecordOpenedInCourt(case=stream, rows=(1,), session_on=today, court="PN Contoh", case_number="17"),
        ppid,
    )
    exemptions.test_anew(replace(again, rows=(ROWS[1],), aim=Aim.LIFT, reason="Orangnya setuju."), ppid)
    exemptions.review(c.ReviewSheet(case=stream, position="Atasan"), superior)
    exemptions.approve(c.ApproveSheet(case=stream, position="Kapolda"), head)
    exemptions.lift(c.LiftExemption(case=stream, signed_on=today), ppid)
    statuses = [row.status for row in exemption(either, stream).rows]
    assert statuses == [Status.OPENED_IN_COURT, Status.LIFTED, Status.ACTIVE]
    exemptions.test_anew(replace(again, rows=(replace(ROWS[2], until=date(2027, 12, 1)),)), ppid)
    exemptions.drop(c.DropTest(case=stream, reason="Tidak jadi."), ppid)
    assert exemption(either, stream).step is Step.IN_FORCE


class Overtaken(Log):
    """The same log, where somebody else is quick enough to act just before the next save."""

    meanwhile: Callable[[], object] | None = None

    def append(self, *args: Any, **more: Any) -> int:
        """Let the other act first, once."""
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        return super().append(*args, **more)


def test_a_refusal_does_not_rest_on_what_was_lifted_while_it_was_being_saved(either: World) -> None:
    stream, case = either.exempt(), either.at("complete")
    exemptions, today = either.services.exemptions, either.clock.today
    ppid, superior, head = (either.actor(name) for name in ("ppid", "superior", "head"))
    again = c.MakeTestAnew(
        case=stream,
        tested_on=today,
        place="Kota Contoh",
        rows=ROWS,
        testers=(e.Tester(position="Kepala Bidang Hukum"),),
        aim=Aim.LIFT,
        reason="Berkas dilimpahkan.",
    )
    exemptions.test_anew(again, ppid)
    exemptions.review(c.ReviewSheet(case=stream, position="Atasan"), superior)
    exemptions.approve(c.ApproveSheet(case=stream, position="Kapolda"), head)
    decider = either.services.desk.decider
    log = Overtaken(either.services.log.url, VOCABULARY, now=either.clock)
    decider.log, usual = log, decider.log
    log.meanwhile = lambda: exemptions.lift(c.LiftExemption(case=stream, signed_on=today), ppid)
    try:
        with pytest.raises(RuleError) as refused:
            either.act(case, "refused-exempt")
    finally:
        decider.log = usual
        log.close()
    assert refused.value.code == "decree-not-in-force"
    assert {row.status for row in exemption(either, stream).rows} == {Status.LIFTED}
    assert either.request(case).notice is None
