"""The written notice: its seven outcomes, its ten contents, and the one extension before it.

Law: UU 14/2008 art. 22(7)-(8); Perki 1/2021 art. 31(3)-(4), 34-37; regulations §3.6 to §3.9.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from msgspec.structs import replace

from ppid import refusals as shared
from ppid.calendar import CalendarMissingError
from ppid.checks import (
    LETTER_NUMBER,
    REASON,
    SENT,
    SIGNED,
    Context,
    Label,
    check_happened,
    check_near,
    check_order,
    check_text,
)
from ppid.commands import AnswerRequest, ExtendDeadline, RecordNoticeReceived
from ppid.deadlines import D06, D07, D08
from ppid.events import Promise, Stream
from ppid.exemption.articles import letter_of
from ppid.exemption.state import Exemption
from ppid.request import events as e
from ppid.request import refusals as no
from ppid.request.checks import RECEIVED, letter_number, may_act, may_before_answer
from ppid.request.exempting import is_seventeen, rested_on
from ppid.request.state import ANSWERS, GIVING, Request
from ppid.request.vocabulary import CopyForm, FeeKind, Outcome

MATERIAL = Label(
    "Materi yang diberikan", "The material that is given", "Perki 1/2021 Pasal 31 ayat (4) huruf d"
)
REASONS = Label("Alasan", "The reasons", "UU 14/2008 Pasal 22 ayat (7) huruf c", 5000)
BLACKOUT = Label("Materi yang dihitamkan", "The blacked-out material", "UU 14/2008 Pasal 22 ayat (7) huruf e")
BLACKOUT_REASON = Label(
    "Alasan penghitaman", "The reason for blacking out", "UU 14/2008 Pasal 22 ayat (7) huruf e", 5000
)
FORMATS = Label("Bentuk informasi", "The form of the information", "UU 14/2008 Pasal 22 ayat (7) huruf f")
CONSEQUENCE = Label("Konsekuensi bila dibuka", "The consequence of opening", "Perki 1/2021 Lampiran IX", 5000)
ARTICLES = Label(
    "Dasar hukum penolakan", "The legal basis of the refusal", "UU 14/2008 Pasal 22 ayat (7) huruf c"
)
APPROVED_BY = Label(
    "Persetujuan Atasan PPID", "The superior's approval", "Perki 1/2021 Pasal 10 ayat (2) huruf f", 300
)
EXPLANATION = Label("Penjelasan", "The explanation", "Perki 1/2021 Pasal 31 ayat (4) huruf i", 5000)
AVAILABLE = Label("Tanggal tersedia", "The day it will be available", "Perki 1/2021 Lampiran VII")

HOW_TO_PAY = Label("Cara pembayaran", "How to pay", "Perki 1/2021 Pasal 31 ayat (4) huruf g", 2000)
APPROVED = Label("tanggal persetujuan atasan", "the day of the superior's approval")
#: What a notice may hold whatever its outcome: bounded, so that every letter can be kept and printed.
BOUNDED: dict[str, Label] = {
    "other_body": Label("Badan publik lain", "The other body", limit=300),
    "reasons": REASONS,
    "material": MATERIAL,
    "tool": Label("Alat penyampaian", "The delivery tool", limit=300),
    "how_to_pay": HOW_TO_PAY,
    "explanation": EXPLANATION,
    "consequence": CONSEQUENCE,
}
FEE_LABEL = Label("Uraian biaya", "The description of a cost", limit=300)

FEE_LIMIT_IDR = 1_000_000_000
READY_LIMIT_DAYS = 250


def may_extend(request: Request, context: Context) -> None:
    """One extension, before the base due date, before the answer. Law: UU 14/2008 art. 22(8)."""
    may_before_answer(request)
    clock = request.answer_clock
    if request.extension:
        raise no.AlreadyExtendedError(number=request.number, due_on=clock.promise.due_on if clock else None)
    if clock is None:
        raise no.NoAnswerClockError(number=request.number)
    if clock.promise.due_on is not None and context.as_of > clock.promise.due_on:
        raise no.ExtensionTooLateError(number=request.number, due_on=clock.promise.due_on)


def extend(request: Request, command: ExtendDeadline, context: Context) -> e.Extended:
    """Extend the answer clock once, by seven working days from its base date.

    Law: UU 14/2008 art. 22(8); Perki 1/2021 art. 36 (two grounds only); U4. Raises ``CalendarMissingError``
    while the base date itself is unknown.
    """
    may_extend(request, context)
    check_text("reason", command.reason, REASON)
    check_happened("sent_on", command.sent_on, context)
    check_order("sent_on", command.sent_on, request.received_on, RECEIVED)
    base = request.clocks["D06"].promise
    due_on = base_due_on(base, context)
    if command.sent_on > due_on:
        raise no.SentAfterDueError("sent_on", on=command.sent_on, due_on=due_on)
    return e.Extended(
        ground=command.ground,
        reason=command.reason,
        letter_number=letter_number(request, "PJ", command.letter_number),
        sent_on=command.sent_on,
        promises=(extension_promise(base, context),),
    )


def base_due_on(base: Promise, context: Context) -> date:
    """The base due date by the calendar as it is now: a decree may have moved it since it was promised."""
    if base.due_on and base.calendar == context.calendar.edition:
        return base.due_on
    return context.calendar.under(base.rules).due(base.starts_on, base.days)


def extension_promise(base: Promise, context: Context) -> Promise:
    """Seven working days after the base due date: 17 in all, never counted with the day of receipt again."""
    calendar = context.calendar.under(base.rules)
    due_on = base_due_on(base, context)
    try:
        extended = calendar.add(due_on, D07.days)
    except CalendarMissingError as missing:
        return Promise(D07.code, due_on, D07.days, None, calendar.edition, missing.year, base.rules)
    return Promise(D07.code, due_on, D07.days, extended, calendar.edition, rules=base.rules)


def may_answer(request: Request) -> None:
    """One answer, on a complete request; late is still an answer. Law: Perki 1/2021 art. 31(3)."""
    may_before_answer(request)
    if not request.complete:
        raise no.NotCompleteError(number=request.number)


def answer(
    request: Request,
    command: AnswerRequest,
    context: Context,
    exemptions: Mapping[Stream, Exemption] | None = None,
) -> e.Answer:
    """Issue the written notice with one of the six outcomes a notice can have.

    ``exemptions`` are those that the notice names, as they stand (see ``ppid.request.exempting``).
    Law: UU 14/2008 art. 22(7)a-g; Perki 1/2021 art. 31(4)a-i, 34, 35; annex VII and IX.
    """
    may_answer(request)
    notice = _under_control(command.outcome, command.notice)
    _check_dates(request, notice, context)
    _check_limits(notice)
    if command.outcome not in CHECKS:
        raise no.NotANoticeError("outcome")
    CHECKS[command.outcome](notice)
    notice = rested_on(command.outcome, notice, request.body, exemptions or {})
    _check_costs(command.outcome, notice)
    promises = _delivery(command.outcome, notice, context)
    _check_cap(request, notice, promises, context)
    return ANSWERS[command.outcome](notice=notice, promises=promises)


def _under_control(outcome: Outcome, notice: e.Notice) -> e.Notice:
    """What an outcome says about control (content 1), so that no letter contradicts itself."""
    if outcome is Outcome.NOT_HELD:
        return replace(notice, held=False)
    return replace(notice, held=True) if outcome in GIVING else notice


def _check_limits(notice: e.Notice) -> None:
    for field, label in BOUNDED.items():
        check_text(field, getattr(notice, field), label, required=False)
    for fee in notice.fees:
        check_text("fees", fee.label, FEE_LABEL, required=False)


def _check_dates(request: Request, notice: e.Notice, context: Context) -> None:
    check_text("number", notice.number, LETTER_NUMBER)
    check_happened("signed_on", notice.signed_on, context)
    check_order("signed_on", notice.signed_on, request.received_on, RECEIVED)
    check_happened("sent_on", notice.sent_on, context)
    check_order("sent_on", notice.sent_on, notice.signed_on, SIGNED)
    if notice.available_on:
        check_near("available_on", notice.available_on, context)
    if notice.approval:
        check_happened("approval", notice.approval.on, context)
        check_order("signed_on", notice.signed_on, notice.approval.on, APPROVED)


def _delivery(outcome: Outcome, notice: e.Notice, context: Context) -> tuple[Promise, ...]:
    """The promised delivery (D08). Law: Perki 1/2021 art. 31(4)f; default cap U23."""
    if outcome not in GIVING:
        return ()
    if notice.ready_in_days == 0:
        return (Promise(D08.code, notice.sent_on, 0, notice.sent_on, context.calendar.edition),)
    return (context.calendar.promise(D08.code, notice.sent_on, notice.ready_in_days),)


def _check_cap(request: Request, notice: e.Notice, promises: tuple[Promise, ...], context: Context) -> None:
    """Never beyond the base due date and seven days without a written reason (regulations §3.10).

    What is given with the notice itself cannot come any sooner.
    """
    base = request.clocks.get(D06.code)
    if notice.reasons.strip() or notice.ready_in_days == 0 or base is None:
        return
    cap = extension_promise(base.promise, context).due_on if base.promise.due_on else None
    for delivery in promises:
        if cap and delivery.due_on and delivery.due_on > cap:
            raise no.DeliveryBeyondCapError("ready_in_days", due_on=delivery.due_on, cap=cap)


def _check_given(notice: e.Notice) -> None:
    check_text("material", notice.material, MATERIAL)
    if not notice.formats:
        raise shared.RequiredError(
            "formats", label_id=FORMATS.id, label_en=FORMATS.en, article=FORMATS.article
        )
    if not 0 <= notice.ready_in_days <= READY_LIMIT_DAYS or (
        notice.ready_in_days > D08.days and not notice.reasons.strip()
    ):
        raise no.DeliveryTooFarError("ready_in_days", limit=D08.days)


def _check_partly(notice: e.Notice) -> None:
    _check_given(notice)
    if not notice.blackouts:
        raise shared.RequiredError(
            "blackouts", label_id=BLACKOUT.id, label_en=BLACKOUT.en, article=BLACKOUT.article
        )
    for blackout in notice.blackouts:
        check_text("blackouts", blackout.material, BLACKOUT)
        check_text("blackouts", blackout.reason, BLACKOUT_REASON)
        check_text("blackouts", blackout.article, ARTICLES)


def _check_exempt(notice: e.Notice) -> None:
    if not notice.articles or any(letter_of(article) is None for article in notice.articles):
        raise no.NotSeventeenError("articles")
    check_text("reasons", notice.reasons, REASONS)
    check_text("consequence", notice.consequence, CONSEQUENCE)
    if notice.approval is None:
        raise shared.RequiredError(
            "approval", label_id=APPROVED_BY.id, label_en=APPROVED_BY.en, article=APPROVED_BY.article
        )
    check_text("approval", notice.approval.by, APPROVED_BY)


def _check_other(notice: e.Notice) -> None:
    if not any(a.strip() for a in notice.articles):
        raise shared.RequiredError(
            "articles", label_id=ARTICLES.id, label_en=ARTICLES.en, article=ARTICLES.article
        )
    for article in notice.articles:
        check_text("articles", article, ARTICLES)
        if is_seventeen(article):
            raise no.SeventeenElsewhereError("articles")
    check_text("reasons", notice.reasons, REASONS)


def _check_not_held(notice: e.Notice) -> None:
    check_text("explanation", notice.explanation, EXPLANATION)


def _check_not_documented(notice: e.Notice) -> None:
    check_text("explanation", notice.explanation, EXPLANATION)
    if notice.available_on is None:
        raise shared.RequiredError(
            "available_on", label_id=AVAILABLE.id, label_en=AVAILABLE.en, article=AVAILABLE.article
        )
    check_order("available_on", notice.available_on, notice.signed_on, SIGNED)


CHECKS: dict[Outcome, Callable[[e.Notice], None]] = {
    Outcome.GRANTED: _check_given,
    Outcome.PARTLY_GRANTED: _check_partly,
    Outcome.REFUSED_EXEMPT: _check_exempt,
    Outcome.REFUSED_OTHER: _check_other,
    Outcome.NOT_HELD: _check_not_held,
    Outcome.NOT_DOCUMENTED: _check_not_documented,
}


def _check_costs(outcome: Outcome, notice: e.Notice) -> None:
    """Costs are for copying and sending, and a digital copy is free. Law: Perki 1/2021 art. 37-38; U22."""
    if notice.fees and outcome not in GIVING:
        raise no.NothingToChargeError("fees")
    for fee in notice.fees:
        if fee.quantity < 0 or fee.each_idr < 0 or fee.total_idr > FEE_LIMIT_IDR:
            raise no.NotAFeeError("fees", limit=FEE_LIMIT_IDR)
        if fee.kind is FeeKind.COPY and fee.total_idr and set(notice.formats) == {CopyForm.SOFT}:
            raise no.DigitalIsFreeError("fees")
    check_text("how_to_pay", notice.how_to_pay, HOW_TO_PAY, required=notice.fee_idr > 0)


def may_record_notice_received(request: Request) -> None:
    """The notice is received once, after it was sent."""
    may_act(request)
    if request.notice is None:
        raise no.NotAnsweredError(number=request.number)
    if request.notice_received_on:
        raise no.NoticeAlreadyReceivedError(number=request.number, received_on=request.notice_received_on)


def record_notice_received(
    request: Request, command: RecordNoticeReceived, context: Context
) -> e.NoticeReceived:
    """Record when the requester received the notice: the later windows run from it (regulations §3.13)."""
    may_record_notice_received(request)
    check_happened("received_on", command.received_on, context)
    if request.notice:
        check_order("received_on", command.received_on, request.notice.sent_on, SENT)
    return e.NoticeReceived(received_on=command.received_on)
