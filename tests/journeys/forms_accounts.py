"""The forms of the door and of one's own account: passwords, codes, keys, sessions, and single sign-on.

Each is filled in by somebody new, so that what one changes about the way in is in nobody else's way.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from ppid.events import Role
from tests.journeys.specimens import PASSWORD, Opened, Specimen, around, filled_in, newcomer
from tests.serving import serving
from tests.web.account.conftest import strict
from tests.web.account.officers import application, code_of, secret_on, type_password
from tests.web.account.oidc import Liar
from tests.web.account.test_own import NEW
from tests.web.account.test_single_sign_on import back, link_there, trusting
from tests.web.office.administrators import browser
from tests.web.visitor import Page
from tests.web.world import BODY, World, app_of, officer_id
from web.files.scans import Scans
from web.state import Account

ACCOUNT = "/meja/akun"
PROOF = "/meja/bukti"
CHOSEN = {"fresh": NEW, "again": NEW}
DESK = Role.SERVICE_DESK


def _page(address: str, *, secured: bool = False) -> Callable[[World], Opened]:
    """A page of one's own account, of somebody who has an application where it is ``secured``."""

    def reach(world: World) -> Opened:
        username = newcomer(world)
        if secured:
            application(world, username)
        visitor = browser(world, username, DESK)
        return visitor, visitor.get(address)

    return reach


def _sessions(world: World) -> Opened:
    """The page of an account that is signed in elsewhere too."""
    username = newcomer(world)
    browser(world, username, DESK)
    here = browser(world, username, DESK)
    return here, here.get(ACCOUNT)


def _one_session(world: World) -> Opened:
    here, page = _sessions(world)
    return here, filled_in(page, sesi=page.form("sesi").buttons[0])


def _invited(world: World) -> Opened:
    username = newcomer(world)
    code = world.services.invitations.issue(Account(username, officer_id(username), BODY))
    visitor = world.visitor()
    return visitor, filled_in(visitor.get("/meja/undangan"), username=username, code=code)


# The second step ------------------------------------------------------------------------------------------


def _proving(world: World) -> Opened:
    username = newcomer(world)
    app = application(world, username)
    visitor = browser(world, username, DESK)
    return visitor, filled_in(visitor.get(PROOF), code=code_of(world, app))


def _second_step(world: World) -> Opened:
    username = newcomer(world)
    app, visitor = application(world, username), world.visitor()
    return visitor, filled_in(type_password(visitor, username, PASSWORD), code=code_of(world, app))


def _first_factor(world: World) -> Opened:
    visitor = around(world, "strict", strict).visitor()
    page = type_password(visitor, newcomer(world), PASSWORD)
    return visitor, filled_in(page, code=code_of(world, secret_on(page)))


def _application(world: World) -> Opened:
    visitor, page = _page(f"{ACCOUNT}/aplikasi")(world)
    return visitor, filled_in(page, code=code_of(world, secret_on(page)))


def _key(world: World) -> Opened:
    """The page of an officer's passkeys, with one on it."""
    username = newcomer(world)
    with world.services.state.database.transaction() as c:
        c.execute(
            "INSERT INTO passkey VALUES (?, ?, 'Kunci', '', 0, '2026-06-02T00:00:00+00:00', '', '')",
            (secrets.token_urlsafe(12), officer_id(username)),
        )
    visitor = browser(world, username, DESK)
    page = visitor.get(f"{ACCOUNT}/kunci")
    return visitor, filled_in(page, kunci=page.form("kunci").buttons[0])


# Single sign-on -------------------------------------------------------------------------------------------


def _trusting(world: World, liar: Liar) -> World:
    """The world of an operator who named this provider."""
    liar.now = int(world.clock().timestamp())
    liar.claims = {"sub": secrets.token_hex(4)}
    return trusting(world, world.settings.files.parent, liar.issuer)


def _link(world: World) -> Opened:
    """The page that leads to the provider, which has said already where it is."""
    liar = Liar()
    with serving(liar.app()) as server:
        liar.issuer = f"http://localhost:{server.port}"
        office = _trusting(world, liar)
        assert office.services.doors.provider
        office.services.doors.provider.endpoints()
    visitor = browser(office, newcomer(world), DESK)
    return visitor, visitor.get(f"{ACCOUNT}/tunggal")


def _linking(world: World) -> Opened:
    """The page that shows the account that the provider saw."""
    liar = Liar()
    with serving(liar.app()) as server:
        liar.issuer = f"http://localhost:{server.port}"
        visitor = browser(_trusting(world, liar), newcomer(world), DESK)
        return visitor, back(visitor, liar.answer_to(link_there(visitor)))


def _linked(world: World) -> Opened:
    username = newcomer(world)
    world.services.doors.links.link("https://masuk.example", username, officer_id(username))
    visitor = browser(world, username, DESK)
    return visitor, visitor.get(f"{ACCOUNT}/tunggal/lepas")


# A file that nobody scanned -------------------------------------------------------------------------------


def _without_scanner(world: World) -> World:
    """The world of an operator who has a scanner, which is away."""
    parts = world.services
    scans = Scans(parts.state.database, parts.vault, parts.files, world.clock, "localhost:1")
    services = replace(parts, scans=scans)
    return replace(world, services=services, app=app_of(services))


def _unscanned(world: World) -> Opened:
    case = world.at("registered").removeprefix("request-")
    desk = around(world, "scanner", _without_scanner).officer("desk")
    page: Page = desk.get(f"/meja/permohonan/{case}/berkas/1")
    assert page.status == 409, "the file was given without a question"
    page.status = 200
    return desk, page


ACCOUNTS: tuple[Specimen, ...] = (
    Specimen(
        "akun/kata-sandi",
        "account.change_password",
        _page(f"{ACCOUNT}/kata-sandi"),
        {"password": PASSWORD, **CHOSEN},
        "password",
    ),
    Specimen("akun/sesi", "account.end_sessions", _sessions, holds="tombol", button="lain"),
    Specimen("akun/sesi/satu", "account.end_sessions", _one_session, holds="sesi"),
    Specimen("bukti/kata-sandi", "fresh.prove", _page(PROOF), {"password": PASSWORD}, "password"),
    Specimen("bukti/kode", "fresh.prove", _proving, holds="code"),
    Specimen("undangan", "invited.choose", _invited, CHOSEN, "username"),
    Specimen("masuk/kode", "second.step", _second_step, holds="code"),
    Specimen("masuk/pasang", "second.set_up", _first_factor, holds="code"),
    Specimen("akun/aplikasi", "factors.application", _application, holds="code"),
    Specimen(
        "akun/aplikasi/lepas", "factors.remove_application", _page(f"{ACCOUNT}/aplikasi/lepas", secured=True)
    ),
    Specimen("akun/pemulihan", "factors.recovery", _page(f"{ACCOUNT}/pemulihan", secured=True)),
    Specimen("akun/kunci/lepas", "passkey.remove", _key, holds="kunci"),
    Specimen("akun/tunggal", "single.link", _link, action=f"{ACCOUNT}/tunggal"),
    Specimen("akun/tunggal/akun", "single.link", _linking, holds="akun"),
    Specimen("akun/tunggal/lepas", "single.unlink", _linked),
    Specimen("berkas/buka", "files.open_unscanned", _unscanned, holds="token", records=True),
)
