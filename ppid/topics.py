"""Every name that may appear in the log. A name, once released, is permanent.

The table is an allow-list: a stored name never names code to import, and a class may move or be
renamed while its name in the log stays. Old shapes are lifted to new ones here.
"""

from __future__ import annotations

from ppid.events import Event

VOCABULARY: dict[str, type[Event]] = {}

NAMES: dict[type[Event], str] = {event: name for name, event in VOCABULARY.items()}
