"""What a form may hold, and how its entries become values. A schema knows no rule of law.

Every entry is cleaned the same way: blanks at the ends go, an empty entry counts as missing, characters that
no text needs are refused, digits of other scripts are read as digits. Every error is a sentence of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

from ppid.errors import FieldError, RuleError
from web.filters import number, rupiah
from web.i18n import gettext as _
from web.i18n import language

Words = Callable[[], str]
Errors = dict[str, list[str]]
T = TypeVar("T")
EnumT = TypeVar("EnumT", bound=StrEnum)

LINE_CHARS = 300
MAX_DIGITS = 15
PARTS = ("day", "month", "year")
#: C0 controls and DEL; a tab and a line break are text.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SURROGATES = re.compile("[\ud800-\udfff]")
GROUPED = re.compile(r"^\d{1,3}(?:([.,])\d{3})?(?:\1\d{3})*$")
EMAIL = re.compile(r"^[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]+\.[^\s@<>\"(),:;\\\[\].]{2,63}$")
PHONE = re.compile(r"^\+?[0-9 ().\-/]{6,30}$")
LETTER_SIGNS = {"\N{FULLWIDTH PLUS SIGN}": "+"}


class FormSchema(Schema):
    """The base of every form: unknown fields are left out, blanks are missing, one field has one value."""

    class Meta:
        """A form may carry its token, its key and its button beside its entries."""

        unknown = EXCLUDE

    @pre_load
    def gather(self, data: Any, **_: object) -> dict[str, object]:
        """Take the entries of this form out of what was sent."""
        if not isinstance(data, Mapping):
            return {}
        found: dict[str, object] = {}
        for name, field in self.load_fields.items():
            key = field.data_key or name
            value = field.collect(data, key) if isinstance(field, Entry) else data.get(key)
            if not _blank(value):
                found[key] = value
        return found


class Entry(fields.Field[T], Generic[T]):
    """One entry of a form. ``missing`` is the sentence for an entry that must be there and is not."""

    def __init__(self, *, required: bool = True, missing: Words | None = None, **options: Any) -> None:
        if not required:
            options.setdefault("load_default", self.nothing())
        super().__init__(required=required, **options)
        self._missing = missing

    def nothing(self) -> object:
        """What an empty entry that is not required counts as."""
        return None

    def make_error(self, key: str, **_options: object) -> ValidationError:
        """Say it in the reader's language, and never with the library's words."""
        if key in {"required", "null"}:
            return ValidationError(self._missing() if self._missing else _("Isian ini wajib diisi."))
        return ValidationError(_("Isian ini tidak dapat dibaca."))

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take this entry from a form. A field that was sent twice is a list, and refused as such."""
        sent = sent_values(data, key)
        return sent[0] if len(set(map(str, sent))) == 1 else (sent or None)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> T:  # noqa: ARG002
        return self.read(value)

    def read(self, value: object) -> T:
        """Read what was collected."""
        if isinstance(value, list):
            raise ValidationError(_("Isian ini terkirim lebih dari satu kali dengan isi yang berbeda."))
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return self.parse(clean(value))

    def parse(self, text: str) -> T:
        """Read a cleaned, non-empty text."""
        raise NotImplementedError


