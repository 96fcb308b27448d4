"""The page on which an officer records an objection: about a request, or about periodic information."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppid.acts import DESK
from ppid.deadlines import Text
from ppid.objection.vocabulary import Ground
from ppid.request.state import Request
from projections.words import CHANNELS as CHANNEL_WORDS
from web.i18n import gettext as _
from web.office.filing import CHANNELS
from web.office.objection import about, filing
from web.office.objection.filing import Who
from web.office.objection.words import ground_words
from web.office.room import BeginPage, Form, Start, plain
from web.office.words import say_first
from web.services import services


def may_begin(start: Start) -> None:
    """The request that the address names is one of this body's."""
    about.request_of(start)


def _defaults(start: Start, _form: Form) -> Mapping[str, object]:
    """What is known already: the day, and what the request says."""
    asked = about.request_of(start)
    plain: dict[str, object] = {"received_on": start.as_of, "who": Who.SELF.value}
    if asked is None:
        return plain
    if asked.representative:
        plain["who"] = Who.SAME.value
    return {**plain, "purpose": asked.wish.purpose, "case": about.case_in_facts(asked)}


def _choices(start: Start, _form: Form) -> dict[str, Any]:
    """What the form offers on a request; first of all, which request it is."""
    asked = about.request_of(start)
    return _offered(start, asked) if asked else _looking(start)


def _periodic_choices(start: Start, _form: Form) -> dict[str, Any]:
    """What the form offers without a request."""
    return _offered(start, None)


def _offered(start: Start, asked: Request | None) -> dict[str, Any]:
    """The ways it came, the grounds with their windows, and who may object."""
    return {
        "channels": [{"value": c.value, "text": say_first(CHANNEL_WORDS[c])} for c in CHANNELS],
        "asked": asked,
        "asked_outcome": about.outcome_words(asked) if asked else "",
        "objector": services().people.identity(asked.requester) if asked else None,
        "who_options": _who(asked),
        "due": about.due(start),
        "periodic": ground_words(Ground.PERIODIC),
        **about.ground_choices(start, asked),
    }


def _who(asked: Request | None) -> list[dict[str, str]]:
    own = _("Pemohon sendiri") if asked else _("Pengaju sendiri")
    offered = [{"value": Who.SELF.value, "text": own}]
    if asked and asked.representative:
        same = _("Kuasa yang sama seperti pada permohonan")
        hint = _("Surat kuasa permohonan dipakai, kecuali yang baru dilampirkan.")
        offered.append({"value": Who.SAME.value, "text": same, "hint": hint})
    other = _("Kuasa lain") if asked and asked.representative else _("Melalui kuasa")
    hint = _("Lampirkan surat kuasa khusus bermeterai (Perki 1/2021 Pasal 40).")
    return [*offered, {"value": Who.OTHER.value, "text": other, "hint": hint}]


def _looking(start: Start) -> dict[str, Any]:
    typed = start.asked.get(about.NUMBER, "")
    return {
        "choosing": True,
        "typed": typed,
        "found": about.found_requests(start) if typed else [],
    }


def _begin(what: str, name: Text, **more: Any) -> BeginPage:
    return BeginPage(
        what=what,
        name=name,
        roles=DESK,
        use_case=filing.record,
        decision=filing.decided,
        takes_files=True,
        shown_at={"representative_identity": "proxy_name", "documents": "surat_kuasa", "identity": "name"},
        leads_to=filing.leads_to,
        button=Text("Catat keberatan", "Record the objection"),
        **more,
    )


BEGINS = (
    _begin(
        "",
        Text("Catat keberatan", "Record an objection"),
        schema=plain(filing.AboutRequestSchema),
        may_begin=may_begin,
        defaults=_defaults,
        choices=_choices,
    ),
    _begin(
        "berkala",
        Text("Catat keberatan atas informasi berkala", "Record an objection about periodic information"),
        schema=plain(filing.PeriodicSchema),
        defaults=lambda start, _form: {"received_on": start.as_of, "who": Who.SELF.value},
        choices=_periodic_choices,
        on_list=False,
    ),
)
