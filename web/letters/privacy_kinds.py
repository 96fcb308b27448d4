"""The letters about personal data, as plain values: the answer to an application, the notices of a breach.

Law: UU 27/2022 art. 14-15, 30, 32, 41, 46.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.letters.kinds import Letter, Person, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyAnswer(Letter):
    """The answer in writing to a data subject. ``asked``, ``outcome`` and ``received`` are words.

    ``granted`` is the number of the letter that granted what this one refuses after all, of ``granted_on``.
    """

    privacy_number: str
    person: Person
    asked: str
    received: str
    outcome: str
    text: str
    signature: Signature
    law: str
    until: date | None = None
    granted: str = ""
    granted_on: date | None = None

    @property
    def reference(self) -> str:
        """The letter's own number, or the application's."""
        return self.letter_number or self.privacy_number


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachNotice(Letter):
    """The notice of a breach: to a person, or without one to the agency. ``people``: how many."""

    breach_number: str
    known: str
    data: tuple[str, ...]
    how: str
    handling: str
    recovery: str
    signature: Signature
    happened_on: date | None = None
    person: Person | None = None
    people: int = 0

    @property
    def reference(self) -> str:
        """The letter's own number, or the record's."""
        return self.letter_number or self.breach_number
