"""Proving a mail address in a browser, as a citizen does it."""

from __future__ import annotations

import re

from ppid.person import Identity
from tests.web.mailing.posting import Box, plain_of, post
from tests.web.visitor import Page, Visitor
from tests.web.world import SARI, World

BUDI = Identity(name="Budi Santoso", number="3276014107900002", address="Depok", email="budi@example.org")


def ask(visitor: Visitor, address: str) -> Page:
    """Ask for a link."""
    return visitor.send(visitor.get("/surel"), {"email": address})


def link_in(box: Box) -> str:
    """The link of the last mail."""
    found = re.search(r"http://localhost(/surel/\S+)", plain_of(box.taken[-1]))
    assert found
    return found.group(1)


def prove(world: World, box: Box, address: str = SARI.email, visitor: Visitor | None = None) -> Visitor:
    """A browser in which the address was proved."""
    browser = visitor or world.visitor()
    ask(browser, address)
    post(world)
    page = browser.send(browser.get(link_in(box)))
    assert page.url == "/saya", page.text[:300]
    return browser


def token_of(browser: Visitor) -> str:
    """The token against forged forms, as it stands in the page's own forms."""
    return str(browser.get("/saya").form().values["csrf_token"])
