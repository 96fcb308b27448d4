"""Every act on a dispute as a page: its form, what it does, what it would bring about; an entry each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flask import url_for

from ppid.dispute import courts, entry, hearing, ruling
from ppid.dispute import vocabulary as v
from ppid.dispute.desk import Disputes
from ppid.dispute.lawful import Act
from ppid.objection.vocabulary import Ground
from projections import words_dispute as words
from web.filters import day
from web.i18n import gettext as _
from web.office import exempt_rows
from web.office.dispute import evidence, forms, telling
from web.office.dispute import rows as of
from web.office.dispute.reading import Seen, owner_of, request_of
from web.office.dispute.words import COURT_HINTS, OUTCOME_HINTS
from web.office.foresight import Decision
from web.office.objection.reading import notice_articles
from web.office.room import ActPage, Form, nothing, plain, today_as
from web.office.words import options
from web.services import services

Choices = Callable[[Any, Form], Mapping[str, Any]]


def offer(**choices: Mapping[Any, Any]) -> Choices:
    """Choices of words, by the entry they belong to: ``by=PARTIES`` is ``by_options``."""
    return lambda _seen, _form: {f"{name}_options": options(said) for name, said in choices.items()}


# Hearing --------------------------------------------------------------------------------------------------


def _summons_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    begun = seen.state.adjudication or seen.state.mediation or seen.state.summonses
    purpose = v.Purpose.FURTHER if begun else v.Purpose.FIRST
    return {"received_on": seen.as_of, "called_for": purpose.value}


def _speakers(seen: Seen, form: Form) -> Mapping[str, Any]:
    serving = [(officer, term) for officer in seen.body.officers if (term := officer.term(seen.as_of))]
    opened = services().vault.open_all([officer.name for officer, _term in serving])
    return {
        "officer_options": [
            {"value": officer.id, "text": f"{known.name} ({term.position})" if known else term.position}
            for (officer, term), known in zip(serving, opened, strict=True)
        ],
        "speakers": of.rows_shown(form, of.speaker_names, of.SPEAKERS),
    }


# Decisions ------------------------------------------------------------------------------------------------


def _chosen(form: Form, kind: type[v.Outcome | v.CourtOutcome]) -> str:
    outcome = form.get("outcome", "")
    return outcome if outcome in set(kind) else ""


def _exemptions(seen: Seen, form: Form) -> dict[str, Any]:
    """What a decision may open: the rows in force, those under the letters of the notice first."""
    articles = notice_articles(request_of(seen))
    return exempt_rows.offered(seen.state.body, seen.as_of, articles, form)


def _decision(act: Act, kind: type[v.Outcome | v.CourtOutcome]) -> Choices:
    said: Mapping[Any, Any] = words.OUTCOMES if kind is v.Outcome else words.COURT_OUTCOMES
    hints: Mapping[Any, Any] = OUTCOME_HINTS if kind is v.Outcome else COURT_HINTS

    def choices(seen: Seen, form: Form) -> dict[str, Any]:
        outcome = _chosen(form, kind)
        orders = not outcome or kind(outcome) not in (*ruling.DISMISSING, *SILENT)
        opens = outcome in OPENING and Ground.EXEMPT in seen.state.grounds
        return {
            "choosing": not outcome,
            "outcome": outcome,
            "outcome_text": telling.said("outcome", kind(outcome)) if outcome else "",
            "outcome_options": options(said, said, hints),
            "again": url_for("dispute.take", case=seen.hex, act=act.value),
            "orders_something": orders,
            "orders_needed": outcome in {o.value for o in ruling.ORDERING},
            "sets_fee": outcome == v.Outcome.FEE_SET,
            "duties": of.rows_shown(form, of.duty_names, of.DUTIES),
            **(_exemptions(seen, form) if opens else {}),
        }

    return choices


#: What a court decides without ordering anything of its own.
SILENT = (v.CourtOutcome.CONFIRMED, v.CourtOutcome.NOT_ADMITTED, v.CourtOutcome.WITHDRAWN)
OPENING = frozenset(
    {v.Outcome.OPEN_ALL.value, v.Outcome.OPEN_PART.value, v.CourtOutcome.AMENDED.value}
    | {v.CourtOutcome.ANNULLED.value}
)


def _decision_defaults(seen: Seen, form: Form) -> Mapping[str, object]:
    return {"read_out_on": seen.as_of, "outcome": form.get("outcome", "")}


def _appeal_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    return {"filed_on": seen.as_of, "court": courts.default_court().value}


# Afterwards -----------------------------------------------------------------------------------------------


def _how(seen: Seen) -> v.Finality:
    return v.Finality.NO_CASSATION if seen.state.appeals else v.Finality.NO_APPEAL


def _orders(seen: Seen, _form: Form) -> dict[str, Any]:
    return {
        "order_options": [
            {
                "value": str(order.number),
                "text": order.order.what,
                "hint": _("Paling lambat %(on)s.", on=day(order.due.due_on))
                if order.due and order.due.due_on
                else "",
            }
            for order in seen.state.outstanding
        ]
    }


def _compliance_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    following = seen.state.next_order
    return {"done_on": seen.as_of, **({"order": following.number} if following else {})}


# The table ------------------------------------------------------------------------------------------------


def _desk(method: Callable[..., Any]) -> Decision:
    """A decision that needs facts of other streams: the use cases foresee it."""
    return lambda dispute, command, context: method(services().disputes, dispute, command, context)


def _page(
    act: Act,
    schema: Callable[[Any], Any],
    use_case: Callable[..., Any],
    decision: Decision,
    *days: str,
    defaults: Choices = nothing,
    choices: Choices = nothing,
    files: bool = False,
    **more: Any,
) -> ActPage:
    today = today_as(*days)
    return ActPage(
        act,
        plain(schema),
        use_case,
        decision,
        defaults=lambda seen, form: {**today(seen, form), **defaults(seen, form)},
        choices=choices,
        rows=telling.rows,
        previews=True,
        takes_files=files,
        files_of=owner_of,
        **more,
    )


DECIDED_AT = {"orders": "duty_1_what", "opened": "open_rows"}

PAGES: dict[StrEnum, ActPage] = {
    page.act: page
    for page in (
        _page(
            Act.RECORD_INCOMPLETE, forms.IncompleteSchema, Disputes.record_incomplete,
            entry.record_incomplete, "received_on",
        ),
        _page(
            Act.RECORD_COMPLETED, forms.CompletedSchema, Disputes.record_completed, entry.record_completed,
            "completed_on",
        ),
        _page(
            Act.RECORD_REGISTERED, forms.RegisteredSchema, Disputes.record_registered,
            entry.record_registered, "registered_on",
        ),
        _page(
            Act.RECORD_SUMMONS, forms.SummonsSchema, Disputes.summon, hearing.summon,
            defaults=_summons_defaults, choices=offer(called_for=words.PURPOSES), files=True,
        ),
        _page(
            Act.RECORD_CHALLENGE, forms.ChallengeSchema, Disputes.challenge, hearing.challenge, "filed_on",
            choices=offer(by=words.PARTIES),
        ),
        _page(
            Act.REPRESENT, forms.RepresentSchema, Disputes.represent, hearing.represent, "signed_on",
            choices=_speakers, files=True, shown_at={"representatives": "speaker_1_officer"},
        ),
        _page(
            Act.ANSWER, forms.AnswerSchema, Disputes.answer, hearing.answer, "filed_on", files=True,
        ),
        ActPage(
            Act.SEND_EVIDENCE, plain(forms.EvidenceSchema), evidence.send,
            _desk(Disputes.evidence_sent),
            defaults=today_as("sent_on"), choices=evidence.choices, takes_files=True,
            shown_at={"evidence": "piece_1_title"},
        ),
        _page(
            Act.OPEN_MEDIATION, forms.OpenMediationSchema, Disputes.open_mediation, hearing.open_mediation,
            "first_meeting_on",
        ),
        _page(
            Act.EXTEND_MEDIATION, forms.ExtendMediationSchema, Disputes.extend_mediation,
            hearing.extend_mediation, "agreed_on",
        ),
        _page(
            Act.END_MEDIATION, forms.EndMediationSchema, Disputes.end_mediation, hearing.end_mediation,
            "ended_on", choices=offer(result=words.MEDIATION_RESULTS),
        ),
        _page(
            Act.OPEN_ADJUDICATION, forms.OpenAdjudicationSchema, Disputes.open_adjudication,
            hearing.open_adjudication, "opened_on", defaults=lambda _s, _f: {"panel_size": 3},
        ),
        _page(
            Act.RECORD_INTERIM_RULING, forms.InterimSchema, Disputes.record_interim_ruling,
            hearing.record_interim_ruling, "read_out_on", choices=offer(point=words.POINTS), files=True,
        ),
        _page(
            Act.RECORD_INSPECTION, forms.InspectionSchema, Disputes.record_inspection,
            hearing.record_inspection, "inspected_on",
        ),
        _page(
            Act.FILE_CONCLUSIONS, forms.ConclusionsSchema, Disputes.file_conclusions,
            hearing.file_conclusions, "filed_on", files=True,
        ),
        _page(
            Act.RECORD_RULING, forms.RulingSchema, Disputes.rule, _desk(Disputes.ruled),
            defaults=_decision_defaults, choices=_decision(Act.RECORD_RULING, v.Outcome), files=True,
            shown_at=DECIDED_AT,
        ),
        _page(
            Act.RECORD_RULING_RECEIVED, forms.RulingReceivedSchema, Disputes.receive_ruling,
            ruling.receive_ruling, "received_on",
        ),
        _page(
            Act.RECORD_APPEAL, forms.AppealSchema, Disputes.appeal, courts.appeal,
            defaults=_appeal_defaults, choices=offer(by=words.PARTIES, court=words.COURTS), files=True,
        ),
        _page(
            Act.RECORD_APPEAL_RULING, forms.AppealRulingSchema, Disputes.rule_on_appeal,
            _desk(Disputes.ruled_on_appeal), defaults=_decision_defaults,
            choices=_decision(Act.RECORD_APPEAL_RULING, v.CourtOutcome), files=True, shown_at=DECIDED_AT,
        ),
        _page(
            Act.RECORD_APPEAL_RULING_RECEIVED, forms.AppealRulingReceivedSchema,
            Disputes.receive_appeal_ruling, courts.receive_appeal_ruling, "received_on",
        ),
        _page(
            Act.RECORD_CASSATION, forms.CassationSchema, Disputes.file_cassation, courts.file_cassation,
            "filed_on", choices=offer(by=words.PARTIES), files=True,
        ),
        _page(
            Act.RECORD_CASSATION_RULING, forms.CassationRulingSchema, Disputes.rule_on_cassation,
            _desk(Disputes.ruled_on_cassation), defaults=_decision_defaults,
            choices=_decision(Act.RECORD_CASSATION_RULING, v.CourtOutcome), files=True, shown_at=DECIDED_AT,
        ),
        _page(
            Act.RECORD_FINAL, forms.FinalSchema, Disputes.record_final, ruling.record_final, "final_on",
            defaults=lambda seen, _f: {"how": _how(seen).value},
            choices=lambda seen, _f: {"how_options": options(words.FINALITIES, [_how(seen)])},
        ),
        _page(
            Act.RECORD_COMPLIANCE, forms.ComplianceSchema, Disputes.comply, courts.comply,
            defaults=_compliance_defaults, choices=_orders, files=True,
        ),
        _page(
            Act.RECORD_EXECUTION_ORDER, forms.ExecutionSchema, Disputes.record_execution_order,
            courts.record_execution_order, "ordered_on", files=True,
        ),
        _page(
            Act.RECORD_PAID, forms.PaidSchema, Disputes.record_paid, courts.record_paid, "paid_on",
            choices=offer(kind=words.PAYMENTS), files=True,
        ),
        _page(
            Act.END, forms.EndSchema, Disputes.end, courts.end, "ended_on",
            choices=offer(ending=words.ENDINGS),
        ),
    )
}  # fmt: skip
