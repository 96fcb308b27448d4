"""The use cases of disputes, on both databases: one save each, and what a final decision opens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.catalogue.events import Listed, Proposed
from ppid.catalogue.state import ITEM
from ppid.catalogue.vocabulary import SourceKind
from ppid.commands import EstablishBody
from ppid.directory import body_stream
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.case import Dispute
from ppid.dispute.state import DISPUTE
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    Ending,
    EvidenceKind,
    Finality,
    MediationResult,
    Party,
    PaymentKind,
    Point,
    Step,
)
from ppid.errors import RuleError
from ppid.events import Actor, Event, Recorded, Role, Stream
from ppid.exemption import events as exempt
from ppid.exemption.reference import ExemptionRef, OpenedPart
from ppid.exemption.refusals import UnknownRowError
from ppid.exemption.state import UnknownExemptionError
from ppid.exemption.vocabulary import Status
from ppid.objection.commands import WithdrawObjection
from ppid.objection.events import Disputed
from ppid.objection.refusals import AlreadyDisputedError, UnknownObjectionError
from ppid.objection.vocabulary import Ground
from ppid.objection.vocabulary import Step as ObjectionStep
from ppid.refusals import BeforeError, ChangedMeanwhileError, KeyReusedError, NotAValueError
from projections.agenda import AGENDA, state_of
from projections.reader import Reader
from tests.web import disputing as d
from tests.web.exempting import sheet_for
from tests.web.world import BODY, OPERATOR, World
from web.serving import keep_time


def seen(world: World, case: Stream) -> Dispute:
    """A dispute as it stands."""
    return world.services.disputes.see(case, world.actor("superior"))


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


def items(world: World) -> list[Recorded]:
    """What entered the list of public information."""
    return [r for r in world.services.log.read(0, 10_000) if isinstance(r.envelope.event, Proposed)]


def elsewhere(world: World) -> Stream:
    """An exemption of another body, on its way to a decree."""
    other = EstablishBody(code="POLDA-LAIN", name="Polda Lain", established_on=date(2020, 1, 1))
    world.services.directory.establish(other, OPERATOR)
    sheet = sheet_for(body_stream(other.code), world.clock.today)
    world.services.exemptions.test(sheet, Actor("person-other-ppid", Role.PPID, sheet.body))
    return sheet.exemption


# Beginning ------------------------------------------------------------------------------------------------


def test_a_copy_of_an_application_begins_a_dispute_and_ends_the_objector_s_windows(either: World) -> None:
    objection = d.objected(either)
    either.clock.set(d.RECEIVED)
    done = either.services.disputes.notify(d.notify(objection), either.actor("desk"))
    dispute = seen(either, done.stream)
    assert (dispute.step, dispute.number, dispute.grounds) == (Step.NOTIFIED, d.REGISTER, (Ground.EXEMPT,))
    assert dispute.window is not None
    assert (dispute.window.clock, dispute.window.due_on) == ("D12", d.WINDOW_ENDS)
    told = either.services.objections.see(objection, either.actor("ppid"))
    assert told.step is ObjectionStep.DISPUTED
    assert told.dispute == Disputed(done.stream, d.APPLIED)
    versions = [r.envelope.version for r in either.services.log.load(objection)]
    assert versions == list(range(1, len(versions) + 1))
    assert either.services.disputes.of_objection(told, either.actor("ppid")) == dispute
    either.follow()
    (row,) = Reader(either.services.views, AGENDA).all(where={"kind": "dispute", "body": BODY})
    assert state_of(row, DISPUTE) == dispute
    assert (row.number, row.step, row.title) == (d.REGISTER, "notified", d.COMMISSION.name)


def test_the_same_notification_sent_twice_is_recorded_once(either: World) -> None:
    command = d.notify(d.objected(either), key="k1")
    either.clock.set(d.RECEIVED)
    disputes, desk = either.services.disputes, either.actor("desk")
    disputes.notify(command, desk)
    assert disputes.notify(command, desk).repeated
    with pytest.raises(KeyReusedError):
        disputes.notify(replace(command, register_number="9"), desk)


def test_an_objection_goes_to_the_commission_once_unless_that_case_ended(either: World) -> None:
    objection = d.objected(either)
    either.clock.set(d.RECEIVED)
    disputes, ppid = either.services.disputes, either.actor("ppid")
    first = disputes.notify(d.notify(objection, register_number=""), ppid).stream
    with pytest.raises(AlreadyDisputedError):
        disputes.notify(d.notify(objection), ppid)
    disputes.end(c.EndDispute(case=first, ending=Ending.NOT_REGISTERED, ended_on=d.RECEIVED), ppid)
    again = disputes.notify(d.notify(objection), ppid).stream
    assert seen(either, again).step is Step.NOTIFIED


def test_two_who_record_the_same_application_at_once_make_one_dispute(either: World) -> None:
    objection = d.objected(either)
    either.clock.set(d.RECEIVED)

    def record(who: str) -> str:
        try:
            return either.services.disputes.notify(d.notify(objection), either.actor(who)).stream
        except AlreadyDisputedError:
            return ""

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(record, ("desk", "ppid")))
    assert sum(map(bool, made)) == 1
    assert len(facts(either, objection, Disputed)) == 1


def test_who_records_a_dispute_and_about_what(either: World) -> None:
    objection = d.objected(either)
    either.clock.set(d.RECEIVED)
    disputes = either.services.disputes
    for who in ("unit", "head", "auditor"):
        with pytest.raises(NotYourActError):
            disputes.notify(d.notify(objection), either.actor(who))
    stranger = replace(either.actor("ppid"), body="body-of-others")
    with pytest.raises(NotYourActError):
        disputes.notify(d.notify(objection), stranger)
    with pytest.raises(UnknownObjectionError):
        disputes.notify(d.notify("objection-unknown"), either.actor("desk"))
    with pytest.raises(no.WithoutObjectionError):
        disputes.notify(d.notify("", grounds=(Ground.LATE,)), either.actor("desk"))
    with pytest.raises(BeforeError):
        disputes.notify(d.notify(objection, applied_on=date(2026, 6, 1)), either.actor("desk"))
    periodic = disputes.notify(d.notify("", grounds=(Ground.PERIODIC,)), either.actor("desk")).stream
    assert seen(either, periodic).without_objection


def test_a_dispute_is_seen_by_its_body_its_auditor_and_whoever_asked(either: World) -> None:
    case = d.disputed(either)
    disputes = either.services.disputes
    request = seen(either, case).request
    for who in ("desk", "ppid", "superior", "head", "auditor"):
        assert disputes.see(case, either.actor(who)).stream == case
    assert disputes.see(case, replace(either.actor("ppid"), id=request, role=Role.CITIZEN, body="")).request
    for actor in (either.actor("unit"), replace(either.actor("ppid"), body="body-of-others")):
        with pytest.raises(no.UnknownDisputeError):
            disputes.see(case, actor)
    with pytest.raises(no.UnknownDisputeError):
        disputes.see("dispute-unknown", either.actor("ppid"))


def test_a_foreseen_notification_records_nothing(either: World) -> None:
    objection = d.objected(either)
    either.clock.set(d.RECEIVED)
    command, desk = d.notify(objection), either.actor("desk")
    context = either.services.desk.decider.context(either.body)
    foreseen = either.services.disputes.foreseen(command, desk, context)
    assert either.services.log.load(command.dispute) == []
    stream = either.services.disputes.notify(command, desk).stream
    assert facts(either, stream, e.Notified) == [foreseen]


# Acting ---------------------------------------------------------------------------------------------------


def test_a_whole_case_is_recorded_from_papers_to_the_supreme_court(either: World) -> None:
    objection = d.objected(either, Ground.EXEMPT, Ground.NOT_FULFILLED)
    either.clock.set(d.RECEIVED)
    disputes, ppid, desk = either.services.disputes, either.actor("ppid"), either.actor("desk")
    case = disputes.notify(d.notify(objection, register_number=""), desk).stream
    on = d.RECEIVED
    disputes.record_incomplete(c.RecordIncomplete(case=case, sent_on=on, received_on=on), desk)
    disputes.record_completed(c.RecordCompleted(case=case, completed_on=on), desk)
    disputes.record_registered(
        c.RecordRegistered(case=case, registered_on=on, register_number=d.REGISTER), desk
    )
    power = (e.Representative("Kasubbid PID", either.actor("ppid").id),)
    disputes.represent(
        c.AppointRepresentatives(case=case, representatives=power, letter_number="SKU/4", signed_on=on), ppid
    )
    disputes.challenge(c.RecordChallenge(case=case, by=Party.BODY, filed_on=on, reason="Pernah."), ppid)
    disputes.answer(c.FileAnswer(case=case, filed_on=on, letter_number="B/90"), ppid)
    evidence = (e.Evidence(kind=EvidenceKind.DOCUMENT, title="Tanda bukti"),)
    disputes.send_evidence(
        c.SendEvidence(case=case, sent_on=on, letter_number="B/91", evidence=evidence), ppid
    )
    disputes.open_mediation(c.OpenMediation(case=case, first_meeting_on=on), ppid)
    disputes.extend_mediation(c.ExtendMediation(case=case, agreed_on=on), ppid)
    disputes.end_mediation(c.EndMediation(case=case, ended_on=on, result=MediationResult.FAILED), ppid)
    disputes.open_adjudication(c.OpenAdjudication(case=case, opened_on=on, panel_size=3), ppid)
    disputes.record_interim_ruling(
        c.RecordInterimRuling(
            case=case, read_out_on=on, number="021/PS", point=Point.AUTHORITY, holding="Berwenang."
        ),
        ppid,
    )
    disputes.record_inspection(c.RecordInspection(case=case, inspected_on=on, place="Mapolda"), ppid)
    disputes.file_conclusions(c.FileConclusions(case=case, filed_on=on), ppid)
    either.clock.set(d.READ_OUT)
    disputes.rule(d.ruling(case), ppid)
    disputes.receive_ruling(c.RecordRulingReceived(case=case, received_on=d.READ_OUT), desk)
    appeal = c.RecordAppeal(
        case=case, by=Party.BODY, court=Court.ADMINISTRATIVE, court_name="PTUN", filed_on=d.READ_OUT
    )
    disputes.appeal(appeal, desk)
    later = c.RecordAppealRuling(
        case=case, number="12/G", read_out_on=d.READ_OUT, outcome=CourtOutcome.CONFIRMED
    )
    disputes.rule_on_appeal(later, ppid)
    disputes.receive_appeal_ruling(c.RecordAppealRulingReceived(case=case, received_on=d.READ_OUT), desk)
    disputes.file_cassation(c.RecordCassation(case=case, by=Party.BODY, filed_on=d.READ_OUT), desk)
    last = c.RecordCassationRuling(
        case=case, number="88 K", read_out_on=d.READ_OUT, outcome=CourtOutcome.NOT_ADMITTED
    )
    disputes.rule_on_cassation(last, ppid)
    disputes.record_execution_order(
        c.RecordExecutionOrder(case=case, ordered_on=d.READ_OUT, court_name="PTUN", number="3/Pen"), desk
    )
    done = c.RecordCompliance(
        case=case, order=1, done_on=d.READ_OUT, proof="Berita acara", documents=(d.PROOF,)
    )
    disputes.comply(done, ppid)
    disputes.record_paid(
        c.RecordPaid(case=case, kind=PaymentKind.COSTS, amount_idr=5000, paid_on=d.READ_OUT), ppid
    )
    dispute = seen(either, case)
    assert dispute.step is Step.FINAL
    assert dispute.version == 26
    assert DISPUTE.fold(r.envelope for r in either.services.log.load(case)) == dispute


def test_an_act_sent_twice_is_recorded_once_and_a_stale_form_is_told(either: World) -> None:
    case = d.disputed(either)
    disputes, ppid = either.services.disputes, either.actor("ppid")
    command = c.FileAnswer(case=case, filed_on=d.RECEIVED, letter_number="B/90", key="k2", seen=1)
    disputes.answer(command, ppid)
    assert disputes.answer(command, ppid).repeated
    with pytest.raises(KeyReusedError):
        disputes.answer(replace(command, letter_number="B/91"), ppid)
    with pytest.raises(ChangedMeanwhileError):
        disputes.answer(replace(command, key=""), ppid)


def test_the_desk_notes_letters_and_takes_no_step_of_the_body(either: World) -> None:
    case = d.disputed(either)
    disputes, desk = either.services.disputes, either.actor("desk")
    with pytest.raises(NotYourActError):
        disputes.answer(c.FileAnswer(case=case, filed_on=d.RECEIVED, letter_number="B/90"), desk)
    with pytest.raises(NotYourActError):
        disputes.rule(d.ruling(case), desk)
    for who in ("head", "auditor"):
        with pytest.raises(NotYourActError):
            disputes.rule(d.ruling(case), either.actor(who))


# What a decision opens ------------------------------------------------------------------------------------


def test_a_decision_opens_rows_once_it_is_final_and_they_enter_the_list_in_the_same_save(
    either: World,
) -> None:
    stream = either.exempt()
    part = OpenedPart(3, "Cara kerja antarmuka")
    case = d.served(either, ExemptionRef(stream, rows=(1,), parts=(part,)))
    (ruled,) = facts(either, case, e.Ruled)
    assert isinstance(ruled, e.Ruled)
    assert ruled.opened[0].decree.startswith("SK-0001/")
    assert facts(either, stream, exempt.OpenedByRuling) == []
    keep(either, "2026-09-04")
    (final,) = facts(either, case, e.BecameFinal)
    assert isinstance(final, e.BecameFinal)
    assert (final.final_on, final.how) == (date(2026, 9, 4), Finality.NO_APPEAL)
    (opened,) = facts(either, stream, exempt.OpenedByRuling)
    assert isinstance(opened, exempt.OpenedByRuling)
    assert (opened.dispute, opened.ruling, opened.final_on) == (case, d.RULING, date(2026, 9, 4))
    assert (opened.rows, opened.parts) == ((1,), (part,))
    listed = items(either)
    titles = {r.envelope.event.entry.title for r in listed if isinstance(r.envelope.event, Proposed)}
    assert titles == {"Nama dan alamat saksi dalam berkas perkara laka lantas", part.part}
    for record in listed:
        item = either.services.desk.decider.load(ITEM, record.envelope.stream)
        assert item.public
        assert item.source is not None
        assert (item.source.kind, item.source.case) == (SourceKind.RULING, case)
        assert facts(either, record.envelope.stream, Listed)
    rows = either.services.exemptions.exemption(stream, either.actor("ppid")).rows
    assert [row.status for row in rows] == [Status.OPENED_BY_RULING, Status.ACTIVE, Status.ACTIVE]
    recorded = {r.envelope.recorded_at for r in (*listed, either.services.log.load(case)[-1])}
    assert len(recorded) == 1


def test_evidence_stands_on_a_test_of_its_own_body_so_that_no_file_holds_another_s_sheets(
    either: World,
) -> None:
    case = d.disputed(either)
    foreign = elsewhere(either)

    def sent(exemption: Stream, *rows: int) -> c.SendEvidence:
        piece = e.Evidence(EvidenceKind.TEST_SHEET, "Lembar uji", sealed=True, exemption=exemption, rows=rows)
        return c.SendEvidence(case=case, sent_on=d.RECEIVED, letter_number="B/91", evidence=(piece,))

    disputes, ppid = either.services.disputes, either.actor("ppid")
    for exemption, row, refusal in (
        (foreign, 1, UnknownExemptionError),
        ("exemption-unknown", 1, UnknownExemptionError),
        (case, 1, UnknownExemptionError),
        (either.exempt(), 99, UnknownRowError),
    ):
        with pytest.raises(refusal):
            disputes.send_evidence(sent(exemption, row), ppid)
    assert seen(either, case).evidence == ()
    disputes.send_evidence(sent(either.exempt(), 1), ppid)


def test_rows_that_opened_meanwhile_are_not_opened_again(either: World) -> None:
    stream = either.exempt()
    ref = ExemptionRef(stream, rows=(1,))
    first = d.served(either, ref)
    either.clock.set("2026-06-03")
    second = d.served(either, ref)
    keep(either, "2026-09-04")
    assert seen(either, first).step is seen(either, second).step is Step.COMPLYING
    assert len(facts(either, stream, exempt.OpenedByRuling)) == 1
    assert len(items(either)) == 1


def test_a_court_that_annuls_the_decision_opens_nothing(either: World) -> None:
    stream = either.exempt()
    case = d.served(either, ExemptionRef(stream, rows=(1,)))
    disputes, ppid = either.services.disputes, either.actor("ppid")
    appeal = c.RecordAppeal(
        case=case, by=Party.BODY, court=Court.ADMINISTRATIVE, court_name="PTUN", filed_on=d.COPY
    )
    disputes.appeal(appeal, ppid)
    annulled = c.RecordAppealRuling(
        case=case, number="12/G", read_out_on=d.COPY, outcome=CourtOutcome.ANNULLED
    )
    disputes.rule_on_appeal(annulled, ppid)
    disputes.receive_appeal_ruling(c.RecordAppealRulingReceived(case=case, received_on=d.COPY), ppid)
    keep(either, "2026-08-27")
    assert seen(either, case).step is Step.FINAL
    assert facts(either, stream, exempt.OpenedByRuling) == []
    assert items(either) == []


def test_a_decision_names_rows_of_its_own_body_that_exist(either: World) -> None:
    stream = either.exempt()
    undecreed = sheet_for(BODY, either.clock.today)
    either.services.exemptions.test(undecreed, either.actor("ppid"))
    case = d.heard(either)
    wrong: tuple[tuple[tuple[ExemptionRef, ...], type[RuleError]], ...] = (
        ((ExemptionRef("exemption-unknown", rows=(1,)),), UnknownExemptionError),
        ((ExemptionRef("", rows=(1,)),), UnknownExemptionError),
        ((ExemptionRef(undecreed.exemption, rows=(1,)),), UnknownExemptionError),
        ((ExemptionRef(stream, rows=(9,)),), UnknownRowError),
        ((ExemptionRef(stream, parts=(OpenedPart(9, "x"),)),), UnknownRowError),
        ((ExemptionRef(stream, rows=(1,)), ExemptionRef(stream, rows=(2,))), NotAValueError),
        ((ExemptionRef(stream),), no.OpenedEmptyError),
    )
    for opened, error in wrong:
        with pytest.raises(error):
            either.services.disputes.rule(d.ruling(case, *opened), either.actor("ppid"))
    assert facts(either, case, e.Ruled) == []


def test_finality_by_hand_opens_too(either: World) -> None:
    stream = either.exempt()
    case = d.heard(either)
    disputes, ppid = either.services.disputes, either.actor("ppid")
    disputes.rule(d.ruling(case, ExemptionRef(stream, rows=(2,))), ppid)
    either.clock.set("2026-10-01")
    final = c.RecordFinal(case=case, final_on=date(2026, 9, 30), how=Finality.NO_APPEAL)
    disputes.record_final(final, either.actor("superior"))
    assert len(facts(either, stream, exempt.OpenedByRuling)) == 1
    assert len(items(either)) == 1


# Time -----------------------------------------------------------------------------------------------------


def test_the_end_of_the_window_and_finality_are_one_save_with_their_own_days(either: World) -> None:
    case = d.served(either)
    keep(either, "2026-08-27")
    assert [o.clock for o in facts(either, case, e.ClockRanOut) if isinstance(o, e.ClockRanOut)] == ["D22C"]
    keep(either, "2026-09-11")
    *_, ended, final = (r.envelope for r in either.services.log.load(case))
    assert isinstance(ended.event, e.ClockRanOut)
    assert isinstance(final.event, e.BecameFinal)
    assert (ended.event.clock, ended.event.due_on) == ("D22", d.COURT_UNTIL)
    assert final.event.final_on == date(2026, 9, 4)
    assert (ended.recorded_at, ended.role) == (final.recorded_at, Role.TIMEKEEPER)
    assert seen(either, case).clocks["D24"].promise.due_on == date(2026, 9, 18)


def test_the_timekeeper_records_finality_once(either: World) -> None:
    case = d.served(either)
    for day in ("2026-09-04", "2026-09-05", "2026-10-01"):
        keep(either, day)
    assert len(facts(either, case, e.BecameFinal)) == 1
    ran_out = [o.clock for o in facts(either, case, e.ClockRanOut) if isinstance(o, e.ClockRanOut)]
    assert sorted(ran_out) == ["D22", "D22C", "D24"]


def test_an_objection_that_was_withdrawn_meanwhile_still_tells_of_its_dispute(either: World) -> None:
    objection = d.objected(either)
    either.clock.set(d.RECEIVED)
    either.services.objections.withdraw(
        WithdrawObjection(case=objection, withdrawn_on=d.RECEIVED), either.actor("ppid")
    )
    case = either.services.disputes.notify(d.notify(objection), either.actor("desk")).stream
    assert seen(either, case).objection == objection
