"""How much one source may ask of us without being signed in: filing, writing, searching, costly papers.

The limits are wide, because a source is not a person: a whole office, a campus or a village may stand behind
one address. Reading pages is never limited, officers at the desk never are, and every limit lets one more
through after a part of its time instead of shutting for all of it. What stops here is not lost: it is shown
again, or it is kept in its draft, with the time to wait (429, `Retry-After`).

A request from this machine itself is not counted: it is the operator's, or that of a proxy that was not named
(PPID_PROXIES), and then it stands for everybody. Guesses at codes and passwords have limits of their own.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Flask, Response, request

from web import access, again, limits, refusing
from web.i18n import gettext as _
from web.limits import Limit

#: What enters the registers and gives somebody work. A class of pupils may file in one lesson.
FILINGS = Limit("banjir-kirim", 120, 60)
#: Every other form: answers of a step, files, questions about a receipt.
WRITING = Limit("banjir-tulis", 900, 15)
#: Searching, and papers and tables that are made anew for each who asks.
COSTLY = Limit("banjir-cari", 300, 10)
#: Files that take so long to look at that a few of them keep everybody else's waiting. A turn is taken before
#: each file and comes back when looking at it took no more of the processor than ``LIGHT_SECONDS``.
HEAVY = Limit("banjir-berat", 10, 10)
LIGHT_SECONDS = 3.0
FILED_BY = frozenset({"apply.file_request", "objecting.file_objection", "periodic.file_objection"})
PAPERS = (".pdf", ".csv", ".xlsx", ".zip", "/cetak")
SEARCHED = "cari"


def install(app: Flask) -> None:
    """Count what comes from nobody in particular."""
    app.before_request(_counted)


def _counted() -> Response | None:
    limit = _limit()
    if limit is None or not is_limited():
        return None
    seconds = limits.wait(limit, limits.source())
    return _too_much(seconds) if seconds else None


def is_limited() -> bool:
    """Whether the request comes from nobody in particular, so that what it asks is counted for its source."""
    return not _is_this_machine() and access.signed_in() is None


def may_send_file() -> bool:
    """Take the turn that a file may cost its source."""
    return limits.take(HEAVY, limits.source())


def file_was_light() -> None:
    """Give the turn of a file back: it took no more than the files of people do."""
    limits.give_back(HEAVY, limits.source())


def _limit() -> Limit | None:
    if request.endpoint is None:
        return None
    if request.method == "POST":
        return FILINGS if request.endpoint in FILED_BY else WRITING
    costly = request.path.endswith(PAPERS) or request.args.get(SEARCHED, "").strip()
    return COSTLY if costly else None


def _too_much(seconds: int) -> Response:
    sentence = _(
        "Dari jaringan Anda datang terlalu banyak kiriman dalam waktu singkat. Coba lagi dalam %(minutes)s "
        "menit, atau hubungi meja layanan.",
        minutes=-(-seconds // 60),
    )
    response = again.page(429, sentence) or refusing.page(429, sentence, back_href=_before())
    response.headers["Retry-After"] = str(seconds)
    return response


def _before() -> str:
    """The page that this came from, where it is one of ours: what was written there is kept in its draft."""
    came = urlsplit(request.referrer or "")
    return came.path if came.netloc == request.host and came.path.startswith("/") else ""


def _is_this_machine() -> bool:
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
