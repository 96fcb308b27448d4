"""The use cases of objections, on both databases: one save each, gapless numbers, silence noted."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.calendar import Amended, Holiday, HolidayKind
from ppid.catalogue.state import ITEM
from ppid.commands import AnswerRequest, WithdrawRequest
from ppid.errors import RuleError
from ppid.events import Actor, Event, Role, Stream
from ppid.exemption import events as exempt
from ppid.exemption.commands import MakeTestAnew
from ppid.exemption.reference import ExemptionRef, OpenedPart
from ppid.exemption.vocabulary import Aim, Status
from ppid.numbering import book_stream
from ppid.objection import commands as c
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.desk import Receipt
from ppid.objection.filing import list_stream
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Correctable, Ground, Party, Step, Verdict
from ppid.person import Identity
from ppid.refusals import ChangedMeanwhileError, KeyReusedError
from ppid.registering import Numbered
from ppid.request.events import Document
from ppid.request.refusals import UnknownRequestError
from ppid.request.vocabulary import Channel, DocumentKind, Outcome
from projections.agenda import AGENDA, state_of
from projections.reader import Reader
from tests.web.exempting import ROWS, decree, sheet_for
from tests.web.stories import EXEMPT, notice
from tests.web.world import BODY, OPERATOR, World
from web.serving import keep_time

NUMBER = "0001/KEB-PPID-POLDA-X/VI/2026"
RUDI = Identity(name="Rudi Hartono", number="3276014107900002", address="Jalan Kenanga 7")
MANDATE = Document(DocumentKind.MANDATE, "cd" * 32, "application/pdf", 4096, "person-x", "Surat kuasa")


def command(request: Stream, **changes: Any) -> c.FileObjection:
    """An objection to a request, not sent yet."""
    plain = c.FileObjection(
        objection=f"objection-{secrets.token_hex(16)}",
        body=BODY,
        channel=Channel.WEB,
        grounds=(Ground.EXEMPT,),
        case="Anggaran adalah informasi terbuka.",
        purpose="Penelitian",
        request=request,
    )
    return replace(plain, **changes)


def periodic(**changes: Any) -> c.FileObjection:
    """An objection that names no request, not sent yet."""
    return command(
        "",
        **{
            "grounds": (Ground.PERIODIC,),
            "information": "Laporan keuangan 2025",
            "found_on": date(2026, 6, 1),
            "objector": f"person-{secrets.token_hex(16)}",
            "identity": RUDI,
            **changes,
        },
    )


def refused(world: World) -> Stream:
    """A request that was refused as exempt today, its notice received today."""
    return world.at("refusal-received")


def file(world: World, sent: c.FileObjection) -> Receipt:
    """File as the citizen."""
    return world.services.objections.file(sent, Actor(sent.request or sent.objection, Role.CITIZEN))


def filed(world: World, **changes: Any) -> Stream:
    """An objection to a fresh refusal."""
    return file(world, command(refused(world), **changes)).objection


def seen(world: World, stream: Stream) -> Objection:
    """An objection as it stands."""
    return world.services.objections.see(stream, world.actor("superior"))


def answered(world: World, case: Stream, **changes: Any) -> c.AnswerObjection:
    """An answer of today that overturns."""
    plain = c.AnswerObjection(
        case=case,
        verdict=Verdict.OVERTURNED,
        letter_number="B/40/VI/2026",
        signed_on=world.clock.today,
        sent_on=world.clock.today,
        position="Wakapolda Contoh",
        explanations=tuple(e.Explanation(ground, "Dijelaskan.") for ground in seen(world, case).pending),
        orders=(e.Order("Memberikan rincian", world.clock.today),),
    )
    return replace(plain, **changes)


def exemption(world: World) -> Stream:
    """An exemption in force since today, of three rows."""
    actors = (world.actor("ppid"), world.actor("superior"), world.actor("head"))
    return decree(world.services.exemptions, sheet_for(BODY, world.clock.today), *actors)


def facts(world: World, stream: Stream, kind: type[Event]) -> list[Event]:
    """The facts of one kind in a stream."""
    return [r.envelope.event for r in world.services.log.load(stream) if isinstance(r.envelope.event, kind)]


def keep(world: World, day: str) -> None:
    """Let the timekeeper work on a day."""
    world.clock.set(day)
    world.services.follower.start()
    try:
        keep_time(world.services)
    finally:
        world.services.follower.stop()


def test_a_filing_is_one_save_with_its_number_and_receipt(either: World) -> None:
    case = refused(either)
    receipt = file(either, command(case))
    assert (receipt.number, receipt.received_on) == (NUMBER, date(2026, 6, 2))
    assert receipt.due_on == date(2026, 7, 15)
    assert either.services.vault.code_matches(receipt.objection, receipt.access_code)
    state = seen(either, receipt.objection)
    assert (state.objector, state.request_number) == (
        either.request(case).requester,
        either.request(case).number,
    )
    assert state.decided_by == (either.actor("ppid").id,)
    assert len(facts(either, list_stream(case), e.Listed)) == 1


def test_a_filing_sent_twice_at_once_is_one_filing(either: World) -> None:
    sent = command(refused(either), key="form-1")
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: file(either, sent), range(4)))
    assert len({(r.objection, r.number, r.access_code) for r in receipts}) == 1
    assert sorted(r.repeated for r in receipts) == [False, True, True, True]
    assert len(either.services.log.load(sent.objection)) == 2
    with pytest.raises(KeyReusedError):
        file(either, replace(sent, case="Lain"))


def test_fifty_filings_at_once_get_fifty_consecutive_numbers(either: World) -> None:
    def one(_: int) -> str:
        return file(either, periodic()).number

    with ThreadPoolExecutor(25) as pool:
        numbers = sorted(pool.map(one, range(50)))
    assert numbers == [f"{n:04d}/KEB-PPID-POLDA-X/VI/2026" for n in range(1, 51)]
    book = facts(either, book_stream(BODY, 2026, "objection"), Numbered)
    assert [b.sequence for b in book if isinstance(b, Numbered)] == list(range(1, 51))


def test_requests_and_objections_have_books_of_their_own(either: World) -> None:
    case = refused(either)
    assert file(either, command(case)).number == NUMBER
    assert either.file().number == "0002/PPID-POLDA-X/VI/2026"


def test_of_eight_at_once_on_one_ground_one_is_taken_in(either: World) -> None:
    case = refused(either)

    def one(_: int) -> str:
        try:
            return file(either, command(case)).number
        except RuleError as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(one, range(8)))
    assert answers == [NUMBER, *["already-objected"] * 7]
    other = file(either, command(case, grounds=(Ground.NOT_FULFILLED,)))
    assert other.number == "0002/KEB-PPID-POLDA-X/VI/2026"
    listed = either.services.objections.of_request(case, Actor(case, Role.CITIZEN))
    assert [objection.grounds for objection in listed] == [(Ground.EXEMPT,), (Ground.NOT_FULFILLED,)]


def test_a_ground_may_be_raised_again_after_the_first_objection_was_closed(either: World) -> None:
    case = refused(either)
    first = file(either, command(case)).objection
    either.services.objections.withdraw(c.WithdrawObjection(case=first), Actor(case, Role.CITIZEN))
    assert file(either, command(case)).number == "0002/KEB-PPID-POLDA-X/VI/2026"


def test_ground_b_comes_without_a_request_from_somebody_new(either: World) -> None:
    sent = periodic()
    receipt = file(either, sent)
    state = seen(either, receipt.objection)
    assert (state.request, state.objector) == ("", sent.objector)
    assert either.services.people.identity(sent.objector) == RUDI
    stored = b"".join(str(r.envelope).encode() for r in either.services.log.load(sent.objector))
    assert b"Rudi" not in stored


def test_a_representative_is_sealed_beside_the_filing(either: World) -> None:
    person = f"person-{secrets.token_hex(16)}"
    stream = filed(either, representative=person, representative_identity=RUDI, documents=(MANDATE,))
    assert seen(either, stream).representative == person
    assert either.services.people.identity(person) == RUDI


def test_a_refused_filing_leaves_nothing_behind(either: World) -> None:
    case = refused(either)
    before = either.services.log.position()
    for wrong in (command(case, grounds=(Ground.LATE,)), command(case, case=" "), periodic(identity=None)):
        with pytest.raises(RuleError):
            file(either, wrong)
    assert either.services.log.position() == before


def test_nobody_objects_for_a_case_they_cannot_see(either: World) -> None:
    case = refused(either)
    objections = either.services.objections
    stranger = Actor("request-0000000000000000000000000000000f", Role.CITIZEN)
    with pytest.raises(UnknownRequestError):
        objections.file(command(case), stranger)
    with pytest.raises(UnknownRequestError):
        objections.file(command("request-unknown"), either.actor("desk"))
    with pytest.raises(no.UnknownObjectionError):
        objections.file(periodic(), stranger)
    with pytest.raises(no.UnknownObjectionError):
        objections.file(periodic(), replace(either.actor("desk"), body="body-of-others"))
    for who in ("superior", "unit", "auditor"):
        with pytest.raises(NotYourActError):
            objections.file(command(case), either.actor(who))
    assert objections.file(command(case, channel=Channel.COUNTER), either.actor("desk")).number == NUMBER


def test_a_filing_is_foreseen_without_recording_it(either: World) -> None:
    sent = command(refused(either))
    actor, context = either.actor("desk"), either.services.desk.context(either.body)
    before = either.services.log.position()
    filed_event, registered = either.services.objections.foreseen(sent, actor, context)
    assert (filed_event.grounds, registered.number) == ((Ground.EXEMPT,), NUMBER)
    assert either.services.log.position() == before


def test_an_objection_goes_its_way_to_the_remedy_and_is_closed(either: World) -> None:
    stream = filed(either, grounds=(Ground.EXEMPT, Ground.NOT_FULFILLED))
    objections, superior, desk = (
        either.services.objections,
        either.actor("superior"),
        either.actor("desk"),
    )
    today = either.clock.today
    objections.open_settlement(c.OpenSettlement(case=stream, opened_on=today), superior)
    objections.fail_settlement(
        c.FailSettlement(case=stream, failed_on=today, reason="Tidak sepakat"), either.actor("ppid")
    )
    objections.correct(
        c.CorrectObjection(case=stream, what=Correctable.PURPOSE, new="Skripsi", reason="Salah ketik"), desk
    )
    objections.answer(answered(either, stream), superior)
    citizen = Actor(seen(either, stream).request, Role.CITIZEN)
    objections.record_answer_received(c.RecordAnswerReceived(case=stream, received_on=today), citizen)
    objections.remedy(c.RemedyObjection(case=stream, order=1, done_on=today, proof="Surel"), desk)
    objections.close(c.CloseObjection(case=stream), superior)
    state = seen(either, stream)
    assert (state.step, state.verdict, state.answered_by) == (Step.CLOSED, Verdict.OVERTURNED, superior.id)
    assert state.purpose == "Skripsi"
    assert state.clocks["D11"].running
    assert objections.receipt(stream, desk).number == NUMBER


def test_a_settlement_is_recorded_by_either_officer(either: World) -> None:
    stream = filed(either, grounds=(Ground.NOT_FULFILLED,))
    today, ppid = either.clock.today, either.actor("ppid")
    either.services.objections.open_settlement(c.OpenSettlement(case=stream, opened_on=today), ppid)
    either.services.objections.settle(
        c.Settle(
            case=stream,
            agreement="Diberikan sebagian.",
            agreed_on=today,
            signed_by=Party.OBJECTOR,
            position="Wakapolda Contoh",
        ),
        ppid,
    )
    assert seen(either, stream).step is Step.SETTLED


def test_who_took_the_first_decision_never_answers_in_whatever_role(either: World) -> None:
    stream = filed(either)
    own = replace(either.actor("superior"), id=either.actor("ppid").id)
    with pytest.raises(no.OwnDecisionError):
        either.services.objections.answer(answered(either, stream), own)
    with pytest.raises(NotYourActError):
        either.services.objections.answer(answered(either, stream), either.actor("ppid"))


def test_who_answered_the_request_after_the_objection_does_not_answer_it(either: World) -> None:
    case = either.at("complete")
    either.clock.set("2026-06-18")
    stream = file(either, command(case, grounds=(Ground.UNANSWERED,))).objection
    assert seen(either, stream).decided_by == ()
    either.act(case, "refused-exempt")
    own = replace(either.actor("superior"), id=either.actor("ppid").id)
    with pytest.raises(no.OwnDecisionError):
        either.services.objections.answer(answered(either, stream), own)


def test_whose_test_the_refusal_rests_on_does_not_answer_either(either: World) -> None:
    tester = replace(either.actor("ppid"), id="officer-who-tested")
    signers = (either.actor("superior"), either.actor("head"))
    stream = decree(either.services.exemptions, sheet_for(BODY, either.clock.today), tester, *signers)
    case = either.at("complete")
    said = notice(either, **EXEMPT, exemptions=(ExemptionRef(stream, (1,)),))
    refusal = AnswerRequest(request=case, outcome=Outcome.REFUSED_EXEMPT, notice=said)
    either.services.desk.answer(refusal, either.actor("ppid"))
    # That somebody else tests it anew afterwards does not make it another's.
    anew = MakeTestAnew(
        case=stream,
        tested_on=either.clock.today,
        place="Kota Contoh",
        aim=Aim.LIFT,
        reason="Penyidikan selesai.",
        rows=(ROWS[0],),
        testers=(exempt.Tester(position="Kepala Bidang Hukum"),),
    )
    either.services.exemptions.test_anew(anew, either.actor("ppid"))
    objection = file(either, command(case)).objection
    assert set(seen(either, objection).decided_by) == {either.actor("ppid").id, tester.id}
    own = replace(either.actor("superior"), id=tester.id)
    with pytest.raises(no.OwnDecisionError):
        either.services.objections.answer(answered(either, objection), own)


def test_upholding_names_an_exemption_in_force_and_overturning_opens_it(either: World) -> None:
    rests_on = ExemptionRef(exemption(either), rows=(1,))
    objections, superior = either.services.objections, either.actor("superior")
    upheld = filed(either)
    reasons = "Penyidikan masih berjalan."
    upholding = answered(either, upheld, verdict=Verdict.UPHELD, orders=(), reasons=reasons)
    with pytest.raises(RuleError, match="exemption decree"):
        objections.answer(upholding, superior)
    objections.answer(replace(upholding, exemptions=(rests_on,)), superior)
    answer = seen(either, upheld).answer
    assert answer is not None
    assert answer.exemptions[0].decree.startswith("SK-000")

    overturned = filed(either)
    part = OpenedPart(2, "Daftar gaji tanpa nama")
    opens = replace(rests_on, rows=(1,), parts=(part,))
    objections.answer(answered(either, overturned, opened=(opens,)), superior)
    state = either.services.exemptions.exemption(rests_on.exemption, superior)
    assert [row.status for row in state.rows] == [
        Status.OPENED_BY_OBJECTION,
        Status.ACTIVE,
        Status.ACTIVE,
    ]
    either.follow()
    items = list(Reader(either.services.views, AGENDA).all(where={"kind": ITEM.kind, "body": BODY}))
    assert len(items) == 2, "the row and the part enter the list by themselves"
    (lifted,) = facts(either, rests_on.exemption, exempt.Lifted)
    assert isinstance(lifted, exempt.Lifted)
    assert (lifted.objection, lifted.rows, lifted.parts) == (overturned, (1,), (part,))


def test_what_is_open_already_upholds_nothing(either: World) -> None:
    rests_on = ExemptionRef(exemption(either), rows=(1,))
    objections, superior = either.services.objections, either.actor("superior")
    objections.answer(answered(either, filed(either), opened=(rests_on,)), superior)
    other = filed(either)
    upholding = answered(
        either, other, verdict=Verdict.UPHELD, orders=(), reasons="Tetap.", exemptions=(rests_on,)
    )
    with pytest.raises(RuleError) as refusal:
        objections.answer(upholding, superior)
    assert refusal.value.code == "exemption-row-not-in-force"


def test_silence_opens_the_way_to_the_commission_without_an_officers_act(either: World) -> None:
    stream = filed(either)
    keep(either, "2026-07-15")
    assert facts(either, stream, e.ClockRanOut) == []
    keep(either, "2026-07-16")
    keep(either, "2026-07-16")
    (ended,) = facts(either, stream, e.ClockRanOut)
    assert isinstance(ended, e.ClockRanOut)
    assert (ended.due_on, ended.promises[0].clock) == (date(2026, 7, 15), "D12")
    assert ended.promises[0].due_on == date(2026, 8, 4)
    assert seen(either, stream).step is Step.LAPSED
    either.follow()
    (row,) = Reader(either.services.views, AGENDA).all(where={"kind": "objection", "body": BODY})
    assert state_of(row, OBJECTION) == seen(either, stream)
    assert (row.number, row.step) == (NUMBER, "lapsed")


def test_a_late_answer_is_recorded_and_stays_late(either: World) -> None:
    stream = filed(either)
    keep(either, "2026-07-20")
    either.services.objections.answer(answered(either, stream), either.actor("superior"))
    clock = seen(either, stream).clocks["D10"]
    assert (clock.met, clock.ran_out, clock.late(either.clock.today)) == (True, True, True)


def test_an_order_that_is_not_carried_out_is_noted(either: World) -> None:
    stream = filed(either)
    either.services.objections.answer(answered(either, stream), either.actor("superior"))
    keep(either, "2026-06-03")
    assert [
        ended.clock for ended in facts(either, stream, e.ClockRanOut) if isinstance(ended, e.ClockRanOut)
    ] == ["ORDER"]


def test_an_act_sent_twice_is_recorded_once_and_a_stale_form_is_told(either: World) -> None:
    stream = filed(either)
    withdraw = c.WithdrawObjection(case=stream, key="form-2", seen=2)
    objections, desk = either.services.objections, either.actor("desk")
    first = objections.withdraw(withdraw, desk)
    assert objections.withdraw(withdraw, desk) == replace(first, repeated=True)
    with pytest.raises(KeyReusedError):
        objections.withdraw(replace(withdraw, reason="lain"), desk)
    with pytest.raises(ChangedMeanwhileError, match=NUMBER):
        objections.close(c.CloseObjection(case=stream, seen=2), desk)


def test_nobody_acts_on_an_objection_of_another_body(either: World) -> None:
    stream = filed(either)
    stranger = replace(either.actor("superior"), body="body-of-others")
    with pytest.raises(no.UnknownObjectionError):
        either.services.objections.answer(answered(either, stream), stranger)
    with pytest.raises(no.UnknownObjectionError):
        either.services.objections.see("objection-unknown", either.actor("superior"))
    with pytest.raises(no.UnknownObjectionError):
        either.services.objections.see(stream, OPERATOR)


def test_a_decree_moves_the_way_to_the_commission_of_a_closed_objection_too(either: World) -> None:
    case = filed(either)
    objections, ppid = either.services.objections, either.actor("ppid")
    either.services.objections.answer(answered(either, case), either.actor("superior"))
    remedy = c.RemedyObjection(case=case, order=1, done_on=either.clock.today, proof="Tanda terima")
    objections.remedy(remedy, ppid)
    objections.record_answer_received(c.RecordAnswerReceived(case=case, received_on=either.clock.today), ppid)
    objections.close(c.CloseObjection(case=case), ppid)
    assert seen(either, case).clocks["D11"].promise.due_on == date(2026, 6, 23)
    holiday = Holiday(date(2026, 6, 15), "Cuti tambahan", HolidayKind.JOINT_LEAVE)
    amendment = Amended(year=2026, numbers=("9",), signed_on=date(2026, 6, 3), added=(holiday,))
    either.clock.set("2026-06-04")
    either.services.directory.decree(amendment, OPERATOR)
    keep(either, "2026-06-04")
    moved = seen(either, case)
    assert moved.closed
    assert moved.clocks["D11"].promise.due_on == date(2026, 6, 24)
    keep(either, "2026-06-24")
    assert not seen(either, case).clocks["D11"].ran_out
    keep(either, "2026-06-25")
    assert seen(either, case).clocks["D11"].ran_out


def test_a_filing_sent_again_is_found_though_its_ground_is_no_longer_open(either: World) -> None:
    request = either.at("complete")
    either.clock.set("2026-06-20")
    sent = command(request, grounds=(Ground.UNANSWERED,), key="a-form")
    first = file(either, sent)
    either.services.desk.withdraw(WithdrawRequest(request=request), Actor(request, Role.CITIZEN))
    again = file(either, sent)
    assert (again.repeated, again.number, again.position) == (True, first.number, first.position)
    with pytest.raises(KeyReusedError):
        file(either, replace(sent, case="Lain."))
    with pytest.raises(no.AlreadyObjectedError):
        file(either, replace(sent, objection=f"objection-{secrets.token_hex(16)}"))
