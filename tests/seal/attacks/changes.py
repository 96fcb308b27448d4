"""What whoever passes a bundle on may do to it, and what must be found."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass

from ppid.calendar import CALENDAR
from ppid.seal.leaf import commitment
from ppid.seal.note import Note
from tests.seal.attacks.attack import Said
from tests.seal.attacks.sealing import INSIDERS_KEY, OLD_KEY
from tests.seal.attacks.zips import Bundle, index_of


def content(bundle: Bundle) -> None:
    bundle.change_state(0, b"Anggaran pelayanan SIM", b"Anggaran pelayanan STNK")


def content_with_commitment(bundle: Bundle) -> None:
    """The content, and the leaf that commits to it."""
    content(bundle)
    line = bundle.lines()[0]
    commit = commitment(b64decode(line["salt"]), b64decode(line["state"]))
    leaf = json.loads(line["leaf"]) | {"commit": commit}
    bundle.change_line(0, leaf=json.dumps(leaf, separators=(",", ":"), sort_keys=True))


def leaf_time(bundle: Bundle) -> None:
    line = bundle.lines()[0]
    bundle.change_line(0, leaf=line["leaf"].replace("2026-06-02T02:44:00", "2026-06-02T02:44:01"))


def last_left_out(bundle: Bundle) -> None:
    bundle.drop_line(-1)


def middle_left_out(bundle: Bundle) -> None:
    bundle.drop_line(2)


def first_left_out(bundle: Bundle) -> None:
    bundle.drop_line(0)


def all_left_out(bundle: Bundle) -> None:
    for _ in bundle.lines():
        bundle.drop_line(0)


def proofs_swapped(bundle: Bundle) -> None:
    one, two = (f"proofs/{index_of(line)}.tlog-proof" for line in bundle.lines()[:2])
    bundle.files[one], bundle.files[two] = bundle.files[two], bundle.files[one]


def proof_missing(bundle: Bundle) -> None:
    del bundle.files[f"proofs/{index_of(bundle.lines()[0])}.tlog-proof"]


def proof_of_another_checkpoint(bundle: Bundle) -> None:
    """The proof names the seal of another day."""
    name = f"proofs/{index_of(bundle.lines()[0])}.tlog-proof"
    older = next(content for path, content in bundle.files.items() if path == "checkpoints/50.txt")
    bundle.files[name] = bundle.files[name].partition(b"\n\n")[0] + b"\n\n" + older


def cosignatures_stripped(bundle: Bundle) -> None:
    for name in bundle.files:
        if name == "checkpoint.txt" or name.endswith(".tlog-proof"):
            kept = [line for line in bundle.files[name].splitlines(keepends=True) if b"/saksi " not in line]
            bundle.files[name] = b"".join(kept)


def cosignature_of_another_seal(bundle: Bundle) -> None:
    """The line of one commission comes from another day's seal."""
    other = next(
        line for line in bundle.files["checkpoints/50.txt"].splitlines(keepends=True) if b"w0." in line
    )
    true = next(line for line in bundle.files["checkpoint.txt"].splitlines(keepends=True) if b"w0." in line)
    bundle.replace("", true, other)


def log_key_of_nobody(bundle: Bundle) -> None:
    """The same seal, signed by the insider's own key, all commissions gone."""
    note = Note.of(bundle.files["checkpoint.txt"])
    forged = str(Note(note.text, (INSIDERS_KEY.sign(note.text),))).encode()
    bundle.replace("", bundle.files["checkpoint.txt"], forged)


def letter_replaced(bundle: Bundle) -> None:
    for name in bundle.files:
        if name.startswith("attachments/"):
            bundle.files[name] = b"%PDF-1.7 surat lain"


def letter_left_out(bundle: Bundle) -> None:
    for name in [name for name in bundle.files if name.startswith("attachments/")]:
        del bundle.files[name]


def file_added(bundle: Bundle) -> None:
    """A letter that nobody wrote, under a name that looks as if it belonged."""
    extra = b"%PDF-1.7 surat tambahan"
    bundle.files[f"attachments/{hashlib.sha256(extra).hexdigest()}"] = extra


def program_added(bundle: Bundle) -> None:
    bundle.files["verify.py"] = b"print('TERVERIFIKASI')"


def content_erased(bundle: Bundle) -> None:
    bundle.change_line(0, state=None, salt=None)


def salt_withheld(bundle: Bundle) -> None:
    bundle.change_line(0, salt=None)


