"""The words of the log for people: what each value is called in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from ppid.deadlines import Text
from ppid.request.vocabulary import (
    Channel,
    Closing,
    Correctable,
    ExtensionGround,
    Missing,
    Outcome,
    PaymentMethod,
    Way,
)

CHANNELS: Mapping[Channel, Text] = {
    Channel.WEB: Text("melalui situs web", "through the website"),
    Channel.EMAIL: Text("melalui surel", "by e-mail"),
    Channel.LETTER: Text("melalui surat", "by letter"),
    Channel.COUNTER: Text("di meja layanan", "at the service desk"),
    Channel.PHONE: Text("melalui telepon", "by telephone"),
    Channel.WHATSAPP: Text("melalui WhatsApp", "through WhatsApp"),
    Channel.BOOK: Text("menurut buku register", "according to the register book"),
}

MISSING: Mapping[Missing, Text] = {
    Missing.IDENTITY_DOCUMENT: Text("salinan identitas", "a copy of the identity card"),
    Missing.DEED_DOCUMENT: Text("akta dan pengesahan badan hukum", "the deed and ratification of the entity"),
    Missing.MANDATE_DOCUMENT: Text("surat kuasa", "the power of attorney"),
    Missing.MANDATORS_DOCUMENT: Text("identitas pemberi kuasa", "the identity of those who gave the mandate"),
    Missing.NAME: Text("nama", "the name"),
    Missing.IDENTITY_NUMBER: Text("nomor identitas", "the identity number"),
    Missing.ADDRESS: Text("alamat", "the address"),
    Missing.CONTACT: Text("nomor telepon atau surel", "a phone number or e-mail address"),
    Missing.INFORMATION: Text("rincian informasi yang diminta", "details of the information wanted"),
    Missing.PURPOSE: Text("tujuan penggunaan informasi", "the purpose of use"),
    Missing.OBTAIN: Text("cara memperoleh informasi", "the way to obtain the information"),
    Missing.DELIVERY: Text("cara mendapatkan salinan", "the way to receive the copy"),
}

GROUNDS: Mapping[ExtensionGround, Text] = {
    ExtensionGround.NOT_YET_HELD: Text(
        "informasi belum dikuasai atau didokumentasikan",
        "the information is not yet held or documented",
    ),
    ExtensionGround.STATUS_UNDECIDED: Text(
        "belum dapat diputuskan apakah informasi dikecualikan",
        "it could not yet be decided whether the information is exempt",
    ),
}

OUTCOMES_SAID: Mapping[Outcome, Text] = {
    Outcome.GRANTED: Text("Permohonan dikabulkan seluruhnya", "The request was granted in full"),
    Outcome.PARTLY_GRANTED: Text("Permohonan dikabulkan sebagian", "The request was granted in part"),
    Outcome.REFUSED_EXEMPT: Text(
        "Permohonan ditolak karena informasi dikecualikan",
        "The request was refused because the information is exempt",
    ),
    Outcome.REFUSED_OTHER: Text("Permohonan ditolak", "The request was refused"),
    Outcome.NOT_HELD: Text(
        "Badan publik menyatakan tidak menguasai informasi ini",
        "The public body stated that it does not hold this information",
    ),
    Outcome.NOT_DOCUMENTED: Text(
        "Badan publik menyatakan informasi ini belum dikuasai atau didokumentasikan",
        "The public body stated that this information is not yet held or documented",
    ),
    Outcome.NOT_CORRECTED: Text("Permohonan tidak dilengkapi", "The request was not completed"),
}

PAYMENTS: Mapping[PaymentMethod, Text] = {
    PaymentMethod.CASH: Text("tunai", "in cash"),
    PaymentMethod.TRANSFER: Text("dengan transfer", "by bank transfer"),
    PaymentMethod.E_MONEY: Text("dengan uang elektronik", "with e-money"),
}

WAYS: Mapping[Way, Text] = {
    Way.UNSTATED: Text("dengan cara yang tidak dicatat", "in a way that was not noted"),
    Way.VIEWED: Text("dilihat di tempat", "viewed on the spot"),
    Way.PICK_UP: Text("diambil sendiri", "picked up in person"),
    Way.COURIER: Text("melalui kurir", "by courier"),
    Way.POST: Text("melalui pos", "by post"),
    Way.FAX: Text("melalui faksimile", "by fax"),
    Way.EMAIL: Text("melalui surel", "by e-mail"),
}

CORRECTABLE: Mapping[Correctable, Text] = {
    Correctable.INFORMATION: Text("rincian informasi yang diminta", "the information wanted"),
    Correctable.PURPOSE: Text("tujuan penggunaan informasi", "the purpose of use"),
    Correctable.OBTAIN: Text("cara memperoleh informasi", "the way to obtain the information"),
    Correctable.COPY_FORM: Text("bentuk salinan", "the form of the copy"),
    Correctable.DELIVERY: Text("cara mendapatkan salinan", "the way to receive the copy"),
    Correctable.RECEIVED_ON: Text("tanggal permohonan diterima", "the day the request was received"),
}

CLOSINGS: Mapping[Closing, Text] = {
    Closing.DELIVERED: Text("informasi sudah diserahkan", "the information was delivered"),
    Closing.ANSWERED: Text("permohonan sudah dijawab", "the request was answered"),
    Closing.NOT_CORRECTED: Text("kekurangan tidak dilengkapi", "what was missing was not supplied"),
    Closing.WITHDRAWN: Text("permohonan dicabut", "the request was withdrawn"),
    Closing.NOT_PAID: Text("biaya tidak dibayar", "the fee was not paid"),
}
