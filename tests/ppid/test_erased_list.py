"""The list of the erased: on the disk before anything goes, and no line of it altered unseen."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from ppid.erased import ContentErased, ErasedList, ErasedListError, Erasure, PapersErased, PersonErased
from ppid.person import Destroyed
from ppid.seal.erasing import Order

DAY = date(2026, 6, 2)
A, B = (PersonErased(f"person-{letter * 32}", DAY, "12/2026") for letter in "ab")
CONTENT = ContentErased.of(
    Order("request-" + "c" * 32, 1, ("wish.information",), (), "1/2026", "UU 27/2022", "op"), b"rest", DAY
)


@pytest.fixture
def erased(tmp_path: Path) -> ErasedList:
    """A list with two people and a content."""
    found = ErasedList(tmp_path / "far" / "erased.list")
    found.add(A)
    found.add(B, CONTENT)
    return found


def test_what_was_listed_is_read_again(erased: ErasedList) -> None:
    read = erased.read()
    assert read.erasures == (A, B, CONTENT)
    assert list(read.people) == [A.person, B.person]
    assert read.contents[0].left(b"rest")
    assert not read.contents[0].left(b"other")
    assert stat.S_IMODE(erased.path.stat().st_mode) == 0o600


def test_a_last_line_that_was_cut_off_is_noticed_and_counts_for_nothing(erased: ErasedList) -> None:
    content = erased.path.read_bytes()
    for cut in range(1, 40):
        erased.path.write_bytes(content[:-cut])
        read = erased.read()
        assert read.torn
        assert read.erasures == (A, B)
    erased.add(CONTENT)
    assert erased.path.read_bytes() == content


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_line_altered_or_taken_out_is_noticed(erased: ErasedList, line: int) -> None:
    lines = erased.path.read_bytes().splitlines(keepends=True)
    taken = b"".join(lines[:line] + lines[line + 1 :])
    other = b"".join(
        [*lines[:line], lines[line].replace(b"2", b"3", 1).replace(b"v1", b"v2"), *lines[line + 1 :]]
    )
    for content in (taken, other):
        erased.path.write_bytes(content)
        with pytest.raises(ErasedListError, match="altered"):
            erased.read()
        with pytest.raises(ErasedListError):
            erased.add(A)


def test_a_list_open_to_others_is_refused(erased: ErasedList) -> None:
    erased.path.chmod(0o644)
    with pytest.raises(ErasedListError, match="chmod 600"):
        erased.read()


def test_many_processes_write_without_losing_a_line(tmp_path: Path) -> None:
    path = tmp_path / "erased.list"
    people = [PersonErased(f"person-{n:032x}", DAY) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: ErasedList(path).add(one), people))
    assert set(ErasedList(path).read().people) == {one.person for one in people}


def test_a_list_begins_once(tmp_path: Path) -> None:
    erased = ErasedList(tmp_path / "erased.list")
    assert erased.begin([A])
    assert not erased.begin([B])
    assert list(erased.read().people) == [A.person]


@pytest.mark.parametrize("left", [b"", b"ppid-era"])
def test_a_list_without_its_head_is_none_and_begins_anew(erased: ErasedList, left: bytes) -> None:
    erased.path.write_bytes(left)
    assert not erased.read().chain
    assert erased.begin([A])
    assert erased.read().erasures == (A,)


def test_a_list_says_what_it_lacks(tmp_path: Path) -> None:
    erased = ErasedList(tmp_path / "erased.list")
    one, two = (Destroyed(letter * 64, "request-1") for letter in "12")
    papers = PapersErased(A.person, "", (one,), "UU", DAY)
    erased.begin([A, papers, CONTENT])
    read = erased.read()
    assert read.lacking([A, replace(papers, basis="Lain"), CONTENT]) == []
    lacking: list[Erasure] = [B, replace(papers, papers=(one, two)), replace(papers, person=B.person)]
    lacking.append(replace(CONTENT, version=2))
    assert read.lacking([A, *lacking]) == lacking
