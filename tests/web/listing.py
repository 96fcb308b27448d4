"""Items of public information for tests: proposed, listed, and what must never be seen by everybody."""

from __future__ import annotations

import secrets
from typing import Any

from msgspec.structs import replace

from ppid.catalogue import commands as c
from ppid.catalogue import events as e
from ppid.catalogue.vocabulary import Form, InfoClass
from ppid.events import Approval, Stream
from tests.web.world import BODY, World

ENTRY = e.Entry(
    title="Laporan kinerja pelayanan SIM 2025",
    summary="Jumlah SIM yang diterbitkan dan waktu layanannya selama tahun 2025.",
    klass=InfoClass.ANY_TIME,
    unit="LANTAS",
    responsible="Direktur Lalu Lintas",
    made_when="Januari 2026",
    made_where="Kota Contoh",
    forms=(Form.DIGITAL,),
    retention="5 tahun",
    keywords=("SIM", "kinerja"),
)


def entry(**changes: Any) -> e.Entry:
    """An entry that differs from ``ENTRY``."""
    return replace(ENTRY, **changes)


def propose(world: World, *, who: str = "unit", **changes: Any) -> Stream:
    """A proposal, by somebody."""
    command = c.ProposeItem(item=f"item-{secrets.token_hex(16)}", body=BODY, entry=entry(**changes))
    return world.services.catalogue.propose(command, world.actor(who)).stream


def decree(world: World, *items: Stream, number: str = "") -> e.ListDecree:
    """Take proposals into the list, today."""
    today = world.clock.today
    approval = Approval("Kapolda Contoh", today)
    made = e.ListDecree(number or f"KEP/{secrets.token_hex(3)}/DIP", today, approval)
    command = c.DecreeList(body=BODY, items=items, decree=made)
    world.services.catalogue.decree(command, world.actor("ppid"))
    return made


def listed(world: World, **changes: Any) -> Stream:
    """An item that stands in the list and in every projection."""
    item = propose(world, **changes)
    decree(world, item)
    world.follow()
    return item


def hex_of(item: Stream) -> str:
    """An item in an address."""
    return item.rpartition("-")[2]
