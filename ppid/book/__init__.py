"""An officer's request book as it was kept before this system: rows of cells become facts, or problems.

``rows`` holds the values, ``values`` reads single cells, ``sentences`` says what is wrong with one, and
``reading`` turns a whole book into rows. Pure: no file, no clock, no database; ``web.books`` opens files.

Law: Perki KI 1/2021 art. 32(1) and annex VIII (columns of the register).
"""

from ppid.book.reading import known_columns, read_book, read_row
from ppid.book.rows import COLUMNS, LIMITS, Book, BookRow, Cell, Decision, Held, Problem, cells

__all__ = [
    "COLUMNS",
    "LIMITS",
    "Book",
    "BookRow",
    "Cell",
    "Decision",
    "Held",
    "Problem",
    "cells",
    "known_columns",
    "read_book",
    "read_row",
]
