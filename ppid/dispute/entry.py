"""How a dispute reaches the body: the copy of the application, and what the commission does with its papers.

The time within which the application had to come is noted and never blocks: the commission decides on it.
Law: UU 14/2008 art. 37, 38, 44(1); Perki 1/2013 art. 5, 11, 13, 17, 18; regulations §6.1, §6.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ppid.body import Body
from ppid.checks import (
    LETTER_NUMBER,
    LINE_CHARS,
    Context,
    Label,
    check_happened,
    check_order,
    check_text,
    promise,
)
from ppid.deadlines import RULES, Clock, clock_of
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.case import Dispute
from ppid.dispute.vocabulary import Level
from ppid.events import Promise, Stream
from ppid.objection.vocabulary import Ground

COMMISSION = Label("Nama Komisi Informasi", "The name of the commission", "UU 14/2008 Pasal 27", LINE_CHARS)
REGISTER = Label(
    "Nomor register sengketa", "The register number", "Perki 1/2013 Pasal 18 ayat (3)", LINE_CHARS
)
APPLIED = Label(
    "tanggal permohonan diterima Komisi Informasi", "the day the commission received the application"
)
OBJECTED = Label("tanggal keberatan diterima", "the day the objection was received")
LETTER = Label("tanggal surat Komisi Informasi", "the day of the commission's letter")
LACKING = Label("tanggal pemohon menerima surat kekurangan", "the day the applicant received the letter")

#: The competent level by how a police body's code begins (U24): headquarters, or a province and all below it.
LEVELS = {"MABES": Level.CENTRAL, "POLDA": Level.PROVINCE, "POLRES": Level.PROVINCE, "POLSEK": Level.PROVINCE}


class Way(msgspec.Struct, frozen=True):
    """What the body's own record says of the way to the commission.

    ``received_on`` is when the objection came, ``answer_due_on`` ends the superior's time to answer, and
    ``answer_received_on`` is when the objector got the answer.
    """

    objection: Stream = ""
    body: Stream = ""
    number: str = ""
    request: Stream = ""
    grounds: tuple[Ground, ...] = ()
    received_on: date | None = None
    answer_due_on: date | None = None
    answer_sent_on: date | None = None
    answer_received_on: date | None = None


def default_level(body: Body) -> Level:
    """The commission that is competent for a police body, as long as nobody says otherwise. Law: U24."""
    code = body.code.upper()
    return next((level for begins, level in LEVELS.items() if code.startswith(begins)), Level.PROVINCE)


def window(way: Way, applied_on: date, context: Context, rules: Iterable[Clock] = RULES) -> Promise | None:
    """The period within which the application had to come: after the answer (D11), after silence (D12).

    An answer that came after silence opens its own period; the later end counts, for the applicant.
    Law: UU 14/2008 art. 37(2); Perki 1/2013 art. 13.
    """
    rules = tuple(rules)
    found: list[Promise] = []
    if way.answer_received_on and way.answer_received_on <= applied_on:
        found.append(promise(clock_of("D11", applied_on, rules), way.answer_received_on, context))
    if way.answer_due_on and _silent_until(way, applied_on):
        found.append(promise(clock_of("D12", applied_on, rules), way.answer_due_on, context))
    return max(found, key=lambda p: p.due_on or date.max, default=None)


def _silent_until(way: Way, applied_on: date) -> bool:
    """Whether the superior's time ended without an answer before the application."""
    due_on = way.answer_due_on
    if due_on is None or due_on >= applied_on:
        return False
    return way.answer_sent_on is None or way.answer_sent_on > due_on


def early(way: Way, applied_on: date) -> bool:
    """Whether the application came while the superior could still answer. Law: Perki 1/2013 art. 5."""
    answered = way.answer_sent_on is not None and way.answer_sent_on <= applied_on
    return bool(way.answer_due_on and way.answer_due_on >= applied_on and not answered)


