"""What is demanded of every page of a story: readable by all, in one language, in one column.

With SHOTS=folder in the environment each page is also drawn there, at 360 and at 1280 pixels.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import axe_of

WIDTH = 360
#: Little words that a sentence of one language can hardly do without, and that the other does not have.
TELLTALE = {
    "id": "yang dan untuk tidak anda belum sudah dengan oleh pada hari atau ini itu dari akan harus dapat "
    "bila sampai paling lambat berkas permohonan pemohon jawaban diterima kirim karena tanggal catat unduh",
    "en": "the and your you request with must this that from have been was were which until answer received "
    "because into their date record download",
}
#: What a reader meets: words and labels, but nothing that is marked as another language or as a name.
READ = """() => {
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll('[lang], [translate=no], textarea, pre, script, style').forEach(e => e.remove());
    const labels = [...copy.querySelectorAll('[aria-label],[title],[alt],[placeholder]')].flatMap(
        e => ['aria-label', 'title', 'alt', 'placeholder'].map(name => e.getAttribute(name) || ''));
    return [document.title, copy.textContent, ...labels].join(' ');
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Looker:
    """Looks at pages in one language and remembers what is wrong; asked at the end of the story."""

    language: str
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    def look(self, page: Page, name: str) -> None:
        """Judge a page as it stands."""
        self.seen += 1
        label = f"{self.language}-{self.seen:02d}-{name}"
        lang = page.locator("html").get_attribute("lang")
        if lang != self.language:
            self.faults.append(f"{label}: the page says its language is {lang}")
        if left := self._foreign(page):
            self.faults.append(f"{label}: words of the other language: {', '.join(left)}")
        for width in (320, 1280, WIDTH):
            page.set_viewport_size({"width": width, "height": 800})
            if (over := int(page.evaluate(TOO_WIDE))) > 0:
                self.faults.append(f"{label}: {over} pixels too wide at {width}")
            if width != 320:
                self._draw(page, f"{label}-{width}")
        self.faults += [
            f"{label}: {v.rule} ({v.impact}) at {', '.join(v.targets[:3])}" for v in axe_of(page) if v.serious
        ]

    def _foreign(self, page: Page) -> list[str]:
        other = "en" if self.language == "id" else "id"
        # Names of stored facts, such as request.filed, are the same in every language.
        text = re.sub(r"\b[a-z]+\.[a-z-]+", "", str(page.evaluate(READ)).lower())
        words = set(re.findall(r"[a-z]+", text))
        return sorted(words & set(TELLTALE[other].split()))

    def _draw(self, page: Page, name: str) -> None:
        folder = os.environ.get("SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
