"""Checking who is at the door: limits first, then one hash, then the same words for every failure (F52)."""

from __future__ import annotations

from enum import Enum

import msgspec

from web.access import in_office
from web.account.accounts import Account, tidy
from web.account.entry import note
from web.account.gate import PASSWORDS, SECOND_STEPS
from web.account.passwords import BusyError
from web.account.records import RecordKind
from web.account.sessions import Proof
from web.services import services

TOTP_DIGITS = 6


class Why(Enum):
    """Why somebody is not let in."""

    TOO_OFTEN = "too often"
    BUSY = "busy"
    WRONG = "wrong"
    DISMISSED = "dismissed"


class Refusal(msgspec.Struct, frozen=True):
    """A try that led nowhere; ``wait_s`` is when to come again, where that is known."""

    why: Why
    wait_s: int = 0


def check_password(username: str, password: str) -> Account | Refusal:
    """The account of that name and password, or why not."""
    try:
        with services().doors.accounts.room():
            return _checked(tidy(username), password)
    except BusyError:
        return Refusal(Why.BUSY)


def _checked(name: str, password: str) -> Account | Refusal:
    doors = services().doors
    turn = PASSWORDS.take(name)
    if turn.wait_s:
        note(RecordKind.LOCKED, doors.accounts.named(name))
        return Refusal(Why.TOO_OFTEN, turn.wait_s)
    account = doors.accounts.sign_in(name, password)
    if account is None:
        turn.failed()
        note(RecordKind.FAILED, doors.accounts.named(name))
        return Refusal(Why.WRONG)
    turn.give_back()
    if in_office(account, "") is None:
        note(RecordKind.FAILED, account, "dismissed")
        return Refusal(Why.DISMISSED)
    return account


def check_code(account: Account, code: str) -> Proof | Refusal:
    """What a code of the application or of the paper proves; it is used up with this."""
    turn = SECOND_STEPS.take(account.username)
    if turn.wait_s:
        note(RecordKind.LOCKED, account, "second-factor")
        return Refusal(Why.TOO_OFTEN, turn.wait_s)
    proof = _proof_of(account, "".join(code.split()))
    if proof is None:
        turn.failed()
        note(RecordKind.SECOND_FACTOR_FAILED, account)
        return Refusal(Why.WRONG)
    turn.give_back()
    return proof


def _proof_of(account: Account, typed: str) -> Proof | None:
    doors = services().doors
    if len(typed) == TOTP_DIGITS and typed.isascii() and typed.isdigit():
        return Proof.TOTP if doors.totp.accept(account.officer, typed) else None
    if not doors.recovery.use(account.officer, typed):
        return None
    note(RecordKind.RECOVERY_USED, account, str(doors.recovery.left(account.officer)))
    return Proof.RECOVERY
