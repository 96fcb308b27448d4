"""Checking a password at the door: limits first, then one hash, then the same words for every failure (F52)."""

from __future__ import annotations

from enum import Enum

from web.access import in_office
from web.account.accounts import Account, tidy
from web.account.entry import note
from web.account.gate import PASSWORDS
from web.account.passwords import BusyError
from web.account.records import RecordKind
from web.services import services


class Refusal(Enum):
    """Why somebody is not let in."""

    TOO_OFTEN = "too often"
    BUSY = "busy"
    WRONG = "wrong"
    DISMISSED = "dismissed"


def check(username: str, password: str) -> Account | Refusal:
    """The account of that name and password, or why not."""
    name, doors = tidy(username), services().doors
    if PASSWORDS.is_shut(name):
        note(RecordKind.LOCKED, doors.accounts.named(name))
        return Refusal.TOO_OFTEN
    try:
        account = doors.accounts.sign_in(name, password)
    except BusyError:
        return Refusal.BUSY
    if account is None:
        PASSWORDS.note_failure(name)
        note(RecordKind.FAILED, doors.accounts.named(name))
        return Refusal.WRONG
    if in_office(account, "") is None:
        note(RecordKind.FAILED, account, "dismissed")
        return Refusal.DISMISSED
    return account
