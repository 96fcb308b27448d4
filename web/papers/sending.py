"""A letter on its way out: as a PDF file, or as a page that says the same and can be printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import Response, render_template

from ppid.deadlines import Text
from web.letters import Letter, compose
from web.letters.wording import Tongue

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter that exists: its place in the address, its title, and the day it carries."""

    slug: str
    title: Text
    on: date


def sent(content: bytes, name: str, *, download: bool, mimetype: str = PDF, ending: str = "pdf") -> Response:
    """Answer with a file under a name that holds nobody's: only what it is and its number."""
    plain = re.sub(r"[^0-9A-Za-z.-]+", "-", name).strip("-.")
    way = "attachment" if download else "inline"
    headers = {
        "Content-Disposition": f'{way}; filename="{plain}.{ending}"',
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype=mimetype, headers=headers)


def page_of(letter: Letter, pdf_href: str = "") -> str:
    """Show a letter as a page: the same blocks that its PDF is set from."""
    return render_template(
        "papers/sheet.html",
        letter=letter,
        sheet=compose(letter),
        t=Tongue(letter.language),
        pdf_href=pdf_href,
    )
