"""Erasing a person, with everything that has to go, once nothing keeps it.

In this order: what keeps the data is looked for; the list outside the database is written; the key, and with
it what the person was found by, is destroyed in the save that records so; then drafts, mail and files go. Who
is stopped in between finishes at the next start, from the list. Law: UU 27/2022 art. 15, 42-44; UU 43/2009
art. 51; regulations §10; decision 0031.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ppid.database import Database
from ppid.erased import ContentErased, ErasedList, PapersErased, PersonErased
from ppid.erased_before import erased_in
from ppid.events import Actor, Envelope, Event, Role, Stream
from ppid.files import FileStore
from ppid.finding import Needles, needles_of
from ppid.holding import CaseStanding, Day, Hold, holds_on, standing_of
from ppid.log import Log, StreamMovedError
from ppid.marks import KINDS
from ppid.mentioned import Mention, documents_in, mentions_in
from ppid.person import Corrected, Destroyed, Erased, Identity, Known, PapersDestroyed, check_readable
from ppid.request.events import Document
from ppid.retention import Record, Rule, retention_stream, schedule
from ppid.seal import erasing as contents
from ppid.seal.leaf import is_safe
from ppid.seal.ledger import Ledger
from ppid.topics import VOCABULARY
from ppid.vault import Vault

TRIES = 20
OPERATOR = Actor("operator", Role.OPERATOR)
#: What the erasers forget is swept sooner than this in any case; so long it is looked for at every start.
FORGET_DAYS = 60
AGAIN = "Diterapkan lagi setelah pemulihan cadangan (UU 27/2022 Pasal 43-44)"
FILES_BASIS = "UU 27/2022 Pasal 44; UU 43/2009 Pasal 51"

#: What keeps records by law. That somebody asks for an erasure does not keep what they want erased.
HOLDING = frozenset({"request", "objection", "dispute"})

Eraser = Callable[[Stream], object]
Searcher = Callable[[Needles], object]
Cases = Callable[[Stream], Iterable[Stream]]


@dataclass(frozen=True, slots=True)
class Again:
    """What was erased again, after a backup brought it back.

    ``strange``: contents that are others now; ``unlisted``: what the log says and the list did not.
    """

    people: int = 0
    papers: int = 0
    contents: int = 0
    strange: int = 0
    unlisted: int = 0

    def __bool__(self) -> bool:
        return bool(self.people or self.papers or self.contents)


class Erasing:
    """Erases people and their papers. Thread-safe.

    ``cases`` finds the cases somebody has a part in. ``erasers`` forget a person, or a case of theirs, by key
    where no key protects what is kept of them; each is called after the key is gone, and again after a
    restore. ``searchers`` forget what tells of a person without any key, while it can still be said what to
    look for.
    """

    def __init__(  # noqa: PLR0913  (everything that may hold something of a person)
        self,
        log: Log,
        vault: Vault,
        ledger: Ledger,
        files: FileStore,
        erased: ErasedList,
        *,
        cases: Cases,
        day: Day,
        now: Callable[[], datetime],
    ) -> None:
        self._log = log
        self._vault = vault
        self._ledger = ledger
        self._files = files
        self.list = erased
        self._cases = cases
        self._day = day
        self._now = now
        self.erasers: list[Eraser] = []
        self.searchers: list[Searcher] = []

    @property
    def database(self) -> Database:
        """Where keys and marks lie."""
        return self._ledger.database

    # What there is -----------------------------------------------------------------------------------

    def cases_of(self, person: Stream) -> list[CaseStanding]:
        """How the cases of a person stand."""
        streams = self._log.load_many(list(self._cases(person)))
        return [found for recorded in streams.values() if (found := standing_of(recorded, self._day))]

    def schedule(self, body: Stream) -> Mapping[Record, Rule]:
        """How long a body keeps what."""
        return schedule(r.envelope.event for r in self._log.load(retention_stream(body)))

    def holds(self, person: Stream, record: Record = Record.REGISTER) -> list[Hold]:
        """What keeps the records of a class that are about a person; nothing when they may go."""
        found = []
        for case in self.cases_of(person):
            if case.case.partition("-")[0] not in HOLDING:
                continue
            as_of = self._day(case.body).as_of
            hold = holds_on(case, record, self.schedule(case.body)[record], as_of)
            found += [hold] if hold else []
        return found

    def is_erased(self, person: Stream) -> bool:
        """Whether the person was erased."""
        return any(isinstance(event, Erased) for event in self._events(person))

    def same(self, person: Stream) -> list[Stream]:
        """Who else has an identity number, mail address or telephone of theirs, and so is the same human."""
        told = [
            (kind, {"number": known.number, "email": known.email, "phone": known.phone}[kind])
            for known in self._identities(person)
            for kind in KINDS
        ]
        marks = {mark for kind, value in told for mark in self._vault.blinds(kind, value)}
        return [other for other in self._log.people_marked(marks) if other != person] if marks else []

    def papers_of(self, person: Stream) -> list[tuple[Stream, Document]]:
        """The files that are sealed with the key of a person and not destroyed yet, with their cases."""
        gone = {p.sha256 for event in self._events(person) for p in _papers(event)}
        return [
            (case.case, document)
            for case in self.cases_of(person)
            for recorded in case.recorded
            for document in documents_in(recorded.envelope.event)
            if document.person == person and document.sha256 not in gone
        ]

    def mentions_of(self, person: Stream) -> list[Mention]:
        """Where the name, number, telephone, address or mail of a person stands in a text of their cases."""
        needles = self._needles(person)
        return [m for case in self.cases_of(person) for r in case.recorded for m in mentions_in(needles, r)]

    def _needles(self, person: Stream) -> Needles:
        return needles_of((person, known) for known in self._identities(person))

    def _identities(self, person: Stream) -> list[Identity]:
        """Everything they were ever known by: a text may hold the number that was corrected since."""
        boxes = [e.identity for e in self._events(person) if isinstance(e, Known | Corrected)]
        return [known for known in self._vault.open_all(boxes) if known is not None]

    def _events(self, person: Stream) -> list[Event]:
        return [r.envelope.event for r in self._log.load(person)]

    # Erasing -----------------------------------------------------------------------------------------

    def erase(self, person: Stream, event: Erased, actor: Actor) -> int:
        """Erase a person, whatever keeps them: the caller has looked. Return the position."""
        check_readable(self._events(person))
        gone = _destroyed(self.papers_of(person))
        papers = [PapersErased(person, "", gone, FILES_BASIS, self._on(), event.order)] if gone else []
        # At once: whoever is stopped behind the key finds the files in the list too.
        self.list.add(PersonErased(person, self._on(), event.order), *papers)
        self._search(person)
        position = self._destroy_key(person, event, actor)
        self._forget(person)
        if gone:
            self._note_destroyed(person, PapersDestroyed("", gone, FILES_BASIS, event.order), actor)
        return position

    def destroy_papers(
        self,
        person: Stream,
        papers: Iterable[tuple[Stream, Document]],
        record: str,
        actor: Actor,
        order: str = "",
    ) -> int:
        """Delete files of a person, with the fact that says so and an order in the sealed log."""
        gone = _destroyed(papers)
        self.list.add(PapersErased(person, record, gone, FILES_BASIS, self._on(), order))
        self._note_destroyed(person, PapersDestroyed(record, gone, FILES_BASIS, order), actor)
        return len(gone)

    def _note_destroyed(self, person: Stream, event: PapersDestroyed, actor: Actor) -> None:
        version = self._add(person, event, actor, self._log.append)[0]
        self._order_files(person, version, event, actor.id)

    def _order_files(self, person: Stream, version: int, event: PapersDestroyed, by: str) -> None:
        """Name the files in an order of the sealed log: then nobody misses them, and they are deleted."""
        files = tuple(sorted({paper.sha256 for paper in event.papers}))
        number = event.order if event.order and is_safe(event.order) else f"{person} {version}"
        order = contents.Order(person, version, (), files, number, FILES_BASIS, by if is_safe(by) else "?")
        contents.erase(self._ledger, self._files, VOCABULARY, order, self._now().astimezone(UTC))

    def erase_content(self, order: contents.Order) -> int:
        """Carry out an order on an event of a case, listed first; return the index of its entry.

        What was folded from the event is the caller's to clean. Raises ``ErasureError``.
        """
        remainder = contents.remainder_of(self._ledger, VOCABULARY, order)
        self.list.add(ContentErased.of(order, remainder, self._on()))
        return contents.erase(self._ledger, self._files, VOCABULARY, order, self._now().astimezone(UTC))

    def _destroy_key(self, person: Stream, event: Erased, actor: Actor) -> int:
        def record(envelopes: list[Envelope[Event]]) -> int:
            check_readable(self._events(person))
            return self._log.erase_key(person, envelopes)

        return self._add(person, event, actor, record)[1]

    def _add(
        self, person: Stream, event: Event, actor: Actor, record: Callable[[list[Envelope[Event]]], int]
    ) -> tuple[int, int]:
        """Record a fact about a person, behind whatever is there; return its version and position."""
        for _ in range(TRIES):
            last = self._log.last(person)
            if last is None:
                break
            at, before = self._now().astimezone(UTC), last.envelope
            version = before.version + 1
            try:
                return version, record(
                    [Envelope(person, version, event, at, actor.id, actor.role, before.body)]
                )
            except StreamMovedError:
                continue
        raise StreamMovedError(person)

    def _search(self, person: Stream) -> None:
        if needles := self._needles(person):
            for searcher in self.searchers:
                searcher(needles)

    def _forget(self, person: Stream) -> None:
        for stream in {person, *self._cases(person)}:
            for eraser in self.erasers:
                eraser(stream)

    def _on(self) -> date:
        return self._now().astimezone(UTC).date()

    # Again, after a restore ----------------------------------------------------------------------------

    def again(self) -> Again:
        """Erase again what the list says and a backup brought back. Raises ``ErasedListError``.

        What the log says and the list does not is listed: a list that was emptied or cut back, or that is not
        there, is made whole so. Of what neither knows, nothing can be known.
        """
        unlisted = self._complete()
        read = self.list.read()
        back = self._back(list(read.people))
        for person in back:
            self._again_person(person, read.people[person].order)
        for person in {*back, *self._lately(read.people.values())}:
            self._forget(person)
        papers = sum(map(self._again_papers, read.papers))
        results = [self._again_content(content) for content in read.contents]
        contents.carry_out(self._ledger, self._files)
        return Again(len(back), papers, results.count(True), results.count(None), unlisted)

    def _complete(self) -> int:
        read = self.list.read()
        lacking = read.lacking(erased_in(self._ledger))
        if not read.chain:
            self.list.begin(lacking)
        elif lacking:
            self.list.add(*lacking)
        return len(lacking)

    def _back(self, listed: list[Stream]) -> list[Stream]:
        found: list[Stream] = []
        for start in range(0, len(listed), 1000):
            found += self._log.person_keys(listed[start : start + 1000])
        return found

    def _lately(self, listed: Iterable[PersonErased]) -> list[Stream]:
        """Who was erased lately: the power may have gone behind the key, before the rest was forgotten."""
        today = self._on()
        return [one.person for one in listed if (today - one.on).days < FORGET_DAYS]

    def _again_person(self, person: Stream, order: str) -> None:
        events = self._events(person)
        self._search(person)
        if events and not any(isinstance(event, Erased) for event in events):
            self._destroy_key(person, Erased(AGAIN, order), OPERATOR)
        with self.database.transaction() as c:  # a key may have come back without its person
            c.execute("DELETE FROM person_key WHERE person = ?", (person,))
        self.database.forget_deleted()

    def _again_papers(self, listed: PapersErased) -> int:
        """Destroy files again that the log records and does not say are destroyed."""
        recorded = self._log.load(listed.person)
        if not recorded:
            return 0
        for r in recorded:  # the power went before the order was written
            event = r.envelope.event
            if isinstance(event, PapersDestroyed) and self._unordered(listed.person, r.envelope.version):
                self._order_files(listed.person, r.envelope.version, event, OPERATOR.id)
        known = {p.sha256 for r in recorded for p in _papers(r.envelope.event)}
        back = tuple(p for p in listed.papers if p.sha256 not in known and self._log.last(p.case))
        if back:
            event = PapersDestroyed(listed.record, back, AGAIN, listed.order)
            self._note_destroyed(listed.person, event, OPERATOR)
        return len(back)

    def _unordered(self, person: Stream, version: int) -> bool:
        return any(leaf.version == version and leaf.salt for leaf in self._ledger.leaves_of(person))

    def _again_content(self, content: ContentErased) -> bool | None:
        """Erase a content again: True when it was there, None when another stands in its place now."""
        try:
            remainder = contents.remainder_of(self._ledger, VOCABULARY, content.as_order)
        except contents.ErasedBeforeError:
            return False
        except contents.ErasureError:
            return None
        if not content.left(remainder):
            return None
        contents.erase(self._ledger, self._files, VOCABULARY, content.as_order, self._now().astimezone(UTC))
        return True


def _destroyed(papers: Iterable[tuple[Stream, Document]]) -> tuple[Destroyed, ...]:
    return tuple(sorted({Destroyed(d.sha256, case) for case, d in papers}, key=lambda p: p.sha256))


def _papers(event: Event) -> tuple[Destroyed, ...]:
    return event.papers if isinstance(event, PapersDestroyed) else ()
