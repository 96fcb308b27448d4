"""How the room of public information is tried: the steps of an item, and every act through its form."""

from __future__ import annotations

from collections.abc import Callable

from ppid.catalogue import commands as c
from ppid.catalogue import events as e
from ppid.catalogue.vocabulary import InfoClass
from ppid.events import Stream
from tests.web.listing import decree, hex_of, propose
from tests.web.trying import Begin, Tried, Try
from tests.web.world import World


def _proposed(world: World) -> Stream:
    return propose(world)


def _returned(world: World) -> Stream:
    item = propose(world)
    command = c.ReturnItem(case=item, reason="Lengkapi ringkasannya.")
    world.services.catalogue.give_back(command, world.actor("ppid"))
    return item


def _listed(world: World) -> Stream:
    item = propose(world, klass=InfoClass.PERIODIC)
    decree(world, item)
    return item


def _immediate(world: World) -> Stream:
    return propose(world, klass=InfoClass.IMMEDIATE, known_on=world.clock.today)


STEPS: dict[str, Callable[[World], Stream]] = {
    "proposed": _proposed,
    "returned": _returned,
    "listed": _listed,
    "immediate": _immediate,
}
TYPED = {
    "title": "Rencana pengadaan 2026",
    "summary": "Paket pengadaan tahun 2026 dengan nilai dan jadwalnya.",
    "klass": "periodic",
    "responsible": "Kepala Biro Logistik",
    "made_when": "Januari 2026",
    "made_where": "Kota Contoh",
    "forms": ["digital", "print"],
    "retention": "5 tahun",
    "keywords": "lelang, tender",
    "link": "https://polda-x.example/pengadaan",
}


def _proposal(world: World) -> str:
    item = propose(world, klass=InfoClass.PERIODIC)
    world.follow()
    return f"?informasi={hex_of(item)}"


ITEM_TRIED = Tried(
    kind="item",
    at=lambda world, step: STEPS[step](world),
    shown="proposed",
    tries=(
        Try("ppid", "proposed", "return", {"reason": "Lengkapi ringkasannya."}, (e.Returned,)),
        Try("unit", "returned", "revise", {"summary": "Jumlah SIM per bulan selama 2025."}, (e.Revised,)),
        Try(
            "ppid",
            "listed",
            "revise",
            {"retention": "10 tahun", "reason": "Jadwal retensi berubah."},
            (e.Revised,),
        ),
        Try(
            "ppid",
            "listed",
            "publish",
            {"media": ["website", "board"], "link": "https://polda-x.example/sim"},
            (e.Published,),
        ),
        Try("ppid", "immediate", "publish", {"media": ["mass-media"]}, (e.Published,)),
        Try("ppid", "listed", "withdraw", {"reason": "Digabung dengan laporan lain."}, (e.Withdrawn,)),
        Try("unit", "proposed", "withdraw", {"reason": "Salah golongan."}, (e.Withdrawn,)),
    ),
    begins=(
        Begin("unit", "", TYPED, (e.Proposed,)),
        # What these record stands in the stream of the list, not in one of the form's key.
        Begin("ppid", "keputusan", {"approved_by": "Kapolda"}, (), _proposal),
        Begin("ppid", "laporan", {"link": "https://polda-x.example/laporan-2025"}, ()),
    ),
    several=frozenset({"forms", "media", "items"}),
    chosen=frozenset({"klass", "unit", "language", "items"}),
)
