"""Before the commission: summons, pleading, mediation and adjudication, as the body records them.

What came late is noted by its clock and never blocks: what follows from it is the commission's to decide.
Law: UU 14/2008 art. 40-43; Perki 1/2013 art. 20-57; regulations §6.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ppid.calendar import CalendarMissingError
from ppid.checks import (
    LETTER_NUMBER,
    LINE_CHARS,
    NOTE,
    REASON,
    Context,
    Label,
    check_happened,
    check_near,
    check_order,
    check_text,
    promise,
)
from ppid.deadlines import RULES, Clock, clock_of
from ppid.deadlines.dispute import MEDIATION_EXTENSION_DAYS
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.case import Dispute
from ppid.dispute.entry import APPLIED, may_act, may_before_ruling
from ppid.dispute.vocabulary import EvidenceKind, Purpose
from ppid.events import Promise
from ppid.objection.vocabulary import Ground

PLACE = Label("Tempat", "The place", limit=LINE_CHARS)
POSITION = Label("Jabatan kuasa", "The representative's office", "Perki 1/2021 Pasal 10 ayat (2)", LINE_CHARS)
POWER = Label("Nomor surat kuasa", "The number of the power of attorney", "Perki 1/2013 Pasal 24", LINE_CHARS)
EVIDENCE = Label("Uraian bukti", "The description of the evidence", "Perki 1/2013 Pasal 26", LINE_CHARS)
HOLDING = Label("Amar putusan sela", "What the interim ruling says", "Perki 1/2013 Pasal 36", 5000)
RULING_NUMBER = Label("Nomor putusan", "The number of the decision", "Perki 1/2013 Pasal 59", LINE_CHARS)
SUMMONED = Label("tanggal panggilan diterima", "the day the summons was received")
FIRST_MEETING = Label("hari pertemuan mediasi pertama", "the day of the first mediation meeting")
OPENED = Label("hari sidang pertama", "the first day of the hearing")

LEAST_PANEL = 3


def summon(
    dispute: Dispute, command: c.RecordSummons, context: Context, rules: Iterable[Clock] = RULES
) -> e.Summoned:
    """Record a summons: it has to come three working days before day one (D17), and a challenge two (D18).

    A hearing that reads the decision starts the clock of the conclusions, counted back from it (D20).
    Law: Perki 1/2013 art. 22(3), 24(2), 57(3).
    """
    may_before_ruling(dispute)
    _check_letter(command.letter_number, command.received_on, dispute, context)
    check_text("place", command.place, PLACE, required=False)
    check_near("hearing_on", command.hearing_on, context)
    check_order("hearing_on", command.hearing_on, dispute.applied_on, APPLIED)
    rules = tuple(rules)
    return e.Summoned(
        purpose=command.purpose,
        hearing_on=command.hearing_on,
        received_on=command.received_on,
        letter_number=command.letter_number,
        place=command.place,
        documents=command.documents,
        promises=tuple(
            promise(clock_of(code, dispute.began_on, rules), command.hearing_on, context)
            for code in _clocks_of(dispute, command.purpose)
        ),
    )


def _clocks_of(dispute: Dispute, purpose: Purpose) -> tuple[str, ...]:
    """Which clocks a hearing starts; nobody challenges a panel that has begun."""
    if purpose is Purpose.FIRST:
        begun = dispute.adjudication or dispute.mediation or dispute.challenges
        return ("D17",) if begun else ("D17", "D18")
    return ("D20",) if purpose is Purpose.DECISION and not dispute.conclusions else ()


def _check_letter(
    number: str, on: date, dispute: Dispute, context: Context, field: str = "received_on"
) -> None:
    check_text("letter_number", number, LETTER_NUMBER, required=False)
    check_happened(field, on, context)
    check_order(field, on, dispute.applied_on, APPLIED)


def challenge(dispute: Dispute, command: c.RecordChallenge, context: Context) -> e.Challenged:
    """Record a challenge of the mediator or the panel; whether in time, its clock tells (D18).

    Law: Perki 1/2013 art. 22(3).
    """
    may_before_ruling(dispute)
    _check_letter(command.letter_number, command.filed_on, dispute, context, "filed_on")
    check_text("reason", command.reason, REASON)
    return e.Challenged(command.by, command.filed_on, command.reason, command.letter_number)


def represent(dispute: Dispute, command: c.AppointRepresentatives, context: Context) -> e.Represented:
    """Name who speaks for the body, each by office, by power of attorney; an officer is in office on the day.

    Law: Perki 1/2021 art. 10(2).
    """
    may_act(dispute)
    check_text("letter_number", command.letter_number, POWER)
    check_happened("signed_on", command.signed_on, context)
    if not command.representatives:
        check_text("representatives", "", POSITION)
    for representative in command.representatives:
        check_text("representatives", representative.position, POSITION)
        if representative.officer:
            context.body.term_of(representative.officer, context.as_of)
    return e.Represented(command.representatives, command.letter_number, command.signed_on, command.documents)


def answer(dispute: Dispute, command: c.FileAnswer, context: Context) -> e.Answered:
    """File the body's written answer; on day one or later it is late, and still recorded.

    Law: Perki 1/2013 art. 25.
    """
    may_before_ruling(dispute)
    check_text("letter_number", command.letter_number, LETTER_NUMBER)
    _check_letter(command.letter_number, command.filed_on, dispute, context, "filed_on")
    return e.Answered(command.filed_on, command.letter_number, command.documents)


def send_evidence(dispute: Dispute, command: c.SendEvidence, context: Context) -> e.EvidenceSent:
    """Lay evidence before the panel: what is exempt sealed, each with the test it stands on.

    Law: UU 14/2008 art. 43(2)-(4); Perki 1/2013 art. 26(4).
    """
    may_before_ruling(dispute)
    check_text("letter_number", command.letter_number, LETTER_NUMBER)
    _check_letter(command.letter_number, command.sent_on, dispute, context, "sent_on")
    if not command.evidence:
        check_text("evidence", "", EVIDENCE)
    for piece in command.evidence:
        check_text("evidence", piece.title, EVIDENCE)
        if piece.kind is EvidenceKind.EXEMPT_DOCUMENT and not piece.sealed:
            raise no.UnsealedError("evidence")
        if piece.kind is not EvidenceKind.DOCUMENT and not piece.exemption:
            raise no.NoTestNamedError("evidence")
    return e.EvidenceSent(command.sent_on, command.letter_number, command.evidence)


# Mediation ------------------------------------------------------------------------------------------------


def may_open_mediation(dispute: Dispute) -> None:
    """One mediation, and none on a refusal as exempt. Law: UU 14/2008 art. 40(2); Perki 1/2013 art. 29."""
    may_before_ruling(dispute)
    if set(dispute.grounds) == {Ground.EXEMPT}:
        raise no.NoMediationOnExemptionError(number=dispute.number)
    if dispute.mediation:
        raise no.AlreadyMediatedError(number=dispute.number, on=dispute.mediation.opened.first_meeting_on)


def open_mediation(
    dispute: Dispute, command: c.OpenMediation, context: Context, rules: Iterable[Clock] = RULES
) -> e.MediationOpened:
    """Record the first meeting: fourteen working days start (D19). Law: Perki 1/2013 art. 37, 41."""
    may_open_mediation(dispute)
    check_happened("first_meeting_on", command.first_meeting_on, context)
    check_order("first_meeting_on", command.first_meeting_on, dispute.applied_on, APPLIED)
    start = promise(clock_of("D19", dispute.began_on, rules), command.first_meeting_on, context)
    return e.MediationOpened(command.first_meeting_on, (start,))


def may_in_mediation(dispute: Dispute) -> None:
    """The step belongs to a mediation that is under way."""
    may_before_ruling(dispute)
    if not dispute.in_mediation:
        raise no.NotInMediationError(number=dispute.number)


def may_extend_mediation(dispute: Dispute) -> None:
    """One extension, and no second. Law: Perki 1/2013 art. 41."""
    may_in_mediation(dispute)
    if dispute.mediation and dispute.mediation.extended:
        due_on = dispute.clocks["D19"].promise.due_on
        raise no.MediationExtendedError(number=dispute.number, due_on=due_on)


def extend_mediation(
    dispute: Dispute, command: c.ExtendMediation, context: Context, rules: Iterable[Clock] = RULES
) -> e.MediationExtended:
    """Extend the mediation once, by seven working days from its base end. Law: Perki 1/2013 art. 41."""
    may_extend_mediation(dispute)
    check_happened("agreed_on", command.agreed_on, context)
    base = dispute.clocks["D19"].promise
    check_order("agreed_on", command.agreed_on, base.starts_on, FIRST_MEETING)
    clock = clock_of("D19", dispute.began_on, rules)
    return e.MediationExtended(command.agreed_on, (extension_of(dispute, clock, base, context),))


def extension_of(dispute: Dispute, clock: Clock, base: Promise, context: Context) -> Promise:
    """Seven working days from the base end as the calendar has it now."""
    calendar = context.calendar.under(base.rules)
    try:
        due_on = calendar.due(base.starts_on, base.days, owed_by_body=clock.owed_by_body)
    except CalendarMissingError as missing:
        raise no.ExtensionCalendarError(number=dispute.number, year=missing.year) from None
    return promise(clock, due_on, context, MEDIATION_EXTENSION_DAYS)


def end_mediation(dispute: Dispute, command: c.EndMediation, context: Context) -> e.MediationEnded:
    """Record how the mediation ended. Law: UU 14/2008 art. 39; Perki 1/2013 art. 45-48."""
    may_in_mediation(dispute)
    check_happened("ended_on", command.ended_on, context)
    if dispute.mediation:
        check_order("ended_on", command.ended_on, dispute.mediation.opened.first_meeting_on, FIRST_MEETING)
    check_text("note", command.note, NOTE, required=False)
    return e.MediationEnded(command.ended_on, command.result, command.note)


# Adjudication ---------------------------------------------------------------------------------------------


def may_open_adjudication(dispute: Dispute) -> None:
    """Day one is one day, and no mediation is under way on it."""
    may_before_ruling(dispute)
    if dispute.adjudication:
        raise no.AdjudicationOpenedError(number=dispute.number, on=dispute.adjudication.opened_on)
    if dispute.in_mediation:
        raise no.InMediationError(number=dispute.number)


def open_adjudication(
    dispute: Dispute, command: c.OpenAdjudication, context: Context
) -> e.AdjudicationOpened:
    """Record day one before a panel of an odd number, at least three. Law: Perki 1/2013 art. 20, 36."""
    may_open_adjudication(dispute)
    check_happened("opened_on", command.opened_on, context)
    check_order("opened_on", command.opened_on, dispute.applied_on, APPLIED)
    if command.panel_size < LEAST_PANEL or command.panel_size % 2 == 0:
        raise no.PanelSizeError("panel_size")
    check_text("note", command.note, NOTE, required=False)
    return e.AdjudicationOpened(command.opened_on, command.panel_size, command.note)


def may_in_hearing(dispute: Dispute) -> None:
    """The step belongs to a hearing that was opened and not decided."""
    may_before_ruling(dispute)
    if dispute.adjudication is None:
        raise no.NoAdjudicationError(number=dispute.number)


def _check_in_hearing(field: str, on: date, dispute: Dispute, context: Context) -> None:
    may_in_hearing(dispute)
    check_happened(field, on, context)
    if dispute.adjudication:
        check_order(field, on, dispute.adjudication.opened_on, OPENED)


def record_interim_ruling(
    dispute: Dispute, command: c.RecordInterimRuling, context: Context
) -> e.InterimRuled:
    """Record a ruling on a question of day one. Law: Perki 1/2013 art. 36."""
    _check_in_hearing("read_out_on", command.read_out_on, dispute, context)
    check_text("number", command.number, RULING_NUMBER)
    check_text("holding", command.holding, HOLDING)
    return e.InterimRuled(
        command.read_out_on, command.number, command.point, command.holding, command.documents
    )


def record_inspection(dispute: Dispute, command: c.RecordInspection, context: Context) -> e.Inspected:
    """Record that the panel inspected documents or a place."""
    _check_in_hearing("inspected_on", command.inspected_on, dispute, context)
    check_text("place", command.place, PLACE)
    check_text("note", command.note, NOTE, required=False)
    return e.Inspected(command.inspected_on, command.place, command.closed, command.note)


def file_conclusions(dispute: Dispute, command: c.FileConclusions, context: Context) -> e.ConclusionsFiled:
    """File the body's conclusions; whether in time, their clock tells (D20). Law: Perki 1/2013 art. 57(3)."""
    _check_in_hearing("filed_on", command.filed_on, dispute, context)
    check_text("letter_number", command.letter_number, LETTER_NUMBER, required=False)
    return e.ConclusionsFiled(command.filed_on, command.letter_number, command.documents)
