"""What a refusal and a blacked-out part rest on: rows of a decree in force, whose letters the notice names.

Nothing is withheld under article 17 without a recorded test. An old book keeps its refusals as they stood
(decision 0021).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from ppid.deciding import Decider
from ppid.events import Stream
from ppid.exemption.articles import covers, letter_of
from ppid.exemption.papers import Row
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.state import EXEMPTION, Exemption, UnknownExemptionError
from ppid.request import events as e
from ppid.request import refusals as no
from ppid.request.vocabulary import Outcome

_NUMBER = r"(?:17(?!\d)|tujuh\s*belas\b|seventeen\b|xvii\b)"
#: What may stand between two words that belong together; bounded, so that no text takes long to read.
_GAP = r"\W{0,6}"
_YEAR = rf"{_GAP}(?:tahun|thn?|of)?{_GAP}"
#: Article 17 in words, however it is written, once the text is folded (``_folded``).
SEVENTEEN_IN_WORDS = re.compile(
    rf"^{_NUMBER}|\b(?:pasal|psl|ps|article|art)\b{_GAP}(?:ke\W?)?{_NUMBER}"
    rf"|(?<!\d){_NUMBER}{_GAP}(?:huruf|letter|[a-j]\b)"
)
#: Law 14/2008 by its number or its name.
LAW_14 = re.compile(
    rf"\b14{_YEAR}2008\b|\bkip\b|\bketerbukaan informasi\b"
    rf"|\b(?:uu|undang\W?undang|law){_GAP}(?:nomor|number|no)?{_GAP}14\b(?!{_YEAR}\d)"
)
#: Another law or rule, named by more than the word, that has an article 17 of its own.
LAW = re.compile(rf"\b(?:uu|undang\W?undang|law|pp|perpres|perki|perkap|perpol|permen\w*)\b{_GAP}\w")

Known = Mapping[Stream, Exemption]


def is_seventeen(article: str) -> bool:
    """Whether an article is article 17 of Law 14/2008, by its code or in words.

    Doubt counts for it: what rests on article 17 rests on a test, whatever it is called.
    """
    folded = _folded(article)
    if SEVENTEEN_IN_WORDS.search(folded) is None:
        return False
    return LAW_14.search(folded) is not None or LAW.search(folded) is None


def _folded(article: str) -> str:
    """A text as a reader takes it: one form of each letter and digit, nothing that is not seen (F05)."""
    shown = (c for c in unicodedata.normalize("NFKC", article) if unicodedata.category(c) != "Cf")
    return " ".join("".join(shown).split()).casefold()


def rested_on(outcome: Outcome, notice: e.Notice, body: Stream, known: Known) -> e.Notice:
    """The notice with the number of each decree it rests on; refused where it rests on none in force.

    ``known`` are the exemptions that it names. Law: UU 14/2008 art. 19, 22(7)c, 22(7)e; Perki 1/2021
    art. 34(2), 50; regulations §4.3, §4.6.
    """
    match outcome:
        case Outcome.REFUSED_EXEMPT:
            if not notice.exemptions:
                raise no.NoDecreeError("exemptions")
            refs = _decreed("exemptions", notice.exemptions, _days(notice), body, known)
            _check_covered("exemptions", notice.articles, refs, known)
            return replace(notice, exemptions=refs, blackouts=())
        case Outcome.PARTLY_GRANTED:
            blackouts = tuple(_blackout(each, _days(notice), body, known) for each in notice.blackouts)
            return replace(notice, blackouts=blackouts, exemptions=())
        case _:
            return replace(notice, exemptions=(), blackouts=())


def _days(notice: e.Notice) -> tuple[date, ...]:
    """The days on which a row has to be exempt: signed while it was, a letter may be sent too late."""
    return notice.signed_on, notice.sent_on


def _blackout(blackout: e.Blackout, days: Sequence[date], body: Stream, known: Known) -> e.Blackout:
    if letter_of(blackout.article) is None:
        raise no.BlackoutGroundError("blackouts")
    if blackout.exemption is None:
        raise no.NoDecreeError("blackouts")
    (ref,) = _decreed("blackouts", (blackout.exemption,), days, body, known)
    _check_covered("blackouts", (blackout.article,), (ref,), known)
    return replace(blackout, exemption=ref)


def _decreed(
    field: str, refs: Iterable[ExemptionRef], days: Sequence[date], body: Stream, known: Known
) -> tuple[ExemptionRef, ...]:
    """What is named, with the number of its decree: every row in force on each of ``days``."""
    found = []
    for ref in refs:
        exemption = known.get(ref.exemption)
        if exemption is None or exemption.decree is None or exemption.body != body or not ref.rows:
            raise no.UnknownDecreeError(field)
        for number in ref.rows:
            row = exemption.row(number)
            if row is None:
                raise no.UnknownDecreeError(field)
            for on in days:
                if not row.in_force(on):
                    raise no.DecreeNotInForceError(field, decree=exemption.number, row=number, on=on)
        found.append(replace(ref, decree=exemption.decree.number))
    return tuple(found)


def _check_covered(field: str, articles: Iterable[str], refs: Iterable[ExemptionRef], known: Known) -> None:
    """Every letter that the notice names was tested in one of the rows it names."""
    rows = [row for ref in refs for row in _rows(ref, known)]
    for article in articles:
        if not any(covers(row.articles, article) for row in rows):
            raise no.LetterNotCoveredError(field, article=article)


def _rows(ref: ExemptionRef, known: Known) -> list[Row]:
    return [row for number in ref.rows if (row := known[ref.exemption].row(number))]


def exemptions_of(decider: Decider, notice: e.Notice) -> dict[Stream, Exemption]:
    """The exemptions that a notice names, as they stand; what does not exist is left out."""
    refs = (*notice.exemptions, *(each.exemption for each in notice.blackouts if each.exemption))
    found: dict[Stream, Exemption] = {}
    for stream in dict.fromkeys(ref.exemption for ref in refs):
        try:
            found[stream] = decider.load(EXEMPTION, stream)
        except UnknownExemptionError:
            continue
    return found
