"""The act that meets each clock of the law, on a day that a test chooses, by the rules of its subject."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec.structs import replace as changed

from ppid.breach import rules as breach
from ppid.breach.commands import NotifyAgency
from ppid.catalogue import commands as catalogue
from ppid.catalogue import decreeing
from ppid.commands import CompleteRequest, DeliverInformation, FindComplete
from ppid.dispute import commands as disputing
from ppid.dispute import courts, entry, hearing, ruling
from ppid.dispute.vocabulary import MediationResult, Party
from ppid.exemption import rules as exempting
from ppid.objection import answering, handling
from ppid.objection import commands as objecting
from ppid.objection.vocabulary import Ground
from ppid.privacy import rules as privacy
from ppid.privacy.commands import AnswerDone
from ppid.request import answer, intake
from ppid.request.handling import deliver
from ppid.request.vocabulary import Way
from tests import examples as x
from tests.examples import day
from tests.ppid import starting as s
from tests.ppid.cases import Case
from tests.ppid.dispute import facts as disputed
from tests.ppid.exemption import facts as exempted
from tests.ppid.objection.facts import OBJECTION_CASE
from tests.ppid.privacy import facts as subject

LATER: Final = day("2026-12-30")


def found(case: Case, on: date) -> Case:
    """Its papers are found complete."""
    return case.does(on, intake.find_complete, FindComplete(request=x.CASE))


def completed(case: Case, on: date) -> Case:
    """The requester supplies what was missing."""
    command = CompleteRequest(request=x.CASE, completed_on=on, documents=(x.KTP,))
    return case.does(on, intake.complete, command)


def answered(case: Case, on: date) -> Case:
    """The notice is sent."""
    return case.does(on, answer.answer, s.nothing_held(on))


def delivered(case: Case, on: date) -> Case:
    """The information is given."""
    return case.does(on, deliver, DeliverInformation(request=x.CASE, delivered_on=on, way=Way.EMAIL))


def objected(case: Case, on: date) -> Case:
    """Its requester objects."""
    return s.objects(case, Ground.NOT_FULFILLED, on)


def answered_objection(case: Case, on: date) -> Case:
    """The superior answers."""
    return s.answers(case, on, LATER)


def to_commission(case: Case, on: date) -> Case:
    """The objector goes to the commission."""
    return case.does(on, handling.disputed, dispute=disputed.CASE, filed_on=on)


def remedied(case: Case, on: date) -> Case:
    """The order is carried out."""
    command = objecting.RemedyObjection(case=OBJECTION_CASE, order=1, done_on=on, proof="Laman PPID")
    return case.does(on, answering.remedy, command)


def told_lacking(case: Case, on: date) -> Case:
    """The commission says what is missing."""
    command = disputing.RecordIncomplete(case=disputed.CASE, sent_on=on, received_on=on)
    return case.does(on, entry.record_incomplete, command)


def supplied(case: Case, on: date) -> Case:
    """The applicant supplies it."""
    command = disputing.RecordCompleted(case=disputed.CASE, completed_on=on)
    return case.does(on, entry.record_completed, command)


def day_one(case: Case, on: date) -> Case:
    """The panel sits."""
    command = disputing.OpenAdjudication(case=disputed.CASE, opened_on=on, panel_size=3)
    return case.does(on, hearing.open_adjudication, command)


def decided(case: Case, on: date) -> Case:
    """The decision is read out."""
    return case.does(on, ruling.rule, changed(disputed.RULE, read_out_on=on, orders=(disputed.HAND_OVER,)))


def challenged(case: Case, on: date) -> Case:
    """The body challenges the panel."""
    command = disputing.RecordChallenge(
        case=disputed.CASE, by=Party.BODY, filed_on=on, reason="Kerabat pemohon."
    )
    return case.does(on, hearing.challenge, command)


def mediation_ended(case: Case, on: date) -> Case:
    """The mediation ends without an agreement."""
    command = disputing.EndMediation(case=disputed.CASE, ended_on=on, result=MediationResult.FAILED)
    return case.does(on, hearing.end_mediation, command)


def concluded(case: Case, on: date) -> Case:
    """The body files its conclusions."""
    command = disputing.FileConclusions(case=disputed.CASE, filed_on=on, letter_number="B/9/2026")
    return case.does(on, hearing.file_conclusions, command)


def copy_came(case: Case, on: date) -> Case:
    """The decision's copy comes."""
    command = disputing.RecordRulingReceived(case=disputed.CASE, received_on=on)
    return case.does(on, ruling.receive_ruling, command)


def went_to_court(case: Case, on: date) -> Case:
    """The applicant goes to court."""
    return case.does(on, courts.appeal, changed(disputed.APPEAL, filed_on=on))


def went_to_cassation(case: Case, on: date) -> Case:
    """The body goes to the Supreme Court."""
    command = disputing.RecordCassation(case=disputed.CASE, by=Party.BODY, filed_on=on)
    return case.does(on, courts.file_cassation, command)


def complied(case: Case, on: date) -> Case:
    """The order is carried out."""
    command = disputing.RecordCompliance(
        case=disputed.CASE, order=1, done_on=on, proof="Berita acara", documents=(disputed.PROOF,)
    )
    return case.does(on, courts.comply, command)


def stipulated(case: Case, on: date) -> Case:
    """The PPID stipulates the row as public."""
    return case.does(on, exempting.declare_open, changed(exempted.DECLARE, signed_on=on))


def decreed_anew(case: Case, on: date) -> Case:
    """The list is decreed again."""
    command = catalogue.DecreeList(body=x.REGION, items=(), decree=s.decree_of("KEP/9/2026", on))
    return case.does(on, decreeing.decree, command)


def reported(case: Case, on: date) -> Case:
    """The report of 2025 is published and its copy sent."""
    command = catalogue.PublishReport(body=x.REGION, budget_year=2025, published_on=on, copy_sent_on=on)
    return case.does(on, decreeing.publish_report, command)


def told(case: Case, on: date) -> Case:
    """Who applied is answered."""
    return case.does(on, privacy.finish, subject.reply(AnswerDone))


def agency_told(case: Case, on: date) -> Case:
    """The agency is told, and nobody else has to be."""
    return case.does(on, breach.notify_agency, NotifyAgency(case=subject.BREACH_CASE, number="B/10/2026"))
