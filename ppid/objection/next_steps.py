"""What the law lets a citizen do now about a request or an objection, until when, and by which article.

Pure: the page that shows it decides nothing. No officer's act is needed for any of it: once a clock ended,
the next way is open, also before the timekeeper has noted it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from ppid.checks import Context, promise
from ppid.deadlines import D10, D11, D12, Text, clock_of
from ppid.errors import RuleError
from ppid.objection.handling import may_go_to_commission
from ppid.objection.state import Objection
from ppid.objection.vocabulary import GROUNDS, Closing, Ground
from ppid.objection.windows import Window, windows
from ppid.request.state import GIVING, Request
from ppid.request.vocabulary import Outcome


class Way(StrEnum):
    """The kinds of next step."""

    WAIT = "wait"
    OBJECT = "object"
    AWAIT_ANSWER = "await-answer"
    AWAIT_REMEDY = "await-remedy"
    COMMISSION = "commission"
    AT_COMMISSION = "at-commission"
    NOTHING = "nothing"


class Suggestion(msgspec.Struct, frozen=True):
    """A ground that fits what was recorded: its window, and why it fits."""

    window: Window
    why: Text

    @property
    def ground(self) -> Ground:
        """The ground."""
        return self.window.ground


class NextStep(msgspec.Struct, frozen=True):
    """One thing to do or to wait for.

    ``until`` is the last day of it, None while the day that starts it, or the calendar, is not known;
    ``late``: that day is over, and the right has weakened but may still be used.
    """

    way: Way
    title: Text
    says: Text
    article: str = ""
    until: date | None = None
    late: bool = False
    suggestions: tuple[Suggestion, ...] = ()


NOTHING = NextStep(
    Way.NOTHING,
    Text("Tidak ada langkah lanjutan", "Nothing further to do"),
    Text(
        "Tidak ada yang masih harus Anda tunggu atau ajukan.", "There is nothing left to wait for or to file."
    ),
)


def next_steps(
    request: Request | None, objection: Objection | None, context: Context
) -> tuple[NextStep, ...]:
    """What the citizen can do now, the most pressing first; ``NOTHING`` when there is nothing.

    With an objection, a further one is offered only on grounds that it did not raise.
    """
    going = objection if objection and objection.closing is not Closing.WITHDRAWN else None
    steps = [*(_about_objection(going, context) if going else ())]
    if request:
        raised = going.grounds if going and not going.closed else ()
        steps += _about_request(request, raised, context, waits=not steps)
    return tuple(steps) or (NOTHING,)


# The request -----------------------------------------------------------------------------------------------


def _about_request(
    request: Request, raised: tuple[Ground, ...], context: Context, *, waits: bool
) -> list[NextStep]:
    found = suggestions(request, context)
    fitting = tuple(suggestion for suggestion in found if suggestion.ground not in raised)
    if fitting:
        return [_object(fitting)]
    clock = request.answer_clock
    if waits and request.notice is None and clock and not request.closing:
        return [_wait(clock.promise.due_on)]
    return []


def suggestions(request: Request, context: Context) -> tuple[Suggestion, ...]:
    """The grounds that fit what is recorded of a request, each with why (UU 14/2008 art. 35(1))."""
    found = windows(request, context)
    return tuple(
        Suggestion(found[ground], GROUNDS[ground].fits)
        for ground in Ground
        if found[ground].open and _fits(ground, request)
    )


def _fits(ground: Ground, request: Request) -> bool:
    """Whether to put a ground forward; others may be raised too where the objector sees them."""
    match ground:
        case Ground.EXEMPT | Ground.UNANSWERED | Ground.LATE:
            return True  # open only where the facts say so
        case Ground.NOT_AS_ASKED:
            return request.outcome in GIVING
        case Ground.NOT_FULFILLED:
            return request.outcome not in {Outcome.GRANTED, None}
        case Ground.FEE:
            return request.notice is not None and request.notice.fee_idr > 0
        case Ground.PERIODIC:
            return False


def _object(fitting: tuple[Suggestion, ...]) -> NextStep:
    in_time = [s.window.ends_on for s in fitting if not s.window.late]
    known = sorted(end for end in in_time if end)
    over = sorted(s.window.ends_on for s in fitting if s.window.ends_on)
    late = not in_time
    return NextStep(
        Way.OBJECT,
        Text("Ajukan keberatan", "File an objection"),
        LATE_OBJECTION if late else (OBJECT_BY if known else OBJECT_UNKNOWN),
        "UU 14/2008 Pasal 35 ayat (1), Pasal 36 ayat (1)",
        until=over[-1] if late else (known[0] if known else None),
        late=late,
        suggestions=fitting,
    )


OBJECT_BY = Text(
    "Anda berhak mengajukan keberatan kepada atasan PPID dalam 30 hari kerja setelah alasannya ditemukan.",
    "You may object to the PPID's superior within 30 working days after the ground was found.",
)
OBJECT_UNKNOWN = Text(
    "Anda berhak mengajukan keberatan. Jangka waktu 30 hari kerjanya dihitung sejak pemberitahuan diterima.",
    "You may object. The 30 working days run from the day on which you receive the notice.",
)
LATE_OBJECTION = Text(
    "Jangka waktu 30 hari kerja sudah lewat. Keberatan tetap diterima dan dicatat terlambat; atasan PPID "
    "yang menilainya.",
    "The 30 working days are over. An objection is still taken in and marked late; the superior weighs that.",
)


def _wait(due_on: date | None) -> NextStep:
    return NextStep(
        Way.WAIT,
        Text("Tunggu jawaban", "Wait for the answer"),
        Text(
            "Badan publik masih dalam waktu untuk menjawab. Bila sampai hari itu tidak ada jawaban, Anda "
            "dapat mengajukan keberatan mulai hari berikutnya.",
            "The body is still within its time to answer. If no answer comes by that day, you may object "
            "from the next day.",
        ),
        "UU 14/2008 Pasal 22 ayat (7)-(8), Pasal 35 ayat (1) huruf c",
        until=due_on,
    )


# The objection ---------------------------------------------------------------------------------------------


def _about_objection(objection: Objection, context: Context) -> list[NextStep]:
    if objection.dispute:
        return [AT_COMMISSION]
    steps: list[NextStep] = []
    if due := min((order.due_on for order in objection.open_orders), default=None):
        steps.append(_await_remedy(due, late=context.as_of > due))
    try:
        may_go_to_commission(objection, context)
    except RuleError:
        if not objection.settled and not objection.closed:
            clock = objection.clocks.get(D10.code)
            steps.append(_await_answer(clock.promise.due_on if clock else None))
    else:
        steps.append(_commission(objection, context))
    return steps


AT_COMMISSION = NextStep(
    Way.AT_COMMISSION,
    Text("Sengketa di Komisi Informasi", "The dispute is with the Information Commission"),
    # True of every day after: the body learns of the ruling as the citizen does, from the commission.
    Text(
        "Perkara ini sudah dibawa ke Komisi Informasi. Panggilan dan putusannya disampaikan oleh Komisi.",
        "This case was taken to the commission, which sends the summons and its decision.",
    ),
    "UU 14/2008 Pasal 37",
)


def _await_answer(due_on: date | None) -> NextStep:
    return NextStep(
        Way.AWAIT_ANSWER,
        Text("Tunggu tanggapan atasan PPID", "Wait for the superior's answer"),
        Text(
            "Atasan PPID wajib menanggapi secara tertulis dalam 30 hari kerja, dan waktu ini tidak dapat "
            "diperpanjang. Bila sampai hari itu tidak ada tanggapan, Anda dapat ke Komisi Informasi.",
            "The superior must answer in writing within 30 working days, which cannot be extended. If no "
            "answer comes by that day, you may go straight to the Information Commission.",
        ),
        "UU 14/2008 Pasal 36 ayat (2)",
        until=due_on,
    )


def _await_remedy(due_on: date, *, late: bool) -> NextStep:
    return NextStep(
        Way.AWAIT_REMEDY,
        Text("Tunggu pelaksanaan perintah", "Wait for the order to be carried out"),
        Text(
            "Atasan PPID memerintahkan PPID untuk memenuhi permohonan Anda.",
            "The superior ordered the PPID to fulfil your request.",
        ),
        "Perki 1/2021 Pasal 44",
        until=due_on,
        late=late,
    )


def _commission(objection: Objection, context: Context) -> NextStep:
    until = commission_until(objection, context)
    late = until is not None and context.as_of > until
    said = AFTER_ANSWER if objection.answer else AFTER_SILENCE
    return NextStep(
        Way.COMMISSION,
        Text("Ajukan sengketa ke Komisi Informasi", "Take the dispute to the Information Commission"),
        LATE_COMMISSION if late else said,
        "UU 14/2008 Pasal 37 ayat (2); Perki 1/2013 Pasal 5, 12, 13",
        until=until,
        late=late,
    )


AFTER_ANSWER = Text(
    "Bila tidak puas dengan tanggapan atasan PPID, Anda dapat mengajukan sengketa dalam 14 hari kerja sejak "
    "menerimanya. Tidak dipungut biaya.",
    "If the superior's answer does not satisfy you, you may take the dispute to the commission within 14 "
    "working days of receiving it. It costs nothing.",
)
AFTER_SILENCE = Text(
    "Waktu menanggapi sudah habis tanpa tanggapan. Anda dapat mengajukan sengketa dalam 14 hari kerja sejak "
    "waktu itu berakhir. Tidak dipungut biaya.",
    "The time to answer ended without an answer. You may take the dispute to the commission within 14 "
    "working days of its end. It costs nothing.",
)
LATE_COMMISSION = Text(
    "Jangka waktu 14 hari kerja sudah lewat. Komisi Informasi dapat menyatakan permohonannya terlambat.",
    "The 14 working days are over. The commission may rule an application out of time.",
)


def commission_until(objection: Objection, context: Context) -> date | None:
    """The last day to apply to the commission (D11, D12); None while it does not run or is not known.

    After an answer that came late both run; the earlier one is the safe one while it is still ahead.
    """
    ends = [_end_after_silence(objection, context)]
    if (received := objection.clocks.get(D11.code)) is not None:
        ends.append(received.promise.due_on)
    known = sorted(end for end in ends if end)
    ahead = [end for end in known if end >= context.as_of]
    return ahead[0] if ahead else (known[-1] if known else None)


def _end_after_silence(objection: Objection, context: Context) -> date | None:
    if (noted := objection.clocks.get(D12.code)) is not None:
        return noted.promise.due_on
    clock = objection.clocks.get(D10.code)
    if clock is None or not clock.running or not clock.late(context.as_of) or clock.promise.due_on is None:
        return None
    return promise(clock_of(D12.code, objection.received_on), clock.promise.due_on, context).due_on
