"""Two administrators of the body of the world, and their browsers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ppid import commands as c
from ppid.events import Actor, Role, Stream
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OFFICERS, OPERATOR, World, officer_id
from web.access import SESSION_COOKIE
from web.state import Account

ADMINS = {"admin": "Ratih Admin", "admin-dua": "Bayu Admin"}


def appoint_admins(world: World, *names: str) -> None:
    """Have the operator appoint the first administrators, each with an account."""
    for username in names or tuple(ADMINS):
        add_officer(world, username, ADMINS[username], Role.BODY_ADMIN)


def add_officer(world: World, username: str, name: str, *roles: Role, actor: Actor = OPERATOR) -> Stream:
    """Appoint somebody who may sign in."""
    officer = officer_id(username)
    world.services.directory.appoint(
        c.AppointOfficer(body=BODY, officer=officer, name=name, roles=roles, position=name), actor
    )
    world.services.state.add_account(Account(username, officer, BODY), "kata-sandi-panjang-9")
    return officer


def end_after(world: World, username: str, until: date, by: Actor = OPERATOR) -> Stream:
    """Set the last day of an officer's term, in the role they hold."""
    role, unit, name = OFFICERS[username]
    officer = officer_id(username)
    world.services.directory.appoint(
        c.AppointOfficer(
            body=BODY, officer=officer, name=name, roles=(role,), unit=unit, position=name, until=until
        ),
        by,
    )
    return officer


def browser(world: World, username: str, role: Role = Role.BODY_ADMIN, language: str = "id") -> Visitor:
    """A browser in which an officer is signed in, in a role."""
    visitor = world.visitor(language)
    account = Account(username, officer_id(username), BODY)
    visitor.client.set_cookie(SESSION_COOKIE, world.services.state.open_session(account, role.value))
    return visitor


def offers_form(page: Page) -> bool:
    """Whether a page holds a form beside the one that signs out."""
    return any(form.method == "post" and not form.action.endswith("/keluar") for form in page.forms)


def send_unoffered(admin: Visitor, address: str, entries: Mapping[str, str] | None = None) -> Page:
    """Post to a page that offers this administrator no form to post with."""
    page = admin.get(address)
    assert not offers_form(page)
    return admin.post(address, {"csrf_token": page.form().values["csrf_token"], **(entries or {})})


def admin_actor(username: str = "admin") -> Actor:
    """An administrator, as the rules know them."""
    return Actor(officer_id(username), Role.BODY_ADMIN, BODY)
