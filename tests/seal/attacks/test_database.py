"""What an insider does to the database, and what the audit of an export says of it (audit-log.md, part 4).

Each attack has the number it has there; letters continue where that list is only a sample.
"""

# ruff: noqa: S608 - the SQL is the insider's, made of names in this folder

from __future__ import annotations

import json

import pytest

from ppid.calendar import CALENDAR
from ppid.seal.leaf import commitment, event_line, instant, parse_event
from tests.seal.attacks.attack import Attack, Said, check
from tests.seal.attacks.history import Fact
from tests.seal.attacks.scene import Scene
from tests.seal.attacks.sealing import INSIDERS_KEY, NEW_KEY, OLD_KEY

INSERT = (
    "INSERT INTO event (notification_id, originator_id, originator_version, topic, state) "
    "VALUES (?, ?, ?, ?, ?)"
)


def extended(scene: Scene) -> Fact:
    """The entry most of these attacks are on: an extension with its promised day."""
    return scene.history.fact("request.extended")


def edit(scene: Scene) -> None:
    scene.rewrite(extended(scene), reason="Alasan yang lebih baik.")


def edit_with_leaf(scene: Scene) -> None:
    fact = extended(scene)
    scene.recommit(fact, scene.rewrite(fact, reason="Alasan yang lebih baik."))


def edit_and_sign_again(scene: Scene) -> None:
    """With the stolen keys of the log; the commissions do not take part."""
    edit_with_leaf(scene)
    scene.sign_again(OLD_KEY, NEW_KEY)


def delete_row(scene: Scene) -> None:
    scene.delete_event(extended(scene))


def delete_row_and_leaf(scene: Scene) -> None:
    fact = scene.history.of("extended")[-1]
    scene.delete_event(fact)
    scene.delete_leaf(fact.index)


def delete_case(scene: Scene) -> None:
    for fact in scene.history.of("delivered"):
        scene.delete_event(fact)


def delete_case_and_close_the_gap(scene: Scene) -> None:
    """The whole case goes, and everything behind it is written anew without it."""
    case = scene.history.cases["extended"]
    kept = [fact for fact in scene.history.facts if fact.stream != case]
    for fact in scene.history.of("extended"):
        scene.delete_event(fact)
        scene.delete_leaf(fact.index)
    scene.move({fact.index: place for place, fact in enumerate(kept)})
    scene.map_again()


def swap_rows(scene: Scene) -> None:
    first, second = (scene.history.of("extended")[n] for n in (1, 2))
    where = "WHERE originator_id = ? AND originator_version = ?"
    ((one,), (two,)) = (
        scene.ask(f"SELECT notification_id FROM event {where}", fact.stream, fact.version)[0]
        for fact in (first, second)
    )
    for fact, place in ((first, -1), (second, one), (first, two)):
        scene.run(f"UPDATE event SET notification_id = ? {where}", place, fact.stream, fact.version)


def cut_the_end(scene: Scene) -> None:
    for fact in scene.history.facts[-6:]:
        if fact.kind == "event":
            scene.delete_event(fact)
        scene.delete_leaf(fact.index)


def restore_backup(scene: Scene) -> None:
    scene.cut(scene.history.seals[-3].size)


def insert_row(scene: Scene) -> None:
    state = json.dumps({"recorded_at": "2026-06-03T02:00:00Z", "event": {}}).encode()
    ((last,),) = scene.ask("SELECT max(notification_id) FROM event")
    scene.run(INSERT, last + 1, scene.history.cases["plain"], 99, "request.withdrawn", state)


def fill_a_gap(scene: Scene) -> None:
    """A rolled-back save left a gap among the numbers of the rows; something is put into it."""
    scene.run("UPDATE event SET notification_id = -notification_id WHERE notification_id > 30")
    scene.run("UPDATE event SET notification_id = 1 - notification_id WHERE notification_id < 0")
    scene.run(INSERT, 31, scene.history.cases["plain"], 99, "request.withdrawn", b"{}")


def insert_in_the_middle(scene: Scene) -> None:
    """A letter that was never received is put between two entries, and everything after it moves on."""
    place = scene.history.of("extended")[-1].index
    scene.move({n: n + (n >= place) for n in range(len(scene.history.facts))})
    before = parse_event(next(f for f in reversed(scene.history.facts[:place]) if f.kind == "event").line)
    stream, state, salt = f"request-{'ab' * 16}", b'{"event":{}}', b"s" * 32
    ((row,),) = scene.ask(
        "SELECT notification_id FROM event WHERE originator_id = ? AND originator_version = ?",
        before.stream,
        before.version,
    )
    scene.run("UPDATE event SET notification_id = -notification_id WHERE notification_id > ?", row)
    scene.run("UPDATE event SET notification_id = 1 - notification_id WHERE notification_id < 0")
    scene.run(INSERT, row + 1, stream, 1, "request.filed", state)
    line = event_line(
        commit=commitment(salt, state),
        index=place,
        log=before.log,
        stream=stream,
        version=1,
        prev=None,
        recorded_at=instant(before.recorded_at),
        tenant=before.tenant,
        topic="request.filed",
    )
    scene.run("INSERT INTO log_leaf VALUES (?, ?, ?, ?, ?)", place, stream, 1, line, salt)
    scene.map_again()


