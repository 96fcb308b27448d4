"""What officers do at the door, in the words of the stories: sign in, type a code, set up an application."""

from __future__ import annotations

import pyotp

from tests.web.visitor import Page, Visitor
from tests.web.world import PASSWORD, World, officer_id
from web.account import cookies

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


def type_password(visitor: Visitor, username: str = "ppid", password: str = PASSWORD, back: str = "") -> Page:
    """Fill in the sign-in page, and go on to where it leads."""
    page = visitor.get("/meja/masuk", query_string={"kembali": back} if back else {})
    return visitor.send(page, {"username": username, "password": password})


def application(world: World, username: str = "ppid") -> pyotp.TOTP:
    """Set up an authenticator application for an officer, and give it. Its first code is used up."""
    officer, totp = officer_id(username), world.services.doors.totp
    app = pyotp.TOTP(totp.offer(officer))
    assert totp.confirm(officer, code_of(world, app))
    world.clock.forward(seconds=60)
    return app


def code_of(world: World, app: pyotp.TOTP, steps: int = 0) -> str:
    """What the application shows now, or some steps from now."""
    return str(app.at(int(world.clock().timestamp()) + 30 * steps))


def secret_on(page: Page) -> pyotp.TOTP:
    """The application after its key was typed from a page."""
    found = page.html.split('class="ppid-code" translate="no">')[1].split("<")[0]
    return pyotp.TOTP(found.replace(" ", ""))


def holds(visitor: Visitor, kind: str = cookies.SESSION) -> str:
    """The token that this browser holds."""
    cookie = visitor.client.get_cookie(kind)
    return cookie.value if cookie else ""


def is_in(visitor: Visitor) -> bool:
    """Whether this browser gets to the desk."""
    return visitor.get("/meja").url == "/meja"


def kinds(world: World, username: str = "ppid") -> list[str]:
    """The kinds of an officer's access records, the oldest first."""
    return [r.kind.value for r in reversed(world.services.records.of_officer(officer_id(username), 100))]
