"""What one administrator cannot do alone, or to somebody else's people, whatever a form says."""

from __future__ import annotations

import re

import pytest

from ppid import commands as c
from ppid.appointing import refusals as no
from ppid.appointing.events import AppointmentProposed, OfficerAppointed
from ppid.body import UnknownOfficerError
from ppid.directory import body_stream
from ppid.errors import Language
from ppid.events import Envelope, Event, Role, Stream
from ppid.person import Identity
from tests.web.office.administrators import (
    admin_actor,
    appoint_admins,
    browser,
    end_after,
    offers_form,
    send_unoffered,
)
from tests.web.office.strangers import CODE, OFFICER, open_stranger
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OPERATOR, World, officer_id
from web.account.accounts import Account, UsernameTakenError

ONE_TIME = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}")


@pytest.fixture
def admin(world: World) -> Visitor:
    """Give the browser of the first of two administrators."""
    appoint_admins(world)
    return browser(world, "admin")


def hex_of(officer: Stream) -> str:
    return officer.removeprefix("person-")


def one(username: str, task: str) -> str:
    return f"/meja/petugas/{hex_of(officer_id(username))}/{task}"


def sent_with(admin: Visitor, key: str, *roles: str, name: str = "Sekar Arum") -> Page:
    """Send the form of a new officer with a key that was chosen by whoever sends it."""
    form = admin.get("/meja/petugas/baru")
    return admin.send(form, {"name": name, "roles": list(roles), "idempotency_key": key})


def citizen(world: World) -> Stream:
    return world.request(world.at("registered")).requester


def appointing(officer: Stream, *roles: Role, body: Stream = BODY) -> c.AppointOfficer:
    return c.AppointOfficer(body=body, officer=officer, name="Nama", roles=roles, proposal="p" * 32)


def written(world: World, event: Event) -> None:
    """Put a fact on the body as a release before these rules could have."""
    last = world.services.log.load(BODY)[-1].envelope
    actor = admin_actor()
    at = world.clock.at
    world.services.log.append([Envelope(BODY, last.version + 1, event, at, actor.id, actor.role, BODY)])


# Other people ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["ppid", "head"])
def test_the_key_of_a_form_does_not_choose_whom_it_appoints(world: World, admin: Visitor, role: str) -> None:
    open_stranger(world)
    for person in (OFFICER, citizen(world)):
        sent_with(admin, hex_of(person), role)
        named = {p.officer for p in world.body.appointed.proposals if isinstance(p, AppointmentProposed)}
        assert person not in named | {o.id for o in world.body.officers}
        assert admin.get(f"/meja/petugas/{hex_of(person)}/undang").status == 404
    # What the forms were for is made nevertheless, each once.
    assert len(world.body.officers) + len(world.body.appointed.proposals) == 7 + 2


def test_nobody_who_is_known_otherwise_is_appointed(world: World, admin: Visitor) -> None:
    open_stranger(world)
    for person in (OFFICER, citizen(world)):
        for role in (Role.PPID, Role.HEAD):
            with pytest.raises(no.AnothersPersonError):
                world.services.appointing.appoint(appointing(person, role), admin_actor())
    world.services.appointing.appoint(appointing(officer_id("desk"), Role.PPID), admin_actor())
    dismissed = c.DismissOfficer(body=BODY, officer=officer_id("desk"), reason="Mutasi")
    world.services.appointing.dismiss(dismissed, admin_actor())
    # Who was one of ours may come back.
    world.services.appointing.appoint(appointing(officer_id("desk"), Role.PPID), admin_actor())


def test_a_citizen_who_was_proposed_by_a_past_release_is_not_confirmed(world: World, admin: Visitor) -> None:
    person = citizen(world)
    sealed = world.services.vault.seal(world.services.vault.key_of(person), Identity(name="Nama"))
    written(world, AppointmentProposed("e" * 32, officer_id("admin-dua"), person, sealed, (Role.HEAD,)))
    page = admin.send(admin.get(f"/meja/petugas/usulan/{'e' * 32}"), button="konfirmasi")
    assert page.status == 403
    assert world.body.appointed.officer(person) is None


def test_naming_a_citizen_does_not_hide_who_opens_their_data(world: World, admin: Visitor) -> None:
    person = citizen(world)
    sealed = world.services.vault.seal(world.services.vault.key_of(person), Identity(name="Nama"))
    written(world, AppointmentProposed("e" * 32, officer_id("admin"), person, sealed, (Role.HEAD,)))
    written(world, OfficerAppointed(person, sealed, (Role.PPID,)))
    world.services.directory.body_now(BODY)
    ever = world.services.directory.ever_appointed()
    assert person not in ever
    assert officer_id("ppid") in ever


def test_the_account_of_another_body_is_never_reached(world: World, admin: Visitor) -> None:
    """Even where a log names somebody else's officer as an officer of this body."""
    open_stranger(world)
    services = world.services
    sealed = services.vault.seal(services.vault.key_of(OFFICER), Identity(name="Nama"))
    theirs = services.state.open_session(Account("lain", OFFICER, body_stream(CODE)), "service-desk")
    written(world, OfficerAppointed(OFFICER, sealed, (Role.PPID,)))
    page = admin.get(f"/meja/petugas/{hex_of(OFFICER)}/undang")
    assert "lain" not in page.form("username").values.values()
    for username in ("lain", "lain-lagi"):
        refused = admin.send(page, {"username": username})
        assert refused.status == 422
        assert not ONE_TIME.search(refused.text)
    admin.send(admin.get(f"/meja/petugas/{hex_of(OFFICER)}/berhentikan"), {"reason": "Mutasi"})
    assert services.doors.sessions.find(theirs) is not None


