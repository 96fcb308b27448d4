"""A witness confirms that a log only grew, and never two histories: not under load, not after a power cut."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ppid.database import StoreError
from ppid.seal import folder as folders
from ppid.seal.folder import FolderError
from ppid.seal.note import Kind, Note, Signer, signature_of
from ppid.seal.tree import EMPTY_ROOT
from ppid.seal.witness import Answer
from tests.seal.commission import Clock, Commission, establish, reopened
from tests.seal.office import ORIGIN, Log

NAME = "ki.example.go.id/saksi1"


@pytest.fixture
def log() -> Log:
    return Log.of(40)


@pytest.fixture
def commission(tmp_path: Path, log: Log) -> Iterator[Commission]:
    made = establish(tmp_path / "saksi", NAME, [log.signer.verifier])
    yield made
    made.archive.close()


def holds(commission: Commission, answer: Answer, note: str) -> bool:
    """Whether the lines of an answer are cosignatures of this witness under the note."""
    assert answer.status == 200
    return bool(Note.of(note + answer.lines).verify([commission.witness.verifier]))


def test_a_log_that_only_grew_is_confirmed(commission: Commission, log: Log) -> None:
    for old, size in ((0, 1), (1, 7), (7, 8), (8, 8), (8, 40)):
        answer = commission.witness.confirm(log.request(old, size))
        assert holds(commission, answer, log.note(size)), answer.body
        assert (answer.known, answer.size) == (old, size)
    assert (
        commission.witness.confirm(log.request(40, 40)).sentence("id").startswith("Dari 40 menjadi 40 entri;")
    )
    assert [entry.size for entry in commission.entries()] == [1, 7, 8, 8, 40, 40]


def test_the_time_of_a_cosignature_is_that_of_its_row(commission: Commission, log: Log) -> None:
    answer = commission.witness.confirm(log.request(0, 8))
    line = signature_of(answer.lines.rstrip("\n"))
    stated = commission.witness.verifier.verify(log.checkpoint(8).text, line.data)
    assert stated == int(commission.entries()[0].at.timestamp())


def changed(data: bytes, before: str, after: str) -> bytes:
    assert before.encode() in data
    return data.replace(before.encode(), after.encode(), 1)


def stranger(log: Log) -> bytes:
    return Log(Signer.from_seed("other.example/log9", Kind.NOTE, b"\2" * 32), log.leaves).request(8, 20)


def impostor(log: Log) -> bytes:
    return Log(Signer.from_seed(ORIGIN, Kind.NOTE, b"\3" * 32), log.leaves).request(8, 20)


def spoilt(log: Log) -> bytes:
    """A right signature of the log and one more in its name that is wrong."""
    wrong = log.signer.sign("another text\n")
    return log.request(8, 20, wrong)


def signed_empty(log: Log, root: bytes, old: int = 0) -> bytes:
    text = f"{ORIGIN}\n0\n{b64encode(root).decode()}\n"
    return f"old {old}\n\n{text}\n{log.signer.sign(text)}".encode()


FORMS = {
    "nothing": b"",
    "no old line": b"8\n\n",
    "no empty line": b"old 8\n",
    "not UTF-8": b"old 8\n\n\xff\n8\nAA==\n\n",
    "no note": b"old 8\n\norigin\n8\nAA==\n",
    "null": b"\x00" * 200,
}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_no_request_is_answered_400(commission: Commission, name: str) -> None:
    answer = commission.witness.confirm(FORMS[name])
    assert (answer.status, answer.verdict.code) == (400, "form")
    assert not commission.entries()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("old 8\n", "old 08\n"),
        ("old 8\n", "old -8\n"),
        ("old 8\n", "old 8 \n"),
        ("old 8\n", "Old 8\n"),
        ("old 8\n", "old 99999999999999999999\n"),
        ("old 8\n", "old 8\r\n"),
        ("old 8\n", "old ٨\n"),
        ("old 8\n", "old 8\nnot base64\n"),
        ("old 8\n", "old 8\nAAAA\n"),
        ("old 8\n", "old 8\n" + "A" * 43 + "=\n" * 64),
        ("\n20\n", "\n020\n"),
        ("\n20\n", "\n20.0\n"),
        ("— ", "- "),
    ],
)
def test_another_spelling_is_no_request(commission: Commission, log: Log, before: str, after: str) -> None:
    commission.witness.confirm(log.request(0, 8))
    answer = commission.witness.confirm(changed(log.request(8, 20), before, after))
    assert answer.status == 400
    assert len(commission.entries()) == 1


def test_a_proof_of_more_than_63_lines_is_no_request(commission: Commission, log: Log) -> None:
    line = b64encode(b"\0" * 32).decode() + "\n"
    many = changed(log.request(0, 8), "old 0\n", "old 0\n" + 64 * line)
    assert commission.witness.confirm(many).status == 400
    fewer = changed(log.request(0, 8), "old 0\n", "old 0\n" + 63 * line)
    assert commission.witness.confirm(fewer).status == 422, "the form is right, the proof is not"


def test_who_signs_is_checked_before_anything_is_told(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 8))
    assert commission.witness.confirm(stranger(log)).status == 404
    assert commission.witness.confirm(impostor(log)).status == 403
    assert commission.witness.confirm(spoilt(log)).status == 403
    assert len(commission.entries()) == 1, "nobody but the log can write into the archive"


def test_a_wrong_line_in_our_own_name_is_refused(commission: Commission, log: Log, tmp_path: Path) -> None:
    commission.witness.confirm(log.request(0, 8))
    line = signature_of(commission.witness.confirm(log.request(8, 8)).lines.rstrip("\n"))
    assert commission.witness.confirm(log.request(8, 20, line)).status == 403


def test_an_old_size_above_the_new_one_is_answered_400(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 8))
    request = changed(log.request(8, 20), "old 8\n", "old 21\n")
    answer = commission.witness.confirm(request)
    assert (answer.status, answer.verdict.code) == (400, "old-too-large")


@pytest.mark.parametrize("old", [0, 4, 9])
def test_another_old_size_than_the_known_one_is_told_the_known_one(
    commission: Commission, log: Log, old: int
) -> None:
    commission.witness.confirm(log.request(0, 8))
    answer = commission.witness.confirm(log.request(old, 20))
    assert (answer.status, answer.body, answer.media_type) == (409, "8\n", "text/x.tlog.size")
    assert answer.number == 0, "a size that is not known yet is no offence"


def test_first_contact_starts_from_nothing(commission: Commission, log: Log) -> None:
    assert commission.witness.confirm(log.request(8, 20)).body == "0\n"
    assert commission.witness.confirm(log.request(0, 20)).status == 200


def test_a_log_without_entries_has_one_root(commission: Commission, log: Log) -> None:
    answer = commission.witness.confirm(signed_empty(log, b"\7" * 32))
    assert (answer.status, answer.verdict.code) == (422, "empty-root")
    assert answer.number
    assert commission.witness.confirm(signed_empty(log, EMPTY_ROOT)).status == 200
    assert commission.witness.confirm(log.request(0, 8)).status == 200


def test_a_second_history_of_the_same_size_is_refused_and_kept(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 20))
    fork = log.fork(12, 40)
    answer = commission.witness.confirm(fork.request(20, 20))
    assert (answer.status, answer.verdict.code) == (422, "fork")
    kept = commission.entries()[-1]
    assert (kept.number, kept.refused, kept.against) == (answer.number, "fork", 1)
    assert kept.note == fork.note(20)


def test_a_changed_history_is_refused_and_kept_with_its_proof(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 20))
    fork = log.fork(12, 40)
    answer = commission.witness.confirm(fork.request(20, 33))
    assert (answer.status, answer.verdict.code) == (422, "inconsistent")
    assert answer.sentence("id").startswith("RIWAYAT BERUBAH")
    assert "20" in answer.sentence("en")
    kept = commission.entries()[-1]
    assert kept.refused == "inconsistent"
    assert kept.proof == tuple(fork.prove(20, 33))
    assert commission.witness.confirm(log.request(20, 40)).status == 200, "the true history goes on"


def test_a_fork_that_is_sent_from_its_own_old_size_is_kept_all_the_same(
    commission: Commission, log: Log
) -> None:
    """The office sends a second history from the size that the second history last had."""
    commission.witness.confirm(log.request(0, 20))
    fork = log.fork(12, 40)
    answer = commission.witness.confirm(fork.request(16, 20))
    assert (answer.status, answer.body) == (409, "20\n")
    assert commission.entries()[-1].refused == "fork"
    assert answer.sentence("en").startswith("TWO HISTORIES")


def test_the_same_refusal_is_kept_once(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 20))
    request = log.fork(12, 40).request(20, 33)
    numbers = {commission.witness.confirm(request).number for _ in range(5)}
    assert len(numbers) == 1
    assert len(commission.entries()) == 2


def test_a_proof_for_other_sizes_is_refused(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 8))
    other = changed(log.request(9, 20), "old 9\n", "old 8\n")
    assert commission.witness.confirm(other).status == 422
    assert (
        commission.witness.confirm(changed(log.request(8, 8), "old 8\n", "old 8\n" + "A" * 43 + "=\n")).status
        == 422
    )


def test_looking_confirms_nothing(commission: Commission, log: Log) -> None:
    answer = commission.witness.look(log.request(0, 8))
    assert answer.confirmed
    assert not answer.lines
    assert not commission.entries()
    assert commission.witness.confirm(log.request(0, 12)).known == 0


def test_what_is_proposed_waits_for_a_person(commission: Commission, log: Log) -> None:
    assert commission.witness.propose(log.request(0, 8)).status == 503
    with commission.archive.reading() as book:
        waiting = book.waiting(ORIGIN)
    assert waiting is not None
    assert commission.witness.confirm(waiting.request).status == 200
    with commission.archive.reading() as book:
        assert book.waiting(ORIGIN) is None
    again = commission.witness.propose(log.request(0, 8))
    assert (again.status, again.body) == (409, "8\n")
    assert commission.witness.propose(log.request(8, 8)).status == 200, (
        "what a person confirmed is handed out"
    )
    assert commission.witness.propose(log.fork(3, 20).request(8, 20)).status == 422


def test_a_key_that_is_added_signs_and_one_that_is_retired_no_longer(
    commission: Commission, log: Log
) -> None:
    second = Log(Signer.from_seed(ORIGIN, Kind.NOTE, b"\5" * 32), log.leaves)
    commission.witness.confirm(log.request(0, 8))
    assert commission.witness.confirm(second.request(8, 9)).status == 403
    with commission.archive.writing() as book:
        book.trust(second.signer.verifier)
    assert commission.witness.confirm(second.request(8, 9)).status == 200
    with commission.archive.writing() as book:
        book.trust(log.signer.verifier, trusted=False)
    assert commission.witness.confirm(log.request(9, 10)).status == 403


def test_only_what_is_known_gets_into_the_archive(commission: Commission, log: Log) -> None:
    """Lines of others under a checkpoint are passed over, and not kept."""
    other = Signer.from_seed("elsewhere.example/w", Kind.COSIGNATURE, b"\6" * 32)
    answer = commission.witness.confirm(log.request(0, 8, other.sign(log.checkpoint(8).text, 1)))
    assert answer.status == 200
    assert commission.entries()[0].note == log.note(8)


def test_the_archive_only_grows(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 8))
    for statement in ("UPDATE entry SET size = 9", "DELETE FROM entry", "DELETE FROM cosignature"):
        with pytest.raises(StoreError), commission.archive._database.transaction() as connection:  # noqa: SLF001
            connection.execute(statement)


def test_the_archive_is_printed_as_the_commissions_exchange_it(commission: Commission, log: Log) -> None:
    answer = commission.witness.confirm(log.request(0, 8))
    commission.witness.confirm(log.request(8, 20))
    commission.witness.confirm(log.fork(3, 30).request(20, 30))
    first, second, third = (json.loads(entry.line()) for entry in commission.entries())
    assert list(first) == ["at", "note", "old", "origin", "proof", "refused"]
    assert first["note"] == log.note(8) + answer.lines
    assert (second["old"], second["origin"], second["refused"]) == (8, ORIGIN, None)
    assert second["proof"] == [b64encode(step).decode() for step in log.prove(8, 20)]
    assert third["refused"] == "inconsistent"
    assert datetime.fromisoformat(first["at"]) == commission.entries()[0].at


def test_key_and_archive_are_for_their_owner_alone_and_belong_together(
    commission: Commission, log: Log, tmp_path: Path
) -> None:
    files = [commission.folder / name for name in (folders.KEY, folders.ARCHIVE)]
    assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600", "0o600"]
    with pytest.raises(FolderError, match="made once"):
        folders.create(commission.folder, NAME, [])
    folders.create(tmp_path / "second", NAME, [log.signer.verifier])
    (tmp_path / "second" / folders.KEY).rename(commission.folder / folders.KEY)
    with pytest.raises(FolderError, match="do not belong together"):
        folders.open_witness(commission.folder, Clock())
    (commission.folder / folders.KEY).chmod(0o644)
    with pytest.raises(FolderError, match="chmod 600"):
        folders.open_witness(commission.folder, Clock())
    (commission.folder / folders.KEY).write_text("not a key")
    (commission.folder / folders.KEY).chmod(0o600)
    with pytest.raises(FolderError, match="cannot be read"):
        folders.open_witness(commission.folder, Clock())


def test_a_key_without_its_memory_confirms_nothing(commission: Commission) -> None:
    commission.archive.close()
    (commission.folder / folders.ARCHIVE).unlink()
    with pytest.raises(FolderError, match="without its memory"):
        folders.open_witness(commission.folder, Clock())


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_witness_needs_a_name_that_a_note_can_hold(tmp_path: Path, name: str) -> None:
    with pytest.raises(FolderError, match="name"):
        folders.create(tmp_path / "w", name, [])
    assert not list(tmp_path.iterdir())


def test_a_witness_that_was_restored_from_a_backup_notices_and_stops(
    commission: Commission, log: Log, tmp_path: Path
) -> None:
    """The whole folder was put back; its own cosignature comes back on a checkpoint it does not remember."""
    commission.witness.confirm(log.request(0, 8))
    commission.archive.close()
    kept = tmp_path / "backup"
    shutil.copytree(commission.folder, kept)
    line = signature_of(commission.witness.confirm(log.request(8, 20)).lines.rstrip("\n"))
    commission.archive.close()
    restored = reopened(kept)
    answer = restored.witness.confirm(log.request(8, 20, line))
    assert (answer.status, answer.verdict.code) == (422, "forgotten")
    assert restored.witness.confirm(log.request(8, 20)).verdict.code == "retired"
    restored.archive.close()


def test_an_archive_from_a_backup_is_not_opened_again(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 8))
    commission.archive.close()
    backup = (commission.folder / folders.ARCHIVE).read_bytes()
    commission.witness.confirm(log.request(8, 20))
    commission.archive.close()
    (commission.folder / folders.ARCHIVE).write_bytes(backup)
    with pytest.raises(FolderError, match="put back from a backup"):
        folders.open_witness(commission.folder, Clock())
    for written in (None, "", "x", "-1"):
        mark = (commission.folder / folders.ARCHIVE).with_suffix(".mark")
        mark.unlink(missing_ok=True) if written is None else mark.write_text(written)
        with pytest.raises(FolderError, match="put back from a backup"):
            folders.open_witness(commission.folder, Clock())


def test_a_clock_that_ran_back_confirms_nothing(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 8))
    commission.clock.now -= timedelta(days=400)
    answer = commission.witness.confirm(log.request(8, 20))
    assert (answer.status, answer.verdict.code) == (503, "clock")
    assert commission.witness.confirm(log.fork(3, 20).request(8, 20)).status == 422, "evidence needs no clock"
    commission.clock.now += timedelta(days=400)
    assert commission.witness.confirm(log.request(8, 20)).status == 200


def test_no_changed_request_is_confirmed_and_none_fails(commission: Commission, log: Log) -> None:
    """Two thousand requests with something changed: each is answered, and only what the log signed passes."""
    commission.witness.confirm(log.request(0, 8))
    request, chance = log.request(8, 33), random.Random(20260302)  # noqa: S311 - to be repeated
    statuses = Counter[int]()
    for _ in range(2000):
        data = bytearray(request)
        for _change in range(chance.choice((1, 1, 1, 2, 5))):
            place = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[place] ^= 1 << chance.randrange(8)
                case 1:
                    del data[place : place + chance.choice((1, 1, 44))]
                case 2:
                    data[place:place] = chance.choice(
                        (b"\n", b"\n\n", b"0", b"=", b"\xe2\x80\x94 ", b"A" * 44)
                    )
                case _:
                    end = place + chance.randrange(60)
                    data[place:place] = data[place:end]
        answer = commission.witness.look(bytes(data))
        statuses[answer.status] += 1
        assert answer.body or answer.confirmed
        if answer.confirmed:
            assert log.checkpoint(33).text.encode() in data
    assert set(statuses) <= {200, 400, 403, 404, 409, 422}
    assert statuses[400] > 500
    assert statuses[403] > 100


def test_of_two_requests_at_once_one_is_confirmed(commission: Commission, log: Log) -> None:
    """Eight threads and as many histories from the same size: at most one of them goes on."""
    commission.witness.confirm(log.request(0, 8))
    requests = [log.fork(8 + n, 20 + n).request(8, 20 + n) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(commission.witness.confirm, requests))
    assert sorted(answer.status for answer in answers) == [200, *[409] * 7]
    assert len([entry for entry in commission.entries() if entry.refused is None]) == 2


RACE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ppid.seal.folder import open_witness
witness, archive = open_witness(Path(sys.argv[1]), lambda: datetime(2026, 4, 1, tzinfo=UTC))
print("ready", flush=True)
sys.stdin.readline()
for file in sys.argv[2:]:
    print(witness.confirm(Path(file).read_bytes()).status, flush=True)
"""


