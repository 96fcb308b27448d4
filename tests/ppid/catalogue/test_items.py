"""An item from its proposal to its withdrawal. Each test is a sentence of the law."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.body import UnknownUnitError
from ppid.catalogue import events as e
from ppid.catalogue import refusals as no
from ppid.catalogue import rules
from ppid.catalogue.commands import PublishItem, ReturnItem, ReviseItem, WithdrawItem
from ppid.catalogue.lawful import ACTS, Act
from ppid.catalogue.state import ITEM, item_number
from ppid.catalogue.vocabulary import InfoClass, Medium, Step
from ppid.errors import RuleError
from ppid.events import Actor, Role, Unit
from ppid.refusals import BeforeBodyError, BeforeError, FutureDateError, RequiredError, TooLongError
from tests.examples import REGION, day
from tests.ppid.catalogue import facts as x
from tests.ppid.catalogue.facts import given, item_of, nothing


def _propose(entry: e.Entry, source: e.Source | None = None) -> object:
    return replace(x.PROPOSE, entry=entry, source=source)


# Proposing ------------------------------------------------------------------------------------------------


def test_a_unit_proposes_an_item_with_the_columns_of_annex_one() -> None:
    nothing().on("2026-02-10").when(rules.propose, x.PROPOSE).then(x.PROPOSED)


def test_exempt_information_never_enters_the_list() -> None:
    exempt = replace(x.ENTRY, klass=InfoClass.EXEMPT)
    nothing().when(rules.propose, _propose(exempt)).then_refused(no.ExemptClassError, "klass")
    given(x.PROPOSED, x.LISTED).when(
        rules.revise, ReviseItem(case=x.THING, entry=exempt, reason="Uji ulang")
    ).then_refused(no.ExemptClassError, "klass")


@pytest.mark.parametrize("field", ["title", "summary", "responsible", "made_when", "made_where", "retention"])
def test_each_column_of_annex_one_is_required(field: str) -> None:
    entry = replace(x.ENTRY, **{field: "  "})
    nothing().when(rules.propose, _propose(entry)).then_refused(RequiredError, field)


def test_the_available_form_is_required() -> None:
    nothing().when(rules.propose, _propose(replace(x.ENTRY, forms=()))).then_refused(RequiredError, "forms")


@pytest.mark.parametrize(("field", "limit"), [("title", 300), ("summary", 5000), ("link", 2000)])
def test_a_text_has_a_limit(field: str, limit: int) -> None:
    text = "https://example.org/".ljust(limit + 1, "a")
    nothing().when(rules.propose, _propose(replace(x.ENTRY, **{field: text}))).then_refused(
        TooLongError, field, limit=limit
    )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "polda.go.id",
        "https://",
        "https://a b",
        "https://[",
        "data:,x",
        "http://a\n.id",
    ],
)
def test_a_link_is_an_address_of_the_web(link: str) -> None:
    nothing().when(rules.propose, _propose(replace(x.ENTRY, link=link))).then_refused(
        no.NotALinkError, "link"
    )


def test_what_no_unit_controls_the_body_itself_controls() -> None:
    entry = replace(x.ENTRY, unit="")
    event = nothing().on("2026-02-10").when(rules.propose, _propose(entry)).event
    assert event == replace(x.PROPOSED, entry=entry)


def test_the_unit_must_be_one_of_the_body() -> None:
    nothing().when(rules.propose, _propose(replace(x.ENTRY, unit="NARKOBA"))).then_refused(UnknownUnitError)


def test_language_keywords_and_file_are_bounded() -> None:
    wrong: list[tuple[str, object, type[RuleError]]] = [
        ("language", "bahasa", no.NotALanguageError),
        ("keywords", tuple("abcdefghijklmnopqrstu"), no.TooManyKeywordsError),
        ("keywords", ("k" * 61,), TooLongError),
        ("file", e.PublicFile("xyz", "application/pdf", 3), no.NotAFileError),
        ("file", e.PublicFile("ab" * 32, "application/pdf", -1), no.NotAFileError),
    ]
    for field, value, error in wrong:
        nothing().when(rules.propose, _propose(replace(x.ENTRY, **{field: value}))).then_refused(error, field)


def test_keywords_are_taken_one_by_one_however_they_are_written() -> None:
    entry = replace(x.ENTRY, keywords=("SIM;  anggaran", "SIM", " , "))
    event = nothing().on("2026-02-10").when(rules.propose, _propose(entry)).event
    assert event == x.PROPOSED


def test_an_immediate_item_says_since_when_its_event_is_known() -> None:
    alarm = replace(x.ALARM, known_on=None)
    nothing().when(rules.propose, _propose(alarm)).then_refused(RequiredError, "known_on")
    nothing().on("2026-02-15").when(rules.propose, _propose(x.ALARM)).then_refused(
        FutureDateError, "known_on"
    )
    early = replace(x.ALARM, known_on=day("2001-01-01"))
    nothing().when(rules.propose, _propose(early)).then_refused(BeforeBodyError, "known_on")


def test_the_day_known_belongs_to_immediate_items_alone() -> None:
    entry = replace(x.ENTRY, known_on=day("2026-02-01"))
    event = nothing().on("2026-02-10").when(rules.propose, _propose(entry)).event
    assert event == x.PROPOSED


def test_what_an_exemption_still_closes_is_refused_when_proposed_and_when_listed() -> None:
    command = _propose(x.ENTRY, x.SOURCE)
    nothing().when(rules.propose, command, in_force={2, 3}).then_refused(
        no.StillExemptError, decree="KEP/1/I/2021", row=2
    )
    proposed = nothing().on("2026-02-10").when(rules.propose, command, in_force={3}).event
    assert isinstance(proposed, e.Proposed)
    assert proposed.source == x.SOURCE
    given(proposed).when(rules.listed, decree=x.DECREE, in_force={2}).then_refused(no.StillExemptError)
    given(proposed).when(rules.listed, decree=x.DECREE, in_force=set()).then(x.LISTED)


# From proposal to list ------------------------------------------------------------------------------------


def test_a_proposal_is_returned_with_a_reason_and_amended_by_its_unit() -> None:
    story = given(x.PROPOSED)
    story.when(rules.give_back, ReturnItem(case=x.THING, reason=" ")).then_refused(RequiredError, "reason")
    story.when(rules.give_back, ReturnItem(case=x.THING, reason=x.RETURNED.reason)).then(x.RETURNED)
    returned = story.and_then(x.RETURNED)
    assert returned.item.step is Step.RETURNED
    returned.when(rules.listed, decree=x.DECREE).then_refused(no.ItemReturnedError)
    amended = returned.when(rules.revise, ReviseItem(case=x.THING, entry=x.ENTRY)).event
    assert returned.and_then(amended).item.step is Step.PROPOSED


def test_an_item_is_listed_once() -> None:
    given(x.PROPOSED, x.LISTED).when(rules.listed, decree=x.DECREE).then_refused(no.AlreadyListedError)


def test_a_proposal_is_not_public_and_a_listed_item_is() -> None:
    assert not item_of(x.PROPOSED).public
    assert not item_of(x.PROPOSED, x.RETURNED).public
    assert item_of(x.PROPOSED, x.LISTED).public
    withdrawn = e.Withdrawn(withdrawn_on=day("2026-05-04"), reason="Salah unit")
    assert not item_of(x.PROPOSED, x.LISTED, withdrawn).public


def test_what_is_listed_is_changed_with_a_reason() -> None:
    entry = replace(x.ENTRY, retention="10 tahun")
    story = given(x.PROPOSED, x.LISTED)
    story.when(rules.revise, ReviseItem(case=x.THING, entry=entry)).then_refused(RequiredError, "reason")
    story.when(rules.revise, ReviseItem(case=x.THING, entry=x.ENTRY, reason="Sama")).then_refused(
        no.NothingRevisedError
    )
    revised = story.when(rules.revise, ReviseItem(case=x.THING, entry=entry, reason="JRA baru")).event
    assert revised == e.Revised(entry=entry, revised_on=day("2026-02-27"), reason="JRA baru")
    item = story.and_then(revised).item
    assert (item.step, item.entry.retention, item.revised) == (Step.LISTED, "10 tahun", 1)


def test_nothing_happens_to_an_item_that_left_the_list() -> None:
    story = given(x.PROPOSED, x.LISTED, e.Withdrawn(withdrawn_on=day("2026-05-04"), reason="Salah unit"))
    assert story.item.closed
    for act in Act:
        with pytest.raises(no.ItemWithdrawnError):
            ACTS.check(act, story.item, story.context)
    assert story.item.running() == []


def test_an_item_leaves_the_list_with_a_reason() -> None:
    story = given(x.PROPOSED, x.LISTED).on("2026-05-04")
    story.when(rules.withdraw, WithdrawItem(case=x.THING, reason="")).then_refused(RequiredError, "reason")
    withdrawn = story.when(rules.withdraw, WithdrawItem(case=x.THING, reason="Sudah musnah")).event
    assert withdrawn == e.Withdrawn(withdrawn_on=day("2026-05-04"), reason="Sudah musnah")


# Publishing -----------------------------------------------------------------------------------------------


def test_only_what_is_listed_is_published_except_what_cannot_wait() -> None:
    given(x.PROPOSED).on("2026-03-31").when(rules.publish, x.PUBLISH).then_refused(no.NotListedError)
    story = given(x.PROPOSED_ALARM).on("2026-02-16")
    assert not story.item.public
    command = PublishItem(case=x.THING, published_on=day("2026-02-16"), media=(Medium.SOCIAL_MEDIA,))
    published = story.when(rules.publish, command).event
    announced = story.and_then(published).item
    assert announced.public
    assert announced.step is Step.PROPOSED
    given(x.PROPOSED_ALARM, x.RETURNED).when(rules.publish, command).then_refused(no.ItemReturnedError)


def test_a_publication_names_where_and_comes_after_the_one_before() -> None:
    story = given(x.PROPOSED, x.LISTED, x.PUBLISHED).on("2026-06-02")
    story.when(
        rules.publish, PublishItem(case=x.THING, published_on=day("2026-05-04"), media=())
    ).then_refused(RequiredError, "media")
    again = PublishItem(case=x.THING, published_on=day("2026-03-30"), media=(Medium.BOARD,))
    story.when(rules.publish, again).then_refused(BeforeError, "published_on")
    story.when(rules.publish, replace(again, published_on=day("2026-06-03"))).then_refused(
        FutureDateError, "published_on"
    )
    before = PublishItem(case=x.THING, published_on=day("2026-02-15"), media=(Medium.BOARD,))
    given(x.PROPOSED_ALARM).on("2026-02-16").when(rules.publish, before).then_refused(BeforeError)


def test_a_publication_may_bring_the_items_new_address() -> None:
    command = PublishItem(
        case=x.THING,
        published_on=day("2026-03-31"),
        media=(Medium.WEBSITE, Medium.WEBSITE, Medium.APP),
        link="https://polda-contoh.example/baru",
    )
    story = given(x.PROPOSED, x.LISTED).on("2026-03-31")
    event = story.when(rules.publish, command).event
    assert isinstance(event, e.Published)
    assert event.media == (Medium.WEBSITE, Medium.APP)
    assert story.and_then(event).item.entry.link == "https://polda-contoh.example/baru"


# What opens by itself -------------------------------------------------------------------------------------


def test_an_item_opened_by_expiry_enters_without_a_decree_and_keeps_its_source() -> None:
    story = nothing().on("2026-11-02")
    events = rules.opened_item(story.context, "Data kejahatan 2020", x.SOURCE, unit="LANTAS")
    item = item_of(*events)
    assert (item.step, item.public, item.decree) == (Step.LISTED, True, None)
    assert (item.source, item.listed_on) == (x.SOURCE, day("2026-11-02"))
    assert item.entry.klass is InfoClass.ANY_TIME
    assert item.unit == "LANTAS"
    assert item.number == item_number(x.THING) == "DIP-00000000"


def test_what_a_final_ruling_opened_stays_in_the_list() -> None:
    story = nothing().on("2026-11-02")
    opened = rules.opened_item(story.context, "Data kejahatan 2020", x.RULED)
    withdraw = WithdrawItem(case=x.THING, reason="Berubah pikiran")
    given(*opened).when(rules.withdraw, withdraw).then_refused(no.OpenedForGoodError, ruling="012/KI/2026")
    expired = rules.opened_item(story.context, "Data kejahatan 2020", x.SOURCE)
    given(*expired).on("2026-11-02").when(rules.withdraw, withdraw).then(
        e.Withdrawn(withdrawn_on=day("2026-11-02"), reason="Berubah pikiran")
    )


def test_a_long_title_of_an_exempt_row_is_cut_to_what_a_title_holds() -> None:
    (proposed, _) = rules.opened_item(nothing().context, "x" * 9000, x.SOURCE)
    assert isinstance(proposed, e.Proposed)
    assert (len(proposed.entry.title), len(proposed.entry.summary)) == (300, 5000)


# Whose act ------------------------------------------------------------------------------------------------


def _acts(actor: Actor, *events: object) -> set[Act]:
    story = given(*events)  # type: ignore[arg-type]
    return {offer.act for offer in ACTS.offers(story.item, actor, story.context) if offer.lawful}


def test_a_unit_amends_its_own_proposals_and_nothing_that_is_listed() -> None:
    assert _acts(x.UNIT_OFFICER, x.PROPOSED) == {Act.REVISE, Act.WITHDRAW}
    assert _acts(x.OTHER_UNIT, x.PROPOSED) == set()
    assert _acts(x.UNIT_OFFICER, x.PROPOSED, x.LISTED) == set()
    with pytest.raises(no.ListedByUnitError):
        ACTS.check_role(Act.REVISE, x.UNIT_OFFICER, item_of(x.PROPOSED, x.LISTED))
    with pytest.raises(NotYourActError):
        ACTS.check_role(Act.LIST, x.UNIT_OFFICER, item_of(x.PROPOSED))


def test_the_ppid_decides_on_proposals_and_keeps_the_list() -> None:
    assert _acts(x.PPID, x.PROPOSED) == {Act.RETURN, Act.LIST, Act.REVISE, Act.WITHDRAW}
    assert _acts(x.PPID, x.PROPOSED, x.RETURNED) == {Act.REVISE, Act.WITHDRAW}
    assert _acts(x.PPID, x.PROPOSED, x.LISTED) == {Act.REVISE, Act.PUBLISH, Act.WITHDRAW}
    assert _acts(x.DESK, x.PROPOSED, x.LISTED) == set()


def test_a_proposal_is_known_to_its_unit_and_the_bodys_desk() -> None:
    item = item_of(x.PROPOSED)
    seeing = [x.UNIT_OFFICER, x.PPID, x.DESK, Actor("a", Role.AUDITOR), Actor("a", Role.AUDITOR, REGION)]
    assert all(ITEM.may_see(actor, item) for actor in seeing)
    others = [
        x.OTHER_UNIT,
        Actor("p", Role.PPID, "body-x"),
        Actor("citizen", Role.CITIZEN),
        Actor("a", Role.AUDITOR, "body-x"),
        Actor("b", Role.BODY_ADMIN, REGION),
    ]
    assert not any(ITEM.may_see(actor, item) for actor in others)


def test_another_class_ends_the_clocks_of_the_old_one() -> None:
    any_time = replace(x.ENTRY, klass=InfoClass.ANY_TIME)
    listed = given(x.PROPOSED, x.LISTED).on("2026-05-04")
    revised = listed.when(rules.revise, ReviseItem(case=x.THING, entry=any_time, reason="Golongan")).event
    item = listed.and_then(revised).item
    assert item.running() == []
    assert item.clocks["D26"].replaced
    again = listed.and_then(revised).on("2026-06-02")
    periodic = again.when(rules.revise, ReviseItem(case=x.THING, entry=x.ENTRY, reason="Kembali")).event
    assert periodic == e.Revised(
        entry=x.ENTRY,
        revised_on=day("2026-06-02"),
        reason="Kembali",
        promises=(x.due("D26", "2026-06-02", 6, "2026-12-02"),),
    )


def test_a_new_event_of_the_same_kind_has_to_be_announced_anew() -> None:
    story = given(
        x.PROPOSED_ALARM,
        e.Published(published_on=day("2026-02-16"), media=(Medium.APP,)),
        e.Listed(listed_on=day("2026-02-27"), decree=x.DECREE),
    ).on("2026-05-04")
    assert story.item.running() == []
    entry = replace(x.ALARM, known_on=day("2026-05-04"))
    revised = story.when(rules.revise, ReviseItem(case=x.THING, entry=entry, reason="Longsor kedua")).event
    due = x.due("D29", "2026-05-04", 0, "2026-05-04", Unit.WORKING_DAYS)
    assert [c.promise for c in story.and_then(revised).item.running()] == [due]
