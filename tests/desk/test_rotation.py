"""Turning the master key while people file and others are erased, on either database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from ppid import commands as c
from ppid import keyring
from ppid.database import ConflictError
from ppid.events import Actor, Role
from ppid.keyring import KeyRing, read_keys, rotate, without
from ppid.person import Identity
from ppid.rewrapping import rewrap, standing
from ppid.vault import UnsafeKeyError, Vault, key_id_of
from tests.web.world import OPERATOR, SARI, World

DAY = date(2026, 6, 2)


@pytest.fixture(autouse=True)
def _looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "LOOK_S", -1.0)


def requesters(world: World, count: int) -> list[str]:
    return [world.request(world.file().request).requester for _ in range(count)]


def wrapped(world: World, person: str) -> bytes:
    return world.services.log.person_keys([person])[person]


def rewrap_all(world: World) -> int:
    services = world.services
    return rewrap(services.log, services.ledger.database, services.vault)


def test_people_are_put_under_the_newest_key_and_the_old_one_alone_opens_nothing(either: World) -> None:
    people = requesters(either, 3)
    old = read_keys(either.settings.master_key_file).newest
    rotate(either.settings.master_key_file, DAY)
    assert rewrap_all(either) >= 3
    newest = either.services.vault.ring.keys().newest.id
    assert {key_id_of(wrapped(either, person)) for person in people} == {newest}
    assert [either.services.people.identity(person) for person in people] == [SARI] * 3
    assert standing(either.services.ledger.database).under(old.id) == 0
    alone = Vault(KeyRing.of(old.secret), either.services.log)
    with pytest.raises(UnsafeKeyError):
        alone.key_of(people[0])
    assert rewrap_all(either) == 0


def test_a_row_of_before_keys_had_ids_is_counted_and_rewrapped(either: World) -> None:
    (person,) = requesters(either, 1)
    bare = wrapped(either, person)[4:]
    with either.services.ledger.database.transaction() as c_:
        c_.execute("UPDATE person_key SET wrapped = ? WHERE person = ?", (bare, person))
    old = read_keys(either.settings.master_key_file).newest.id
    rotate(either.settings.master_key_file, DAY)
    assert standing(either.services.ledger.database).keys[""] == 1
    assert standing(either.services.ledger.database).under(old) > 0
    rewrap_all(either)
    assert "" not in standing(either.services.ledger.database).keys
    assert either.services.people.identity(person) == SARI


def test_turning_the_key_loses_nothing_while_people_file_and_are_erased(either: World) -> None:
    before, doomed = requesters(either, 12), requesters(either, 6)
    stop = threading.Event()
    filed: list[str] = []

    def file() -> None:
        while not stop.is_set() and len(filed) < 30:
            filed.append(either.request(either.file().request).requester)

    def erase() -> None:
        for person in doomed:
            either.services.people.erase(
                c.ErasePerson(person=person, basis="UU 27/2022", order="1/2026"), OPERATOR
            )

    def turn() -> None:
        for _ in range(3):
            rotate(either.settings.master_key_file, DAY)
            rewrap_all(either)
        stop.set()

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(work) for work in (file, erase, turn)]:
            done.result(120)
    assert filed
    assert [either.services.people.identity(p) for p in before + filed] == [SARI] * len(before + filed)
    assert either.services.log.person_keys(doomed) == {}
    assert not set(doomed) & set(either.services.people.find("number", SARI.number))
    rewrap_all(either)
    for old in read_keys(either.settings.master_key_file).all[1:]:
        assert standing(either.services.ledger.database).under(old.id) == 0
        without(either.settings.master_key_file, old.id)
    assert either.services.people.identity(filed[-1]) == SARI


def test_an_erasure_at_the_moment_of_a_rewrap_wins(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (person,) = requesters(either, 1)
    rotate(either.settings.master_key_file, DAY)
    vault = either.services.vault
    wrap = Vault.wrap

    def slow(self: Vault, whose: str, clear: bytes) -> object:
        if whose == person and either.services.log.person_keys([person]):
            either.services.people.erase(c.ErasePerson(person=person, basis="x", order="1/2026"), OPERATOR)
        return wrap(self, whose, clear)

    monkeypatch.setattr(Vault, "wrap", slow)
    rewrap(either.services.log, either.services.ledger.database, vault)
    assert either.services.log.person_keys([person]) == {}
    assert person not in either.services.people.find("number", SARI.number)


def test_a_row_that_changed_since_it_was_read_stays(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (person,) = requesters(either, 1)
    path = either.settings.master_key_file
    rotate(path, DAY)
    services, wrap = either.services, Vault.wrap
    turned: list[str] = []

    def slow(self: Vault, whose: str, clear: bytes) -> object:
        box = wrap(self, whose, clear)
        if whose == person and not turned:
            turned.append(rotate(path, DAY).newest.id)
            newer = wrap(self, whose, clear).wrapped
            with services.ledger.database.transaction() as c_:
                c_.execute("UPDATE person_key SET wrapped = ? WHERE person = ?", (newer, person))
        return box

    monkeypatch.setattr(Vault, "wrap", slow)
    rewrap_all(either)
    assert key_id_of(wrapped(either, person)) == turned[0]


def test_a_correction_at_the_moment_of_a_rewrap_wins(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (person,) = requesters(either, 1)
    rotate(either.settings.master_key_file, DAY)
    changed = Identity(name=SARI.name, email="baru@example.org")
    corrected: list[str] = []
    marks = Vault.marks

    def slow(self: Vault, identity: Identity) -> tuple[str, ...]:
        found = marks(self, identity)
        if not corrected and identity == SARI:
            corrected.append(person)
            either.services.people.correct(
                c.CorrectPerson(person=person, identity=changed, reason="Surel baru"), either.actor("desk")
            )
        return found

    monkeypatch.setattr(Vault, "marks", slow)
    rewrap_all(either)
    assert either.services.people.find("email", "baru@example.org") == [person]
    assert either.services.people.find("number", SARI.number) == []


def test_a_form_begun_before_a_rotation_is_filed_after_it(either: World) -> None:
    command = either.command()
    rotate(either.settings.master_key_file, DAY)
    either.services.desk.file_request(command, Actor(command.request, Role.CITIZEN))
    newest = either.services.vault.ring.keys().newest.id
    assert key_id_of(wrapped(either, command.requester)) == newest
    assert either.services.people.identity(command.requester) == SARI


# Finding people ----------------------------------------------------------


def test_people_are_found_by_number_mail_and_telephone_that_stand_nowhere(either: World) -> None:
    first, second = requesters(either, 2)
    find = either.services.people.find
    assert find("number", "3276 0141 0790 0001") == sorted([first, second])
    assert find("email", "SARI@example.org") == sorted([first, second])
    assert find("phone", "+62 812-0000-0001") == sorted([first, second])
    assert find("number", "3276014107900002") == find("phone", "") == []


def test_who_was_corrected_is_found_by_what_holds_now(either: World) -> None:
    (person,) = requesters(either, 1)
    changed = Identity(name=SARI.name, number="3276014107900099", email=SARI.email)
    either.services.people.correct(
        c.CorrectPerson(person=person, identity=changed, reason="Salah ketik"), either.actor("desk")
    )
    assert either.services.people.find("number", "3276014107900099") == [person]
    assert either.services.people.find("number", SARI.number) == []
    assert either.services.people.find("phone", SARI.phone) == []
    assert either.services.people.find("email", SARI.email) == [person]


def test_a_rotation_makes_marks_anew_and_loses_nobody_meanwhile(either: World) -> None:
    (person,) = requesters(either, 1)
    rotate(either.settings.master_key_file, DAY)
    assert either.services.people.find("email", SARI.email) == [person]
    rewrap_all(either)
    assert either.services.people.find("email", SARI.email) == [person]
    marks = either.services.ledger.database.query("SELECT mark FROM person_mark")
    newest = either.services.vault.ring.keys().newest.id
    assert {str(mark)[:8] for (mark,) in marks} == {newest}


def test_people_of_before_there_was_an_index_are_found_once_it_is_made(either: World) -> None:
    (person,) = requesters(either, 1)
    with either.services.ledger.database.transaction() as c_:
        c_.execute("DELETE FROM person_mark")
    assert either.services.people.find("email", SARI.email) == []
    services = either.services
    rewrap(services.log, services.ledger.database, services.vault, everybody=True)
    assert either.services.people.find("email", SARI.email) == [person]


def test_no_mark_is_kept_of_whom_no_key_is_kept(either: World) -> None:
    with pytest.raises(ConflictError), either.services.ledger.database.transaction() as c_:
        c_.execute("INSERT INTO person_mark VALUES (?, ?)", ("x", "person-" + "0" * 32))
