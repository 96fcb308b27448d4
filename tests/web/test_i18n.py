"""Both languages are whole, the reader chooses, and choosing never leaves the site."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment, nodes

from tests.web.component_pages import create_app
from web import i18n

HERE = i18n.HERE
CALLS = {"_", "gettext"}


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_every_sentence_has_english_words() -> None:
    gaps = [f"{words!r} in {', '.join(files)}" for words, files in i18n.missing().items()]
    assert not gaps, "python -m web.i18n missing; then fill FILE. Without English:\n" + "\n".join(gaps)


def test_english_keeps_every_placeholder() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\(\w+\)s", text))

    wrong = [m.id for m in i18n.read_catalogue() if m.id and names(str(m.id)) != names(str(m.string))]
    assert wrong == []


def test_every_sentence_can_be_filled_in() -> None:
    """A lone percent sign would break the page; it is written twice."""
    for message in i18n.read_catalogue():
        values = dict.fromkeys(re.findall(r"%\((\w+)\)s", str(message.id)), "x")
        for text in (str(message.id), str(message.string)):
            assert text % values is not None


def constant_calls() -> Iterator[tuple[str, bool]]:
    """Where words are asked for, and whether they are a constant."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    for path in (HERE / "templates").rglob("*.html"):
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in CALLS:
                yield f"{path.name}:{call.lineno}", isinstance(call.args[0], nodes.Const)
    for path in HERE.rglob("*.py"):
        for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(found, ast.Call) and isinstance(found.func, ast.Name) and found.func.id in CALLS:
                yield f"{path.name}:{found.lineno}", isinstance(found.args[0], ast.Constant)


def test_only_constant_words_are_translated() -> None:
    """What a person typed must never be looked up: a translation is trusted as HTML."""
    calls = list(constant_calls())
    assert len(calls) > 50
    assert [where for where, constant in calls if not constant] == []


def test_a_page_is_indonesian_whatever_the_browser_prefers(client: FlaskClient) -> None:
    answer = client.get("/desk", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html class="govuk-template" lang="id">' in answer.get_data(as_text=True)
    assert answer.headers["Content-Language"] == "id"
    assert "Cookie" in answer.headers["Vary"]


def test_the_choice_is_kept_and_the_address_stays_clean(client: FlaskClient) -> None:
    answer = client.get("/desk?q=a%26b&bahasa=en&q=c")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk?q=a%26b&q=c")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("bahasa=en;")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))
    html = client.get("/desk").get_data(as_text=True)
    assert 'lang="en"' in html
    assert "Skip to main content" in html
    client.get("/desk?bahasa=id")
    assert "Langsung ke isi" in client.get("/desk").get_data(as_text=True)


@pytest.mark.parametrize("code", ["fr", "", "EN", "en\x00", "../en", "e" * 5000])
def test_another_language_changes_nothing(client: FlaskClient, code: str) -> None:
    answer = client.get("/desk", query_string={"bahasa": code})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("bahasa", "fr")
    assert 'lang="id"' in client.get("/desk").get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "/%5Cevil.example",
        "/%2F%2Fevil.example",
        "/%0d%0aX:1",
    ],
)
def test_the_choice_never_leads_elsewhere(client: FlaskClient, path: str) -> None:
    environ = {"PATH_INFO": path.replace("%5C", "\\").replace("%2F", "/").replace("%0d%0a", "\r\n")}
    answer = client.get("/x?bahasa=en", environ_overrides=environ)
    location = answer.headers["Location"]
    assert re.match(r"/(?![/\\])", location), location
    assert "X" not in answer.headers
    assert "\n" not in location


def test_a_form_is_not_redirected_and_keeps_its_answer(client: FlaskClient) -> None:
    answer = client.post("/form?bahasa=en", data={"name": "Budi"})
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_the_switch_keeps_the_page(client: FlaskClient) -> None:
    assert 'href="/form?errors=&amp;bahasa=en"' in client.get("/form?errors").get_data(as_text=True)
    assert 'href="/form?bahasa=en"' in client.post("/form").get_data(as_text=True)


def test_the_switch_of_a_page_that_only_takes_posts_leads_home(client: FlaskClient) -> None:
    assert 'href="/?bahasa=en"' in client.post("/only-post").get_data(as_text=True)


def test_a_translated_word_is_marked_with_its_own_language(client: FlaskClient) -> None:
    html = client.get("/desk").get_data(as_text=True)
    assert re.search(r'<a[^>]*hreflang="en" lang="en">English</a>', html)


def test_pairs_follow_the_reader(app: Flask) -> None:
    for code, words in (("id", "ditolak"), ("en", "refused")):
        with app.test_request_context(headers={"Cookie": f"bahasa={code}"}):
            assert i18n.pick(id="ditolak", en="refused") == words
            assert i18n.gettext("sisa %(days)s hari kerja", days="3") == (
                "sisa 3 hari kerja" if code == "id" else "3 working days left"
            )
    assert i18n.language() == "id"


def test_values_are_escaped_inside_translated_words(app: Flask) -> None:
    template = app.jinja_env.from_string('{{ _("Nomor gangguan: %(reference)s", reference=value) }}')
    with app.test_request_context():
        assert template.render(value="<b>") == "Nomor gangguan: &lt;b&gt;"


def test_translations_are_filled_in_and_survive_an_update(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    copy(i18n.CATALOGUE, path)
    before = len([m for m in i18n.read_catalogue(path) if m.id])
    assert i18n.fill({"Bantuan": "Help!", "Tidak pernah dipakai": "Never used"}, path) == 1
    i18n.update(path)
    catalogue = i18n.read_catalogue(path)
    message = catalogue.get("Bantuan")
    assert message is not None
    assert message.string == "Help!"
    assert len([m for m in catalogue if m.id]) >= before
    text = path.read_bytes()
    i18n.update(path)
    assert path.read_bytes() == text


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert i18n.main([]) == 2
    assert "update" in capsys.readouterr().err
    gaps = i18n.missing()
    assert i18n.main(["missing"]) == (1 if gaps else 0)
    assert json.loads(capsys.readouterr().out) == dict.fromkeys(gaps, "")
