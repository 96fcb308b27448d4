"""From the first word to a complete request: filing, number, completeness, correction.

Law: UU 14/2008 art. 22(1)-(6); Perki 1/2021 art. 27-33; regulations §3.1 to §3.5.
"""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ppid import refusals as shared
from ppid.body import Body
from ppid.calendar import CalendarMissingError
from ppid.checks import (
    LINE_CHARS,
    NOTE,
    SENT,
    Context,
    Label,
    check_happened,
    check_near,
    check_order,
    check_text,
    promise,
)
from ppid.commands import (
    CloseUncorrected,
    CompleteRequest,
    FileRequest,
    FindComplete,
    FindIncomplete,
    RecordIncompletenessReceived,
)
from ppid.deadlines import D01, D02, D03, D04, D05, D06
from ppid.events import Promise
from ppid.person import Identity
from ppid.request import events as e
from ppid.request import refusals as no
from ppid.request.checks import RECEIVED, letter_number, may_act, may_before_answer
from ppid.request.state import Request
from ppid.request.vocabulary import Channel, Step

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
INFORMATION = Label(
    "Rincian informasi yang diminta", "The information wanted", "Perki 1/2021 Pasal 29 ayat (5) huruf g"
)
PURPOSE = Label(
    "Tujuan penggunaan informasi", "The purpose of use", "Perki 1/2021 Pasal 29 ayat (5) huruf h", 5000
)
IDENTITY_LABELS: dict[str, Label] = {
    "name": Label("Nama lengkap", "The full name", "Perki 1/2021 Pasal 29 ayat (5) huruf b", LINE_CHARS),
    "number": Label(
        "Nomor identitas", "The identity number", "Perki 1/2021 Pasal 29 ayat (5) huruf c", LINE_CHARS
    ),
    "address": Label("Alamat", "The address", "Perki 1/2021 Pasal 29 ayat (5) huruf d", 1000),
    "occupation": Label("Pekerjaan", "The occupation", limit=LINE_CHARS),
    "phone": Label("Nomor telepon", "The phone number", limit=LINE_CHARS),
    "email": Label("Alamat surel", "The e-mail address", limit=LINE_CHARS),
}


def request_number(body: Body, sequence: int, received_on: date) -> str:
    """The registration number, gapless per body and year (regulations §3.4)."""
    return f"{sequence:04d}/PPID-{body.code}/{ROMAN[received_on.month - 1]}/{received_on.year}"


def check_mandate(mandate: e.Mandate, received_on: date, context: Context) -> None:
    """Refuse a power of attorney that ended before the request, or ends when nobody can have meant."""
    if mandate.until is None:
        return
    check_near("mandate_until", mandate.until, context)
    if mandate.until < received_on:
        raise no.MandateOverError("mandate_until", until=mandate.until)


def file(command: FileRequest, context: Context, *, sequence: int) -> tuple[e.Filed, e.Registered]:
    """Take a request in and give it its number. Law: UU 14/2008 art. 22(1)-(5); Perki 1/2021 art. 29-31.

    What is missing does not stop a filing by letter, mail or phone: that is what the completeness check
    is for. The name and the wish must be there, or nobody could be answered.
    """
    received_on = command.received_on or context.as_of
    check_happened("received_on", received_on, context)
    check_identity(command.identity)
    if command.representative_identity:
        check_identity(command.representative_identity)
    check_wish(command.wish)
    if command.mandate:
        check_mandate(command.mandate, received_on, context)
    filed = e.Filed(
        channel=command.channel,
        received_on=received_on,
        requester=command.requester,
        requester_kind=command.requester_kind,
        wish=command.wish,
        representative=command.representative,
        documents=command.documents,
        received_at=command.received_at,
        language=command.language,
        imported=command.imported,
        mandate=command.mandate if command.representative else None,
    )
    registered = e.Registered(
        number=request_number(context.body, sequence, received_on),
        sequence=sequence,
        year=received_on.year,
        promises=registration_promises(filed, context),
    )
    return filed, registered


def check_identity(identity: Identity) -> None:
    """Refuse an identity without a name, or with an entry over its limit."""
    check_text("name", identity.name, IDENTITY_LABELS["name"])
    for field in ("number", "address", "occupation", "phone", "email"):
        check_text(field, getattr(identity, field), IDENTITY_LABELS[field], required=False)


def check_wish(wish: e.Wish) -> None:
    """Refuse a request that asks nothing or gives no purpose (art. 29(5)g-h; U21)."""
    check_text("information", wish.information, INFORMATION)
    check_text("purpose", wish.purpose, PURPOSE)


def registration_promises(filed: e.Filed, context: Context) -> tuple[Promise, ...]:
    """The clocks that start at registration: the number at once, the check, and the answer."""
    at_once = D02 if filed.channel is Channel.LETTER else D01
    number = Promise(at_once.code, filed.received_on, 0, filed.received_on, context.calendar.edition)
    start = counts_from(filed, context)
    return (number, promise(D03, context.as_of, context), promise(D06, start, context))


