"""The sealed log for everybody: how it stands, today's seal, and every file that lets others check us.

The addresses below ``/catatan`` are those of C2SP's tlog-tiles, so that tools written by others read our log.
Nothing here names a person: a leaf holds a salted commitment, and tiles hold hashes of leaves.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from flask import Response, abort, render_template, request, url_for

import ppid.seal
from ppid.seal.leaf import LeafError
from ppid.seal.ledger import Ledger
from ppid.seal.stamping import REPLY_TYPE
from ppid.seal.tiles import TILE_BYTES, WIDTH, Tile, TileError, bundle_of, tile_at
from ppid.seal.tree import HASH_BYTES
from web import seals
from web.access import everyone
from web.citizen.frame import citizen_blueprint
from web.filters import JAKARTA, moment, number
from web.i18n import gettext as _
from web.i18n import language
from web.public.standing import Seal, Standing, State, daily_seals, standing
from web.services import services

bp = citizen_blueprint("sealed", __name__)

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
ASK_AGAIN = "no-cache"
SEALS_SHOWN = 30
SIZE = re.compile(r"[1-9][0-9]{0,15}")
TOKEN = re.compile(r"([1-9][0-9]{0,15})(?:-([A-Za-z0-9._-]{1,80}))?\.tsr")
VERIFIER = Path(ppid.seal.__file__).with_name("verifier.py")
COLOURS = {
    State.FINE: "fine",
    State.BROKEN: "bad",
    State.UNCONFIRMED: "bad",
}


# The pages ------------------------------------------------------------------------------------------------


@bp.get("/catatan")
@everyone
def status() -> str:
    """Say how the log stands, show the newest confirmed seal, and how anybody can check it."""
    now = services().now()
    policy = seals.policy()
    found = standing(seals.ledger(), policy, now)
    shown = found.seal or found.newest
    return render_template(
        "public/sealed.html",
        found=found,
        shown=shown,
        words=_words(found.state),
        said=_said(found, now),
        mood=COLOURS.get(found.state, "waiting"),
        policy=policy,
        quorum_words=policy.arithmetic().words(language()),
        verifier_sha256=_verifier()[1],
        tokens=seals.ledger().tokens(shown.size) if shown else [],
        plain=plain,
    )


@bp.get("/catatan/segel")
@everyone
def earlier() -> str:
    """List the seals of the days, newest first."""
    asked = request.args.get("sebelum", "")
    if asked and not SIZE.fullmatch(asked):
        abort(404)
    policy = seals.policy()
    found = daily_seals(seals.ledger(), policy, int(asked) if asked else 2**62, SEALS_SHOWN + 1)
    shown = found[:SEALS_SHOWN]
    return render_template(
        "public/seals.html",
        seals=shown,
        first=not asked,
        older=url_for(".earlier", sebelum=shown[-1].size) if len(found) > SEALS_SHOWN else None,
    )


class Words(NamedTuple):
    """What a state is called, and what it means for somebody who wants to rely on the log."""

    title: str
    advice: str = ""


def _words(state: State) -> Words:
    """The words of a state, in the reader's language."""
    return {
        State.EMPTY: lambda: Words(
            _("Belum ada segel"),
            _("Setiap catatan disegel paling lama satu menit setelah ditulis. Muat ulang halaman ini nanti."),
        ),
        State.BROKEN: lambda: Words(
            _("Segel terbaru tidak sah"),
            _(
                "Tanda tangan pada segel terbaru bukan dari kunci catatan ini. Jangan mengandalkannya: "
                "simpan segel lama yang Anda pegang, dan beri tahu Komisi Informasi."
            ),
        ),
        State.UNCONFIRMED: lambda: Words(
            _("Sudah lama tidak dikonfirmasi"),
            _(
                "Lebih dari dua hari tidak ada segel yang dikonfirmasi cukup komisi. Isinya belum tentu "
                "salah, tetapi yang dicatat sesudahnya belum dapat dibuktikan kepada pihak luar."
            ),
        ),
        State.LATE: lambda: Words(
            _("Penyegelan tertunda"),
            _(
                "Pencatatan tetap berjalan dan segelnya menyusul. Bila lebih dari satu jam tetap begini, "
                "beri tahu meja layanan atau Komisi Informasi."
            ),
        ),
        State.WAITING: lambda: Words(
            _("Tersegel, menunggu konfirmasi komisi"),
            _("Segel pertama sudah dibuat dan dikirim kepada komisi."),
        ),
        State.ALONE: lambda: Words(
            _("Tersegel, tanpa konfirmasi pihak luar"),
            _(
                "Kantor ini menyegel catatannya sendiri. Selama belum ada komisi yang ikut menyimpan "
                "segelnya, unduh segel ini dan bandingkan kelak."
            ),
        ),
        State.FINE: lambda: Words(_("Tersegel dan dikonfirmasi")),
    }[state]()


def _said(found: Standing, now: datetime) -> list[str]:
    """The figures in sentences."""
    told = [_("%(n)s catatan.", n=number(found.entries))]
    seal = found.seal
    if seal and seal.at:
        told.append(_sealed_when(seal, seal.at, now))
    elif found.newest and found.newest.upto:
        upto = when(found.newest.upto, now)
        told.append(_("Segel terbaru mencakup semua yang dicatat sampai %(at)s.", at=upto))
    if found.unsealed_age is not None:
        told.append(_("Catatan tertua yang belum disegel: %(age)s.", age=age_words(found.unsealed_age)))
    elif found.newest:
        told.append(_("Tidak ada catatan yang belum disegel."))
    return told


