"""Request books and other tables as files: ``reading`` opens CSV and XLSX, ``writing`` makes them."""

from web.books.items import list_columns, list_table, open_list
from web.books.reading import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    UnreadableBookError,
    open_book,
    read_cells,
)
from web.books.writing import OutCell, csv_chunks, guarded, unguarded, write_csv, write_xlsx

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "OutCell",
    "Sheet",
    "UnreadableBookError",
    "csv_chunks",
    "guarded",
    "list_columns",
    "list_table",
    "open_book",
    "open_list",
    "read_cells",
    "unguarded",
    "write_csv",
    "write_xlsx",
]
