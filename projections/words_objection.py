"""The words of objections for people: what each value of the log is called."""

from __future__ import annotations

from collections.abc import Mapping

from ppid.deadlines import Text
from ppid.objection.vocabulary import Closing, Correctable, Party, Step, Verdict

STEPS: Mapping[Step, Text] = {
    Step.REGISTERED: Text("Terdaftar", "Registered"),
    Step.SETTLEMENT_TALKS: Text("Musyawarah", "Settlement talks"),
    Step.SETTLED: Text("Selesai musyawarah", "Settled"),
    Step.LAPSED: Text("Tidak ditanggapi", "Not answered"),
    Step.UPHELD: Text("Dikuatkan", "Decision upheld"),
    Step.OVERTURNED: Text("Dikabulkan", "Granted"),
    Step.PARTLY_OVERTURNED: Text("Dikabulkan sebagian", "Granted in part"),
    Step.REMEDY_DUE: Text("Menunggu pelaksanaan", "To be carried out"),
    Step.DISPUTED: Text("Disengketakan", "In dispute"),
    Step.CLOSED: Text("Ditutup", "Closed"),
}

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.UPHELD: Text("Atasan PPID menguatkan keputusan semula", "The superior upheld the first decision"),
    Verdict.OVERTURNED: Text("Atasan PPID mengabulkan keberatan", "The superior granted the objection"),
    Verdict.PARTLY_OVERTURNED: Text(
        "Atasan PPID mengabulkan keberatan sebagian", "The superior granted the objection in part"
    ),
}

PARTIES: Mapping[Party, Text] = {
    Party.OBJECTOR: Text("pengaju keberatan", "the objector"),
    Party.REPRESENTATIVE: Text("kuasanya", "their representative"),
}

CORRECTED: Mapping[Correctable, Text] = {
    Correctable.CASE: Text("kasus posisi", "the description of the case"),
    Correctable.PURPOSE: Text("tujuan penggunaan informasi", "the purpose of use"),
    Correctable.INFORMATION: Text("informasi yang diminta", "the information that was asked for"),
    Correctable.RECEIVED_ON: Text("tanggal keberatan diterima", "the day of receipt"),
}

ENDINGS: Mapping[Closing, Text] = {
    Closing.ANSWERED: Text("sudah ditanggapi dan dilaksanakan", "it was answered and carried out"),
    Closing.SETTLED: Text("diselesaikan secara musyawarah", "both sides settled it"),
    Closing.WITHDRAWN: Text("dicabut pengajunya", "it was withdrawn"),
    Closing.DISPUTED: Text("diteruskan ke Komisi Informasi", "it went to the Information Commission"),
}
