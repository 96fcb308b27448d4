"""The ``ppid`` command. It exits with 0 fine, 1 found something, 2 misused, 3 store or setting broken."""

from __future__ import annotations

import os
import sys

import click

from ppid.database import StoreError, StoreUnavailableError
from ppid.erased import ErasedListError
from ppid.errors import RuleError
from ppid.log import NotMigratedError, StreamMovedError
from ppid.seal.erasing import ErasureError
from ppid.seal.integrator import RestoredError
from ppid.seal.rotation import RotationError
from ppid.seal.signing import RefusedError, SignerAwayError, SignerError
from ppid.settings import SettingsError
from ppid.vault import UnsafeKeyError
from web.cli import (
    books,
    calendar,
    doctor,
    door,
    evidence,
    files,
    keys,
    law,
    mail,
    officers,
    offices,
    personal,
    retention,
    sealed,
    server,
    signer,
    upkeep,
    witness,
)

FOUND, MISUSED, BROKEN = 1, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ppid")
def cli() -> None:
    """Public information requests under Law 14/2008: serve, follow, import, replay, verify."""


GROUPS = (
    server,
    upkeep,
    doctor,
    law,
    books,
    calendar,
    offices,
    officers,
    door,
    witness,
    sealed,
    evidence,
    signer,
    keys,
    personal,
    retention,
    files,
    mail,
)
for group in GROUPS:
    for command in group.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Run a command and put every refusal in one plain sentence on standard error."""
    # Whatever a command makes (database files, keys, attachments) is for its own user alone.
    os.umask(0o077)
    try:
        cli()
    except RuleError as refusal:
        _stop(FOUND, refusal.sentence("id"), refusal.sentence("en"))
    except SettingsError as wrong:
        _stop(BROKEN, *wrong.problems)
    except (UnsafeKeyError, ErasedListError) as unsafe:
        _stop(BROKEN, str(unsafe))
    except (RestoredError, SignerError, SignerAwayError) as unsealed:
        _stop(BROKEN, str(unsealed))
    except (RefusedError, ErasureError, RotationError) as refused:
        _stop(FOUND, str(refused))
    except NotMigratedError:
        _stop(BROKEN, "The store has no tables yet. Run: ppid migrate")
    except StreamMovedError:
        _stop(FOUND, "Somebody recorded something at the same moment, so nothing was written. Try again.")
    except StoreUnavailableError:
        _stop(BROKEN, "The store cannot be reached. Check PPID_DATABASE_URL and that the database runs.")
    except StoreError as refused:
        _stop(
            BROKEN, f"The database refused: {refused}. Is this the right role? See PPID_OWNER_DATABASE_URL."
        )


def _stop(code: int, *sentences: str) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)
