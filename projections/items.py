"""The list of public information as everybody reads it: listed items, by body and class, found by words.

An item that is not public has a row too, since its facts are folded there; but every column that people read
is empty, it stands in no count and holds no word for the search, and no reading function gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from ppid.catalogue.events import PublicFile, Published, Revised
from ppid.catalogue.state import ITEM, Item
from ppid.catalogue.vocabulary import Form, InfoClass, Medium, SourceKind
from ppid.database import Database
from ppid.events import Recorded, Stream
from projections.reader import Reader
from projections.shape import Key, Projection
from projections.store import Standing
from projections.words_searched import Term, plain, subject, terms

ORDER = ("sorted_by",)
SUGGESTED = 3
LIKELY = 0.34
_CANDIDATES = 30
_SORTED_CHARS = 200


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the list. ``changed_on``: when what is said of it, or where it is, last changed.

    ``state`` is the whole item as JSON, for the fold alone.
    """

    stream: Stream
    body: Stream
    public: bool
    klass: InfoClass
    state: str
    number: str = ""
    title: str = ""
    sorted_by: str = ""
    summary: str = ""
    unit: str = ""
    responsible: str = ""
    made_when: str = ""
    made_where: str = ""
    forms: tuple[Form, ...] = ()
    retention: str = ""
    language: str = ""
    link: str = ""
    file: PublicFile | None = None
    keywords: str = ""
    known_on: date | None = None
    listed_on: date | None = None
    decree: str = ""
    published_on: date | None = None
    media: tuple[Medium, ...] = ()
    opened_by: SourceKind | None = None
    changed_on: date | None = None


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Item)


def _keys_of(recorded: Recorded) -> Iterable[Stream]:
    stream = recorded.envelope.stream
    return (stream,) if ITEM.of(stream) else ()


def evolve(row: ItemLine | None, recorded: Recorded) -> ItemLine | None:
    """Fold one event of an item; what was withdrawn has no row any more."""
    before = _DECODER.decode(row.state) if row else None
    item = ITEM.place(before, recorded.envelope)
    if item is None or item.closed:
        return None
    state = _ENCODER.encode(item).decode()
    if not item.public:
        return ItemLine(stream=item.stream, body=item.body, public=False, klass=item.entry.klass, state=state)
    return _line(item, state, _changed_on(row, item, recorded))


def _changed_on(row: ItemLine | None, item: Item, recorded: Recorded) -> date | None:
    match recorded.envelope.event:
        case Published(published_on=on):
            return on
        case Revised(revised_on=on):
            return on
        case _:
            return (row.changed_on if row else None) or item.listed_on


def _line(item: Item, state: str, changed_on: date | None) -> ItemLine:
    entry = item.entry
    return ItemLine(
        stream=item.stream,
        body=item.body,
        public=True,
        klass=entry.klass,
        state=state,
        number=item.number,
        title=entry.title,
        sorted_by=plain(entry.title)[:_SORTED_CHARS],
        summary=entry.summary,
        unit=entry.unit,
        responsible=entry.responsible,
        made_when=entry.made_when,
        made_where=entry.made_where,
        forms=entry.forms,
        retention=entry.retention,
        language=entry.language,
        link=entry.link,
        file=entry.file,
        keywords=", ".join(entry.keywords),
        known_on=entry.known_on,
        listed_on=item.listed_on,
        decree=item.decree.number if item.decree else "",
        published_on=item.published.published_on if item.published else None,
        media=item.published.media if item.published else (),
        opened_by=item.source.kind if item.source else None,
        changed_on=changed_on,
    )


def _tally(row: ItemLine) -> Iterable[tuple[str, ...]]:
    if row.public:
        yield (row.body, row.klass.value)


ITEMS = Projection(
    name="items",
    version=1,
    row=ItemLine,
    key=("stream",),
    keys_of=_keys_of,
    evolve=evolve,
    indexes=(
        ("body", "public", "sorted_by"),
        ("body", "public", "klass", "sorted_by"),
        ("public", "sorted_by"),
    ),
    tally=_tally,
    tally_by=("body", "klass"),
    search=("title", "keywords", "summary"),
)


