"""docs/law.md says where each rule stands; this holds it to the code, to the clocks and to the tests."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from ppid.deadlines import CLOCKS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "law.md"
#: Modules whose whole subject is the law of a request; their own citation is the sum of their functions'.
SUMS = {"ppid.request", "ppid.request.events", "ppid.request.vocabulary", "ppid.book"}


def rows() -> list[list[str]]:
    """The rows of the page: law, rule, code, test."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] != "Law" and set(row[0]) != set("-")]


def names(column: int) -> list[str]:
    """What stands in backquotes in a column."""
    return sorted({name for row in rows() for name in re.findall(r"`([^`]+)`", row[column])})


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
    assert any(clock in re.findall(r"\bD\d\d\b", row[0]) for row in rows())


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


@pytest.mark.parametrize(
    "point", ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "U20", "U21", "U22", "U23"]
)
def test_every_open_point_of_a_request_names_its_default(point: str) -> None:
    text = " ".join(row[0] + " " + row[1] for row in rows())
    assert point in re.findall(r"\bU\d+\b", text)
