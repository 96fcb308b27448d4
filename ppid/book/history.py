"""From a row of an old request book to the events of a finished case. Pure.

Only what the book says becomes a fact: it keeps no completeness check and no receipt of the notice, so
none is recorded. A notice later than the statutory day is a clock that ran out (UU 14/2008 art. 22(7)).
"""

from __future__ import annotations

from ppid.book.rows import BookRow
from ppid.counting import WorkingCalendar
from ppid.deadlines import D06
from ppid.events import Event, Stream
from ppid.person import Identity
from ppid.request import events as e
from ppid.request.vocabulary import (
    Channel,
    Closing,
    CopyForm,
    FeeKind,
    Obtain,
    PaymentMethod,
    RequesterKind,
    Way,
)

METHODS: dict[str, PaymentMethod] = {
    "tunai": PaymentMethod.CASH,
    "transfer": PaymentMethod.TRANSFER,
    "transfer bank": PaymentMethod.TRANSFER,
}


def identity_of(row: BookRow) -> Identity:
    """Who asked, as far as the book says."""
    mail = row.contact if "@" in row.contact else ""
    return Identity(
        name=row.name,
        address=row.address,
        occupation=row.occupation,
        phone="" if mail else row.contact,
        email=mail,
    )


def ticks_of(row: BookRow) -> tuple[str, ...]:
    """The tick marks of the row, in the order of the book's columns."""
    marks = (("soft", row.softcopy), ("hard", row.hardcopy), ("view", row.view), ("copy", row.copy))
    return (row.held, *(name for name, ticked in marks if ticked))


def events_of(
    row: BookRow,
    *,
    requester: Stream,
    file_sha256: str,
    number: str,
    calendar: WorkingCalendar,
) -> tuple[Event, ...]:
    """The whole case: asked, registered, answered, and delivered where the book says so."""
    due = calendar.promise(D06.code, row.received_on, D06.days)
    filed = e.Filed(
        channel=Channel.BOOK,
        received_on=row.received_on,
        requester=requester,
        requester_kind=RequesterKind.UNSTATED,
        wish=_wish(row),
        imported=e.ImportSource(file_sha256, row.line, row.no, ticks_of(row)),
    )
    registered = e.Registered(number=number, sequence=row.no, year=row.received_on.year, promises=(due,))
    late: tuple[Event, ...] = ()
    if due.due_on and row.notified_on > due.due_on:
        late = (e.ClockRanOut(clock=D06.code, due_on=due.due_on, calendar=due.calendar),)
    return (filed, registered, *late, *_answer(row))


def _wish(row: BookRow) -> e.Wish:
    if row.softcopy == row.hardcopy:
        form = CopyForm.EITHER
    else:
        form = CopyForm.SOFT if row.softcopy else CopyForm.HARD
    obtain = Obtain.VIEW if row.view and not row.copy else Obtain.COPY
    return e.Wish(information=row.information, purpose=row.purpose, obtain=obtain, copy_form=form)


def _answer(row: BookRow) -> tuple[Event, ...]:
    notice = e.Notice(
        number="",
        signed_on=row.notified_on,
        sent_on=row.notified_on,
        held=row.held == "held",
        other_body=row.other_body,
        reasons=row.refusal_reason,
        articles=(row.refusal_reason,) if row.decision in {"refused", "partly-granted"} else (),
        fees=(e.Fee(FeeKind.OTHER, 1, row.fee_idr),) if row.fee_idr else (),
        how_to_pay=row.payment_method,
    )
    answered = _answer_class(row)(notice=notice)
    if row.delivered_on is None:
        granted = row.decision in {"granted", "partly-granted"}
        return (answered,) if granted else (answered, e.Closed(closing=Closing.ANSWERED))
    way = Way.VIEWED if row.view and not row.copy else Way.UNSTATED
    delivered = e.InformationDelivered(delivered_on=row.delivered_on, way=way)
    return (answered, *_payment(row), delivered, e.Closed(closing=Closing.DELIVERED))


def _answer_class(row: BookRow) -> type[e.Answer]:
    match row.decision:
        case "granted":
            return e.Granted
        case "partly-granted":
            return e.PartlyGranted
        case "not-held":
            return e.NotHeld
        case "not-documented":
            return e.NotDocumented
        case "refused":
            seventeen = "17" in row.refusal_reason
            return e.RefusedExempt if seventeen else e.RefusedOther


def _payment(row: BookRow) -> tuple[Event, ...]:
    if not row.fee_idr or row.delivered_on is None:
        return ()
    method = METHODS.get(row.payment_method.strip().casefold(), PaymentMethod.E_MONEY)
    return (e.FeePaid(amount_idr=row.fee_idr, method=method, paid_on=row.delivered_on),)
