"""Entries of the forms of the door: passwords as typed, and codes however they were typed."""

from __future__ import annotations

from marshmallow import ValidationError

from web.account.passwords import MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS, is_worst
from web.i18n import gettext as _
from web.schemas import SURROGATES, Entry, FormSchema, Text

CODE_CHARS = 40


class Password(Entry[str]):
    """A password, exactly as typed."""

    def read(self, value: object) -> str:
        """Refuse only what cannot be a password."""
        if not isinstance(value, str) or len(value) > MAX_PASSWORD_CHARS or SURROGATES.search(value):
            raise ValidationError(_("Kata sandi ini tidak dapat dibaca."))
        return value


class CodeSchema(FormSchema):
    """A code of an authenticator application, or of the paper with recovery codes."""

    code = Text(CODE_CHARS, missing=lambda: _("Tuliskan kodenya."))


class PasswordSchema(FormSchema):
    """The password of whoever is signed in."""

    password = Password(missing=lambda: _("Tuliskan kata sandi Anda."))


class ChangeSchema(FormSchema):
    """The password of now, and the one to come, twice."""

    password = Password(missing=lambda: _("Tuliskan kata sandi Anda yang sekarang."))
    fresh = Password(missing=lambda: _("Tuliskan kata sandi yang baru."))
    again = Password(missing=lambda: _("Tuliskan kata sandi yang baru sekali lagi."))


def weakness(password: str, username: str) -> str:
    """Why a new password is refused; '' when it is good enough."""
    if len(password) < MIN_PASSWORD_CHARS:
        return _("Kata sandi baru paling sedikit %(count)s karakter.", count=MIN_PASSWORD_CHARS)
    if is_worst(password, username):
        return _("Kata sandi ini mudah ditebak. Pakai beberapa kata yang tidak berhubungan.")
    return ""
