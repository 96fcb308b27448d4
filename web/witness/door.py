"""What the pages and the protocol of a witness share: the witness itself, and who may press its button."""

from __future__ import annotations

import hmac
import secrets

from flask import abort, current_app, request

from ppid.seal.archive import Archive
from ppid.seal.witness import Witness

EXTENSION = "ppid-witness"


class Door:
    """What the pages and the protocol work with."""

    def __init__(self, witness: Witness, archive: Archive, *, by_hand: bool) -> None:
        self.witness = witness
        self.archive = archive
        self.by_hand = by_hand
        #: Only a page of this very process knows it, so no page of elsewhere can press our button.
        self.token = secrets.token_urlsafe(24)

    def token_is(self, given: str) -> bool:
        """Whether a form came from one of our pages."""
        return hmac.compare_digest(given.encode(), self.token.encode())


def door() -> Door:
    """The witness of the application that is answering."""
    found: Door = current_app.extensions[EXTENSION]
    return found


def token_or_400() -> None:
    """Refuse a form that no page of this process sent."""
    if not door().token_is(request.form.get("token", "")):
        abort(400)
