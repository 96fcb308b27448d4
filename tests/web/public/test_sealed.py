"""The sealed log as everybody sees it: its state in words, its files, and receipts held against it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ppid.seal import tiles, tree
from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.ledger import Token
from ppid.seal.note import Kind, Note, Signer
from ppid.seal.receipt import receipt_of
from ppid.seal.signer import LogSigner
from tests.web.visitor import Page
from tests.web.world import World, open_world
from web import seals
from web.public.standing import State, standing

LOOK = "/catatan/tanda-terima"
NAMES = ("Komisi Informasi Provinsi Contoh", "Ombudsman Contoh", "Arsip Contoh")


class Commissions:
    """Three commissions, two of which must confirm, known to the world by a policy file."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.signers = [Signer.new(name.replace(" ", "-"), Kind.COSIGNATURE) for name in NAMES]
        key = LogSigner(world.settings.signer_dir).vkeys()[0]
        lines = [f"log {key}"]
        lines += [f"witness {s.verifier.name} {s.verifier}" for s in self.signers]
        lines += [f"group g 2 {' '.join(s.verifier.name for s in self.signers)}", "quorum g", ""]
        self.file = folder / "policy.txt"
        self.file.write_text("\n".join(lines), encoding="utf-8")
        object.__setattr__(world.services.settings, "policy_file", self.file)

    def confirm(self, many: int) -> None:
        """Let so many of them confirm the newest checkpoint now."""
        ledger = self.world.services.ledger
        kept = ledger.newest()
        assert kept is not None
        note = Note.of(kept.text)
        at = int(self.world.clock().timestamp())
        note = note.signed(*(s.sign(note.text, at) for s in self.signers[:many]))
        assert ledger.replace(kept, str(note))


@pytest.fixture
def commissions(world: World, tmp_path: Path) -> Commissions:
    """Give three commissions."""
    return Commissions(world, tmp_path)


def state_of(world: World) -> State:
    with world.app.test_request_context():
        policy = seals.policy()
    return standing(world.services.ledger, policy, world.clock()).state


# The status page ------------------------------------------------------------------------------------------


def test_before_the_first_seal_the_page_says_so_and_explains(world: World) -> None:
    page = world.visitor().get("/catatan")
    assert page.status == 200
    assert "Belum ada segel" in page.text
    assert "Apa itu segel?" in page.text
    assert "Bandingkan dengan segel" not in page.text
    assert world.visitor().get("/catatan/segel").status == 200


def test_an_installation_without_a_body_has_the_page_too(empty_world: World) -> None:
    assert empty_world.visitor().get("/catatan").status == 200


def test_a_log_that_nobody_confirms_is_not_called_confirmed(world: World) -> None:
    world.seal(daily=True)
    page = world.visitor().get("/catatan")
    assert "tanpa konfirmasi pihak luar" in page.text
    assert "hari ini pukul 09.14 WIB" in page.text
    assert "dan dikonfirmasi" not in page.text


def test_a_confirmed_seal_is_told_with_who_and_when(world: World, commissions: Commissions) -> None:
    world.seal(daily=True)
    commissions.confirm(3)
    world.clock.forward(seconds=30)
    world.file()
    world.clock.forward(seconds=14)
    page = world.visitor().get("/catatan")
    assert "Tersegel dan dikonfirmasi" in page.text
    assert "dikonfirmasi 3 dari 3 komisi" in page.text
    assert "Catatan tertua yang belum disegel: 14 detik" in page.text
    for signer in commissions.signers:
        assert signer.verifier.name in page.text
    assert "sedikitnya 2 dari 3 saksi" in page.text


@pytest.mark.parametrize(("many", "state"), [(0, State.WAITING), (1, State.WAITING), (2, State.FINE)])
def test_only_a_quorum_makes_it_fine(world: World, commissions: Commissions, many: int, state: State) -> None:
    world.seal(daily=True)
    commissions.confirm(many)
    assert state_of(world) is state


def test_what_waits_too_long_is_said(world: World, commissions: Commissions) -> None:
    world.seal(daily=True)
    commissions.confirm(3)
    world.file()
    world.clock.forward(seconds=121)
    assert state_of(world) is State.LATE
    assert "Penyegelan tertunda" in world.visitor().get("/catatan").text
    world.clock.forward(days=2)
    world.seal()
    assert state_of(world) is State.UNCONFIRMED


