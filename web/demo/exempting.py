"""The demo's exemptions: one at every step of the chain, and every way in which one ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from msgspec.structs import replace

from ppid.events import Role, Stream
from ppid.exemption import commands as c
from ppid.exemption.events import SheetRow, Tester
from ppid.exemption.vocabulary import Aim, Occasion
from web.demo import exempt_rows as rows
from web.demo.cast import OFFICES, PRECINCTS, REGION
from web.demo.stage import Plot, Scene, Step

Until = Callable[[Scene], date | None]
TESTERS = (Tester(position="Kepala Bidang Hukum", unit="Bidkum"),)
PRECINCT = PRECINCTS[0]


def years(count: int) -> Until:
    """To the end of a year."""
    return lambda s: date(s.today.year + count, 12, 31)


def _sheet(s: Scene, tested: tuple[tuple[SheetRow, Until | None], ...]) -> tuple[SheetRow, ...]:
    return tuple(replace(row, until=until(s) if until else None) for row, until in tested)


def put_to_the_test(name: str, *sheet: tuple[SheetRow, Until | None], unit: str = "") -> Step:
    """The PPID and another tester make the test."""

    def step(s: Scene) -> object:
        case = s.stage.exemptions[name] = s.begin("exemption")
        command = c.MakeTest(
            exemption=case,
            body=s.body,
            tested_on=s.today,
            place=_city(s),
            occasion=Occasion.BEFORE_REQUEST,
            rows=_sheet(s, sheet),
            testers=(Tester(officer=s.ppid.id), *TESTERS),
            unit=unit,
        )
        return s.services.exemptions.test(command, s.ppid)

    return step


def _city(s: Scene) -> str:
    return OFFICES[s.office].city


def _case(s: Scene) -> Stream:
    return s.made["exemption"]


def returned(s: Scene) -> object:
    """The superior gives it back."""
    reason = "Konsekuensi bila dibuka belum menjelaskan akibat setelah pemenang tender diumumkan."
    return s.services.exemptions.give_back(
        c.ReturnSheet(case=_case(s), reason=reason), s.officer(Role.SUPERIOR)
    )


def reviewed(s: Scene) -> object:
    """The superior signs."""
    return s.services.exemptions.review(c.ReviewSheet(case=_case(s)), s.officer(Role.SUPERIOR))


def approved(s: Scene) -> object:
    """The head signs."""
    return s.services.exemptions.approve(c.ApproveSheet(case=_case(s)), s.officer(Role.HEAD))


def decreed(s: Scene) -> object:
    """The PPID decrees it."""
    command = c.DecreeExemption(case=_case(s), signed_on=s.today, place=_city(s))
    return s.services.exemptions.decree(command, s.ppid)


def tested_anew(aim: Aim, reason: str, *sheet: tuple[SheetRow, Until | None]) -> Step:
    """The PPID tests again, to change the decree or to end it."""

    def step(s: Scene) -> object:
        command = c.MakeTestAnew(
            case=_case(s),
            tested_on=s.today,
            place=_city(s),
            rows=_sheet(s, sheet),
            testers=(Tester(officer=s.ppid.id), *TESTERS),
            aim=aim,
            reason=reason,
        )
        return s.services.exemptions.test_anew(command, s.ppid)

    return step


def changed(s: Scene) -> object:
    """The PPID decrees the change."""
    command = c.ChangeExemption(case=_case(s), signed_on=s.today, place=_city(s))
    return s.services.exemptions.change(command, s.ppid)


def lifted(s: Scene) -> object:
    """The PPID decrees that it is open."""
    return s.services.exemptions.lift(c.LiftExemption(case=_case(s), signed_on=s.today), s.ppid)


NARROWER = replace(
    rows.PATROLS,
    information="Rute patroli malam per regu di kawasan pelabuhan",
    consequence_opened="Pelaku pencurian muatan menyesuaikan jalurnya dengan patroli.",
    public_interest="Jadwal dan jumlah patroli diumumkan; rutenya tidak diperlukan publik.",
)
SIGNED: tuple[tuple[int, Step], ...] = ((0, reviewed), (0, approved), (0, decreed))
_plot = partial(Plot, office=REGION.code)
_in_precinct = partial(Plot, office=PRECINCT.code)

PLOTS: tuple[Plot, ...] = (
    # In force, and what other stories rest on; the longest first.
    _plot(144, ((0, put_to_the_test("berkas", (rows.WITNESSES, years(2)), (rows.RESULTS, None))), *SIGNED)),
    _plot(143, ((0, put_to_the_test("kamera", (rows.NETWORK, years(3)), (rows.CAMERAS, years(1)))), *SIGNED)),
    _plot(143, ((0, put_to_the_test("ruang-tunggu", (rows.LOBBY, years(1)))), *SIGNED)),
    _in_precinct(
        142,
        (
            (0, put_to_the_test("informan", (rows.INFORMANTS, years(4)), unit="SATRESKRIM")),
            (1, reviewed),
            (1, decreed),
        ),
    ),
    # Expired: what it held is in the list since.
    _plot(140, ((0, put_to_the_test("arus-balik", (rows.HOLIDAY_PLAN, lambda s: s.ended(9)))), *SIGNED)),
    # Ending soon: the task to stipulate that it opens.
    _plot(
        138,
        (
            (0, put_to_the_test("hibah", (rows.GRANTS, lambda s: s.ahead(48)), unit="DITRESKRIMUM")),
            (1, reviewed),
            (2, approved),
            (3, decreed),
        ),
    ),
    # Lifted once its reason was gone; and one that was changed.
    _plot(
        110,
        (
            (0, put_to_the_test("tender-kapal", (rows.BOATS, years(1)), unit="BIDKEU")),
            (1, reviewed),
            (2, approved),
            (3, decreed),
            (40, tested_anew(Aim.LIFT, "Pemenang tender sudah diumumkan.", (rows.BOATS, years(1)))),
            (41, reviewed),
            (42, approved),
            (43, lifted),
        ),
    ),
    _plot(
        120,
        (
            (0, put_to_the_test("patroli", (rows.PATROLS, years(2)))),
            (1, reviewed),
            (2, approved),
            (3, decreed),
            (60, tested_anew(Aim.CHANGE, "Jadwal patroli sudah diumumkan sendiri.", (NARROWER, years(1)))),
            (61, reviewed),
            (63, approved),
            (64, changed),
        ),
    ),
    # On their way through the chain.
    _plot(2, ((0, put_to_the_test("penyelundupan", (rows.SMUGGLING, years(5)))),)),
    _plot(5, ((0, put_to_the_test("tahanan", (rows.CELLS, years(10)))), (1, reviewed))),
    _plot(6, ((0, put_to_the_test("radio", (rows.RADIO, years(5)))), (2, reviewed), (4, approved))),
    _plot(4, ((0, put_to_the_test("tender", (rows.BIDS, years(1)))), (1, returned))),
    _in_precinct(3, ((0, put_to_the_test("senjata", (rows.ARMOURY, years(5)))),)),
)
