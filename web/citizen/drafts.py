"""A request that is not sent yet, kept on the server under an id in the signed session cookie.

The id of the draft becomes the stream of the request, so sending the same draft twice is one filing. Files
are sealed at once under the key of the person who will have filed; that key is wrapped in the draft, and the
draft is sealed: a draft that is forgotten takes the reading of its files with it.
"""

from __future__ import annotations

import base64
import secrets

import msgspec
from flask import session

from ppid.commands import FileRequest
from ppid.events import Actor, Role, Stream
from ppid.person import PERSON_PREFIX, Identity
from ppid.request.events import Document, Mandate, Wish
from ppid.request.requirements import lacking_documents
from ppid.request.vocabulary import Channel, CopyForm, Delivery, DocumentKind, Missing, Obtain, RequesterKind
from ppid.vault import DataKey
from web.i18n import language
from web.services import services

DRAFT = "draf"
REQUEST_PREFIX = "request-"


class Attached(msgspec.Struct, frozen=True):
    """A file of a draft, with the name its owner gave it; the name stays out of the log."""

    document: Document
    name: str


class Draft(msgspec.Struct, frozen=True):
    """What was answered so far. ``answered`` names the questions that have an answer.

    ``suggested`` marks the texts for which items of the public list were shown (``suggesting``).
    """

    id: str
    person: Stream
    key: str
    agent: Stream
    body: Stream = ""
    kind: RequesterKind | None = None
    identity: Identity = Identity()
    represented: bool = False
    representative: Identity = Identity()
    mandate: Mandate = Mandate()
    files: tuple[Attached, ...] = ()
    information: str = ""
    purpose: str = ""
    obtain: Obtain | None = None
    copy_form: CopyForm = CopyForm.EITHER
    delivery: Delivery | None = None
    answered: frozenset[str] = frozenset()
    suggested: tuple[str, ...] = ()

    @property
    def request(self) -> Stream:
        """The stream that the request will have."""
        return f"{REQUEST_PREFIX}{self.id}"

    @property
    def acted_for(self) -> bool:
        """Whether somebody else acts for the requester; a group always acts through somebody."""
        return self.represented or self.kind is RequesterKind.GROUP

    @property
    def documents(self) -> tuple[Document, ...]:
        """The attached files as the request will name them."""
        return tuple(attached.document for attached in self.files)

    @property
    def lacking(self) -> tuple[Missing, ...]:
        """The documents that the law asks for and that are not attached."""
        if self.kind is None:
            return ()
        return lacking_documents(self.kind, self.documents, represented=self.acted_for)

    def file_of(self, kind: DocumentKind) -> tuple[Attached, ...]:
        """The attached files of one kind."""
        return tuple(attached for attached in self.files if attached.document.kind is kind)

    def data_key(self) -> DataKey:
        """The key that the files are sealed with."""
        return services().vault.unwrap(self.person, base64.b64decode(self.key))

    def fingerprint(self) -> str:
        """Changes with every answer, so that what is sent is what was checked."""
        return services().vault.digest(msgspec.json.encode(self, order="deterministic"))

    def wish(self) -> Wish:
        """What is asked for; a copy that goes nowhere is picked up."""
        return Wish(
            information=self.information,
            purpose=self.purpose,
            obtain=self.obtain or Obtain.COPY,
            copy_form=self.copy_form,
            delivery=self.delivery or Delivery.PICK_UP,
        )

    def command(self) -> FileRequest:
        """The command that files the request now."""
        return FileRequest(
            key=self.id,
            request=self.request,
            body=self.body,
            channel=Channel.WEB,
            requester_kind=self.kind or RequesterKind.INDIVIDUAL,
            requester=self.person,
            identity=self.identity,
            wish=self.wish(),
            requester_key=self.key,
            received_at=services().now(),
            representative=self.agent if self.acted_for else "",
            representative_identity=self.representative if self.acted_for else None,
            mandate=self.mandate if self.acted_for else None,
            documents=self.documents,
            language=language(),
        )

    @property
    def actor(self) -> Actor:
        """The requester, as the desk knows them before they have a code."""
        return Actor(self.request, Role.CITIZEN)


def begin() -> Draft:
    """Begin a fresh draft in this browser; an older one is forgotten."""
    forget()
    person = f"{PERSON_PREFIX}{secrets.token_hex(16)}"
    key = base64.b64encode(services().vault.mint(person).wrapped).decode("ascii")
    agent = f"{PERSON_PREFIX}{secrets.token_hex(16)}"
    draft = Draft(secrets.token_hex(16), person, key, agent)
    bodies = services().directory.bodies()
    if len(bodies) == 1:
        draft = msgspec.structs.replace(draft, body=bodies[0].stream)
    save(draft)
    session[DRAFT] = draft.id
    return draft


def current() -> Draft | None:
    """The draft of this browser; None when there is none, or it was sent or is too old."""
    kept = current_id()
    content = services().state.draft(kept) if kept else None
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=Draft)
    except msgspec.MsgspecError:
        # Written by another release: as good as gone.
        return None


def current_id() -> str:
    """The id of the draft that this browser began last; empty when it began none."""
    return str(session.get(DRAFT, ""))


def save(draft: Draft) -> None:
    """Keep a draft."""
    services().state.save_draft(draft.id, msgspec.json.encode(draft))


def forget() -> None:
    """Forget the draft of this browser."""
    kept = session.pop(DRAFT, None)
    if kept:
        services().state.drop_draft(str(kept))
