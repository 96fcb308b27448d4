"""The public body (*badan publik*), its units, its officers, and how it counts days.

Law: UU 14/2008 art. 13; Perki 1/2021 art. 6-12 (roles); Perpres 21/2023 and Kapolri rules (hours).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from ppid.appointing import state as appointing
from ppid.appointing.events import AppointingEvent
from ppid.appointing.state import Appointed, Grant, Officer, Term
from ppid.commands import EstablishBody
from ppid.errors import FieldError, RuleError
from ppid.events import CountingRules, Event, Role, Stream

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,29}")
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


class Hours(msgspec.Struct, frozen=True):
    """When the desk is open, local time. Alerts fall due at closing, the law at 23:59:59 (U9)."""

    opens: time = time(8)
    closes: time = time(15)


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the public reaches the desk; printed on every letter."""

    address: str = ""
    phone: str = ""
    email: str = ""
    whatsapp: str = ""
    website: str = ""
    city: str = ""


class Established(Event, frozen=True):
    """A public body uses this system. ``code`` is its short name in numbers and commands."""

    code: str
    name: str
    established_on: date
    zone: str = "Asia/Jakarta"
    parent: Stream = ""
    contact: Contact = Contact()
    hours: Hours = Hours()


class Described(Event, frozen=True):
    """The body's name, contact or hours changed."""

    name: str
    contact: Contact
    hours: Hours


class CountingSet(Event, frozen=True):
    """How this body counts days where the law leaves it open (regulations §14: U1, U6, U7, U8)."""

    rules: CountingRules


