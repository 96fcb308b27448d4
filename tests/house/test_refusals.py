"""Every refusal has a code of its own, sentences in two languages that its facts fill, and a row in the docs.

``python -m tests.house.test_refusals > docs/refusals.md`` writes the page.
"""

import ast
import importlib
import pkgutil
import re
import string
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import ppid
import projections
import web
from ppid.errors import Fact, FieldError, Language, RuleError, say

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "refusals.md"
SAMPLES: tuple[str | int | date | None, ...] = ("0001/PPID-X/VI/2026", 7, date(2026, 6, 17), None)

HEADING = """# Refusals

A refusal stops a wrong step: nothing was recorded. The code is permanent; the status is what the interface
answers. `{...}` stands for a fact of the case. A refusal of one field is shown at that field.

This page is generated: `python -m tests.house.test_refusals > docs/refusals.md`.

| Code | Status | When | What the person reads |
| --- | --- | --- | --- |
"""


def _load_all() -> None:
    for package in (ppid, projections, web):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):  # importing it would run it
                importlib.import_module(module.name)


def refusals() -> list[type[RuleError]]:
    """Every refusal of the project, by its code."""
    _load_all()
    found: set[type[RuleError]] = set()
    open_classes: list[type[RuleError]] = [RuleError]
    while open_classes:
        kinds = [k for k in open_classes.pop().__subclasses__() if not k.__module__.startswith("tests.")]
        found.update(kinds)
        open_classes.extend(kinds)
    return sorted(found - {FieldError}, key=lambda kind: kind.code)


def facts_of(sentence: str) -> set[str]:
    """The facts that a sentence speaks of."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def page() -> str:
    """The page of all refusals."""
    rows = []
    for kind in refusals():
        when = " ".join((kind.__doc__ or "").split())
        status = f"{kind.status}, at the field" if issubclass(kind, FieldError) else str(kind.status)
        rows.append(f"| `{kind.code}` | {status} | {when} | {kind.id}<br>{kind.en} |\n")
    return HEADING + "".join(rows)


def _raises() -> Iterator[tuple[str, str, ast.Call | None]]:
    """Where a refusal is made: place, name, and the call, None where the bare class is raised."""
    for path in sorted(p for part in ("ppid", "projections", "web") for p in (ROOT / part).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call):
                yield place, _name(node.func), node
            elif isinstance(node, ast.Raise) and not isinstance(node.exc, ast.Call):
                yield place, _name(node.exc), None
            elif isinstance(node, ast.keyword) and node.arg == "unknown":
                yield place, _name(node.value), None  # a subject names what the one decider raises for it


def _name(node: ast.expr | None) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_the_page_of_refusals_is_current() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "run: python -m tests.house.test_refusals > docs/refusals.md"


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in refusals()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)
    assert {RuleError.code, FieldError.code}.isdisjoint(codes)


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.code)
def test_a_refusal_says_the_same_in_both_languages(kind: type[RuleError]) -> None:
    own = vars(kind)
    assert {"code", "id", "en", "__doc__"} <= own.keys()
    assert kind.id != kind.en
    for sentence in (kind.id, kind.en):
        assert sentence.rstrip().endswith((".", "?"))
        assert "  " not in sentence
    for language, other in (("id", "en"), ("en", "id")):
        said = {re.sub(f"_{language}$", "", fact) for fact in facts_of(getattr(kind, language))}
        heard = {re.sub(f"_{other}$", "", fact) for fact in facts_of(getattr(kind, other))}
        assert said == heard
    assert kind.status in {403, 404, 409, 413, 422, 429}


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.code)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_sentence_is_filled_by_its_facts_whatever_they_are(
    kind: type[RuleError], language: Language
) -> None:
    template = kind.id if language == "id" else kind.en
    for sample in SAMPLES:
        filled = say(template, language, dict.fromkeys(facts_of(template), sample))
        assert "{" not in filled
        assert "None" not in filled


def test_whoever_raises_a_refusal_gives_every_fact_of_its_sentences() -> None:
    kinds = {kind.__name__: kind for kind in refusals()}
    raised: set[str] = set()
    wrong = []
    for place, name, call in _raises():
        if name not in kinds:
            continue
        raised.add(name)
        kind = kinds[name]
        given = {keyword.arg for keyword in call.keywords} if call else set()
        lacking = (facts_of(kind.id) | facts_of(kind.en)) - given
        if lacking and None not in given:
            wrong.append(f"{place}: {name} lacks {lacking}")
        if issubclass(kind, FieldError) and not (call and call.args):
            wrong.append(f"{place}: {name} names no field")
    assert wrong == []
    assert kinds.keys() - raised == set(), "these refusals are never raised"


def test_a_fact_is_written_for_people() -> None:
    facts: dict[str, Fact] = {"on": date(2026, 5, 4), "nothing": None, "number": 7}
    assert say("{on} {nothing} {number}", "id", facts) == "4 Mei 2026 (belum diketahui) 7"
    assert say("{on} {nothing} {number}", "en", facts) == "4 May 2026 (not known yet) 7"


def test_braces_in_a_fact_are_only_braces() -> None:
    assert say("{number}", "en", {"number": "{year} {0}"}) == "{year} {0}"


if __name__ == "__main__":
    sys.stdout.write(page())
