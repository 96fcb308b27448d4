"""The words of a breach. Every value stands in the log and is permanent."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ppid.deadlines import Text


class DataClass(StrEnum):
    """What kind of personal data was concerned: what the services keep of people."""

    NAME = "name"
    NUMBER = "identity-number"
    ADDRESS = "address"
    CONTACT = "contact"
    OCCUPATION = "occupation"
    SCANS = "identity-scans"
    WORDS = "what-was-asked"
    OFFICERS = "officers"
    OTHER = "other"


class Channel(StrEnum):
    """How people were told."""

    LETTER = "letter"
    EMAIL = "email"
    PHONE = "phone"
    COUNTER = "counter"


class Medium(StrEnum):
    """Where the public was told."""

    WEBSITE = "website"
    BOARD = "board"
    SOCIAL_MEDIA = "social-media"
    MASS_MEDIA = "mass-media"


class Step(StrEnum):
    """Where a breach stands by its recorded facts."""

    NOTED = "noted"
    ASSESSED = "assessed"
    TOLD = "told"
    CLOSED = "closed"


DATA: Mapping[DataClass, Text] = {
    DataClass.NAME: Text("nama", "names"),
    DataClass.NUMBER: Text("nomor identitas", "identity numbers"),
    DataClass.ADDRESS: Text("alamat", "addresses"),
    DataClass.CONTACT: Text("nomor telepon dan surel", "phone numbers and e-mail addresses"),
    DataClass.OCCUPATION: Text("pekerjaan", "occupations"),
    DataClass.SCANS: Text("salinan kartu identitas dan lampiran", "copies of identity cards and attachments"),
    DataClass.WORDS: Text("isi permohonan atau keberatan", "what was asked or objected to"),
    DataClass.OFFICERS: Text("data petugas", "officers' data"),
    DataClass.OTHER: Text("data pribadi lain", "other personal data"),
}
CHANNELS: Mapping[Channel, Text] = {
    Channel.LETTER: Text("dengan surat", "by letter"),
    Channel.EMAIL: Text("dengan surel", "by e-mail"),
    Channel.PHONE: Text("dengan surat yang juga dibacakan lewat telepon", "by a letter also read by phone"),
    Channel.COUNTER: Text("dengan surat di meja layanan", "by a letter at the service desk"),
}
MEDIA: Mapping[Medium, Text] = {
    Medium.WEBSITE: Text("situs badan publik", "the body's website"),
    Medium.BOARD: Text("papan pengumuman", "the notice board"),
    Medium.SOCIAL_MEDIA: Text("media sosial", "social media"),
    Medium.MASS_MEDIA: Text("media massa", "mass media"),
}
STEPS: Mapping[Step, Text] = {
    Step.NOTED: Text("Dicatat", "Noted"),
    Step.ASSESSED: Text("Menunggu pemberitahuan", "Notices due"),
    Step.TOLD: Text("Semua sudah diberi tahu", "All were told"),
    Step.CLOSED: Text("Selesai", "Closed"),
}
