"""One plain sentence or two for every fact of an item and of the list, in both languages.

No sentence repeats what somebody wrote freely. Pure: no clock, no database.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from ppid.catalogue import events as e
from ppid.catalogue.events import ItemEvent, ListEvent
from ppid.deadlines import Text
from ppid.events import Event
from projections.saying import fill, joined, listed, ran_out, recounted, said, small, with_promises
from projections.words_catalogue import CLASSES, MEDIA, SOURCES

CATALOGUE_EVENTS: frozenset[type[Event]] = frozenset((*ItemEvent.__args__, *ListEvent.__args__))


def sentence(event: ItemEvent | ListEvent) -> Text:  # noqa: PLR0911  (one case per event)
    """Return what happened, as the office would write it beside the item or the list."""
    match event:
        case e.Proposed():
            return _proposed(event)
        case e.Returned():
            return said(
                "Usulan dikembalikan kepada unit dengan alasan.",
                "The proposal was returned to its unit with a reason.",
            )
        case e.Listed():
            return _listed(event)
        case e.Revised():
            changed = said("Isian diubah.", "The entry was changed.")
            return with_promises(changed, event.promises, ("D26", "D29"))
        case e.Published():
            published = said("Informasi diumumkan pada {on} melalui {media}.", "Published on {on}: {media}.")
            filled = fill(published, on=event.published_on, media=listed(MEDIA[m] for m in event.media))
            return with_promises(filled, event.promises, ("D26",))
        case e.Withdrawn(withdrawn_on=on):
            gone = said(
                "Ditarik dari daftar pada {on} dengan alasan.",
                "Withdrawn from the list on {on} with a reason.",
            )
            return fill(gone, on=on)
        case e.Decreed() | e.ReportPublished():
            return _of_the_list(event)
        case e.ItemRecounted() | e.ListRecounted():
            return recounted(event)
        case e.ItemClockRanOut() | e.ListClockRanOut():
            return ran_out(event)
    assert_never(event)


def happened_on(event: ItemEvent | ListEvent) -> date | None:
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    match event:
        case e.Listed(listed_on=on) | e.Published(published_on=on) | e.ReportPublished(published_on=on):
            return on
        case e.Revised(revised_on=on) | e.Withdrawn(withdrawn_on=on) | e.Proposed(proposed_on=on):
            return on
        case e.Decreed(decree=decree):
            return decree.signed_on
        case e.ItemClockRanOut(due_on=on) | e.ListClockRanOut(due_on=on):
            return on
        case _:
            return None


def _proposed(event: e.Proposed) -> Text:
    klass = small(CLASSES[event.entry.klass])
    if event.source:
        opened = said(
            "Informasi ini terbuka karena {why}; golongannya {klass}.",
            "This information is open because {why}; its class: {klass}.",
        )
        return fill(opened, why=SOURCES[event.source.kind], klass=klass)
    proposed = said(
        "Diusulkan masuk Daftar Informasi Publik dengan golongan {klass}.",
        "Proposed for the list of public information; its class: {klass}.",
    )
    filled = fill(proposed, klass=klass)
    if event.imported:
        copied = said(" Isian ini disalin dari daftar lama.", " This entry was copied from an older list.")
        filled = joined(filled, copied)
    return with_promises(filled, event.promises, ("D29",))


def _listed(event: e.Listed) -> Text:
    if event.decree is None:
        by_itself = said(
            "Masuk Daftar Informasi Publik dengan sendirinya pada {on}.",
            "Entered the list of public information by itself on {on}.",
        )
        return with_promises(fill(by_itself, on=event.listed_on), event.promises, ("D26",))
    decreed = said(
        "Ditetapkan masuk Daftar Informasi Publik dengan keputusan nomor {number} tanggal {on}.",
        "Taken into the list of public information by decree number {number} of {on}.",
    )
    filled = fill(decreed, number=event.decree.number, on=event.decree.signed_on)
    return with_promises(filled, event.promises, ("D26",))


def _of_the_list(event: e.Decreed | e.ReportPublished) -> Text:
    if isinstance(event, e.ReportPublished):
        reported = said(
            "Laporan layanan informasi tahun anggaran {year} diumumkan pada {on}; salinannya dikirim kepada "
            "Komisi Informasi pada {sent}.",
            "The service report of budget year {year} was published on {on}; its copy was sent to the "
            "Information Commission on {sent}.",
        )
        filled = fill(reported, year=event.budget_year, on=event.published_on, sent=event.copy_sent_on)
        return with_promises(filled, event.promises, ("D28",))
    decreed = said(
        "Daftar Informasi Publik ditetapkan dengan keputusan nomor {number} tanggal {on}; informasi yang "
        "ditambahkan: {count}.",
        "The list of public information was decreed by decree number {number} of {on}; items added: {count}.",
    )
    filled = fill(decreed, number=event.decree.number, on=event.decree.signed_on, count=len(event.items))
    return with_promises(filled, event.promises, ("D27", "D28"))
