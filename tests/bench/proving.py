"""``ppid log verify`` on a million events: each entry audited, all replayed, every overview compared."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ppid.seal.ledger import Ledger
from projections.catalog import ALL
from projections.rebuild import rebuild
from tests.bench.measuring import Figure, rate, timed
from tests.bench.office import Installation, Plan, fill
from tests.bench.stores import Bench, Kind

_KIND: Kind = "SQLite"


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure on SQLite, where one file holds all that is read."""
    bench.say(f"filling an office with {bench.sizes.verified:,} requests")
    office = bench.empty(_KIND)
    fill([office], Plan(bench.sizes.verified))
    bench.say(f"building all {len(ALL)} overviews")
    for projection in ALL:
        rebuild(office.services.log, office.services.views, projection)
    _run(office, "log", "seal")
    with closing(Ledger(office.settings.database_url)) as ledger:
        entries = ledger.size()
    with timed() as watch:
        answer = json.loads(_run(office, "log", "verify", "--json"))
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Figure(
        f"verifying {entries:,} entries and comparing {len(ALL)} overviews, {_KIND}",
        "",
        f"{watch.seconds:,.0f} s, {rate(entries, watch.seconds)}, {peak_mb:,.0f} MB: {answer['verdict']}",
        "every overview replays the whole log",
        answer["exit"] == 0,
    )


def _run(office: Installation, *arguments: str) -> str:
    """Run ``ppid`` on the store of ``office``."""
    settings = office.settings
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PPID_")},
        "PPID_DATABASE_URL": settings.database_url,
        "PPID_OWNER_DATABASE_URL": settings.owner_database_url,
        "PPID_MASTER_KEY_FILE": str(settings.master_key_file),
        "PPID_FILES": str(settings.files),
        "PPID_BASE_URL": settings.base_url,
        "PPID_SIGNER_DIR": str(settings.signer_dir),
    }
    command = [str(Path(sys.executable).with_name("ppid")), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"ppid {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-300:]}")
    return done.stdout
