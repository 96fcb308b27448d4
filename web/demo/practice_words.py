"""What the practice folder says of itself, in both languages. The exercise: docs/using/checking.md."""

from __future__ import annotations

from typing import Final

README_NAME: Final = "BACALAH.txt"
#: Filled with the name of the receipt and the fingerprints of the verifier and of the policy.
README: Final = """\
LATIHAN / PRACTICE
==================

Bahasa Indonesia
----------------
Semua yang ada dalam folder ini adalah LATIHAN. Badan publik, pemohon, dan komisi di dalamnya tidak ada;
kunci-kuncinya dibuat untuk folder ini lalu dibuang. Hasil pemeriksaannya tidak membuktikan apa pun di luar
latihan.

  ppid-verify.py            pemeriksa (program; cukup Python 3.9 atau lebih baru)
  kebijakan.txt             kebijakan: kunci siapa yang Anda percayai
  buku-catatan.json         buku catatan auditor, dengan segel bulan lalu (1 Juli 2026)
  kasus.zip                 berkas bukti satu permohonan: 0003/PPID-POLDA-TB/II/2026
  catatan.sqlite3           seluruh catatan, utuh
  catatan-diubah.sqlite3    seluruh catatan, dengan SATU permohonan yang diubah orang dalam
  tanda-terima-….ppid-receipt   tanda terima tersegel seorang warga

Sidik jari (SHA-256) yang dalam keadaan sebenarnya Anda ambil dari situs atau surat komisi, bukan dari sini:

  ppid-verify.py  {program}
  kebijakan.txt   {policy}

Perintah. Di Windows ketik py sebagai ganti python3.

  python3 -I -S ppid-verify.py bundle kasus.zip --policy kebijakan.txt
  python3 -I -S ppid-verify.py deadline kasus.zip --policy kebijakan.txt
  python3 -I -S ppid-verify.py audit catatan-diubah.sqlite3 --policy kebijakan.txt --report laporan.html
  python3 -I -S ppid-verify.py receipt {receipt} --policy kebijakan.txt
  python3 -I -S ppid-verify.py audit catatan.sqlite3 --policy kebijakan.txt --notebook buku-catatan.json

English
-------
Everything in this folder is PRACTICE. The office, the people and the commissions in it do not exist; the keys
were made for this folder and thrown away. What a check says here proves nothing outside the exercise.

  ppid-verify.py            the verifier (a program; Python 3.9 or later is enough)
  kebijakan.txt             the policy: whose keys you trust
  buku-catatan.json         the auditor's notebook, with last month's seal (1 July 2026)
  kasus.zip                 the evidence bundle of one request: 0003/PPID-POLDA-TB/II/2026
  catatan.sqlite3           the whole log, sound
  catatan-diubah.sqlite3    the whole log, with ONE request changed by an insider
  tanda-terima-….ppid-receipt   the sealed receipt of a citizen

The fingerprints above are those that you would take from the site or a letter of the commission, not from
here.
The commands are the same; add --lang en for English.
"""

__all__ = ["README", "README_NAME"]