def test_two_processes_with_one_folder_confirm_one_history(
    commission: Commission, log: Log, tmp_path: Path
) -> None:
    commission.witness.confirm(log.request(0, 1))
    histories = [log, log.fork(1, 40)]
    running = []
    for number, history in enumerate(histories):
        files = [tmp_path / f"{number}-{size}" for size in range(1, 13)]
        for size, file in enumerate(files, start=1):
            file.write_bytes(history.request(size, size + 1))
        command = (sys.executable, "-c", RACE, str(commission.folder), *map(str, files))
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        running.append(process)
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    outputs = []
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in running:
        outputs.append(process.communicate(timeout=60)[0].split())
        assert process.returncode == 0
    confirmed = [entry for entry in commission.entries() if entry.refused is None]
    assert sum(output.count("200") for output in outputs) == len(confirmed) - 1
    roots = [{history.checkpoint(entry.size).root for history in histories} for entry in confirmed[1:]]
    chosen = [entry.root for entry in confirmed[1:]]
    assert all(root in known for root, known in zip(chosen, roots, strict=True))
    follows = [history for history in histories if history.checkpoint(confirmed[-1].size).root == chosen[-1]]
    assert all(entry.root == follows[0].checkpoint(entry.size).root for entry in confirmed)


DYING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from ppid.seal.folder import open_witness
from ppid.seal.witness import Witness

