"""A sealed log to practise on: the demo under the seals of three witnesses, sound, and with one case changed.

All of it is invented, and worth nothing outside the exercise: the keys are made, used and thrown away here.
How it is used: docs/using/checking.md.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ppid.events import Stream
from ppid.seal import verifier
from ppid.seal.bundle import write_bundle
from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.export import export
from ppid.seal.heads import HeadsBook
from ppid.seal.integrator import Integrator
from ppid.seal.ledger import Ledger
from ppid.seal.note import Kind, Note, Signer
from ppid.seal.policy import Policy
from ppid.seal.receipt import receipt_name, receipt_of
from ppid.seal.signer import LogSigner
from ppid.settings import Settings
from web.demo.practice_words import README, README_NAME
from web.demo.seed import begins, seed
from web.demo.stage import ZONE
from web.services import Services, migrate, open_services

ORIGIN: Final = "latihan.ppid.example/log1"
WITNESSES: Final = ("latihan-komisi-1", "latihan-komisi-2", "latihan-komisi-3")
#: The last working day of the demo's story; its log is sealed the night after and exported in the morning.
ENDS: Final = datetime(2026, 7, 31, 10, tzinfo=UTC)
EXPORTED: Final = datetime(2026, 8, 1, 1, tzinfo=UTC)
#: The night of the seal that the notebook remembers.
LAST_MONTH: Final = date(2026, 7, 1)
SEALED_AT: Final = time(0, 5)

#: The case that leaves the building as a bundle: refused, taken to the Information Commission, opened by it.
SHOWN: Final = "0003/PPID-POLDA-TB/II/2026"
#: The case that somebody changed: nobody ever answered it, and its citizen holds a receipt.
CHANGED: Final = "0010/PPID-POLDA-TB/V/2026"

POLICY_FILE: Final = "kebijakan.txt"
NOTEBOOK_FILE: Final = "buku-catatan.json"
BUNDLE_FILE: Final = "kasus.zip"
SOUND_FILE: Final = "catatan.sqlite3"
CHANGED_FILE: Final = "catatan-diubah.sqlite3"
VERIFIER_FILE: Final = "ppid-verify.py"
RECEIPT_FILE: Final = receipt_name(CHANGED)

_CASE = "SELECT originator_id FROM event WHERE topic = 'request.registered' AND instr(state, ?) > 0"
_FIRST_TWO = (
    "SELECT originator_version, state FROM event WHERE originator_id = ? AND originator_version <= 2"
    " ORDER BY originator_version"
)
_REWRITE = "UPDATE event SET state = ? WHERE originator_id = ? AND originator_version = ?"
#: What the insider wants: a request that came in a month later is not overdue yet.
_LATER = {"2026-05-25": "2026-06-25", "2026-06-11": "2026-07-09"}


class _Tonight(Ledger):
    """The log as it was on the night when it is sealed: with as many entries as there were by then."""

    upto = 0

    def size(self) -> int:
        """How many entries there were."""
        return min(super().size(), self.upto)


@dataclass(frozen=True, slots=True)
class _Night:
    """A night on which the log was sealed."""

    at: datetime
    size: int


def make_kit(folder: Path) -> tuple[str, ...]:
    """Write the practice files into the empty ``folder``; return their names."""
    with TemporaryDirectory(prefix="ppid-latihan-") as temporary:
        settings = _settings(Path(temporary))
        migrate(settings, begins(ENDS))
        services = open_services(settings, lambda: ENDS)
        try:
            seed(services)
            witnesses = _witnesses()
            policy = _policy(LogSigner(settings.signer_dir).vkeys()[0], witnesses)
            remembered = _seal(services, witnesses)
            _write(folder, services, policy, remembered)
        finally:
            services.close()
    return tuple(sorted(path.name for path in folder.iterdir()))


def _settings(place: Path) -> Settings:
    return Settings.read(
        {
            "PPID_DATABASE_URL": f"sqlite:///{place / 'ppid.sqlite3'}",
            "PPID_MASTER_KEY_FILE": str(place / "master.key"),
            "PPID_FILES": str(place / "files"),
            "PPID_SIGNER_DIR": str(place / "signer"),
            "PPID_LOG_ORIGIN": ORIGIN,
        }
    )


def _witnesses() -> dict[str, Signer]:
    """Keys of three commissions that do not exist, made anew for every kit."""
    return {
        name: Signer.from_seed(f"{name}.example/saksi", Kind.COSIGNATURE, secrets.token_bytes(32))
        for name in WITNESSES
    }


def _policy(vkey: str, witnesses: dict[str, Signer]) -> str:
    """Whom the auditor trusts in this exercise: the log's key, and all three witnesses together."""
    lines = [
        "# LATIHAN / PRACTICE: kunci ini dibuat untuk latihan saja / these keys are for practice only",
        f"log {vkey}",
        *(f"witness {name} {signer.verifier}" for name, signer in witnesses.items()),
        f"group semua-komisi all {' '.join(witnesses)}",
        "quorum semua-komisi",
    ]
    return "\n".join(lines) + "\n"


