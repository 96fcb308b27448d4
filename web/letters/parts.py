"""Parts that several letters share: numbers, dates, signatures, choices, costs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import segno

from web.letters.blocks import (
    NOTHING_GIVEN,
    Block,
    Code,
    Fact,
    Facts,
    Heading,
    NewPage,
    Option,
    Options,
    Paragraph,
    Scan,
    Scans,
    Signatures,
    Signer,
    Steps,
)
from web.letters.kinds import Costs, Letter, Person, RequestLetter, SealedCodes, Signature
from web.letters.wording import Pair, Tongue

Choice = TypeVar("Choice", bound=str)


def registration(letter: RequestLetter, t: Tongue) -> str:
    """Return the registration number, said as such."""
    return t(f"Nomor pendaftaran: {letter.request_number}", f"Registration number: {letter.request_number}")


def numbered(letter_number: str, t: Tongue) -> str:
    """Return the letter's own number, said as such."""
    return t(f"Nomor: {letter_number}", f"Number: {letter_number}") if letter_number else ""


def under(t: Tongue, form: str = "") -> tuple[str, ...]:
    """Return the small lines under a title."""
    note = t("", "English translation; the Indonesian text prevails.")
    return tuple(filter(None, (form, note)))


def place_and_date(letter: Letter, t: Tongue) -> str:
    """Return "Jakarta, 4 Mei 2026"; a form without a number yet is dated by hand."""
    return f"{letter.office.place}, {t.day(letter.dated_on) if letter.reference else '.' * 24}"


def place_on(place: str, on: date, t: Tongue) -> str:
    """Return "Jakarta, 4 Mei 2026" for a place and day of its own."""
    return f"{place}, {t.day(on)}"


def in_view_of(t: Tongue) -> tuple[Block, ...]:
    """Name the law in force: the annexes of Perki 1/2021 still cite the revoked Perki 1/2017."""
    return (
        Heading(t("Mengingat", "In view of")),
        Steps(
            (
                t(
                    "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik;",
                    "Law Number 14 of 2008 on Public Information Disclosure;",
                ),
                t(
                    "Peraturan Pemerintah Nomor 61 Tahun 2010 tentang Pelaksanaan Undang-Undang Nomor 14"
                    " Tahun 2008;",
                    "Government Regulation Number 61 of 2010 implementing Law Number 14 of 2008;",
                ),
                t(
                    "Peraturan Komisi Informasi Nomor 1 Tahun 2021 tentang Standar Layanan Informasi Publik.",
                    "Information Commission Regulation Number 1 of 2021 on the Standard of Public"
                    " Information Service.",
                ),
            )
        ),
    )


def office_signature(letter: Letter, signature: Signature, t: Tongue) -> Signatures:
    """Return the signature block of a letter that the office signs."""
    return Signatures(
        (
            Signer(
                heading=f"{place_and_date(letter, t)}\n{signature.position}",
                name=signature.name,
                detail=signature.identity,
            ),
        )
    )


def given(label: str, value: str) -> Fact:
    """Return a fact of a letter: an empty one is said to be empty."""
    return Fact(label=label, value=value or NOTHING_GIVEN)


def written(label: str, value: str, lines: int = 1) -> Fact:
    """Return a fact of a form: an empty one has lines to write on."""
    return Fact(label=label, value=value or None, lines=lines)


def ticks(choices: Mapping[Choice, Pair], chosen: tuple[Choice, ...], t: Tongue, columns: int = 1) -> Options:
    """Return all choices of a form with the chosen ones ticked."""
    return Options(
        tuple(Option(text=t.of(pair), ticked=key in chosen) for key, pair in choices.items()), columns
    )


def chosen_way(choice: Choice | None, choices: Mapping[Choice, Pair], t: Tongue) -> str:
    """Return the words of one choice, or of none."""
    return NOTHING_GIVEN if choice is None else t.of(choices[choice])


def addressee(person: Person, t: Tongue) -> tuple[Fact, ...]:
    """Return name, address and contact, as annexes VII and IX have them."""
    return (
        given(t("Nama", "Name"), person.name),
        given(t("Alamat", "Address"), person.address),
        given(t("Nomor telepon / surel", "Telephone / e-mail"), person.contact),
    )


