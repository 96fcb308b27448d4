"""The registers of what came late: events that were recorded late, and answers that were extended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ppid.calendar import CalendarMissingError
from ppid.deadlines import CLOCKS
from ppid.deadlines import Text as Words
from ppid.request.events import Extended
from projections.history import line_of
from projections.marks import MARKS, ORDER, Mark, MarkKind
from projections.words import GROUNDS
from web.audit.narrowing import UNITS, Narrowed, Question, Unit
from web.audit.registers import CASE, OUT, RECORDED, Behind, Cell, Line, Register, recorded_cell, recorded_on
from web.filters import day, number
from web.i18n import gettext as _
from web.i18n import pick
from web.office.words import say, say_first
from web.services import services

# Late entries ---------------------------------------------------------------------------------------------


def working_days(mark: Mark) -> int | None:
    """The working days after the claimed day up to the recording; None where a year has no calendar."""
    assert mark.claimed_on is not None  # noqa: S101  (a late entry claims a day)
    directory = services().directory
    on = recorded_on(mark)
    try:
        return directory.calendar(directory.body(mark.body), on).between(mark.claimed_on, on)
    except CalendarMissingError:
        return None


def calendar_days(mark: Mark) -> int:
    """The days of the calendar between the claimed day and the recording."""
    assert mark.claimed_on is not None  # noqa: S101  (a late entry claims a day)
    return (recorded_on(mark) - mark.claimed_on).days


def _late(asked: Narrowed) -> Question:
    def keep(mark: Mark) -> bool:
        days = working_days(mark) if asked.unit is Unit.WORKING else calendar_days(mark)
        return days is None or days > asked.days  # what cannot be counted is shown rather than hidden

    where = asked.where | {"late": True} | ({} if asked.imported else {"imported": False})
    return Question(MARKS, where, (*asked.recorded(), ("days", ">", asked.days)), ORDER, keep)


def _late_lines(marks: Sequence[Mark], asked: Narrowed) -> Iterator[Line]:
    behind = Behind(marks)
    for mark in marks:
        line = line_of(behind.fact(mark))
        working, whole = working_days(mark), calendar_days(mark)
        both = {
            Unit.WORKING: _("tidak dapat dihitung") if working is None else _days(working, Unit.WORKING),
            Unit.CALENDAR: _days(whole, Unit.CALENDAR),
        }
        first, *rest = sorted(both, key=lambda unit: unit is not asked.unit)
        sentence = pick(id=line.sentence_id, en=line.sentence_en)
        yield Line(
            (
                behind.case(mark),
                Cell(sentence),
                Cell(day(mark.claimed_on)),
                recorded_cell(mark),
                Cell(both[first], tuple(both[unit] for unit in rest)),
            ),
            (*behind.out(mark), mark.claimed_on, working, whole, mark.imported, sentence),
        )


def _days(count: int, unit: Unit) -> str:
    return f"{number(count)} {say(UNITS[unit])}"


LATE = Register(
    place="terlambat-dicatat",
    title=Words("Peristiwa yang dicatat terlambat", "Events recorded late"),
    why=Words(
        "Hari yang dinyatakan boleh mendahului hari pencatatan: surat bisa baru dibukukan kemudian. Jarak "
        "yang panjang patut ditanyakan, sebab dengan cara ini tanggal dapat dimundurkan.",
        "A declared day may lie before the day of recording: a letter may be entered later. A long gap "
        "deserves a question, since a date can be set back this way.",
    ),
    empty=Words("Tidak ada peristiwa yang dicatat setelat itu.", "No event was recorded that late."),
    columns=(
        CASE,
        Words("Peristiwa", "Event"),
        Words("Dinyatakan terjadi", "Said to have happened"),
        RECORDED,
        Words("Jarak", "Gap"),
    ),
    file_columns=(*OUT, "terjadi", "hari_kerja", "hari_kalender", "impor", "uraian"),
    question=_late,
    lines=_late_lines,
    asks=("lebih", "satuan", "impor"),
)


# Extensions -----------------------------------------------------------------------------------------------


def _extensions(asked: Narrowed) -> Question:
    return Question(MARKS, asked.where | {"kind": MarkKind.EXTENSION}, asked.recorded(), ORDER)


def _extension_lines(marks: Sequence[Mark], _asked: Narrowed) -> Iterator[Line]:
    behind = Behind(marks)
    for mark in marks:
        event = behind.event(mark)
        ground = say_first(GROUNDS[event.ground]) if isinstance(event, Extended) else _("kesepakatan mediasi")
        reason = event.reason if isinstance(event, Extended) else ""
        after = mark.old_on is not None and recorded_on(mark) > mark.old_on
        yield Line(
            (
                behind.case(mark),
                Cell(say(CLOCKS[mark.clock].name), (_span(mark.old_on, mark.new_on),)),
                Cell(ground, (reason,) if reason else ()),
                Cell(day(mark.claimed_on)),
                recorded_cell(mark, _("dicatat sesudah batas semula") if after else ""),
            ),
            (*behind.out(mark), mark.clock, mark.old_on, mark.new_on, mark.claimed_on, after, ground, reason),
        )


def _span(old: date | None, new: date | None) -> str:
    unknown = _("menunggu kalender kerja")
    return _(
        "dari %(old)s menjadi %(new)s", old=day(old) if old else unknown, new=day(new) if new else unknown
    )


EXTENSIONS = Register(
    place="perpanjangan",
    title=Words("Perpanjangan waktu", "Extensions"),
    why=Words(
        "Badan publik boleh memperpanjang jawaban satu kali, tujuh hari kerja, dengan alasan tertulis (UU "
        "14/2008 Pasal 22 ayat (8)). Alasan yang selalu sama, atau pemberitahuan sesudah batas semula, patut "
        "ditanyakan.",
        "A body may extend its answer once, by seven working days, giving its reasons in writing (Law "
        "14/2008 art. 22(8)). Ever the same reason, or a letter after the first limit, deserves a question.",
    ),
    empty=Words("Tidak ada perpanjangan.", "No extension."),
    columns=(
        CASE,
        Words("Batas waktu", "Due date"),
        Words("Alasan", "Reason"),
        Words("Diberitahukan", "Letter sent"),
        RECORDED,
    ),
    file_columns=(
        *OUT,
        "jangka_waktu",
        "batas_semula",
        "batas_baru",
        "diberitahukan",
        "sesudah_batas",
        "alasan",
        "uraian_alasan",
    ),
    question=_extensions,
    lines=_extension_lines,
)
