"""Fields that no form of the desk has: somebody tries to say who acts, in which role, for which body (F55).

They are never read: who acts comes from the sign-in. That somebody tried is an access record, which the
officer, the body and the auditor can see.
"""

from __future__ import annotations

from flask import request

from web.access import SignedIn, signed_in
from web.account.records import RecordKind
from web.services import services

#: Names that would be believed if anything believed a form. One page asks for a role by that name.
NAMES = frozenset({"actor", "actor_id", "recorded_by", "body", "role"})
ASKED_FOR = {"office.choose_role": frozenset({"role"})}


def watch() -> None:
    """Note a form that says who sends it. Runs before every page of the desk."""
    if request.method != "POST":
        return
    forged = (NAMES - ASKED_FOR.get(request.endpoint or "", frozenset())) & set(request.form)
    person = signed_in() if forged else None
    if person is not None:
        note_forged(person, ", ".join(sorted(forged)))


def note_forged(person: SignedIn, what: str) -> None:
    """Write an access record of somebody who asked for more than they hold: ``what`` are fields or a role."""
    services().records.note(
        RecordKind.FORGED, officer=person.account.officer, body=person.account.body, detail=what
    )
