"""Jinja filters: dates, money, days left and people's own words, shown for people.

Everything here only formats. Which day it is, what is due and what is allowed are decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal

from web.i18n import gettext, language
from web.masking import masked

if TYPE_CHECKING:
    from flask import Flask

LOCALES = {"id": "id", "en": "en_GB"}
NOTHING = "\N{EN DASH}"
JAKARTA = ZoneInfo("Asia/Jakarta")

# Characters outside the control and format categories that still print nothing at all.
INVISIBLE = frozenset(
    chain(
        [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0],
        range(0x180B, 0x1810),
        range(0xFE00, 0xFE10),
        range(0xE0100, 0xE01F0),
    ),
)
SPELLED_OUT = "\u2039U+%04X\u203a"  # in single angle quotes, which names do not use
HIDING_CATEGORIES = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])


def install(app: Flask) -> None:
    """Make the filters known to the templates of ``app``."""
    for function in (
        day, weekday_day, moment, weekday_moment, number, rupiah, days_left, hours_left, visible, lower_first,
        messages_for, error_lines, date_parts, law_words, masked,
    ):  # fmt: skip
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals["stylesheet"] = stylesheet(app)


def stylesheet(app: Flask) -> str:
    """The name of the one compiled stylesheet; its content is in its name, so it may be kept for ever."""
    found = sorted(Path(app.static_folder or "").glob("ppid-*.css"))
    if len(found) != 1:
        raise RuntimeError(f"web/static must hold exactly one ppid-<hash>.css, found {len(found)}")
    return found[0].name


def day(value: date | None) -> str:
    """``4 Mei 2026``, ``4 May 2026``."""
    return NOTHING if value is None else _day_in(value, "d MMMM y", _locale())


def weekday_day(value: date | None) -> str:
    """``Senin, 4 Mei 2026``, ``Monday 4 May 2026``."""
    if value is None:
        return NOTHING
    pattern = "EEEE, d MMMM y" if language() == "id" else "EEEE d MMMM y"
    return _day_in(value, pattern, _locale())


def moment(value: datetime | None, zone: tzinfo | str = JAKARTA) -> str:
    """``4 Mei 2026 pukul 16.05 WIB``, ``4 May 2026 at 16:05 WIB``, in the body's time zone.

    Raises ValueError for a naive datetime: without a zone nobody can say which day it was.
    """
    if value is None:
        return NOTHING
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = value.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    clock = format_time(local, "HH.mm" if language() == "id" else "HH:mm", locale=_locale())
    # English has no common short names for the Indonesian zones; people here say WIB in either language.
    name = get_timezone_name(local, width="short", locale="id")
    at = "pukul" if language() == "id" else "at"
    return f"{day(local.date())} {at} {clock} {name}"


def weekday_moment(value: datetime | None, zone: tzinfo | str = JAKARTA) -> str:
    """``Senin, 4 Mei 2026 pukul 16.05 WIB``, ``Monday 4 May 2026 at 16:05 WIB``."""
    if value is None:
        return NOTHING
    told = moment(value, zone)
    local = value.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()
    return told.replace(day(local), weekday_day(local), 1)


def number(value: int) -> str:
    """``1.234``, ``1,234``."""
    return _number_in(value, _locale())


def rupiah(value: int) -> str:
    """``Rp25.000``, ``Rp25,000``."""
    return f"{'-' if value < 0 else ''}Rp{number(abs(value))}"


def days_left(value: int, calendar_days: bool = False) -> str:  # noqa: FBT001, FBT002  (a filter's argument)
    """``sisa 3 hari kerja``, ``hari ini``, ``lewat 2 hari kerja``. Negative when passed.

    Working days, or days of the calendar where the period is counted in those.
    """
    if value == 0:
        return gettext("hari ini")
    return _calendar_days_left(value) if calendar_days else _working_days_left(value)


def hours_left(value: int) -> str:
    """``sisa 40 jam``, ``lewat 3 jam``: whole hours; -1 is less than one hour late."""
    if value == 0:
        return gettext("sisa kurang dari 1 jam")
    if value == -1:
        return gettext("lewat kurang dari 1 jam")
    if value < 0:
        return gettext("lewat %(hours)s jam", hours=number(-value - 1))
    return gettext("sisa %(hours)s jam", hours=number(value))


def _working_days_left(value: int) -> str:
    if value == 1:
        return gettext("sisa 1 hari kerja")
    if value == -1:
        return gettext("lewat 1 hari kerja")
    if value < 0:
        return gettext("lewat %(days)s hari kerja", days=number(-value))
    return gettext("sisa %(days)s hari kerja", days=number(value))


def _calendar_days_left(value: int) -> str:
    if value == 1:
        return gettext("sisa 1 hari")
    if value == -1:
        return gettext("lewat 1 hari")
    if value < 0:
        return gettext("lewat %(days)s hari", days=number(-value))
    return gettext("sisa %(days)s hari", days=number(value))


def visible(text: object) -> str:
    """Spell out every character that hides, reorders or breaks a name, as ``U+202E`` in angle quotes."""
    written = str(text)
    if written.isascii() and written.isprintable():  # as nearly all are
        return written
    return "".join(SPELLED_OUT % ord(c) if _hides(c) else c for c in written)


def lower_first(text: str) -> str:
    """The words inside a sentence: ``Ubah nama lengkap``; abbreviations (``NIK``) stay as they are."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def messages_for(errors: Mapping[str, object] | None, name: str) -> list[str]:
    """What is wrong with one field. Takes marshmallow's shape: lists, or mappings by index."""
    return _messages((errors or {}).get(name))


def error_lines(errors: Mapping[str, object] | None) -> list[tuple[str, str]]:
    """(field, message) for the summary, one line per message; field is empty for the form as a whole."""
    return [
        ("" if field.startswith("_") else field, message)
        for field, found in (errors or {}).items()
        for message in _messages(found)
    ]


def date_parts(value: date | Mapping[str, object] | None, name: str) -> dict[str, str]:
    """The three boxes of a date: from a date, or as typed in a posted form."""
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    typed = value or {}
    return {part: str(typed.get(f"{name}-{part}") or "") for part in ("day", "month", "year")}


def _messages(found: object) -> list[str]:
    if not found:
        return []
    if isinstance(found, Mapping):
        return [message for each in found.values() for message in _messages(each)]
    if isinstance(found, (list, tuple)):
        return [message for each in found for message in _messages(each)]
    return [str(found)]


def _hides(character: str) -> bool:
    return unicodedata.category(character) in HIDING_CATEGORIES or ord(character) in INVISIBLE


# A list shows the same few days and numbers over and over.
@lru_cache(maxsize=4096)
def _day_in(value: date, pattern: str, locale: str) -> str:
    return format_date(value, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _number_in(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


def _locale() -> str:
    return LOCALES[language()]


#: The clocks name their articles in Indonesian, the language of the law.
LAW_IN_ENGLISH = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (r"\bUU (?=\d)", "Law "),
        (r"\bPasal ", "art. "),
        (r"\bLampiran ", "annex "),
        (r" ayat \((\d+)\)", r"(\1)"),
        (r" huruf ([a-z])\b", r" letter \1"),
        (r" angka (\d+)", r" number \1"),
        (r"\bdan\b", "and"),
    )
)


def law_words(article: str) -> str:
    """A reference to the law, as it is written in the reader's language."""
    if language() == "id":
        return article
    for pattern, english in LAW_IN_ENGLISH:
        article = pattern.sub(english, article)
    return article
