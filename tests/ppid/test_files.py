"""The file store: by content, once, whole or not at all (F30, F35, F36, F37)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ppid.files import FileStore, StoredFileAlteredError, StoredFileMissingError


def test_F36_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    name = store.put(b"surat")
    assert store.put(b"surat") == name == hashlib.sha256(b"surat").hexdigest()
    assert store.get(name) == b"surat"
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [name]


def test_F36_the_same_bytes_stored_anew_are_young_again(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    name = store.put(b"surat")
    stored = next(p for p in tmp_path.rglob("*") if p.is_file())
    os.utime(stored, (1000, 1000))
    assert store.older(name, 2000)
    assert store.put(b"surat") == name
    assert not store.older(name, 2000)


def test_F37_altered_and_missing_files_are_noticed(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    name = store.put(b"surat")
    next(p for p in tmp_path.rglob("*") if p.is_file()).write_bytes(b"lain")
    with pytest.raises(StoredFileAlteredError):
        store.get(name)
    with pytest.raises(StoredFileMissingError):
        store.get("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "x" * 64, "A" * 64, "0" * 63 + "\n"])
def test_F30_a_name_is_a_hash_and_nothing_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoredFileMissingError):
        FileStore(tmp_path).get(name)


def test_F35_a_store_that_cannot_be_written_leaves_nothing_half_done(tmp_path: Path) -> None:
    blocked = tmp_path / "files"
    blocked.write_text("not a folder")
    with pytest.raises(OSError, match="files"):
        FileStore(blocked).put(b"surat")
    assert [p.name for p in tmp_path.iterdir()] == ["files"]
