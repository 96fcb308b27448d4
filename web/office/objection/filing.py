"""An objection that an officer writes down for somebody, by every channel, with its papers.

Law: UU 14/2008 art. 35-36; Perki 1/2021 art. 39-43, annex X. Who objects to a request is its requester; a
representative shows a special power of attorney, which may be the one that came with the request.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from flask import request as sent
from flask import session, url_for
from marshmallow import ValidationError, validates_schema
from msgspec.structs import replace

from ppid.checks import Context
from ppid.deciding import Done
from ppid.events import Actor, Event, Stream
from ppid.objection.commands import FileObjection
from ppid.objection.desk import Objections
from ppid.objection.vocabulary import Ground
from ppid.person import PERSON_PREFIX, Identity
from ppid.request.events import Document
from ppid.request.intake import IDENTITY_LABELS
from ppid.request.refusals import UnknownRequestError
from ppid.request.state import Request
from ppid.request.vocabulary import Channel, DocumentKind
from ppid.vault import DataKey
from web import uploads
from web.access import current
from web.i18n import gettext as _
from web.office import enclosures
from web.office.enclosures import Enclosed
from web.office.filing import AT_ONCE, CHANNELS
from web.office.forms import BeginSchema, day_of_act, line, lines
from web.office.objection import about
from web.office.room import Start
from web.schemas import DateParts, Email, EnumField, Enums, Nik, Phone, Text
from web.services import services

PERSON = ("name", "number", "address", "occupation", "phone", "email")
PROXY = ("proxy_name", "proxy_number", "proxy_address", "proxy_phone", "proxy_email")
#: The fields of files: the power of attorney, and whatever else came with the objection.
PAPERS: Mapping[str, DocumentKind] = {
    "surat_kuasa": DocumentKind.MANDATE,
    "identitas": DocumentKind.IDENTITY,
    "berkas": DocumentKind.OTHER,
}


class Who(StrEnum):
    """Who objects: the requester, who acted for them at the request, or somebody else for them."""

    SELF = "sendiri"
    SAME = "kuasa-permohonan"
    OTHER = "kuasa-lain"


class FileSchema(BeginSchema):
    """What every objection has (Perki 1/2021 art. 41(5), 42(1); annex X)."""

    makes = FileObjection
    of_case = "objection"

    channel = EnumField(Channel, missing=lambda: _("Pilih bagaimana keberatan ini diterima."))
    received_on = day_of_act()
    grounds = Enums(Ground, required=False)
    found_on = DateParts(required=False)
    case = lines()
    purpose = lines()
    information = lines()
    who = EnumField(Who, required=False)
    proxy_name = Text(IDENTITY_LABELS["name"].limit, required=False)
    proxy_number = Nik(required=False)
    proxy_address = Text(IDENTITY_LABELS["address"].limit, lines=True, required=False)
    proxy_phone = Phone(IDENTITY_LABELS["phone"].limit, required=False)
    proxy_email = Email(IDENTITY_LABELS["email"].limit, required=False)

    @validates_schema(skip_on_field_errors=False)
    def channel_is_offered(self, data: dict[str, Any], **_options: object) -> None:
        """A website and an old book are no ways to a desk."""
        if data.get("channel") and data["channel"] not in CHANNELS:
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."), "channel")

    @validates_schema(skip_on_field_errors=False)
    def day_is_about_ground_b(self, data: dict[str, Any], **_options: object) -> None:
        """The day on which something was found missing belongs to ground b alone."""
        if data.get("found_on") and Ground.PERIODIC not in self.raised(data):
            told = _("Tanggal ini hanya untuk alasan b. Pilih alasan b, atau kosongkan tanggalnya.")
            raise ValidationError(told, "found_on")

    def raised(self, data: dict[str, Any]) -> tuple[Ground, ...]:
        """The grounds of this form."""
        return tuple(data.get("grounds") or ())

    @validates_schema(skip_on_field_errors=False)
    def proxy_is_named(self, data: dict[str, Any], **_options: object) -> None:
        """Somebody who acts for another has a name; what is filled in has somebody it belongs to."""
        if data.get("who") is Who.OTHER and not data.get("proxy_name"):
            raise ValidationError(_("Tuliskan nama kuasa."), "proxy_name")
        if data.get("who") is not Who.OTHER and any(data.get(name) for name in PROXY):
            told = _("Isian kuasa terisi. Pilih kuasa lain, atau kosongkan isian kuasa.")
            raise ValidationError(told, "who")

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the people together, each under an id that the form's key gives."""
        who = data.pop("who") or Who.SELF
        named = {name.removeprefix("proxy_"): data.pop(name) for name in PROXY}
        told = {**self.objector(data), **self._representative(who, named), **self._received(data)}
        return {**data, **told}

    def objector(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  (for the forms below)
        """Who objects."""
        return {}

    def same_representative(self) -> Stream:
        """Who acted for the requester at the request."""
        return ""

    def _representative(self, who: Who, named: dict[str, str]) -> dict[str, Any]:
        if who is Who.SAME and self.same_representative():
            return {"representative": self.same_representative()}
        if who is Who.OTHER:
            return {
                "representative": person_of(self.start, "proxy"),
                "representative_identity": Identity(**named),
            }
        return {}

    def _received(self, data: dict[str, Any]) -> dict[str, Any]:
        """The hour counts only where it is that of writing it down."""
        at_once = data["channel"] in AT_ONCE and data["received_on"] == self.start.as_of
        return {"received_at": begun(self.start).written_at if at_once else None}


class AboutRequestSchema(FileSchema):
    """An objection to how a request was served: its requester objects."""

    def objector(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """The request names who objects."""
        asked = self._asked()
        return {"request": asked.stream, "language": asked.language}

    def same_representative(self) -> Stream:
        """As at the request."""
        return self._asked().representative

    def _asked(self) -> Request:
        found = about.request_of(self.start)
        if found is None:
            raise UnknownRequestError
        return found


class PeriodicSchema(FileSchema):
    """An objection that periodic information is not there (ground b): whoever objects is named here."""

    name = Text(IDENTITY_LABELS["name"].limit, missing=lambda: _("Tuliskan nama pengaju keberatan."))
    number = line(IDENTITY_LABELS["number"].limit)
    address = lines(IDENTITY_LABELS["address"].limit)
    occupation = line(IDENTITY_LABELS["occupation"].limit)
    phone = Phone(IDENTITY_LABELS["phone"].limit, required=False)
    email = Email(IDENTITY_LABELS["email"].limit, required=False)

    def raised(self, data: dict[str, Any]) -> tuple[Ground, ...]:  # noqa: ARG002
        """The one ground that needs no request."""
        return (Ground.PERIODIC,)

    def objector(self, data: dict[str, Any]) -> dict[str, Any]:
        """A new person, and the one ground that needs no request."""
        identity = Identity(**{name: data.pop(name) for name in PERSON})
        return {
            "objector": person_of(self.start, "objector"),
            "identity": identity,
            "grounds": (Ground.PERIODIC,),
        }


def person_of(start: Start, part: str) -> Stream:
    """The id of a new person: the same for every sending of one form, and told to nobody."""
    secret = services().vault.digest(f"objection {part} {start.actor.id} {start.key}".encode())
    return f"{PERSON_PREFIX}{secret}"


# What one form keeps until it is sent whole ---------------------------------------------------------------


class Begun(msgspec.Struct, frozen=True):
    """What must be the same however often a form is sent: the hour, and the key of a new objector."""

    written_at: datetime
    key: str


def begun(start: Start) -> Begun:
    """What was kept when this form was first sent."""
    place = f"keberatan-{services().vault.digest(f'{start.actor.id} {start.key}'.encode())}"
    kept = services().state.draft(place)
    if kept:
        return msgspec.json.decode(kept, type=Begun)
    wrapped = services().vault.mint(person_of(start, "objector")).wrapped
    fresh = Begun(start.context.now, base64.b64encode(wrapped).decode("ascii"))
    services().state.save_draft(place, msgspec.json.encode(fresh))
    return fresh


# Recording ------------------------------------------------------------------------------------------------


def record(objections: Objections, command: FileObjection, actor: Actor) -> Done:
    """File the objection with its papers: judged first, sealed then."""
    start = _start(command, actor)
    enclosed = _enclosed()
    asked = services().desk.request(command.request, actor) if command.request else None
    papers = _mandates(asked, command, enclosed)
    if enclosed:
        owner, key = _owner(start, command, asked)
        if not services().log.last(command.objection):
            plain = enclosures.unsealed(enclosed, owner)
            decided(replace(command, documents=(*papers, *plain)), start.context)
        papers = (*papers, *enclosures.seal(enclosed, owner, actor.id, command.key, key=key, named=False))
        if not asked:
            command = replace(command, objector_key=base64.b64encode(key.wrapped).decode("ascii"))
    receipt = objections.file(replace(command, documents=papers), actor)
    return Done(receipt.position, receipt.objection, receipt.repeated)


def _start(command: FileObjection, actor: Actor) -> Start:
    body = services().directory.body(command.body)
    return Start("objection", command.key, services().desk.context(body), actor, sent.args)


def _owner(start: Start, command: FileObjection, asked: Request | None) -> tuple[Stream, DataKey]:
    """Whose papers they are, and the key; a new objector's is kept with the form until it is sent whole."""
    if asked:
        return asked.requester, services().desk.data_key(asked.requester)
    key = services().vault.unwrap(command.objector, base64.b64decode(begun(start).key))
    return command.objector, key


def _enclosed() -> list[Enclosed]:
    found: list[Enclosed] = []
    for name, kind in PAPERS.items():
        try:
            checked = uploads.check(sent.files.getlist(name), already=len(found))
        except ValidationError as problem:
            raise ValidationError({name: problem.messages}) from None
        found.extend(Enclosed(upload, kind) for upload in checked)
    return found


def _mandates(
    asked: Request | None, command: FileObjection, enclosed: list[Enclosed]
) -> tuple[Document, ...]:
    """The power of attorney that came with the request, where the same person acts and brings no other."""
    brought = any(each.kind is DocumentKind.MANDATE for each in enclosed)
    if asked is None or brought or not command.representative or command.representative_identity:
        return ()
    return tuple(document for document in asked.documents if document.kind is DocumentKind.MANDATE)


def decided(command: FileObjection, context: Context) -> tuple[Event, ...]:
    """What filing would record, decided by the rules themselves; the number is not taken yet."""
    return services().objections.foreseen(command, current().actor, context)


# Afterwards -----------------------------------------------------------------------------------------------

#: In the browser's session: what was filed here last, whose code may be shown for a while.
FILED = "keberatan-dicatat"


def leads_to(done: Done) -> str:
    """The receipt to hand over."""
    session[FILED] = done.stream
    return url_for("objection.done", case=done.stream.rpartition("-")[2])
