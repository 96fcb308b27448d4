"""What a search shows: the words that were found are marked, and a long summary is cut around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from projections.words_searched import Term, plain
from web.filters import visible

WORD = re.compile(r"([^\W_]+)")
EXCERPT_CHARS = 240
BEFORE_CHARS = 60


def marked(text: str, asked: Sequence[Term]) -> Markup:
    """Return a text as HTML with each word that was asked for marked."""
    parts = WORD.split(visible(text))
    # Splitting by a group gives what is between words at even places, and words at odd ones.
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if place % 2 and _asked_for(part, asked) else escape(part)
        for place, part in enumerate(parts)
    )


def excerpt(text: str, asked: Sequence[Term] = ()) -> str:
    """Return a text whole when it is short, else the part of it where the first word was found."""
    whole = " ".join(text.split())
    if len(whole) <= EXCERPT_CHARS:
        return whole
    found = next((m.start() for m in WORD.finditer(whole) if _asked_for(m[0], asked)), 0)
    start = whole.rfind(" ", 0, max(found - BEFORE_CHARS, 0)) + 1 if found > EXCERPT_CHARS // 2 else 0
    end = whole.rfind(" ", start + EXCERPT_CHARS // 2, start + EXCERPT_CHARS)
    end = end if end > 0 else start + EXCERPT_CHARS
    return f"{'…' if start else ''}{whole[start:end].rstrip(' ,;:.')}{'…' if end < len(whole) else ''}"


def _asked_for(written: str, asked: Sequence[Term]) -> bool:
    word = plain(written)
    return any(word.startswith(term.word) if term.prefix else word == term.word for term in asked)
