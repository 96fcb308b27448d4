"""Every act on an application as a page: its form, what it does, what it would bring about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppid.acts import DESK
from ppid.checks import Context
from ppid.deadlines import Text
from ppid.privacy import commands as c
from ppid.privacy import rules
from ppid.privacy.desk import PrivacyRequests
from ppid.privacy.lawful import Act
from ppid.privacy.state import Privacy
from ppid.privacy.vocabulary import (
    EXCEPTABLE,
    EXCEPTIONS,
    GROUNDS,
    KINDS,
    PROOFS,
    WAYS,
    Ground,
    PrivacyKind,
    Proof,
)
from web.filters import day, weekday_moment
from web.i18n import gettext as _
from web.office.foresight import Foreseen
from web.office.forms import ActSchema, YesNo
from web.office.moments import shown_at
from web.office.privacy import forms, showing
from web.office.room import ActPage, BeginPage, Form, Rows, Start, plain, rows_of, today_as
from web.office.sight import Sight
from web.office.words import options, say_first
from web.services import services

Seen = Sight[Privacy]


# The beginning --------------------------------------------------------------------------------------------


def _begin_choices(_start: Start, _form: Form) -> dict[str, Any]:
    return {
        "kinds": options(KINDS),
        "ways": options(WAYS, forms.BROUGHT),
        "whose_options": [
            {"value": forms.Whose.OWN.value, "text": _("Pemohon atau pengaju keberatan")},
            {"value": forms.Whose.REPRESENTATIVE.value, "text": _("Kuasanya")},
        ],
        "proved_options": [
            {"value": YesNo.YES.value, "text": _("Ya, kartu identitasnya sudah dicocokkan")},
            {"value": YesNo.NO.value, "text": _("Belum")},
        ],
    }


def _begin_defaults(start: Start, _form: Form) -> Mapping[str, object]:
    return {"number": start.asked.get("nomor", ""), "whose": forms.Whose.OWN.value}


def _asked_rows(start: Start, command: c.AskPrivacy, _foreseen: Foreseen) -> Rows:
    received_at = command.received_at or start.context.now
    return rows_of(
        (_("Yang diminta"), say_first(KINDS[command.kind])),
        (_("Uraian"), command.what),
        (_("Diterima"), weekday_moment(received_at, start.body.zone)),
    )


def _foreseen(command: c.AskPrivacy, context: Context) -> Any:
    return services().privacy.foreseen(command, context)


BEGINS = (
    BeginPage(
        "",
        Text("Catat permohonan data pribadi", "Record a request on personal data"),
        DESK,
        plain(forms.AskSchema),
        PrivacyRequests.ask,
        _foreseen,
        defaults=_begin_defaults,
        choices=_begin_choices,
        rows=_asked_rows,
        previews=True,
        shown_at={**shown_at("received"), "person": "number", "case": "number", "what": "wish"},
    ),
)


# The acts -------------------------------------------------------------------------------------------------


def _answer_rows(seen: Seen, command: c.Answer, _foreseen: Foreseen) -> Rows:
    told_at = command.told_at or seen.context.now
    return rows_of(
        (_("Nomor surat"), command.number),
        (_("Isi jawaban"), command.text),
        (_("Ditandatangani"), day(command.signed_on) if command.signed_on else ""),
        (_("Disampaikan"), weekday_moment(told_at, seen.body.zone) if command.number else ""),
    )


def _grant_rows(seen: Seen, command: c.GrantErasure, foreseen: Foreseen) -> Rows:
    ordered = rows_of((_("Nomor perintah pengadilan atau komisi"), command.order))
    return [*ordered, *_answer_rows(seen, command, foreseen)]


def _refusal_rows(seen: Seen, command: c.RefusePrivacy, foreseen: Foreseen) -> Rows:
    return [
        *rows_of(
            (_("Alasan"), say_first(GROUNDS[command.ground])),
            (_("Berlaku sampai"), day(command.until) if command.until else ""),
        ),
        *_answer_rows(seen, command, foreseen),
    ]


def _grounds_of(seen: Seen) -> list[Ground]:
    """What may be held against this application."""
    if seen.state.proof is None:
        return [Ground.UNPROVED]
    return [*(EXCEPTIONS if seen.state.kind in EXCEPTABLE else ()), Ground.NOT_HELD]


def _done_schema(seen: Seen, _form: Form) -> ActSchema:
    if seen.state.kind is PrivacyKind.ERASE:
        return forms.ErasedSchema(seen)
    return (forms.CorrectedSchema if seen.state.kind is PrivacyKind.CORRECT else forms.DoneSchema)(seen)


def _done_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    known = services().people.identity(seen.state.person) if seen.state.kind is PrivacyKind.CORRECT else None
    if known is None:
        return {"signed_on": seen.as_of}
    return {
        "signed_on": seen.as_of,
        "name": known.name,
        "identity_number": known.number,
        "address": known.address,
        "occupation": known.occupation,
        "phone": known.phone,
        "email": known.email,
    }


def _done_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    return {
        "kind": seen.state.kind.value,
        "asked": services().privacy.words(seen.state.what),
        "erased": services().privacy.erased(seen.state.person),
    }


def _finished(privacy: Privacy, command: c.AnswerDone, context: Context) -> Any:
    return services().privacy.finished(privacy, command, context)


def _granted(privacy: Privacy, command: c.GrantErasure, context: Context) -> Any:
    return services().privacy.granted(privacy, command, context)


def _refused(privacy: Privacy, command: c.RefusePrivacy, context: Context) -> Any:
    return services().privacy.refused(privacy, command, context)


def _refuse_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    grant = seen.state.grant
    return {
        "grounds": options(GROUNDS, _grounds_of(seen)),
        "granted": grant.reply.number if grant else "",
    }


PAGES = {
    page.act: page
    for page in (
        ActPage(
            Act.VERIFY,
            plain(forms.VerifySchema),
            PrivacyRequests.verify,
            lambda p, command, _: rules.verify(p, command),
            choices=lambda _seen, _form: {"proofs": options(PROOFS)},
            defaults=lambda _seen, _form: {"by": Proof.DESK.value},
        ),
        ActPage(
            Act.GRANT,
            plain(forms.GrantSchema),
            PrivacyRequests.grant,
            _granted,
            defaults=today_as("signed_on"),
            choices=lambda seen, _form: {"held": showing.holds_of(seen.state)},
            rows=_grant_rows,
            previews=True,
            shown_at=shown_at("told"),
        ),
        ActPage(
            Act.DONE,
            _done_schema,
            PrivacyRequests.answer_done,
            _finished,
            defaults=_done_defaults,
            choices=_done_choices,
            rows=_answer_rows,
            previews=True,
            # A name, a number: told of the identity, not of the letter.
            shown_at=shown_at("told"),
        ),
        ActPage(
            Act.REFUSE,
            plain(forms.RefuseSchema),
            PrivacyRequests.refuse,
            _refused,
            defaults=today_as("signed_on"),
            choices=_refuse_choices,
            rows=_refusal_rows,
            previews=True,
            shown_at=shown_at("told"),
        ),
        ActPage(
            Act.WITHDRAW,
            plain(forms.WithdrawSchema),
            PrivacyRequests.withdraw,
            lambda p, _command, x: rules.withdraw(p, x),
            sample=lambda seen: c.WithdrawPrivacy(case=seen.state.stream),
        ),
    )
}
