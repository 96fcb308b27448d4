"""What people read of their applications on personal data, and of what keeps the data."""

from __future__ import annotations

from ppid.holding import Hold
from ppid.holding import Kind as HoldKind
from ppid.privacy.vocabulary import KINDS, STEPS, PrivacyKind, Step
from ppid.retention import Rule
from web.filters import day
from web.i18n import gettext as _
from web.i18n import pick


def kind_words(kind: PrivacyKind) -> str:
    """What was asked for."""
    return pick(id=KINDS[kind].id, en=KINDS[kind].en)


def step_words(step: Step) -> str:
    """Where an application stands."""
    return pick(id=STEPS[step].id, en=STEPS[step].en)


def hold_words(hold: Hold) -> str:
    """What keeps the data, and until when."""
    match hold.kind:
        case HoldKind.OPEN:
            return _(
                "Perkara %(number)s belum selesai. Arsip yang terkait perkara berjalan tidak boleh "
                "dimusnahkan (UU 43/2009 Pasal 51).",
                number=hold.number,
            )
        case HoldKind.WAY if hold.until:
            return _(
                "Sampai %(until)s Anda masih dapat mengajukan keberatan atau sengketa atas %(number)s "
                "(UU 14/2008 Pasal 36-37).",
                until=day(hold.until),
                number=hold.number,
            )
        case HoldKind.RETENTION if hold.until:
            return _(
                "Register atas %(number)s wajib disimpan sampai %(until)s menurut jadwal retensi arsip (UU "
                "27/2022 Pasal 15).",
                until=day(hold.until),
                number=hold.number,
            )
        case HoldKind.WAY:
            return _(
                "Keberatan atau sengketa atas %(number)s masih dapat diajukan; hari terakhirnya belum dapat "
                "dihitung.",
                number=hold.number,
            )
        case _:
            return _(
                "Register atas %(number)s wajib disimpan. Jadwal retensi arsip badan publik ini belum "
                "menyebut sampai kapan.",
                number=hold.number,
            )


def retention_words(rule: Rule) -> str:
    """How long a class of records is kept once its case is over."""
    if rule.months is None:
        return _("belum ditetapkan")
    if rule.months == 0:
        return _("dihapus begitu tidak diperlukan lagi")
    return _("%(months)s bulan", months=rule.months)
