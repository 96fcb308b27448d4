"""A plain sentence or two for every fact of a data subject's application, and of a breach, in both languages.

No sentence repeats what somebody wrote freely, nor names a person. Pure: no clock, no database.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from ppid.breach import events as b
from ppid.breach.events import BreachEvent
from ppid.breach.vocabulary import CHANNELS, DATA, MEDIA
from ppid.deadlines import Text
from ppid.events import Event
from ppid.privacy import events as p
from ppid.privacy.events import PrivacyEvent
from ppid.privacy.vocabulary import GROUNDS, KINDS, PROOFS, WAYS
from projections.saying import fill, joined, listed, ran_out, recounted, said, with_promises

PRIVACY_EVENTS: frozenset[type[Event]] = frozenset(PrivacyEvent.__args__)
BREACH_EVENTS: frozenset[type[Event]] = frozenset(BreachEvent.__args__)


def of_request(event: PrivacyEvent) -> Text:  # noqa: PLR0911  (one case per event)
    """Return what happened, as the office would tell the person."""
    match event:
        case p.Asked():
            return _asked(event)
        case p.Verified(by=by):
            proved = said("Identitas pemohon terbukti {by}.", "The asker's identity was proved {by}.")
            return fill(proved, by=PROOFS[by])
        case p.Granted():
            return _granted(event)
        case p.Done():
            return _done(event)
        case p.Refused():
            return _refused(event)
        case p.Withdrawn(withdrawn_on=on):
            return fill(said("Permohonan dicabut pada {on}.", "The request was withdrawn on {on}."), on=on)
        case p.Recounted():
            return recounted(event)
        case p.ClockRanOut():
            return ran_out(event)
    assert_never(event)


def _asked(event: p.Asked) -> Text:
    asked = said(
        "Permohonan data pribadi nomor {number} diterima {way} pada {on}: {kind}.",
        "Request on personal data number {number} was received {way} on {on}: {kind}.",
    )
    told = fill(asked, number=event.number, way=WAYS[event.way], on=event.received_on, kind=KINDS[event.kind])
    return with_promises(told, event.promises, ("D30",))


def _granted(event: p.Granted) -> Text:
    granted = said(
        "Penghapusan disetujui. Jawaban nomor {number} disampaikan pada {on}.",
        "The erasure was granted. Answer number {number} was given on {on}.",
    )
    told = fill(granted, number=event.reply.number, on=event.reply.told_on)
    if not event.order:
        return told
    ordered = said(" Dasarnya perintah nomor {order}.", " It follows order number {order}.")
    return joined(told, fill(ordered, order=event.order))


def _done(event: p.Done) -> Text:
    if event.reply is None:
        return said(
            "Penghapusan sudah dijalankan: data pribadi orang ini tidak dapat dibaca lagi.",
            "The erasure was carried out: this person's data can no longer be read.",
        )
    done = said(
        "Permohonan dipenuhi. Jawaban nomor {number} disampaikan pada {on}.",
        "The request was fulfilled. Answer number {number} was given on {on}.",
    )
    return fill(done, number=event.reply.number, on=event.reply.told_on)


def _refused(event: p.Refused) -> Text:
    refused = said(
        "Permohonan ditolak dengan jawaban nomor {number} yang disampaikan pada {on}: {ground}.",
        "The request was refused by answer number {number}, given on {on}: {ground}.",
    )
    told = fill(refused, number=event.reply.number, on=event.reply.told_on, ground=GROUNDS[event.ground])
    if event.until is None:
        return told
    until = said(" Pengecualian ini berlaku sampai {until}.", " This exception holds until {until}.")
    return joined(told, fill(until, until=event.until))


def asked_on(event: PrivacyEvent) -> date | None:
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    match event:
        case p.Asked(received_on=on) | p.Withdrawn(withdrawn_on=on):
            return on
        case p.Granted(reply=reply) | p.Refused(reply=reply):
            return reply.told_on
        case p.Done(reply=reply):
            return reply.told_on if reply else None
        case _:
            return None


def of_breach(event: BreachEvent) -> Text:  # noqa: PLR0911  (one case per event)
    """Return what happened, as the office would write it in its book."""
    match event:
        case b.Noted():
            return _noted(event)
        case b.Assessed():
            return _assessed(event)
        case b.SubjectNotified(people=people, channel=channel, told_on=on):
            told = said(
                "{people} orang diberi tahu {channel} pada {on}.",
                "{people} people were told {channel} on {on}.",
            )
            return fill(told, people=people, channel=CHANNELS[channel], on=on)
        case b.AgencyNotified(number=number, told_on=on):
            told = said(
                "Lembaga pelindungan data pribadi diberi tahu dengan surat nomor {number} pada {on}.",
                "The agency for personal data was told by letter number {number} on {on}.",
            )
            return fill(told, number=number, on=on)
        case b.PublicNotified(told_on=on, medium=medium):
            told = said(
                "Masyarakat diberi tahu melalui {medium} pada {on}.",
                "The public was told by {medium} on {on}.",
            )
            return fill(told, medium=MEDIA[medium], on=on)
        case b.Contained(done_on=on):
            handled = said(
                "Penanganan dan pemulihan dicatat pada {on}.", "Handling and recovery were recorded on {on}."
            )
            return fill(handled, on=on)
        case b.Closed():
            return said("Catatan ditutup.", "The record was closed.")
        case b.Recounted():
            return recounted(event)
        case b.ClockRanOut():
            return ran_out(event)
    assert_never(event)


def _noted(event: b.Noted) -> Text:
    noted = said(
        "Kegagalan pelindungan data nomor {number} diketahui pada {on}. "
        "Data: {data}; perkiraan {people} orang.",
        "Breach number {number} was known on {on}. Data: {data}; an estimated {people} people.",
    )
    data = listed(DATA[each] for each in event.data)
    told = fill(noted, number=event.number, on=event.known_on, data=data, people=event.people)
    return with_promises(told, event.promises, ("D31",))


def _assessed(event: b.Assessed) -> Text:
    assessed = said(
        "Ditelaah: {data}, milik {people} orang. {public}", "Assessed: {data}, of {people} people. {public}"
    )
    public = (
        said("Masyarakat perlu diberi tahu.", "The public has to be told.")
        if event.public
        else said("Masyarakat tidak perlu diberi tahu.", "The public need not be told.")
    )
    data = listed(DATA[each] for each in event.data)
    return fill(assessed, data=data, people=event.people, public=public)


def known_on(event: BreachEvent) -> date | None:
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    match event:
        case b.Noted(known_on=on) | b.SubjectNotified(told_on=on) | b.AgencyNotified(told_on=on):
            return on
        case b.PublicNotified(told_on=on) | b.Contained(done_on=on):
            return on
        case _:
            return None
