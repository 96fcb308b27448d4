"""Erasing: what the law orders leaves every proof whole, and what nobody ordered is told."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

import pytest

from ppid.database import sqlite_path
from ppid.seal.leaf import Erasure, commitment, parse_event
from tests.postgres import Cluster
from tests.seal.attacks.attack import Attack, Said, check
from tests.seal.attacks.history import ORDER, SECRET, Fact, History
from tests.seal.attacks.scene import Scene, clean

NO_ORDER = Said("E07", "tidak ada perintah penghapusan dalam log", "no erasure order is in the log")


def erased(scene: Scene) -> Fact:
    """The entry whose content the month erased by order."""
    return scene.history.of("erased")[0]


def victim(scene: Scene) -> Fact:
    """An entry that somebody would like to be rid of."""
    return scene.history.of("refused")[0]


def gone(scene: Scene, fact: Fact, remainder: bytes) -> None:
    """Content and salt go; something else stands there."""
    scene.write(fact, remainder)
    scene.run("UPDATE log_leaf SET salt = NULL WHERE leaf_index = ?", fact.index)


def order_of(fact: Fact, remainder: bytes, **changes: object) -> Erasure:
    """An order that fits the erasure of an entry."""
    said: dict[str, object] = {"order": "KI/9/2026", "basis": "UU 27/2022 Pasal 43", "approver": "pejabat-7"}
    said |= {"files": (), **changes}
    fields = {"targets": (fact.index,), "remainders": (sha256(remainder).hexdigest(),)} | said
    return Erasure(**fields)  # type: ignore[arg-type]


def without_order(scene: Scene) -> None:
    gone(scene, victim(scene), b"{}")


def with_own_list_alone(scene: Scene) -> None:
    """The list beside the log names an order that the log does not hold."""
    gone(scene, victim(scene), b"{}")
    index = scene.history.fact("erasure").index
    scene.run("INSERT INTO log_erased VALUES (?, ?, ?)", victim(scene).index, index, b"{}")


def without_number(scene: Scene) -> None:
    gone(scene, victim(scene), b"{}")
    scene.ledger.add(order_of(victim(scene), b"{}", order=""), scene.history.created_at)


def without_basis(scene: Scene) -> None:
    gone(scene, victim(scene), b"{}")
    scene.ledger.add(order_of(victim(scene), b"{}", basis="   "), scene.history.created_at)


def for_another_target(scene: Scene) -> None:
    gone(scene, victim(scene), b"{}")
    other = scene.history.of("delivered")[0]
    scene.ledger.add(order_of(other, b"{}"), scene.history.created_at)


def for_a_target_to_come(scene: Scene) -> None:
    """The order is recorded first, of an entry that is not there yet."""
    gone(scene, victim(scene), b"{}")
    order = order_of(victim(scene), b"{}", targets=(scene.ledger.size() + 5,))
    scene.ledger.add(order, scene.history.created_at)


def fewer_remainders(scene: Scene) -> None:
    gone(scene, victim(scene), b"{}")
    order = order_of(victim(scene), b"{}", targets=(1, victim(scene).index))
    scene.ledger.add(order, scene.history.created_at)


def remainder_swapped(scene: Scene) -> None:
    """What the order left is exchanged for something else."""
    fact = erased(scene)
    scene.write(fact, bytes(scene.state_bytes(fact)).replace(b'"web"', b'"letter"'))
    scene.run("UPDATE log_erased SET remainder = ?", scene.state_bytes(fact))


def more_than_ordered(scene: Scene) -> None:
    scene.write(erased(scene), b'{"event":{}}')


def old_order_for_new_content(scene: Scene) -> None:
    """The order of the month is stretched to another entry: its line is changed."""
    gone(scene, victim(scene), b"{}")
    order, target = scene.history.fact("erasure"), erased(scene).index
    scene.set_leaf(
        order.index, order.line.replace(f"[{target}]".encode(), f"[{victim(scene).index}]".encode())
    )


def salt_kept(scene: Scene) -> None:
    """The salt stays behind, with which anybody can test a guess."""
    scene.run("UPDATE log_leaf SET salt = ? WHERE leaf_index = ?", scene.history.salt, erased(scene).index)


def all_of_it(scene: Scene) -> None:
    """Even what remained goes: the order allows it."""
    if scene.kind == "postgresql":
        scene.run("ALTER TABLE ppid_log.event ALTER COLUMN state DROP NOT NULL")
        scene.write(erased(scene), None)
    else:
        scene.run("CREATE TABLE other AS SELECT * FROM event")
        scene.run("DROP TABLE event")
        scene.run("ALTER TABLE other RENAME TO event")
        scene.write(erased(scene), None)


def list_lost(scene: Scene) -> None:
    """The list beside the log is only there to be quick: the entries say the same."""
    scene.run("DELETE FROM log_erased")


def not_carried_out(scene: Scene) -> None:
    """An order that nobody carried out."""
    scene.ledger.add(order_of(victim(scene), b"{}"), scene.history.created_at)


ATTACKS = (
    Attack("40-without-order", without_order, (NO_ORDER,)),
    Attack("40b-own-list-alone", with_own_list_alone, (NO_ORDER,)),
    Attack(
        "41-without-number",
        without_number,
        (Said("E07", "tanpa nomor perintah atau dasar hukum", "without an order number or a legal basis"),),
    ),
    Attack(
        "41b-without-basis",
        without_basis,
        (Said("E07", "tanpa nomor perintah atau dasar hukum", "without an order number or a legal basis"),),
    ),
    Attack("41c-for-another-target", for_another_target, (NO_ORDER,)),
    Attack("41d-for-a-target-to-come", for_a_target_to_come, (NO_ORDER,), others=("L02",)),
    Attack("41e-fewer-remainders", fewer_remainders, (NO_ORDER,), others=("L02",)),
    Attack(
        "43-remainder-swapped",
        remainder_swapped,
        (Said("E01", "bukan yang diperintahkan", "is not what the order in entry"),),
    ),
    Attack(
        "43b-more-than-ordered",
        more_than_ordered,
        (Said("E01", "bukan yang diperintahkan", "is not what the order in entry"),),
    ),
    Attack("44-stretched-order", old_order_for_new_content, (NO_ORDER,), others=("E01", "T01")),
    Attack(
        "salt-kept",
        salt_kept,
        (Said("W05", "kunci acaknya masih ada", "its salt is still there"),),
        exit_code=0,
    ),
    Attack("104-all-of-it", all_of_it, (), exit_code=0, notes=("W03",)),
    Attack("104b-list-lost", list_lost, (), exit_code=0, notes=("W03",)),
    Attack(
        "not-carried-out",
        not_carried_out,
        (Said("W05", "isinya masih ada", "the content is still there"),),
        exit_code=0,
    ),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_erasing_without_an_order_is_told(scene: Scene, attack: Attack) -> None:
    check(scene, attack)


def test_104_erased_by_order_leaves_every_proof_whole(scene: Scene) -> None:
    result = scene.audit(files=True, archives=scene.history.archives, notebook=scene.history.notebook)
    clean(result)
    assert result.counts["erased"] == 1
    order = scene.history.fact("erasure").line.decode()
    assert f'"order":"{ORDER}"' in order
    assert f'"targets":[{erased(scene).index}]' in order


# Nothing of it is left --------------------------------------------------------------------------------


def spellings(text: str) -> list[bytes]:
    """The ways in which a text could have been kept somewhere."""
    plain = text.encode()
    return [
        plain,
        text.encode("utf-16-le"),
        plain.hex().encode(),
        *(b64encode(plain[n:])[2:-4] for n in range(3)),
    ]


def test_the_erased_text_is_in_no_file_of_sqlite(sqlite_history: History, tmp_path: Path) -> None:
    """Neither in the database, nor behind it, nor in what was folded from it, nor in an export."""
    folder = sqlite_history.folder
    named = [path for path in folder.iterdir() if "sqlite3" in path.name]
    assert {"ppid.sqlite3", "ppid-views.sqlite3"} <= {path.name for path in named}
    for path in named:
        content = path.read_bytes()
        assert not [word for word in spellings(SECRET) if word in content], path.name
        assert sqlite_history.salt not in content, path.name


def test_the_erased_text_was_there_before(sqlite_history: History, tmp_path: Path) -> None:
    """The test above can fail: the text stands where it is written back."""
    scene = Scene(sqlite_history, _copied(sqlite_history, tmp_path), tmp_path)
    scene.write(erased(scene), sqlite_history.plain)
    scene.close()
    assert SECRET.encode() in sqlite_path(scene.url).read_bytes()


def _copied(history: History, folder: Path) -> str:
    copy = folder / "copy.sqlite3"
    with closing(sqlite3.connect(sqlite_path(history.url))) as live, closing(sqlite3.connect(copy)) as to:
        live.backup(to)
    return f"sqlite:///{copy}"


@pytest.mark.postgres
def test_the_erased_text_is_in_no_table_of_postgresql(
    postgres_history: History, postgres_cluster: Cluster, tmp_path: Path
) -> None:
    """After the vacuum that PostgreSQL does by itself, no file of the database holds it."""
    url = postgres_cluster.create_database(postgres_history.prepare)
    scene = Scene(postgres_history, postgres_cluster.superuser_url(url), tmp_path)
    try:
        import psycopg

        with psycopg.connect(scene.url, autocommit=True) as connection:
            connection.execute("VACUUM")
            connection.execute("CHECKPOINT")
            (oid,) = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).fetchone() or (0,)
        clean(scene.audit())
        files = [p for p in (postgres_cluster.folder / "data" / "base" / str(oid)).iterdir() if p.is_file()]
        assert len(files) > 20
        words = [word for word in spellings(SECRET) for path in files if word in path.read_bytes()]
        assert not words
    finally:
        scene.close()
        postgres_cluster.drop_database(url)


def test_the_erased_text_is_in_no_export(scene: Scene) -> None:
    content = scene.export().read_bytes()
    assert not [word for word in spellings(SECRET) if word in content]
    assert scene.history.salt not in content


def test_the_erased_text_cannot_be_guessed(scene: Scene) -> None:
    """Whoever guesses right learns nothing: each guess fits the commitment as badly as any other."""
    h, fact = scene.history, erased(scene)
    commit = parse_event(fact.line).commit
    assert commitment(h.salt, h.plain) == commit  # with the salt that is gone, the true content did fit
    ((salt,),) = scene.ask("SELECT salt FROM log_leaf WHERE leaf_index = ?", fact.index)
    assert salt is None
    left = [bytes(s) for (s,) in scene.ask("SELECT salt FROM log_leaf WHERE salt IS NOT NULL")]
    derived = [sha256(leaf).digest() for leaf in scene.leaves()]
    for guess in (bytes(32), b"\xff" * 32, *left, *derived, *(token_bytes(32) for _ in range(300))):
        assert commitment(guess, h.plain) != commit
        assert commitment(guess, h.remainder) != commit


def test_103_the_text_of_an_erased_person_is_closed_for_ever(scene: Scene) -> None:
    """The key is gone from the database; the events and their proofs are as they were."""
    person = scene.history.fact("person.erased").stream
    assert scene.ask("SELECT 1 FROM person_key WHERE person = ?", person) == []
    clean(scene.audit())
