"""The register of objections leaves as CSV and XLSX, with the names of who may be named."""

import io

import openpyxl
import pytest

from ppid import commands as c
from ppid.events import Actor, Role
from ppid.objection import commands as o
from ppid.objection.vocabulary import Ground
from ppid.request.vocabulary import Channel
from projections.agenda import AGENDA
from projections.objection_register import COLUMNS, register, years
from projections.reader import Reader
from tests.web.world import BODY, OPERATOR, SARI, World
from web.books import OutCell, read_cells, write_csv, write_xlsx
from web.books.objections import HIDDEN, Layout, columns, known, table

CASE = "=HYPERLINK(1)"


def filed(world: World, number: int = 1) -> o.FileObjection:
    """An objection of Sari's, taken in."""
    request = world.at("refusal-received")
    command = o.FileObjection(
        objection=f"objection-{number:032x}",
        body=BODY,
        channel=Channel.EMAIL,
        grounds=(Ground.EXEMPT, Ground.NOT_FULFILLED),
        case="Anggaran adalah informasi terbuka.",
        purpose=CASE,
        request=request,
    )
    world.services.objections.file(command, Actor(request, Role.CITIZEN))
    return command


def lines(world: World, layout: Layout, year: int = 2026) -> list[dict[str, OutCell]]:
    """The rows of a file, by their headings."""
    world.follow()
    found = register(Reader(world.services.views, AGENDA), BODY, year)
    rows = table(layout, known(found, world.services.views, world.services.vault))
    return [dict(zip(columns(layout), row, strict=True)) for row in rows]


def test_the_lines_stand_in_the_order_of_their_numbers(world: World) -> None:
    for number in (3, 1, 2):
        filed(world, number)
    assert [line["No"] for line in lines(world, Layout.ANNEX)] == [1, 2, 3]
    assert lines(world, Layout.ANNEX, 2025) == []
    assert years(Reader(world.services.views, AGENDA), BODY) == [2026]


def test_the_statutory_file_names_the_objector(world: World) -> None:
    filed(world)
    (line,) = lines(world, Layout.ANNEX)
    assert tuple(line) == COLUMNS
    assert (line["Nama"], line["NIK atau Nomor Pengesahan"]) == (SARI.name, SARI.number)
    (full,) = lines(world, Layout.FULL)
    assert (full["Saluran"], str(full["Batas Waktu Tanggapan"])) == ("Surel", "2026-07-15")


def test_the_public_file_tells_of_no_person(world: World) -> None:
    filed(world)
    (line,) = lines(world, Layout.PUBLIC)
    assert not HIDDEN & line.keys()
    said = " ".join(map(str, line.values()))
    for private in (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email, CASE):
        assert private not in said


def test_an_erased_objector_is_shown_as_erased(world: World) -> None:
    command = filed(world)
    person = world.request(command.request).requester
    world.services.people.erase(c.ErasePerson(person=person, basis="UU 27/2022"), OPERATOR)
    (line,) = lines(world, Layout.ANNEX)
    assert (line["Nama"], line["Alamat"]) == ("[dihapus]", "")


@pytest.mark.parametrize("layout", Layout)
def test_both_files_open_again_and_no_text_becomes_a_formula(world: World, layout: Layout) -> None:
    filed(world)
    rows = [tuple(line.values()) for line in lines(world, layout)]
    csv = read_cells(write_csv(columns(layout), rows))
    assert csv is not None
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(columns(layout), rows, "Register 2026"))).worksheets[
        0
    ]
    head, line = sheet.iter_rows(values_only=True)
    assert tuple(head) == columns(layout)
    if layout is not Layout.PUBLIC:
        cell = sheet.cell(2, columns(layout).index("Tujuan Penggunaan Informasi") + 1)
        assert (cell.value, cell.data_type) == (CASE, "s")
    assert len(line) == len(columns(layout))
