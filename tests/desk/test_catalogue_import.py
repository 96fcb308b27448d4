"""An existing list becomes items, once, through real files of both formats and back again."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from msgspec.structs import replace

from ppid.catalogue import commands as c
from ppid.catalogue import events as e
from ppid.catalogue import refusals as no
from ppid.catalogue.columns import COLUMNS, NO, ListTable, cells_of
from ppid.catalogue.importing import ListImporter, ListPlan, RowDiffersError, RowOfOtherBodyError
from ppid.catalogue.vocabulary import Form, InfoClass, Medium, Step
from ppid.events import Actor, Role
from ppid.log import StreamMovedError
from projections.items import PublicItems
from tests.desk.test_catalogue import DECREE, ENTRY, TODAY, desk_of, listed, propose
from tests.web.world import BODY, World
from web.books import list_columns, list_table, open_list, write_csv, write_xlsx

IMPORT = Actor("import", Role.IMPORT, BODY)
FORMULA = '=HYPERLINK("https://x.example";"a")'
ENTRIES = (
    ENTRY,
    replace(
        ENTRY,
        title=FORMULA,
        summary="+62 811\n-1;\"'kutip'",
        klass=InfoClass.ANY_TIME,
        unit="",
        forms=(Form.PRINT, Form.BRAILLE),
        keywords=("@sum", "-x"),
        link="https://example.org/?a=1;b",
    ),
    replace(ENTRY, title="Gangguan lalu lintas", klass=InfoClass.IMMEDIATE, unit="RESKRIM"),
)


def importer_of(world: World) -> ListImporter:
    return ListImporter(desk_of(world))


def file_of(world: World, kind: str, entries: tuple[e.Entry, ...] = ENTRIES) -> bytes:
    """An office's own list, without ids."""
    rows = [(number, *cells_of(entry, world.body)) for number, entry in enumerate(entries, start=1)]
    return write_csv((NO, *COLUMNS), rows) if kind == "csv" else write_xlsx((NO, *COLUMNS), rows, "Daftar")


def plan_of(world: World, content: bytes) -> tuple[ListTable, ListPlan]:
    importer = importer_of(world)
    table = open_list(content, importer.context(world.body))
    return table, importer.plan(world.body, table.rows, hashlib.sha256(content).hexdigest())


def exported(world: World, kind: str) -> bytes:
    world.follow()
    rows = list_table(PublicItems(world.services.views).all(BODY), world.body)
    return write_csv(list_columns(), rows) if kind == "csv" else write_xlsx(list_columns(), rows, "Daftar")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_with_its_decree_stands_at_once_in_one_save(either: World, kind: str) -> None:
    table, plan = plan_of(either, file_of(either, kind))
    assert (table.problems, len(plan.fresh), plan.known, plan.refused) == ((), 3, (), ())
    before = either.services.log.position()
    importer_of(either).carry_out(plan, IMPORT, DECREE)
    saved = either.services.log.read(before, 20)
    assert len(saved) == 7
    assert {r.envelope.role for r in saved} == {Role.IMPORT}
    desk = desk_of(either)
    items = [desk.item(row.stream, either.actor("ppid")) for row in plan.fresh]
    assert [item.entry for item in items] == list(ENTRIES)
    assert {item.step for item in items} == {Step.LISTED}
    assert items[0].clocks["D26"].promise.due_on == date(2026, 12, 2)
    assert not items[2].running()
    assert [item.imported.line for item in items if item.imported] == [2, 3, 4]
    assert desk.public_list(BODY, either.actor("ppid")).decree == DECREE


