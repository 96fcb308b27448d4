"""The administrators' pages: who holds what, two for the highest, lending, absence, the way in, and why."""

from __future__ import annotations

import re
import secrets
from datetime import date

import pyotp
import pytest

from ppid import commands as c
from ppid.appointing import commands as ac
from ppid.appointing.events import AbsenceKind, OfficerAppointed
from ppid.appointing.state import digest_of
from ppid.events import Role
from tests.web.office.administrators import (
    add_officer,
    admin_actor,
    appoint_admins,
    browser,
    send_unoffered,
)
from tests.web.office.strangers import open_stranger
from tests.web.rooms import TRIED
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OFFICERS, World, officer_id
from web.access import SESSION_COOKIE
from web.services import open_services

TODAY = date(2026, 6, 2)
NEW_PASSWORD = "empat kuda kayu merah"


@pytest.fixture
def admin(world: World) -> Visitor:
    """Give the browser of the first of two administrators."""
    appoint_admins(world)
    return browser(world, "admin")


def hex_of(username: str) -> str:
    return officer_id(username).removeprefix("person-")


def one(username: str, task: str = "") -> str:
    return f"/meja/petugas/{hex_of(username)}" + (f"/{task}" if task else "")


def day(name: str, on: str) -> dict[str, str]:
    year, month, number = on.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def lending(to: str, *roles: str, until: str = "2026-06-12") -> dict[str, str | list[str]]:
    return {
        "delegate": hex_of(to),
        "roles": list(roles),
        **day("since", "2026-06-02"),
        **day("until", until),
        "reason": "Cuti tahunan",
    }


def lend(world: World, giver: str, to: str, *roles: Role, until: str = "2026-06-12") -> None:
    """Delegate through the rules, with a second administrator where two are needed."""
    key = secrets.token_hex(16)
    command = ac.DelegateRoles(
        body=BODY,
        delegation=key,
        giver=officer_id(giver),
        delegate=officer_id(to),
        roles=roles,
        since=TODAY,
        until=date.fromisoformat(until),
        reason="Cuti tahunan",
    )
    world.services.appointing.delegate(command, admin_actor())
    for waiting in world.body.appointed.proposals:
        read = ac.ConfirmProposal(body=BODY, proposal=key, digest=digest_of(waiting))
        world.services.appointing.confirm(read, admin_actor("admin-dua"))


# Who gets in ----------------------------------------------------------------------------------------------


def test_an_administrator_lands_on_the_officers_and_sees_each(world: World, admin: Visitor) -> None:
    page = admin.get("/meja")
    assert page.url == "/meja/petugas"
    for name in ("Pejabat PPID", "Petugas Lantas", "Ratih Admin", "Direktorat Lalu Lintas"):
        assert name in page.text
    assert page.has_link("Riwayat penunjukan")
    assert not page.has_link("Register")


ADDRESSES = [
    "/meja/petugas",
    "/meja/petugas/baru",
    "/meja/petugas/riwayat",
    f"/meja/petugas/{hex_of('ppid')}",
    f"/meja/petugas/{hex_of('ppid')}/berhentikan",
    f"/meja/petugas/{hex_of('ppid')}/undang",
    f"/meja/petugas/usulan/{'0' * 32}",
]


@pytest.mark.parametrize("who", list(OFFICERS))
def test_nobody_but_an_administrator_opens_them(world: World, who: str) -> None:
    officer = world.officer(who)
    assert {officer.get(address).status for address in ADDRESSES} == {403}


def test_an_administrator_of_another_body_finds_nobody_here(world: World) -> None:
    visitor = world.visitor()
    visitor.client.set_cookie(SESSION_COOKIE, open_stranger(world, Role.BODY_ADMIN))
    assert "Pejabat PPID" not in visitor.get("/meja/petugas").text
    for address in (one("ppid"), one("ppid", "berhentikan"), one("ppid", "undang")):
        assert visitor.get(address).status == 404


@pytest.mark.parametrize("officer", ["0" * 32, "zz", "%2e%2e", "a" * 500])
def test_an_officer_who_is_none_is_not_found(admin: Visitor, officer: str) -> None:
    assert admin.get(f"/meja/petugas/{officer}").status == 404
    assert admin.get(f"/meja/petugas/{officer}/tunjuk").status == 404


