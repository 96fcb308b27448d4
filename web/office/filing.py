"""A request that an officer writes down for somebody: what may be entered, and the draft until it is filed.

The id of the draft is the stream that the request will have, so a form that is sent twice is one filing. Only
name, information and purpose must be there: what else is missing is found by the completeness check, and does
not keep anybody's request from being received. Law: UU 14/2008 art. 22(1)-(4); Perki 1/2021 art. 27-30.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from marshmallow import ValidationError, validates_schema
from msgspec.structs import replace
from werkzeug.datastructures import FileStorage, MultiDict

from ppid.commands import FileRequest
from ppid.events import Stream
from ppid.person import PERSON_PREFIX, Identity
from ppid.request.events import Document, Mandate, Wish
from ppid.request.intake import IDENTITY_LABELS, INFORMATION, PURPOSE
from ppid.request.vocabulary import Channel, CopyForm, Delivery, DocumentKind, Obtain, Reach, RequesterKind
from ppid.vault import DataKey
from web import uploads
from web.i18n import gettext as _
from web.schemas import (
    DateParts,
    Email,
    EnumField,
    Errors,
    FormSchema,
    Nik,
    Phone,
    Text,
    errors_of,
)
from web.services import services

CHANNELS = (Channel.COUNTER, Channel.PHONE, Channel.LETTER, Channel.EMAIL, Channel.WHATSAPP)
KINDS = (RequesterKind.INDIVIDUAL, RequesterKind.LEGAL_ENTITY, RequesterKind.GROUP)
#: Channels on which the hour of receipt is the hour of writing it down; a letter was on its way.
AT_ONCE = frozenset({Channel.COUNTER, Channel.PHONE})
PERSON = ("name", "number", "address", "occupation", "phone", "email")
PROXY = ("proxy_name", "proxy_number", "proxy_address", "proxy_phone", "proxy_email")
NOT_KEPT = frozenset({"csrf_token", "remove"})


def _choose() -> str:
    return _("Pilih salah satu.")


def _only(kind: type[Any], offered: tuple[Any, ...]) -> EnumField[Any]:
    def check(value: object) -> None:
        if value not in offered:
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."))

    return EnumField(kind, missing=_choose, validate=check)


class FilingSchema(FormSchema):
    """The union of what articles 29(5), 30(1) and annex VI ask for."""

    channel = _only(Channel, CHANNELS)
    received_on = DateParts(missing=lambda: _("Isi tanggal permohonan diterima."))
    requester_kind = _only(RequesterKind, KINDS)
    name = Text(IDENTITY_LABELS["name"].limit, missing=lambda: _("Tuliskan nama pemohon."))
    number = Text(IDENTITY_LABELS["number"].limit, required=False)
    address = Text(IDENTITY_LABELS["address"].limit, lines=True, required=False)
    occupation = Text(IDENTITY_LABELS["occupation"].limit, required=False)
    phone = Phone(IDENTITY_LABELS["phone"].limit, required=False)
    email = Email(IDENTITY_LABELS["email"].limit, required=False)
    proxy_name = Text(IDENTITY_LABELS["name"].limit, required=False)
    proxy_number = Nik(required=False)
    proxy_address = Text(IDENTITY_LABELS["address"].limit, lines=True, required=False)
    proxy_phone = Phone(IDENTITY_LABELS["phone"].limit, required=False)
    proxy_email = Email(IDENTITY_LABELS["email"].limit, required=False)
    reach = EnumField(Reach, required=False)
    mandate_until = DateParts(required=False)
    information = Text(
        INFORMATION.limit,
        lines=True,
        missing=lambda: _("Tuliskan informasi yang diminta, menurut kata pemohon."),
    )
    purpose = Text(
        PURPOSE.limit, lines=True, missing=lambda: _("Tuliskan untuk apa informasi itu digunakan.")
    )
    obtain = EnumField(Obtain, missing=_choose)
    copy_form = EnumField(CopyForm, required=False)
    delivery = EnumField(Delivery, required=False)

    @validates_schema(skip_on_field_errors=False)
    def proxy_is_named(self, data: dict[str, Any], **_options: object) -> None:
        """Somebody who acts for the requester has a name."""
        told = any(data.get(field) for field in (*PROXY, "mandate_until"))
        if told and not data.get("proxy_name"):
            raise ValidationError(_("Tuliskan nama kuasa, atau kosongkan semua isian kuasa."), "proxy_name")

    @validates_schema(skip_on_field_errors=False)
    def number_is_a_nik(self, data: dict[str, Any], **_options: object) -> None:
        """The number of an individual is a NIK; that of an entity is of its ratification."""
        if data.get("requester_kind") is RequesterKind.INDIVIDUAL and data.get("number"):
            try:
                data["number"] = Nik().parse(str(data["number"]))
            except ValidationError as problem:
                raise ValidationError(problem.messages, "number") from None

    @validates_schema(skip_on_field_errors=False)
    def copy_goes_somewhere(self, data: dict[str, Any], **_options: object) -> None:
        """A copy has a form and a way; looking at the information needs neither."""
        if data.get("obtain") is not Obtain.COPY:
            return
        lacking = [name for name in ("copy_form", "delivery") if data.get(name) is None]
        if lacking:
            raise ValidationError({name: [_choose()] for name in lacking})


class Kept(msgspec.Struct, frozen=True):
    """A file of the draft, with the name it had; that name stays out of the log."""

    document: Document
    name: str


class Filing(msgspec.Struct, frozen=True):
    """What was entered so far, exactly as typed, by which officer and for which body."""

    id: str
    officer: Stream
    body: Stream
    person: Stream
    key: str
    proxy: Stream
    entries: tuple[tuple[str, str], ...] = ()
    files: tuple[Kept, ...] = ()
    written_at: datetime | None = None

    @property
    def request(self) -> Stream:
        """The stream that the request will have."""
        return f"request-{self.id}"

    @property
    def form(self) -> MultiDict[str, str]:
        """The entries as the form sent them."""
        return MultiDict(self.entries)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The attached files as the request will name them."""
        return tuple(kept.document for kept in self.files)

    def data_key(self) -> DataKey:
        """The requester's key, under which the files are sealed."""
        return services().vault.unwrap(self.person, base64.b64decode(self.key))

    def fingerprint(self) -> str:
        """Changes with every entry, so that what is filed is what was checked."""
        return services().vault.digest(msgspec.json.encode(self, order="deterministic"))

    def command(self) -> FileRequest:
        """The command that files this. Raises ``ValidationError``."""
        said = FilingSchema().load(self.form)
        local = services().directory.body(self.body).local_date
        today = self.written_at is not None and local(self.written_at) == said["received_on"]
        proxy = _proxy_of(said)
        return FileRequest(
            key=self.id,
            request=self.request,
            body=self.body,
            channel=said["channel"],
            requester_kind=said["requester_kind"],
            requester=self.person,
            requester_key=self.key,
            identity=Identity(**{field: said[field] for field in PERSON}),
            wish=_wish_of(said),
            received_on=said["received_on"],
            received_at=self.written_at if today and said["channel"] in AT_ONCE else None,
            representative=self.proxy if proxy else "",
            representative_identity=proxy,
            mandate=Mandate(said["reach"] or Reach.REQUEST, said["mandate_until"]) if proxy else None,
            documents=self.documents,
        )


