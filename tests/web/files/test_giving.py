"""Files leave as attachments, without cookies, from their own address where there is one (F31, F37, F55)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from ppid.openings import What
from tests import attached
from tests.web.citizen.journey import fill
from tests.web.files.test_malware import OWN, desk_page, filed
from tests.web.world import PNG, SARI, World
from web.files.giving import attachment, file_name
from web.files.links import PICTURES_LAST, Given, Leave, seal, unseal

FILES = "http://berkas.example.go.id"


@pytest.fixture
def apart(around: Callable[..., World]) -> World:
    """Give a world that hands out files at an address of their own."""
    return around(files_url=FILES)


def link_of(world: World, case: str) -> str:
    answer = world.officer("desk").get(f"{desk_page(case)}/berkas/1", follow=False).response
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def stranger(world: World) -> FlaskClient:
    """A browser at the address of files, with every cookie that the desk's browser has."""
    return world.app.test_client()


def test_every_answer_with_a_file_is_inert_and_sets_no_cookie(world: World) -> None:
    case = filed(world)
    for visitor, place in (
        (world.tracker(case), OWN),
        (world.officer("desk"), f"{desk_page(case)}/berkas/1"),
    ):
        answer = visitor.get(place).response
        assert answer.data == PNG
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_a_file_leaves_from_its_own_address_which_needs_and_sets_no_cookie(apart: World) -> None:
    case = filed(apart)
    link = link_of(apart, case)
    assert link.startswith(f"{FILES}/berkas/")
    answer = stranger(apart).get(link, base_url=FILES)
    assert answer.data == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in answer.headers
    assert SARI.name.split()[0] not in link
    # The link works nowhere else.
    assert stranger(apart).get(urlsplit(link).path).status_code == 404


def test_a_link_to_a_file_lasts_five_minutes(apart: World) -> None:
    link = link_of(apart, filed(apart))
    apart.clock.forward(minutes=4, seconds=59)
    assert stranger(apart).get(link, base_url=FILES).status_code == 200
    apart.clock.forward(seconds=1)
    late = stranger(apart).get(link, base_url=FILES)
    assert late.status_code == 404
    assert "tidak berlaku lagi" in late.text


def test_a_link_cannot_be_made_up_or_changed(apart: World) -> None:
    link = link_of(apart, filed(apart))
    head, token = link.rsplit("/", 1)
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    for each in (changed, token[:-6], "x", "A" * 3000, "%00", token + "=", "\u0661"):
        answer = stranger(apart).get(f"{head}/{each}", base_url=FILES)
        assert answer.status_code == 404
        assert "Set-Cookie" not in answer.headers


def test_a_link_for_an_officers_picture_opens_no_file(apart: World) -> None:
    case = filed(apart)
    page = apart.officer("desk").get(desk_page(case))
    picture = page.html.split("/meja/berkas/gambar/")[1].split('"')[0]
    assert stranger(apart).get(f"/berkas/{picture}", base_url=FILES).status_code == 404


def test_a_link_for_an_officers_picture_opens_no_file_at_the_desk_either(world: World) -> None:
    desk = world.officer("desk")
    page = desk.get(desk_page(filed(world)))
    picture = page.html.split("/meja/berkas/gambar/")[1].split('"')[0]
    csrf = page.forms[0].values["csrf_token"]
    refused = desk.post("/meja/berkas/buka", {"csrf_token": csrf, "token": picture})
    assert (refused.status, "kedaluwarsa" in refused.text) == (400, True)
    assert desk.get(f"/meja/berkas/gambar/{picture}").status == 200


def test_every_link_gives_leave_to_one_thing(world: World) -> None:
    given = Given("0" * 64, "", "application/pdf", "Surat")
    with world.app.test_request_context("/"):
        sealed = {
            Leave.FILE: seal(given),
            Leave.UNSCANNED: seal(given, "o"),
            Leave.PICTURE: seal(given, "o", PICTURES_LAST),
        }
        for leave, token in sealed.items():
            opened = {each for each in Leave for bound in ("", "o") if unseal(token, each, bound) == given}
            assert opened == {leave}


@pytest.mark.parametrize("place", ["/", "/meja", "/lacak", "/static/icon.svg", "/meja/berkas/buka", "/sehat"])
def test_on_the_address_of_files_there_is_nothing_else(apart: World, place: str) -> None:
    client = stranger(apart)
    for answer in (client.get(place, base_url=FILES), client.post(place, base_url=FILES)):
        assert answer.status_code == 404
        assert answer.mimetype == "text/plain"
        assert "Set-Cookie" not in answer.headers


def test_no_cookie_of_the_desk_reaches_the_address_of_files(apart: World) -> None:
    visitor = apart.visitor()
    cookies = visitor.get("/ajukan/badan-publik").response.headers.getlist("Set-Cookie")
    cookies += fill(visitor, upto="dokumen").response.headers.getlist("Set-Cookie")
    assert cookies
    # A cookie without a domain goes back to the very host that set it, and to no other.
    assert not any("domain=" in cookie.lower() for cookie in cookies)


def test_a_file_that_is_opened_at_its_own_address_is_noted_as_opened(apart: World) -> None:
    case = filed(apart)
    link_of(apart, case)
    apart.follow()
    noted = apart.services.openings.of(apart.request(case).requester)
    assert What.FILE in {opening.what for opening in noted}


def test_F37_a_file_that_is_gone_is_said_before_anybody_is_sent_elsewhere(apart: World) -> None:
    case = filed(apart)
    for path in apart.settings.files.rglob("*"):
        if path.is_file():
            path.unlink()
    answer = apart.officer("desk").get(f"{desk_page(case)}/berkas/1", follow=False)
    assert answer.status == 503
    assert "tidak dapat dibaca" in answer.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("CON.pdf", "_CON.pdf"),
        ("../../x.pdf", "x.pdf"),
        ("..\\..\\aux.pdf", "_aux.pdf"),
        ("\u7533\u8acb.pdf", "filename*=UTF-8''%E7%94%B3%E8%AB%8B.pdf"),
        ("a" * 300 + ".pdf", "aaaa"),
        ("-rf.pdf", "-rf.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie"),
        ("surat.pdf.exe", "surat.pdf.pdf"),
    ],
)
def test_F30_a_file_leaves_under_a_name_that_harms_nobody(world: World, name: str, kept: str) -> None:
    given = Given(world.services.files.put(attached.pdf()), "", "application/pdf", name)
    with world.app.test_request_context("/"):
        answer = attachment(given)
    told = answer.headers["Content-Disposition"]
    assert kept in told
    assert len(file_name(given)) <= 130
    assert "\n" not in told
    assert "Set-Cookie" not in answer.headers


def test_F30_a_name_that_turns_the_reading_direction_is_shown_escaped(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    refused = visitor.send(page, {"berkas-identity": (b"MZ", "ktp\u202egnp.exe")})
    assert "\u202e" not in refused.html
    assert "ktp" in refused.error("berkas-identity")
