"""Each clock of the law, started by the rules of its own subject on a day that a test chooses.

``objection(day)`` is an objection received that day, and no other fact that matters: the events are what the
rules decided, never written by hand. What is around them (an office that counts otherwise, decrees that were
not known yet) comes with ``Around``.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace as changed

from ppid.breach import rules as breach_rules
from ppid.catalogue import commands as catalogue
from ppid.catalogue import decreeing
from ppid.catalogue import rules as listing
from ppid.catalogue.events import ListDecree
from ppid.clocks import ClockState
from ppid.commands import (
    AnswerRequest,
    ExtendDeadline,
    FindComplete,
    FindIncomplete,
    RecordIncompletenessReceived,
    RecordNoticeReceived,
)
from ppid.dispute import commands as disputing
from ppid.dispute import courts, entry, hearing, ruling
from ppid.dispute.vocabulary import CourtOutcome, Purpose
from ppid.dispute.vocabulary import Outcome as Decided
from ppid.exemption import rules as exempting
from ppid.exemption import testing
from ppid.objection import answering, filing
from ppid.objection import commands as objecting
from ppid.objection.events import Explanation, Order
from ppid.objection.vocabulary import Ground, Verdict
from ppid.objection.windows import windows
from ppid.privacy import commands as privacy_commands
from ppid.privacy import rules as privacy_rules
from ppid.privacy.vocabulary import Proof
from ppid.request import answer as answering_request
from ppid.request import intake
from ppid.request.vocabulary import Channel, ExtensionGround, Missing, Outcome
from tests import examples as x
from tests.ppid.cases import HERE, Around, Case
from tests.ppid.catalogue import facts as listed
from tests.ppid.dispute import facts as disputed
from tests.ppid.exemption import facts as exempted
from tests.ppid.objection import facts as objected
from tests.ppid.privacy import facts as subject

ONE_DAY = timedelta(days=1)


# The request: D01 to D08, D09 ----------------------------------------------------------------------------


def request(on: date, around: Around = HERE, channel: Channel = Channel.WEB) -> Case:
    """A request that came on a day and was registered the same day."""
    return received(on, on, around, channel)


def received(on: date, registered_on: date, around: Around = HERE, channel: Channel = Channel.WEB) -> Case:
    """A request that came on a day and was registered on another."""
    command = changed(x.FILE, received_on=on, channel=channel)
    return Case("request", around).does(registered_on, intake.file, command)


def letter(on: date, around: Around = HERE) -> Case:
    """A request that came by letter."""
    return request(on, around, Channel.LETTER)


def incomplete(on: date, around: Around = HERE) -> Case:
    """A request that was found incomplete, the letter received the same day."""
    lacks = FindIncomplete(request=x.CASE, missing=(Missing.IDENTITY_DOCUMENT,), sent_on=on)
    came = RecordIncompletenessReceived(request=x.CASE, received_on=on)
    told = request(on, around).does(on, intake.find_incomplete, lacks)
    return told.does(on, intake.record_incompleteness_received, came)


def complete(on: date, around: Around = HERE) -> Case:
    """A request that was found complete on a day."""
    return request(on, around).does(on, intake.find_complete, FindComplete(request=x.CASE))


EXTEND = ExtendDeadline(
    request=x.CASE, ground=ExtensionGround.NOT_YET_HELD, reason="Masih dihimpun.", sent_on=x.RECEIVED
)


def extended(on: date, around: Around = HERE) -> Case:
    """A request received on a day and extended at once."""
    command = changed(EXTEND, sent_on=on)
    return complete(on, around).does(on, answering_request.extend, command)


def granted(on: date, around: Around = HERE) -> Case:
    """A request whose notice promised the information within seven days."""
    notice = changed(x.NOTICE, signed_on=on, sent_on=on, ready_in_days=7)
    command = AnswerRequest(request=x.CASE, outcome=Outcome.GRANTED, notice=notice)
    return complete(on, around).does(on, answering_request.answer, command)


def not_held(on: date, around: Around = HERE) -> Case:
    """A request whose negative notice was sent and received on a day."""
    return (
        complete(on, around)
        .does(on, answering_request.answer, nothing_held(on))
        .does(
            on, answering_request.record_notice_received, RecordNoticeReceived(request=x.CASE, received_on=on)
        )
    )


def nothing_held(on: date) -> AnswerRequest:
    """The plainest notice, sent on a day."""
    notice = changed(
        x.NOTICE,
        signed_on=on,
        sent_on=on,
        material="",
        formats=(),
        ready_in_days=None,
        explanation="Tidak ada.",
    )
    return AnswerRequest(request=x.CASE, outcome=Outcome.NOT_HELD, notice=notice)


def window(case: Case, ground: Ground, on: date) -> ClockState:
    """D09 of a request, which is asked for and not kept while nobody objects."""
    found = windows(case.state, case.around.on(on))[ground]
    assert found.promise is not None
    return ClockState(found.promise)


def objects(case: Case, ground: Ground, on: date) -> Case:
    """An objection to a request on a day."""
    command = changed(objected.FILE, grounds=(ground,), received_on=on)
    return Case("objection", case.around).does(on, filing.file, command, request=case.state, raised={})


# The objection: D10, D11, D12, ORDER ---------------------------------------------------------------------


def objection(on: date, around: Around = HERE) -> Case:
    """An objection that periodic information is not provided, which needs no request."""
    command = changed(
        objected.FILE,
        grounds=(Ground.PERIODIC,),
        request="",
        information="Laporan kinerja 2025",
        found_on=on,
        objector=x.SARI,
        identity=x.SARI_IDENTITY,
        received_on=on,
    )
    return Case("objection", around).does(on, filing.file, command, request=None, raised={})


def answers(case: Case, on: date, order_due_on: date) -> Case:
    """The superior overturns, with one order."""
    command = objecting.AnswerObjection(
        case=objected.OBJECTION_CASE,
        verdict=Verdict.OVERTURNED,
        letter_number="B/40/2026",
        signed_on=on,
        sent_on=on,
        position="Wakapolda Contoh",
        explanations=(Explanation(Ground.PERIODIC, "Wajib diumumkan."),),
        orders=(Order("Mengumumkan laporan", order_due_on),),
    )
    return case.by(objected.SUPERIOR).does(on, answering.answer, command)


def answer_received(on: date, around: Around = HERE) -> Case:
    """An objection whose answer was sent and received on a day."""
    command = objecting.RecordAnswerReceived(case=objected.OBJECTION_CASE, received_on=on)
    told = answers(objection(on, around), on, on + timedelta(days=60))
    return told.does(on, answering.record_answer_received, command)


def silent(on: date, around: Around = HERE) -> Case:
    """An objection received on a day that nobody answered: D12 runs from the last day of D10."""
    case = objection(on, around)
    due_on = case.clock("D10").promise.due_on
    assert due_on is not None
    return case.later(due_on + ONE_DAY)


def ordered(on: date, due_on: date, around: Around = HERE) -> Case:
    """An objection answered with an order that has its day."""
    return answers(objection(on, around), on, due_on)


# The dispute: D13 to D24 ---------------------------------------------------------------------------------


def application(on: date, around: Around = HERE, register: str = disputed.REGISTER) -> Case:
    """The copy of an application that the commission received on a day."""
    command = changed(disputed.NOTIFY, applied_on=on, received_on=on, register_number=register)
    way = changed(disputed.TALKING, answer_due_on=None)
    return Case("dispute", around).does(on, entry.notify, command, way=way)


def unregistered(on: date, around: Around = HERE) -> Case:
    """One that may still lack papers."""
    return application(on, around, register="")


def lacking(on: date, around: Around = HERE) -> Case:
    """One whose letter on missing papers came on a day."""
    command = disputing.RecordIncomplete(case=disputed.CASE, sent_on=on, received_on=on)
    return unregistered(on, around).does(on, entry.record_incomplete, command)


def summons(on: date, first_hearing_on: date, around: Around = HERE) -> Case:
    """One whose summons to day one came on a day."""
    command = changed(disputed.SUMMON, received_on=on, hearing_on=first_hearing_on)
    return application(on, around).does(on, hearing.summon, command)


def adjudicated(on: date, around: Around = HERE) -> Case:
    """One whose day one was on a day."""
    command = disputing.OpenAdjudication(case=disputed.CASE, opened_on=on, panel_size=3)
    return application(on, around).does(on, hearing.open_adjudication, command)


def announced(on: date, decision_on: date, around: Around = HERE) -> Case:
    """One whose decision was announced on a day."""
    command = changed(disputed.SUMMON, purpose=Purpose.DECISION, received_on=on, hearing_on=decision_on)
    return adjudicated(on, around).does(on, hearing.summon, command)


def mediated(on: date, around: Around = HERE) -> Case:
    """One whose first mediation meeting was on a day."""
    command = disputing.OpenMediation(case=disputed.CASE, first_meeting_on=on)
    return application(on, around).does(on, hearing.open_mediation, command)


EXTEND_TALKS = disputing.ExtendMediation(case=disputed.CASE, agreed_on=disputed.APPLIED)


def mediated_longer(on: date, around: Around = HERE) -> Case:
    """One whose mediation was extended at once."""
    command = changed(EXTEND_TALKS, agreed_on=on)
    return mediated(on, around).does(on, hearing.extend_mediation, command)


def ruled(on: date, around: Around = HERE) -> Case:
    """One that the commission decided on a day, with one order of ten working days."""
    command = changed(
        disputed.RULE,
        read_out_on=on,
        outcome=Decided.DUTY_ORDERED,
        orders=(disputed.HAND_OVER,),
        opened=(),
    )
    return adjudicated(on, around).does(on, ruling.rule, command)


def served(on: date, around: Around = HERE) -> Case:
    """One whose decision was read out and received on a day."""
    command = disputing.RecordRulingReceived(case=disputed.CASE, received_on=on)
    return ruled(on, around).does(on, ruling.receive_ruling, command)


def at_court(on: date, around: Around = HERE) -> Case:
    """One that went to court; the court's decision was received on a day."""
    went = changed(disputed.APPEAL, filed_on=on)
    decided = disputing.RecordAppealRuling(
        case=disputed.CASE, number="12/G/KI/2026", read_out_on=on, outcome=CourtOutcome.CONFIRMED
    )
    came = disputing.RecordAppealRulingReceived(case=disputed.CASE, received_on=on)
    case = served(on, around).does(on, courts.appeal, went).does(on, courts.rule_on_appeal, decided)
    return case.does(on, courts.receive_appeal_ruling, came)


