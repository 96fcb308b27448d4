"""What of the public list helps somebody who asks: items that may be it already, and a form begun from one.

A suggestion stands in nobody's way: it is shown once for a text, and goes on with one button. Regulations
§3.11: what is in the list already needs no request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from flask import request
from msgspec.structs import replace

from ppid.catalogue.state import ITEM
from ppid.database import StoreUnavailableError
from ppid.events import Stream
from ppid.request.intake import INFORMATION
from projections.items import ItemLine, PublicItems
from web.citizen.drafts import Draft
from web.schemas import CONTROLS, SURROGATES
from web.services import services

ITEM_ASKED, TEXT_ASKED = "informasi", "teks"
ADD = "tambah"
TEXT_CHARS = 200
MOST_REMEMBERED = 20
HEX = re.compile(r"[0-9a-f]{32}")


# What may be public already -------------------------------------------------------------------------------


def likely(draft: Draft) -> list[ItemLine]:
    """Up to three items that may be what the draft asks for; none that it names itself.

    A list that cannot be read now suggests nothing: whoever asks must not wait for it.
    """
    if not draft.information:
        return []
    try:
        found = PublicItems(services().views).suggest(draft.body, draft.information)
    except StoreUnavailableError:
        return []
    return [line for line in found if line.number not in draft.information]


def first_shown(draft: Draft) -> Draft | None:
    """The draft that remembers a suggestion for its text; None with none, or shown before."""
    mark = services().vault.digest(f"{draft.body}\n{draft.information}".encode("utf-8", "replace"))
    if mark in draft.suggested or not likely(draft):
        return None
    return replace(draft, suggested=(*draft.suggested, mark)[-MOST_REMEMBERED:])


# A form begun from the list -------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """What the address asks a form to be begun with; an empty body is any."""

    text: str
    body: Stream = ""


def wanted(asked: Mapping[str, str] | None = None) -> Wanted | None:
    """What this address brings along: an item of the list, or the words of a search."""
    given = request.args if asked is None else asked
    item = given.get(ITEM_ASKED, "")
    line = PublicItems(services().views).get(f"{ITEM.kind}-{item}") if HEX.fullmatch(item) else None
    if line:
        return Wanted(f"{line.title} ({line.number})", line.body)
    written = SURROGATES.sub("", CONTROLS.sub(" ", given.get(TEXT_ASKED, "")))
    text = " ".join(written.split())[:TEXT_CHARS]
    return Wanted(text) if text else None


def fits(draft: Draft, asked: Wanted) -> bool:
    """Whether it can be added to a draft: it asks the same body, and there is room."""
    room = INFORMATION.limit - len(draft.information) - 2
    other = asked.body and draft.body and asked.body != draft.body
    return not other and len(asked.text) <= room


def put(draft: Draft, asked: Wanted) -> Draft:
    """Add it to what the draft asks for. What was typed before stays; nothing is added twice."""
    if asked.text not in draft.information:
        both = "\n\n".join(part for part in (draft.information, asked.text) if part)
        draft = replace(draft, information=both)
    if asked.body and not draft.body:
        draft = replace(draft, body=asked.body, answered=draft.answered | {"badan-publik"})
    return draft
