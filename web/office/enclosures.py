"""Files that an officer adds to an act: checked, judged by the rules, and only then sealed for the requester.

The same form sent twice names the same sealed files, so that a double click records one act (F10).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage, MultiDict

from ppid.events import Stream
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind, Missing
from ppid.vault import DataKey
from web import uploads
from web.services import services
from web.uploads import Upload

#: The field of any other file, and the fields of the documents that a request may lack.
OTHER = "documents"
KINDS: dict[Missing, DocumentKind] = {
    Missing.IDENTITY_DOCUMENT: DocumentKind.IDENTITY,
    Missing.DEED_DOCUMENT: DocumentKind.DEED,
    Missing.MANDATE_DOCUMENT: DocumentKind.MANDATE,
    Missing.MANDATORS_DOCUMENT: DocumentKind.MANDATORS_IDENTITY,
}


class Enclosed(NamedTuple):
    """A checked file and what it is."""

    upload: Upload
    kind: DocumentKind


class Sealed(msgspec.Struct, frozen=True):
    """What was sealed for one form: the files by their content, and the documents made of them."""

    content: str
    documents: tuple[Document, ...]


def chosen(files: MultiDict[str, FileStorage], *, records: bool = False) -> list[Enclosed]:
    """The files of a form, checked. Raises ``ValidationError`` at the field.

    ``records``: any other file may be a record of the office, not only a paper.
    """
    found: list[Enclosed] = []
    for name, kind in ((OTHER, DocumentKind.OTHER), *((m.value, kind) for m, kind in KINDS.items())):
        try:
            allowed = uploads.RECORDS if records and name == OTHER else uploads.PAPERS
            checked = uploads.check(files.getlist(name), already=len(found), allowed=allowed)
        except ValidationError as problem:
            raise ValidationError({name: problem.messages}) from None
        found.extend(Enclosed(upload, kind) for upload in checked)
    return found


def unsealed(enclosed: Iterable[Enclosed], person: Stream) -> tuple[Document, ...]:
    """The files as documents for the rules to judge; nothing is stored."""
    return tuple(
        Document(kind, hashlib.sha256(u.content).hexdigest(), u.media_type, len(u.content), person)
        for u, kind in enclosed
    )


def seal(
    enclosed: list[Enclosed],
    person: Stream,
    officer: Stream,
    form_key: str,
    *,
    key: DataKey | None = None,
    named: bool = True,
) -> tuple[Document, ...]:
    """Seal and store the files; the same files of the same form are sealed once. Raises ``ErasedError``.

    ``key`` is that of a person who is not known yet. ``named``: the names of the files may stand readable.
    """
    if not enclosed:
        return ()
    vault, state = services().vault, services().state
    draft = _place(person, officer, form_key)
    told = [f"{kind.value} {hashlib.sha256(u.content).hexdigest()}" for u, kind in enclosed]
    content = vault.digest("\n".join(told).encode())
    before = state.draft(draft)
    sealed = msgspec.json.decode(before, type=Sealed) if before else None
    if sealed is None or sealed.content != content:
        key = key or services().desk.data_key(person)
        documents = tuple(
            uploads.keep(
                upload, kind, key, vault=vault, files=services().files,
                label=upload.name if named and kind is DocumentKind.OTHER else "",
            )
            for upload, kind in enclosed
        )  # fmt: skip
        sealed = Sealed(content, documents)
        state.save_draft(draft, msgspec.json.encode(sealed))
    return sealed.documents


def kept(person: Stream, officer: Stream, form_key: str) -> tuple[Document, ...]:
    """The files that this form brought before, when it was looked through."""
    before = services().state.draft(_place(person, officer, form_key))
    return msgspec.json.decode(before, type=Sealed).documents if before else ()


def _place(person: Stream, officer: Stream, form_key: str) -> str:
    return f"enclosed-{services().vault.digest(f'{officer} {person} {form_key}'.encode())}"
