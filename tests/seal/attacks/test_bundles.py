"""Attacks on the bundle of a case, and on receipts, by whoever passes them on."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ppid.calendar import CALENDAR
from ppid.seal import verifier
from ppid.seal.leaf import commitment
from ppid.seal.note import Note
from tests.seal.attacks.attack import Said
from tests.seal.attacks.history import History
from tests.seal.attacks.scene import clean, codes, says
from tests.seal.attacks.sealing import INSIDERS_KEY, NEW_KEY, OLD_KEY, policy_text
from tests.seal.attacks.zips import Bundle, bundle_of, index_of


def verified(history: History, content: bytes, folder: Path, **options: Any) -> verifier.Result:
    """What the verifier says of a bundle."""
    path = folder / "bundle.zip"
    path.write_bytes(content)
    policy = options.pop("policy", history.policy)
    return verifier.verify_bundle(str(path), verifier.parse_policy(policy.encode()), **options)


@pytest.fixture(scope="session")
def bundles(history: History) -> Callable[[str], Bundle]:
    """Give the bundle of a case, to be changed."""

    @cache
    def made(case: str) -> Bundle:
        return bundle_of(history, history.cases[case])

    return lambda case: Bundle(dict(made(case).files))


@pytest.mark.parametrize(
    "case", ["delivered", "refused", "plain", "person", "erased", "extended", "objection"]
)
def test_honest_bundles_are_verified(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path, case: str
) -> None:
    result = verified(history, bundles(case).zipped(), tmp_path, notebook=history.notebook)
    clean(result)
    assert result.facts["request"] == history.cases[case]


# What is done to a bundle -----------------------------------------------------------------------------


def content(bundle: Bundle) -> None:
    bundle.change_state(0, b"Anggaran pelayanan SIM", b"Anggaran pelayanan STNK")


def content_with_commitment(bundle: Bundle) -> None:
    """The content, and the leaf that commits to it."""
    content(bundle)
    line = bundle.lines()[0]
    commit = commitment(b64decode(line["salt"]), b64decode(line["state"]))
    leaf = json.loads(line["leaf"]) | {"commit": commit}
    bundle.change_line(0, leaf=json.dumps(leaf, separators=(",", ":"), sort_keys=True))


def leaf_time(bundle: Bundle) -> None:
    line = bundle.lines()[0]
    bundle.change_line(0, leaf=line["leaf"].replace("2026-06-02T02:44:00", "2026-06-02T02:44:01"))


def last_left_out(bundle: Bundle) -> None:
    bundle.drop_line(-1)


def middle_left_out(bundle: Bundle) -> None:
    bundle.drop_line(2)


def first_left_out(bundle: Bundle) -> None:
    bundle.drop_line(0)


def all_left_out(bundle: Bundle) -> None:
    for _ in bundle.lines():
        bundle.drop_line(0)


def proofs_swapped(bundle: Bundle) -> None:
    one, two = (f"proofs/{index_of(line)}.tlog-proof" for line in bundle.lines()[:2])
    bundle.files[one], bundle.files[two] = bundle.files[two], bundle.files[one]


def proof_missing(bundle: Bundle) -> None:
    del bundle.files[f"proofs/{index_of(bundle.lines()[0])}.tlog-proof"]


def proof_of_another_checkpoint(bundle: Bundle) -> None:
    """The proof names the seal of another day."""
    name = f"proofs/{index_of(bundle.lines()[0])}.tlog-proof"
    older = next(content for path, content in bundle.files.items() if path == "checkpoints/50.txt")
    bundle.files[name] = bundle.files[name].partition(b"\n\n")[0] + b"\n\n" + older


def cosignatures_stripped(bundle: Bundle) -> None:
    for name in bundle.files:
        if name == "checkpoint.txt" or name.endswith(".tlog-proof"):
            kept = [line for line in bundle.files[name].splitlines(keepends=True) if b"/saksi " not in line]
            bundle.files[name] = b"".join(kept)


def cosignature_of_another_seal(bundle: Bundle) -> None:
    """The line of one commission comes from another day's seal."""
    other = next(
        line for line in bundle.files["checkpoints/50.txt"].splitlines(keepends=True) if b"w0." in line
    )
    true = next(line for line in bundle.files["checkpoint.txt"].splitlines(keepends=True) if b"w0." in line)
    bundle.replace("", true, other)


