"""Small pictures of files for officers: made in the child, sealed, and only of what may be opened."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from ppid import commands as c
from ppid.scanning import Scan, Verdict
from tests import attached
from tests.web.files.test_malware import desk_page, filed
from tests.web.visitor import Page
from tests.web.world import OPERATOR, World


def pictures(page: Page) -> list[str]:
    return [
        f"/meja/berkas/gambar/{part.split(chr(34))[0]}"
        for part in page.html.split("/meja/berkas/gambar/")[1:]
    ]


@pytest.mark.parametrize("content", [attached.png(900, 300), attached.jpeg(900, 300), attached.pdf("isi", 3)])
def test_an_officer_sees_the_first_page_small(world: World, content: bytes) -> None:
    case = filed(world, content=content)
    desk = world.officer("desk")
    page = desk.get(desk_page(case))
    (place,) = pictures(page)
    assert 'alt="Halaman pertama' in page.html
    answer = desk.get(place).response
    assert answer.mimetype == "image/png"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    with Image.open(BytesIO(answer.data)) as drawn:
        assert max(drawn.size) <= 400
        assert min(drawn.size) > 50
    # Kept sealed, and the same the next time.
    name = world.request(case).documents[0].sha256
    kept = world.services.scans.picture(name)
    assert kept
    assert answer.data not in kept
    assert desk.get(place).response.data == answer.data


def test_a_picture_is_for_the_officer_whose_page_showed_it(world: World) -> None:
    (place,) = pictures(world.officer("desk").get(desk_page(filed(world))))
    assert world.officer("ppid").get(place).status == 404
    assert world.officer("desk").get(place + "A").status == 404
    assert world.visitor().get(place).status != 200 or "Masuk" in world.visitor().get(place).text
    world.clock.forward(hours=8)
    assert world.officer("desk").get(place).status == 404


def test_what_turned_out_to_be_malware_is_drawn_no_more(world: World) -> None:
    case = filed(world)
    desk = world.officer("desk")
    (place,) = pictures(desk.get(desk_page(case)))
    document = world.request(case).documents[0]
    world.services.scans.note(document.sha256, document.person, Scan(Verdict.INFECTED, "X"))
    assert desk.get(place).status == 404
    assert pictures(desk.get(desk_page(case))) == []


def test_no_picture_of_an_erased_persons_file(world: World) -> None:
    case = filed(world)
    desk = world.officer("desk")
    (place,) = pictures(desk.get(desk_page(case)))
    assert desk.get(place).status == 200
    person = world.request(case).requester
    world.services.people.erase(
        c.ErasePerson(person=person, basis="Atas permintaan", order="12/2026"), OPERATOR
    )
    assert desk.get(place).status == 404
