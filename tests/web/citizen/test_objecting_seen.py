"""The pages of objections in a real browser, without scripts: on a phone and a screen, in both languages.

With SHOTS=folder in the environment each page is also drawn there.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from ppid.objection.vocabulary import Verdict
from tests import attached
from tests.browser import Pages
from tests.journeys.looking import Looker
from tests.web.citizen.test_accessible import address, press
from tests.web.citizen.test_objecting import answer, only
from tests.web.citizen.test_periodic import WHAT, WHO
from tests.web.world import World

__all__ = ["address"]

AGENT = {"name": "Budi Santoso", "number": "3276014107900002", "address": "Jalan Kenanga 7, Depok"}
MANDATE = {"name": "kuasa.pdf", "mimeType": "application/pdf", "buffer": attached.pdf("kuasa")}


class Listener(Looker):
    """Looks as the others do, but lets people write in a language of their own."""

    def _foreign(self, page: Page) -> list[str]:
        written = " ".join(page.locator(".ppid-user-text").all_inner_texts()).lower()
        return [word for word in super()._foreign(page) if word not in written.split()]


class Walk:
    """Somebody at a browser, who looks at every page they come to."""

    def __init__(self, world: World, address: str, page_of: Pages, language: str) -> None:
        self.page = page_of(360, language=language)
        self.page.context.add_cookies([{"name": "bahasa", "value": language, "url": address}])
        self.looker = Listener(language)
        self.world, self.address = world, address

    def look(self, name: str) -> None:
        """Judge the page as it stands."""
        self.looker.look(self.page, name)

    def open(self, path: str, name: str) -> None:
        """Open an address and look."""
        self.page.goto(f"{self.address}{path}")
        self.look(name)

    def prove(self, number: str, code: str) -> None:
        """Enter number and code."""
        self.page.goto(f"{self.address}/lacak")
        self.page.fill("[name=number]", number)
        self.page.fill("[name=code]", code)
        press(self.page)

    def press(self, name: str) -> None:
        """Send the form and look at what comes."""
        press(self.page)
        self.look(name)

    def fill(self, values: dict[str, str]) -> None:
        """Type into the form."""
        for entry, value in values.items():
            found = self.page.locator(f"main [name='{entry}']")
            if found.first.get_attribute("type") in {"radio", "checkbox"}:
                self.page.locator(f"main [name='{entry}'][value='{value}']").check(force=True)
            else:
                found.fill(value)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_objecting_to_a_refusal_and_going_on_to_the_commission(
    world: World, address: str, page_of: Pages, language: str
) -> None:
    case = world.at("refusal-received")
    walk = Walk(world, address, page_of, language)
    walk.prove(world.request(case).number, world.services.vault.access_code(case))
    walk.look("refused")
    walk.open("/lacak/keberatan/ajukan", "write")
    walk.fill({"case": "", "represented": "ya"})
    walk.press("write-errors")
    walk.fill({"grounds": "a", "case": "Anggaran adalah informasi terbuka."})
    walk.press("agent")
    walk.press("agent-errors")
    walk.fill(AGENT)
    walk.page.locator("[type=file]").set_input_files(MANDATE)  # type: ignore[arg-type]
    walk.press("check")
    walk.press("receipt")
    walk.open("/lacak/permohonan", "waiting")
    walk.open("/lacak/keberatan/1", "objection")
    walk.open("/lacak/keberatan/1/cabut", "withdraw")
    answer(world, case, Verdict.PARTLY_OVERTURNED)
    walk.open("/lacak/keberatan/1", "answered")
    walk.open("/lacak/keberatan/1/terima", "received")
    walk.open("/lacak/keberatan/1/komisi", "commission-not-received")
    walk.open("/lacak/permohonan", "answered-request")
    world.clock.set("2026-07-02")
    walk.prove(only(world, case).number, world.services.vault.access_code(only(world, case).stream))
    walk.look("order-late")
    assert not walk.looker.faults, "\n".join(walk.looker.faults)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_silence_on_a_request_and_on_its_objection(
    world: World, address: str, page_of: Pages, language: str
) -> None:
    case = world.at("complete")
    world.clock.set("2026-06-18")
    walk = Walk(world, address, page_of, language)
    walk.prove(world.request(case).number, world.services.vault.access_code(case))
    walk.look("silent")
    walk.open("/lacak/keberatan/ajukan", "write-silent")
    press(walk.page)
    walk.press("receipt-silent")
    world.clock.set("2026-08-03")
    walk.prove(world.request(case).number, world.services.vault.access_code(case))
    walk.look("objection-silent")
    walk.open("/lacak/keberatan/1/komisi", "commission")
    world.clock.set("2026-09-03")
    walk.prove(world.request(case).number, world.services.vault.access_code(case))
    walk.open("/lacak/keberatan/1/komisi", "commission-late")
    walk.open("/lacak/keberatan/ajukan", "nothing-to-object")
    assert not walk.looker.faults, "\n".join(walk.looker.faults)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_objecting_about_periodic_information(
    world: World, address: str, page_of: Pages, language: str
) -> None:
    walk = Walk(world, address, page_of, language)
    walk.open("/", "home")
    walk.open("/hak", "rights")
    walk.open("/lacak", "find")
    walk.open("/keberatan-berkala", "periodic")
    walk.press("periodic-errors")
    walk.fill({name: str(value) for name, value in WHAT.items()} | {"found_on-month": "1"})
    walk.press("who")
    walk.press("who-errors")
    walk.fill({name: str(value) for name, value in WHO.items()})
    walk.press("check-periodic")
    walk.press("receipt-periodic")
    assert not walk.looker.faults, "\n".join(walk.looker.faults)
