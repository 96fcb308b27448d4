"""What may happen on a data subject's application, and when. Pure: time and what was sealed are arguments.

Law: UU 27/2022 art. 14 (recorded application), 15 (exceptions), 30, 32, 41 (three times 24 hours);
regulations §10. That an erasure is answered within the same hours is the office's own promise: the articles
on erasure name none.
"""

from __future__ import annotations

from collections.abc import Iterable

from ppid.body import Body
from ppid.checks import (
    LETTER_NUMBER,
    SIGNED,
    Context,
    Label,
    check_happened,
    check_instant,
    check_near,
    check_order,
    check_text,
    promise_from,
)
from ppid.deadlines import D30
from ppid.events import Sealed
from ppid.holding import ORDER, Hold, refuse_held
from ppid.privacy import commands as c
from ppid.privacy import events as e
from ppid.privacy import refusals as no
from ppid.privacy.state import Privacy
from ppid.privacy.vocabulary import EXCEPTABLE, EXCEPTIONS, Ground, PrivacyKind
from ppid.request.intake import ROMAN, check_identity

WHAT = Label("Apa yang diminta", "What is asked for", "UU 27/2022 Pasal 14", limit=5000)
RECEIVED = Label("tanggal permohonan diterima", "the day the request was received")
TEXT = Label("Isi jawaban", "What the answer says", limit=5000)


def privacy_number(body: Body, sequence: int, month: int, year: int) -> str:
    """The number of an application, gapless per body and year."""
    return f"{sequence:04d}/PDP-PPID-{body.code}/{ROMAN[month - 1]}/{year}"


def ask(
    command: c.AskPrivacy, context: Context, *, sequence: int, what: Sealed | None = None
) -> tuple[e.Asked | e.Verified, ...]:
    """Record an application and start its hours at once. Law: UU 27/2022 art. 14, 30, 32, 41.

    The hours run from receipt, whether the identity is proved already or not.
    """
    received_at = command.received_at or context.now
    check_instant("received_at", received_at, context)
    # To see what is kept needs no more words; what is wrong, or to go, has to be said.
    check_text("what", command.what, WHAT, required=command.kind is not PrivacyKind.ACCESS)
    promised = promise_from(D30, received_at, context)
    on = promised.starts_on
    asked = e.Asked(
        number=privacy_number(context.body, sequence, on.month, on.year),
        sequence=sequence,
        year=on.year,
        person=command.person,
        kind=command.kind,
        way=command.way,
        received_at=received_at,
        received_on=on,
        promises=(promised,),
        what=what,
        case=command.case,
        language=command.language,
    )
    return (asked, e.Verified(command.proved)) if command.proved else (asked,)


def may_verify(privacy: Privacy) -> None:
    """Refuse to prove an identity twice, or on what is finished."""
    check_open(privacy)
    if privacy.proof:
        raise no.AlreadyProvedError


def verify(privacy: Privacy, command: c.Verify) -> e.Verified:
    """Record how the identity was proved. Law: UU 27/2022 art. 14."""
    may_verify(privacy)
    return e.Verified(command.by)


def may_grant(privacy: Privacy) -> None:
    """Refuse to grant what is no erasure, what nobody proved to be theirs, or what was granted."""
    check_open(privacy)
    if privacy.kind is not PrivacyKind.ERASE:
        raise no.NotErasureError
    check_proved(privacy)
    if privacy.granted:
        raise no.PrivacyClosedError(number=privacy.number)


def grant(
    privacy: Privacy,
    command: c.GrantErasure,
    context: Context,
    *,
    text: Sealed | None = None,
    holds: Iterable[Hold] = (),
) -> e.Granted:
    """Grant an erasure and answer it, while there still is an address.

    ``holds``: what keeps the person's data. Nothing is promised in writing that the law forbids to carry out;
    an order goes before what keeps. Law: UU 27/2022 art. 8, 15, 43; UU 43/2009 art. 51.
    """
    may_grant(privacy)
    check_text("order", command.order, ORDER, required=False)
    order = command.order.strip()
    if not order:
        refuse_held(holds)
    return e.Granted(_reply(privacy, command, context, text), order)


