"""Single cells of a request book: dates, tick marks, amounts and decisions as officers write them.

A reader returns the value, or raises ``CellError`` with the code of the sentence that explains why not.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

from ppid.book.rows import Cell, Decision

FIRST_YEAR: Final = 2008  # the law is of that year, and no book is older
LAST_YEAR: Final = 2099
LARGEST_FEE_IDR: Final = 999_999_999_999
LARGEST_NO: Final = 9_999_999


class CellError(Exception):
    """A cell does not hold what its column asks for. ``code`` and ``facts`` word the sentence."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


BLANKS: Final = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}"})
_MONTH_NAMES: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agust agu agt ags agst aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
_DAY_NAMES: Final = {
    name: number
    for number, names in enumerate(
        (
            "senin monday",
            "selasa tuesday",
            "rabu wednesday",
            "kamis thursday",
            "jumat jum'at friday",
            "sabtu saturday",
            "minggu ahad sunday",
        )
    )
    for name in names.split()
}
_TIME = r"(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?z?)?"
_WEEKDAY = re.compile(r"(?P<day>[a-z']+)\s*[,/]?\s+(?=[0-9])")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2([0-9]{{2}}|[0-9]{{4}}){_TIME}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_NAMED = re.compile(r"([0-9]{1,2})[-/. ]*([a-z]{3,9})[-/., ]*([0-9]{2}|[0-9]{4})")
_SERIAL = re.compile(r"[0-9]{5}")

_SERIAL_ZERO: Final = date(
    1899, 12, 30
)  # workbooks count days from here, since they believe in 29 February 1900
_LARGEST_SERIAL: Final = 99_999


def read_date(cell: Cell) -> date:
    """Read a day, whether typed in words, in figures day first, as ISO 8601, or kept by a workbook."""
    match cell:
        case datetime():
            found = cell.date()
        case date():
            found = cell
        case bool() | None:
            raise CellError("date-not-read")
        case int() | float():
            found = _from_serial(cell)
        case str():
            found = _from_text(cell)
        case _:
            raise CellError("date-not-read")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError("date-out-of-range")
    return found


def _from_serial(number: float) -> date:
    if not math.isfinite(number) or not 1 <= number <= _LARGEST_SERIAL:
        raise CellError("date-not-read")
    return _SERIAL_ZERO + timedelta(days=int(number))


def _from_text(written: str) -> date:
    text = " ".join(written.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())
    weekday = None
    if (named := _WEEKDAY.match(text)) and named["day"] in _DAY_NAMES:
        weekday = _DAY_NAMES[named["day"]]
        text = text[named.end() :]
    found = _from_figures(text)
    if weekday is not None and found.weekday() != weekday:
        raise CellError("weekday-mismatch")
    return found


