"""A body, its officers and people as they were when a fact was recorded: what every letter is set from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ppid import body as bodies
from ppid.appointing.events import OfficerAppointed
from ppid.body import Body
from ppid.errors import RuleError
from ppid.events import Recorded, Role, Stream
from ppid.person import Identity, current_identity
from web.letters import Office, Person, Signature, kinds
from web.letters.wording import Tongue
from web.services import services

ERASED: dict[kinds.Language, str] = {"id": "[dihapus]", "en": "[erased]"}
PPID_POSITION = "Pejabat Pengelola Informasi dan Dokumentasi"


class NoSuchLetterError(RuleError):
    """The case has no such letter now."""

    code = "no-such-letter"
    status = 404
    id = "Surat ini tidak ada pada perkara ini."
    en = "This case has no such letter."


@dataclass(frozen=True, slots=True)
class Then:
    """A body up to ``position`` of the log, on the ``day`` it was recorded, with the body above it."""

    body: Body
    parent: str
    position: int
    day: date
    appointed: tuple[OfficerAppointed, ...]

    def office(self) -> Office:
        """The letterhead."""
        contact = self.body.contact
        ways = (contact.phone, contact.email, contact.website)
        return Office(
            body=self.parent,
            name=f"PPID {self.body.name}",
            address=contact.address,
            contact=" · ".join(way for way in ways if way),
            place=contact.city or self.body.name,
        )

    def signature(self, officer: Stream, position: str = "") -> Signature:
        """Who signs: an officer by key, in ``position`` or the one held then; nameless where unknown."""
        held = [each for each in self.appointed if each.officer == officer]
        if not held:
            return Signature(position=position or PPID_POSITION, name="")
        known = services().vault.open(held[-1].name)
        said = position or held[-1].position or PPID_POSITION
        return Signature(position=said, name=known.name if known else ERASED["id"])

    def identity(self, person: Stream) -> Identity | None:
        """Who a person was said to be; None when unknown or erased since."""
        if not person:
            return None
        events = [r.envelope.event for r in services().log.load(person) if r.position <= self.position]
        return services().vault.open(current_identity(events))

    def person(self, stream: Stream, language: kinds.Language) -> Person:
        """A person as a letter addresses them; who was erased since prints as erased."""
        return addressed(self.identity(stream), language)

    def unit(self, code: str) -> str:
        """What a unit is called; its code where the body never had it."""
        return next((unit.name for unit in self.body.units if unit.code == code), code)

    @property
    def superior(self) -> str:
        """The position to which an objection goes; letters have a word of their own where nobody holds it."""
        held = (officer.term(self.day) for officer in self.body.officers)
        found = (term.position for term in held if term and Role.SUPERIOR in term.roles and term.position)
        return next(found, "")

    def on(self, fact: Recorded) -> date:
        """The body's own day on which a fact was recorded."""
        return self.body.local_date(fact.envelope.recorded_at)


def then(body: Stream, position: int | None = None) -> Then:
    """Fold a body up to a position of the log, or to its newest fact. Raises ``UnknownBodyError``."""
    recorded = services().log.load(body)
    upto = [r for r in recorded if position is None or r.position <= position]
    events = [r.envelope.event for r in upto]
    found = bodies.fold(body, events)
    if found is None:
        raise bodies.UnknownBodyError(body=body)
    parent = services().directory.body(found.parent).name if found.parent else ""
    appointed = tuple(event for event in events if isinstance(event, OfficerAppointed))
    at = services().log.position() if position is None else position
    fact = services().log.read(at - 1, 1) if position is not None else []
    day = found.local_date(fact[0].envelope.recorded_at if fact else services().now())
    return Then(found, parent, at, day, appointed)


def addressed(who: Identity | None, language: kinds.Language) -> Person:
    """A person as a letter addresses them."""
    if who is None:
        return Person(name=ERASED[language], address=ERASED[language], contact=ERASED[language])
    return Person(
        name=who.name, address=who.address, contact=" / ".join(filter(None, (who.phone, who.email)))
    )


def dated(number: str, on: date | None, t: Tongue) -> str:
    """A letter by its number and day: ``Nomor SK-1 tanggal 4 Mei 2026``."""
    day = t(f"tanggal {t.day(on)}", f"of {t.day(on)}") if on else ""
    return " ".join(filter(None, (t(f"Nomor {number}", f"Number {number}"), day)))
