"""What the documents say is held to the code: settings, commands, paths, names, faults, decisions, links.

``python -m tests.house.test_docs > docs/settings.md`` writes the page of settings;
``python -m tests.house.test_docs faults`` names a test for each fault that got one.
"""

import ast
import importlib
import re
import shlex
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from ppid.events import Role
from ppid.request.vocabulary import Outcome, Step
from ppid.settings import DEFAULTS, HELP
from ppid.topics import VOCABULARY
from web.cli import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SETTINGS = DOCS / "settings.md"
GLOSSARY = DOCS / "glossary.md"
FAULTS = DOCS / "faults.md"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
#: Written by people; the generated pages have tests of their own.
PAGES = sorted(
    {*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"}
    - {DOCS / "events.md", DOCS / "refusals.md"}
)
HEADINGS = ["Status", "Context", "Decision", "Consequences"]
MOST_PICTURE_BYTES = 200_000

HEADING = """# Settings

Settings are environment variables. They are read once, when a process starts; an empty one counts as not set.
An unknown `PPID_` name, or a value that cannot be, stops the start, and every problem is named at once.

This page is generated: `python -m tests.house.test_docs > docs/settings.md`.

| Setting | Default | What it decides |
| --- | --- | --- |
"""

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SOURCE_PATH = re.compile(r"(?:ppid|projections|web|tests|docs|docker|requirements)/[\w./-]*")
DOTTED = re.compile(r"(?:ppid|projections|web|tests)(?:\.\w+)+")
FAULT = re.compile(r"^\| (F\d\d) \|", re.MULTILINE)
SETTING = re.compile(r"\bPPID_[A-Z_]+\b")
# Built from parts, or this file would be found by its own search.
_FOREIGN = (
    ("clau", "de"), ("chat", "gpt"), ("gp", "t"), ("ll", "m"), ("language ", "model"), ("co", "pilot"),
    ("a", "i"), ("ag", "ents?"), ("assis", "tants?"), ("pro", "mpts?"),
)  # fmt: skip
NOT_OF_THE_PROJECT = re.compile(rf"\b({'|'.join(map(''.join, _FOREIGN))})\b", re.IGNORECASE)


def settings_page() -> str:
    """The page of all settings."""
    rows = [f"| `{name}` | {_shown(default)} | {HELP[name]} |\n" for name, default in DEFAULTS.items()]
    return HEADING + "".join(rows)


def _shown(default: str) -> str:
    return f"`{default}`" if default else "–"  # noqa: RUF001  (a dash in an empty cell)


@cache
def text_of(page: Path) -> str:
    """What a page says."""
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    """The path of a page, for messages."""
    return page.relative_to(ROOT).as_posix()


def spans(page: Path) -> list[str]:
    """What stands in backquotes, outside of listings."""
    return SPAN.findall(FENCE.sub("", text_of(page)))


def listed_lines(page: Path) -> Iterator[str]:
    """The lines of the listings that are typed in a shell, continued lines put together."""
    for language, listing in FENCE.findall(text_of(page)):
        if language in {"console", "sh", "bash"}:
            yield from listing.replace("\\\n", " ").splitlines()


def typed(page: Path, program: str) -> Iterator[list[str]]:
    """Every use of ``program`` on a page, split into words."""
    for line in [*spans(page), *listed_lines(page)]:
        start = re.search(rf"(?:^|\s|bin/){program}\s+(?=[a-z-])", line)
        if start:
            yield shlex.split(line[start.end() :].partition(" #")[0])


def problem_with(words: list[str]) -> str:
    """Why ``ppid`` would not understand these words; empty when it would."""
    command: click.Command = cli
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.commands.get(rest[0])
        if found is None:
            return f"no command {rest[0]}"
        command, rest = found, rest[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"--help", "-h"} | ({"--version"} if command is cli else set())
    wrong = [word for word in rest if word.startswith("--") and word.partition("=")[0] not in known]
    return f"no option {', '.join(wrong)} of {command.name}" if wrong else ""


def slugs(page: Path) -> set[str]:
    """The anchors of a page, as the site makes them."""
    plain = (re.sub(r"[`*_]", "", title) for title in re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE))
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", title).strip().lower()) for title in plain}


def problem_with_link(page: Path, target: str) -> str:
    """Why a link leads nowhere; empty when it leads somewhere, or off this project."""
    if re.match(r"[a-z]+:", target):
        return ""
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        return f"{target}: no such file"
    if anchor and file.suffix == ".md" and anchor not in slugs(file):
        return f"{target}: no such heading"
    return ""


@cache
def names_in(path: str) -> set[str]:
    """The tests that a file holds."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def fault_rows() -> dict[str, str]:
    """The rows of the page of faults, by their numbers."""
    rows = [line for line in text_of(FAULTS).splitlines() if FAULT.match(line)]
    return {row[2:5]: row for row in rows}


def fault_tests() -> dict[str, str]:
    """For each fault whose number a test carries, one such test."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in sorted(names_in(name_of(path))):
            if number := re.match(r"test_[Ff](\d\d)_", name):
                found[f"F{number[1]}"] = f"{name_of(path)}::{name}"
    return found


