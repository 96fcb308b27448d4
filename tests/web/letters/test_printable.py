"""What people write is data: printed as written, cut where it says so, and never able to stop a letter."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.letters import examples
from tests.web.letters.reading import squeezed, words
from web.letters import Letter, Person, Signature, render
from web.letters.printable import BOX, FIELD_CHARACTERS, FIELD_LINES, LINE_CHARACTERS, Printer, glyphs
from web.letters.typeset import TEMPLATE

INJECTIONS = [
    '#eval("1 + 1")',
    "*bold* _emphasis_",
    "$x^2$",
    "@ref and <label>",
    "back\\slash \\u{41} \\",
    '"#import "@preview/cetz:0.3.1"',
    '#read("/etc/passwd")',
    '#image("letter.typ")',
    "#sys.inputs",
    "= Heading",
    "- item + item / term: x",
    "`raw` ```code```",
    "// comment /* comment */",
    "{{ jinja }} {% x %} ${HOME} %s {0}",
    "<b>html</b> &amp; &#65;",
    "https://a.b ~ -- --- ... 'x' \"y\"",
    "]] [[ )) (( }} {{ ; , null true",
]

MONSTERS = {
    "a word of 1 MB": "a" * 1_000_000,
    "70,000 characters": "lorem ipsum " * 5_834,
    "a word of 70,000 characters": "x" * 70_000,
    "40,000 lines": "a\n" * 40_000,
    "piles of marks": "e" + "\u0301\u0316\u035f" * 10_000,
    "piles of marks through joiners": "e" + "\u0301\u200d\u0316\u200d" * 10_000,
    "right-to-left overrides": "\u202eabc\u200f\u2066x" * 3_000,
    "invisible": "a\u200b\u200d\ufeff" * 20_000,
    "Arabic": "مرحبا بالعالم " * 3_000,
    "Hebrew with points": "שָׁלוֹם " * 3_000,
    "Chinese": "中文字" * 10_000,
    "emoji": "👨‍👩‍👧😀🇮🇩" * 3_000,
    "Javanese": "ꦲꦏ꧀ꦱꦫ" * 1_000,
    "every control character": "".join(map(chr, [*range(1, 32), *range(127, 160), 0x2028, 0x2029])),
    "NUL": "a\0b",
    "lone surrogates": "\ud800x\udfff",
    "private use": "\ue000\uf8ff\U000f0000\U0010ffff",
    "the whole plane": "".join(map(chr, range(0x20, 0xD800))),
    "spaces only": " \u00a0\u2003" * 20_000,
    "a path without end": "https://a.b/" + "x/" * 20_000,
    "empty": "",
}


def everywhere(text: str) -> list[Letter]:
    """Return letters with ``text`` in every place that a person fills."""
    person = Person(name=text, address=text, contact=text)
    signature = Signature(position=text, name=text, identity=text)
    return [
        examples.receipt(asked=text, purpose=text, requester=person, received_time=text, request_number=text),
        examples.notice(
            asked=text,
            reasons=text,
            material=text,
            delivery=text,
            blackout_material=text,
            blackout_reason=text,
            refused_material=text,
            shortfall_explanation=text,
            attachments=(text,) * 3,
            objection_to=text,
            requester=person,
            letter_number=text,
            request_number=text,
            signature=signature,
        ),
    ]


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_is_printed_as_it_was_written(text: str) -> None:
    for letter in everywhere(text):
        assert squeezed(text) in words(render(letter))


@pytest.mark.parametrize("name", MONSTERS)
def test_no_text_stops_a_letter_or_takes_long(name: str) -> None:
    for letter in everywhere(MONSTERS[name]):
        started = time.process_time()
        assert render(letter).startswith(b"%PDF-")
        assert time.process_time() - started < 6  # of all cores together; about 2 where it was written


def test_a_text_at_the_limit_is_printed_whole() -> None:
    text = "kata " * (FIELD_CHARACTERS // 5 - 1) + "akhir"
    printed = words(render(examples.receipt(asked=text)))
    assert squeezed(text) in _without_running_lines(printed)
    assert "[…]" not in printed


def test_a_text_beyond_the_limit_is_cut_and_the_letter_says_so() -> None:
    printed = words(render(examples.receipt(asked="kata " * 6_000)))
    assert squeezed("dipotong pada tanda […]; teks lengkap tersimpan") in printed


def test_a_script_without_glyphs_is_boxed_and_the_letter_says_so() -> None:
    printed = words(render(examples.receipt(requester=Person(name="Nama 中文 Budi"))))
    assert squeezed(f"Nama {BOX}{BOX} Budi") in printed
    assert squeezed(f"Tanda {BOX} menggantikan aksara yang tidak dapat dicetak") in printed


def test_names_with_accents_and_other_alphabets_are_printed() -> None:
    printed = words(
        render(examples.receipt(purpose="Éloïse Dvořák, Søren Ångström, Łukasz, Ελένη, Ольга, e\u0301"))
    )
    assert in_printed("Éloïse Dvořák, Søren Ångström, Łukasz, Ελένη, Ольга, é", printed)
    assert BOX not in printed


def in_printed(text: str, printed: str) -> bool:
    return unicodedata.normalize("NFC", squeezed(text)) in unicodedata.normalize("NFC", printed)


def _without_running_lines(printed: str) -> str:
    """Return the text without the heads and feet that stand between pages."""
    head = re.escape(
        squeezed(f"Tanda Bukti Permohonan Informasi Publik Nomor pendaftaran: {examples.NUMBER}")
    )
    return re.sub(rf"PPIDPolresContohHalaman\d+dari\d+({head})?|{head}", "", printed)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_a_clean_text_has_only_glyphs_and_short_words(text: str) -> None:
    clean = Printer().clean(text)
    assert all(ord(character) in glyphs() for character in clean if character not in "\n\u200b")
    assert all(line == line.strip() and line for line in clean.split("\n") if clean)
    assert max((len(word) for word in clean.replace("\u200b", " ").split()), default=0) <= 24 * 5


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_set(text: str) -> None:
    assert render(examples.receipt(purpose=text)).startswith(b"%PDF-")


def test_the_limits_of_one_text() -> None:
    within, beyond = Printer(), Printer()
    assert within.clean("a\n" * FIELD_LINES).count("\n") == FIELD_LINES - 1
    assert beyond.clean("a\n" * (FIELD_LINES + 1)).endswith("[…]")
    assert (within.cut, beyond.cut) == (False, True)
    assert len(Printer().clean("kata " * 1_000, LINE_CHARACTERS)) <= LINE_CHARACTERS + 4


def test_the_template_reads_nothing_but_the_letter() -> None:
    """A package would be fetched from the network, a file could be another's."""
    templates = sorted(Path(TEMPLATE).iterdir())
    assert [path.name for path in templates] == ["letter.typ", "stamps.typ"]
    for template in templates:
        lines = template.read_text("utf-8").splitlines()
        code = "\n".join(line for line in lines if not line.startswith("//"))
        for word in ("@preview", "#import", "#include", "read(", "eval(", "plugin("):
            assert word not in code
