"""A request as its citizen reads it: where it stands, what happened, and what comes."""

from __future__ import annotations

from datetime import date
from typing import NotRequired, TypedDict

import msgspec

from ppid.body import Body
from ppid.events import Recorded, Role
from ppid.person import Identity
from ppid.request import events as e
from ppid.request.state import GIVING, Request
from ppid.request.vocabulary import Closing, Outcome, Step
from projections.history import line_of
from projections.words import CLOSINGS, OUTCOMES_SAID
from web.citizen.deadlines import Due, due_of
from web.filters import moment, rupiah
from web.i18n import gettext as _
from web.i18n import pick


class Entry(TypedDict):
    """One step of the timeline, as the component takes it."""

    title: str
    state: str
    text: NotRequired[str]
    on: NotRequired[date]
    at: NotRequired[str]
    by: NotRequired[str]
    due: NotRequired[bool]
    law: NotRequired[str]


class Tale(msgspec.Struct, frozen=True):
    """A case on a day, ready to be told."""

    request: Request
    body: Body
    as_of: date
    recorded: tuple[Recorded, ...]
    identity: Identity | None

    def due(self, clock: str) -> Due | None:
        """A clock of the case, running or not."""
        found = self.request.clocks.get(clock)
        running = found is not None and found.running and self.request.closing is None
        return due_of(found.promise, self.body, self.as_of if running else None) if found else None

    @property
    def answer(self) -> Due | None:
        """When the answer is due, while it is owed."""
        clock = self.request.answer_clock
        owed = clock is not None and clock.running and self.request.closing is None
        return due_of(clock.promise, self.body, self.as_of) if clock and owed else None

    @property
    def answer_late(self) -> bool:
        """Whether the answer is owed and its day is over."""
        clock = self.request.answer_clock
        return self.answer is not None and clock is not None and clock.late(self.as_of)

    @property
    def delivery_late(self) -> bool:
        """Whether the information is owed and its day is over."""
        clock = self.request.clocks.get("D08")
        owed = clock is not None and clock.running and self.request.closing is None
        return clock is not None and owed and clock.late(self.as_of)

    def sentence(self) -> str:
        """Where the case stands, in one plain sentence."""
        said = self._standing()
        if self.answer_late:
            return _("%(said)s Jawabannya melewati jatuh tempo.", said=said)
        if self.delivery_late:
            return _("%(said)s Penyerahannya melewati waktu yang dijanjikan.", said=said)
        return said

    def _standing(self) -> str:
        match self.request.step:
            case Step.AWAITING_PAYMENT | Step.AWAITING_DELIVERY | Step.NOTIFIED:
                return self._answered_so_far()
            case Step.CLOSED | Step.DELIVERED:
                return self._closed()
            case Step.REGISTERED:
                return _("Permohonan Anda sudah terdaftar dan sedang diperiksa kelengkapannya.")
            case Step.INCOMPLETE:
                return _("Permohonan Anda belum lengkap. Kami menunggu Anda melengkapinya.")
            case Step.COMPLETE:
                return _("Permohonan Anda lengkap. PPID sedang menyiapkan jawaban.")
            case Step.EXTENDED:
                return _("Waktu jawaban diperpanjang. PPID sedang menyiapkan jawaban.")

    def _answered_so_far(self) -> str:
        outcome = outcome_words(self.request.outcome)
        match self.request.step:
            case Step.AWAITING_PAYMENT:
                return _(
                    "%(outcome)s. Informasi diserahkan setelah biaya %(amount)s dibayar.",
                    outcome=outcome,
                    amount=rupiah(self.request.owed_idr),
                )
            case Step.AWAITING_DELIVERY:
                return _("%(outcome)s. Informasinya sedang disiapkan untuk diserahkan.", outcome=outcome)
            case _:
                return f"{outcome}."

    def _closed(self) -> str:
        closing = self.request.closing or Closing.DELIVERED
        if closing is Closing.NOT_CORRECTED:
            return _("Permohonan ditutup karena tidak dilengkapi. Anda boleh mengajukan permohonan baru.")
        why = pick(id=CLOSINGS[closing].id, en=CLOSINGS[closing].en)
        return _("Selesai: %(why)s.", why=why)

    def timeline(self) -> list[Entry]:
        """What happened, and what comes, the next step marked."""
        past = [self._past(recorded) for recorded in self.recorded]
        ahead = self._ahead()
        if ahead:
            ahead[0]["state"] = "current"
        return [*past, *ahead]

    def next_step(self) -> Entry | None:
        """What comes next, with its date where there is one; None when nothing comes any more."""
        return next(iter(self._ahead()), None)

    def _past(self, recorded: Recorded) -> Entry:
        line = line_of(recorded)
        entry = Entry(
            title=_title(recorded),
            state="past",
            text=pick(id=line.sentence_id, en=line.sentence_en),
            # On the web the number comes at once, by nobody's hand.
            by=_by(Role.TIMEKEEPER if isinstance(recorded.envelope.event, e.Registered) else line.role),
        )
        if line.happened_on:
            entry["on"] = line.happened_on
        else:
            entry["at"] = moment(line.recorded_at, self.body.zone)
        return entry

    def _ahead(self) -> list[Entry]:  # noqa: PLR0911  (one line per step)
        check = self._step(_("Pemeriksaan kelengkapan"), self.due("D03"))
        notice = self._step(_("Jawaban tertulis"), self.answer)
        given = self._step(_("Penyerahan informasi, bila dikabulkan"), None)
        match self.request.step:
            case Step.REGISTERED:
                return [check, notice, given]
            case Step.INCOMPLETE:
                return [self._yours(), self._step(_("Pemeriksaan kelengkapan"), None), notice, given]
            case Step.COMPLETE | Step.EXTENDED:
                return [notice, given]
            case Step.AWAITING_PAYMENT:
                paying = self._step(_("Pembayaran biaya"), None)
                return [paying, self._step(_("Penyerahan informasi"), self.due("D08"))]
            case Step.AWAITING_DELIVERY:
                return [self._step(_("Penyerahan informasi"), self.due("D08"))]
            case Step.NOTIFIED if self.request.notice_received_on is None:
                return [self._step(_("Anda menerima pemberitahuan tertulis"), None)]
            case _:
                return []

    def _yours(self) -> Entry:
        entry = self._step(_("Anda melengkapi permohonan"), self.due("D04"))
        if "on" not in entry:
            entry["text"] = _("Dalam 3 hari kerja sejak surat keterangan tidak lengkap Anda terima.")
        return entry

    def _step(self, title: str, due: Due | None) -> Entry:
        entry = Entry(title=title, state="future")
        if due and due.due_on:
            entry["on"], entry["due"] = due.due_on, True
        elif due and due.missing_year:
            entry["text"] = _(
                "Tanggalnya menunggu penetapan hari libur tahun %(year)s.", year=due.missing_year
            )
        return entry


