"""The papers of the list of public information: the list in the columns of annex I, and the decree on it.

Law: Perki 1/2021 art. 21(2), 45, annex I.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from flask import Response

from ppid.catalogue import events as e
from ppid.catalogue.state import CATALOGUE, ITEM, PublicList, list_stream
from ppid.catalogue.vocabulary import Form, InfoClass
from ppid.deadlines import Text
from ppid.events import Recorded, Stream
from projections.words_catalogue import FORMS
from web.letters import Letter, kinds, render
from web.letters.public_kinds import InfoClass as Klass
from web.letters.public_kinds import ListDecree, ListedItem, PublicInformationList
from web.letters.wording import Tongue
from web.papers.exempting import upto
from web.papers.sending import Paper, page_of, sent
from web.papers.then import NoSuchLetterError, Then, dated, then
from web.services import services

DECREE = Text("Keputusan tentang Daftar Informasi Publik", "Decree on the List of Public Information")

CLASSES: dict[InfoClass, Klass] = {
    InfoClass.PERIODIC: "periodic",
    InfoClass.IMMEDIATE: "immediate",
    InfoClass.ANY_TIME: "any-time",
}


class Described(Protocol):
    """What the list says of an item: an entry of the log, or a line of the public list."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def summary(self) -> str:
        """What it holds."""

    @property
    def klass(self) -> InfoClass:
        """How it is made public."""

    @property
    def unit(self) -> str:
        """The code of the unit that controls it."""

    @property
    def responsible(self) -> str:
        """The position that made or issued it."""

    @property
    def made_when(self) -> str:
        """When it was made."""

    @property
    def made_where(self) -> str:
        """Where it was made."""

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms it is available in."""

    @property
    def retention(self) -> str:
        """How long it is kept."""


# The list -------------------------------------------------------------------------------------------------


def public_list(
    body: Stream, items: Iterable[Described], *, language: kinds.Language = "id"
) -> PublicInformationList:
    """Compose annex I of the items given, which everybody may see."""
    stood, t = then(body), Tongue(language)
    listed = CATALOGUE.fold(r.envelope for r in services().log.load(list_stream(body)))
    decree = listed.decree if listed else None
    return PublicInformationList(
        language=language,
        office=stood.office(),
        dated_on=stood.body.local_date(services().now()),
        items=_items(items, stood, t),
        decree=f"{t('Keputusan PPID', 'Decree of the PPID')} {dated(decree.number, decree.signed_on, t)}"
        if decree
        else "",
    )


def list_pdf(body: Stream, items: Iterable[Described], *, language: kinds.Language = "id") -> bytes:
    """Return the list as PDF."""
    return render(public_list(body, items, language=language))


def list_page(
    body: Stream, items: Iterable[Described], *, language: kinds.Language = "id", pdf_href: str = ""
) -> str:
    """Show the list as a page."""
    return page_of(public_list(body, items, language=language), pdf_href)


def _items(items: Iterable[Described], stood: Then, t: Tongue) -> tuple[ListedItem, ...]:
    """Exempt information has no place in the list, whoever hands it over. Law: Perki 1/2021 art. 1(20)."""
    return tuple(_item(item, stood, t) for item in items if item.klass in CLASSES)


def _item(item: Described, stood: Then, t: Tongue) -> ListedItem:
    return ListedItem(
        klass=CLASSES[item.klass],
        title=item.title,
        summary=item.summary,
        controlled_by=stood.unit(item.unit) or stood.body.name,
        responsible=item.responsible,
        made=", ".join(filter(None, (item.made_when, item.made_where))),
        forms="; ".join(t(FORMS[form].id, FORMS[form].en) for form in item.forms),
        retention=item.retention,
    )


# The decrees ----------------------------------------------------------------------------------------------


def letters_of(public: PublicList) -> tuple[Paper, ...]:
    """Return the decrees on a list, oldest first."""
    return tuple(
        Paper(_slug(place), DECREE, decreed.decree.signed_on)
        for place, (_fact, decreed) in enumerate(_decrees(public), start=1)
    )


def letter(
    public: PublicList, slug: str, *, language: kinds.Language = "id", position: int | None = None
) -> Letter:
    """Compose a decree with the items it took in, as they were then."""
    decrees = _decrees(public, position)
    for place, (fact, decreed) in enumerate(decrees, start=1):
        if _slug(place) == slug:
            before = decrees[place - 2][1].decree if place > 1 else None
            return _decree(public, fact, decreed, before, language)
    raise NoSuchLetterError


def pdf(public: PublicList, slug: str, *, language: kinds.Language = "id") -> bytes:
    """Return a decree as PDF. Raises ``NoSuchLetterError``."""
    return render(letter(public, slug, language=language))


def send(
    public: PublicList, slug: str, *, language: kinds.Language = "id", download: bool = False
) -> Response:
    """Answer with a decree as PDF. Raises ``NoSuchLetterError``."""
    said = letter(public, slug, language=language)
    return sent(render(said), f"{slug}-dip-{said.reference}", download=download)


def page(public: PublicList, slug: str, *, language: kinds.Language = "id", pdf_href: str = "") -> str:
    """Show a decree as a page. Raises ``NoSuchLetterError``."""
    return page_of(letter(public, slug, language=language), pdf_href)


def _slug(place: int) -> str:
    return "keputusan" if place == 1 else f"keputusan-{place}"


def _decrees(public: PublicList, position: int | None = None) -> list[tuple[Recorded, e.Decreed]]:
    found = upto(services().log.load(public.stream), position)
    return [(fact, fact.envelope.event) for fact in found if isinstance(fact.envelope.event, e.Decreed)]


def _decree(
    public: PublicList,
    fact: Recorded,
    decreed: e.Decreed,
    before: e.ListDecree | None,
    language: kinds.Language,
) -> ListDecree:
    stood, t = then(public.body, fact.position), Tongue(language)
    decree = decreed.decree
    return ListDecree(
        language=language,
        office=stood.office(),
        dated_on=decree.signed_on,
        letter_number=decree.number,
        approved_by=decree.approval.by,
        approved_on=decree.approval.on,
        items=_items(_taken_in(decreed.items, fact.position), stood, t),
        signature=stood.signature(fact.envelope.actor),
        earlier=dated(before.number, before.signed_on, t) if before else "",
    )


def _taken_in(streams: Sequence[Stream], position: int) -> list[e.Entry]:
    """The items of a decree as they stood when it was recorded, with all that one save recorded."""
    recorded = services().log.load_many(streams)
    found: list[e.Entry] = []
    for stream in streams:
        item = ITEM.fold(r.envelope for r in upto(recorded.get(stream, ()), position))
        if item:
            found.append(item.entry)
    return found
