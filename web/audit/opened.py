"""The register of opened personal data: who looked at what people told of themselves, when, and how.

Law: UU 27/2022 art. 31-32; regulations §10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for

from ppid.deadlines import Text as Words
from projections.openings import OPENINGS, Opening, by_look
from web.audit.kinds import BY_SUBJECT, hex_of
from web.audit.narrowing import Narrowed, Question
from web.audit.registers import BY, CASE, Cell, Line, Register
from web.audit.room import codes
from web.filters import moment
from web.i18n import gettext as _
from web.office.person import how_of
from web.office.sight import officer_names
from web.office.words import ROLES, say


def _question(asked: Narrowed) -> Question:
    between = asked.recorded("at")
    return Question(OPENINGS, asked.where, between, ("at", "position", "person"))


def _lines(rows: Sequence[Opening], asked: Narrowed) -> Iterator[Line]:
    """A line for each person of each opening, as the file has them."""
    return _told([[row] for row in rows], asked)


def _together(rows: Sequence[Opening], asked: Narrowed) -> Iterator[Line]:
    """A line for everybody who was opened with one look, as the body's own page has them."""
    return _told(by_look(rows), asked)


def _told(looks: Sequence[Sequence[Opening]], asked: Narrowed) -> Iterator[Line]:
    known = codes()
    names = officer_names((look[0].body, look[0].actor) for look in looks)
    for look in looks:
        row = look[0]
        code = known.get(row.body, "")
        by = names.get((row.body, row.actor), say(ROLES[row.role]))
        yield Line(
            (
                _case(row),
                Cell(how_of(look)),
                Cell(moment(row.at, asked.zone)),
                Cell(by, tuple(filter(None, (say(ROLES[row.role]), code)))),
            ),
            (
                code,
                row.person,
                row.case,
                row.position,
                row.what.value,
                row.at.isoformat(),
                row.role.value,
                row.actor,
            ),
        )


def _case(row: Opening) -> Cell:
    kind = BY_SUBJECT.get(row.case.partition("-")[0]) if row.case else None
    if kind is None:
        return Cell(_("daftar atau berkas"))
    href = url_for("audit.case", place=kind.place.value, hex=hex_of(row.case))
    return Cell(hex_of(row.case)[:8], (kind.name,), href)


OPENED = Register(
    place="pembukaan-data",
    title=Words("Pembukaan data pribadi", "Openings of personal data"),
    why=Words(
        "Siapa pun yang membuka data seseorang meninggalkan catatan, sekali sehari untuk setiap cara. Orang "
        "itu melihat catatan tentang dirinya. Tanyakan mengapa seorang petugas membuka data banyak orang "
        "yang perkaranya tidak ia tangani.",
        "Whoever opens somebody's data leaves a record, once a day for each way. The person sees the records "
        "of themselves. Ask why an officer opened the data of many people whose cases are not theirs.",
    ),
    empty=Words("Tidak ada data yang dibuka.", "No data were opened."),
    columns=(CASE, Words("Yang dibuka", "What was opened"), Words("Pada", "At"), BY),
    file_columns=("badan", "orang", "kasus", "posisi", "cara", "pada", "peran", "petugas"),
    question=_question,
    lines=_lines,
    together=_together,
)
