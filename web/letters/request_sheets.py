"""The letters around a request before it is answered: receipt, form, copy form.

Law: UU 14/2008 art. 22(4)-(8); Perki 1/2021 art. 29-31, 35(3), 38, annex VI.
"""

from __future__ import annotations

from collections.abc import Iterable

from web.letters.blocks import (
    Block,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Signatures,
    Signer,
    Steps,
)
from web.letters.kinds import CopyRequestForm, Costs, RequestForm, RequestReceipt
from web.letters.parts import (
    chosen_way,
    cost_labels,
    cost_values,
    given,
    office_signature,
    place_and_date,
    registration,
    sealed_receipt,
    ticks,
    tracking,
    under,
    written,
)
from web.letters.rights import rights_page
from web.letters.wording import (
    CHANNELS,
    COPY_FORMS,
    DELIVER,
    KINDS,
    OBTAIN,
    PAYMENTS,
    Tongue,
)


def receipt(letter: RequestReceipt, t: Tongue) -> Sheet:
    """Proof that the request was received, and what happens next."""
    signed = () if letter.signature is None else (office_signature(letter, letter.signature, t),)
    automatic = Paragraph(
        t(
            "Tanda bukti ini diterbitkan secara elektronik dan sah tanpa tanda tangan.",
            "This receipt was issued electronically and is valid without a signature.",
        )
    )
    return Sheet(
        heading=t("Tanda Bukti Permohonan Informasi Publik", "Receipt of a Request for Public Information"),
        number=registration(letter, t),
        under=under(t),
        blocks=(
            _what_was_asked(letter, t),
            *_when_answered(letter, t),
            *_what_happens_next(t),
            *tracking(
                t("Melacak permohonan", "Track your request"), letter.tracking_url, letter.access_code, t
            ),
            *(signed or (automatic,)),
            *rights_page(t),
            *sealed_receipt(letter.sealed, t),
        ),
    )


def _what_was_asked(letter: RequestReceipt, t: Tongue) -> Facts:
    received = ", ".join(filter(None, (t.day(letter.received_on), letter.received_time)))
    return Facts(
        (
            given(t("Diterima pada", "Received on"), received),
            given(t("Melalui", "Through"), t.of(CHANNELS[letter.channel])),
            given(t("Nama pemohon", "Requester"), letter.requester.name),
            *(
                given(label, value)
                for label, value in (
                    (t("Alamat", "Address"), letter.requester.address),
                    (t("Kontak", "Contact"), letter.requester.contact),
                )
                if value
            ),
            given(t("Informasi yang diminta", "Information asked for"), letter.asked),
            given(t("Tujuan penggunaan", "Purpose of use"), letter.purpose),
            given(
                t("Cara memperoleh", "Way to obtain it"),
                "; ".join(t.of(OBTAIN[way]) for way in letter.obtain),
            ),
            given(
                t("Cara mendapatkan salinan", "Way to deliver a copy"), chosen_way(letter.deliver, DELIVER, t)
            ),
        )
    )


def _when_answered(letter: RequestReceipt, t: Tongue) -> tuple[Block, ...]:
    counted = letter.day_of_receipt_counts
    return (
        Heading(t("Kapan Anda menerima jawaban", "When you will be answered")),
        Facts(
            (
                Fact(
                    label=t("Paling lambat", "At the latest"),
                    value=t.due(letter.due_on, letter.missing_year),
                    strong=True,
                ),
            )
        ),
        Paragraph(
            t(
                "Jawaban tertulis disampaikan dalam 10 hari kerja sejak permohonan diterima; hari penerimaan"
                f" {'' if counted else 'tidak '}dihitung (Pasal 22 ayat (7) UU 14/2008). Waktu itu dapat"
                " diperpanjang satu kali, paling lama 7 hari kerja, dengan alasan tertulis (Pasal 22"
                " ayat (8)).",
                "The written answer comes within 10 working days after the request was received; the day of"
                f" receipt is {'' if counted else 'not '}counted (art. 22(7) of Law 14/2008). This may be"
                " extended once, by at most 7 working days, with written reasons (art. 22(8)).",
            )
        ),
    )


def _what_happens_next(t: Tongue) -> tuple[Block, ...]:
    return (
        Heading(t("Yang terjadi selanjutnya", "What happens next")),
        Steps(
            (
                t(
                    "Dalam 3 hari kerja sejak dicatat, kelengkapan permohonan diperiksa.",
                    "Within 3 working days after registration, we check whether the request is complete.",
                ),
                t(
                    "Apabila belum lengkap, Anda menerima surat keterangan dan dapat melengkapinya dalam 3"
                    " hari kerja sejak surat itu diterima.",
                    "If something is missing, you receive a letter and can complete the request within 3"
                    " working days after receiving it.",
                ),
                t(
                    "Anda menerima pemberitahuan tertulis: diberikan seluruhnya, sebagian, atau ditolak,"
                    " beserta alasannya, bentuk, biaya, dan waktu penyediaannya.",
                    "You receive a written notice: granted in full, in part or refused, with the reasons,"
                    " the form, the costs and the time needed.",
                ),
                t(
                    "Apabila tidak dijawab atau Anda tidak puas, Anda dapat mengajukan keberatan kepada"
                    " atasan PPID dalam 30 hari kerja.",
                    "If there is no answer or you are not satisfied, you may object to the superior of the"
                    " PPID within 30 working days.",
                ),
            )
        ),
    )


