"""The page of one dispute: the commission, the days, the papers, the decisions and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import current_app, url_for

from ppid.clocks import ClockState
from ppid.deadlines import CLOCKS
from ppid.dispute.case import Dispute
from ppid.dispute.events import Evidence
from ppid.events import Event, Role, Stream
from ppid.exemption.state import EXEMPTION
from ppid.request.events import Document
from projections import words_dispute as words
from projections.agenda import Agendum, state_of
from web.filters import day
from web.i18n import gettext as _
from web.office.dispute.decided import afterwards, decided, decisions, orders
from web.office.dispute.reading import Seen, objection_of, request_of
from web.office.dispute.telling import window_words
from web.office.frame import ROOMS
from web.office.objection.about import outcome_words
from web.office.objection.words import ground_words
from web.office.room import Section, rows_of
from web.office.words import say, say_first

#: Who may take the hearing file along (regulations §6.5).
FILE_READERS = (Role.PPID, Role.SUPERIOR, Role.HEAD)


class Hearing(NamedTuple):
    """A hearing as it was announced."""

    purpose: str
    on: date
    received_on: date
    due_on: date | None
    late: bool
    place: str


class Piece(NamedTuple):
    """A piece of evidence."""

    title: str
    kind: str
    sealed: bool
    sent_on: date
    exemption: str
    exemption_href: str
    href: str


class Passed(NamedTuple):
    """A clock that ran in this case, and how it ended."""

    name: str
    starts_on: date
    due_on: date | None
    state: str
    colour: str


def show(seen: Seen) -> Mapping[str, object]:
    """What only a dispute shows."""
    dispute = seen.state
    return {
        "sections": [*_entry(dispute)],
        "window_late": dispute.late,
        "behind": _behind(seen),
        "hearings": _hearings(dispute),
        "proceedings": [*_mediation(dispute), *_pleading(dispute)],
        "pieces": list(_pieces(seen)),
        "decisions": list(decisions(seen.state)),
        "orders": orders(dispute, seen.as_of),
        "afterwards": list(afterwards(dispute)),
        "passed": [_passed(clock, seen.as_of) for clock in dispute.clocks.values()],
        "file_hrefs": _file_hrefs(seen),
    }


# How it came ----------------------------------------------------------------------------------------------


def _entry(dispute: Dispute) -> Iterator[Section]:
    incomplete = dispute.incomplete
    yield Section(
        _("Komisi Informasi"),
        rows_of(
            (_("Nama"), dispute.commission.name),
            (_("Tingkat"), say(words.LEVELS[dispute.commission.level])),
            (_("Nomor register"), dispute.register_number or _("belum diregistrasi")),
            (_("Permohonan diterima Komisi"), day(dispute.applied_on)),
            (
                _("Jangka waktu pengajuan"),
                window_words(dispute),
            ),
            (_("Salinan diterima badan publik"), day(dispute.received_on)),
            (_("Alasan"), "\n".join(ground_words(ground) for ground in dispute.grounds)),
            (_("Surat kekurangan berkas"), day(incomplete.sent_on) if incomplete else ""),
            (_("Berkas dilengkapi"), day(dispute.completed_on) if dispute.completed_on else ""),
        ),
    )


def _behind(seen: Seen) -> list[dict[str, str]]:
    """The cases it stands on, as links."""
    found: list[dict[str, str]] = []
    request, objection = request_of(seen), objection_of(seen)
    if request:
        href = url_for("desk.case", case=request.stream.rpartition("-")[2])
        text = _("Permohonan %(number)s", number=request.number)
        found.append({"text": text, "href": href, "about": outcome_words(request)})
    if objection:
        href = url_for("objection.case", case=objection.stream.rpartition("-")[2])
        text = _("Keberatan %(number)s", number=objection.number)
        found.append({"text": text, "href": href, "about": "", "objection": "ya"})
    return [*found, *(_exemption(seen, stream, number) for stream, number in _exemptions(seen).items())]


def _exemptions(seen: Seen) -> dict[Stream, str]:
    """The decrees that the notice and the answer rest on, and that rulings open, by their numbers."""
    request, objection = request_of(seen), objection_of(seen)
    refs: list[Any] = []
    if request and request.notice:
        refs += request.notice.exemptions
        refs += [part.exemption for part in request.notice.blackouts if part.exemption]
    if objection and objection.answer:
        refs += [*objection.answer.exemptions, *objection.answer.opened]
    for decision in decided(seen.state):
        refs += decision.opened
    return {ref.exemption: ref.decree for ref in refs}


def _exemption(seen: Seen, stream: Stream, number: str) -> dict[str, str]:
    text = _("Pengecualian %(number)s", number=number)
    return {"text": text, "href": exemption_href(seen, stream), "about": ""}


def exemption_href(seen: Seen, stream: Stream) -> str:
    """The page of an exemption; "" where there is none for this officer."""
    room: Any = current_app.extensions.get(ROOMS, {}).get(EXEMPTION.kind)
    if room is None or seen.actor.role not in room.opens:
        return ""
    return str(room.case_href(stream.rpartition("-")[2]))


# Before the commission ------------------------------------------------------------------------------------


def _hearings(dispute: Dispute) -> list[Hearing]:
    found: list[Hearing] = []
    for summons in dispute.summonses:
        due_on = next((p.due_on for p in summons.promises if p.clock == "D17"), None)
        found.append(
            Hearing(
                say_first(words.PURPOSES[summons.purpose]),
                summons.hearing_on,
                summons.received_on,
                due_on,
                bool(due_on and summons.received_on > due_on),
                summons.place,
            )
        )
    return found


def _mediation(dispute: Dispute) -> Iterator[Section]:
    mediation = dispute.mediation
    if mediation is None:
        return
    extended, ended = mediation.extended, mediation.ended
    yield Section(
        _("Mediasi"),
        rows_of(
            (_("Pertemuan pertama"), day(mediation.opened.first_meeting_on)),
            (_("Diperpanjang"), day(extended.agreed_on) if extended else ""),
            (_("Berakhir"), day(ended.ended_on) if ended else ""),
            (_("Hasil"), say_first(words.MEDIATION_RESULTS[ended.result]) if ended else ""),
            (_("Catatan"), ended.note if ended else ""),
        ),
    )


def _pleading(dispute: Dispute) -> Iterator[Section]:
    represented, answered, conclusions = dispute.represented, dispute.answered, dispute.conclusions
    late = _("disampaikan pada hari sidang pertama atau sesudahnya") if dispute.answered_late else ""
    rows = rows_of(
        (_("Kuasa badan publik"), _speakers(dispute)),
        (
            _("Surat kuasa"),
            f"{represented.letter_number}, {day(represented.signed_on)}" if represented else "",
        ),
        (_("Jawaban tertulis"), f"{answered.letter_number}, {day(answered.filed_on)}" if answered else ""),
        (_("Perhatian"), late),
        (_("Hak ingkar"), "\n".join(_challenges(dispute))),
        (_("Ajudikasi dibuka"), _opened(dispute)),
        (_("Pemeriksaan setempat"), "\n".join(_inspections(dispute))),
        (_("Kesimpulan tertulis"), day(conclusions.filed_on) if conclusions else ""),
    )
    if rows:
        yield Section(_("Pemeriksaan"), rows)
    for interim in dispute.interim:
        point = say(words.POINTS[interim.point])
        title = _("Putusan sela %(number)s", number=interim.number)
        about = rows_of((_("Dibacakan"), day(interim.read_out_on)), (_("Tentang"), point))
        yield Section(title, about, interim.holding)


def _speakers(dispute: Dispute) -> str:
    speakers = dispute.represented.representatives if dispute.represented else ()
    return "\n".join(speaker.position for speaker in speakers)


def _challenges(dispute: Dispute) -> Iterator[str]:
    for challenge in dispute.challenges:
        yield f"{day(challenge.filed_on)}, {say(words.PARTIES[challenge.by])}: {challenge.reason}"


def _opened(dispute: Dispute) -> str:
    opened = dispute.adjudication
    if opened is None:
        return ""
    return _("%(on)s, %(count)s anggota majelis", on=day(opened.opened_on), count=opened.panel_size)


def _inspections(dispute: Dispute) -> Iterator[str]:
    for inspected in dispute.inspections:
        closed = _("tertutup") if inspected.closed else _("terbuka")
        yield f"{day(inspected.inspected_on)}, {inspected.place} ({closed})"


def _pieces(seen: Seen) -> Iterator[Piece]:
    held = files(seen)
    for sent in seen.state.evidence:
        for piece in sent.evidence:
            at = held.index(piece.document) + 1 if piece.document and may_open(seen, piece) else 0
            yield Piece(
                piece.title,
                say(words.EVIDENCE[piece.kind]),
                piece.sealed,
                sent.sent_on,
                ", ".join(map(str, piece.rows)),
                exemption_href(seen, piece.exemption) if piece.exemption else "",
                url_for("dispute.document", case=seen.hex, number=at) if at else "",
            )


def may_open(seen: Seen, piece: Evidence) -> bool:
    """What is sealed is opened by those who speak for the body alone (UU 14/2008 art. 43(2)-(4))."""
    return not piece.sealed or seen.actor.role in {Role.PPID, Role.SUPERIOR, Role.HEAD}


def files(seen: Seen) -> list[Document]:
    """Every file of the case that this officer may open, in the order of its facts."""
    found: list[Document] = []
    for recorded in seen.recorded:
        found += _files_of(seen, recorded.envelope.event)
    return found


def _files_of(seen: Seen, event: Event) -> list[Document]:
    pieces: tuple[Evidence, ...] = getattr(event, "evidence", ())
    sealed = [p.document for p in pieces if p.document and may_open(seen, p)]
    return [*getattr(event, "documents", ()), *sealed]


# Clocks and files -----------------------------------------------------------------------------------------


def _passed(clock: ClockState, as_of: date) -> Passed:
    promise = clock.promise
    said, colour = _state(clock, as_of)
    return Passed(say(CLOCKS[promise.clock].name), promise.starts_on, promise.due_on, said, colour)


def _state(clock: ClockState, as_of: date) -> tuple[str, str]:
    if clock.met:
        late = bool(clock.on and clock.promise.due_on and clock.on > clock.promise.due_on)
        on = f" {day(clock.on)}" if clock.on else ""
        return (_("Selesai terlambat") if late else _("Selesai")) + on, "yellow" if late else "green"
    if clock.replaced:
        return _("Tidak berlaku lagi"), "grey"
    return (_("Lewat waktu"), "red") if clock.late(as_of) else (_("Berjalan"), "blue")


def _file_hrefs(seen: Seen) -> dict[str, str]:
    if seen.actor.role not in FILE_READERS:
        return {}
    return {form: url_for(f"dispute.hearing_{form}", case=seen.hex) for form in ("pdf", "zip")}


# The list -------------------------------------------------------------------------------------------------


def describe(row: Agendum, subject: Any) -> str:
    """What has to be known of a row before opening it."""
    dispute: Dispute = state_of(row, subject)
    told = [_("Tentang informasi berkala")]
    if dispute.objection_number:
        told = [_("Atas keberatan %(number)s", number=dispute.objection_number)]
    if not dispute.register_number:
        told.append(_("belum diregistrasi"))
    if dispute.first_hearing_on and not dispute.adjudication:
        told.append(_("sidang pertama %(on)s", on=day(dispute.first_hearing_on)))
    if dispute.decision_hearing_on and not dispute.ruling:
        told.append(_("pembacaan putusan %(on)s", on=day(dispute.decision_hearing_on)))
    return " · ".join(told)