def test_a_checkpoint_signed_by_another_key_is_called_invalid(world: World, commissions: Commissions) -> None:
    world.seal()
    stranger = Signer.new("localhost/log1", Kind.NOTE)
    commissions.file.write_text(f"log {stranger.verifier}\nquorum none\n", encoding="utf-8")
    assert state_of(world) is State.BROKEN
    assert "Segel terbaru tidak sah" in world.visitor().get("/catatan").text


@pytest.mark.parametrize("content", [b"", b"nonsense\n", b"\xff\xfe", None])
def test_a_policy_that_went_bad_confirms_nothing_and_stops_nobody(
    world: World, commissions: Commissions, content: bytes | None
) -> None:
    case = world.file().request
    world.seal(daily=True)
    commissions.confirm(3)
    if content is None:
        commissions.file.unlink()
    else:
        commissions.file.write_bytes(content)
    page = world.visitor().get("/catatan")
    assert "tanpa konfirmasi pihak luar" in page.text
    assert world.tracker(case).get("/lacak/tanda-terima").status == 200


def test_a_false_cosignature_confirms_nothing(world: World, commissions: Commissions) -> None:
    world.seal(daily=True)
    ledger = world.services.ledger
    kept = ledger.newest()
    assert kept is not None
    note = Note.of(kept.text)
    false = [s.sign("another\n1\nAAAA\n", 1) for s in commissions.signers]
    assert ledger.replace(kept, str(note.signed(*false)))
    assert state_of(world) is not State.FINE
    assert "dikonfirmasi 3" not in world.visitor().get("/catatan").text


def test_the_groups_are_the_root_in_the_note(world: World) -> None:
    kept = world.seal(daily=True)
    assert kept is not None
    root = checkpoint_in(Note.of(kept.text)).root.hex()
    page = world.visitor().get("/catatan")
    assert " ".join(root[at : at + 4] for at in range(0, 32, 4)) in page.text


def test_earlier_seals_are_listed_by_day_and_paged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.public.sealed.SEALS_SHOWN", 2)
    sizes = []
    for _ in range(3):
        world.file()
        kept = world.seal(daily=True)
        assert kept is not None
        sizes.append(kept.size)
        world.clock.forward(days=1)
    first = world.visitor().get("/catatan/segel")
    assert first.has_link(f"Segel atas {sizes[2]} catatan")
    assert not first.has_link(f"Segel atas {sizes[0]} catatan")
    older = world.visitor().get(first.link("Yang lebih lama"))
    assert older.has_link(f"Segel atas {sizes[0]} catatan")
    assert world.visitor().get("/catatan/segel?sebelum=xx").status == 404


# Files ------------------------------------------------------------------------------------------------------


def test_the_tiles_lead_from_the_entries_to_the_signed_root(world: World) -> None:
    for _ in range(60):
        world.file()
    kept = world.seal()
    assert kept is not None
    assert kept.size > tiles.WIDTH
    visitor = world.visitor()
    text = visitor.get("/catatan/checkpoint").response.get_data(as_text=True)
    checkpoint = checkpoint_in(Note.of(text))
    leaves: list[bytes] = []
    for tile in tiles.tiles_of(checkpoint.size):
        response = visitor.get(f"/catatan/{tile.path}").response
        assert response.status_code == 200, tile.path
        assert response.content_type == "application/octet-stream"
        full = tile.width == tiles.WIDTH
        assert ("immutable" in response.headers["Cache-Control"]) is full
        if tile.level is None:
            leaves += tiles.entries_of(response.data)
        elif tile.level == 0:
            start = tile.n * tiles.WIDTH
            assert tiles.hashes_in(response.data) == tree.leaf_hashes(leaves[start : start + tile.width])
    assert tree.root_of(tree.leaf_hashes(leaves)) == checkpoint.root


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",
        "tile/0/000.p/255",
        "tile/0/001",
        "tile/1/000",
        "tile/entries/000",
        "tile/entries/x999/999/999",
        "tile/0/0",
        "tile/0/000.p/0",
        "tile/-1/000",
        "tile/99/000",
        "tile/entries/000.p/999999999999999999999",
        "tile/" + "9" * 4000,
        "segel/0",
        "segel/1",
        "segel/99999999999999999999",
        "segel/1.tsr",
        "segel/x.tsr",
        "nothing",
    ],
)
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    world.seal()
    assert world.visitor().get(f"/catatan/{path}").status == 404