def notify(
    command: c.NotifyDispute, way: Way, context: Context, rules: Iterable[Clock] = RULES
) -> e.Notified:
    """Record the copy of an application, and start the commission's clocks (D13, D15, D16).

    Law: UU 14/2008 art. 37(1), 38, 44(1). The hundred days are for information only (U15). A copy
    that bears a register number tells that the papers were complete.
    """
    grounds = tuple(sorted(set(command.grounds or way.grounds)))
    if not way.objection and grounds != (Ground.PERIODIC,):
        raise no.WithoutObjectionError
    if not grounds:
        raise no.NoGroundError("grounds")
    if way.objection and way.body != context.body.stream:
        raise no.ObjectionElsewhereError
    check_text("commission", command.commission.name, COMMISSION)
    check_text("register_number", command.register_number, REGISTER, required=False)
    check_text("letter_number", command.letter_number, LETTER_NUMBER, required=False)
    check_happened("applied_on", command.applied_on, context)
    check_happened("received_on", command.received_on, context)
    check_order("received_on", command.received_on, command.applied_on, APPLIED)
    if way.received_on:
        check_order("applied_on", command.applied_on, way.received_on, OBJECTED)
    rules = tuple(rules)
    codes = ("D15", "D16") if command.register_number.strip() else ("D13", "D15", "D16")
    began_on = command.applied_on
    return e.Notified(
        commission=command.commission,
        applied_on=began_on,
        received_on=command.received_on,
        grounds=grounds,
        objection=way.objection,
        objection_number=way.number,
        request=way.request,
        register_number=command.register_number.strip(),
        letter_number=command.letter_number,
        window=window(way, began_on, context, rules),
        early=early(way, began_on),
        documents=command.documents,
        promises=tuple(promise(clock_of(code, began_on, rules), began_on, context) for code in codes),
    )


def may_act(dispute: Dispute) -> None:
    """Refuse any step in a case that ended without a decision."""
    if dispute.ended:
        raise no.DisputeEndedError(number=dispute.number)


def may_before_ruling(dispute: Dispute) -> None:
    """Refuse a step that belongs before the commission's decision."""
    may_act(dispute)
    if dispute.ruling:
        raise no.AlreadyRuledError(number=dispute.number, on=dispute.ruling.read_out_on)


def may_be_incomplete(dispute: Dispute) -> None:
    """The commission says once what is missing, before it registers."""
    may_before_ruling(dispute)
    if dispute.register_number:
        raise no.AlreadyRegisteredError(number=dispute.number)
    if dispute.incomplete:
        raise no.IncompleteAlreadyError(number=dispute.number)


def record_incomplete(
    dispute: Dispute, command: c.RecordIncomplete, context: Context, rules: Iterable[Clock] = RULES
) -> e.FoundIncomplete:
    """Record the commission's letter on missing papers; seven days to complete start (D14).

    Law: Perki 1/2013 art. 17(1)-(2).
    """
    may_be_incomplete(dispute)
    check_text("letter_number", command.letter_number, LETTER_NUMBER, required=False)
    check_happened("sent_on", command.sent_on, context)
    check_order("sent_on", command.sent_on, dispute.applied_on, APPLIED)
    check_happened("received_on", command.received_on, context)
    check_order("received_on", command.received_on, command.sent_on, LETTER)
    start = promise(clock_of("D14", dispute.began_on, rules), command.received_on, context)
    return e.FoundIncomplete(command.sent_on, command.received_on, command.letter_number, (start,))


def may_be_completed(dispute: Dispute) -> None:
    """Only what was found incomplete is completed, once."""
    may_before_ruling(dispute)
    if dispute.incomplete is None or dispute.completed_on:
        raise no.NothingToCompleteError(number=dispute.number)


def record_completed(dispute: Dispute, command: c.RecordCompleted, context: Context) -> e.Completed:
    """Record that the applicant supplied what was missing. Law: Perki 1/2013 art. 17(2)."""
    may_be_completed(dispute)
    check_happened("completed_on", command.completed_on, context)
    if dispute.incomplete:
        check_order("completed_on", command.completed_on, dispute.incomplete.received_on, LACKING)
    return e.Completed(command.completed_on)


def may_be_registered(dispute: Dispute) -> None:
    """The commission registers a case once."""
    may_before_ruling(dispute)
    if dispute.register_number:
        raise no.AlreadyRegisteredError(number=dispute.number)


def record_registered(dispute: Dispute, command: c.RecordRegistered, context: Context) -> e.Registered:
    """Record the commission's own number of the case. Law: Perki 1/2013 art. 18(3)."""
    may_be_registered(dispute)
    check_text("register_number", command.register_number, REGISTER)
    check_happened("registered_on", command.registered_on, context)
    check_order("registered_on", command.registered_on, dispute.applied_on, APPLIED)
    return e.Registered(command.registered_on, command.register_number.strip())
