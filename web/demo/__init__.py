"""A body to try everything on: a police region with three precincts and some thirty cases in every state.

The cases are lived through by the real use cases on a clock that walks through the past weeks, so their
history replays like any other. It is seeded only into an empty store, and everything in it is invented.
"""

from __future__ import annotations

from web.demo.seed import PASSWORD, Access, begins, is_empty, seed

__all__ = ["PASSWORD", "Access", "begins", "is_empty", "seed"]
