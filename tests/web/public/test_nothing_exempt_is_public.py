"""Walks every address that a visitor can reach, and reads every file: what is not open is nowhere in them."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ppid.catalogue import commands as c
from ppid.catalogue.events import PublicFile, Source
from ppid.catalogue.refusals import StillExemptError
from ppid.catalogue.vocabulary import InfoClass, SourceKind
from tests.web.exempting import ROWS
from tests.web.listing import entry, hex_of, listed, propose
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, World
from web.access import EVERYONE, declared
from web.books import read_cells

SECRET = "rahasiaxyz"  # in every text that nobody may read
#: The word where it stands for itself: in an entry of a form, in an address, in a text of its own.
ALONE = re.compile(rf"(?<=[\"=>]){SECRET}(?=[\"&<])")
#: The list of exemptions names what is exempt, never what stands in it; it is no page of this list.
EXEMPTIONS = "dikecualikan"
STOPS = re.compile(r"^(https?:|mailto:|tel:|#|/static/|/meja)|bahasa=")


def words_of(page: Page) -> str:
    """Everything that an answer says, whatever its form."""
    response = page.response
    if page.is_page:
        return page.html
    if response.mimetype == "application/pdf":
        return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(response.data)).pages)
    if (response.mimetype or "").startswith("application/vnd."):
        rows = read_cells(response.data, len).rows
        return " ".join(str(cell) for row in rows for cell in row if cell)
    return response.get_data(as_text=True)


def walk(visitor: Visitor, starts: list[str]) -> dict[str, str]:
    """What every address says that links lead to from ``starts``."""
    said: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        url = waiting.pop()
        if url in said or STOPS.search(url):
            continue
        page = visitor.get(url)
        said[url] = words_of(page)
        waiting += [href for _, href in page.links if href not in said]
    return said


def hide(world: World) -> list[str]:
    """Put into the store what nobody may read; return the addresses it would have."""
    texts: dict[str, Any] = {
        "summary": f"Isi {SECRET}.",
        "keywords": (SECRET, "SIM"),
        "responsible": f"Jabatan {SECRET}",
    }
    content = f"%PDF-1.7\n{SECRET}\n%%EOF\n".encode()
    kept = PublicFile(world.services.files.put(content), "application/pdf", len(content), f"{SECRET}.pdf")
    ppid, desk = world.actor("ppid"), world.services.catalogue
    proposed = propose(world, title=f"Diusulkan {SECRET} SIM", file=kept, **texts)
    returned = propose(world, title=f"Dikembalikan {SECRET} SIM", **texts)
    desk.give_back(c.ReturnItem(case=returned, reason=f"Memuat {SECRET}"), ppid)
    unannounced = propose(
        world, title=f"Belum {SECRET}", klass=InfoClass.IMMEDIATE, known_on=world.clock.today, **texts
    )
    withdrawn = listed(world, title=f"Ditarik {SECRET} SIM", file=kept, **texts)
    desk.withdraw(c.WithdrawItem(case=withdrawn, reason=f"Ternyata {SECRET}"), ppid)
    revised = listed(world, title=f"Dahulu {SECRET} SIM", **texts)
    plain = entry(title="Sudah dibersihkan SIM")
    desk.revise(c.ReviseItem(case=revised, entry=plain, reason=f"Memuat {SECRET}"), ppid)
    world.follow()
    return [f"/informasi/{hex_of(i)}" for i in (proposed, returned, unannounced, withdrawn)]


def test_no_page_and_no_file_holds_what_is_not_open(world: World) -> None:
    world.exempt()
    open_item = listed(world, title="Laporan terbuka SIM")
    hidden = hide(world)
    visitor = world.visitor()
    for address in hidden:
        assert visitor.get(address).status == 404
        assert visitor.get(f"{address}/berkas").status == 404
    searches = [f"/daftar-informasi?cari={word}" for word in (SECRET, "SIM", "dikembalikan", "saksi+laka")]
    said = walk(visitor, ["/", "/daftar-informasi", *searches])
    assert f"/informasi/{hex_of(open_item)}" in said
    for ending in ("lampiran-i", "lampiran-i.pdf", "unduh.csv", "unduh.xlsx"):
        assert any(url.endswith(ending) for url in said), ending
    assert sum("Laporan terbuka SIM" in " ".join(text.split()) for text in said.values()) >= 6
    for url, text in said.items():
        # A search shows again the one word that the visitor wrote, and nothing around it.
        told = ALONE.sub("", text) if f"={SECRET}" in url else text
        assert SECRET not in told, url
        if EXEMPTIONS not in url:
            assert not [row.number for row in ROWS if row.information in " ".join(text.split())], url
    assert "Tidak ada yang cocok" in said[searches[0]]


def test_every_open_address_without_a_name_in_it_is_free_of_it(world: World) -> None:
    hide(world)
    known = declared(world.app)
    visitor = world.visitor()
    for rule in world.app.url_map.iter_rules():
        if known[rule.endpoint] == EVERYONE and not rule.arguments and "GET" in (rule.methods or ()):
            assert SECRET not in words_of(visitor.get(rule.rule)), rule.rule


def test_a_suggestion_never_names_what_is_not_open(world: World) -> None:
    hide(world)
    found = walk(world.visitor(), [f"/ajukan?teks=Diusulkan+{SECRET[:4]}+SIM"])
    assert all(SECRET not in text for text in found.values())


def test_what_an_exemption_closes_is_refused_as_an_item(world: World) -> None:
    source = Source(kind=SourceKind.EXPIRY, exemption=world.exempt(), row=1)
    command = c.ProposeItem(
        item="item-" + "a" * 32, body=BODY, entry=entry(title=ROWS[0].information), source=source
    )
    with pytest.raises(StillExemptError):
        world.services.catalogue.propose(command, world.actor("ppid"))
