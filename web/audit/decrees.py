"""The register of calendar changes: every decree of days off, and the dates of cases that it moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flask import url_for

from ppid.calendar import CALENDAR, Amended, Decreed, RecountFinished, fold_editions
from ppid.clocks import Moved
from ppid.deadlines import CLOCKS
from ppid.deadlines import Text as Words
from projections.marks import MARKS, ORDER, Mark, MarkKind
from projections.reader import Reader
from web.audit.narrowing import Narrowed, Question
from web.audit.registers import CASE, OUT, RECORDED, Above, Behind, Cell, Line, Register, recorded_cell
from web.filters import day, moment, number
from web.i18n import gettext as _
from web.office.words import say
from web.services import services


def _question(asked: Narrowed) -> Question:
    where = asked.where | {"kind": MarkKind.MOVED} | ({"edition": asked.edition} if asked.edition else {})
    return Question(MARKS, where, asked.recorded(), ORDER)


def _lines(marks: Sequence[Mark], _asked: Narrowed) -> Iterator[Line]:
    behind = Behind(marks)
    for mark in marks:
        event = behind.event(mark)
        decree = event.decree if isinstance(event, Moved) else ""
        yield Line(
            (
                behind.case(mark),
                Cell(say(CLOCKS[mark.clock].name)),
                Cell(day(mark.old_on) if mark.old_on else _("menunggu kalender kerja")),
                Cell(day(mark.new_on) if mark.new_on else _("menunggu kalender kerja")),
                Cell(decree),
                recorded_cell(mark),
            ),
            (*behind.out(mark), mark.clock, mark.old_on, mark.new_on, mark.edition, decree),
        )


def decrees(asked: Narrowed) -> Above:
    """Every decree that was recorded, the newest first, with how many dates it moved."""
    recorded = services().log.load(CALENDAR)
    moved_by = _moved_by(asked)
    finished = {e.edition: e for r in recorded if isinstance(e := r.envelope.event, RecountFinished)}
    lines: list[Line] = []
    instruments = [(r, e) for r in recorded if isinstance(e := r.envelope.event, Decreed | Amended)]
    editions = fold_editions(event for _r, event in instruments)[1:]
    for (fact, event), edition in zip(instruments, editions, strict=True):
        count, done = moved_by[edition.name], finished.get(edition.name)
        checked = (_("%(count)s kasus diperiksa", count=number(done.checked)),) if done else ()
        lines.append(
            Line(
                (
                    Cell("; ".join(event.numbers), (_("tahun %(year)s", year=event.year),)),
                    Cell(_changes(event)),
                    Cell(day(event.signed_on), (_("dicatat %(at)s", at=moment(fact.envelope.recorded_at)),)),
                    Cell(
                        _("%(count)s batas waktu", count=number(count)),
                        checked,
                        url_for("audit.register", place=CHANGES.place, kalender=edition.name)
                        if count
                        else "",
                    ),
                ),
                (),
            )
        )
    columns = (
        Words("SKB", "Decree"),
        Words("Isi", "Content"),
        Words("Ditandatangani", "Signed"),
        Words("Yang dipindahkan", "Moved"),
    )
    return Above(_("SKB hari libur yang dicatat"), columns, lines[::-1])


def _moved_by(asked: Narrowed) -> Counter[str]:
    where = {"body": asked.body.stream} if asked.body else {}
    found: Counter[str] = Counter()
    tally = Reader(services().views, MARKS).tally(kind=MarkKind.MOVED.value, **where)
    for (_body, _kind, edition), count in tally.items():
        found[edition] += count
    return found


def _changes(event: Decreed | Amended) -> str:
    if isinstance(event, Decreed):
        return _("%(count)s hari libur ditetapkan", count=number(len(event.holidays)))
    return _(
        "%(added)s hari libur ditambah, %(removed)s dihapus",
        added=number(len(event.added)),
        removed=number(len(event.removed)),
    )


CHANGES = Register(
    place="perubahan-kalender",
    title=Words("Perubahan kalender kerja", "Changes of the working calendar"),
    why=Words(
        "Jangka waktu dihitung dalam hari kerja, sehingga SKB hari libur yang baru menggeser batas waktu "
        "kasus yang sedang berjalan. Setiap pergeseran dicatat: tanggal lama, tanggal baru, dan SKB yang "
        "menyebabkannya.",
        "Periods are counted in working days, so a new decree of days off moves the due dates of open cases. "
        "Each move is recorded: the old date, the new one, and the decree that caused it.",
    ),
    empty=Words("Tidak ada batas waktu yang berpindah.", "No due date was moved."),
    columns=(
        CASE,
        Words("Jangka waktu", "Period"),
        Words("Tanggal lama", "Old date"),
        Words("Tanggal baru", "New date"),
        Words("SKB", "Decree"),
        RECORDED,
    ),
    file_columns=(*OUT, "jangka_waktu", "tanggal_lama", "tanggal_baru", "kalender", "skb"),
    question=_question,
    lines=_lines,
    asks=("kalender",),
    above=decrees,
)