def bytes_change_sides(bundle: Bundle) -> None:
    line = bundle.lines()[0]
    salt, state = b64decode(line["salt"]), b64decode(line["state"])
    bundle.change_line(0, salt=b64encode(salt[:31]).decode(), state=b64encode(salt[31:] + state).decode())


def order_of_lines(bundle: Bundle) -> None:
    lines = bundle.lines()
    bundle.set_lines([lines[1], lines[0], *lines[2:]])


def line_twice(bundle: Bundle) -> None:
    lines = bundle.lines()
    bundle.set_lines([*lines, lines[-1]])


def heads_entry_forged(bundle: Bundle) -> None:
    """The last entry is left out, and the completeness proof is made to say so."""
    last = bundle.lines()[-1]
    before = bundle.lines()[-2]
    bundle.drop_line(-1)
    heads = bundle.heads
    stream = heads["entries"][0]["stream"]
    version = json.loads(last["leaf"])["originator_version"]
    assert heads["entries"][0]["entry"] == f"{stream} {version} {index_of(last)}"
    heads["entries"][0]["entry"] = f"{stream} {version - 1} {index_of(before)}"
    bundle.set_heads(heads)


def heads_proof_bit(bundle: Bundle) -> None:
    heads = bundle.heads
    proof = heads["entries"][0]["map_proof"]
    proof[0] = b64encode(bytes(32)).decode()
    bundle.set_heads(heads)


def heads_leaf_forged(bundle: Bundle) -> None:
    heads = bundle.heads
    leaf = json.loads(heads["leaf"])
    heads["leaf"] = heads["leaf"].replace(f'"count":{leaf["count"]}', f'"count":{leaf["count"] - 1}')
    bundle.set_heads(heads)


def heads_of_another_stream(bundle: Bundle) -> None:
    """The proof for the calendar is given for the case."""
    heads = bundle.heads
    case = heads["entries"][0]["stream"]
    heads["entries"][0] = heads["entries"][1] | {"stream": case}
    bundle.set_heads(heads)


def heads_left_out(bundle: Bundle) -> None:
    del bundle.files["heads.json"]


def calendar_edited(bundle: Bundle) -> None:
    bundle.change_state(-2, b'"added":[', b'"removed":[],"added":[', "calendar/events.ndjson")


def calendar_entry_left_out(bundle: Bundle) -> None:
    """The amendment is left out: the due dates would be counted by the old calendar."""
    bundle.drop_line(-1, "calendar/events.ndjson")


def calendar_left_out(bundle: Bundle) -> None:
    for name in [name for name in bundle.files if name.startswith("calendar/")]:
        del bundle.files[name]


def request_renamed(bundle: Bundle) -> None:
    bundle.change_manifest(request="request-" + "ab" * 16)


def format_unknown(bundle: Bundle) -> None:
    bundle.change_manifest(format="ppid-evidence/2")


def consistency_left_out(bundle: Bundle) -> None:
    for name in [name for name in bundle.files if name.endswith(".consistency")]:
        del bundle.files[name]


def consistency_of_nothing(bundle: Bundle) -> None:
    for name in bundle.files:
        if name.endswith(".consistency"):
            bundle.files[name] = b""


def older_seal_forked(bundle: Bundle) -> None:
    """A seal beside the case is of another history, signed by the stolen key and a corrupt majority."""
    note = Note.of(bundle.files["checkpoints/50.txt"])
    text = note.text.split("\n")
    forged = "\n".join([*text[:2], b64encode(b"\7" * 32).decode(), ""])
    bundle.files["checkpoints/50.txt"] = str(Note(forged, (OLD_KEY.sign(forged),))).encode()


def stamp_of_another_seal(bundle: Bundle) -> None:
    stamps = [name for name in bundle.files if name.startswith("tsa/")]
    assert len(stamps) > 1
    bundle.files[stamps[0]] = bundle.files[stamps[1]]


def json_names_twice(bundle: Bundle) -> None:
    """A line says its content twice: readers disagree about which counts."""
    name = "events.ndjson"
    bundle.files[name] = bundle.files[name].replace(b'{"leaf"', b'{"state": "", "leaf"', 1)


def base64_loose(bundle: Bundle) -> None:
    """The same bytes in another spelling, in which something could be hidden."""
    line = bundle.lines()[0]
    bundle.change_line(0, salt=line["salt"] + "\n")


def report_replaced(bundle: Bundle) -> None:
    bundle.files["report.html"] = b"<h1>TERVERIFIKASI</h1>"


@dataclass(frozen=True)
class Change:
    """What is done, and what has to be found: exactly these codes."""

    name: str
    act: Callable[[Bundle], object]
    said: tuple[Said, ...]
    others: tuple[str, ...] = ()
    exit_code: int = 1
    case: str = "delivered"


