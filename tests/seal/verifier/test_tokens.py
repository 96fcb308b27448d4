"""Time stamps of an authority that is not ours (openssl), read by the verifier without any library."""

from __future__ import annotations

import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ppid.seal import verifier as v
from tests.seal.authority import TestAuthority, make_authority
from tests.seal.verifier import builder as b
from tests.seal.verifier.builder import LETTER, Office, ordinary, pack
from tests.seal.verifier.test_audit import audited


@pytest.fixture(scope="module", params=[True, False], ids=["P-256", "RSA"])
def authority(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return make_authority(tmp_path_factory.mktemp("tsa"), strong=request.param)


def token(authority: TestAuthority, body: bytes, digest: str = "sha256") -> bytes:
    data, query = authority.folder / "body", authority.folder / "query"
    data.write_bytes(body)
    command = ("openssl", "ts", "-query", "-data", data, f"-{digest}", "-cert", "-out", query)
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return authority.reply(query.read_bytes())


def test_a_token_says_when(authority: TestAuthority) -> None:
    body = b"origin\n1\nroot\n"
    before = datetime.now(UTC).replace(microsecond=0)
    reply = token(authority, body)
    read = v.check_token(reply, body, {authority.pin: "name"})
    assert before.timestamp() <= read.time <= datetime.now(UTC).timestamp()
    assert read.name == "name"
    with pytest.raises(v.Bad, match="something else"):
        v.check_token(reply, body + b"x", {authority.pin: "name"})
    with pytest.raises(v.Bad, match="pins"):
        v.check_token(reply, body, {"00" * 32: "name"})


def test_no_flipped_bit_gives_another_time(authority: TestAuthority) -> None:
    body = b"origin\n1\nroot\n"
    reply, pins = token(authority, body), {authority.pin: "name"}
    read, accepted = v.check_token(reply, body, pins), 0
    chance = random.Random(4)  # noqa: S311 - the same flips in every run
    for _ in range(300):
        changed = bytearray(reply)
        changed[chance.randrange(len(reply))] ^= 1 << chance.randrange(8)
        try:
            assert v.check_token(bytes(changed), body, pins) == read
        except v.Bad:
            continue
        accepted += 1
    assert accepted < 150  # what nobody signed, such as a certificate that is not asked


@pytest.mark.parametrize("length", [0, 1, 2, 10, 200])
def test_a_token_that_was_cut(authority: TestAuthority, length: int) -> None:
    reply = token(authority, b"body")
    for data in (reply[:length], reply[:-1], reply + b"\0", b"\x30\x84\xff\xff\xff\xff" + reply):
        with pytest.raises(v.Bad):
            v.check_token(data, b"body", {authority.pin: "name"})


def stamped(authority: TestAuthority) -> tuple[Office, v.Policy]:
    office = ordinary()
    office.at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    note = office.seal()
    office.tokens.append((9, "bsre", token(authority, b.body_of(note))))
    return office, v.parse_policy(b.policy(more=f"# tsa bsre {authority.pin}"))


def test_tokens_of_an_export(authority: TestAuthority, tmp_path: Path) -> None:
    office, policy = stamped(authority)
    result = audited(office, tmp_path, policy=policy)
    assert (result.codes, result.counts["tokens"]) == ([], 1)
    (tmp_path / "export.sqlite").unlink()
    result = audited(office, tmp_path, policy=v.parse_policy(b.policy()))
    assert (result.codes, result.exit_code) == (["W04"], 0)
    (tmp_path / "export.sqlite").unlink()
    result = audited(office, tmp_path, "UPDATE log_token SET size=7", policy=policy)
    assert (result.codes, result.exit_code) == (["D05"], 1)
    (tmp_path / "export.sqlite").unlink()
    result = audited(office, tmp_path, "UPDATE log_token SET size=8", policy=policy)
    assert result.codes == ["C07"]


def test_tokens_of_a_bundle(authority: TestAuthority, tmp_path: Path) -> None:
    office, policy = stamped(authority)
    files = office.bundle_files(attachments=[LETTER])
    files["tsa/9-bsre.tsr"] = office.tokens[0][2]
    result = v.verify_bundle(pack(tmp_path / "bundle.zip", files), policy)
    assert set(result.codes) <= {"W01"}  # the seal is of today, the table of contents of the story's day
    assert result.counts["tokens"] == 1
    files["tsa/9-bsre.tsr"] = b"x"
    assert v.verify_bundle(pack(tmp_path / "bundle.zip", files), policy).has("D05")
