"""Which letter each form of the law is: the annexes of Perki 1/2021 and 1/2013, and what has no annex.

The house test reads this table: a form without a kind fails it. Law: Perki 1/2021 annexes I-XI; Perki 1/2013
annexes I-V; regulations §8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from web.letters import data_kinds as data
from web.letters import dispute_kinds as dispute
from web.letters import exemption_kinds as exemption
from web.letters import kinds
from web.letters import objection_kinds as objection
from web.letters import privacy_kinds as privacy
from web.letters import public_kinds as public
from web.letters.kinds import Letter


@dataclass(frozen=True, slots=True)
class Form:
    """A form: where it stands, what it is called, and the letter kinds it is made with.

    A form without a kind is somebody else's, who is named.
    """

    annex: str
    name: str
    kinds: tuple[type[Letter], ...] = ()
    theirs: str = ""


COMMISSION: Final = "Komisi Informasi"

FORMS: Final[tuple[Form, ...]] = (
    Form("Perki 1/2021 I", "Daftar Informasi Publik", (public.PublicInformationList, public.ListDecree)),
    Form("Perki 1/2021 II", "Lembar pengujian konsekuensi", (exemption.ConsequenceTest,)),
    Form("Perki 1/2021 III", "Keputusan klasifikasi", (exemption.ExemptionDecree,)),
    Form("Perki 1/2021 IV", "Lembar pengujian atas pengubahan", (exemption.ChangeTest,)),
    Form("Perki 1/2021 V", "Keputusan pengubahan klasifikasi", (exemption.ExemptionDecree,)),
    Form("Perki 1/2021 VI", "Formulir permohonan dan hak-hak pemohon", (kinds.RequestForm,)),
    Form("Perki 1/2021 VII", "Pemberitahuan tertulis", (kinds.WrittenNotice,)),
    Form("Perki 1/2021 VIII", "Register permohonan", (public.RequestRegister,)),
    Form("Perki 1/2021 IX", "Keputusan penolakan", (kinds.RefusalDecree,)),
    Form("Perki 1/2021 X", "Formulir keberatan", (objection.ObjectionForm,)),
    Form("Perki 1/2021 XI", "Register keberatan", (objection.ObjectionRegister,)),
    Form("Perki 1/2021 art. 29(3)", "Tanda bukti permohonan", (kinds.RequestReceipt,)),
    Form("Perki 1/2021 art. 33", "Surat keterangan tidak lengkap", (kinds.IncompletenessLetter,)),
    Form("Perki 1/2021 art. 35(3)a", "Formulir permintaan salinan", (kinds.CopyRequestForm,)),
    Form("Perki 1/2021 art. 36", "Pemberitahuan perpanjangan waktu", (kinds.ExtensionLetter,)),
    Form("Perki 1/2021 art. 41(3)", "Tanda terima keberatan", (objection.ObjectionReceipt,)),
    Form("Perki 1/2021 art. 44(2)", "Tanggapan atas keberatan", (objection.ObjectionAnswer,)),
    Form("Perki 1/2013 I", "Permohonan penyelesaian sengketa", (dispute.DisputeApplication,)),
    Form("Perki 1/2013 II", "Register sengketa", theirs=COMMISSION),
    Form("Perki 1/2013 III", "Surat tidak lengkap", theirs=COMMISSION),
    Form("Perki 1/2013 IV", "Akta registrasi", theirs=COMMISSION),
    Form("Perki 1/2013 V", "Akta pembatalan", theirs=COMMISSION),
    Form(
        "Perki 1/2013 art. 26",
        "Berkas sidang",
        (dispute.HearingContents, dispute.HearingMilestones, dispute.Divider),
    ),
    Form("UU 27/2022 art. 32", "Salinan data pribadi", (data.PersonalDataCopy,)),
    Form("UU 27/2022 art. 14", "Jawaban atas permohonan subjek data", (privacy.PrivacyAnswer,)),
    Form("UU 27/2022 art. 46", "Pemberitahuan kegagalan pelindungan data", (privacy.BreachNotice,)),
)
