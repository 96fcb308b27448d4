"""The words of a data subject's application. Every value stands in the log and is permanent."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ppid.deadlines import Text


class PrivacyKind(StrEnum):
    """What is asked for (UU 27/2022 art. 6, 7, 8 and 11)."""

    ACCESS = "access"
    CORRECT = "correct"
    ERASE = "erase"
    RESTRICT = "restrict"


class Way(StrEnum):
    """How the application reached the body: electronic or not (UU 27/2022 art. 14)."""

    WEB = "web"
    EMAIL = "email"
    LETTER = "letter"
    COUNTER = "counter"


class Proof(StrEnum):
    """How the identity of the person was proved."""

    CODE = "code"
    MAIL = "mail"
    DESK = "desk"


class Ground(StrEnum):
    """Why an application is refused: an exception of the law, or because it cannot be fulfilled."""

    DEFENCE = "defence-and-security"
    LAW_ENFORCEMENT = "law-enforcement"
    PUBLIC_INTEREST = "public-interest"
    FINANCIAL_SUPERVISION = "financial-supervision"
    RESEARCH = "statistics-and-research"
    UNPROVED = "identity-not-proved"
    NOT_HELD = "not-held"


class Step(StrEnum):
    """Where an application stands by its recorded facts."""

    ASKED = "asked"
    VERIFIED = "verified"
    GRANTED = "granted"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


#: What the exceptions of article 15 may be held against: they name articles 8 and 11, not 6 and 7.
EXCEPTABLE = frozenset({PrivacyKind.ERASE, PrivacyKind.RESTRICT})
EXCEPTIONS = (
    Ground.DEFENCE,
    Ground.LAW_ENFORCEMENT,
    Ground.PUBLIC_INTEREST,
    Ground.FINANCIAL_SUPERVISION,
    Ground.RESEARCH,
)

KINDS: Mapping[PrivacyKind, Text] = {
    PrivacyKind.ACCESS: Text("melihat data", "to see the data"),
    PrivacyKind.CORRECT: Text("membetulkan data", "to correct the data"),
    PrivacyKind.ERASE: Text("menghapus data", "to erase the data"),
    PrivacyKind.RESTRICT: Text("membatasi pemrosesan", "to restrict processing"),
}
ARTICLES: Mapping[PrivacyKind, str] = {
    PrivacyKind.ACCESS: "UU 27/2022 Pasal 7 dan 32",
    PrivacyKind.CORRECT: "UU 27/2022 Pasal 6 dan 30",
    PrivacyKind.ERASE: "UU 27/2022 Pasal 8 dan 43",
    PrivacyKind.RESTRICT: "UU 27/2022 Pasal 11 dan 41",
}
WAYS: Mapping[Way, Text] = {
    Way.WEB: Text("melalui situs", "on the website"),
    Way.EMAIL: Text("melalui surel", "by e-mail"),
    Way.LETTER: Text("melalui surat", "by letter"),
    Way.COUNTER: Text("di meja layanan", "at the service desk"),
}
PROOFS: Mapping[Proof, Text] = {
    Proof.CODE: Text("dengan kode akses", "by the access code"),
    Proof.MAIL: Text("dengan tautan ke surel yang tercatat", "by a link to the recorded e-mail address"),
    Proof.DESK: Text("dengan kartu identitas di meja layanan", "by an identity card at the service desk"),
}
GROUNDS: Mapping[Ground, Text] = {
    Ground.DEFENCE: Text("kepentingan pertahanan dan keamanan nasional", "national defence and security"),
    Ground.LAW_ENFORCEMENT: Text("kepentingan proses penegakan hukum", "law enforcement"),
    Ground.PUBLIC_INTEREST: Text(
        "kepentingan umum dalam rangka penyelenggaraan negara", "the public interest in running the state"
    ),
    Ground.FINANCIAL_SUPERVISION: Text(
        "kepentingan pengawasan sektor keuangan", "supervision of the financial sector"
    ),
    Ground.RESEARCH: Text(
        "kepentingan statistik dan penelitian ilmiah", "statistics and scientific research"
    ),
    Ground.UNPROVED: Text("identitas pemohon tidak terbukti", "the asker's identity was not proved"),
    Ground.NOT_HELD: Text("data yang dimaksud tidak ada pada badan ini", "this body does not hold such data"),
}
STEPS: Mapping[Step, Text] = {
    Step.ASKED: Text("Menunggu bukti identitas", "Identity to be proved"),
    Step.VERIFIED: Text("Menunggu jawaban", "Answer due"),
    Step.GRANTED: Text("Penghapusan disetujui", "Erasure granted"),
    Step.DONE: Text("Dipenuhi", "Fulfilled"),
    Step.REFUSED: Text("Ditolak", "Refused"),
    Step.WITHDRAWN: Text("Dicabut", "Withdrawn"),
}
