"""The sealed log as pages show it: the policy by which this office's seals are judged, and what it says.

Whoever checks us brings a policy of their own; ours says only what we show about ourselves.
"""

from __future__ import annotations

from ppid.seal.choosing import Checkpoints, self_policy
from ppid.seal.ledger import Ledger
from ppid.seal.policy import Policy
from web.services import services


def ledger() -> Ledger:
    """The sealed log of the running application."""
    return services().ledger


def policy_text() -> str:
    """The policy as a file: the keys of the log, the commissions, and how many of them must agree.

    An office that named no commissions has the keys of its own log alone.
    """
    file = services().settings.policy_file
    return file.read_text(encoding="utf-8") if file else self_policy(ledger())


def policy() -> Policy:
    """The same, read. Raises PolicyError, OSError: `ppid run` refuses to start with a file that is none."""
    return Policy.of(policy_text())


def checkpoints() -> Checkpoints:
    """The checkpoints, judged by that policy."""
    return Checkpoints(ledger(), policy())
