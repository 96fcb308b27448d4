"""Every entry of a form is read one way, and every error is a sentence of ours."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from ppid.refusals import RequiredError
from ppid.request.refusals import UnknownRequestError
from ppid.request.vocabulary import CopyForm, Obtain
from web import i18n
from web.schemas import (
    DateParts,
    Email,
    EnumField,
    Enums,
    FormSchema,
    Nik,
    Phone,
    Rupiah,
    Text,
    WholeNumber,
    errors_of,
    status_of,
)


class Everything(FormSchema):
    """One entry of each kind."""

    line = Text(10, missing=lambda: "Tuliskan sesuatu.")
    text = Text(20, lines=True, required=False)
    on = DateParts(required=False)
    kind = EnumField(Obtain, required=False)
    kinds = Enums(CopyForm, required=False)
    amount = Rupiah(required=False)
    count = WholeNumber(1, 99, required=False)
    nik = Nik(required=False)
    email = Email(required=False)
    phone = Phone(required=False)


def read(*entries: tuple[str, str]) -> dict[str, object]:
    """What a form with these entries holds."""
    given = entries if any(name == "line" for name, _ in entries) else (("line", "x"), *entries)
    loaded: dict[str, object] = Everything().load(MultiDict(given))
    return loaded


def refused(name: str, *entries: tuple[str, str]) -> str:
    """What is said at a field."""
    with pytest.raises(ValidationError) as caught:
        read(*entries)
    return " ".join(errors_of(caught.value)[name])


def test_what_is_not_there_has_a_value_of_its_kind() -> None:
    nothing = read()
    assert nothing == {
        "line": "x", "text": "", "on": None, "kind": None, "kinds": (), "amount": None,
        "count": None, "nik": "", "email": "", "phone": "",
    }  # fmt: skip


@pytest.mark.parametrize("blank", ["", "   ", "\t\r\n"])
def test_a_blank_is_missing(blank: str) -> None:
    assert refused("line", ("line", blank)) == "Tuliskan sesuatu."


def test_texts_are_stripped_and_their_line_ends_made_the_same() -> None:
    assert read(("line", "  a \t b "), ("text", "a\r\nb\rc\n"))["text"] == "a\nb\nc"
    assert read(("line", "  a \t b "))["line"] == "a b"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Rp25.000", 25_000), ("rp. 25 000", 25_000), ("25000,00", 25_000), ("0", 0), ("1.000.000", 1_000_000)],
)
def test_amounts_are_read_as_people_write_them(typed: str, expected: int) -> None:
    assert read(("amount", typed))["amount"] == expected


@pytest.mark.parametrize("typed", ["25.00", "1e9", "NaN", "Infinity", "-5", "9" * 5000, "1,5", "Rp"])
def test_F06_what_is_no_amount_is_refused(typed: str) -> None:
    assert refused("amount", ("amount", typed))


@pytest.mark.parametrize(("typed", "expected"), [("7", 7), ("\uff17", 7), ("\u0667", 7), ("007", 7)])
def test_F05_numbers_of_other_scripts(typed: str, expected: int) -> None:
    assert read(("count", typed))["count"] == expected


@pytest.mark.parametrize("typed", ["0", "100", "1.5", "--1", "0x10", "\u00bd", "9" * 5000])
def test_numbers_outside_are_refused(typed: str) -> None:
    assert refused("count", ("count", typed))


@pytest.mark.parametrize(
    "entries",
    [
        (("on-day", "4"), ("on-month", "5"), ("on-year", "2026")),
        (("on", "2026-05-04"),),
        (("on-day", "\uff14"), ("on-month", "05"), ("on-year", "\u0662\u0660\u0662\u0666")),
    ],
)
def test_dates_come_in_boxes_or_whole(entries: tuple[tuple[str, str], ...]) -> None:
    assert read(*entries)["on"] == date(2026, 5, 4)


@pytest.mark.parametrize(
    "typed", ["2026-02-31", "0000-01-01", "2026-13-01", "26-1-1", "kemarin", "2026-1", "1-1-1-1"]
)
def test_F07_dates_that_are_none(typed: str) -> None:
    assert refused("on", ("on", typed))


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1f", "\x7f", "\ud800"])
def test_F01_F02_characters_that_cannot_be_kept(character: str) -> None:
    assert "karakter kendali" in refused("text", ("text", f"a{character}b"))


def test_F15_a_field_sent_twice_with_other_content() -> None:
    assert "lebih dari satu kali" in refused("line", ("line", "a"), ("line", "b"))
    assert read(("line", "a"), ("line", "a"))["line"] == "a"


def test_choices_are_of_the_form() -> None:
    chosen = read(("kind", "view"), ("kinds", "soft"), ("kinds", "hard"), ("kinds", "soft"))
    assert (chosen["kind"], chosen["kinds"]) == (
        Obtain.VIEW,
        (CopyForm.SOFT, CopyForm.HARD),
    )
    assert refused("kind", ("kind", "soft"))
    assert refused("kinds", ("kinds", "soft"), ("kinds", "view"))


@pytest.mark.parametrize(
    "typed", ["a@b", "a b@c.id", "@c.id", "a@c.id, d@e.id", "a@@c.id", "a@c..", "<a@c.id>"]
)
def test_addresses_that_reach_nobody(typed: str) -> None:
    assert refused("email", ("email", typed))


@pytest.mark.parametrize("typed", ["12345", "halo", "+", "0812-abc", "1" * 31])
def test_numbers_that_reach_nobody(typed: str) -> None:
    assert refused("phone", ("phone", typed))


def test_too_long_names_the_length_and_the_limit() -> None:
    assert "11 karakter. Batasnya 10" in refused("line", ("line", "x" * 11))


def test_what_is_not_a_form_at_all_holds_nothing() -> None:
    strange: list[object] = [None, [], "x", 7]
    for sent in strange:
        with pytest.raises(ValidationError):
            Everything().load(sent)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Everything().load({"line": 7})


def test_unknown_fields_are_left_out() -> None:
    assert "role" not in read(("role", "ppid"))


def test_errors_are_said_in_the_reader_s_language() -> None:
    app = Flask(__name__)
    i18n.install(app)
    with app.test_request_context(headers={"Cookie": "bahasa=en"}):
        assert "limit is 10" in refused("line", ("line", "x" * 11))


def test_refusals_of_the_law_stand_at_their_field_or_above_the_form() -> None:
    required = RequiredError("purpose", label_id="Tujuan", label_en="The purpose", article="Pasal 29")
    assert errors_of(required) == {"purpose": ["Tujuan wajib diisi (Pasal 29)."]}
    assert list(errors_of(UnknownRequestError())) == ["_schema"]
    assert (status_of(required), status_of(UnknownRequestError())) == (422, 404)
