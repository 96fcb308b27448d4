"""What a sheet must say before anything is exempt: its grounds, the hard stops, the period of each letter."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid import refusals as shared
from ppid.body import UnknownOfficerError, UnknownUnitError
from ppid.errors import RuleError
from ppid.exemption import events as e
from ppid.exemption import refusals as no
from ppid.exemption import testing
from ppid.exemption.articles import (
    GROUNDS,
    NEVER_EXEMPT,
    SEVENTEEN,
    Kind,
    Opening,
    PeriodRule,
    covers,
    letter_of,
    letters_of,
)
from ppid.exemption.sheet import faults
from ppid.exemption.vocabulary import Interest, Occasion
from ppid.refusals import RequiredError
from tests import examples
from tests.examples import CASE, day
from tests.ppid.exemption import facts as x
from tests.ppid.exemption.facts import nothing, row
from tests.scenario import Happened


def sheet_of(*rows: object, **others: object) -> Happened:
    """A sheet with these rows, made on the day of the examples."""
    command = replace(x.MAKE_TEST, rows=tuple(rows))
    return nothing().when(testing.test, command, **others)


def test_article_17_has_its_ten_letters_and_their_parts() -> None:
    assert "".join(letter.letter for letter in SEVENTEEN) == "abcdefghij"
    assert [len(letter.parts) for letter in SEVENTEEN] == [5, 0, 7, 0, 7, 4, 0, 5, 0, 0]
    assert len(GROUNDS) == 38
    assert all(text.id and text.en and text.id != text.en for text in GROUNDS.values())


def test_article_18_names_seven_kinds_that_are_never_exempt() -> None:
    assert [never.letter for never in NEVER_EXEMPT.values()] == list("abcdefg")
    assert set(NEVER_EXEMPT) == set(Kind) - {Kind.NONE_OF_THESE}


def test_only_a_to_f_are_never_permanent() -> None:
    assert [letter.letter for letter in SEVENTEEN if not letter.permanent] == list("abcdef")
    rules = {letter.letter: letter.period for letter in SEVENTEEN}
    assert [rules[letter] for letter in "abghij"] == [
        PeriodRule.THIRTY_YEARS,
        PeriodRule.BY_LEGISLATION,
        PeriodRule.BY_LEGISLATION,
        PeriodRule.AS_NEEDED,
        PeriodRule.BY_LEGISLATION,
        PeriodRule.BY_OTHER_LAW,
    ]
    assert {rules[letter] for letter in "cdef"} == {PeriodRule.SET_BY_HEAD}


@pytest.mark.parametrize(
    ("grounds", "named", "carried"),
    [
        (("17(a)",), "17(a)(2)", True),
        (("17(a)(2)",), "17(a)", True),
        (("17(a)(2)",), "17(a)(2)", True),
        (("17(a)(1)",), "17(a)(2)", False),
        (("17(a)", "17(h)(2)"), "17(h)(2)", True),
        (("17(a)",), "17(b)", False),
        ((), "17(a)", False),
        (("17(a)",), "Pasal 6", False),
    ],
)
def test_a_tested_ground_carries_its_letter_and_no_other_part(
    grounds: tuple[str, ...], named: str, *, carried: bool
) -> None:
    assert covers(grounds, named) is carried


def test_a_code_that_the_law_has_not_is_no_ground() -> None:
    assert letter_of("17(b)(1)") is None
    assert letter_of("18(1)") is None
    assert [letter.letter for letter in letters_of(("17(h)(2)", "17(a)"))] == ["a", "h"]


def test_a_test_is_recorded_with_its_rows_testers_and_chain() -> None:
    nothing().when(testing.test, x.MAKE_TEST).then(x.TESTED)


def test_a_number_of_ones_own_is_kept() -> None:
    command = replace(x.MAKE_TEST, number="B/7/UK/2026")
    happened = nothing().when(testing.test, command)
    assert isinstance(happened.event, e.Tested)
    assert happened.event.number == "B/7/UK/2026"


@pytest.mark.parametrize("kind", list(NEVER_EXEMPT))
def test_what_article_18_names_is_a_hard_stop(kind: Kind) -> None:
    sheet_of(row(kind=kind)).then_refused(
        no.NeverExemptError, "kind", row=1, letter=NEVER_EXEMPT[kind].letter
    )


def test_a_form_can_say_everything_that_is_wrong_with_a_row_at_once() -> None:
    empty = row(articles=("17(h)",), information="", public_interest="", opening=None)
    on = date(2026, 6, 2)
    assert [type(fault) for fault in faults(empty, on, on)] == [
        RequiredError,
        RequiredError,
        no.OpeningUnansweredError,
    ]
    never = row(kind=Kind.COURT_DECISION, information="", articles=())
    assert [type(fault) for fault in faults(never, on, on)] == [no.NeverExemptError]
    assert not list(faults(row(), on, on))


@pytest.mark.parametrize("letter", ["17(g)", "17(h)", "17(h)(3)"])
@pytest.mark.parametrize(
    ("opening", "refusal"),
    [
        (None, no.OpeningUnansweredError),
        (Opening.CONSENT, no.ConsentedError),
        (Opening.PUBLIC_OFFICE, no.PublicOfficeError),
    ],
)
def test_consent_and_public_office_open_letters_g_and_h(
    letter: str, opening: Opening | None, refusal: type[RuleError]
) -> None:
    sheet_of(row(articles=(letter,), opening=opening, period_basis="UU 2/2014")).then_refused(
        refusal, "opening", row=1
    )


def test_other_letters_ask_nothing_about_a_person() -> None:
    assert sheet_of(row(opening=None)).refusal is None
    assert sheet_of(row(opening=Opening.PUBLIC_OFFICE)).refusal is None


@pytest.mark.parametrize("articles", [(), ("17(b)(1)",), ("17(k)",), ("17(a)", "Pasal 6"), ("17(a)(6)",)])
def test_every_row_names_grounds_of_article_17(articles: tuple[str, ...]) -> None:
    sheet_of(row(articles=articles)).then_refused(no.ArticleError, "articles", row=1)


@pytest.mark.parametrize("law", ["", "PP 61/2010 Pasal 5", "UU 10/1998", "Perkap 24/2011 Pasal 3"])
def test_letter_j_names_a_statute_and_its_article(law: str) -> None:
    sheet_of(row(x.STATUTE, other_law=law)).then_refused(no.OtherLawError, "other_law", row=1)


@pytest.mark.parametrize("law", ["UU 10/1998 Pasal 40", "Undang-Undang Nomor 30 Tahun 2004 pasal 16"])
def test_a_statute_with_its_article_carries_letter_j(law: str) -> None:
    assert sheet_of(row(x.STATUTE, number=1, other_law=law)).refusal is None


def test_where_opening_serves_more_nothing_is_exempt() -> None:
    sheet_of(row(interest=Interest.OPENING_SERVES_MORE)).then_refused(
        no.InterestOpensError, "interest", row=1
    )


@pytest.mark.parametrize("letter", "abcdef")
def test_letters_a_to_f_need_an_end(letter: str) -> None:
    sheet_of(row(articles=(f"17({letter})",), until=None, period_basis="UU 28/2014")).then_refused(
        no.PermanentError, "until", row=1, letter=letter
    )


def test_letter_a_lasts_thirty_years_and_not_a_day_more() -> None:
    assert sheet_of(row(until=date(2056, 6, 2))).refusal is None
    sheet_of(row(until=date(2056, 6, 3))).then_refused(
        no.ThirtyYearsError, "until", row=1, latest=date(2056, 6, 2)
    )


def test_letter_c_may_last_longer_but_nobody_means_the_year_9999() -> None:
    assert sheet_of(row(x.DEFENCE, number=1, until=date(2060, 1, 1))).refusal is None
    sheet_of(row(x.DEFENCE, number=1, until=date(9999, 12, 31))).then_refused(shared.TooFarError, "until")


@pytest.mark.parametrize("letter", "bgi")
def test_letters_b_g_and_i_name_the_legislation_of_their_period(letter: str) -> None:
    bare = row(articles=(f"17({letter})",), opening=Opening.NONE)
    sheet_of(bare).then_refused(no.PeriodLawError, "period_basis", row=1, letter=letter)
    assert sheet_of(replace(bare, period_basis="UU 28/2014 Pasal 58")).refusal is None


def test_letters_h_and_j_may_last_as_long_as_needed() -> None:
    assert sheet_of(row(x.SECRET, number=1)).refusal is None
    assert sheet_of(row(x.STATUTE, number=1)).refusal is None


def test_a_period_that_is_over_exempts_nothing() -> None:
    sheet_of(row(until=day("2026-06-01"))).then_refused(no.PeriodOverError, "until", row=1)
    assert sheet_of(row(until=day("2026-06-02"))).refusal is None


@pytest.mark.parametrize(
    "field", ["information", "consequence_opened", "consequence_closed", "public_interest"]
)
def test_every_column_of_the_annex_is_filled(field: str) -> None:
    sheet_of(replace(x.ROW, **{field: "  "})).then_refused(shared.RequiredError, field)
    sheet_of(replace(x.ROW, **{field: "x" * 20_001})).then_refused(shared.TooLongError, field)


def test_the_second_row_is_looked_at_like_the_first() -> None:
    sheet_of(x.ROW, row(kind=Kind.POLICY)).then_refused(no.NeverExemptError, "kind", row=2)


def test_a_sheet_has_rows() -> None:
    sheet_of().then_refused(no.NoRowsError, "rows")
    sheet_of(*[x.ROW] * 51).then_refused(no.NoRowsError, "rows")


def test_a_sheet_names_testers_of_the_body_or_positions() -> None:
    def by(*testers: e.Tester) -> Happened:
        command = replace(x.MAKE_TEST, testers=testers)
        return nothing().when(testing.test, command)

    by().then_refused(no.NoTestersError, "testers")
    by(e.Tester()).then_refused(shared.RequiredError, "testers")
    by(e.Tester(officer="person-nobody")).then_refused(UnknownOfficerError)


def test_an_officer_tests_in_the_term_that_runs_on_the_day() -> None:
    leaves = nothing().in_office(*examples.budi_until("2026-06-09", then="Kasi Samsat", since="2026-07-01"))
    tested = leaves.on("2026-06-09").when(testing.test, x.MAKE_TEST).event
    assert isinstance(tested, e.Tested)
    assert tested.testers[0].position == "Paur Lantas"
    leaves.on("2026-06-10").when(testing.test, x.MAKE_TEST).then_refused(UnknownOfficerError)
    again = leaves.on("2026-07-01").when(testing.test, x.MAKE_TEST).event
    assert isinstance(again, e.Tested)
    assert again.testers[0].position == "Kasi Samsat"


def test_a_test_upon_a_request_names_one_of_the_body() -> None:
    def upon(occasion: Occasion, cause: str, *, known: bool) -> Happened:
        command = replace(x.MAKE_TEST, occasion=occasion, cause=cause)
        return nothing().when(testing.test, command, known=known)

    upon(Occasion.UPON_REQUEST, "", known=False).then_refused(no.CauseError, "cause")
    upon(Occasion.UPON_REQUEST, CASE, known=False).then_refused(no.CauseError, "cause")
    upon(Occasion.UPON_REQUEST, x.DISPUTE, known=True).then_refused(no.CauseError, "cause")
    upon(Occasion.BEFORE_REQUEST, CASE, known=True).then_refused(no.CauseError, "cause")
    assert upon(Occasion.UPON_REQUEST, CASE, known=True).refusal is None
    assert upon(Occasion.DURING_DISPUTE, x.DISPUTE, known=True).refusal is None


def test_a_test_has_happened_in_a_place_and_a_known_unit() -> None:
    def with_(**changes: object) -> Happened:
        return nothing().when(testing.test, replace(x.MAKE_TEST, **changes))

    with_(tested_on=day("2026-06-03")).then_refused(shared.FutureDateError, "tested_on")
    with_(tested_on=day("2010-04-29")).then_refused(shared.BeforeBodyError, "tested_on")
    with_(place="").then_refused(shared.RequiredError, "place")
    with_(unit="NOWHERE").then_refused(UnknownUnitError)
