"""The pages of a commission in a real browser, without JavaScript, on a telephone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Pages, axe_of, report
from tests.seal.commission import Commission, establish
from tests.seal.office import Log
from tests.serving import served
from web.witness import create_witness_app

WIDTHS = (320, 1280)


@pytest.fixture
def log() -> Log:
    return Log.of(40)


@pytest.fixture
def commission(tmp_path: Path, log: Log) -> Iterator[Commission]:
    made = establish(tmp_path / "saksi", "ki.example.go.id/saksi1", [log.signer.verifier])
    made.witness.confirm(log.request(0, 20))
    yield made
    made.archive.close()


@pytest.fixture
def address(commission: Commission) -> Iterator[str]:
    with served(create_witness_app(commission.witness, commission.archive)) as url:
        yield url


@pytest.mark.parametrize("width", WIDTHS)
def test_a_commissioner_confirms_and_is_stopped(
    page_of: Pages, address: str, log: Log, tmp_path: Path, width: int
) -> None:
    right, false = tmp_path / "request.txt", tmp_path / "false.txt"
    right.write_bytes(log.request(20, 33))
    false.write_bytes(log.fork(12, 40).request(33, 40))
    page = page_of(width)

    def judged() -> None:
        violations = axe_of(page)
        assert not violations, report(violations)

    page.goto(address)
    judged()
    page.get_by_label("Berkas dari kantor").set_input_files(right)
    page.get_by_role("button", name="Periksa berkas").click()
    assert page.get_by_text("Dari 20 menjadi 33 entri; tidak ada entri lama yang berubah.").is_visible()
    judged()
    page.get_by_role("button", name="Konfirmasi segel ini").click()
    assert page.get_by_role("heading", name="Segel dikonfirmasi").is_visible()
    judged()
    with page.expect_download() as answer:
        page.get_by_role("button", name="Unduh response.txt").click()
    assert answer.value.suggested_filename == "response.txt"

    page.goto(address)
    page.get_by_label("Berkas dari kantor").set_input_files(false)
    page.get_by_role("button", name="Periksa berkas").click()
    assert page.get_by_role("alert").get_by_text("BERHENTI. Segel ini DITOLAK.").is_visible()
    judged()
    with page.expect_download() as evidence:
        page.get_by_role("button", name="Unduh bukti lengkap").click()
    text = Path(evidence.value.path()).read_text(encoding="utf-8")
    assert log.note(33).partition("\n\n")[0] in text
    page.get_by_role("link", name="Ke halaman depan").click()
    assert page.get_by_role("alert").get_by_text("Ada segel yang DITOLAK").is_visible()
    judged()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with_script = page_of(width, javascript=True)
    with_script.goto(address)
    assert with_script.evaluate(overflow) <= 0
