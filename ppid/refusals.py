"""Refusals that every subject shares: of entries, of dates, and of what somebody else did first."""

from __future__ import annotations

from collections.abc import Sequence

from ppid.errors import Fact, FieldError, RuleError
from ppid.events import Recorded


class ChangedMeanwhileError(RuleError):
    """The case moved on while the form was open (F40). ``happened`` holds what was recorded since."""

    code = "changed-meanwhile"
    status = 409
    id = "{number} berubah selagi formulir ini terbuka. Tindakan Anda belum dicatat."
    en = "{number} changed while this form was open. Your act was not recorded."

    def __init__(self, happened: Sequence[Recorded], **facts: Fact) -> None:
        self.happened = tuple(happened)
        super().__init__(**facts)


class KeyReusedError(RuleError):
    """One idempotency key, two different contents (F11)."""

    code = "key-reused"
    status = 409
    id = "Formulir ini sudah pernah dikirim dengan isi yang berbeda. Buka formulir baru untuk mengirim lagi."
    en = "This form was already sent with other content. Open a new form to send again."


class RequiredError(FieldError):
    """Something the law asks for is empty."""

    code = "required"
    id = "{label_id} wajib diisi{article}."
    en = "{label_en} is required{article}."

    def __init__(self, field: str, *, label_id: str, label_en: str, article: str = "") -> None:
        super().__init__(
            field, label_id=label_id, label_en=label_en, article=f" ({article})" if article else ""
        )


class TooLongError(FieldError):
    """A text is longer than can be kept and printed."""

    code = "too-long"
    id = "{label_id} terlalu panjang: {length} karakter. Batasnya {limit} karakter."
    en = "{label_en} is too long: {length} characters. The limit is {limit} characters."


class FutureDateError(FieldError):
    """What is recorded has happened."""

    code = "future-date"
    id = "Tanggal {on} belum terjadi. Isi tanggal hari ini, {as_of}, atau sebelumnya."
    en = "The date {on} is in the future. Enter today, {as_of}, or an earlier date."


class BeforeBodyError(FieldError):
    """Nothing was received before the body existed."""

    code = "before-body"
    id = "Tanggal {on} mendahului berdirinya badan publik ini ({established_on})."
    en = "The date {on} is before this public body existed ({established_on})."


class BeforeError(FieldError):
    """One date cannot come before another."""

    code = "before"
    id = "Tanggal {on} mendahului {earlier} ({what_id}). Periksa kembali tanggalnya."
    en = "The date {on} is before {earlier} ({what_en}). Check the date."


class TooFarError(FieldError):
    """A day is announced within ten years."""

    code = "too-far"
    id = "Tanggal {on} terlalu jauh. Isi tanggal sampai dengan {latest}."
    en = "The date {on} is too far ahead. Enter a date up to {latest}."


class NotAValueError(FieldError):
    """The new value of a correction fits its field."""

    code = "not-a-value"
    id = "Isian ini tidak sesuai untuk bagian yang dibetulkan."
    en = "This entry does not fit the field that is corrected."
