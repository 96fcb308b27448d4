"""For auditors: every case as it stands and as it stood, read-only, with nobody's name but officers'."""

from web.audit import beside, cases, comparing, deadline, figures, front, reading, sampling
from web.audit.room import bp

__all__ = ["beside", "bp", "cases", "comparing", "deadline", "figures", "front", "reading", "sampling"]
