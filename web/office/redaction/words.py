"""How the steps of a redaction look."""

from __future__ import annotations

from ppid.redaction.state import Step

COLOURS = {Step.PREPARED: "yellow", Step.READY: "blue", Step.RELEASED: "green", Step.DROPPED: "grey"}
