"""The copy of a person's data on paper: the same facts as on their page and in the file for machines.

Law: UU 27/2022 art. 7, 32.
"""

from __future__ import annotations

from web.citizen.held import BASES, READERS, WAYS, Held, role_words
from web.citizen.privacy_words import hold_words, kind_words, retention_words, step_words
from web.filters import day, moment
from web.i18n import gettext as _
from web.i18n import language, pick
from web.letters import render
from web.letters.data_kinds import DataPart, PersonalDataCopy
from web.papers.then import then
from web.services import services


def pdf(held: Held) -> bytes:
    """Set the copy as a tagged PDF, in the reader's language."""
    spoken = "en" if language() == "en" else "id"
    return render(
        PersonalDataCopy(
            language="en" if spoken == "en" else "id",
            office=then(held.body.stream, services().log.position()).office(),
            dated_on=held.body.local_date(held.at),
            as_of=moment(held.at, held.zone),
            parts=(
                _identity(held),
                _cases(held),
                _documents(held),
                _use(held),
                _kept(held),
                _seen(held),
                _asked(held),
            ),
        )
    )


def _identity(held: Held) -> DataPart:
    who = held.identity
    changes = tuple(
        (moment(change.at, held.zone), change.reason or _("Data Anda dicatat")) for change in held.changes
    )
    return DataPart(
        heading=_("Identitas"),
        facts=(
            (_("Nama"), who.name),
            (_("Nomor identitas"), who.number),
            (_("Alamat"), who.address),
            (_("Pekerjaan"), who.occupation),
            (_("Telepon"), who.phone),
            (_("Surel"), who.email),
        ),
        header=(_("Waktu"), _("Pencatatan atau perbaikan")),
        widths=(2, 5),
        rows=changes,
    )


def _cases(held: Held) -> DataPart:
    return DataPart(
        heading=_("Perkara"),
        header=(_("Nomor"), _("Tentang"), _("Diterima pada"), _("Sebagai")),
        widths=(4, 6, 3, 2),
        rows=tuple(
            (
                case.number,
                case.about,
                day(case.filed_on),
                _("kuasa") if case.as_representative else _("pemohon"),
            )
            for case in held.cases
        ),
        empty=_("Tidak ada."),
    )


def _documents(held: Held) -> DataPart:
    return DataPart(
        heading=_("Berkas dari Anda"),
        header=(_("Berkas"), _("Perkara"), _("Jenis"), _("Ukuran (bita)")),
        widths=(5, 4, 3, 2),
        rows=tuple(
            (document.kind, document.case, document.media_type, str(document.size_bytes))
            for document in held.documents
        ),
        empty=_("Tidak ada."),
    )


def _use(held: Held) -> DataPart:
    said = (f"{pick(id=words.id, en=words.en)} ({law})" for law, words in BASES)
    readers = (pick(id=words.id, en=words.en) for words in READERS)
    return DataPart(
        heading=_("Dasar dan penerima"),
        said=(_("Pengendali data: %(body)s.", body=held.body.name), *said, *readers),
    )


def _kept(held: Held) -> DataPart:
    return DataPart(
        heading=_("Lama penyimpanan"),
        said=tuple(hold_words(hold) for hold in held.holds),
        header=(_("Catatan"), _("Disimpan setelah perkara selesai"), _("Dasar")),
        widths=(4, 3, 5),
        rows=tuple(
            (pick(id=rule.name.id, en=rule.name.en), retention_words(rule), rule.basis)
            for rule in held.retention
        ),
    )


def _seen(held: Held) -> DataPart:
    return DataPart(
        heading=_("Siapa yang membuka data Anda"),
        header=(_("Waktu"), _("Jabatan"), _("Badan publik"), _("Yang dibuka")),
        widths=(3, 3, 4, 4),
        rows=tuple(
            (
                moment(seen.at, held.zone),
                pick(id=role_words(seen.role).id, en=role_words(seen.role).en),
                seen.body,
                f"{pick(id=WAYS[seen.what].id, en=WAYS[seen.what].en)} {seen.case}".strip(),
            )
            for seen in held.seen
        ),
        empty=_("Belum ada yang membukanya."),
    )


def _asked(held: Held) -> DataPart:
    return DataPart(
        heading=_("Permintaan Anda tentang data"),
        header=(_("Nomor"), _("Permintaan"), _("Diminta pada"), _("Dijawab paling lambat"), _("Keadaan")),
        widths=(3, 3, 3, 3, 3),
        rows=tuple(
            (
                asked.number,
                kind_words(asked.kind),
                moment(asked.asked_at, held.zone),
                moment(asked.due_at, held.zone),
                step_words(asked.step),
            )
            for asked in held.asked
        ),
        empty=_("Tidak ada."),
    )