def own_key(scene: Scene) -> None:
    """Every checkpoint anew, of a log without the extension, with a key that nobody knows."""
    edit_with_leaf(scene)
    scene.sign_again(INSIDERS_KEY)


def copy_cosignatures(scene: Scene) -> None:
    """The stolen keys sign a changed history, and the commissions' lines are copied from the true one."""
    true = {note.size: note.text for note in scene.history.notes}
    edit_with_leaf(scene)
    for size, note in scene.sign_again(OLD_KEY, NEW_KEY).items():
        lines = [line for line in true[size].splitlines(keepends=True) if "/saksi " in line]
        scene.set_note(size, note + "".join(lines))


def edit_calendar(scene: Scene) -> None:
    fact = scene.history.fact("calendar.amended", CALENDAR)
    scene.rewrite(fact, added=[])


def two_contents(scene: Scene) -> None:
    """A second content for a version that is there already, as a further entry of the log."""
    fact, last = extended(scene), scene.history.facts[-1]
    if scene.kind == "postgresql":
        scene.run("ALTER TABLE ppid_log.log_leaf DROP CONSTRAINT leaf_stream_version")
    else:
        scene.run("CREATE TABLE other AS SELECT * FROM log_leaf")
        scene.run("DROP TABLE log_leaf")
        scene.run("ALTER TABLE other RENAME TO log_leaf")
    was, salt = parse_event(fact.line), b"t" * 32
    line = event_line(
        commit=commitment(salt, b'{"event":{}}'),
        index=last.index + 1,
        log=was.log,
        stream=was.stream,
        version=was.version,
        prev=was.prev,
        recorded_at=instant(parse_event(last.line).recorded_at),
        tenant=was.tenant,
        topic=was.topic,
    )
    scene.run(
        "INSERT INTO log_leaf VALUES (?, ?, ?, ?, ?)", last.index + 1, was.stream, was.version, line, salt
    )


def change_topic(scene: Scene) -> None:
    fact = extended(scene)
    where = "WHERE originator_id = ? AND originator_version = ?"
    scene.run(f"UPDATE event SET topic = 'request.found-complete' {where}", fact.stream, fact.version)


def wipe(scene: Scene) -> None:
    """Content and salt go, without any order. NULL where the column allows it, else nothing at all."""
    fact = extended(scene)
    if scene.kind == "postgresql":
        scene.run("ALTER TABLE ppid_log.event ALTER COLUMN state DROP NOT NULL")
        scene.write(fact, None)
    else:
        scene.write(fact, b"")
    scene.run("UPDATE log_leaf SET salt = NULL WHERE leaf_index = ?", fact.index)


def flip_a_bit(scene: Scene) -> None:
    """A bit of an entry that a disk lost: of its time, so that it still reads as an entry."""
    fact = extended(scene)
    at = fact.line.index(b".") + 4
    assert b".000000Z" in fact.line
    at = fact.line.index(b".000000Z") + 6
    scene.set_leaf(fact.index, fact.line[:at] + bytes([fact.line[at] ^ 1]) + fact.line[at + 1 :])


