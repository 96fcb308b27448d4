"""The file of an item, for everybody to download: attached, exchanged or taken away by a revision."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from marshmallow import ValidationError
from msgspec.structs import replace
from werkzeug.wrappers import Response

from ppid.catalogue.commands import ReviseItem
from ppid.catalogue.events import PublicFile
from ppid.catalogue.lawful import ACTS, PROPOSERS, Act
from ppid.catalogue.rules import revise
from ppid.catalogue.state import Item
from ppid.catalogue.vocabulary import Step
from ppid.errors import RuleError
from web import uploads
from web.access import allow
from web.i18n import gettext as _
from web.i18n import language
from web.office.catalogue.showing import Seen
from web.office.forms import ActSchema, lines
from web.office.room import Room
from web.schemas import Errors, errors_of, status_of
from web.services import services
from web.uploads import Upload

ENDPOINT = "public_file"
REMOVE = "hapus"


def add_to(bp: Blueprint, room: Room[Item]) -> None:
    """Add the page of the file to the room of items."""

    @allow(*PROPOSERS)
    def public_file(case: str) -> Response | tuple[str, int]:
        """Attach a file to an item, or take it away."""
        seen = room.sees(case)
        ACTS.check_role(Act.REVISE, seen.actor, seen.state)
        return _send(room, seen) if request.method == "POST" else _show(room, seen)

    address = f"/meja/{room.place}/<case>/berkas-publik"
    bp.add_url_rule(address, ENDPOINT, public_file, methods=["GET", "POST"])

    def make_room(endpoint: str | None, _values: object) -> None:
        if endpoint == f"{room.name}.{ENDPOINT}":
            uploads.make_room()

    bp.url_value_preprocessor(make_room)


def _show(room: Room[Item], seen: Seen, errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    why_not = ""
    try:
        ACTS.check(Act.REVISE, seen.state, seen.context)
    except RuleError as refusal:
        why_not, status = refusal.sentence(language()), refusal.status
    html = render_template(
        "office/catalogue/public_file.html",
        seen=seen,
        errors=errors,
        why_not=why_not,
        form=request.form,
        file=seen.state.entry.file,
        reason_required=seen.state.step is Step.LISTED,
        accept=uploads.ACCEPT_RECORDS,
        rules=uploads.rules(1, records=True),
        back_href=room.case_href(seen.hex),
        key=request.form.get("idempotency_key") or secrets.token_hex(16),
        version=seen.state.version,
        remove=REMOVE,
    )
    return html, status


class FileSchema(ActSchema):
    """A revision that changes the file alone."""

    makes = ReviseItem
    reason = lines()

    def __init__(self, sight: Seen, file: PublicFile | None) -> None:
        super().__init__(sight)
        self.file = file

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep every column as it is."""
        return {"entry": replace(self.sight.state.entry, file=self.file), **data}


def _send(room: Room[Item], seen: Seen) -> Response | tuple[str, int]:
    try:
        upload = _upload()
        command: ReviseItem = FileSchema(seen, _described(upload)).load(request.form)
        if command.key not in seen.state.keys:
            # Nothing is stored for what the rules refuse.
            revise(seen.state, command, seen.context)
        if upload:
            uploads.publish(upload, services().files)
        services().catalogue.revise(command, seen.actor)
    except (ValidationError, RuleError) as problem:
        if isinstance(problem, RuleError) and problem.status in {403, 404}:
            raise
        return _show(room, seen, errors_of(problem), status_of(problem))
    services().follower.wake()
    flash(_("Tercatat. Berkas informasi ini diubah."), "success")
    return redirect(room.case_href(seen.hex), 303)


def _upload() -> Upload | None:
    """The file that was chosen; None to take the present one away."""
    sent = uploads.chosen(request.files.getlist("berkas"))
    if request.form.get("tombol") == REMOVE:
        return None
    if len(sent) != 1:
        raise ValidationError({"berkas": [_("Pilih satu berkas.")]})
    try:
        return uploads.check_one(sent[0], allowed=uploads.RECORDS)
    except ValidationError as problem:
        raise ValidationError({"berkas": problem.messages}) from None


def _described(upload: Upload | None) -> PublicFile | None:
    if upload is None:
        return None
    name = hashlib.sha256(upload.content).hexdigest()
    return PublicFile(name, upload.media_type, len(upload.content), upload.name)
