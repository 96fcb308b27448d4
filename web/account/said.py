"""Sentences that several pages of the door say, with the status and headers that go with them."""

from __future__ import annotations

from web.i18n import gettext as _

WAIT_S, BUSY_S = 15 * 60, 3
TOO_OFTEN, BUSY = 429, 503


def too_often() -> tuple[int, str, dict[str, str]]:
    """No try is left for now."""
    sentence = _("Terlalu banyak percobaan masuk. Tunggu 15 menit, lalu coba lagi.")
    return TOO_OFTEN, sentence, {"Retry-After": str(WAIT_S)}


def busy() -> tuple[int, str, dict[str, str]]:
    """Too many are at the door at this moment."""
    sentence = _("Sedang banyak yang masuk bersamaan. Tunggu beberapa detik, lalu coba lagi.")
    return BUSY, sentence, {"Retry-After": str(BUSY_S)}
