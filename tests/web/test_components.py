"""Every component keeps its promises: accessible, without scripts, readable at 320 px, safe with any text."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Pages, axe, report
from tests.serving import served
from tests.web.component_pages import WEB, create_app
from web import filters

PAGES = ("/", "/form", "/form?errors", "/receipt", "/desk", "/desk?bare", "/error/404", "/error/503")
STATUSES = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)


@dataclass
class Demo:
    """The demo as an application and as a served address."""

    app: Flask
    url: str

    def html(self, path: str) -> str:
        """The page as sent."""
        return self.app.test_client().get(path).get_data(as_text=True)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    app = create_app()
    with served(app) as address:
        yield Demo(app, address)


@pytest.mark.parametrize(("width", "language"), [(360, "id"), (1280, "en")])
@pytest.mark.parametrize("path", ["/form?errors", "/receipt", "/desk", "/error/404"])
def test_axe_finds_nothing(demo: Demo, page_of: Pages, path: str, width: int, language: str) -> None:
    page = page_of(width, javascript=True, language=language)
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": demo.url}])
    page.goto(demo.url + path)
    assert page.locator("html").get_attribute("lang") == language
    found = axe(page)
    assert not found, report(found)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_width_and_the_content_policy(demo: Demo, page_of: Pages, path: str) -> None:
    page = page_of(320, javascript=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(demo.url + path)
    for width in (320, 640, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert not [text for text in complaints if "Content Security Policy" in text]


@pytest.mark.parametrize("path", ["/form?errors", "/receipt", "/desk"])
def test_what_is_pressed_is_at_least_24_pixels_high(demo: Demo, page_of: Pages, path: str) -> None:
    page = page_of(360, javascript=True)
    page.goto(demo.url + path)
    small = page.evaluate(
        """[...document.querySelectorAll('nav a, button, select, input:not([type=hidden]), .govuk-button')]
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
        .filter(([_, height]) => height > 1 && height < 24)"""
    )
    assert small == []


def test_the_focus_is_always_seen(demo: Demo, page_of: Pages) -> None:
    page = page_of(360, javascript=True)
    page.goto(f"{demo.url}/form?errors")
    for _ in range(40):
        page.keyboard.press("Tab")
        box = page.evaluate("(r => [r.top, r.bottom])(document.activeElement.getBoundingClientRect())")
        style = page.evaluate("(s => s.outlineStyle + s.boxShadow)(getComputedStyle(document.activeElement))")
        assert 0 <= box[0] < 800 or 0 < box[1] <= 800
        assert style != "nonenone"


def test_the_worklist_becomes_cards_on_a_narrow_screen(demo: Demo, page_of: Pages) -> None:
    narrow, wide = page_of(360), page_of(1280)
    for page in (narrow, wide):
        page.goto(f"{demo.url}/desk")
    row, label = ".ppid-table--stack tbody tr", ".ppid-table--stack td .ppid-table__label"
    heights = [page.locator(row).first.bounding_box() for page in (narrow, wide)]
    assert heights[0] is not None
    assert heights[1] is not None
    assert heights[0]["height"] > 2 * heights[1]["height"]
    assert narrow.locator(label).first.is_visible()
    assert not wide.locator(label).first.is_visible()


def test_on_paper_only_the_matter_remains(demo: Demo, page_of: Pages) -> None:
    page = page_of(1280)
    page.goto(f"{demo.url}/receipt")
    page.emulate_media(media="print")
    for gone in (
        ".govuk-service-navigation",
        ".govuk-language-navigation",
        ".govuk-button",
        ".govuk-breadcrumbs",
    ):
        assert not page.locator(gone).first.is_visible(), gone
    for kept in (".ppid-number--large", ".ppid-due__date", ".ppid-timeline", ".ppid-contact"):
        assert page.locator(kept).first.is_visible(), kept


def test_every_error_is_linked_to_a_field_that_exists(demo: Demo) -> None:
    html = demo.html("/form?errors")
    links = re.findall(r'<li><a href="#([^"]+)">', html)
    assert links == ["details", "email", "received_on", "kind", "identity", "how", "agree", "unit"]
    for name in links:
        assert html.count(f' id="{name}"') == 1
        assert f'id="{name}-error"' in html
        assert re.search(rf'aria-describedby="[^"]*\b{name}-error', html), name
    assert "<li>Formulir ini sudah pernah dikirim.</li>" in html
    assert re.search("<title>Galat: ", html)
    assert "Galat:" not in demo.html("/form")


def test_ids_are_unique(demo: Demo) -> None:
    for path in PAGES:
        ids = re.findall(r' id="([^"]+)"', demo.html(path))
        assert sorted(ids) == sorted(set(ids)), path


def test_a_posting_form_always_carries_its_token_and_key(demo: Demo) -> None:
    html = demo.html("/form")
    assert '<input type="hidden" name="csrf_token" value="tanda">' in html
    assert '<input type="hidden" name="idempotency_key" value="kunci-1">' in html
    assert 'enctype="multipart/form-data"' in html


def test_a_rejected_form_shows_again_what_was_typed(demo: Demo) -> None:
    typed = {"name": '"><script>', "copies": "12", "received_on-year": "99999", "details": "\n dua\n"}
    html = demo.app.test_client().post("/form", data=typed).get_data(as_text=True)
    assert 'value="&#34;&gt;&lt;script&gt;"' in html
    assert 'value="12"' in html
    assert re.search(r'name="received_on-year"[^>]*value="99999"', html)
    assert re.search(r"<textarea[^>]*>\r?\n\n dua\n</textarea>", html)
    assert "<script>" not in html


def test_a_persons_words_stay_inside_their_box(demo: Demo, page_of: Pages) -> None:
    html = demo.html("/receipt")
    assert "‹U+202E›txt.exe‹U+202C›‹U+200B› &lt;b&gt;Santoso" in html  # noqa: RUF001
    page = page_of(360)
    page.goto(f"{demo.url}/receipt")
    assert page.locator(".ppid-user-text").first.evaluate("e => getComputedStyle(e).overflow") == "clip"


def test_a_registration_number_breaks_only_after_a_slash(demo: Demo, page_of: Pages) -> None:
    page = page_of(320, javascript=True)
    page.goto(f"{demo.url}/receipt")
    parts = page.locator(".ppid-number--large > span")
    lines = [part.evaluate("e => e.getClientRects().length") for part in parts.all()]
    assert lines == [1, 1, 1, 1]


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_page_says_what_happened_and_the_way_back(demo: Demo, status: int) -> None:
    answer = demo.app.test_client().get(f"/error/{status}")
    html = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert html.count("<h1") == 1
    assert 'href="/">Ke halaman depan</a>' in html
    assert html.count("govuk-body") >= 3


def test_each_error_page_tells_its_own_story(demo: Demo) -> None:
    titles = [re.findall("<h1[^>]*>([^<]+)", demo.html(f"/error/{status}"))[0] for status in STATUSES]
    assert len(set(titles)) == len(STATUSES)


def test_the_stylesheet_is_named_after_its_content_and_stays_small() -> None:
    (sheet,) = (WEB / "static").glob("ppid-*.css")
    content = sheet.read_bytes()
    assert sheet.stem == f"ppid-{hashlib.sha256(content).hexdigest()[:10]}"
    assert len(gzip.compress(content, 9)) < 25_000
    assert b"GDS Transport" not in content
    assert b"url(" not in content
    assert (WEB / "static" / "LICENSE.govuk-frontend.txt").read_text().count("MIT License") == 1


def test_no_template_has_a_style_or_a_script_of_its_own() -> None:
    for template in (WEB / "templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|<style|<script(?! src=)|\son[a-z]+=", template.read_text()), (
            template.name
        )


def test_two_stylesheets_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ppid-1.css").touch()
    (tmp_path / "ppid-2.css").touch()
    with pytest.raises(RuntimeError, match="found 2"):
        filters.stylesheet(Flask("web", static_folder=str(tmp_path)))


@pytest.mark.parametrize(
    ("shown", "indonesian", "english"),
    [
        (lambda: filters.day(date(2026, 5, 4)), "4 Mei 2026", "4 May 2026"),
        (lambda: filters.day(date(9999, 12, 31)), "31 Desember 9999", "31 December 9999"),
        (lambda: filters.weekday_day(date(2026, 5, 4)), "Senin, 4 Mei 2026", "Monday 4 May 2026"),
        (lambda: filters.number(1234567), "1.234.567", "1,234,567"),
        (lambda: filters.rupiah(25000), "Rp25.000", "Rp25,000"),
        (lambda: filters.rupiah(0), "Rp0", "Rp0"),
        (lambda: filters.days_left(3), "sisa 3 hari kerja", "3 working days left"),
        (lambda: filters.days_left(1), "sisa 1 hari kerja", "1 working day left"),
        (lambda: filters.days_left(0), "hari ini", "today"),
        (lambda: filters.days_left(-1), "lewat 1 hari kerja", "1 working day late"),
        (lambda: filters.days_left(-1200), "lewat 1.200 hari kerja", "1,200 working days late"),
    ],
)
def test_dates_and_numbers_read_as_people_write_them(
    demo: Demo, shown: Callable[[], str], indonesian: str, english: str
) -> None:
    for language, words in (("id", indonesian), ("en", english)):
        with demo.app.test_request_context(headers={"Cookie": f"bahasa={language}"}):
            assert shown() == words


@pytest.mark.parametrize(
    ("zone", "indonesian", "english"),
    [
        ("Asia/Jakarta", "4 Mei 2026 pukul 23.30 WIB", "4 May 2026 at 23:30 WIB"),
        ("Asia/Makassar", "5 Mei 2026 pukul 00.30 WITA", "5 May 2026 at 00:30 WITA"),
        ("Asia/Jayapura", "5 Mei 2026 pukul 01.30 WIT", "5 May 2026 at 01:30 WIT"),
    ],
)
def test_a_moment_is_told_in_the_bodys_zone(demo: Demo, zone: str, indonesian: str, english: str) -> None:
    at = datetime(2026, 5, 4, 16, 30, tzinfo=UTC)
    for language, words in (("id", indonesian), ("en", english)):
        with demo.app.test_request_context(headers={"Cookie": f"bahasa={language}"}):
            assert filters.moment(at, zone) == words


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        filters.moment(datetime(2026, 5, 4))  # noqa: DTZ001


def test_what_is_not_known_is_a_dash() -> None:
    assert [filters.day(None), filters.weekday_day(None), filters.moment(None)] == ["–"] * 3  # noqa: RUF001


def test_hidden_characters_are_spelled_out_and_others_kept() -> None:
    plain = "Ny. Đặng, S.H. 漢字 \U0001f600 a\u0301"
    assert filters.visible(plain) == plain
    for hidden in (
        "\x00",
        "\n",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u3164",
        "\u2800",
        "\U000e0101",
        "\ud800",
    ):
        assert filters.visible(f"a{hidden}b") == f"a‹U+{ord(hidden):04X}›b"  # noqa: RUF001


def test_errors_of_any_depth_are_told_flat() -> None:
    errors = {"files": {0: ["kosong"], 2: {"name": ["panjang"]}}, "_schema": "salah", "none": []}
    assert filters.error_lines(errors) == [("files", "kosong"), ("files", "panjang"), ("", "salah")]
    assert filters.messages_for(errors, "files") == ["kosong", "panjang"]
    assert filters.messages_for(None, "files") == []


def test_a_date_comes_from_a_date_or_from_what_was_typed() -> None:
    assert filters.date_parts(date(2026, 5, 4), "on") == {"day": "4", "month": "5", "year": "2026"}
    assert filters.date_parts({"on-day": "31", "on-year": "x"}, "on") == {
        "day": "31",
        "month": "",
        "year": "x",
    }
    assert filters.date_parts(None, "on") == {"day": "", "month": "", "year": ""}


def test_words_inside_a_sentence_start_small_but_abbreviations_stay() -> None:
    assert [filters.lower_first(text) for text in ("Nama lengkap", "NIK", "")] == ["nama lengkap", "NIK", ""]
