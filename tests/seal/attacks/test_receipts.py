"""Attacks on the receipt a citizen holds: by whoever forges it, and by the office that denies it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from ppid.seal import verifier
from ppid.seal.ledger import Ledger
from ppid.seal.note import Note
from ppid.seal.policy import Policy
from ppid.seal.receipt import Standing, receipt_of
from ppid.seal.receipt import check as check_here
from tests.seal.attacks.attack import Said
from tests.seal.attacks.history import History
from tests.seal.attacks.scene import Scene, codes, says
from tests.seal.attacks.sealing import INSIDERS_KEY, NEW_KEY, policy_text

Receipt = dict[str, Any]


def issued(history: History, case: str = "delivered") -> Receipt:
    """The receipt of a case, as the office hands it out."""
    with closing(Ledger(history.url)) as ledger:
        made = receipt_of(ledger, history.cases[case], Policy.of(history.policy))
    assert made is not None
    read: Receipt = json.loads(made.as_file())
    return read


def judged(history: History, receipt: Receipt, policy: str = "") -> verifier.Result:
    """What anybody finds who has the policy."""
    trusted = verifier.parse_policy((policy or history.policy).encode())
    return verifier.check_receipt(json.dumps(receipt).encode(), trusted)


def leaf_changed(receipt: Receipt, _: History) -> None:
    """An hour earlier."""
    receipt["leaf"] = receipt["leaf"].replace("T02:44:00", "T01:44:00")


def other_log(receipt: Receipt, _: History) -> None:
    receipt["leaf"] = receipt["leaf"].replace("go.id/log1", "go.id/log2")


def other_index(receipt: Receipt, _: History) -> None:
    receipt["proof"] = receipt["proof"].replace("index ", "index 1", 1)


def proof_of_another(receipt: Receipt, history: History) -> None:
    receipt["proof"] = issued(history, "refused")["proof"]


def leaf_of_another(receipt: Receipt, history: History) -> None:
    receipt["leaf"] = issued(history, "refused")["leaf"]


def content_of_another(receipt: Receipt, history: History) -> None:
    other = issued(history, "refused")
    receipt["state"], receipt["salt"] = other["state"], other["salt"]


def wish_changed(receipt: Receipt, _: History) -> None:
    state = b64decode(receipt["state"])
    assert b"Anggaran" in state
    receipt["state"] = b64encode(state.replace(b"Anggaran", b"Gaji")).decode()


def file_added(receipt: Receipt, _: History) -> None:
    """One more file, said to have been handed in."""
    state = json.loads(b64decode(receipt["state"]))
    state["event"]["documents"].append(state["event"]["documents"][0] | {"sha256": "ab" * 32})
    receipt["state"] = b64encode(json.dumps(state).encode()).decode()


def bytes_change_sides(receipt: Receipt, _: History) -> None:
    salt, state = b64decode(receipt["salt"]), b64decode(receipt["state"])
    receipt["salt"], receipt["state"] = b64encode(salt[:31]).decode(), b64encode(salt[31:] + state).decode()


def own_log(receipt: Receipt, _: History) -> None:
    """A log of the forger's own, which nobody knows."""
    head, _, note = receipt["proof"].partition("\n\n")
    text = Note.of(note).text
    receipt["proof"] = f"{head}\n\n{Note(text, (INSIDERS_KEY.sign(text),))}"


def stolen_key(receipt: Receipt, _: History) -> None:
    """The log's own key signs what no commission saw."""
    head, _, note = receipt["proof"].partition("\n\n")
    lines = Note.of(note).text.split("\n")
    text = "\n".join([*lines[:2], b64encode(b"\7" * 32).decode(), ""])
    receipt["proof"] = f"{head}\n\n{Note(text, (NEW_KEY.sign(text),))}"


def unwitnessed(receipt: Receipt, _: History) -> None:
    kept = [line for line in receipt["proof"].splitlines(keepends=True) if "/saksi " not in line]
    receipt["proof"] = "".join(kept)


def copied_cosignatures(receipt: Receipt, history: History) -> None:
    """The lines of another day's seal."""
    unwitnessed(receipt, history)
    lines = history.seals[0].text.splitlines(keepends=True)
    receipt["proof"] += "".join(line for line in lines if "/saksi " in line)


def order_as_receipt(receipt: Receipt, history: History) -> None:
    """An entry that is no event."""
    receipt["leaf"] = history.fact("erasure").line.decode()