def final(on: date, around: Around = HERE) -> Case:
    """One served on a day that nobody took to court: D24 runs from the day after D22."""
    case = served(on, around)
    due_on = case.clock("D22").promise.due_on
    assert due_on is not None
    return case.later(due_on + ONE_DAY)


# What a body publishes: D25 to D29 -----------------------------------------------------------------------


def exemption(on: date, ends_on: date, around: Around = HERE) -> Case:
    """An exemption decreed on a day, up to another."""
    sheet = changed(
        exempted.MAKE_TEST,
        tested_on=on,
        rows=(changed(exempted.ROW, until=ends_on),),
        testers=exempted.TESTERS,
    )
    tested = Case("exemption", around).does(on, testing.test, sheet, known=False)
    reviewed = tested.by(exempted.SUPERIOR).does(on, testing.review, exempted.REVIEW)
    approved = reviewed.by(exempted.HEAD).does(on, testing.approve, exempted.APPROVE)
    return approved.by(exempted.PPID).does(on, exempting.decree, changed(exempted.DECREE, signed_on=on))


def decree_of(number: str, on: date) -> ListDecree:
    """A decree of the list, approved on the day it was signed."""
    return changed(
        listed.DECREE, number=number, signed_on=on, approval=changed(listed.DECREE.approval, on=on)
    )


