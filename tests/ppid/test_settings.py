"""Settings: read once, every problem named at once, nothing unknown accepted (F70)."""

from __future__ import annotations

import pytest

from ppid.settings import DEFAULTS, HELP, Settings, SettingsError


def test_without_any_variable_everything_has_its_default() -> None:
    settings = Settings.read({})
    assert settings.database_url == "sqlite:///var/ppid.sqlite3"
    assert (settings.schema_url, settings.migrates_at_start) == (settings.database_url, True)
    assert (settings.base_url, settings.demo, settings.proxies) == ("http://127.0.0.1:8080", True, 0)


def test_F70_every_problem_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.read(
            {
                "PPID_PORT": "99999",
                "PPID_DEMO": "yes",
                "PPID_DATABSE_URL": "x",
                "PPID_DATABASE_URL": "mysql://x",
                "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
            }
        )
    problems = " ".join(refused.value.problems)
    assert len(refused.value.problems) == 5
    for name in ("PPID_PORT", "PPID_DEMO", "PPID_DATABSE_URL", "PPID_DATABASE_URL", "POSTGRES_ENABLE"):
        assert name in problems


@pytest.mark.parametrize("port", ["٨٠٨٠", "8e3", "-1", "0", "1" * 5000, "80 80"])
def test_a_port_is_a_port(port: str) -> None:
    with pytest.raises(SettingsError, match="PPID_PORT"):
        Settings.read({"PPID_PORT": port})


def test_every_setting_has_help() -> None:
    assert set(DEFAULTS) == set(HELP)


def test_blank_means_the_default_and_addresses_lose_their_last_slash() -> None:
    settings = Settings.read({"PPID_PORT": " ", "PPID_BASE_URL": "https://ppid.example/"})
    assert (settings.port, settings.base_url) == (8080, "https://ppid.example")


def test_a_server_start_changes_a_postgresql_schema_only_as_its_named_owner() -> None:
    application = Settings.read({"PPID_DATABASE_URL": "postgresql://app@/ppid"})
    assert not application.migrates_at_start
    named = Settings.read(
        {"PPID_DATABASE_URL": "postgresql://app@/ppid", "PPID_OWNER_DATABASE_URL": "postgresql://owner@/ppid"}
    )
    assert (named.migrates_at_start, named.schema_url) == (True, "postgresql://owner@/ppid")
