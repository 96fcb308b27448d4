"""The entries of an objection, and what is known of them before anybody types.

Law: Perki 1/2021 art. 41(5) and annex X (the fields of the form), art. 40 (who acts for somebody else).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request as sent
from marshmallow import ValidationError, validates_schema
from msgspec.structs import replace

from ppid.body import UnknownBodyError
from ppid.checks import Context, check_happened
from ppid.objection.checks import CASE, INFORMATION, PURPOSE
from ppid.objection.vocabulary import Ground
from ppid.person import Identity
from ppid.request.intake import IDENTITY_LABELS
from ppid.request.state import Request
from ppid.request.vocabulary import DocumentKind
from web import uploads
from web.citizen.drafts import Attached
from web.citizen.objection_drafts import ObjectionDraft
from web.citizen.steps import Acting, AgentSchema
from web.citizen.story import outcome_words
from web.filters import day
from web.i18n import gettext as _
from web.schemas import DateParts, Email, EnumField, Enums, Errors, FormSchema, Phone, Text
from web.services import services

MANDATE_FIELD = "berkas-power-of-attorney"
AGENT_ENTRIES = ("name", "number", "address", "phone", "email")


def _who() -> str:
    return _("Pilih siapa yang mengajukan keberatan ini.")


class WriteSchema(FormSchema):
    """What is objected to, about a request."""

    grounds = Enums(Ground, missing=lambda: _("Pilih sekurang-kurangnya satu alasan keberatan."))
    case = Text(CASE.limit, lines=True, missing=lambda: _("Ceritakan apa yang terjadi."))
    purpose = Text(
        PURPOSE.limit, lines=True, missing=lambda: _("Tuliskan untuk apa informasi ini Anda gunakan.")
    )
    represented = EnumField(Acting, missing=_who)


class PeriodicSchema(FormSchema):
    """Which information is not published, and since when the objector knows (ground b)."""

    body = Text(missing=lambda: _("Pilih badan publik yang Anda tuju."))
    information = Text(
        INFORMATION.limit, lines=True, missing=lambda: _("Sebutkan informasi yang tidak diumumkan.")
    )
    found_on = DateParts(missing=lambda: _("Isi tanggal Anda mendapati informasi itu tidak tersedia."))
    case = Text(CASE.limit, lines=True, missing=lambda: _("Ceritakan di mana Anda sudah mencarinya."))
    purpose = Text(
        PURPOSE.limit, lines=True, missing=lambda: _("Tuliskan untuk apa informasi ini Anda gunakan.")
    )

    @validates_schema
    def known(self, data: dict[str, Any], **_options: object) -> None:
        """Only a body of this installation."""
        try:
            services().directory.body(data["body"])
        except UnknownBodyError:
            raise ValidationError(_("Pilih badan publik dari daftar ini."), "body") from None


class ObjectorSchema(FormSchema):
    """Who objects, where no request tells."""

    name = Text(IDENTITY_LABELS["name"].limit, missing=lambda: _("Tuliskan nama lengkap."))
    number = Text(
        IDENTITY_LABELS["number"].limit,
        missing=lambda: _("Tuliskan NIK, atau nomor keputusan pengesahan badan hukum."),
    )
    address = Text(
        IDENTITY_LABELS["address"].limit, lines=True, missing=lambda: _("Tuliskan alamat lengkap.")
    )
    occupation = Text(IDENTITY_LABELS["occupation"].limit, required=False)
    phone = Phone(IDENTITY_LABELS["phone"].limit, required=False)
    email = Email(IDENTITY_LABELS["email"].limit, required=False)
    represented = EnumField(Acting, missing=_who)

    @validates_schema(skip_on_field_errors=True)
    def reachable(self, data: dict[str, Any], **_options: object) -> None:
        """Without any way nobody can be answered."""
        if not (data["phone"] or data["email"]):
            raise ValidationError(_("Isi nomor telepon atau alamat surel, salah satu cukup."), "phone")


def check_found(found_on: date, context: Context) -> None:
    """Refuse a day that cannot be, on the page that asks for it."""
    check_happened("found_on", found_on, context)


def put_agent(draft: ObjectionDraft) -> tuple[ObjectionDraft, Errors]:
    """Take who acts for the objector, and the power of attorney, from the form that was sent.

    A fit file is kept also when an entry is wrong. Law: Perki 1/2021 art. 40.
    """
    errors: Errors = {}
    draft, wrong = _attach(draft)
    try:
        given = AgentSchema().load(sent.form)
        draft = replace(draft, representative=Identity(**{name: given[name] for name in AGENT_ENTRIES}))
    except ValidationError as problem:
        errors.update(dict(problem.normalized_messages()))  # type: ignore[no-untyped-call]
    if wrong:
        errors[MANDATE_FIELD] = wrong
    elif not draft.files:
        errors[MANDATE_FIELD] = [_("Unggah surat kuasa khusus yang bermeterai.")]
    if errors:
        return draft, errors
    return replace(draft, answered=draft.answered | {"kuasa"}), {}


def _attach(draft: ObjectionDraft) -> tuple[ObjectionDraft, list[str]]:
    """Keep the power of attorney; another one takes the place of the one before."""
    try:
        found = uploads.check(sent.files.getlist(MANDATE_FIELD))
    except ValidationError as problem:
        return draft, [str(message) for message in problem.messages]
    if not found:
        return draft, []
    key, vault, files = draft.data_key(), services().vault, services().files
    kept = tuple(
        Attached(uploads.keep(each, DocumentKind.MANDATE, key, vault=vault, files=files), each.name)
        for each in found
    )
    return replace(draft, files=kept), []


def told_case(request: Request, context: Context) -> str:
    """What happened so far, as the objector may leave or change it (*kasus posisi*)."""
    told = [
        _(
            "Pada %(day)s saya mengajukan permohonan informasi nomor %(number)s: %(information)s",
            day=day(request.received_on),
            number=request.number,
            information=request.wish.information,
        )
    ]
    notice, clock = request.notice, request.answer_clock
    if notice is not None:
        told.append(
            _(
                "Pada %(day)s PPID menjawab dengan surat nomor %(number)s: %(outcome)s.",
                day=day(notice.sent_on),
                number=notice.number,
                outcome=outcome_words(request.outcome),
            )
        )
    elif clock is not None and clock.late(context.as_of):
        told.append(
            _(
                "Sampai batas waktunya, %(day)s, saya tidak menerima pemberitahuan tertulis.",
                day=day(clock.promise.due_on),
            )
        )
    return "\n".join(told)[: CASE.limit]