def periodic(on: date, around: Around = HERE) -> Case:
    """A periodic item that was listed on a day."""
    proposed = Case("item", around).does(on, listing.propose, listed.PROPOSE)
    return proposed.does(on, listing.listed, decree=decree_of("KEP/7/2026", on))


def immediate(on: date, around: Around = HERE) -> Case:
    """An event that had to be announced at once, known on a day."""
    command = changed(listed.PROPOSE, entry=changed(listed.ALARM, known_on=on))
    return Case("item", around).does(on, listing.propose, command)


def publishes(case: Case, on: date) -> Case:
    """An item is published on a day."""
    return case.does(on, listing.publish, changed(listed.PUBLISH, published_on=on))


def decreed(on: date, around: Around = HERE) -> Case:
    """The list of a body as decreed on a day."""
    command = catalogue.DecreeList(body=x.REGION, items=(), decree=decree_of("KEP/7/2026", on))
    return Case("catalogue", around).does(on, decreeing.decree, command)


# Personal data: D30, D31. Hours: the acts of these days are taken at ten in the morning ---------------------


def privacy(on: date, around: Around = HERE) -> Case:
    """An application on personal data of somebody who proved who they are."""
    case = Case("privacy", around).does(on, privacy_rules.ask, subject.ask())
    return case.does(
        on, privacy_rules.verify, privacy_commands.Verify(case=subject.PRIVACY_CASE, by=Proof.DESK)
    )


def breach(on: date, around: Around = HERE) -> Case:
    """A breach that concerns nobody whom the log knows, assessed."""
    noted = Case("breach", around).does(on, breach_rules.note, subject.note())
    return noted.does(on, breach_rules.assess, subject.assess(persons=(), people=0))
