"""What the invented bodies hold exempt: the rows of their consequence tests."""

from __future__ import annotations

from ppid.exemption.articles import Opening
from ppid.exemption.events import SheetRow

WITNESSES = SheetRow(
    number=1,
    information="Nama dan alamat pelapor dan saksi dalam berkas perkara yang sedang disidik",
    articles=("17(a)(2)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 2; UU 31/2014 Pasal 5",
    consequence_opened="Pelapor dan saksi dapat diancam atau dipengaruhi sebelum diperiksa.",
    consequence_closed="Pelapor dan saksi berani memberi keterangan, dan penyidikan berjalan.",
    public_interest="Publik tetap memperoleh data perkaranya tanpa identitas orang yang harus dilindungi.",
)
RESULTS = SheetRow(
    number=2,
    information="Hasil psikotes dan pemeriksaan kesehatan perorangan peserta seleksi anggota",
    articles=("17(h)(2)", "17(h)(4)"),
    legal_basis="UU 14/2008 Pasal 17 huruf h angka 2 dan 4",
    consequence_opened="Rahasia pribadi peserta seleksi diketahui orang yang tidak berkepentingan.",
    consequence_closed="Rahasia pribadi peserta terlindungi; peserta sendiri dapat meminta hasilnya.",
    public_interest="Rekapitulasi tanpa nama sudah cukup untuk mengawasi seleksi.",
    opening=Opening.NONE,
)
PATROLS = SheetRow(
    number=1,
    information="Jadwal dan rute patroli malam per regu di kawasan pelabuhan",
    articles=("17(a)(1)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 1",
    consequence_opened="Pelaku pencurian muatan menyesuaikan waktu dan jalurnya dengan patroli.",
    consequence_closed="Penyelidikan atas pencurian muatan berjalan tanpa diketahui pelakunya.",
    public_interest="Jumlah patroli per bulan dan hasilnya diumumkan; rutenya tidak diperlukan publik.",
)
GRANTS = SheetRow(
    number=1,
    information="Keterangan ahli dan hasil audit sementara dalam penyelidikan dana hibah olahraga",
    articles=("17(a)(1)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 1",
    consequence_opened="Pihak yang diselidiki dapat menghilangkan bukti atau menyamakan keterangan.",
    consequence_closed="Penyelidik mengumpulkan keterangan tanpa gangguan sampai gelar perkara.",
    public_interest="Perkembangan perkara diumumkan berkala; isinya terbuka setelah gelar perkara.",
)
HOLIDAY_PLAN = SheetRow(
    number=1,
    information="Rencana penempatan personel pengamanan arus balik dan pos pantau",
    articles=("17(a)(5)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 5",
    consequence_opened="Titik tanpa penjagaan diketahui selama operasi berlangsung.",
    consequence_closed="Operasi berjalan sampai selesai tanpa gangguan.",
    public_interest="Lokasi pos pelayanan untuk masyarakat diumumkan sejak awal operasi.",
)
NETWORK = SheetRow(
    number=1,
    information="Alamat jaringan dan kata kunci perangkat kamera tilang elektronik",
    articles=("17(a)(5)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 5; UU 11/2008 Pasal 30",
    consequence_opened="Perangkat dapat dimasuki dan rekamannya diubah.",
    consequence_closed="Rekaman tetap utuh sebagai alat bukti.",
    public_interest="Publik tidak memerlukan data teknis jaringan untuk mengawasi penindakan.",
)
CAMERAS = SheetRow(
    number=2,
    information="Lokasi dan jadwal kalibrasi kamera tilang elektronik",
    articles=("17(a)(5)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 5",
    consequence_opened="Pengendara menghindari ruas yang diawasi.",
    consequence_closed="Pengawasan lalu lintas merata di semua ruas.",
    public_interest="Hasil penindakan per bulan diumumkan.",
)
LOBBY = SheetRow(
    number=1,
    information="Rekaman kamera ruang tunggu pelayanan SKCK dan SIM",
    articles=("17(a)(5)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 5",
    consequence_opened="Letak kamera dan titik butanya diketahui.",
    consequence_closed="Ruang pelayanan tetap aman.",
    public_interest="Mutu layanan dapat diawasi lewat survei kepuasan.",
)
SMUGGLING = SheetRow(
    number=1,
    information="Rencana operasi penindakan penyelundupan di jalur laut lintas negara",
    articles=("17(a)(3)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 3",
    consequence_opened="Jaringan penyelundup mengetahui waktu dan tempat penindakan.",
    consequence_closed="Penindakan dapat dilakukan bersama instansi lain.",
    public_interest="Hasil setiap operasi diumumkan setelah selesai.",
)
CELLS = SheetRow(
    number=1,
    information="Denah ruang tahanan dan gudang senjata beserta titik kamera pengawasnya",
    articles=("17(a)(4)", "17(a)(5)"),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 4 dan 5",
    consequence_opened="Penjaga dan tahanan terancam oleh upaya pelarian atau penyerangan.",
    consequence_closed="Keselamatan penjaga, tahanan, dan senjata terjamin.",
    public_interest="Daya tampung dan jumlah penghuni tahanan diumumkan setiap bulan.",
)
RADIO = SheetRow(
    number=1,
    information="Daftar frekuensi dan sandi jaringan radio taktis",
    articles=("17(c)(6)",),
    legal_basis="UU 14/2008 Pasal 17 huruf c angka 6",
    consequence_opened="Percakapan taktis dapat disadap dan dikacaukan.",
    consequence_closed="Komunikasi lapangan aman.",
    public_interest="Anggaran jaringan radio tetap terbuka dalam dokumen anggaran.",
)
BIDS = SheetRow(
    number=1,
    information="Rincian harga penawaran peserta tender yang evaluasinya masih berjalan",
    articles=("17(b)",),
    legal_basis="UU 14/2008 Pasal 17 huruf b; UU 5/1999 Pasal 22",
    consequence_opened="Peserta lain menyesuaikan penawarannya.",
    consequence_closed="Persaingan tetap sehat sampai pemenang diumumkan.",
    public_interest="Harga dan pemenang diumumkan setelah evaluasi.",
    period_basis="Perpres 16/2018 Pasal 50",
)
BOATS = SheetRow(
    number=1,
    information="Rincian harga penawaran tender kapal patroli cepat",
    articles=("17(b)",),
    legal_basis="UU 14/2008 Pasal 17 huruf b; UU 5/1999 Pasal 22",
    consequence_opened="Peserta lain menyesuaikan penawarannya.",
    consequence_closed="Persaingan tetap sehat sampai pemenang diumumkan.",
    public_interest="Setelah pemenang diumumkan, membukanya membantu publik mengawasi anggaran.",
    period_basis="Perpres 16/2018 Pasal 50",
)
INFORMANTS = SheetRow(
    number=1,
    information="Identitas informan dalam penyelidikan peredaran narkotika di Muara",
    articles=("17(a)(2)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 2; UU 35/2009 Pasal 100",
    consequence_opened="Informan dan keluarganya terancam.",
    consequence_closed="Informasi dari masyarakat terus masuk.",
    public_interest="Jumlah perkara dan barang bukti diumumkan tanpa identitas.",
)
ARMOURY = SheetRow(
    number=1,
    information="Jumlah dan jenis senjata per pos polisi perairan",
    articles=("17(a)(5)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 5",
    consequence_opened="Pos dengan senjata sedikit menjadi sasaran.",
    consequence_closed="Pos terpencil tetap aman.",
    public_interest="Nilai aset persenjataan terbuka dalam laporan keuangan.",
)
