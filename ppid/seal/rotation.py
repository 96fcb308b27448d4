"""Changing the key of the log: the new one is announced under the old, both sign for a day, the old one goes.

The signer makes and destroys keys; here the log says which of them count.
"""

from __future__ import annotations

import json
from datetime import datetime

from ppid.seal.daily import DailySeal
from ppid.seal.leaf import Keys, kind_of
from ppid.seal.ledger import Ledger
from ppid.seal.note import Note, Verifier
from ppid.seal.signing import Signing


class RotationError(Exception):
    """The keys cannot be changed like this. Nothing was recorded; the sentence says why."""


def keys_of(ledger: Ledger) -> list[str]:
    """The keys that the log itself names, without those it has retired."""
    keys: list[str] = []
    for _, line in ledger.entries():
        told = json.loads(line)
        match kind_of(line):
            case "genesis":
                keys += told["keys"]
            case "keys":
                keys = [key for key in keys if key not in told["retire"]] + told["add"]
            case _:
                pass
    return keys


def add(ledger: Ledger, signing: Signing, at: datetime) -> list[str]:
    """Announce the keys that the signer has and the log does not name yet; return them."""
    known = keys_of(ledger)
    held = signing.vkeys()
    if not set(known) & set(held):
        raise RotationError(
            "The signer has none of the keys that the log names: is it the signer of this log?"
        )
    fresh = [key for key in held if key not in known]
    if not fresh:
        raise RotationError("The log names every key of the signer. Make a new one: ppid signer keys new")
    ledger.add(Keys(add=tuple(fresh)), at)
    return fresh


def retire(daily: DailySeal, vkey: str, at: datetime) -> None:
    """Announce that a key counts no more. A seal of the day must have been signed by another one."""
    known = keys_of(daily.ledger)
    if vkey not in known:
        raise RotationError("The log names no such key, or retired it already. See: ppid log status")
    rest = [Verifier.of(key) for key in known if key != vkey]
    seal = daily.newest()
    if seal is None or not any(Note.of(seal.text).by(key) for key in rest):
        raise RotationError(
            "No seal of the day is signed by another key yet. Announce the new one (ppid log keys add), wait "
            "for the next seal, and give the new key to everybody who has a policy."
        )
    daily.ledger.add(Keys(retire=(vkey,)), at)
