"""The hearing file of a dispute: one PDF with a contents page, and one ZIP with the pieces by themselves.

Which pieces there are, and in which order, is decided in ``projections.hearing``. What is sealed goes to the
panel alone: here it is opened only for those who decide on exemptions, and named for the others as left out.
Law: UU 14/2008 art. 43(2)-(4); Perki 1/2013 art. 26(4); regulations §6.2, §6.5.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from ppid.dispute.case import Dispute
from ppid.events import Actor, Recorded, Role, Stream
from ppid.exemption.state import EXEMPTION
from ppid.files import StoredFileAlteredError, StoredFileMissingError
from ppid.inspecting import KINDS
from ppid.objection.state import OBJECTION
from ppid.request.state import REQUEST
from ppid.scanning import Verdict
from ppid.vault import ErasedKeyError
from projections.hearing import PARTS, Kind, Letter, Part, Piece, exemptions_named, hearing_file
from web import papers
from web.letters import LetterError, render
from web.letters.dispute_kinds import (
    ContentsLine,
    Divider,
    HearingContents,
    HearingMilestones,
    Milestone,
)
from web.letters.wording import Tongue
from web.papers import binding, exemptions, objections
from web.papers.then import NoSuchLetterError, Then, then
from web.services import services

faults = logging.getLogger("ppid.faults")

#: Who of the body reads a hearing file, and who in it may see what is sealed. An auditor reads it without
#: whatever names the applicant: letters to them, and every file that somebody sent or attached.
READERS = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})
UNSEALING = frozenset({Role.PPID, Role.SUPERIOR, Role.HEAD})
SHEET = "lembar-uji"
ENDINGS = {media_type: kind.endings[0] for media_type, kind in KINDS.items()}

TITLE = "Berkas sidang"
COURSE = "Perjalanan perkara"
PERSONAL = "Dapat memuat identitas pemohon: tidak dimuat dalam berkas untuk auditor."
SEALED = "Tersegel: disampaikan kepada majelis, tidak dimuat dalam berkas ini."
ELSEWHERE = "Diserahkan langsung; tidak tersimpan dalam sistem."
INFECTED = "Pemindai menemukan perangkat lunak berbahaya dalam berkas ini; berkasnya tidak dimuat di sini."
UNREADABLE = "Berkas tersimpan tidak dapat dibuka; lihat catatan aslinya."
NOT_PRINTED = "Berkas ini tersimpan, tetapi tidak dapat dicetak; berkas aslinya ada dalam paket ZIP."


@dataclass(frozen=True, slots=True)
class Opened:
    """A piece and what it is: its bytes as they are kept or set, or why there are none."""

    piece: Piece
    content: bytes | None
    ending: str = "pdf"
    note: str = ""

    @property
    def title(self) -> str:
        """What the contents call it; an office's own words for a file are said beside it."""
        return self.piece.title.id


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute with the streams behind it, as far as the actor may see them."""

    dispute: Dispute
    then: Then
    streams: dict[Stream, list[Recorded]]
    pieces: tuple[Piece, ...]
    unseals: bool
    names_people: bool

    @property
    def last(self) -> Recorded:
        """The newest fact of the dispute itself."""
        return self.streams[self.dispute.stream][-1]


# Gathering ------------------------------------------------------------------------------------------------


def gather(dispute: Dispute, actor: Actor) -> Case:
    """Load everything of a case. Raises ``NoSuchLetterError`` for whoever gets no hearing file."""
    audits = actor.role is Role.AUDITOR and actor.body in {"", dispute.body}
    if not audits and (actor.role not in READERS or actor.body != dispute.body):
        raise NoSuchLetterError
    log = services().log
    wanted = [stream for stream in (dispute.request, dispute.objection, dispute.stream) if stream]
    found = log.load_many(wanted)
    request = REQUEST.fold(r.envelope for r in found.get(dispute.request, ()))
    objection = OBJECTION.fold(r.envelope for r in found.get(dispute.objection, ()))
    named = exemptions_named(request, (objection,) if objection else (), dispute)
    exempt = log.load_many(named)
    stood = then(dispute.body)
    issued: list[Letter] = []
    if request:
        issued += (Letter(request.stream, p.slug, p.title, p.on) for p in papers.letters_of(request))
    if objection:
        issued += (Letter(objection.stream, p.slug, p.title, p.on) for p in objections.letters_of(objection))
    for stream in exempt:
        issued += _exemption_letters(stream, exempt[stream])
    pieces = hearing_file(
        body=stood.body,
        request=found.get(dispute.request, ()),
        exemptions=[exempt[stream] for stream in named if stream in exempt],
        objections=[found[dispute.objection]] if dispute.objection in found else [],
        dispute=found[dispute.stream],
        letters=issued,
    )
    return Case(dispute, stood, {**found, **exempt}, pieces, actor.role in UNSEALING, not audits)


def _exemption_letters(stream: Stream, recorded: Sequence[Recorded]) -> list[Letter]:
    """The sheet of a test tells what the information is about: it goes to the panel sealed."""
    exemption = EXEMPTION.fold(r.envelope for r in recorded)
    if exemption is None:
        return []
    found = exemptions.letters_of(exemption)
    return [Letter(stream, p.slug, p.title, p.on, sealed=p.slug.startswith(SHEET)) for p in found]


def _open(case: Case, piece: Piece) -> Opened:
    """Open a piece, or say why it stays closed."""
    if note := _closed(case, piece):
        return Opened(piece, None, note=note)
    if piece.kind is Kind.LETTER:
        return Opened(piece, _letter(case, piece))
    if services().scans.of(piece.sha256).verdict is Verdict.INFECTED:
        return Opened(piece, None, note=INFECTED)
    try:
        content = services().vault.open_bytes(piece.person, services().files.get(piece.sha256))
    except ErasedKeyError:
        return Opened(piece, None, note=UNREADABLE)
    except (StoredFileMissingError, StoredFileAlteredError, ValueError) as problem:
        faults.critical("stored file %s cannot be read: %s", piece.sha256, type(problem).__name__)
        return Opened(piece, None, note=UNREADABLE)
    return Opened(piece, content, ENDINGS.get(piece.media_type, "bin"))


def _closed(case: Case, piece: Piece) -> str:
    """Why this reader gets no more than the title of a piece; '' where they do."""
    if piece.sealed and not case.unseals:
        return SEALED
    if piece.kind is Kind.ELSEWHERE or (piece.kind is Kind.DOCUMENT and not piece.person):
        return ELSEWHERE
    return "" if case.names_people or piece.part is Part.EXEMPTION else PERSONAL


def _letter(case: Case, piece: Piece) -> bytes:
    recorded = case.streams[piece.stream]
    envelopes = [r.envelope for r in recorded]
    if request := REQUEST.fold(envelopes):
        return papers.pdf(request, piece.slug, language="id")
    if objection := OBJECTION.fold(envelopes):
        return objections.pdf(objection, piece.slug, language="id")
    exemption = EXEMPTION.fold(envelopes)
    if exemption is None:
        raise NoSuchLetterError
    return exemptions.pdf(exemption, piece.slug)


# One PDF --------------------------------------------------------------------------------------------------


def pdf(dispute: Dispute, actor: Actor) -> bytes:
    """Return the hearing file as one PDF: contents, the course of the case, then every paper in order."""
    case = gather(dispute, actor)
    opened = [_open(case, piece) for piece in case.pieces if piece.kind is not Kind.FACT]
    bound = [binding.Bound(COURSE, render(_course(case)))]
    placed: list[Opened] = []
    for each in opened:
        if each.content is not None:
            placed.append(each)
            bound.append(binding.Bound(f"{len(placed) + 1}. {each.title}", _pages(case, each)))

    def contents(starts: Sequence[int]) -> bytes:
        pages = {id(each): start for each, start in zip(placed, starts[1:], strict=True)}
        return render(_contents(case, starts[0], opened, lambda each: pages.get(id(each))))

    title = f"{TITLE} {dispute.number}"
    return binding.bind(title, bound, contents, language="id", bookmark="Daftar isi")


def _contents(
    case: Case, first: int, opened: Sequence[Opened], page_of: Callable[[Opened], int | None]
) -> HearingContents:
    lines = [ContentsLine(number=1, title=COURSE, on=_day(case), page=first)]
    for number, each in enumerate(opened, start=2):
        piece = each.piece
        note = "\n".join(filter(None, (piece.label, each.note)))
        lines.append(
            ContentsLine(
                number=number,
                part=PARTS[piece.part].id,
                title=each.title,
                on=piece.on,
                page=page_of(each),
                note=note,
            )
        )
    return HearingContents(
        language="id",
        office=case.then.office(),
        dated_on=_day(case),
        case_number=case.dispute.number,
        commission=case.dispute.commission.name,
        grounds=tuple(objections.GROUNDS[ground] for ground in case.dispute.grounds),
        pieces=tuple(lines),
    )


def _course(case: Case) -> HearingMilestones:
    """What happened, part by part; of an exemption only that it was decreed, as its sheets are sealed."""
    facts = [p for p in case.pieces if p.kind is Kind.FACT and (case.unseals or p.part is not Part.EXEMPTION)]
    return HearingMilestones(
        language="id",
        office=case.then.office(),
        dated_on=_day(case),
        case_number=case.dispute.number,
        milestones=tuple(Milestone(on=fact.on, text=fact.title.id) for fact in facts),
    )


def _pages(case: Case, each: Opened) -> bytes:
    """A piece as pages: itself, its picture on a page, or a page that says where it is."""
    content = each.content or b""
    if each.ending == "pdf":
        try:
            return content if each.piece.kind is Kind.LETTER else binding.plain_pdf(content)
        except binding.UnreadablePdfError:
            return render(_page(case, each, note=NOT_PRINTED))
    if each.ending in ("png", "jpg"):
        try:
            return render(_page(case, each, image=content))
        except LetterError:
            return render(_page(case, each, note=NOT_PRINTED))
    return render(_page(case, each, note=NOT_PRINTED))


def _page(case: Case, each: Opened, *, note: str = "", image: bytes = b"") -> Divider:
    t = Tongue("id")
    facts = [("Tanggal", t.day(each.piece.on))]
    if each.piece.label:
        facts.append(("Keterangan", each.piece.label))
    return Divider(
        language="id",
        office=case.then.office(),
        dated_on=_day(case),
        case_number=case.dispute.number,
        title=each.title,
        facts=tuple(facts),
        note=note,
        image=image,
    )


def _day(case: Case) -> date:
    return case.then.on(case.last)


# One ZIP --------------------------------------------------------------------------------------------------


def archive(dispute: Dispute, actor: Actor) -> bytes:
    """Return the hearing file as one ZIP: each paper by itself, the facts as JSON, and a manifest."""
    case = gather(dispute, actor)
    files = [binding.Packed(COURSE, "pdf", render(_course(case)), {"title": COURSE})]
    left_out: list[dict[str, str]] = []
    for piece in case.pieces:
        if piece.kind is Kind.FACT:
            continue
        each = _open(case, piece)
        about = {"part": piece.part.value, "title": each.title, "on": piece.on.isoformat()}
        if each.content is None:
            left_out.append({**about, "why": each.note})
        else:
            files.append(binding.Packed(each.title, each.ending, each.content, {**about}))
    files.append(binding.Packed("peristiwa", "json", _facts(case), {"title": "Peristiwa tercatat"}))
    about_case: dict[str, object] = {
        "case": dispute.number,
        "commission": dispute.commission.name,
        "as_of": _day(case).isoformat(),
        "left_out": left_out,
    }
    return binding.pack(files, about_case, case.last.envelope.recorded_at)


def _facts(case: Case) -> bytes:
    """Every fact as it stands in the log, people by key; of an exemption only for those who unseal it."""
    shown = [
        raw
        for stream in case.streams
        if case.unseals or not EXEMPTION.of(stream)
        for raw in services().log.raw(stream)
    ]
    facts = [
        {
            "position": raw.position,
            "stream": raw.stream,
            "version": raw.version,
            "name": raw.name,
            "recorded": msgspec.Raw(raw.state),
        }
        for raw in sorted(shown, key=lambda raw: raw.position)
    ]
    return msgspec.json.format(msgspec.json.encode(facts), indent=2)