def log_key_of_nobody(bundle: Bundle) -> None:
    """The same seal, signed by the insider's own key, all commissions gone."""
    note = Note.of(bundle.files["checkpoint.txt"])
    forged = str(Note(note.text, (INSIDERS_KEY.sign(note.text),))).encode()
    bundle.replace("", bundle.files["checkpoint.txt"], forged)


def letter_replaced(bundle: Bundle) -> None:
    for name in bundle.files:
        if name.startswith("attachments/"):
            bundle.files[name] = b"%PDF-1.7 surat lain"


def letter_left_out(bundle: Bundle) -> None:
    for name in [name for name in bundle.files if name.startswith("attachments/")]:
        del bundle.files[name]


def file_added(bundle: Bundle) -> None:
    """A letter that nobody wrote, under a name that looks as if it belonged."""
    extra = b"%PDF-1.7 surat tambahan"
    bundle.files[f"attachments/{hashlib.sha256(extra).hexdigest()}"] = extra


def program_added(bundle: Bundle) -> None:
    bundle.files["verify.py"] = b"print('TERVERIFIKASI')"


def content_erased(bundle: Bundle) -> None:
    bundle.change_line(0, state=None, salt=None)


def salt_withheld(bundle: Bundle) -> None:
    bundle.change_line(0, salt=None)


def bytes_change_sides(bundle: Bundle) -> None:
    line = bundle.lines()[0]
    salt, state = b64decode(line["salt"]), b64decode(line["state"])
    bundle.change_line(0, salt=b64encode(salt[:31]).decode(), state=b64encode(salt[31:] + state).decode())


def order_of_lines(bundle: Bundle) -> None:
    lines = bundle.lines()
    bundle.set_lines([lines[1], lines[0], *lines[2:]])


def line_twice(bundle: Bundle) -> None:
    lines = bundle.lines()
    bundle.set_lines([*lines, lines[-1]])


def heads_entry_forged(bundle: Bundle) -> None:
    """The last entry is left out, and the completeness proof is made to say so."""
    last = bundle.lines()[-1]
    before = bundle.lines()[-2]
    bundle.drop_line(-1)
    heads = bundle.heads
    stream = heads["entries"][0]["stream"]
    version = json.loads(last["leaf"])["originator_version"]
    assert heads["entries"][0]["entry"] == f"{stream} {version} {index_of(last)}"
    heads["entries"][0]["entry"] = f"{stream} {version - 1} {index_of(before)}"
    bundle.set_heads(heads)


def heads_proof_bit(bundle: Bundle) -> None:
    heads = bundle.heads
    proof = heads["entries"][0]["map_proof"]
    proof[0] = b64encode(bytes(32)).decode()
    bundle.set_heads(heads)


def heads_leaf_forged(bundle: Bundle) -> None:
    heads = bundle.heads
    leaf = json.loads(heads["leaf"])
    heads["leaf"] = heads["leaf"].replace(f'"count":{leaf["count"]}', f'"count":{leaf["count"] - 1}')
    bundle.set_heads(heads)


def heads_of_another_stream(bundle: Bundle) -> None:
    """The proof for the calendar is given for the case."""
    heads = bundle.heads
    case = heads["entries"][0]["stream"]
    heads["entries"][0] = heads["entries"][1] | {"stream": case}
    bundle.set_heads(heads)


def heads_left_out(bundle: Bundle) -> None:
    del bundle.files["heads.json"]


def calendar_edited(bundle: Bundle) -> None:
    bundle.change_state(-2, b'"added":[', b'"removed":[],"added":[', "calendar/events.ndjson")


def calendar_entry_left_out(bundle: Bundle) -> None:
    """The amendment is left out: the due dates would be counted by the old calendar."""
    bundle.drop_line(-1, "calendar/events.ndjson")


def calendar_left_out(bundle: Bundle) -> None:
    for name in [name for name in bundle.files if name.startswith("calendar/")]:
        del bundle.files[name]


def request_renamed(bundle: Bundle) -> None:
    bundle.change_manifest(request="request-" + "ab" * 16)


def format_unknown(bundle: Bundle) -> None:
    bundle.change_manifest(format="ppid-evidence/2")


def consistency_left_out(bundle: Bundle) -> None:
    for name in [name for name in bundle.files if name.endswith(".consistency")]:
        del bundle.files[name]


def consistency_of_nothing(bundle: Bundle) -> None:
    for name in bundle.files:
        if name.endswith(".consistency"):
            bundle.files[name] = b""


