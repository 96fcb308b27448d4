"""Erasing a person: what keeps them, what goes with them, and what a restored backup cannot bring back."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.erased import ErasedList, ErasedListError, PersonErased
from ppid.events import Actor, Role, Stream
from ppid.finding import What
from ppid.holding import HeldByCaseError, HeldByRetentionError, HeldByWayError
from ppid.person import Erased, PapersDestroyed
from ppid.privacy.commands import AskPrivacy
from ppid.privacy.vocabulary import PrivacyKind
from ppid.request.events import Wish
from ppid.retention import Record, RetentionSet, retention_stream
from ppid.seal.erasing import Order
from projections.catalog import ALL
from projections.verify import verify
from tests.web.disputing import disputed
from tests.web.world import BODY, OPERATOR, SARI, World
from web.citizen.objection_drafts import ObjectionDraft
from web.cli.retention import let_all_go
from web.office.kept import KeptForm
from web.restored import again
from web.services import Services, open_services

BASIS = "UU 27/2022 Pasal 43"


class PowerWentError(Exception):
    """The process ends here, as when the power goes."""


def erase(world: World, person: str, order: str = "12/2026") -> int:
    world.follow()
    return world.services.people.erase(c.ErasePerson(person=person, basis=BASIS, order=order), OPERATOR)


def set_retention(world: World, record: Record, months: int | None) -> None:
    services = world.services
    services.retention.set(BODY, RetentionSet(record, months, "JRA 5/2026"), OPERATOR)


# What keeps a person ----------------------------------------------------------


def test_an_open_case_keeps_a_person_unless_an_order_is_named(either: World) -> None:
    request = either.request(either.at("registered"))
    with pytest.raises(HeldByCaseError, match=request.number):
        erase(either, request.requester, order="")
    assert either.services.people.identity(request.requester) == SARI
    assert not ErasedList(either.settings.erased_file).read().erasures
    erase(either, request.requester, order="PTUN 12/G/2026")
    assert either.services.people.identity(request.requester) is None


def test_an_open_objection_and_the_dispute_behind_it_keep_a_person(either: World) -> None:
    set_retention(either, Record.REGISTER, 0)
    case = disputed(either)
    either.follow()
    held = either.services.disputes.see(case, either.actor("desk"))
    person = either.request(held.request).requester
    with pytest.raises(HeldByCaseError) as refused:
        erase(either, person, order="")
    numbers = str(refused.value.facts["numbers"])
    assert held.number in numbers
    assert held.objection_number in numbers


def test_while_an_objection_can_be_filed_the_refusal_says_until_when(world: World) -> None:
    set_retention(world, Record.REGISTER, 0)
    request = world.request(world.at("closed"))
    with pytest.raises(HeldByWayError) as refused:
        erase(world, request.requester, order="")
    until = refused.value.facts["until"]
    assert until is not None
    world.clock.set(until)  # type: ignore[arg-type]
    with pytest.raises(HeldByWayError):
        erase(world, request.requester, order="")
    world.clock.forward(days=1)
    erase(world, request.requester, order="")
    assert world.services.people.identity(request.requester) is None


def test_retention_keeps_a_person_until_the_schedule_of_the_body_ends(world: World) -> None:
    request = world.request(world.at("closed"))
    world.clock.forward(days=120)
    with pytest.raises(HeldByRetentionError) as refused:
        erase(world, request.requester, order="")
    assert refused.value.facts["until"] is None
    assert "belum diketahui" in refused.value.sentence("id")
    set_retention(world, Record.REGISTER, 12)
    with pytest.raises(HeldByRetentionError) as refused:
        erase(world, request.requester, order="")
    until = refused.value.facts["until"]
    world.clock.set(until)  # type: ignore[arg-type]
    with pytest.raises(HeldByRetentionError):
        erase(world, request.requester, order="")
    world.clock.forward(days=1)
    erase(world, request.requester, order="")
    assert world.services.people.identity(request.requester) is None


def test_retention_is_set_by_a_body_with_its_basis(either: World) -> None:
    set_retention(either, Record.REGISTER, 60)
    assert either.services.people.erasing.schedule(BODY)[Record.REGISTER].months == 60
    assert either.services.people.erasing.schedule(BODY)[Record.IDENTITY_SCAN].months == 0
    assert either.services.log.load(retention_stream(BODY))[0].envelope.body == BODY


# What goes with a person ----------------------------------------------------------


def test_marks_drafts_and_files_go_with_the_key(either: World) -> None:
    request = either.request(either.at("granted"))
    person, card = request.requester, request.documents[0].sha256
    either.services.state.save_draft("d" * 32, f'{{"person":"{person}"}}'.encode())
    either.services.state.save_draft("e" * 32, b'{"person":"person-other"}')
    erase(either, person)
    assert person not in either.services.people.find("number", SARI.number)
    assert either.services.state.draft("d" * 32) is None
    assert either.services.state.draft("e" * 32) is not None
    assert either.services.files.stored(card) is None
    events = [r.envelope.event for r in either.services.log.load(person)]
    assert isinstance(events[-2], Erased)
    assert isinstance(events[-1], PapersDestroyed)
    assert [p.sha256 for p in events[-1].papers] == [card]
    either.follow()
    assert all(verify(either.services.log, either.services.views, p).equal for p in ALL)


def test_forms_about_a_case_of_the_person_go_with_the_key(either: World) -> None:
    case, other = either.at("registered"), either.at("registered")
    state = either.services.state
    draft = ObjectionDraft(id="f" * 32, agent="", request=case, information="Alasan")
    form = KeptForm("officer-1", f"/meja/permohonan/{case.partition('-')[2]}/ubah", (("note", "Ia"),))
    state.save_draft("d" * 32, msgspec.json.encode(draft))
    state.save_draft("e" * 32, msgspec.json.encode(form))
    state.save_draft("f" * 32, msgspec.json.encode(replace(draft, request=other)))
    erase(either, either.request(case).requester)
    assert [state.draft(letter * 32) is None for letter in "def"] == [True, True, False]


def test_forms_that_name_the_person_without_a_key_go_before_the_key(either: World) -> None:
    person, state = either.request(either.at("registered")).requester, either.services.state
    about = (
        (("name", SARI.name.upper()),),
        (("x", "a"), ("number", SARI.number)),
        (("address", SARI.address.replace(" ", "\n", 1)),),
        (("name", "Orang Lain"), ("number", "9999999999999999")),
    )
    for letter, entries in zip("abcd", about, strict=True):
        state.save_draft(letter * 32, msgspec.json.encode(KeptForm("officer-1", "/meja/baru", entries)))
    erase(either, person)
    assert [state.draft(letter * 32) is None for letter in "abcd"] == [True, True, True, False]


def test_what_was_written_into_a_case_is_found_and_erased_by_order(either: World) -> None:
    wish = Wish(information=f"Berkas saya, {SARI.name.upper()}, telepon +62 812 0000 0001", purpose="Riset")
    case = either.file(wish=wish).request
    other = either.at("registered")
    either.follow()
    person = either.request(case).requester
    found = either.services.people.erasing.mentions_of(person)
    assert {(m.case, m.version, m.field, m.what) for m in found} == {
        (case, 1, "wish.information", What.NAME),
        (case, 1, "wish.information", What.PHONE),
    }
    either.services.people.erasing.erase_content(
        Order(case, 1, ("wish.information",), (), "1/2026", BASIS, "operator")
    )
    assert either.request(case).wish.information == "[dihapus]"
    assert either.request(other).number
    assert either.services.people.erasing.mentions_of(person) == []


def test_the_same_human_is_found_under_other_keys(either: World) -> None:
    first = either.request(either.at("registered")).requester
    second = either.request(either.at("registered")).requester
    assert either.services.people.erasing.same(first) == [second]


def corrected(world: World, person: Stream) -> None:
    """Let an officer correct who somebody is, against a document."""
    number, phone = "3174012345678901", "0813 9999 8888"
    identity = replace(SARI, name="Nama Betul", number=number, phone=phone, email="", address="Jalan Lain")
    command = c.CorrectPerson(person=person, identity=identity, reason="KTP")
    world.services.people.correct(command, world.actor("desk"))


def test_what_a_person_was_called_before_a_correction_is_found_too(either: World) -> None:
    case = either.file(wish=Wish(information=f"Berkas {SARI.name}", purpose="Riset")).request
    person = either.request(case).requester
    other = either.request(either.at("registered")).requester
    corrected(either, person)
    either.follow()
    erasing = either.services.people.erasing
    assert {(m.field, m.what) for m in erasing.mentions_of(person)} == {("wish.information", What.NAME)}
    assert erasing.same(person) == [other]


def test_retention_says_what_is_left_of_whom_it_erased(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = Wish(information=f"Berkas {SARI.name}", purpose="Riset")
    case = world.at("closed", wish=wish)
    person = world.request(case).requester
    set_retention(world, Record.REGISTER, 1)
    world.clock.forward(days=180)
    other = world.request(world.at("registered")).requester
    assert let_all_go(world.services)
    assert world.services.people.identity(person) is None
    told = capsys.readouterr().out
    assert f"still in a text\t{case}\t1\trequest.filed\twish.information\tname" in told
    assert f"same human\t{other}" in told
    assert "1 erased." in told
    assert not let_all_go(world.services)


def test_who_opens_a_case_while_others_are_let_go_is_kept(
    either: World, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [either.at("closed") for _ in range(2)]
    people = {either.request(case).requester: case for case in cases}
    set_retention(either, Record.REGISTER, 1)
    either.clock.forward(days=180)
    asked: list[Stream] = []

    def ask_meanwhile(erased: Stream) -> None:
        if erased in people and not asked:
            (other,) = people.keys() - {erased}
            command = AskPrivacy(
                person=other, kind=PrivacyKind.ACCESS, what="Data saya", case=people[other], key="k" * 32
            )
            either.services.privacy.ask(command, Actor(people[other], Role.CITIZEN))
            asked.append(other)

    either.services.people.erasing.erasers.append(ask_meanwhile)
    let_all_go(either.services)
    (other,) = asked
    assert either.services.people.identity(other) == SARI
    assert "1 erased." in capsys.readouterr().out


# After a restore ----------------------------------------------------------


def copied(world: World, to: Path) -> None:
    """Copy the database files as a backup does, with nobody writing."""
    to.mkdir()
    for path in world.settings.master_key_file.parent.glob("ppid*.sqlite3*"):
        shutil.copy(path, to)
    shutil.copytree(world.settings.files, to / "files")


def restored(world: World, backup: Path) -> Services:
    """Put a backup in the place of what is there, and start."""
    folder = world.settings.master_key_file.parent
    world.services.close()
    for path in folder.glob("ppid*.sqlite3*"):
        path.unlink()
    for path in backup.glob("ppid*.sqlite3*"):
        shutil.copy(path, folder)
    shutil.rmtree(world.settings.files)
    shutil.copytree(backup / "files", world.settings.files)
    return open_services(world.settings, world.clock)


def test_F67_an_erased_person_stays_erased_when_yesterdays_backup_is_restored(
    world: World, tmp_path: Path
) -> None:
    request = world.request(world.at("granted"))
    world.follow()
    world.services.state.save_draft("d" * 32, f'{{"person":"{request.requester}"}}'.encode())
    copied(world, tmp_path / "backup")
    erase(world, request.requester)
    services = restored(world, tmp_path / "backup")
    try:
        assert services.people.identity(request.requester) is None
        assert services.log.person_keys([request.requester]) == {}
        assert services.people.find("number", SARI.number) == []
        assert services.state.draft("d" * 32) is None
        assert services.files.stored(request.documents[0].sha256) is None
        events = [r.envelope.event for r in services.log.load(request.requester)]
        (back,) = [event for event in events if isinstance(event, Erased)]
        assert "pemulihan" in back.basis
        assert back.order == "12/2026"
        assert isinstance(events[-1], PapersDestroyed)
    finally:
        services.close()
    twice = open_services(world.settings, world.clock)
    assert len(twice.log.load(request.requester)) == len(events)
    twice.close()


def test_F67_erased_words_stay_erased_when_a_backup_is_restored(world: World, tmp_path: Path) -> None:
    secret = "Rekam medis Budi Hartono"
    case = world.file(wish=Wish(information=secret, purpose="Riset")).request
    world.follow()
    copied(world, tmp_path / "backup")
    order = Order(case, 1, ("wish.information",), (), "1/2026", BASIS, "operator")
    world.services.people.erasing.erase_content(order)
    services = restored(world, tmp_path / "backup")
    services.follower.catch_up()
    services.close()
    folder = world.settings.master_key_file.parent
    found = [p.name for p in folder.glob("ppid*.sqlite3*") if secret.encode() in p.read_bytes()]
    assert found == []


def test_what_was_folded_of_an_erased_text_goes_at_the_next_start(either: World) -> None:
    secret = "Rekam medis Budi Hartono"
    case = either.file(wish=Wish(information=secret, purpose="Riset")).request
    either.follow()
    order = Order(case, 1, ("wish.information",), (), "1/2026", BASIS, "operator")
    either.services.people.erasing.erase_content(order)  # and the power goes
    assert not all(verify(either.services.log, either.services.views, p).equal for p in ALL)
    services = open_services(either.settings, either.clock)
    try:
        assert all(verify(services.log, services.views, p).equal for p in ALL)
        before = generations(services)
        again(services.people.erasing, services.log, services.views, services.ledger)
        assert generations(services) == before, "once is enough"
    finally:
        services.close()


def generations(services: Services) -> list[tuple[object, ...]]:
    """How often each projection was made anew."""
    return list(services.views.query("SELECT name, generation FROM projection_position ORDER BY name"))


def test_F67_another_event_in_the_place_of_an_erased_one_is_left_alone(world: World, tmp_path: Path) -> None:
    world.settings.files.mkdir(exist_ok=True)
    copied(world, tmp_path / "backup")
    command = world.command()
    world.services.desk.file_request(command, Actor(command.request, Role.CITIZEN))
    order = Order(command.request, 1, ("wish.information",), (), "1/2026", BASIS, "operator")
    world.services.people.erasing.erase_content(order)
    services = restored(world, tmp_path / "backup")
    try:
        other = replace(command, wish=Wish(information="Anggaran lain", purpose="Lain"), requester_key="")
        services.desk.file_request(other, Actor(command.request, Role.CITIZEN))
    finally:
        services.close()
    third = open_services(world.settings, world.clock)
    wish = third.log.load(command.request)[0].envelope.event.wish  # type: ignore[attr-defined]
    assert wish.information == "Anggaran lain"
    third.close()


def test_a_person_listed_when_the_power_went_is_erased_at_the_next_start(world: World) -> None:
    request = world.request(world.at("granted"))
    ErasedList(world.settings.erased_file).add(PersonErased(request.requester, world.clock.today))
    services = open_services(world.settings, world.clock)
    assert services.people.identity(request.requester) is None
    services.close()


def test_what_the_power_left_behind_the_destroyed_key_goes_at_the_next_start(world: World) -> None:
    request = world.request(world.at("granted"))
    person, card = request.requester, request.documents[0].sha256
    world.services.state.save_draft("d" * 32, f'{{"person":"{person}"}}'.encode())

    def power_goes(_person: Stream) -> None:
        raise PowerWentError

    world.services.people.erasing.erasers.insert(0, power_goes)
    with pytest.raises(PowerWentError):
        erase(world, person)
    assert world.services.log.person_keys([person]) == {}
    assert world.services.files.stored(card) is not None
    services = open_services(world.settings, world.clock)
    try:
        assert services.state.draft("d" * 32) is None
        assert services.files.stored(card) is None
        events = [r.envelope.event for r in services.log.load(person)]
        assert [p.sha256 for e in events if isinstance(e, PapersDestroyed) for p in e.papers] == [card]
        assert sum(isinstance(event, Erased) for event in events) == 1
    finally:
        services.close()


def test_a_missing_list_is_made_of_what_the_log_says(world: World) -> None:
    request = world.request(world.at("granted"))
    case = world.file(wish=Wish(information="Rahasia orang", purpose="Riset")).request
    erase(world, request.requester)
    world.services.people.erasing.erase_content(
        Order(case, 1, ("wish.information",), (), "1/2026", BASIS, "operator")
    )
    listed = ErasedList(world.settings.erased_file).read()
    world.settings.erased_file.unlink()
    open_services(world.settings, world.clock).close()
    made = ErasedList(world.settings.erased_file).read()
    assert set(made.people) == set(listed.people)
    assert made.papers == listed.papers
    assert made.contents == listed.contents


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_a_list_that_was_cut_back_is_made_whole_and_said(
    world: World, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    path = world.settings.erased_file
    case = world.file(wish=Wish(information="Rahasia orang", purpose="Riset")).request
    erase(world, world.request(world.at("granted")).requester)
    world.services.people.erasing.erase_content(
        Order(case, 1, ("wish.information",), (), "1/2026", BASIS, "operator")
    )
    listed = set(ErasedList(path).read().erasures)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))
    open_services(world.settings, world.clock).close()
    assert set(ErasedList(path).read().erasures) == listed
    assert "the list of the erased lacked" in caplog.text
    caplog.clear()
    open_services(world.settings, world.clock).close()
    assert "lacked" not in caplog.text


def test_nothing_is_destroyed_that_could_not_be_listed(world: World) -> None:
    request = world.request(world.at("granted"))
    path = world.settings.erased_file
    path.write_bytes(path.read_bytes().replace(b"v1", b"v9"))
    with pytest.raises(ErasedListError):
        erase(world, request.requester)
    assert world.services.people.identity(request.requester) == SARI