def may_finish(privacy: Privacy) -> None:
    """Refuse to finish what is finished, what nobody proved to be theirs, or an erasure not granted."""
    check_open(privacy)
    check_proved(privacy)
    if privacy.kind is PrivacyKind.ERASE and not privacy.granted:
        raise no.GrantFirstError


def finish(
    privacy: Privacy,
    command: c.AnswerDone,
    context: Context,
    *,
    text: Sealed | None = None,
    erased: bool = False,
) -> e.Done:
    """Record that it was done and told; of an erasure, that the key is destroyed.

    ``erased``: the person's key is gone. Law: UU 27/2022 art. 30, 32, 41, 43.
    """
    may_finish(privacy)
    if privacy.kind is PrivacyKind.CORRECT and command.identity is None:
        raise no.CorrectionNeededError
    if privacy.kind is not PrivacyKind.CORRECT and command.identity is not None:
        raise no.NotACorrectionError
    if command.identity:
        check_identity(command.identity)
    if privacy.kind is not PrivacyKind.ERASE:
        return e.Done(_reply(privacy, command, context, text))
    if not erased:
        raise no.NotErasedError
    return e.Done()


def may_refuse(privacy: Privacy) -> None:
    """Refuse to turn down what is finished. A grant that nobody carried out can still be refused."""
    check_open(privacy)


def refuse(
    privacy: Privacy,
    command: c.RefusePrivacy,
    context: Context,
    *,
    text: Sealed | None = None,
    erased: bool = False,
) -> e.Refused:
    """Refuse in writing, with the ground and until when it holds. Law: UU 27/2022 art. 15.

    ``erased``: the person's key is gone. Until it is, a granted erasure may be refused after all, as when a
    case of that person opened in between; the letter names the grant and says why it is not carried out.
    """
    may_refuse(privacy)
    if privacy.granted and erased:
        raise no.AlreadyErasedError
    if command.ground is Ground.UNPROVED and privacy.proof:
        raise no.AlreadyProvedError
    if command.ground is not Ground.UNPROVED:
        check_proved(privacy)
    excepted = command.ground in EXCEPTIONS
    if excepted and privacy.kind not in EXCEPTABLE:
        raise no.NotExceptedError("ground")
    if excepted:
        if command.until is None or command.until <= context.as_of:
            raise no.UntilNeededError("until")
        check_near("until", command.until, context)
    elif command.until is not None:
        raise no.NoUntilError("until")
    return e.Refused(command.ground, _reply(privacy, command, context, text), command.until)


def may_withdraw(privacy: Privacy) -> None:
    """Refuse to take back what is finished or granted."""
    check_open(privacy)
    if privacy.granted:
        raise no.PrivacyClosedError(number=privacy.number)


def withdraw(privacy: Privacy, context: Context) -> e.Withdrawn:
    """Record that who applied takes it back."""
    may_withdraw(privacy)
    return e.Withdrawn(context.now, context.as_of)


def check_open(privacy: Privacy) -> None:
    """Refuse every step on what is finished."""
    if privacy.closed:
        raise no.PrivacyClosedError(number=privacy.number)


def check_proved(privacy: Privacy) -> None:
    """Refuse to answer somebody who did not prove who they are."""
    if privacy.proof is None:
        raise no.IdentityUnprovedError


def _reply(privacy: Privacy, command: c.Answer, context: Context, text: Sealed | None) -> e.Reply:
    check_text("number", command.number, LETTER_NUMBER)
    check_text("text", command.text, TEXT)
    told_at = command.told_at or context.now
    check_instant("told_at", told_at, context)
    if told_at < privacy.received_at:
        raise no.ToldBeforeAskedError("told_at")
    told_on = context.body.local_date(told_at)
    signed_on = command.signed_on or context.as_of
    check_happened("signed_on", signed_on, context)
    check_order("signed_on", signed_on, privacy.received_on, RECEIVED)
    check_order("told_at", told_on, signed_on, SIGNED)
    return e.Reply(command.number, signed_on, told_at, told_on, text)
