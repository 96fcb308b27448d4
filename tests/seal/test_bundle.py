"""The evidence of a case leaves the building and proves itself: any kind of case, by the verifier alone."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ppid.calendar import CALENDAR
from ppid.catalogue.state import list_stream
from ppid.events import Stream
from ppid.exemption.reference import ExemptionRef
from ppid.seal import verifier
from ppid.seal.bundle import Bundled, NoSuchCaseError, NotSealedYetError, name_of_bundle, write_bundle
from ppid.seal.heads import HeadsBook
from ppid.seal.leaf import Erasure, Keys
from ppid.seal.live import open_source
from tests.seal.sealing import Seal
from tests.web.disputing import served
from tests.web.listing import listed
from tests.web.world import BODY, World


def bundle(seal: Seal, office: World, stream: Stream, out: Path, *, quorum_only: bool = False) -> Bundled:
    """Write the bundle of a case to a file."""
    with out.open("wb") as file:
        return write_bundle(
            seal.ledger,
            office.services.files,
            stream,
            file,
            policy=seal.policy,
            extra={"report.html": b"x"},
            quorum_only=quorum_only,
        )


def verified(seal: Seal, path: Path) -> verifier.Result:
    """What the verifier says of it."""
    return verifier.verify_bundle(path, verifier.parse_policy(seal.policy_text.encode()))


def lived(office: World, seal: Seal) -> Stream:
    """A case that was answered and delivered, with a seal between its days."""
    case = office.at("complete")
    seal.daily(office.clock())
    office.clock.forward(days=1)
    office.act(case, "granted", "notice-received", "delivered")
    office.clock.forward(hours=1)
    return case


def test_a_year_that_no_zip_knows_keeps_no_evidence_back(office: World, seal: Seal, tmp_path: Path) -> None:
    case = office.file().request
    seal.ledger.add(Keys(), datetime(2200, 1, 2, tzinfo=UTC))  # by a clock that ran ahead
    seal.checkpoint()
    assert bundle(seal, office, case, tmp_path / "case.zip").entries
    with zipfile.ZipFile(tmp_path / "case.zip") as made:
        assert json.loads(made.read("manifest.json"))["created"].startswith("2200-01-02")
        assert made.testzip() is None


def test_a_case_is_verified_whole_with_its_files(office: World, seal: Seal, tmp_path: Path) -> None:
    case = lived(office, seal)
    size = seal.daily(office.clock())
    out = tmp_path / name_of_bundle(case)
    made = bundle(seal, office, case, out)
    versions = len(office.services.log.load(case))
    assert (made.entries, made.left_out, made.size) == (versions, 0, size)
    assert (made.quorum, made.counted, made.missing) == (True, True, 0)
    result = verified(seal, out)
    assert result.findings == []
    assert result.verdict == "VERIFIED"
    assert result.counts["complete_streams"] == 2, "the case, and the calendar it was counted by"
    assert result.counts["files_right"] == result.counts["files"] == made.files == 2
    shown = [row for row in result.rows if row[1].startswith("request.")]
    assert len(shown) == versions
    assert all(row[5].endswith("Z") for row in shown), "each was recorded before a seal that others confirmed"
    assert shown[-1][4].endswith("Z"), "and the last one after the seal of the day before"
    assert verifier.deadline(out, verifier.parse_policy(seal.policy_text.encode())).verdict == "VERIFIED"


def test_a_case_of_every_kind_is_verified(office: World, seal: Seal, tmp_path: Path) -> None:
    item = listed(office)
    exemption = office.exempt()
    dispute = served(office, ExemptionRef(exemption, rows=(1,)))
    seal.daily(office.clock())
    objection = office.services.disputes.see(dispute, office.actor("ppid")).objection
    for stream in (item, exemption, dispute, objection, list_stream(BODY)):
        out = tmp_path / name_of_bundle(stream)
        made = bundle(seal, office, stream, out)
        result = verified(seal, out)
        assert result.verdict == "VERIFIED", [finding.sentence("en") for finding in result.findings]
        assert made.entries == len(office.services.log.load(stream)), stream
        assert made.counted


def test_the_same_log_and_checkpoint_give_the_same_bytes(office: World, seal: Seal, tmp_path: Path) -> None:
    case = lived(office, seal)
    seal.daily(office.clock())
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    bundle(seal, office, case, first)
    office.file()  # what comes later, and is under no checkpoint yet, changes nothing
    bundle(seal, office, case, second)
    assert first.read_bytes() == second.read_bytes()


def test_what_came_after_the_seal_is_shown_without_its_quorum_or_left_out(
    office: World, seal: Seal, tmp_path: Path
) -> None:
    case = office.at("complete")
    sealed = seal.daily(office.clock())
    office.act(case, "extended")
    newest = seal.checkpoint()
    out, older = tmp_path / "new.zip", tmp_path / "old.zip"
    made = bundle(seal, office, case, older, quorum_only=True)
    assert (made.size, made.left_out, made.quorum) == (sealed, 1, True)
    assert verified(seal, older).verdict == "VERIFIED"
    made = bundle(seal, office, case, out)
    assert (made.size, made.left_out, made.quorum) == (newest, 0, False)
    assert verified(seal, out).verdict == "NOT ENOUGH TRUST"


def test_without_a_checkpoint_there_is_nothing_to_show(office: World, seal: Seal, tmp_path: Path) -> None:
    with pytest.raises(NoSuchCaseError):
        bundle(seal, office, "request-" + "0" * 32, tmp_path / "x.zip")
    case = office.file().request
    with pytest.raises(NotSealedYetError):
        bundle(seal, office, case, tmp_path / "y.zip")
    seal.checkpoint()
    made = bundle(seal, office, case, tmp_path / "z.zip")
    assert not made.quorum
    assert verified(seal, tmp_path / "z.zip").verdict == "NOT ENOUGH TRUST"


def test_an_altered_case_does_not_pass(office: World, seal: Seal, tmp_path: Path) -> None:
    case = lived(office, seal)
    seal.daily(office.clock())
    whole, altered = tmp_path / "whole.zip", tmp_path / "altered.zip"
    bundle(seal, office, case, whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(altered, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("attachments/"):
                content += b"!"
            target.writestr(name, content)
    result = verified(seal, altered)
    assert result.verdict == "TAMPERING DETECTED"
    assert result.has("F01")
    assert result.has("B01")


def test_the_manifest_names_the_case_and_its_calendar(office: World, seal: Seal) -> None:
    case = office.at("complete")
    seal.daily(office.clock())
    out = io.BytesIO()
    write_bundle(
        seal.ledger, office.services.files, case, out, policy=seal.policy, heads=HeadsBook(seal.ledger)
    )
    with zipfile.ZipFile(out) as file:
        manifest = json.loads(file.read("manifest.json"))
        assert (manifest["request"], manifest["related"]) == (case, [CALENDAR])
        assert sorted(each["path"] for each in manifest["files"]) == sorted(
            set(file.namelist()) - {"manifest.json"}
        )


def test_an_erased_content_goes_with_its_order_and_still_holds(
    office: World, seal: Seal, tmp_path: Path
) -> None:
    case = lived(office, seal)
    leaf = seal.ledger.leaves_of(case)[0]
    remainder = leaf.state.replace(b"Anggaran pelayanan SIM tahun 2025", b"-")
    assert remainder != leaf.state
    digest = hashlib.sha256(remainder).hexdigest()
    order = Erasure((leaf.index,), (digest,), (), "2026/114", "UU 27/2022 Pasal 43", "pejabat-1")
    index = seal.ledger.erase(order, [remainder], office.clock())
    out = tmp_path / "early.zip"
    with pytest.raises(NotSealedYetError):
        bundle(seal, office, case, out)
    seal.daily(office.clock())
    bundle(seal, office, case, out)
    result = verified(seal, out)
    assert result.verdict == "VERIFIED", [finding.sentence("en") for finding in result.findings]
    assert result.counts["erased"] == 1
    assert str(index) in {row[0] for row in result.rows}
    with zipfile.ZipFile(out) as file:
        assert b"Anggaran pelayanan" not in b"".join(file.read(name) for name in file.namelist())
        lines = [json.loads(line) for line in file.read("events.ndjson").splitlines()]
        assert [line["salt"] for line in lines if line["leaf"] == leaf.line.decode()] == [None]
    with open_source(office.settings.database_url) as live:
        trusted = verifier.parse_policy(seal.policy_text.encode())
        whole = verifier.audit(live, trusted, office.settings.files)
    assert whole.verdict == "VERIFIED", [finding.sentence("en") for finding in whole.findings]


def test_a_file_that_is_lost_is_said_to_be_missing(office: World, seal: Seal, tmp_path: Path) -> None:
    case = office.at("registered")
    seal.daily(office.clock())
    [stored] = [path for path in office.settings.files.rglob("*") if path.is_file()]
    stored.unlink()
    made = bundle(seal, office, case, tmp_path / "case.zip")
    assert (made.files, made.missing) == (0, 1)
    result = verified(seal, tmp_path / "case.zip")
    assert (result.verdict, result.codes) == ("VERIFIED", ["W02"])


def test_an_altered_file_goes_as_it_is_and_is_found_out(office: World, seal: Seal, tmp_path: Path) -> None:
    case = office.at("registered")
    seal.daily(office.clock())
    [stored] = [path for path in office.settings.files.rglob("*") if path.is_file()]
    stored.write_bytes(b"another")
    bundle(seal, office, case, tmp_path / "case.zip")
    assert verified(seal, tmp_path / "case.zip").has("F01")
