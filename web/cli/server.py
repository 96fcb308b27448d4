"""Serving pages, following the log, keeping time."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

import click

from ppid.events import Role
from ppid.settings import Settings
from web import scrubbing
from web.cli.opening import OPERATOR, opened, safe_settings, stop_on_signal
from web.demo import PASSWORD, Access, begins, is_empty, seed
from web.demo.cast import AUDITOR, POSTS, REGION
from web.sealer import Sealer
from web.services import Services, migrate, open_services, system_clock
from web.serving import Keeper
from web.signing import check, check_apart, others_in, signing_of

_M_ARENA_MAX = -8  # of malloc.h


@click.command()
def run() -> None:
    """Serve the pages, follow, keep time and seal. Fills an empty store with the demo."""
    _share_heaps()
    _log_to_stdout()
    settings = safe_settings()
    _make_room(settings)
    if settings.migrates_at_start:
        migrate(settings, begins(system_clock()) if settings.demo else None)
    services = open_services(settings)
    sealer = _sealer(services) if settings.embedded_follower else None
    if sealer is None:
        check_apart(settings, services.ledger)
    follow = _first_fill(services)
    keeper = Keeper(services)
    if sealer:
        services.follower.start()
        keeper.start()
        sealer.start()
    _announce(services, follow)
    stop_on_signal()
    try:
        _serve(services)
    finally:
        keeper.stop()
        if sealer:
            sealer.stop()
        services.close()


def _share_heaps() -> None:
    """Give all threads two heaps together: with one each, no other could use what one has freed (glibc)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _make_room(settings: Settings) -> None:
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)


def _first_fill(services: Services) -> tuple[Access, ...]:
    if not (services.settings.demo and is_empty(services)):
        services.directory.ship(OPERATOR)
        return ()
    click.echo("An empty store: filling in the demo …")
    follow = seed(services)
    services.follower.catch_up()
    return follow


def _announce(services: Services, follow: tuple[Access, ...]) -> None:
    base = services.settings.base_url
    lines = [
        "",
        f"  Warga / citizens    {base}/",
        f"  Petugas / officers  {base}/meja",
        f"  Auditor             {base}/audit",
    ]
    if services.settings.demo and any(b.code == REGION.code for b in services.directory.bodies()):
        lines += ["", f"  Demo sign-ins (password {PASSWORD}):"]
        lines += [_sign_in(p.username, p.roles, f"{p.position}, {p.office}") for p in POSTS]
        lines.append(_sign_in(AUDITOR, (Role.AUDITOR,), "Komisi Informasi"))
    if follow:
        lines += ["", f"  Cases to follow as a citizen at {base}/lacak"]
        lines += [f"    {case.number}  code {case.code}  {case.why}" for case in follow]
    click.echo("\n".join([*lines, "", "  Stop with Ctrl+C."]))


def _sign_in(username: str, roles: tuple[Role, ...], position: str) -> str:
    return f"    {username:<10} {', '.join(roles):<18} {position}"


def _serve(services: Services) -> None:
    from web import create_app
    from web.listening import serve

    serve(create_app(services), services.settings)


@click.command()
def follow() -> None:
    """Follow the log, keep time and seal, without pages: the second process of a server installation."""
    _log_to_stdout()
    with opened(safe_settings()) as services:
        sealer = _sealer(services)
        keeper = Keeper(services)
        keeper.start()
        sealer.start()
        stop_on_signal()
        try:
            services.follower.run()
        finally:
            keeper.stop()
            sealer.stop()


def _sealer(services: Services) -> Sealer:
    """What seals the log, after a look at whether this is the log that was signed."""
    signing = signing_of(services.settings)
    try:
        check(services.settings, services.ledger, signing)
        return Sealer(services, signing, others_in(services.settings))
    except BaseException:
        signing.close()
        raise


def _log_to_stdout() -> None:
    # Our own lines and the warnings of libraries; an access log would hold people's addresses.
    scrubbing.install(sys.stdout)


COMMANDS = (run, follow)
