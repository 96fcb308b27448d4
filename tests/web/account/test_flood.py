"""A flood of sign-ins against the real program: memory stays bounded, and citizens go on filing."""

from __future__ import annotations

import pytest

from tests.bench.filing import file_all, prepare
from tests.bench.memory import started
from tests.bench.signin import GOAL_GROWTH_MB, during, kilobytes, sign_ins
from tests.web.world import World
from web.services import open_services

SIGN_INS, FILINGS = 200, 12


@pytest.mark.slow
def test_f52_citizens_file_while_two_hundred_sign_in(world: World) -> None:
    # Opened again on the clock of the server, or the drafts would be too old for it.
    services = open_services(world.settings)
    with started(world, "run", PPID_PROXIES="1") as (process, port):  # type: ignore[arg-type]  # its settings are asked
        filings = prepare(services, port, FILINGS + 2)
        attempts = sign_ins(services, port, SIGN_INS)
        file_all(port, filings[:2])
        before = kilobytes(process.pid, "VmRSS")
        answers, filed = during(port, attempts, filings[2:])
        growth = (kilobytes(process.pid, "VmHWM") - before) / 1024
    services.close()
    assert sorted(filed.receipts) == sorted(each.case for each in filings[2:]), filed.others
    assert sum(answers.values()) == SIGN_INS
    assert set(answers) <= {"422", "503"}, answers
    assert answers["422"] >= 2, "some were looked at"
    assert growth < GOAL_GROWTH_MB
