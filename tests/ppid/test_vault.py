"""The master key, data keys, access codes: what is refused, what never opens, what cannot be told apart."""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ppid.person import Identity
from ppid.vault import ErasedKeyError, UnsafeKeyError, Vault, load_master_key

SARI = Identity(name="Sari", number="3276014107900001")


class Kept(dict[str, bytes]):
    """A key store in memory."""

    def person_keys(self, persons: Iterable[str], /) -> Mapping[str, bytes]:
        """The keys that are there."""
        return {p: self[p] for p in persons if p in self}


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def vault(tmp_path: Path, kept: Kept) -> Vault:
    return Vault(load_master_key(tmp_path / "master.key"), kept)


def test_the_first_run_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "var" / "master.key"
    key = load_master_key(path)
    assert load_master_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["master.key"]


def test_two_first_runs_at_once_read_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_master_key(tmp_path / "master.key"), range(32)))
    assert len(keys) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606])
def test_F70_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    load_master_key(path)
    path.chmod(mode)
    with pytest.raises(UnsafeKeyError, match="chmod 600"):
        load_master_key(path)


@pytest.mark.parametrize("text", ["", "short", "é", base64.b64encode(b"x" * 31).decode()])
def test_F70_a_damaged_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(UnsafeKeyError):
        load_master_key(path)


def test_F70_a_missing_key_is_refused_where_none_may_be_made(tmp_path: Path) -> None:
    with pytest.raises(UnsafeKeyError, match="backup"):
        load_master_key(tmp_path / "master.key", create=False)


def test_an_identity_opens_with_its_own_key_only(vault: Vault, kept: Kept) -> None:
    mine, other = vault.mint("person-a"), vault.mint("person-b")
    kept.update({"person-a": mine.wrapped, "person-b": other.wrapped})
    box = vault.seal(mine, SARI)
    assert vault.open(box) == SARI
    assert SARI.name not in repr(box)
    kept["person-a"] = vault.mint("person-a").wrapped
    assert vault.open(box) is None


def test_a_destroyed_key_closes_everything(vault: Vault, kept: Kept) -> None:
    key = vault.mint("person-a")
    kept["person-a"] = key.wrapped
    box, file = vault.seal(key, SARI), vault.seal_bytes(key, b"ktp")
    assert vault.open_bytes("person-a", file) == b"ktp"
    del kept["person-a"]
    assert vault.open(box) is None
    with pytest.raises(ErasedKeyError):
        vault.open_bytes("person-a", file)


def test_an_altered_file_does_not_open(vault: Vault, kept: Kept) -> None:
    key = vault.mint("person-a")
    kept["person-a"] = key.wrapped
    box = bytearray(vault.seal_bytes(key, b"ktp"))
    box[-1] ^= 1
    with pytest.raises(ValueError, match="altered"):
        vault.open_bytes("person-a", bytes(box))


def test_F70_the_wrong_master_key_is_noticed(vault: Vault, kept: Kept, tmp_path: Path) -> None:
    kept["person-a"] = vault.mint("person-a").wrapped
    other = Vault(load_master_key(tmp_path / "other.key"), kept)
    with pytest.raises(UnsafeKeyError, match="master key"):
        other.key_of("person-a")


def test_a_key_wrapped_for_one_person_does_not_serve_another(vault: Vault, kept: Kept) -> None:
    kept["person-b"] = vault.mint("person-a").wrapped
    with pytest.raises(UnsafeKeyError):
        vault.key_of("person-b")


def test_the_access_code_is_read_however_it_is_typed(vault: Vault) -> None:
    code = vault.access_code("request-1")
    wide = code.translate({ord(c): ord(c) + 0xFEE0 for c in code if c.isalnum()})
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} ", wide):
        assert vault.code_matches("request-1", typed)
    for wrong in ("", code[:-1], code + "A", vault.access_code("request-2"), "\ud800", "٣" * 12):
        assert not vault.code_matches("request-1", wrong)


def test_codes_and_digests_depend_on_the_master_key(vault: Vault, kept: Kept, tmp_path: Path) -> None:
    other = Vault(load_master_key(tmp_path / "other.key"), kept)
    assert vault.access_code("request-1") != other.access_code("request-1")
    assert vault.digest(b"x") != other.digest(b"x")
    assert vault.derive("draft") != vault.derive("web-session")
