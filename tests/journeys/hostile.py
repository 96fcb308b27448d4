"""Somebody who writes a script into every field of every form, under every name, into every file name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from tests.journeys.forms import SPECIMENS
from tests.journeys.specimens import Specimen
from tests.journeys.test_bad_input import (
    CHOSEN,
    MARKS,
    OURS,
    ROOMS_CHOSEN,
    SEVERAL,
    Body,
    Poison,
    form_of,
    send,
    sound,
)
from tests.web.visitor import Page
from tests.web.world import World

#: Ends every place that text can stand in (attribute, element, text area, script, comment) and then runs.
MARK = "xSSx"
LONG = (
    f"{MARK}\"'--></textarea></title></script><svg onload=alert(1)><img src=x onerror=alert(2)>"
    "<script>alert(3)</script><a href=javascript:alert(4) onfocus=alert(5) autofocus>{{7*7}}"
)
SHORT = f"{MARK}\"'><svg onload=alert(6)>"
FILE_NAME = f"{MARK}\"'><img src=x onerror=alert(7)>.pdf"
#: The ways that a form says what it is, not what somebody writes.
DAY = re.compile(r".+-(?:day|month|year)")


@dataclass
class Written:
    """What came of it: fields that took a script, fields that took none, and every page that came."""

    taken: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)


def write_everywhere(world: World) -> Written:
    """Send every form with scripts in it, as far as it can be made to take them."""
    written = Written()
    for specimen in SPECIMENS:
        visitor, page = specimen.open(world)
        form = form_of(specimen, page)
        url, body = form.action or page.url, sound(specimen, form)
        texts = _texts(specimen, body)
        wanted = dict.fromkeys(texts, LONG)
        for fallback in (SHORT, ""):
            answer = send(visitor, url, Poison("", _with(body, wanted)))
            written.pages[f"{specimen} answers {fallback!r}"] = answer.html
            if answer.status < 400:
                break
            wanted = _milder(answer, wanted, fallback)
            answer.response.close()
        else:
            answer = send(visitor, url, Poison("", _with(body, wanted)))
            written.pages[f"{specimen} answers at last"] = answer.html
        answer.response.close()
        stored = {name for name in wanted if answer.status < 400}
        written.taken |= {f"{specimen.endpoint} {name}" for name in stored}
        written.refused |= {f"{specimen.endpoint} {name}" for name in set(texts) - stored}
        if answer.status == 303 and answer.location.startswith("/"):
            written.pages[f"{specimen} leads to"] = visitor.get(answer.location).html
    world.follow()
    written.refused -= written.taken
    return written


def _texts(specimen: Specimen, body: Body) -> list[str]:
    """The fields that somebody writes words into."""
    chosen = OURS | SEVERAL | MARKS | CHOSEN | ROOMS_CHOSEN
    typed = (name for name in specimen.typed if name not in chosen and not DAY.fullmatch(name))
    return [name for name in typed if isinstance(body.get(name), str) and re.search(r"[^\W\d]", body[name])]


def _with(body: Body, wanted: dict[str, str]) -> Body:
    hostile: Body = MultiDict(body)
    for name, value in wanted.items():
        hostile[name] = value
    for name in body:
        files = [(v[0], FILE_NAME) for v in body.getlist(name) if isinstance(v, tuple)]
        if files:
            hostile.setlist(name, files)
    return hostile


def _milder(answer: Page, wanted: dict[str, str], fallback: str) -> dict[str, str]:
    """The same with less where a field was refused, or everywhere where none is named."""
    refused = {name for name in wanted if answer.error(name)} or set(wanted)
    kept = {name: value for name, value in wanted.items() if name not in refused}
    return kept | (dict.fromkeys(refused, fallback) if fallback else {})


__all__ = ["FILE_NAME", "LONG", "MARK", "SHORT", "Specimen", "Written", "write_everywhere"]
