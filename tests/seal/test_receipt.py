"""What a citizen takes home proves that the case was recorded, also when the office has lost it since."""

from __future__ import annotations

import hashlib
import json

import pytest

from ppid.seal import verifier
from ppid.seal.leaf import Erasure
from ppid.seal.receipt import MOST_PARTS, Receipt, Standing, check, receipt_name, receipt_of
from tests.seal.sealing import Seal, as_root
from tests.web.disputing import objected
from tests.web.world import WISH, World


def judged(seal: Seal, data: bytes) -> verifier.Result:
    """What the verifier says of a receipt."""
    return verifier.check_receipt(data, verifier.parse_policy(seal.policy_text.encode()))


def held(office: World, seal: Seal) -> tuple[str, Receipt]:
    """A case of today and its receipt, after the seal of the day."""
    case = office.at("registered")
    office.clock.forward(hours=3)
    seal.daily(office.clock())
    receipt = receipt_of(seal.ledger, case, seal.policy)
    assert receipt is not None
    return case, receipt


def test_a_receipt_proves_the_request_its_time_and_its_files(office: World, seal: Seal) -> None:
    case, receipt = held(office, seal)
    result = judged(seal, receipt.as_file())
    assert result.verdict == "VERIFIED", [f.sentence("en") for f in result.findings]
    assert result.findings == []
    assert result.facts["request"] == case
    assert result.facts["recorded_at"] == receipt.recorded_at
    assert len(result.rows) == 1, "the card that was attached"
    checked = check(receipt.as_file(), seal.ledger, seal.policy_text.encode())
    assert (checked.standing, checked.index) == (Standing.IDENTICAL, receipt.index)
    assert "masih ada" in checked.sentence("id")


def test_the_codes_on_paper_prove_the_same(office: World, seal: Seal) -> None:
    _, receipt = held(office, seal)
    codes = receipt.codes()
    assert codes[0].startswith("PPID1:")
    assert [code.split(":")[0] for code in codes[1:]] == ["PPID2"] * (len(codes) - 1)
    assert 1 < len(codes) <= 1 + MOST_PARTS
    assert all(len(code) < 2300 for code in codes), "a telephone reads it"
    result = judged(seal, "\n".join(reversed(codes)).encode())
    assert (result.verdict, result.findings) == ("VERIFIED", [])
    first = judged(seal, codes[0].encode())
    assert first.verdict == "VERIFIED"
    assert first.has("W05"), "the first code alone says that it holds no content"


def test_a_long_request_has_its_proof_on_paper_and_its_content_in_the_file(office: World, seal: Seal) -> None:
    words = " ".join(hashlib.sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(200))
    case = office.file(wish=type(WISH)(information=words[:9000], purpose="Penelitian")).request
    seal.daily(office.clock())
    receipt = receipt_of(seal.ledger, case, seal.policy)
    assert receipt is not None
    assert len(receipt.codes()) == 1
    assert judged(seal, receipt.codes()[0].encode()).verdict == "VERIFIED"
    assert judged(seal, receipt.as_file()).counts["opened"] == 1


def test_there_is_none_before_a_checkpoint_and_one_without_quorum_is_not_trusted_yet(
    office: World, seal: Seal
) -> None:
    case = office.at("registered")
    assert receipt_of(seal.ledger, case, seal.policy) is None
    assert receipt_of(seal.ledger, "request-" + "0" * 32, seal.policy) is None
    seal.checkpoint()
    receipt = receipt_of(seal.ledger, case, seal.policy)
    assert receipt is not None
    assert not receipt.quorum
    assert judged(seal, receipt.as_file()).verdict == "NOT ENOUGH TRUST"
    sealed = seal.daily(office.clock())
    office.at("registered")
    seal.checkpoint()
    better = receipt_of(seal.ledger, case, seal.policy)
    assert better is not None
    assert (better.quorum, better.size) == (True, sealed)


