"""Taking a case into its book: the number it gets, and the book's own note of it."""

from __future__ import annotations

from ppid.events import Event, Stream


class Registration(Event, frozen=True):
    """A case got its number in the book of a body and year."""

    number: str
    sequence: int
    year: int


class Numbered(Event, frozen=True):
    """The book of a body and year gave a number to a case; ``request`` is the stream of that case.

    ``highest`` is the highest number given so far where that is another: an imported book may fill a
    number that was left out before. The next number follows the highest.
    """

    sequence: int
    number: str
    request: Stream
    highest: int = 0

    @property
    def last(self) -> int:
        """The highest number given so far."""
        return max(self.sequence, self.highest)
