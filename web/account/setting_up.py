"""What an officer sees when setting up an authenticator application: a code to scan, and the same to type."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from web.account.totp import provisioning
from web.services import services

GROUP = 4


def drawing(secret: str, username: str) -> Markup:
    """The QR code as SVG without styles, dark on white whatever colours the page has."""
    host = urlsplit(services().settings.base_url).hostname or "localhost"
    code = segno.make(provisioning(secret, username, f"PPID {host}"), error="m", micro=False)
    # Made of our own alphabet by the library; no word of anybody stands in it as markup.
    return Markup(code.svg_inline(scale=5, dark="#000", light="#fff"))  # noqa: S704


def typed_key(secret: str) -> str:
    """The secret in groups, for typing."""
    return " ".join(secret[i : i + GROUP] for i in range(0, len(secret), GROUP))
