"""The words that exemptions stand in the log with. Values are permanent."""

from __future__ import annotations

from enum import StrEnum


class Occasion(StrEnum):
    """When a consequence test is made (Perki 1/2021 art. 49(1))."""

    BEFORE_REQUEST = "before-request"
    UPON_REQUEST = "upon-request"
    DURING_DISPUTE = "during-dispute"


class Aim(StrEnum):
    """What a test may lead to: a first decree, a changed one, or the end of one (annexes II and IV)."""

    CLASSIFY = "classify"
    CHANGE = "change"
    LIFT = "lift"


class Interest(StrEnum):
    """How the public interest was weighed (UU 14/2008 art. 2(4))."""

    CLOSING_PROTECTS_MORE = "closing-protects-more"
    OPENING_SERVES_MORE = "opening-serves-more"


class Status(StrEnum):
    """How a row stands by its recorded facts. Whether it is in force on a day is asked for with that day."""

    #: Tested, not decreed.
    TESTED = "tested"
    ACTIVE = "active"
    #: Stipulated to be public once its period ends; until then it is exempt.
    DECLARED_OPEN = "declared-open"
    EXPIRED = "expired"
    LIFTED = "lifted"
    OPENED_BY_OBJECTION = "opened-by-objection"
    OPENED_BY_RULING = "opened-by-ruling"
    OPENED_IN_COURT = "opened-in-court"


class Step(StrEnum):
    """Where an exemption stands by its recorded facts."""

    TESTED = "tested"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RETURNED = "returned"
    IN_FORCE = "in-force"
    #: In force, while a new test to change or lift it is under way.
    CHANGING = "changing"
    OVER = "over"
    DROPPED = "dropped"
