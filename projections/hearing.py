"""What a hearing file holds: everything of a case in its order, each piece with its day and its source.

The request comes first, then the exemptions it was refused on, the objection, and the dispute; within
each, the days in order. Pure: recorded facts go in, pieces come out; setting them as pages is not done here.
Regulations §6.2, §6.5; UU 14/2008 art. 43(2)-(4): what is exempt goes sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from ppid.body import Body
from ppid.deadlines import Text
from ppid.dispute.case import Dispute
from ppid.dispute.events import Evidence, EvidenceSent
from ppid.dispute.vocabulary import EvidenceKind
from ppid.events import Event, Recorded, Stream
from ppid.exemption.events import Approved
from ppid.objection.state import Objection
from ppid.request.events import Document
from ppid.request.state import Request
from ppid.request.vocabulary import DocumentKind
from projections.telling import TELLERS
from projections.words_dispute import EVIDENCE


class Part(StrEnum):
    """The parts of a hearing file, in their order."""

    REQUEST = "request"
    EXEMPTION = "exemption"
    OBJECTION = "objection"
    DISPUTE = "dispute"


class Kind(StrEnum):
    """What a piece is: a fact of the log, a letter of the body, an attached file, or one kept elsewhere."""

    FACT = "fact"
    LETTER = "letter"
    DOCUMENT = "document"
    #: Listed by its title: the paper itself is not in the system.
    ELSEWHERE = "elsewhere"


class Letter(NamedTuple):
    """A letter of the body that exists: whose, its place in the address, its title, its day.

    ``sealed``: it tells what is exempt, such as the sheet of a test.
    """

    stream: Stream
    slug: str
    title: Text
    on: date
    sealed: bool = False


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """One piece of a hearing file.

    ``stream`` and ``version`` are the fact it comes from (0 for a letter, which ``slug`` names), ``sha256``
    and ``person`` the stored file and whose key opens it. ``sealed`` is for the panel alone, ``identity``
    shows who somebody is. ``page`` is the first page once the file is set.
    """

    number: int
    part: Part
    kind: Kind
    title: Text
    on: date
    stream: Stream
    version: int = 0
    slug: str = ""
    sha256: str = ""
    person: Stream = ""
    media_type: str = ""
    label: str = ""
    sealed: bool = False
    identity: bool = False
    page: int | None = None


PARTS: dict[Part, Text] = {
    Part.REQUEST: Text("Permohonan informasi", "The request"),
    Part.EXEMPTION: Text("Pengujian konsekuensi dan pengecualian", "Consequence tests and exemptions"),
    Part.OBJECTION: Text("Keberatan", "The objection"),
    Part.DISPUTE: Text("Sengketa", "The dispute"),
}
DOCUMENTS: dict[DocumentKind, Text] = {
    DocumentKind.IDENTITY: Text("Salinan identitas", "Copy of an identity document"),
    DocumentKind.RESIDENCE: Text("Surat keterangan domisili", "Residence certificate"),
    DocumentKind.DEED: Text("Akta badan hukum", "Deed of the legal entity"),
    DocumentKind.MANDATE: Text("Surat kuasa", "Power of attorney"),
    DocumentKind.MANDATORS_IDENTITY: Text("Salinan identitas pemberi kuasa", "Identity of those represented"),
    DocumentKind.OTHER: Text("Lampiran", "Attachment"),
}
DELEGATION = Text("Surat pelimpahan wewenang", "Delegation of authority")
IDENTITY = frozenset({DocumentKind.IDENTITY, DocumentKind.RESIDENCE, DocumentKind.MANDATORS_IDENTITY})
#: Within one day: what happened, then the letter it issued, then what was attached.
ORDER = (Kind.FACT, Kind.LETTER, Kind.DOCUMENT, Kind.ELSEWHERE)


def exemptions_named(
    request: Request | None, objections: Iterable[Objection], dispute: Dispute
) -> tuple[Stream, ...]:
    """The exemptions that a case rests on or opens, each once, in the order they were named."""
    named: list[Stream] = []
    if request and request.notice:
        named += [ref.exemption for ref in request.notice.exemptions]
        named += [each.exemption.exemption for each in request.notice.blackouts if each.exemption]
    for objection in objections:
        if objection.answer:
            named += [ref.exemption for ref in (*objection.answer.exemptions, *objection.answer.opened)]
    named += [piece.exemption for sent in dispute.evidence for piece in sent.evidence if piece.exemption]
    decisions = (dispute.ruling, dispute.appeal_ruling, dispute.cassation_ruling)
    named += [ref.exemption for decision in decisions if decision for ref in decision.opened]
    return tuple(dict.fromkeys(named))


def hearing_file(
    *,
    body: Body,
    dispute: Sequence[Recorded],
    request: Sequence[Recorded] = (),
    exemptions: Sequence[Sequence[Recorded]] = (),
    objections: Sequence[Sequence[Recorded]] = (),
    letters: Iterable[Letter] = (),
) -> tuple[Piece, ...]:
    """Every piece of a case in its order, numbered from 1.

    Each argument is the whole stream as it was loaded, and ``letters`` are those that these streams issued.
    """
    known = tuple(letters)
    pieces: list[Piece] = []
    streams = (
        (Part.REQUEST, (request,)),
        (Part.EXEMPTION, exemptions),
        (Part.OBJECTION, objections),
        (Part.DISPUTE, (dispute,)),
    )
    for part, several in streams:
        for recorded in several:
            pieces += _in_order(part, body, recorded, known)
    return tuple(replace(piece, number=n) for n, piece in enumerate(pieces, start=1))


def _in_order(part: Part, body: Body, recorded: Sequence[Recorded], letters: Sequence[Letter]) -> list[Piece]:
    if not recorded:
        return []
    stream = recorded[0].envelope.stream
    pieces = [piece for fact in recorded for piece in _of(part, body, fact)]
    pieces += [
        Piece(0, part, Kind.LETTER, each.title, each.on, stream, slug=each.slug, sealed=each.sealed)
        for each in letters
        if each.stream == stream
    ]
    return sorted(pieces, key=lambda piece: (piece.on, ORDER.index(piece.kind), piece.version))


def _of(part: Part, body: Body, fact: Recorded) -> Iterator[Piece]:
    """The pieces of one fact: itself, and what is attached to it."""
    envelope = fact.envelope
    teller = TELLERS.get(type(envelope.event))
    if teller is None:
        return
    on = teller.happened_on(envelope.event) or body.local_date(envelope.recorded_at)
    base = Piece(
        0, part, Kind.FACT, teller.sentence(envelope.event), on, envelope.stream, version=envelope.version
    )
    yield base
    for document in _attached(envelope.event):
        yield _document(base, document, DOCUMENTS[document.kind])
    if isinstance(envelope.event, EvidenceSent):
        yield from (_evidence(base, piece) for piece in envelope.event.evidence)
    if isinstance(envelope.event, Approved) and envelope.event.delegation:
        delegation = envelope.event.delegation
        yield replace(base, kind=Kind.DOCUMENT, title=DELEGATION, sha256=delegation.sha256)


def _attached(event: Event) -> tuple[Document, ...]:
    documents: tuple[Document, ...] = getattr(event, "documents", ())
    return documents


def _document(base: Piece, document: Document, title: Text) -> Piece:
    return replace(
        base,
        kind=Kind.DOCUMENT,
        title=title,
        sha256=document.sha256,
        person=document.person,
        media_type=document.media_type,
        label=document.label,
        identity=document.kind in IDENTITY,
    )


def _evidence(base: Piece, evidence: Evidence) -> Piece:
    """A piece of evidence: its file, or its title where the paper was handed over. Exempt stays sealed."""
    title = EVIDENCE[evidence.kind]
    sealed = evidence.sealed or evidence.kind is EvidenceKind.EXEMPT_DOCUMENT
    if evidence.document:
        piece = _document(base, evidence.document, title)
        return replace(piece, sealed=sealed, label=evidence.title)
    return replace(base, kind=Kind.ELSEWHERE, title=title, sealed=sealed, label=evidence.title)