class ExemptionChain(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whose signatures a consequence test needs besides the PPID's: the superior's, and the head's (U17)."""

    superior: bool = True
    head: bool = True


class ExemptionChainSet(Event, frozen=True):
    """Who approves an exemption in this body (regulations §14: U17)."""

    chain: ExemptionChain


class UnitAdded(Event, frozen=True):
    """A work unit that holds information and answers the PPID (*PPID Pelaksana*)."""

    code: str
    name: str


class Listed(Event, frozen=True):
    """A body joined the list of bodies of this installation."""

    body: Stream


BodyEvent = Established | Described | CountingSet | ExemptionChainSet | UnitAdded | AppointingEvent


class BodyExistsError(RuleError):
    """A code names one body for ever."""

    code = "body-exists"
    id = "Badan publik dengan kode {body} sudah ada."
    en = "A public body with the code {body} exists already."


class UnknownBodyError(RuleError):
    """No such body."""

    code = "unknown-body"
    status = 404
    id = "Badan publik {body} tidak dikenal. Periksa kodenya."
    en = "The public body {body} is not known. Check its code."


class BodyCodeError(FieldError):
    """The code stands in every registration number."""

    code = "body-code"
    id = "Kode {body} tidak dapat dipakai. Gunakan 2-30 huruf besar, angka, titik atau tanda hubung."
    en = "The code {body} cannot be used. Use 2 to 30 capital letters, digits, dots or hyphens."


class BodyNameError(FieldError):
    """A body has a name."""

    code = "body-name"
    id = "Nama badan publik wajib diisi."
    en = "The name of the public body is required."


class ZoneError(FieldError):
    """The body's local day decides its deadlines."""

    code = "zone-unknown"
    id = "Zona waktu {zone} bukan WIB, WITA atau WIT."
    en = "The time zone {zone} is not WIB, WITA or WIT."


class UnitExistsError(RuleError):
    """A unit's code is used once."""

    code = "unit-exists"
    id = "Unit {unit} sudah ada."
    en = "The unit {unit} exists already."


class UnknownUnitError(RuleError):
    """No such unit in this body."""

    code = "unknown-unit"
    id = "Unit {unit} tidak dikenal di badan publik ini."
    en = "The unit {unit} is not known in this body."


class UnknownOfficerError(RuleError):
    """No such officer in this body."""

    code = "unknown-officer"
    id = "Petugas ini tidak sedang ditunjuk di badan publik ini."
    en = "This officer holds no appointment in this body."


class EmptyChainError(FieldError):
    """Somebody besides the PPID approves: the superior, the head, or both (U17)."""

    code = "empty-chain"
    id = "Pengecualian disetujui sekurang-kurangnya oleh Atasan PPID atau pimpinan badan publik."
    en = "An exemption is approved at least by the superior or by the head of the body."


class Unit(msgspec.Struct, frozen=True):
    """A work unit of the body."""

    code: str
    name: str


class Body(msgspec.Struct, frozen=True):
    """A public body as it stands."""

    stream: Stream
    code: str
    name: str
    established_on: date
    zone: str
    parent: Stream
    contact: Contact
    hours: Hours
    rules: CountingRules = CountingRules()
    units: tuple[Unit, ...] = ()
    appointed: Appointed = Appointed()
    exemption_chain: ExemptionChain = ExemptionChain()

    def local_date(self, at: datetime) -> date:
        """The date of an instant in the body's own time zone (E09)."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def unit(self, code: str) -> Unit:
        """The unit of that code. Raises ``UnknownUnitError``."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise UnknownUnitError(unit=code)

    @property
    def officers(self) -> tuple[Officer, ...]:
        """Everybody who was appointed and not dismissed, whether a term of theirs runs today or not."""
        return self.appointed.officers

    def officer(self, officer: str) -> Officer:
        """The officer of that id. Raises ``UnknownOfficerError``."""
        found = self.appointed.officer(officer)
        if found is None:
            raise UnknownOfficerError
        return found

    def term_of(self, officer: str, on: date) -> Term:
        """What an officer holds on a day. Raises ``UnknownOfficerError`` where no term runs on it."""
        term = self.officer(officer).term(on)
        if term is None:
            raise UnknownOfficerError
        return term

    def grants_of(self, officer: str, on: date) -> tuple[Grant, ...]:
        """What an officer may work in on a day: own roles first, then those delegated; empty for none."""
        return self.appointed.grants(officer, on)

    def roles_of(self, officer: str, on: date) -> tuple[Role, ...]:
        """The roles an officer may work in on a day, by appointment and by delegation."""
        return tuple(grant.role for grant in self.grants_of(officer, on))


def evolve(body: Body | None, stream: Stream, event: Event) -> Body | None:  # noqa: PLR0911  (one line per event)
    """Fold one event of a body."""
    match event:
        case Established():
            return Body(
                stream,
                event.code,
                event.name,
                event.established_on,
                event.zone,
                event.parent,
                event.contact,
                event.hours,
            )
        case Described() if body:
            return msgspec.structs.replace(body, name=event.name, contact=event.contact, hours=event.hours)
        case CountingSet() if body:
            return msgspec.structs.replace(body, rules=event.rules)
        case ExemptionChainSet() if body:
            return msgspec.structs.replace(body, exemption_chain=event.chain)
        case UnitAdded() if body:
            return msgspec.structs.replace(body, units=(*body.units, Unit(event.code, event.name)))
        case _ if body and isinstance(event, AppointingEvent):
            return msgspec.structs.replace(body, appointed=appointing.evolve(body.appointed, event))
        case _:
            return body


def fold(stream: Stream, events: Iterable[Event]) -> Body | None:
    """A body from its events."""
    body: Body | None = None
    for event in events:
        body = evolve(body, stream, event)
    return body


def establish(command: EstablishBody) -> Established:
    """Decide that a body uses this system. Refused without a fit code, a name, or a known zone."""
    if not CODE.fullmatch(command.code):
        raise BodyCodeError("code", body=command.code)
    if not command.name.strip():
        raise BodyNameError("name")
    if command.zone not in ZONES:
        raise ZoneError("zone", zone=command.zone)
    return Established(
        code=command.code,
        name=command.name,
        established_on=command.established_on,
        zone=command.zone,
        parent=command.parent,
        contact=Contact(
            address=command.address,
            phone=command.phone,
            email=command.email,
            whatsapp=command.whatsapp,
            website=command.website,
            city=command.city,
        ),
    )


def add_unit(body: Body, event: UnitAdded) -> UnitAdded:
    """Decide a new unit. Refused when its code is taken."""
    if any(unit.code == event.code for unit in body.units):
        raise UnitExistsError(unit=event.code)
    return event


def set_exemption_chain(chain: ExemptionChain) -> ExemptionChainSet:
    """Decide who approves an exemption; somebody besides the PPID does. Law: regulations §14, U17."""
    if not (chain.superior or chain.head):
        raise EmptyChainError("chain")
    return ExemptionChainSet(chain)
