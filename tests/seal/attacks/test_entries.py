"""Attacks on the entries themselves: their form, their places, what they commit to, and the stored tree."""

# ruff: noqa: S608 - the SQL is the insider's, made of names in this folder

from __future__ import annotations

import pytest

from ppid.seal.leaf import Genesis, Heads, entry_line, fill, instant, recorded_at_of
from tests.seal.attacks.attack import Attack, Said, check
from tests.seal.attacks.history import Fact
from tests.seal.attacks.scene import Scene
from tests.seal.attacks.sealing import INSIDERS_KEY, ORIGIN

CHANGED = Said("T01", "riwayat tidak cocok dengan segel", "the history does not match the checkpoint of size")
FORM = Said("L02", "bentuk catatan ini tidak sah", "does not have the form of an entry")
TREE = Said("T01", "simpanan pohon", "the stored tree")


def middle(scene: Scene) -> Fact:
    """An entry in the middle, the last of its case: no other refers to it."""
    return scene.history.of("extended")[-1]


def replaced(old: bytes, new: bytes) -> object:
    """Exchange some bytes of an entry."""

    def act(scene: Scene) -> None:
        fact = middle(scene)
        assert old in fact.line
        scene.set_leaf(fact.index, fact.line.replace(old, new, 1))

    return act


def spaced(scene: Scene) -> None:
    scene.set_leaf(middle(scene).index, middle(scene).line.replace(b',"kind"', b', "kind"'))


def ended(scene: Scene) -> None:
    scene.set_leaf(middle(scene).index, middle(scene).line + b"\n")


def added_field(scene: Scene) -> None:
    scene.set_leaf(middle(scene).index, middle(scene).line[:-1] + b',"w":1}')


def unknown_kind(scene: Scene) -> None:
    scene.set_leaf(middle(scene).index, middle(scene).line.replace(b'"event"', b'"secret"'))


def emptied(scene: Scene) -> None:
    scene.set_leaf(middle(scene).index, b"")


def other_index(scene: Scene) -> None:
    scene.releaf(middle(scene), index=middle(scene).index + 1)


def other_log(scene: Scene) -> None:
    scene.releaf(middle(scene), log="ppid.example.go.id/log2")


def other_prev(scene: Scene) -> None:
    scene.releaf(middle(scene), prev=3)


def other_tenant(scene: Scene) -> None:
    scene.releaf(middle(scene), tenant="body-of-a-friend")


def other_time(scene: Scene) -> None:
    """Two hours earlier: before its neighbour, and before the seal that does not contain it."""
    scene.releaf(middle(scene), recorded_at="2026-06-02T15:00:00.000000Z")


def no_such_day(scene: Scene) -> None:
    scene.releaf(middle(scene), recorded_at="2026-06-31T03:00:00.000000Z")


def columns(scene: Scene) -> None:
    """The columns beside the entry name another version, so that a look-up finds another event."""
    fact = scene.history.of("extended")[-1]
    scene.run("UPDATE log_leaf SET originator_version = 77 WHERE leaf_index = ?", fact.index)


def column_stream(scene: Scene) -> None:
    scene.run(
        "UPDATE log_leaf SET originator_id = ? WHERE leaf_index = ?", "request-of-nobody", middle(scene).index
    )


def hidden_as_no_event(scene: Scene) -> None:
    """The columns say that the entry is no event."""
    scene.run(
        "UPDATE log_leaf SET originator_id = NULL, originator_version = NULL WHERE leaf_index = ?",
        middle(scene).index,
    )


def bytes_change_sides(scene: Scene) -> None:
    """The last byte of the salt becomes the first of the content: the hash stays the same."""
    fact = middle(scene)
    salt = scene.salt(fact.index)
    where = "WHERE originator_id = ? AND originator_version = ?"
    ((state,),) = scene.ask(f"SELECT state FROM event {where}", fact.stream, fact.version)
    scene.write(fact, salt[31:] + bytes(state))
    scene.run("UPDATE log_leaf SET salt = ? WHERE leaf_index = ?", salt[:31], fact.index)


def other_salt(scene: Scene) -> None:
    scene.run("UPDATE log_leaf SET salt = ? WHERE leaf_index = ?", b"x" * 32, middle(scene).index)


def lost_salt(scene: Scene) -> None:
    """Without the salt nothing proves the content any more, and no order says why."""
    scene.run("UPDATE log_leaf SET salt = NULL WHERE leaf_index = ?", middle(scene).index)


