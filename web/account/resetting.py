"""Forgetting every second factor of an officer, once two administrators have decided it.

The next sign-in with the password sets a new one up where the installation asks for one.
"""

from __future__ import annotations

from ppid.events import Stream
from web.services import services


def forget_factors(officer: Stream) -> None:
    """Remove every factor and recovery code of an officer, the browsers known for them, every session."""
    doors = services().doors
    account = doors.accounts.of_officer(officer)
    if account is not None:
        doors.forget_factors(account)
