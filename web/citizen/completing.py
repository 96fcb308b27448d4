"""Supplying what was missing: which fields to show, and the command they make.

Law: Perki 1/2021 art. 33(3). Only what the letter named can be changed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from ppid.checks import NOTE
from ppid.commands import CompleteRequest
from ppid.person import Identity
from ppid.request.events import Document, Wish
from ppid.request.intake import IDENTITY_LABELS, INFORMATION, PURPOSE
from ppid.request.state import Request
from ppid.request.vocabulary import CopyForm, Delivery, DocumentKind, Missing, Obtain, RequesterKind
from web.citizen.steps import WAYS
from web.citizen.words import DOCUMENT_OF
from web.schemas import Email, Entry, EnumField, FormSchema, Nik, Phone, Text

FIELDS_OF: Mapping[Missing, tuple[str, ...]] = {
    Missing.NAME: ("name",),
    Missing.IDENTITY_NUMBER: ("number",),
    Missing.ADDRESS: ("address",),
    Missing.CONTACT: ("phone", "email"),
    Missing.INFORMATION: ("information",),
    Missing.PURPOSE: ("purpose",),
    Missing.OBTAIN: ("way", "delivery"),
    Missing.DELIVERY: ("delivery",),
}
PERSONAL = ("name", "number", "address", "phone", "email")


def fields_of(request: Request, identity: Identity | None) -> tuple[str, ...]:
    """The fields to show, in the order of the form. What was erased cannot be corrected."""
    named = [field for lack in request.missing for field in FIELDS_OF.get(lack, ())]
    return tuple(dict.fromkeys(f for f in named if identity is not None or f not in PERSONAL))


def documents_of(request: Request) -> tuple[DocumentKind, ...]:
    """The documents to attach; one field is always there for another."""
    asked = [DOCUMENT_OF[lack] for lack in request.missing if lack in DOCUMENT_OF]
    return (*dict.fromkeys(asked), DocumentKind.OTHER)


def values_of(request: Request, identity: Identity | None) -> dict[str, object]:
    """What the request says now, to be completed rather than typed again."""
    wish = request.wish
    ways = {way: name for name, way in WAYS.items()}
    known: dict[str, object] = {
        "information": wish.information,
        "purpose": wish.purpose,
        "way": ways.get((wish.obtain, wish.copy_form), ways.get((wish.obtain, CopyForm.EITHER), "")),
        "delivery": wish.delivery,
    }
    if identity:
        known.update({name: getattr(identity, name) for name in PERSONAL})
    return known


def schema_of(request: Request, identity: Identity | None) -> FormSchema:
    """The form for what is missing. Nothing in it is required: a part of it helps already."""
    limits = {name: label.limit for name, label in IDENTITY_LABELS.items()}
    individual = request.requester_kind is RequesterKind.INDIVIDUAL
    known: dict[str, Entry[Any]] = {
        "name": Text(limits["name"], required=False),
        "number": Nik(required=False) if individual else Text(limits["number"], required=False),
        "address": Text(limits["address"], lines=True, required=False),
        "phone": Phone(limits["phone"], required=False),
        "email": Email(limits["email"], required=False),
        "information": Text(INFORMATION.limit, lines=True, required=False),
        "purpose": Text(PURPOSE.limit, lines=True, required=False),
        "way": Text(required=False),
        "delivery": EnumField(Delivery, required=False),
    }
    shown = {name: known[name] for name in fields_of(request, identity)}
    return SchemaWithNote.from_dict({**shown})()  # type: ignore[return-value]  # keeps its base class


class SchemaWithNote(FormSchema):
    """The one entry that is always there."""

    note = Text(NOTE.limit, lines=True, required=False)


def command(
    request: Request,
    identity: Identity | None,
    given: Mapping[str, Any],
    documents: tuple[Document, ...],
    key: str,
) -> CompleteRequest:
    """The command; identity and wish only where they change."""
    wish = _wish(request.wish, given)
    person = _identity(identity, given) if identity else None
    return CompleteRequest(
        key=key,
        request=request.stream,
        documents=documents,
        wish=wish if wish != request.wish else None,
        identity=person if person != identity else None,
        note=str(given.get("note", "")),
    )


def _wish(wish: Wish, given: Mapping[str, Any]) -> Wish:
    obtain, copy_form = WAYS.get(str(given.get("way") or ""), (wish.obtain, wish.copy_form))
    return replace(
        wish,
        information=given.get("information") or wish.information,
        purpose=given.get("purpose") or wish.purpose,
        obtain=Obtain(obtain),
        copy_form=copy_form,
        delivery=given.get("delivery") or wish.delivery,
    )


def _identity(identity: Identity, given: Mapping[str, Any]) -> Identity:
    return replace(identity, **{name: given[name] for name in PERSONAL if given.get(name)})