class Text(Entry[str]):
    """A text of at most ``limit`` characters; on one line unless ``lines``."""

    def __init__(self, limit: int = LINE_CHARS, *, lines: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit
        self.lines = lines

    def nothing(self) -> object:
        """No text."""
        return ""

    def parse(self, text: str) -> str:
        """Refuse what is too long, with its length and the limit."""
        said = text if self.lines else " ".join(text.split())
        if len(said) > self.limit:
            raise ValidationError(
                _(
                    "Terlalu panjang: %(length)s karakter. Batasnya %(limit)s karakter.",
                    length=number(len(said)),
                    limit=number(self.limit),
                )
            )
        return said


class Email(Text):
    """An e-mail address."""

    def parse(self, text: str) -> str:
        """Refuse what cannot be an address."""
        address = super().parse(text)
        if not EMAIL.match(address) or not address.isprintable():
            raise ValidationError(_("Alamat surel ini tidak lengkap. Tuliskan seperti nama@contoh.id."))
        return address


class Phone(Text):
    """A telephone number, as people write it."""

    def parse(self, text: str) -> str:
        """Refuse what cannot be dialled."""
        dialled = digits(super().parse(text))
        if not PHONE.match(dialled) or sum(c.isdigit() for c in dialled) < 6:  # noqa: PLR2004  (shortest in use)
            raise ValidationError(
                _("Nomor telepon ini tidak dapat dihubungi. Tuliskan seperti 0812 3456 7890.")
            )
        return dialled


class DateParts(Entry[date]):
    """A date in three boxes (``NAME-day``, ``NAME-month``, ``NAME-year``), or as ``2026-05-04``."""

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Put the three boxes together; a form that sends the date whole is read too."""
        boxes = [sent_values(data, f"{key}-{part}") for part in PARTS]
        texts = [box[0] if len(set(map(str, box))) == 1 else "?" if box else "" for box in boxes]
        return texts if any(not _blank(text) for text in texts) else super().collect(data, key)

    def read(self, value: object) -> date:
        """Read three boxes, or a text."""
        if isinstance(value, list) and len(value) == len(PARTS):
            day, month, year = (digits(clean(str(part))) for part in value)
            if not (day and month and year):
                raise ValidationError(_("Isi hari, bulan, dan tahun."))
            return self._date(year, month, day)
        return super().read(value)

    def parse(self, text: str) -> date:
        """Read ``2026-05-04``."""
        parts = digits(text).split("-")
        if len(parts) != len(PARTS):
            raise ValidationError(_("Tuliskan tanggal seperti 2026-05-04."))
        return self._date(*parts)

    @staticmethod
    def _date(year: str, month: str, day: str) -> date:
        whole = all(p.isascii() and p.isdigit() for p in (year, month, day))
        if not whole or len(year) != 4 or max(len(month), len(day)) > 2:  # noqa: PLR2004  (boxes of a date)
            raise ValidationError(_("Tuliskan tanggal dengan angka, misalnya 4 5 2026."))
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(_("Tanggal ini tidak ada dalam kalender.")) from None


class EnumField(Entry[EnumT]):
    """One of the values of ``kind``."""

    def __init__(self, kind: type[EnumT], **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def parse(self, text: str) -> EnumT:
        """Refuse a value that the form did not offer."""
        try:
            return self.kind(text)
        except ValueError:
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia.")) from None


class Enums(EnumField[EnumT]):
    """Any of the values of ``kind``, as check boxes send them: a tuple without repetition."""

    def nothing(self) -> object:
        """Nothing chosen."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take every box that was ticked."""
        return sent_values(data, key)

    def read(self, value: object) -> Any:
        """Read every value once, in the order sent."""
        sent = value if isinstance(value, list) else [value]
        return tuple(dict.fromkeys(self.parse(clean(str(each))) for each in sent))


class WholeNumber(Entry[int]):
    """A whole number between ``lowest`` and ``highest``."""

    def __init__(self, lowest: int = 0, highest: int = 10**12, **options: Any) -> None:
        super().__init__(**options)
        self.lowest = lowest
        self.highest = highest

    def parse(self, text: str) -> int:
        """Refuse what is no number, or outside the bounds, in bounded time."""
        plain = digits(text)
        negative = plain.startswith("-")
        plain = plain.removeprefix("-")
        if not (plain.isascii() and plain.isdigit()):
            raise ValidationError(_("Tuliskan bilangan bulat dengan angka saja."))
        plain = plain.lstrip("0") or "0"
        value = int(plain) * (-1 if negative else 1) if len(plain) <= MAX_DIGITS else None
        if value is None or not self.lowest <= value <= self.highest:
            raise ValidationError(self.outside())
        return value

    def outside(self) -> str:
        """The sentence for a number outside the bounds."""
        return _(
            "Tuliskan bilangan dari %(lowest)s sampai %(highest)s.",
            lowest=number(self.lowest),
            highest=number(self.highest),
        )


class Rupiah(WholeNumber):
    """An amount in whole rupiah, as people write it: ``Rp25.000``, ``25000``."""

    def parse(self, text: str) -> int:
        """Read the amount without its sign and its dots."""
        plain = re.sub(r"^rp\.?\s*", "", digits(text), flags=re.IGNORECASE).replace(" ", "")
        plain = re.sub(r"(?:,00|,-)$", "", plain)
        if GROUPED.match(plain):
            plain = re.sub(r"[.,]", "", plain)
        return super().parse(plain)

    def outside(self) -> str:
        """The sentence for an amount outside the bounds."""
        return _(
            "Tuliskan jumlah dari %(lowest)s sampai %(highest)s.",
            lowest=rupiah(self.lowest),
            highest=rupiah(self.highest),
        )


class Nik(Text):
    """The sixteen digits of an Indonesian identity number (NIK); kept without spaces and dots."""

    DIGITS: ClassVar[int] = 16

    def parse(self, text: str) -> str:
        """Refuse anything but sixteen digits."""
        plain = re.sub(r"[\s.\-]", "", digits(text))
        if not (plain.isascii() and plain.isdigit() and len(plain) == self.DIGITS):
            raise ValidationError(
                _("NIK terdiri atas 16 angka. Anda menuliskan %(count)s karakter.", count=number(len(plain)))
            )
        return plain


def clean(text: str) -> str:
    """Normalise line ends and strip blanks. Refuses characters that no text needs (F01, F02)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROLS.search(plain) or SURROGATES.search(plain):
        raise ValidationError(
            _("Isian memuat karakter kendali yang tidak dapat disimpan. Hapus atau ketik ulang bagian itu.")
        )
    return plain.strip()


def digits(text: str) -> str:
    """Read full-width and other scripts' digits as the digits they are (F05)."""
    plain = "".join(LETTER_SIGNS.get(c, c) for c in unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain).strip()


def errors_of(problem: ValidationError | RuleError) -> Errors:
    """What is wrong, by field; what belongs to no field stands under ``_schema``."""
    if isinstance(problem, ValidationError):
        return dict(problem.normalized_messages())  # type: ignore[no-untyped-call]
    field = problem.field if isinstance(problem, FieldError) else "_schema"
    return {field: [problem.sentence(language())]}


def status_of(problem: ValidationError | RuleError) -> int:
    """The HTTP status of a form that is shown again."""
    return problem.status if isinstance(problem, RuleError) else 422


def sent_values(data: Mapping[str, Any], key: str) -> list[Any]:
    """Everything that was sent under a name, blanks left out."""
    if key not in data:
        return []
    getlist = getattr(data, "getlist", None)
    sent = list(getlist(key)) if getlist else [data[key]]
    return [each for each in sent if not _blank(each)]


def _blank(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip(" \t\r\n"))
