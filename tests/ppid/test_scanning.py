"""F34: three answers of a scanner, and anything but a clear "no" is not clean."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ppid.scanning import Scan, Scanner, Verdict
from tests import attached
from tests.clamd import SIGNATURE, Clamd


def test_F34_a_real_scanner_finds_malware_plain_zipped_and_in_a_pdf(clamd: Clamd) -> None:
    scanner = Scanner(clamd.address)
    clean = scanner.scan(attached.pdf())
    assert clean.verdict is Verdict.CLEAN
    assert clean.engine.startswith("ClamAV")
    inside = attached.packed({"surat.txt": b"isi", "dalam/a.com": attached.eicar()})
    for content in (
        attached.eicar(),
        inside,
        attached.pdf_with("malware"),
        attached.packed({"b.zip": inside}),
    ):
        found = scanner.scan(content)
        assert (found.verdict, found.signature) == (Verdict.INFECTED, SIGNATURE)


def test_F34_what_is_too_large_for_the_scanner_is_not_clean(clamd: Clamd) -> None:
    found = Scanner(clamd.address).scan(bytes(11 * 1024 * 1024))
    assert found.verdict is Verdict.FAILED
    assert not found.away


def test_F34_a_scanner_that_is_down_calls_nothing_clean(clamd: Clamd) -> None:
    clamd.stop()
    assert Scanner(clamd.address).scan(attached.pdf()) == Scan(Verdict.FAILED, away=True)
    assert Scanner("tcp://127.0.0.1:1").scan(b"x").away
    assert Scanner("unix:/nowhere/clamd.ctl").engine() == ""


def hear_out(line: socket.socket) -> None:
    """Read one question whole: who hangs up in the middle of it is one that is down."""
    heard = b""
    while not heard.endswith((b"zVERSION\0", b"isi" + bytes(4))) and (part := line.recv(100_000)):
        heard += part


@contextmanager
def answering(folder: Path, answer: bytes, *, waits: float = 0) -> Iterator[str]:
    """A scanner that gives the same answer to whatever it hears."""
    place = folder / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        listening.listen()
        stopping = threading.Event()

        def serve() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                with line:
                    line.settimeout(5)
                    hear_out(line)
                    stopping.wait(waits)
                    with suppress(OSError):  # who asked may have gone
                        line.sendall(answer)
                    if stopping.is_set():
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"unix:{place}"
        finally:
            stopping.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: OK",  # the end is missing
        b"stream: OKx",
        b"stream: OK \n extra\0",
        b"OK\0",
        b"\0",
        b"",
        b"stream: \xff\xfe FOUND",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"other: Eicar FOUND\0",
    ],
)
def test_F34_no_other_answer_is_clean(tmp_path: Path, answer: bytes) -> None:
    with answering(tmp_path, answer) as address:
        assert Scanner(address).scan(b"isi").verdict is Verdict.FAILED


def test_F34_only_the_one_answer_is_clean_and_a_name_is_made_plain(tmp_path: Path) -> None:
    with answering(tmp_path, b"stream: OK\0") as address:
        assert Scanner(address).scan(b"isi").verdict is Verdict.CLEAN
    (tmp_path / "s").unlink()
    with answering(tmp_path, b"stream: Evil\x1b[31m\r\nX FOUND\0") as address:
        found = Scanner(address).scan(b"isi")
        assert (found.verdict, found.signature) == (Verdict.INFECTED, "Evil[31mX")


def test_F34_a_scanner_that_never_answers_is_given_up(tmp_path: Path) -> None:
    began = time.monotonic()
    with answering(tmp_path, b"stream: OK\0", waits=30) as address:
        found = Scanner(address, answer_seconds=0.3).scan(b"isi")
        assert found.verdict is Verdict.FAILED
        assert time.monotonic() - began < 5
