"""Every form is taken from a page of ours with its own token, and from nowhere else (F13).

What was typed comes back to who typed it here; what another site wrote is not shown under our name.
"""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.citizen.journey import ANSWERS, fill
from tests.web.visitor import Page
from tests.web.world import PASSWORD, World
from web import flooding

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
THEIRS: tuple[dict[str, str], ...] = (
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    {},
)


def taking(app: Flask) -> list[str]:
    """An address of every route that takes a form; whether anything is there is asked after the token."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            offered = {name: getattr(rule._converters[name], "items", None) for name in rule.arguments}  # noqa: SLF001
            values = {name: min(items) if items else "0" * 32 for name, items in offered.items()}
            found.append(adapter.build(rule.endpoint, values, method="POST"))
    return found


def test_F13_no_address_takes_a_form_without_a_token_of_its_own(world: World) -> None:
    """Whoever asks: nothing is recorded, and the page leads back."""
    case = world.at("delivered")
    people = [world.visitor(), world.tracker(case), world.officer("ppid"), world.officer("auditor")]
    for visitor in people:
        visitor.get("/lacak")  # a session with a token of its own
    foreign = world.visitor().get("/lacak").form("number").values["csrf_token"]
    addresses, before, wrong = taking(world.app), world.services.log.position(), []
    assert len(addresses) > 30
    for url in addresses:
        for number, visitor in enumerate(people):
            for token in (None, "", "palsu", foreign):
                data = {"tombol": "lanjut", "reason": "Tertulis"} | (
                    {} if token is None else {"csrf_token": token}
                )
                answer = Page(visitor.client.post(url, data=data, headers=THEIRS[number]), url)
                if answer.status != 400 or not answer.heading or not answer.links:
                    wrong.append(f"{url} as {number} with {token!r}: {answer.status}")
    assert not wrong, "\n".join(wrong)
    assert world.services.log.position() == before
    assert people[2].get("/meja").status == 200, "nobody was signed out"


@pytest.mark.parametrize("path", ["/meja/masuk"])
def test_F13_nobody_is_signed_in_by_another_site(world: World, path: str) -> None:
    """A form elsewhere cannot sign a victim in under somebody else's name."""
    world.services.log.position()
    client = world.app.test_client()
    theirs = world.visitor().get(path).form("password").values["csrf_token"]
    for token in ("", "palsu", theirs):
        answer = client.post(path, data={"username": "ppid", "password": PASSWORD, "csrf_token": token})
        assert answer.status_code == 400
        assert not [c for c in answer.headers.getlist("Set-Cookie") if "meja" in c]


WORDS = "Notulen rapat anggaran <b>2025</b>"


def stale(world: World, headers: dict[str, str]) -> Page:
    """An answer to a citizen's form whose token has gone stale."""
    visitor = world.visitor()
    page = fill(visitor, {}, upto="identitas")
    body = {**dict(page.form().values), "name": WORDS, "csrf_token": "basi"}
    return Page(visitor.client.post(page.url, data=body, headers=headers), page.url)


def test_F13_what_was_typed_comes_back_and_can_be_sent_again(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, {}, upto="identitas")
    body = {**dict(page.form().values), **ANSWERS["identitas"], "name": WORDS, "csrf_token": "basi"}
    answer = Page(visitor.client.post(page.url, data=body, headers=OURS), page.url)
    assert answer.status == 400
    assert "Notulen rapat anggaran <b>2025</b>" in answer.text
    assert "<b>2025" not in answer.html
    form = answer.form("name")
    assert form.values["name"] == WORDS
    again = visitor.send(answer, {"name": "Sari"}, follow=False)
    assert again.status == 303, again.text


@pytest.mark.parametrize("headers", THEIRS)
def test_F13_what_another_site_wrote_is_not_shown_under_our_name(
    world: World, headers: dict[str, str]
) -> None:
    answer = stale(world, headers)
    assert answer.status == 400
    assert "Notulen" not in answer.html
    assert not [form for form in answer.forms if "name" in form.names]


def test_F13_passwords_and_codes_are_never_written_back(world: World) -> None:
    visitor = world.visitor()
    body = {
        "username": "ppid",
        "password": "rahasia-benar",
        "csrf_token": "basi",
        "number": "0001/X",
        "code": "ABCD-EFGH",
    }
    for path in ("/meja/masuk", "/lacak"):
        answer = Page(visitor.client.post(path, data=body, headers=OURS), path)
        assert answer.status == 400
        assert "rahasia-benar" not in answer.html
        assert "ABCD-EFGH" not in answer.html
        assert not answer.forms or all("username" not in form.names for form in answer.forms)


# Too much from one source ---------------------------------------------------------------------------------


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the limits of a flood small enough to reach."""
    for name in ("FILINGS", "WRITING", "COSTLY"):
        monkeypatch.setattr(flooding, name, getattr(flooding, name)._replace(most=3))


def test_F14_a_flood_of_forms_is_stopped_and_gives_back_what_was_typed(world: World, narrow: None) -> None:
    visitor = world.visitor()
    page = visitor.get("/lacak")
    entries = {"number": "0001/PPID-X/VI/2026", "code": "AAAA-AAAA-AAAA"}
    for _ in range(3):
        assert visitor.send(page, entries).status == 422
    body = {**dict(page.form("number").values), **entries}
    stopped = Page(
        visitor.client.post(
            "/lacak", data=body, headers=OURS, environ_overrides={"REMOTE_ADDR": visitor.address}
        ),
        "/lacak",
    )
    assert stopped.status == 429
    assert "0001/PPID-X/VI/2026" in stopped.text
    assert "AAAA-AAAA" not in stopped.html
    assert 0 < int(stopped.response.headers["Retry-After"]) <= 5 * 60
    assert world.visitor(address="198.51.100.3").send(page, entries).status != 429, "nobody else has to wait"


def test_F14_after_a_part_of_the_time_one_more_goes_through(world: World, narrow: None) -> None:
    visitor = world.visitor()
    for _ in range(3):
        assert visitor.get("/daftar-informasi?cari=anggaran").status == 200
    stopped = visitor.get("/daftar-informasi?cari=anggaran")
    assert stopped.status == 429
    world.clock.forward(seconds=int(stopped.response.headers["Retry-After"]))
    assert visitor.get("/daftar-informasi?cari=anggaran").status == 200
    assert visitor.get("/daftar-informasi?cari=anggaran").status == 429


def test_reading_officers_and_this_machine_are_never_limited(world: World, narrow: None) -> None:
    citizen, officer = world.visitor(), world.officer("ppid")
    here = world.visitor(address="127.0.0.1")
    for _ in range(9):
        assert citizen.get("/daftar-informasi").status == 200
        assert officer.get("/meja?cari=sari").status == 200
        assert here.get("/daftar-informasi?cari=anggaran").status == 200


def test_a_filing_that_is_stopped_stays_in_its_draft(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "FILINGS", flooding.FILINGS._replace(most=1))
    first, second = world.visitor(), world.visitor()
    assert first.send(fill(first)).heading == "Permohonan diterima"
    page = fill(second)
    stopped = second.send(page)
    assert stopped.status == 429
    assert stopped.response.headers["Retry-After"] == "3600"
    world.clock.forward(minutes=61)
    assert second.send(second.get(page.url)).heading == "Permohonan diterima"