def test_a_code_changes_no_password_of_another_body(world: World) -> None:
    open_stranger(world)
    accounts, invitations = world.services.doors.accounts, world.services.invitations
    ours = Account("lain", OFFICER, BODY)
    assert not accounts.admit(ours, "empat kuda kayu merah", lambda: True)
    assert accounts.sign_in("lain", "empat kuda kayu merah") is None
    with pytest.raises(UsernameTakenError):
        invitations.issue(ours)
    code = invitations.issue(Account("lain", OFFICER, body_stream(CODE)))
    invitations.withdraw(OFFICER, BODY)
    assert invitations.find("lain", code) is not None


# The commission -------------------------------------------------------------------------------------------


def test_the_body_has_no_say_over_the_auditor_who_examines_it(world: World, admin: Visitor) -> None:
    person = "person-" + "6" * 32
    world.services.directory.appoint(appointing(person, Role.AUDITOR), OPERATOR)
    world.services.state.add_account(Account("inspektur", person, BODY), "kata-sandi-panjang-9")
    own = f"/meja/petugas/{hex_of(person)}"
    assert not admin.get(own).has_link("Akhiri penunjukan")
    for task, entries in (
        ("tunjuk", {"roles": ["ppid"]}),
        ("berhentikan", {"reason": "Mutasi"}),
        ("atur-ulang", {"reason": "Telepon hilang"}),
    ):
        page = admin.send(admin.get(f"{own}/{task}"), {**entries})
        assert page.status == 403, task
    page = send_unoffered(admin, f"{own}/undang")
    assert page.status == 403
    assert not ONE_TIME.search(page.text)
    assert world.body.roles_of(person, world.clock.today) == (Role.AUDITOR,)
    assert world.body.appointed.proposals == ()


# What was read --------------------------------------------------------------------------------------------


def test_a_proposal_is_not_exchanged_under_who_is_reading_it(world: World, admin: Visitor) -> None:
    sent_with(admin, "a" * 32, "superior")
    address = admin.get("/meja/petugas").link("Penunjukan")
    second = browser(world, "admin-dua")
    reading = second.get(address)
    admin.send(admin.get(address), {"reason": "Keliru"}, button="tolak")
    # The same form once more, with something else in it, makes nothing.
    sent_with(admin, "a" * 32, "body-admin", name="Boneka")
    assert world.body.appointed.proposals == ()
    # And where an older release took it, what was read is not what would be confirmed.
    key = address.rpartition("/")[2]
    fresh = "person-" + "7" * 32
    key_of = world.services.vault.mint(fresh)
    sealed = world.services.vault.seal(key_of, Identity(name="Boneka"))
    written(world, AppointmentProposed(key, officer_id("admin"), fresh, sealed, (Role.BODY_ADMIN,)))
    page = second.send(reading, button="konfirmasi")
    assert page.status == 422
    assert "bukan lagi yang Anda baca" in page.text
    assert world.body.appointed.officer(fresh) is None


# The way in -----------------------------------------------------------------------------------------------


def test_no_administrator_makes_a_code_for_who_holds_the_highest(world: World, admin: Visitor) -> None:
    for username in ("admin-dua", "superior", "head"):
        page = send_unoffered(admin, one(username, "undang"))
        assert page.status == 403
        assert not ONE_TIME.search(page.text)
        assert world.services.invitations.waiting(officer_id(username)) is None


REASONS = {
    "admin": no.OwnAppointmentError,
    "superior": no.HighestCodeError,
    "head": no.HighestCodeError,
    "unit": UnknownOfficerError,
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_who_may_make_no_code_reads_why_and_gets_no_form(
    world: World, admin: Visitor, language: Language
) -> None:
    end_after(world, "unit", world.clock.today, admin_actor())
    assert offers_form(admin.get(one("unit", "undang")))
    world.clock.forward(days=1)
    reader = browser(world, "admin", language=language)
    for username, reason in REASONS.items():
        page = reader.get(one(username, "undang"))
        assert page.status == 200
        assert reason().sentence(language) in page.text, username
        assert send_unoffered(reader, one(username, "undang")).status == reason.status
    assert offers_form(reader.get(one("desk", "undang")))


def test_the_second_administrator_alone_is_shown_the_first_code(world: World, admin: Visitor) -> None:
    sent_with(admin, "a" * 32, "ppid")
    invite = next(o for o in world.body.officers if o.roles == (Role.PPID,) and o.id != officer_id("ppid"))
    own = f"/meja/petugas/{hex_of(invite.id)}"
    early = ONE_TIME.search(admin.send(admin.get(f"{own}/undang"), {"username": "sekar"}).text)
    assert early
    admin.send(admin.get(f"{own}/tunjuk"), {"roles": ["head"]})
    second = browser(world, "admin-dua")
    second.send(second.get(second.get("/meja/petugas").link("Penunjukan")), button="konfirmasi")
    # What one administrator was shown before is no way in to what two gave.
    assert world.services.invitations.find("sekar", early.group()) is None
    assert send_unoffered(admin, f"{own}/undang", {"username": "sekar"}).status == 403
    shown = second.send(second.get(f"{own}/undang"), {"username": "sekar"})
    assert ONE_TIME.search(shown.text)
