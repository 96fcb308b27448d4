"""Everything a person may ask to do with an application, as frozen values. A command knows no rule."""

from __future__ import annotations

from datetime import date, datetime

from ppid.commands import CaseCommand, Command
from ppid.events import Stream
from ppid.person import Identity
from ppid.privacy.vocabulary import Ground, PrivacyKind, Proof, Way


class AskPrivacy(Command, frozen=True, kw_only=True):
    """Apply as the person whose data it is. Without ``privacy`` the key names the new stream.

    ``case`` is the case the application is about; without ``body`` it is that case's. ``proved``: the
    identity is proved already, by the code or by the mailed link. Without ``received_at`` it came now.
    """

    person: Stream
    kind: PrivacyKind
    what: str = ""
    case: Stream = ""
    body: Stream = ""
    privacy: Stream = ""
    way: Way = Way.WEB
    proved: Proof | None = None
    received_at: datetime | None = None
    language: str = "id"


class Verify(CaseCommand, frozen=True, kw_only=True):
    """Record how the identity was proved."""

    by: Proof


class Answer(CaseCommand, frozen=True, kw_only=True):
    """What every answer carries: its letter, its text, and when the person was told (now if not said)."""

    number: str = ""
    text: str = ""
    signed_on: date | None = None
    told_at: datetime | None = None


class GrantErasure(Answer, frozen=True, kw_only=True):
    """Grant an erasure, in writing, before it is carried out.

    ``order``: the number of an order of a court or the commission, where something keeps the data.
    """

    order: str = ""


class AnswerDone(Answer, frozen=True, kw_only=True):
    """Record that it was done and told; an erasure was answered when it was granted.

    ``identity`` is how a correction leaves it, in the same save.
    """

    identity: Identity | None = None


class RefusePrivacy(Answer, frozen=True, kw_only=True):
    """Refuse in writing: the ground, the reason, and until when an exception holds."""

    ground: Ground
    until: date | None = None


class WithdrawPrivacy(CaseCommand, frozen=True, kw_only=True):
    """Take the application back."""
