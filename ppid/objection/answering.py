"""The superior's answer, what it orders, and the day it arrives.

Thirty working days from receipt; the law knows no extension, so there is no act to extend. An answer that
comes late is recorded and stays late. Law: UU 14/2008 art. 36(2)-(3); Perki 1/2021 art. 44.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ppid.checks import (
    LETTER_NUMBER,
    SENT,
    SIGNED,
    Context,
    Label,
    as_set,
    check_happened,
    check_order,
    check_text,
    promise,
)
from ppid.deadlines import D11, ORDER, clock_of
from ppid.events import Actor, Envelope, Event, Promise, Stream
from ppid.exemption.state import Exemption
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.checks import (
    POSITION,
    RECEIVED,
    check_orders,
    may_act,
    may_before_result,
    order_promise,
)
from ppid.objection.commands import AnswerObjection, RecordAnswerReceived, RemedyObjection
from ppid.objection.exempting import opened_by, rested_on
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Ground, Verdict
from ppid.request.events import Answer as RequestAnswer
from ppid.request.events import Extended

EXPLANATION = Label(
    "Penjelasan atas alasan keberatan",
    "The explanation on a ground",
    "Perki 1/2021 Pasal 44 ayat (2)",
    10_000,
)
REASONS = Label(
    "Alasan tertulis menguatkan keputusan",
    "The written reasons for upholding the decision",
    "UU 14/2008 Pasal 36 ayat (3)",
    10_000,
)
PROOF = Label("Bukti pelaksanaan", "The proof that it was carried out", "Perki 1/2021 Pasal 44", 1000)
ORDERED_ON = Label("tanggal perintah diberikan", "the day the order was given")


def first_deciders(request: Iterable[Envelope[Event]]) -> tuple[str, ...]:
    """Who took the decisions that a request's objection is about: its notice, and the extension before it."""
    deciding = (ev for ev in request if isinstance(ev.event, RequestAnswer | Extended))
    return tuple(dict.fromkeys(ev.actor for ev in deciding))


def check_not_own(objection: Objection, actor: Actor) -> None:
    """Nobody answers an objection to their own decision (regulations §2.1)."""
    if actor.id in objection.decided_by:
        raise no.OwnDecisionError(number=objection.number)


def may_answer(objection: Objection) -> None:
    """One answer, also while talks are open or the time is over. Law: Perki 1/2021 art. 44(1)."""
    may_before_result(objection)


def answer(
    objection: Objection,
    command: AnswerObjection,
    context: Context,
    *,
    actor: Actor,
    deciders: Iterable[str] = (),
    exemptions: Mapping[Stream, Exemption] | None = None,
) -> e.Answer:
    """Answer in writing, each ground explained; never by who took the first decision.

    ``deciders`` are those who decided the request up to now, who may be others than at filing;
    ``exemptions`` those that the command names.
    Law: UU 14/2008 art. 36(2)-(3); Perki 1/2021 art. 44(1)-(3).
    """
    may_answer(objection)
    check_not_own(objection, actor)
    if actor.id in set(deciders):
        raise no.OwnDecisionError(number=objection.number)
    _check_letter(objection, command, context)
    _check_explanations(objection, command)
    needs_reasons = command.verdict is not Verdict.OVERTURNED
    check_text("reasons", command.reasons, REASONS, required=needs_reasons)
    _check_ordered(objection, command)
    check_orders(command.orders, command.sent_on, SENT, context)
    known = exemptions or {}
    return e.ANSWERS[command.verdict](
        letter=e.Letter(command.letter_number, command.signed_on, command.sent_on, command.position),
        explanations=command.explanations,
        reasons=command.reasons,
        exemptions=rested_on(objection, command, known),
        opened=opened_by(objection, command, known),
        orders=command.orders,
        promises=order_promise((*objection.open_orders, *command.orders), command.sent_on, context),
    )


