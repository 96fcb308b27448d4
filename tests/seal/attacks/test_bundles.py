"""Attacks on the bundle of a case, and on receipts, by whoever passes them on."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ppid.seal import verifier
from ppid.seal.heads import HeadsBook
from ppid.seal.ledger import Ledger
from ppid.seal.spelling import base64_of
from ppid.seal.tiles import TileReader
from ppid.seal.tree import inclusion_proof
from tests.seal.attacks.changes import CHANGES, Change
from tests.seal.attacks.history import History
from tests.seal.attacks.scene import clean, codes, says
from tests.seal.attacks.sealing import NEW_KEY, OLD_KEY, policy_text
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


def older_map(history: History, bundle: Bundle, covers: int) -> None:
    """Put the true proof of an older map of last versions in the place of the newest."""
    with closing(Ledger(history.url)) as ledger:
        book, node = HeadsBook(ledger), TileReader(ledger.tile).node
        entry = [found for found in book.entries() if found.covers <= covers][-1]
        lines = [book.map_of(entry.covers).proof(stream["stream"]) for stream in bundle.heads["entries"]]
        steps = inclusion_proof(node, entry.index, history.seals[-1].size)
    shown = [
        {
            "stream": line.stream,
            "entry": line.line.decode().rstrip("\n"),
            "position": line.position,
            "map_proof": [base64_of(step) for step in line.proof],
        }
        for line in lines
        if line is not None
    ]
    proof = [base64_of(step) for step in steps]
    bundle.set_heads(
        {"leaf": entry.line.decode(), "index": entry.index, "log_proof": proof, "entries": shown}
    )


def test_an_old_map_cannot_hide_what_came_later(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path
) -> None:
    """The last event is left out under a map that was made before it: true, and not the whole truth."""
    bundle = bundles("extended")
    last = index_of(bundle.lines()[-1])
    older_map(history, bundle, last)
    bundle.drop_line(-1)
    result = verified(history, bundle.zipped(), tmp_path)
    assert result.exit_code == 0
    says(result, "W01", "hanya terbukti lengkap sampai catatan 66", "is proven complete only up to entry 66")


def test_seals_left_out_to_hide_a_time_are_missed(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path
) -> None:
    """Without a seal before an entry nothing keeps its time from having been set back."""
    bundle = bundles("extended")
    for name in [name for name in bundle.files if name.startswith(("checkpoints/", "tsa/"))]:
        del bundle.files[name]
    result = verified(history, bundle.zipped(), tmp_path)
    says(result, "W04", "tidak dibatasi oleh segel sebelumnya", "are not bounded by a seal before them")


def test_words_beside_an_entry_are_no_evidence(
    history: History, bundles: Callable[[str], Bundle], tmp_path: Path
) -> None:
    """A content under an order of erasure, or a further word in a line: nobody recorded either."""
    bundle = bundles("erased")
    bundle.change_line(-1, state="QUFBQQ==")
    says(
        verified(history, bundle.zipped(), tmp_path),
        "B03",
        "membawa isi",
        "carries a content that belongs to",
    )
    bundle = bundles("delivered")
    bundle.change_line(0, note="Permohonan ditolak.")
    result = verified(history, bundle.zipped(), tmp_path)
    says(result, "L02", "bentuk catatan", "does not have the form of an entry")
