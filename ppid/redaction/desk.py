"""The use cases of redaction: each one atomic save, each returning its position.

Long work, drawing and checking, is done before the decision is taken; the decision looks again whether what
it was done with still stands.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable

from ppid.acts import NotYourActError
from ppid.checks import Context
from ppid.deciding import Decider, Done, Events
from ppid.events import Actor, Role, Stream
from ppid.files import FileStore, StoredFileAlteredError, StoredFileMissingError
from ppid.person import ErasedError
from ppid.redaction import commands as c
from ppid.redaction import refusals as no
from ppid.redaction import rules, workshop
from ppid.redaction.events import Original, Released
from ppid.redaction.lawful import ACTS, PREPARERS, Act, may_look
from ppid.redaction.marks import of_page
from ppid.redaction.state import REDACTION, Redaction
from ppid.redaction.workshop import PDF, Rebuild
from ppid.request.events import Document
from ppid.request.state import REQUEST, Request
from ppid.request.vocabulary import DocumentKind
from ppid.vault import ErasedKeyError

faults = logging.getLogger("ppid.faults")
#: Stands behind the name of a copy, so that who receives it knows that parts are missing.
LABEL = "salinan dengan penghitaman"
RedactionCommand = c.MarkPage | c.ReleaseRedaction | c.DropRedaction


class Redactions:
    """Every use case of redaction. Thread-safe."""

    def __init__(self, decider: Decider, files: FileStore, rebuild: Rebuild = workshop.rebuilt) -> None:
        self.decider = decider
        self._files = files
        self._rebuild = rebuild

    def redaction(self, stream: Stream, actor: Actor) -> Redaction:
        """A redaction as it stands, for somebody who may know of it. Raises ``UnknownRedactionError``."""
        return self.decider.see(REDACTION, stream, actor)

    # Beginning ---------------------------------------------------------------------------------------

    def begin(self, command: c.BeginRedaction, actor: Actor) -> Done:
        """Take a document in; a unit officer for their own unit. Raises ``NotYourActError``."""
        if actor.role not in PREPARERS or actor.body != command.body:
            raise NotYourActError
        if not REDACTION.of(command.redaction):
            raise no.UnknownRedactionError
        original = self._taken_in(command, actor)
        unit = actor.unit if actor.role is Role.UNIT_OFFICER else ""
        begun = self.decider.begin(
            command.redaction,
            command,
            actor,
            command.body,
            decision=lambda x: (rules.begin(command, original, unit, x),),
        )
        return begun.done

    def _taken_in(self, command: c.BeginRedaction, actor: Actor) -> Original:
        rules.check_one(command)
        there = self.offered(command.request, command.again, actor)
        if command.chosen:
            document = next((d for d in there if d.sha256 == command.chosen), None)
            if document is None:
                raise no.NotOfThisCaseError("chosen")
        else:
            document = command.documents[0]
        content = self._open(document)
        heights = workshop.measure(content, document.media_type)
        return Original(document, hashlib.sha256(content).hexdigest(), heights)

    def offered(self, request: Stream, again: Stream, actor: Actor) -> list[Document]:
        """The files that are there already and may be redacted, for somebody who may see their case."""
        found: list[Document] = []
        if request:
            case: Request = self.decider.see(REQUEST, request, actor)
            held = (*case.documents, *(case.delivery.documents if case.delivery else ()))
            # Who the requester is, is nobody's to redact, and not a unit's to see.
            found += [each for each in held if each.kind is DocumentKind.OTHER]
        if again:
            earlier = self.decider.see(REDACTION, again, actor)
            found += [earlier.original.document] if earlier.request == request else []
        return [each for each in found if each.media_type in workshop.MEDIA_TYPES]

    # Acts --------------------------------------------------------------------------------------------

    def mark(self, command: c.MarkPage, actor: Actor) -> Done:
        """Set the boxes of a page."""
        return self._decide(Act.MARK, command, actor, lambda r, _: rules.mark(r, command))

    def drop(self, command: c.DropRedaction, actor: Actor) -> Done:
        """Give a redaction up."""
        return self._decide(Act.DROP, command, actor, lambda r, _: rules.drop(r, command))

    def release(self, command: c.ReleaseRedaction, actor: Actor) -> Done:
        """Make the copy, check it, seal it and release it; where the check fails, nothing is recorded."""
        before = self.redaction(command.case, actor)
        ACTS.check_role(Act.RELEASE, actor, before)
        if command.key and command.key in before.keys:
            return self._decide(Act.RELEASE, command, actor, lambda _r, _x: ())
        rules.may_release(before)
        original = before.original.document
        copy = workshop.make_copy(self._open(original), original.media_type, before.marks, self._rebuild)
        rules.check_clean(copy)
        document = self._sealed(before, copy.content)
        return self._decide(
            Act.RELEASE, command, actor, lambda r, _: rules.release(r, before.marks, copy, document)
        )

    def foreseen(self, redaction: Redaction) -> Released:
        """What a release would record, with the copy made and checked and nothing kept."""
        rules.may_release(redaction)
        original = redaction.original.document
        copy = workshop.make_copy(self._open(original), original.media_type, redaction.marks, self._rebuild)
        return rules.release(redaction, redaction.marks, copy, original)

    def _sealed(self, redaction: Redaction, content: bytes) -> Document:
        owner = redaction.original.document.person
        try:
            box = self.decider.vault.seal_bytes(self.decider.vault.key_of(owner), content)
        except ErasedKeyError:
            raise ErasedError from None
        stored = self._files.put(box)
        label = f"{redaction.title} ({LABEL})"
        return Document(DocumentKind.OTHER, stored, PDF, len(content), owner, label)

    def _decide(
        self,
        act: Act,
        command: RedactionCommand,
        actor: Actor,
        decision: Callable[[Redaction, Context], Events],
    ) -> Done:
        return self.decider.decide(
            REDACTION,
            command.case,
            command,
            actor,
            allowed=lambda redaction: ACTS.check_role(act, actor, redaction),
            decision=decision,
        )

    # Looking -----------------------------------------------------------------------------------------

    def picture(self, stream: Stream, page: int, actor: Actor, *, painted: bool) -> bytes:
        """A page of the original for who prepares it, with its boxes or without. Raises 404 for others."""
        redaction = self.redaction(stream, actor)
        if not may_look(actor):
            raise NotYourActError
        if not 1 <= page <= redaction.original.pages:
            raise no.UnknownRedactionError
        document = redaction.original.document
        marks = of_page(redaction.marks, page) if painted else ()
        return workshop.picture(self._open(document), document.media_type, page, marks)

    def released(self, streams: Iterable[Stream], request: Stream, actor: Actor) -> list[Document]:
        """The copies to be given in a request, as they were released. Raises ``CopyNotOfCaseError``."""
        found: list[Document] = []
        for stream in dict.fromkeys(streams):
            redaction = self.redaction(stream, actor)
            if redaction.released is None or redaction.request != request:
                raise no.CopyNotOfCaseError("copies")
            content = self._open(redaction.released.document)
            if hashlib.sha256(content).hexdigest() != redaction.released.content:
                raise no.CopyNotOfCaseError("copies")
            found.append(redaction.released.document)
        return found

    def _open(self, document: Document) -> bytes:
        try:
            # Asked first: the files of somebody erased are gone with the key, and nobody misses them.
            self.decider.vault.key_of(document.person)
            return self.decider.vault.open_bytes(document.person, self._files.get(document.sha256))
        except ErasedKeyError:
            raise ErasedError from None
        except (StoredFileMissingError, StoredFileAlteredError, ValueError) as problem:
            faults.critical("stored file %s cannot be read: %s", document.sha256, type(problem).__name__)
            raise no.OriginalMissingError from None