B02 = Said("B02", "tidak terbukti ada dalam log", "is not proven to be in the log")
CHANGES = (
    Change("B1-content", content, (Said("E01", "isi diubah", "content was altered"),)),
    Change("B1b-content-with-commitment", content_with_commitment, (B02,)),
    Change("B2-leaf-time", leaf_time, (B02,), others=("L07",)),
    Change(
        "B3-last-left-out",
        last_left_out,
        (Said("B04", "log memuat 7 catatan", "the log holds 7 entries for"),),
    ),
    Change("B4-middle-left-out", middle_left_out, (Said("B04", "versi 3", "version 3 of"),)),
    Change("B4b-first-left-out", first_left_out, (Said("B04", "versi 1", "version 1 of"),), others=("B03",)),
    Change("B6-proofs-swapped", proofs_swapped, (B02,)),
    Change("B6b-proof-missing", proof_missing, (B02,)),
    Change("B6c-proof-of-another-checkpoint", proof_of_another_checkpoint, (B02,)),
    Change(
        "B7-cosignatures-stripped",
        cosignatures_stripped,
        (Said("C03", "tidak memenuhi kuorum 'q'", "do not meet quorum 'q'"),),
        exit_code=3,
    ),
    Change(
        "B7b-cosignature-of-another-seal",
        cosignature_of_another_seal,
        (Said("C08", "pengukuhan w0", "cosignature of w0"),),
    ),
    Change(
        "B7c-log-key-of-nobody",
        log_key_of_nobody,
        (
            Said(
                "C02",
                "tidak ditandatangani oleh kunci log mana pun",
                "is not signed by any log key in the policy",
            ),
        ),
        others=("C03",),
        exit_code=3,
    ),
    Change(
        "B8-letter-replaced",
        letter_replaced,
        (Said("F01", "diganti atau diubah", "was replaced or altered"),),
    ),
    Change(
        "B8b-letter-left-out",
        letter_left_out,
        (Said("W02", "tidak disertakan", "is not included"),),
        exit_code=0,
    ),
    Change("B9-file-added", file_added, (Said("B03", "bukan bagian darinya", "does not belong to it"),)),
    Change(
        "B9b-program-added", program_added, (Said("B03", "bukan bagian darinya", "does not belong to it"),)
    ),
    Change("B12-content-erased", content_erased, (Said("E07", "tidak ada perintah", "no erasure order"),)),
    Change("B12b-salt-withheld", salt_withheld, (Said("E07", "isi hilang", "content is missing"),)),
    Change("bytes-change-sides", bytes_change_sides, (Said("E01", "kunci acak", "salt"),)),
    Change("line-twice", line_twice, (Said("L05", "mengaku versi yang sama", "claim the same version"),)),
    Change(
        "B11-heads-entry-forged",
        heads_entry_forged,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "B11b-heads-proof-bit",
        heads_proof_bit,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "B11c-heads-leaf-forged",
        heads_leaf_forged,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "B11d-heads-of-another-stream",
        heads_of_another_stream,
        (Said("B05", "bukti kelengkapan salah", "the completeness proof is wrong"),),
    ),
    Change(
        "heads-left-out",
        heads_left_out,
        (Said("W01", "tidak ada bukti kelengkapan", "there is no completeness proof"),),
        exit_code=0,
    ),
    Change("calendar-edited", calendar_edited, (Said("E01", "calendar.amended", "calendar.amended"),)),
    Change("calendar-entry-left-out", calendar_entry_left_out, (Said("B04", CALENDAR, CALENDAR),)),
    Change(
        "request-renamed",
        request_renamed,
        (Said("B06", "bukan permohonan dalam bundel ini", "not to the request of this bundle"),),
        others=("B04",),
    ),
    Change(
        "consistency-left-out",
        consistency_left_out,
        (Said("C09", "tidak ada bukti", "there is no proof that"),),
        exit_code=3,
    ),
    Change(
        "consistency-of-nothing",
        consistency_of_nothing,
        (Said("C05", "bukan kelanjutan", "does not continue"),),
    ),
    Change(
        "older-seal-forked",
        older_seal_forked,
        (Said("C05", "bukan kelanjutan", "does not continue"),),
        others=("D05",),
    ),
    Change("stamp-of-another-seal", stamp_of_another_seal, (Said("D05", "cap waktu", "the time stamp of"),)),
    Change("report-replaced", report_replaced, (), exit_code=0),
)
