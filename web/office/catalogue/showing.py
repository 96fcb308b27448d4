"""What the desk shows of an item: its columns, where it came from, and what may be done with it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, url_for

from ppid.body import Body
from ppid.catalogue.events import Entry
from ppid.catalogue.lawful import ACTS, Act
from ppid.catalogue.state import ITEM, Item
from ppid.catalogue.vocabulary import InfoClass, Step
from projections.agenda import Agendum, state_of
from projections.words_catalogue import CLASSES, FORMS, MEDIA, SOURCES
from web.access import current
from web.filters import day
from web.i18n import gettext as _
from web.i18n import language
from web.office.catalogue.words import CLASS_HINTS, language_words
from web.office.frame import ROOMS
from web.office.room import Room, Rows, Section, rows_of
from web.office.showing import steps_of
from web.office.sight import Sight, unit_name
from web.office.words import say, say_first

Seen = Sight[Item]


def entry_rows(entry: Entry, body: Body) -> Rows:
    """The columns of annex I and those beside them."""
    return rows_of(*entry_lines(entry, body))


def entry_lines(entry: Entry, body: Body) -> list[tuple[str, str]]:
    """Every column with what the entry says there, '' where it says nothing."""
    file = entry.file
    return [
        (_("Judul"), entry.title),
        (_("Ringkasan isi informasi"), entry.summary),
        (_("Pejabat, unit, atau satuan kerja yang menguasai"), unit_words(entry.unit, body)),
        (_("Penanggung jawab pembuatan atau penerbitan"), entry.responsible),
        (_("Waktu dan tempat pembuatan"), ", ".join(filter(None, (entry.made_when, entry.made_where)))),
        (_("Bentuk informasi yang tersedia"), ", ".join(say(FORMS[form]) for form in entry.forms)),
        (_("Jangka waktu penyimpanan"), entry.retention),
        (_("Golongan"), say(CLASSES[entry.klass])),
        (_("Peristiwa diketahui"), day(entry.known_on) if entry.known_on else ""),
        (_("Bahasa"), language_words(entry.language)),
        (_("Kata kunci"), ", ".join(entry.keywords)),
        (_("Tautan"), entry.link),
        (_("Berkas"), (file.name or file.sha256) if file else ""),
    ]


def changed_rows(old: Entry, new: Entry, body: Body) -> Rows:
    """The columns that a revision changes, each with what it said before."""
    pairs = zip(entry_lines(old, body), entry_lines(new, body), strict=True)
    return rows_of(
        *(
            (key, _("%(new)s\n(sebelumnya: %(old)s)", new=after or "-", old=before or "-"))
            for (key, before), (_key, after) in pairs
            if before != after
        )
    )


def unit_words(code: str, body: Body) -> str:
    """The unit that controls an item; the body itself where it names none."""
    return unit_name(body, code) if code else body.name


def describe(row: Agendum) -> str:
    """Class and unit, under the title of a row."""
    item = state_of(row, ITEM)
    body = current().body
    unit = unit_words(item.unit, body) if body else item.unit
    return f"{say(CLASSES[item.entry.klass])} · {unit}"


def show(seen: Seen) -> Mapping[str, object]:
    """What the page of an item shows beyond what every case has."""
    item = seen.state
    return {
        "sections": [Section(_("Isian daftar"), entry_rows(item.entry, seen.body))],
        "returned": item.returned,
        "standing_rows": _standing(item),
        "class_words": say(CLASS_HINTS[item.entry.klass]) if item.entry.klass in CLASS_HINTS else "",
        "public_href": url_for("public_list.item", item=seen.hex) if item.public else "",
        "file_href": url_for("item.public_file", case=seen.hex) if may_change(seen) else "",
        **_with_decree(seen),
    }


def may_change(seen: Seen) -> bool:
    """Whether who looks may change the entry now."""
    return any(o.act is Act.REVISE and o.lawful for o in ACTS.offers(seen.state, seen.actor, seen.context))


def _with_decree(seen: Seen) -> dict[str, list[dict[str, str]]]:
    """The steps of the room, and the decree that takes the item in: it begins elsewhere, for many at once."""
    room: Room[Item] = current_app.extensions[ROOMS][ITEM.kind]
    steps = steps_of(room, seen)
    for offer in ACTS.offers(seen.state, seen.actor, seen.context):
        if offer.act is not Act.LIST:
            continue
        name = say(ACTS.name(offer.act))
        if offer.refusal:
            steps["unlawful"].append({"text": name, "reason": offer.refusal.sentence(language())})
        else:
            href = url_for("item.begin_keputusan", informasi=seen.hex)
            steps["lawful"].insert(0, {"text": name, "href": href, "aside": ""})
    return steps


def _standing(item: Item) -> Rows:
    """How it came into the list, and what was made of it."""
    source, published, gone = item.source, item.published, item.withdrawn
    return rows_of(
        (_("Terbuka karena"), say_first(SOURCES[source.kind]) if source else ""),
        (_("Dasar pembukaannya"), source.reference if source else ""),
        (_("Keputusan pengecualian yang berakhir"), source.decree if source else ""),
        (_("Tercantum sejak"), day(item.listed_on) if item.listed_on else ""),
        (_("Keputusan"), item.decree.number if item.decree else ""),
        (_("Disetujui oleh"), item.decree.approval.by if item.decree else ""),
        (_("Terakhir diumumkan"), day(published.published_on) if published else ""),
        (_("Diumumkan melalui"), ", ".join(say(MEDIA[m]) for m in published.media) if published else ""),
        (_("Ditarik"), day(gone.withdrawn_on) if gone else ""),
        (_("Alasan penarikan"), gone.reason if gone else ""),
        (_("Diimpor dari baris"), str(item.imported.line) if item.imported else ""),
    )


def publishable(seen: Seen) -> bool:
    """Whether it is published by its class: what is available at any time may be, and need not."""
    return seen.state.entry.klass is not InfoClass.ANY_TIME and seen.state.step is not Step.WITHDRAWN


def typed(entry: Entry) -> dict[str, Any]:
    """An entry as its form holds it."""
    return {
        "title": entry.title,
        "summary": entry.summary,
        "klass": entry.klass.value,
        "unit": entry.unit,
        "responsible": entry.responsible,
        "made_when": entry.made_when,
        "made_where": entry.made_where,
        "forms": [form.value for form in entry.forms],
        "retention": entry.retention,
        "language": entry.language,
        "link": entry.link,
        "keywords": ", ".join(entry.keywords),
        **({"known_on": entry.known_on} if entry.known_on else {}),
    }
