"""Faults of the machine: every page answers 503 in words, nothing starts on a wrong key (F62, F63, F70)."""

from __future__ import annotations

import pytest

from ppid.database import StoreUnavailableError
from ppid.vault import UnsafeKeyError
from tests.web.world import World
from web.services import open_services


@pytest.mark.parametrize("language", ["id", "en"])
def test_F62_pages_say_so_while_the_store_is_away(
    world: World, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.at("complete").removeprefix("request-")
    citizen, officer, auditor = (
        world.visitor(language),
        world.officer("ppid", language),
        world.officer("auditor", language),
    )

    def away(*_: object, **__: object) -> object:
        raise StoreUnavailableError("connection")

    parts = (world.services.log, world.services.state, world.services.views, world.services.doors.sessions)
    log, state, views, sessions = (type(part) for part in parts)
    for kind, names in (
        (log, ("load", "load_many", "last", "read", "position", "append", "person_keys")),
        (state, ("draft",)),
        (sessions, ("find",)),
        (views, ("query", "reading", "transaction")),
    ):
        for name in names:
            monkeypatch.setattr(kind, name, away)
    world.services.directory._kept.clear()  # noqa: SLF001  (a second has passed)
    for visitor, path in (
        (citizen, "/"),
        (citizen, "/ajukan"),
        (officer, "/meja"),
        (officer, f"/meja/permohonan/{case}"),
        (auditor, "/audit"),
        (citizen, "/tidak-ada"),
    ):
        answer = visitor.client.get(path)
        assert answer.status_code in {503, 404}, path
        assert answer.headers.get("Retry-After", "") == ("5" if answer.status_code == 503 else "")
        assert "Traceback" not in answer.text


def test_F70_a_lost_master_key_stops_the_start_once_something_is_recorded(world: World) -> None:
    world.settings.master_key_file.unlink()
    with pytest.raises(UnsafeKeyError, match="backup"):
        open_services(world.settings, world.clock)
    assert not world.settings.master_key_file.exists()


def test_F70_another_master_key_stops_the_start(world: World) -> None:
    world.settings.master_key_file.write_text("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n")
    with pytest.raises(UnsafeKeyError, match="not the one"):
        open_services(world.settings, world.clock)
