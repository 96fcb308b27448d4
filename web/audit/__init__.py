"""For auditors: every case as it stands and as it stood, read-only, with nobody's name but officers'."""

from web.audit import cases, figures, front, reading
from web.audit.room import bp

__all__ = ["bp", "cases", "figures", "front", "reading"]
