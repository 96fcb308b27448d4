"""The letters of an objection: the form of annex X in duplicate, and its receipt.

Law: UU 14/2008 art. 35-37; Perki 1/2021 art. 39-44, annex X.
"""

from __future__ import annotations

from web.letters.blocks import (
    Block,
    Fact,
    Facts,
    Heading,
    NewPage,
    Paragraph,
    Received,
    Sheet,
    Signatures,
    Signer,
)
from web.letters.kinds import Person
from web.letters.objection_kinds import ObjectionForm, ObjectionReceipt
from web.letters.parts import (
    given,
    office_signature,
    place_and_date,
    sealed_receipt,
    ticks,
    tracking,
    under,
    written,
)
from web.letters.wording import CHANNELS, GROUNDS, Tongue


def form(letter: ObjectionForm, t: Tongue) -> Sheet:
    """Annex X twice: the first copy is the objector's, the second one stays in the file."""
    return Sheet(
        heading=t(
            "Formulir Keberatan\natas Permohonan Informasi Publik",
            "Objection Form\non a Request for Public Information",
        ),
        number="",
        under=under(
            t,
            t(
                "Lampiran X Peraturan Komisi Informasi Nomor 1 Tahun 2021; dibuat rangkap dua",
                "Annex X of Information Commission Regulation 1 of 2021; in duplicate",
            ),
        ),
        copies=(
            t("Lembar untuk Pengaju Keberatan", "Copy of the objector"),
            t("Lembar untuk arsip PPID", "Copy of the file"),
        ),
        blocks=_form(letter, t),
    )


def _form(letter: ObjectionForm, t: Tongue) -> tuple[Block, ...]:
    """One sheet: who objects and why in front, the case and the signatures on the back."""
    return (
        *_who_objects(letter, t),
        Heading(t("B. Alasan pengajuan keberatan", "B. Grounds of the objection")),
        ticks(GROUNDS, letter.grounds, t),
        NewPage(),
        Heading(
            t("C. Kasus posisi (dapat menggunakan kertas tambahan)", "C. The case (add paper if needed)")
        ),
        Facts((written(t("Kasus posisi", "The case"), letter.case, lines=8),)),
        Heading(
            t(
                "D. Hari/tanggal tanggapan atas keberatan akan diberikan (diisi petugas)",
                "D. Day on which the objection will be answered (filled by the officer)",
            )
        ),
        Facts(
            (
                Fact(
                    label=t("Paling lambat", "At the latest"),
                    value=_answer_on(letter, t),
                    strong=letter.answer_on is not None,
                ),
            )
        ),
        *_signed(letter, t),
    )


def _answer_on(letter: ObjectionForm, t: Tongue) -> str | None:
    if not letter.objection_number:
        return None
    if letter.answer_on is None:
        return t.due(None, letter.missing_year)
    return f"{t.weekday(letter.answer_on)}, {t.day(letter.answer_on)}"


def _who_objects(letter: ObjectionForm, t: Tongue) -> tuple[Block, ...]:
    proxy = letter.representative or Person(name="")
    return (
        Heading(t("A. Informasi pengaju keberatan", "A. The objector")),
        Facts(
            (
                written(t("Nomor registrasi keberatan", "Objection number"), letter.objection_number),
                written(t("Nomor pendaftaran permohonan", "Request number"), letter.request_number),
                written(t("Tujuan penggunaan informasi", "Purpose of use"), letter.purpose),
                *(
                    (given(t("Informasi yang dicari", "Information looked for"), letter.information),)
                    if letter.information
                    else ()
                ),
            )
        ),
        Heading(t("Identitas Pemohon", "Identity of the requester"), 3),
        Facts(
            (
                written(t("Nama", "Name"), letter.name),
                written(t("Alamat", "Address"), letter.address),
                written(t("Pekerjaan", "Occupation"), letter.occupation),
                written(t("Nomor telepon", "Telephone"), letter.phone),
                *((given(t("Surat elektronik", "E-mail"), letter.email),) if letter.email else ()),
            )
        ),
        Heading(t("Identitas Kuasa Pemohon (bila dikuasakan)", "Identity of the representative, if any"), 3),
        Facts(
            (
                _proxy(t("Nama", "Name"), proxy.name, letter),
                _proxy(t("Alamat", "Address"), proxy.address, letter),
                _proxy(t("Nomor telepon / surel", "Telephone / e-mail"), proxy.contact, letter),
            )
        ),
    )


def _proxy(label: str, value: str, letter: ObjectionForm) -> Fact:
    """A blank form has a line; a filled one says that there is no representative."""
    return written(label, value) if not letter.objection_number else given(label, value)


def _signed(letter: ObjectionForm, t: Tongue) -> tuple[Block, ...]:
    return (
        Paragraph(
            t(
                "Demikian keberatan ini saya sampaikan; atas perhatian dan tanggapannya saya ucapkan"
                " terima kasih.",
                "I submit this objection and thank you for your attention and answer.",
            ),
            keep=True,
        ),
        Signatures(
            (
                Signer(
                    heading=t(
                        "Petugas Pelayanan Informasi\n(penerima keberatan)", "Information officer\n(receiver)"
                    ),
                    name=letter.officer,
                ),
                Signer(
                    heading=f"{place_and_date(letter, t)}\n{t('Pengaju Keberatan', 'Objector')}",
                    name=(letter.representative.name if letter.representative else "") or letter.name,
                ),
            )
        ),
        _receipt_block(letter, t),
    )


