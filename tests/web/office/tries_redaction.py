"""The room of redactions as it is tried: how a redaction comes to a step, and what its forms record."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from ppid.events import Stream
from ppid.redaction import commands as c
from ppid.redaction import events as e
from ppid.redaction.marks import Mark
from ppid.request.vocabulary import DocumentKind
from tests.ppid.redaction.originals import BOX, text
from tests.web.trying import Begin, Tried, Try
from web import uploads
from web.uploads import Upload

if TYPE_CHECKING:
    from tests.web.world import World

PAPER = text().content


def begun(world: World, officer: str = "unit", request: Stream = "", content: bytes = PAPER) -> Stream:
    """A redaction whose document was taken in."""
    services, actor = world.services, world.actor(officer)
    key = services.vault.key_of(actor.id)
    document = uploads.keep(
        Upload("laporan.pdf", "application/pdf", content), DocumentKind.OTHER, key,
        vault=services.vault, files=services.files, label="laporan.pdf",
    )  # fmt: skip
    command = c.BeginRedaction(
        redaction=f"redaction-{secrets.token_hex(16)}",
        body=actor.body,
        title="Laporan lapangan",
        request=request,
        documents=(document,),
    )
    return services.redactions.begin(command, actor).stream


def marked(world: World, redaction: Stream, officer: str = "unit") -> Stream:
    """The same with both of its pages looked at, a box on each."""
    for page in (1, 2):
        box = Mark(page, BOX.x, BOX.y, BOX.w, BOX.h, BOX.article, BOX.decree)
        world.services.redactions.mark(
            c.MarkPage(case=redaction, page=page, marks=(box,)), world.actor(officer)
        )
    return redaction


def at(world: World, step: str) -> Stream:
    """A redaction at a step."""
    redaction = begun(world)
    if step == "begun":
        return redaction
    marked(world, redaction)
    if step == "released":
        world.services.redactions.release(c.ReleaseRedaction(case=redaction), world.actor("ppid"))
    return redaction


REDACTION_TRIED = Tried(
    kind="redaction",
    at=at,
    shown="marked",
    tries=(
        Try("ppid", "marked", "release", {"sure": "ya"}, (e.Released,)),
        Try("ppid", "begun", "drop", {"reason": "Dokumen lain yang dimaksud"}, (e.Dropped,)),
    ),
    begins=(Begin("ppid", "", {"title": "Laporan", "documents": [(PAPER, "laporan.pdf")]}, (e.Begun,)),),
)
