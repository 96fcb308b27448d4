"""What the decisions of a request share: the day's context, and checks of texts and dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from ppid.body import Body
from ppid.counting import WorkingCalendar
from ppid.deadlines import Clock
from ppid.events import Promise
from ppid.request import refusals as no
from ppid.request.state import Request

LINE_CHARS = 300
TEXT_CHARS = 20_000
FAR = timedelta(days=10 * 365)


class Context(msgspec.Struct, frozen=True):
    """The day a decision is taken on: the local date, the instant, the body and its calendar."""

    as_of: date
    now: datetime
    body: Body
    calendar: WorkingCalendar


def promise(clock: Clock, start: date, context: Context, days: int | None = None) -> Promise:
    """The due date of ``clock`` from ``start`` under the body's rules, as the event keeps it."""
    return context.calendar.promise(
        clock.code, start, clock.days if days is None else days, owed_by_body=clock.owed_by_body
    )


class Label(msgspec.Struct, frozen=True):
    """What a field is called, and which article asks for it."""

    id: str
    en: str
    article: str = "Perki 1/2021 Pasal 29"
    limit: int = TEXT_CHARS


def check_text(field: str, value: str, label: Label, *, required: bool = True) -> None:
    """Refuse an empty required text, or one over its limit."""
    if required and not value.strip():
        raise no.RequiredError(field, label_id=label.id, label_en=label.en, article=label.article)
    if len(value) > label.limit:
        raise no.TooLongError(
            field, label_id=label.id, label_en=label.en, length=len(value), limit=label.limit
        )


def check_happened(field: str, on: date, context: Context) -> None:
    """Refuse a date in the future, or before the body existed."""
    if on > context.as_of:
        raise no.FutureDateError(field, on=on, as_of=context.as_of)
    if on < context.body.established_on:
        raise no.BeforeBodyError(field, on=on, established_on=context.body.established_on)


def check_order(field: str, on: date, earlier: date, what: Label) -> None:
    """Refuse a date that comes before what it must follow."""
    if on < earlier:
        raise no.BeforeError(field, on=on, earlier=earlier, what_id=what.id, what_en=what.en)


def check_near(field: str, on: date, context: Context) -> None:
    """Refuse a day so far ahead that nobody can have meant it."""
    latest = context.as_of + FAR
    if on > latest:
        raise no.TooFarError(field, on=on, latest=latest)


RECEIVED = Label("tanggal permohonan diterima", "the day the request was received")
SENT = Label("tanggal surat dikirim", "the day the letter was sent")
SIGNED = Label("tanggal surat ditandatangani", "the day the letter was signed")
NOTE = Label("Catatan", "The note", limit=2000)
REASON = Label("Alasan", "The reason", limit=5000)
LETTER_NUMBER = Label("Nomor surat", "The letter number", limit=LINE_CHARS)


def letter_number(request: Request, prefix: str, given: str) -> str:
    """The number of a letter: as given, else made from the request's own."""
    check_text("letter_number", given, LETTER_NUMBER, required=False)
    return given.strip() or f"{prefix}-{request.number}"


def may_act(request: Request) -> None:
    """Refuse any step on a closed case."""
    if request.closing:
        raise no.RequestClosedError(number=request.number)


def may_before_answer(request: Request) -> None:
    """Refuse a step that belongs before the written notice."""
    may_act(request)
    if request.outcome and request.notice:
        raise no.AlreadyAnsweredError(
            number=request.number, letter=request.notice.number, sent_on=request.notice.sent_on
        )
