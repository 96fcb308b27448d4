"""The words of a dispute for people: what each value of the log is called."""

from __future__ import annotations

from collections.abc import Mapping

from ppid.deadlines import Text
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    Ending,
    EvidenceKind,
    Finality,
    Level,
    MediationResult,
    Outcome,
    Party,
    PaymentKind,
    Point,
    Purpose,
    Step,
)

LEVELS: Mapping[Level, Text] = {
    Level.CENTRAL: Text("Komisi Informasi Pusat", "Central Information Commission"),
    Level.PROVINCE: Text("Komisi Informasi Provinsi", "Provincial Information Commission"),
    Level.REGENCY: Text("Komisi Informasi Kabupaten/Kota", "Regency or City Information Commission"),
}
PURPOSES: Mapping[Purpose, Text] = {
    Purpose.FIRST: Text("sidang pertama", "the first hearing"),
    Purpose.FURTHER: Text("sidang lanjutan", "a further hearing"),
    Purpose.DECISION: Text("sidang pembacaan putusan", "the hearing that reads the decision"),
}
PARTIES: Mapping[Party, Text] = {
    Party.APPLICANT: Text("pemohon", "the applicant"),
    Party.BODY: Text("badan publik", "the public body"),
}
EVIDENCE: Mapping[EvidenceKind, Text] = {
    EvidenceKind.DOCUMENT: Text("Dokumen", "Document"),
    EvidenceKind.TEST_SHEET: Text("Lembar uji konsekuensi", "Consequence test sheet"),
    EvidenceKind.EXEMPT_DOCUMENT: Text("Dokumen yang dikecualikan", "Exempt document"),
}
MEDIATION_RESULTS: Mapping[MediationResult, Text] = {
    MediationResult.AGREED: Text("tercapai kesepakatan", "the parties agreed"),
    MediationResult.FAILED: Text("gagal", "it failed"),
    MediationResult.LAPSED: Text("gugur karena pemohon tidak hadir", "it lapsed, the applicant being absent"),
}
POINTS: Mapping[Point, Text] = {
    Point.AUTHORITY: Text("kewenangan Komisi Informasi", "the authority of the commission"),
    Point.APPLICANT_STANDING: Text("kedudukan hukum pemohon", "the standing of the applicant"),
    Point.BODY_STANDING: Text("kedudukan hukum badan publik", "the standing of the public body"),
    Point.TIME_LIMIT: Text("batas waktu pengajuan", "the time limit of the application"),
}
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.OPEN_ALL: Text("seluruh informasi dinyatakan terbuka", "all of the information is open"),
    Outcome.OPEN_PART: Text("sebagian informasi dinyatakan terbuka", "part of the information is open"),
    Outcome.REFUSAL_CONFIRMED: Text("penolakan badan publik dikuatkan", "the body's refusal is confirmed"),
    Outcome.DUTY_ORDERED: Text(
        "badan publik diperintahkan menjalankan kewajibannya", "the body is ordered to do its duty"
    ),
    Outcome.FEE_SET: Text("biaya ditetapkan", "the fee is set"),
    Outcome.MEDIATION_AGREEMENT: Text("kesepakatan mediasi", "what the mediation agreed"),
    Outcome.REJECTED: Text("permohonan tidak dapat diterima", "the application is not admitted"),
    Outcome.LAPSED: Text("permohonan gugur", "the application lapsed"),
}
COURTS: Mapping[Court, Text] = {
    Court.ADMINISTRATIVE: Text("Pengadilan Tata Usaha Negara", "Administrative Court"),
    Court.DISTRICT: Text("Pengadilan Negeri", "District Court"),
}
COURT_OUTCOMES: Mapping[CourtOutcome, Text] = {
    CourtOutcome.CONFIRMED: Text("menguatkan putusan sebelumnya", "confirmed the decision below"),
    CourtOutcome.AMENDED: Text("mengubah putusan sebelumnya", "changed the decision below"),
    CourtOutcome.ANNULLED: Text("membatalkan putusan sebelumnya", "annulled the decision below"),
    CourtOutcome.NOT_ADMITTED: Text("tidak menerima perkaranya", "did not admit the case"),
    CourtOutcome.WITHDRAWN: Text("mencatat bahwa perkaranya dicabut", "recorded that the case was withdrawn"),
}
FINALITIES: Mapping[Finality, Text] = {
    Finality.NO_APPEAL: Text("tidak ada gugatan ke pengadilan", "nobody went to court"),
    Finality.NO_CASSATION: Text("tidak ada kasasi", "nobody went to the Supreme Court"),
    Finality.CASSATION: Text("diputus pada tingkat kasasi", "the Supreme Court decided"),
    Finality.MEDIATION: Text("disepakati dalam mediasi", "it was agreed in mediation"),
}
PAYMENTS: Mapping[PaymentKind, Text] = {
    PaymentKind.COSTS: Text("biaya perkara", "costs of the case"),
    PaymentKind.DAMAGES: Text("ganti rugi", "damages"),
}
ENDINGS: Mapping[Ending, Text] = {
    Ending.WITHDRAWN: Text("dicabut oleh pemohon", "withdrawn by the applicant"),
    Ending.LAPSED: Text("gugur karena pemohon tidak hadir", "lapsed, the applicant being absent"),
    Ending.NOT_REGISTERED: Text("tidak diregistrasi Komisi Informasi", "not registered by the commission"),
}
STEPS: Mapping[Step, Text] = {
    Step.NOTIFIED: Text("Diberitahukan", "Notified"),
    Step.INCOMPLETE: Text("Berkas belum lengkap", "Papers incomplete"),
    Step.SUMMONED: Text("Dipanggil sidang", "Summoned"),
    Step.MEDIATION: Text("Mediasi", "Mediation"),
    Step.ADJUDICATION: Text("Ajudikasi", "Adjudication"),
    Step.RULED: Text("Diputus Komisi Informasi", "Decided by the commission"),
    Step.AT_COURT: Text("Di pengadilan", "At court"),
    Step.COURT_RULED: Text("Diputus pengadilan", "Decided by the court"),
    Step.AT_SUPREME_COURT: Text("Kasasi", "At the Supreme Court"),
    Step.COMPLYING: Text("Pelaksanaan putusan", "Carrying out the decision"),
    Step.FINAL: Text("Berkekuatan hukum tetap", "Final"),
    Step.ENDED: Text("Berakhir tanpa putusan", "Ended without a decision"),
}
