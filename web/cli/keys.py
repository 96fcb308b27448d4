"""The master keys: how they stand, a new one in front, everybody under it, an old one gone."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import click

from ppid.keyring import Keys, read_keys, rotate, without
from ppid.rewrapping import rewrap, standing
from web.cli.opening import opened, read_settings

FOUND = 1
#: Every process has seen a new key long before: nothing is wrapped by an older one any more.
SETTLED_S = 60.0
LOST = (
    "What stops working with it: access codes of requests that were filed under it, forms that are not sent "
    "yet, and every backup of the database made before `ppid key rewrap`."
)


@click.group()
def key() -> None:
    """The master keys, which lie outside the database."""


@key.command("status")
def status_() -> None:
    """Show each master key by its id, since when it is in front, and how many rows need it.

    Exit 1 if some people are not under the newest key.
    """
    with opened() as services:
        keys = services.vault.ring.keys()
        found = standing(services.ledger.database)
        for place, each in enumerate(keys.all):
            word = "newest" if place == 0 else "older"
            since = each.since or "the beginning"
            people, marks = found.keys.get(each.id, 0), found.marks.get(each.id, 0)
            click.echo(f"{each.id}\t{word}\tsince {since}\t{people} people\t{marks} marks")
        if bare := found.keys.get("", 0):
            click.echo(f"-\tbefore keys had ids\t\t{bare} people")
        behind = sum(n for key_id, n in found.keys.items() if key_id != keys.newest.id)
        sys.exit(FOUND if behind else 0)


@key.command("rotate")
def rotate_() -> None:
    """Put a new master key in front. Running processes see it within a second.

    Back the file up, apart from the database, before anything else.
    """
    settings = read_settings()
    with opened():  # a ring that does not fit the database is told before it is changed
        keys = rotate(settings.master_key_file, datetime.now(UTC).date())
    click.echo(f"{keys.newest.id} is the newest master key, {len(keys.all) - 1} older behind it.")
    click.echo(f"Back up {settings.master_key_file} now, apart from the database. Then run: ppid key rewrap")


@key.command("rewrap")
def rewrap_() -> None:
    """Put the keys of all people under the newest master key, while everything runs. Safe to repeat."""
    with opened() as services:
        done = rewrap(
            services.log,
            services.ledger.database,
            services.vault,
            lambda count: click.echo(f"\r{count} people", nl=False, err=True),
        )
        click.echo(f"{done} people are under {services.vault.ring.keys().newest.id} now.")
        services.ledger.database.forget_deleted()


@key.command("retire")
@click.argument("key_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def retire_(key_id: str, *, yes: bool) -> None:
    """Take the older master key ID out of the ring, for ever; refused while any row needs it."""
    settings = read_settings()
    with opened() as services:
        _check_known(read_keys(settings.master_key_file), key_id)
        if needed := standing(services.ledger.database).under(key_id):
            click.echo(f"{needed} rows still need {key_id}. Run: ppid key rewrap")
            sys.exit(FOUND)
        since_change = time.time() - settings.master_key_file.stat().st_mtime
        if since_change < SETTLED_S:
            click.echo("The ring was changed a moment ago. Try again in a minute.")
            sys.exit(FOUND)
        click.echo(LOST)
        if not (yes or click.confirm("This cannot be undone. Retire this key?")):
            return
        without(settings.master_key_file, key_id)
        click.echo(f"{key_id} is retired. Destroy its copies once the old backups are gone.")


def _check_known(keys: Keys, key_id: str) -> None:
    if keys.by_id(key_id) is None:
        known = ", ".join(key.id for key in keys.all[1:]) or "none"
        raise click.UsageError(f"The ring has no key {key_id}. Older keys: {known}.")
    if keys.newest.id == key_id:
        raise click.UsageError("The newest key cannot be retired. First run: ppid key rotate")


COMMANDS = (key,)
