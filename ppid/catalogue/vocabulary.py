"""The words of the list of public information. Every value stands in the log and is permanent."""

from __future__ import annotations

from enum import StrEnum


class InfoClass(StrEnum):
    """How information is made public (UU 14/2008 art. 9-11). ``EXEMPT`` (art. 17) never enters the list."""

    PERIODIC = "periodic"
    IMMEDIATE = "immediate"
    ANY_TIME = "any-time"
    EXEMPT = "exempt"


class Form(StrEnum):
    """A form in which the information is there (Perki 1/2021 annex I; art. 24 for braille)."""

    PRINT = "print"
    DIGITAL = "digital"
    RECORDING = "recording"
    BRAILLE = "braille"


class Medium(StrEnum):
    """Where it was published (Perki 1/2021 art. 24)."""

    WEBSITE = "website"
    BOARD = "board"
    SOCIAL_MEDIA = "social-media"
    DATA_PORTAL = "data-portal"
    APP = "app"
    MASS_MEDIA = "mass-media"


class SourceKind(StrEnum):
    """How what was exempt came to be open (Perki 1/2021 art. 52-53; UU 14/2008 art. 11(2))."""

    EXPIRY = "expiry"
    STIPULATION = "stipulation"
    LIFTING = "lifting"
    OBJECTION = "objection"
    RULING = "ruling"


class Step(StrEnum):
    """Where an item stands."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    LISTED = "listed"
    WITHDRAWN = "withdrawn"


class ListStep(StrEnum):
    """Where the list of a body stands: it was decreed, or only a report was published so far."""

    UNDECREED = "undecreed"
    DECREED = "decreed"