def the_request(letter: RequestLetter, person: Person, facts: tuple[Fact, ...], t: Tongue) -> Facts:
    """Return which request, of whom, and what about it, at the top of a letter."""
    number = given(t("Nomor pendaftaran", "Registration number"), letter.request_number)
    return Facts((number, *addressee(person, t), *facts))


def cost_labels(t: Tongue) -> tuple[str, str, str, str]:
    """Return the four lines of a bill, as annex VII has them."""
    return (
        t("Penyalinan", "Copying"),
        t("Pengiriman", "Sending"),
        t("Lain-lain", "Other"),
        t("Jumlah", "Total"),
    )


def cost_values(costs: Costs, t: Tongue) -> tuple[str, str, str, str]:
    """Return what stands on these lines."""
    pages = t(f"{costs.pages} lembar", f"{costs.pages} pages")
    other = t.rupiah(costs.other_idr) + (f" ({costs.other_what})" if costs.other_what else "")
    free = t(" (tanpa biaya)", " (free of charge)") if costs.total_idr == 0 else ""
    return (
        f"{t.rupiah(costs.copy_idr_per_page)} × {pages} = {t.rupiah(costs.copying_idr)}",  # noqa: RUF001
        t.rupiah(costs.sending_idr),
        other,
        t.rupiah(costs.total_idr) + free,
    )


def tracking(heading: str, url: str, access_code: str, t: Tongue) -> tuple[Block, ...]:
    """Return where a case can be followed: the address, its code to scan, the access code if it is given."""
    access = t(
        "Gunakan nomor pendaftaran dan kode akses yang Anda terima.",
        "Use the registration number and the access code that you were given.",
    )
    facts = [Fact(label=t("Alamat", "Address"), value=url, link=True)]
    if access_code:
        facts.append(Fact(label=t("Kode akses", "Access code"), value=access_code, strong=True))
        access = t(
            "Simpan kode akses ini; siapa pun yang memegangnya dapat membaca berkas Anda.",
            "Keep this access code; whoever holds it can read your case.",
        )
    return (
        Heading(heading),
        Code(
            image=tuple(qr_png(url)),
            alt=t(f"Kode QR ke halaman {url}", f"QR code to the page {url}"),
            beside=(Facts(tuple(facts), narrow=True), Paragraph(access)),
        ),
    )


def sealed_receipt(sealed: SealedCodes | None, t: Tongue) -> tuple[Block, ...]:
    """Return the codes that prove the entry in the sealed log, on a page of their own; nothing without."""
    if sealed is None:
        return ()
    many = len(sealed.texts)
    return (
        NewPage(),
        Heading(t("Tanda terima tersegel", "Sealed receipt")),
        Paragraph(
            t(
                "Kode di bawah ini membuktikan bahwa hal ini dicatat, kapan, dan dengan berkas apa, juga"
                " apabila kelak catatannya hilang atau diubah. Simpan halaman ini; untuk memeriksanya, pindai"
                " semua kodenya dan tempelkan teksnya di alamat di bawah, atau bawa kepada Komisi Informasi.",
                "The codes below prove that this was recorded, when, and with which files, even if the"
                " record should vanish or be changed. Keep this page; to check it, scan every code and paste"
                " the texts at the address below, or take it to the Information Commission.",
            )
        ),
        Facts(
            (
                given(t("Catatan", "Entry"), f"{sealed.index} ({sealed.origin})"),
                Fact(label=t("Diperiksa di", "Checked at"), value=sealed.check_url, link=True),
            )
        ),
        Scans(
            tuple(
                Scan(
                    image=tuple(qr_png(code, error="l", scale=4)),
                    alt=t(f"Kode {place} dari {many}", f"Code {place} of {many}"),
                )
                for place, code in enumerate(sealed.texts, start=1)
            )
        ),
    )


def qr_png(payload: str, *, error: str = "m", scale: int = 10) -> bytes:
    """Return the code as a PNG with many dots to a module: no viewer has to invent what lies between."""
    out = io.BytesIO()
    segno.make(payload, error=error, micro=False).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()