# Sealing --------------------------------------------------------------------------------------------------


def _seal(services: Services, witnesses: dict[str, Signer]) -> Note:
    """Seal every night of the story on which there was something new; return the seal of last month."""
    settings = services.settings
    last = datetime.combine(ENDS.astimezone(ZONE).date() + timedelta(days=1), SEALED_AT, ZONE).astimezone(UTC)
    HeadsBook(services.ledger).record(last)
    ledger = _Tonight(settings.database_url)
    remembered = None
    with closing(ledger):
        integrator = Integrator(ledger, LogSigner(settings.signer_dir))
        for night in _nights(services.ledger):
            ledger.upto = night.size
            integrator.integrate()
            note = _confirm(ledger, witnesses, night.at)
            if night.at.astimezone(ZONE).date() <= LAST_MONTH:
                remembered = note
    assert remembered is not None  # noqa: S101  (the story is longer than a month)
    return remembered


def _nights(ledger: Ledger) -> Iterator[_Night]:
    """Each 00:05 in Jakarta after a day on which something was recorded, with the entries there were."""
    due: datetime | None = None
    size = ledger.size()
    for index in range(size):
        at = ledger.recorded_at(index)
        assert at is not None  # noqa: S101  (it is below the size)
        if due is not None and at > due:
            yield _Night(due, index)
        due = _night_after(at)
    if due is not None:
        yield _Night(due, size)


def _night_after(at: datetime) -> datetime:
    local = at.astimezone(ZONE)
    due = datetime.combine(local.date(), SEALED_AT, ZONE)
    return (due if local <= due else due + timedelta(days=1)).astimezone(UTC)


def _confirm(ledger: Ledger, witnesses: dict[str, Signer], at: datetime) -> Note:
    """Have every witness confirm the newest checkpoint, twenty seconds after the other."""
    newest = ledger.newest()
    assert newest is not None  # noqa: S101  (it was just made)
    note = Note.of(newest.text)
    lines = [
        signer.sign(note.text, int((at + timedelta(seconds=20 * place)).timestamp()))
        for place, signer in enumerate(witnesses.values(), start=1)
    ]
    signed = note.signed(*lines)
    ledger.replace(newest, str(signed))
    return signed


# Files ----------------------------------------------------------------------------------------------------


def _write(folder: Path, services: Services, policy: str, remembered: Note) -> None:
    settings, ledger = services.settings, services.ledger
    (folder / POLICY_FILE).write_text(policy, encoding="utf-8", newline="\n")
    (folder / NOTEBOOK_FILE).write_text(_notebook(remembered), encoding="utf-8", newline="\n")
    known = Policy.of(policy)
    with (folder / BUNDLE_FILE).open("wb") as out:
        write_bundle(ledger, services.files, _case(ledger, SHOWN), out, policy=known)
    receipt = receipt_of(ledger, _case(ledger, CHANGED), known)
    assert receipt is not None  # noqa: S101  (all of it is sealed)
    (folder / RECEIPT_FILE).write_bytes(receipt.as_file())
    export(settings.database_url, folder / SOUND_FILE, EXPORTED)
    _tamper(ledger)
    export(settings.database_url, folder / CHANGED_FILE, EXPORTED)
    program = Path(verifier.__file__).read_bytes()
    (folder / VERIFIER_FILE).write_bytes(program)
    said = README.format(
        receipt=RECEIPT_FILE, program=_fingerprint(program), policy=_fingerprint(policy.encode())
    )
    (folder / README_NAME).write_text(said, encoding="utf-8", newline="\n")


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _notebook(note: Note) -> str:
    """The auditor's own book, as the verifier writes it."""
    checkpoint = checkpoint_in(note)
    page = {
        "note": str(note),
        "root": note.text.split("\n")[2],
        "seen_at": f"{LAST_MONTH}T02:00:00.000000Z",
        "size": checkpoint.size,
    }
    return json.dumps({checkpoint.origin: page}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _case(ledger: Ledger, number: str) -> Stream:
    """The case of that number."""
    ((stream,),) = ledger.database.query(_CASE, (number.encode(),))
    return str(stream)


def _tamper(ledger: Ledger) -> None:
    """Do what an insider who owns the database would: let the case that nobody answered begin later."""
    stream = _case(ledger, CHANGED)
    with ledger.database.transaction() as database:
        database.execute("DROP TRIGGER event_is_never_updated")
        for version, state in list(database.execute(_FIRST_TWO, (stream,))):
            written = bytes(state)
            for was, becomes in _LATER.items():
                written = written.replace(f'_on":"{was}"'.encode(), f'_on":"{becomes}"'.encode())
            database.execute(_REWRITE, (written, stream, version))


__all__ = ["CHANGED", "ENDS", "SHOWN", "make_kit"]
