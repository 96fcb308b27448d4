"""What a complete request has: the documents of its requester, and the fields of its form.

The officer decides; this says what the articles ask for and the papers do not show, so that a page can
point at it and the letter can name it.
Law: Perki 1/2021 art. 27(3)-(7), 29(5), 30(1); regulations §3.2, §3.3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ppid.person import Identity
from ppid.request.events import Document, Wish
from ppid.request.vocabulary import DocumentKind, Missing, RequesterKind

MANDATE = (Missing.MANDATE_DOCUMENT, (DocumentKind.MANDATE,))
#: For each requester what must be attached; any one of the named documents will do.
DOCUMENTS: dict[RequesterKind, tuple[tuple[Missing, tuple[DocumentKind, ...]], ...]] = {
    RequesterKind.INDIVIDUAL: ((Missing.IDENTITY_DOCUMENT, (DocumentKind.IDENTITY, DocumentKind.RESIDENCE)),),
    RequesterKind.LEGAL_ENTITY: ((Missing.DEED_DOCUMENT, (DocumentKind.DEED,)),),
    RequesterKind.GROUP: (MANDATE, (Missing.MANDATORS_DOCUMENT, (DocumentKind.MANDATORS_IDENTITY,))),
}


def lacking_documents(
    kind: RequesterKind, documents: Iterable[Document], *, represented: bool
) -> tuple[Missing, ...]:
    """The documents that are not attached. Law: Perki 1/2021 art. 27(3)-(7)."""
    attached = {document.kind for document in documents}
    asked = dict(DOCUMENTS[kind])
    if represented:
        asked.update((MANDATE,))
    return tuple(missing for missing, any_of in asked.items() if attached.isdisjoint(any_of))


def lacking_entries(identity: Identity, wish: Wish) -> tuple[Missing, ...]:
    """The fields of the form that are empty. Law: Perki 1/2021 art. 29(5), 30(1)."""
    entries: tuple[tuple[Missing, Collection[str]], ...] = (
        (Missing.NAME, (identity.name,)),
        (Missing.IDENTITY_NUMBER, (identity.number,)),
        (Missing.ADDRESS, (identity.address,)),
        (Missing.CONTACT, (identity.phone, identity.email)),
        (Missing.INFORMATION, (wish.information,)),
        (Missing.PURPOSE, (wish.purpose,)),
    )
    return tuple(missing for missing, any_of in entries if not any(text.strip() for text in any_of))
