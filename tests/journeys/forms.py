"""Every form that somebody can send: how to get to it, and what to type so that it is taken.

The list is held to the routes: an address that takes a POST and is not here fails a test.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from tests import attached
from tests.journeys.forms_accounts import ACCOUNTS
from tests.journeys.forms_people import CITIZENS, OFFICERS, REDACTION
from tests.journeys.specimens import Opened, Specimen, opening
from tests.web.citizen import test_objecting as objecting
from tests.web.citizen import test_periodic as periodic
from tests.web.citizen.journey import ANSWERS, fill
from tests.web.listing import hex_of, listed
from tests.web.office.test_acts import TRIES, Try, page_of
from tests.web.office.test_catalogue_room import ROW
from tests.web.office.test_intake import ENTRIES
from tests.web.office.test_intake import fill as fill_intake
from tests.web.rooms import TRIED, Begin, Tried
from tests.web.rooms import Try as RoomTry
from tests.web.world import PASSWORD, PNG, World
from web.books import list_columns, write_csv


def question(slug: str) -> Specimen:
    """A page of the citizen's form."""

    def reach(world: World) -> Opened:
        visitor = world.visitor()
        return visitor, fill(visitor, {"kuasa": {"represented": "ya"}}, upto=slug)

    endpoint = "apply.documents" if slug == "dokumen" else "apply.question"
    files = {"berkas-power-of-attorney": (attached.pdf("kuasa"), "kuasa.pdf")}
    typed = ANSWERS[slug] | (files if slug == "dokumen" else {})
    return Specimen(f"ajukan/{slug}", endpoint, reach, typed, next(iter(typed)))


def act(attempt: Try) -> Specimen:
    """An act of an officer, sent as it is sent from its preview."""

    def reach(world: World) -> Opened:
        case = world.at(attempt.step)
        visitor = world.officer(attempt.officer)
        return visitor, visitor.get(page_of(case, attempt.act) + attempt.query)

    name = f"{attempt.act}{attempt.query}"
    return Specimen(name, "acts.take", reach, attempt.typed, "seen", "catat", records=True)


#: What is written in one room, and chosen from a list under the same name in another.
WRITTEN = {"privacy": frozenset({"order"})}


def room_act(tried: Tried, attempt: RoomTry) -> Specimen:
    """An act in a room of another subject."""

    def reach(world: World) -> Opened:
        case = tried.at(world, attempt.step)
        visitor = world.officer(attempt.officer)
        return visitor, visitor.get(tried.page_of(world, case, attempt.act) + attempt.query)

    name = f"{tried.kind}/{attempt}"
    endpoint, written = f"{tried.kind}.take", WRITTEN.get(tried.kind, frozenset())
    return Specimen(name, endpoint, reach, attempt.typed, "seen", "catat", records=True, written=written)


def room_beginning(tried: Tried, begin: Begin) -> Specimen:
    """A form that begins a case of another subject."""

    def reach(world: World) -> Opened:
        visitor = world.officer(begin.officer)
        return visitor, visitor.get(tried.beginning_of(world, begin))

    endpoint = f"{tried.kind}.begin{'_' + begin.what.replace('-', '_') if begin.what else ''}"
    name = f"{tried.kind}/{begin}"
    return Specimen(name, endpoint, reach, begin.typed, "idempotency_key", "catat", records=True)


def _check(world: World) -> Opened:
    visitor = world.visitor()
    return visitor, fill(visitor)


def _receipt(world: World) -> Opened:
    visitor = world.visitor()
    return visitor, visitor.send(fill(visitor))


def _intake_check(world: World) -> Opened:
    visitor = world.officer("desk")
    return visitor, fill_intake(visitor)


def _find(world: World) -> Opened:
    world.at("registered")
    visitor = world.visitor()
    return visitor, visitor.get("/lacak")


# A citizen's objections -----------------------------------------------------------------------------------