class Found(NamedTuple):
    """What a search found. ``all_words``: every item holds all the words; else each holds some of them."""

    items: list[ItemLine]
    all_words: bool


class PublicItems:
    """Questions to the list that anybody may ask: what is not public is never among the answers."""

    def __init__(self, views: Database) -> None:
        self._reader = Reader(views, ITEMS)

    def standing(self) -> Standing:
        """Return how far the list has come."""
        return self._reader.standing()

    def get(self, stream: Stream) -> ItemLine | None:
        """Return one item of the list."""
        row = self._reader.get(stream)
        return row if row and row.public else None

    def page(
        self,
        body: Stream = "",
        klass: InfoClass | None = None,
        *,
        after: Sequence[object] | None = None,
        limit: int = 50,
    ) -> list[ItemLine]:
        """Return the next items by title, of one body or all, of one class or all."""
        return self._reader.page(where=_asked(body, klass), order=ORDER, after=after, limit=limit)

    def place(self, row: ItemLine) -> Key:
        """Return the place of an item in the list, to be given as ``after`` for the next page."""
        return self._reader.place(row, ORDER)

    def all(self, body: Stream, klass: InfoClass | None = None) -> Iterator[ItemLine]:
        """Yield every item of a body's list, by title."""
        return self._reader.all(where=_asked(body, klass), order=ORDER)

    def counts(self, body: Stream) -> dict[InfoClass, int]:
        """Return how many items of each class a body's list has."""
        kept = self._reader.tally(body=body)
        return {klass: kept.get((body, klass.value), 0) for klass in _LISTED}

    def search(
        self, text: str, body: Stream = "", klass: InfoClass | None = None, *, limit: int = 50
    ) -> Found:
        """Return the items that hold every word of a text, the best first; where there is none, some word.

        The last word may be unfinished. A text without words finds nothing.
        """
        where, asked = _asked(body, klass), terms(text)
        found = self._reader.search(asked, where=where, limit=limit)
        if found or len(asked) < 2:  # noqa: PLR2004 - fewer than one word is none
            return Found(found, all_words=True)
        return Found(self._reader.search(asked, where=where, any_of=True, limit=limit), all_words=False)

    def suggest(self, body: Stream, text: str) -> list[ItemLine]:
        """Return up to three items that may already be what a request in the writing asks ``body`` for."""
        asked = subject(text)
        if not asked:
            return []
        near = self._reader.search(asked, where=_asked(body, None), any_of=True, limit=_CANDIDATES)
        scored = [(_likeness(row, asked), row) for row in near]
        likely = [(score, row) for score, row in scored if score >= LIKELY]
        likely.sort(key=lambda one: (-one[0], one[1].sorted_by, one[1].stream))
        return [row for _, row in likely[:SUGGESTED]]


_LISTED = (InfoClass.PERIODIC, InfoClass.IMMEDIATE, InfoClass.ANY_TIME)


def _asked(body: Stream, klass: InfoClass | None) -> Mapping[str, object]:
    where: dict[str, object] = {"public": True}
    if body:
        where["body"] = body
    if klass:
        where["klass"] = klass
    return where


def _likeness(row: ItemLine, asked: Sequence[Term]) -> float:
    """How much of what is asked for an item's words say, from 0 to 1: the same on every database.

    Two words must meet where there are two, one of them in the title or the keywords; a year alone says
    nothing, and a wordy request is no less likely for its many words.
    """
    telling = plain(f"{row.title} {row.keywords}").split()
    others = plain(row.summary).split()
    strong = [term for term in asked if _among(term, telling)]
    weak = [term for term in asked if term not in strong and _among(term, others)]
    told = [term for term in (*strong, *weak) if not term.word.isdigit()]
    words = [term for term in asked if not term.word.isdigit()]
    if not strong or len(told) < min(2, len(words)) or not told:
        return 0.0
    return (len(strong) + len(weak) / 2) / min(len(asked), 4)


def _among(term: Term, words: Sequence[str]) -> bool:
    return any(word.startswith(term.word) if term.prefix else word == term.word for word in words)
