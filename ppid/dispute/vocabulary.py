"""The words of a dispute. Every value stands in the log and is permanent; words only join.

UU 14/2008 art. 35, 37-50; Perki 1/2013; regulations §6.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """The level of the commission that is competent (UU 14/2008 art. 27(2)-(4); U24)."""

    CENTRAL = "central"
    PROVINCE = "province"
    REGENCY = "regency"


class Purpose(StrEnum):
    """What a hearing is called for: each kind has its own clocks (Perki 1/2013 art. 24, 36, 57)."""

    FIRST = "first-hearing"
    FURTHER = "further-hearing"
    DECISION = "decision-hearing"


class Party(StrEnum):
    """Who took a step that either side may take."""

    APPLICANT = "applicant"
    BODY = "body"


class EvidenceKind(StrEnum):
    """What is laid before the panel (Perki 1/2013 art. 26(4); UU 14/2008 art. 43(2)-(4))."""

    DOCUMENT = "document"
    TEST_SHEET = "consequence-test"
    EXEMPT_DOCUMENT = "exempt-document"


class MediationResult(StrEnum):
    """How a mediation ended (UU 14/2008 art. 39; Perki 1/2013 art. 45, 47, 48)."""

    AGREED = "agreed"
    FAILED = "failed"
    LAPSED = "lapsed"


class Point(StrEnum):
    """What an interim ruling is about: the four questions of day one (Perki 1/2013 art. 36(1))."""

    AUTHORITY = "authority"
    APPLICANT_STANDING = "applicant-standing"
    BODY_STANDING = "body-standing"
    TIME_LIMIT = "time-limit"


class Outcome(StrEnum):
    """What the commission ruled (UU 14/2008 art. 39, 46; Perki 1/2013 art. 30, 36)."""

    OPEN_ALL = "open-all"
    OPEN_PART = "open-part"
    REFUSAL_CONFIRMED = "refusal-confirmed"
    DUTY_ORDERED = "duty-ordered"
    FEE_SET = "fee-set"
    MEDIATION_AGREEMENT = "mediation-agreement"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class Court(StrEnum):
    """Where a decision is taken: the court for state bodies, or the other one (UU 14/2008 art. 47)."""

    ADMINISTRATIVE = "ptun"
    DISTRICT = "pn"


class CourtOutcome(StrEnum):
    """What a court did with the ruling below it (UU 14/2008 art. 49, 50)."""

    CONFIRMED = "confirmed"
    AMENDED = "amended"
    ANNULLED = "annulled"
    NOT_ADMITTED = "not-admitted"
    WITHDRAWN = "withdrawn"


class Finality(StrEnum):
    """How a ruling became final (UU 14/2008 art. 39, 50; Perki 1/2013 art. 60(3))."""

    NO_APPEAL = "no-appeal"
    NO_CASSATION = "no-cassation"
    CASSATION = "cassation"
    MEDIATION = "mediation"


class PaymentKind(StrEnum):
    """What a body pays because of a dispute."""

    COSTS = "costs"
    DAMAGES = "damages"


class Ending(StrEnum):
    """How a case ended without a ruling (Perki 1/2013 art. 17(3), 30)."""

    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    NOT_REGISTERED = "not-registered"


class Step(StrEnum):
    """Where a dispute stands by its recorded facts. Being overdue is asked for, never a step."""

    NOTIFIED = "notified"
    INCOMPLETE = "incomplete"
    SUMMONED = "summoned"
    MEDIATION = "mediation"
    ADJUDICATION = "adjudication"
    RULED = "ruled"
    AT_COURT = "at-court"
    COURT_RULED = "court-ruled"
    AT_SUPREME_COURT = "at-supreme-court"
    COMPLYING = "complying"
    FINAL = "final"
    ENDED = "ended"
