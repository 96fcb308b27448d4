"""The registers of what happens to the log itself: people who were erased, clocks that ran back.

What bytes went by an order of the sealed log is no event: such orders stand above the erasures (``orders``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask import url_for

from ppid.clockwatch import RanBack
from ppid.deadlines import Text as Words
from ppid.events import Stream
from ppid.person import Erased
from projections.marks import MARKS, ORDER, Mark, MarkKind
from web.audit.kinds import Place, hex_of
from web.audit.narrowing import Narrowed, Question
from web.audit.orders import orders
from web.audit.registers import OUT, RECORDED, Behind, Cell, Line, Register, recorded_cell
from web.audit.room import requests
from web.filters import moment, number
from web.i18n import gettext as _
from web.office.words import say

#: The requests that are named for the people of one page; one person seldom has a second.
MOST_REQUESTS = 5000

# Erasures -------------------------------------------------------------------------------------------------


def _erasures(asked: Narrowed) -> Question:
    return Question(MARKS, asked.where | {"kind": MarkKind.ERASURE}, asked.recorded(), ORDER)


def _erasure_lines(marks: Sequence[Mark], _asked: Narrowed) -> Iterator[Line]:
    behind = Behind(marks)
    of_whom: dict[Stream, list[tuple[str, Stream]]] = {}
    people = [mark.stream for mark in marks]
    for row in requests().page(where={"requester": people}, order=("requester",), limit=MOST_REQUESTS):
        of_whom.setdefault(row.requester, []).append((row.number or _("belum bernomor"), row.stream))
    for mark in marks:
        event = behind.event(mark)
        assert isinstance(event, Erased)  # noqa: S101  (the mark says so)
        cases = of_whom.get(mark.stream, [])
        first = cases[0] if cases else None
        about = Cell(
            first[0] if first else _("tidak ada permohonan"),
            (
                *(other for other, _stream in cases[1:]),
                *filter(None, (behind.codes.get(mark.body, ""),)),
            ),
            url_for("audit.case", place=Place.REQUEST.value, hex=hex_of(first[1])) if first else "",
        )
        yield Line(
            (
                about,
                Cell(event.basis),
                Cell(event.order or _("tanpa nomor perintah")),
                recorded_cell(mark),
            ),
            (*behind.out(mark), event.basis, event.order, "; ".join(number for number, _stream in cases)),
        )


ERASURES = Register(
    place="penghapusan",
    title=Words("Penghapusan data pribadi", "Erasures of personal data"),
    why=Words(
        "Seseorang berhak meminta datanya dihapus (UU 27/2022 Pasal 43-44). Kuncinya dimusnahkan: nama dan "
        "alamatnya tidak dapat dibaca lagi, sedangkan peristiwa, tanggal, dan urutannya tetap. Periksa "
        "apakah setiap penghapusan mempunyai dasar.",
        "A person has the right to have their data erased (Law 27/2022 art. 43-44). Their key is destroyed: "
        "name and address can no longer be read, while events, dates and order stay. See whether each "
        "erasure has a basis.",
    ),
    empty=Words("Tidak ada penghapusan.", "No erasure."),
    columns=(
        Words("Permohonan orang itu", "Requests of that person"),
        Words("Dasar", "Basis"),
        Words("Perintah", "Order"),
        RECORDED,
    ),
    file_columns=(*OUT, "dasar", "perintah", "permohonan"),
    question=_erasures,
    lines=_erasure_lines,
    above=orders,
)


# Clock anomalies ------------------------------------------------------------------------------------------


def _clocks(asked: Narrowed) -> Question:
    return Question(MARKS, {"kind": MarkKind.CLOCK}, asked.recorded(), ORDER)


def _clock_lines(marks: Sequence[Mark], asked: Narrowed) -> Iterator[Line]:
    behind = Behind(marks)
    for mark in marks:
        event = behind.event(mark)
        assert isinstance(event, RanBack)  # noqa: S101  (the mark says so)
        back = event.last - event.clock
        yield Line(
            (
                Cell(moment(event.last, asked.zone), (seconds_of(event.last),)),
                Cell(moment(event.clock, asked.zone), (seconds_of(event.clock),)),
                Cell(lasting(back)),
                Cell(_("tempat ke-%(position)s dalam catatan", position=mark.position)),
            ),
            (*behind.out(mark), event.last.isoformat(), event.clock.isoformat(), int(back.total_seconds())),
        )


def seconds_of(at: datetime) -> str:
    """The second of an instant, which the page's moments leave out."""
    return _("detik ke-%(second)s", second=f"{at:%S.%f}"[:6].replace(".", ","))


def lasting(span: timedelta) -> str:
    """A span in its two largest units."""
    left = int(span.total_seconds())
    if left < 1:
        return _("kurang dari satu detik")
    parts = []
    for seconds, words in (
        (86400, Words("hari", "d")),
        (3600, Words("jam", "h")),
        (60, Words("menit", "min")),
        (1, Words("detik", "s")),
    ):
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{number(count)} {say(words)}")
    return " ".join(parts[:2])


CLOCK_ANOMALIES = Register(
    place="jam-mundur",
    title=Words("Jam mesin yang mundur", "Clocks that ran back"),
    why=Words(
        "Setiap catatan memuat waktu menurut jam mesin, dan waktu itu tidak pernah mundur. Bila jam mesin "
        "menunjukkan waktu sebelum catatan terakhir, itu sendiri dicatat: jam itu salah, atau seseorang "
        "mengubahnya.",
        "Every entry has the time of the machine's clock, and that time never runs back. Where the clock "
        "stands before the last entry, this itself is recorded: the clock was wrong, or somebody set it.",
    ),
    empty=Words("Jam mesin tidak pernah mundur.", "The clock never ran back."),
    columns=(
        Words("Catatan terakhir", "Last entry"),
        Words("Jam mesin menunjukkan", "The clock stood at"),
        Words("Mundur", "Ran back by"),
        Words("Tempat", "Place"),
    ),
    file_columns=(*OUT, "catatan_terakhir", "jam_mesin", "mundur_detik"),
    question=_clocks,
    lines=_clock_lines,
    by_body=False,
)
