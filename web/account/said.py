"""What a page of the door says to a try that led nowhere, with the status and headers that go with it."""

from __future__ import annotations

from http import HTTPStatus

from web.account.checking import Refusal, Why
from web.i18n import gettext as _

BUSY_S = 3
Told = tuple[int, str, dict[str, str]]
MINUTE_S = 60


def told(refusal: Refusal, wrong: str) -> Told:
    """Status, sentence and headers. ``wrong`` is the sentence for what does not fit."""
    headers = {"Retry-After": str(refusal.wait_s)} if refusal.wait_s else {}
    match refusal.why:
        case Why.TOO_OFTEN:
            minutes = -(-refusal.wait_s // MINUTE_S)
            sentence = (
                _("Terlalu banyak percobaan. Tunggu 1 menit, lalu coba lagi.")
                if minutes == 1
                else _("Terlalu banyak percobaan. Tunggu %(count)s menit, lalu coba lagi.", count=minutes)
            )
            return HTTPStatus.TOO_MANY_REQUESTS, sentence, headers
        case Why.BUSY:
            return busy()
        case Why.DISMISSED:
            sentence = _("Penunjukan Anda sudah berakhir. Hubungi admin badan publik Anda bila ini keliru.")
            return HTTPStatus.UNPROCESSABLE_ENTITY, sentence, headers
        case Why.WRONG:
            return HTTPStatus.UNPROCESSABLE_ENTITY, wrong, headers


def busy() -> Told:
    """Too many passwords are being checked at this moment."""
    sentence = _("Sedang banyak yang masuk bersamaan. Tunggu beberapa detik, lalu coba lagi.")
    return HTTPStatus.SERVICE_UNAVAILABLE, sentence, {"Retry-After": str(BUSY_S)}
