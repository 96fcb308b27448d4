"""What the sealed log says of a case: which facts are sealed, what was erased, and the evidence as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from flask import Blueprint, Response, url_for

from ppid.events import Role, Stream
from ppid.seal.bundle import NoSuchCaseError, NotSealedYetError, name_of_bundle
from ppid.seal.leaf import recorded_at_of
from web import seals
from web.access import allow
from web.audit.asking import find
from web.audit.kinds import KINDS
from web.audit.room import frame
from web.evidencing import bundle_of
from web.i18n import gettext as _
from web.refusing import page
from web.services import services

bp = Blueprint("audit_seal", __name__)
bp.context_processor(frame)

PLACES = ",".join(f'"{kind.place.value}"' for kind in KINDS)
IN_MEMORY_BYTES = 4 * 1024 * 1024
PIECE_BYTES = 64 * 1024


class Erased(NamedTuple):
    """The order by which a content was erased."""

    order: str
    basis: str
    at: datetime


class Mark(NamedTuple):
    """A fact in the sealed log: its entry, and whether a checkpoint covers it, and one that was confirmed."""

    entry: int
    sealed: bool
    confirmed: bool
    erased: Erased | None


class Marks(NamedTuple):
    """The marks of a case by the version of the fact. ``sealed`` entries are under the newest checkpoint."""

    by_version: dict[int, Mark]
    href: str
    asked: bool

    @property
    def waiting(self) -> int:
        """How many facts no checkpoint covers yet."""
        return sum(not mark.sealed for mark in self.by_version.values())


def marks(place: str, stream: Stream) -> Marks:
    """Look a case up in the sealed log."""
    ledger, kept = seals.ledger(), seals.checkpoints()
    newest, confirmed = kept.newest(), kept.newest(quorum=True)
    sealed_upto, confirmed_upto = (newest.size if newest else 0), (confirmed.size if confirmed else 0)
    leaves = ledger.leaves_of(stream)
    orders = _orders() if any(leaf.salt is None for leaf in leaves) else {}
    return Marks(
        by_version={
            leaf.version: Mark(
                leaf.index, leaf.index < sealed_upto, leaf.index < confirmed_upto, orders.get(leaf.index)
            )
            for leaf in leaves
        },
        href=url_for("audit_seal.bundle", place=place, hex=stream.rpartition("-")[2]),
        asked=bool(seals.policy().witnesses),
    )


def _orders() -> dict[int, Erased]:
    """Every erased entry with the order that erased it."""
    found: dict[int, Erased] = {}
    for _index, line in seals.ledger().entries("erasure"):
        told = json.loads(line)
        order = Erased(told["order"], told["basis"], datetime.fromisoformat(recorded_at_of(line)))
        found |= dict.fromkeys(told["targets"], order)
    return found


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece


@bp.get(f"/audit/<any({PLACES}):place>/<hex>/bukti.zip")
@allow(Role.AUDITOR)
def bundle(place: str, hex: str) -> Response:  # noqa: A002  (so it is called in every address)
    """Give the evidence of a case: a file that proves itself, for whoever has the verifier."""
    _kind, _body, recorded, _state = find(place, hex)
    stream = recorded[0].envelope.stream
    out = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  (closed when it was sent)
    try:
        bundle_of(services(), stream, out, policy=seals.policy())  # type: ignore[arg-type]  # it is a BinaryIO
    except (NoSuchCaseError, NotSealedYetError) as early:
        out.close()
        if isinstance(early, NoSuchCaseError):
            return page(404)
        return page(409, _("Fakta kasus ini belum disegel. Coba lagi satu menit lagi."))
    size = out.tell()
    out.seek(0)
    response = Response(_pieces(out), mimetype="application/zip")
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{name_of_bundle(stream)}"'
    return response
