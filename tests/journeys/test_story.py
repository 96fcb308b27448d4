"""The whole life of a request in a real browser without scripts, on a small screen, in both languages.

Filed, found incomplete, completed, extended, partly refused, received, delivered, and replayed by an auditor
to the day before the extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import attached
from tests.browser import Pages
from tests.journeys.looking import Looker
from tests.serving import served
from tests.web.exempting import row_value
from tests.web.world import PASSWORD, PNG, World

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]

TYPED = {
    "id": {
        "information": "Rincian anggaran pelayanan SIM tahun 2025",
        "purpose": "Penelitian skripsi tentang biaya layanan",
        "note": "Lampiran yang benar menyusul.",
        "lacking": "Foto KTP tidak terbaca.",
        "reason": "Data masih dihimpun dari tiga satuan.",
        "material": "Rincian anggaran tanpa nomor rekening",
        "black": "Nomor rekening petugas",
        "why": "Mengungkap rahasia pribadi.",
        "proof": "Dikirim melalui halaman ini.",
    },
    "en": {
        "information": "Budget of driving licence services in 2025",
        "purpose": "Thesis about service costs",
        "note": "Correct attachment follows.",
        "lacking": "Photo of identity card is unreadable.",
        "reason": "Three units are still gathering figures.",
        "material": "Budget lines without account numbers",
        "black": "Account numbers of officers",
        "why": "Reveals personal secrets.",
        "proof": "Sent through these pages.",
    },
}
DAYS = {
    "id": {"17": "17 Juni 2026", "26": "26 Juni 2026", "8": "8 Juni 2026"},
    "en": {"17": "17 June 2026", "26": "26 June 2026", "8": "8 June 2026"},
}
CONSEQUENCE = {"id": "Belum ada yang dicatat", "en": "Nothing has been recorded"}
PDF = attached.pdf("budget")
ACTS = "main form button[name=tombol]"


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page
    base: str
    looker: Looker

    @property
    def text(self) -> str:
        """What the page says."""
        return re.sub(r"\s+", " ", self.page.locator("body").text_content() or "")

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.removeprefix(self.base)

    def open(self, path: str, name: str = "", *, status: int = 200) -> None:
        """Open an address and look at what comes."""
        response = self.page.goto(self.base + path)
        assert response is not None
        assert response.status == status, (path, response.status, self.text[:500])
        self._looked(name)

    def follow(self, selector: str, name: str = "") -> None:
        """Click a link or button that leads to a page, and look at it."""
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self._looked(name)

    def type(self, values: Mapping[str, str | Path]) -> None:
        """Fill in entries: text where there is a text entry, choices by their value, files by path."""
        for name, value in values.items():
            entry = self.page.locator(f"main [name='{name}']")
            kind = entry.first.get_attribute("type") or entry.first.evaluate("e => e.localName")
            if kind == "file":
                entry.set_input_files(value)
            elif kind in {"radio", "checkbox"}:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "select":
                entry.select_option(str(value))
            else:
                entry.fill(str(value))

    def send(
        self, values: Mapping[str, str | Path], name: str = "", button: str = "main form button"
    ) -> None:
        """Fill in the form, press its button, and look at what comes."""
        self.type(values)
        self.follow(button, name)

    def sign_in(self, username: str, name: str = "") -> None:
        """Sign in at the desk."""
        self.open("/meja/masuk", f"sign-in-{name}" if name else "")
        self.send({"username": username, "password": PASSWORD}, name)

    def _looked(self, name: str) -> None:
        if name:
            self.looker.look(self.page, name)


@dataclass
class Stage:
    """The world behind a real server, with browsers of one language."""

    world: World
    base: str
    pages: Pages
    language: str
    looker: Looker
    files: Path
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """A browser that has chosen its language on the start page; the same one whenever asked."""
        if name not in self.people:
            page = self.pages(360, language=self.language)
            someone = Person(page, self.base, self.looker)
            someone.open("/")
            if self.language == "en":
                someone.follow("a[hreflang=en]")
            self.people[name] = someone
        return self.people[name]

    def typed(self, name: str) -> str:
        """What people of this language type."""
        return TYPED[self.language][name]

    def day(self, name: str) -> str:
        """A day of June as this language writes it."""
        return DAYS[self.language][name]


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """Serve the world on a free port, with its follower running."""
    world.services.follower.start()
    with served(world.app) as address:
        yield address


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_whole_story(world: World, address: str, page_of: Pages, tmp_path: Path, language: str) -> None:
    (tmp_path / "ktp.png").write_bytes(PNG)
    (tmp_path / "anggaran.pdf").write_bytes(PDF)
    stage = Stage(world, address, page_of, language, Looker(language), tmp_path)
    number, code = citizen_files(stage)
    case = officer_finds_incomplete(stage, number)
    citizen_completes(stage, number, code)
    officer_extends(stage, case)
    officer_refuses_partly(stage, case)
    citizen_reads(stage, number, code)
    officer_delivers(stage, case)
    citizen_downloads(stage, number, code)
    auditor_replays(stage, case)
    assert not stage.looker.faults, "\n".join(stage.looker.faults)


def citizen_files(stage: Stage) -> tuple[str, str]:
    citizen = stage.person("citizen")
    citizen.looker.look(citizen.page, "start")
    citizen.follow("main a[href='/ajukan']", "begin")
    citizen.follow("main form button", "who")
    for name, values in (
        ("identity", {"requester_kind": "individual"}),
        (
            "contact",
            {"name": "Sari Wulandari", "number": "3276014107900001", "address": "Jalan Melati 5, Depok"},
        ),
        ("represented", {"phone": "081200000001", "email": "sari@example.org"}),
        ("documents", {"represented": "tidak"}),
        ("information", {"berkas-identity": stage.files / "ktp.png"}),
        ("purpose", {"information": stage.typed("information")}),
        ("way", {"purpose": stage.typed("purpose")}),
        ("delivery", {"way": "copy-soft"}),
        ("check", {"delivery": "email"}),
    ):
        citizen.send(values, name)
    assert stage.typed("information") in citizen.text
    citizen.follow("main form button", "receipt")
    assert citizen.path == "/ajukan/selesai"
    assert stage.day("17") in citizen.text
    citizen.page.locator("details summary").first.click()
    citizen.looker.look(citizen.page, "receipt-why")
    number = re.search(r"\d{4}/PPID-POLDA-X/VI/2026", citizen.text)
    assert number
    return number[0], (citizen.page.locator(".ppid-code").text_content() or "").strip()


def officer_finds_incomplete(stage: Stage, number: str) -> str:
    stage.world.clock.set("2026-06-03")
    desk = stage.person("desk")
    desk.sign_in("desk", "worklist")
    desk.follow(f"main a:has-text('{number[:4]}')", "case-registered")
    case = desk.path
    assert stage.typed("information") in desk.text
    desk.open(f"{case}/find-incomplete", "find-incomplete")
    desk.type({"missing": "identity-document", "note": stage.typed("lacking")})
    desk.send({"missing": "purpose"}, "find-incomplete-check", f"{ACTS}[value=periksa]")
    assert CONSEQUENCE[stage.language] in desk.text
    desk.follow(f"{ACTS}[value=catat]", "case-incomplete")
    desk.open(f"{case}/letter-received", "letter-received")
    desk.follow(f"{ACTS}[value=periksa]", "letter-received-check")
    assert stage.day("8") in desk.text
    desk.follow(f"{ACTS}[value=catat]", "case-letter-received")
    assert desk.path == case
    return case


def track(stage: Stage, number: str, code: str, name: str) -> Person:
    """The citizen comes back, with number and code."""
    citizen = stage.person("citizen")
    citizen.open("/lacak", f"find-{name}" if name == "incomplete" else "")
    citizen.send({"number": number, "code": code}, f"tracked-{name}", "main form:has([name=number]) button")
    assert citizen.path == "/lacak/permohonan", citizen.text
    return citizen


def citizen_completes(stage: Stage, number: str, code: str) -> None:
    stage.world.clock.set("2026-06-04")
    citizen = track(stage, number, code, "incomplete")
    assert stage.day("8") in citizen.text
    citizen.open("/lacak/lengkapi", "complete")
    citizen.send(
        {
            "purpose": stage.typed("purpose"),
            "berkas-identity": stage.files / "ktp.png",
            "note": stage.typed("note"),
        },
        "tracked-completed",
    )
    assert citizen.path == "/lacak/permohonan", citizen.text


def officer_extends(stage: Stage, case: str) -> None:
    stage.world.clock.set("2026-06-05")
    desk = stage.person("desk")
    desk.sign_in("desk")
    desk.open(f"{case}/find-complete", "find-complete")
    desk.follow(f"{ACTS}[value=catat]", "case-complete")
    assert desk.path == case
    stage.world.clock.set("2026-06-08")
    ppid = stage.person("ppid")
    ppid.sign_in("ppid")
    ppid.open(case, "case-of-ppid")
    ppid.open(f"{case}/extend", "extend")
    assert stage.day("26") in ppid.text, "the consequence is told before anything is typed"
    ppid.send(
        {"ground": "not-yet-held", "reason": stage.typed("reason")},
        "extend-check",
        f"{ACTS}[value=periksa]",
    )
    assert CONSEQUENCE[stage.language] in ppid.text
    assert stage.day("26") in ppid.text
    ppid.follow(f"{ACTS}[value=catat]", "case-extended")
    assert ppid.path == case


def officer_refuses_partly(stage: Stage, case: str) -> None:
    stage.world.clock.set("2026-06-22")
    stage.world.exempt()
    stage.world.follow()
    ppid = stage.person("ppid")
    ppid.sign_in("ppid")
    ppid.open(f"{case}/answer", "answer-choice")
    ppid.send({"outcome": "partly-granted"}, "answer")
    ppid.send(
        {
            "material": stage.typed("material"),
            "blackout_1_material": stage.typed("black"),
            "blackout_1_reason": stage.typed("why"),
            "blackout_1_article": "17(h)(3)",
            "blackout_1_exemption": row_value(2),
            "formats": "soft",
        },
        "answer-check",
        f"{ACTS}[value=periksa]",
    )
    assert CONSEQUENCE[stage.language] in ppid.text
    assert stage.typed("black") in ppid.text
    ppid.follow(f"{ACTS}[value=catat]", "case-answered")
    assert ppid.path == case, ppid.text


def citizen_reads(stage: Stage, number: str, code: str) -> None:
    stage.world.clock.set("2026-06-23")
    citizen = track(stage, number, code, "answered")
    citizen.open("/lacak/pemberitahuan", "notice")
    assert stage.typed("black") in citizen.text
    assert "17" in citizen.text
    citizen.open("/lacak/permohonan")
    letter = citizen.page.locator("a[href^='/lacak/surat/']").first.get_attribute("href")
    assert citizen.page.request.get(stage.base + str(letter)).body().startswith(b"%PDF")
    citizen.open("/lacak/terima", "received")
    citizen.follow("main form button", "tracked-received")
    assert citizen.path == "/lacak/permohonan", citizen.text


def officer_delivers(stage: Stage, case: str) -> None:
    stage.world.clock.set("2026-06-24")
    desk = stage.person("desk")
    desk.sign_in("desk")
    desk.open(f"{case}/deliver", "deliver")
    desk.send(
        {"documents": stage.files / "anggaran.pdf", "proof": stage.typed("proof")},
        "case-delivered",
        f"{ACTS}[value=catat]",
    )
    assert desk.path == case, desk.text


def citizen_downloads(stage: Stage, number: str, code: str) -> None:
    citizen = track(stage, number, code, "delivered")
    link = citizen.page.locator("a[href^='/lacak/berkas/informasi/']").first.get_attribute("href")
    assert citizen.page.request.get(stage.base + str(link)).body() == PDF


def auditor_replays(stage: Stage, case: str) -> None:
    stage.world.clock.set("2026-06-25")
    auditor = stage.person("auditor")
    auditor.sign_in("auditor", "audit-front")
    auditor.follow("main a[href='/audit/kasus']", "audit-list")
    seen = case.replace("/meja/", "/audit/")
    auditor.follow(f"main a[href^='{seen}']", "audit-now")
    assert stage.day("26") in auditor.text
    now = facts_on(auditor)
    auditor.send({"per-day": "7", "per-month": "6", "per-year": "2026"}, "audit-before-extension")
    before = facts_on(auditor)
    assert stage.day("17") in auditor.text
    assert before < now
    assert stage.typed("reason") not in auditor.text.split("<pre")[0]
    assert extension_of(stage, auditor.page) == ""
    auditor.send({"per-day": "8", "per-month": "6", "per-year": "2026"}, "audit-after-extension")
    assert facts_on(auditor) == before + 1
    assert extension_of(stage, auditor.page)


def facts_on(auditor: Person) -> int:
    """How many facts the page shows."""
    return auditor.page.locator("li[id^='fakta-']").count()


def extension_of(stage: Stage, page: Page) -> str:
    """The raw fact of an extension, where the page shows one."""
    raw = page.locator("pre").all_text_contents()
    return next((fact for fact in raw if stage.typed("reason") in fact), "")
