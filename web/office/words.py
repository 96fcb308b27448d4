"""What officers read for each value of the log, where no sentence surrounds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from ppid.counting import Day, Reason
from ppid.deadlines import Text
from ppid.events import Role
from ppid.request.vocabulary import (
    CopyForm,
    Delivery,
    DocumentKind,
    FeeKind,
    Obtain,
    Outcome,
    RequesterKind,
    Step,
)
from web.i18n import pick

EnumT = TypeVar("EnumT", bound=StrEnum)

ROLES: Mapping[Role, Text] = {
    Role.CITIZEN: Text("Pemohon", "Requester"),
    Role.SERVICE_DESK: Text("Petugas layanan informasi", "Service desk officer"),
    Role.UNIT_OFFICER: Text("PPID Pelaksana", "Unit officer"),
    Role.PPID: Text("PPID", "Information officer"),
    Role.SUPERIOR: Text("Atasan PPID", "Superior of the PPID"),
    Role.HEAD: Text("Pimpinan badan publik", "Head of the public body"),
    Role.BODY_ADMIN: Text("Admin badan publik", "Administrator of the body"),
    Role.AUDITOR: Text("Auditor", "Auditor"),
    Role.OPERATOR: Text("Operator sistem", "System operator"),
    Role.TIMEKEEPER: Text("Sistem (pencatat jatuh tempo)", "System (timekeeper)"),
    Role.IMPORT: Text("Impor buku register", "Import of a register book"),
}

#: The step, and the colour of its tag; the words carry the meaning.
STEPS: Mapping[Step, Text] = {
    Step.REGISTERED: Text("Terdaftar, belum diperiksa", "Registered, not checked yet"),
    Step.INCOMPLETE: Text("Menunggu kelengkapan", "Waiting to be completed"),
    Step.COMPLETE: Text("Lengkap, menunggu jawaban", "Complete, to be answered"),
    Step.EXTENDED: Text("Diperpanjang, menunggu jawaban", "Extended, to be answered"),
    Step.AWAITING_PAYMENT: Text("Menunggu pembayaran", "Waiting for payment"),
    Step.AWAITING_DELIVERY: Text("Menunggu penyerahan", "To be delivered"),
    Step.NOTIFIED: Text("Sudah dijawab", "Answered"),
    Step.DELIVERED: Text("Informasi diserahkan", "Delivered"),
    Step.CLOSED: Text("Ditutup", "Closed"),
}
STEP_COLOURS: Mapping[Step, str] = {
    Step.REGISTERED: "blue",
    Step.INCOMPLETE: "yellow",
    Step.COMPLETE: "teal",
    Step.EXTENDED: "purple",
    Step.AWAITING_PAYMENT: "yellow",
    Step.AWAITING_DELIVERY: "orange",
    Step.NOTIFIED: "green",
    Step.DELIVERED: "green",
    Step.CLOSED: "grey",
}

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.GRANTED: Text("Dikabulkan seluruhnya", "Granted in full"),
    Outcome.PARTLY_GRANTED: Text("Dikabulkan sebagian", "Granted in part"),
    Outcome.REFUSED_EXEMPT: Text("Ditolak: informasi dikecualikan", "Refused: the information is exempt"),
    Outcome.REFUSED_OTHER: Text("Ditolak: alasan hukum lain", "Refused on another legal ground"),
    Outcome.NOT_HELD: Text("Tidak dikuasai badan publik ini", "Not held by this body"),
    Outcome.NOT_DOCUMENTED: Text("Belum dikuasai atau didokumentasikan", "Not yet held or documented"),
}
#: Every way a request ends by the body's act: the outcomes of a notice, and the one without.
ENDINGS: Mapping[Outcome, Text] = {
    **OUTCOMES,
    Outcome.NOT_CORRECTED: Text("Tidak dilengkapi", "Not completed"),
}
OUTCOME_HINTS: Mapping[Outcome, Text] = {
    Outcome.GRANTED: Text(
        "Semua yang diminta akan diberikan. Jangka waktu penyerahan mulai berjalan.",
        "All that was asked will be given. The time for delivery starts.",
    ),
    Outcome.PARTLY_GRANTED: Text(
        "Sebagian diberikan, sisanya dihitamkan dengan alasan untuk tiap bagian.",
        "Part is given; the rest is blacked out, with a reason for each part.",
    ),
    Outcome.REFUSED_EXEMPT: Text(
        "Pasal 17 UU 14/2008. Perlu uji konsekuensi dan persetujuan Atasan PPID.",
        "Article 17 of Law 14/2008. Needs the consequence test and the superior's approval.",
    ),
    Outcome.REFUSED_OTHER: Text(
        "Tidak sesuai ketentuan peraturan selain Pasal 17, dengan pasal yang disebut.",
        "Not in accordance with another provision than article 17, which is named.",
    ),
    Outcome.NOT_HELD: Text(
        "Sebutkan badan publik yang menguasainya, bila diketahui.",
        "Name the public body that holds it, if known.",
    ),
    Outcome.NOT_DOCUMENTED: Text(
        "Jelaskan sebabnya dan tanggal informasi akan tersedia.",
        "Explain why, and by which day it will be available.",
    ),
}

KINDS: Mapping[RequesterKind, Text] = {
    RequesterKind.INDIVIDUAL: Text("Perorangan", "Individual"),
    RequesterKind.LEGAL_ENTITY: Text("Badan hukum", "Legal entity"),
    RequesterKind.GROUP: Text("Kelompok orang", "Group of people"),
}
OBTAIN: Mapping[Obtain, Text] = {
    Obtain.VIEW: Text("Melihat, membaca, mendengarkan, atau mencatat", "See, read, listen or take notes"),
    Obtain.COPY: Text("Mendapatkan salinan", "Get a copy"),
}
COPY_FORMS: Mapping[CopyForm, Text] = {
    CopyForm.SOFT: Text("Salinan elektronik", "Electronic copy"),
    CopyForm.HARD: Text("Salinan cetak", "Paper copy"),
    CopyForm.EITHER: Text("Elektronik atau cetak", "Electronic or on paper"),
}
DELIVERY: Mapping[Delivery, Text] = {
    Delivery.PICK_UP: Text("Diambil langsung", "Collected in person"),
    Delivery.COURIER: Text("Kurir", "Courier"),
    Delivery.POST: Text("Pos", "Post"),
    Delivery.FAX: Text("Faksimile", "Fax"),
    Delivery.EMAIL: Text("Surel", "E-mail"),
}
DOCUMENTS: Mapping[DocumentKind, Text] = {
    DocumentKind.IDENTITY: Text("Salinan KTP", "Copy of the identity card"),
    DocumentKind.RESIDENCE: Text("Surat keterangan kependudukan", "Residence certificate"),
    DocumentKind.DEED: Text("Akta dan pengesahan badan hukum", "Deed and ratification of the entity"),
    DocumentKind.MANDATE: Text("Surat kuasa", "Power of attorney"),
    DocumentKind.MANDATORS_IDENTITY: Text(
        "Identitas pemberi kuasa", "Identity of those who gave the mandate"
    ),
    DocumentKind.OTHER: Text("Dokumen lain", "Other document"),
}
FEES: Mapping[FeeKind, Text] = {
    FeeKind.COPY: Text("Penyalinan", "Copying"),
    FeeKind.SENDING: Text("Pengiriman", "Sending"),
    FeeKind.OTHER: Text("Biaya lain", "Other costs"),
}
SKIPPED: Mapping[Reason, Text] = {
    Reason.START: Text("hari mulai tidak dihitung", "the first day is not counted"),
    Reason.COUNTED: Text("hari kerja", "working day"),
    Reason.WEEKEND: Text("akhir pekan", "weekend"),
    Reason.NATIONAL: Text("libur nasional", "public holiday"),
    Reason.JOINT_LEAVE: Text("cuti bersama", "joint leave"),
}


def say(text: Text) -> str:
    """A pair of sentences in the reader's language."""
    return pick(id=text.id, en=text.en)


def say_first(text: Text) -> str:
    """Words from the middle of a sentence, at its beginning: with a capital letter."""
    said = say(text)
    return said[:1].upper() + said[1:]


def why_skipped(day: Day) -> str:
    """Why a day was not counted; empty when it was."""
    if day.counted:
        return ""
    said = say(SKIPPED[day.reason])
    return f"{said} ({day.name})" if day.name else said


def options(
    words: Mapping[EnumT, Text],
    of: Iterable[EnumT] | None = None,
    hints: Mapping[EnumT, Text] | None = None,
) -> list[dict[str, str]]:
    """The choices of a form field, each with its value and words."""
    return [
        {
            "value": value.value,
            "text": say_first(words[value]),
            **({"hint": say(hints[value])} if hints and value in hints else {}),
        }
        for value in (words if of is None else of)
    ]