def test_an_objection_has_its_receipt_too(office: World, seal: Seal) -> None:
    objection = objected(office)
    seal.daily(office.clock())
    receipt = receipt_of(seal.ledger, objection, seal.policy)
    assert receipt is not None
    assert judged(seal, receipt.as_file()).facts["topic"] == "objection.filed"


def test_it_proves_the_case_after_the_case_has_vanished(
    office: World, seal: Seal, request: pytest.FixtureRequest
) -> None:
    case, receipt = held(office, seal)
    as_root(
        office,
        request,
        f"DELETE FROM log_leaf WHERE originator_id = '{case}'",  # noqa: S608 - our own case
        f"DELETE FROM event WHERE originator_id = '{case}'",  # noqa: S608 - our own case
    )
    assert office.services.log.load(case) == []
    result = judged(seal, receipt.as_file())
    assert (result.verdict, result.facts["request"]) == ("VERIFIED", case)
    checked = check(receipt.as_file(), seal.ledger, seal.policy_text.encode())
    assert checked.standing is Standing.MISSING
    assert "NO LONGER in our log" in checked.sentence("en")


def test_it_shows_that_the_office_changed_the_content_or_the_entry(
    office: World, seal: Seal, request: pytest.FixtureRequest
) -> None:
    case, receipt = held(office, seal)
    changed = receipt.state.replace(b"2025", b"1999") if receipt.state else b""
    assert changed != receipt.state
    sql = f"UPDATE event SET state = {_bytes(office, changed)} WHERE originator_id = '{case}'"  # noqa: S608 - ours
    as_root(office, request, f"{sql} AND originator_version = 1")
    assert check(receipt.as_file(), seal.ledger, seal.policy_text.encode()).standing is Standing.ALTERED
    line = receipt.leaf.replace(b'"tenant":"', b'"tenant":"x')
    sql = f"UPDATE log_leaf SET leaf = {_bytes(office, line)} WHERE leaf_index = {receipt.index}"  # noqa: S608 - ours
    as_root(office, request, sql)
    assert check(receipt.as_file(), seal.ledger, seal.policy_text.encode()).standing is Standing.ALTERED


def test_an_erased_content_is_told_from_an_altered_one(office: World, seal: Seal) -> None:
    case, receipt = held(office, seal)
    assert receipt.state is not None
    remainder = receipt.state.replace(b"Anggaran pelayanan", b"-")
    order = Erasure(
        (receipt.index,), (hashlib.sha256(remainder).hexdigest(),), (), "2026/1", "UU 27/2022", "x"
    )
    seal.ledger.erase(order, [remainder], office.clock())
    assert check(receipt.as_file(), seal.ledger, seal.policy_text.encode()).standing is Standing.ERASED
    now = receipt_of(seal.ledger, case, seal.policy)
    assert now is not None
    assert set(json.loads(now.as_file())) == {"format", "leaf", "proof"}
    assert judged(seal, now.as_file()).verdict == "VERIFIED"


@pytest.mark.parametrize("data", [b"", b"{}", b"PPID1:", b"PPID1:####", b"\xff\x00", b"[1]", b'{"format":1}'])
def test_what_is_no_receipt_is_said_to_be_none(world: World, data: bytes) -> None:
    seal = Seal(world.services.ledger, world.settings.signer_dir)
    checked = check(data, seal.ledger, seal.policy_text.encode())
    assert checked.standing is Standing.UNREADABLE
    assert checked.result.verdict == "CANNOT READ"


def test_an_altered_receipt_is_not_believed(world: World) -> None:
    seal = Seal(world.services.ledger, world.settings.signer_dir)
    _, receipt = held(world, seal)
    forged = receipt.as_file().replace(b"request.filed", b"request.filex")
    assert judged(seal, forged).has("B02")


def test_its_name_is_safe() -> None:
    assert receipt_name("0001/PPID/../2026") == "tanda-terima-0001-PPID----2026.ppid-receipt"


def _bytes(office: World, content: bytes) -> str:
    sqlite = office.settings.database_url.startswith("sqlite")
    return f"x'{content.hex()}'" if sqlite else f"'\\x{content.hex()}'::bytea"
