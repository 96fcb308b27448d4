"""Attacks on checkpoints, keys, commissions and clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from ppid.seal.checkpoint import Checkpoint
from ppid.seal.leaf import Keys
from ppid.seal.note import Note, Signer
from ppid.seal.tiles import grown
from ppid.seal.tree import leaf_hash, leaf_hashes, root_of
from tests.seal.attacks.attack import Attack, Said, check
from tests.seal.attacks.scene import Scene, codes
from tests.seal.attacks.sealing import (
    INSIDERS_KEY,
    NEW_KEY,
    OLD_KEY,
    ORIGIN,
    WITNESSES,
    policy_text,
)

QUORUM = Said("C03", "kuorum 'q'", "do not meet quorum 'q'")
MIDNIGHT = datetime(2026, 6, 11, 17, 5, tzinfo=UTC)
"""The next night, after the month."""


def signed(scene: Scene, size: int, signers: Iterable[Signer], at: dict[str, datetime] | None = None) -> str:
    """A checkpoint over the entries as they are now, by these keys, and these commissions' at a time."""
    text = Checkpoint(ORIGIN, size, root_of(leaf_hashes(scene.leaves()[:size]))).text
    note = Note(text, tuple(signer.sign(text) for signer in signers))
    for commission in scene.history.commissions:
        if commission.name in (at or {}):
            note = note.signed(commission.key.sign(text, int((at or {})[commission.name].timestamp())))
    return str(note)


def seal_now(scene: Scene, *signers: Signer, at: dict[str, datetime] | None = None) -> int:
    """One more checkpoint over everything, with its tiles."""
    size = scene.ledger.size()
    scene.run("INSERT INTO log_checkpoint VALUES (?, ?)", size, signed(scene, size, signers, at))
    scene.run("DELETE FROM log_tile")
    hashes = [leaf_hash(leaf) for leaf in scene.leaves()]
    for (level, n), content in grown(lambda _level, _n: b"", 0, hashes).items():
        scene.run("INSERT INTO log_tile VALUES (?, ?, ?)", level, n, content)
    return size


def all_at(moment: datetime) -> dict[str, datetime]:
    """Every commission at the same moment."""
    return dict.fromkeys(WITNESSES, moment)


def newest(scene: Scene) -> int:
    """The size of the newest seal."""
    return scene.history.seals[-1].size


# Checkpoints ------------------------------------------------------------------------------------------


def drop_all(scene: Scene) -> None:
    scene.run("DELETE FROM log_checkpoint")


def drop_all_and_tokens(scene: Scene) -> None:
    drop_all(scene)
    scene.run("DELETE FROM log_token")


def drop_one(scene: Scene) -> None:
    """A seal goes, and its time stamp with it."""
    size = scene.history.seals[1].size
    scene.run("DELETE FROM log_checkpoint WHERE size = ?", size)
    scene.run("DELETE FROM log_token WHERE size = ?", size)


def drop_one_keep_stamp(scene: Scene) -> None:
    scene.run("DELETE FROM log_checkpoint WHERE size = ?", scene.history.seals[1].size)


def strip_everywhere(scene: Scene) -> None:
    """No line of a commission is left."""
    for note in scene.history.notes:
        lines = note.text.splitlines(keepends=True)
        scene.set_note(note.size, "".join(line for line in lines if "/saksi " not in line))


def strip_newest(scene: Scene) -> None:
    lines = scene.history.seals[-1].text.splitlines(keepends=True)
    scene.set_note(newest(scene), "".join(line for line in lines if "/saksi " not in line))


def one_left(scene: Scene) -> None:
    """One commission of three is not the quorum."""
    for note in scene.history.notes:
        lines = note.text.splitlines(keepends=True)
        scene.set_note(note.size, "".join(line for line in lines if "w1." not in line and "w2." not in line))


def garbage(scene: Scene) -> None:
    scene.set_note(newest(scene), "not a note")


