"""The room of exemptions as it is tried: every act from its form to the log, and the guided test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from ppid.events import Stream
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption.vocabulary import Aim
from tests import attached
from tests.web.exempting import ROWS, decree, sheet_for
from tests.web.trying import Begin, Tried, Try
from tests.web.visitor import Value
from tests.web.world import BODY, World

PDF = (attached.pdf("delegasi"), "delegasi.pdf")
#: A row on letter a, one on letter h, and one on letter c, whose length the head sets.
STATE_SECRET = replace(
    ROWS[0],
    information="Rencana penempatan personel pengamanan objek vital",
    articles=("17(c)(3)",),
    legal_basis="",
    until=date(2028, 6, 2),
)
#: What is typed of a row that may be exempt.
ROW: dict[str, Value] = {
    "r1_information": "Identitas pelapor dalam laporan pengaduan",
    "r1_articles": ["17(a)(2)"],
    "r1_consequence_opened": "Pelapor dapat diancam.",
    "r1_consequence_closed": "Pelapor berani melapor.",
    "r1_public_interest": "Perlindungan pelapor lebih besar manfaatnya.",
    "r1_interest": "closing-protects-more",
    "r1_until-day": "30",
    "r1_until-month": "6",
    "r1_until-year": "2030",
}


#: Entries of a row that only hold what is offered.
CHOSEN = ("kind", "articles", "interest", "opening", "number")


def sheet(world: World, rows: tuple[e.SheetRow, ...] = ROWS) -> Stream:
    """A sheet that waits for its first signature; the unit may see it."""
    command = sheet_for(BODY, world.clock.today, rows, unit="LANTAS")
    world.services.exemptions.test(command, world.actor("ppid"))
    return command.exemption


def reviewed(world: World, rows: tuple[e.SheetRow, ...] = ROWS) -> Stream:
    """A sheet that waits for the head."""
    case = sheet(world, rows)
    command = c.ReviewSheet(case=case, position="Atasan PPID", signed_on=world.clock.today)
    world.services.exemptions.review(command, world.actor("superior"))
    return case


def by_another(world: World) -> Stream:
    """A sheet that another superior approved, so that this one may sign for the head."""
    case = sheet(world)
    command = c.ReviewSheet(case=case, position="Atasan PPID", signed_on=world.clock.today)
    other = replace(world.actor("superior"), id=world.actor("desk").id)
    world.services.exemptions.review(command, other)
    return case


def approved(world: World) -> Stream:
    """A sheet that waits for its decree."""
    case = reviewed(world)
    command = c.ApproveSheet(case=case, position="Kapolda", signed_on=world.clock.today)
    world.services.exemptions.approve(command, world.actor("head"))
    return case


def delegated(world: World) -> Stream:
    """A sheet that two others approved, one of them for the head; its document can be read."""
    case = by_another(world)
    digest = world.services.files.put(PDF[0])
    command = c.ApproveSheet(
        case=case,
        position="Wakapolda",
        signed_on=world.clock.today,
        delegation=e.Delegation("SPD-1/2026", world.clock.today, digest),
    )
    other = replace(world.actor("superior"), id=world.actor("unit").id)
    world.services.exemptions.approve(command, other)
    return case


def returned(world: World) -> Stream:
    """A sheet that was given back."""
    case = sheet(world)
    command = c.ReturnSheet(case=case, reason="Konsekuensinya terlalu umum.")
    world.services.exemptions.give_back(command, world.actor("superior"))
    return case


def decreed(world: World, rows: tuple[e.SheetRow, ...] = ROWS) -> Stream:
    """An exemption in force; the unit may see it."""
    sheet = sheet_for(BODY, world.clock.today, rows, unit="LANTAS")
    actors = (world.actor("ppid"), world.actor("superior"), world.actor("head"))
    return decree(world.services.exemptions, sheet, *actors)


def ending(world: World) -> Stream:
    """An exemption that ends within sixty working days."""
    return decreed(world, (replace(ROWS[0], until=world.clock.today + timedelta(days=45)),))


def anew(world: World, aim: Aim) -> Stream:
    """An exemption whose first row was tested anew and approved by all."""
    case, today = decreed(world), world.clock.today
    exemptions = world.services.exemptions
    command = c.MakeTestAnew(
        case=case,
        tested_on=today,
        place="Kota Contoh",
        rows=(replace(ROWS[0], until=date(2026, 12, 30)),),
        testers=(e.Tester(position="Kepala Bidang Hukum"),),
        aim=aim,
        reason="Perkaranya hampir selesai.",
    )
    exemptions.test_anew(command, world.actor("ppid"))
    exemptions.review(c.ReviewSheet(case=case, signed_on=today), world.actor("superior"))
    exemptions.approve(c.ApproveSheet(case=case, signed_on=today), world.actor("head"))
    return case


STEPS: dict[str, Callable[[World], Stream]] = {
    "tested": sheet,
    "reviewed": reviewed,
    "by-another": by_another,
    "delegated": delegated,
    "secret": lambda world: reviewed(world, (STATE_SECRET,)),
    "approved": approved,
    "returned": returned,
    "decreed": decreed,
    "ending": ending,
    "changing": lambda world: anew(world, Aim.CHANGE),
    "lifting": lambda world: anew(world, Aim.LIFT),
}


EXEMPTION_TRIED = Tried(
    kind="exemption",
    at=lambda world, step: STEPS[step](world),
    shown="delegated",
    tries=(
        Try("ppid", "returned", "test-anew", {"r1_consequence_opened": "Saksi diancam."}, (e.Tested,)),
        Try(
            "ppid",
            "decreed",
            "test-anew",
            {"reason": "Perkaranya hampir selesai.", "r1_until-year": "2026"},
            (e.Tested,),
            "?aim=change&baris=1",
        ),
        Try(
            "ppid",
            "decreed",
            "test-anew",
            {
                "reason": "Perkaranya selesai.",
                "r1_consequence_opened": "Tidak ada lagi yang terganggu.",
                "r1_consequence_closed": "Tidak ada lagi yang dilindungi.",
                "r1_public_interest": "Publik berhak mengetahui penanganannya.",
                "r1_interest": "opening-serves-more",
            },
            (e.Tested,),
            "?aim=lift&baris=1",
        ),
        Try("superior", "tested", "return", {"reason": "Konsekuensinya terlalu umum."}, (e.Returned,)),
        Try("superior", "tested", "review", {"note": "Sesuai."}, (e.Reviewed,)),
        Try("head", "reviewed", "approve", {}, (e.Approved,)),
        Try("head", "secret", "approve", {"period_1-year": "2027"}, (e.Approved,)),
        Try(
            "superior",
            "by-another",
            "approve",
            {
                "delegation_number": "SPD-1/2026",
                "delegation_on-day": "2",
                "delegation_on-month": "6",
                "delegation_on-year": "2026",
                "delegation_file": PDF,
            },
            (e.Approved,),
        ),
        Try("ppid", "approved", "decree", {"considering": "bahwa telah diuji;"}, (e.Decreed,)),
        Try("ppid", "changing", "change", {}, (e.Changed,)),
        Try("ppid", "lifting", "lift", {}, (e.Lifted,)),
        Try("ppid", "tested", "drop", {"reason": "Informasinya terbuka."}, (e.Dropped,)),
        Try("ppid", "ending", "declare-open", {}, (e.DeclaredOpen,)),
        Try(
            "ppid",
            "decreed",
            "open-in-court",
            {"rows": ["1"], "court_name": "PN Kota Contoh", "case_number": "12/Pid.B/2026"},
            (e.OpenedInCourt,),
        ),
    ),
    begins=(
        Begin(
            "ppid",
            "",
            {**ROW, "occasion": "before-request", "unit": "LANTAS"},
            (e.Tested,),
            lambda _world: "?jenis=none-of-these",
        ),
    ),
    several=frozenset({"rows", "testers", *(f"r{n}_articles" for n in range(1, 21))}),
    chosen=frozenset(
        {
            "aim", "occasion", "unit", "testers", "dispute", "rows",
            *(f"r{n}_{name}" for n in range(1, 21) for name in CHOSEN),
        }
    ),
)  # fmt: skip
