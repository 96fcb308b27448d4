"""A copy together with the verdict of the leak check: one never goes without the other."""

from __future__ import annotations

import hashlib

import msgspec


class Copy(msgspec.Struct, frozen=True):
    """A copy, and what the check said: what of it failed (nothing, or it goes nowhere) by which readers."""

    content: bytes
    pages: int
    leaks: tuple[str, ...]
    readers: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """The fingerprint of the copy in the clear, as who receives it can count it."""
        return hashlib.sha256(self.content).hexdigest()
