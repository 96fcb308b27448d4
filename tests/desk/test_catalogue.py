"""The use cases of the list of public information, on both databases: each one atomic save."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.catalogue import commands as c
from ppid.catalogue import events as e
from ppid.catalogue import refusals as no
from ppid.catalogue.desk import Catalogue
from ppid.catalogue.opening import opened_beside, opened_stream
from ppid.catalogue.rules import may_withdraw
from ppid.catalogue.state import ITEM, list_stream
from ppid.catalogue.vocabulary import Form, InfoClass, Medium, SourceKind, Step
from ppid.deciding import Decider
from ppid.events import Actor, Approval, Envelope, Role, Stream
from ppid.exemption.state import UnknownExemptionError
from ppid.refusals import ChangedMeanwhileError, FutureDateError, KeyReusedError
from tests.web.world import BODY, World
from web.serving import keep_time

TODAY = date(2026, 6, 2)
ENTRY = e.Entry(
    title="Laporan kinerja pelayanan SIM 2025",
    summary="Jumlah SIM yang diterbitkan dan waktu layanannya selama tahun 2025.",
    klass=InfoClass.PERIODIC,
    unit="LANTAS",
    responsible="Direktur Lalu Lintas",
    made_when="Januari 2026",
    made_where="Kota Contoh",
    forms=(Form.DIGITAL,),
    retention="5 tahun",
)
DECREE = e.ListDecree("KEP/7/VI/2026", TODAY, Approval("Kapolda Contoh", TODAY))
SOURCE = e.Source(
    kind=SourceKind.EXPIRY, exemption="exemption-000000000000000000000000000000e0", row=1, decree="KEP/1"
)


def decider_of(world: World) -> Decider:
    s = world.services
    return Decider(s.log, s.vault, s.directory, world.clock)


def desk_of(world: World) -> Catalogue:
    return Catalogue(decider_of(world))


def new_item() -> Stream:
    return f"item-{secrets.token_hex(16)}"


def propose(world: World, *, who: str = "unit", entry: e.Entry = ENTRY) -> Stream:
    command = c.ProposeItem(item=new_item(), body=BODY, entry=entry)
    return desk_of(world).propose(command, world.actor(who)).stream


def listing(*items: Stream, decree: e.ListDecree = DECREE, key: str = "") -> c.DecreeList:
    return c.DecreeList(body=BODY, items=items, decree=decree, key=key)


def listed(world: World, entry: e.Entry = ENTRY) -> Stream:
    item = propose(world, entry=entry)
    decree = replace(DECREE, number=f"KEP/{item[-6:]}")
    desk_of(world).decree(listing(item, decree=decree), world.actor("ppid"))
    return item


def test_a_unit_proposes_and_the_ppid_lists_several_items_by_one_decree_in_one_save(either: World) -> None:
    items = [propose(either) for _ in range(3)]
    desk = desk_of(either)
    before = either.services.log.position()
    done = desk.decree(listing(*items), either.actor("ppid"))
    saved = either.services.log.read(before, 10)
    assert len(saved) == 4
    assert {r.envelope.recorded_at for r in saved} == {either.clock()}
    assert done.stream == list_stream(BODY)
    for item in items:
        state = desk.item(item, either.actor("ppid"))
        assert (state.step, state.decree, state.public) == (Step.LISTED, DECREE, True)
        assert state.clocks["D26"].promise.due_on == date(2026, 12, 2)
    public = desk.public_list(BODY, either.actor("ppid"))
    assert public.clocks["D27"].promise.due_on == date(2026, 12, 2)
    assert public.clocks["D28"].promise.due_on == date(2027, 3, 31)


def test_one_unlawful_item_stops_the_whole_decree(either: World) -> None:
    good, returned = propose(either), propose(either)
    desk = desk_of(either)
    desk.give_back(c.ReturnItem(case=returned, reason="Ringkas"), either.actor("ppid"))
    before = either.services.log.position()
    with pytest.raises(no.ItemReturnedError):
        desk.decree(listing(good, returned), either.actor("ppid"))
    with pytest.raises(no.UnknownItemError):
        desk.decree(listing(good, new_item()), either.actor("ppid"))
    assert either.services.log.position() == before
    assert desk.item(good, either.actor("ppid")).step is Step.PROPOSED


def test_a_decree_sent_twice_is_recorded_once_and_with_other_content_refused(either: World) -> None:
    first, second = propose(either), propose(either)
    desk, ppid = desk_of(either), either.actor("ppid")
    command = listing(first, key="k-1")
    done = desk.decree(command, ppid)
    again = desk.decree(command, ppid)
    assert (again.position, again.repeated) == (done.position, True)
    with pytest.raises(KeyReusedError):
        desk.decree(listing(second, key="k-1"), ppid)
    with pytest.raises(no.DecreedTwiceError):
        desk.decree(listing(second), ppid)
    later = replace(DECREE, number="KEP/8/VI/2026")
    assert not desk.decree(listing(second, decree=later, key="k-2"), ppid).repeated


def test_only_the_ppid_of_the_body_decrees_and_reports(either: World) -> None:
    desk = desk_of(either)
    report = c.PublishReport(
        body=BODY, budget_year=2025, published_on=date(2026, 3, 30), copy_sent_on=date(2026, 3, 31)
    )
    for actor in (
        either.actor("unit"),
        either.actor("desk"),
        either.actor("auditor"),
        Actor("x", Role.PPID, "body-x"),
    ):
        with pytest.raises(NotYourActError):
            desk.decree(listing(), actor)
        with pytest.raises(NotYourActError):
            desk.publish_report(report, actor)
    with pytest.raises(no.UnknownListError):
        desk.public_list(BODY, either.actor("ppid"))
    desk.publish_report(report, either.actor("ppid"))
    desk.decree(listing(), either.actor("ppid"))
    public = desk.public_list(BODY, either.actor("ppid"))
    assert public.clocks["D28"].promise.due_on == date(2027, 3, 31)
    assert [r.budget_year for r in public.reports] == [2025]


def test_a_unit_officer_proposes_for_their_own_unit_alone(either: World) -> None:
    desk = desk_of(either)
    other = replace(ENTRY, unit="RESKRIM")
    with pytest.raises(no.ItemOfOtherUnitError):
        propose(either, entry=other)
    with pytest.raises(NotYourActError):
        propose(either, who="desk")
    with pytest.raises(no.UnknownItemError):
        desk.propose(c.ProposeItem(item="request-" + "0" * 32, body=BODY, entry=ENTRY), either.actor("unit"))
    theirs = propose(either, who="ppid", entry=other)
    with pytest.raises(no.UnknownItemError):
        desk.item(theirs, either.actor("unit"))
    mine = propose(either)
    with pytest.raises(no.ItemOfOtherUnitError):
        desk.revise(c.ReviseItem(case=mine, entry=other), either.actor("unit"))


def test_a_returned_proposal_is_amended_and_listed(either: World) -> None:
    item = propose(either)
    desk, unit, ppid = desk_of(either), either.actor("unit"), either.actor("ppid")
    desk.give_back(c.ReturnItem(case=item, reason="Sebutkan tahunnya"), ppid)
    assert desk.item(item, unit).returned == "Sebutkan tahunnya"
    desk.revise(c.ReviseItem(case=item, entry=replace(ENTRY, title="Laporan SIM 2025")), unit)
    desk.decree(listing(item), ppid)
    with pytest.raises(no.ListedByUnitError):
        desk.withdraw(c.WithdrawItem(case=item, reason="Batal"), unit)
    desk.publish(
        c.PublishItem(case=item, published_on=TODAY, media=(Medium.WEBSITE,), link="https://example.org"),
        ppid,
    )
    desk.withdraw(c.WithdrawItem(case=item, reason="Retensi berakhir"), ppid)
    state = desk.item(item, ppid)
    assert (state.step, state.public, state.running()) == (Step.WITHDRAWN, False, [])


def test_a_form_that_was_open_while_the_item_changed_is_told_so(either: World) -> None:
    item = propose(either)
    desk, ppid = desk_of(either), either.actor("ppid")
    desk.give_back(c.ReturnItem(case=item, reason="Ringkas", seen=1), ppid)
    with pytest.raises(ChangedMeanwhileError) as refused:
        desk.withdraw(c.WithdrawItem(case=item, reason="Batal", seen=1), ppid)
    assert str(refused.value.facts["number"]).startswith("DIP-")


def test_a_source_that_nobody_knows_is_no_source(either: World) -> None:
    command = c.ProposeItem(item=new_item(), body=BODY, entry=ENTRY, source=SOURCE)
    with pytest.raises(UnknownExemptionError):
        desk_of(either).propose(command, either.actor("ppid"))


def test_what_opens_by_itself_enters_once_however_often_it_is_opened(either: World) -> None:
    decider = decider_of(either)
    context = decider.context(either.body)
    placed = opened_beside(decider, context, SOURCE, "Data kejahatan 2020", unit="RESKRIM")
    keeper = Actor("timekeeper", Role.TIMEKEEPER)
    either.services.log.append(
        [
            Envelope(stream, version, event, context.now, keeper.id, keeper.role, BODY)
            for stream, version, event in placed
        ]
    )
    item = desk_of(either).item(opened_stream(SOURCE, "Data kejahatan 2020"), either.actor("ppid"))
    assert (item.public, item.source, item.decree) == (True, SOURCE, None)
    may_withdraw(item)
    assert opened_beside(decider, context, SOURCE, "Data kejahatan 2020") == []
    assert len(opened_beside(decider, context, SOURCE, "Sebagian data")) == 2


def test_nothing_is_recorded_with_a_day_that_has_not_come(either: World) -> None:
    item = listed(either)
    either.clock.set("2026-06-03")
    with pytest.raises(FutureDateError):
        desk_of(either).publish(
            c.PublishItem(case=item, published_on=date(2026, 6, 4), media=(Medium.APP,)),
            either.actor("ppid"),
        )
    state = desk_of(either).decider.load(ITEM, item)
    assert state.published is None


def test_what_a_decree_in_force_closes_is_refused_by_name_until_it_ends(either: World) -> None:
    exemption = either.exempt()
    source = replace(SOURCE, exemption=exemption, row=3, decree="KEP/3")
    desk, ppid = desk_of(either), either.actor("ppid")
    closed = c.ProposeItem(item=new_item(), body=BODY, entry=ENTRY, source=source)
    with pytest.raises(no.StillExemptError):
        desk.propose(closed, ppid)
    with pytest.raises(UnknownExemptionError):
        desk.propose(replace(closed, source=replace(source, row=9)), ppid)
    either.clock.set("2027-07-01")
    item = desk.propose(closed, ppid).stream
    decree = replace(DECREE, signed_on=date(2027, 7, 1))
    desk.decree(listing(item, decree=decree), ppid)
    assert desk.item(item, ppid).source == source


def test_the_timekeeper_notes_once_what_was_not_published_updated_or_reported(either: World) -> None:
    item = listed(either)
    either.clock.set("2027-04-01")
    for _ in range(2):
        either.services.follower.start()
        try:
            keep_time(either.services)
        finally:
            either.services.follower.stop()
    ended = [
        (event.clock, event.due_on)
        for stream in (item, list_stream(BODY))
        for r in either.services.log.load(stream)
        if isinstance(event := r.envelope.event, e.ItemClockRanOut | e.ListClockRanOut)
    ]
    assert ended == [
        ("D26", date(2026, 12, 2)),
        ("D27", date(2026, 12, 2)),
        ("D28", date(2027, 3, 31)),
    ]
