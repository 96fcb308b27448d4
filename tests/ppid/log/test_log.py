"""What the log promises to those who append to it and read from it, on both databases."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from ppid.events import Envelope, Event, Recorded, Role
from ppid.log import (
    Log,
    NotMigratedError,
    PersonKey,
    StreamMovedError,
    UnknownNameError,
    UnreadableEventError,
    open_log,
)
from tests.ppid.log.examples import NOW, ByMail, ByPost, Extended, Filed, Ground, Store, filed, opened


def test_what_is_read_equals_what_was_written(log: Log) -> None:
    events: list[Event] = [
        Filed("REG/1", date(9999, 12, 31), ("minutes", 'a "quoted" \u202ename\n'), {"pages": 2**53}),
        Extended(Ground.CONSULTING, ByMail(date(2025, 8, 17)), NOW, ((date(2025, 1, 1), Ground.SEARCHING),)),
        Extended(Ground.SEARCHING, ByPost("Jalan 1"), NOW, (), frozenset({3, 1}), timedelta(days=2)),
        Filed(""),
    ]
    written = [
        Envelope("request-1", version, event, NOW, "officer-1", Role.UNIT_OFFICER, "body-1", "key", "digest")
        for version, event in enumerate(events, start=1)
    ]
    last = log.append(written)
    read = log.load("request-1")
    assert [recorded.envelope for recorded in read] == written
    assert read[-1].position == last == log.position()
    assert log.read(0, 10) == read == list(log.stream_all())
    assert type(read[1].envelope.event) is Extended
    assert isinstance(read[1].envelope.event.ground, Ground)
    assert isinstance(read[0].envelope.role, Role)


def test_an_instant_of_another_zone_is_kept_as_the_same_instant_in_utc(log: Log) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=9)))
    log.append([msgspec.structs.replace(filed("request-1"), recorded_at=local)])
    (recorded,) = log.load("request-1")
    assert recorded.envelope.recorded_at == local
    assert recorded.envelope.recorded_at.utcoffset() == timedelta()
    assert b"2025-08-04T02:30:00.123456Z" in log.raw("request-1")[0].state


def test_a_naive_instant_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match="aware"):
        log.append([msgspec.structs.replace(filed("request-1"), recorded_at=NOW.replace(tzinfo=None))])
    assert log.position() == 0


def test_an_empty_log_and_an_empty_stream_say_so(log: Log) -> None:
    assert log.position() == 0
    assert log.load("request-1") == []
    assert log.last("request-1") is None
    assert log.raw("request-1") == []
    assert log.read(0, 10) == []
    assert list(log.stream_all()) == []
    assert log.load_many(["request-1"]) == {}
    assert log.person_keys([]) == {}


def test_an_empty_append_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match="at least one"):
        log.append([])


@pytest.mark.parametrize("count", [1, 7, 8, 9, 40])
def test_many_events_of_one_append_stand_in_their_order(log: Log, count: int) -> None:
    envelopes = [filed(f"request-{n % 3}", n // 3 + 1, str(n)) for n in range(count)]
    last = log.append(envelopes)
    assert [recorded.envelope for recorded in log.stream_all()] == envelopes
    assert last == log.position()


def test_one_stream_is_read_up_to_a_version_and_its_newest_alone(log: Log) -> None:
    log.append([filed("request-1", version) for version in range(1, 6)])
    log.append([filed("request-2")])
    assert [r.envelope.version for r in log.load("request-1", 3)] == [1, 2, 3]
    newest = log.last("request-1")
    assert newest is not None
    assert newest.envelope.version == 5
    assert log.load("request-1", 0) == []
    assert log.load_many(["request-2", "request-1", "none"]) == {
        "request-1": log.load("request-1"),
        "request-2": log.load("request-2"),
    }


def test_the_log_is_read_in_pages_that_miss_nothing(log: Log) -> None:
    for chunk in range(45):
        log.append([filed(f"request-{chunk}", version) for version in range(1, 101)])
    everything = list(log.stream_all())
    assert len(everything) == 4500
    assert [r.position for r in everything] == sorted({r.position for r in everything})
    paged: list[Recorded] = []
    while page := log.read(paged[-1].position if paged else 0, 700):
        paged += page
    assert paged == everything
    middle, late = everything[1234].position, everything[3456].position
    assert list(log.stream_all(middle, late)) == everything[1235:3457]


def test_a_version_is_recorded_once_and_the_second_hears_which_stream_moved(log: Log) -> None:
    log.append([filed("request-1"), filed("request-2")])
    with pytest.raises(StreamMovedError) as moved:
        log.append([filed("request-3"), filed("request-2", 1, "other")])
    assert moved.value.stream == "request-2"
    assert log.load("request-3") == []  # all or nothing
    with pytest.raises(StreamMovedError):
        log.append([filed("request-2")])  # the same again is a conflict too: nothing broke in between
    assert log.append([filed("request-3"), filed("request-2", 2)]) == log.position()


def test_a_version_below_one_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match="version"):
        log.append([filed("request-1", 0)])
    assert log.position() == 0


def test_keys_are_recorded_with_their_events_or_not_at_all(log: Log) -> None:
    key = PersonKey("person-1", b"\x00wrapped\xff")
    log.append([filed("person-1"), filed("request-1")], keys=[key, PersonKey("person-2", b"2")])
    assert log.person_keys(["person-1", "person-2", "person-3"]) == {
        "person-1": key.wrapped,
        "person-2": b"2",
    }
    with pytest.raises(StreamMovedError) as moved:
        log.append([filed("request-2")], keys=[PersonKey("person-1", b"another")])
    assert moved.value.stream == "person-1"
    assert log.load("request-2") == []
    with pytest.raises(StreamMovedError):
        log.append([filed("request-1")], keys=[PersonKey("person-3", b"3")])
    assert log.person_keys(["person-1", "person-3"]) == {"person-1": key.wrapped}


@pytest.mark.parametrize("count", [8, 9, 3000])
def test_many_keys_are_recorded_at_once(log: Log, count: int) -> None:
    persons = [f"person-{n}" for n in range(count)]
    log.append(
        [filed(person) for person in persons], keys=[PersonKey(person, person.encode()) for person in persons]
    )
    assert log.person_keys(persons) == {person: person.encode() for person in persons}
    assert len(log.load_many(persons)) == count


def test_erasing_a_key_is_recorded_in_the_same_breath(log: Log, store: Store) -> None:
    wrapped = b"wrapped-key-bytes-that-must-go"
    log.append([filed("person-1")], keys=[PersonKey("person-1", wrapped)])
    with pytest.raises(StreamMovedError):
        log.erase_key("person-1", [filed("person-1", 1, "late")])
    assert log.person_keys(["person-1"]) == {"person-1": wrapped}
    assert log.erase_key("person-1", [filed("person-1", 2)]) == log.position()
    assert log.person_keys(["person-1"]) == {}
    if store.is_sqlite:  # neither in the file nor in what is written ahead, while everything is in use
        folder = Path(store.app.removeprefix("sqlite:///")).parent
        assert not any(wrapped in file.read_bytes() for file in folder.iterdir())


def test_an_event_without_a_name_is_not_written(log: Log) -> None:
    class Nameless(Event, frozen=True):
        pass

    with pytest.raises(UnknownNameError, match="Nameless"):
        log.append([filed("request-1"), Envelope("request-2", 1, Nameless(), NOW, "o", Role.PPID)])
    assert log.position() == 0


def test_f68_a_name_of_a_newer_version_is_refused_clearly_and_stays_readable_raw(
    log: Log, store: Store
) -> None:
    class Newer(Event, frozen=True):
        word: str

    newer = open_log(store.app, {"test.newer": Newer, "test.filed": Filed})
    newer.append([Envelope("request-1", 1, Newer("x"), NOW, "o", Role.PPID), filed("request-2")])
    newer.close()
    with pytest.raises(UnknownNameError, match=r"test\.newer"):
        log.load("request-1")
    with pytest.raises(UnknownNameError, match=r"test\.newer"):
        log.read(0, 9)
    with pytest.raises(UnknownNameError, match=r"test\.newer"):
        list(log.stream_all())
    assert log.load("request-2")
    (raw,) = log.raw("request-1")
    assert (raw.name, raw.version, raw.stream) == ("test.newer", 1, "request-1")
    assert msgspec.json.decode(raw.state)["event"] == {"word": "x"}
    with pytest.raises(StreamMovedError):
        log.append([filed("request-1")])


def test_f68_a_field_of_a_newer_version_is_passed_over(log: Log, store: Store) -> None:
    class Filed2(Event, frozen=True):
        number: str
        colour: str

    newer = open_log(store.app, {"test.filed": Filed2})
    newer.append([Envelope("request-1", 1, Filed2("7", "blue"), NOW, "o", Role.PPID)])
    newer.close()
    assert log.load("request-1")[0].envelope.event == Filed("7")


def test_a_stored_event_of_another_shape_names_its_place_and_none_of_its_content(
    log: Log, store: Store
) -> None:
    class Odd(Event, frozen=True):
        number: int

    odd = open_log(store.app, {"test.filed": Odd})
    odd.append([Envelope("request-1", 1, Odd(31740101), NOW, "o", Role.PPID)])
    odd.close()
    with pytest.raises(UnreadableEventError, match="Version 1 of request-1") as unreadable:
        log.load("request-1")
    assert "31740101" not in str(unreadable.value)


def test_a_class_has_one_name() -> None:
    with pytest.raises(ValueError, match="two names"):
        open_log("sqlite:///unused.sqlite3", {"a": Filed, "b": Filed})


@pytest.mark.parametrize("url", ["mysql://x", "", "sqlite:memory", "/var/ppid.sqlite3"])
def test_any_other_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite"):
        opened(url)


@pytest.mark.parametrize("name", ["POSTGRES_ENABLE_DB_FUNCTIONS", "PPID_POSTGRES_ENABLE_DB_FUNCTIONS"])
def test_the_functions_that_lose_events_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "n")
    opened("sqlite:///unused.sqlite3")
    monkeypatch.setenv(name, "y")
    with pytest.raises(ValueError, match=name):
        opened("sqlite:///unused.sqlite3")


def test_a_stray_variable_of_the_library_changes_nothing(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPRESSOR_TOPIC", "zlib")
    monkeypatch.setenv("IS_SNAPSHOTTING_ENABLED", "y")
    log.append([filed("request-1")])
    assert log.raw("request-1")[0].state.startswith(b"{")


def test_a_database_without_a_log_says_what_to_do(tmp_path: object) -> None:
    empty = opened(f"sqlite:///{tmp_path}/empty.sqlite3")
    with pytest.raises(NotMigratedError, match="ppid migrate"):
        empty.append([filed("request-1")])
    with pytest.raises(NotMigratedError):
        empty.load("request-1")
    empty.close()


def test_an_empty_postgresql_says_what_to_do(postgres_url: str) -> None:
    empty = opened(postgres_url)
    with pytest.raises(NotMigratedError, match="ppid migrate"):
        empty.append([filed("request-1")])
    with pytest.raises(NotMigratedError):
        list(empty.stream_all())
    empty.close()


def test_a_closed_log_opens_again(log: Log) -> None:
    log.append([filed("request-1")])
    log.close()
    assert log.append([filed("request-1", 2)]) == log.position()
