"""The invented bodies, officers and requesters of the demo."""

from __future__ import annotations

from dataclasses import dataclass

from ppid.events import Role
from ppid.person import Identity


@dataclass(frozen=True)
class Office:
    """An invented body: its code, name and city, and whether its head signs exemptions, too."""

    code: str
    name: str
    city: str
    address: str
    phone: str
    units: tuple[tuple[str, str], ...] = ()
    head_approves: bool = True


REGION = Office(
    "POLDA-TB",
    "Polda Tanah Bahari",
    "Kota Bahari",
    "Jl. Merdeka No. 1, Kota Bahari",
    "(0555) 100-001",
    (
        ("DITLANTAS", "Direktorat Lalu Lintas"),
        ("DITRESKRIMUM", "Direktorat Reserse Kriminal Umum"),
        ("BIDKEU", "Bidang Keuangan"),
        ("BIROSDM", "Biro Sumber Daya Manusia"),
    ),
)
PRECINCTS = (
    Office(
        "POLRES-MUARA",
        "Polres Muara",
        "Muara",
        "Jl. Pelabuhan No. 8, Muara",
        "(0555) 200-001",
        (("SATLANTAS", "Satuan Lalu Lintas"), ("SATRESKRIM", "Satuan Reserse Kriminal")),
        head_approves=False,
    ),
    Office(
        "POLRES-BUKIT",
        "Polres Bukit",
        "Bukit",
        "Jl. Lereng No. 12, Bukit",
        "(0555) 300-001",
        (("SATLANTAS", "Satuan Lalu Lintas"),),
    ),
    Office(
        "POLRES-TELUK",
        "Polres Teluk",
        "Teluk",
        "Jl. Teluk Indah No. 3, Teluk",
        "(0555) 400-001",
        (("SATLANTAS", "Satuan Lalu Lintas"),),
    ),
)
OFFICES = {office.code: office for office in (REGION, *PRECINCTS)}


@dataclass(frozen=True)
class Post:
    """An invented officer: the sign-in name, and what they may do where."""

    username: str
    name: str
    position: str
    roles: tuple[Role, ...]
    office: str
    unit: str = ""


POSTS = (
    Post("petugas", "Rina Puspita", "Petugas Layanan Informasi", (Role.SERVICE_DESK,), "POLDA-TB"),
    Post("ppid", "Bambang Wicaksono", "Kasubbid PID selaku PPID", (Role.PPID,), "POLDA-TB"),
    Post(
        "lantas", "Yusuf Hamdani", "PPID Pelaksana Ditlantas", (Role.UNIT_OFFICER,), "POLDA-TB", "DITLANTAS"
    ),
    Post("keuangan", "Maya Anggraini", "PPID Pelaksana Bidkeu", (Role.UNIT_OFFICER,), "POLDA-TB", "BIDKEU"),
    Post("atasan", "Surya Atmaja", "Kabidhumas selaku Atasan PPID", (Role.SUPERIOR,), "POLDA-TB"),
    Post("pimpinan", "Wahyu Hidayat", "Kapolda Tanah Bahari", (Role.HEAD,), "POLDA-TB"),
    Post("muara", "Dian Kusuma", "Kasi Humas Polres Muara", (Role.PPID, Role.SERVICE_DESK), "POLRES-MUARA"),
    Post(
        "wakamuara", "Ratna Palupi", "Wakapolres Muara selaku Atasan PPID", (Role.SUPERIOR,), "POLRES-MUARA"
    ),
    Post("bukit", "Agus Salim", "Kasi Humas Polres Bukit", (Role.PPID, Role.SERVICE_DESK), "POLRES-BUKIT"),
    Post("teluk", "Lestari Wulan", "Kasi Humas Polres Teluk", (Role.PPID, Role.SERVICE_DESK), "POLRES-TELUK"),
    Post("pengganti", "Galih Prakoso", "Pamin Layanan Informasi", (Role.SERVICE_DESK,), "POLDA-TB"),
    # The last of their body: from here on its administrators appoint, and the operator no more.
    Post("admin", "Ratih Permatasari", "Kaur Renmin selaku admin", (Role.BODY_ADMIN,), "POLDA-TB"),
    Post("admin2", "Bayu Setiawan", "Paur Renmin selaku admin", (Role.BODY_ADMIN,), "POLDA-TB"),
)
AUDITOR = "auditor"

PEOPLE = (
    Identity("Siti Rahmawati", "6300000000000001", "Jl. Kenanga No. 4, Kota Bahari", "Guru", "0800-0000-0101", "siti@contoh.example"),
    Identity("Ahmad Fauzi", "6300000000000002", "Jl. Cempaka No. 17, Kota Bahari", "Nelayan", "0800-0000-0102", ""),
    Identity("Ni Luh Ayu Pradnyani", "6300000000000003", "Jl. Melati No. 9, Muara", "Mahasiswa", "", "ayu@contoh.example"),
    Identity("Yohanes Tandi", "6300000000000004", "Jl. Anggrek No. 21, Bukit", "Wartawan", "0800-0000-0104", "yohanes@contoh.example"),
    Identity("Maria Goreti Lestari", "6300000000000005", "Jl. Flamboyan No. 2, Teluk", "Perawat", "0800-0000-0105", ""),
    Identity("Budi Santoso", "6300000000000006", "Jl. Mawar No. 33, Kota Bahari", "Pedagang", "0800-0000-0106", "budi@contoh.example"),
    Identity("La Ode Muhammad Saleh", "6300000000000007", "Jl. Samudra No. 5, Muara", "Dosen", "", "saleh@contoh.example"),
    Identity("Tiur Simanjuntak", "6300000000000008", "Jl. Dahlia No. 14, Bukit", "", "0800-0000-0108", ""),
)  # fmt: skip
ENTITY = Identity(
    "Yayasan Pemantau Anggaran Bahari",
    "AHU-0000123.AH.01.04.Tahun 2019",
    "Jl. Veteran No. 40, Kota Bahari",
    "",
    "(0555) 555-010",
    "kontak@pemantau.example",
)
GROUP = Identity(
    "Forum Warga Pesisir Muara",
    "",
    "Kampung Pesisir RT 03, Muara",
    "",
    "0800-0000-0110",
    "pesisir@contoh.example",
)
REPRESENTATIVE = Identity(
    "Hendra Gunawan",
    "6300000000000009",
    "Jl. Teratai No. 6, Muara",
    "Advokat",
    "0800-0000-0111",
    "hendra@contoh.example",
)