def older_seal_forked(bundle: Bundle) -> None:
    """A seal beside the case is of another history, signed by the stolen key and a corrupt majority."""
    note = Note.of(bundle.files["checkpoints/50.txt"])
    text = note.text.split("\n")
    forged = "\n".join([*text[:2], b64encode(b"\7" * 32).decode(), ""])
    bundle.files["checkpoints/50.txt"] = str(Note(forged, (OLD_KEY.sign(forged),))).encode()


def stamp_of_another_seal(bundle: Bundle) -> None:
    stamps = [name for name in bundle.files if name.startswith("tsa/")]
    assert len(stamps) > 1
    bundle.files[stamps[0]] = bundle.files[stamps[1]]


def json_names_twice(bundle: Bundle) -> None:
    """A line says its content twice: readers disagree about which counts."""
    name = "events.ndjson"
    bundle.files[name] = bundle.files[name].replace(b'{"leaf"', b'{"state": "", "leaf"', 1)


def base64_loose(bundle: Bundle) -> None:
    """The same bytes in another spelling, in which something could be hidden."""
    line = bundle.lines()[0]
    bundle.change_line(0, salt=line["salt"] + "\n")


def report_replaced(bundle: Bundle) -> None:
    bundle.files["report.html"] = b"<h1>TERVERIFIKASI</h1>"


@dataclass(frozen=True)
class Change:
    """What is done, and what has to be found: exactly these codes."""

    name: str
    act: Callable[[Bundle], object]
    said: tuple[Said, ...]
    others: tuple[str, ...] = ()
    exit_code: int = 1
    case: str = "delivered"


