"""An objection that is not sent yet, kept on the server under an id in the signed session cookie.

The id becomes the stream of the objection, so sending it twice is one filing. One kind of draft is about the
request that is followed in this browser; the other needs no request (ground b) and holds who objects. Files
are sealed at once: under the requester's key, or under the key of the person who will have objected.
"""

from __future__ import annotations

import base64
import secrets
from datetime import date

import msgspec
from flask import session

from ppid.events import Actor, Role, Stream
from ppid.objection.commands import FileObjection
from ppid.objection.state import OBJECTION
from ppid.objection.vocabulary import Ground
from ppid.person import PERSON_PREFIX, Identity
from ppid.request.events import Document
from ppid.request.vocabulary import Channel
from ppid.vault import DataKey
from web.citizen.drafts import Attached
from web.i18n import language
from web.services import services

ABOUT_REQUEST = "draf_keberatan"
PERIODIC = "draf_berkala"


class ObjectionDraft(msgspec.Struct, frozen=True):
    """What was written so far. Without ``request`` it is about periodic information (ground b).

    ``answered`` names the pages that have an answer.
    """

    id: str
    agent: Stream
    body: Stream = ""
    request: Stream = ""
    person: Stream = ""
    key: str = ""
    grounds: tuple[Ground, ...] = ()
    case: str = ""
    purpose: str = ""
    information: str = ""
    found_on: date | None = None
    identity: Identity = Identity()
    represented: bool = False
    representative: Identity = Identity()
    files: tuple[Attached, ...] = ()
    answered: frozenset[str] = frozenset()

    @property
    def objection(self) -> Stream:
        """The stream that the objection will have."""
        return f"{OBJECTION.kind}-{self.id}"

    @property
    def actor(self) -> Actor:
        """Who files: the citizen of the request, or the objector before they have a code."""
        return Actor(self.request or self.objection, Role.CITIZEN)

    def data_key(self) -> DataKey:
        """The key that files are sealed with. Raises ``ErasedError`` where the requester was erased."""
        if self.request:
            return services().desk.data_key(services().desk.request(self.request, self.actor).requester)
        return services().vault.unwrap(self.person, base64.b64decode(self.key))

    def fingerprint(self) -> str:
        """Changes with every answer, so that what is sent is what was checked."""
        return services().vault.digest(msgspec.json.encode(self, order="deterministic"))

    def documents(self) -> tuple[Document, ...]:
        """The attached files, as long as somebody acts for the objector."""
        return tuple(attached.document for attached in self.files) if self.represented else ()

    def command(self) -> FileObjection:
        """The command that files the objection now."""
        return FileObjection(
            key=self.id,
            objection=self.objection,
            body=self.body,
            channel=Channel.WEB,
            grounds=self.grounds,
            case=self.case,
            purpose=self.purpose,
            request=self.request,
            information=self.information,
            found_on=self.found_on,
            objector=self.person,
            identity=None if self.request else self.identity,
            objector_key=self.key,
            representative=self.agent if self.represented else "",
            representative_identity=self.representative if self.represented else None,
            documents=self.documents(),
            received_at=services().now(),
            language=language(),
        )


def about(request: Stream, body: Stream) -> ObjectionDraft:
    """The draft about this request; a fresh one, not kept yet, where this browser has none."""
    found = current(ABOUT_REQUEST)
    if found is not None and found.request == request:
        return found
    return ObjectionDraft(secrets.token_hex(16), _person(), body=body, request=request)


def without_request() -> ObjectionDraft:
    """The draft about periodic information; a fresh one, not kept yet, where this browser has none."""
    found = current(PERIODIC)
    if found is not None:
        return found
    person = _person()
    key = base64.b64encode(services().vault.mint(person).wrapped).decode("ascii")
    bodies = services().directory.bodies()
    return ObjectionDraft(
        secrets.token_hex(16),
        _person(),
        body=bodies[0].stream if len(bodies) == 1 else "",
        person=person,
        key=key,
        grounds=(Ground.PERIODIC,),
    )


def current(place: str) -> ObjectionDraft | None:
    """The draft of this browser; None when there is none, or it was sent or is too old."""
    kept = current_id(place)
    content = services().state.draft(kept) if kept else None
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=ObjectionDraft)
    except msgspec.MsgspecError:
        # Written by another release: as good as gone.
        return None


def current_id(place: str) -> str:
    """The id of the draft that this browser began last; empty when it began none."""
    return str(session.get(place, ""))


def save(draft: ObjectionDraft) -> None:
    """Keep a draft."""
    services().state.save_draft(draft.id, msgspec.json.encode(draft))
    session[_place_of(draft)] = draft.id


def sent(draft: ObjectionDraft) -> None:
    """Drop a draft that was sent. Its id stays, so that sending it once more leads to the receipt."""
    services().state.drop_draft(draft.id)
    session[_place_of(draft)] = draft.id


def was_filed(place: str) -> Stream:
    """The objection that this browser's last draft became; "" when it did not."""
    kept = current_id(place)
    stream = f"{OBJECTION.kind}-{kept}"
    return stream if kept and services().log.last(stream) is not None else ""


def _place_of(draft: ObjectionDraft) -> str:
    return ABOUT_REQUEST if draft.request else PERIODIC


def _person() -> Stream:
    return f"{PERSON_PREFIX}{secrets.token_hex(16)}"
