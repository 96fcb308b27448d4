"""F35-F37: nothing half-stored, nothing twice, nothing for ever, and a check of what is not as it was."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from ppid import commands as c
from ppid.files import FileStore
from tests.web.citizen.journey import fill
from tests.web.files.test_malware import filed, stored
from tests.web.world import OPERATOR, PNG, World
from web.cli import cli
from web.files import sweeping
from web.files.sweeping import Round, check, recorded, sweep


def age(world: World, hours: float) -> None:
    """Make every stored file as old as that."""
    at = world.clock().timestamp() - hours * 3600
    for path in stored(world):
        os.utime(path, (at, at))


def test_F35_what_an_abandoned_form_stored_goes_with_it(world: World) -> None:
    fill(world.visitor(), upto="periksa")
    (file,) = stored(world)
    age(world, 48)
    assert sweep(world.services) == 0, "the form may still be sent"
    world.clock.forward(days=8)
    world.services.state.sweep()
    assert sweep(world.services) == 1
    assert stored(world) == []
    assert file.name not in world.services.scans.names()


def test_F35_what_a_case_records_stays_however_old_it_is(world: World) -> None:
    filed(world)
    world.clock.forward(days=400)
    world.services.state.sweep()
    assert sweep(world.services) == 0
    assert len(stored(world)) == 1


def test_F35_what_is_young_waits_for_the_event_that_names_it(world: World) -> None:
    name = world.services.files.put(b"baru saja")
    age(world, 30)
    assert sweep(world.services) == 0
    age(world, 40)
    assert world.services.files.touch(name)
    os.utime(stored(world)[0], (world.clock().timestamp(),) * 2)
    assert sweep(world.services) == 0
    age(world, 40)
    assert sweep(world.services) == 1


def test_F35_what_was_being_written_when_the_power_went_is_swept(world: World) -> None:
    folder = world.settings.files / "ab"
    folder.mkdir(parents=True)
    left = folder / f"{'ab' * 32}.0123abcd.part"
    left.write_bytes(b"separuh")
    age(world, 48)
    assert sweep(world.services) == 1
    assert not left.exists()


def test_F35_the_keeper_sweeps_once_a_day(world: World) -> None:
    round_ = Round(world.services)
    world.services.files.put(b"tak bernama")
    age(world, 48)
    round_.run()
    assert len(stored(world)) == 1, "a start has more urgent things to do"
    world.clock.forward(hours=2)
    round_.run()
    assert stored(world) == []


def test_F35_a_full_disk_leaves_nothing_half_stored(tmp_path: Path) -> None:
    # A limit on the size of files stands for the full disk: the write itself fails in the middle.
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent("""
            import resource, signal, sys
            from pathlib import Path
            from ppid.files import FileStore
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
            try:
                FileStore(Path(sys.argv[1])).put(bytes(200_000))
            except OSError as full:
                sys.exit(full.errno)
        """), str(tmp_path)],
        check=False, cwd=Path(sweeping.__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == errno.EFBIG
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert FileStore(tmp_path).put(bytes(200_000))


# The framework leaves the buffer of a form that never ended to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_F35_a_connection_that_is_cut_in_the_middle_stores_nothing(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    token = page.form("berkas-identity").values["csrf_token"]
    border = "x" * 20
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--{border}\r\nContent-Disposition: form-data; name="berkas-identity"; filename="ktp.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    ).encode()
    answer = visitor.client.post(
        "/ajukan/dokumen",
        data=head + PNG[:30],
        content_type=f"multipart/form-data; boundary={border}",
        headers={"Content-Length": str(len(head) + len(PNG) + 30)},
    )
    assert answer.status_code in {400, 413, 422}
    assert stored(world) == []


def test_F36_the_same_file_twice_is_stored_once_for_its_owner_and_apart_for_another(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    visitor.send(page, {"berkas-identity": (PNG, "ktp.png"), "berkas-other": (PNG, "lagi.png")})
    assert len(stored(world)) == 1
    other = world.visitor()
    fill(other, upto="informasi")
    assert len(stored(world)) == 2, "nobody can tell that two people sent the same"


def test_F36_a_file_of_before_whose_bytes_are_gone_is_stored_anew(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    refused = visitor.send(page, {"berkas-identity": (PNG, "ktp.png"), "berkas-other": (b"MZ", "x")})
    assert refused.status == 422
    (file,) = stored(world)
    file.unlink()
    visitor.send(refused, {"berkas-other": (PNG, "ktp.png")})
    assert len(stored(world)) == 1


def test_F37_the_check_finds_what_is_missing_and_altered(world: World) -> None:
    first = filed(world)
    name = world.request(first).documents[0].sha256
    other = world.request(world.at("registered")).documents[0].sha256
    assert check(world.services).sound
    world.services.files.delete(name)
    next(p for p in stored(world) if p.name == other).write_bytes(b"lain")
    unnamed = world.services.files.put(b"tak bernama")
    found = check(world.services)
    assert (found.missing, found.altered, found.orphans) == ([name], [other], [unnamed])
    assert not found.sound


def test_recorded_files_are_told_with_their_owners(world: World) -> None:
    case = filed(world)
    request = world.request(case)
    assert recorded(world.services) == {request.documents[0].sha256: request.requester}


def test_what_is_known_of_the_files_of_an_erased_person_goes(world: World) -> None:
    case = filed(world)
    person = world.request(case).requester
    assert world.services.scans.people() == [person]
    world.services.people.erase(
        c.ErasePerson(person=person, basis="Atas permintaan", order="12/2026"), OPERATOR
    )
    sweep(world.services)
    assert world.services.scans.people() == []


def test_the_command_tells_and_exits_by_what_it_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = filed(world)
    for name, value in {
        "PPID_DATABASE_URL": world.settings.database_url,
        "PPID_MASTER_KEY_FILE": str(world.settings.master_key_file),
        "PPID_FILES": str(world.settings.files),
        "PPID_SIGNER_DIR": str(world.settings.signer_dir),
        "PPID_ERASED_FILE": str(world.settings.erased_file),
        "PPID_DEMO": "0",
    }.items():
        monkeypatch.setenv(name, value)
    fine = CliRunner().invoke(cli, ["files", "check"])
    assert (fine.exit_code, fine.output) == (0, "1 recorded, 1 stored\n")
    assert CliRunner().invoke(cli, ["files", "scan"]).exit_code == 2
    assert CliRunner().invoke(cli, ["files", "sweep"]).output == "0 files deleted\n"
    name = world.request(case).documents[0].sha256
    world.services.files.delete(name)
    gone = CliRunner().invoke(cli, ["files", "check"])
    assert (gone.exit_code, f"missing\t{name}" in gone.output) == (1, True)
