"""The list as a whole: when it is due again, by which decrees it stands, its reports, its files.

Law: Perki 1/2021 art. 45(7) (update every six months), 56 (yearly report).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from ppid.body import Body
from ppid.catalogue.lawful import PROPOSERS
from ppid.catalogue.refusals import UnknownListError
from ppid.catalogue.state import CATALOGUE, PublicList, list_stream
from ppid.deadlines import CLOCKS
from ppid.events import Role
from projections.items import PublicItems
from projections.words_catalogue import CLASSES
from web.access import OFFICERS, allow, current
from web.i18n import language
from web.office.clocks import ClockShown
from web.office.showing import clocks_of
from web.office.sight import Sight, facts_of, look
from web.office.words import say
from web.papers import catalogue as papers
from web.services import services

#: The clocks of a list, told also before its first decree starts them.
LIST_CLOCKS = ("D27", "D28")


def add_to(bp: Blueprint) -> None:
    """Add the page of the list, and its decrees as papers, to the room of items."""
    bp.add_url_rule("/meja/daftar-informasi/penetapan", "overview", overview)
    bp.add_url_rule("/meja/daftar-informasi/penetapan/surat/<int:number>", "decree_letter", decree_letter)


def body_of() -> Body:
    """The body of who is signed in; 404 for an auditor of the whole installation."""
    body = current().body
    if body is None:
        abort(404)
    return body


def _seen() -> Sight[PublicList] | None:
    """The list as it stands; None before its first decree or report."""
    try:
        return look(CATALOGUE, list_stream(body_of().stream).rpartition("-")[2])
    except UnknownListError:
        return None


def _clocks(seen: Sight[PublicList] | None) -> Sequence[ClockShown]:
    return clocks_of(seen) if seen else ()


def beside_the_rows() -> Mapping[str, Any]:
    """What stands above the rows of the list: its figures and what is due."""
    seen, body, role = _seen(), body_of(), current().actor.role
    counts = PublicItems(services().views).counts(body.stream)
    return {
        "list_clocks": _clocks(seen),
        "last": seen.state.decree if seen else None,
        "class_figures": [{"text": say(CLASSES[k]), "value": n} for k, n in counts.items()],
        "overview_href": url_for("item.overview"),
        "public_href": url_for("public_list.of_body", code=body.code),
        "import_href": url_for("item.take_in") if role is Role.PPID else "",
        "proposes": role in PROPOSERS,
    }


@allow(*OFFICERS)
def overview() -> str:
    """The list as a whole."""
    seen, body = _seen(), body_of()
    running = {shown.code: shown for shown in _clocks(seen)}
    return render_template(
        "office/catalogue/overview.html",
        public=seen.state if seen else None,
        clocks=list(running.values()),
        awaited=[
            {"name": say(CLOCKS[code].name), "article": CLOCKS[code].article}
            for code in LIST_CLOCKS
            if code not in running
        ],
        decrees=_decrees(seen),
        facts=facts_of(body, seen.recorded) if seen else [],
        body_code=body.code,
        decides=current().actor.role is Role.PPID,
        own_body=body,
    )


def _decrees(seen: Sight[PublicList] | None) -> list[dict[str, object]]:
    """The decrees with their papers, the newest first."""
    found = [
        {
            "decree": decree,
            "href": url_for("item.decree_letter", number=number),
        }
        for number, decree in enumerate(seen.state.decrees if seen else (), start=1)
    ]
    return found[::-1]


@allow(*OFFICERS)
def decree_letter(number: int) -> Response:
    """A decree on the list with the items it took in, as PDF."""
    seen = _seen()
    letters = papers.letters_of(seen.state) if seen else ()
    if seen is None or not 1 <= number <= len(letters):
        abort(404)
    return papers.send(seen.state, letters[number - 1].slug, language=language())
