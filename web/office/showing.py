"""The page of one case, whatever the subject: what it is, what may be done now, what is due when and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from web import uploads
from web.files.listing import FileRow, rows
from web.i18n import language
from web.office.clocks import ClockShown, show_all
from web.office.room import AnyRoom, Letter
from web.office.sight import Sight, facts_of, step_of
from web.office.words import say


def case_page(room: AnyRoom, case: str) -> str:
    """A case as it stands, with what may be done now and why the rest may not."""
    seen = room.sees(case)
    clocks = clocks_of(seen)
    return render_template(
        room.template,
        **{
            "room": room,
            "seen": seen,
            "state": seen.state,
            "the": say(room.the),
            "label": room.label(seen.state),
            "tag": step_tag(room, seen),
            "clocks": clocks,
            "next_due": next((c for c in clocks if c.owed_by_body and c.promise.due_on), None),
            "sections": [],
            "letters": letters_of(room, seen, room.letters(seen)),
            "documents": documents_of(room, seen),
            "facts": facts_of(seen.body, seen.recorded),
            **steps_of(room, seen),
            **room.show(seen),
        },
    )


def step_tag(room: AnyRoom, seen: Sight[Any]) -> dict[str, str]:
    """The words and the colour of the step."""
    step = step_of(seen.state)
    return {"text": say(room.steps[step]), "colour": room.colours.get(step, "blue")}


def clocks_of(seen: Sight[Any]) -> list[ClockShown]:
    """The clocks that still wait for their end, with their counts."""
    return show_all(seen.state.running(), seen.body, seen.as_of)


def steps_of(room: AnyRoom, seen: Sight[Any]) -> dict[str, list[dict[str, str]]]:
    """What may be done now, and why the rest may not; only acts that have a page."""
    order = list(room.order)
    offered = [o for o in room.acts.offers(seen.state, seen.actor, seen.context) if o.act in room.pages]
    offered.sort(key=lambda o: order.index(o.act) if o.act in order else len(order))
    return {
        "lawful": [
            {
                "text": say(room.acts.name(offer.act)),
                "href": room.act_href(seen.hex, offer.act),
                "aside": "ya" if offer.act in room.aside else "",
            }
            for offer in offered
            if offer.lawful
        ],
        "unlawful": [
            {"text": say(room.acts.name(offer.act)), "reason": offer.refusal.sentence(language())}
            for offer in offered
            if offer.refusal
        ],
    }


# Papers ---------------------------------------------------------------------------------------------------


def letters_of(room: AnyRoom, seen: Sight[Any], letters: Iterable[Letter]) -> list[dict[str, object]]:
    """The papers of a case as links."""
    return [
        {
            "text": say(letter.title),
            "on": letter.on,
            "href": url_for(f"{room.name}.letter", case=seen.hex, slug=letter.slug),
        }
        for letter in letters
    ]


def send_letter(room: AnyRoom, case: str, slug: str) -> Response:
    """A paper of a case."""
    seen = room.sees(case)
    found = room.letter(seen, slug)
    if found is None:
        abort(404)
    return found


def documents_of(room: AnyRoom, seen: Sight[Any]) -> list[FileRow]:
    """The files of a case as links, numbered in their order."""
    return rows(
        [
            (document, url_for(f"{room.name}.document", case=seen.hex, number=number))
            for number, document in enumerate(room.files(seen), start=1)
        ]
    )


def send_document(room: AnyRoom, case: str, number: int) -> Response:
    """A file of a case, as an attachment."""
    seen = room.sees(case)
    held = room.files(seen)
    if not 1 <= number <= len(held):
        abort(404)
    found = held[number - 1]
    return uploads.serve(found, found.label or f"{found.kind.value}-{number}")
