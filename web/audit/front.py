"""The front of the auditor's desk: everything that can be asked here, in plain words."""

from __future__ import annotations

from typing import NamedTuple

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ppid.events import Role
from web.access import allow, current
from web.audit.reading import REGISTERS
from web.audit.room import bp
from web.i18n import gettext as _
from web.office.words import say


class Way(NamedTuple):
    """Where something leads, and in one sentence what is asked there."""

    text: str
    hint: str
    href: str


class Shelf(NamedTuple):
    """Ways that belong together."""

    heading: str
    ways: list[Way]


@bp.get("/audit")
@allow(Role.AUDITOR)
def front() -> str | Response:
    """Lead to everything an auditor may ask. What once asked for cases here still finds them."""
    if request.args:
        return redirect(f"{url_for('audit.cases')}?{request.query_string.decode('ascii', 'replace')}", 303)
    shelves = [_cases(), _registers(), _figures(), _trials()]
    return render_template("audit/front.html", shelves=shelves, bound=current().body)


def _cases() -> Shelf:
    return Shelf(
        _("Melihat kasus"),
        [
            Way(
                _("Semua kasus"),
                _(
                    "Cari menurut nomor, badan, tahun, atau langkah; lihat setiap kasus seperti pada hari "
                    "apa pun."
                ),
                url_for("audit.cases"),
            ),
        ],
    )


def _registers() -> Shelf:
    ways = [
        Way(say(each.title), say(each.why), url_for("audit.register", place=each.place)) for each in REGISTERS
    ]
    return Shelf(_("Register untuk dibaca: sah, tetapi dapat disalahgunakan"), ways)


def _figures() -> Shelf:
    return Shelf(
        _("Hitungan"),
        [
            Way(
                _("Hitungan menurut keadaan"),
                _("Berapa kasus ada di langkah mana pada akhir hari apa pun, dihitung dari catatan asli."),
                url_for("audit.counts"),
            ),
            Way(
                _("Perbandingan badan publik"),
                _("Bagian yang terlambat, ditolak, dan diperpanjang, dan keberatan per 100 penolakan."),
                url_for("audit.comparison"),
            ),
        ],
    )


def _trials() -> Shelf:
    return Shelf(
        _("Memeriksa sendiri"),
        [
            Way(
                _("Laporan pemeriksaan"),
                _("Seluruh catatan diperiksa terhadap segelnya: enam pertanyaan, enam jawaban."),
                url_for("audit_seal.report"),
            ),
            Way(
                _("Wewenang petugas"),
                _("Mengapa seorang petugas dapat atau tidak dapat mengambil sebuah langkah hari ini."),
                url_for("officers.why"),
            ),
            Way(
                _("Contoh acak"),
                _(
                    "Kasus yang dipilih menurut benih, dapat diulang siapa pun, dengan lembar periksa untuk "
                    "dicetak."
                ),
                url_for("audit.sample"),
            ),
            Way(
                _("Dulu dan sekarang, dan hitung ulang batas waktu"),
                _(
                    "Buka satu kasus: di sana keadaannya pada dua hari dapat dilihat berdampingan, dan "
                    "setiap batas waktu dihitung ulang hari demi hari."
                ),
                url_for("audit.cases"),
            ),
        ],
    )
