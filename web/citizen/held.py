"""What is held about a person, gathered once: their page, the file for machines and the paper say the same.

Law: UU 27/2022 art. 5, 7, 20(2), 31-32; regulations §10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import msgspec

from ppid.body import Body
from ppid.deadlines import Text
from ppid.events import Role, Stream
from ppid.holding import Hold
from ppid.openings import What
from ppid.person import Corrected, Identity, Known
from ppid.privacy.desk import PrivacyRequest
from ppid.request.events import Document
from ppid.retention import Rule
from projections.openings import Opening
from projections.parties import Part
from projections.progress import subject_of
from web.citizen import proving
from web.citizen.proving import Mine, Person
from web.citizen.words import document_words
from web.office.words import ROLES
from web.services import services

#: Under which of the six bases of article 20(2) these data are processed, and what each means here.
BASES: tuple[tuple[str, Text], ...] = (
    (
        "UU 27/2022 Pasal 20 ayat (2) huruf c",
        Text(
            "Kewajiban hukum: UU 14/2008 dan Perki 1/2021 mewajibkan badan publik mencatat siapa yang meminta"
            " informasi, dan menjawabnya.",
            "Legal obligation: Law 14/2008 and Regulation 1/2021 oblige a public body to record who asks for"
            " information, and to answer.",
        ),
    ),
    (
        "UU 27/2022 Pasal 20 ayat (2) huruf e",
        Text(
            "Tugas pelayanan publik: menyerahkan informasi dengan cara yang Anda pilih, dan menangani"
            " keberatan Anda.",
            "Public service: handing the information over in the way you chose, and handling your objection.",
        ),
    ),
)
#: Who reads these data. Nobody else, and nothing is sold or handed on.
READERS: tuple[Text, ...] = (
    Text(
        "Petugas layanan, PPID, dan Atasan PPID badan publik ini, untuk melayani permohonan Anda. Unit yang"
        " ditanya hanya membaca apa yang Anda minta, bukan siapa Anda.",
        "The service desk, the PPID and the PPID's superior of this public body, to serve your request. A"
        " unit that is asked reads what you want, not who you are.",
    ),
    Text(
        "Komisi Informasi dan pengadilan, bila Anda membawa perkara ini ke sana.",
        "The Information Commission and the courts, if you take the case there.",
    ),
    Text(
        "Auditor yang memeriksa badan publik ini. Setiap pembukaan data dicatat.",
        "Auditors of this public body. Each opening of the data is recorded.",
    ),
)
WAYS: Mapping[What, Text] = {
    What.LIST: Text("dalam daftar", "in a list"),
    What.CASE: Text("pada halaman perkara", "on the page of a case"),
    What.IDENTITY: Text("identitas lengkap", "the whole identity"),
    What.PAPER: Text("dalam surat", "in a letter"),
    What.FILE: Text("berkas yang Anda lampirkan", "a file you attached"),
    What.EXPORT: Text("dalam ekspor register", "in an export of the register"),
}


class HeldCase(msgspec.Struct, frozen=True):
    """A case the person has a part in."""

    kind: str
    number: str
    about: str
    body: str
    filed_on: date
    closed: bool
    as_representative: bool


class HeldDocument(msgspec.Struct, frozen=True):
    """A file of the person: never its content, which stands on the page of its case."""

    case: str
    kind: str
    media_type: str
    size_bytes: int
    label: str = ""


class Change(msgspec.Struct, frozen=True):
    """When the data came, or were corrected and why. An earlier version is not shown again."""

    at: datetime
    reason: str = ""


class Seen(msgspec.Struct, frozen=True):
    """Somebody opened the data: in which role and for which body. An officer's name is the body's to tell."""

    at: datetime
    role: Role
    body: str
    what: What
    case: str = ""


class Held(msgspec.Struct, frozen=True):
    """Everything that is held about a person."""

    person: Person
    body: Body
    at: datetime
    changes: tuple[Change, ...]
    cases: tuple[HeldCase, ...]
    documents: tuple[HeldDocument, ...]
    holds: tuple[Hold, ...]
    retention: tuple[Rule, ...]
    seen: tuple[Seen, ...]
    asked: tuple[PrivacyRequest, ...]

    @property
    def identity(self) -> Identity:
        """Who the person is."""
        return self.person.identity

    @property
    def zone(self) -> str:
        """Where the clocks of the body stand."""
        return self.body.zone


def gather(person: Person) -> Held:
    """Gather what is held about a person who was proved."""
    parts = services()
    mine = proving.cases_of(person)
    numbers = {each.stream: each.number for each in mine}
    body = keeper_of(person.stream)
    return Held(
        person=person,
        body=body,
        at=parts.now(),
        changes=tuple(_changes(person.stream)),
        cases=tuple(map(_case, mine)),
        documents=tuple(document for each in mine for document in _documents(each, person.stream)),
        holds=tuple(parts.people.erasing.holds(person.stream)),
        retention=tuple(parts.people.erasing.schedule(body.stream).values()),
        seen=tuple(_seen(opening, numbers) for opening in parts.openings.of(person.stream)),
        asked=tuple(parts.privacy.of(person.stream)),
    )


def keeper_of(person: Stream) -> Body:
    """The body that recorded the person, and so keeps their data. Raises ``UnknownBodyError`` where none did.

    It stays when the last case of theirs is closed to them, as to a representative whose power is over.
    """
    known = (r.envelope.body for r in services().log.load(person) if isinstance(r.envelope.event, Known))
    return services().directory.body(next(known, ""))


def _changes(person: Stream) -> Iterator[Change]:
    for recorded in services().log.load(person):
        match recorded.envelope.event:
            case Known():
                yield Change(recorded.envelope.recorded_at)
            case Corrected(reason=reason):
                yield Change(recorded.envelope.recorded_at, reason)
            case _:
                pass


def _case(mine: Mine) -> HeldCase:
    request, objection = mine.request, mine.objection
    if request:
        kind, about, on, closed = "request", request.wish.information, request.received_on, request.closed
    else:
        assert objection is not None  # noqa: S101  (a case is one of the two)
        kind, on, closed = "objection", objection.received_on, objection.closed
        about = objection.information or objection.case
    return HeldCase(
        kind=kind,
        number=mine.number,
        about=subject_of(about),
        body=mine.body.name,
        filed_on=on,
        closed=closed,
        as_representative=mine.part is Part.REPRESENTATIVE,
    )


def _documents(mine: Mine, person: Stream) -> Iterator[HeldDocument]:
    found = mine.request or mine.objection
    held: tuple[Document, ...] = found.documents if found else ()
    for document in held:
        if document.person == person:
            yield HeldDocument(
                case=mine.number,
                kind=document_words(document.kind),
                media_type=document.media_type,
                size_bytes=document.size_bytes,
                label=document.label,
            )


def _seen(opening: Opening, numbers: Mapping[Stream, str]) -> Seen:
    bodies = {body.stream: body.name for body in services().directory.bodies()}
    return Seen(
        at=opening.at,
        role=opening.role,
        body=bodies.get(opening.body, ""),
        what=opening.what,
        case=numbers.get(opening.case, ""),
    )


def role_words(role: Role) -> Text:
    """What a role is called."""
    return ROLES[role]
