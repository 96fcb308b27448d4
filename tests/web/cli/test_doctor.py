"""`ppid doctor` finds what is wrong, says what to do, exits by it, changes nothing and prints no secret."""

from __future__ import annotations

import json
import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

from ppid.outside import MailServer, Outside
from ppid.settings import Settings
from tests.postgres import Urls
from tests.web.cli.test_cli import Office
from tests.web.world import World
from web.beats import TIMEKEEPER, Beats
from web.doctor import State, around, machine, stores
from web.doctor.finding import Finding
from web.mailing.outbox import Ended


def states(findings: Iterator[Finding]) -> dict[str, State]:
    return {finding.check: finding.state for finding in findings}


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its mode, as it lies there."""
    files = (
        path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    )
    return {str(path): (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) for path in files}


def test_before_the_first_start_it_says_what_to_run_and_makes_nothing(tmp_path: Path) -> None:
    done = Office(tmp_path).run("doctor")
    assert done.returncode == 1
    assert "Run: ppid migrate" in done.stdout
    assert contents(tmp_path) == {}


def test_a_sound_installation_is_told_so_and_left_as_it_is(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert office.run("migrate").returncode == 0
    before = contents(tmp_path)
    done = office.run("doctor", "--json")
    assert done.returncode == 0, done.stdout
    found = {finding["check"]: finding["state"] for finding in json.loads(done.stdout)}
    assert set(found) == {
        "settings", "master key", "list of the erased", "disk", "time zones", "libraries", "mail", "outbox",
        "malware scanner", "store", "projections", "timekeeper", "signer", "checkpoints", "seal of the day",
        "personal data",
    }  # fmt: skip
    assert "problem" not in found.values()
    assert contents(tmp_path) == before


def test_F70_what_is_unsafe_is_a_problem_and_no_secret_is_printed(tmp_path: Path) -> None:
    secret = tmp_path / "mail.secret"
    secret.write_text("geheim-1234")
    secret.chmod(0o644)
    office = Office(
        tmp_path,
        PPID_DATABASE_URL="postgresql://ppid_app:geheim-5678@127.0.0.1:1/ppid",
        PPID_SMTP_URL="smtp://ppid@127.0.0.1:1",
        PPID_SMTP_PASSWORD_FILE=str(secret),
        PPID_MAIL_FROM="ppid@example.go.id",
        PPID_BASE_URL="http://ppid.example.go.id",
        PPID_CLAMD="tcp://127.0.0.1:1",
    )
    done = office.run("doctor")
    assert done.returncode == 1
    for said in (
        "chmod 600",
        "in the open",
        "PPID_DEMO is 1",
        "does not take our mail",
        "Start clamd",
        "store",
    ):
        assert said in done.stdout, said
    assert "geheim" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_settings_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    done = Office(tmp_path, PPID_PORT="x", PPID_DEM="1").run("doctor")
    assert (done.returncode, done.stdout.count("PROBLEM settings")) == (1, 2)


def test_the_timekeeper_has_to_go_round(world: World) -> None:
    settings, now = world.settings, world.clock
    assert states(stores.timekeeper(settings, now())) == {"timekeeper": State.WARNING}
    Beats(world.services.state.database, now).beat(TIMEKEEPER)
    assert states(stores.timekeeper(settings, now())) == {"timekeeper": State.OK}
    assert states(stores.timekeeper(settings, now() + timedelta(minutes=6))) == {"timekeeper": State.PROBLEM}


def test_a_beat_is_written_once_a_minute(world: World) -> None:
    beats = Beats(world.services.state.database, world.clock)
    begun = world.clock()
    for seconds, written in ((0, 0), (30, 0), (59, 0), (61, 61), (90, 61)):
        world.clock.at = begun + timedelta(seconds=seconds)
        beats.beat(TIMEKEEPER)
        assert beats.last(TIMEKEEPER) == begun + timedelta(seconds=written)


def test_projections_that_are_behind_or_stopped_are_said(world: World) -> None:
    world.follow()
    assert states(stores.projections(world.settings)) == {"projections": State.OK}
    world.file()
    assert states(stores.projections(world.settings)) == {"projections": State.WARNING}
    with world.services.views.transaction() as c:
        c.execute(
            "INSERT INTO projection_fault (name, position, event, error, place, noticed_at) "
            "SELECT name, position + 1, 'request.filed', 'KeyError', 'x.py:1', '2026-06-02T02:14:00+00:00' "
            "FROM projection_position LIMIT 1"
        )
    (finding,) = stores.projections(world.settings)
    assert finding.state is State.PROBLEM
    assert finding.says.startswith("Stopped: ")


def test_mails_that_reached_nobody_or_wait_are_said(world: World) -> None:
    assert states(stores.outbox(world.settings, world.clock())) == {"outbox": State.OK}
    columns = [row[1] for row in world.services.state.database.query("PRAGMA table_info(mail)")]

    def put(key: str, ended: str) -> None:
        values: dict[str, str | int] = {
            "id": key,
            "ended": ended,
            "made_at": world.clock().isoformat(),
            "tries": 0,
        }
        marks = ", ".join("?" for _ in columns)
        with world.services.state.database.transaction() as c:
            c.execute(
                f"INSERT INTO mail ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                [values.get(n, "") for n in columns],
            )

    put("a", "")
    assert states(stores.outbox(world.settings, world.clock())) == {"outbox": State.OK}
    late = world.clock() + timedelta(minutes=61)
    assert states(stores.outbox(world.settings, late)) == {"outbox": State.PROBLEM}
    put("b", Ended.REFUSED.value)
    assert states(stores.outbox(world.settings, world.clock())) == {"outbox": State.WARNING}


def test_the_signer_and_the_seals(world: World) -> None:
    world.at("registered")
    assert states(around.signer(world.settings)) == {"signer": State.OK}
    late = world.clock() + timedelta(minutes=3)
    assert states(around.sealed(world.settings, late))["checkpoints"] is State.PROBLEM
    world.seal()
    found = states(around.sealed(world.settings, world.clock()))
    assert found["checkpoints"] is State.OK
    gone = replace(world.settings, signer_dir=world.settings.files.parent / "no-signer")
    assert states(around.signer(gone)) == {"signer": State.PROBLEM}
    away = replace(world.settings, signer=world.settings.files.parent / "no.sock")
    assert states(around.signer(away)) == {"signer": State.PROBLEM}


def test_a_locked_version_that_is_not_installed_is_said(tmp_path: Path) -> None:
    lock = tmp_path / "run.txt"
    lock.write_text(
        "flask==0.0.1 \\\n    --hash=sha256:00\nno-such-library==1.0\n"
        "windows-only==1 ; sys_platform == 'win32'\n"
    )
    (finding,) = machine.versions(lock)
    assert finding.state is State.PROBLEM
    assert "flask " in finding.says
    assert "no-such-library missing" in finding.says
    assert "windows" not in finding.says
    (sound,) = machine.versions()
    assert sound.state is State.OK
    (absent,) = machine.versions(tmp_path / "none")
    assert absent.state is State.WARNING


def test_a_mail_server_that_answers_and_one_that_does_not(world: World) -> None:
    def settings(port: int) -> Settings:
        server = MailServer("smtp", "127.0.0.1", port, "", None, "ppid@example.go.id")
        return replace(world.settings, outside=Outside(mail=server))

    assert states(around.mail(settings(1))) == {"mail": State.PROBLEM}
    assert states(around.mail(world.settings)) == {"mail": State.WARNING}
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def answer() -> None:
            line, _ = listening.accept()
            with line, line.makefile("rb") as asked:
                line.sendall(b"220 hello\r\n")
                for request in asked:
                    line.sendall(b"221 bye\r\n" if request.startswith(b"quit") else b"250 ok\r\n")

        Thread(target=answer, daemon=True).start()
        assert states(around.mail(settings(listening.getsockname()[1]))) == {"mail": State.OK}


def test_on_postgresql_the_application_may_not_change_what_was_recorded(
    postgres_urls: Urls, postgres_world: World
) -> None:
    assert states(stores.rights(postgres_world.settings)) == {"rights": State.OK}
    assert states(stores.log(postgres_world.settings)) == {"store": State.OK}
    (as_owner,) = stores.rights(replace(postgres_world.settings, database_url=postgres_urls.owner))
    assert as_owner.state is State.PROBLEM
    for right in ("INSERT on ppid_log.event", "DELETE on ppid_log.event", "UPDATE on ppid_log.log_leaf"):
        assert right in as_owner.says
