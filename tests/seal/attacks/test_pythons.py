"""The verifier as an auditor runs it, under each Python there is: the same verdict and codes everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from ppid.seal import verifier
from ppid.seal.ledger import Ledger
from ppid.seal.policy import Policy
from ppid.seal.receipt import receipt_of
from tests.seal.attacks import changes
from tests.seal.attacks import test_database as database
from tests.seal.attacks import test_seals as seals
from tests.seal.attacks.history import History
from tests.seal.attacks.scene import Scene, copy_sqlite
from tests.seal.attacks.zips import Bundle, bundle_of

PROGRAM = Path(verifier.__file__)
VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13")


def interpreter(version: str) -> str | None:
    """A Python of that version, if there is one that runs."""
    if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
        return sys.executable
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [shutil.which(f"python{version}"), *map(str, root.glob(f"versions/{version}.*/bin/python"))]
    for place in filter(None, found):
        if not subprocess.run((place, "-c", ""), capture_output=True, check=False, timeout=30).returncode:
            return place
    return None


@dataclass(frozen=True)
class Input:
    """One thing to check, and what must come out."""

    command: str
    path: Path
    verdict: str
    codes: dict[str, int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for everything."""
    return tmp_path_factory.mktemp("pythons")


@pytest.fixture(scope="module")
def policy(sqlite_history: History, folder: Path) -> Path:
    """Give the auditor's policy as a file."""
    file = folder / "policy.txt"
    file.write_text(sqlite_history.policy, encoding="utf-8")
    return file


def _audits(history: History, folder: Path) -> list[Input]:
    acts: tuple[tuple[str, Callable[[Scene], object]], ...] = (
        ("good", lambda _: None),
        ("edited", database.edit),
        ("rewritten", database.edit_with_leaf),
        ("cut", database.cut_the_end),
        ("signed-again", database.edit_and_sign_again),
        ("late", seals.back_dated),
    )
    made = []
    for name, act in acts:
        (folder / name).mkdir()
        scene = Scene(history, copy_sqlite(history.url, folder / name / "copy.sqlite3"), folder / name)
        act(scene)
        result = scene.audit()
        scene.close()
        made.append(Input("audit", folder / name / "export.sqlite3", result.verdict, result.found))
    return made


def _bundles(history: History, folder: Path) -> list[Input]:
    acts: tuple[tuple[str, Callable[[Bundle], object]], ...] = (
        ("bundle", lambda _: None),
        ("changed", changes.content),
        ("stripped", changes.cosignatures_stripped),
    )
    made = []
    trusted = verifier.parse_policy(history.policy.encode())
    for name, act in acts:
        bundle = bundle_of(history, history.cases["delivered"])
        act(bundle)
        path = folder / f"{name}.zip"
        path.write_bytes(bundle.zipped())
        result = verifier.verify_bundle(str(path), trusted)
        made.append(Input("bundle", path, result.verdict, result.found))
    (folder / "half.zip").write_bytes(path.read_bytes()[:5000])
    return [*made, Input("bundle", folder / "half.zip", "CANNOT READ", {"R01": 1})]


def _receipts(history: History, folder: Path) -> list[Input]:
    with closing(Ledger(history.url)) as ledger:
        receipt = receipt_of(ledger, history.cases["refused"], Policy.of(history.policy))
    assert receipt is not None
    good, bad = folder / "good.ppid-receipt", folder / "bad.ppid-receipt"
    good.write_bytes(receipt.as_file())
    bad.write_bytes(receipt.as_file().replace(b"2026-06-02T02:44:00", b"2026-06-02T02:44:01"))
    return [
        Input("receipt", good, "VERIFIED", {}),
        Input("receipt", bad, "TAMPERING DETECTED", {"B02": 1}),
    ]


@pytest.fixture(scope="module")
def inputs(sqlite_history: History, folder: Path) -> list[Input]:
    """Give a dozen good and attacked inputs, with what this process finds in them."""
    made = [f(sqlite_history, folder) for f in (_audits, _bundles, _receipts)]
    found = [each for part in made for each in part]
    assert len(found) == 12
    assert {each.verdict for each in found} == {
        "VERIFIED",
        "TAMPERING DETECTED",
        "NOT ENOUGH TRUST",
        "CANNOT READ",
    }
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_python_says_the_same(inputs: list[Input], policy: Path, folder: Path, version: str) -> None:
    """Isolated, without site packages, from a folder in which nothing of ours lies beside it."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    alone = folder / f"alone-{version}"
    alone.mkdir()
    program = shutil.copy(PROGRAM, alone / "ppid-verify.py")
    for each in inputs:
        command = (python, "-I", "-S", program, each.command, each.path, "--policy", policy, "--json")
        done = subprocess.run(command, capture_output=True, check=False, timeout=60, cwd=alone)
        assert not done.stderr, done.stderr.decode()
        told = json.loads(done.stdout)
        assert (told["verdict"], told["codes"]) == (each.verdict, each.codes), each
        assert told["exit"] == done.returncode
