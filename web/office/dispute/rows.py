"""Rows in the forms of a dispute: what a decision orders, who speaks for the body, what is laid before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ppid.dispute.events import Duty, Evidence, Representative
from ppid.dispute.vocabulary import EvidenceKind
from web.i18n import gettext as _
from web.office.exempt_rows import ExemptRow, OpenedRows
from web.office.forms import ActSchema, line, lines
from web.schemas import DateParts, EnumField, Errors, WholeNumber

DUTIES = 5
SPEAKERS = 3
PIECES = 5
MOST_DAYS = 10_000  # beyond what the rules allow: they name the limit
DAY = ("day", "month", "year")


def duty_names(row: int) -> tuple[str, str, str]:
    """What is ordered, its due date, or its working days."""
    return f"duty_{row}_what", f"duty_{row}_due", f"duty_{row}_days"


class DecisionSchema(ActSchema, OpenedRows):
    """A decision: what it orders and what it opens."""

    duty_1_what = lines()
    duty_1_due = DateParts(required=False)
    duty_1_days = WholeNumber(1, MOST_DAYS, required=False)
    duty_2_what = lines()
    duty_2_due = DateParts(required=False)
    duty_2_days = WholeNumber(1, MOST_DAYS, required=False)
    duty_3_what = lines()
    duty_3_due = DateParts(required=False)
    duty_3_days = WholeNumber(1, MOST_DAYS, required=False)
    duty_4_what = lines()
    duty_4_due = DateParts(required=False)
    duty_4_days = WholeNumber(1, MOST_DAYS, required=False)
    duty_5_what = lines()
    duty_5_due = DateParts(required=False)
    duty_5_days = WholeNumber(1, MOST_DAYS, required=False)

    @staticmethod
    def take_duties(data: dict[str, Any]) -> tuple[tuple[Duty, ...], Errors]:
        """Take the rows out of the form, and say which of them is half a row."""
        found: list[Duty] = []
        half: Errors = {}
        for row in range(1, DUTIES + 1):
            what, due, days = (data.pop(name) for name in duty_names(row))
            if what and (due is None) == (days is None):
                half[duty_names(row)[1]] = [_("Isi tanggalnya, atau jumlah hari kerjanya: salah satu.")]
            elif what:
                found.append(Duty(what, due, days or 0))
            elif due or days:
                half[duty_names(row)[0]] = [_("Tuliskan apa yang diperintahkan.")]
        return tuple(found), half


def speaker_names(row: int) -> tuple[str, str]:
    """An officer, or an office."""
    return f"speaker_{row}_officer", f"speaker_{row}_position"


class SpeakersSchema(ActSchema):
    """Who speaks for the body."""

    speaker_1_officer = line()
    speaker_1_position = line()
    speaker_2_officer = line()
    speaker_2_position = line()
    speaker_3_officer = line()
    speaker_3_position = line()

    @staticmethod
    def take_speakers(
        data: dict[str, Any], positions: Mapping[str, str]
    ) -> tuple[tuple[Representative, ...], Errors]:
        """Take them out of the form; an officer's office is the one they were appointed to."""
        found: list[Representative] = []
        unknown: Errors = {}
        for row in range(1, SPEAKERS + 1):
            officer, position = (data.pop(name) for name in speaker_names(row))
            if officer and officer not in positions:
                unknown[speaker_names(row)[0]] = [_("Pilih salah satu pilihan yang tersedia.")]
            elif officer or position:
                found.append(Representative(position or positions[officer], officer))
        return tuple(found), unknown


def piece_names(row: int) -> tuple[str, str, str, str]:
    """A piece of evidence: what it is, its title, the test it stands on, its file."""
    return f"piece_{row}_kind", f"piece_{row}_title", f"piece_{row}_row", f"piece_{row}_file"


class PiecesSchema(ActSchema):
    """What is laid before the panel; the files are added beside."""

    piece_1_kind = EnumField(EvidenceKind, required=False)
    piece_1_title = line()
    piece_1_row = ExemptRow(required=False)
    piece_2_kind = EnumField(EvidenceKind, required=False)
    piece_2_title = line()
    piece_2_row = ExemptRow(required=False)
    piece_3_kind = EnumField(EvidenceKind, required=False)
    piece_3_title = line()
    piece_3_row = ExemptRow(required=False)
    piece_4_kind = EnumField(EvidenceKind, required=False)
    piece_4_title = line()
    piece_4_row = ExemptRow(required=False)
    piece_5_kind = EnumField(EvidenceKind, required=False)
    piece_5_title = line()
    piece_5_row = ExemptRow(required=False)

    @staticmethod
    def take_pieces(data: dict[str, Any]) -> tuple[tuple[Evidence, ...], Errors]:
        """Take the rows out of the form; what is exempt goes sealed, whatever is ticked."""
        found: list[Evidence] = []
        half: Errors = {}
        for row in range(1, PIECES + 1):
            kind_name, title_name, row_name, _file = piece_names(row)
            kind, title, test = (data.pop(name) for name in (kind_name, title_name, row_name))
            if title and kind is None:
                half[kind_name] = [_("Pilih jenis bukti ini.")]
            elif kind and not title:
                half[title_name] = [_("Tuliskan uraian bukti ini.")]
            elif title and kind is not EvidenceKind.DOCUMENT and not test:
                half[row_name] = [_("Pilih pengecualian yang menjadi dasarnya.")]
            elif title:
                sealed = kind is not EvidenceKind.DOCUMENT
                exemption, rows = (test.exemption, (test.row,)) if test else ("", ())
                found.append(Evidence(kind, title, sealed, exemption, rows))
            elif test:
                half[title_name] = [_("Tuliskan uraian bukti ini.")]
        return tuple(found), half


def row_used(form: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    """Whether anything stands in a row."""
    return any(form.get(name) or any(form.get(f"{name}-{part}") for part in DAY) for name in names)


def rows_shown(
    form: Mapping[str, Any], names: Callable[[int], tuple[str, ...]], count: int
) -> dict[str, Any]:
    """The rows for a template, and whether more than the first is in use."""
    rows = [names(row) for row in range(1, count + 1)]
    return {"rows": rows, "more": any(row_used(form, row) for row in rows[1:])}