def _sealed_when(seal: Seal, at: datetime, now: datetime) -> str:
    if not seal.confirmations:
        return _("Terakhir disegel %(at)s.", at=when(at, now))
    return _(
        "Terakhir disegel %(at)s, dikonfirmasi %(n)s dari %(all)s komisi.",
        at=when(at, now),
        n=seal.confirmed,
        all=len(seal.confirmations),
    )


def when(at: datetime, now: datetime) -> str:
    """A moment, by the word where it was today or yesterday."""
    days = (now.astimezone(JAKARTA).date() - at.astimezone(JAKARTA).date()).days
    clock = f"{at.astimezone(JAKARTA):{'%H.%M' if language() == 'id' else '%H:%M'}} WIB"
    if days == 0:
        return _("hari ini pukul %(clock)s", clock=clock)
    if days == 1:
        return _("kemarin pukul %(clock)s", clock=clock)
    return moment(at)


def age_words(age: timedelta) -> str:
    """How long something waits, in the largest unit that says enough."""
    seconds = int(age.total_seconds())
    if seconds < 2 * 60:
        return _("%(n)s detik", n=seconds)
    if seconds < 2 * 3600:
        return _("%(n)s menit", n=seconds // 60)
    if seconds < 2 * 86400:
        return _("%(n)s jam", n=seconds // 3600)
    return _("%(n)s hari", n=number(seconds // 86400))


# The files ------------------------------------------------------------------------------------------------


@bp.get("/catatan/checkpoint")
@everyone
def checkpoint() -> Response:
    """Give the newest signed checkpoint (C2SP tlog-checkpoint)."""
    newest = seals.ledger().newest()
    if newest is None:
        abort(404)
    return _file(newest.text.encode(), TEXT, ASK_AGAIN)


@bp.get("/catatan/tile/<path:path>")
@everyone
def tile(path: str) -> Response:
    """Give a tile of hashes or a bundle of entries (C2SP tlog-tiles) that the newest checkpoint covers."""
    try:
        asked = tile_at(f"tile/{path}")
    except TileError:
        abort(404)
    content = _tile(seals.ledger(), asked)
    if content is None:
        abort(404)
    return _file(content, BYTES, FOR_EVER if asked.width == WIDTH else FOR_AN_HOUR)


def _tile(ledger: Ledger, asked: Tile) -> bytes | None:
    newest = ledger.newest()
    if newest is None:
        return None
    start = asked.n * WIDTH
    end = start + asked.width
    if end > newest.size >> (8 * (asked.level or 0)):
        return None
    if asked.level is not None:
        hashes = ledger.tile(asked.level, asked.n)[: min(asked.width * HASH_BYTES, TILE_BYTES)]
        return hashes if len(hashes) == asked.width * HASH_BYTES else None
    try:
        return bundle_of(list(ledger.leaves(start, end)))
    except (LeafError, TileError):
        return None


@bp.get("/catatan/segel/<size>")
@everyone
def seal(size: str) -> Response:
    """Give the note of a seal, or with ``.tsr`` the reply of an authority of time over it."""
    if found := TOKEN.fullmatch(size):
        return _token(int(found[1]), found[2] or "")
    if not SIZE.fullmatch(size):
        abort(404)
    notes = seals.ledger().notes(int(size), int(size))
    if not notes:
        abort(404)
    # Cosignatures may still come: the note is asked for again, what it says never changes.
    return _file(notes[0].text.encode(), TEXT, ASK_AGAIN, name=f"segel-{size}.txt")


def _token(size: int, authority: str) -> Response:
    fitting = (one for one in seals.ledger().tokens(size) if authority in {"", plain(one.tsa)})
    token = next(fitting, None)
    if token is None:
        abort(404)
    return _file(token.reply, REPLY_TYPE, FOR_EVER, name=f"segel-{size}.tsr")


def plain(authority: str) -> str:
    """The name of an authority as an address says it."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", authority)[:80]


@bp.get("/catatan/kebijakan.txt")
@everyone
def policy_file() -> Response:
    """Give the policy by which this office judges its own seals (C2SP tlog-policy)."""
    return _file(seals.policy_text().encode(), TEXT, ASK_AGAIN, name="kebijakan.txt")


@bp.get("/catatan/ppid-verify.py")
@everyone
def verifier() -> Response:
    """Give the verifier: one file, to be run without anything of ours."""
    return _file(_verifier()[0], "text/x-python; charset=utf-8", ASK_AGAIN, name="ppid-verify.py")


@bp.get("/catatan/ppid-verify.py.sha256")
@everyone
def verifier_sum() -> Response:
    """Give its SHA-256, in the form that ``sha256sum -c`` reads."""
    return _file(f"{_verifier()[1]}  ppid-verify.py\n".encode(), TEXT, ASK_AGAIN)


@cache
def _verifier() -> tuple[bytes, str]:
    content = VERIFIER.read_bytes()
    return content, sha256(content).hexdigest()


def _file(content: bytes, media_type: str, caching: str, *, name: str = "") -> Response:
    """Answer with a file that caches may keep: the same for everybody, told by what it holds."""
    response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = caching
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.set_etag(sha256(content).hexdigest()[:32])
    response.make_conditional(request)
    return response
