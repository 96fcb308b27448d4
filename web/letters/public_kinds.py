"""The list of public information and the register of requests, as plain values.

Law: Perki 1/2021 art. 21(2), 32(1), 45, annexes I and VIII.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from web.letters.kinds import Letter, Signature

InfoClass = Literal["periodic", "immediate", "any-time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """A line of annex I, in its columns; ``summary`` begins with what the item is called."""

    klass: InfoClass
    title: str
    summary: str
    controlled_by: str
    responsible: str
    made: str  # when and where
    forms: str
    retention: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicInformationList(Letter):
    """Daftar Informasi Publik, annex I, as it stands on ``dated_on``. ``decree`` is the newest one on it."""

    items: tuple[ListedItem, ...]
    decree: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDecree(Letter):
    """The PPID's decree on the list, approved by the superior, with the items it takes in. Law: art. 45."""

    approved_by: str
    approved_on: date
    items: tuple[ListedItem, ...]
    signature: Signature
    earlier: str = ""  # the decree that it updates


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A line of the register of requests: the cells of annex VIII in its order, each as it is printed."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRegister(Letter):
    """Buku register permohonan, annex VIII, as it stands on ``dated_on``."""

    lines: tuple[RequestLine, ...]
    period: str = ""
