"""The forms of people about people: a citizen's mail and data, the administrators' on officers, and boxes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date

from ppid import commands as c
from ppid.appointing import commands as ac
from ppid.appointing.events import AbsenceKind
from ppid.events import Actor, Role
from ppid.privacy.commands import AskPrivacy
from ppid.privacy.vocabulary import PrivacyKind, Proof
from tests.journeys.specimens import (
    Opened,
    Specimen,
    Typed,
    appointed_admins,
    around,
    filled_in,
    newcomer,
    opening,
)
from tests.web.mailing.posting import with_mail
from tests.web.office.administrators import admin_actor, browser
from tests.web.office.test_petugas import day, hex_of, one
from tests.web.office.test_redaction import place, row
from tests.web.office.tries_redaction import begun
from tests.web.world import BODY, SARI, World, officer_id

OWN = "/saya/data/perkara"
#: A port that no mail server listens at: what is queued is not sent here.
NOWHERE = 9
OFFICERS_PAGE = "/meja/petugas"
BEGIN, END = day("since", "2026-06-02"), day("until", "2026-06-12")


# Citizens: a link by mail, and one's own data -------------------------------------------------------------


def _asking(world: World) -> Opened:
    visitor = around(world, "mail", lambda kept: with_mail(kept, NOWHERE)).visitor()
    return visitor, visitor.get("/surel")


def _link(world: World) -> Opened:
    """The page of a mailed link, of somebody who has a case."""
    world.at("registered")
    world.follow()
    token, _until = world.services.proofs.link(SARI.email)
    visitor = world.visitor()
    return visitor, visitor.get(f"/surel/{token}")


def _mine(world: World) -> Opened:
    visitor, page = _link(world)
    return visitor, visitor.send(page)


def _asked(world: World) -> Opened:
    """The page of one's own data, with an application that can be taken back."""
    case = world.at("registered")
    command = AskPrivacy(
        person=world.request(case).requester,
        kind=PrivacyKind.ERASE,
        what="Semuanya.",
        case=case,
        key=secrets.token_hex(16),
        proved=Proof.CODE,
    )
    world.services.privacy.ask(command, Actor(case, Role.CITIZEN))
    world.follow()
    visitor = world.tracker(case)
    return visitor, visitor.get(OWN)


def _ask(what: str) -> Specimen:
    reach = opening("citizen", f"{OWN}/ajukan/{what}", "registered")
    typed = {"what": "Nama saya ditulis keliru."}
    return Specimen(
        f"saya/data/{what}", "mydata.ask", reach, typed, "what", records=True, written=frozenset(typed)
    )


CITIZENS: tuple[Specimen, ...] = (
    Specimen("surel", "mailed.ask", _asking, {"email": SARI.email}, "email"),
    Specimen("surel/tautan", "mailed.use", _link),
    Specimen("surel/selesai", "mailed.stop", _mine, action="/surel/selesai"),
    Specimen("saya/buka", "mine.open_case", _mine, holds="case"),
    *map(_ask, ("betulkan", "hapus", "batasi")),
    Specimen(
        "saya/data/kontak",
        "mydata.contact",
        opening("citizen", f"{OWN}/kontak", "registered"),
        {"address": "Jalan Baru 1", "phone": "0811 2222 333", "email": "sari.baru@example.org"},
        "email",
        records=True,
    ),
    Specimen("saya/data/tarik", "mydata.withdraw", _asked, holds="permintaan", records=True),
)


# Administrators: who holds what ---------------------------------------------------------------------------


def _admin(world: World, address: str, username: str = "admin") -> Opened:
    appointed_admins(world)
    visitor = browser(world, username)
    return visitor, visitor.get(address)


def _on_newcomer(task: str = "") -> Callable[[World], Opened]:
    return lambda world: _admin(world, one(newcomer(world), task))


def _lending(world: World) -> Opened:
    visitor, page = _on_newcomer("limpahkan")(world)
    to = hex_of(newcomer(world))
    # The list of officers was read before there was anybody to lend to.
    return visitor, filled_in(visitor.get(page.url), delegate=to)


