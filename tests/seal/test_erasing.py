"""What an order erases is gone from the disk, the case goes on, and every proof holds."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from ppid.database import sqlite_path
from ppid.files import StoredFileMissingError
from ppid.seal import verifier
from ppid.seal.bundle import write_bundle
from ppid.seal.choosing import self_policy
from ppid.seal.erasing import ERASED, ErasureError, Order, carry_out, erase
from ppid.seal.leaf import Erasure
from ppid.seal.ledger import Ledger
from ppid.seal.signer import LogSigner
from ppid.topics import VOCABULARY
from projections.catalog import ALL
from projections.rebuild import rebuild
from projections.replay import case_as_of
from projections.verify import verify
from tests.web.world import WISH, World

SECRET = "Rekam medis Budi Hartono bulan Mei"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest) -> World:
    """Give a world on either database."""
    found: World = request.getfixturevalue("world" if request.param == "sqlite" else "postgres_world")
    return found


def an_order(world: World, stream: str, *fields: str, files: tuple[str, ...] = ()) -> Order:
    """An order about the first event of a case."""
    return Order(stream, 1, fields, files, "2026/114", "UU 27/2022 Pasal 43", "ketua-1")


def carried_out(world: World, order: Order) -> int:
    """Carry an order out."""
    services = world.services
    return erase(services.ledger, services.files, VOCABULARY, order, world.clock())


def filed(world: World) -> str:
    """A case that asks for what should never have been written into a request."""
    wish = type(WISH)(information=SECRET, purpose="Penelitian")
    return str(world.file(wish=wish).request)


def test_the_content_goes_and_the_case_stays(place: World) -> None:
    case, other = filed(place), place.at("extended")
    place.act(case, "complete")
    place.follow()
    before = place.request(case)
    index = carried_out(place, an_order(place, case, "wish.information"))
    ledger, log = place.services.ledger, place.services.log
    assert ledger.size() == index + 1
    (raw, *_) = log.raw(case)
    state = json.loads(raw.state)
    assert state["event"]["wish"] == {"information": ERASED, "purpose": "Penelitian"}
    assert "digest" not in state
    leaf = ledger.leaves_of(case)[0]
    assert leaf.salt is None
    assert all(left.salt for left in (*ledger.leaves_of(case)[1:], *ledger.leaves_of(other)))
    after = case_as_of(log, case, place.clock()).state
    assert after is not None
    assert after.number == before.number
    place.act(case, "routed", "extended")
    for projection in ALL:
        rebuild(log, place.services.views, projection)
    place.follow()
    for projection in ALL:
        assert verify(log, place.services.views, projection).equal
    assert SECRET not in str(case_as_of(log, case, place.clock()))


def test_the_log_with_an_erasure_by_order_is_verified(world: World) -> None:
    case = filed(world)
    world.seal()
    carried_out(world, an_order(world, case, "wish.information"))
    world.seal(daily=True)
    (vkey,) = LogSigner(world.settings.signer_dir).vkeys()
    source = verifier.SqliteSource(sqlite_path(world.settings.database_url))
    result = verifier.audit(source, verifier.parse_policy(f"log {vkey}\nquorum none\n".encode()))
    assert (result.word("en"), [f.code for f in result.findings]) == ("VERIFIED", [])


def test_nothing_of_it_is_left_in_any_file_of_the_database(world: World) -> None:
    case = filed(world)
    salt = world.services.ledger.leaves_of(case)[0].salt
    assert salt
    for _ in range(40):  # so that pages are full, split and written more than once
        world.file()
    world.act(case, "complete")
    world.follow()
    traces = [SECRET.encode(), salt]
    assert all(found(world, trace) for trace in traces)
    carried_out(world, an_order(world, case, "wish.information"))
    for projection in ALL:
        rebuild(world.services.log, world.services.views, projection)
    world.follow()
    world.services.ledger.database.forget_deleted()
    world.services.views.forget_deleted()
    assert [trace for trace in traces if found(world, trace)] == []
    assert not any(path.stat().st_size for path in files_of(world) if path.name.endswith("-wal"))


def files_of(world: World) -> list[Path]:
    """The files of log and views, with those beside them."""
    folder = sqlite_path(world.settings.database_url).parent
    return [path for path in folder.glob("ppid*.sqlite3*") if "-web" not in path.name]


def found(world: World, trace: bytes) -> bool:
    """Whether these bytes stand anywhere in a file."""
    return any(trace in path.read_bytes() for path in files_of(world))


def test_while_somebody_reads_the_copies_are_said_to_be_left(world: World) -> None:
    world.file()
    with closing(Ledger(world.settings.database_url)) as reader, reader.database.reading() as connection:
        connection.execute("SELECT count(*) FROM event")
        world.file()
        assert not world.services.ledger.database.forget_deleted()
    assert world.services.ledger.database.forget_deleted()


def test_a_file_goes_after_the_order_stands_in_the_log(place: World) -> None:
    case = filed(place)
    event = json.loads(place.services.log.raw(case)[0].state)["event"]
    name = event["documents"][0]["sha256"]
    assert place.services.files.get(name)
    carried_out(place, an_order(place, case, files=(name,)))
    with pytest.raises(StoredFileMissingError):
        place.services.files.get(name)
    assert carry_out(place.services.ledger, place.services.files) == 0


def test_an_order_that_was_cut_short_is_finished_later(world: World) -> None:
    case = filed(world)
    name = json.loads(world.services.log.raw(case)[0].state)["event"]["documents"][0]["sha256"]
    leaf = world.services.ledger.leaves_of(case)[0]
    entry = Erasure((leaf.index,), ("0" * 64,), (name,), "2026/115", "UU 27/2022", "ketua-1")
    world.services.ledger.erase(entry, [leaf.state], world.clock())  # and then the power went
    assert world.services.files.get(name)
    assert carry_out(world.services.ledger, world.services.files) == 1
    with pytest.raises(StoredFileMissingError):
        world.services.files.get(name)


@pytest.fixture
def cases(world: World) -> Iterator[tuple[World, Order]]:
    """Give a case with an order about it that could be carried out, and demand that nothing was."""
    case = filed(world)
    before = world.services.ledger.size(), world.services.log.raw(case)
    yield world, an_order(world, case, "wish.information")
    assert (world.services.ledger.size(), world.services.log.raw(case)) == before


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"number": ""}, "needs its order"),
        ({"basis": "  "}, "needs its basis"),
        ({"by": ""}, "needs its name"),
        ({"number": 'no "1"'}, "plain letters"),
        ({"basis": "pasal\n43"}, "plain letters"),
        ({"by": "Pak Éko"}, "plain letters"),
        ({"fields": ()}, "at least one field"),
        ({"stream": "request-nobody"}, "no version 1"),
        ({"version": 9}, "no version 9"),
        ({"fields": ("wish.nothing",)}, "no field wish.nothing"),
        ({"fields": ("wish",)}, "is no text"),
        ({"fields": ("wish.information.0",)}, "no field"),
        ({"fields": ("documents.99.kind",)}, "no field"),
        ({"fields": ("",)}, "no field"),
        ({"fields": ("requester",)}, "hangs on requester"),
        ({"fields": ("documents.0.sha256",)}, "hangs on documents"),
        ({"fields": ("channel",)}, "could not be read"),
        ({"fields": ("received_at",)}, "could not be read"),
        ({"fields": ("wish.information", "wish.information")}, "erased before"),
        ({"files": ("0" * 64,)}, "records no file"),
    ],
)
def test_an_order_that_cannot_be_carried_out_changes_nothing(
    cases: tuple[World, Order], changes: dict[str, object], why: str
) -> None:
    world, order = cases
    with pytest.raises(ErasureError, match=why):
        carried_out(world, replace(order, **changes))  # type: ignore[arg-type]  # one field each


def test_what_was_erased_is_not_erased_again(place: World) -> None:
    case = filed(place)
    carried_out(place, an_order(place, case, "wish.information"))
    with pytest.raises(ErasureError, match="erased before"):
        carried_out(place, an_order(place, case, "wish.purpose"))


def test_the_application_can_change_no_content_but_by_an_order(postgres_world: World) -> None:
    filed(postgres_world)
    with (
        psycopg.connect(postgres_world.settings.database_url, autocommit=True) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("UPDATE ppid_log.event SET state = ''")


def test_the_bundle_of_the_case_holds_no_erased_word_and_proves_the_rest(
    place: World, tmp_path: Path
) -> None:
    case = filed(place)
    salt = place.services.ledger.leaves_of(case)[0].salt
    place.seal(daily=True)
    carried_out(place, an_order(place, case, "wish.information"))
    place.seal(daily=True)
    out = tmp_path / "bukti.zip"
    with out.open("w+b") as file:
        write_bundle(place.services.ledger, place.services.files, case, file)
    assert salt is not None
    with zipfile.ZipFile(out) as bundle:
        held = b"\n".join(bundle.read(name) for name in bundle.namelist())
    for gone in (SECRET.encode(), base64.b64encode(salt)):
        assert gone not in held
    states = states_in(held)
    assert states
    assert not any(SECRET.encode() in base64.b64decode(state) for state in states)
    policy = verifier.parse_policy(self_policy(place.services.ledger).encode())
    result = verifier.verify_bundle(str(out), policy)
    assert (result.exit_code, result.has("E07")) == (0, False), result.as_json()["findings"]


def states_in(held: bytes) -> list[str]:
    """The contents that the lines of a bundle carry, still in base64."""
    return re.findall(r'"state":\s*"([A-Za-z0-9+/=]+)"', held.decode("utf-8", "replace"))
