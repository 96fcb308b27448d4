"""Every room of the desk through its declared forms: from page to log, shown before, sent twice, hidden."""

from __future__ import annotations

import pytest

from ppid.events import Event, Stream
from tests.web.office.strangers import open_stranger
from tests.web.rooms import TRIED, Begin, Tried, Try
from tests.web.visitor import Page, Visitor
from tests.web.world import World
from web.access import SESSION_COOKIE
from web.office.frame import ROOMS
from web.office.room import AnyRoom

ACTS = [(tried, attempt) for tried in TRIED.values() for attempt in tried.tries]
BEGINS = [(tried, begin) for tried in TRIED.values() for begin in tried.begins]
act = pytest.mark.parametrize(("tried", "attempt"), ACTS, ids=[f"{t.kind}/{a}" for t, a in ACTS])
beginning = pytest.mark.parametrize(("tried", "begin"), BEGINS, ids=[f"{t.kind}/{b}" for t, b in BEGINS])
every_room = pytest.mark.parametrize("kind", TRIED)


def events(world: World, case: Stream) -> list[Event]:
    """The facts of a case."""
    return [r.envelope.event for r in world.services.log.load(case)]


def room_of(world: World, kind: str) -> AnyRoom:
    """The room as it was opened."""
    room: AnyRoom = world.app.extensions[ROOMS][kind]
    return room


def fill(visitor: Visitor, page: Page, attempt: Try | Begin) -> Page:
    """Fill in the form, and pass its preview where it has one."""
    assert page.status == 200, page.text
    sent = visitor.send(page, attempt.typed, form="idempotency_key")
    if "Belum ada yang dicatat" in sent.text:
        sent = visitor.send(sent, button="catat", form="idempotency_key")
    return sent


def test_every_room_is_tried(world: World) -> None:
    assert set(world.app.extensions.get(ROOMS, {})) == set(TRIED)


@every_room
def test_every_act_and_beginning_of_a_room_is_tried(world: World, kind: str) -> None:
    room, tried = room_of(world, kind), TRIED[kind]
    assert {t.act for t in tried.tries} == {known.value for known in room.pages}
    assert {b.what for b in tried.begins} == {page.what for page in room.begins}


@every_room
def test_every_step_has_words_and_every_page_a_form(world: World, kind: str) -> None:
    room = room_of(world, kind)
    (words,) = {type(step) for step in room.steps}
    assert set(room.steps) == set(words.__members__.values())
    templates = [f"{act.value}.html" for act in room.pages]
    templates += [f"begin{'-' + page.what if page.what else ''}.html" for page in room.begins]
    for name in templates:
        world.app.jinja_env.get_template(f"{room.folder}/{name}")


@act
def test_an_act_goes_from_its_form_to_the_log(world: World, tried: Tried, attempt: Try) -> None:
    case = tried.at(world, attempt.step)
    visitor = world.officer(attempt.officer)
    before = events(world, case)
    page = visitor.get(tried.page_of(world, case, attempt.act) + attempt.query)
    previews = next(p for a, p in room_of(world, tried.kind).pages.items() if a.value == attempt.act).previews
    if previews:
        shown = visitor.send(page, attempt.typed, form="seen")
        assert "Belum ada yang dicatat" in shown.text, shown.text
        assert events(world, case) == before
    page = fill(visitor, page, attempt)
    assert page.status == 200, page.text
    assert page.url == tried.page_of(world, case)
    assert tuple(map(type, events(world, case)[len(before) :])) == attempt.recorded
    assert "Tercatat." in page.text


@act
def test_f10_an_act_sent_twice_is_one(world: World, tried: Tried, attempt: Try) -> None:
    case = tried.at(world, attempt.step)
    visitor = world.officer(attempt.officer)
    before = events(world, case)
    page = visitor.get(tried.page_of(world, case, attempt.act) + attempt.query)
    for _ in range(2):
        again = visitor.send(page, attempt.typed, form="seen", button="catat")
        assert again.url == tried.page_of(world, case), again.text
    assert tuple(map(type, events(world, case)[len(before) :])) == attempt.recorded


@act
def test_an_act_reads_in_english(world: World, tried: Tried, attempt: Try) -> None:
    case = tried.at(world, attempt.step)
    page = world.officer(attempt.officer, "en").get(tried.page_of(world, case, attempt.act) + attempt.query)
    assert page.status == 200
    assert "Batal" not in page.text


@beginning
def test_a_beginning_makes_one_case_however_often_it_is_sent(
    world: World, tried: Tried, begin: Begin
) -> None:
    visitor = world.officer(begin.officer)
    page = visitor.get(tried.beginning_of(world, begin))
    assert page.status == 200, page.text
    key = page.form("idempotency_key").values["idempotency_key"]
    for _ in range(2):
        done = visitor.send(page, begin.typed, form="idempotency_key", button="catat")
        assert done.status == 200, done.text
    assert tuple(map(type, events(world, f"{tried.kind}-{key}"))) == begin.recorded


@beginning
def test_a_beginning_is_shown_before_it_is_recorded(world: World, tried: Tried, begin: Begin) -> None:
    visitor = world.officer(begin.officer)
    page = visitor.get(tried.beginning_of(world, begin))
    before = world.services.log.position()
    if not next(p for p in room_of(world, tried.kind).begins if p.what == begin.what).previews:
        pytest.skip("it takes files")
    shown = visitor.send(page, begin.typed, form="idempotency_key")
    assert "Belum ada yang dicatat" in shown.text, shown.text
    assert world.services.log.position() == before
    changed = visitor.send(shown, button="ubah", form="idempotency_key")
    assert (
        changed.form("idempotency_key").values["idempotency_key"]
        == page.form("idempotency_key").values["idempotency_key"]
    )


@every_room
def test_the_list_shows_the_case_and_leads_to_it(world: World, kind: str) -> None:
    tried, room = TRIED[kind], room_of(world, kind)
    case = tried.at(world, tried.shown)
    world.follow()
    visitor = world.officer(
        next(n for n in ("ppid", "superior", "head") if world.actor(n).role in room.opens)
    )
    for choice in ("", "?daftar=semua"):
        page = visitor.get(f"/meja/{room.place}{choice}")
        assert page.status == 200
        if tried.page_of(world, case) in [href for _, href in page.links]:
            break
    else:
        pytest.fail(page.text)
    found = visitor.get(tried.page_of(world, case))
    assert found.status == 200
    assert "Riwayat" in found.text


@every_room
def test_f50_another_body_is_told_nothing(world: World, kind: str) -> None:
    tried = TRIED[kind]
    case = tried.at(world, tried.shown)
    world.follow()
    visitor = world.visitor()
    visitor.client.set_cookie(SESSION_COOKIE, open_stranger(world))
    place = room_of(world, kind).place
    for address in (tried.page_of(world, case), *(tried.page_of(world, case, t.act) for t in tried.tries)):
        assert visitor.get(address).status in {403, 404}, address
    listed = visitor.get(f"/meja/{place}?daftar=semua")
    assert listed.status in {200, 403}
    assert case.rpartition("-")[2] not in listed.html


@every_room
def test_f20_a_case_that_cannot_be_is_not_found(world: World, kind: str) -> None:
    visitor = world.officer("ppid")
    place = room_of(world, kind).place
    for path in ("x", "0" * 31, "A" * 32, "%00", "0" * 32, "0" * 5000, "..%2f..%2fetc"):
        assert visitor.get(f"/meja/{place}/{path}").status in {403, 404}, path