def request_form(letter: RequestForm, t: Tongue) -> Sheet:
    """Annex VI, with what the articles ask for beyond it, and the rights page."""
    return Sheet(
        heading=t("Formulir Permohonan Informasi Publik", "Request Form for Public Information"),
        number=registration(letter, t)
        if letter.request_number
        else t("No. Pendaftaran: ........", "No.: ........"),
        under=under(
            t,
            t(
                "Lampiran VI Peraturan Komisi Informasi Nomor 1 Tahun 2021; dibuat rangkap dua",
                "Annex VI of Information Commission Regulation 1 of 2021; in duplicate",
            ),
        ),
        blocks=(
            ticks(KINDS, () if letter.requester_kind is None else (letter.requester_kind,), t, 3),
            Facts(_identity(letter, t)),
            Facts(
                (
                    written(t("Rincian informasi", "Information wanted"), letter.asked, lines=4),
                    written(t("Tujuan penggunaan", "Purpose of use"), letter.purpose, lines=2),
                )
            ),
            *_ways(letter, t),
            Facts((written(t("Lampiran", "Enclosed"), "\n".join(letter.attachments)),)),
            Signatures(
                (
                    Signer(
                        heading=t(
                            "Petugas Pelayanan Informasi\n(penerima permohonan)",
                            "Information officer\n(receiver)",
                        ),
                        name=letter.officer,
                    ),
                    Signer(
                        heading=t(
                            f"{place_and_date(letter, t)}\nPemohon Informasi",
                            f"{place_and_date(letter, t)}\nRequester",
                        ),
                        name=letter.representative or letter.name,
                    ),
                )
            ),
            *rights_page(t),
        ),
    )


def _identity(letter: RequestForm, t: Tongue) -> tuple[Fact, ...]:
    return (
        written(t("Nama", "Name"), letter.name),
        written(t("NIK / no. pengesahan", "NIK / ratification no."), letter.identity_number),
        written(t("Alamat", "Address"), letter.address),
        written(t("Pekerjaan", "Occupation"), letter.occupation),
        written(t("Nomor telepon", "Telephone"), letter.phone),
        written(t("Surat elektronik", "E-mail"), letter.email),
        written(t("Kuasa, bila diwakili", "Representative, if any"), letter.representative),
        written(t("Surat kuasa khusus", "Power of attorney"), letter.power_of_attorney),
    )


def _ways(letter: RequestForm, t: Tongue) -> tuple[Block, ...]:
    deliver = () if letter.deliver is None else (letter.deliver,)
    return (
        Heading(t("Cara memperoleh informasi", "Way to obtain the information")),
        ticks(OBTAIN, letter.obtain, t, 2),
        Heading(t("Bentuk salinan", "Form of the copy")),
        ticks(COPY_FORMS, letter.copy_form, t, 2),
        Heading(t("Cara mendapatkan salinan (pilih satu)", "Way to deliver a copy (choose one)")),
        ticks(DELIVER, deliver, t, 3),
    )


def copy_request(letter: CopyRequestForm, t: Tongue) -> Sheet:
    """Form by which a requester asks for a copy and accepts its cost."""
    asked_on = None if letter.requested_on is None else t.day(letter.requested_on)
    return Sheet(
        heading=t("Formulir Permintaan Salinan Informasi", "Request for a Copy of Information"),
        number=registration(letter, t) if letter.request_number else "",
        under=under(
            t, t("Pasal 35 ayat (3) Peraturan Komisi Informasi Nomor 1 Tahun 2021", "Perki 1/2021 art. 35(3)")
        ),
        blocks=(
            Facts(
                (
                    Fact(label=t("Tanggal permohonan", "Date of the request"), value=asked_on),
                    written(t("Nama pemohon", "Requester"), letter.requester.name),
                    written(t("Alamat", "Address"), letter.requester.address),
                    written(t("Kontak", "Contact"), letter.requester.contact),
                    written(
                        t("Informasi yang disalin", "Information to be copied"), letter.material, lines=3
                    ),
                )
            ),
            Heading(t("Bentuk salinan", "Form of the copy")),
            ticks(COPY_FORMS, letter.physical, t, 2),
            Heading(t("Cara mendapatkan salinan", "Way to deliver the copy")),
            ticks(DELIVER, () if letter.deliver is None else (letter.deliver,), t, 3),
            Facts((written(t("Dikirim kepada", "Sent to"), letter.deliver_to),)),
            Heading(t("Biaya dan pembayaran", "Costs and payment")),
            Facts(tuple(_cost_facts(letter.costs, t))),
            ticks(PAYMENTS, () if letter.payment is None else (letter.payment,), t),
            Paragraph(
                t(
                    "Saya bersedia membayar atau mengganti biaya di atas apabila dikenakan.",
                    "I agree to pay or replace the costs above, where they are charged.",
                ),
                keep=True,
            ),
            Signatures(
                (
                    Signer(
                        heading=t("Petugas Pelayanan Informasi", "Information officer"), name=letter.officer
                    ),
                    Signer(
                        heading=f"{place_and_date(letter, t)}\n{t('Pemohon Informasi', 'Requester')}",
                        name=letter.requester.name,
                    ),
                )
            ),
        ),
    )


def _cost_facts(costs: Costs | None, t: Tongue) -> Iterable[Fact]:
    labels = cost_labels(t)
    if costs is None:
        return [Fact(label=label, value=None) for label in labels]
    return [
        Fact(label=label, value=value) for label, value in zip(labels, cost_values(costs, t), strict=True)
    ]
