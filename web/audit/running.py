"""The audit of the whole log from the auditor's desk: begun by a button, read as six plain answers."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ppid.events import Role
from web import seals
from web.access import allow
from web.audit.runs import BusyError, Finding, Kept, Runs
from web.audit.sealing import bp
from web.i18n import gettext as _
from web.i18n import pick
from web.services import services

RUNS = "ppid-audit-runs"
VERIFIED, TAMPERING = 0, 1


class Shown(NamedTuple):
    """A finished run as its page tells it. ``mood`` colours the verdict."""

    id: str
    mood: str
    title: str
    said: str
    alarms: list[Finding]
    notes: list[Finding]


def runs() -> Runs:
    """The runs of the running application."""
    found = current_app.extensions.get(RUNS)
    if not isinstance(found, Runs):
        found = current_app.extensions[RUNS] = Runs(services())
    return found


@bp.get("/audit/pemeriksaan")
@allow(Role.AUDITOR)
def report() -> str:
    """Show the last run, or the one that was asked for, and how far a running one is."""
    kept = runs().finished()
    asked = request.args.get("hasil", "")
    chosen = next((run for run in kept if run.id == asked), None) if asked else (kept[0] if kept else None)
    if asked and chosen is None:
        abort(404)
    before = kept[kept.index(chosen) + 1] if chosen and chosen is not kept[-1] else None
    return render_template(
        "audit/run.html",
        running=runs().current(),
        run=chosen.report if chosen else None,
        shown=_shown(chosen) if chosen else None,
        before=before.report if before else None,
        kept=[(run.id, run.report, _title(run)) for run in kept],
        alone=not seals.policy().witnesses,
    )


@bp.post("/audit/pemeriksaan")
@allow(Role.AUDITOR)
def start() -> ResponseReturnValue:
    """Begin a run, unless one is under way."""
    try:
        runs().start(policy=seals.policy_text().encode(), files=bool(request.form.get("berkas")))
    except BusyError:
        flash(_("Pemeriksaan sudah berjalan. Tunggu sampai selesai."), "info")
    return redirect(url_for(".report"), 303)


@bp.get("/audit/pemeriksaan/<run>/laporan.html")
@allow(Role.AUDITOR)
def report_file(run: str) -> Response:
    """Give the printed report of a run, as the verifier itself writes it."""
    kept = runs().get(run) if len(run) <= len("0" * 32) else None
    if kept is None or not kept.report.page.id:
        abort(404)
    page = pick(id=kept.report.page.id, en=kept.report.page.en)
    name = f"laporan-pemeriksaan-{kept.report.finished_at:%Y-%m-%d}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(page, mimetype="text/html", headers=headers)


def _shown(kept: Kept) -> Shown:
    found = kept.report
    alarms = [f for f in found.findings if not f.code.startswith("W")]
    notes = [f for f in found.findings if f.code.startswith("W")]
    mood = {VERIFIED: "fine", TAMPERING: "bad"}.get(found.exit_code, "waiting")
    return Shown(kept.id, mood, _title(kept), _meaning(found.exit_code), alarms, notes)


def _title(kept: Kept) -> str:
    found = kept.report
    if found.fault:
        return _("Pemeriksaan terhenti")
    word = pick(id=found.words.id, en=found.words.en)
    return word[:1].upper() + word[1:].lower()


def _meaning(exit_code: int) -> str:
    return {
        0: _("Semua yang diperiksa utuh dan cocok dengan segelnya."),
        1: _("Ada yang tidak cocok. Setiap temuan di bawah menyebut apa, di mana, dan apa yang dilakukan."),
        2: _("Sebagian tidak dapat dibaca, sehingga pemeriksaan tidak dapat menyimpulkan apa pun."),
        3: _("Tidak ada yang tampak diubah, tetapi konfirmasi pihak luar belum cukup untuk memastikannya."),
    }.get(exit_code, "")


__all__ = ["bp", "report", "runs", "start"]
