"""The list of public information in a real browser, without scripts: on a phone and a screen.

With SHOTS=folder in the environment each page is also drawn there.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload

from ppid.catalogue import commands as c
from ppid.catalogue.vocabulary import InfoClass
from tests.browser import Pages
from tests.web.citizen.test_accessible import address, answer, press
from tests.web.citizen.test_objecting_seen import Walk
from tests.web.listing import ENTRY, decree, hex_of, listed, propose
from tests.web.office.test_catalogue_room import LIST, rows, sheet
from tests.web.world import World
from web.access import SESSION_COOKIE

__all__ = ["address"]


def fill_list(world: World) -> str:
    """A list with items of every class, and proposals that wait; return the hex of a listed one."""
    periodic = propose(
        world,
        who="ppid",
        title="Daftar rencana pengadaan barang 2026",
        klass=InfoClass.PERIODIC,
        unit="RESKRIM",
    )
    decree(world, periodic, number="KEP/12/VI/2026/DIP")
    one = listed(world, link="https://polda-x.example/laporan/kinerja-pelayanan-sim-2025.pdf")
    propose(world, title="Jadwal pelayanan SIM keliling")
    propose(world, title="Banjir Jalan Merdeka", klass=InfoClass.IMMEDIATE, known_on=world.clock.today)
    returned = propose(world, title="Inventaris kendaraan dinas")
    command = c.ReturnItem(case=returned, reason="Sebutkan tahunnya.")
    world.services.catalogue.give_back(command, world.actor("ppid"))
    world.follow()
    return hex_of(one)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_everybody_finds_what_is_open_and_asks_for_it(
    world: World, address: str, page_of: Pages, language: str
) -> None:
    walk = Walk(world, address, page_of, language)
    walk.open("/daftar-informasi", "kosong")
    item = fill_list(world)
    walk.open("/", "depan")
    walk.open("/daftar-informasi", "daftar")
    walk.open("/daftar-informasi?golongan=berkala", "berkala")
    walk.open("/daftar-informasi?cari=kinerja+pelayanan+SIM", "hasil")
    walk.open("/daftar-informasi?cari=terowongan", "tanpa-hasil")
    walk.open(f"/informasi/{item}", "informasi")
    walk.open("/daftar-informasi/POLDA-X/lampiran-i", "lampiran")
    walk.open(f"/ajukan?informasi={item}", "mulai")
    press(walk.page)
    while not walk.page.url.endswith("/informasi"):
        answer(walk.page, walk.page.url.rsplit("/", 1)[-1])
        press(walk.page)
    walk.look("terisi")
    walk.fill({"information": f"{ENTRY.title} per bulan"})
    walk.press("mungkin-terbuka")
    assert walk.page.url.endswith("/mungkin-sudah-terbuka")
    walk.page.locator("main a.govuk-button").click()
    while not walk.page.url.endswith("/periksa"):
        answer(walk.page, walk.page.url.rsplit("/", 1)[-1])
        press(walk.page)
    walk.look("periksa")
    walk.open(f"/informasi/{item}", "informasi-dengan-draf")
    walk.open(f"/ajukan?informasi={item}", "tambahkan")
    assert not walk.looker.faults, "\n".join(walk.looker.faults)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_desk_keeps_the_list(world: World, address: str, page_of: Pages, language: str) -> None:
    walk = Walk(world, address, page_of, language)
    token = world.officer("ppid").client.get_cookie("ppid_meja")
    assert token is not None
    walk.page.context.add_cookies([{"name": SESSION_COOKIE, "value": token.value, "url": address}])
    walk.open(f"{LIST}/penetapan", "penetapan-kosong")
    item = fill_list(world)
    walk.open(LIST, "usulan")
    walk.open(f"{LIST}?daftar=tercantum", "tercantum")
    walk.open(f"{LIST}/{item}", "satu")
    walk.open(f"{LIST}/baru", "usulkan")
    walk.press("usulkan-salah")
    walk.open(f"{LIST}/{item}/publish", "umumkan")
    walk.fill({"media": "website"})
    walk.press("umumkan-periksa")
    walk.open(f"{LIST}/{item}/withdraw", "tarik")
    walk.open(f"{LIST}/{item}/revise", "ubah")
    walk.open(f"{LIST}/{item}/berkas-publik", "berkas")
    walk.open(f"{LIST}/baru/keputusan", "keputusan")
    walk.page.locator("[name=items]").first.check(force=True)
    walk.page.locator("[name=number]").fill("KEP/99/VI/2026/DIP")
    walk.press("keputusan-periksa")
    walk.page.locator("main form button[value=catat]").click()
    walk.look("penetapan")
    walk.open(f"{LIST}/baru/laporan", "laporan")
    walk.open(f"{LIST}/impor", "impor")
    bad = list(rows(4)[3])
    bad[8] = "Rahasia"
    for name, content in (
        ("impor-salah", sheet(world, *rows(3), tuple(bad))),
        ("impor-benar", sheet(world, *rows(3))),
    ):
        walk.page.goto(f"{address}{LIST}/impor")
        upload = FilePayload(name=content[1], mimeType="text/csv", buffer=content[0])
        walk.page.locator("[name=berkas]").set_input_files(upload)
        walk.press(name)
    assert not walk.looker.faults, "\n".join(walk.looker.faults)
