"""Split views: what a corrupt commission makes possible, and what the honest ones still find."""

from __future__ import annotations

from ppid.seal import verifier
from ppid.seal.checkpoint import Checkpoint
from ppid.seal.leaf import Keys
from ppid.seal.note import Note
from ppid.seal.protocol import Request
from ppid.seal.tiles import TileReader, grown
from ppid.seal.tree import consistency_proof, leaf_hashes, root_of
from tests.seal.attacks.scene import Scene, codes, says
from tests.seal.attacks.sealing import INSIDERS_KEY, NEW_KEY, ORIGIN, write_archive
from tests.seal.attacks.test_seals import MIDNIGHT, newest, seal_now, signed


def fork(scene: Scene) -> None:
    """Another end of the history, from the last seal but one, under the stolen key."""
    scene.cut(scene.history.seals[-3].size)
    stamp = scene.history.created_at
    for _ in range(5):
        scene.ledger.add(Keys(), stamp)


def test_46_a_split_view_with_one_corrupt_commission_of_three_is_not_seen(scene: Scene) -> None:
    """The limit that the quorum arithmetic names: two of three, so no liar is tolerated."""
    fork(scene)
    seal_now(scene, NEW_KEY, at={"w0": MIDNIGHT, "w2": MIDNIGHT})
    result = scene.audit()
    assert (codes(result), result.exit_code, result.verdict) == ([], 0, "VERIFIED")


def test_46_the_exchange_of_archives_finds_the_split_view(scene: Scene) -> None:
    fork(scene)
    assert seal_now(scene, NEW_KEY, at={"w0": MIDNIGHT, "w2": MIDNIGHT}) < newest(scene)
    result = scene.audit(archives={"w1": scene.history.archives["w1"]})
    says(result, "C04", "log menyusut: w1.ndjson", "the log shrank: w1.ndjson")
    assert result.exit_code == 1


def test_a_fork_of_the_same_size_is_told_with_both_seals(scene: Scene) -> None:
    h = scene.history
    scene.cut(h.seals[-3].size)
    while scene.ledger.size() < newest(scene):
        scene.ledger.add(Keys(), h.created_at)
    seal_now(scene, NEW_KEY, at={"w0": MIDNIGHT, "w2": MIDNIGHT})
    assert scene.audit().exit_code == 0
    result = scene.audit(archives={"w1": h.archives["w1"]})
    says(result, "C05", "dua riwayat yang berbeda untuk ukuran 284", "two different histories of size 284")
    assert {name.split()[0] for name in result.notes} == {"log", "w1.ndjson"}
    says(scene.audit(notebook=h.notebook), "C05", "buku catatan Anda", "your notebook")


def test_a_corrupt_minority_is_no_quorum(scene: Scene) -> None:
    fork(scene)
    scene.run("DELETE FROM log_checkpoint")
    seal_now(scene, NEW_KEY, at={"w0": MIDNIGHT})
    scene.run("DELETE FROM log_token")
    result = scene.audit()
    says(result, "C03", "paling banyak: w0", "witnesses w0 do not meet quorum 'q'")
    assert (codes(result), result.exit_code) == (["C03"], 3)


def test_an_archive_with_lines_taken_out_still_shows_the_fork(scene: Scene) -> None:
    h = scene.history
    scene.cut(h.seals[-3].size)
    while scene.ledger.size() < newest(scene):
        scene.ledger.add(Keys(), h.created_at)
    seal_now(scene, NEW_KEY, at={"w0": MIDNIGHT, "w2": MIDNIGHT})
    trimmed = [line for line in h.archives["w1"] if '"old":0' not in line][-2:]
    assert scene.audit(archives={"w1": trimmed}).has("C05")


def test_an_archive_edited_by_the_insider_proves_nothing_false(scene: Scene) -> None:
    """A note that nobody signed is no accusation, and no excuse."""
    text = Checkpoint(ORIGIN, 100, b"\7" * 32).text
    forged = str(Note(text, (INSIDERS_KEY.sign(text),)))
    line = scene.history.archives["w1"][-1]
    old = verifier.safe_json(line)["note"]
    was, now = (part.replace("\n", "\\n") for part in (old, forged))
    result = scene.audit(archives={"w1": [*scene.history.archives["w1"], line.replace(was, now)]})
    assert codes(result) == ["C11"]


def test_honest_commissions_refuse_a_fork_and_their_archive_accuses(scene: Scene) -> None:
    """The stolen key signs a fork; the commission asked to confirm it refuses, and keeps it as evidence."""
    h, commission, old = scene.history, scene.history.commissions[1], newest(scene)
    leaves = scene.leaves()
    lie = [*leaves[:100], b"another story", *leaves[101 : old + 2]]
    node = TileReader(lambda level, n: grown(lambda *_: b"", 0, leaf_hashes(lie)).get((level, n), b"")).node
    text = Checkpoint(ORIGIN, len(lie), root_of(leaf_hashes(lie))).text
    note = Note(text, (NEW_KEY.sign(text),))
    request = Request(old, tuple(consistency_proof(node, old, len(lie))), note, Checkpoint.of(text))
    assert commission.witness.confirm(str(request).encode()).status == 422
    (refused,) = set(commission.lines()) - set(h.archives["w1"])
    result = scene.audit(archives={"w1": [*h.archives["w1"], refused]})
    says(result, "C05", "dua riwayat yang berbeda untuk ukuran 286", "two different histories of size 286")
    assert result.exit_code == 1


def test_archives_of_two_views_are_compared(scene: Scene) -> None:
    """``compare``: the commissions swap archives, without the log itself."""
    h = scene.history
    scene.cut(h.seals[-3].size)
    while scene.ledger.size() < newest(scene):
        scene.ledger.add(Keys(), h.created_at)
    fork_note = signed(scene, newest(scene), (NEW_KEY,), {"w2": MIDNIGHT})
    line = '{"at":"2026-06-11T17:05:00.000000Z","note":%s,"old":77,"origin":"%s","proof":[],"refused":null}\n'
    note = '"' + fork_note.replace("\n", "\\n") + '"'
    one = write_archive(scene.folder / "w1.ndjson", h.archives["w1"])
    two = write_archive(scene.folder / "w2.ndjson", [*h.archives["w2"][:-2], line % (note, ORIGIN)])
    policy = verifier.parse_policy(h.policy.encode())
    result = verifier.compare([str(one), str(two)], policy)
    says(result, "C05", "dua riwayat yang berbeda untuk ukuran 284", "two different histories of size 284")
    assert result.exit_code == 1
    good = verifier.compare(
        [str(one), str(write_archive(scene.folder / "w0.ndjson", h.archives["w0"]))], policy
    )
    assert (codes(good), good.exit_code) == ([], 0)
