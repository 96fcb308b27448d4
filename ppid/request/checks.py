"""What the decisions of a request share: whether it can still be acted on, and the numbers of its letters."""

from __future__ import annotations

from ppid.checks import LETTER_NUMBER, Label, check_text
from ppid.request import refusals as no
from ppid.request.state import Request

RECEIVED = Label("tanggal permohonan diterima", "the day the request was received")


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
