"""An objection as its citizen reads it: where it stands, what happened, what comes, and what was decided."""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.deadlines import D10
from ppid.events import Recorded, Role
from ppid.objection import events as e
from ppid.objection.next_steps import commission_until
from ppid.objection.state import Objection, OrderState
from ppid.objection.vocabulary import Closing, Step, Verdict
from projections.history import line_of
from web.citizen.deadlines import Due, due_of
from web.citizen.dossier import Chosen
from web.citizen.grounds import ground_words
from web.citizen.story import Entry
from web.filters import day, moment
from web.i18n import gettext as _
from web.i18n import pick


class Course(msgspec.Struct, frozen=True):
    """An objection on a day, ready to be told. ``place`` counts the objections of the case."""

    chosen: Chosen

    @property
    def objection(self) -> Objection:
        """The objection."""
        return self.chosen.objection

    @property
    def place(self) -> int:
        """Where it stands among the objections of its case."""
        return self.chosen.place

    @property
    def as_of(self) -> date:
        """The day it is told on."""
        return self.chosen.dossier.as_of

    @property
    def grounds(self) -> list[str]:
        """Its grounds in words."""
        return [ground_words(ground) for ground in self.objection.grounds]

    @property
    def answer_due(self) -> Due | None:
        """When the answer is due, while it is owed and not over."""
        clock = self.objection.clocks.get(D10.code)
        owed = clock is not None and clock.running and not self.objection.closing
        return due_of(clock.promise, self.chosen.body, self.as_of) if clock and owed else None

    @property
    def answer_promised(self) -> Due | None:
        """When the answer is or was due, as the receipt says it."""
        clock = self.objection.clocks.get(D10.code)
        return due_of(clock.promise, self.chosen.body) if clock else None

    @property
    def silent(self) -> bool:
        """Whether the time to answer is over without an answer, noted by the timekeeper or not."""
        clock = self.objection.clocks.get(D10.code)
        return clock is not None and clock.running and clock.late(self.as_of)

    @property
    def commission_until(self) -> date | None:
        """The last day to go to the commission; None while it is not known or not running."""
        return commission_until(self.objection, self.chosen.dossier.context)

    def order_words(self, order: OrderState) -> str:
        """How an order stands: carried out when, or due when and whether it is late."""
        if order.done_on:
            return _("Dilaksanakan pada %(day)s.", day=day(order.done_on))
        if order.late(self.as_of):
            return _("Melewati batas waktunya, %(day)s. Belum dilaksanakan.", day=day(order.due_on))
        return _("Harus dilaksanakan paling lambat %(day)s.", day=day(order.due_on))

    def sentence(self) -> str:
        """Where it stands, in one plain sentence or two."""
        objection = self.objection
        if objection.closing:
            return closing_words(objection)
        if self.silent and not objection.dispute:
            return _("Waktu menanggapi keberatan Anda habis tanpa tanggapan. Anda dapat ke Komisi Informasi.")
        return standing_words(objection)

    def timeline(self) -> list[Entry]:
        """What happened, and what comes, the next step marked."""
        ahead = [] if self.objection.closing else self._ahead()
        if ahead:
            ahead[0]["state"] = "current"
        return [*map(self._past, self.chosen.recorded), *ahead]

    def next_step(self) -> Entry | None:
        """What comes next, with its date where there is one; None when nothing comes any more."""
        return None if self.objection.closing else next(iter(self._ahead()), None)

    def _past(self, recorded: Recorded) -> Entry:
        line = line_of(recorded)
        said = pick(id=line.sentence_id, en=line.sentence_en)
        entry = Entry(title=_title(recorded), state="past", text=said, by=_by(recorded))
        if line.happened_on:
            entry["on"] = line.happened_on
        else:
            entry["at"] = moment(line.recorded_at, self.chosen.body.zone)
        return entry

    def _ahead(self) -> list[Entry]:
        objection = self.objection
        if objection.dispute:
            return []
        found: list[Entry] = []
        if self.silent:
            found.append(self._commission_ahead())
        if objection.answer is None and not objection.settled:
            found.append(self._answer_ahead())
        found += [_order_ahead(order) for order in objection.open_orders]
        if objection.answer and not objection.answer_received_on:
            found.append(Entry(title=_("Anda menerima tanggapan Atasan PPID"), state="future"))
        elif objection.answer:
            found.append(self._commission_ahead())
        return found

    def _commission_ahead(self) -> Entry:
        entry = Entry(title=_("Sengketa di Komisi Informasi, bila Anda mengajukannya"), state="future")
        until = self.commission_until
        if until and until >= self.as_of:
            entry["on"], entry["due"] = until, True
        return entry

    def _answer_ahead(self) -> Entry:
        entry = Entry(title=_("Tanggapan tertulis Atasan PPID"), state="future")
        due = self.answer_due
        if self.silent:
            entry["text"] = _("Melewati batas waktunya. Atasan PPID tetap wajib menanggapi.")
        elif due and due.due_on:
            entry["on"], entry["due"] = due.due_on, True
        elif due and due.missing_year:
            entry["text"] = _(
                "Tanggalnya menunggu penetapan hari libur tahun %(year)s.", year=due.missing_year
            )
        return entry


