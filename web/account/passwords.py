"""Passwords: which are good enough, and how they are hashed without letting a flood of sign-ins in.

Each hash takes 64 MiB and a tenth of a second. So few are made at once, few wait for their turn, and whoever
finds the waiting room full is told at once: threads and memory stay free for citizens.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore, Lock, local

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_PASSWORD_CHARS = 12
MAX_PASSWORD_CHARS = 500
HASHES_AT_ONCE = 2
MOST_WAITING = 16
#: What people type when asked for a password, in Indonesian and plain; digits at the end change little.
STEMS = (
    "password", "passw0rd", "katasandi", "kata sandi", "sandi", "rahasia", "admin", "administrator", "qwerty",
    "qwertyuiop", "asdfghjkl", "indonesia", "merdeka", "garuda", "pancasila", "bhinneka", "jakarta",
    "bismillah", "alhamdulillah", "monkey", "dragon", "user",
    "sayang", "sayangku", "cinta", "cintaku", "selamat", "selamatdatang", "welcome", "letmein", "iloveyou",
    "petugas", "pejabat", "pemerintah", "ppid", "polri", "polisi", "bhayangkara", "informasi", "layanan",
    "keterbukaan", "kantor", "komputer", "internet", "keluarga", "muhammad",
    "football", "sepakbola", "superman", "changeme", "gantisaya", "ganti", "secret", "login", "masuk",
)  # fmt: skip
_DECORATION = re.compile(r"[\W\d_]+")
_FEWEST_DIFFERENT = 5


class BusyError(Exception):
    """Too many passwords are being checked at this moment. Nothing was checked."""


class Hashing:
    """Argon2id with a bounded room. Thread-safe.

    ``threads`` is how many requests this process serves at once: at most half of them may be in the room.
    """

    def __init__(self, threads: int) -> None:
        self._hasher = PasswordHasher()
        waiting = min(MOST_WAITING, max(0, threads // 2 - HASHES_AT_ONCE))
        self._places = BoundedSemaphore(HASHES_AT_ONCE + waiting)
        self._inside = local()
        self._working = BoundedSemaphore(HASHES_AT_ONCE)
        self._once = Lock()
        self._nobody = ""

    def hash(self, password: str) -> str:
        """Hash a password to be kept. Raises ``BusyError``."""
        with self._turn():
            return self._hasher.hash(password)

    def fits(self, hashed: str, password: str) -> bool:
        """Whether a password is the one of that hash; '' is nobody's, and takes as long.

        Raises ``BusyError``.
        """
        with self._turn():
            # Made for whoever comes first, so that an unknown name never costs more than a known one.
            nobody = self._of_nobody()
            try:
                return self._hasher.verify(hashed or nobody, password)
            except (VerificationError, InvalidHashError):
                return False

    def _of_nobody(self) -> str:
        """A hash that no password fits, made once."""
        with self._once:
            if not self._nobody:
                self._nobody = self._hasher.hash(secrets.token_urlsafe())
        return self._nobody

    @contextmanager
    def room(self) -> Iterator[None]:
        """A place in the room for this thread, for all that is hashed meanwhile. Raises ``BusyError``.

        Taken before anything else is asked, so that whoever finds the room full costs next to nothing.
        """
        if getattr(self._inside, "here", False):
            yield
            return
        if not self._places.acquire(blocking=False):
            raise BusyError
        self._inside.here = True
        try:
            yield
        finally:
            self._inside.here = False
            self._places.release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self.room(), self._working:
            yield


@cache
def _worst() -> frozenset[str]:
    return frozenset(_DECORATION.sub("", stem) for stem in STEMS)


def is_worst(password: str, username: str = "") -> bool:
    """Whether everybody would guess it: a word of the list, the name itself, or a few characters repeated.

    Digits, blanks and signs around a word do not make it another, nor does saying it twice.
    """
    plain = password.casefold()
    if len(set(plain)) < _FEWEST_DIFFERENT or plain in "0123456789012345678901234567890":
        return True
    word = _DECORATION.sub("", plain)
    own = _DECORATION.sub("", username.casefold())
    known = _worst() | ({own} if own else frozenset())
    if word in known:
        return True
    return any(word == stem * (len(word) // len(stem)) for stem in known if stem and len(word) > len(stem))
