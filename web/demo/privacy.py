"""The demo's requests on personal data and its breach: one due within hours, one refused, one half told."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from ppid.breach import commands as b
from ppid.breach.vocabulary import Channel, DataClass
from ppid.events import Actor, Role, Stream
from ppid.privacy import commands as c
from ppid.privacy.vocabulary import Ground, PrivacyKind, Proof, Way
from ppid.request.state import REQUEST
from web.demo.cast import REGION
from web.demo.stage import Stage

ALREADY_GONE = timedelta(hours=52)
LONG_AGO = timedelta(days=9)


def live(stage: Stage, requests: Iterable[Stream]) -> None:
    """On the demo's last day: what people asked of their data, and a mail that went astray."""
    ppid = stage.holder(REGION.code, Role.PPID)
    log = stage.services.log
    found = (REQUEST.fold(r.envelope for r in log.load(stream)) for stream in requests)
    ours = [state for state in found if state and state.body == ppid.body]
    # Whoever asks to be erased is done with their case; only the archive schedule keeps it.
    people = [(state.stream, state.requester) for state in sorted(ours, key=lambda s: not s.closed)]
    (erasing, leaver), (seeing, reader), (_case, third), *_ = people
    _asks_to_see(stage, seeing, reader)
    _asks_to_be_erased(stage, erasing, leaver, ppid)
    _mail_astray(stage, (reader, third), ppid)


def _asks_to_see(stage: Stage, case: Stream, person: Stream) -> None:
    """By letter, two days ago: twenty hours are left."""
    command = c.AskPrivacy(
        person=person,
        kind=PrivacyKind.ACCESS,
        what="Saya ingin tahu data apa yang disimpan dan siapa saja yang membukanya.",
        case=case,
        way=Way.LETTER,
        proved=Proof.DESK,
        received_at=stage.walk() - ALREADY_GONE,
        key=secrets.token_hex(16),
    )
    stage.services.privacy.ask(command, stage.holder(REGION.code, Role.SERVICE_DESK))


def _asks_to_be_erased(stage: Stage, case: Stream, person: Stream, ppid: Actor) -> None:
    """On the website, and refused while the archive schedule keeps the register."""
    privacy = stage.services.privacy
    command = c.AskPrivacy(
        person=person,
        kind=PrivacyKind.ERASE,
        what="Mohon data saya dihapus, perkaranya sudah selesai.",
        case=case,
        proved=Proof.CODE,
        received_at=stage.walk() - LONG_AGO,
        key=secrets.token_hex(16),
    )
    asked = privacy.ask(command, Actor(case, Role.CITIZEN)).stream
    refuse = c.RefusePrivacy(
        case=asked,
        ground=Ground.PUBLIC_INTEREST,
        number=f"B-{stage.day:%j}/PDP/{stage.day.year}",
        text="Register permohonan wajib disimpan menurut jadwal retensi arsip. Data Anda tidak dipakai lagi"
        " untuk keperluan lain.",
        until=stage.day.replace(year=stage.day.year + 1, day=1),
        told_at=stage.walk() - LONG_AGO + ALREADY_GONE,
        signed_on=stage.services.directory.body(ppid.body).local_date(stage.walk() - LONG_AGO + ALREADY_GONE),
    )
    privacy.refuse(refuse, ppid)


def _mail_astray(stage: Stage, persons: tuple[Stream, ...], ppid: Actor) -> None:
    """Two people's letters went to a wrong address; one of them was told."""
    breaches = stage.services.breaches
    note = b.NoteBreach(
        breach=f"breach-{secrets.token_hex(16)}",
        body=ppid.body,
        data=(DataClass.NAME, DataClass.ADDRESS),
        people=len(persons),
        how="Dua surat pemberitahuan terkirim ke alamat surel yang salah ketik.",
        known_at=stage.walk() - timedelta(hours=30),
    )
    case = breaches.note(note, ppid).stream
    assess = b.AssessBreach(case=case, data=note.data, people=note.people, how=note.how, persons=persons)
    breaches.assess(assess, ppid)
    handled = b.ContainBreach(
        case=case,
        handling="Penerima yang salah sudah menghapus surel itu dan menyatakannya tertulis.",
        recovery="Alamat surel sekarang diperiksa dua petugas sebelum surat dikirim.",
        done_on=stage.day,
    )
    breaches.contain(handled, ppid)
    told = b.NotifySubjects(case=case, channel=Channel.LETTER, persons=persons[:1])
    breaches.notify_subjects(told, ppid)
