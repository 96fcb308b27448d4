"""A redaction through its pages: from the page of a request to the copy in the requester's hands."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace

import pytest

from ppid.commands import ErasePerson
from ppid.events import Stream
from ppid.redaction import events as e
from ppid.redaction import rules
from ppid.redaction.desk import Redactions
from ppid.redaction.state import REDACTION, Redaction
from ppid.request.events import InformationDelivered
from tests.ppid.redaction.originals import NAME, NUMBER, locked, text
from tests.ppid.redaction.test_leaks import drawn_over
from tests.web.office.tries_redaction import begun, marked
from tests.web.world import OPERATOR, World, app_of

PAPER = text().content
BOX = {"x": "13,7", "y": "30", "w": "72,6", "h": "5,1", "article": "17(h)(2)", "decree": "KEP/12/2026"}


def row(number: int, **changes: str) -> dict[str, str]:
    """A row of the table of boxes."""
    return {f"marks-{number}-{part}": value for part, value in {**BOX, **changes}.items()}


def place(stream: Stream, *more: str) -> str:
    """An address in the room."""
    return "/".join(("/meja/penghitaman", stream.rpartition("-")[2], *more))


def state(world: World, stream: Stream) -> Redaction:
    """A redaction as it stands."""
    return world.services.redactions.decider.load(REDACTION, stream)


def test_from_the_request_to_the_copy_in_the_requesters_hands(world: World) -> None:
    case = world.at("partly-granted")
    world.follow()
    asked = f"/meja/permohonan/{case.rpartition('-')[2]}"
    ppid = world.officer("ppid")
    page = ppid.get(ppid.get(asked).link("Hitamkan sebagian dokumen"))
    assert world.request(case).number in page.text.replace(" ", "")
    page = ppid.send(
        page, {"title": "Laporan lapangan", "documents": [(PAPER, "laporan.pdf")]}, button="catat"
    )
    stream = f"redaction-{page.url.rsplit('/', 1)[1]}"
    found = state(world, stream)
    assert found.original.content == hashlib.sha256(PAPER).hexdigest()
    assert found.original.document.person == world.request(case).requester

    page = ppid.get(page.link("Gambar kotak pada halaman 1"))
    page = ppid.send(page, row(1), button="catat")
    assert page.url.endswith("/halaman/2")
    page = ppid.send(page, row(1), button="catat")
    assert page.url == place(stream)
    assert len(state(world, stream).marks) == 2

    page = ppid.send(ppid.get(place(stream, "release")), {"sure": "ya"}, button="catat")
    assert page.url == place(stream), page.text
    released = state(world, stream).released
    assert released is not None
    copy = ppid.get(place(stream, "berkas", "1")).response
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(copy.data).hexdigest() == released.content
    assert (released.original, released.boxes) == (found.original.content, (e.Boxes("h", 2),))

    world.follow()
    desk = world.officer("desk")
    page = desk.get(f"{asked}/deliver")
    page = desk.send(
        page,
        {"copies": stream.rpartition("-")[2], "way": "email", "documents": [(PAPER, "lampiran terbuka.pdf")]},
        button="catat",
    )
    assert page.url == asked, page.text
    delivered = world.request(case).delivery
    assert isinstance(delivered, InformationDelivered)
    assert [each.label for each in delivered.documents] == [
        "Laporan lapangan (salinan dengan penghitaman)",
        "lampiran terbuka.pdf",
    ]
    assert delivered.documents[0].sha256 == released.document.sha256
    given = [href for _, href in world.tracker(case).get("/lacak/permohonan").links if "/berkas/" in href]
    assert given
    taken = [world.tracker(case).get(href).response.data for href in given]
    assert copy.data in taken
    assert "versi yang dapat dibacakan" in world.tracker(case).get("/lacak/permohonan").text


def test_who_prepares_may_look_and_who_decides_releases(world: World) -> None:
    stream = marked(world, begun(world))
    picture = place(stream, "gambar", "1")
    for officer, may in (("unit", 200), ("ppid", 200), ("desk", 403), ("superior", 403), ("head", 403)):
        assert world.officer(officer).get(picture).status == may, officer
        assert world.officer(officer).get(place(stream, "halaman", "1")).status == may, officer
        assert world.officer(officer).get(place(stream)).status == 200
    assert world.officer("unit").get(place(stream, "release")).status == 403
    assert world.officer("auditor").get(picture).status in {303, 403}
    shown = world.officer("ppid").get(picture).response
    assert shown.mimetype in {"image/png", "image/jpeg"}
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_pictures_of_another_units_or_bodys_document_are_not_there(world: World) -> None:
    stream = begun(world, "ppid")
    assert world.officer("unit").get(place(stream)).status == 404
    assert world.officer("unit").get(place(stream, "gambar", "1")).status == 404
    assert world.officer("unit").get(place(stream, "halaman", "1")).status == 404


def test_a_failing_check_blocks_the_release_and_says_what_failed_without_its_words(world: World) -> None:
    stream = marked(world, begun(world))
    services = world.services
    leaking = Redactions(services.desk.decider, services.files, drawn_over)
    other = replace(world, app=app_of(replace(services, redactions=leaking)))
    ppid = other.officer("ppid")
    page = ppid.send(ppid.get(place(stream, "release")), {"sure": "ya"}, button="catat")
    assert page.status == 422
    assert "teks yang masih terbaca mesin" in page.text
    assert "kata di bawah kotak" in page.text
    assert NAME not in page.text
    assert NUMBER not in page.text
    assert state(world, stream).released is None
    assert ppid.get(place(stream, "berkas", "1")).status == 404


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (row(1, x="99"), "keluar dari halaman"),
        (row(1, w="0"), "tidak berukuran"),
        (row(1, x="-1"), "persen"),
        (row(1, x="1e3"), "persen"),
        (row(1, x="12x"), "persen"),
        (row(1, decree="K\x00P"), "karakter kendali"),
        (row(1, y="1\x00"), "karakter kendali"),
        (row(1, h=""), "persen"),
        (row(1) | row(2, x="", y="", w="", h=""), "Hapus kotak ini"),
        (row(1) | row(2, x="", y="", w="", h="", article=""), "Hapus kotak ini"),
        (row(1) | {"marks-1-decree": ["KEP/12/2026", "KEP/13/2026"]}, "lebih dari satu kali"),
        (row(1, article=""), "huruf Pasal 17"),
        (row(1, article="18(a)"), "huruf Pasal 17"),
        (row(1, decree="K" * 200), "terlalu panjang"),
    ],
)
def test_a_box_that_cannot_be_is_refused_and_stays_typed(
    world: World, typed: dict[str, str], says: str
) -> None:
    stream = begun(world)
    unit = world.officer("unit")
    page = unit.send(unit.get(place(stream, "halaman", "1")), typed, button="catat")
    assert page.status == 422
    assert says in page.text
    assert state(world, stream).reviewed == ()
    assert typed["marks-1-y"] in page.form("seen").values.getlist("marks-1-y")


def test_a_box_for_every_page_a_removed_one_and_an_empty_page(world: World) -> None:
    stream = begun(world)
    unit = world.officer("unit")
    first, second = place(stream, "halaman", "1"), place(stream, "halaman", "2")
    unit.send(unit.get(first), {**row(1), "marks-1-everywhere": "ya", **row(2, y="80")}, button="catat")
    assert [(m.page, m.y) for m in state(world, stream).marks] == [(1, 300), (1, 800), (2, 300)]
    assert state(world, stream).reviewed == (1,)
    unit.send(unit.get(first), {"marks-2-remove": "ya"}, button="catat")
    unit.send(unit.get(second), {"marks-1-remove": "ya"}, button="catat")
    assert [(m.page, m.y) for m in state(world, stream).marks] == [(1, 300)]
    assert state(world, stream).unreviewed == []


def test_f40_boxes_that_somebody_else_saved_meanwhile_are_not_lost(world: World) -> None:
    stream = begun(world)
    unit, ppid = world.officer("unit"), world.officer("ppid")
    page = unit.get(place(stream, "halaman", "1"))
    ppid.send(ppid.get(place(stream, "halaman", "2")), row(1), button="catat")
    again = unit.send(page, row(1, y="50"), button="catat")
    assert again.status == 409
    assert "berubah selagi" in again.text
    unit.send(again, button="catat", form="seen")
    assert [(m.page, m.y) for m in state(world, stream).marks] == [(1, 500), (2, 300)]


@pytest.mark.parametrize("officer", ["unit", "ppid"])
def test_a_release_needs_every_page_and_a_box(world: World, officer: str) -> None:
    stream = begun(world)
    ppid = world.officer("ppid")
    assert "Belum ada kotak" in ppid.get(place(stream, "release")).text
    preparer = world.officer(officer)
    preparer.send(preparer.get(place(stream, "halaman", "1")), row(1), button="catat")
    page = ppid.get(place(stream, "release"))
    assert page.status == 422
    assert "belum diperiksa: 2" in page.text


def test_a_release_is_confirmed(world: World) -> None:
    stream = marked(world, begun(world))
    ppid = world.officer("ppid")
    page = ppid.send(ppid.get(place(stream, "release")), button="catat", form="seen")
    assert page.status == 422
    assert "Centang pernyataan" in page.error("sure")
    assert state(world, stream).released is None


def test_what_was_released_is_not_changed_and_begins_anew_from_its_original(world: World) -> None:
    stream = marked(world, begun(world, "ppid"), "ppid")
    ppid = world.officer("ppid")
    ppid.send(ppid.get(place(stream, "release")), {"sure": "ya"}, button="catat")
    page = ppid.get(place(stream, "halaman", "1"))
    assert page.status == 422
    assert "tidak dapat diubah" in page.text
    page = ppid.get(ppid.get(place(stream)).link("Mulai penghitaman baru"))
    page = ppid.send(page, {"title": "Laporan lapangan, kedua"}, button="catat")
    again = state(world, f"redaction-{page.url.rsplit('/', 1)[1]}")
    assert again.original == state(world, stream).original
    assert again.marks == ()


def test_the_same_boxes_on_the_same_document_make_the_same_copy(world: World) -> None:
    copies = set()
    for _ in range(2):
        stream = marked(world, begun(world))
        ppid = world.officer("ppid")
        ppid.send(ppid.get(place(stream, "release")), {"sure": "ya"}, button="catat")
        released = state(world, stream).released
        assert released is not None
        copies.add(released.content)
    assert len(copies) == 1


def test_a_copy_for_another_request_is_not_handed_over(world: World) -> None:
    case = world.at("partly-granted")
    stream = marked(world, begun(world))
    ppid = world.officer("ppid")
    ppid.send(ppid.get(place(stream, "release")), {"sure": "ya"}, button="catat")
    address = f"/meja/permohonan/{case.rpartition('-')[2]}/deliver"
    for named in (stream.rpartition("-")[2], secrets.token_hex(16), "x"):
        page = ppid.send(ppid.get(address), {"way": "email", "copies": named}, button="catat")
        assert page.status in {404, 422}
        assert world.request(case).delivery is None


def test_the_requesters_own_papers_are_not_offered_and_not_taken(world: World) -> None:
    case = world.at("routed")
    card = world.request(case).documents[0]
    for officer in ("unit", "ppid"):
        visitor = world.officer(officer)
        page = visitor.get(f"/meja/penghitaman/baru?permohonan={case.rpartition('-')[2]}")
        assert card.sha256 not in page.html
        page = visitor.send(page, {"title": "Kartu", "chosen": card.sha256}, button="catat", form="title")
        assert page.status == 422
        assert "tidak ada pada perkara ini" in page.text


def test_digits_of_other_scripts_are_digits(world: World) -> None:
    stream = begun(world)
    unit = world.officer("unit")
    typed = row(1, x="\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO},5")
    unit.send(unit.get(place(stream, "halaman", "1")), typed, button="catat")
    assert [m.x for m in state(world, stream).marks] == [125]


def test_a_locked_document_is_refused_and_nothing_is_recorded(world: World) -> None:
    ppid = world.officer("ppid")
    before = world.services.log.position()
    page = ppid.get("/meja/penghitaman/baru")
    page = ppid.send(page, {"title": "Terkunci", "documents": [(locked(""), "a.pdf")]}, button="catat")
    assert page.status == 422
    assert "kata sandi" in page.text
    assert world.services.log.position() == before


def test_with_its_requester_a_redaction_is_closed_for_good(world: World) -> None:
    case = world.at("partly-granted")
    world.follow()
    ppid = world.officer("ppid")
    page = ppid.get(f"/meja/penghitaman/baru?permohonan={case.rpartition('-')[2]}")
    page = ppid.send(page, {"title": "Laporan", "documents": [(PAPER, "laporan.pdf")]}, button="catat")
    stream = marked(world, f"redaction-{page.url.rsplit('/', 1)[1]}", "ppid")
    ppid.send(ppid.get(place(stream, "release")), {"sure": "ya"}, button="catat")
    redaction = state(world, stream)
    assert redaction.released is not None
    stored = [redaction.original.document.sha256, redaction.released.document.sha256]
    assert all(world.services.files.stored(name) for name in stored)
    world.follow()
    who = world.request(case).requester
    erase = ErasePerson(person=who, basis="UU 27/2022 Pasal 43", order="12/Pdt.G/2026")
    world.services.people.erase(erase, OPERATOR)
    assert not any(world.services.files.stored(name) for name in stored)
    assert ppid.get(place(stream)).status == 200
    for address in (place(stream, "gambar", "1"), place(stream, "berkas", "1")):
        assert ppid.get(address).status in {404, 422, 410}


def test_no_word_of_the_document_stands_in_the_log(world: World) -> None:
    stream = marked(world, begun(world))
    ppid = world.officer("ppid")
    ppid.send(ppid.get(place(stream, "release")), {"sure": "ya"}, button="catat")
    told = repr(world.services.log.load(stream))
    assert NAME not in told
    assert NUMBER not in told
    assert rules.PARTS  # every failed part has its words
