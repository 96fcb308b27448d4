"""The beginning of a redaction, its release and its end as pages; the boxes have a page of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppid.checks import Context
from ppid.deadlines import Text
from ppid.events import Stream
from ppid.redaction import rules
from ppid.redaction.commands import BeginRedaction, ReleaseRedaction
from ppid.redaction.desk import Redactions
from ppid.redaction.events import Begun, Original, Released
from ppid.redaction.lawful import PREPARERS, Act
from ppid.redaction.state import Redaction
from ppid.request.state import REQUEST, Request
from web.office.redaction.forms import BeginsSchema, DropSchema, ReleaseSchema, asked_of
from web.office.redaction.showing import preview_pages
from web.office.room import ActPage, BeginPage, Form, Start, plain
from web.office.words import DOCUMENTS, say
from web.services import services


def _owner(start: Start) -> Stream:
    """Whose key seals the document: the requester's, for whom it is made; else that of who begins."""
    request, _again = asked_of(start)
    return _request(request).requester if request else start.actor.id


def _request(stream: Stream) -> Request:
    return services().desk.decider.load(REQUEST, stream)


def _may_begin(start: Start) -> None:
    """What the address names is there for who begins."""
    asked_of(start)


def _defaults(start: Start, _form: Form) -> Mapping[str, object]:
    _request_named, again = asked_of(start)
    if not again:
        return {}
    earlier = services().redactions.redaction(again, start.actor)
    return {"title": earlier.title, "chosen": earlier.original.document.sha256}


def _choices(start: Start, _form: Form) -> dict[str, Any]:
    request, again = asked_of(start)
    there = services().redactions.offered(request, again, start.actor)
    return {
        "asked": _request(request) if request else None,
        "there": [
            {"value": each.sha256, "text": each.label or say(DOCUMENTS[each.kind])}
            for each in {document.sha256: document for document in there}.values()
        ],
    }


def _begun(command: BeginRedaction, context: Context) -> Begun:
    """What the rules say of the form, before the uploaded document is sealed and its pages are measured."""
    rules.check_one(command)
    return rules.begin(command, Original(command.documents[0], "", ()), "", context)


def _release(redaction: Redaction, _command: ReleaseRedaction, _context: Context) -> Released:
    """What a release would record: the copy is made and checked for it, and thrown away."""
    return services().redactions.foreseen(redaction)


PAGES = {
    page.act: page
    for page in (
        ActPage(
            Act.RELEASE, plain(ReleaseSchema), Redactions.release, _release,
            choices=lambda seen, _form: {"pages": preview_pages(seen)},
            button=Text("Buat, periksa, dan rilis salinan", "Make, check and release the copy"),
        ),
        ActPage(
            Act.DROP, plain(DropSchema), Redactions.drop, lambda r, command, _x: rules.drop(r, command),
            button=Text("Batalkan penghitaman", "Give the redaction up"),
        ),
    )
}  # fmt: skip
BEGINS = (
    BeginPage(
        "",
        Text("Hitamkan dokumen", "Redact a document"),
        PREPARERS,
        plain(BeginsSchema),
        Redactions.begin,
        _begun,
        may_begin=_may_begin,
        defaults=_defaults,
        choices=_choices,
        takes_files=True,
        files_of=_owner,
        button=Text("Ambil dokumen ini", "Take this document in"),
    ),
)