def outcome_words(outcome: Outcome | None) -> str:
    """The outcome as a whole sentence without its full stop."""
    said = OUTCOMES_SAID.get(outcome) if outcome else None
    return pick(id=said.id, en=said.en) if said else ""


def gives(request: Request) -> bool:
    """Whether information is given."""
    return request.outcome in GIVING


def _by(role: Role) -> str:
    match role:
        case Role.CITIZEN:
            return _("oleh Anda")
        case Role.SERVICE_DESK:
            return _("oleh petugas layanan")
        case Role.PPID:
            return _("oleh PPID")
        case Role.UNIT_OFFICER:
            return _("oleh unit")
        case Role.IMPORT:
            return _("dari buku register")
        case _:
            return _("oleh sistem")


def _title(recorded: Recorded) -> str:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    match recorded.envelope.event:
        case e.Filed():
            return _("Permohonan diterima")
        case e.Registered():
            return _("Nomor pendaftaran diberikan")
        case e.FoundComplete():
            return _("Dinyatakan lengkap")
        case e.FoundIncomplete():
            return _("Dinyatakan belum lengkap")
        case e.IncompletenessReceived():
            return _("Surat keterangan tidak lengkap diterima")
        case e.Completed():
            return _("Dilengkapi")
        case e.Routed():
            return _("Diteruskan ke unit")
        case e.UnitAnswered():
            return _("Unit menjawab PPID")
        case e.Extended():
            return _("Waktu jawaban diperpanjang")
        case e.Answer():
            return _("Pemberitahuan tertulis")
        case e.NoticeReceived():
            return _("Pemberitahuan diterima")
        case e.FeePaid():
            return _("Biaya dibayar")
        case e.InformationDelivered():
            return _("Informasi diserahkan")
        case e.Withdrawn():
            return _("Permohonan dicabut")
        case e.Corrected():
            return _("Catatan dibetulkan")
        case e.Recounted():
            return _("Jatuh tempo dihitung ulang")
        case e.ClockRanOut():
            return _("Jangka waktu lewat")
        case e.ClosedUncorrected() | e.Closed():
            return _("Permohonan ditutup")
        case _:
            return _("Catatan")
