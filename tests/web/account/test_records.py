"""Access records: who may add, who may read which part, what they leave out, and how long they stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ppid import commands as c
from ppid.database import Database, StoreError
from ppid.events import Role
from tests.postgres import Urls
from tests.web.account.officers import kinds, type_password
from tests.web.office.strangers import OFFICER as STRANGER
from tests.web.office.strangers import open_stranger
from tests.web.world import BODY, OPERATOR, World, officer_id
from web.access import SESSION_COOKIE
from web.account.records import WRITTEN_AN_HOUR, AccessRecords, RecordKind, forget
from web.state import state_database

ME = officer_id("ppid")


def records_of(world: World) -> AccessRecords:
    return world.services.records


def test_every_way_in_and_out_is_noted(world: World) -> None:
    visitor = world.visitor()
    type_password(visitor, password="salah-sama-sekali")
    type_password(visitor)
    visitor.post("/meja/keluar", visitor.get("/meja").forms[0].values)
    assert kinds(world) == ["failed", "signed-in", "signed-out"]


def test_no_address_is_kept(world: World) -> None:
    type_password(world.visitor(address="198.51.100.77"))
    type_password(world.visitor(address="198.51.100.77"))
    type_password(world.visitor(address="198.51.100.78"))
    marks = [r.source for r in records_of(world).of_officer(ME)]
    assert marks[1] == marks[2] != marks[0]
    folder = world.settings.master_key_file.parent
    assert not any(b"198.51.100" in p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_names_that_nobody_has_are_counted_and_not_kept(either: World) -> None:
    for number in range(12):
        either.visitor(address=f"198.51.100.{number}").client.get("/")
        page = either.visitor(address=f"198.51.100.{number}")
        type_password(page, f"coba-{number}", "tebakan-panjang")
    assert records_of(either).everywhere() == []
    (count,) = records_of(either).counted(either.clock() - timedelta(days=1))
    assert (count.kind, count.officer, count.times) == (RecordKind.FAILED, "", 12)


def test_failures_of_one_officer_are_written_out_a_few_times_an_hour(either: World) -> None:
    records = records_of(either)
    for _ in range(WRITTEN_AN_HOUR + 30):
        records.note(RecordKind.FAILED, officer=ME, body=BODY)
    assert len(records.of_officer(ME, 1000)) == WRITTEN_AN_HOUR
    (count,) = records.counted(either.clock() - timedelta(hours=1), BODY)
    assert count.times == WRITTEN_AN_HOUR + 30
    either.clock.forward(hours=1)
    records.note(RecordKind.FAILED, officer=ME, body=BODY)
    assert len(records.of_officer(ME, 1000)) == WRITTEN_AN_HOUR + 1


def test_what_an_officer_does_is_always_written_out(world: World) -> None:
    for _ in range(50):
        records_of(world).note(RecordKind.SIGNED_IN, officer=ME)
    assert len(records_of(world).of_officer(ME, 1000)) == 50


def test_records_are_paged_without_gap_or_repetition(either: World) -> None:
    records = records_of(either)
    for number in range(25):
        records.note(RecordKind.SIGNED_IN, officer=ME, body=BODY, detail=str(number))
        if number % 3 == 0:
            either.clock.forward(seconds=1)
    seen: list[str] = []
    before: list[str] = []
    while part := records.of_officer(ME, 4, before):
        seen += [record.detail for record in part]
        before = [part[-1].at.isoformat(timespec="microseconds"), part[-1].id]
    assert seen == [str(number) for number in reversed(range(25))]


def test_each_reader_sees_their_part(world: World) -> None:
    world.services.directory.appoint(
        c.AppointOfficer(body=BODY, officer=officer_id("head"), name="Admin", roles=(Role.BODY_ADMIN,)),
        OPERATOR,
    )
    open_stranger(world)
    records = records_of(world)
    records.note(RecordKind.SIGNED_IN, officer=ME, body=BODY)
    records.note(RecordKind.PASSKEY_ADDED, officer=officer_id("desk"), body=BODY)
    records.note(RecordKind.TOTP_SET, officer=STRANGER, body="body-lain")
    own = world.officer("ppid").get("/meja/akun/akses").text
    assert "Masuk" in own
    assert "Kunci sandi ditambahkan" not in own
    admin = world.visitor()
    account = world.services.doors.accounts.named("head")
    assert account
    admin.client.set_cookie(SESSION_COOKIE, world.services.state.open_session(account, "body-admin"))
    page = admin.get("/meja/akses")
    assert page.status == 200
    assert "Kunci sandi ditambahkan" in page.text
    assert "Aplikasi autentikator dipasang" not in page.text
    audit = world.officer("auditor").get("/audit/akses").text
    assert "Aplikasi autentikator dipasang" in audit
    assert world.officer("ppid").get("/meja/akses").status == 403
    assert world.officer("ppid").get("/audit/akses").status == 403


@pytest.mark.parametrize(
    "place", ["x", "2026-06-02~1", "2026-06-02T02:14:00.000000+00:00~zz", "'--", "~", "a" * 900]
)
def test_a_place_that_is_none_answers_400(world: World, place: str) -> None:
    visitor = world.officer("ppid")
    assert visitor.get("/meja/akun/akses", query_string={"sebelum": place}).status == 400


def test_a_long_list_leads_on_and_back(world: World) -> None:
    for number in range(60):
        records_of(world).note(RecordKind.ROLE_CHOSEN, officer=ME, detail=f"tanda-{number}")
    visitor = world.officer("ppid")
    page = visitor.get("/meja/akun/akses")
    assert "tanda-59" in page.text
    assert "tanda-5 " not in page.text
    page = visitor.get(page.link("Yang lebih lama"))
    assert "tanda-9" in page.text
    assert "tanda-59" not in page.text
    assert visitor.get(page.link("Kembali ke yang terbaru")).text.count("tanda-59") == 1


@pytest.mark.postgres
def test_the_application_can_add_records_and_nothing_else(postgres_world: World, postgres_urls: Urls) -> None:
    records_of(postgres_world).note(RecordKind.SIGNED_IN, officer=ME)
    app = Database(postgres_urls.app, schema="ppid_web")
    try:
        for statement in (
            "UPDATE access_record SET kind = 'failed'",
            "DELETE FROM access_record",
            "TRUNCATE access_record",
            "DELETE FROM access_count",
        ):
            with pytest.raises(StoreError), app.transaction() as connection:
                connection.execute(statement)
    finally:
        app.close()
    assert len(records_of(postgres_world).of_officer(ME)) == 1


def test_the_owner_forgets_what_is_older_than_two_years(either: World) -> None:
    records = records_of(either)
    records.note(RecordKind.SIGNED_IN, officer=ME, detail="lama")
    either.clock.forward(days=730)
    records.note(RecordKind.SIGNED_IN, officer=ME, detail="baru")
    owner = state_database(either.settings.schema_url)
    try:
        assert forget(owner, either.clock()) == 0
        either.clock.forward(days=2)
        assert forget(owner, either.clock()) == 1
    finally:
        owner.close()
    assert [r.detail for r in records.of_officer(ME)] == ["baru"]