def other_size(scene: Scene) -> None:
    scene.run("UPDATE log_checkpoint SET size = 288 WHERE size = ?", newest(scene))
    scene.run("DELETE FROM log_token WHERE size = ?", newest(scene))


def extension(scene: Scene) -> None:
    text = Note.of(scene.history.seals[-1].text).text + "a secret word\n"
    scene.set_note(newest(scene), str(Note(text, (NEW_KEY.sign(text),))))


def broken_line(scene: Scene, mark: str) -> None:
    """One letter of a signature changes."""
    lines = scene.history.seals[-1].text.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if mark in line and line.startswith("—"))
    letter = lines[at][-12]
    lines[at] = lines[at][:-12] + ("A" if letter != "A" else "B") + lines[at][-11:]
    scene.set_note(newest(scene), "".join(lines))


def broken_log_line(scene: Scene) -> None:
    broken_line(scene, f"{ORIGIN} ")


def broken_cosignature(scene: Scene) -> None:
    broken_line(scene, "w1.")


def other_log(scene: Scene) -> None:
    """The newest seal is of the same size, of another log."""
    text = Checkpoint("ppid.example.go.id/log2", newest(scene), b"\7" * 32).text
    scene.set_note(newest(scene), str(Note(text, (NEW_KEY.sign(text),))))


def other_root(scene: Scene) -> None:
    """With the stolen key alone: another root at the newest seal."""
    text = Checkpoint(ORIGIN, newest(scene), b"\7" * 32).text
    scene.set_note(newest(scene), str(Note(text, (NEW_KEY.sign(text),))))
    scene.run("DELETE FROM log_token WHERE size = ?", newest(scene))


# Keys -------------------------------------------------------------------------------------------------


def retired_key(scene: Scene) -> None:
    """The key that was stolen and then retired signs a further checkpoint."""
    seal_now(scene, OLD_KEY)


def both_keys(scene: Scene) -> None:
    seal_now(scene, OLD_KEY, NEW_KEY, at=all_at(MIDNIGHT))


def own_key_announced(scene: Scene) -> None:
    """An entry announces the insider's key, but nobody entitled has signed that entry."""
    scene.ledger.add(Keys(add=(str(INSIDERS_KEY.verifier),)), scene.history.created_at)
    seal_now(scene, INSIDERS_KEY)


def key_of_another_kind(scene: Scene) -> None:
    scene.ledger.add(Keys(add=("not a key",)), scene.history.created_at)


# Clocks -----------------------------------------------------------------------------------------------


def back_dated(scene: Scene) -> None:
    """The clock of the office stands since the morning; at night it seals, then records "this morning"."""
    seal_now(scene, NEW_KEY, at=all_at(MIDNIGHT))
    scene.ledger.add(Keys(), scene.history.created_at)


def post_dated(scene: Scene) -> None:
    """A letter is recorded as of tomorrow, and sealed today."""
    scene.ledger.add(Keys(), datetime(2026, 6, 13, 3, 0, tzinfo=UTC))
    seal_now(scene, NEW_KEY, at=all_at(MIDNIGHT))


def one_liar(scene: Scene) -> None:
    """One of three commissions says a time a year off: the median does not move."""
    scene.ledger.add(Keys(), scene.history.created_at)
    seal_now(scene, NEW_KEY, at=all_at(MIDNIGHT) | {"w2": datetime(2027, 6, 1, tzinfo=UTC)})


