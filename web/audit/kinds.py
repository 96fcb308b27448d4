"""Every kind of case as an auditor comes to it: its place in addresses, its words, its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from ppid.breach.state import BREACH, Breach
from ppid.breach.vocabulary import STEPS as BREACH_STEPS
from ppid.catalogue.state import CATALOGUE, ITEM, Item, PublicList
from ppid.catalogue.vocabulary import ListStep
from ppid.deadlines import Text
from ppid.dispute.case import Dispute
from ppid.dispute.state import DISPUTE
from ppid.events import Stream
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.objection.state import OBJECTION, Objection
from ppid.privacy.desk import outcome_of
from ppid.privacy.state import PRIVACY, Privacy
from ppid.privacy.vocabulary import STEPS as PRIVACY_STEPS
from ppid.redaction.state import REDACTION, Redaction
from ppid.request.state import REQUEST, Request
from ppid.subject import Subject
from projections import words_catalogue, words_dispute, words_objection
from projections.sentences_redaction import STEPS as REDACTION_STEPS
from projections.words import CLOSINGS
from web.office.breach.room import COLOURS as BREACH_COLOURS
from web.office.catalogue.words import COLOURS as ITEM_COLOURS
from web.office.dispute.words import COLOURS as DISPUTE_COLOURS
from web.office.exemption.words import COLOURS as EXEMPTION_COLOURS
from web.office.exemption.words import STEPS as EXEMPTION_STEPS
from web.office.objection.words import COLOURS as OBJECTION_COLOURS
from web.office.privacy.room import COLOURS as PRIVACY_COLOURS
from web.office.redaction.words import COLOURS as REDACTION_COLOURS
from web.office.words import ENDINGS, STEP_COLOURS, STEPS, say, say_first


class Place(StrEnum):
    """What stands in an address for a kind of case; ``ALL`` only where a list is asked for."""

    REQUEST = "permohonan"
    OBJECTION = "keberatan"
    DISPUTE = "sengketa"
    EXEMPTION = "pengecualian"
    ITEM = "daftar-informasi"
    LIST = "penetapan-daftar"
    PRIVACY = "data-pribadi"
    BREACH = "kegagalan-data"
    REDACTION = "penghitaman"
    ALL = "semua"


class Kind(NamedTuple):
    """A kind of case. ``ending`` says how a case came out, '' while it has not."""

    place: Place
    subject: Subject[Any]
    one: Text
    many: Text
    steps: Mapping[Any, Text]
    colours: Mapping[Any, str]
    ending: Callable[[Any], str]

    @property
    def name(self) -> str:
        """One of them, in the reader's language."""
        return say(self.one)

    def step(self, value: str) -> str:
        """A step in words."""
        return say(self.steps[value])

    def colour(self, value: str) -> str:
        """The colour of a step's tag; the words carry the meaning."""
        return self.colours.get(value, "blue")


def _request(request: Request) -> str:
    if request.outcome:
        return say(ENDINGS[request.outcome])
    return say_first(CLOSINGS[request.closing]) if request.closing else ""


def _objection(objection: Objection) -> str:
    if objection.verdict:
        return say(words_objection.VERDICTS[objection.verdict])
    return say_first(words_objection.ENDINGS[objection.closing]) if objection.closing else ""


def _dispute(dispute: Dispute) -> str:
    if dispute.ended:
        return say_first(words_dispute.ENDINGS[dispute.ended.ending])
    return say_first(words_dispute.OUTCOMES[dispute.ruling.outcome]) if dispute.ruling else ""


def _exemption(exemption: Exemption) -> str:
    return exemption.decree.number if exemption.decree else ""


def _item(item: Item) -> str:
    return say(words_catalogue.CLASSES[item.entry.klass])


def _list(public: PublicList) -> str:
    return public.decree.number if public.decree else ""


def _privacy(privacy: Privacy) -> str:
    return say(outcome_of(privacy))


def _breach(breach: Breach) -> str:
    return say(BREACH_STEPS[breach.step]) if breach.closed else ""


def _redaction(redaction: Redaction) -> str:
    return say(REDACTION_STEPS[redaction.step]) if redaction.closed else ""


LIST_COLOURS: Mapping[ListStep, str] = {ListStep.UNDECREED: "yellow", ListStep.DECREED: "green"}

#: In the order in which a case goes on from one to the next.
KINDS: tuple[Kind, ...] = (
    Kind(
        Place.REQUEST,
        REQUEST,
        Text("Permohonan", "Request"),
        Text("Permohonan", "Requests"),
        STEPS,
        STEP_COLOURS,
        _request,
    ),
    Kind(
        Place.OBJECTION,
        OBJECTION,
        Text("Keberatan", "Objection"),
        Text("Keberatan", "Objections"),
        words_objection.STEPS,
        OBJECTION_COLOURS,
        _objection,
    ),
    Kind(
        Place.DISPUTE,
        DISPUTE,
        Text("Sengketa", "Dispute"),
        Text("Sengketa", "Disputes"),
        words_dispute.STEPS,
        DISPUTE_COLOURS,
        _dispute,
    ),
    Kind(
        Place.EXEMPTION,
        EXEMPTION,
        Text("Pengecualian", "Exemption"),
        Text("Pengecualian", "Exemptions"),
        EXEMPTION_STEPS,
        EXEMPTION_COLOURS,
        _exemption,
    ),
    Kind(
        Place.ITEM,
        ITEM,
        Text("Informasi publik", "Public information"),
        Text("Informasi publik", "Public information"),
        words_catalogue.STEPS,
        ITEM_COLOURS,
        _item,
    ),
    Kind(
        Place.LIST,
        CATALOGUE,
        Text("Daftar Informasi Publik", "List of public information"),
        Text("Penetapan daftar", "Decrees on the list"),
        words_catalogue.LIST_STEPS,
        LIST_COLOURS,
        _list,
    ),
    Kind(
        Place.PRIVACY,
        PRIVACY,
        Text("Permohonan data pribadi", "Request on personal data"),
        Text("Data pribadi", "Personal data"),
        PRIVACY_STEPS,
        PRIVACY_COLOURS,
        _privacy,
    ),
    Kind(
        Place.BREACH,
        BREACH,
        Text("Kegagalan pelindungan data", "Breach of personal data"),
        Text("Kegagalan data", "Breaches"),
        BREACH_STEPS,
        BREACH_COLOURS,
        _breach,
    ),
    Kind(
        Place.REDACTION,
        REDACTION,
        Text("Penghitaman", "Redaction"),
        Text("Penghitaman", "Redactions"),
        REDACTION_STEPS,
        REDACTION_COLOURS,
        _redaction,
    ),
)
BY_PLACE: Mapping[str, Kind] = {kind.place.value: kind for kind in KINDS}
BY_SUBJECT: Mapping[str, Kind] = {kind.subject.kind: kind for kind in KINDS}


def kind_of(stream: Stream) -> Kind:
    """The kind of a case, by its stream."""
    return BY_SUBJECT[stream.partition("-")[0]]


def hex_of(stream: Stream) -> str:
    """A case in an address."""
    return stream.rpartition("-")[2]
