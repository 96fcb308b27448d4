"""The forms of data subjects' applications."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError

from ppid.events import Stream
from ppid.objection.state import OBJECTION
from ppid.person import Identity
from ppid.privacy import commands as c
from ppid.privacy.vocabulary import Ground, PrivacyKind, Proof, Way
from projections.agenda import AGENDA
from projections.cases import CASES
from projections.parties import PARTIES, Part
from projections.reader import Reader
from web.i18n import gettext as _
from web.office.forms import ActSchema, BeginSchema, YesNo, day_of_act, line, lines
from web.office.moments import day_or_now, instant, time_or_now
from web.schemas import DateParts, EnumField
from web.services import services


class Whose(StrEnum):
    """Whose data it is, of the people of a case."""

    OWN = "pemohon"
    REPRESENTATIVE = "kuasa"


PARTS = {Whose.OWN: Part.OWN, Whose.REPRESENTATIVE: Part.REPRESENTATIVE}
#: By which an application comes to the desk: what is typed on the website comes in by itself.
BROUGHT = (Way.LETTER, Way.EMAIL, Way.COUNTER)
MOST = 5


def person_of(body: Stream, number: str, whose: Whose) -> tuple[Stream, Stream]:
    """The case of a number in a body, and the person meant. Refuses what names nobody."""
    views = services().views
    where = {"number": number, "body": body}
    cases = [row.stream for row in Reader(views, CASES).page(where=where, limit=MOST)]
    also = {**where, "kind": OBJECTION.kind}
    cases += [row.stream for row in Reader(views, AGENDA).page(where=also, limit=MOST)]
    if not number or not cases:
        raise ValidationError({"number": [_("Tidak ada permohonan atau keberatan dengan nomor ini.")]})
    wanted = {"case": cases[0], "part": PARTS[whose]}
    found = Reader(views, PARTIES).page(where=wanted, limit=1)
    if not found:
        raise ValidationError({"whose": [_("Perkara ini tidak memiliki kuasa. Pilih pemohonnya.")]})
    return cases[0], found[0].person


class AskSchema(BeginSchema):
    """Whose application it is, what it asks, how and when it came."""

    makes = c.AskPrivacy
    of_case = "privacy"
    number = line(100)
    whose = EnumField(Whose)
    kind = EnumField(PrivacyKind)
    wish = lines()
    way = EnumField(Way)
    proved = EnumField(YesNo)
    received_on = day_or_now()
    received_time = time_or_now()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Find the person through the case."""
        case, person = person_of(self.start.body.stream, data.pop("number"), data.pop("whose"))
        proved = Proof.DESK if data.pop("proved") is YesNo.YES else None
        received_at = instant(data, "received", self.start.body)
        found = {"case": case, "person": person, "proved": proved, "received_at": received_at}
        return {"what": data.pop("wish"), **data, **found}


class VerifySchema(ActSchema):
    """How the identity was proved."""

    makes = c.Verify
    by = EnumField(Proof)


class AnswerSchema(ActSchema):
    """An answer in writing."""

    number = line()
    text = lines()
    signed_on = day_of_act()
    told_on = day_or_now()
    told_time = time_or_now()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the instant together."""
        told_at = instant(data, "told", self.sight.body)
        return {**data, "told_at": told_at}


class GrantSchema(AnswerSchema):
    """Grant an erasure, by order where something keeps the data."""

    makes = c.GrantErasure
    order = line(200)


class DoneSchema(AnswerSchema):
    """It was done and told."""

    makes = c.AnswerDone


class ErasedSchema(ActSchema):
    """An erasure was carried out: it was answered when it was granted."""

    makes = c.AnswerDone


class CorrectedSchema(DoneSchema):
    """It was done and told, with the data as they stand from now on."""

    name = line()
    identity_number = line(300)
    address = lines()
    occupation = line()
    phone = line()
    email = line()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the identity together."""
        names = ("name", "address", "occupation", "phone", "email")
        known = {name: data.pop(name) for name in names}
        identity = Identity(**known, number=data.pop("identity_number"))
        return {**super().entries(data), "identity": identity}


class RefuseSchema(AnswerSchema):
    """Refuse in writing."""

    makes = c.RefusePrivacy
    ground = EnumField(Ground)
    until = DateParts(required=False)


class WithdrawSchema(ActSchema):
    """Take it back."""

    makes = c.WithdrawPrivacy