ATTACKS = (
    Attack(
        "drop-all",
        drop_all,
        (Said("C07", "hilang dari log", "is missing from the log"), QUORUM),
        others=("C10",),
    ),
    Attack(
        "drop-all-and-tokens",
        drop_all_and_tokens,
        (QUORUM, Said("C10", "belum disegel selama lebih dari", "have not been sealed for more than")),
    ),
    Attack("drop-one-archives", drop_one, (Said("C07", "yang dikukuhkan w0", "that w0"),), archives=True),
    Attack("drop-one-keep-stamp", drop_one_keep_stamp, (Said("C07", "bsre", "bsre"),)),
    Attack("drop-one-LIMIT", drop_one, (), exit_code=0),
    Attack("strip-everywhere", strip_everywhere, (QUORUM,), exit_code=3),
    Attack("strip-newest", strip_newest, (), exit_code=0, notes=("W03",)),
    Attack("one-left", one_left, (QUORUM,), exit_code=3),
    Attack("garbage", garbage, (Said("C11", "tidak dapat dibaca", "cannot be read"),), others=("C10",)),
    Attack("other-size", other_size, (Said("C11", "tidak dapat dibaca", "cannot be read"),), others=("C10",)),
    Attack("extension", extension, (Said("C11", "tidak dapat dibaca", "cannot be read"),), others=("C10",)),
    Attack(
        "log-line-broken",
        broken_log_line,
        (
            Said(
                "C01",
                "tanda tangan log pada segel",
                "the log's signature on the checkpoint of size 284 is wrong",
            ),
        ),
    ),
    Attack(
        "cosignature-broken",
        broken_cosignature,
        (Said("C08", "pengukuhan w1", "cosignature of w1 on the checkpoint of size 284 is wrong"),),
    ),
    Attack(
        "other-log",
        other_log,
        (
            Said(
                "C02",
                "milik log lain: ppid.example.go.id/log2",
                "belongs to another log: ppid.example.go.id/log2",
            ),
        ),
        others=("C10",),
    ),
    Attack(
        "other-root-archives",
        other_root,
        (Said("T01", "riwayat tidak cocok", "the history does not match"),),
        archives=True,
    ),
    Attack("other-root", other_root, (Said("T01", "riwayat tidak cocok", "the history does not match"),)),
    Attack(
        "retired-key",
        retired_key,
        (Said("C13", "kunci yang sudah ditarik", "is signed only by a key that entry 77 retired"),),
    ),
    Attack("retired-key-beside-the-new", both_keys, (), exit_code=0),
    Attack(
        "own-key-announced",
        own_key_announced,
        (Said("C02", "tidak ditandatangani oleh kunci log mana pun", "is not signed by any log key"),),
        exit_code=3,
    ),
    Attack(
        "key-that-is-none", key_of_another_kind, (Said("L02", "bentuk catatan", "does not have the form"),)
    ),
    Attack(
        "back-dated",
        back_dated,
        (Said("D01", "dimundurkan", "back-dated: it claims 2026-06-11T02:00:30.000000Z"),),
    ),
    Attack(
        "post-dated",
        post_dated,
        (Said("D02", "dimajukan", "post-dated: it claims 2026-06-13T03:00:00.000000Z"),),
    ),
    Attack("one-liar-of-three", one_liar, (), exit_code=0, notes=("W04",)),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attacks_on_seals_are_told(scene: Scene, attack: Attack) -> None:
    check(scene, attack)


# Policies ---------------------------------------------------------------------------------------------


def test_an_auditor_with_the_first_key_alone_follows_the_rotation(scene: Scene) -> None:
    h = scene.history
    result = scene.audit(policy=policy_text(h.commissions, h.stamper, (OLD_KEY,)))
    assert (codes(result), result.exit_code) == ([], 0)


def test_an_auditor_with_the_newest_key_alone_lacks_trust_for_what_came_before(scene: Scene) -> None:
    h = scene.history
    result = scene.audit(policy=policy_text(h.commissions, h.stamper, (NEW_KEY,)))
    assert (codes(result), result.exit_code) == (["C02"], 3)


def test_commissions_nobody_knows_confirm_nothing(scene: Scene) -> None:
    h = scene.history
    result = scene.audit(policy=policy_text(h.commissions[:1], h.stamper, quorum=1).replace(" 1 w0", " 1 w0"))
    assert result.exit_code == 0
    strangers = "\n".join(line for line in h.policy.splitlines() if not line.startswith("witness w0")) + "\n"
    result = scene.audit(policy=strangers.replace("group q 2 w0 w1 w2", "group q 2 w1 w2"))
    assert result.exit_code == 0
