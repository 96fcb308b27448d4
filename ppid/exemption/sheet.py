"""What a sheet must say before anything is exempt: its rows, their grounds, their periods, who tested.

Law: UU 14/2008 art. 2(4), 17, 18(1)-(2), 19, 20(1); PP 61/2010 art. 5-9; Perki 1/2021 art. 49-51, annex II.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from msgspec.structs import replace

from ppid.checks import Context, Label, check_text
from ppid.counting import months_after
from ppid.errors import RuleError
from ppid.events import Stream
from ppid.exemption import refusals as no
from ppid.exemption.articles import (
    NEVER_EXEMPT,
    OPENED_BY_PERSON,
    Letter,
    Opening,
    PeriodRule,
    letter_of,
    letters_of,
)
from ppid.exemption.events import SheetRow, Tester
from ppid.exemption.vocabulary import Interest, Occasion
from ppid.refusals import RequiredError, TooFarError

MOST_ROWS = 50
MOST_TESTERS = 30
THIRTY_YEARS_MONTHS = 30 * 12
#: No period ends so far ahead that nobody can have meant it.
FAR_MONTHS = 100 * 12
#: A statute by its usual names, as letter j asks for; no regulation below it.
STATUTE = re.compile(r"\b(UU|Undang-Undang|Undang-undang|Perppu|Law)\b")
ARTICLE = re.compile(r"\b(Pasal|pasal|art\.|article)\s*\d")

INFORMATION = Label("Informasi yang dikecualikan", "The exempt information", "Perki 1/2021 Lampiran II", 2000)
LEGAL_BASIS = Label("Dasar hukum", "The legal basis", "Perki 1/2021 Lampiran II", 2000)
OTHER_LAW = Label("Undang-undang lain", "The other statute", "UU 14/2008 Pasal 17 huruf j", 300)
IF_OPENED = Label("Konsekuensi bila dibuka", "The consequence if opened", "Perki 1/2021 Lampiran II", 5000)
IF_CLOSED = Label("Konsekuensi bila ditutup", "The consequence if closed", "Perki 1/2021 Lampiran II", 5000)
INTEREST = Label("Uji kepentingan publik", "The public-interest test", "UU 14/2008 Pasal 2 ayat (4)", 5000)
PERIOD_BASIS = Label("Dasar jangka waktu", "The legislation of the period", "PP 61/2010 Pasal 6, 8, 9", 300)
POSITION = Label("Jabatan", "The position", "Perki 1/2021 Lampiran II", 300)

TEXTS: dict[str, Label] = {
    "information": INFORMATION,
    "consequence_opened": IF_OPENED,
    "consequence_closed": IF_CLOSED,
    "public_interest": INTEREST,
}
BOUNDED: dict[str, Label] = {
    "legal_basis": LEGAL_BASIS,
    "other_law": OTHER_LAW,
    "period_basis": PERIOD_BASIS,
}


def numbered(rows: tuple[SheetRow, ...]) -> tuple[SheetRow, ...]:
    """The rows of a first test, numbered as they stand."""
    return tuple(replace(row, number=number) for number, row in enumerate(rows, start=1))


def check_rows(rows: tuple[SheetRow, ...], since: Callable[[int], date], on: date) -> None:
    """Refuse rows that may not be exempt. ``since`` gives the first exempt day of a row, for its period."""
    check_count(rows)
    for row in rows:
        for check in _checks(row, since(row.number), on):
            check()


def faults(row: SheetRow, since: date, on: date) -> Iterator[RuleError]:
    """Everything that keeps a row from being exempt, so that a form can say it all at once.

    What article 18(1) names is told alone: nothing else about it matters.
    """
    try:
        check_kind(row)
    except RuleError as never:
        yield never
        return
    for check in (*_each_text(row), *_checks(row, since, on)[1:]):
        try:
            check()
        except RuleError as refusal:
            yield refusal


def _checks(row: SheetRow, since: date, on: date) -> tuple[Callable[[], None], ...]:
    return (
        partial(check_texts, row),
        partial(check_grounds, row),
        partial(check_kind, row),
        partial(check_openings, row),
        partial(check_interest, row),
        partial(check_period, row, since, on),
    )


def check_count(rows: tuple[SheetRow, ...]) -> None:
    """A sheet has rows, each once."""
    if not 0 < len(rows) <= MOST_ROWS or len({row.number for row in rows}) < len(rows):
        raise no.NoRowsError("rows", limit=MOST_ROWS)


def check_texts(row: SheetRow) -> None:
    """What the annex asks for is written, and can be printed. Law: Perki 1/2021 art. 49(2), annex II."""
    for check in _each_text(row):
        check()


def _each_text(row: SheetRow) -> tuple[Callable[[], None], ...]:
    needed = (partial(check_text, name, getattr(row, name), label) for name, label in TEXTS.items())
    bounded = (
        partial(check_text, name, getattr(row, name), label, required=False)
        for name, label in BOUNDED.items()
    )
    return (*needed, *bounded)


def check_grounds(row: SheetRow) -> None:
    """Only article 17 exempts; letter j names a statute and its article. Law: UU 14/2008 art. 17."""
    if not row.articles or any(letter_of(code) is None for code in row.articles):
        raise no.ArticleError("articles", row=row.number)
    named = STATUTE.search(row.other_law) and ARTICLE.search(row.other_law)
    if "j" in _letters(row) and not named:
        raise no.OtherLawError("other_law", row=row.number)


def check_kind(row: SheetRow) -> None:
    """What article 18(1) names is never exempt: a hard stop. Law: UU 14/2008 art. 18(1)."""
    never = NEVER_EXEMPT.get(row.kind)
    if never:
        raise no.NeverExemptError(
            "kind", row=row.number, kind_id=never.text.id, kind_en=never.text.en, letter=never.letter
        )


def check_openings(row: SheetRow) -> None:
    """Consent and public office open letters g and h. Law: UU 14/2008 art. 18(2)."""
    if not set(_letters(row)) & set(OPENED_BY_PERSON):
        return
    match row.opening:
        case None:
            raise no.OpeningUnansweredError("opening", row=row.number)
        case Opening.CONSENT:
            raise no.ConsentedError("opening", row=row.number)
        case Opening.PUBLIC_OFFICE:
            raise no.PublicOfficeError("opening", row=row.number)
        case Opening.NONE:
            return


def check_interest(row: SheetRow) -> None:
    """Closing protects more than opening serves, or nothing is exempt. Law: UU 14/2008 art. 2(4)."""
    if row.interest is Interest.OPENING_SERVES_MORE:
        raise no.InterestOpensError("interest", row=row.number)


def check_period(row: SheetRow, since: date, on: date) -> None:
    """The period of each letter: its end, or the legislation that sets it.

    Law: UU 14/2008 art. 20(1); PP 61/2010 art. 5-9; Perki 1/2021 art. 51; regulations §4.5.
    """
    for letter in letters_of(row.articles):
        _check_letter(row, letter, since)
    if row.until is None:
        return
    if row.until < on:
        raise no.PeriodOverError("until", row=row.number, until=row.until, on=on)
    latest = months_after(on, FAR_MONTHS)
    if row.until > latest:
        raise TooFarError("until", on=row.until, latest=latest)


def _check_letter(row: SheetRow, letter: Letter, since: date) -> None:
    if row.until is None and not letter.permanent:
        raise no.PermanentError("until", row=row.number, letter=letter.letter)
    if letter.period is PeriodRule.THIRTY_YEARS and row.until:
        latest = months_after(since, THIRTY_YEARS_MONTHS)
        if row.until > latest:
            raise no.ThirtyYearsError("until", row=row.number, latest=latest)
    if letter.period is PeriodRule.BY_LEGISLATION and not row.period_basis.strip():
        raise no.PeriodLawError("period_basis", row=row.number, letter=letter.letter)


def check_testers(testers: tuple[Tester, ...], context: Context) -> tuple[Tester, ...]:
    """Testers are officers in office on the day, or positions; an officer's position and unit are kept.

    Law: Perki 1/2021 annex II, table of testers.
    """
    if not 0 < len(testers) <= MOST_TESTERS:
        raise no.NoTestersError("testers", limit=MOST_TESTERS)
    return tuple(_tester(tester, context) for tester in testers)


def _tester(tester: Tester, context: Context) -> Tester:
    if tester.officer:
        term = context.body.term_of(tester.officer, context.as_of)
        position, unit = tester.position or term.position, tester.unit or term.unit
        tester = replace(tester, position=position or "PPID", unit=unit)
    check_text("testers", tester.position, POSITION)
    check_text("testers", tester.unit, POSITION, required=False)
    return tester


def check_cause(occasion: Occasion, cause: Stream, *, known: bool) -> None:
    """A test upon a request or during a dispute says for which. Law: Perki 1/2021 art. 49(1).

    ``known`` says whether the body has that request or dispute.
    """
    kind = CAUSES[occasion]
    fits = cause.startswith(kind) and known if kind else not cause
    if not fits:
        raise no.CauseError("cause")


CAUSES: dict[Occasion, str] = {
    Occasion.BEFORE_REQUEST: "",
    Occasion.UPON_REQUEST: "request-",
    Occasion.DURING_DISPUTE: "dispute-",
}


def position_of(given: str, officer: Stream, context: Context) -> str:
    """In which position somebody signs: as given, else as appointed."""
    appointed = next((each.position for each in context.body.officers if each.id == officer), "")
    position = given.strip() or appointed
    if not position:
        raise RequiredError("position", label_id=POSITION.id, label_en=POSITION.en, article=POSITION.article)
    check_text("position", position, POSITION)
    return position


def _letters(row: SheetRow) -> tuple[str, ...]:
    return tuple(letter.letter for letter in letters_of(row.articles))