MANDATE = {"berkas-power-of-attorney": (attached.pdf("kuasa"), "kuasa.pdf")}
GROUNDS = {"grounds": ["a"]}
PERIODIC = "/keberatan-berkala"
TODAY = {"day": "2", "month": "6", "year": "2026"}


def _objecting(world: World) -> Opened:
    visitor = world.tracker(world.at("refusal-received"))
    return visitor, objecting.write(visitor)


def _objecting_agent(world: World) -> Opened:
    visitor, page = _objecting(world)
    return visitor, visitor.send(page, {**GROUNDS, "represented": "ya"})


def _objecting_check(world: World) -> Opened:
    visitor, page = _objecting(world)
    return visitor, visitor.send(page, GROUNDS)


def _objected(address: str, *, answered: bool = False) -> Callable[[World], Opened]:
    """A page of the citizen on an objection, once it is answered or before."""

    def reach(world: World) -> Opened:
        case = world.at("refusal-received")
        visitor = world.tracker(case)
        objecting.object_to(visitor, "a")
        if answered:
            objecting.answer(world, case)
        return visitor, visitor.get(address)

    return reach


def _periodic(upto: str = "") -> Callable[[World], Opened]:
    """A page of the objection about periodic information, with everything before it filled in."""

    def reach(world: World) -> Opened:
        visitor = world.visitor()
        page = visitor.get(PERIODIC)
        if upto:
            page = visitor.send(page, periodic.WHAT)
        if upto not in {"", "identitas", "hapus"}:
            who = {**periodic.WHO, "represented": "ya" if upto == "kuasa" else "tidak"}
            page = visitor.send(page, who)
        if upto == "selesai":
            page = visitor.send(page, form="isi")
        return visitor, visitor.get(PERIODIC) if upto == "hapus" else page

    return reach


OBJECTING: tuple[Specimen, ...] = (
    Specimen("lacak/keberatan/ajukan", "objecting.write", _objecting, GROUNDS, "grounds"),
    Specimen(
        "lacak/keberatan/kuasa", "objecting.agent", _objecting_agent, {**objecting.AGENT, **MANDATE}, "name"
    ),
    Specimen(
        "lacak/keberatan/periksa", "objecting.file_objection", _objecting_check, {}, "isi", records=True
    ),
    Specimen(
        "lacak/keberatan/terima",
        "following.received",
        _objected("/lacak/keberatan/1/terima", answered=True),
        {},
        "received_on-day",
        records=True,
    ),
    Specimen(
        "lacak/keberatan/cabut",
        "following.withdraw",
        _objected("/lacak/keberatan/1/cabut"),
        {"reason": "Sudah dapat."},
        "reason",
        records=True,
    ),
    Specimen("berkala", "periodic.write", _periodic(), periodic.WHAT, "information"),
    Specimen("berkala/identitas", "periodic.who", _periodic("identitas"), periodic.WHO, "name"),
    Specimen("berkala/kuasa", "periodic.agent", _periodic("kuasa"), {**periodic.AGENT, **MANDATE}, "name"),
    Specimen("berkala/periksa", "periodic.file_objection", _periodic("periksa"), {}, "isi", records=True),
    Specimen("berkala/hapus", "periodic.forget", _periodic("hapus"), action=f"{PERIODIC}/hapus"),
    Specimen(
        "berkala/selesai/hapus",
        "periodic.close_receipt",
        _periodic("selesai"),
        action=f"{PERIODIC}/selesai/hapus",
    ),
)

# The list of public information ---------------------------------------------------------------------------

LIST = "/meja/daftar-informasi"


def kept() -> tuple[bytes, str]:
    """A list that an office kept until now, with one item that is nowhere yet."""
    row = (1, f"Laporan {secrets.token_hex(4)}", *ROW[2:])
    return write_csv(list_columns(), [row[: len(list_columns())]]), "daftar.csv"


def _public_file(world: World) -> Opened:
    ppid = world.officer("ppid")
    return ppid, ppid.get(f"{LIST}/{hex_of(listed(world))}/berkas-publik")


