"""Receipts, due dates, archives side by side, policies, and small things that strangers may send."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ppid.seal import verifier as v
from tests.seal.verifier import builder as b
from tests.seal.verifier.builder import LETTER, PROMISE, REQUEST, Office, ordinary, pack

POLICY = v.parse_policy(b.policy())


# Receipts ---------------------------------------------------------------------------------------------


def test_a_receipt_says_when_and_with_which_files(tmp_path: Path) -> None:
    receipt = ordinary().receipt(2)
    result = v.check_receipt(json.dumps(receipt).encode(), POLICY)
    assert (result.verdict, result.codes) == ("VERIFIED", [])
    assert (result.facts["entry"], result.facts["request"]) == ("2", REQUEST)
    assert result.rows[0][0] == "surat.pdf"


def scanned(receipt: dict[str, Any], parts: int = 3) -> bytes:
    def packed(data: bytes) -> str:
        return base64.urlsafe_b64encode(zlib.compress(data)).decode()

    proof = {k: receipt[k] for k in ("format", "leaf", "proof")}
    text = packed(base64.b64decode(receipt["salt"]) + base64.b64decode(receipt["state"]))
    step = len(text) // parts + 1
    codes = ["PPID1:" + packed(json.dumps(proof).encode())]
    codes += [f"PPID2:{k + 1}/{parts}:{text[k * step : (k + 1) * step]}" for k in range(parts)]
    return "\n".join(reversed(codes)).encode()


def test_the_codes_on_paper_are_the_same_receipt() -> None:
    receipt = ordinary().receipt(2)
    result = v.check_receipt(scanned(receipt), POLICY)
    assert (result.codes, result.counts["opened"]) == ([], 1)
    proof_alone = next(line for line in scanned(receipt).split(b"\n") if line.startswith(b"PPID1"))
    assert v.check_receipt(proof_alone, POLICY).codes == ["W05"]


RECEIPTS: list[tuple[dict[str, Any], list[str], int]] = [
    ({"state": b.b64(b"{}")}, ["E01"], 1),
    ({"salt": b.b64(b"short")}, ["E01"], 1),
    ({"leaf": "{}"}, ["L02"], 1),
    ({"leaf": 7}, ["R01"], 2),
    ({"proof": "x"}, ["R01"], 2),
    ({"format": "other"}, ["R01"], 2),
    ({"state": None}, ["W05"], 0),
]


@pytest.mark.parametrize(("change", "codes", "exit_code"), RECEIPTS)
def test_a_receipt_that_was_changed(change: dict[str, Any], codes: list[str], exit_code: int) -> None:
    result = v.check_receipt(json.dumps(ordinary().receipt(2) | change).encode(), POLICY)
    assert (result.codes, result.exit_code) == (codes, exit_code)


def test_a_receipt_of_another_entry_or_without_seals() -> None:
    office = ordinary()
    receipt = office.receipt(2) | {"proof": office.receipt(4)["proof"]}
    assert v.check_receipt(json.dumps(receipt).encode(), POLICY).codes == ["B02"]
    office.seal(witnesses=b.WITNESSES[:1])
    assert v.check_receipt(json.dumps(office.receipt(2)).encode(), POLICY).verdict == "NOT ENOUGH TRUST"


@pytest.mark.parametrize("data", [b"", b"{", b"PPID1:", b"PPID1:AAAA", b"[1]", b"\xff\xfe", b"{" * 9999])
def test_what_is_no_receipt_cannot_be_read(data: bytes) -> None:
    assert v.check_receipt(data, POLICY).verdict == "CANNOT READ"


def test_a_code_that_unpacks_to_too_much_is_refused() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(bytes(1 << 24)))
    assert v.check_receipt(b"PPID1:" + bomb, POLICY).verdict == "CANNOT READ"


# Due dates --------------------------------------------------------------------------------------------


def counted(tmp_path: Path, *promises: dict[str, Any], policy: v.Policy | None = POLICY) -> v.Result:
    office = ordinary()
    office.event(REQUEST, "request.extended", {"promises": list(promises)})
    office.seal()
    return v.deadline(pack(tmp_path / "bundle.zip", office.bundle_files(attachments=[LETTER])), policy)


def promise(**changes: Any) -> dict[str, Any]:
    return PROMISE | changes


# The calendar has one national holiday, Friday 2026-03-06; 2 March is a Monday.
COUNTS: list[dict[str, Any]] = [
    promise(),
    promise(due_on="2026-03-16", rules={"start_counts": True}),
    promise(due_on="2026-03-14", rules={"week": 6}),
    promise(starts_on="2026-03-06", days=1, due_on="2026-03-09"),
    promise(starts_on="2026-03-06", days=1, due_on="2026-03-10", rules={"after_hours_next_day": True}),
    promise(clock="D04", starts_on="2026-03-06", days=1, due_on="2026-03-10"),
    promise(clock="D04", starts_on="2026-03-02", days=3, due_on="2026-03-05", rules={"start_counts": True}),
    promise(clock="D07", starts_on="2026-03-02", days=7, due_on="2026-03-12", rules={"start_counts": True}),
    promise(clock="D17", starts_on="2026-03-10", days=3, due_on="2026-03-04", backwards=True),
    promise(clock="D23", days=14, due_on="2026-03-16", unit="calendar-days"),
    promise(clock="D26", starts_on="2026-08-31", days=6, due_on="2027-02-28", unit="months"),
    promise(clock="D30", starts_on="2026-04-03", days=72, due_on="2026-04-06", unit="hours"),
    promise(clock="D01", days=0, due_on="2026-03-02"),
    promise(starts_on="2026-12-30", due_on=None, missing_year=2027),
    promise(starts_on="2027-03-01", due_on=None, missing_year=2027),
]


@pytest.mark.parametrize("told", COUNTS)
def test_a_due_date_is_counted_again(tmp_path: Path, told: dict[str, Any]) -> None:
    result = counted(tmp_path, told)
    assert (result.codes, result.counts["recounted"]) == ([], 2)


def test_a_due_date_that_does_not_follow_is_told(tmp_path: Path) -> None:
    result = counted(tmp_path, promise(due_on="2026-03-16"))
    assert (result.codes, result.exit_code) == (["D03"], 1)
    assert "D06 is recorded as 2026-03-16, the recount gives 2026-03-17" in result.findings[0].sentence("en")


@pytest.mark.parametrize(
    "told",
    [
        promise(calendar="7/2025-09-19"),
        promise(calendar="1/2020-01-01"),
        promise(days=10**15),
        promise(days="ten"),
        promise(starts_on="soon"),
        promise(unit="as-set"),
        promise(clock="D30", days=71, unit="hours"),
        promise(clock="D26", starts_on="9999-12-01", unit="months"),
        promise(clock="D23", starts_on="9999-12-31", unit="calendar-days"),
        promise(rules={"week": "x"}),
        promise(calendar=["1"]),
    ],
)
def test_a_promise_that_cannot_be_counted_is_a_note(tmp_path: Path, told: dict[str, Any]) -> None:
    result = counted(tmp_path, told)
    assert (result.codes, result.exit_code) == (["W06"], 0)


def test_without_a_policy_the_count_says_that_nothing_was_proven(tmp_path: Path) -> None:
    assert counted(tmp_path, policy=None).codes == ["W05"]


# Comparing archives -----------------------------------------------------------------------------------


def forked() -> Office:
    office = ordinary()
    del office.entries[7:], office.notes[9]
    office.event(REQUEST, "request.refused", {"notice": {}})
    office.event(REQUEST, "request.closed", {})
    office.seal()
    return office


def test_two_archives_of_one_history_agree(tmp_path: Path) -> None:
    office = ordinary()
    paths = [office.archive(tmp_path / "a"), office.archive(tmp_path / "b", [1, 9])]
    assert v.compare(paths).codes == ["W05"]
    result = v.compare(paths, POLICY, office.export(tmp_path / "export"))
    assert (result.verdict, result.codes, result.counts["continued"]) == ("VERIFIED", [], 4)


def test_a_split_view_is_printed_in_full(tmp_path: Path) -> None:
    paths = [ordinary().archive(tmp_path / "a"), forked().archive(tmp_path / "b")]
    result = v.compare(paths, POLICY)
    assert (result.codes, result.exit_code) == (["C05"], 1)
    assert list(result.notes) == ["a:4", "b:4"]
    assert all("w0.example" in note for note in result.notes.values())


def test_archives_that_share_no_size_need_the_export(tmp_path: Path) -> None:
    paths = [ordinary().archive(tmp_path / "a", [1, 7]), forked().archive(tmp_path / "b", [1, 9])]
    assert v.compare(paths, POLICY).codes == ["W05"]
    assert v.compare(paths, POLICY, ordinary().export(tmp_path / "export")).codes == ["C05", "W05"]


def test_an_archive_beyond_the_export(tmp_path: Path) -> None:
    office = ordinary()
    archive = office.archive(tmp_path / "a")
    del office.entries[7:], office.notes[9]
    assert v.compare([archive], POLICY, office.export(tmp_path / "export")).codes == ["C04"]


def test_a_refused_request_that_the_log_signed_is_evidence(tmp_path: Path) -> None:
    archive = ordinary().archive(tmp_path / "a")
    refused = {"at": "x", "note": forked().notes[9].decode(), "old": 7, "origin": b.ORIGIN, "proof": []}
    archive.write_text(archive.read_text() + json.dumps(refused | {"refused": "fork"}) + "\n")
    result = v.compare([archive], POLICY)
    assert (result.codes, result.rows[0][4]) == (["C05"], "fork")


def change_line(archive: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    told = [json.loads(line) for line in archive.read_text().splitlines()]
    change(told[2])
    archive.write_text("".join(json.dumps(line) + "\n" for line in told))
    return archive


def test_an_archive_that_was_changed(tmp_path: Path) -> None:
    proof = {"proof": [b.b64(bytes(32))]}
    assert v.compare(
        [change_line(ordinary().archive(tmp_path / "a"), lambda x: x.update(proof))], POLICY
    ).codes == ["C09"]
    note = {"note": ordinary().notes[7].decode().replace("\n7\n", "\n6\n")}
    changed = change_line(ordinary().archive(tmp_path / "a"), lambda x: x.update(note))
    assert v.compare([changed], POLICY).codes == ["C01", "C08"]


# Policies and notes -----------------------------------------------------------------------------------


def test_groups_of_groups() -> None:
    text = "\n".join(
        [
            f"log {b.LOG.vkey} https://example.org/",
            *(f"\twitness w{n} {key.vkey} " for n, key in enumerate(b.WITNESSES)),
            "# tsa somebody " + "ab" * 32,
            "group two any w0 w1",
            "group all all two w2",
            "quorum all",
        ]
    )
    policy = v.parse_policy(text.encode())
    assert [policy.met(names) for names in (["w0"], ["w2"], ["w1", "w2"], ["w0", "w1"])] == [
        False,
        False,
        True,
        False,
    ]
    assert policy.pins == {"ab" * 32: "somebody"}


@pytest.mark.parametrize(
    "line",
    [
        "witness w0 " + b.WITNESSES[0].vkey,
        "witness w9 " + b.LOG.vkey,
        "log " + b.LOG.vkey,
        "log x",
        "quorum g",
        "quorum",
        "group h 0 g",
        "group h 2 g",
        "group h any w0",
        "group h any nobody",
        "group none any g",
        "spell x",
        "\x01",
    ],
)
def test_a_policy_with_a_wrong_line_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(v.Bad, match="line 8"):
        v.parse_policy(b.policy() + b"" + line.encode() + b"\n")


def test_a_policy_needs_a_quorum() -> None:
    with pytest.raises(v.Bad):
        v.parse_policy(b"log " + b.LOG.vkey.encode() + b"\n")
    assert v.parse_policy(b"quorum none\n").met([])


@pytest.mark.parametrize(
    "change",
    [
        lambda n: n.replace(b"\n\n", b"\n"),
        lambda n: n[:-1],
        lambda n: n + b"\xff",
        lambda n: n.replace(b"\n9\n", b"\n09\n"),
        lambda n: n.replace(b"\n9\n", b"\n9\r\n"),
        lambda n: n.replace(b"\n9\n", b"\n9\nmore\n"),
        lambda n: n.replace(b"=\n\n", b"\n\n"),
        lambda n: n + b"\n" * 300_000,
    ],
    ids=range(8),
)
def test_a_note_that_is_not_spelt_as_it_must_be(change: Callable[[bytes], bytes]) -> None:
    note = ordinary().notes[9]
    assert v.parse_checkpoint(note).size == 9
    with pytest.raises(v.Bad):
        v.parse_checkpoint(change(note))


@pytest.mark.parametrize(
    "text", ["[" * 5000, '{"a":1,"a":2}', "9" * 4000, "NaN", '{"a":' * 500 + "1" + "}" * 500, "\x00"]
)
def test_json_of_strangers(text: str) -> None:
    with pytest.raises(v.Bad):
        v.safe_json(text)


def test_what_is_shown_is_on_one_line_and_short() -> None:
    assert v.show("a\nb\x1b[31m\u202e") == "a·b·[31m·"
    assert len(v.show("x" * 1000)) == 80
    assert v.show(10**4000) == "…"
    assert v.show(b"\xff") == "\ufffd"


def test_hashes_are_read_aloud_in_eight_groups_of_four() -> None:
    assert v.groups(bytes(range(32))) == "0001 0203 0405 0607 0809 0a0b 0c0d 0e0f"
