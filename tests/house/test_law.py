"""docs/law.md says where each rule stands; this holds it to the code, the clocks, the forms and the tests."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from ppid.deadlines import CLOCKS
from ppid.exemption.articles import NEVER_EXEMPT, OPENINGS, SEVENTEEN, Opening
from ppid.objection.vocabulary import GROUNDS, Ground
from web.letters import SHEETS
from web.letters.forms import FORMS, Form
from web.letters.kinds import Letter

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"`([^`]+)`")
PAGE = ROOT / "docs" / "law.md"
#: A clock where a row names it: D01, D22C, ORDER.
CLOCK = re.compile(r"\b(?:D\d\d[A-Z]?|ORDER)\b")
#: Points that the law leaves open and the rules decide; what else stands in regulations §14 decides no case.
POINTS = [f"U{n}" for n in (*range(1, 25), 26)]
#: Modules whose whole subject is the law of a request; their own citation is the sum of their functions'.
SUMS = {"ppid.request", "ppid.request.events", "ppid.request.vocabulary", "ppid.book"}


def rows() -> list[list[str]]:
    """The rows of the page: law, rule, code, test."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] != "Law" and set(row[0]) != set("-")]


def names(column: int) -> list[str]:
    """What stands in backquotes in a column."""
    return sorted({name for row in rows() for name in CODE.findall(row[column])})


def laws() -> set[str]:
    """Each single thing that the first column names, such as ``UU 17 a`` or ``annex II``."""
    return {part.strip() for row in rows() for part in row[0].split(";")}


def where(form: Form) -> str:
    """A form as the page names it: article numbers and annexes without a name are of Perki 1/2021."""
    regulation, _, place = form.annex.rpartition(" ")
    if regulation.endswith(" art."):
        regulation = regulation.removesuffix(" art.")
    else:
        place = f"annex {place}"
    return place if regulation == "Perki 1/2021" else f"{regulation} {place}"


def name_of(kind: type[Letter]) -> str:
    """A letter kind as the page names it."""
    return f"{kind.__module__}.{kind.__qualname__}"


def citations() -> list[str]:
    """Every module, class and function of the rules whose docstring cites its law."""
    cited = []
    for path in sorted((ROOT / "ppid").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        open_nodes: list[tuple[ast.AST, str]] = [(ast.parse(path.read_text(encoding="utf-8")), module)]
        while open_nodes:
            node, name = open_nodes.pop()
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                if "Law: " in (ast.get_docstring(node) or ""):
                    cited.append(name)
                open_nodes.extend(
                    (child, f"{name}.{child.name}")
                    for child in node.body
                    if isinstance(child, ast.ClassDef | ast.FunctionDef)
                )
    return sorted(set(cited) - SUMS)


@cache
def names_in(path: str) -> set[str]:
    """The tests that a file holds."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_row_names_its_law_its_code_and_its_test() -> None:
    assert len(rows()) > 40
    for row in rows():
        assert len(row) == 4, row
        assert all(row), row
        assert row[1].endswith(".")
        assert "`" in row[2]
        assert "::" in row[3]


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_has_a_row(clock: str) -> None:
    assert any(clock in CLOCK.findall(row[0]) for row in rows())


@pytest.mark.parametrize("cited", citations())
def test_every_citation_of_the_law_has_a_row(cited: str) -> None:
    written = names(2)
    assert any(name == cited or name.startswith(f"{cited}.") for name in written), f"{cited} has no row"


@pytest.mark.parametrize("name", names(2))
def test_the_code_of_a_row_exists(name: str) -> None:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[cut:]:
            found = getattr(found, attribute)
        return
    pytest.fail(f"{name} is no module")


@pytest.mark.parametrize("name", names(3))
def test_the_test_of_a_row_exists(name: str) -> None:
    path, _, test = name.partition("::")
    assert test in names_in(path)


@pytest.mark.parametrize("letter", [letter.letter for letter in SEVENTEEN])
def test_every_letter_of_article_17_has_a_row(letter: str) -> None:
    assert f"UU 17 {letter}" in laws()


@pytest.mark.parametrize("letter", [never.letter for never in NEVER_EXEMPT.values()])
def test_every_letter_of_article_18_has_a_row(letter: str) -> None:
    assert f"UU 18(1) {letter}" in laws()


@pytest.mark.parametrize("opening", [each for each in OPENINGS if each is not Opening.NONE])
def test_every_opening_of_article_18_has_a_row(opening: Opening) -> None:
    assert f"UU 18(2) {opening}" in laws()


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ground_of_an_objection_has_a_row(ground: Ground) -> None:
    assert f"UU 35(1){ground}" in laws()


@pytest.mark.parametrize("form", FORMS, ids=where)
def test_every_form_has_a_row_with_its_letters(form: Form) -> None:
    named = {name for row in rows() if where(form) in row[0].split("; ") for name in CODE.findall(row[2])}
    assert named, f"{where(form)} has no row"
    assert {name_of(kind) for kind in form.kinds} - named == set()


@pytest.mark.parametrize("kind", SHEETS, ids=name_of)
def test_every_letter_kind_has_a_row(kind: type[Letter]) -> None:
    assert name_of(kind) in names(2)


@pytest.mark.parametrize("point", POINTS)
def test_every_open_point_names_its_default(point: str) -> None:
    text = " ".join(row[0] + " " + row[1] for row in rows())
    assert point in re.findall(r"\bU\d+\b", text)
