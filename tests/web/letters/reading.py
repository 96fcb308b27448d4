"""How a test reads a letter back: its words, without the spaces and breaks that setting adds."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdf


def words(pdf: bytes) -> str:
    """Return the text of all pages without any white space, in reading order."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    """Return ``text`` without white space and invisible breaks."""
    return re.sub(r"[\s\u200b]", "", text)


def pages(pdf: bytes) -> int:
    """Return the number of pages."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def tags(pdf: bytes) -> list[str]:
    """Return the structure types of the document, parents before children."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _walk(document.Root.StructTreeRoot, found)
    return found


def _walk(node: pikepdf.Object, found: list[str]) -> None:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            _walk(kid, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S).removeprefix("/"))
        if "/K" in node:
            _walk(node.K, found)


def in_order(text: str, facts: list[str]) -> list[str]:
    """Return those of ``facts`` that do not stand in ``text`` after the one before."""
    missing, at = [], 0
    for fact in facts:
        here = text.find(squeezed(fact), at)
        if here < 0:
            missing.append(fact)
        else:
            at = here + len(squeezed(fact))
    return missing
