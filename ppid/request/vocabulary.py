"""The words of a request. Every value stands in the log and is permanent; words only join.

Law: regulations §2.2 (requester types), §3.1 to §3.3 (channels, documents, fields), §3.8 (outcomes).
"""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How the request reached the body (UU 14/2008 art. 22(1); Perki 1/2021 art. 28)."""

    WEB = "web"
    EMAIL = "email"
    LETTER = "letter"
    COUNTER = "counter"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    BOOK = "book"


class RequesterKind(StrEnum):
    """Who asks (Perki 1/2021 art. 27(3)-(7)); only Indonesian citizens and legal entities may."""

    INDIVIDUAL = "individual"
    LEGAL_ENTITY = "legal-entity"
    GROUP = "group"
    #: An old book does not say.
    UNSTATED = "unstated"


class DocumentKind(StrEnum):
    """What must be attached (Perki 1/2021 art. 27(3)-(7))."""

    IDENTITY = "identity"
    RESIDENCE = "residence-certificate"
    DEED = "deed"
    MANDATE = "power-of-attorney"
    MANDATORS_IDENTITY = "mandators-identity"
    OTHER = "other"


class Reach(StrEnum):
    """How far a special power of attorney reaches (*surat kuasa khusus*, Perki 1/2021 art. 27(6))."""

    REQUEST = "request"
    OBJECTION = "objection"
    DISPUTE = "dispute"


class Obtain(StrEnum):
    """The way to obtain the information (*cara memperoleh*, annex VI 1-2)."""

    VIEW = "view"
    COPY = "copy"


class CopyForm(StrEnum):
    """The form of a copy (annex VIII: softcopy, hardcopy)."""

    SOFT = "soft"
    HARD = "hard"
    EITHER = "either"


class Delivery(StrEnum):
    """The way a copy is delivered (*cara mendapatkan salinan*, annex VI)."""

    PICK_UP = "pick-up"
    COURIER = "courier"
    POST = "post"
    FAX = "fax"
    EMAIL = "email"


class Way(StrEnum):
    """How granted information was given: seen in place, or a copy by one of the ways of delivery."""

    #: An old book does not say.
    UNSTATED = "unstated"
    VIEWED = "viewed"
    PICK_UP = "pick-up"
    COURIER = "courier"
    POST = "post"
    FAX = "fax"
    EMAIL = "email"


class Missing(StrEnum):
    """What a request may lack, each by its article (Perki 1/2021 art. 27, 29, 30)."""

    IDENTITY_DOCUMENT = "identity-document"
    DEED_DOCUMENT = "deed-document"
    MANDATE_DOCUMENT = "mandate-document"
    MANDATORS_DOCUMENT = "mandators-document"
    NAME = "name"
    IDENTITY_NUMBER = "identity-number"
    ADDRESS = "address"
    CONTACT = "contact"
    INFORMATION = "information"
    PURPOSE = "purpose"
    OBTAIN = "obtain"
    DELIVERY = "delivery"


class ExtensionGround(StrEnum):
    """The only two lawful grounds (Perki 1/2021 art. 36; U5)."""

    NOT_YET_HELD = "not-yet-held"
    STATUS_UNDECIDED = "status-undecided"


class Outcome(StrEnum):
    """The seven ways a request ends by the body's act (regulations §3.8)."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly-granted"
    REFUSED_EXEMPT = "refused-exempt"
    REFUSED_OTHER = "refused-other"
    NOT_HELD = "not-held"
    NOT_DOCUMENTED = "not-documented"
    NOT_CORRECTED = "not-corrected"


class FeeKind(StrEnum):
    """What may be charged: copying and sending, nothing else but itemised others (art. 37-38)."""

    COPY = "copy"
    SENDING = "sending"
    OTHER = "other"


class PaymentMethod(StrEnum):
    """How a fee is paid (Perki 1/2021 art. 38(3))."""

    CASH = "cash"
    TRANSFER = "transfer"
    E_MONEY = "e-money"


class Step(StrEnum):
    """Where a request stands by its recorded facts. Being overdue is asked for, never a step."""

    REGISTERED = "registered"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    EXTENDED = "extended"
    AWAITING_PAYMENT = "awaiting-payment"
    AWAITING_DELIVERY = "awaiting-delivery"
    NOTIFIED = "notified"
    DELIVERED = "delivered"
    CLOSED = "closed"


class Closing(StrEnum):
    """Why a case is closed."""

    DELIVERED = "delivered"
    ANSWERED = "answered"
    NOT_CORRECTED = "not-corrected"
    WITHDRAWN = "withdrawn"
    NOT_PAID = "not-paid"


class Correctable(StrEnum):
    """What of a registered request may be corrected with a reason. Identity is corrected on the person."""

    INFORMATION = "information"
    PURPOSE = "purpose"
    OBTAIN = "obtain"
    COPY_FORM = "copy-form"
    DELIVERY = "delivery"
    RECEIVED_ON = "received-on"
