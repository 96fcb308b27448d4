"""What a refusal is: a stable code, and a sentence fit to show in both languages.

A refusal says what, which one, and what now. The subjects define their own refusals beside the rules
that raise them; every one is listed in ``docs/refusals.md``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

Language = Literal["id", "en"]
Fact = str | int | date | None

MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

UNKNOWN: dict[Language, str] = {"id": "(belum diketahui)", "en": "(not known yet)"}


def say_date(on: date, language: Language) -> str:
    """A date for people: ``4 Mei 2026``, ``4 May 2026``."""
    return f"{on.day} {MONTHS[language][on.month - 1]} {on.year}"


def say_instant(at: datetime, zone: str, language: Language) -> str:
    """An instant for people: ``4 Mei 2026 pukul 16.05 WIB``, ``4 May 2026 at 16:05 WIB``."""
    local = at.astimezone(ZoneInfo(zone or "Asia/Jakarta"))
    clock = f"pukul {local:%H.%M}" if language == "id" else f"at {local:%H:%M}"
    return f"{say_date(local.date(), language)} {clock} {local.tzname()}"


def say(template: str, language: Language, facts: dict[str, Fact]) -> str:
    """Fill a sentence with facts; dates are written for people, and what is not known is said to be so."""
    return template.format(**{name: _word(fact, language) for name, fact in facts.items()})


def _word(fact: Fact, language: Language) -> str | int:
    if fact is None:
        return UNKNOWN[language]
    return say_date(fact, language) if isinstance(fact, date) else fact


class RuleError(Exception):
    """A rule stops a wrong step. Nothing was recorded.

    ``code`` is permanent. ``status`` is the HTTP meaning: 422 unlawful or invalid, 409 somebody was
    faster, 403 not yours, 404 unknown or not yours to know of.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    id: ClassVar[str] = "Langkah ini tidak dapat dilakukan."
    en: ClassVar[str] = "This step cannot be taken."

    def __init__(self, **facts: Fact) -> None:
        self.facts = facts
        super().__init__(say(type(self).en, "en", facts))

    def sentence(self, language: Language) -> str:
        """The refusal in the reader's language."""
        return say(self.id if language == "id" else self.en, language, self.facts)


class FieldError(RuleError):
    """A refusal that belongs to one field of a form. ``field`` is the command's attribute."""

    code = "field-invalid"
    id = "Isian tidak dapat diterima."
    en = "This entry cannot be accepted."

    def __init__(self, field: str, **facts: Fact) -> None:
        self.field = field
        super().__init__(**facts)
