"""Evidence with its files: each piece has one of its own, sealed under the key of who sends it.

Law: UU 14/2008 art. 43(2)-(4); Perki 1/2013 art. 26(4): what is exempt goes sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request as sent
from marshmallow import ValidationError
from msgspec.structs import replace

from ppid.deciding import Done
from ppid.dispute.commands import SendEvidence
from ppid.dispute.desk import Disputes
from ppid.events import Actor
from ppid.request.vocabulary import DocumentKind
from projections.words_dispute import EVIDENCE
from web import uploads
from web.i18n import gettext as _
from web.office import enclosures, exempt_rows
from web.office.dispute import rows
from web.office.dispute.reading import Seen
from web.office.dispute.words import EVIDENCE_HINTS
from web.office.enclosures import Enclosed
from web.office.room import Form
from web.office.words import options
from web.services import services


def choices(seen: Seen, form: Form) -> Mapping[str, Any]:
    """The kinds of evidence, and the exemptions that a piece may stand on."""
    known = exempt_rows.in_force(seen.state.body, seen.as_of)
    return {
        "kind_options": options(EVIDENCE, EVIDENCE, EVIDENCE_HINTS),
        "exempt_options": exempt_rows.options(known, seen.as_of),
        "pieces": rows.rows_shown(form, rows.piece_names, rows.PIECES),
    }


def send(disputes: Disputes, command: SendEvidence, actor: Actor) -> Done:
    """Record the evidence with its files: judged first, sealed then."""
    files = _chosen()
    if files:
        _judge(disputes, command, actor)
        sealed = enclosures.seal(list(files.values()), actor.id, actor.id, command.key)
        by_row = dict(zip(files, sealed, strict=True))
        pieces = zip(_rows_used(), command.evidence, strict=True)
        kept = tuple(replace(piece, document=by_row.get(row, piece.document)) for row, piece in pieces)
        command = replace(command, evidence=kept)
    return disputes.send_evidence(command, actor)


def _judge(disputes: Disputes, command: SendEvidence, actor: Actor) -> None:
    """Refuse before anything is sealed; what was recorded before needs no judge."""
    dispute = disputes.see(command.case, actor)
    if command.key not in dispute.keys:
        context = services().desk.context(services().directory.body(dispute.body))
        disputes.evidence_sent(dispute, command, context)


def _rows_used() -> list[int]:
    """The rows that hold a piece, in their order: as many as the command has pieces."""
    return [n for n in range(1, rows.PIECES + 1) if sent.form.get(rows.piece_names(n)[1], "").strip()]


def _chosen() -> dict[int, Enclosed]:
    """The file of each row, checked."""
    found: dict[int, Enclosed] = {}
    used = _rows_used()
    for n in range(1, rows.PIECES + 1):
        _of, title, _test, name = rows.piece_names(n)
        try:
            checked = uploads.check(sent.files.getlist(name), already=len(found), allowed=uploads.RECORDS)
        except ValidationError as problem:
            raise ValidationError({name: problem.messages}) from None
        if len(checked) > 1:
            raise ValidationError({name: [_("Pilih satu berkas untuk tiap bukti.")]})
        if checked and n not in used:
            raise ValidationError({title: [_("Tuliskan uraian bukti ini.")]})
        if checked:
            found[n] = Enclosed(checked[0], DocumentKind.OTHER)
    return found
