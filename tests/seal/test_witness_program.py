"""The program of a commission as it is used: commands in a folder, the page with one button, the red page."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ppid.seal import verifier
from ppid.seal.fetching import poster
from ppid.seal.note import Note, Verifier
from ppid.seal.policy import Policy
from tests.seal.commission import Commission, establish, reopened
from tests.seal.office import ORIGIN, Log

PPID = (sys.executable, "-m", "web.cli", "witness")
NAME = "ki.example.go.id/saksi1"
post = poster({"127.0.0.1"})


@pytest.fixture
def log() -> Log:
    return Log.of(40)


@pytest.fixture
def commission(tmp_path: Path, log: Log) -> Iterator[Commission]:
    made = establish(tmp_path / "saksi", NAME, [log.signer.verifier])
    yield made
    made.archive.close()


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*PPID, *arguments), cwd=folder, env={"PPID_DATABASE_URL": "nonsense"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_commission_with_a_laptop_and_a_stick(tmp_path: Path, log: Log) -> None:
    """From nothing to a refusal, with commands alone, in a place that has no office at all."""
    made = run(tmp_path, "init", "--name", NAME, "--log", log.vkey)
    assert made.returncode == 0, made.stderr
    vkey, line = made.stdout.splitlines()
    policy = Policy.of(f"log {log.vkey}\n{line}\nquorum saksi1\n")
    assert str(policy.witnesses["saksi1"].verifier) == vkey
    assert run(tmp_path, "init", "--name", NAME, "--log", log.vkey).returncode == 2

    request, response = tmp_path / "request.txt", tmp_path / "response.txt"
    request.write_bytes(log.request(0, 20))
    confirmed = run(tmp_path, "confirm", "request.txt", "response.txt")
    assert confirmed.returncode == 0, confirmed.stderr
    assert "Dari 0 menjadi 20 entri" in confirmed.stdout
    assert policy.judge(Note.of(log.note(20) + response.read_text())).accepted
    assert run(tmp_path, "status").returncode == 0

    request.write_bytes(log.request(4, 30))
    assert run(tmp_path, "confirm", "request.txt", "response.txt").returncode == 1
    assert response.read_text() == "20\n"

    fork = log.fork(12, 40)
    request.write_bytes(fork.request(20, 33))
    refused = run(tmp_path, "confirm", "request.txt", "response.txt")
    assert refused.returncode == 1
    assert response.read_text().startswith("RIWAYAT BERUBAH")
    for whole in (log.note(20), fork.note(33), *(b64encode(step).decode() for step in fork.prove(20, 33))):
        assert whole in refused.stdout, "evidence is printed in full"

    told = run(tmp_path, "status")
    assert told.returncode == 1
    assert "20 entries confirmed" in told.stdout
    assert "REFUSED\t2\t" in told.stdout
    assert log.note(20) in run(tmp_path, "evidence", "2").stdout
    assert run(tmp_path, "evidence", "1").returncode == 1

    written = run(tmp_path, "archive", "--out", "arsip.ndjson")
    assert written.stdout == "2 lines in arsip.ndjson\n"
    first, second = (json.loads(line) for line in (tmp_path / "arsip.ndjson").read_text().splitlines())
    assert Note.of(first["note"]).verify([Verifier.of(vkey)])
    assert (first["refused"], second["refused"], second["old"]) == (None, "inconsistent", 20)
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")], (
        "no half-written files stay"
    )


def test_commands_say_what_is_wrong(tmp_path: Path, log: Log) -> None:
    nowhere = run(tmp_path, "status")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "ppid witness init" in nowhere.stderr
    wrong = run(tmp_path, "init", "--name", NAME, "--log", log.vkey.replace("log1", "log2"))
    assert wrong.returncode == 2
    assert "key" in wrong.stderr
    assert run(tmp_path, "init", "--name", "a b", "--log", log.vkey).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_further_key_of_a_log_is_believed_and_no_longer(tmp_path: Path, log: Log) -> None:
    establish(tmp_path / "saksi", NAME, []).archive.close()
    request = tmp_path / "request.txt"
    request.write_bytes(log.request(0, 8))
    assert "trust" in run(tmp_path, "confirm", "request.txt", "response.txt").stdout
    assert run(tmp_path, "trust", log.vkey).returncode == 0
    assert run(tmp_path, "confirm", "request.txt", "response.txt").returncode == 0
    assert run(tmp_path, "trust", log.vkey, "--retire").returncode == 0
    request.write_bytes(log.request(8, 9))
    assert run(tmp_path, "confirm", "request.txt", "response.txt").returncode == 1


def test_the_program_serves_offices_and_pages_by_two_doors(tmp_path: Path, log: Log) -> None:
    establish(tmp_path / "saksi", NAME, [log.signer.verifier]).archive.close()
    command = (*PPID, "serve", "--port", "0", "--offices", "127.0.0.1:0")
    served = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout is not None
        pages, offices = (served.stdout.readline().strip() for _ in range(2))
        assert pages.startswith("http://127.0.0.1:"), served.stderr.read() if served.stderr else ""
        answer = post(offices + "add-checkpoint", log.request(0, 8), "text/plain")
        assert answer.status == 200
        assert post(pages + "add-checkpoint", log.request(0, 9), "text/plain").body == b"8\n"
        assert post(offices + "konfirmasi", b"", "text/plain").status == 404, "no button for the world"
        assert post(pages + "konfirmasi", b"", "text/plain").status == 400, "no button for other pages"
    finally:
        served.send_signal(signal.SIGTERM)
        assert served.wait(timeout=20) == 0
        for stream in (served.stdout, served.stderr):
            if stream is not None:
                stream.close()


def test_the_archives_of_two_commissions_show_a_split_view(tmp_path: Path, log: Log) -> None:
    """The office showed each commission another history. No quorum finds it; swapping archives does."""
    views = {"riau": log, "jambi": log.fork(12, 40), "aceh": log}
    lines = [f"log {log.vkey}"]
    for name, view in views.items():
        commission = establish(tmp_path / name, f"ki.example.go.id/{name}", [log.signer.verifier])
        for old, size in ((0, 20), (20, 33)):
            assert commission.witness.confirm(view.request(old, size)).status == 200
        commission.archive.close()
        assert run(tmp_path, "archive", "--out", f"{name}.ndjson", "--dir", name).returncode == 0
        lines.append(f"witness {name} {commission.vkey}")
    (tmp_path / "policy.txt").write_text("\n".join([*lines, "group k 2 riau jambi aceh", "quorum k"]) + "\n")

    def compare(*names: str) -> subprocess.CompletedProcess[str]:
        command = (
            sys.executable,
            "-I",
            "-S",
            verifier.__file__,
            "compare",
            "--policy",
            "policy.txt",
            "--lang",
            "en",
        )
        return subprocess.run(
            (*command, *(f"{name}.ndjson" for name in names)),
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert compare("riau", "aceh").returncode == 0
    split = compare("riau", "jambi")
    assert split.returncode == 1
    assert "C05" in split.stdout
    assert log.checkpoint(20).text in split.stdout
    assert views["jambi"].checkpoint(20).text in split.stdout


# Pages --------------------------------------------------------------------------------------------------


def text_of(page: TestResponse) -> str:
    """What a reader sees."""
    assert page.mimetype == "text/html"
    assert "<script" not in page.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def form_of(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    last = page.text.rpartition("<form")[2]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', last))


def upload(client: FlaskClient, data: bytes) -> TestResponse:
    form = form_of(client.get("/"))
    return client.post("/periksa", data={**form, "berkas": (BytesIO(data), "request.txt")})


def test_one_look_and_one_button(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 8))
    client = commission.client()
    looked = upload(client, log.request(8, 40))
    assert looked.status_code == 200
    assert "Dari 8 menjadi 40 entri; tidak ada entri lama yang berubah" in text_of(looked)
    assert looked.text.count("<button") == 1
    digits = log.checkpoint(40).root.hex()[:32]
    assert " ".join(digits[n : n + 4] for n in range(0, 32, 4)) in text_of(looked)
    assert len(commission.entries()) == 1, "looking confirms nothing"
    done = client.post("/konfirmasi", data=form_of(looked))
    assert "Segel dikonfirmasi" in text_of(done)
    assert commission.entries()[-1].size == 40
    link = re.search(r'href="(/jawaban/\d+)"', done.text)
    assert link
    file = client.get(link[1])
    assert "attachment" in file.headers["Content-Disposition"]
    assert Note.of(log.note(40) + file.text).verify([commission.witness.verifier])
    assert "40 entri" in text_of(client.get("/"))


def test_the_pages_speak_english_too(commission: Commission, log: Log) -> None:
    client = commission.client()
    client.get("/?bahasa=en")
    looked = upload(client, log.request(0, 40))
    assert "From 0 to 40 entries, nothing earlier changed" in text_of(looked)
    assert '<html class="govuk-template" lang="en">' in looked.text
    assert "Confirm this seal" in text_of(looked)


def test_what_an_office_asks_waits_on_the_page(commission: Commission, log: Log) -> None:
    client = commission.client(by_hand=True)
    asked = client.post("/add-checkpoint", data=log.request(0, 12))
    assert asked.status_code == 503
    assert asked.headers["Retry-After"]
    front = client.get("/")
    assert "Menunggu konfirmasi: dari 0 menjadi 12 entri" in text_of(front)
    looked = client.get(f"/segel?log={ORIGIN}")
    assert "Ini konfirmasi pertama" in text_of(looked)
    assert client.post("/konfirmasi", data=form_of(looked)).status_code == 200
    assert "Menunggu" not in text_of(client.get("/"))
    assert client.post("/add-checkpoint", data=log.request(0, 12)).text == "12\n"
    given = client.post("/add-checkpoint", data=log.request(12, 12))
    assert Note.of(log.note(12) + given.text).verify([commission.witness.verifier])


def test_a_refusal_is_a_red_page_with_words_a_sign_and_the_evidence(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 20))
    fork = log.fork(12, 40)
    client = commission.client()
    red = upload(client, fork.request(20, 20))
    assert red.status_code == 422
    assert "witness-stop" in red.text
    words = text_of(red)
    assert "✖" in words
    assert "BERHENTI. Segel ini DITOLAK." in words
    assert "DUA RIWAYAT: untuk 20 entri" in words
    assert "<button" not in red.text, "nothing on this page confirms"
    link = re.search(r'href="(/bukti/\d+)"', red.text)
    assert link
    file = client.get(link[1])
    assert "attachment" in file.headers["Content-Disposition"]
    assert log.note(20) in file.text
    assert fork.note(20) in file.text
    assert log.vkey in file.text
    assert commission.vkey in file.text
    front = client.get("/")
    assert "Ada segel yang DITOLAK" in text_of(front)
    kept = re.search(r'href="(/tolak/\d+)"', front.text)
    assert kept
    assert "DUA RIWAYAT: untuk 20 entri" in text_of(client.get(kept[1]))


def test_a_request_that_turned_false_between_look_and_button_is_refused(
    commission: Commission, log: Log
) -> None:
    client = commission.client()
    looked = upload(client, log.fork(12, 40).request(0, 20))
    commission.witness.confirm(log.request(0, 20))
    red = client.post("/konfirmasi", data=form_of(looked))
    assert red.status_code == 409
    assert "DUA RIWAYAT" in text_of(red)


def test_what_is_not_ready_is_no_alarm_and_says_what_to_do(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 20))
    client = commission.client()
    stale = upload(client, log.request(4, 33))
    assert stale.status_code == 409
    assert "Saksi ini terakhir mengonfirmasi 20 entri" in text_of(stale)
    assert "witness-stop" not in stale.text
    link = re.search(r'href="(/ukuran[^"]*)"', stale.text)
    assert link
    assert client.get(unescape(link[1])).text == "20\n"
    for data, status in ((b"", 400), (b"\xff" * 9, 400), (b"x" * 300_000, 400)):
        assert upload(client, data).status_code == status


def test_only_a_page_of_this_program_can_press_the_button(commission: Commission, log: Log) -> None:
    client = commission.client()
    form = form_of(upload(client, log.request(0, 8)))
    assert client.post("/konfirmasi", data={**form, "token": "guess"}).status_code == 400
    assert client.post("/konfirmasi", data={**form, "token": "é"}).status_code == 400
    assert client.post("/periksa", data={}).status_code == 400
    assert client.get("/konfirmasi").status_code == 405
    renamed = client.post("/konfirmasi", data=form, headers={"Host": "evil.example"})
    assert renamed.status_code == 400, "a page that renames itself to this machine is not answered"
    assert not commission.entries()
    assert client.post("/konfirmasi", data=form).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/jawaban/1", "/jawaban/99999999999999999999", "/bukti/0", "/bukti/99999999999999999999", "/tolak/7",
     "/tolak/99999999999999999999", "/segel", "/segel?log=%00", "/ukuran?log=x", "/add-checkpoint", "/x/%ff"],
)  # fmt: skip
def test_no_address_fails(commission: Commission, path: str) -> None:
    page = commission.client().get(path)
    assert page.status_code in {400, 404, 405}
    assert "Traceback" not in page.text


def test_pages_load_nothing_from_elsewhere(commission: Commission) -> None:
    page = commission.client().get("/")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    for address in re.findall(r'(?:href|src|action)="([^"]+)"', page.text):
        assert address.startswith(("/", "#", "?")), address
    for address in re.findall(r'rel="stylesheet" href="([^"]+)"', page.text):
        with closing(commission.client().get(address)) as sheet:
            assert sheet.status_code == 200


def test_the_archive_is_downloaded_from_the_page(commission: Commission, log: Log) -> None:
    commission.witness.confirm(log.request(0, 20))
    file = commission.client().get("/arsip")
    assert [json.loads(line)["old"] for line in file.text.splitlines()] == [0]


def test_a_full_or_locked_archive_confirms_nothing_and_says_so(commission: Commission, log: Log) -> None:
    other = reopened(commission.folder)
    client = commission.client()
    with other.archive.writing():
        asked = client.post("/add-checkpoint", data=log.request(0, 8))
    other.archive.close()
    assert asked.status_code == 503
    assert "Tidak ada yang dikonfirmasi" in asked.text
    assert not commission.entries()
    assert client.post("/add-checkpoint", data=log.request(0, 8)).status_code == 200
