"""Tricks with the ZIP of a bundle: two readings of one file, or a file that exhausts its reader."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.seal.attacks.changes import content
from tests.seal.attacks.history import History
from tests.seal.attacks.test_bundles import verified
from tests.seal.attacks.zips import Bundle, bundle_of


def duplicate_name(bundle: Bundle) -> bytes:
    """Two files of one name: readers disagree about which counts."""
    out = io.BytesIO(bundle.zipped())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("events.ndjson", b"")
    return out.getvalue()


def upper_case(bundle: Bundle) -> bytes:
    bundle.files["Events.ndjson"] = bundle.files["events.ndjson"]
    return bundle.zipped()


def climbing(bundle: Bundle) -> bytes:
    bundle.files["attachments/../../../etc/passwd"] = b"root"
    return bundle.zipped()


def absolute(bundle: Bundle) -> bytes:
    bundle.files["/etc/passwd"] = b"root"
    return bundle.zipped()


def backslash(bundle: Bundle) -> bytes:
    bundle.files["attachments\\x"] = b"root"
    return bundle.zipped()


def other_local_name(bundle: Bundle) -> bytes:
    """The name before a file is another than the one in the table at the end."""
    return bundle.zipped().replace(b"events.ndjson", b"evenzs.ndjson", 1)


def words_before(bundle: Bundle) -> bytes:
    """Something stands before the archive: a program, for example."""
    return b"#!/bin/sh\necho TERVERIFIKASI\n" + bundle.zipped()


def words_behind(bundle: Bundle) -> bytes:
    return bundle.zipped() + b"something else"


def second_archive_behind(bundle: Bundle) -> bytes:
    """Two archives in one file: readers that seek from the end see the second."""
    true = bundle.zipped()
    content(bundle)
    return true + bundle.zipped()


def cut(bundle: Bundle) -> bytes:
    whole = bundle.zipped()
    return whole[: len(whole) // 2]


def encrypted(bundle: Bundle) -> bytes:
    """The mark of encryption on every file."""
    whole = bytearray(bundle.zipped())
    at = whole.find(b"PK\x01\x02")
    while at >= 0:
        whole[at + 8] |= 1
        at = whole.find(b"PK\x01\x02", at + 4)
    return bytes(whole)


def bomb(bundle: Bundle) -> bytes:
    """A small file that unpacks to 300 MB."""
    out = io.BytesIO(bundle.zipped())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(zipfile.ZipInfo("proofs/1.tlog-proof"), "w", force_zip64=False) as file,
    ):
        for _ in range(300):
            file.write(bytes(1 << 20))
    return out.getvalue()


def lying_size(bundle: Bundle) -> bytes:
    """The table at the end says that a file is four gigabytes."""
    whole = bytearray(bundle.zipped())
    at = whole.find(b"PK\x01\x02")
    struct.pack_into("<L", whole, at + 24, 0xFFFFFFF0)
    return bytes(whole)


def many_files(bundle: Bundle) -> bytes:
    for n in range(25_000):
        bundle.files[f"proofs/{n + 1000}.tlog-proof"] = b""
    return bundle.zipped(listed=False)


def folder_entry(bundle: Bundle) -> bytes:
    bundle.files["attachments/"] = b""
    return bundle.zipped()


def symbolic_link(bundle: Bundle) -> bytes:
    out = io.BytesIO(bundle.zipped())
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo("attachments/" + "ab" * 32)
        entry.external_attr = 0o120777 << 16
        entry.create_system = 3
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def nothing(_: Bundle) -> bytes:
    return b""


def two_letters(_: Bundle) -> bytes:
    return b"PK"


TRICKS = (
    (duplicate_name, {1, 2}),
    (upper_case, {1, 2}),
    (climbing, {1, 2}),
    (absolute, {1, 2}),
    (backslash, {1, 2}),
    (other_local_name, {1, 2}),
    (words_before, {1, 2}),
    (words_behind, {1, 2}),
    (second_archive_behind, {1, 2}),
    (cut, {2}),
    (encrypted, {1, 2}),
    (bomb, {1, 2}),
    (lying_size, {1, 2}),
    (many_files, {1, 2}),
    (folder_entry, {1, 2}),
    (symbolic_link, {1, 2}),
    (nothing, {2}),
    (two_letters, {2}),
)


@pytest.mark.parametrize(("trick", "exits"), TRICKS, ids=[trick.__name__ for trick, _ in TRICKS])
def test_tricks_with_the_zip_deceive_nobody(
    sqlite_history: History, tmp_path: Path, trick: Callable[[Bundle], bytes], exits: set[int]
) -> None:
    bundle = bundle_of(sqlite_history, sqlite_history.cases["delivered"])
    result = verified(sqlite_history, trick(bundle), tmp_path)
    assert result.exit_code in exits, [(f.code, f.sentence("en")) for f in result.findings]
    assert result.findings
