"""No clear personal data anywhere: proven on the demo, and every kind of leak is found."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ppid.finding import What
from ppid.request.events import Wish
from tests.postgres import Urls
from tests.web.test_demo import filled
from tests.web.world import SARI, World, settings_of
from web.demo import begins, seed
from web.opened_by_all import open_pages
from web.scanning import Report, Scan
from web.services import Services, migrate, open_services

DAY = "2026-03-03"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give the demo on SQLite."""
    with filled(tmp_path_factory.mktemp("demo"), DAY) as services:
        yield services


def scan(services: Services, *logs: Path) -> Report:
    return Scan(services).run(logs, open_pages(services))


def places(report: Report) -> list[tuple[str, What]]:
    return [(f"{finding.place}, {finding.where}", finding.what) for finding in report.clear]


def test_no_personal_data_of_the_demo_stand_in_the_clear(demo: Services) -> None:
    report = scan(demo)
    assert places(report) == []
    assert report.people > 20
    assert report.rows > 1000
    assert report.file_bytes > 1_000_000
    assert report.pages > 5


@pytest.mark.postgres
def test_no_personal_data_of_the_demo_stand_in_the_clear_on_postgresql(
    postgres_urls: Urls, tmp_path: Path
) -> None:
    now = datetime.fromisoformat(f"{DAY}T03:00").replace(tzinfo=UTC)
    settings = settings_of(tmp_path, postgres_urls.app, postgres_urls.owner)
    migrate(settings, begins(now))
    services = open_services(settings, lambda: now)
    try:
        seed(services)
        services.follower.catch_up()
        report = scan(services)
        assert places(report) == []
        assert report.rows > 1000
        assert any("PostgreSQL" in line for line in report.skipped)
    finally:
        services.close()


@pytest.mark.parametrize(
    "text",
    [
        SARI.name,
        SARI.number,
        f"telepon {SARI.phone}",
        '{"name":"Sari Wulandari"}',
        base64.b64encode(SARI.name.encode()).decode(),
        SARI.email.encode().hex(),
    ],
)
def test_a_value_in_a_table_is_found_and_never_told(either: World, text: str) -> None:
    either.at("granted")
    either.follow()
    with either.services.state.database.transaction() as c:
        c.execute("INSERT INTO turn VALUES (?, 0)", (text,))
    report = scan(either.services)
    assert [f.place for f in report.clear if f.place.startswith("table")] == ["table ppid_web.turn"]
    assert not [f for f in report.clear if "Sari" in repr(f) or "3276" in repr(f) or text in repr(f)]


def test_a_value_in_a_log_a_stored_file_or_the_write_ahead_file_is_found(
    world: World, tmp_path: Path
) -> None:
    world.at("granted")
    world.follow()
    log = tmp_path / "logs" / "server.log"
    log.parent.mkdir()
    log.write_text(f"127.0.0.1 GET /lacak?nama={SARI.name.replace(' ', '%20')} {SARI.email}\n")
    (world.settings.files / "aa").mkdir(parents=True, exist_ok=True)
    (world.settings.files / "aa" / ("a" * 64)).write_bytes(b"%PDF" + SARI.name.encode("utf-16-le"))
    wal = world.settings.master_key_file.parent / "ppid-web.sqlite3-wal"
    with wal.open("ab") as file:
        file.write(b"\0x" + SARI.address.encode() + b"y")
    found = {(f.place, f.what, f.coded) for f in scan(world.services, tmp_path / "logs").clear}
    assert found == {
        ("log", What.EMAIL, ""),
        ("stored file", What.NAME, "utf-16"),
        ("file of the database", What.ADDRESS, ""),
    }


def test_what_somebody_wrote_into_their_own_request_is_a_kind_of_its_own(either: World) -> None:
    case = either.file(wish=Wish(information=f"Berkas atas nama {SARI.name}", purpose="Riset")).request
    either.follow()
    report = scan(either.services)
    assert report.clear == []
    assert [(f.where, f.what) for f in report.free] == [(f"{case} version 1, wish.information", What.NAME)]
    assert report.copies > 0


def test_a_value_that_lies_across_two_pieces_of_a_file_is_found(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.at("granted")
    monkeypatch.setattr("web.scanning.CHUNK", 4096)
    log = tmp_path / "big.log"
    log.write_bytes(b"." * 4090 + SARI.name.encode() + b"." * 100)
    (found,) = [f for f in scan(world.services, log).clear if f.place == "log"]
    assert found.where == "big.log at byte 4090"