def _from_figures(text: str) -> date:
    if parts := _YEAR_FIRST.fullmatch(text):
        return _day(int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := _DAY_FIRST.fullmatch(text):
        return _day(_year(parts[4]), int(parts[3]), int(parts[1]))
    if (parts := _NAMED.fullmatch(text)) and parts[2] in _MONTH_NAMES:
        return _day(_year(parts[3]), _MONTH_NAMES[parts[2]], int(parts[1]))
    if _SERIAL.fullmatch(text):
        return _from_serial(int(text))
    raise CellError("date-not-read")


def _year(figures: str) -> int:
    if len(figures) == 2:  # noqa: PLR2004 - 25 may be a day as well as a year
        raise CellError("date-two-digit-year")
    return int(figures)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        pass
    try:
        swapped = date(year, day, month)
    except ValueError:
        raise CellError("date-impossible") from None
    raise CellError("date-ambiguous-month", month=month, example=f"{swapped:%d-%m-%Y}")


_TICKS: Final = frozenset({"v", "✓", "✔", "√", "☑", "x", "ya", "y", "yes", "1", "true", "benar"})
_NO_TICKS: Final = BLANKS | {"tidak", "t", "no", "n", "0", "false", "salah", "☐"}


def read_tick(cell: Cell) -> bool:
    """Read a tick mark. A cross of its own sign (✗) may mean no, so it is refused rather than guessed."""
    if cell is None or isinstance(cell, bool):
        return bool(cell)
    if isinstance(cell, (int, float)):
        if cell in {0, 1}:
            return cell == 1
        raise CellError("not-a-tick")
    word = str(cell).replace("\N{VARIATION SELECTOR-16}", "").replace("\N{VARIATION SELECTOR-15}", "")
    word = word.strip().casefold()
    if word in _TICKS:
        return True
    if word in _NO_TICKS:
        return False
    raise CellError("not-a-tick")


_AMOUNT = re.compile(
    r"(?:rp\.?|idr)?\s*([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?:00|0|-))?(?:\s*(?:rupiah|,-))?"
)
_FREE: Final = BLANKS | {"gratis", "nihil", "tidak ada", "bebas biaya", "rp-", "rp -", "rp. -"}


def read_fee(cell: Cell) -> int:
    """Read whole rupiah: a point groups thousands, a comma starts decimals; nothing and ``-`` mean 0."""
    if cell is None:
        return 0
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if math.isfinite(cell) and cell == int(cell) and 0 <= cell <= LARGEST_FEE_IDR:
            return int(cell)
        raise CellError("fee-not-read")
    text = " ".join(str(cell).casefold().split())
    if text in _FREE:
        return 0
    amount = _AMOUNT.fullmatch(text)
    digits = amount[1].replace(".", "") if amount else ""
    if not amount or len(digits) > len(str(LARGEST_FEE_IDR)):
        raise CellError("fee-not-read")
    return int(digits)


_NUMBER = re.compile(r"0*([0-9]{1,7})\.?")


def read_no(cell: Cell) -> int:
    """Read a running number, from 1 to 9,999,999."""
    number = 0
    if isinstance(cell, str) and (figures := _NUMBER.fullmatch(cell.strip()[:40])):
        number = int(figures[1])
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and math.isfinite(cell):
        number = int(cell) if cell == int(cell) else 0
    if not 1 <= number <= LARGEST_NO:
        raise CellError("not-a-number")
    return number


_DECISIONS: Final[dict[str, Decision]] = {
    "diberikan seluruhnya": "granted",
    "diberikan": "granted",
    "dikabulkan seluruhnya": "granted",
    "dikabulkan": "granted",
    "dipenuhi seluruhnya": "granted",
    "dipenuhi": "granted",
    "diberikan sebagian": "partly-granted",
    "dikabulkan sebagian": "partly-granted",
    "dipenuhi sebagian": "partly-granted",
    "ditolak": "refused",
    "ditolak seluruhnya": "refused",
    "belum didokumentasikan": "not-documented",
    "belum terdokumentasi": "not-documented",
    "belum terdokumentasikan": "not-documented",
}
_NOT_HELD = re.compile(
    r"tidak\s+(?:dikuasai|di\s*bawah\s+penguasaan)\s*(?:[-\u2013\u2014:,;]\s*)?"
    r"(?:diarahkan\s+ke(?:pada)?(?:\s+(?P<body>.+))?)?",
    re.IGNORECASE | re.DOTALL,
)


def read_decision(text: str) -> tuple[Decision, str]:
    """Read a decision and the office that holds the information instead, which is empty when not named."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".")
    if plain in _DECISIONS:
        return _DECISIONS[plain], ""
    if elsewhere := _NOT_HELD.fullmatch(text.strip()):
        return "not-held", (elsewhere["body"] or "").strip()
    raise CellError("unknown-decision")


def read_text(cell: Cell) -> str:
    """Read free text: trimmed, its line ends as line feeds; a lone dash means nothing was written."""
    match cell:
        case None:
            return ""
        case str():
            text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
        case float() if math.isfinite(cell) and cell == int(cell):
            text = str(int(cell))
        case datetime() if cell.time() == datetime.min.time():
            text = cell.date().isoformat()
        case _:
            text = str(cell)
    return "" if text in BLANKS else text


def odd_character(text: str) -> str | None:
    """Return the name of the first character that no text of a book may hold, such as ``U+0000``."""
    for character in text:
        code = ord(character)
        if character in "\n\t" or (code >= ord(" ") and character.isprintable()):
            continue
        if unicodedata.category(character) in {"Cc", "Cs"} or code & 0xFFFE == 0xFFFE:  # noqa: PLR2004
            return f"U+{code:04X}"
    return None
