"""A redaction from its document to its copy. Each test is a sentence of the law."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.errors import RuleError
from ppid.events import Actor, Envelope, Event, Role
from ppid.exemption.articles import GROUNDS
from ppid.redaction import commands as c
from ppid.redaction import events as e
from ppid.redaction import refusals as no
from ppid.redaction import rules
from ppid.redaction.lawful import ACTS, Act, may_look
from ppid.redaction.marks import Mark, covered, painted
from ppid.redaction.state import REDACTION, Redaction, Step, may_see, redaction_number
from ppid.redaction.verdict import Copy
from ppid.refusals import RequiredError, TooLongError
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from tests import examples
from tests.examples import REGION, day
from tests.scenario import Happened

CASE = "redaction-0000000000000000000000000000001c"
PERSON = "person-0000000000000000000000000000001b"
PPID = Actor("officer-ppid", Role.PPID, REGION)
UNIT = Actor("officer-unit", Role.UNIT_OFFICER, REGION, "LANTAS")
OTHER_UNIT = Actor("officer-sdm", Role.UNIT_OFFICER, REGION, "SDM")
DESK = Actor("officer-desk", Role.SERVICE_DESK, REGION)
ELSEWHERE = Actor("officer-ppid", Role.PPID, "body-00000000000000000000000000000009")

PAPER = Document(DocumentKind.OTHER, "1a" * 32, "application/pdf", 120_000, PERSON, "laporan.pdf")
SEALED = Document(DocumentKind.OTHER, "2b" * 32, "application/pdf", 90_000, PERSON, "Laporan lapangan")
ORIGINAL = e.Original(PAPER, "3c" * 32, (1414, 1414, 707))
BEGIN = c.BeginRedaction(redaction=CASE, body=REGION, title=" Laporan lapangan ", documents=(PAPER,))
BEGUN = e.Begun("Laporan lapangan", ORIGINAL, day("2026-06-10"), "LANTAS")
BOX = Mark(page=1, x=100, y=200, w=300, h=50, article="17(h)(2)", decree="KEP/12/2026")
LOW = Mark(page=1, x=100, y=800, w=300, h=50, article="17(a)")
LOOKED = e.Marked((BOX, LOW), (1,))
WHOLE = e.Marked((BOX, LOW), (1, 2, 3))
READERS = ("pdfminer.six 1", "pypdf 1", "pypdfium2 1")
COPY = Copy(b"salinan", 3, (), READERS)
RELEASED = e.Released(
    "3c" * 32, hashlib.sha256(b"salinan").hexdigest(), SEALED, (e.Boxes("a", 1), e.Boxes("h", 1)), READERS
)
DROPPED = e.Dropped("Dokumen lain")


@dataclass(frozen=True)
class Story:
    """Facts on a redaction."""

    events: tuple[Event, ...]

    @property
    def redaction(self) -> Redaction:
        """The redaction as it stands."""
        at = datetime(2026, 6, 10, 2, tzinfo=UTC)
        found = REDACTION.fold(
            Envelope(CASE, n, event, at + timedelta(hours=n), PPID.id, PPID.role, REGION)
            for n, event in enumerate(self.events, start=1)
        )
        assert found is not None
        return found

    def when(self, decision: Callable[..., object], command: object = None, **others: object) -> Happened:
        """One act, decided by the rules."""
        known = {"command": command, "context": examples.context(day("2026-06-10")), **others}
        if self.events:
            known["redaction"] = self.redaction
        try:
            return Happened(
                decision(**{name: known[name] for name in inspect.signature(decision).parameters}), None
            )
        except RuleError as refusal:
            return Happened(None, refusal)


def given(*events: Event) -> Story:
    """The facts before."""
    return Story(events)


def page(*marks: Mark, number: int = 1, everywhere: tuple[Mark, ...] = ()) -> c.MarkPage:
    """Boxes for a page."""
    return c.MarkPage(case=CASE, page=number, marks=marks, everywhere=everywhere)


# Beginning ------------------------------------------------------------------------------------------------


def test_a_document_is_taken_in_with_its_fingerprint_and_pages() -> None:
    given().when(rules.begin, BEGIN, original=ORIGINAL, unit="LANTAS").then(BEGUN)


def test_it_has_a_name_and_is_one_document() -> None:
    given().when(rules.check_one, replace(BEGIN, title=" ")).then_refused(RequiredError, "title")
    given().when(rules.check_one, replace(BEGIN, title="x" * 301)).then_refused(TooLongError, "title")
    for command in (
        replace(BEGIN, documents=()),
        replace(BEGIN, documents=(PAPER, PAPER)),
        replace(BEGIN, chosen="1a" * 32),
    ):
        given().when(rules.check_one, command).then_refused(no.OneOriginalError, "documents")


# Boxes ----------------------------------------------------------------------------------------------------


def test_the_boxes_of_a_page_are_set_whole_and_the_page_counts_as_looked_at() -> None:
    given(BEGUN).when(rules.mark, page(LOW, BOX)).then(LOOKED)
    given(BEGUN, LOOKED).when(rules.mark, page(BOX)).then(e.Marked((BOX,), (1,)))
    given(BEGUN, LOOKED).when(rules.mark, page()).then(e.Marked((), (1,)))


def test_a_page_without_boxes_is_looked_at_by_saving_it() -> None:
    given(BEGUN, LOOKED).when(rules.mark, page(number=3)).then(e.Marked((BOX, LOW), (1, 3)))


def test_a_box_for_every_page_does_not_look_at_them_all() -> None:
    pages = tuple(replace(BOX, page=number) for number in (1, 2, 3))
    given(BEGUN).when(rules.mark, page(number=2, everywhere=(BOX,))).then(e.Marked(pages, (2,)))


@pytest.mark.parametrize("number", [0, -1, 4])
def test_a_box_stands_on_a_page_that_is_there(number: int) -> None:
    given(BEGUN).when(rules.mark, page(BOX, number=number)).then_refused(no.NoSuchPageError, "page")


@pytest.mark.parametrize(
    "changes",
    [{"x": -1}, {"y": -1}, {"w": 0}, {"h": 0}, {"w": -5}, {"x": 701}, {"y": 951}, {"x": 1000, "w": 1}],
)
def test_a_box_lies_within_its_page(changes: dict[str, int]) -> None:
    command = page(LOW, replace(BOX, **changes))
    given(BEGUN).when(rules.mark, command).then_refused(no.MarkOutsidePageError, "marks", box=2)


def test_a_box_may_cover_the_whole_page() -> None:
    whole = replace(BOX, x=0, y=0, w=1000, h=1000)
    given(BEGUN).when(rules.mark, page(whole)).then(e.Marked((whole,), (1,)))


@pytest.mark.parametrize("article", ["", "17", "17(k)", "17(h)(9)", "18(a)", "h"])
def test_every_box_names_its_letter_of_article_17(article: str) -> None:
    command = page(replace(BOX, article=article))
    given(BEGUN).when(rules.mark, command).then_refused(no.MarkWithoutGroundError, "marks", box=1)


@pytest.mark.parametrize("article", GROUNDS)
def test_every_letter_and_part_of_article_17_may_be_named(article: str) -> None:
    box = replace(BOX, article=article)
    given(BEGUN).when(rules.mark, page(box)).then(e.Marked((box,), (1,)))


def test_boxes_are_bounded() -> None:
    many = tuple(replace(BOX, y=n) for n in range(rules.MOST_ON_PAGE))
    given(BEGUN).when(rules.mark, page(*many)).then(e.Marked(many, (1,)))
    one_more = (*many, LOW)
    given(BEGUN).when(rules.mark, page(*one_more)).then_refused(no.TooManyMarksError, "marks")
    given(BEGUN, e.Marked((replace(BOX, page=2, y=999, h=1),), ())).when(
        rules.mark, page(everywhere=many)
    ).then_refused(no.TooManyMarksError, "marks", count=rules.MOST_ON_PAGE + 1)


# Releasing ------------------------------------------------------------------------------------------------


def release(copy: Copy = COPY, made_of: tuple[Mark, ...] = (BOX, LOW)) -> dict[str, object]:
    """What a release is decided with."""
    return {"copy": copy, "made_of": made_of, "document": SEALED}


def test_a_copy_is_released_with_both_fingerprints_and_its_boxes_by_letter() -> None:
    given(BEGUN, WHOLE).when(rules.release, **release()).then(RELEASED)


def test_a_copy_without_boxes_is_not_released() -> None:
    given(BEGUN, e.Marked((), (1, 2, 3))).when(rules.release, **release()).then_refused(no.NothingMarkedError)


def test_a_copy_leaves_only_after_somebody_looked_at_every_page() -> None:
    given(BEGUN, LOOKED).when(rules.release, **release()).then_refused(no.PagesNotReviewedError, pages="2-3")


@pytest.mark.parametrize("leak", rules.PARTS)
def test_a_failed_check_stops_the_release(leak: str) -> None:
    failed = replace(COPY, leaks=(leak,))
    said = rules.PARTS[leak][0]
    given(BEGUN, WHOLE).when(rules.release, **release(failed)).then_refused(no.CopyLeaksError, parts_id=said)


def test_a_copy_that_nothing_checked_is_not_released() -> None:
    given(BEGUN, WHOLE).when(rules.release, **release(replace(COPY, readers=()))).then_refused(
        no.CopyLeaksError
    )


def test_a_copy_made_with_other_boxes_is_thrown_away() -> None:
    given(BEGUN, WHOLE).when(rules.release, **release(made_of=(BOX,))).then_refused(no.MarksChangedError)


@pytest.mark.parametrize(
    ("end", "refusal"), [(RELEASED, no.RedactionReleasedError), (DROPPED, no.RedactionDroppedError)]
)
def test_what_has_ended_is_not_changed(end: Event, refusal: type[RuleError]) -> None:
    story = given(BEGUN, WHOLE, end)
    story.when(rules.mark, page(BOX)).then_refused(refusal)
    story.when(rules.release, **release()).then_refused(refusal)
    story.when(rules.drop, c.DropRedaction(case=CASE, reason="Lagi")).then_refused(refusal)


def test_a_redaction_is_given_up_with_a_reason() -> None:
    given(BEGUN).when(rules.drop, c.DropRedaction(case=CASE, reason="Dokumen lain ")).then(DROPPED)
    given(BEGUN).when(rules.drop, c.DropRedaction(case=CASE, reason=" ")).then_refused(
        RequiredError, "reason"
    )


# Who and where --------------------------------------------------------------------------------------------


def test_the_unit_and_the_ppid_prepare_and_only_the_ppid_releases() -> None:
    redaction = given(BEGUN, WHOLE).redaction
    for actor in (UNIT, PPID):
        ACTS.check_role(Act.MARK, actor, redaction)
        assert may_look(actor)
    ACTS.check_role(Act.RELEASE, PPID, redaction)
    for act, actor in ((Act.RELEASE, UNIT), (Act.RELEASE, DESK), (Act.MARK, DESK), (Act.DROP, DESK)):
        with pytest.raises(NotYourActError):
            ACTS.check_role(act, actor, redaction)
    assert not may_look(DESK)


def test_its_body_knows_of_it_its_unit_and_an_auditor_and_nobody_else() -> None:
    redaction = given(BEGUN).redaction
    auditor = Actor("auditor", Role.AUDITOR)
    known = [may_see(actor, redaction) for actor in (PPID, UNIT, DESK, auditor, OTHER_UNIT, ELSEWHERE)]
    assert known == [True, True, True, True, False, False]
    assert not may_see(Actor("request-1", Role.CITIZEN), redaction)
    assert not may_see(Actor("admin", Role.BODY_ADMIN, REGION), redaction)


def test_where_it_stands_follows_from_its_facts() -> None:
    story = {
        (BEGUN,): Step.PREPARED,
        (BEGUN, LOOKED): Step.PREPARED,
        (BEGUN, e.Marked((), (1, 2, 3))): Step.PREPARED,
        (BEGUN, WHOLE): Step.READY,
        (BEGUN, WHOLE, RELEASED): Step.RELEASED,
        (BEGUN, DROPPED): Step.DROPPED,
    }
    for events, step in story.items():
        redaction = given(*events).redaction
        assert redaction.step is step
        assert redaction.closed is (step in {Step.RELEASED, Step.DROPPED})
    assert redaction.number == redaction_number(CASE) == "HTM-00000000"


# Pixels ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1, 1), (7, 9), (1000, 1414), (1654, 2339), (3307, 211)])
@pytest.mark.parametrize(
    "box", [BOX, LOW, replace(BOX, x=999, y=999, w=1, h=1), replace(BOX, x=0, y=0, w=1, h=1)]
)
def test_every_pixel_that_a_box_touches_is_painted_and_one_more(size: tuple[int, int], box: Mark) -> None:
    wide, high = size
    left, top, right, bottom = covered(box, wide, high)
    assert left <= box.x * wide / 1000
    assert right >= (box.x + box.w) * wide / 1000
    assert top <= box.y * high / 1000
    assert bottom >= (box.y + box.h) * high / 1000
    grown = painted(box, wide, high)
    assert grown[0] <= max(0, left - 1)
    assert grown[1] <= max(0, top - 1)
    assert grown[2] >= min(wide, right + 1)
    assert grown[3] >= min(high, bottom + 1)
    assert grown[0] >= 0
    assert grown[1] >= 0
    assert grown[2] <= wide
    assert grown[3] <= high
