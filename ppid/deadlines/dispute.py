"""The clocks of a dispute at the commission and the courts: D13 to D24.

The rules of procedure may be replaced soon (U26): then each clock here gets its ``until``, and the new rule
follows with its ``since``. A dispute keeps the rules it began under.
"""

from __future__ import annotations

from ppid.deadlines.clock import IN_FORCE_PERKI_2013, IN_FORCE_UU14, Clock, Text
from ppid.events import Unit

NO_RIGHT = Text(id="dicatat", en="noted")

D13 = Clock(
    code="D13",
    name=Text(id="Pemberitahuan kekurangan berkas sengketa", en="Commission's incompleteness letter"),
    starts=Text(id="Komisi Informasi menerima permohonan", en="the commission receives the application"),
    days=3,
    owed_by_body=False,
    on_expiry=NO_RIGHT,
    article="Perki 1/2013 Pasal 17 ayat (1)",
    since=IN_FORCE_PERKI_2013,
    target=True,
)
D14 = Clock(
    code="D14",
    name=Text(id="Pelengkapan berkas sengketa", en="Completing the application"),
    starts=Text(id="pemohon menerima surat kekurangan berkas", en="the applicant receives that letter"),
    days=7,
    owed_by_body=False,
    on_expiry=Text(
        id="permohonan tidak diregistrasi bila identitasnya tidak ada",
        en="the application is not registered if the identity is missing",
    ),
    article="Perki 1/2013 Pasal 17 ayat (2)-(3)",
    since=IN_FORCE_PERKI_2013,
)
D15 = Clock(
    code="D15",
    name=Text(id="Komisi Informasi mulai memeriksa", en="The commission starts"),
    starts=Text(id="Komisi Informasi menerima permohonan", en="the commission receives the application"),
    days=14,
    owed_by_body=False,
    on_expiry=NO_RIGHT,
    article="UU 14/2008 Pasal 38 ayat (1)",
    since=IN_FORCE_UU14,
)
D16 = Clock(
    code="D16",
    name=Text(id="Penyelesaian sengketa (informasi saja)", en="The whole process (for information only)"),
    starts=Text(id="Komisi Informasi menerima permohonan", en="the commission receives the application"),
    days=100,
    owed_by_body=False,
    on_expiry=Text(id="akibat hukumnya diperdebatkan (U15)", en="what follows from it is disputed (U15)"),
    article="UU 14/2008 Pasal 38 ayat (2)",
    since=IN_FORCE_UU14,
    target=True,
)
D17 = Clock(
    code="D17",
    name=Text(id="Panggilan sidang diterima", en="Summons received"),
    starts=Text(id="hari sidang pertama, dihitung mundur", en="the first hearing, counted back"),
    days=3,
    owed_by_body=False,
    on_expiry=Text(id="para pihak dapat meminta penundaan", en="the parties may ask for an adjournment"),
    article="Perki 1/2013 Pasal 24 ayat (2)",
    since=IN_FORCE_PERKI_2013,
    backwards=True,
)
D18 = Clock(
    code="D18",
    name=Text(id="Permohonan hak ingkar", en="Recusal motion"),
    starts=Text(id="hari sidang pertama, dihitung mundur", en="the first hearing, counted back"),
    days=2,
    owed_by_body=True,
    on_expiry=Text(
        id="majelis atau mediator tidak dapat diingkari lagi",
        en="the panel or mediator can no longer be challenged",
    ),
    article="Perki 1/2013 Pasal 22 ayat (3)",
    since=IN_FORCE_PERKI_2013,
    target=True,
    backwards=True,
)
D19 = Clock(
    code="D19",
    name=Text(id="Mediasi", en="Mediation"),
    starts=Text(id="pertemuan mediasi pertama", en="the first mediation meeting"),
    days=14,
    owed_by_body=False,
    on_expiry=Text(id="ajudikasi dilanjutkan", en="adjudication resumes"),
    article="Perki 1/2013 Pasal 41",
    since=IN_FORCE_PERKI_2013,
)
#: By how much D19 may be extended, once (Perki 1/2013 art. 41).
MEDIATION_EXTENSION_DAYS = 7
D20 = Clock(
    code="D20",
    name=Text(id="Kesimpulan tertulis", en="Written conclusions"),
    starts=Text(id="sidang pembacaan putusan, dihitung mundur", en="the decision hearing, counted back"),
    days=3,
    owed_by_body=True,
    on_expiry=Text(id="kesimpulan tidak dipertimbangkan", en="the conclusions are not considered"),
    article="Perki 1/2013 Pasal 57 ayat (3)",
    since=IN_FORCE_PERKI_2013,
    backwards=True,
)
D21 = Clock(
    code="D21",
    name=Text(id="Salinan putusan", en="Copy of the decision"),
    starts=Text(id="putusan dibacakan", en="the decision is read out"),
    days=3,
    owed_by_body=False,
    on_expiry=NO_RIGHT,
    article="Perki 1/2013 Pasal 59 ayat (4)",
    since=IN_FORCE_PERKI_2013,
)
D22 = Clock(
    code="D22",
    name=Text(id="Gugatan ke pengadilan", en="Filing at court"),
    starts=Text(id="salinan putusan Komisi Informasi diterima", en="the decision's copy is received"),
    days=14,
    owed_by_body=True,
    on_expiry=Text(
        id="putusan Komisi Informasi berkekuatan hukum tetap", en="the commission's decision becomes final"
    ),
    article="UU 14/2008 Pasal 48 ayat (1)",
    since=IN_FORCE_UU14,
)
#: U13: the commission's rules say "days" where the law says working days; the alarm rings at the earlier.
D22C = Clock(
    code="D22C",
    name=Text(id="Gugatan ke pengadilan (hari kalender)", en="Filing at court (calendar days)"),
    starts=D22.starts,
    days=14,
    owed_by_body=True,
    on_expiry=Text(
        id="menurut Perki 1/2013 gugatan lewat waktu; batas undang-undang masih berjalan",
        en="out of time under Perki 1/2013; the law's own limit still runs",
    ),
    article="Perki 1/2013 Pasal 60 ayat (2)",
    since=IN_FORCE_PERKI_2013,
    target=True,
    unit=Unit.CALENDAR_DAYS,
)
D23 = Clock(
    code="D23",
    name=Text(id="Kasasi", en="Cassation"),
    starts=Text(id="putusan pengadilan diterima", en="the court's decision is received"),
    days=14,
    owed_by_body=True,
    on_expiry=Text(id="putusan pengadilan berkekuatan hukum tetap", en="the court's decision becomes final"),
    article="UU 14/2008 Pasal 50",
    since=IN_FORCE_UU14,
    unit=Unit.CALENDAR_DAYS,
)
D24 = Clock(
    code="D24",
    name=Text(id="Pelaksanaan putusan", en="Compliance with the decision"),
    starts=Text(id="putusan berkekuatan hukum tetap", en="the decision is final"),
    days=0,
    owed_by_body=True,
    on_expiry=Text(
        id="pemohon dapat meminta penetapan eksekusi", en="the applicant may ask for an execution order"
    ),
    article="Perki 1/2013 Pasal 59 ayat (2) huruf f angka 4, Pasal 60 ayat (4)",
    since=IN_FORCE_PERKI_2013,
    unit=Unit.AS_SET,
)