def _looked_through(world: World) -> Opened:
    ppid = world.officer("ppid")
    return ppid, ppid.send(ppid.get(f"{LIST}/impor"), {"berkas": kept()}, form="berkas")


LISTING: tuple[Specimen, ...] = (
    Specimen(
        "item/berkas-publik",
        "item.public_file",
        _public_file,
        {"berkas": (attached.pdf("laporan"), "laporan.pdf"), "reason": "Laporan lengkap."},
        "reason",
        "catat",
        records=True,
    ),
    Specimen(
        "item/impor",
        "item.take_in",
        opening("ppid", f"{LIST}/impor"),
        {"berkas": kept()},
        "berkas",
        "periksa",
    ),
    Specimen(
        "item/impor/catat",
        "item.take_in",
        _looked_through,
        {
            "cara": "keputusan",
            # A decree is recorded once.
            "number": lambda: f"KEP/{secrets.token_hex(3)}/2026",
            "approved_by": "Kapolda",
            **{f"signed_on-{part}": value for part, value in TODAY.items()},
            **{f"approved_on-{part}": value for part, value in TODAY.items()},
        },
        "cara",
        "catat",
        records=True,
    ),
)


SPECIMENS: tuple[Specimen, ...] = (
    Specimen("ajukan", "apply.begin", opening("", "/ajukan")),
    *(question(slug) for slug in ANSWERS),
    Specimen("ajukan/periksa", "apply.file_request", _check, {}, "isi", records=True),
    Specimen("ajukan/selesai/hapus", "apply.close_receipt", _receipt, action="/ajukan/selesai/hapus"),
    Specimen("lacak", "track.find", _find, {"number": "0001/PPID-POLDA-X/VI/2026", "code": "A"}, "number"),
    Specimen(
        "lacak/selesai",
        "track.stop",
        opening("citizen", "/lacak/permohonan", "registered"),
        action="/lacak/selesai",
    ),
    Specimen(
        "lacak/lengkapi",
        "track.complete",
        opening("citizen", "/lacak/lengkapi", "letter-received"),
        {"purpose": "Skripsi", "note": "KTP menyusul", "berkas-identity": (PNG, "ktp.png")},
        "note",
        records=True,
    ),
    Specimen(
        "lacak/cabut",
        "track.withdraw",
        opening("citizen", "/lacak/cabut", "complete"),
        {"reason": "Sudah ketemu"},
        "reason",
        records=True,
    ),
    Specimen(
        "lacak/terima",
        "track.received",
        opening("citizen", "/lacak/terima", "granted"),
        {},
        "received_on-day",
        records=True,
    ),
    Specimen(
        "meja/masuk",
        "office.sign_in",
        opening("", "/meja/masuk"),
        {"username": "desk", "password": PASSWORD},
        "username",
    ),
    Specimen("meja/keluar", "office.sign_out", opening("desk", "/meja"), action="/meja/keluar"),
    Specimen(
        "meja/peran", "office.choose_role", opening("desk", "/meja/peran"), {"role": "service-desk"}, "role"
    ),
    Specimen(
        "meja/cari-orang",
        "seeking.seek",
        opening("desk", "/meja/cari-orang"),
        {"nik": "3276 0141 0790 0001"},
        "nik",
    ),
    Specimen("meja/baru", "intake.form", opening("desk", "/meja/baru"), ENTRIES, "name"),
    Specimen("meja/baru/periksa", "intake.check", _intake_check, {}, "fingerprint", records=True),
    *ACCOUNTS,
    *CITIZENS,
    *OFFICERS,
    *REDACTION,
    *OBJECTING,
    *LISTING,
    *(act(attempt) for attempt in TRIES),
    *(room_act(tried, attempt) for tried in TRIED.values() for attempt in tried.tries),
    *(room_beginning(tried, begin) for tried in TRIED.values() for begin in tried.begins),
)