def _proxy_of(said: Mapping[str, Any]) -> Identity | None:
    if not said["proxy_name"]:
        return None
    return Identity(**{field.removeprefix("proxy_"): said[field] for field in PROXY})


def _wish_of(said: Mapping[str, Any]) -> Wish:
    return Wish(
        information=said["information"],
        purpose=said["purpose"],
        obtain=said["obtain"],
        copy_form=said["copy_form"] or CopyForm.EITHER,
        delivery=said["delivery"] or Delivery.PICK_UP,
    )


# The draft ------------------------------------------------------------------------------------------------


def begin(case: str, officer: Stream, body: Stream) -> Filing:
    """Begin a draft under an id of an address. Nothing is kept until something is entered."""
    person = f"{PERSON_PREFIX}{secrets.token_hex(16)}"
    key = base64.b64encode(services().vault.mint(person).wrapped).decode("ascii")
    return Filing(case, officer, body, person, key, f"{PERSON_PREFIX}{secrets.token_hex(16)}")


def load(case: str, officer: Stream, body: Stream) -> Filing | None:
    """The draft of that id, when this officer began it for this body."""
    content = services().state.draft(_place(case))
    if content is None:
        return None
    try:
        found = msgspec.json.decode(content, type=Filing)
    except msgspec.MsgspecError:
        return None  # written by another release: as good as gone
    return found if (found.officer, found.body) == (officer, body) else None


def save(filing: Filing) -> None:
    """Keep a draft."""
    services().state.save_draft(_place(filing.id), msgspec.json.encode(filing))


def forget(case: str) -> None:
    """Forget a draft that was filed."""
    services().state.drop_draft(_place(case))


def _place(case: str) -> str:
    # Apart from the citizens' drafts, whose ids come from elsewhere.
    return f"meja-{case}"


def entered(
    filing: Filing, form: MultiDict[str, str], sent: Mapping[DocumentKind, list[FileStorage]], at: datetime
) -> tuple[Filing, Errors]:
    """The draft with what was just sent, and what is wrong with it. Sound files stay in any case."""
    kept, errors = _files(filing, form, sent)
    # What is no text cannot be kept; the form is refused anyway, and shown again without it.
    entries = tuple((_text(k), _text(v)) for k, v in form.items(multi=True) if k not in NOT_KEPT)
    updated = replace(filing, entries=entries, files=kept, written_at=at)
    try:
        FilingSchema().load(form)
    except ValidationError as problem:
        errors = {**errors_of(problem), **errors}
    return updated, errors


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def _files(
    filing: Filing, form: MultiDict[str, str], sent: Mapping[DocumentKind, list[FileStorage]]
) -> tuple[tuple[Kept, ...], Errors]:
    removed = set(form.getlist("remove"))
    kept = [file for file in filing.files if file.document.sha256 not in removed]
    errors: Errors = {}
    for kind, files in sent.items():
        try:
            found = uploads.check(files, already=len(kept))
        except ValidationError as problem:
            errors[field_of(kind)] = [str(message) for message in problem.messages]
            continue
        parts = services()
        kept += [
            Kept(
                uploads.keep(upload, kind, filing.data_key(), vault=parts.vault, files=parts.files),
                upload.name,
            )
            for upload in found
        ]
    return tuple(kept), errors


def field_of(kind: DocumentKind) -> str:
    """The name of the file field of a kind of document."""
    return f"file_{kind.value.replace('-', '_')}"