def swapped_contents(scene: Scene) -> None:
    """Two cases exchange what was asked."""
    one, two = scene.history.of("delivered")[0], scene.history.of("refused")[0]
    where = "WHERE originator_id = ? AND originator_version = ?"
    states = [scene.ask(f"SELECT state FROM event {where}", f.stream, f.version)[0][0] for f in (one, two)]
    scene.write(one, bytes(states[1]))
    scene.write(two, bytes(states[0]))


def swapped_with_salts(scene: Scene) -> None:
    swapped_contents(scene)
    one, two = scene.history.of("delivered")[0].index, scene.history.of("refused")[0].index
    salts = {one: scene.salt(two), two: scene.salt(one)}
    for index, salt in salts.items():
        scene.run("UPDATE log_leaf SET salt = ? WHERE leaf_index = ?", salt, index)


def other_genesis(scene: Scene) -> None:
    """The log claims to have begun with a key of the insider's."""
    genesis = scene.history.facts[0].line
    filled = fill(
        entry_line(Genesis(ORIGIN, (str(INSIDERS_KEY.verifier),))), 0, ORIGIN, recorded_at_of(genesis)
    )
    scene.set_leaf(0, filled)


def second_genesis(scene: Scene) -> None:
    index = scene.ledger.size()
    line = entry_line(Genesis(ORIGIN, (str(INSIDERS_KEY.verifier),)))
    filled = fill(line, index, ORIGIN, instant(scene.history.created_at))
    scene.run("INSERT INTO log_leaf VALUES (?, NULL, NULL, ?, NULL)", index, filled)


def false_map(scene: Scene) -> None:
    """A map of last versions that leaves a case out, so that its bundle seems whole without the newest."""
    lines = [head.line for head in scene.ledger.heads(scene.ledger.size())]
    scene.ledger.add(Heads(len(lines) - 1, scene.ledger.size(), "ab" * 32), scene.history.created_at)


def map_with_other_root(scene: Scene) -> None:
    size = scene.ledger.size()
    scene.ledger.add(Heads(len(scene.ledger.heads(size)), size, "ab" * 32), scene.history.created_at)


def map_of_the_future(scene: Scene) -> None:
    scene.ledger.add(Heads(1, 10**9, "ab" * 32), scene.history.created_at)


def map_under_another_number(scene: Scene) -> None:
    """A map is put far before the entries that it says it covers."""
    fact = scene.history.fact("heads")
    later = next(f for f in reversed(scene.history.facts) if f.kind == "heads")
    scene.set_leaf(fact.index, later.line)


def gap_to_the_moon(scene: Scene) -> None:
    """The newest entry calls itself the ten-billionth."""
    last = scene.history.facts[-1]
    scene.run("UPDATE log_leaf SET leaf_index = ? WHERE leaf_index = ?", 10**15, last.index)
    scene.set_leaf(10**15, last.line.replace(f'"index":{last.index}'.encode(), b'"index":1000000000000000'))


def row_before_the_first(scene: Scene) -> None:
    scene.run("INSERT INTO log_leaf VALUES (-1, NULL, NULL, ?, NULL)", scene.history.facts[0].line)


def tile_bit(scene: Scene) -> None:
    tile = scene.ledger.tile(0, 0)
    scene.run("UPDATE log_tile SET hashes = ? WHERE level = 0 AND n = 0", tile[:-1] + bytes([tile[-1] ^ 1]))


def upper_tile(scene: Scene) -> None:
    scene.run("UPDATE log_tile SET hashes = ? WHERE level = 1 AND n = 0", b"\7" * 32)


def tile_gone(scene: Scene) -> None:
    scene.run("DELETE FROM log_tile WHERE level = 0 AND n = 1")


def tile_cut(scene: Scene) -> None:
    scene.run("UPDATE log_tile SET hashes = ? WHERE level = 0 AND n = 1", scene.ledger.tile(0, 1)[:-32])


def tile_beyond(scene: Scene) -> None:
    scene.run("INSERT INTO log_tile VALUES (0, 9, ?)", b"\7" * 32)


def tile_longer(scene: Scene) -> None:
    scene.run(
        "UPDATE log_tile SET hashes = ? WHERE level = 0 AND n = 1", scene.ledger.tile(0, 1) + b"\7" * 320
    )


def tiles_gone(scene: Scene) -> None:
    scene.run("DELETE FROM log_tile")