def test_the_page_of_settings_is_current() -> None:
    assert text_of(SETTINGS) == settings_page(), "run: python -m tests.house.test_docs > docs/settings.md"


def test_every_setting_is_explained() -> None:
    assert list(DEFAULTS) == list(HELP)
    assert all(words.endswith(".") for words in HELP.values())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_on_a_page_is_understood(page: Path) -> None:
    assert [f"{shlex.join(words)}: {p}" for words in typed(page, "ppid") if (p := problem_with(words))] == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("run", ""),
        ("projections verify cases", ""),
        ("due 2025-08-04 10 --json", ""),
        ("projections prove", "no command prove"),
        ("due 2025-08-04 10 --yaml", "no option --yaml of due"),
        ("serve", "no command serve"),
    ],
)
def test_a_command_that_is_not_there_is_noticed(words: str, problem: str) -> None:
    assert problem_with(words.split()) == problem


def test_every_command_is_on_a_page() -> None:
    written = {tuple(words) for page in PAGES for words in typed(page, "ppid")}

    def leaves(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, command in group.commands.items():
            here = (*path, name)
            yield from leaves(command, here) if isinstance(command, click.Group) else (here,)

    missing = [path for path in leaves(cli, ()) if not any(w[: len(path)] == path for w in written)]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_target_of_make_on_a_page_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {words[0] for words in typed(page, "make")} - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_setting_on_a_page_is_one(page: Path) -> None:
    read = [ROOT / "Makefile", ROOT / "docker" / "compose.yml", *(ROOT / "web" / "cli").glob("*.py")]
    read += [*(ROOT / "tests").glob("*.py"), ROOT / "ppid" / "settings.py", ROOT / "ppid" / "outside.py"]
    known = {name for path in read for name in SETTING.findall(text_of(path))}
    assert set(SETTING.findall(text_of(page))) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_on_a_page_exists(page: Path) -> None:
    paths = {
        span.partition("::")[0] for span in spans(page) if SOURCE_PATH.fullmatch(span.partition("::")[0])
    }
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_test_on_a_page_exists(page: Path) -> None:
    named = [span.split("::") for span in spans(page) if "::" in span]
    assert [f"{path}::{test}" for path, test in named if test not in names_in(path)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_name_of_code_on_a_page_exists(page: Path) -> None:
    named = {
        span for span in spans(page) if DOTTED.fullmatch(span) and not span.endswith((".py", ".sqlite3"))
    }
    assert [name for name in sorted(named) if not _resolves(name)] == []


def _resolves(name: str) -> bool:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[cut:]:
            if not hasattr(found, attribute):
                return False
            found = getattr(found, attribute)
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_on_a_page_leads_somewhere(page: Path) -> None:
    links = LINK.findall(FENCE.sub("", text_of(page)))
    assert [problem for link in links if (problem := problem_with_link(page, link))] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_speaks_of_the_project_only(page: Path) -> None:
    assert [found[0] for found in NOT_OF_THE_PROJECT.finditer(text_of(page))] == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_headings_on_one_page(decision: Path) -> None:
    lines = text_of(decision).splitlines()
    assert lines[0].startswith("# ")
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == HEADINGS
    assert {"**Good.**", "**Bad.**"} <= set(re.findall(r"^\*\*\w+\.\*\*", text_of(decision), re.MULTILINE))
    assert len(lines) <= 70


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]
    listed = LINK.findall(text_of(DOCS / "decisions" / "index.md"))
    assert [path.name for path in DECISIONS] == listed


def test_the_glossary_has_every_event_step_outcome_and_role() -> None:
    written = set(spans(GLOSSARY))
    for names in (VOCABULARY, [*Step], [*Outcome], [*Role]):
        assert {str(name) for name in names} - written == set()


def with_tests(page: str) -> str:
    """The page of faults, with a test in each row that says there is none though there is."""
    tests = fault_tests()

    def named(row: re.Match[str]) -> str:
        fault, said, last = row[1], row[2], row[3]
        return f"| {fault} |{said}| {last if '::' in last else f'`{tests.get(fault)}`'} |"

    rows = re.compile(rf"^\| ({'|'.join(tests)}) \|(.*)\| ([^|]*) \|$", re.MULTILINE)
    return rows.sub(named, page)


def test_a_fault_that_has_a_test_is_not_called_untested() -> None:
    assert fault_tests().keys() - fault_rows().keys() == set()
    assert text_of(FAULTS) == with_tests(text_of(FAULTS)), "run: python -m tests.house.test_docs faults"


def test_every_fault_says_how_it_is_met_or_that_it_is_not() -> None:
    for fault, row in fault_rows().items():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 4, fault
        assert all(cells), fault
        assert "::" in cells[3] or cells[3].startswith(("no test", "not yet")), fault


def test_pictures_are_small() -> None:
    pictures = [*(DOCS / "images").iterdir()]
    assert pictures
    assert [p.name for p in pictures if p.stat().st_size > MOST_PICTURE_BYTES] == []


if __name__ == "__main__":
    if sys.argv[1:] == ["faults"]:
        FAULTS.write_text(with_tests(text_of(FAULTS)), encoding="utf-8")
    else:
        sys.stdout.write(settings_page())