# Appointments ---------------------------------------------------------------------------------------------


def appoint_new(admin: Visitor, *roles: str, **more: str) -> Page:
    form = admin.get("/meja/petugas/baru")
    return admin.send(form, {"name": "Sekar Arum", "roles": list(roles), **more})


def test_a_new_officer_is_appointed_let_in_with_a_code_and_chooses_the_password(
    world: World, admin: Visitor
) -> None:
    page = appoint_new(admin, "ppid", position="PPID Baru", basis="KEP/9/VI/2026")
    assert "Penunjukan tercatat" in page.text
    assert page.heading == "Sekar Arum"
    shown = admin.send(admin.get(page.link("Buat kode masuk")), {"username": "Sekar.Arum"})
    assert shown.status == 200
    (code,) = re.findall(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", shown.text)
    guest = world.visitor()
    chosen = guest.send(
        guest.get("/meja/undangan"),
        {"username": "sekar.arum", "code": code.lower(), "fresh": NEW_PASSWORD, "again": NEW_PASSWORD},
    )
    assert "Kata sandi tersimpan" in chosen.text
    inside = guest.send(chosen, {"username": "sekar.arum", "password": NEW_PASSWORD})
    assert inside.url == "/meja"
    assert "PPID" in inside.text
    # A code is good once.
    again = world.visitor()
    refused = again.send(
        again.get("/meja/undangan"),
        {"username": "sekar.arum", "code": code, "fresh": NEW_PASSWORD, "again": NEW_PASSWORD},
    )
    assert refused.status == 422
    assert "tidak cocok" in refused.text


def test_the_event_names_the_administrator_who_appointed(world: World, admin: Visitor) -> None:
    appoint_new(admin, "service-desk")
    last = world.services.log.load(BODY)[-1].envelope
    assert isinstance(last.event, OfficerAppointed)
    assert (last.actor, last.role) == (officer_id("admin"), Role.BODY_ADMIN)
    assert last.event.since == TODAY
    assert "Sekar Arum" not in repr(last.event)
    assert "Ratih Admin" in admin.get("/meja/petugas/riwayat").text


def test_a_form_sent_twice_appoints_once(world: World, admin: Visitor) -> None:
    form = admin.get("/meja/petugas/baru")
    for _ in range(2):
        assert admin.send(form, {"name": "Sekar Arum", "roles": ["ppid"]}).status == 200
    assert len(world.body.officers) == 8
    assert admin.get("/meja/petugas").text.count("Sekar Arum") == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(admin: Visitor) -> None:
    page = admin.send(
        admin.get("/meja/petugas/baru"),
        {"name": "Sekar Arum", "position": "Kasi", **day("since", "2026-06-01")},
    )
    assert page.status == 422
    assert page.form("name").values["name"] == "Sekar Arum"
    page = appoint_new(admin, "unit-officer")
    assert page.status == 422
    page = appoint_new(admin, "ppid", **day("since", "2026-06-01"))
    assert "sudah lewat" in page.error("since")


def test_a_forged_role_is_refused(world: World, admin: Visitor) -> None:
    for role in ("auditor", "operator", "timekeeper", "root", ""):
        page = appoint_new(admin, role) if role else appoint_new(admin)
        assert page.status == 422, role
    assert len(world.body.officers) == 7


def test_the_highest_role_waits_for_another_administrator(world: World, admin: Visitor) -> None:
    page = appoint_new(admin, "head", "ppid")
    assert "Admin lain harus mengonfirmasinya" in page.text
    assert len(world.body.officers) == 7
    address = admin.get("/meja/petugas").link("Penunjukan")
    own = admin.get(address)
    assert "konfirmasi" not in own.form("reason").buttons
    token = own.form().values["csrf_token"]
    assert admin.post(address, {"csrf_token": token, "tombol": "konfirmasi"}).status == 403
    second = browser(world, "admin-dua")
    done = second.send(second.get(address), button="konfirmasi")
    assert "dikonfirmasi" in done.text
    officer = next(o for o in world.body.officers if Role.HEAD in o.roles and Role.PPID in o.roles)
    assert world.body.roles_of(officer.id, TODAY) == (Role.HEAD, Role.PPID)
    assert second.get(address).status == 404


def test_a_proposal_is_declined_with_a_reason_and_the_history_tells(world: World, admin: Visitor) -> None:
    appoint_new(admin, "superior")
    second = browser(world, "admin-dua")
    address = second.get("/meja/petugas").link("Penunjukan")
    assert second.send(second.get(address), {"reason": ""}, button="tolak").status == 422
    second.send(second.get(address), {"reason": "Belum ada surat perintah"}, button="tolak")
    assert world.body.appointed.proposals == ()
    history = second.get("/meja/petugas/riwayat").text
    assert "Usulan tidak dilanjutkan" in history
    assert "Belum ada surat perintah" in history


# Delegation and absence -----------------------------------------------------------------------------------


def test_a_delegate_works_in_the_lent_role_until_it_ends(world: World, admin: Visitor) -> None:
    case = world.at("complete").removeprefix("request-")
    desk = world.officer("desk")
    address = f"/meja/permohonan/{case}/answer"
    assert desk.get(address).status == 403
    page = admin.send(admin.get(one("ppid", "limpahkan")), lending("desk", "ppid"))
    assert "Pelimpahan wewenang tercatat" in page.text
    choose = desk.get("/meja/peran")
    assert "PPID" in choose.text
    desk.send(choose, {"role": "ppid"})
    assert desk.get(address).status == 200
    ended = admin.send(admin.get(admin.get(one("ppid")).link("Akhiri")), {"reason": "Kembali lebih awal"})
    assert "diakhiri" in ended.text
    # Effective at the next page (F44).
    assert desk.get(address).status == 403


def test_a_delegation_ends_by_itself_after_its_last_day(world: World, admin: Visitor) -> None:
    lend(world, "ppid", "desk", Role.PPID, until="2026-06-03")
    desk = browser(world, "desk", Role.PPID)
    assert "PPID" in desk.get("/meja/peran").text
    world.clock.set("2026-06-04", 8)
    desk = browser(world, "desk", Role.PPID)
    assert world.body.roles_of(officer_id("desk"), world.clock.today) == (Role.SERVICE_DESK,)
    assert desk.get("/meja/register").status == 200
    assert desk.get(f"/meja/permohonan/{'0' * 32}/answer").status in {403, 404}


def test_a_delegate_of_the_superior_does_not_answer_the_objection_to_their_own_refusal(
    world: World, admin: Visitor
) -> None:
    objection = TRIED["objection"].at(world, TRIED["objection"].shown).rpartition("-")[2]
    lend(world, "superior", "ppid", Role.SUPERIOR)
    ppid = browser(world, "ppid", Role.SUPERIOR)
    assert ppid.get(f"/meja/keberatan/{objection}/answer").status == 403
    assert world.officer("superior").get(f"/meja/keberatan/{objection}/answer").status == 200


def test_an_absent_officer_still_acts_and_the_pages_say_so(world: World, admin: Visitor) -> None:
    page = admin.send(
        admin.get(one("ppid", "pergi")),
        {**day("since", "2026-06-02"), **day("until", "2026-06-09"), "kind": "leave"},
    )
    assert "Wewenangnya tetap" in page.text
    assert "tidak di tempat" in admin.get("/meja/petugas").text
    ppid = world.officer("ppid")
    assert "Anda dicatat tidak di tempat sampai 9 Juni 2026" in ppid.get("/meja").text
    back = admin.send(admin.get(one("ppid")))
    assert "kembali" in back.text
    assert "Anda dicatat tidak di tempat" not in world.officer("ppid").get("/meja").text


def test_the_delegate_of_an_absent_officer_sees_the_cases_and_for_whom(world: World, admin: Visitor) -> None:
    case = world.at("registered")
    world.follow()
    number = world.request(case).number
    lend(world, "ppid", "unit", Role.PPID)
    world.services.appointing.note_absence(
        ac.NoteAbsence(
            body=BODY,
            absence="a" * 32,
            officer=officer_id("ppid"),
            since=TODAY,
            until=date(2026, 6, 9),
            kind=AbsenceKind.LEAVE,
        ),
        admin_actor(),
    )
    page = browser(world, "unit", Role.PPID).get("/meja")
    assert number.rpartition("/")[0] in page.text.replace(" ", "")
    assert "Anda bertindak sebagai PPID atas pelimpahan dari Pejabat PPID sampai 12 Juni 2026" in page.text


# Ends -----------------------------------------------------------------------------------------------------


def test_f44_a_dismissed_officer_is_out_at_the_next_page(world: World, admin: Visitor) -> None:
    ppid = world.officer("ppid")
    assert ppid.get("/meja").status == 200
    done = admin.send(admin.get(one("ppid", "berhentikan")), {"reason": "Mutasi"})
    assert "Penunjukan berakhir" in done.text
    assert ppid.get("/meja").url.startswith("/meja/masuk")
    assert "Pejabat PPID" in admin.get("/meja/petugas/riwayat").text


def test_the_last_administrator_stays(world: World) -> None:
    appoint_admins(world, "admin")
    admin = browser(world, "admin")
    page = admin.send(admin.get(one("admin", "berhentikan")), {"reason": "Pindah"})
    assert page.status == 422
    assert "admin terakhir" in page.text


def test_nobody_gives_themselves_powers_or_a_code(world: World, admin: Visitor) -> None:
    page = admin.send(admin.get(one("admin", "tunjuk")), {"roles": ["ppid"]})
    assert page.status == 403
    assert send_unoffered(admin, one("admin", "undang")).status == 403
    assert world.body.roles_of(officer_id("admin"), TODAY) == (Role.BODY_ADMIN,)


def test_f55_a_form_cannot_name_another_body_or_another_actor(world: World, admin: Visitor) -> None:
    """F55: what a form says of who acts, and for which body, is not read."""
    other = open_stranger(world, Role.BODY_ADMIN)
    forged = {
        "body": "body-" + "0" * 32,
        "actor": officer_id("admin-dua"),
        "by": officer_id("admin-dua"),
        "role": "operator",
    }
    form = admin.get("/meja/petugas/baru").form()
    data = {**dict(form.values), **forged, "name": "Sekar Arum", "roles": "head"}
    admin.post("/meja/petugas/baru", data)
    (tried,) = [r for r in world.services.records.of_officer(officer_id("admin"), 10) if r.kind == "forged"]
    assert (tried.body, tried.detail) == (BODY, "actor, body, role")
    (proposal,) = world.body.appointed.proposals
    assert proposal.by == officer_id("admin")
    last = world.services.log.load(BODY)[-1].envelope
    assert (last.body, last.actor, last.role) == (BODY, officer_id("admin"), Role.BODY_ADMIN)
    address = f"/meja/petugas/usulan/{proposal.proposal}"
    token = {"csrf_token": form.values["csrf_token"], "tombol": "konfirmasi", **forged}
    assert admin.post(address, token).status == 403
    stranger = world.visitor()
    stranger.client.set_cookie(SESSION_COOKIE, other)
    assert stranger.get(address).status == 404


def test_f55_a_role_that_is_not_held_cannot_be_chosen_and_the_try_is_noted(world: World) -> None:
    """F55: by the form of the page itself."""
    desk = world.officer("desk")
    for role in ("head", "body-admin", "operator"):
        page = desk.send(desk.get("/meja/peran"), {"role": role})
        assert page.status == 422
        assert desk.get("/meja/petugas").status == 403
    tried = [
        r.detail for r in world.services.records.of_officer(officer_id("desk"), 10) if r.kind == "forged"
    ]
    assert set(tried) == {"head", "body-admin", "operator"}


def test_an_act_wants_a_fresh_proof_and_keeps_what_was_typed(world: World) -> None:
    appoint_admins(world)
    admin = world.visitor()
    admin.send(admin.get("/meja/masuk"), {"username": "admin", "password": "kata-sandi-panjang-9"})
    form = admin.get("/meja/petugas/baru")
    world.clock.forward(minutes=20)
    asked = admin.send(form, {"name": "Sekar Arum", "roles": ["ppid"]})
    assert asked.url.startswith("/meja/bukti")
    assert len(world.body.officers) == 7
    back = admin.send(asked, {"password": "kata-sandi-panjang-9"})
    assert back.form("name").values["name"] == "Sekar Arum"
    assert "Penunjukan tercatat" in admin.send(back, {"name": "Sekar Arum"}).text


# The way in -----------------------------------------------------------------------------------------------


def code_for(admin: Visitor, username: str) -> str:
    shown = admin.send(admin.get(one(username, "undang")))
    (code,) = re.findall(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", shown.text)
    return str(code)


def use(world: World, username: str, code: str, password: str = NEW_PASSWORD) -> Page:
    guest = world.visitor()
    return guest.send(
        guest.get("/meja/undangan"),
        {"username": username, "code": code, "fresh": password, "again": password},
    )


def test_a_locked_out_officer_gets_a_new_code_and_the_old_sessions_end(world: World, admin: Visitor) -> None:
    ppid = world.officer("ppid")
    code = code_for(admin, "ppid")
    assert ppid.get("/meja").status == 200
    assert "Kata sandi tersimpan" in use(world, "ppid", code).text
    assert ppid.get("/meja").url.startswith("/meja/masuk")
    assert "Kode masuk baru diterbitkan" in admin.get("/meja/petugas/riwayat").text


def test_a_newer_code_replaces_the_older_and_an_old_one_is_too_late(world: World, admin: Visitor) -> None:
    first = code_for(admin, "ppid")
    second = code_for(admin, "ppid")
    assert use(world, "ppid", first).status == 422
    world.clock.forward(days=3, minutes=1)
    assert use(world, "ppid", second).status == 422


def test_a_code_is_the_officer_s_own(world: World, admin: Visitor) -> None:
    code = code_for(admin, "ppid")
    assert use(world, "superior", code).status == 422
    assert use(world, "ppid", "AAAA-BBBB-CCCC-DDDD").status == 422
    assert use(world, "ppid", code, "pendek").status == 422
    assert use(world, "ppid", code).status == 200


def test_a_dismissed_officer_s_code_opens_nothing(world: World, admin: Visitor) -> None:
    code, other = code_for(admin, "ppid"), code_for(admin, "desk")
    admin.send(admin.get(one("ppid", "berhentikan")), {"reason": "Mutasi"})
    assert use(world, "ppid", code).status == 422
    # Nor does a code that nobody took back: what counts is who holds something now.
    dismissed = c.DismissOfficer(body=BODY, officer=officer_id("desk"), reason="Mutasi")
    world.services.appointing.dismiss(dismissed, admin_actor())
    assert use(world, "desk", other).status == 422


def test_codes_are_guessed_a_few_times_only(world: World, admin: Visitor) -> None:
    code_for(admin, "ppid")
    statuses = [use(world, "ppid", "AAAA-BBBB-CCCC-DDDD").status for _ in range(6)]
    assert statuses == [422] * 5 + [429]


def test_a_name_is_one_officer_s(world: World, admin: Visitor) -> None:
    page = appoint_new(admin, "ppid")
    taken = admin.send(admin.get(page.link("Buat kode masuk")), {"username": "superior"})
    assert taken.status == 422
    assert "sudah dipakai" in taken.error("username")


def test_forgetting_a_second_factor_takes_two_and_ends_the_sessions(world: World, admin: Visitor) -> None:
    doors, officer = world.services.doors, officer_id("ppid")
    secret = doors.totp.offer(officer)
    assert doors.totp.confirm(officer, pyotp.TOTP(secret).at(world.clock.at))
    ppid = world.officer("ppid")
    admin.send(admin.get(one("ppid", "atur-ulang")), {"reason": "Telepon hilang"})
    assert doors.has_second_factor(officer)
    second = browser(world, "admin-dua")
    second.send(second.get(second.get("/meja/petugas").link("Penghapusan")), button="konfirmasi")
    assert not doors.has_second_factor(officer)
    assert ppid.get("/meja").url.startswith("/meja/masuk")


# Why ------------------------------------------------------------------------------------------------------


def test_the_page_says_why_an_officer_may_and_may_not(world: World, admin: Visitor) -> None:
    case = world.at("registered")
    world.follow()
    number = world.request(case).number
    page = admin.get(f"/meja/petugas/wewenang?petugas={hex_of('desk')}&nomor={number}")
    assert page.status == 200
    assert "Langkah ini milik PPID; yang dipegangnya: petugas layanan informasi" in page.text
    assert "request.answer" in page.text
    assert "Sari Wulandari" not in page.text
    assert "Anggaran pelayanan" not in page.text
    lend(world, "ppid", "desk", Role.PPID)
    lent = admin.get(f"/meja/petugas/wewenang?petugas={hex_of('desk')}&nomor={number}").text
    assert "karena pelimpahan, sampai 12 Juni 2026. Dilimpahkan oleh Pejabat PPID" in lent


def test_the_auditor_asks_too_and_no_other_officer(world: World, admin: Visitor) -> None:
    case = world.at("registered")
    world.follow()
    number = world.request(case).number
    auditor = world.officer("auditor")
    assert auditor.get("/meja/petugas/wewenang").status == 200
    page = auditor.get(f"/meja/petugas/wewenang?petugas={hex_of('ppid')}&nomor={number}")
    assert "Memegang peran PPID dengan penunjukan sendiri" in page.text
    assert world.officer("ppid").get("/meja/petugas/wewenang").status == 403


@pytest.mark.parametrize(
    "asked", ["nomor=x&petugas=y", "nomor=%00", "petugas=" + "a" * 32, "nomor=" + "9" * 400]
)
def test_an_odd_question_gets_an_answer(admin: Visitor, asked: str) -> None:
    assert admin.get(f"/meja/petugas/wewenang?{asked}").status == 422


def test_a_case_of_another_body_is_not_there_for_an_administrator(world: World, admin: Visitor) -> None:
    case = world.at("registered")
    world.follow()
    visitor = world.visitor()
    visitor.client.set_cookie(SESSION_COOKIE, open_stranger(world, Role.BODY_ADMIN))
    page = visitor.get(f"/meja/petugas/wewenang?nomor={world.request(case).number}")
    assert page.status == 422
    assert "Tidak ada perkara" in page.text


def test_an_expired_appointment_is_out_at_the_next_page(world: World, admin: Visitor) -> None:
    add_officer(world, "sementara", "Petugas Sementara", Role.SERVICE_DESK, actor=admin_actor())
    officer = browser(world, "sementara", Role.SERVICE_DESK)
    assert officer.get("/meja").status == 200
    admin.send(
        admin.get(one("sementara", "tunjuk")), {"roles": ["service-desk"], **day("until", "2026-06-03")}
    )
    world.clock.forward(hours=7)
    assert browser(world, "sementara", Role.SERVICE_DESK).get("/meja").status == 200
    world.clock.set("2026-06-04", 0, 1)
    assert browser(world, "sementara", Role.SERVICE_DESK).get("/meja").url.startswith("/meja/masuk")


def test_the_pages_speak_english(world: World) -> None:
    appoint_admins(world)
    page = browser(world, "admin", language="en").get("/meja/petugas")
    assert page.status == 200


def test_a_dismissed_auditor_is_out_at_the_next_page(world: World) -> None:
    auditor = world.officer("auditor")
    assert auditor.get("/audit").status == 200
    world.services.directory.dismiss_auditor(
        ac.DismissAuditor(auditor=officer_id("auditor"), reason="Masa tugas selesai"), admin_actor()
    )
    assert auditor.get("/audit").url.startswith("/meja/masuk")


def test_f44_what_another_process_records_holds_at_the_next_page(world: World, admin: Visitor) -> None:
    """F44: the directory is kept for a second in each process, and powers are not."""
    ppid = world.officer("ppid")
    assert ppid.get("/meja").status == 200
    elsewhere = open_services(world.settings, world.clock)
    try:
        elsewhere.directory.dismiss(
            c.DismissOfficer(body=BODY, officer=officer_id("ppid"), reason="Mutasi"), admin_actor()
        )
    finally:
        elsewhere.close()
    assert ppid.get("/meja").url.startswith("/meja/masuk")
