"""Every act on a request as a page: its form, what it does, what it would bring about; an entry each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from flask import url_for

from ppid import commands as c
from ppid.checks import Context
from ppid.deadlines import Text
from ppid.desk import Desk
from ppid.events import Stream
from ppid.exemption.papers import Row
from ppid.request import answer, handling, intake
from ppid.request.events import Answer, FoundIncomplete
from ppid.request.lawful import Act
from ppid.request.requirements import lacking_documents, lacking_entries
from ppid.request.state import Request
from ppid.request.vocabulary import Correctable, ExtensionGround, Missing, Outcome, Way
from projections.words import CORRECTABLE, GROUNDS, MISSING, PAYMENTS, WAYS
from web.filters import day
from web.i18n import gettext as _
from web.office import entries as form
from web.office import exempt_rows, notice, words
from web.office.articles import article_groups, article_options
from web.office.contents import notice_rows
from web.office.entries import CHOSEN, ActSchema
from web.office.foresight import Foreseen
from web.office.redaction.beside import copies_offered
from web.office.room import ActPage, Form, Rows, plain, rows_of, today_as
from web.office.sight import RequestSight, requester_of
from web.office.words import options, say, say_first
from web.services import services

# Completeness ---------------------------------------------------------------------------------------------


def _lacking(seen: RequestSight) -> tuple[Missing, ...]:
    """What the papers do not show, as a hint for the officer, who decides."""
    asked = seen.request
    who, proxy = requester_of(seen)
    entries = lacking_entries(who, asked.wish) if who else ()
    represented = bool(asked.representative or proxy)
    return (*lacking_documents(asked.requester_kind, asked.documents, represented=represented), *entries)


def _completeness(seen: RequestSight, _form: Form) -> dict[str, Any]:
    return {"lacking": [say(MISSING[m]) for m in _lacking(seen)], "missing_options": options(MISSING)}


def _incomplete_rows(seen: RequestSight, command: c.FindIncomplete, foreseen: Foreseen) -> Rows:
    found = foreseen.events[0]
    number = found.letter_number if isinstance(found, FoundIncomplete) else ""
    who, _proxy = requester_of(seen)
    return rows_of(
        (_("Nomor surat"), number),
        (_("Tanggal surat"), day(command.sent_on)),
        (_("Kepada"), who.name if who else ""),
        (_("Perihal"), _("Surat keterangan permohonan tidak lengkap, nomor %(n)s", n=seen.request.number)),
        (_("Yang belum ada"), "\n".join(say_first(MISSING[m]) for m in command.missing)),
        (_("Kesempatan melengkapi"), _("3 hari kerja sejak pemohon menerima surat ini")),
        (_("Catatan"), command.note),
    )


def _completion(seen: RequestSight, _form: Form) -> dict[str, Any]:
    letter = seen.request.missing or tuple(Missing)
    return {
        "missing": frozenset(m.value for m in letter),
        "missing_words": [say(MISSING[m]) for m in seen.request.missing],
        "obtain_options": options(words.OBTAIN),
        "delivery_options": options(words.DELIVERY),
    }


# Answer ---------------------------------------------------------------------------------------------------


def _outcome(form_: Form) -> Outcome | None:
    chosen = form_.get("outcome", "")
    return Outcome(chosen) if chosen in {outcome.value for outcome in notice.SCHEMAS} else None


def _answer_schema(seen: RequestSight, form_: Form) -> ActSchema:
    outcome = _outcome(form_)
    return notice.SCHEMAS[outcome](seen) if outcome else notice.AnswerSchema(seen)


def _chosen_rows(seen: RequestSight, form_: Form) -> list[Row]:
    """The rows in force that the address names, so that the form begins with what they say."""
    chosen = set(form_.getlist("exempt_rows"))
    return [
        row
        for exemption in exempt_rows.in_force(seen.body.stream, seen.as_of)
        for row in exemption.rows_in_force(seen.as_of)
        if exempt_rows.value_of(exemption, row) in chosen
    ]


def _from_decree(seen: RequestSight, form_: Form) -> Mapping[str, object]:
    """What the decree says already: letters, reasons, consequence."""
    if _outcome(form_) is not Outcome.REFUSED_EXEMPT:
        return {}
    rows = _chosen_rows(seen, form_)
    reasons = [text for row in rows for text in (row.legal_basis, row.public_interest) if text]
    return {
        "exempt_rows": form_.getlist("exempt_rows"),
        "articles": list(dict.fromkeys(article for row in rows for article in row.articles)),
        "reasons": "\n".join(dict.fromkeys(reasons)),
        "consequence": "\n".join(dict.fromkeys(row.consequence_opened for row in rows)),
    }


def _answer_defaults(seen: RequestSight, form_: Form) -> Mapping[str, object]:
    wish = seen.request.wish
    forms = [wish.copy_form.value] if wish.copy_form.value != "either" else []
    return {
        "outcome": form_.get("outcome", ""),
        "number": f"PT-{seen.request.number}",
        "signed_on": seen.as_of,
        "sent_on": seen.as_of,
        "formats": forms if wish.obtain.value == "copy" else [],
        "ready_in_days": 3,
        **_from_decree(seen, form_),
    }


def _exempt_options(seen: RequestSight, outcome: Outcome | None) -> list[dict[str, str]]:
    if outcome not in {Outcome.REFUSED_EXEMPT, Outcome.PARTLY_GRANTED}:
        return []
    return exempt_rows.options(exempt_rows.in_force(seen.body.stream, seen.as_of), seen.as_of)


def _answer_choices(seen: RequestSight, form_: Form) -> dict[str, Any]:
    outcome = _outcome(form_)
    rows = [notice.blackout_names(n) for n in range(1, notice.BLACKOUT_ROWS + 1)]
    exempt = _exempt_options(seen, outcome)
    # The rows are chosen first, by a link; a form that was sent without them is shown again as it was sent.
    by_row = outcome is Outcome.REFUSED_EXEMPT and bool(exempt) and "seen" not in form_
    return {
        "choosing": outcome is None or (by_row and not form_.getlist("exempt_rows")),
        "exempt_options": exempt,
        "exempt_choices": [{**each, "text": f"{each['text']} – {each['hint']}"} for each in exempt],  # noqa: RUF001
        "outcome": outcome.value if outcome else "",
        "outcome_text": say(words.OUTCOMES[outcome]) if outcome else "",
        "outcome_options": options(words.OUTCOMES, notice.SCHEMAS, words.OUTCOME_HINTS),
        "format_options": options(words.COPY_FORMS, list(words.COPY_FORMS)[:2]),
        "article_groups": article_groups(),
        "article_options": article_options(),
        "blackout_rows": rows,
        "more_rows": any(form_.get(name) for row in rows[1:] for name in row),
        "routings": [r for r in seen.request.routings if not r.open],
        "again": url_for("acts.take", case=seen.hex, act=Act.ANSWER.value),
    }


def _decide_answer(request: Request, command: c.AnswerRequest, context: Context) -> Answer:
    """What an answer would record, by the exemptions it names as they stand now."""
    return services().desk.decide_answer(request, command, context)


def _answer_rows(_seen: RequestSight, command: c.AnswerRequest, foreseen: Foreseen) -> Rows:
    decided = getattr(foreseen.events[0], "notice", command.notice)
    return notice_rows(command.outcome, decided)


# Correction -----------------------------------------------------------------------------------------------


def _what(form_: Form) -> Correctable | None:
    chosen = form_.get("what", "")
    return Correctable(chosen) if chosen in {what.value for what in Correctable} else None


def _correct_schema(seen: RequestSight, form_: Form) -> ActSchema:
    day_wanted = _what(form_) is Correctable.RECEIVED_ON
    return form.CorrectDaySchema(seen) if day_wanted else form.CorrectSchema(seen)


def recorded_entry(seen: RequestSight, what: Correctable) -> object:
    """What an entry says now."""
    wish = seen.request.wish
    entries: dict[Correctable, object] = {
        Correctable.INFORMATION: wish.information,
        Correctable.PURPOSE: wish.purpose,
        Correctable.OBTAIN: wish.obtain,
        Correctable.COPY_FORM: wish.copy_form,
        Correctable.DELIVERY: wish.delivery,
        Correctable.RECEIVED_ON: seen.request.received_on,
    }
    return entries[what]


def _entry_words(what: Correctable, value: object) -> str:
    if isinstance(value, date):
        return day(value)
    if what is Correctable.RECEIVED_ON:
        return day(date.fromisoformat(str(value)))
    if what in CHOSEN:
        return say(_choice_words(what)[CHOSEN[what](str(value))])
    return str(value)


def _choice_words(what: Correctable) -> Mapping[Any, Any]:
    tables = {Correctable.OBTAIN: words.OBTAIN, Correctable.COPY_FORM: words.COPY_FORMS}
    return tables.get(what, words.DELIVERY)  # type: ignore[return-value]  # each table has its own kind of key


def _correct_defaults(seen: RequestSight, form_: Form) -> Mapping[str, object]:
    what = _what(form_)
    return {"what": what.value, "new": recorded_entry(seen, what)} if what else {}


def _correct_choices(seen: RequestSight, form_: Form) -> dict[str, Any]:
    what = _what(form_)
    return {
        "choosing": what is None,
        "what": what.value if what else "",
        "what_text": say_first(CORRECTABLE[what]) if what else "",
        "what_options": options(CORRECTABLE),
        "old_text": _entry_words(what, recorded_entry(seen, what)) if what else "",
        "new_options": options(_choice_words(what)) if what and what in CHOSEN else [],
        "again": url_for("acts.take", case=seen.hex, act=Act.CORRECT.value),
    }


def _correct_rows(seen: RequestSight, command: c.CorrectRequest, _foreseen: Foreseen) -> Rows:
    return rows_of(
        (_("Bagian"), say_first(CORRECTABLE[command.what])),
        (_("Tercatat sekarang"), _entry_words(command.what, recorded_entry(seen, command.what))),
        (_("Menjadi"), _entry_words(command.what, command.new)),
        (_("Alasan pembetulan"), command.reason),
    )


# The rest -------------------------------------------------------------------------------------------------


def _extend_rows(seen: RequestSight, command: c.ExtendDeadline, foreseen: Foreseen) -> Rows:
    extended = foreseen.events[0]
    return rows_of(
        (_("Nomor surat"), getattr(extended, "letter_number", command.letter_number)),
        (_("Tanggal surat"), day(command.sent_on)),
        (_("Jatuh tempo semula"), day(seen.request.clocks["D06"].promise.due_on)),
        (_("Jatuh tempo baru"), day(getattr(extended, "promises")[0].due_on)),  # noqa: B009  (only Extended comes here)
        (_("Dasar"), say_first(GROUNDS[command.ground])),
        (_("Alasan"), command.reason),
    )


def _received_rows(_seen: RequestSight, command: c.RecordIncompletenessReceived, _foreseen: Foreseen) -> Rows:
    return rows_of((_("Diterima pemohon"), day(command.received_on)))


def _units(seen: RequestSight, _form: Form) -> dict[str, Any]:
    return {"unit_options": [{"value": u.code, "text": f"{u.name} ({u.code})"} for u in seen.body.units]}


def _question(seen: RequestSight, _form: Form) -> dict[str, Any]:
    return {"routing": seen.request.open_routing}


def _ways(seen: RequestSight, _form: Form) -> dict[str, Any]:
    return {"way_options": options(WAYS), "copy_options": copies_offered(seen)}


def _wished_way(seen: RequestSight, _form: Form) -> Mapping[str, object]:
    wish = seen.request.wish
    way = Way(wish.delivery.value) if wish.obtain.value == "copy" else Way.VIEWED
    return {"delivered_on": seen.as_of, "way": way.value}


def _payment(seen: RequestSight, _form: Form) -> Mapping[str, object]:
    return {"amount_idr": seen.request.owed_idr, "paid_on": seen.as_of}


def _extension_sample(seen: RequestSight) -> c.RequestCommand:
    return c.ExtendDeadline(
        request=seen.request.stream,
        ground=ExtensionGround.NOT_YET_HELD,
        reason="-",
        sent_on=seen.as_of,
    )


def _files_of(seen: RequestSight) -> c.RequestCommand:
    return c.CompleteRequest(request=seen.request.stream, note="-")


def _requester(seen: RequestSight) -> Stream:
    return seen.request.requester


PAGES: dict[StrEnum, ActPage] = {
    page.act: page
    for page in (
        ActPage(
            Act.FIND_COMPLETE, plain(form.FindCompleteSchema), Desk.find_complete, intake.find_complete,
            choices=_completeness, sample=lambda s: c.FindComplete(request=s.request.stream),
        ),
        ActPage(
            Act.FIND_INCOMPLETE, plain(form.FindIncompleteSchema), Desk.find_incomplete,
            intake.find_incomplete,
            defaults=lambda s, _f: {"sent_on": s.as_of, "missing": [m.value for m in _lacking(s)]},
            choices=_completeness, rows=_incomplete_rows, previews=True,
        ),
        ActPage(
            Act.RECORD_INCOMPLETENESS_RECEIVED, plain(form.LetterReceivedSchema),
            Desk.record_incompleteness_received, intake.record_incompleteness_received,
            defaults=today_as("received_on"), rows=_received_rows, previews=True,
        ),
        ActPage(
            Act.COMPLETE, plain(form.CompleteSchema), Desk.complete, intake.complete,
            defaults=today_as("completed_on"), choices=_completion, sample=_files_of,
            takes_files=True, files_of=_requester,
        ),
        ActPage(
            Act.CLOSE_UNCORRECTED, plain(form.CloseUncorrectedSchema), Desk.close_uncorrected,
            intake.close_uncorrected, sample=lambda s: c.CloseUncorrected(request=s.request.stream),
        ),
        ActPage(
            Act.ROUTE, plain(form.RouteSchema), Desk.route, handling.route, choices=_units,
        ),
        ActPage(
            Act.ANSWER_AS_UNIT, plain(form.UnitAnswerSchema), Desk.answer_as_unit,
            lambda r, command, _x: handling.answer_as_unit(r, command), choices=_question,
        ),
        ActPage(
            Act.EXTEND, plain(form.ExtendSchema), Desk.extend, answer.extend,
            defaults=today_as("sent_on"), choices=lambda _s, _f: {"ground_options": options(GROUNDS)},
            sample=_extension_sample, rows=_extend_rows, previews=True,
        ),
        ActPage(
            Act.ANSWER, _answer_schema, Desk.answer,
            _decide_answer,
            defaults=_answer_defaults, choices=_answer_choices, rows=_answer_rows, previews=True,
            shown_at=notice.SHOWN_AT, button=Text("Terbitkan pemberitahuan", "Issue the notice"),
        ),
        ActPage(
            Act.RECORD_NOTICE_RECEIVED, plain(form.NoticeReceivedSchema), Desk.record_notice_received,
            answer.record_notice_received, defaults=today_as("received_on"),
            sample=lambda s: c.RecordNoticeReceived(request=s.request.stream, received_on=s.as_of),
        ),
        ActPage(
            Act.RECORD_PAYMENT, plain(form.PaymentSchema), Desk.record_payment, handling.record_payment,
            defaults=_payment, choices=lambda _s, _f: {"method_options": options(PAYMENTS)},
        ),
        ActPage(
            Act.DELIVER, plain(form.DeliverSchema), Desk.deliver, handling.deliver,
            defaults=_wished_way, choices=_ways, takes_files=True, takes_records=True, files_of=_requester,
            sample=lambda s: c.DeliverInformation(
                request=s.request.stream, delivered_on=s.as_of, way=Way.VIEWED
            ),
        ),
        ActPage(
            Act.WITHDRAW, plain(form.WithdrawSchema), Desk.withdraw, handling.withdraw,
            defaults=today_as("withdrawn_on"),
            sample=lambda s: c.WithdrawRequest(request=s.request.stream, withdrawn_on=s.as_of),
        ),
        ActPage(
            Act.CORRECT, _correct_schema, Desk.correct, handling.correct,
            defaults=_correct_defaults, choices=_correct_choices, rows=_correct_rows, previews=True,
        ),
        ActPage(
            Act.CLOSE, plain(form.CloseSchema), Desk.close, lambda r, command, _x: handling.close(r, command),
            sample=lambda s: c.CloseRequest(request=s.request.stream, note="-"),
        ),
    )
}  # fmt: skip
