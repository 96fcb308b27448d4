"""The machinery of every room, tried on a small one: acts, beginnings, the page of a case, lists, figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest

import web
from ppid.catalogue import events as e
from ppid.events import Event, Stream
from ppid.subject import State
from tests.web.office.strangers import open_stranger
from tests.web.office.test_desk import questions
from tests.web.visitor import Page, Visitor
from tests.web.world import World
from web import create_app
from web.access import SESSION_COOKIE
from web.office.frame import ROOMS

TITLE = "Peringatan dini \u202ebanjir <b>"
REASON = {"reason": "Ringkasannya kurang."}


@pytest.fixture
def trial(world: World) -> Iterator[World]:
    """Give a world whose desk has the room of trial, in place of the one that its subject has."""
    with _room_of_trial(world):
        yield world


@contextmanager
def _room_of_trial(world: World) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        others = [place for place in web.BLUEPRINTS if _name(place) != "item"]
        patch.setattr(web, "BLUEPRINTS", (*others, "tests.web.office.trial.room:bp"))
        world.app = create_app(world.services)
        yield


def _name(place: str) -> str:
    module, name = place.split(":")
    return str(getattr(import_module(module), name).name)


def propose(world: World, title: str = TITLE) -> tuple[Visitor, Page]:
    """Propose an item as the PPID, through its preview."""
    visitor = world.officer("ppid")
    shown = visitor.send(visitor.get("/meja/uji/baru"), {"title": title}, form="title")
    return visitor, visitor.send(shown, button="catat", form="title")


def case_of(page: Page) -> Stream:
    """The item whose page it is."""
    return f"item-{page.url.rpartition('/')[2]}"


def events(world: World, case: Stream) -> list[Event]:
    """The facts of a case."""
    return [r.envelope.event for r in world.services.log.load(case)]


# Beginning ------------------------------------------------------------------------------------------------


def test_a_beginning_is_shown_then_recorded_and_leads_to_its_case(trial: World) -> None:
    visitor = trial.officer("ppid")
    before = trial.services.log.position()
    shown = visitor.send(visitor.get("/meja/uji/baru"), {"title": "Banjir"}, form="title")
    assert shown.status == 200
    assert "Belum ada yang dicatat" in shown.text
    assert "Status: Diusulkan" in shown.text
    assert "Judul Banjir" in shown.text
    assert trial.services.log.position() == before
    back = visitor.send(shown, button="ubah", form="title")
    assert back.form("title").values["title"] == "Banjir"
    done = visitor.send(shown, button="catat", form="title")
    assert done.url.startswith("/meja/uji/")
    assert "Tercatat." in done.text
    assert [type(event) for event in events(trial, case_of(done))] == [e.Proposed]


def test_f10_a_beginning_sent_twice_begins_one_case(trial: World) -> None:
    visitor = trial.officer("ppid")
    page = visitor.get("/meja/uji/baru")
    first, second = (visitor.send(page, {"title": "Banjir"}, form="title", button="catat") for _ in range(2))
    assert first.url == second.url
    assert len(events(trial, case_of(first))) == 1
    assert first.url.endswith(page.form("title").values["idempotency_key"])


def test_f11_a_used_form_with_another_title_is_refused_and_gets_a_fresh_key(trial: World) -> None:
    visitor = trial.officer("ppid")
    page = visitor.get("/meja/uji/baru")
    used = page.form("title").values["idempotency_key"]
    visitor.send(page, {"title": "Banjir"}, form="title", button="catat")
    again = visitor.send(page, {"title": "Gempa"}, form="title", button="catat")
    assert again.status == 409
    assert again.form("title").values["title"] == "Gempa"
    assert again.form("title").values["idempotency_key"] != used


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "G" * 32, "0" * 5000, "../../etc", "a\0b"])
def test_a_key_that_no_form_carries_begins_nothing(trial: World, key: str) -> None:
    visitor = trial.officer("ppid")
    before = trial.services.log.position()
    page = visitor.get("/meja/uji/baru")
    told = visitor.send(page, {"title": "Banjir", "idempotency_key": key}, form="title", button="catat")
    assert told.status == 422
    assert "tidak utuh" in told.text or "tidak dapat disimpan" in told.text or "Terlalu panjang" in told.text
    assert trial.services.log.position() == before


def test_a_refused_beginning_keeps_what_was_typed_and_names_its_field(trial: World) -> None:
    visitor = trial.officer("ppid")
    typed = {"title": "", "known_on-year": "2027"}
    told = visitor.send(visitor.get("/meja/uji/baru"), typed, form="title")
    assert told.status == 422
    assert told.error("title")
    assert told.form("title").values["known_on-year"] == "2027"


def test_a_beginning_that_may_not_be_says_why_and_belongs_to_its_roles(trial: World) -> None:
    told = trial.officer("ppid").get("/meja/uji/baru?tutup=ya")
    assert told.status == 403
    assert "bukan wewenang" in told.text
    assert trial.officer("desk").get("/meja/uji/baru").status == 403
    assert trial.visitor().get("/meja/uji/baru").url.startswith("/meja/masuk")


# Acting ---------------------------------------------------------------------------------------------------


def test_an_act_is_shown_with_what_is_recorded_elsewhere_and_then_recorded(trial: World) -> None:
    visitor, page = propose(trial)
    case, address = case_of(page), page.url
    shown = visitor.send(visitor.get(f"{address}/return"), REASON, form="reason")
    for words in (
        "Diusulkan → Dikembalikan",
        "Unitnya diberi tahu.",
        "Alasan Ringkasannya kurang.",
        "Kembalikan",
    ):
        assert words in shown.text, words
    assert len(events(trial, case)) == 1
    done = visitor.send(shown, button="catat", form="reason")
    assert done.url == address
    assert isinstance(events(trial, case)[-1], e.Returned)
    recorded = trial.services.log.load(case)[-1].envelope
    assert recorded.actor == trial.actor("ppid").id


def test_f40_two_officers_one_item_one_wins_and_the_other_is_told(trial: World) -> None:
    visitor, page = propose(trial)
    other = trial.officer("ppid")
    mine, theirs = visitor.get(f"{page.url}/withdraw"), other.get(f"{page.url}/return")
    assert visitor.send(mine, REASON, form="reason").url == page.url
    told = other.send(theirs, REASON, form="reason", button="catat")
    assert told.status == 409
    assert "berubah selagi formulir ini terbuka" in told.text
    assert "Pejabat PPID" in told.text
    assert "Ringkasannya kurang." in told.text
    assert [type(event) for event in events(trial, case_of(page))] == [e.Proposed, e.Withdrawn]


def test_what_is_not_lawful_now_says_why_and_leads_back(trial: World) -> None:
    visitor, page = propose(trial)
    visitor.send(visitor.get(f"{page.url}/withdraw"), REASON, form="reason")
    told = visitor.get(f"{page.url}/return")
    assert told.status == 422
    assert told.link("Buka butir uji") == page.url
    assert "idempotency_key" not in told.html


def test_f55_a_form_names_no_other_case(trial: World) -> None:
    visitor, page = propose(trial)
    _other, second = propose(trial, "Gempa")
    forged = {**REASON, "case": case_of(second), "item": case_of(second), "body": "body-x"}
    visitor.send(visitor.get(f"{page.url}/withdraw"), forged, form="reason")
    assert len(events(trial, case_of(second))) == 1
    assert len(events(trial, case_of(page))) == 2


def test_f12_what_was_typed_when_the_sign_in_expired_is_shown_again(trial: World) -> None:
    visitor = trial.visitor()
    first = visitor.send(
        visitor.get("/meja/masuk"), {"username": "ppid", "password": "kata-sandi-panjang-7"}, form="username"
    )
    assert first.status == 200
    page = visitor.get("/meja/uji/baru")
    visitor.client.delete_cookie(SESSION_COOKIE)
    asked = visitor.send(page, {"title": "Tanah longsor"}, form="title")
    assert asked.url.startswith("/meja/masuk")
    back = visitor.send(asked, {"username": "ppid", "password": "kata-sandi-panjang-7"}, form="username")
    assert back.url == "/meja/uji/baru"
    assert back.form("title").values["title"] == "Tanah longsor"


# The page of a case, the list, the figures ----------------------------------------------------------------


def test_the_case_shows_what_it_is_what_may_be_done_and_its_history(trial: World) -> None:
    _visitor, page = propose(trial)
    for words in (
        "Butir uji",
        "DIP-",
        "Diusulkan",
        "Isian",
        "Ringkasan",
        "Riwayat",
        "Pejabat PPID",
        "U+202E",
    ):
        assert words in page.text, words
    assert "<b>" not in page.html
    assert page.has_link("Kembalikan ke unit")
    assert page.has_link("Tarik")
    assert not page.has_link("Ubah isian")  # it has no page here
    assert "Kosong" not in page.text
    reader = trial.officer("superior").get(page.url)
    assert "Peran Anda hanya membaca butir uji ini." in reader.text


def test_another_bodys_officer_and_another_unit_find_no_case(trial: World) -> None:
    _visitor, page = propose(trial)
    trial.follow()
    stranger = trial.visitor()
    stranger.client.set_cookie(SESSION_COOKIE, open_stranger(trial))
    for address in (page.url, f"{page.url}/return", f"{page.url}/berkas/1", f"{page.url}/surat/x"):
        assert stranger.get(address).status in {403, 404}, address
    assert page.url not in [href for _, href in stranger.get("/meja/uji?daftar=semua").links]
    assert trial.officer("ppid").get(f"{page.url}/berkas/1").status == 404
    assert trial.officer("ppid").get(f"{page.url}/surat/x").status == 404
    assert trial.officer("ppid").get(f"{page.url}/meledak").status == 404


def test_the_list_is_by_due_date_and_narrows(trial: World) -> None:
    _v, late = propose(trial, "Lama")
    trial.clock.set("2026-06-22")
    visitor, fresh = propose(trial, "Baru")
    trial.follow()
    page = visitor.get("/meja/uji")
    assert cases(page) == [late.url, fresh.url]
    assert "unit LANTAS" in page.text
    assert "Terbuka (2)" in page.text
    assert "lewat" in page.text
    overdue = visitor.get(page.link("Lewat waktu"))
    assert cases(overdue) == [late.url]
    visitor.send(visitor.get(f"{late.url}/withdraw"), REASON, form="reason")
    trial.follow()
    assert cases(visitor.get("/meja/uji")) == [fresh.url]
    assert cases(visitor.get("/meja/uji?daftar=semua")) == [fresh.url, late.url]
    nothing = visitor.get("/meja/uji?daftar=lewat")
    assert "Tidak ada yang cocok" in nothing.text
    assert cases(visitor.get(nothing.link("Terbuka"))) == [fresh.url]


def cases(page: Page) -> list[str]:
    """The cases of a list, in its order."""
    return [href for _, href in page.links if len(href.rpartition("/")[2]) == 32]


def test_pages_of_the_list_go_on_and_back_in_five_questions(trial: World) -> None:
    wanted = {propose(trial, f"Butir {n}")[1].url for n in range(27)}
    trial.follow()
    visitor = trial.officer("ppid")
    first = visitor.get("/meja/uji")
    with questions() as asked:
        first = visitor.get("/meja/uji")
    assert len(asked) <= 5, asked
    second = visitor.get(first.link("Halaman berikutnya"))
    assert [len(cases(first)), len(cases(second))] == [25, 2]
    assert {*cases(first), *cases(second)} == wanted
    assert cases(visitor.get(second.link("Halaman sebelumnya"))) == cases(first)


@pytest.mark.postgres
def test_the_room_stands_on_postgresql_too(postgres_world: World) -> None:
    with _room_of_trial(postgres_world):
        _v, late = propose(postgres_world, "Lama")
        postgres_world.clock.set("2026-06-22")
        visitor, fresh = propose(postgres_world, "Baru")
        postgres_world.follow()
        assert cases(visitor.get("/meja/uji")) == [late.url, fresh.url]
        assert cases(visitor.get("/meja/uji?daftar=lewat")) == [late.url]
        assert "Semua (2)" in visitor.get("/meja/uji?daftar=segera").text
        assert "2 terbuka, 1 lewat waktu" in visitor.get("/meja").text


@pytest.mark.parametrize(
    "query", ["daftar=x", "daftar=%00", "sesudah=x", "sesudah=%FF", "sebelum=" + "x" * 5000]
)
def test_f20_an_address_of_the_list_that_no_page_leads_to(trial: World, query: str) -> None:
    assert trial.officer("ppid").get(f"/meja/uji?{query}").status in {400, 404}


def test_an_empty_list_says_so_and_offers_the_beginning(trial: World) -> None:
    trial.follow()
    page = trial.officer("ppid").get("/meja/uji")
    assert "Belum ada butir" in page.text
    assert page.link("Usulkan butir") == "/meja/uji/baru"
    assert not trial.officer("desk").get("/meja/uji").has_link("Usulkan butir")


def test_the_menu_and_the_worklist_lead_to_the_room_with_one_question_more(trial: World) -> None:
    propose(trial)
    trial.clock.set("2026-06-22")
    propose(trial, "Baru")
    trial.follow()
    visitor = trial.officer("ppid")
    visitor.get("/meja")
    with questions() as asked:
        page = visitor.get("/meja")
    assert page.link("Daftar uji") == "/meja/uji"
    assert "Daftar uji : 2 terbuka, 1 lewat waktu" in page.text
    assert len(asked) <= 6, asked
    auditor = trial.officer("auditor")
    assert auditor.get("/meja/uji").status == 403
    assert not auditor.get("/audit").has_link("Daftar uji")


def test_a_room_reads_in_english(trial: World) -> None:
    _visitor, page = propose(trial)
    trial.follow()
    visitor = trial.officer("ppid", "en")
    assert visitor.get("/meja/uji").heading == "Trial list"
    assert "Trial item" in visitor.get(page.url).text
    assert "What this step brings about" in visitor.get(f"{page.url}/withdraw").text


# Declarations ---------------------------------------------------------------------------------------------


def test_every_state_of_a_subject_has_what_a_room_reads(trial: World) -> None:
    for room in trial.app.extensions[ROOMS].values():
        assert issubclass(room.subject.state, State)
        assert all(hasattr(room.subject.state, name) for name in ("step", "title", "opened_on"))
