"""The questions of a request, one per page: which apply, what each may hold, where its answer goes.

Law: Perki 1/2021 art. 27 (who may ask), 29-30 (the fields of the form); regulations §2.2, §3.2, §3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, validates_schema
from msgspec.structs import replace

from ppid.body import UnknownBodyError
from ppid.person import Identity
from ppid.request.events import Mandate
from ppid.request.intake import IDENTITY_LABELS, INFORMATION, PURPOSE, check_mandate
from ppid.request.vocabulary import CopyForm, Delivery, DocumentKind, Obtain, Reach, RequesterKind
from web.citizen.drafts import Draft
from web.i18n import gettext as _
from web.schemas import DateParts, Email, EnumField, FormSchema, Nik, Phone, Text
from web.services import services

Values = Mapping[str, Any]

PUBLIC_BODY = "public-body"
FOREIGNER = "foreigner"
WAYS: dict[str, tuple[Obtain, CopyForm]] = {
    "copy-soft": (Obtain.COPY, CopyForm.SOFT),
    "copy-hard": (Obtain.COPY, CopyForm.HARD),
    "copy-either": (Obtain.COPY, CopyForm.EITHER),
    "view": (Obtain.VIEW, CopyForm.EITHER),
}
#: What is asked of each kind of requester, in the order of the articles.
DOCUMENTS: dict[RequesterKind, tuple[DocumentKind, ...]] = {
    RequesterKind.INDIVIDUAL: (DocumentKind.IDENTITY,),
    RequesterKind.LEGAL_ENTITY: (DocumentKind.DEED,),
    RequesterKind.GROUP: (DocumentKind.MANDATE, DocumentKind.MANDATORS_IDENTITY),
}


def _choose() -> str:
    return _("Pilih salah satu.")


class BodySchema(FormSchema):
    """Which public body is asked."""

    body = Text(missing=lambda: _("Pilih badan publik yang Anda tuju."))

    @validates_schema
    def known(self, data: dict[str, Any], **_options: object) -> None:
        """Only a body of this installation."""
        try:
            services().directory.body(data["body"])
        except UnknownBodyError:
            raise ValidationError(_("Pilih badan publik dari daftar ini."), "body") from None


class KindSchema(FormSchema):
    """Who asks; the last two answers lead elsewhere."""

    requester_kind = Text(missing=_choose)

    @validates_schema
    def offered(self, data: dict[str, Any], **_options: object) -> None:
        """Only an answer of the page."""
        if data["requester_kind"] not in {*DOCUMENTS, PUBLIC_BODY, FOREIGNER}:
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."), "requester_kind")


class PersonSchema(FormSchema):
    """The identity of an individual."""

    name = Text(IDENTITY_LABELS["name"].limit, missing=lambda: _("Tuliskan nama lengkap."))
    number = Nik(missing=lambda: _("Tuliskan NIK, 16 angka pada KTP."))
    address = Text(
        IDENTITY_LABELS["address"].limit, lines=True, missing=lambda: _("Tuliskan alamat lengkap.")
    )
    occupation = Text(IDENTITY_LABELS["occupation"].limit, required=False)


class EntitySchema(FormSchema):
    """The identity of a legal entity."""

    name = Text(IDENTITY_LABELS["name"].limit, missing=lambda: _("Tuliskan nama badan hukum."))
    number = Text(
        IDENTITY_LABELS["number"].limit,
        missing=lambda: _("Tuliskan nomor keputusan pengesahan badan hukum."),
    )
    address = Text(
        IDENTITY_LABELS["address"].limit, lines=True, missing=lambda: _("Tuliskan alamat lengkap.")
    )


class GroupSchema(FormSchema):
    """The identity of a group of people; its members stand in the power of attorney."""

    name = Text(IDENTITY_LABELS["name"].limit, missing=lambda: _("Tuliskan nama kelompok."))
    number = Nik(required=False)
    address = Text(
        IDENTITY_LABELS["address"].limit, lines=True, missing=lambda: _("Tuliskan alamat lengkap.")
    )


class ContactSchema(FormSchema):
    """How the requester is reached: one way is enough."""

    phone = Phone(IDENTITY_LABELS["phone"].limit, required=False)
    email = Email(IDENTITY_LABELS["email"].limit, required=False)

    @validates_schema(skip_on_field_errors=True)
    def reachable(self, data: dict[str, Any], **_options: object) -> None:
        """Without any way nobody can be answered."""
        if not (data["phone"] or data["email"]):
            raise ValidationError(_("Isi nomor telepon atau alamat surel, salah satu cukup."), "phone")


class Acting(StrEnum):
    """Whether a representative asks."""

    YES = "ya"
    NO = "tidak"


class ActingSchema(FormSchema):
    """Whether somebody acts for the requester."""

    represented = EnumField(Acting, missing=_choose)


class AgentSchema(FormSchema):
    """The identity of the representative, and how far the power of attorney reaches."""

    reach = EnumField(Reach, required=False)
    mandate_until = DateParts(required=False)

    name = Text(IDENTITY_LABELS["name"].limit, missing=lambda: _("Tuliskan nama lengkap kuasa."))
    number = Nik(missing=lambda: _("Tuliskan NIK kuasa, 16 angka pada KTP."))
    address = Text(IDENTITY_LABELS["address"].limit, lines=True, missing=lambda: _("Tuliskan alamat kuasa."))
    phone = Phone(IDENTITY_LABELS["phone"].limit, required=False)
    email = Email(IDENTITY_LABELS["email"].limit, required=False)


class InformationSchema(FormSchema):
    """What is wanted."""

    information = Text(
        INFORMATION.limit, lines=True, missing=lambda: _("Tuliskan informasi yang Anda minta.")
    )


class PurposeSchema(FormSchema):
    """What it is for."""

    purpose = Text(
        PURPOSE.limit, lines=True, missing=lambda: _("Tuliskan untuk apa informasi ini Anda gunakan.")
    )


class WaySchema(FormSchema):
    """The way to obtain the information, and the form of a copy."""

    way = Text(missing=_choose)

    @validates_schema
    def offered(self, data: dict[str, Any], **_options: object) -> None:
        """Only an answer of the page."""
        if data["way"] not in WAYS:
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."), "way")


class DeliverySchema(FormSchema):
    """How a copy is delivered."""

    delivery = EnumField(Delivery, missing=_choose)


@dataclass(frozen=True)
class Step:
    """A question: its place in the address, its schema, and how its answer is kept and shown again."""

    slug: str
    schema: Callable[[Draft], FormSchema]
    put: Callable[[Draft, Values], Draft]
    values: Callable[[Draft], Values]
    applies: Callable[[Draft], bool] = lambda _draft: True


def _put_body(draft: Draft, given: Values) -> Draft:
    return replace(draft, body=given["body"])


def _put_kind(draft: Draft, given: Values) -> Draft:
    kind = RequesterKind(given["requester_kind"])
    if kind is draft.kind:
        return draft
    # Another kind of requester has another number and other documents.
    return replace(
        draft,
        kind=kind,
        identity=replace(draft.identity, number=""),
        files=draft.file_of(DocumentKind.OTHER),
        answered=draft.answered - {"identitas", "dokumen"},
    )


def _put_identity(draft: Draft, given: Values) -> Draft:
    return replace(
        draft,
        identity=replace(
            draft.identity,
            name=given["name"],
            number=given["number"],
            address=given["address"],
            occupation=given.get("occupation", ""),
        ),
    )


def _put_contact(draft: Draft, given: Values) -> Draft:
    return replace(draft, identity=replace(draft.identity, phone=given["phone"], email=given["email"]))


def _put_acting(draft: Draft, given: Values) -> Draft:
    represented = given["represented"] is Acting.YES
    if represented == draft.represented:
        return draft
    files = tuple(f for f in draft.files if represented or f.document.kind is not DocumentKind.MANDATE)
    return replace(
        draft, represented=represented, files=files, answered=draft.answered - {"kuasa-identitas", "dokumen"}
    )


def _put_agent(draft: Draft, given: Values) -> Draft:
    names = ("name", "number", "address", "phone", "email")
    mandate = Mandate(given["reach"] or Reach.REQUEST, given["mandate_until"])
    today = services().desk.context(services().directory.body(draft.body))
    check_mandate(mandate, today.as_of, today)
    who = Identity(**{name: given[name] for name in names})
    return replace(draft, representative=who, mandate=mandate)


def _agent_values(draft: Draft) -> Values:
    told = {"reach": draft.mandate.reach, "mandate_until": draft.mandate.until}
    return {**_identity_values(draft.representative), **told}


def _put_way(draft: Draft, given: Values) -> Draft:
    obtain, copy_form = WAYS[given["way"]]
    delivery = draft.delivery if obtain is Obtain.COPY else None
    return replace(draft, obtain=obtain, copy_form=copy_form, delivery=delivery)


def _put_delivery(draft: Draft, given: Values) -> Draft:
    if given["delivery"] is Delivery.EMAIL and not (draft.identity.email or draft.representative.email):
        raise ValidationError(
            _("Anda belum mengisi alamat surel. Isi dahulu di langkah kontak, atau pilih cara lain."),
            "delivery",
        )
    return replace(draft, delivery=given["delivery"])


def _way_of(draft: Draft) -> str:
    wanted = (draft.obtain, draft.copy_form)
    return next((name for name, way in WAYS.items() if way == wanted), "")


def _identity_schema(draft: Draft) -> FormSchema:
    match draft.kind:
        case RequesterKind.LEGAL_ENTITY:
            return EntitySchema()
        case RequesterKind.GROUP:
            return GroupSchema()
        case _:
            return PersonSchema()


def _identity_values(identity: Identity) -> Values:
    names = ("name", "number", "address", "occupation", "phone", "email")
    return {name: getattr(identity, name) for name in names}


def _several_bodies(_draft: Draft) -> bool:
    return len(services().directory.bodies()) > 1


def _acting_values(draft: Draft) -> Values:
    answered = "kuasa" in draft.answered
    return {"represented": ("ya" if draft.represented else "tidak") if answered else ""}


STEPS: tuple[Step, ...] = (
    Step("badan-publik", lambda _: BodySchema(), _put_body, lambda d: {"body": d.body}, _several_bodies),
    Step("pemohon", lambda _: KindSchema(), _put_kind, lambda d: {"requester_kind": d.kind}),
    Step("identitas", _identity_schema, _put_identity, lambda d: _identity_values(d.identity)),
    Step("kontak", lambda _: ContactSchema(), _put_contact, lambda d: _identity_values(d.identity)),
    Step(
        "kuasa",
        lambda _: ActingSchema(),
        _put_acting,
        _acting_values,
        lambda d: d.kind is not RequesterKind.GROUP,
    ),
    Step(
        "kuasa-identitas",
        lambda _: AgentSchema(),
        _put_agent,
        _agent_values,
        lambda d: d.acted_for,
    ),
    Step("dokumen", lambda _: FormSchema(), lambda d, _: d, lambda _: {}),
    Step(
        "informasi",
        lambda _: InformationSchema(),
        lambda d, given: replace(d, information=given["information"]),
        lambda d: {"information": d.information},
    ),
    Step(
        "tujuan",
        lambda _: PurposeSchema(),
        lambda d, given: replace(d, purpose=given["purpose"]),
        lambda d: {"purpose": d.purpose},
    ),
    Step("cara", lambda _: WaySchema(), _put_way, lambda d: {"way": _way_of(d)}),
    Step(
        "pengiriman",
        lambda _: DeliverySchema(),
        _put_delivery,
        lambda d: {"delivery": d.delivery},
        lambda d: d.obtain is not Obtain.VIEW,
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}


def steps_of(draft: Draft) -> list[Step]:
    """The questions that this draft has to answer, in order."""
    return [step for step in STEPS if step.applies(draft)]


def open_step(draft: Draft) -> Step | None:
    """The first question without an answer; None when the draft can be checked."""
    return next((step for step in steps_of(draft) if step.slug not in draft.answered), None)


def answer(draft: Draft, step: Step, given: Values) -> Draft:
    """Keep the answer to a question. Raises ``ValidationError``."""
    put = step.put(draft, given)
    return replace(put, answered=put.answered | {step.slug})


def asked_documents(draft: Draft) -> tuple[DocumentKind, ...]:
    """The documents that this requester attaches, and room for one more."""
    asked = DOCUMENTS[draft.kind or RequesterKind.INDIVIDUAL]
    if draft.acted_for and DocumentKind.MANDATE not in asked:
        asked = (*asked, DocumentKind.MANDATE)
    return (*asked, DocumentKind.OTHER)