def counts_from(filed: e.Filed, context: Context) -> date:
    """Day zero of the body's clocks: the day of receipt, or the next after closing time where U6 says so."""
    if filed.received_at is None or not context.body.rules.after_hours_next_day:
        return filed.received_on
    local = filed.received_at.astimezone(ZoneInfo(context.body.zone))
    after_hours = local.date() == filed.received_on and local.time() >= context.body.hours.closes
    return filed.received_on + timedelta(days=1) if after_hours else filed.received_on


def may_check(request: Request) -> None:
    """Refuse to check papers that are checked. Law: Perki 1/2021 art. 31(2)."""
    may_before_answer(request)
    if request.checked:
        raise no.AlreadyCheckedError(number=request.number)


def find_complete(request: Request, command: FindComplete, context: Context) -> e.FoundComplete:
    """Declare the request complete; the service clock starts. Law: Perki 1/2021 art. 31(2)-(3)."""
    may_check(request)
    check_text("note", command.note, NOTE, required=False)
    started = () if request.extension else (promise(D05, context.as_of, context),)
    return e.FoundComplete(promises=started, note=command.note)


def find_incomplete(request: Request, command: FindIncomplete, context: Context) -> e.FoundIncomplete:
    """Declare the request incomplete and issue the letter. Law: Perki 1/2021 art. 33(1)-(2)."""
    may_check(request)
    if not command.missing:
        raise shared.RequiredError(
            "missing",
            label_id="Kekurangan permohonan",
            label_en="What the request lacks",
            article="Perki 1/2021 Pasal 33 ayat (1)",
        )
    check_text("note", command.note, NOTE, required=False)
    check_happened("sent_on", command.sent_on, context)
    check_order("sent_on", command.sent_on, request.received_on, RECEIVED)
    return e.FoundIncomplete(
        missing=tuple(dict.fromkeys(command.missing)),
        letter_number=letter_number(request, "TL", command.letter_number),
        sent_on=command.sent_on,
        note=command.note,
    )


def may_be_completed(request: Request) -> None:
    """Refuse to complete what is not declared incomplete. Law: Perki 1/2021 art. 33(3)."""
    may_before_answer(request)
    if request.step is not Step.INCOMPLETE:
        raise no.NotIncompleteError(number=request.number)


def may_record_incompleteness_received(request: Request) -> None:
    """Refuse a second receipt of the same letter."""
    may_be_completed(request)
    if request.incompleteness_received_on:
        raise no.LetterAlreadyReceivedError(
            number=request.number, received_on=request.incompleteness_received_on
        )


def record_incompleteness_received(
    request: Request, command: RecordIncompletenessReceived, context: Context
) -> e.IncompletenessReceived:
    """The three days to correct start on receipt of the letter. Law: Perki 1/2021 art. 33(3)."""
    may_record_incompleteness_received(request)
    check_happened("received_on", command.received_on, context)
    if request.incompleteness:
        check_order("received_on", command.received_on, request.incompleteness.sent_on, SENT)
    return e.IncompletenessReceived(
        received_on=command.received_on, promises=(promise(D04, command.received_on, context),)
    )


def complete(request: Request, command: CompleteRequest, context: Context) -> e.Completed:
    """Take what was missing; the papers are checked again within three days. Law: art. 33(3), 31(2)."""
    may_be_completed(request)
    completed_on = command.completed_on or context.as_of
    check_happened("completed_on", completed_on, context)
    check_order("completed_on", completed_on, request.received_on, RECEIVED)
    check_text("note", command.note, NOTE, required=False)
    if command.wish:
        check_wish(command.wish)
    if command.identity:
        check_identity(command.identity)
    if not (command.documents or command.wish or command.identity or command.note.strip()):
        raise shared.RequiredError(
            "documents",
            label_id="Kelengkapan",
            label_en="What was missing",
            article="Perki 1/2021 Pasal 33 ayat (3)",
        )
    return e.Completed(
        completed_on=completed_on,
        documents=command.documents,
        wish=command.wish,
        note=command.note,
        promises=(promise(D03, context.as_of, context),),
    )


def may_close_uncorrected(request: Request, context: Context) -> None:
    """Refuse to close while the requester may still correct. Law: Perki 1/2021 art. 33(3)-(4)."""
    may_be_completed(request)
    window = request.clocks.get("D04")
    if request.incompleteness_received_on is None or window is None:
        raise no.LetterNotReceivedError(number=request.number)
    due_on = window.promise.due_on
    if due_on is None:
        raise CalendarMissingError(year=window.promise.missing_year)
    if context.as_of <= due_on:
        raise no.CorrectionWindowOpenError(number=request.number, due_on=due_on)


def close_uncorrected(request: Request, command: CloseUncorrected, context: Context) -> e.ClosedUncorrected:
    """Note in the register that nothing was corrected. Law: Perki 1/2021 art. 33(4)."""
    may_act(request)
    may_close_uncorrected(request, context)
    check_text("note", command.note, NOTE, required=False)
    return e.ClosedUncorrected(note=command.note)
