"""The sealed log as pages show it: the policy by which this office's seals are judged, and what it says.

Whoever checks us brings a policy of their own; ours says only what we show about ourselves.
"""

from __future__ import annotations

import logging

from ppid.events import Stream
from ppid.seal.choosing import Checkpoints, self_policy
from ppid.seal.ledger import Ledger
from ppid.seal.policy import Policy, PolicyError
from ppid.seal.receipt import Receipt, receipt_of
from web.letters.kinds import SealedCodes
from web.services import services

#: Where receipts are checked. It stands on paper for years.
CHECKED_AT = "/catatan/tanda-terima"
faults = logging.getLogger("ppid.faults")


def ledger() -> Ledger:
    """The sealed log of the running application."""
    return services().ledger


def policy_text() -> str:
    """The policy as a file: the keys of the log, the commissions, and how many of them must agree.

    An office that named no commissions has the keys of its own log alone; and so has one whose file went bad
    while it is served, as nobody's receipt may fail over that. No seal is called confirmed then.
    """
    file = services().settings.policy_file
    if file is None:
        return self_policy(ledger())
    try:
        written = file.read_text(encoding="utf-8")
        Policy.of(written)
    except (OSError, UnicodeDecodeError, PolicyError) as problem:
        faults.error("the policy of the seals cannot be read: %s", type(problem).__name__)
        return self_policy(ledger())
    return written


def policy() -> Policy:
    """The same, read."""
    return Policy.of(policy_text())


def checkpoints() -> Checkpoints:
    """The checkpoints, judged by that policy."""
    return Checkpoints(ledger(), policy())


def receipt(stream: Stream) -> Receipt | None:
    """The sealed receipt of a case of any subject; None while no checkpoint covers its first entry."""
    return receipt_of(ledger(), stream, policy())


def codes_of(stream: Stream) -> SealedCodes | None:
    """The same as the codes on paper."""
    found = receipt(stream)
    if found is None:
        return None
    return SealedCodes(
        origin=ledger().origin(),
        index=found.index,
        texts=tuple(found.codes()),
        check_url=f"{services().settings.base_url}{CHECKED_AT}",
    )
