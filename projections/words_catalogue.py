"""The words of the list of public information for people: what each value of the log is called."""

from __future__ import annotations

from collections.abc import Mapping

from ppid.catalogue.vocabulary import Form, InfoClass, ListStep, Medium, SourceKind, Step
from ppid.deadlines import Text

CLASSES: Mapping[InfoClass, Text] = {
    InfoClass.PERIODIC: Text("Berkala", "Periodic"),
    InfoClass.IMMEDIATE: Text("Serta-merta", "Immediate"),
    InfoClass.ANY_TIME: Text("Setiap saat", "Available at any time"),
    InfoClass.EXEMPT: Text("Dikecualikan", "Exempt"),
}
#: What a class means for who reads the list (UU 14/2008 art. 9-11).
CLASSES_MEAN: Mapping[InfoClass, Text] = {
    InfoClass.PERIODIC: Text(
        "Diumumkan paling lambat setiap enam bulan.", "Published at least every six months."
    ),
    InfoClass.IMMEDIATE: Text(
        "Diumumkan seketika karena menyangkut keselamatan atau kepentingan banyak orang.",
        "Announced at once, since safety or many people's interests depend on it.",
    ),
    InfoClass.ANY_TIME: Text("Tersedia kapan saja bila diminta.", "Available whenever it is asked for."),
    InfoClass.EXEMPT: Text(
        "Tidak tercantum dalam daftar ini; lihat daftar informasi yang dikecualikan.",
        "Not in this list; see the list of exempt information.",
    ),
}
FORMS: Mapping[Form, Text] = {
    Form.PRINT: Text("Cetak", "Print"),
    Form.DIGITAL: Text("Digital", "Digital file"),
    Form.RECORDING: Text("Rekaman", "Recording"),
    Form.BRAILLE: Text("Braille", "Braille print"),
}
MEDIA: Mapping[Medium, Text] = {
    Medium.WEBSITE: Text("situs web", "the website"),
    Medium.BOARD: Text("papan pengumuman", "the notice board"),
    Medium.SOCIAL_MEDIA: Text("media sosial", "social media"),
    Medium.DATA_PORTAL: Text("portal Satu Data", "the Satu Data portal"),
    Medium.APP: Text("aplikasi", "an app"),
    Medium.MASS_MEDIA: Text("media massa", "the mass media"),
}
SOURCES: Mapping[SourceKind, Text] = {
    SourceKind.EXPIRY: Text("masa pengecualiannya berakhir", "its exemption ended"),
    SourceKind.STIPULATION: Text("ditetapkan menjadi terbuka", "it was stipulated as public"),
    SourceKind.LIFTING: Text("pengecualiannya dicabut", "its exemption was lifted"),
    SourceKind.OBJECTION: Text("dibuka atas keberatan", "an objection opened it"),
    SourceKind.RULING: Text("dibuka oleh putusan", "a ruling opened it"),
}
STEPS: Mapping[Step, Text] = {
    Step.PROPOSED: Text("Diusulkan", "Proposed"),
    Step.RETURNED: Text("Dikembalikan ke unit", "Returned to its unit"),
    Step.LISTED: Text("Tercantum", "Listed"),
    Step.WITHDRAWN: Text("Ditarik", "Withdrawn"),
}
LIST_STEPS: Mapping[ListStep, Text] = {
    ListStep.UNDECREED: Text("Belum ditetapkan", "Not decreed yet"),
    ListStep.DECREED: Text("Ditetapkan", "Decreed"),
}
