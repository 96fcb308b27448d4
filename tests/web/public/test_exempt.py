"""The public list of what is exempt: decreed rows in the columns of the list, never a test or content."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from msgspec.structs import replace

from ppid.commands import EstablishBody
from ppid.events import Stream
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption.vocabulary import Aim, Occasion
from projections.exempt_list import EXEMPT_LIST, PublicExemptions
from projections.verify import verify
from tests.web.exempting import ROWS, decree, sheet_for
from tests.web.office import tries_exemption as at
from tests.web.world import BODY, CODE, OPERATOR, World
from web.books import read_cells
from web.public.exempt import COLUMNS

LIST = "/informasi-dikecualikan"
FILES = [f"{LIST}/{CODE}/unduh.csv", f"{LIST}/{CODE}/unduh.xlsx", f"{LIST}/{CODE}/cetak"]
EVERYTHING = [
    LIST,
    f"{LIST}/{CODE}",
    f"{LIST}/{CODE}?keadaan=semua",
    f"{LIST}/{CODE}?keadaan=berakhir",
    *FILES,
]
SECRET = "rahasiaxyz"


def said_by(world: World, address: str) -> str:
    """Everything that an address says."""
    page = world.visitor().get(address)
    assert page.status == 200, address
    if page.is_page:
        return page.text
    if "spreadsheet" in (page.response.mimetype or ""):
        rows = read_cells(page.response.data, len).rows
        return "\n".join(" ".join(str(cell) for cell in row if cell) for row in rows)
    return page.response.get_data().decode()


def lift(world: World, case: Stream, number: int) -> None:
    """Take a row through its end by a new test."""
    today, exemptions = world.clock.today, world.services.exemptions
    row = replace(ROWS[number - 1], consequence_opened="Tidak ada.", consequence_closed="Tidak ada.")
    command = c.MakeTestAnew(
        case=case, tested_on=today, place="Kota Contoh", rows=(row,),
        testers=(e.Tester(position="Kepala Bidang Hukum"),), aim=Aim.LIFT, reason="Sudah selesai.",
    )  # fmt: skip
    exemptions.test_anew(command, world.actor("ppid"))
    exemptions.review(c.ReviewSheet(case=case, signed_on=today), world.actor("superior"))
    exemptions.approve(c.ApproveSheet(case=case, signed_on=today), world.actor("head"))
    exemptions.lift(c.LiftExemption(case=case, signed_on=today), world.actor("ppid"))


def secret_row(where: str) -> e.SheetRow:
    """A row that stands in no decree."""
    said = f"{where} {SECRET}"
    return replace(
        ROWS[0],
        information=said,
        legal_basis=said,
        consequence_opened=said,
        consequence_closed=said,
        public_interest=said,
    )


def hide(world: World) -> None:
    """Put into the store everything about exemptions that nobody may read."""
    today, exemptions = world.clock.today, world.services.exemptions
    at.sheet(world, (secret_row("diuji"),))
    at.reviewed(world, (secret_row("disetujui atasan"),))
    given_back = at.sheet(world, (secret_row("dikembalikan"),))
    exemptions.give_back(c.ReturnSheet(case=given_back, reason=SECRET), world.actor("superior"))
    dropped = at.sheet(world, (secret_row("dihentikan"),))
    exemptions.drop(c.DropTest(case=dropped, reason=SECRET), world.actor("ppid"))
    changing = at.decreed(world, (replace(ROWS[0], public_interest=SECRET),))
    command = c.MakeTestAnew(
        case=changing, tested_on=today, place=SECRET, rows=(secret_row("diubah"),),
        testers=(e.Tester(position=SECRET),), aim=Aim.CHANGE, reason=SECRET, cause="",
    )  # fmt: skip
    exemptions.test_anew(command, world.actor("ppid"))
    noted = at.sheet(world)
    exemptions.review(
        c.ReviewSheet(case=noted, position="Atasan PPID", signed_on=today, note=SECRET),
        world.actor("superior"),
    )
    exemptions.approve(
        c.ApproveSheet(case=noted, position="Kapolda", signed_on=today, note=SECRET), world.actor("head")
    )
    exemptions.decree(
        c.DecreeExemption(case=noted, signed_on=today, place="Kota Contoh", considering=SECRET),
        world.actor("ppid"),
    )


# What is not there ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", EVERYTHING)
def test_only_decreed_rows_show_and_of_these_only_the_columns(world: World, address: str) -> None:
    hide(world)
    at.decreed(world)
    world.follow()
    said = said_by(world, address)
    assert SECRET not in said
    assert address.endswith("berakhir") or ROWS[1].information in said


def test_a_search_finds_no_test_that_was_not_decreed(world: World) -> None:
    hide(world)
    world.follow()
    for word in (SECRET, SECRET[:5], "dikembalikan", "dihentikan"):
        page = world.visitor().get(f"{LIST}/{CODE}?cari={word}&keadaan=semua")
        assert "Tidak ada yang cocok" in page.text, word


def test_nothing_that_reads_the_list_gives_the_folded_state(world: World) -> None:
    hide(world)
    world.follow()
    listed = PublicExemptions(world.services.views)
    rows = [*listed.all(BODY), *listed.search("saksi", BODY)]
    assert rows
    assert all(row.public and not row.state for row in rows)


def test_who_asked_for_it_and_who_tested_it_is_not_told(world: World) -> None:
    world.at("registered")
    case = world.at("registered")
    sheet = sheet_for(BODY, world.clock.today, ROWS, occasion=Occasion.UPON_REQUEST, cause=case)
    actors = (world.actor("ppid"), world.actor("superior"), world.actor("head"))
    decree(world.services.exemptions, sheet, *actors)
    world.follow()
    for address in EVERYTHING:
        said = said_by(world, address)
        for private in (
            world.request(case).number,
            "Sari",
            case.removeprefix("request-"),
            "Kepala Bidang Hukum",
        ):
            assert private not in said, (address, private)


# What is there --------------------------------------------------------------------------------------------


def test_a_row_says_why_until_when_and_by_which_decree(world: World) -> None:
    at.decreed(world)
    world.follow()
    page = world.visitor().get(LIST)
    plain = page.text.replace(" / ", "/").replace("/ ", "/")
    for words in (
        ROWS[0].information,
        "Pasal 17 huruf a: menghambat proses penegakan hukum",
        ROWS[0].consequence_opened,
        ROWS[0].consequence_closed,
        "Sejak 2 Juni 2026 sampai dengan 30 Juni 2027",
        "SK-0001/PPID-POLDA-X/VI/2026",
        "UK-0001/PPID-POLDA-X/VI/2026",
        "Kepala Kepolisian Daerah",
        "Direktorat Lalu Lintas",
        "Dikecualikan",
        "mengajukan keberatan",
    ):
        assert words in plain, words


def test_the_files_have_the_columns_and_every_row(world: World) -> None:
    at.decreed(world)
    at.decreed(world, (replace(ROWS[0], information="=1+1 saksi lain"),))
    world.follow()
    visitor = world.visitor()
    csv = visitor.get(FILES[0]).response.get_data().decode("utf-8-sig").splitlines()
    assert csv[0].split(";") == list(COLUMNS)
    assert len(csv) == 5
    assert sum("'=1+1" in line for line in csv) == 1
    xlsx = visitor.get(FILES[1]).response
    assert BytesIO(xlsx.data).read(2) == b"PK"
    rows = read_cells(xlsx.data, len).rows
    assert [str(cell) for cell in rows[0]] == list(COLUMNS)
    assert len(rows) == 5


def test_what_is_lifted_stays_on_the_list_as_public(world: World) -> None:
    case = at.decreed(world)
    lift(world, case, 3)
    single = at.decreed(world, (ROWS[0],))
    lift(world, single, 1)
    world.follow()
    running, over = said_by(world, LIST), said_by(world, f"{LIST}?keadaan=berakhir")
    assert "Terbuka: pengecualiannya dicabut, sejak 2 Juni 2026" in running
    assert "Terbuka: pengecualiannya dicabut" in over
    assert ROWS[2].information not in over


def test_a_period_that_ended_is_public_before_anybody_notes_it(world: World) -> None:
    at.decreed(world, (replace(ROWS[0], until=world.clock.today + timedelta(days=1)),))
    world.follow()
    assert "Terbuka: jangka waktunya berakhir" not in said_by(world, LIST)
    world.clock.forward(days=2)
    assert "Terbuka: jangka waktunya berakhir" in said_by(world, LIST)


def test_a_changed_row_is_marked_with_its_new_decree(world: World) -> None:
    case = at.anew(world, Aim.CHANGE)
    command = c.ChangeExemption(case=case, signed_on=world.clock.today, place="Kota Contoh")
    world.services.exemptions.change(command, world.actor("ppid"))
    world.follow()
    said = said_by(world, FILES[0])
    assert "SK-0001-2/PPID-POLDA-X/VI/2026" in said
    assert said.count("SK-0001/PPID-POLDA-X/VI/2026") == 2
    assert "Diubah" in said_by(world, LIST)


def test_an_empty_list_says_that_everything_is_open(world: World) -> None:
    said = said_by(world, LIST)
    assert "Belum ada informasi yang dikecualikan" in said
    assert "pada dasarnya terbuka" in said


def test_each_body_has_its_own_list(world: World) -> None:
    at.decreed(world)
    command = EstablishBody(code="POLDA-Y", name="Polda Lain", established_on=world.clock.today)
    world.services.directory.establish(command, OPERATOR)
    world.follow()
    choice = world.visitor().get(LIST)
    assert {f"{LIST}/{CODE}", f"{LIST}/POLDA-Y"} <= {href for _, href in choice.links}
    assert ROWS[0].information not in choice.text
    assert ROWS[0].information in said_by(world, f"{LIST}/{CODE}")
    assert ROWS[0].information not in said_by(world, f"{LIST}/POLDA-Y")
    assert world.visitor().get(f"{LIST}/POLDA-Z").status == 404


def test_a_long_list_is_read_page_by_page_without_gaps(world: World) -> None:
    numbers = []
    for n in range(27):
        at.decreed(world, (replace(ROWS[0], information=f"Saksi perkara {n:02d} laka"),))
        numbers.append(f"Saksi perkara {n:02d} laka")
    world.follow()
    visitor = world.visitor()
    first = visitor.get(LIST)
    older = next(href for words, href in first.links if "berikutnya" in words)
    second = visitor.get(older)
    shown = [[n for n in numbers if n in page.text] for page in (first, second)]
    assert [len(part) for part in shown] == [25, 2]
    assert not set(shown[0]) & set(shown[1])
    assert any("sebelumnya" in words for words, _ in second.links)


def test_words_find_a_decree(world: World) -> None:
    at.decreed(world, (ROWS[0],))
    at.decreed(world, (ROWS[2],))
    world.follow()
    found = said_by(world, f"{LIST}?cari=perangkat+lunak")
    assert ROWS[2].information in found
    assert ROWS[0].information not in found


@pytest.mark.parametrize(
    "query",
    [
        "cari=%00",
        f"cari={'x' * 5000}",
        "cari=%ED%A0%80",
        "cari=%22%29+OR+1%3D1",
        "keadaan=lain",
        "sesudah=zzz",
        f"sesudah={'A' * 5000}",
        "sesudah=WyJ4IiwieCJd",
        "sebelum=W251bGwsbnVsbF0",
    ],
)
def test_no_question_makes_a_fault(world: World, query: str) -> None:
    at.decreed(world)
    world.follow()
    assert world.visitor().get(f"{LIST}?{query}").status in {200, 400, 404}


def test_every_page_leads_to_the_list(world: World) -> None:
    links = world.visitor().get("/").links
    assert (LIST) in [href for _, href in links]


def test_the_kept_list_equals_a_rebuilt_one(world: World) -> None:
    hide(world)
    lift(world, at.decreed(world), 1)
    world.follow()
    verdict = verify(world.services.log, world.services.views, EXEMPT_LIST)
    assert verdict.rows > 3
    assert verdict.differing == 0, verdict.differences
