"""A start is refused where settings or files are unsafe, and every problem is named at once (F70)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ppid import safety
from ppid.settings import Settings

PUBLIC = {"PPID_BASE_URL": "https://ppid.example.go.id", "PPID_DEMO": "0", "PPID_PROXIES": "1"}


def settings(folder: Path, **changed: str) -> Settings:
    places = {
        "PPID_DATABASE_URL": f"sqlite:///{folder / 'var' / 'ppid.sqlite3'}",
        "PPID_FILES": str(folder / "var" / "files"),
        "PPID_SIGNER_DIR": str(folder / "var" / "signer"),
        "PPID_ERASED_FILE": str(folder / "apart" / "erased.list"),
    }
    return Settings.read(places | changed)


def test_the_demo_on_this_machine_and_an_office_behind_a_proxy_are_safe(tmp_path: Path) -> None:
    everywhere = {"PPID_HOST": "0.0.0.0", "PPID_BASE_URL": "http://127.0.0.1:8080", "PPID_DEMO": "0"}  # noqa: S104
    for changed in (
        {},
        PUBLIC,
        everywhere,
    ):
        found = settings(tmp_path, **changed)
        assert safety.dangers(found) == []
        assert safety.doubts(found) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"PPID_BASE_URL": "http://ppid.example.go.id", "PPID_DEMO": "0"}, ["in the open"]),
        ({"PPID_BASE_URL": "http://10.1.2.3:8080", "PPID_DEMO": "0"}, ["in the open"]),
        ({"PPID_HOST": "0.0.0.0", "PPID_DEMO": "0"}, ["in the open"]),  # noqa: S104
        ({"PPID_BASE_URL": "ftp://ppid.example.go.id", "PPID_DEMO": "0"}, ["is the public address"]),
        ({"PPID_BASE_URL": "https://a:b@ppid.example.go.id", "PPID_DEMO": "0"}, ["is the public address"]),
        (PUBLIC | {"PPID_DEMO": "1", "PPID_SECOND_FACTOR": "1"}, ["PPID_DEMO is 1"]),
        (PUBLIC | {"PPID_SECOND_FACTOR": "0"}, ["PPID_SECOND_FACTOR is 0"]),
        ({"PPID_BASE_URL": "http://ppid.example.go.id"}, ["in the open", "PPID_DEMO", "PPID_SECOND_FACTOR"]),
        ({"PPID_BASE_URL": "http://127.0.0.1.evil.example"}, ["in the open", "PPID_DEMO", "PPID_SECOND"]),
    ],
)
def test_F70_an_unsafe_address_is_refused(tmp_path: Path, changed: dict[str, str], said: list[str]) -> None:
    problems = safety.dangers(settings(tmp_path, **changed))
    assert len(problems) == len(said)
    for problem, words in zip(problems, said, strict=True):
        assert words in problem


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (PUBLIC | {"PPID_PROXIES": "0"}, "PPID_PROXIES is 0"),
        ({"PPID_HOST": "0.0.0.0", "PPID_BASE_URL": "http://localhost:8080"}, "The demo listens"),  # noqa: S104
    ],
)
def test_what_is_mostly_wrong_is_said(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    (doubt,) = safety.doubts(settings(tmp_path, **changed))
    assert said in doubt


def test_a_list_of_the_erased_beside_the_database_is_said(tmp_path: Path) -> None:
    (doubt,) = safety.doubts(
        settings(
            tmp_path,
            PPID_ERASED_FILE=str(tmp_path / "var" / "erased.list"),
            PPID_DEMO="0",
            PPID_SECOND_FACTOR="1",
        )
    )
    assert "PPID_ERASED_FILE" in doubt


def written(path: Path, content: str = "x", mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(content)
    path.chmod(mode)
    return path


SECRETS: dict[str, tuple[Callable[[Path], object], str]] = {
    "there is none": (lambda _path: None, "there is no file"),
    "readable by others": (lambda path: written(path, mode=0o604), "chmod 600"),
    "readable by its group": (lambda path: written(path, mode=0o640), "chmod 600"),
    "empty": (lambda path: written(path, ""), "is empty"),
    "a folder": (lambda path: path.mkdir(), "is no file"),
}


@pytest.mark.parametrize("how", SECRETS)
@pytest.mark.parametrize("name", ["PPID_OIDC_CLIENT_SECRET_FILE", "PPID_SMTP_PASSWORD_FILE"])
def test_F70_a_secret_that_is_missing_or_open_is_refused(tmp_path: Path, name: str, how: str) -> None:
    make, said = SECRETS[how]
    make(tmp_path / "secret")
    (problem,) = safety.secret_problems(
        {name: str(tmp_path / "secret"), "PPID_MASTER_KEY_FILE": str(tmp_path / "x")}
    )
    assert problem.startswith(f"{name}: ")
    assert said in problem


def test_F70_all_secrets_are_named_at_once_and_none_is_shown(tmp_path: Path) -> None:
    names = list(safety.SECRET_FILES)
    environment = {name: str(written(tmp_path / name.lower(), "geheim-1234", 0o644)) for name in names}
    found = safety.secret_problems(environment)
    assert [problem.partition(":")[0] for problem in found] == names
    assert "geheim" not in "".join(found)
    sound = {name: str(written(tmp_path / "closed" / name, "geheim-1234")) for name in names}
    assert safety.secret_problems(sound) == []


def test_F70_open_databases_files_and_keys_are_refused(tmp_path: Path) -> None:
    here = settings(tmp_path)
    places = [
        written(tmp_path / "var" / "ppid.sqlite3", mode=0o644),
        written(tmp_path / "var" / "ppid-web.sqlite3-wal", mode=0o606),
        written(tmp_path / "var" / "signer" / "log.key", mode=0o640),
    ]
    here.files.mkdir()
    here.files.chmod(0o755)
    (tmp_path / "var" / "signer").chmod(0o700)
    problems = safety.dangers(here)
    assert len(problems) == 4
    for place in (*places, here.files):
        assert any(str(place) in problem for problem in problems), place
    for place in places:
        place.chmod(0o600)
    here.files.chmod(0o700)
    assert safety.dangers(here) == []
