"""The forms of administrators. None takes who acts, or for which body: that comes from the sign-in."""

from __future__ import annotations

import re

from marshmallow import ValidationError

from ppid.appointing.events import AbsenceKind
from ppid.events import Role
from web.i18n import gettext as _
from web.office.officers.room import HEX
from web.schemas import DateParts, EnumField, Enums, FormSchema, Text

NAME_CHARS, LINE_CHARS, REASON_CHARS = 200, 300, 500
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class Chosen(Text):
    """An officer who was chosen from a list, by the part of an address."""

    def parse(self, text: str) -> str:
        """Refuse what no list of ours offers."""
        if not HEX.fullmatch(text):
            raise ValidationError(_("Pilih salah satu petugas."))
        return text


class Username(Text):
    """A name to sign in with."""

    def parse(self, text: str) -> str:
        """Refuse what cannot be typed everywhere."""
        name = super().parse(text).lower()
        if not USERNAME.fullmatch(name):
            raise ValidationError(
                _("Gunakan 3 sampai 40 huruf kecil, angka, titik, garis bawah atau tanda hubung.")
            )
        return name


def _first_day() -> str:
    return _("Isi tanggal mulainya.")


def _last_day() -> str:
    return _("Isi tanggal akhirnya.")


def _reason() -> Text:
    return Text(REASON_CHARS, lines=True, missing=lambda: _("Tuliskan alasannya."))


class TermSchema(FormSchema):
    """Roles from a day to a day."""

    roles = Enums(Role, data_key="roles", required=False)
    unit = Text(LINE_CHARS, required=False)
    position = Text(LINE_CHARS, required=False)
    basis = Text(LINE_CHARS, required=False)
    since = DateParts(required=False)
    until = DateParts(required=False)


class AppointSchema(TermSchema):
    """Somebody new."""

    name = Text(NAME_CHARS, missing=lambda: _("Tuliskan nama lengkap petugas."))


class DelegateSchema(FormSchema):
    """Roles lent to another officer."""

    delegate = Chosen(missing=lambda: _("Pilih penerima pelimpahan."))
    roles = Enums(Role, required=False)
    since = DateParts(missing=_first_day)
    until = DateParts(missing=_last_day)
    reason = _reason()


class AbsenceSchema(FormSchema):
    """Days away. There is no room for the cause: an illness is not the log's to keep."""

    since = DateParts(missing=_first_day)
    until = DateParts(missing=_last_day)
    kind = EnumField(AbsenceKind, missing=lambda: _("Pilih satu keterangan."))


class ReasonSchema(FormSchema):
    """Why."""

    reason = _reason()


class InviteSchema(FormSchema):
    """The name to sign in with."""

    username = Username(missing=lambda: _("Tuliskan nama pengguna."))


class WhySchema(FormSchema):
    """Whose power, on which case."""

    petugas = Chosen(required=False)
    nomor = Text(LINE_CHARS, required=False)
