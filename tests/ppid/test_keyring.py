"""The ring of master keys: a new one in front, old ones behind, and what works under which."""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from ppid import keyring
from ppid.keyring import KeyRing, UnsafeKeyError, read_keys, rotate, without
from ppid.person import Identity
from ppid.vault import Vault, key_id_of

SARI = Identity(
    name="Sari Wulandari", number="3276 0141 0790 0001", phone="0812 0000 0001", email="Sari@Example.org"
)
DAY = date(2026, 6, 2)


class Kept(dict[str, bytes]):
    """A key store in memory."""

    def person_keys(self, persons: Iterable[str], /) -> Mapping[str, bytes]:
        """The keys that are there."""
        return {p: self[p] for p in persons if p in self}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ring of one key, as the first installations have it."""
    place = tmp_path / "master.key"
    KeyRing.open(place)
    return place


@pytest.fixture(autouse=True)
def _looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "LOOK_S", -1.0)


def bare(vault: Vault, person: str) -> bytes:
    """A data key wrapped as it was before keys had ids."""
    return vault.mint(person).wrapped[4:]


def test_a_file_of_one_line_is_a_ring_of_one(path: Path) -> None:
    assert len(path.read_text().splitlines()) == 1
    ring = KeyRing.open(path)
    assert [key.secret for key in ring.keys().all] == [base64.b64decode(path.read_text())]


def test_a_rotation_puts_a_key_in_front_and_keeps_the_file_closed(path: Path) -> None:
    first = read_keys(path)
    second = rotate(path, DAY)
    assert read_keys(path) == second
    assert second.all[1:] == first.all
    assert second.newest.since == DAY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["master.key"]


def test_several_rotations_at_once_lose_no_key(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [keys.newest.id for keys in pool.map(lambda _: rotate(path, DAY), range(24))]
    assert set(made) < {key.id for key in read_keys(path).all}
    assert len(read_keys(path).all) == 25


def test_a_running_process_sees_a_rotation_without_a_restart(path: Path) -> None:
    kept = Kept()
    running, other = Vault(KeyRing.open(path), kept), Vault(KeyRing.open(path), kept)
    before = running.mint("person-a")
    rotate(path, DAY)
    assert key_id_of(running.mint("person-a").wrapped) == read_keys(path).newest.id
    kept["person-a"] = before.wrapped
    assert other.key_of("person-a").clear == before.clear


def test_a_key_nobody_told_of_is_looked_for_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    running = Vault(KeyRing.open(path), kept)
    monkeypatch.setattr(keyring, "LOOK_S", 3600.0)
    rotate(path, DAY)
    fresh = Vault(KeyRing.open(path), kept).mint("person-a")
    kept["person-a"] = fresh.wrapped
    assert running.key_of("person-a").clear == fresh.clear


def test_a_key_wrapped_before_keys_had_ids_opens_after_a_rotation(path: Path) -> None:
    kept = Kept()
    vault = Vault(KeyRing.open(path), kept)
    kept["person-a"] = bare(vault, "person-a")
    clear = vault.key_of("person-a").clear
    rotate(path, DAY)
    rotate(path, DAY)
    assert key_id_of(kept["person-a"]) == ""
    assert Vault(KeyRing.open(path), kept).key_of("person-a").clear == clear


def test_a_rewrapped_key_does_not_open_with_the_old_master_alone(path: Path, tmp_path: Path) -> None:
    kept = Kept()
    old = tmp_path / "old.key"
    old.write_bytes(path.read_bytes())
    old.chmod(0o600)
    vault = Vault(KeyRing.open(path), kept)
    clear = vault.mint("person-a").clear
    rotate(path, DAY)
    kept["person-a"] = vault.wrap("person-a", clear).wrapped
    assert vault.key_of("person-a").clear == clear
    with pytest.raises(UnsafeKeyError, match="not the one"):
        Vault(KeyRing.open(old), kept).key_of("person-a")


def test_codes_of_before_a_rotation_work_until_their_key_is_retired(path: Path) -> None:
    vault = Vault(KeyRing.open(path), Kept())
    printed = vault.access_code("request-1")
    first = read_keys(path).newest.id
    rotate(path, DAY)
    assert vault.code_matches("request-1", printed)
    assert vault.access_code("request-1") != printed
    assert vault.code_matches("request-1", vault.access_code("request-1"))
    without(path, first)
    assert not vault.code_matches("request-1", printed)
    assert vault.code_matches("request-1", vault.access_code("request-1"))


def test_a_repeated_command_is_known_after_rotation_and_retirement(path: Path) -> None:
    vault = Vault(KeyRing.open(path), Kept())
    digest, derived = vault.digest(b"the same form"), vault.derive("second-factor")
    first = read_keys(path).newest.id
    rotate(path, DAY)
    without(path, first)
    again = Vault(KeyRing.open(path), Kept())
    assert again.digest(b"the same form") == digest
    assert again.derive("second-factor") == derived


def test_a_draft_opens_after_a_rotation_and_not_in_another_place(path: Path) -> None:
    vault = Vault(KeyRing.open(path), Kept())
    box = vault.seal_own("draft", b"unfinished", "a")
    rotate(path, DAY)
    assert vault.open_own("draft", box, "a") == b"unfinished"
    assert vault.open_own("draft", box, "b") is None
    assert vault.open_own("draft", b"", "a") is None


def test_the_newest_key_is_never_taken_out(path: Path) -> None:
    rotate(path, DAY)
    with pytest.raises(UnsafeKeyError, match="no older key"):
        without(path, read_keys(path).newest.id)


def test_a_ring_damaged_while_running_goes_on_and_stops_the_next_start(path: Path) -> None:
    ring = KeyRing.open(path)
    keys = ring.keys()
    path.write_text("half a li")
    assert ring.keys() == keys
    with pytest.raises(UnsafeKeyError):
        KeyRing.open(path)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("number", "3276014107900001", "3276 0141-0790.0001"),
        ("number", "3276014107900001", "٣٢٧٦٠١٤١٠٧٩٠٠٠٠١"),
        ("number", "AHU-0012.AH.01.04", "ahu 0012 ah 01 04"),
        ("phone", "081200000001", "+62 812-0000-0001"),
        ("phone", "081200000001", "0062 812 0000 0001"),
        ("phone", "021 555 0101", "(021) 5550101"),
        ("email", "sari@example.org", " SARI@Example.org "),
    ],
)
def test_one_value_has_one_mark_however_it_is_written(path: Path, kind: str, one: str, other: str) -> None:
    vault = Vault(KeyRing.open(path), Kept())
    assert vault.blind(kind, one) == vault.blind(kind, other) != ""  # type: ignore[arg-type]


def test_a_mark_tells_nothing_and_its_kind_counts(path: Path) -> None:
    vault = Vault(KeyRing.open(path), Kept())
    marks = vault.marks(SARI)
    assert len(set(marks)) == 3
    told = ("3276014107900001", "81200000001", "sari")  # whole: three digits stand in a mark by chance
    assert not [m for m in marks for each in told if each in m]
    assert vault.blind("number", "081200000001") != vault.blind("phone", "081200000001")
    assert vault.blind("phone", "123") == vault.blind("email", " ") == ""
    before = vault.blind("number", SARI.number)
    rotate(path, DAY)
    assert vault.blind("number", SARI.number) != before
    assert before in vault.blinds("number", SARI.number)