B02 = Said("B02", "tidak terbukti ada dalam log", "is not proven to be in the log")
CHANGES = (
    Change("B1-content", content, (Said("E01", "isi diubah", "content was altered"),)),
    Change("B1b-content-with-commitment", content_with_commitment, (B02,)),
    Change("B2-leaf-time", leaf_time, (B02,), others=("L07",)),
    Change(
        "B3-last-left-out",
        last_left_out,
        (Said("B04", "log memuat 7 catatan", "the log holds 7 entries for"),),
    ),
    Change("B4-middle-left-out", middle_left_out, (Said("B04", "versi 3", "version 3 of"),)),
    Change("B4b-first-left-out", first_left_out, (Said("B04", "versi 1", "version 1 of"),), others=("B03",)),
    Change("B6-proofs-swapped", proofs_swapped, (B02,)),
    Change("B6b-proof-missing", proof_missing, (B02,)),
    Change("B6c-proof-of-another-checkpoint", proof_of_another_checkpoint, (B02,)),
    Change(
        "B7-cosignatures-stripped",
        cosignatures_stripped,
        (Said("C03", "tidak memenuhi kuorum 'q'", "do not meet quorum 'q'"),),
        exit_code=3,
    ),
    Change(
        "B7b-cosignature-of-another-seal",
        cosignature_of_another_seal,
        (Said("C08", "pengukuhan w0", "cosignature of w0"),),
    ),
    Change(
        "B7c-log-key-of-nobody",
        log_key_of_nobody,
        (
            Said(
                "C02",
                "tidak ditandatangani oleh kunci log mana pun",
                "is not signed by any log key in the policy",
            ),
        ),
        others=("C03",),
        exit_code=3,
    ),
    Change(
        "B8-letter-replaced",
        letter_replaced,
        (Said("F01", "diganti atau diubah", "was replaced or altered"),),
    ),
    Change(
        "B8b-letter-left-out",
        letter_left_out,
        (Said("W02", "tidak disertakan", "is not included"),),
        exit_code=0,
    ),
    Change("B9-file-added", file_added, (Said("B03", "bukan bagian darinya", "does not belong to it"),)),
    Change(
        "B9b-program-added", program_added, (Said("B03", "bukan bagian darinya", "does not belong to it"),)
    ),
    Change("B12-content-erased", content_erased, (Said("E07", "tidak ada perintah", "no erasure order"),)),
    Change("B12b-salt-withheld", salt_withheld, (Said("E07", "isi hilang", "content is missing"),)),
    Change("bytes-change-sides", bytes_change_sides, (Said("E01", "kunci acak", "salt"),)),
    Change("line-twice", line_twice, (Said("L05", "mengaku versi yang sama", "claim the same version"),)),
    Change(
        "B11-heads-entry-forged",
        heads_entry_forged,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "B11b-heads-proof-bit",
        heads_proof_bit,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "B11c-heads-leaf-forged",
        heads_leaf_forged,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "B11d-heads-of-another-stream",
        heads_of_another_stream,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "heads-left-out",
        heads_left_out,
        (Said("W01", "tidak ada bukti kelengkapan", "there is no completeness proof"),),
        exit_code=0,
    ),
    Change("calendar-edited", calendar_edited, (Said("E01", "calendar.amended", "calendar.amended"),)),
    Change("calendar-entry-left-out", calendar_entry_left_out, (Said("B04", CALENDAR, CALENDAR),)),
    Change(
        "request-renamed",
        request_renamed,
        (Said("B06", "bukan permohonan dalam bundel ini", "not to the request of this bundle"),),
        others=("B04",),
    ),
    Change(
        "consistency-left-out",
        consistency_left_out,
        (Said("C09", "tidak ada bukti", "there is no proof that"),),
        exit_code=3,
    ),
    Change(
        "consistency-of-nothing",
        consistency_of_nothing,
        (Said("C05", "bukan kelanjutan", "does not continue"),),
    ),
    Change(
        "older-seal-forked",
        older_seal_forked,
        (Said("C05", "bukan kelanjutan", "does not continue"),),
        others=("D05",),
    ),
    Change("stamp-of-another-seal", stamp_of_another_seal, (Said("D05", "cap waktu", "the time stamp of"),)),
    Change("report-replaced", report_replaced, (), exit_code=0),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_changes_of_a_bundle_are_told(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path, change: Change
) -> None:
    bundle = bundles(change.case)
    change.act(bundle)
    result = verified(history, bundle.zipped(), tmp_path)
    for said in change.said:
        says(result, *said)
    expected = {said.code for said in change.said if not said.code.startswith("W")} | set(change.others)
    told = [(f.code, f.entry, f.sentence("en")) for f in result.findings]
    assert expected <= set(codes(result)), told
    assert set(codes(result)) == expected, told
    assert result.exit_code == change.exit_code, told


def test_B6_an_event_of_another_case_is_told(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path
) -> None:
    """With its leaf, its content and its proof, all of them true."""
    bundle, other = bundles("delivered"), bundles("refused")
    foreign = other.lines()[1]
    name = f"proofs/{index_of(foreign)}.tlog-proof"
    bundle.set_lines([*bundle.lines(), foreign])
    bundle.files[name] = other.files[name]
    result = verified(history, bundle.zipped(), tmp_path)
    says(result, "B06", "bukan permohonan dalam bundel ini", "not to the request of this bundle")
    assert (codes(result), result.exit_code) == (["B04", "B06"], 1)


def test_B10_a_wrong_manifest_is_told(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path
) -> None:
    bundle = bundles("delivered")
    files = bundle.manifest["files"]
    for wrong in (
        [files[0] | {"sha256": "ab" * 32}, *files[1:]],
        [files[0] | {"size": 1}, *files[1:]],
        [*files, files[0] | {"path": "proofs/999.tlog-proof"}],
        [*files, files[0]],
        files[1:],
        [],
    ):
        bundle.change_manifest(files=wrong)
        result = verified(history, bundle.zipped(listed=False), tmp_path)
        assert set(codes(result)) & {"B01", "B03"}, wrong
        assert result.exit_code == 1
    for fields in ({"format": "ppid-evidence/2"}, {"request": None}, {"request": 7}, {"related": "x"}):
        bundle = bundles("delivered")
        bundle.change_manifest(**fields)
        result = verified(history, bundle.zipped(listed=False), tmp_path)
        assert result.exit_code in {1, 2}, fields


def test_a_bundle_is_compared_with_the_auditors_notebook(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path
) -> None:
    """A notebook that saw another root at the size of the bundle's seal: two histories."""
    noted = {
        origin: entry | {"root": b64encode(bytes(32)).decode()} for origin, entry in history.notebook.items()
    }
    result = verified(history, bundles("delivered").zipped(), tmp_path, notebook=noted)
    says(result, "C05", "buku catatan Anda", "your notebook")
    assert result.exit_code == 1


def test_a_policy_of_three_of_three_holds_the_same_bundle(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path
) -> None:
    policy = policy_text(history.commissions, history.stamper, (NEW_KEY, OLD_KEY), quorum=3)
    clean(verified(history, bundles("delivered").zipped(), tmp_path, policy=policy))


# Tricks with the ZIP ----------------------------------------------------------------------------------


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
