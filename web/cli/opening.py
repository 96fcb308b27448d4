"""What most commands begin with: settings, opened services, a body by its code, a day."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

import click

from ppid import safety
from ppid.body import Body
from ppid.events import Actor, Role
from ppid.settings import Settings, SettingsError
from web.services import Services, open_services

log = logging.getLogger("ppid.settings")
OPERATOR = Actor("operator", Role.OPERATOR)


class Day(click.ParamType[date]):
    """A day written as 2025-08-04."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or say what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day. Write it as 2025-08-04.", param, ctx)


DAY = Day()


def read_settings() -> Settings:
    """The settings from the environment."""
    return Settings.read(os.environ)


def safe_settings() -> Settings:
    """The settings of a server, which starts where they are safe. All problems are named at once (F70)."""
    problems = safety.secret_problems(os.environ)
    try:
        settings = read_settings()
    except SettingsError as wrong:
        raise SettingsError([*wrong.problems, *problems]) from None
    problems += safety.dangers(settings)
    if problems:
        raise SettingsError(problems)
    for doubt in safety.doubts(settings):
        log.warning("%s", doubt)
    return settings


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Services]:
    """The services, closed at the end."""
    services = open_services(settings or read_settings())
    try:
        yield services
    finally:
        services.close()


def stop_on_signal() -> None:
    """End as if asked to when the supervisor says so, so that everything is closed."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)


def the_body(services: Services, code: str | None) -> Body:
    """The body of that code; without one, the only body there is."""
    if code:
        return services.directory.body_by_code(code)
    bodies = services.directory.bodies()
    if len(bodies) == 1:
        return bodies[0]
    known = ", ".join(body.code for body in bodies) or "none yet"
    raise click.UsageError(f"Name the body with --body CODE. Known: {known}.")
