"""One lawful step of a random life: an act that may be taken now, a random command, decided by the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from msgspec.structs import replace

from ppid import commands as c
from ppid.checks import Context
from ppid.errors import RuleError
from ppid.events import Approval, Event, Stream
from ppid.exemption.state import Exemption
from ppid.request import answer, handling, intake
from ppid.request import events as e
from ppid.request.lawful import ACTS, Act
from ppid.request.state import Request
from ppid.request.vocabulary import (
    CopyForm,
    Correctable,
    Delivery,
    ExtensionGround,
    FeeKind,
    Missing,
    Obtain,
    Outcome,
    PaymentMethod,
    Way,
)
from tests import examples as x

SECRET = "Rahasia Ibu Sari"
"""Stands in every text that somebody writes freely, so that a leak is found."""

Step = Callable[[Request, Context, Random], Event | Sequence[Event]]


def text(rng: Random) -> str:
    """Something somebody wrote."""
    words = rng.choices(("anggaran", "laporan\n", "  tahun", "2025", "{kunci}", "lantas", "%s", "ß"), k=6)
    return f"{SECRET} {' '.join(words * rng.choice((1, 1, 9)))}"


def wish(rng: Random) -> e.Wish:
    """What somebody asks."""
    return e.Wish(
        information=text(rng),
        purpose=text(rng),
        obtain=rng.choice(list(Obtain)),
        copy_form=rng.choice(list(CopyForm)),
        delivery=rng.choice(list(Delivery)),
    )


def take(act: Act, request: Request, context: Context, rng: Random) -> tuple[Event, ...]:
    """What an act leads to; nothing where the rules refuse it."""
    try:
        ACTS.check(act, request, context)
        decided = STEPS[act](request, context, rng)
    except RuleError:
        return ()
    return tuple(decided) if isinstance(decided, Sequence) else (decided,)


def _find_incomplete(request: Request, context: Context, rng: Random) -> Event:
    lacks = tuple(rng.sample(list(Missing), rng.randint(1, 3)))
    command = c.FindIncomplete(request=request.stream, missing=lacks, sent_on=context.as_of, note=text(rng))
    return intake.find_incomplete(request, command, context)


def _complete(request: Request, context: Context, rng: Random) -> Event:
    again = wish(rng) if rng.random() < 0.5 else None
    command = c.CompleteRequest(request=request.stream, wish=again, note=text(rng))
    return intake.complete(request, command, context)


def _route(request: Request, context: Context, rng: Random) -> Event:
    by = context.as_of + timedelta(days=3) if rng.random() < 0.5 else None
    unit = rng.choice(context.body.units).code
    return handling.route(
        request, c.RouteToUnit(request=request.stream, unit=unit, question=text(rng), answer_by=by), context
    )


def _unit(request: Request, _context: Context, rng: Random) -> Event:
    command = c.AnswerAsUnit(request=request.stream, answer=text(rng), holds=rng.random() < 0.5)
    return handling.answer_as_unit(request, command)


def _extend(request: Request, context: Context, rng: Random) -> Event:
    ground = rng.choice(list(ExtensionGround))
    command = c.ExtendDeadline(request=request.stream, ground=ground, reason=text(rng), sent_on=context.as_of)
    return answer.extend(request, command, context)


def notice(outcome: Outcome, context: Context, rng: Random) -> e.Notice:
    """A written notice with what its outcome needs."""
    on = context.as_of
    giving = outcome in {Outcome.GRANTED, Outcome.PARTLY_GRANTED}
    fees = (e.Fee(FeeKind.SENDING, 1, 9500, text(rng)),) if giving and rng.random() < 0.4 else ()
    exempt = outcome is Outcome.REFUSED_EXEMPT
    return e.Notice(
        number=f"B/{rng.randint(1, 999)}/{on.year}",
        signed_on=on,
        sent_on=on,
        held=rng.random() < 0.8,
        other_body="Dinas Perhubungan" if outcome is Outcome.NOT_HELD else "",
        reasons=text(rng),
        material=text(rng) if giving else "",
        blackouts=(e.Blackout(text(rng), text(rng), "17(h)", x.resting_on(2)),)
        if outcome is Outcome.PARTLY_GRANTED
        else (),
        formats=tuple(rng.sample([CopyForm.SOFT, CopyForm.HARD], rng.randint(1, 2))) if giving else (),
        fees=fees,
        how_to_pay=text(rng) if fees else "",
        ready_in_days=rng.choice((0, 2, 7)) if giving else 0,
        explanation=text(rng),
        available_on=on + timedelta(days=30) if outcome is Outcome.NOT_DOCUMENTED else None,
        articles=("17(a)", "17(h)(4)") if exempt else ("6(3)c",),
        consequence=text(rng) if exempt else "",
        approval=Approval("Kapolda", on) if exempt else None,
        exemptions=(x.resting_on(1, 2),) if exempt else (),
    )


def _decreed(body: Stream) -> dict[Stream, Exemption]:
    """A decree of the body that was in force before any of these histories."""
    decree = replace(x.DECREE, signed_on=date(2020, 1, 2))
    return {x.EXEMPTION: replace(x.exemption_of(*x.EXEMPTION_EVENTS[:3], decree), body=body)}


def _answer(request: Request, context: Context, rng: Random) -> Event:
    outcome = rng.choice([outcome for outcome in Outcome if outcome is not Outcome.NOT_CORRECTED])
    command = c.AnswerRequest(request=request.stream, outcome=outcome, notice=notice(outcome, context, rng))
    return answer.answer(request, command, context, _decreed(request.body))


def _pay(request: Request, context: Context, rng: Random) -> Event:
    command = c.RecordPayment(
        request=request.stream,
        amount_idr=request.owed_idr,
        method=rng.choice(list(PaymentMethod)),
        paid_on=context.as_of,
        receipt_number="K-7",
    )
    return handling.record_payment(request, command, context)


def _deliver(request: Request, context: Context, rng: Random) -> Sequence[Event]:
    command = c.DeliverInformation(
        request=request.stream, delivered_on=context.as_of, way=rng.choice(list(Way)), proof=text(rng)
    )
    return handling.deliver(request, command, context)


def _correct(request: Request, context: Context, rng: Random) -> Event:
    what = rng.choice(list(Correctable))
    new = {
        Correctable.OBTAIN: rng.choice(list(Obtain)).value,
        Correctable.COPY_FORM: rng.choice(list(CopyForm)).value,
        Correctable.DELIVERY: rng.choice(list(Delivery)).value,
        Correctable.RECEIVED_ON: (request.received_on - timedelta(days=rng.randint(-2, 3))).isoformat(),
    }.get(what, text(rng))
    command = c.CorrectRequest(request=request.stream, what=what, new=new, reason=text(rng))
    return handling.correct(request, command, context)


STEPS: dict[Act, Step] = {
    Act.FIND_COMPLETE: lambda r, x, rng: intake.find_complete(
        r, c.FindComplete(request=r.stream, note=text(rng)), x
    ),
    Act.FIND_INCOMPLETE: _find_incomplete,
    Act.RECORD_INCOMPLETENESS_RECEIVED: lambda r, x, _: intake.record_incompleteness_received(
        r, c.RecordIncompletenessReceived(request=r.stream, received_on=x.as_of), x
    ),
    Act.COMPLETE: _complete,
    Act.CLOSE_UNCORRECTED: lambda r, x, _: intake.close_uncorrected(
        r, c.CloseUncorrected(request=r.stream), x
    ),
    Act.ROUTE: _route,
    Act.ANSWER_AS_UNIT: _unit,
    Act.EXTEND: _extend,
    Act.ANSWER: _answer,
    Act.RECORD_NOTICE_RECEIVED: lambda r, x, _: answer.record_notice_received(
        r, c.RecordNoticeReceived(request=r.stream, received_on=x.as_of), x
    ),
    Act.RECORD_PAYMENT: _pay,
    Act.DELIVER: _deliver,
    Act.WITHDRAW: lambda r, x, rng: handling.withdraw(
        r, c.WithdrawRequest(request=r.stream, reason=text(rng)), x
    ),
    Act.CORRECT: _correct,
    Act.CLOSE: lambda r, _, rng: handling.close(r, c.CloseRequest(request=r.stream, note=text(rng))),
}