ATTACKS = (
    Attack("form-space", spaced, (FORM, CHANGED)),
    Attack("form-line-end", ended, (FORM, CHANGED)),
    Attack("form-further-field", added_field, (FORM, CHANGED)),
    Attack("form-unknown-kind", unknown_kind, (FORM, CHANGED)),
    Attack("form-empty", emptied, (FORM, CHANGED)),
    Attack("form-no-such-day", no_such_day, (FORM, CHANGED), others=("D02", "L07")),
    Attack(
        "index",
        other_index,
        (Said("L03", "menyebut dirinya nomor", "this entry calls itself number"), CHANGED),
    ),
    Attack(
        "log",
        other_log,
        (
            Said(
                "L04",
                "milik log lain: ppid.example.go.id/log2",
                "belongs to another log: ppid.example.go.id/log2",
            ),
            CHANGED,
        ),
    ),
    Attack("chain", other_prev, (Said("L06", "rantai", "the chain of"), CHANGED)),
    Attack("tenant", other_tenant, (CHANGED,)),
    Attack(
        "time",
        other_time,
        (
            Said("L07", "waktu berjalan mundur", "time runs backwards"),
            Said("D01", "dimundurkan", "back-dated: it claims 2026-06-02T15:00:00.000000Z"),
            CHANGED,
        ),
    ),
    Attack(
        "column-version",
        columns,
        (Said("L09", "kolom pada basis data", "the columns in the database do not repeat"),),
    ),
    Attack("column-stream", column_stream, (Said("L09", "request-of-nobody", "request-of-nobody"),)),
    Attack(
        "column-none",
        hidden_as_no_event,
        (Said("L09", "kolom pada basis data", "the columns in the database"),),
    ),
    Attack(
        "salt-31-bytes",
        bytes_change_sides,
        (Said("E01", "kunci acak isi rusak", "the random salt of the content is damaged"),),
    ),
    Attack("salt-other", other_salt, (Said("E01", "isi diubah", "content was altered"),)),
    Attack("salt-lost", lost_salt, (Said("E07", "tidak ada perintah", "no erasure order is in the log"),)),
    Attack("contents-swapped", swapped_contents, (Said("E01", "isi diubah", "content was altered"),)),
    Attack(
        "contents-swapped-with-salts", swapped_with_salts, (Said("E01", "isi diubah", "content was altered"),)
    ),
    Attack("genesis-other-key", other_genesis, (CHANGED,)),
    Attack("genesis-twice", second_genesis, (FORM,)),
    Attack(
        "map-leaves-one-out",
        false_map,
        (Said("H01", "daftar isi log", "the table of contents in this entry is false"),),
    ),
    Attack(
        "map-other-root", map_with_other_root, (Said("H01", "versi terakhir", "a last version up to entry"),)
    ),
    Attack("map-of-the-future", map_of_the_future, (FORM,)),
    Attack(
        "map-under-another-number",
        map_under_another_number,
        (Said("L03", "menyebut dirinya nomor", "this entry calls itself number"), FORM, CHANGED),
        others=("D02", "L07"),
    ),
    Attack(
        "gap-to-the-moon",
        gap_to_the_moon,
        (Said("L01", "hilang dari log", "are missing from the log"),),
    ),
    Attack(
        "row-before-the-first",
        row_before_the_first,
        (Said("L03", "menyebut dirinya", "this entry calls itself"),),
    ),
    Attack("tile-bit", tile_bit, (TREE,)),
    Attack("tile-upper", upper_tile, (TREE,)),
    Attack("tile-gone", tile_gone, (Said("T01", "hilang atau terpotong", "is missing or cut"),)),
    Attack("tile-cut", tile_cut, (Said("T01", "hilang atau terpotong", "is missing or cut"),)),
    Attack(
        "tile-beyond", tile_beyond, (Said("T02", "simpanan pohon", "the stored tree knows more entries"),)
    ),
    Attack("tile-longer", tile_longer, (TREE,)),
    Attack("tiles-gone", tiles_gone, (Said("T01", "hilang atau terpotong", "is missing or cut"),)),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attacks_on_entries_are_told(scene: Scene, attack: Attack) -> None:
    check(scene, attack)


def test_the_times_of_the_history_are_as_these_attacks_assume(scene: Scene) -> None:
    assert recorded_at_of(middle(scene).line) == "2026-06-05T04:00:00.000000Z"
    assert instant(scene.history.created_at) == "2026-06-11T02:00:30.000000Z"