class PowerCut:
    def __init__(self, verifier):
        self.verifier = verifier
    def sign(self, text, at=None):
        os.kill(os.getpid(), signal.SIGKILL)

witness, archive = open_witness(Path(sys.argv[1]), lambda: datetime(2026, 4, 1, tzinfo=UTC))
dying = Witness(archive, PowerCut(witness.verifier), lambda: datetime(2026, 4, 1, tzinfo=UTC))
dying.confirm(Path(sys.argv[2]).read_bytes())
print("lived")
"""


def test_a_power_cut_between_writing_and_signing_never_leads_to_a_fork(
    commission: Commission, log: Log, tmp_path: Path
) -> None:
    commission.witness.confirm(log.request(0, 8))
    commission.archive.close()
    request = tmp_path / "request.txt"
    request.write_bytes(log.request(8, 20))
    died = subprocess.run(
        (sys.executable, "-c", DYING, str(commission.folder), str(request)),
        capture_output=True, text=True, timeout=60, check=False, env=os.environ,
    )  # fmt: skip
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, ""), died.stderr

    after = reopened(commission.folder)
    after.clock.now = datetime(2026, 4, 2, tzinfo=UTC)
    fork = log.fork(12, 40)
    assert after.witness.confirm(fork.request(8, 20)).status == 409, "it remembers what it was about to sign"
    assert after.witness.confirm(fork.request(20, 20)).status == 422
    kept = after.entries()[1]
    assert kept.size == 20
    assert Note.of(kept.whole_note).verify([after.witness.verifier]), "what was swallowed is signed anew"
    assert after.witness.confirm(log.request(20, 40)).status == 200
    after.archive.close()
