"""Pages that show every component once, as a citizen and as an officer would meet them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, Response, abort, flash, render_template, request
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.exceptions import HTTPException

from web import filters, i18n

WEB = Path(i18n.__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HOSTILE = "Budi \u202etxt.exe\u202c\u200b <b>Santoso</b>"
ZALGO = "Z" + "\u0310\u0321\u0353" * 60
LONG_WORD = "pertanggungjawaban" * 12
BODY = SimpleNamespace(
    name="Kepolisian Resor Kota Contoh", phone="(021) 555 0100", whatsapp="0812 0000 0100",
    email="ppid@contoh.example", hours="Senin–Jumat, 08.00–15.00 WIB", address="Jalan Merdeka 1, Kota Contoh",
)  # fmt: skip
LIMITS = [  # days left, for the badges
    ("PPID/2026/000123", "Laporan keuangan tahun 2025", "Perorangan", 7),
    ("PPID/2026/000118", "Daftar pengadaan barang dan jasa semester pertama", "Badan hukum", 3),
    ("PPID/2026/000102", "Rencana strategis 2025–2029", "Kelompok orang", 0),
    ("PPID/2026/000097", f"Prosedur pelayanan {LONG_WORD}", "Perorangan", -2),
    ("PPID/2026/000090", "Jumlah personel per bidang", "Perorangan", None),
]

FORM_PAGE = """
{% extends "base.html" %}
{% block title %}{{ _("Kembali") }}{% endblock %}
{% block back %}{{ page.back_link("/") }}{% endblock %}
{% block content %}
{% call forms.form(key="kunci-1", upload=True) %}
{{ forms.textarea("details", "Informasi apa yang Anda minta?", form.details, heading=True, rows=5, limit=2000,
   hint="Sebutkan judul, tahun, atau kegiatan. Makin jelas, makin cepat ditemukan.", errors=errors) }}
{{ forms.text_input("name", "Nama lengkap", form.name, hint="Seperti tertulis pada kartu identitas.",
   errors=errors, autocomplete="name") }}
{{ forms.text_input("email", "Surel", form.email, errors=errors, type="email", autocomplete="email",
   inputmode="email", required=False, spellcheck=False) }}
{{ forms.text_input("copies", "Jumlah salinan", form.copies, errors=errors, inputmode="numeric", width=3,
   suffix="lembar") }}
{{ forms.text_input("cost", "Biaya", "", errors=errors, inputmode="numeric", width=10, prefix="Rp") }}
{{ forms.password_input("password", "Kata sandi", errors=errors) }}
{{ forms.date_input("received_on", "Tanggal diterima", form, hint="Contoh: 4 8 2026", errors=errors) }}
{{ forms.radios("kind", "Anda meminta sebagai siapa?", [
   {"value": "person", "text": "Perorangan", "hint": "Dengan KTP, paspor, atau surat keterangan."},
   {"value": "group", "text": "Kelompok orang", "hint": "Dengan surat kuasa."},
   {"value": "entity", "text": "Badan hukum"}], form.kind, errors=errors) }}
{{ forms.radios("copy", "Perlu salinan?", [{"value": "ya", "text": "Ya"}, {"value": "tidak", "text": "Tidak"}],
   "ya", errors=errors, inline=True) }}
{{ forms.checkboxes("how", "Cara menerima informasi", [{"value": "email", "text": "Dikirim lewat surel"},
   {"value": "pickup", "text": "Diambil langsung"}], ["email"], errors=errors, required=False) }}
{{ forms.checkbox("agree", "Saya ingin menerima kabar lewat surel", checked=True, errors=errors) }}
{{ forms.select("unit", "Unit kerja", [{"value": "1", "text": "Bagian Perencanaan"},
   {"value": "2", "text": "Seksi Hubungan Masyarakat dan Keterbukaan Informasi"}], "2", errors=errors, empty="Pilih unit") }}
{{ forms.file_upload("identity", "Foto atau pindaian kartu identitas", hint="PDF, JPG, atau PNG, paling besar 5 MB.",
   errors=errors, accept=".pdf,.jpg,.jpeg,.png") }}
{% call forms.fieldset("Alamat", hint="Untuk surat jawaban.") %}
{{ forms.text_input("city", "Kota atau kabupaten", "", errors=errors, autocomplete="address-level2") }}
{% endcall %}
{{ forms.hidden("step", "3") }}
{{ page.warning("Keputusan ini tidak dapat ditarik kembali.") }}
{% call forms.button_group() %}
{{ forms.button("Lanjut") }}
{{ forms.button("Simpan dulu", "secondary", "act", "save") }}
{{ forms.button("Tolak permohonan", "warning", "act", "refuse") }}
{{ forms.link_button("Halaman depan", "/", "secondary") }}
<a class="govuk-link" href="/">Batal</a>
{% endcall %}
{% endcall %}
{% endblock %}
"""

RECEIPT_PAGE = """
{% extends "base.html" %}
{% block title %}Permohonan terkirim{% endblock %}
{% block back %}{{ page.breadcrumbs([{"text": "Beranda", "href": "/"}, {"text": "Permohonan terkirim"}]) }}{% endblock %}
{% block content %}
{% call page.panel("Permohonan Anda sudah kami terima") %}
<p>Nomor pendaftaran</p>
<p>{{ page.number("PPID/POLRESTA-CONTOH/2026/000123", large=True) }}</p>
<p>Kode akses, hanya ditampilkan sekali</p>
<p>{{ page.code("7K2M-Q9RT-4WXC") }}</p>
{% endcall %}
{{ deadline.due(due_on, 7) }}
{{ deadline.why(start, due_on, 10, count, "SKB 3 Menteri 2026, edisi 1", "UU 14/2008 Pasal 22 ayat (7)", open=True) }}
<h2 class="govuk-heading-m">Perjalanan permohonan</h2>
{{ timeline.timeline(steps) }}
<h2 class="govuk-heading-m">Isi permohonan</h2>
{{ page.summary_list([
  {"key": "Nama", "value": page.user_name(hostile), "href": "/nama"},
  {"key": "Informasi yang diminta", "value": page.user_text(words), "href": "/rincian"},
  {"key": "Surel", "value": "", "href": "/surel"},
  {"key": "Diterima", "value": at | moment("Asia/Jakarta")}]) }}
{{ page.inset("Permohonan informasi tidak dipungut biaya.") }}
{% call page.details("Apa yang terjadi sesudah ini?") %}<p class="govuk-body">Petugas memeriksa kelengkapan.</p>{% endcall %}
{% call forms.button_group() %}{{ forms.link_button("Cetak tanda bukti", "/", "secondary") }}{% endcall %}
{% endblock %}
"""

DESK_PAGE = """
{% extends "base.html" %}
{% set wide = True %}
{% block title %}Meja kerja{% endblock %}
{% block content %}
{{ page.heading("Meja kerja", caption="Petugas layanan") }}
{{ page.figures([{"text": "Harus dijawab hari ini", "value": 1, "href": "/"}, {"text": "Lewat batas waktu", "value": 2, "href": "/"},
   {"text": "Sedang berjalan", "value": 1234}, {"text": "Selesai bulan ini", "value": 41}]) }}
{{ page.tabs([{"text": "Tugas saya", "href": "/", "current": True, "count": 5}, {"text": "Semua", "href": "/semua", "count": 1234},
   {"text": "Selesai", "href": "/selesai"}], "Daftar") }}
{% call forms.filter_bar() %}
{{ forms.text_input("q", "Nomor atau kata", "") }}
{{ forms.select("state", "Keadaan", [{"value": "open", "text": "Berjalan"}], None, empty="Semua keadaan") }}
{{ forms.button("Saring", "secondary") }}
{% endcall %}
{% call(item) page.table("Permohonan menurut batas waktu", ["Nomor", "Informasi yang diminta", "Pemohon",
   {"text": "Lampiran", "numeric": True}, "Keadaan", "Batas waktu"], limits) %}
{% set link %}<a class="govuk-link" href="/k">{{ page.number(item[0]) }}</a>{% endset %}
{{ page.head_cell(link, "Nomor") }}
{{ page.cell(page.user_text(item[1]), "Informasi yang diminta") }}
{{ page.cell(item[2], "Pemohon") }}
{{ page.cell(loop_count | number, "Lampiran", numeric=True) }}
{{ page.cell(page.tag("Sedang diproses", "blue"), "Keadaan") }}
{{ page.cell(deadline.badge(item[3]), "Batas waktu") }}
{% endcall %}
{{ page.pagination("/?sebelum=a", "/?sesudah=b") }}
{% call(item) page.table("Register", ["Nomor", "Rincian", "Pemohon", "Biaya", "Keterangan"], limits, stack=False) %}
{{ page.head_cell(page.number(item[0]), "Nomor") }}
{{ page.cell(item[1], "Rincian") }}{{ page.cell(item[2], "Pemohon") }}{{ page.cell(25000 | rupiah, "Biaya") }}
{{ page.cell("Sebagian dikabulkan", "Keterangan") }}
{% endcall %}
<div class="ppid-split">
<div>
<h2 class="govuk-heading-m">Langkah yang mungkin sekarang</h2>
{{ page.task_list([{"text": "Nyatakan lengkap", "href": "/l", "hint": "Menerbitkan tanda bukti.", "status": "Bisa sekarang", "colour": "green"},
  {"text": "Perpanjang waktu", "href": None, "hint": "Sudah pernah diperpanjang satu kali.", "status": "Tidak bisa"}]) }}
{{ page.empty_state("Belum ada keberatan", "Keberatan atas permohonan ini akan tampil di sini.", "/", "Lihat semua keberatan") }}
</div>
<div class="ppid-side">
<h2 class="govuk-heading-m">Tanda</h2>
<p class="govuk-body">{% for c in ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow") %}{{ page.tag(c, c) }} {% endfor %}</p>
<p class="govuk-body">{% for n in (8, 3, 1, 0, -1, -12, None) %}{{ deadline.badge(n) }} {% endfor %}</p>
{{ page.law("UU 14/2008 Pasal 22 ayat (8)") }}
</div>
</div>
{% endblock %}
"""


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
    pages = {"form.html": FORM_PAGE, "receipt.html": RECEIPT_PAGE, "desk.html": DESK_PAGE}
    app.jinja_loader = ChoiceLoader([DictLoader(pages), app.jinja_loader])  # type: ignore[list-item,assignment]
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
    links = [{"text": "Daftar Informasi Publik", "href": "/dip"}, {"text": "Maklumat pelayanan", "href": "/m"}]
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
        return render_template("form.html", form=typed, errors=errors if failed else None), 422 if failed else 200

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