def standing_words(objection: Objection) -> str:
    """Where an open objection stands by its recorded facts."""
    match objection.step:
        case Step.SETTLEMENT_TALKS:
            return _("Musyawarah atas keberatan Anda sedang berjalan. Waktu menanggapinya tetap dihitung.")
        case Step.SETTLED:
            return _("Keberatan Anda diselesaikan secara musyawarah.")
        case Step.REMEDY_DUE:
            return _("%(result)s Perintahnya menunggu pelaksanaan.", result=result_words(objection))
        case Step.DISPUTED:
            return _("Perkara ini sudah Anda bawa ke Komisi Informasi.")
        case Step.UPHELD | Step.OVERTURNED | Step.PARTLY_OVERTURNED:
            return result_words(objection)
        case _:
            return _("Keberatan Anda terdaftar dan menunggu tanggapan Atasan PPID.")


def result_words(objection: Objection) -> str:
    """What the superior decided, or that both sides settled it."""
    match objection.verdict:
        case Verdict.UPHELD:
            return _("Atasan PPID menguatkan keputusan PPID.")
        case Verdict.OVERTURNED:
            return _("Atasan PPID mengabulkan keberatan Anda.")
        case Verdict.PARTLY_OVERTURNED:
            return _("Atasan PPID mengabulkan sebagian keberatan Anda.")
        case None:
            return _("Keberatan Anda diselesaikan secara musyawarah.")


def closing_words(objection: Objection) -> str:
    """How it ended."""
    match objection.closing:
        case Closing.WITHDRAWN:
            return _("Keberatan ini Anda cabut.")
        case Closing.DISPUTED:
            return _("Keberatan ini ditutup, karena perkaranya ada di Komisi Informasi.")
        case _:
            return _("Selesai. %(result)s", result=result_words(objection))


def _order_ahead(order: OrderState) -> Entry:
    title = _("Perintah Atasan PPID dilaksanakan")
    return Entry(title=title, state="future", text=order.what, on=order.due_on, due=True)


def _by(recorded: Recorded) -> str:
    match recorded.envelope.role:
        case _ if isinstance(recorded.envelope.event, e.Registered):
            return _("oleh sistem")  # the number comes at once, by nobody's hand
        case Role.CITIZEN:
            return _("oleh Anda")
        case Role.SERVICE_DESK:
            return _("oleh petugas layanan")
        case Role.PPID:
            return _("oleh PPID")
        case Role.SUPERIOR:
            return _("oleh Atasan PPID")
        case _:
            return _("oleh sistem")


def _title(recorded: Recorded) -> str:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    match recorded.envelope.event:
        case e.Filed():
            return _("Keberatan diajukan")
        case e.Registered():
            return _("Nomor keberatan diberikan")
        case e.SettlementOpened():
            return _("Musyawarah dimulai")
        case e.Settled():
            return _("Kesepakatan musyawarah")
        case e.SettlementFailed():
            return _("Musyawarah gagal")
        case e.Answer():
            return _("Tanggapan tertulis Atasan PPID")
        case e.AnswerReceived():
            return _("Tanggapan Atasan PPID diterima")
        case e.Remedied():
            return _("Perintah dilaksanakan")
        case e.Disputed():
            return _("Sengketa diajukan ke Komisi Informasi")
        case e.Withdrawn():
            return _("Keberatan dicabut")
        case e.Corrected():
            return _("Catatan dibetulkan")
        case e.Recounted():
            return _("Jatuh tempo dihitung ulang")
        case e.ClockRanOut():
            return _("Jangka waktu lewat")
        case e.Closed():
            return _("Keberatan ditutup")
        case _:
            return _("Catatan")
