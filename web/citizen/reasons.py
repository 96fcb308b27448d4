"""The reasons that are recorded for a "no", as the citizen needs them to choose a ground.

The article in words, the consequence, who approved, and the letter that decided. Law: UU 14/2008 art. 17,
22(7)d-e; Perki 1/2021 art. 34, annex IX.
"""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.exemption.articles import GROUNDS, letter_of
from ppid.request.events import Notice
from ppid.request.state import Request
from ppid.request.vocabulary import Outcome
from web.citizen.story import outcome_words
from web.citizen.words import article_words
from web.i18n import pick

ANNEX = "penolakan"


class Article(msgspec.Struct, frozen=True):
    """An article with its number and, where it is one of article 17, what it says."""

    name: str
    says: str


class Hidden(msgspec.Struct, frozen=True):
    """A part that was blacked out: what, why, by which article."""

    what: str
    why: str
    article: Article


class Reasons(msgspec.Struct, frozen=True):
    """What the notice says of a refusal. Empty texts were not recorded.

    ``annex`` is the address of the refusal decree (annex IX) among the letters of the request; ``decrees``
    are the numbers of the exemption decrees that the answer rests on.
    """

    outcome: str
    letter: str
    annex: str
    decrees: tuple[str, ...]
    on: date
    articles: tuple[Article, ...]
    consequence: str
    reasons: str
    approved_by: str
    approved_on: date | None
    hidden: tuple[Hidden, ...]
    other_body: str
    explanation: str

    @property
    def recorded(self) -> bool:
        """Whether there is any reason to show."""
        return bool(self.articles or self.consequence or self.reasons or self.hidden or self.explanation)


def reasons_of(request: Request) -> Reasons | None:
    """The recorded reasons of an answered request; None before the answer."""
    notice = request.notice
    if notice is None:
        return None
    return Reasons(
        outcome=outcome_words(request.outcome),
        letter=notice.number,
        annex=ANNEX if request.outcome is Outcome.REFUSED_EXEMPT else "",
        decrees=_decrees(notice),
        on=notice.sent_on,
        articles=tuple(article(code) for code in notice.articles),
        consequence=notice.consequence,
        reasons=notice.reasons,
        approved_by=notice.approval.by if notice.approval else "",
        approved_on=notice.approval.on if notice.approval else None,
        hidden=tuple(Hidden(b.material, b.reason, article(b.article)) for b in notice.blackouts),
        other_body=notice.other_body,
        explanation=notice.explanation,
    )


def _decrees(notice: Notice) -> tuple[str, ...]:
    """Each decree once, in the order named; an old book names none."""
    refs = (*notice.exemptions, *(b.exemption for b in notice.blackouts if b.exemption))
    return tuple(dict.fromkeys(ref.decree for ref in refs if ref.decree))


def article(code: str) -> Article:
    """An article as the citizen reads it: ``17(a)(1)`` with the words of letter and number."""
    letter = letter_of(code)
    if letter is None:
        return Article(article_words((code,)), "")
    said = [letter.text] if GROUNDS[code] == letter.text else [letter.text, GROUNDS[code]]
    return Article(article_words((code,)), ": ".join(pick(id=each.id, en=each.en) for each in said))
