"""Every act on an objection as a page: its form, what it does, what it would bring about; an entry each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask import url_for

from ppid.checks import Context
from ppid.deadlines import Text
from ppid.events import Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection import answering, handling, settling
from ppid.objection import commands as c
from ppid.objection.desk import Objections
from ppid.objection.events import Answer, Order
from ppid.objection.lawful import Act
from ppid.objection.state import Objection, settleable
from ppid.objection.vocabulary import Correctable, Ground, Party, Verdict
from projections.words_objection import CORRECTED, PARTIES
from web.access import current
from web.filters import day
from web.i18n import gettext as _
from web.office import exempt_rows
from web.office.foresight import Foreseen
from web.office.forms import ActSchema
from web.office.objection import forms, orders
from web.office.objection.reading import notice_articles, notice_rows, request_of
from web.office.objection.words import VERDICT_HINTS, VERDICTS, ground_words
from web.office.room import ActPage, Form, Rows, plain, rows_of, today_as
from web.office.sight import Sight
from web.office.words import options, say, say_first
from web.services import services

Seen = Sight[Objection]


def own_position() -> str:
    """The office of who is signed in, as appointed."""
    officer = current().officer
    return officer.position if officer else ""


def order_lines(given: Sequence[Order]) -> str:
    """Orders as lines of a preview."""
    return "\n".join(
        _("%(n)s. %(what)s (paling lambat %(on)s)", n=n, what=order.what, on=day(order.due_on))
        for n, order in enumerate(given, start=1)
    )


# Settlement -----------------------------------------------------------------------------------------------


def _settle_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    return {
        "agreed_on": seen.as_of,
        "grounds": [ground.value for ground in settleable(seen.state)],
        "signed_by": Party.OBJECTOR.value,
        "position": own_position(),
    }


def _settle_choices(seen: Seen, form: Form) -> dict[str, Any]:
    parties = list(Party) if seen.state.representative else [Party.OBJECTOR]
    return {
        **orders.shown(form),
        "ground_options": _grounds(settleable(seen.state)),
        "party_options": options(PARTIES, parties),
    }


def _grounds(grounds: Sequence[Ground]) -> list[dict[str, str]]:
    return [{"value": ground.value, "text": ground_words(ground)} for ground in grounds]


# The answer -----------------------------------------------------------------------------------------------


def verdict_of(form: Form) -> Verdict | None:
    """The choice that the address or the form makes."""
    chosen = form.get("verdict", "")
    return Verdict(chosen) if chosen in set(Verdict) else None


def _answer_defaults(seen: Seen, form: Form) -> Mapping[str, object]:
    verdict = verdict_of(form)
    named = notice_rows(request_of(seen)) if verdict is Verdict.UPHELD else ()
    return {
        "verdict": verdict.value if verdict else "",
        "letter_number": f"TK-{seen.state.number}",
        "signed_on": seen.as_of,
        "sent_on": seen.as_of,
        "position": own_position(),
        "exempt_rows": [exempt_rows.named(ref.exemption, row) for ref in named for row in ref.rows],
    }


def _answer_choices(seen: Seen, form: Form) -> dict[str, Any]:
    verdict, objection = verdict_of(form), seen.state
    about_exemption = Ground.EXEMPT in objection.pending
    return {
        "choosing": verdict is None,
        "verdict": verdict.value if verdict else "",
        "verdict_text": say(VERDICTS[verdict]) if verdict else "",
        "verdict_options": options(VERDICTS, VERDICTS, VERDICT_HINTS),
        "explained": [(forms.explanation_name(g), ground_words(g)) for g in objection.pending],
        "orders_owed": verdict not in {None, Verdict.UPHELD},
        "orders_required": set(objection.pending) != {Ground.LATE},
        "about_exemption": about_exemption,
        **(_exemptions(seen, form) if verdict and about_exemption else {}),
        "again": url_for("objection.take", case=seen.hex, act=Act.ANSWER.value),
        **orders.shown(form),
    }


def _exemptions(seen: Seen, form: Form) -> dict[str, Any]:
    articles = notice_articles(request_of(seen))
    return exempt_rows.offered(seen.state.body, seen.as_of, articles, form)


def answered(objection: Objection, command: c.AnswerObjection, context: Context) -> Answer:
    """The answer as it would be recorded."""
    return services().objections.answered(objection, command, context, current().actor)


def _answer_rows(seen: Seen, command: c.AnswerObjection, foreseen: Foreseen) -> Rows:
    decided = foreseen.events[0]
    if not isinstance(decided, Answer):
        raise TypeError(decided)
    ordered = rows_of((_("Perintah kepada PPID"), order_lines(decided.orders)))
    return [*answer_rows(seen.state, decided, command.verdict), *ordered]


def answer_rows(objection: Objection, decided: Answer, verdict: Verdict) -> Rows:
    """What the letter says, in the order of Perki 1/2021 art. 44(2)-(3)."""
    letter = decided.letter
    return rows_of(
        (_("Nomor surat"), letter.number),
        (_("Ditandatangani"), day(letter.signed_on)),
        (_("Oleh"), letter.position),
        (_("Dikirim"), day(letter.sent_on)),
        (_("Atas keberatan"), objection.number),
        (_("Keputusan"), say(VERDICTS[verdict])),
        *((ground_words(said.ground), said.text) for said in decided.explanations),
        (_("Alasan menguatkan"), decided.reasons),
        (_("Berdasarkan keputusan pengecualian"), refs_words(decided.exemptions)),
        (_("Informasi yang dibuka"), refs_words(decided.opened)),
    )


def refs_words(refs: Sequence[ExemptionRef]) -> str:
    """Rows of exemptions, one decree on a line."""
    return "\n".join(_ref(ref) for ref in refs)


def _ref(ref: ExemptionRef) -> str:
    parts = [_("baris %(n)s (%(part)s)", n=part.row, part=part.part) for part in ref.parts]
    rows = [_("baris %(n)s", n=row) for row in ref.rows]
    return _("Keputusan %(decree)s: %(rows)s", decree=ref.decree, rows=", ".join([*rows, *parts]))


# Orders ---------------------------------------------------------------------------------------------------


def _order_options(seen: Seen, _form: Form) -> dict[str, Any]:
    return {
        "order_options": [
            {
                "value": str(n),
                "text": order.what,
                "hint": _("Paling lambat %(on)s.", on=day(order.due_on)),
            }
            for n, order in enumerate(seen.state.orders, start=1)
            if not order.done
        ]
    }


def _remedy_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    waiting = [n for n, order in enumerate(seen.state.orders, start=1) if not order.done]
    return {"done_on": seen.as_of, **({"order": waiting[0]} if len(waiting) == 1 else {})}


def _objector(seen: Seen) -> Stream:
    return seen.state.objector


# Correction -----------------------------------------------------------------------------------------------


def _what(form: Form) -> Correctable | None:
    chosen = form.get("what", "")
    return Correctable(chosen) if chosen in set(Correctable) else None


def _correct_schema(seen: Seen, form: Form) -> ActSchema:
    wanted = _what(form) is Correctable.RECEIVED_ON
    return forms.CorrectDaySchema(seen) if wanted else forms.CorrectSchema(seen)


def _recorded(objection: Objection, what: Correctable) -> str | date:
    entries: dict[Correctable, str | date] = {
        Correctable.CASE: objection.case,
        Correctable.PURPOSE: objection.purpose,
        Correctable.INFORMATION: objection.information,
        Correctable.RECEIVED_ON: objection.received_on,
    }
    return entries[what]


def _words(value: str | date) -> str:
    return day(value) if isinstance(value, date) else value


def _correct_defaults(seen: Seen, form: Form) -> Mapping[str, object]:
    what = _what(form)
    return {"what": what.value, "new": _recorded(seen.state, what)} if what else {}


def _correct_choices(seen: Seen, form: Form) -> dict[str, Any]:
    what = _what(form)
    return {
        "choosing": what is None,
        "what": what.value if what else "",
        "what_text": say_first(CORRECTED[what]) if what else "",
        "what_options": options(CORRECTED),
        "old_text": _words(_recorded(seen.state, what)) if what else "",
        "again": url_for("objection.take", case=seen.hex, act=Act.CORRECT.value),
        "dated": what is Correctable.RECEIVED_ON,
    }


def _correct_rows(seen: Seen, command: c.CorrectObjection, _foreseen: Foreseen) -> Rows:
    new = date.fromisoformat(command.new) if command.what is Correctable.RECEIVED_ON else command.new
    return rows_of(
        (_("Bagian"), say_first(CORRECTED[command.what])),
        (_("Tercatat sekarang"), _words(_recorded(seen.state, command.what))),
        (_("Menjadi"), _words(new)),
        (_("Alasan pembetulan"), command.reason),
    )


PAGES: dict[StrEnum, ActPage] = {
    page.act: page
    for page in (
        ActPage(
            Act.OPEN_SETTLEMENT, plain(forms.OpenSettlementSchema), Objections.open_settlement,
            settling.open_settlement, defaults=today_as("opened_on"),
            sample=lambda s: c.OpenSettlement(case=s.state.stream, opened_on=s.as_of),
        ),
        ActPage(
            Act.SETTLE, plain(forms.SettleSchema), Objections.settle, settling.settle,
            defaults=_settle_defaults, choices=_settle_choices, takes_files=True, files_of=_objector,
            shown_at=orders.SHOWN_AT, button=Text("Catat kesepakatan", "Record the settlement"),
        ),
        ActPage(
            Act.FAIL_SETTLEMENT, plain(forms.FailSettlementSchema), Objections.fail_settlement,
            settling.fail_settlement, defaults=today_as("failed_on"),
            sample=lambda s: c.FailSettlement(case=s.state.stream, failed_on=s.as_of, reason="-"),
        ),
        ActPage(
            Act.ANSWER, plain(forms.AnswerSchema), Objections.answer, answered,
            defaults=_answer_defaults, choices=_answer_choices, rows=_answer_rows, previews=True,
            shown_at={**orders.SHOWN_AT, "exemptions": "exempt_rows", "opened": "open_rows"},
            button=Text("Terbitkan tanggapan", "Issue the answer"),
        ),
        ActPage(
            Act.RECORD_ANSWER_RECEIVED, plain(forms.AnswerReceivedSchema), Objections.record_answer_received,
            answering.record_answer_received, defaults=today_as("received_on"),
            rows=lambda _s, command, _f: rows_of((_("Diterima pengaju"), day(command.received_on))),
            previews=True,
        ),
        ActPage(
            Act.REMEDY, plain(forms.RemedySchema), Objections.remedy, answering.remedy,
            defaults=_remedy_defaults, choices=_order_options, takes_files=True, files_of=_objector,
        ),
        ActPage(
            Act.WITHDRAW, plain(forms.WithdrawSchema), Objections.withdraw, handling.withdraw,
            defaults=today_as("withdrawn_on"),
            sample=lambda s: c.WithdrawObjection(case=s.state.stream, withdrawn_on=s.as_of),
        ),
        ActPage(
            Act.CORRECT, _correct_schema, Objections.correct, handling.correct,
            defaults=_correct_defaults, choices=_correct_choices, rows=_correct_rows, previews=True,
        ),
        ActPage(
            Act.CLOSE, plain(forms.CloseSchema), Objections.close,
            lambda objection, command, _x: handling.close(objection, command),
            sample=lambda s: c.CloseObjection(case=s.state.stream),
        ),
    )
}  # fmt: skip
