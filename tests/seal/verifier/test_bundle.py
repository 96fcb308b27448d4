"""What is said of the evidence of one case: whole and unchanged, or what was done to it."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ppid.seal import verifier as v
from tests.seal.verifier import builder as b
from tests.seal.verifier.builder import CALENDAR, LETTER, OTHER, REQUEST, Office, ordinary, pack

POLICY = v.parse_policy(b.policy())
Files = dict[str, bytes]


def verified(
    office: Office, tmp_path: Path, change: Callable[[Files], object] = len, **options: object
) -> v.Result:
    files = office.bundle_files(attachments=[LETTER])
    change(files)
    path = pack(tmp_path / "bundle.zip", files)
    return v.verify_bundle(path, POLICY, options.get("notebook"))  # type: ignore[arg-type]


def said(result: v.Result, code: str) -> str:
    return next(f for f in result.findings if f.code == code).sentence("en")


def test_an_honest_bundle_is_verified(tmp_path: Path) -> None:
    result = verified(ordinary(), tmp_path)
    assert (result.verdict, result.codes) == ("VERIFIED", [])
    assert result.counts["proven"] == result.counts["opened"] == result.counts["entries"] == 4
    assert (result.counts["complete_streams"], result.counts["files_right"]) == (2, 1)
    assert result.facts["complete_up_to"].startswith("6 (")
    entry = next(row for row in result.rows if row[1] == "request.registered")
    assert (entry[0], entry[2]) == ("4", "v2")
    assert entry[4] < entry[3] < entry[5]


def lines(files: Files, name: str = "events.ndjson") -> list[dict[str, str]]:
    return [json.loads(line) for line in files[name].split(b"\n") if line]


def relined(
    files: Files, change: Callable[[list[dict[str, str]]], object], name: str = "events.ndjson"
) -> None:
    told = lines(files, name)
    change(told)
    files[name] = b"".join(json.dumps(line).encode() + b"\n" for line in told)


def content(files: Files) -> None:
    relined(files, lambda told: told[0].update(state=base64.b64encode(b"{}").decode()))


def moved_to_salt(files: Files) -> None:
    def shift(told: list[dict[str, str]]) -> None:
        both = base64.b64decode(told[0]["salt"]) + base64.b64decode(told[0]["state"])
        told[0].update(salt=base64.b64encode(both[:40]).decode(), state=base64.b64encode(both[40:]).decode())

    relined(files, shift)


def leaf_time(files: Files) -> None:
    relined(files, lambda told: told[1].update(leaf=told[1]["leaf"].replace("T01:", "T02:")))


def without(n: int) -> Callable[[Files], None]:
    return lambda files: relined(files, lambda told: told.pop(n))


def foreign(files: Files) -> None:
    other = ordinary().bundle_files(OTHER, ())
    files["events.ndjson"] += other["events.ndjson"]
    files.update({k: x for k, x in other.items() if k.startswith("proofs/")})


def swapped(files: Files) -> None:
    files["proofs/2.tlog-proof"], files["proofs/4.tlog-proof"] = (
        files["proofs/4.tlog-proof"],
        files["proofs/2.tlog-proof"],
    )


def stripped(files: Files) -> None:
    for name, data in files.items():
        if b"\xe2\x80\x94 w0" in data:
            files[name] = b"".join(
                x for x in data.splitlines(keepends=True) if not x.startswith(b"\xe2\x80\x94 w")
            )


def letter(files: Files) -> None:
    files[f"attachments/{hashlib.sha256(LETTER).hexdigest()}"] = b"another letter"


def erased(files: Files) -> None:
    relined(files, lambda told: told[1].update(dict.fromkeys(("state", "salt"))))  # type: ignore[arg-type]


def heads(**changes: object) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        told = json.loads(files["heads.json"])
        told["entries"][0].update(changes)
        files["heads.json"] = json.dumps(told).encode()

    return change


ATTACKS: list[tuple[str, Callable[[Files], object], list[str], int]] = [
    ("content", content, ["E01"], 1),
    ("content moved to salt", moved_to_salt, ["E01"], 1),
    ("time of an entry", leaf_time, ["B02", "D02", "L07"], 1),
    ("last entry left out", without(2), [], 0),
    ("middle entry left out", without(1), ["B04"], 1),
    ("first entry left out", without(0), ["B03", "B04"], 1),
    ("another request's entries", foreign, ["B06"], 1),
    ("proofs swapped", swapped, ["B02"], 1),
    ("proof gone", lambda f: f.pop("proofs/4.tlog-proof"), ["B02"], 1),
    ("cosignatures stripped", stripped, ["C03"], 3),
    ("letter replaced", letter, ["F01"], 1),
    ("letter left out", lambda f: f.pop(f"attachments/{hashlib.sha256(LETTER).hexdigest()}"), ["W02"], 0),
    ("letter added", lambda f: f.update({"attachments/more.pdf": b"x"}), ["B03"], 1),
    ("program added", lambda f: f.update({"setup.exe": b"x"}), ["B03"], 1),
    ("no completeness proof", lambda f: f.pop("heads.json"), ["W01"], 0),
    ("completeness of another version", heads(entry=f"{REQUEST} 1 2"), ["B05"], 1),
    ("completeness at another place", heads(position=0), ["B05"], 1),
    ("completeness of nobody", heads(stream="x"), ["B05"], 1),
    ("completeness without proof", heads(map_proof=None), ["B05"], 1),
    ("content erased without order", erased, ["E07"], 1),
    ("no proof of continuity", lambda f: f.pop("checkpoints/3.consistency"), ["C09"], 3),
    (
        "continuity forged",
        lambda f: f.update({"checkpoints/3.consistency": b"" + b"A" * 43 + b"=\n"}),
        ["C05"],
        1,
    ),
    ("unreadable seal", lambda f: f.update({"checkpoints/3.txt": b"x"}), ["C11"], 1),
    ("unreadable head", lambda f: f.update({"checkpoint.txt": b"x"}), ["C11", "R01"], 1),
    ("no entries", lambda f: f.pop("events.ndjson"), ["B01", "B03", "B04"], 1),
    ("garbage for an entry", lambda f: f.update({"events.ndjson": f["events.ndjson"] + b"{}\n"}), ["L02"], 1),
    ("an entry twice", lambda f: f.update({"events.ndjson": f["events.ndjson"] * 2}), ["L05"], 1),
]


@pytest.mark.parametrize(
    ("change", "codes", "exit_code"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS]
)
def test_an_attack_on_a_bundle(
    tmp_path: Path, change: Callable[[Files], object], codes: list[str], exit_code: int
) -> None:
    result = verified(ordinary(), tmp_path, change)
    assert (result.codes, result.exit_code) == (codes, exit_code)
    for language in ("id", "en"):
        assert v.write_report(result, language)


def test_what_is_missing_is_counted_for_the_reader(tmp_path: Path) -> None:
    office = ordinary()
    office.heads()
    office.seal()
    result = verified(office, tmp_path, without(2))
    assert f"the log holds 3 entries for {REQUEST} up to entry 9, the bundle shows 2" in said(result, "B04")


def test_an_event_after_the_last_map_is_allowed(tmp_path: Path) -> None:
    # Entry 7 is later than the map: leaving it out cannot be proven wrong, showing it is right.
    assert [row[0] for row in verified(ordinary(), tmp_path).rows] == ["2", "4", "7", "1"]


def test_erasure_by_order_is_explained_by_its_entry(tmp_path: Path) -> None:
    office = ordinary()
    office.erase(4)
    office.seal()
    result = verified(office, tmp_path)
    assert (result.codes, result.counts["erased"]) == ([], 1)
    assert "erasure" in [row[1] for row in result.rows]
    result = verified(office, tmp_path, lambda files: relined(files, lambda told: told.pop()))
    assert "E07" in result.codes


def test_a_back_dated_entry(tmp_path: Path) -> None:
    office = ordinary()
    office.event(REQUEST, "request.closed", {}, recorded_at=b.instant(b.BEGIN + timedelta(minutes=9)))
    office.seal()
    result = verified(office, tmp_path)
    assert (result.codes, result.exit_code) == (["D01", "L07"], 1)


def test_the_list_of_contents(tmp_path: Path) -> None:
    files = ordinary().bundle_files(attachments=[LETTER])
    listed = json.loads(b.manifest_of(files))
    for first, more, codes in (
        ([listed["files"][0] | {"size": 1}], [], ["B01"]),
        ([], [], ["B03"]),
        ([listed["files"][0]], [{"path": "more", "sha256": "", "size": 0}], ["B01"]),
        ([listed["files"][0]] * 2, [], ["B01"]),
    ):
        manifest = json.dumps(listed | {"files": [*first, *listed["files"][1:], *more]}).encode()
        result = v.verify_bundle(pack(tmp_path / "bundle.zip", files, manifest), POLICY)
        assert result.codes == codes
    for manifest in (b"", b"[]", b'{"format":"ppid-evidence/1"}', b"\xff"):
        result = v.verify_bundle(pack(tmp_path / "bundle.zip", files, manifest), POLICY)
        assert (result.verdict, result.codes) == ("CANNOT READ", ["R01"])


def test_the_notebook(tmp_path: Path) -> None:
    office = ordinary()
    right = {b.ORIGIN: {"size": 6, "root": b.b64(b.root(office.hashes[:6]))}}
    assert verified(office, tmp_path, notebook=right).codes == ["W05"]
    right = {b.ORIGIN: {"size": 3, "root": b.b64(b.root(office.hashes[:3]))}}
    assert verified(office, tmp_path, notebook=right).codes == []
    wrong = {b.ORIGIN: {"size": 3, "root": b.b64(bytes(32))}}
    assert verified(office, tmp_path, notebook=wrong).codes == ["C05"]
    for broken in ({b.ORIGIN: 7}, {b.ORIGIN: {"size": -1, "root": ""}}):
        assert verified(office, tmp_path, notebook=broken).codes == ["R01"]
    longer = ordinary()
    longer.event(REQUEST, "x", {})
    note = longer.seal().decode()
    seen = {b.ORIGIN: {"size": 10, "root": b.b64(b.root(longer.hashes)), "note": note}}
    office.at += timedelta(hours=1)
    office.seal()
    assert verified(office, tmp_path, notebook=seen).codes == ["C04"]


# Hostile files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../up",
        "/etc/passwd",
        "a\\b",
        "c:/x",
        "attachments/../x",
        "caf\u00e9",
        "x" * 300,
        "a//b",
        "CHECKPOINT.TXT",
    ],
)
def test_unsafe_names(tmp_path: Path, name: str) -> None:
    files = ordinary().bundle_files(attachments=[LETTER])
    path = pack(tmp_path / "bundle.zip", files)
    with zipfile.ZipFile(path, "a") as z:
        z.writestr(name, b"x")
    result = v.verify_bundle(path, POLICY)
    assert (result.exit_code, set(result.codes)) == (1, {"B03"})
    assert not (tmp_path.parent / "up").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    files = ordinary().bundle_files(attachments=[LETTER])
    path = pack(tmp_path / "bundle.zip", files)
    with zipfile.ZipFile(path, "a") as z:
        z.writestr("events.ndjson", b"")
    assert v.verify_bundle(path, POLICY).exit_code == 1


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    files = ordinary().bundle_files() | {"events.ndjson": bytes(v.BUNDLE_FILE_BYTES_MAX + 1)}
    result = v.verify_bundle(pack(tmp_path / "bundle.zip", files), POLICY)
    assert (result.exit_code, "B01" in result.codes) == (1, True)


def test_another_way_of_packing_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "bundle.zip", ordinary().bundle_files())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as z:
        z.writestr("report.html", b"x" * 1000)
    assert v.verify_bundle(path, POLICY).codes == ["B01", "W02"]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\5\6" + bytes(18), b"PK\5\6" + b"\xff" * 18, b"x" * 100_000]
)
def test_what_is_no_bundle_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bundle.zip").write_bytes(data)
    result = v.verify_bundle(tmp_path / "bundle.zip", POLICY)
    assert (result.verdict, result.codes) == ("CANNOT READ", ["R01"])
    assert v.verify_bundle(tmp_path / "none.zip", POLICY).verdict == "CANNOT READ"


def test_the_calendar_of_a_bundle_is_checked_as_the_request_is(tmp_path: Path) -> None:
    def holiday(told: list[dict[str, str]]) -> None:
        state = base64.b64decode(told[0]["state"]).replace(b"2026-03-06", b"2026-03-05")
        told[0].update(state=base64.b64encode(state).decode())

    result = verified(ordinary(), tmp_path, lambda files: relined(files, holiday, "calendar/events.ndjson"))
    assert [(f.code, f.entry, f.subject) for f in result.findings] == [("E01", 1, CALENDAR)]
