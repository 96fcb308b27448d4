"""A person the log knows by key only: identity sealed, corrected, erased.

Law: UU 27/2022 (personal data) art. 30, 43-44; Perki 1/2021 art. 5(3); regulations §10.
"""

from __future__ import annotations

import msgspec

from ppid.errors import RuleError
from ppid.events import Event, Sealed, Stream


class Identity(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who somebody is, in the clear: never an event's field, always sealed first.

    ``number`` is the NIK of an individual, or the number of the ratification decree of a legal entity.
    """

    name: str = ""
    number: str = ""
    address: str = ""
    occupation: str = ""
    phone: str = ""
    email: str = ""


class Known(Event, frozen=True):
    """A person became known. ``commitment`` pins the data key, so that a box has one reading."""

    identity: Sealed
    commitment: str


class Corrected(Event, frozen=True):
    """A person's identity was corrected. The older box stays readable in the history."""

    identity: Sealed
    reason: str


class Erased(Event, frozen=True):
    """A person's key was destroyed: every box of theirs is closed for ever, the log unchanged."""

    basis: str
    order: str = ""


class Destroyed(msgspec.Struct, frozen=True):
    """A stored file that was destroyed: its SHA-256, and the case that records it."""

    sha256: str
    case: Stream


class PapersDestroyed(Event, frozen=True):
    """Files of a person were destroyed, so that the log says why a hash has no file any more.

    ``record`` is the class of records whose time was over, "" where the whole person was erased.
    """

    record: str
    papers: tuple[Destroyed, ...]
    basis: str
    order: str = ""


PersonEvent = Known | Corrected | Erased | PapersDestroyed


class UnknownPersonError(RuleError):
    """No such person."""

    code = "unknown-person"
    status = 404
    id = "Orang ini tidak dikenal."
    en = "This person is not known."


class ErasedError(RuleError):
    """The person's data were erased; nothing can be added or read."""

    code = "person-erased"
    id = "Data pribadi orang ini sudah dihapus, sehingga tidak dapat diubah atau dihapus lagi."
    en = "This person's data were erased; they can be neither changed nor erased again."


def check_readable(events: list[Event]) -> None:
    """Refuse to act on a person who is unknown or erased."""
    if not events:
        raise UnknownPersonError
    if any(isinstance(event, Erased) for event in events):
        raise ErasedError


def current_identity(events: list[Event]) -> Sealed | None:
    """The box that holds now; None when unknown or erased."""
    box: Sealed | None = None
    for event in events:
        match event:
            case Known() | Corrected():
                box = event.identity
            case Erased():
                box = None
            case _:
                pass
    return box


PERSON_PREFIX: Stream = "person-"