ATTACKS = (
    Attack(
        "1-edit",
        edit,
        (Said("E01", "isi diubah setelah dicatat", "content was altered after it was recorded"),),
    ),
    Attack(
        "2-edit-with-leaf",
        edit_with_leaf,
        (
            Said(
                "T01", "riwayat tidak cocok dengan segel", "the history does not match the checkpoint of size"
            ),
        ),
    ),
    Attack(
        "3-edit-and-sign-again-archives",
        edit_and_sign_again,
        (
            Said("C05", "dua riwayat yang berbeda", "two different histories"),
            Said("C03", "tidak ada segel yang memenuhi kuorum 'q'", "do not meet quorum 'q'"),
        ),
        archives=True,
    ),
    Attack(
        "4-edit-and-sign-again-policy-alone",
        edit_and_sign_again,
        (Said("C03", "tidak ada segel yang memenuhi kuorum 'q'", "do not meet quorum 'q'"),),
        exit_code=3,
    ),
    Attack(
        "5-delete-row",
        delete_row,
        (Said("E02", "dihapus dari basis data", "is in the log but was deleted from the database"),),
    ),
    Attack(
        "6-delete-row-and-leaf",
        delete_row_and_leaf,
        (
            Said("L01", "hilang dari log", "is missing from the log"),
            Said("T01", "riwayat tidak cocok", "the history does not match"),
        ),
        others=("H01",),
    ),
    Attack(
        "7-delete-case-and-close-the-gap",
        delete_case_and_close_the_gap,
        (Said("T01", "riwayat tidak cocok", "the history does not match"),),
        others=("C13", "D02"),
    ),
    Attack(
        "8-delete-case",
        delete_case,
        (Said("E02", "dihapus dari basis data", "was deleted from the database"),),
    ),
    Attack(
        "10-swap-rows",
        swap_rows,
        (Said("E05", "urutan basis data berbeda", "database order differs from the logged order"),),
    ),
    Attack(
        "13-cut-the-end",
        cut_the_end,
        (Said("T02", "bagian akhirnya dipotong", "the end was cut off"),),
    ),
    Attack(
        "14-restore-backup-policy-alone",
        restore_backup,
        (),
        exit_code=0,
    ),
    Attack(
        "15-restore-backup-notebook",
        restore_backup,
        (Said("C04", "log menyusut", "the log shrank"),),
        notebook=True,
    ),
    Attack(
        "16-restore-backup-archives",
        restore_backup,
        (
            Said("C04", "log menyusut", "the log shrank"),
            Said("C07", "hilang dari log", "is missing from the log"),
        ),
        archives=True,
    ),
    Attack(
        "17-insert-row",
        insert_row,
        (Said("E03", "tidak pernah dicatat dalam log", "is in the database but was never logged"),),
    ),
    Attack(
        "17b-fill-a-gap-of-row-numbers",
        fill_a_gap,
        (Said("E03", "tidak pernah dicatat dalam log", "is in the database but was never logged"),),
    ),
    Attack(
        "18-insert-in-the-middle",
        insert_in_the_middle,
        (Said("T01", "riwayat tidak cocok", "the history does not match"),),
    ),
    Attack(
        "22-own-key",
        own_key,
        (
            Said(
                "C02",
                "tidak ditandatangani oleh kunci log mana pun",
                "is not signed by any log key in the policy",
            ),
            Said("C03", "kuorum 'q'", "do not meet quorum 'q'"),
        ),
        exit_code=3,
    ),
    Attack(
        "24-copied-cosignatures",
        copy_cosignatures,
        (
            Said("C08", "pengukuhan w0, w1, w2", "cosignature of w0, w1, w2"),
            Said("C03", "kuorum 'q'", "do not meet quorum 'q'"),
        ),
    ),
    Attack(
        "34-edit-calendar",
        edit_calendar,
        (Said("E01", "calendar.amended", "calendar.amended"),),
    ),
    Attack(
        "36-two-contents",
        two_contents,
        (Said("L05", "mengaku versi yang sama", "claim the same version"),),
    ),
    Attack(
        "38-change-topic",
        change_topic,
        (
            Said(
                "E04",
                "dicatat sebagai request.extended, tetapi basis data menyebutnya request.found-complete",
                "logged as request.extended, but the database says request.found-complete",
            ),
        ),
    ),
    Attack(
        "40-wipe-without-order",
        wipe,
        (
            Said(
                "E07",
                "tidak ada perintah penghapusan",
                "content is missing and no erasure order is in the log",
            ),
        ),
    ),
    Attack(
        "42-flip-a-bit",
        flip_a_bit,
        (Said("T01", "riwayat tidak cocok", "the history does not match"),),
    ),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attacks_on_the_database_are_told(scene: Scene, attack: Attack) -> None:
    check(scene, attack)


def test_8_every_deleted_event_of_a_case_is_named(scene: Scene) -> None:
    delete_case(scene)
    result = scene.audit()
    facts = scene.history.of("delivered")
    assert [f.entry for f in result.findings if f.code == "E02"] == [fact.index for fact in facts]
    assert {f.subject for f in result.findings if f.code == "E02"} == {facts[0].stream}


def test_1_the_sentence_names_entry_version_type_and_since_when(scene: Scene) -> None:
    edit(scene)
    fact = extended(scene)
    (finding,) = [f for f in scene.audit().findings if f.code == "E01"]
    assert (finding.entry, finding.subject) == (fact.index, fact.stream)
    for language, word in (("id", "catatan"), ("en", "entry")):
        sentence = finding.sentence(language)
        assert f"{word} {fact.index}: " in sentence
        assert f"{fact.stream} v{fact.version}, request.extended" in sentence
        assert "2026-06-02T17:05:00.000000Z" in sentence  # the first seal that contains it
