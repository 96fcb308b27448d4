"""The form of each act on a dispute. No rule of law stands here."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from ppid.dispute import commands as c
from ppid.dispute.events import Commission
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    Ending,
    Finality,
    Level,
    MediationResult,
    Outcome,
    Party,
    PaymentKind,
    Point,
    Purpose,
)
from ppid.exemption.reference import ExemptionRef
from ppid.objection.vocabulary import Ground
from web.i18n import gettext as _
from web.office.dispute.rows import DecisionSchema, PiecesSchema, SpeakersSchema
from web.office.forms import ActSchema, BeginSchema, YesNo, day_of_act, line, lines
from web.schemas import EnumField, Enums, Rupiah, WholeNumber

MOST_IDR = 10**13


def one() -> str:
    """The sentence for a choice that has to be made."""
    return _("Pilih salah satu.")


# Beginning ------------------------------------------------------------------------------------------------


class NotifySchema(BeginSchema):
    """The copy of an application; ``objection`` comes from the address."""

    makes = c.NotifyDispute
    of_case = "dispute"
    commission_name = line()
    commission_level = EnumField(Level, missing=one)
    applied_on = day_of_act()
    received_on = day_of_act()
    register_number = line()
    letter_number = line()
    grounds = Enums(Ground, required=False)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the commission together."""
        commission = Commission(data.pop("commission_name"), data.pop("commission_level"))
        return {"commission": commission, **self.about(), **data}

    def about(self) -> dict[str, Any]:
        """What it is about."""
        return {"objection": f"objection-{self.start.asked.get('keberatan', '')}"}


class PeriodicSchema(NotifySchema):
    """The same without an objection: ground b alone."""

    def about(self) -> dict[str, Any]:
        """No objection stands behind it."""
        return {}

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only ground b needs none."""
        return {**super().entries(data), "grounds": (Ground.PERIODIC,)}


# Before the commission ------------------------------------------------------------------------------------


class IncompleteSchema(ActSchema):
    """The commission's letter on missing papers."""

    makes = c.RecordIncomplete
    sent_on = day_of_act()
    received_on = day_of_act()
    letter_number = line()


class CompletedSchema(ActSchema):
    """The applicant supplied them."""

    makes = c.RecordCompleted
    completed_on = day_of_act()


class RegisteredSchema(ActSchema):
    """The commission's number."""

    makes = c.RecordRegistered
    registered_on = day_of_act()
    register_number = line()


class SummonsSchema(ActSchema):
    """A summons; its letter is added beside."""

    makes = c.RecordSummons
    called_for = EnumField(Purpose, missing=one)
    hearing_on = day_of_act()
    received_on = day_of_act()
    letter_number = line()
    place = line()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """The purpose of a hearing is not what other forms ask under that name."""
        return {"purpose": data.pop("called_for"), **data}


class ChallengeSchema(ActSchema):
    """A challenge of the panel or the mediator."""

    makes = c.RecordChallenge
    by = EnumField(Party, missing=one)
    filed_on = day_of_act()
    reason = lines()
    letter_number = line()


class RepresentSchema(SpeakersSchema):
    """Who speaks for the body."""

    makes = c.AppointRepresentatives
    letter_number = line()
    signed_on = day_of_act()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the rows together; at least one is named by the rules."""
        on = self.sight.as_of
        positions = {o.id: term.position for o in self.sight.body.officers if (term := o.term(on))}
        speakers, unknown = self.take_speakers(data, positions)
        if unknown:
            raise ValidationError(unknown)
        return {"representatives": speakers, **data}


class FiledSchema(ActSchema):
    """A paper of the body that was filed; its file is added beside."""

    filed_on = day_of_act()
    letter_number = line()


class AnswerSchema(FiledSchema):
    """The written answer."""

    makes = c.FileAnswer


class ConclusionsSchema(FiledSchema):
    """The written conclusions."""

    makes = c.FileConclusions


class EvidenceSchema(PiecesSchema):
    """Evidence that was sent."""

    makes = c.SendEvidence
    sent_on = day_of_act()
    letter_number = line()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the rows together; at least one is asked for by the rules."""
        pieces, half = self.take_pieces(data)
        if half:
            raise ValidationError(half)
        return {"evidence": pieces, **data}


class OpenMediationSchema(ActSchema):
    """The first meeting."""

    makes = c.OpenMediation
    first_meeting_on = day_of_act()