def test_without_a_decree_the_rows_are_proposals(either: World) -> None:
    _, plan = plan_of(either, file_of(either, "csv"))
    importer_of(either).carry_out(plan, IMPORT)
    either.follow()
    assert PublicItems(either.services.views).page(BODY) == []
    desk = desk_of(either)
    done = desk.decree(
        c.DecreeList(body=BODY, items=tuple(row.stream for row in plan.fresh), decree=DECREE),
        either.actor("ppid"),
    )
    assert not done.repeated


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_list_again_takes_nothing_in(either: World, kind: str) -> None:
    content = file_of(either, kind)
    _, plan = plan_of(either, content)
    position = importer_of(either).carry_out(plan, IMPORT, DECREE)
    _, again = plan_of(either, content)
    assert (again.fresh, len(again.known), again.refused) == ((), 3, ())
    assert importer_of(either).carry_out(again, IMPORT, DECREE) == position


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_reads_back_as_the_same_items(either: World, kind: str) -> None:
    _, plan = plan_of(either, file_of(either, "csv"))
    importer_of(either).carry_out(plan, IMPORT, DECREE)
    mine = listed(either)
    desk_of(either).publish(
        c.PublishItem(
            case=mine, published_on=TODAY, media=(Medium.WEBSITE,), link="https://example.org/baru"
        ),
        either.actor("ppid"),
    )
    propose(either)
    table, again = plan_of(either, exported(either, kind))
    assert (table.problems, again.fresh, again.refused) == ((), (), ())
    # The row of the desk's own item says what the imported one says, and is another item by its id.
    assert {row.stream for row in again.known} == {mine, *(row.stream for row in plan.fresh)}


def test_an_export_goes_into_another_installation_with_its_ids(either: World) -> None:
    mine = listed(either)
    content = exported(either, "xlsx")
    other = content.replace(b"", b"")
    table = open_list(other, importer_of(either).context(either.body))
    assert [row.stream for row in table.rows] == [mine]


def test_formula_like_text_is_data_in_both_files(either: World) -> None:
    _, plan = plan_of(either, file_of(either, "csv"))
    importer_of(either).carry_out(plan, IMPORT, DECREE)
    text = exported(either, "csv").decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ";=HYPERLINK" not in text
    from io import BytesIO

    import openpyxl

    sheet = openpyxl.load_workbook(BytesIO(exported(either, "xlsx"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert FORMULA in [cell.value for cell in cells]


def test_a_row_that_says_something_else_is_refused_and_named(either: World) -> None:
    _, plan = plan_of(either, file_of(either, "csv"))
    importer_of(either).carry_out(plan, IMPORT, DECREE)
    changed = (replace(ENTRIES[0], summary="Lain sama sekali"), *ENTRIES[1:])
    _, again = plan_of(either, file_of(either, "csv", changed))
    assert [type(r) for r in again.refused] == [RowDiffersError]
    assert (again.refused[0].facts["line"], len(again.known)) == (2, 2)


def test_an_id_of_another_body_is_refused(either: World) -> None:
    mine = listed(either)
    importer = importer_of(either)
    table = open_list(exported(either, "csv"), importer.context(either.body))
    other = replace(either.body, stream="body-" + "0" * 32)
    plan = importer.plan(other, table.rows, "ab" * 32)
    assert [type(r) for r in plan.refused] == [RowOfOtherBodyError]
    assert mine == table.rows[0].stream


def test_what_was_recorded_since_the_plan_stops_the_whole_import(either: World) -> None:
    _, plan = plan_of(either, file_of(either, "csv"))
    only = ListPlan(plan.body, plan.file_sha256, plan.fresh[1:2], (), ())
    importer_of(either).carry_out(only, IMPORT)
    before = either.services.log.position()
    with pytest.raises(StreamMovedError):
        importer_of(either).carry_out(plan, IMPORT)
    assert either.services.log.position() == before


def test_a_decree_that_is_recorded_already_is_told_before_anything_is_asked(either: World) -> None:
    importer = importer_of(either)
    importer.check_decree(either.body, DECREE)
    listed(either)
    desk_of(either).decree(c.DecreeList(body=BODY, items=(), decree=DECREE), either.actor("ppid"))
    with pytest.raises(no.DecreedTwiceError):
        importer.check_decree(either.body, DECREE)


def test_an_import_has_a_limit(either: World) -> None:
    table, plan = plan_of(either, file_of(either, "csv"))
    with pytest.raises(no.TooManyItemsError):
        importer_of(either).plan(either.body, table.rows * 2000, plan.file_sha256)
