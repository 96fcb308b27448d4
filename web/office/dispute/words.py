"""What officers choose and read of a dispute, beside the words that everybody reads of it."""

from __future__ import annotations

from collections.abc import Mapping

from ppid.deadlines import Text
from ppid.dispute.vocabulary import CourtOutcome, EvidenceKind, Outcome, Step

#: The colours of the steps; the words carry the meaning.
COLOURS: Mapping[Step, str] = {
    Step.NOTIFIED: "blue",
    Step.INCOMPLETE: "yellow",
    Step.SUMMONED: "teal",
    Step.MEDIATION: "purple",
    Step.ADJUDICATION: "purple",
    Step.RULED: "orange",
    Step.AT_COURT: "magenta",
    Step.COURT_RULED: "orange",
    Step.AT_SUPREME_COURT: "magenta",
    Step.COMPLYING: "orange",
    Step.FINAL: "green",
    Step.ENDED: "grey",
}
OUTCOME_HINTS: Mapping[Outcome, Text] = {
    Outcome.OPEN_ALL: Text(
        "Alasan a. Sebutkan perintah dan informasi yang dibuka.", "Ground a. Name the orders and what opens."
    ),
    Outcome.OPEN_PART: Text(
        "Alasan a. Sebutkan perintah dan bagian yang dibuka.", "Ground a. Name the orders and the part."
    ),
    Outcome.REFUSAL_CONFIRMED: Text("Tanpa perintah.", "Orders nothing."),
    Outcome.DUTY_ORDERED: Text(
        "Alasan b sampai g. Sebutkan perintahnya.", "Grounds b to g. Name the orders."
    ),
    Outcome.FEE_SET: Text("Alasan f. Sebutkan biaya dan perintahnya.", "Ground f. Name the fee and orders."),
    Outcome.MEDIATION_AGREEMENT: Text(
        "Putusan Mediasi, final dan mengikat (UU 14/2008 Pasal 39).",
        "A mediation decision, final and binding (Law 14/2008 art. 39).",
    ),
    Outcome.REJECTED: Text(
        "Tanpa perintah, misalnya karena terlambat.", "Orders nothing, such as when late."
    ),
    Outcome.LAPSED: Text(
        "Pemohon dua kali tidak hadir (Perki 1/2013 Pasal 30).",
        "The applicant was absent twice (Regulation 1/2013 art. 30).",
    ),
}
COURT_HINTS: Mapping[CourtOutcome, Text] = {
    CourtOutcome.CONFIRMED: Text(
        "Perintah putusan sebelumnya tetap.", "The orders of the decision below stay."
    ),
    CourtOutcome.AMENDED: Text(
        "Sebutkan semua perintah yang berlaku sekarang.", "Name every order that holds now."
    ),
    CourtOutcome.ANNULLED: Text("Sebutkan perintahnya, bila ada.", "Name the orders, if there are any."),
}
EVIDENCE_HINTS: Mapping[EvidenceKind, Text] = {
    EvidenceKind.TEST_SHEET: Text("Sebutkan pengecualiannya.", "Name the exemption."),
    EvidenceKind.EXEMPT_DOCUMENT: Text(
        "Harus tersegel, dan sebutkan pengecualiannya.", "Must be sealed; name the exemption."
    ),
}
