"""What an answer on ground a does with an exemption. Law: UU 14/2008 art. 36(3); Perki 1/2021 art. 44(3)."""

import pytest
from msgspec.structs import replace

from ppid.exemption.events import Lifted
from ppid.exemption.reference import ExemptionRef, OpenedPart
from ppid.exemption.refusals import RowNotInForceError, UnknownRowError
from ppid.exemption.state import UnknownExemptionError
from ppid.objection import events as e
from ppid.objection.answering import answer
from ppid.objection.vocabulary import Ground, Verdict
from ppid.refusals import NotAValueError, RequiredError
from tests import examples as x
from tests.examples import day
from tests.ppid.exemption import facts as exempt
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import given

FILED = given(f.FILED, f.REGISTERED).on("2026-08-04")
ROWS_OPENED = replace(f.REF, decree="")
PARTLY = replace(f.OVERTURN, verdict=Verdict.PARTLY_OVERTURNED, reasons="Sisanya tetap dikecualikan.")


def test_an_answer_that_upholds_a_refusal_as_exempt_names_a_decree_in_force() -> None:
    FILED.when(answer, f.UPHOLD).then(f.UPHELD)
    FILED.when(answer, replace(f.UPHOLD, exemptions=())).then_refused(RequiredError, "exemptions")


def test_what_stays_closed_when_a_refusal_is_overturned_in_part_names_a_decree_too() -> None:
    for unnamed in (PARTLY, replace(PARTLY, opened=(ROWS_OPENED,))):
        FILED.when(answer, unnamed).then_refused(RequiredError, "exemptions")
    explained = (*f.EXPLAINED, e.Explanation(Ground.NOT_AS_ASKED, "Rincian diberikan."))
    mixed = replace(PARTLY, explanations=explained)
    on_both = given(f.FILED_AD, f.REGISTERED).on("2026-08-04")
    on_both.when(answer, mixed).then_refused(RequiredError, "exemptions")
    assert on_both.when(answer, replace(mixed, opened=(ROWS_OPENED,))).refusal is None
    assert on_both.when(answer, replace(mixed, exemptions=(ROWS_OPENED,))).refusal is None


def test_an_answer_signed_before_the_decree_does_not_rest_on_it() -> None:
    signed = replace(f.UPHOLD, signed_on=day("2026-07-31"), sent_on=day("2026-08-04"))
    later = exempt.exemption_of(
        *exempt.IN_FORCE[:-1], replace(exempt.IN_FORCE[-1], signed_on=day("2026-08-03"))
    )
    FILED.when(answer, signed, exemptions={later.stream: later}).then_refused(RowNotInForceError, row=1)


def test_what_is_upheld_on_other_grounds_names_none() -> None:
    on_d = given(f.FILED_D, f.REGISTERED).on("2026-08-04")
    explained = (e.Explanation(Ground.NOT_AS_ASKED, "Sudah sesuai."),)
    upheld = replace(f.UPHOLD, explanations=explained)
    on_d.when(answer, upheld).then_refused(NotAValueError, "exemptions")
    assert on_d.when(answer, replace(upheld, exemptions=())).refusal is None


def test_the_rows_are_in_force_on_the_day_of_the_letter() -> None:
    ended = exempt.exemption_of(*exempt.IN_FORCE, Lifted((1,), "SK-2", day("2026-07-30")))
    FILED.when(answer, f.UPHOLD, exemptions={ended.stream: ended}).then_refused(RowNotInForceError, row=1)
    unknown = replace(f.UPHOLD, exemptions=(replace(ROWS_OPENED, rows=(9,)),))
    FILED.when(answer, unknown).then_refused(UnknownRowError)


@pytest.mark.parametrize("known", [{}, {f.EXEMPTION.stream: replace(f.EXEMPTION, body=x.PRECINCT)}])
def test_a_decree_of_nobody_or_of_another_body_is_none(known: dict[str, object]) -> None:
    FILED.when(answer, f.UPHOLD, exemptions=known).then_refused(UnknownExemptionError)


def test_a_test_that_was_never_decreed_upholds_nothing() -> None:
    tested = exempt.exemption_of(exempt.TESTED)
    FILED.when(answer, f.UPHOLD, exemptions={tested.stream: tested}).then_refused(UnknownExemptionError)


def test_an_answer_that_overturns_opens_rows_and_names_their_decree() -> None:
    opened = FILED.when(answer, replace(f.OVERTURN, opened=(ROWS_OPENED,))).event
    assert isinstance(opened, e.Overturned)
    assert opened.opened == (f.REF,)
    part = replace(ROWS_OPENED, rows=(), parts=(OpenedPart(2, "Halaman 3"),))
    partly = FILED.when(answer, replace(PARTLY, opened=(part,), exemptions=(ROWS_OPENED,))).event
    assert isinstance(partly, e.PartlyOverturned)
    assert (partly.opened[0].decree, partly.exemptions) == (exempt.DECREE_NUMBER, (f.REF,))


def test_an_answer_opens_only_by_overturning_ground_a() -> None:
    FILED.when(answer, replace(f.UPHOLD, opened=(ROWS_OPENED,))).then_refused(NotAValueError, "opened")
    FILED.when(answer, replace(f.OVERTURN, exemptions=(ROWS_OPENED,))).then_refused(
        NotAValueError, "exemptions"
    )
    on_d = given(f.FILED_D, f.REGISTERED).on("2026-08-04")
    explained = (e.Explanation(Ground.NOT_AS_ASKED, "Rincian diberikan."),)
    overturned = replace(f.OVERTURN, explanations=explained, opened=(ROWS_OPENED,))
    on_d.when(answer, overturned).then_refused(NotAValueError, "opened")


@pytest.mark.parametrize(
    "refs", [(replace(ROWS_OPENED, rows=()),), (ROWS_OPENED, replace(ROWS_OPENED, rows=(2,)))]
)
def test_an_exemption_is_named_once_with_its_rows(refs: tuple[ExemptionRef, ...]) -> None:
    FILED.when(answer, replace(f.OVERTURN, opened=refs)).then_refused(NotAValueError, "opened")
