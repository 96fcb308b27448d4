"""The rules of the house that a machine can see: layers, sizes, set-up, nothing of anybody's own machine."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from ppid.settings import DEFAULTS

ROOT = Path(__file__).parents[2]
PACKAGES = ("ppid", "projections", "web")
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60
#: An auditor takes it along as one file that needs nothing else.
ALONE = ROOT / "ppid" / "seal" / "verifier.py"
#: Run once for every entry of a log of millions: a call costs there what the work costs.
HOT = (ALONE, "walk")

# Built from parts, or this file would be found by its own search.
MACHINE_PATHS = re.compile(
    "|".join(f"/{folder}/[a-z0-9]" for folder in ("work", "home", "Users", "root", "opt"))
)
# The container image has folders of its own, and Indonesian addresses may contain them as words.
OWN_PATHS = ("docker/",)


def tracked() -> list[Path]:
    """Every file that git knows or would add."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this copy is no git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_no_module_is_too_long_to_read_in_one_sitting() -> None:
    long = {
        named(path): lines
        for path in modules()
        if path != ALONE and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_MODULE_LINES
    }
    assert not long


def test_no_function_is_too_long_to_see_at_once() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            lines = lines_at_once(node)
            if lines > MAX_FUNCTION_LINES and (path, node.name) != HOT:
                long[f"{named(path)}:{node.name}"] = lines
    assert not long


def lines_at_once(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How much of a function is read together.

    A fold over the events of a subject is a table with one short row for each; its rows are read one by one.
    """
    match function.body:
        case [ast.Expr(value=ast.Constant()), ast.Match(cases=rows), *end] if len(end) <= 1:
            longest = max((row.body[-1].end_lineno or 0) - row.pattern.lineno + 1 for row in rows)
            return max(longest * 4, len(rows))
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_every_module_says_what_it_is() -> None:
    silent = [named(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert not silent


def test_no_file_names_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        if named(path).startswith(OWN_PATHS):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{named(path)}:{number}"
            for number, line in enumerate(text.splitlines(), start=1)
            if MACHINE_PATHS.search(line)
        ]
    assert not found


def test_make_lists_every_target_with_a_sentence() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    done = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = {line.split()[1] for line in done.stdout.splitlines() if len(line.split()) > 2}
    assert listed == set(phony[1].split())


@pytest.mark.parametrize("group", ["run", "test", "docs"])
def test_every_requirement_is_locked_with_hashes_and_names_no_index(group: str) -> None:
    wanted = set()
    for line in (ROOT / "requirements" / f"{group}.in").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-")):
            wanted.add(re.split(r"[^A-Za-z0-9-]", line)[0].lower())
    locked = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==[^\\\n]+\\\n    --hash=sha256:", locked, re.MULTILINE)
    assert wanted <= set(pins)
    assert len(pins) == len(re.findall(r"^[a-z]", locked, re.MULTILINE))
    assert "://" not in locked


def test_sets_agree_on_the_version_of_what_they_share() -> None:
    versions: dict[str, dict[str, set[str]]] = {}
    for group in ("run", "test"):
        locked = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
        for name, version in re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ \\;]+)", locked, re.MULTILINE):
            versions.setdefault(name, {}).setdefault(group, set()).add(version)
    split = {name: by for name, by in versions.items() if len({frozenset(v) for v in by.values()}) > 1}
    assert not split


def test_the_containers_are_given_settings_that_exist() -> None:
    compose = (ROOT / "docker" / "compose.yml").read_text(encoding="utf-8")
    image = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
    given = set(re.findall(r"^ +(PPID_[A-Z_]+):", compose, re.MULTILINE)) | set(
        re.findall(r"(PPID_[A-Z_]+)=", image)
    )
    passwords = {name for name in given if name.endswith("_PASSWORD")}  # read by docker/roles.sh alone
    assert given - passwords <= set(DEFAULTS)
    script = (ROOT / "docker" / "roles.sh").read_text(encoding="utf-8")
    assert passwords == set(re.findall(r"PPID_[A-Z]+_PASSWORD", script))


def test_what_the_program_imports_is_installed_to_run_it() -> None:
    """`make run` installs requirements/run.txt alone; here the libraries of the tests stand beside it."""
    asked = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").split()
    wanted = {re.split(r"[\[<>=;]", name)[0].lower().replace("_", "-") for name in asked}
    wanted |= {
        "werkzeug",
        "jinja2",
        "markupsafe",
        "typing-extensions",
        "wtforms",
        "itsdangerous",
    }  # flask and psycopg bring them
    distributions = packages_distributions()
    missing = {
        f"{named(path)}: {name}"
        for path in modules()
        for name in imported(path) - set(sys.stdlib_module_names) - set(PACKAGES)
        if not wanted & {re.sub(r"[_.]", "-", each.lower()) for each in distributions.get(name, [name])}
    }
    assert not missing


def imported(path: Path) -> set[str]:
    """The first words of everything that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names