def test_nothing_is_served_beyond_the_newest_checkpoint(world: World) -> None:
    kept = world.seal()
    assert kept is not None
    world.file()
    visitor = world.visitor()
    assert visitor.get(f"/catatan/tile/entries/000.p/{kept.size}").status == 200
    assert visitor.get(f"/catatan/tile/entries/000.p/{kept.size + 1}").status == 404
    assert visitor.get("/catatan/checkpoint").response.get_data(as_text=True) == kept.text


def test_files_carry_no_cookie_and_are_not_sent_twice(world: World) -> None:
    kept = world.seal()
    assert kept is not None
    client = world.app.test_client()
    for path in ("checkpoint", "tile/0/000.p/1", f"segel/{kept.size}", "kebijakan.txt", "ppid-verify.py"):
        first = client.get(f"/catatan/{path}")
        assert first.status_code == 200, path
        assert "Set-Cookie" not in first.headers
        again = client.get(f"/catatan/{path}", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304


def test_a_seal_is_downloaded_with_its_time_stamp(world: World) -> None:
    kept = world.seal(daily=True)
    assert kept is not None
    world.services.ledger.add_token(Token(kept.size, "Otoritas Waktu", b"\x30\x03reply"))
    visitor = world.visitor()
    assert visitor.get(f"/catatan/segel/{kept.size}").response.get_data(as_text=True) == kept.text
    for name in (f"{kept.size}.tsr", f"{kept.size}-Otoritas-Waktu.tsr"):
        response = visitor.get(f"/catatan/segel/{name}").response
        assert response.data == b"\x30\x03reply"
        assert response.content_type == "application/timestamp-reply"
    assert visitor.get(f"/catatan/segel/{kept.size}-Lain.tsr").status == 404
    page = visitor.get("/catatan")
    assert "Otoritas Waktu" in page.text
    assert "belum dapat diperiksa" in page.text  # nobody pinned it


def test_the_downloaded_verifier_runs_and_is_the_one_that_was_announced(world: World, tmp_path: Path) -> None:
    case = world.file().request
    world.seal()
    visitor = world.visitor()
    script = visitor.get("/catatan/ppid-verify.py").response.data
    told = visitor.get("/catatan/ppid-verify.py.sha256").response.get_data(as_text=True).split()[0]
    assert hashlib.sha256(script).hexdigest() == told
    assert told in visitor.get("/catatan").text
    found = receipt_of(world.services.ledger, case)
    assert found is not None
    (tmp_path / "ppid-verify.py").write_bytes(script)
    (tmp_path / "kebijakan.txt").write_bytes(visitor.get("/catatan/kebijakan.txt").response.data)
    (tmp_path / "r.ppid-receipt").write_bytes(found.as_file())
    command = ["-I", "-S", "ppid-verify.py", "receipt", "r.ppid-receipt", "--policy", "kebijakan.txt"]
    ran = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "TERVERIFIKASI" in ran.stdout


# Receipts -------------------------------------------------------------------------------------------------


def brought(world: World, *, file: bytes = b"", text: str = "") -> Page:
    """Bring a receipt to the page."""
    visitor = world.visitor()
    page = visitor.get(LOOK)
    values: dict[str, object] = {"berkas": (file, "r.ppid-receipt")} if file else {"teks": text}
    return visitor.send(page, values, form="teks")  # type: ignore[arg-type]


def sealed_receipt(world: World) -> tuple[str, bytes, list[str]]:
    """A case with its receipt as a file and as codes."""
    case = world.file().request
    world.seal()
    found = receipt_of(world.services.ledger, case)
    assert found is not None
    return case, found.as_file(), found.codes()


def test_a_receipt_that_we_still_answer_to(world: World) -> None:
    _case, file, codes = sealed_receipt(world)
    index = json.loads(json.loads(file)["leaf"])["index"]
    for page in (brought(world, file=file), brought(world, text="\n".join(codes))):
        assert page.status == 200
        assert f"Permohonan Anda adalah catatan ke-{index}" in page.text.replace("\u2011", "-")
        assert "masih ada dan tidak berubah" in page.text
        assert "2 Juni 2026 pukul 09.14 WIB" in page.text
        assert "Berkas yang ikut dicatat 1" in page.text
    assert "tidak termasuk dalam kode ini" in brought(world, text=codes[0]).text


def test_a_genuine_receipt_that_our_log_lost_speaks_against_us(world: World) -> None:
    _case, file, _codes = sealed_receipt(world)
    ledger = world.services.ledger
    index = json.loads(json.loads(file)["leaf"])["index"]
    with ledger.database.transaction() as c:
        c.execute("DROP TRIGGER leaf_is_never_deleted")
        c.execute("DELETE FROM log_leaf WHERE leaf_index >= ?", (index,))
    page = brought(world, file=file)
    assert "asli, tetapi catatan kami tidak lagi memuatnya" in page.text
    assert "Komisi Informasi" in page.text
    assert "ppid-verdict--bad" in page.html


def test_a_genuine_receipt_whose_content_was_altered_here(world: World) -> None:
    case, file, _codes = sealed_receipt(world)
    with world.services.ledger.database.transaction() as c:
        c.execute("DROP TRIGGER event_is_never_updated")
        c.execute(
            "UPDATE event SET state = CAST(replace(CAST(state AS TEXT), 'SIM', 'STNK') AS BLOB) "
            "WHERE originator_id = ?",
            (case,),
        )
    page = brought(world, file=file)
    assert "asli, tetapi catatan kami berbeda" in page.text
    assert "ppid-verdict--bad" in page.html


def test_a_receipt_of_another_log(world: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    _case, file, _codes = sealed_receipt(world)
    other = json.loads(file)
    other["leaf"] = other["leaf"].replace("localhost/log1", "lain.example/log1")
    other["proof"] = other["proof"].replace("localhost/log1", "lain.example/log1")
    page = brought(world, file=json.dumps(other).encode())
    assert "dari catatan lain" in page.text
    assert "lain.example/log1" in page.text
    # The same name with another key is not another log: it is not from us.
    stranger = open_world(tmp_path_factory.mktemp("stranger"))
    _case, file, _codes = sealed_receipt(stranger)
    stranger.services.close()
    assert "tidak terbukti dari kami" in brought(world, file=file).text


def test_an_altered_receipt_is_not_believed(world: World) -> None:
    _case, file, _codes = sealed_receipt(world)
    commit = json.loads(json.loads(file)["leaf"])["commit"]
    other = ("0" if commit[0] != "0" else "1") + commit[1:]
    for old, new in (("02:14", "01:14"), (commit, other)):
        altered = file.replace(old.encode(), new.encode())
        assert altered != file
        assert "tidak terbukti dari kami" in brought(world, file=altered).text


@pytest.mark.parametrize(
    "content",
    [
        b"halo",
        b"{}",
        b"[" * 100_000,
        b"\x00\xff\xfe" * 999,
        b'{"format":"ppid-receipt/1"}',
        b'{"format":"ppid-receipt/1","leaf":1,"proof":[],"salt":{},"state":0}',
        b"PPID1:",
        b"PPID1:eJw",
        b"PPID2:1/9:AAAA",
        b"PK\x03\x04",
    ],
)
def test_what_is_no_receipt_is_said_to_be_none(world: World, content: bytes) -> None:
    world.seal()
    assert "bukan tanda terima" in brought(world, file=content).text
    assert brought(world, text=content.decode("latin-1")).status in {400, 422}


def test_nothing_or_too_much_is_refused_kindly(world: World) -> None:
    visitor = world.visitor()
    page = visitor.send(visitor.get(LOOK), {"teks": ""})
    assert page.status == 422
    assert "Pilih berkas tanda terima" in page.error("berkas")
    assert brought(world, file=b"{" + b" " * 1_200_000).status == 413


def test_what_is_brought_leaves_no_trace(world: World, caplog: pytest.LogCaptureFixture) -> None:
    _case, file, codes = sealed_receipt(world)
    before = world.services.log.position()
    with caplog.at_level("DEBUG"):
        brought(world, file=file)
        brought(world, text=codes[0])
    assert world.services.log.position() == before
    secret = json.loads(file)["salt"]
    assert secret not in caplog.text
    assert codes[0] not in caplog.text


def test_the_page_reads_in_english_too(world: World) -> None:
    world.seal(daily=True)
    page = world.visitor("en").get("/catatan")
    assert "What is a seal?" in page.text
    assert "Segel" not in page.text.replace("segel", "")