B02 = Said("B02", "tidak terbukti ada dalam log", "is not proven to be in the log")
CHANGES: tuple[tuple[Callable[[Receipt, History], None], tuple[Said, ...], set[str], int], ...] = (
    (leaf_changed, (B02,), set(), 1),
    (other_log, (Said("L04", "milik log lain", "belongs to another log"), B02), set(), 1),
    (other_index, (B02,), set(), 1),
    (proof_of_another, (B02,), set(), 1),
    (leaf_of_another, (B02,), {"E01"}, 1),
    (content_of_another, (Said("E01", "isi diubah", "content was altered"),), set(), 1),
    (wish_changed, (Said("E01", "isi diubah", "content was altered"),), set(), 1),
    (file_added, (Said("E01", "isi diubah", "content was altered"),), set(), 1),
    (
        bytes_change_sides,
        (Said("E01", "kunci acak isi rusak", "the random salt of the content is damaged"),),
        set(),
        1,
    ),
    (
        own_log,
        (Said("C02", "tidak ditandatangani oleh kunci log", "is not signed by any log key"),),
        {"C03"},
        3,
    ),
    (stolen_key, (B02,), {"C03"}, 1),
    (unwitnessed, (Said("C03", "tidak memenuhi kuorum", "do not meet quorum 'q'"),), set(), 3),
    (copied_cosignatures, (Said("C08", "pengukuhan w0", "cosignature of w0"),), {"C03"}, 1),
    (order_as_receipt, (Said("L02", "bentuk catatan", "does not have the form"),), set(), 1),
)


@pytest.mark.parametrize(
    ("change", "said", "others", "exit_code"), CHANGES, ids=[c[0].__name__ for c in CHANGES]
)
def test_a_forged_receipt_is_told(
    history: History,
    change: Callable[[Receipt, History], None],
    said: tuple[Said, ...],
    others: set[str],
    exit_code: int,
) -> None:
    receipt = issued(history)
    change(receipt, history)
    result = judged(history, receipt)
    for each in said:
        says(result, *each)
    assert set(codes(result)) == {each.code for each in said} | others, result.codes
    assert result.exit_code == exit_code


def test_a_true_receipt_names_entry_time_and_files(history: History) -> None:
    result = judged(history, issued(history))
    first = history.of("delivered")[0]
    assert (result.exit_code, result.codes) == (0, [])
    assert result.facts["entry"] == str(first.index)
    assert result.facts["request"] == first.stream
    assert result.facts["recorded_at"].startswith("2026-06-02")
    assert len(result.rows) == 1


def test_a_receipt_outlives_the_rotation_only_under_a_policy_that_knows_its_key(history: History) -> None:
    only_new = policy_text(history.commissions, history.stamper, (NEW_KEY,))
    assert judged(history, issued(history), only_new).exit_code == 0  # issued under the newest seal
    head, _, _ = issued(history)["proof"].partition("\n\n")
    old = issued(history) | {"proof": f"{head}\n\n{history.seals[0].text}"}
    assert judged(history, old, only_new).exit_code == 1


def test_a_receipt_proves_the_case_that_the_office_made_vanish(scene: Scene) -> None:
    """The case is deleted, the entries behind it too: the receipt still holds, and the log stands accused."""
    h = scene.history
    receipt = issued(h)
    scene.cut(h.of("delivered")[0].index)
    assert judged(h, receipt).exit_code == 0
    here = check_here(json.dumps(receipt).encode(), scene.ledger, h.policy.encode())
    assert here.standing is Standing.MISSING
    assert "TIDAK ADA lagi" in here.sentence("id")


def test_a_receipt_accuses_the_office_that_changed_what_was_asked(scene: Scene) -> None:
    h = scene.history
    receipt, fact = issued(h), h.of("delivered")[0]
    scene.rewrite(fact, wish={"information": "Lain", "purpose": "Lain"})
    here = check_here(json.dumps(receipt).encode(), scene.ledger, h.policy.encode())
    assert here.result.exit_code == 0
    assert here.standing is Standing.ALTERED
    scene.recommit(fact, scene.state_bytes(fact))
    here = check_here(json.dumps(receipt).encode(), scene.ledger, h.policy.encode())
    assert here.standing is Standing.ALTERED


def test_the_receipt_of_an_erased_content_proves_what_is_left(history: History) -> None:
    receipt = issued(history, "erased")
    assert "state" not in receipt
    result = judged(history, receipt)
    assert result.exit_code == 0
    says(result, "W05", "isi tidak disertakan", "the content is not included")
