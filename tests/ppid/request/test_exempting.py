"""Nothing is refused or blacked out as exempt unless a decree in force tested it, row and letter."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from ppid.commands import AnswerRequest
from ppid.errors import FieldError
from ppid.events import Event, Stream
from ppid.exemption import events as exempting
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.state import Exemption
from ppid.request import events as e
from ppid.request import refusals as no
from ppid.request.answer import answer
from ppid.request.exempting import is_seventeen
from ppid.request.vocabulary import Outcome
from tests import examples as x
from tests.examples import day
from tests.scenario import Happened, given

COMPLETE = given(x.FILED, x.REGISTERED, x.FOUND_COMPLETE).on("2026-06-10")
PARTLY = replace(
    x.NOTICE,
    reasons="Sebagian dikecualikan.",
    blackouts=(e.Blackout("Nama saksi", "Menghambat penyidikan", "17(a)", x.resting_on(1)),),
)
OTHER_BODY = {x.EXEMPTION: replace(x.EXEMPTIONS[x.EXEMPTION], body=x.PRECINCT)}
NOT_DECREED = {x.EXEMPTION: x.exemption_of(*x.EXEMPTION_EVENTS[:3])}


def known(*more: Event) -> Mapping[Stream, Exemption]:
    """The decree of the examples, and what happened to it since."""
    return {x.EXEMPTION: x.exemption_of(*x.EXEMPTION_EVENTS, *more)}


def refused(
    notice: e.Notice, exemptions: Mapping[Stream, Exemption] = x.EXEMPTIONS, on: str = "2026-06-10"
) -> Happened:
    """A refusal as exempt, by these decrees."""
    command = AnswerRequest(request=x.CASE, outcome=Outcome.REFUSED_EXEMPT, notice=notice)
    return COMPLETE.on(on).when(answer, command, exemptions=exemptions)


def partly(blackout: e.Blackout, exemptions: Mapping[Stream, Exemption] = x.EXEMPTIONS) -> Happened:
    """A partial refusal of one part, by these decrees."""
    notice = replace(PARTLY, blackouts=(PARTLY.blackouts[0], blackout))
    command = AnswerRequest(request=x.CASE, outcome=Outcome.PARTLY_GRANTED, notice=notice)
    return COMPLETE.when(answer, command, exemptions=exemptions)


def test_a_refusal_keeps_the_number_of_the_decree_it_rests_on() -> None:
    bare = replace(x.EXEMPT_NOTICE, exemptions=(ExemptionRef(x.EXEMPTION, (1,)),))
    refused(bare).then(e.RefusedExempt(notice=x.EXEMPT_NOTICE))
    forged = replace(x.EXEMPT_NOTICE, exemptions=(ExemptionRef(x.EXEMPTION, (1,), "SK-9999"),))
    refused(forged).then(e.RefusedExempt(notice=x.EXEMPT_NOTICE))


def test_a_refusal_without_a_decree_is_impossible() -> None:
    refused(replace(x.EXEMPT_NOTICE, exemptions=())).then_refused(no.NoDecreeError, "exemptions")


@pytest.mark.parametrize("exemptions", [{}, OTHER_BODY, NOT_DECREED], ids=["none", "other", "undecreed"])
def test_the_decree_is_one_of_the_same_body(exemptions: Mapping[Stream, Exemption]) -> None:
    refused(x.EXEMPT_NOTICE, exemptions).then_refused(no.UnknownDecreeError, "exemptions")
    partly(PARTLY.blackouts[0], exemptions).then_refused(no.UnknownDecreeError, "blackouts")


@pytest.mark.parametrize("rows", [(), (4,), (1, 9)])
def test_the_decree_has_the_rows_that_are_named(rows: tuple[int, ...]) -> None:
    notice = replace(x.EXEMPT_NOTICE, exemptions=(ExemptionRef(x.EXEMPTION, rows),))
    refused(notice).then_refused(no.UnknownDecreeError, "exemptions")


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ((exempting.Lifted((1,), "SK-2", day("2026-06-10")),), "lifted that day"),
        ((exempting.OpenedByRuling("dispute-1", "12", day("2026-06-09"), (1,)),), "opened by a ruling"),
        ((exempting.OpenedInCourt((1,), day("2026-06-10"), "PN", "17"),), "opened in court"),
    ],
)
def test_what_is_open_cannot_be_refused(more: tuple[Event, ...], what: str) -> None:
    refused(x.EXEMPT_NOTICE, known(*more)).then_refused(
        no.DecreeNotInForceError, "exemptions", row=1, on=day("2026-06-10")
    )
    assert what


def test_a_notice_signed_while_a_row_was_exempt_is_not_sent_once_it_is_open() -> None:
    opened = known(exempting.Lifted((1,), "SK-2", day("2026-06-11")))
    late = replace(x.EXEMPT_NOTICE, sent_on=day("2026-06-11"))
    refused(late, opened, on="2026-06-11").then_refused(
        no.DecreeNotInForceError, "exemptions", row=1, on=day("2026-06-11")
    )


def test_a_decree_signed_after_the_notice_does_not_carry_it() -> None:
    later = {
        x.EXEMPTION: x.exemption_of(*x.EXEMPTION_EVENTS[:3], replace(x.DECREE, signed_on=day("2026-06-11")))
    }
    refused(x.EXEMPT_NOTICE, later, on="2026-06-12").then_refused(no.DecreeNotInForceError, "exemptions")


def test_the_last_day_of_a_period_carries_a_refusal_and_the_next_does_not() -> None:
    tested = replace(x.EXEMPTION_EVENTS[0], rows=(replace(x.CASE_FILE, until=day("2026-06-10")),))
    ending = {x.EXEMPTION: x.exemption_of(tested, *x.EXEMPTION_EVENTS[1:])}
    assert refused(x.EXEMPT_NOTICE, ending).refusal is None
    next_day = replace(x.EXEMPT_NOTICE, signed_on=day("2026-06-11"), sent_on=day("2026-06-11"))
    refused(next_day, ending, on="2026-06-11").then_refused(no.DecreeNotInForceError, "exemptions")


@pytest.mark.parametrize(
    ("articles", "article"),
    [(("17(h)(4)",), "17(h)(4)"), (("17(a)", "17(b)"), "17(b)"), (("17(j)",), "17(j)")],
)
def test_every_letter_was_tested_in_a_row_that_is_named(articles: tuple[str, ...], article: str) -> None:
    notice = replace(x.EXEMPT_NOTICE, articles=articles)
    refused(notice).then_refused(no.LetterNotCoveredError, "exemptions", article=article)


def test_several_rows_carry_several_letters() -> None:
    notice = replace(
        x.EXEMPT_NOTICE, articles=("17(a)", "17(h)", "17(b)"), exemptions=(x.resting_on(1, 2, 3),)
    )
    assert refused(notice).refusal is None


BLACKOUT = PARTLY.blackouts[0]


@pytest.mark.parametrize(
    ("blackout", "error"),
    [
        (replace(BLACKOUT, exemption=None), no.NoDecreeError),
        (replace(BLACKOUT, exemption=x.resting_on(2)), no.LetterNotCoveredError),
        (replace(BLACKOUT, exemption=x.resting_on()), no.UnknownDecreeError),
        (replace(BLACKOUT, article="UU 14/2008 Pasal 17 huruf a"), no.BlackoutGroundError),
        (replace(BLACKOUT, article="UU 27/2022 Pasal 4"), no.BlackoutGroundError),
    ],
)
def test_every_part_that_is_blacked_out_rests_on_a_row(blackout: e.Blackout, error: type[FieldError]) -> None:
    partly(blackout).then_refused(error, "blackouts")


def test_a_part_is_blacked_out_on_its_own_row() -> None:
    other = e.Blackout("Nomor rekening", "Data pribadi", "17(h)(4)", ExemptionRef(x.EXEMPTION, (2,)))
    event = partly(other).event
    assert isinstance(event, e.PartlyGranted)
    assert [each.exemption for each in event.notice.blackouts] == [x.resting_on(1), x.resting_on(2)]


def test_what_is_granted_rests_on_no_decree() -> None:
    notice = replace(x.NOTICE, exemptions=(x.resting_on(1),))
    command = AnswerRequest(request=x.CASE, outcome=Outcome.GRANTED, notice=notice)
    COMPLETE.when(answer, command).then(x.GRANTED)


def test_nothing_is_blacked_out_of_what_is_granted_or_refused_whole() -> None:
    untested = (e.Blackout("Nama saksi", "Rahasia", "17(a)"),)
    granted = AnswerRequest(
        request=x.CASE, outcome=Outcome.GRANTED, notice=replace(x.NOTICE, blackouts=untested)
    )
    COMPLETE.when(answer, granted).then(x.GRANTED)
    refused(replace(x.EXEMPT_NOTICE, blackouts=untested)).then(e.RefusedExempt(notice=x.EXEMPT_NOTICE))


@pytest.mark.parametrize(
    ("article", "so"),
    [
        ("17(a)", True),
        (" 17(h) ", True),
        ("17", True),
        ("Pasal 17 huruf a", True),
        ("UU 14/2008 Pasal 17 huruf h angka 2", True),
        ("UU Nomor 14 Tahun 2008 pasal 17", True),
        ("Law 14/2008 art. 17(a)", True),
        ("Pasal 17 huruf h UU KIP", True),
        ("Pasal 17 UU Keterbukaan Informasi Publik", True),
        ("UU No. 14 Th. 2008, Pasal 17", True),
        ("Pasal 17 UU 14-2008", True),
        ("Pasal 17 UU No. 14", True),
        ("Pasal 17 Undang-Undang", True),
        ("Pasal ke-17 huruf a", True),
        ("Pasal tujuh belas huruf a UU KIP", True),
        ("PASAL XVII", True),
        ("Pasal \uff11\uff17", True),
        ("Pas\u200bal 1\u200b7 huruf a", True),
        ("17 huruf a", True),
        ("17h", True),
        ("UU KIP 17 huruf h", True),
        ("Pasal 6 ayat (3) dan 17 huruf h UU KIP", True),
        ("Psl. 17", True),
        ("Pasal 17 UU ITE", False),
        ("Perki 1/2021 Pasal 17", False),
        ("UU 14/2008 Pasal 6 ayat (3) tanggal 17 Mei 2026", False),
        ("UU 17/2013 Pasal 4", False),
        ("UU 11/2008 Pasal 17", False),
        ("UU 14/2008 Pasal 6 ayat (2)", False),
        ("UU 14/2008 Pasal 175", False),
        ("6(3)c", False),
    ],
)
def test_article_17_is_known_however_it_is_written(article: str, *, so: bool) -> None:
    assert is_seventeen(article) is so


@pytest.mark.parametrize("article", ["UU 14/2008 Pasal 17 huruf a", "Pasal 17 huruf h", "17(b)"])
def test_another_refusal_never_stands_on_article_17(article: str) -> None:
    bare = e.Notice(
        number="B/20/VI/2026",
        signed_on=day("2026-06-10"),
        sent_on=day("2026-06-10"),
        articles=(article,),
        reasons="Rahasia.",
    )
    command = AnswerRequest(request=x.CASE, outcome=Outcome.REFUSED_OTHER, notice=bare)
    COMPLETE.when(answer, command).then_refused(no.SeventeenElsewhereError, "articles")
