"""Use cases on people: correct an identity, erase a person. Reading is ``Vault.open_all``.

Law: UU 27/2022 art. 30, 43-44; regulations §10.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from ppid import commands as c
from ppid.acts import DESK, NotYourActError
from ppid.checks import REASON, Label, check_text
from ppid.erasing import Erasing
from ppid.events import Actor, Envelope, Event, Recorded, Role, Stream
from ppid.holding import ORDER, refuse_held
from ppid.log import Log
from ppid.marks import Kind
from ppid.person import Corrected, Erased, Identity, UnknownPersonError, check_readable, current_identity
from ppid.request.intake import check_identity
from ppid.vault import Vault

BASIS = Label("Dasar penghapusan", "The basis of the erasure", "UU 27/2022 Pasal 43-44", 2000)
OWN_CHANGE = "Diubah sendiri oleh yang bersangkutan"
ERASERS = (Role.OPERATOR, Role.BODY_ADMIN)


class Contact(msgspec.Struct, frozen=True):
    """How somebody is reached."""

    address: str = ""
    phone: str = ""
    email: str = ""


class People:
    """Corrects and erases persons. The caller has checked that the actor may know of the person."""

    def __init__(self, log: Log, vault: Vault, now: Callable[[], datetime], erasing: Erasing) -> None:
        self._log = log
        self._vault = vault
        self._now = now
        self.erasing = erasing

    def identity(self, person: Stream) -> Identity | None:
        """Who the person is; None when unknown or erased."""
        return self._vault.open(current_identity([r.envelope.event for r in self._log.load(person)]))

    def correct(self, command: c.CorrectPerson, actor: Actor) -> int:
        """Correct an identity, with the reason. Law: UU 27/2022 art. 30."""
        if actor.role not in DESK:
            raise NotYourActError
        check_identity(command.identity)
        check_text("reason", command.reason, REASON)
        recorded = self._log.load(command.person)
        check_readable([r.envelope.event for r in recorded])
        sealed = self._vault.seal(self._vault.key_of(command.person), command.identity)
        event = Corrected(sealed, command.reason)
        marks = {command.person: self._vault.marks(command.identity)}
        return self._log.append([self._envelope(recorded, event, actor)], marks=marks)

    def change_contact(self, person: Stream, contact: Contact, actor: Actor) -> bool:
        """Change how somebody is reached, as they say it themselves; False when it was so already.

        Nobody has to prove where they live or which telephone is theirs, so it holds at once; a name or a
        number is corrected by an officer, against a document. Law: UU 27/2022 art. 6, 30.
        """
        if actor.role is not Role.CITIZEN:
            raise NotYourActError
        recorded = self._log.load(person)
        check_readable([r.envelope.event for r in recorded])
        known = self._vault.open(current_identity([r.envelope.event for r in recorded]))
        if known is None:
            raise UnknownPersonError
        identity = replace(known, address=contact.address, phone=contact.phone, email=contact.email)
        if identity == known:
            return False
        check_identity(identity)
        event = Corrected(self._vault.seal(self._vault.key_of(person), identity), OWN_CHANGE)
        marks = {person: self._vault.marks(identity)}
        self._log.append([self._envelope(recorded, event, actor)], marks=marks)
        return True

    def find(self, kind: Kind, value: str) -> list[Stream]:
        """Everybody who has this identity number, mail address or telephone, however it is written."""
        return self._log.people_marked(self._vault.blinds(kind, value))

    def erase(self, command: c.ErasePerson, actor: Actor) -> int:
        """Erase a person and everything of theirs, unless something keeps it.

        An order of a court or the commission goes before what keeps it. Raises a refusal of
        ``ppid.holding`` that says which case, and until when. Law: UU 27/2022 art. 15, 43-44; UU 43/2009
        art. 51.
        """
        if actor.role not in ERASERS:
            raise NotYourActError
        check_text("basis", command.basis, BASIS)
        check_text("order", command.order, ORDER, required=False)
        recorded = self._log.load(command.person)
        check_readable([r.envelope.event for r in recorded])
        if not command.order.strip():
            refuse_held(self.erasing.holds(command.person))
        return self.erasing.erase(command.person, Erased(command.basis, command.order), actor)

    def _envelope(self, recorded: list[Recorded], event: Event, actor: Actor) -> Envelope[Event]:
        last = recorded[-1].envelope
        at = self._now().astimezone(UTC)
        return Envelope(last.stream, last.version + 1, event, at, actor.id, actor.role, last.body)
