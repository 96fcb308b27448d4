"""The machine: its settings and secrets, its disks, its clock, the versions of the libraries that run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ppid import safety
from ppid.erased import ErasedList, ErasedListError
from ppid.keyring import KeyRing, UnsafeKeyError
from ppid.settings import Settings
from web.doctor.finding import Finding, ok, problem, warning

LOCK = Path(__file__).parents[2] / "requirements" / "run.txt"
ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
FEW_BYTES, TOO_FEW_BYTES = 2 * 1024**3, 256 * 1024**2
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
_SQLITE = "sqlite:///"


def settings(found: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Settings that may not stand together, and files that others can read."""
    dangers = [*safety.secret_problems(environment), *safety.dangers(found)]
    for danger in dangers:
        yield problem("settings", danger, "Nothing starts before this is mended.")
    for doubt in safety.doubts(found):
        yield warning("settings", doubt)
    if not dangers:
        yield ok("settings", "The settings go together, and no secret can be read by others.")


def master_key(found: Settings) -> Iterator[Finding]:
    """The master keys, and the list of the erased."""
    if not found.master_key_file.exists() and _never_ran(found):
        yield warning("master key", "There is none yet.", "It is made at the first start. Back it up apart.")
        return
    try:
        keys = KeyRing.open(found.master_key_file, create=False).keys()
    except UnsafeKeyError as unsafe:
        yield problem("master key", str(unsafe))
    except OSError as unreadable:
        yield problem("master key", f"It cannot be read ({type(unreadable).__name__}).")
    else:
        yield ok("master key", f"{len(keys.all)} in the ring, the newest is {keys.newest.id}.")
    erased = ErasedList(found.erased_file)
    try:
        read = erased.read()
    except (ErasedListError, OSError) as unreadable:
        says = str(unreadable) if isinstance(unreadable, ErasedListError) else type(unreadable).__name__
        yield problem("list of the erased", says, "See docs/operations/erasing-a-person.md.")
    else:
        if erased.exists:
            yield ok("list of the erased", f"{len(read.people)} people; apply it after every restore.")
        else:
            yield warning("list of the erased", "There is none yet.", "It is made at the first start.")


def _never_ran(found: Settings) -> bool:
    url = found.database_url
    return url.startswith(_SQLITE) and not Path(url.removeprefix(_SQLITE)).exists()


def disks(found: Settings) -> Iterator[Finding]:
    """Room where something is written."""
    places = {
        "files": found.files,
        "signer": found.signer_dir,
        "list of the erased": found.erased_file.parent,
    }
    if found.database_url.startswith(_SQLITE):
        places["database"] = Path(found.database_url.removeprefix(_SQLITE)).parent
    seen: set[int] = set()
    for name, place in places.items():
        there = next(each for each in (place, *place.absolute().parents) if each.exists())
        device = there.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(there).free
        says = f"{free // 1024**2} MiB free at {there} ({name})."
        if free < TOO_FEW_BYTES:
            yield problem("disk", says, "Make room now: without it nothing can be recorded.")
        elif free < FEW_BYTES:
            yield warning("disk", says, "Make room soon.")
        else:
            yield ok("disk", says)


def clock() -> Iterator[Finding]:
    """The time zones of the country. Whether the clock runs back is seen by the log itself."""
    noon = datetime(2026, 6, 2, 12, tzinfo=UTC)
    wrong = []
    for name, hours in ZONES.items():
        try:
            offset = ZoneInfo(name).utcoffset(noon)
        except (ZoneInfoNotFoundError, OSError):
            offset = None
        if offset is None or offset.total_seconds() != hours * 3600:
            wrong.append(name)
    if wrong:
        yield problem("time zones", f"Missing or wrong: {', '.join(wrong)}.", "Install the package tzdata.")
    else:
        yield ok("time zones", "WIB, WITA and WIT are known.")


def versions(lock: Path = LOCK) -> Iterator[Finding]:
    """The installed libraries against those that were tried together."""
    if not lock.exists():
        yield warning("libraries", "The list of locked versions is not here, so they were not compared.")
        return
    differing = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not (wanted := _LOCKED.match(line)):
            continue
        name, version = wanted.groups()
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            # What has a condition behind it may be meant for another system.
            installed = version if ";" in line else "missing"
        if installed != version:
            differing.append(f"{name} {installed} instead of {version}")
    if differing:
        yield problem("libraries", "; ".join(differing) + ".", "Run: make setup")
    else:
        yield ok("libraries", "Every library has the version that was locked.")
