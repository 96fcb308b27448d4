"""The cookies of the door: out of reach of scripts and other sites, and bound to this host where possible."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

#: A whole session; a half one; a browser that signed in before.
SESSION, HALF, DEVICE = "ppid_meja", "ppid_langkah", "ppid_perangkat"
#: Links in mails lead to the desk, so a session comes along when somebody follows a link on another site.
SAME_SITE = {SESSION: "Lax", HALF: "Strict", DEVICE: "Strict"}


def read(kind: str) -> str:
    """What the browser holds; '' for nothing."""
    return request.cookies.get(_name(kind), "")


def give(response: Response, kind: str, value: str, max_age: int | None = None) -> None:
    """Have the browser keep ``value``: until it is closed, or for ``max_age`` seconds."""
    response.set_cookie(
        _name(kind),
        value,
        max_age=max_age,
        httponly=True,
        secure=_secure(),
        samesite=SAME_SITE[kind],
        path=_path(),
    )


def take(response: Response, kind: str) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        _name(kind), path=_path(), secure=_secure(), httponly=True, samesite=SAME_SITE[kind]
    )


def _name(kind: str) -> str:
    """With the prefix that binds a cookie to this very host, where the browser would accept it."""
    return f"__Host-{kind}" if _secure() and _path() == "/" else kind


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _path() -> str:
    return f"{request.script_root}/"
