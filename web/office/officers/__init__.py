"""For administrators of a body: who holds which power, from when until when, and by whose act."""

from web.office.officers import acts, ending, listing, proposals, why
from web.office.officers.room import bp

__all__ = ["acts", "bp", "ending", "listing", "proposals", "why"]
