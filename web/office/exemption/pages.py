"""Every act on an exemption as a page: its form, what it does, and how it is shown before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask import url_for

from ppid.checks import Context
from ppid.deadlines import Text
from ppid.deciding import Done
from ppid.events import Actor, Role
from ppid.exemption import commands as c
from ppid.exemption import rules, testing
from ppid.exemption.desk import Exemptions
from ppid.exemption.events import Delegation, Tested
from ppid.exemption.lawful import Act
from ppid.exemption.rows import tasks
from ppid.exemption.state import Exemption
from ppid.exemption.vocabulary import Aim
from web import uploads
from web.access import current
from web.filters import day
from web.i18n import gettext as _
from web.office.exemption import forms, reading
from web.office.exemption.beginning import SHOWN_AT, sheet_choices
from web.office.exemption.reading import Seen
from web.office.exemption.rows_form import row_defaults
from web.office.exemption.showing import changed_rows, sheet_rows, shown_row
from web.office.exemption.words import AIM_HINTS, AIMS, period_of, rows_words
from web.office.foresight import Foreseen
from web.office.room import ActPage, Form, Rows, plain, rows_of, today_as
from web.office.words import options, say_first
from web.services import services

#: In the address of a new test of a decree: what for, and of which rows.
AIM_ASKED, ROWS_ASKED = "aim", "baris"


# A new test -----------------------------------------------------------------------------------------------


def _aim(seen: Seen, form: Form) -> Aim | None:
    """What the new test is for; None while it has to be chosen."""
    if not seen.state.decrees:
        return Aim.CLASSIFY
    asked = form.get(AIM_ASKED, "")
    return Aim(asked) if asked in {Aim.CHANGE.value, Aim.LIFT.value} else None


def _named(seen: Seen, form: Form) -> list[int]:
    """The rows that are tested anew: by the address, or by the form that was sent."""
    known = {str(row.number): row.number for row in seen.state.rows_in_force(seen.as_of)}
    places = range(1, len(known) + 1)
    sent = [*form.getlist(ROWS_ASKED), *(form.get(f"r{n}_number", "") for n in places)]
    return [known[each] for each in dict.fromkeys(sent) if each in known]


def _anew_choices(seen: Seen, form: Form) -> dict[str, Any]:
    aim, rows = _aim(seen, form), _named(seen, form)
    in_force = seen.state.rows_in_force(seen.as_of)
    if seen.state.decrees and "seen" not in form and not (aim and rows):
        return {
            "choosing": True,
            "aim": aim.value if aim else "",
            "aim_options": options(AIMS, (Aim.CHANGE, Aim.LIFT), AIM_HINTS),
            "row_options": row_options(in_force),
        }
    return {
        **sheet_choices(seen.body, seen.as_of, form),
        **(
            {"places": list(range(1, max(1, len(rows)) + 1))}
            if seen.state.decrees
            else _returned_rows(seen, form)
        ),
        "aim": (aim or Aim.CLASSIFY).value,
        "aim_text": say_first(AIMS[aim or Aim.CLASSIFY]),
        "before": {row.number: shown_row(row) for row in in_force},
        "returned": seen.state.sheet.returned,
        "again": url_for("exemption.take", case=seen.hex, act=Act.TEST_ANEW.value),
    }


def _returned_rows(seen: Seen, form: Form) -> dict[str, Any]:
    """A sheet that was given back is shown with all its rows."""
    if "seen" in form:
        return {}
    return {"places": list(range(1, len(seen.state.sheet.rows) + 1))}


def _anew_defaults(seen: Seen, form: Form) -> Mapping[str, object]:
    exemption, aim = seen.state, _aim(seen, form)
    chosen = [row for number in _named(seen, form) if (row := exemption.row(number))]
    rows = chosen if exemption.decrees else exemption.sheet.rows
    entries = row_defaults(rows)
    if aim is Aim.LIFT:
        weighed = ("consequence_opened", "consequence_closed", "public_interest", "interest")
        entries = {n: v for n, v in entries.items() if not n.endswith(weighed)}
    sheet = exemption.sheet
    return {
        "tested_on": seen.as_of,
        "place": sheet.place,
        "aim": (aim or Aim.CLASSIFY).value,
        "occasion": sheet.occasion.value,
        "request_number": _request_number(seen),
        "dispute": sheet.cause.rpartition("-")[2] if sheet.cause.startswith("dispute-") else "",
        "testers": [tester.officer for tester in sheet.testers if tester.officer],
        "testers_other": "\n".join(
            "; ".join(part for part in (tester.position, tester.unit) if part)
            for tester in sheet.testers
            if not tester.officer
        ),
        **entries,
    }


def _request_number(seen: Seen) -> str:
    cause = seen.state.sheet.cause
    return reading.number_of(cause, seen.actor) if cause.startswith("request-") else ""


def _test_anew(state: Exemption, command: c.MakeTestAnew, context: Context) -> Tested:
    known = reading.known_cause(command.cause, state.body)
    return testing.test_anew(state, command, context, current().actor, known=known)


# The signatures -------------------------------------------------------------------------------------------


def _position(seen: Seen) -> str:
    appointed = next((o.position for o in seen.body.officers if o.id == seen.actor.id), "")
    return appointed or ""


def _sign_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    return {"position": _position(seen), "signed_on": seen.as_of}


def _sign_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    return {"rows": [shown_row(row) for row in seen.state.sheet.rows]}


def _reviewed(_seen: Seen, command: c.ReviewSheet, _foreseen: Foreseen) -> Rows:
    return rows_of(
        (_("Jabatan"), command.position),
        (_("Tanggal ditandatangani"), day(command.signed_on)),
        (_("Catatan"), command.note),
    )


def _approve_defaults(seen: Seen, form: Form) -> Mapping[str, object]:
    rows = {row.number: row for row in seen.state.sheet.rows}
    ends = {forms.period_name(n): rows[n].until for n in forms.heads_rows(seen.state) if rows[n].until}
    return {**_sign_defaults(seen, form), **ends}


def _approve_choices(seen: Seen, form: Form) -> dict[str, Any]:
    rows = {row.number: row for row in seen.state.sheet.rows}
    return {
        **_sign_choices(seen, form),
        "delegated": seen.actor.role is not Role.HEAD,
        "heads_rows": [
            {"name": forms.period_name(n), "number": n, "information": rows[n].information}
            for n in forms.heads_rows(seen.state)
        ],
    }


def _approve_sample(seen: Seen) -> c.ApproveSheet:
    delegated = seen.actor.role is not Role.HEAD
    delegation = (
        Delegation("-", seen.state.sheet.tested_on, "0" * testing.SHA256_CHARS) if delegated else None
    )
    return c.ApproveSheet(case=seen.state.stream, position=_position(seen) or "-", delegation=delegation)


def _approve(desk: Exemptions, command: c.ApproveSheet, actor: Actor) -> Done:
    """Keep the document of the delegation, then record the approval that names it."""
    for file in forms.files() if command.delegation else ():
        file.stream.seek(0)
        uploads.publish(uploads.check_one(file), services().files)
    return desk.approve(command, actor)


# The decrees ----------------------------------------------------------------------------------------------


def _next_number(seen: Seen) -> str:
    """The number that the next decree gets unless another is typed."""
    exemption = seen.state
    return testing.letter_number("SK", exemption.sequence, exemption.issued + 1, seen.as_of, seen.context)


def _decree_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    return {"number": _next_number(seen), "signed_on": seen.as_of, "place": seen.state.sheet.place}


def _decree_rows(seen: Seen, command: c.DecreeExemption | c.ChangeExemption, foreseen: Foreseen) -> Rows:
    told_ = foreseen.events[0]
    paper = rows_of(
        (_("Nomor keputusan"), getattr(told_, "number", command.number)),
        (_("Tanggal keputusan"), day(command.signed_on)),
        (_("Ditetapkan di"), command.place),
        (_("Pertimbangan"), command.considering),
    )
    if isinstance(command, c.ChangeExemption):
        return [*paper, *changed_rows(seen.state)]
    return [
        *paper,
        *rows_of(
            *(
                (_("Informasi %(n)s", n=row.number), f"{row.information}\n{period_of(row)}")
                for row in seen.state.sheet.rows
            )
        ),
    ]


def _change_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    return {"compared": changed_rows(seen.state)}


def _lift_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    return {"number": _next_number(seen), "signed_on": seen.as_of}


def _lift_rows(seen: Seen, command: c.LiftExemption, foreseen: Foreseen) -> Rows:
    rows = seen.state.sheet.rows
    return rows_of(
        (_("Nomor keputusan"), getattr(foreseen.events[0], "number", command.number)),
        (_("Tanggal keputusan"), day(command.signed_on)),
        (_("Yang dicabut"), "\n".join(f"{row.number}. {row.information}" for row in rows)),
        (_("Alasan"), seen.state.sheet.reason),
    )


def _listed(_seen: Seen, _command: object) -> list[str]:
    return [_("Yang terbuka masuk Daftar Informasi Publik dengan sendirinya.")]


# Ends -----------------------------------------------------------------------------------------------------


def row_options(rows: Any) -> list[dict[str, str]]:
    """Rows of a decree to choose from."""
    return [
        {"value": str(row.number), "text": f"{row.number}. {row.information}", "hint": told_period(row)}
        for row in rows
    ]


def told_period(row: Any) -> str:
    """The period of a row as a hint."""
    return _("Jangka waktu: %(period)s", period=period_of(row, row.since))


def _declare_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    due = tasks(seen.state, seen.context)
    return {
        "rows": [row.number for row in due],
        "number": _next_number(seen),
        "signed_on": seen.as_of,
    }


def _declare_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    return {"row_options": row_options(tasks(seen.state, seen.context))}


def _declare_rows(seen: Seen, command: c.DeclareOpen, foreseen: Foreseen) -> Rows:
    rows = [row for number in command.rows if (row := seen.state.row(number))]
    return rows_of(
        (_("Nomor penetapan"), getattr(foreseen.events[0], "number", command.number)),
        (_("Tanggal penetapan"), day(command.signed_on)),
        (
            _("Menjadi informasi publik"),
            "\n".join(f"{r.number}. {r.information} ({period_of(r)})" for r in rows),
        ),
    )


def _court_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    rows = [row for row in seen.state.rows_in_force(seen.as_of) if rules.only_letter_a(row)]
    return {"row_options": row_options(rows)}


def _court_rows(_seen: Seen, command: c.RecordOpenedInCourt, _foreseen: Foreseen) -> Rows:
    return rows_of(
        (_("Baris"), rows_words(command.rows)),
        (_("Tanggal sidang"), day(command.session_on)),
        (_("Pengadilan"), command.court),
        (_("Nomor perkara"), command.case_number),
    )


def _reason(_seen: Seen, command: c.ReturnSheet | c.DropTest, _foreseen: Foreseen) -> Rows:
    return rows_of((_("Alasan"), command.reason))


PAGES: dict[StrEnum, ActPage] = {
    page.act: page
    for page in (
        ActPage(
            Act.TEST_ANEW, forms.anew_schema, Exemptions.test_anew, _test_anew,
            defaults=_anew_defaults, choices=_anew_choices, previews=True, shown_at=SHOWN_AT,
            rows=lambda s, command, foreseen: sheet_rows(s.body, command, foreseen),
            button=Text("Catat uji konsekuensi", "Record the consequence test"),
        ),
        ActPage(
            Act.RETURN, plain(forms.ReturnSchema), Exemptions.give_back,
            lambda x, command, _c: testing.give_back(x, command), rows=_reason, previews=True,
        ),
        ActPage(
            Act.REVIEW, plain(forms.ReviewSchema), Exemptions.review,
            lambda x, command, context: testing.review(x, command, context, current().actor),
            defaults=_sign_defaults, choices=_sign_choices, rows=_reviewed, previews=True,
        ),
        ActPage(
            Act.APPROVE, forms.ApproveSchema, _approve,
            lambda x, command, context: testing.approve(x, command, context, current().actor),
            defaults=_approve_defaults, choices=_approve_choices, sample=_approve_sample, takes_files=True,
            shown_at={"delegation": "delegation_number", "periods": "signed_on", "until": "signed_on"},
        ),
        ActPage(
            Act.DECREE, plain(forms.DecreeSchema), Exemptions.decree, rules.decree,
            defaults=_decree_defaults, rows=_decree_rows, previews=True, choices=_sign_choices,
            shown_at={"until": "signed_on"},
        ),
        ActPage(
            Act.CHANGE, plain(forms.ChangeSchema), Exemptions.change, rules.change,
            defaults=_decree_defaults, choices=_change_choices, rows=_decree_rows, previews=True,
            shown_at={"rows": "signed_on", "until": "signed_on"},
        ),
        ActPage(
            Act.LIFT, plain(forms.LiftSchema), Exemptions.lift, rules.lift,
            defaults=_lift_defaults, choices=_sign_choices, rows=_lift_rows, elsewhere=_listed, previews=True,
            shown_at={"rows": "signed_on"},
        ),
        ActPage(
            Act.DROP, plain(forms.DropSchema), Exemptions.drop,
            lambda x, command, _c: testing.drop(x, command), rows=_reason, previews=True,
        ),
        ActPage(
            Act.DECLARE_OPEN, plain(forms.DeclareOpenSchema), Exemptions.declare_open, rules.declare_open,
            defaults=_declare_defaults, choices=_declare_choices, rows=_declare_rows, previews=True,
        ),
        ActPage(
            Act.OPEN_IN_COURT, plain(forms.OpenInCourtSchema), Exemptions.open_in_court, rules.open_in_court,
            defaults=today_as("session_on"), choices=_court_choices, rows=_court_rows, elsewhere=_listed,
            previews=True, shown_at={"court": "court_name"},
        ),
    )
}  # fmt: skip
