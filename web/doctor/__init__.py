"""`ppid doctor`: everything that has to be right for this installation to be safe, looked at one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from ppid.settings import Settings, SettingsError
from web.doctor import around, machine, stores
from web.doctor.finding import Finding, State, ok, problem

__all__ = ["Finding", "State", "examine"]

#: Asked only where the store answers.
ON_THE_STORE: tuple[Callable[[Settings], Iterable[Finding]], ...] = (
    stores.rights,
    stores.projections,
    stores.timekeeper,
    stores.outbox,
    around.signer,
    around.sealed,
)


def examine(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Look at everything; one check that fails keeps none of the others from being made."""
    try:
        settings = Settings.read(environment)
    except SettingsError as wrong:
        yield from (problem("settings", each, "See docs/settings.md.") for each in wrong.problems)
        return
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("settings", partial(machine.settings, settings, environment)),
        ("master key", partial(machine.master_key, settings)),
        ("disk", partial(machine.disks, settings)),
        ("time zones", machine.clock),
        ("libraries", machine.versions),
        ("mail", partial(around.mail, settings)),
        ("malware scanner", partial(around.scanner, settings)),
    ]
    for name, check in checks:
        yield from _made(name, check)
    store = _made("store", partial(stores.log, settings))
    yield from store
    if any(finding.state is State.PROBLEM for finding in store):
        return
    for check_store in ON_THE_STORE:
        yield from _made(check_store.__name__, partial(check_store, settings))
    yield ok("personal data", "Whether any stands in the clear is looked for by: ppid data scan")


def _made(name: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as failed:  # noqa: BLE001 - the others are made all the same; a message may hold a secret
        return [problem(name, f"It could not be looked at ({type(failed).__name__}).")]
