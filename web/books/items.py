"""The list of public information as a file: annex I with class, words, address and id, read and written.

What is written reads back as the same items. Only public items are ever given to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ppid.body import Body
from ppid.catalogue.columns import COLUMNS, ID, NO, ListTable, cells_of, known_list_columns
from ppid.catalogue.events import Entry
from ppid.catalogue.table import read_list
from ppid.checks import Context
from projections.items import ItemLine
from web.books.reading import read_cells
from web.books.writing import OutCell

DECREE = "Nomor Keputusan"
CHANGED = "Pemutakhiran Terakhir"
HASH = "Sidik Berkas (SHA-256)"
TITLE = "Daftar Informasi Publik"


def open_list(data: bytes, context: Context) -> ListTable:
    """Read a list from the bytes of a CSV or XLSX file, for the body of ``context``.

    Raises UnreadableBookError when it is no such file; what is wrong with its rows is in ``problems``.
    """
    sheet = read_cells(data, known_list_columns)
    table = read_list(sheet.rows, context)
    return replace(table, notes=(*sheet.notes, *table.notes))


def list_columns() -> tuple[str, ...]:
    """Return the headings of the file, in order."""
    return (NO, *COLUMNS, DECREE, CHANGED, HASH, ID)


def list_table(lines: Iterable[ItemLine], body: Body) -> Iterator[Sequence[OutCell]]:
    """Yield a row for each item of a body's list, in the order of ``list_columns``."""
    for number, line in enumerate(lines, start=1):
        yield (
            number,
            *cells_of(entry_of(line), body),
            line.decree,
            line.changed_on,
            line.file.sha256 if line.file else "",
            line.stream.rpartition("-")[2],
        )


def entry_of(line: ItemLine) -> Entry:
    """What the list says of a public item."""
    return Entry(
        title=line.title,
        summary=line.summary,
        klass=line.klass,
        unit=line.unit,
        responsible=line.responsible,
        made_when=line.made_when,
        made_where=line.made_where,
        forms=line.forms,
        retention=line.retention,
        language=line.language,
        link=line.link,
        file=line.file,
        keywords=tuple(line.keywords.split(", ")) if line.keywords else (),
        known_on=line.known_on,
    )