def _receipt_block(letter: ObjectionForm, t: Tongue) -> Received:
    declared = t.day(letter.declared_on) if letter.declared_on and letter.objection_number else None
    return Received(
        (
            Heading(t("Tanda terima (diisi petugas)", "Receipt (filled by the officer)"), 3),
            Facts(
                (
                    written(t("Nomor keberatan", "Objection number"), letter.objection_number),
                    Fact(
                        label=t("Lengkap dan dicatat dalam register", "Complete in the register"),
                        value=declared,
                    ),
                    written(t("Petugas penerima", "Received by"), letter.officer),
                )
            ),
            Paragraph(
                t(
                    "Tanggal di atas ialah hari keberatan dinyatakan lengkap dalam buku register keberatan.",
                    "This is the day on which the objection was declared complete in the register.",
                )
            ),
        )
    )


def receipt(letter: ObjectionReceipt, t: Tongue) -> Sheet:
    """Proof that the objection was received, by when it is answered, and what comes then."""
    automatic = Paragraph(
        t(
            "Tanda terima ini diterbitkan secara elektronik dan sah tanpa tanda tangan.",
            "This receipt was issued electronically and is valid without a signature.",
        )
    )
    signed = () if letter.signature is None else (office_signature(letter, letter.signature, t),)
    return Sheet(
        heading=t("Tanda Terima Keberatan", "Receipt of an Objection"),
        number=t(
            f"Nomor keberatan: {letter.objection_number}", f"Objection number: {letter.objection_number}"
        ),
        under=under(
            t,
            t(
                "Pasal 41 ayat (3) dan Pasal 42 ayat (3) Peraturan Komisi Informasi Nomor 1 Tahun 2021",
                "Perki 1/2021 art. 41(3), 42(3)",
            ),
        ),
        blocks=(
            _what_was_objected(letter, t),
            Heading(t("Alasan keberatan", "Grounds of the objection")),
            ticks({ground: GROUNDS[ground] for ground in letter.grounds}, letter.grounds, t),
            *_late(letter, t),
            *_when_answered(letter, t),
            *tracking(
                t("Melacak keberatan", "Track your objection"), letter.tracking_url, letter.access_code, t
            ),
            *(signed or (automatic,)),
            *sealed_receipt(letter.sealed, t),
        ),
    )


def _what_was_objected(letter: ObjectionReceipt, t: Tongue) -> Facts:
    received = ", ".join(filter(None, (t.day(letter.received_on), letter.received_time)))
    return Facts(
        (
            given(t("Diterima pada", "Received on"), received),
            given(t("Melalui", "Through"), t.of(CHANNELS[letter.channel])),
            given(t("Nomor permohonan", "Request number"), letter.request_number),
            given(t("Nama pengaju", "Objector"), letter.objector.name),
            given(t("Alamat", "Address"), letter.objector.address),
            given(t("Kontak", "Contact"), letter.objector.contact),
            given(t("Informasi yang diminta", "Information asked for"), letter.information),
        )
    )


def _late(letter: ObjectionReceipt, t: Tongue) -> tuple[Block, ...]:
    if not letter.late_grounds:
        return ()
    named = ", ".join(letter.late_grounds)
    return (
        Paragraph(
            t(
                f"Alasan {named} diajukan lewat 30 hari kerja; keberatan tetap dicatat, dan atasan PPID yang"
                " menilainya.",
                f"Ground {named} was raised after 30 working days; the objection is registered all the same,"
                " and the superior weighs that.",
            )
        ),
    )


def _when_answered(letter: ObjectionReceipt, t: Tongue) -> tuple[Block, ...]:
    by_id, by_en = letter.answered_by or "atasan PPID", letter.answered_by or "the superior of the PPID"
    return (
        Heading(t("Kapan Anda menerima tanggapan", "When you will be answered")),
        Facts(
            (
                Fact(
                    label=t("Paling lambat", "At the latest"),
                    value=t.due(letter.due_on, letter.missing_year),
                    strong=letter.due_on is not None,
                ),
            )
        ),
        Paragraph(
            t(
                f"Tanggapan tertulis diberikan oleh {by_id} paling lambat 30 hari kerja; waktu ini tidak"
                " dapat diperpanjang. Apabila tidak ada tanggapan, atau Anda tidak puas, Anda dapat"
                " mengajukan sengketa kepada Komisi Informasi paling lambat 14 hari kerja sesudahnya.",
                f"{by_en[:1].upper()}{by_en[1:]} answers in writing after at most 30 working days, which"
                " cannot be extended. If no answer comes, or you are not satisfied, you may take the dispute"
                " to the Information Commission at the latest 14 working days after that.",
            )
        ),
    )
