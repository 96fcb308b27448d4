"""Pages that show every component once, as a citizen and as an officer would meet them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, Response, abort, flash, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.exceptions import HTTPException

from web import filters, i18n

WEB = Path(i18n.__file__).parent
PAGES = Path(__file__).parent / "pages"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HOSTILE = "Budi \u202etxt.exe\u202c\u200b <b>Santoso</b>"
ZALGO = "Z" + "\u0310\u0321\u0353" * 60
LONG_WORD = "pertanggungjawaban" * 12
BODY = SimpleNamespace(
    name="Kepolisian Resor Kota Contoh", phone="(021) 555 0100", whatsapp="0812 0000 0100",
    email="ppid@contoh.example", hours="Senin sampai Jumat, 08.00 sampai 15.00 WIB",
    address="Jalan Merdeka 1, Kota Contoh",
)  # fmt: skip
LIMITS = [  # days left, for the badges
    ("PPID/2026/000123", "Laporan keuangan tahun 2025", "Perorangan", 7),
    ("PPID/2026/000118", "Daftar pengadaan barang dan jasa semester pertama", "Badan hukum", 3),
    ("PPID/2026/000102", "Rencana strategis 2025 sampai 2029", "Kelompok orang", 0),
    ("PPID/2026/000097", f"Prosedur pelayanan {LONG_WORD}", "Perorangan", -2),
    ("PPID/2026/000090", "Jumlah personel per bidang", "Perorangan", None),
]


def days() -> list[dict[str, object]]:
    """Ten working days after 4 May 2026, with what is skipped and why."""
    holidays = {date(2026, 5, 14): "Kenaikan Yesus Kristus", date(2026, 5, 15): "cuti bersama"}
    entries: list[dict[str, object]] = []
    for ahead in range(1, 17):
        on = date(2026, 5, 4) + timedelta(days=ahead)
        reason = holidays.get(on, "Sabtu" if on.weekday() == 5 else "Minggu" if on.weekday() == 6 else "")
        entries.append({"date": on, "counted": not reason, "reason": reason})
    return entries


STEPS: list[dict[str, object]] = [
    {"title": "Permohonan diterima", "state": "past", "on": date(2026, 5, 4), "by": "Meja layanan"},
    {
        "title": "Dinyatakan lengkap", "state": "past", "at": "5 Mei 2026 pukul 09.12 WIB",
        "law": "Perki 1/2021 Pasal 28",
    },
    {
        "title": "Dikerjakan unit", "state": "current", "on": date(2026, 5, 20), "due": True,
        "text": "Bagian Perencanaan sedang mencari dokumennya.",
    },
    {"title": "Jawaban tertulis", "state": "future", "on": date(2026, 5, 20), "due": True},
    {"title": "Informasi diserahkan", "state": "future"},
]  # fmt: skip


def create_app() -> Flask:
    """A small application that shows the components under the policy of production."""
    app = Flask("web", root_path=str(WEB))
    app.config.update(SECRET_KEY="only-for-tests", TESTING=False)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(PAGES), FileSystemLoader(WEB / "templates")])
    app.jinja_env.globals["csrf_token"] = lambda: "tanda"
    i18n.install(app)
    filters.install(app)
    app.after_request(_protect)
    app.context_processor(_surroundings)
    _add_pages(app)
    app.register_error_handler(HTTPException, _refuse)
    return app


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _surroundings() -> dict[str, object]:
    items = [("Ajukan permohonan", "/form"), ("Cek status", "/receipt"), ("Meja kerja", "/desk")]
    navigation = [{"text": text, "href": href, "current": request.path == href} for text, href in items]
    account = {"name": "Sri Wahyuni", "role": "Petugas layanan", "sign_out_href": "/keluar"}
    links = [
        {"text": "Daftar Informasi Publik", "href": "/dip"},
        {"text": "Maklumat pelayanan", "href": "/m"},
    ]
    return {
        "body": None if "bare" in request.args else BODY,
        "navigation": navigation,
        "account": account if request.path == "/desk" else None,
        "footer_links": links,
    }


def _refuse(problem: HTTPException) -> tuple[str, int]:
    status = problem.code or 500
    return render_template("errors/error.html", status=status), status


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def home() -> str:
        return render_template("desk.html", limits=[], loop_count=1)

    @app.route("/form", methods=["GET", "POST"])
    def form() -> tuple[str, int]:
        errors = {
            "details": ["Tulis informasi yang Anda minta."], "email": ["Surel ini tampaknya salah ketik."],
            "received_on": ["Tanggal 31 Februari tidak ada."], "kind": ["Pilih salah satu."],
            "identity": {0: ["Berkas kosong."]}, "how": ["Pilih cara."], "agree": ["Centang kotak ini."],
            "unit": ["Pilih unit."], "_schema": ["Formulir ini sudah pernah dikirim."],
        }  # fmt: skip
        typed = {"details": HOSTILE, "received_on-day": "31", "received_on-month": "2", **request.form}
        failed = request.method == "POST" or "errors" in request.args
        return render_template(
            "form.html", form=typed, errors=errors if failed else None
        ), 422 if failed else 200

    @app.get("/receipt")
    def receipt() -> str:
        flash("Kode akses sudah disalin ke surel Anda.", "success")
        return render_template(
            "receipt.html", start=date(2026, 5, 4), due_on=date(2026, 5, 20), count=days(), steps=STEPS,
            hostile=HOSTILE, words=f"Baris satu\nBaris dua {LONG_WORD}\n{ZALGO}",
            at=datetime(2026, 5, 4, 9, 5, tzinfo=UTC),
        )  # fmt: skip

    @app.get("/desk")
    def desk() -> str:
        return render_template("desk.html", limits=LIMITS, loop_count=2)

    @app.get("/error/<int:status>")
    def error(status: int) -> str:
        abort(status)

    @app.post("/only-post")
    def only_post() -> tuple[str, int]:
        return render_template("form.html", form={}, errors={"name": ["Isi nama."]}), 422
