"""Every form the law has is a letter here, or is somebody else's who is named (regulations §8)."""

from __future__ import annotations

from pathlib import Path

from web.letters import SHEETS
from web.letters.forms import FORMS
from web.letters.kinds import Letter

DOCS = Path(__file__).parents[2] / "docs"
#: The annexes as the law numbers them, and the letters that the articles ask for without an annex.
PERKI_2021 = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]
WITHOUT_ANNEX = ["art. 29(3)", "art. 33", "art. 35(3)a", "art. 36", "art. 41(3)", "art. 44(2)"]
PERKI_2013 = ["I", "II", "III", "IV", "V"]
THE_COMMISSIONS_OWN = ["II", "III", "IV", "V"]


def test_every_form_of_the_law_stands_in_the_table() -> None:
    listed = {form.annex for form in FORMS}
    wanted = {f"Perki 1/2021 {each}" for each in (*PERKI_2021, *WITHOUT_ANNEX)}
    wanted |= {f"Perki 1/2013 {each}" for each in PERKI_2013}
    assert wanted - listed == set()


def test_every_form_is_a_letter_or_somebody_elses() -> None:
    for form in FORMS:
        assert bool(form.kinds) != bool(form.theirs), form.annex
    theirs = {form.annex for form in FORMS if form.theirs}
    assert theirs == {f"Perki 1/2013 {each}" for each in THE_COMMISSIONS_OWN}


def test_every_letter_is_a_form_and_is_laid_out() -> None:
    of_forms = {kind for form in FORMS for kind in form.kinds}
    assert of_forms == set(SHEETS)
    kinds = _below(Letter)
    bases = {kind.__qualname__ for kind in kinds if kind.__subclasses__()}
    assert {kind.__qualname__ for kind in kinds} - bases == {kind.__qualname__ for kind in SHEETS}


def test_every_form_stands_in_the_docs_with_its_letters() -> None:
    rows = (DOCS / "forms.md").read_text(encoding="utf-8").splitlines()
    for form in FORMS:
        row = next((row for row in rows if f"| {form.annex} |" in row), "")
        assert row, form.annex
        assert all(f"`{kind.__name__}`" in row for kind in form.kinds), form.annex
        assert ("the commission's own" in row) == bool(form.theirs), form.annex


def _below(kind: type[Letter]) -> set[type[Letter]]:
    """Every kind of letter; a class with slots is made twice, so they are compared by name."""
    return set().union(*({each} | _below(each) for each in kind.__subclasses__()))