def _check_letter(objection: Objection, command: AnswerObjection, context: Context) -> None:
    check_text("letter_number", command.letter_number, LETTER_NUMBER)
    check_text("position", command.position, POSITION)
    check_happened("signed_on", command.signed_on, context)
    check_order("signed_on", command.signed_on, objection.received_on, RECEIVED)
    check_happened("sent_on", command.sent_on, context)
    check_order("sent_on", command.sent_on, command.signed_on, SIGNED)


def _check_explanations(objection: Objection, command: AnswerObjection) -> None:
    explained = [explanation.ground for explanation in command.explanations]
    if sorted(explained) != sorted(objection.pending):
        raise no.ExplanationsError("explanations", grounds=", ".join(objection.pending))
    for explanation in command.explanations:
        check_text("explanations", explanation.text, EXPLANATION)


def _check_ordered(objection: Objection, command: AnswerObjection) -> None:
    """What is overturned is put right by an order; only lateness may already be over."""
    if command.verdict is Verdict.UPHELD:
        if command.orders:
            raise no.NothingToOrderError("orders")
    elif not command.orders and set(objection.pending) != {Ground.LATE}:
        raise no.OverturnedWithoutOrderError("orders")


def may_record_answer_received(objection: Objection) -> None:
    """The answer is received once, after it was sent."""
    may_act(objection)
    if objection.answer is None:
        raise no.ObjectionNotAnsweredError(number=objection.number)
    if objection.answer_received_on:
        raise no.AnswerAlreadyReceivedError(number=objection.number, received_on=objection.answer_received_on)


def record_answer_received(
    objection: Objection, command: RecordAnswerReceived, context: Context
) -> e.AnswerReceived:
    """Record when the objector received the answer: fourteen working days to the commission start (D11).

    Law: UU 14/2008 art. 37(2); Perki 1/2013 art. 13(a).
    """
    may_record_answer_received(objection)
    check_happened("received_on", command.received_on, context)
    if objection.answer:
        check_order("received_on", command.received_on, objection.answer.letter.sent_on, SENT)
    window = promise(clock_of(D11.code, objection.received_on), command.received_on, context)
    return e.AnswerReceived(received_on=command.received_on, promises=(window,))


def may_remedy(objection: Objection) -> None:
    """Only an order that waits is carried out."""
    may_act(objection)
    if not objection.open_orders:
        raise no.NoOrderError(number=objection.number)


def remedy(objection: Objection, command: RemedyObjection, context: Context) -> e.Remedied:
    """Record that an order was carried out, with its proof; the clock moves on to the next one."""
    may_remedy(objection)
    if not 1 <= command.order <= len(objection.orders) or objection.orders[command.order - 1].done:
        raise no.NotAnOpenOrderError("order", order=command.order)
    check_happened("done_on", command.done_on, context)
    check_order("done_on", command.done_on, _given_on(objection), ORDERED_ON)
    check_text("proof", command.proof, PROOF)
    left = [o for place, o in enumerate(objection.orders, start=1) if not (o.done or place == command.order)]
    return e.Remedied(
        order=command.order,
        done_on=command.done_on,
        proof=command.proof,
        documents=command.documents,
        promises=_next_order(objection, [order.due_on for order in left], context),
    )


def _next_order(objection: Objection, due: list[date], context: Context) -> tuple[Promise, ...]:
    """The clock of the order due next, unless it stands there already."""
    clock = objection.clocks.get(ORDER.code)
    if not due or (clock and clock.running and clock.promise.due_on == min(due)):
        return ()
    start = clock.promise.starts_on if clock else _given_on(objection)
    return (as_set(ORDER, start, min(due), context),)


def _given_on(objection: Objection) -> date:
    days = [objection.answer.letter.signed_on] if objection.answer else []
    days += [settled.agreed_on for settled in objection.settlements if settled.orders]
    return min(days, default=objection.received_on)
