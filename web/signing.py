"""The sealed log in a running installation: its signer, how it begins, and what is checked before a start."""

from __future__ import annotations

from contextlib import suppress

from ppid.seal.daily import Others, others_of
from ppid.seal.integrator import RestoredError, check_start
from ppid.seal.leaf import Genesis
from ppid.seal.ledger import Ledger
from ppid.seal.policy import PolicyError
from ppid.seal.rotation import keys_of
from ppid.seal.signer import LogSigner, State
from ppid.seal.signing import ChildSigner, SignerAwayError, SignerError, Signing, SocketSigner
from ppid.settings import Settings, SettingsError


def signing_of(settings: Settings) -> ChildSigner | SocketSigner:
    """The signer that the settings name: the one behind a socket, or a child process of our own."""
    return SocketSigner(settings.signer) if settings.signer else ChildSigner(settings.signer_dir)


def begin(settings: Settings) -> Genesis:
    """How a log begins that has no entry yet. The child's key is made here, and nowhere else.

    Raises SettingsError, RestoredError, SignerError, SignerAwayError.
    """
    if settings.signer is None and not LogSigner(settings.signer_dir).exists():
        LogSigner.create(settings.signer_dir, settings.origin)
    signing = signing_of(settings) if settings.signer else LogSigner(settings.signer_dir)
    state = signing.state()
    _check_origin(settings, state.origin)
    if state.size:
        raise RestoredError(
            f"The log is empty, but {state.size} entries of {state.origin} were signed. Was the database "
            "lost? Restore it: see docs/operations/restored.md. If this is to be another log, name the "
            "folder (PPID_SIGNER_DIR) or the socket (PPID_SIGNER) of a signer of its own."
        )
    return Genesis(state.origin, tuple(signing.vkeys()))


def state_before(settings: Settings, origin: str) -> State:
    """What was signed last for the log that closes. Raises SignerError where the signer is not ready."""
    if settings.signer is None:
        return LogSigner(settings.signer_dir).state()
    state = SocketSigner(settings.signer).state()
    if state.origin != origin or state.size:
        raise SignerError(f"Have the signer begin first, by its own user: ppid signer reopen {origin}")
    return state


def renew(settings: Settings, origin: str) -> tuple[str, ...]:
    """Have the signer sign for the new log and for the old one no more; return the new keys."""
    if settings.signer is not None:
        return tuple(SocketSigner(settings.signer).vkeys())
    signer = LogSigner(settings.signer_dir)
    if signer.state().origin != origin:  # else we were interrupted after this step
        signer.reopen(origin)
    if signer.state().size:
        raise SignerError(f"The signer has signed entries of {origin} already. A new log needs a new name.")
    return tuple(signer.vkeys())


def others_in(settings: Settings) -> Others:
    """Who confirms the seal of the day. Raises SettingsError."""
    try:
        return others_of(
            settings.policy_file,
            settings.tsa,
            allow_test=settings.demo,
            private_hosts=settings.outside.private_hosts,
        )
    except PolicyError as wrong:
        raise SettingsError([f"The policy {settings.policy_file} cannot be used: {wrong}."]) from wrong


def check_apart(settings: Settings, ledger: Ledger) -> None:
    """The same as `check` for a process that seals nothing itself, as far as it reaches the signer."""
    signer = LogSigner(settings.signer_dir)
    with suppress(SignerAwayError):
        if settings.signer:
            check(settings, ledger, SocketSigner(settings.signer))
        elif signer.exists():
            check(settings, ledger, signer)


def check(settings: Settings, ledger: Ledger, signing: Signing) -> None:
    """Insist, before anything is recorded, that log, signer and settings speak of one history.

    Raises SettingsError, RestoredError, SignerError, SignerAwayError.
    """
    _check_origin(settings, ledger.origin())
    check_start(ledger, signing)
    known, held = keys_of(ledger), signing.vkeys()
    if known and not set(known) & set(held):
        raise SignerError(
            "The signer has none of the keys that the log names. Name the folder or socket of the signer of "
            "this log; if its key is lost, see docs/operations/restored.md."
        )


def _check_origin(settings: Settings, origin: str) -> None:
    if settings.log_origin and settings.log_origin != origin:
        raise SettingsError(
            [f"PPID_LOG_ORIGIN is {settings.log_origin}, but this log began as {origin}. Leave it empty."]
        )