class ExtendMediationSchema(ActSchema):
    """The extension."""

    makes = c.ExtendMediation
    agreed_on = day_of_act()


class EndMediationSchema(ActSchema):
    """How it ended."""

    makes = c.EndMediation
    ended_on = day_of_act()
    result = EnumField(MediationResult, missing=one)
    note = lines()


class OpenAdjudicationSchema(ActSchema):
    """Day one."""

    makes = c.OpenAdjudication
    opened_on = day_of_act()
    panel_size = WholeNumber(0, 10_000, missing=lambda: _("Tuliskan jumlah anggota majelis."))
    note = lines()


class InterimSchema(ActSchema):
    """An interim ruling."""

    makes = c.RecordInterimRuling
    read_out_on = day_of_act()
    number = line()
    point = EnumField(Point, missing=one)
    holding = lines()


class InspectionSchema(ActSchema):
    """An inspection."""

    makes = c.RecordInspection
    inspected_on = day_of_act()
    place = line()
    closed = EnumField(YesNo, missing=one)
    note = lines()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Read the choice of yes and no."""
        return {**data, "closed": data["closed"] is YesNo.YES}


# Decisions ------------------------------------------------------------------------------------------------


class AnyDecisionSchema(DecisionSchema):
    """What every decision holds; its copy is added beside."""

    number = line()
    read_out_on = day_of_act()
    summary = lines()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put orders and openings together."""
        duties, half = self.take_duties(data)
        opened, half_opened = self.take_opened(data)
        if half or half_opened:
            raise ValidationError({**half, **half_opened})
        refs = tuple(ExemptionRef(o.exemption, rows=o.rows, parts=o.parts) for o in opened)
        return {"orders": duties, "opened": refs, **data}


class RulingSchema(AnyDecisionSchema):
    """The commission's."""

    makes = c.RecordRuling
    outcome = EnumField(Outcome, missing=one)
    fee_idr = Rupiah(0, MOST_IDR, required=False)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """No fee is none."""
        return {**super().entries(data), "fee_idr": data["fee_idr"] or 0}


class AppealRulingSchema(AnyDecisionSchema):
    """The court's."""

    makes = c.RecordAppealRuling
    outcome = EnumField(CourtOutcome, missing=one)


class CassationRulingSchema(AnyDecisionSchema):
    """The Supreme Court's."""

    makes = c.RecordCassationRuling
    outcome = EnumField(CourtOutcome, missing=one)


class ReceivedSchema(ActSchema):
    """When a decision's copy came."""

    received_on = day_of_act()


class RulingReceivedSchema(ReceivedSchema):
    """The commission's."""

    makes = c.RecordRulingReceived


class AppealRulingReceivedSchema(ReceivedSchema):
    """The court's."""

    makes = c.RecordAppealRulingReceived


class FurtherSchema(ActSchema):
    """Somebody went on to a court."""

    by = EnumField(Party, missing=one)
    filed_on = day_of_act()
    case_number = line()


class CassationSchema(FurtherSchema):
    """To the Supreme Court."""

    makes = c.RecordCassation


class AppealSchema(FurtherSchema):
    """To the court of first instance."""

    makes = c.RecordAppeal
    court = EnumField(Court, missing=one)
    court_name = line()


# Afterwards -----------------------------------------------------------------------------------------------


class FinalSchema(ActSchema):
    """It is final; how, the case itself tells."""

    makes = c.RecordFinal
    final_on = day_of_act()
    how = EnumField(Finality, missing=one)


class ComplianceSchema(ActSchema):
    """An order was carried out; its proof is added beside."""

    makes = c.RecordCompliance
    order = WholeNumber(1, 100, missing=lambda: _("Pilih perintah yang dilaksanakan."))
    done_on = day_of_act()
    proof = lines()


class ExecutionSchema(ActSchema):
    """The court orders to comply."""

    makes = c.RecordExecutionOrder
    ordered_on = day_of_act()
    court_name = line()
    number = line()


class PaidSchema(ActSchema):
    """A payment."""

    makes = c.RecordPaid
    kind = EnumField(PaymentKind, missing=one)
    amount_idr = Rupiah(0, MOST_IDR, missing=lambda: _("Tuliskan jumlah yang dibayar."))
    paid_on = day_of_act()
    receipt_number = line()


class EndSchema(ActSchema):
    """It ended without a decision."""

    makes = c.EndDispute
    ending = EnumField(Ending, missing=one)
    ended_on = day_of_act()
    letter_number = line()
    note = lines()