def _lent(world: World) -> Opened:
    """The page that ends a delegation."""
    key, today = secrets.token_hex(16), world.clock.today
    command = ac.DelegateRoles(
        body=BODY,
        delegation=key,
        giver=officer_id(newcomer(world)),
        delegate=officer_id(newcomer(world)),
        roles=(Role.SERVICE_DESK,),
        since=today,
        until=date(2026, 12, 31),
        reason="Cuti tahunan",
    )
    world.services.appointing.delegate(command, admin_actor())
    return _admin(world, f"{OFFICERS_PAGE}/pelimpahan/{key}")


def _away(world: World) -> Opened:
    """The page of an officer who is away."""
    username = newcomer(world)
    command = ac.NoteAbsence(
        body=BODY,
        absence=secrets.token_hex(16),
        officer=officer_id(username),
        since=world.clock.today,
        until=date(2026, 12, 31),
        kind=AbsenceKind.LEAVE,
    )
    world.services.appointing.note_absence(command, admin_actor())
    return _admin(world, one(username))


def _without_account(world: World) -> Opened:
    """The page that makes the first code of somebody who was just appointed."""
    appointed_admins(world)
    username = secrets.token_hex(4)
    command = c.AppointOfficer(
        body=BODY, officer=officer_id(username), name="Sekar Arum", roles=(Role.SERVICE_DESK,)
    )
    world.services.directory.appoint(command, admin_actor())
    return _admin(world, one(username, "undang"))


def _proposed(world: World) -> Opened:
    """The page of what one administrator proposed, before the other."""
    key = secrets.token_hex(16)
    command = ac.ProposeFactorReset(
        body=BODY, proposal=key, officer=officer_id(newcomer(world)), reason="Telepon hilang"
    )
    world.services.appointing.propose_factor_reset(command, admin_actor())
    return _admin(world, f"{OFFICERS_PAGE}/usulan/{key}", "admin-dua")


def _task(slug: str, typed: Typed, reach: Callable[[World], Opened] | None = None) -> Specimen:
    """A form on an officer."""
    name, holds = f"petugas/{slug}", "idempotency_key"
    return Specimen(name, "officers.act", reach or _on_newcomer(slug), typed, holds, records=True)


TERM = {"roles": ["service-desk"], "position": "Petugas meja", "basis": "KEP/7/2026", **BEGIN, **END}
WHY = {"reason": "Mutasi"}

OFFICERS: tuple[Specimen, ...] = (
    _task("tunjuk", TERM),
    _task("limpahkan", {"roles": ["service-desk"], **BEGIN, **END, **WHY}, _lending),
    _task("pergi", {**BEGIN, **END, "kind": "leave"}),
    _task("atur-ulang", WHY),
    _task("berhentikan", WHY),
    Specimen(
        "petugas/baru",
        "officers.appoint",
        lambda world: _admin(world, f"{OFFICERS_PAGE}/baru"),
        {"name": "Sekar Arum", **TERM},
        "name",
        records=True,
    ),
    Specimen("petugas/kembali", "officers.back", _away, records=True),
    Specimen("petugas/pelimpahan", "officers.delegation", _lent, WHY, "reason", records=True),
    Specimen(
        "petugas/undang",
        "officers.invite",
        _without_account,
        {"username": lambda: f"sekar.{secrets.token_hex(4)}"},
        "username",
        records=True,
    ),
    Specimen("petugas/undang/lagi", "officers.invite", _on_newcomer("undang"), records=True),
    Specimen(
        "petugas/usulan", "officers.proposal", _proposed, holds="digest", button="konfirmasi", records=True
    ),
    Specimen(
        "petugas/usulan/tolak", "officers.proposal", _proposed, WHY, "reason", button="tolak", records=True
    ),
)


# Boxes over a document ------------------------------------------------------------------------------------


def _boxes(world: World) -> Opened:
    visitor = world.officer("unit")
    return visitor, visitor.get(place(begun(world), "halaman", "1"))


REDACTION: tuple[Specimen, ...] = (
    Specimen("penghitaman/halaman", "redaction.page", _boxes, row(1), "seen", "catat", records=True),
)
