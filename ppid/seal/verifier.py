"""Check the sealed log of a public information office: one file, no network, no other program needed.

    python3 -I -S ppid-verify.py bundle  request-….zip --policy policy.txt     one case, whole and unchanged?
    python3 -I -S ppid-verify.py audit   export.sqlite --policy policy.txt     the whole history
    python3 -I -S ppid-verify.py compare ours.ndjson theirs.ndjson             two commissions' archives
    python3 -I -S ppid-verify.py receipt tanda-terima-….ppid-receipt --policy policy.txt
    python3 -I -S ppid-verify.py deadline request-….zip                        count the due dates again

The answer is a word and an exit code: VERIFIED 0, TAMPERING DETECTED 1, CANNOT READ 2, NOT ENOUGH TRUST 3.
Whom to trust stands in the policy, which the auditor holds and which is never taken from the evidence.

It needs Python 3.9 or later and its standard library, and shares no code with the office's program, so that
it is a second opinion. Formats: RFC 6962, RFC 8032, RFC 3161, and C2SP signed-note, tlog-checkpoint,
tlog-cosignature, tlog-policy and tlog-proof.

Sections: words · trees · Ed25519 · notes and keys · policy · proofs · leaves · time stamps · findings ·
source · audit · files · bundle · compare · receipt · due dates · report · command line.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import calendar as months
import hashlib
import html
import itertools
import json
import os
import re
import sqlite3
import stat
import sys
import time
import zipfile
import zlib
from array import array
from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import (
    Any,
    Callable,
    Deque,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Protocol,
    Sequence,
    Set,
    Tuple,
    Union,
)

VERSION = "1"
SKEW_S = 120  # clocks of honest machines may differ by this much
LEAF_BYTES_MAX = 1 << 16
STATE_BYTES_MAX = 1 << 26
NOTE_BYTES_MAX = 1 << 18
JSON_DEPTH_MAX = 100
LATEST_S = 253402300799  # the last second of the year 9999


class Bad(Exception):
    """Something does not have the form it must have. The message is for people and repeats no content."""


class CannotRead(Exception):
    """What was given cannot be read as a whole, so that nothing can be said about it."""


# === Words ============================================================================================

VERIFIED, TAMPERING, CANNOT_READ, NOT_ENOUGH_TRUST = range(4)

WORDS = {
    VERIFIED: {"id": "TERVERIFIKASI", "en": "VERIFIED"},
    TAMPERING: {"id": "TERDETEKSI PERUBAHAN", "en": "TAMPERING DETECTED"},
    CANNOT_READ: {"id": "TIDAK DAPAT DIBACA", "en": "CANNOT READ"},
    NOT_ENOUGH_TRUST: {"id": "KEPERCAYAAN BELUM CUKUP", "en": "NOT ENOUGH TRUST"},
}

# Every sentence, by key. The code of the finding is what stands before the first dot of the key. Values come
# from the evidence and are shortened and made printable before they are put in.
MESSAGES: Dict[str, Tuple[str, str]] = {
    "R01": ("{what} tidak dapat dibaca: {why}", "{what} cannot be read: {why}"),
    "L01": (
        "catatan {first} sampai {last} hilang dari log ({count} catatan)",
        "entries {first} to {last} are missing from the log ({count} entries)",
    ),
    "L01.one": ("catatan {first} hilang dari log", "entry {first} is missing from the log"),
    "L02": ("bentuk catatan ini tidak sah: {why}", "this entry does not have the form of an entry: {why}"),
    "L03": (
        "catatan ini menyebut dirinya nomor {said}, bukan {entry}",
        "this entry calls itself number {said}, not {entry}",
    ),
    "L03.twice": ("catatan ini ditunjukkan dua kali", "this entry is shown twice"),
    "L04": ("catatan ini milik log lain: {said}", "this entry belongs to another log: {said}"),
    "L05": (
        "catatan {other} dan {entry} mengaku versi yang sama, yaitu {version}, dari {stream}",
        "entries {other} and {entry} claim the same version {version} of {stream}",
    ),
    "L06": (
        "rantai {stream} terputus: ini versi {version} setelah catatan {said}, seharusnya versi {right} setelah {other}",
        "the chain of {stream} is broken: this is version {version} after entry {said}, not version {right} after {other}",
    ),
    "L07": (
        "waktu berjalan mundur: dicatat {at}, padahal catatan sebelumnya {before}",
        "time runs backwards: recorded {at}, but the entry before it {before}",
    ),
    "L09": (
        "kolom pada basis data tidak sama dengan isi catatan ({what})",
        "the columns in the database do not repeat what the entry says ({what})",
    ),
    "E01": (
        "isi diubah setelah dicatat ({event})",
        "content was altered after it was recorded ({event})",
    ),
    "E01.erased": (
        "yang berdiri di tempat isi yang dihapus bukan yang diperintahkan catatan {other} ({event})",
        "what stands in place of the erased content is not what the order in entry {other} says ({event})",
    ),
    "E01.salt": (
        "kunci acak isi rusak, sehingga isi tidak dapat dibuktikan ({event})",
        "the random salt of the content is damaged, so the content proves nothing ({event})",
    ),
    "E02": (
        "peristiwa {event} ada dalam log tetapi dihapus dari basis data",
        "event {event} is in the log but was deleted from the database",
    ),
    "E03": (
        "peristiwa {event} (baris {position}) ada dalam basis data tetapi tidak pernah dicatat dalam log",
        "event {event} (row {position}) is in the database but was never logged",
    ),
    "E04": (
        "dicatat sebagai {logged}, tetapi basis data menyebutnya {stored}",
        "logged as {logged}, but the database says {stored}",
    ),
    "E05": (
        "urutan basis data berbeda dengan urutan log ({event} tidak pada tempatnya)",
        "database order differs from the logged order ({event} is out of place)",
    ),
    "E07": (
        "isi hilang dan tidak ada perintah penghapusan dalam log ({event})",
        "content is missing and no erasure order is in the log ({event})",
    ),
    "E07.order": (
        "isi hilang; catatan {other} menghapusnya tanpa nomor perintah atau dasar hukum ({event})",
        "content is missing; entry {other} erased it without an order number or a legal basis ({event})",
    ),
    "E07.list": (
        "daftar penghapusan menyebut catatan {entry}, tetapi log tidak memuat perintah itu",
        "the list of erasures names entry {entry}, but the log holds no such order",
    ),
    "E09": ("isi tidak dapat dibaca ({event}): {why}", "content cannot be read ({event}): {why}"),
    "T01": (
        "riwayat tidak cocok dengan segel berukuran {size}: sesuatu di antara catatan {first} dan {last} diubah",
        "the history does not match the checkpoint of size {size}: something from entry {first} to entry {last} was changed",
    ),
    "T01.tile": (
        "simpanan pohon (tingkat {level}, bagian {n}) tidak cocok dengan catatan: bukti darinya akan salah",
        "the stored tree (level {level}, part {n}) does not match the entries: proofs made from it would be wrong",
    ),
    "T01.tile-missing": (
        "simpanan pohon (tingkat {level}, bagian {n}) hilang atau terpotong",
        "the stored tree (level {level}, part {n}) is missing or cut",
    ),
    "T02": (
        "log yang disegel memuat {size} catatan, ekspor ini hanya {count}: bagian akhirnya dipotong",
        "the signed log has {size} entries, the export only {count}: the end was cut off",
    ),
    "T02.tile": (
        "simpanan pohon mengenal lebih banyak catatan daripada {count} yang ada: bagian akhirnya dipotong",
        "the stored tree knows more entries than the {count} there are: the end was cut off",
    ),
    "C01": (
        "tanda tangan log pada segel berukuran {size} salah",
        "the log's signature on the checkpoint of size {size} is wrong",
    ),
    "C02": (
        "segel berukuran {size} tidak ditandatangani oleh kunci log mana pun dalam kebijakan Anda",
        "the checkpoint of size {size} is not signed by any log key in the policy",
    ),
    "C02.origin": (
        "segel berukuran {size} milik log lain: {said}",
        "the checkpoint of size {size} belongs to another log: {said}",
    ),
    "C03": (
        "saksi yang mengukuhkan segel berukuran {size} ({names}) tidak memenuhi kuorum '{quorum}'",
        "checkpoint of size {size}: witnesses {names} do not meet quorum '{quorum}'",
    ),
    "C03.none": (
        "tidak ada segel yang memenuhi kuorum '{quorum}'; paling banyak: {names}",
        "witnesses {names} do not meet quorum '{quorum}': no checkpoint has enough",
    ),
    "C03.old": (
        "catatan sejak {first} (dicatat {at}) belum dikukuhkan komisi secara cukup selama lebih dari {hours} jam",
        "entries from {first} on (recorded {at}) have waited more than {hours} hours for enough commissions",
    ),
    "C04": (
        "log menyusut: {who} pernah melihat {size} catatan, kini hanya {count}",
        "the log shrank: {who} saw {size} entries, now there are only {count}",
    ),
    "C05": (
        "ada dua riwayat yang berbeda untuk ukuran {size}: {who} melihat yang lain",
        "there are two different histories of size {size}: {who} saw another one",
    ),
    "C05.chain": (
        "segel berukuran {size} bukan kelanjutan dari segel berukuran {other} ({who})",
        "the checkpoint of size {size} does not continue the one of size {other} ({who})",
    ),
    "C07": (
        "segel berukuran {size}, yang dikukuhkan {who}, hilang dari log",
        "the checkpoint of size {size} that {who} confirmed is missing from the log",
    ),
    "C08": (
        "pengukuhan {names} pada segel berukuran {size} salah",
        "cosignature of {names} on the checkpoint of size {size} is wrong",
    ),
    "C09": (
        "tidak ada bukti bahwa segel berukuran {size} berlanjut ke {other}",
        "there is no proof that the checkpoint of size {size} continues to {other}",
    ),
    "C10": (
        "catatan sejak {first} (dicatat {at}) belum disegel selama lebih dari {seconds} detik",
        "entries from {first} on (recorded {at}) have not been sealed for more than {seconds} seconds",
    ),
    "C11": ("segel ({what}) tidak dapat dibaca: {why}", "a checkpoint ({what}) cannot be read: {why}"),
    "C13": (
        "segel berukuran {size} hanya ditandatangani kunci yang sudah ditarik pada catatan {other}",
        "the checkpoint of size {size} is signed only by a key that entry {other} retired",
    ),
    "D01": (
        "dimundurkan: mengaku dicatat {at}, padahal segel berukuran {size} pada {seal} belum memuatnya",
        "back-dated: it claims {at}, but the checkpoint of size {size} of {seal} did not contain it yet",
    ),
    "D02": (
        "dimajukan: mengaku dicatat {at}, padahal segel berukuran {size} pada {seal} sudah memuatnya",
        "post-dated: it claims {at}, but the checkpoint of size {size} of {seal} already contained it",
    ),
    "D03": (
        "jatuh tempo {clock} dicatat {said}, hitungan ulang menghasilkan {right} ({start} + {days})",
        "the due date of {clock} is recorded as {said}, the recount gives {right} ({start} + {days})",
    ),
    "D05": (
        "cap waktu {name} pada segel berukuran {size} tidak berlaku: {why}",
        "the time stamp of {name} on the checkpoint of size {size} does not hold: {why}",
    ),
    "F01": (
        "berkas '{name}' yang dicatat pada catatan {entry} diganti atau diubah",
        "file '{name}' recorded in entry {entry} was replaced or altered",
    ),
    "F02": (
        "berkas '{name}' yang dicatat pada catatan {entry} hilang",
        "file '{name}' recorded in entry {entry} is missing",
    ),
    "F03": (
        "berkas '{name}' ada dalam penyimpanan tetapi tidak dicatat oleh peristiwa mana pun",
        "file '{name}' is in the store but no event records it",
    ),
    "H01": (
        "daftar isi log pada catatan ini salah: seharusnya {right} kasus sampai catatan {other}, tertulis {said}",
        "the table of contents in this entry is false: up to entry {other} it lists {said} streams, not {right}",
    ),
    "H01.root": (
        "daftar isi log pada catatan ini salah: versi terakhir suatu kasus sampai catatan {other} tidak benar",
        "the table of contents in this entry is false: a last version up to entry {other} is not right",
    ),
    "P01": (
        "ikhtisar {what} menunjukkan {shown}, riwayat yang dicatat menghasilkan {right}",
        "overview {what} shows {shown}, the recorded history gives {right}",
    ),
    "P02": (
        "peristiwa {event} tidak dapat diputar ulang: {why}",
        "event {event} cannot be replayed: {why}",
    ),
    "B01": (
        "daftar isi bundel salah untuk '{name}': {why}",
        "the bundle's list of contents is wrong about '{name}': {why}",
    ),
    "B02": (
        "catatan ini tidak terbukti ada dalam log: {why}",
        "this entry is not proven to be in the log: {why}",
    ),
    "B03": (
        "berkas '{name}' ada dalam bundel tetapi bukan bagian darinya",
        "file '{name}' is in the bundle but does not belong to it",
    ),
    "B03.content": (
        "baris catatan ini membawa isi yang bukan bagian dari catatan mana pun",
        "the line of this entry carries a content that belongs to no entry",
    ),
    "B04": (
        "log memuat {right} catatan untuk {stream} sampai catatan {other}, bundel menunjukkan {said}",
        "the log holds {right} entries for {stream} up to entry {other}, the bundle shows {said}",
    ),
    "B04.gap": (
        "versi {right} dari {stream} tidak ada dalam bundel",
        "version {right} of {stream} is not in the bundle",
    ),
    "B05": ("bukti kelengkapan salah: {why}", "the completeness proof is wrong: {why}"),
    "B06": (
        "catatan ini milik {stream}, bukan permohonan dalam bundel ini",
        "this entry belongs to {stream}, not to the request of this bundle",
    ),
    "W01": (
        "tidak ada bukti kelengkapan untuk {stream}: mungkin ada catatan lain",
        "there is no completeness proof for {stream}: there may be other entries",
    ),
    "W01.upto": (
        "{stream} hanya terbukti lengkap sampai catatan {other} ({at}), sedangkan segelnya memuat {size} catatan",
        "{stream} is proven complete only up to entry {other} ({at}), while the seal holds {size} entries",
    ),
    "W02": (
        "berkas '{name}' yang dicatat pada catatan {entry} tidak disertakan",
        "file '{name}' recorded in entry {entry} is not included",
    ),
    "W01.unchecked": (
        "peta isi ini, dan mungkin yang lain, mencakup catatan yang terlalu lama dan tidak dihitung ulang",
        "this map of heads, and perhaps others, covers entries too long before it and was not made again",
    ),
    "W03": (
        "{count} catatan terbaru (sejak {first}) belum disegel",
        "the newest {count} entries (from {first} on) are not yet sealed",
    ),
    "W03.quorum": (
        "{count} catatan terbaru (sejak {first}) belum dikukuhkan komisi secara cukup",
        "the newest {count} entries (from {first} on) are not yet confirmed by enough commissions",
    ),
    "W04": (
        "jam berbeda lebih dari {skew} detik pada segel berukuran {size}: {names}",
        "clocks differ by more than {skew} seconds on the checkpoint of size {size}: {names}",
    ),
    "W04.bounds": (
        "waktu {count} catatan tidak dibatasi oleh segel sebelumnya: catatan itu mungkin dimundurkan",
        "the times of {count} entries are not bounded by a seal before them: they may be back-dated",
    ),
    "W04.pin": (
        "cap waktu {name} tidak diperiksa: kebijakan Anda tidak memuat sertifikatnya",
        "time stamps of {name} were not checked: your policy does not pin its certificate",
    ),
    "W05": (
        "tidak dapat dibandingkan dengan buku catatan Anda ({size} catatan)",
        "could not be compared with your notebook ({size} entries)",
    ),
    "W05.salt": (
        "isi telah dihapus dengan perintah, tetapi kunci acaknya masih ada: isi dapat ditebak",
        "the content was erased by order, but its salt is still there: the content could be guessed",
    ),
    "W05.kept": (
        "penghapusan diperintahkan (catatan {other}), tetapi isinya masih ada",
        "an erasure was ordered (entry {other}), but the content is still there",
    ),
    "W05.content": (
        "isi tidak disertakan, sehingga hanya waktu, jenis, dan urutan yang terbukti",
        "the content is not included, so that only time, type and order are proven",
    ),
    "W05.unsigned": (
        "tanda tangan tidak diperiksa karena tidak ada kebijakan (--policy)",
        "signatures were not checked, because there is no policy (--policy)",
    ),
    "W05.apart": (
        "{what}: setelah ukuran {size} tidak ada ukuran yang sama untuk dibandingkan; sertakan --export",
        "{what}: after size {size} they share no size to compare; give --export",
    ),
    "W06": (
        "jatuh tempo {clock} ({start} + {days}) tidak dapat dihitung ulang: {why}",
        "the due date of {clock} ({start} + {days}) could not be recounted: {why}",
    ),
}

# What the types of events are called by people. A type that is not here is shown as it is.
TOPICS: Dict[str, Tuple[str, str]] = {
    "calendar.decreed": ("hari libur setahun ditetapkan", "the days off of a year were decreed"),
    "calendar.amended": ("SKB diubah", "a decree was amended"),
    "calendar.recount-finished": ("hitung ulang selesai", "a recount was finished"),
    "clock.ran-back": ("jam mesin mundur", "a clock ran back"),
    "log.reopened": ("catatan ditutup dan catatan baru dibuka", "the log was closed and another opened"),
    "body.established": ("badan publik didaftarkan", "a body was established here"),
    "directory.listed": ("badan publik masuk daftar", "a body joined the list"),
    "body.described": ("keterangan badan publik diubah", "a body was described anew"),
    "body.counting-set": ("cara menghitung hari ditetapkan", "the way of counting was set"),
    "body.exemption-chain-set": (
        "rantai persetujuan pengecualian ditetapkan",
        "whose signatures an exemption needs was set",
    ),
    "body.unit-added": ("unit ditambahkan", "a unit was added"),
    "body.officer-appointed": ("petugas ditunjuk", "an officer was appointed"),
    "body.officer-dismissed": ("penunjukan petugas berakhir", "an officer was dismissed"),
    "body.appointment-proposed": ("penunjukan diusulkan", "an appointment was proposed"),
    "body.delegation-proposed": ("pelimpahan wewenang diusulkan", "a delegation was proposed"),
    "body.factor-reset-proposed": (
        "penghapusan faktor kedua diusulkan",
        "forgetting a second factor was proposed",
    ),
    "body.proposal-dropped": ("usulan tidak dilanjutkan", "a proposal was dropped"),
    "body.delegated": ("wewenang dilimpahkan", "powers were delegated"),
    "body.delegation-ended": ("pelimpahan wewenang diakhiri", "a delegation was ended"),
    "body.absence-noted": ("petugas dicatat tidak di tempat", "an absence was noted"),
    "body.absence-ended": ("petugas kembali di tempat", "an absence was ended"),
    "body.officer-invited": ("kode masuk petugas diterbitkan", "an officer got a code to sign in with"),
    "body.factor-reset": ("faktor kedua petugas dihapus", "a second factor was forgotten"),
    "auditor.appointed": ("auditor ditunjuk", "an auditor was appointed"),
    "auditor.dismissed": ("penunjukan auditor berakhir", "an auditor was dismissed"),
    "person.known": ("identitas dicatat", "a person became known"),
    "person.corrected": ("identitas dibetulkan", "a person was corrected"),
    "person.erased": ("data pribadi dihapus", "a person was erased"),
    "person.papers-destroyed": ("berkas orang dimusnahkan", "files of a person were destroyed"),
    "body.retention-set": ("jadwal retensi ditetapkan", "how long records are kept was set"),
    "opening.made": ("data pribadi dibuka", "personal data were opened"),
    "book.numbered": ("nomor diberikan", "a number was given"),
    "request.filed": ("diajukan", "filed"),
    "request.registered": ("didaftarkan", "registered"),
    "request.found-complete": ("dinyatakan lengkap", "found complete"),
    "request.found-incomplete": ("dinyatakan tidak lengkap", "found incomplete"),
    "request.incompleteness-received": (
        "surat tidak lengkap diterima",
        "the letter of incompleteness was received",
    ),
    "request.completed": ("dilengkapi", "completed"),
    "request.closed-uncorrected": ("ditutup karena tidak dilengkapi", "closed as not corrected"),
    "request.routed": ("diteruskan ke unit", "routed to a unit"),
    "request.unit-answered": ("unit menjawab", "the unit answered"),
    "request.extended": ("diperpanjang", "extended"),
    "request.granted": ("dikabulkan", "granted"),
    "request.partly-granted": ("dikabulkan sebagian", "partly granted"),
    "request.refused-exempt": ("ditolak sebagai informasi dikecualikan", "refused as exempt"),
    "request.refused-other": ("ditolak dengan alasan lain", "refused on another ground"),
    "request.not-held": ("tidak dikuasai", "not held"),
    "request.not-documented": ("belum didokumentasikan", "not documented"),
    "request.notice-received": ("pemberitahuan diterima pemohon", "the notice was received"),
    "request.fee-paid": ("biaya dibayar", "fee paid"),
    "request.information-delivered": ("informasi diserahkan", "information delivered"),
    "request.withdrawn": ("dicabut", "withdrawn"),
    "request.corrected": ("dibetulkan", "corrected"),
    "request.recounted": ("dihitung ulang", "recounted"),
    "request.clock-ran-out": ("jangka waktu berakhir", "a clock ran out"),
    "request.closed": ("ditutup", "closed"),
    "exemption.tested": ("diuji konsekuensinya", "tested"),
    "exemption.returned": ("lembar uji dikembalikan", "the sheet was given back"),
    "exemption.reviewed": ("Atasan PPID menyetujui", "the superior approved"),
    "exemption.approved": ("pimpinan menyetujui", "the head approved"),
    "exemption.decreed": ("ditetapkan", "decreed"),
    "exemption.changed": ("diubah", "changed"),
    "exemption.lifted": ("dicabut", "lifted"),
    "exemption.declared-open": ("ditetapkan menjadi terbuka", "stipulated to be public at its end"),
    "exemption.expired": ("jangka waktunya berakhir", "its period ended"),
    "exemption.opened-by-ruling": ("dibuka oleh putusan", "opened by a ruling"),
    "exemption.opened-in-court": ("terbuka di sidang pengadilan", "opened in a public session"),
    "exemption.dropped": ("pengujian dihentikan", "the test was given up"),
    "exemption.recounted": ("dihitung ulang", "recounted"),
    "exemption.clock-ran-out": ("batas penetapannya terlewati", "its deadline passed"),
    "objection.filed": ("diajukan", "filed"),
    "objection.registered": ("didaftarkan", "registered"),
    "objection.listed": ("dicatat pada permohonannya", "listed with its request"),
    "objection.settlement-opened": ("musyawarah dibuka", "talks were opened"),
    "objection.settled": ("disepakati", "settled"),
    "objection.settlement-failed": ("musyawarah gagal", "the talks failed"),
    "objection.upheld": ("keputusan semula dikuatkan", "the decision was upheld"),
    "objection.overturned": ("dikabulkan", "granted"),
    "objection.partly-overturned": ("dikabulkan sebagian", "granted in part"),
    "objection.answer-received": ("tanggapan diterima", "the answer was received"),
    "objection.remedied": ("perintah dilaksanakan", "an order was carried out"),
    "objection.disputed": ("diteruskan ke Komisi Informasi", "it went to the commission"),
    "objection.withdrawn": ("dicabut", "withdrawn"),
    "objection.corrected": ("dibetulkan", "corrected"),
    "objection.recounted": ("dihitung ulang", "recounted"),
    "objection.clock-ran-out": ("jangka waktu berakhir", "a clock ran out"),
    "objection.closed": ("ditutup", "closed"),
    "dispute.notified": ("salinan permohonan diterima", "the copy of the application came"),
    "dispute.found-incomplete": ("berkas dinyatakan tidak lengkap", "its papers were found incomplete"),
    "dispute.completed": ("berkas dilengkapi", "its papers were completed"),
    "dispute.registered": ("diregistrasi", "registered by the commission"),
    "dispute.summoned": ("panggilan sidang diterima", "a summons came"),
    "dispute.challenged": ("hak ingkar diajukan", "the panel was challenged"),
    "dispute.represented": ("kuasa badan publik ditunjuk", "representatives were appointed"),
    "dispute.answered": ("jawaban tertulis diajukan", "the written answer was filed"),
    "dispute.evidence-sent": ("bukti dikirim", "evidence was sent"),
    "dispute.mediation-opened": ("mediasi dimulai", "mediation began"),
    "dispute.mediation-extended": ("mediasi diperpanjang", "mediation was extended"),
    "dispute.mediation-ended": ("mediasi berakhir", "mediation ended"),
    "dispute.adjudication-opened": ("sidang ajudikasi pertama", "the panel sat"),
    "dispute.interim-ruled": ("putusan sela dibacakan", "an interim ruling was read out"),
    "dispute.inspected": ("pemeriksaan setempat", "the place was inspected"),
    "dispute.conclusions-filed": ("kesimpulan diajukan", "conclusions were filed"),
    "dispute.ruled": ("diputus", "decided"),
    "dispute.ruling-received": ("salinan putusan diterima", "the copy was received"),
    "dispute.appealed": ("gugatan diajukan", "a party went to court"),
    "dispute.appeal-ruled": ("pengadilan memutus", "the court decided"),
    "dispute.appeal-ruling-received": ("putusan pengadilan diterima", "its decision was received"),
    "dispute.cassation-filed": ("kasasi diajukan", "a party went to the Supreme Court"),
    "dispute.cassation-ruled": ("Mahkamah Agung memutus", "the Supreme Court decided"),
    "dispute.became-final": ("berkekuatan hukum tetap", "became final"),
    "dispute.complied": ("putusan dilaksanakan", "an order was carried out"),
    "dispute.execution-ordered": ("eksekusi ditetapkan", "its execution was ordered"),
    "dispute.paid": ("dibayar", "paid"),
    "dispute.ended": ("berakhir tanpa putusan", "ended without a decision"),
    "dispute.recounted": ("dihitung ulang", "recounted"),
    "dispute.clock-ran-out": ("jangka waktu berakhir", "a clock ran out"),
    "item.proposed": ("butir diusulkan", "an item was proposed"),
    "item.returned": ("dikembalikan ke unit", "given back to its unit"),
    "item.listed": ("dicantumkan", "listed"),
    "item.revised": ("diubah", "revised"),
    "item.published": ("diumumkan", "published"),
    "item.withdrawn": ("ditarik", "withdrawn"),
    "item.recounted": ("dihitung ulang", "recounted"),
    "item.clock-ran-out": ("jangka waktu berakhir", "a clock ran out"),
    "catalogue.decreed": ("daftar ditetapkan", "the list was decreed"),
    "catalogue.report-published": ("laporan tahunan diumumkan", "the yearly report was published"),
    "catalogue.recounted": ("dihitung ulang", "recounted"),
    "catalogue.clock-ran-out": ("jangka waktu berakhir", "a clock ran out"),
    "privacy.asked": ("diajukan", "asked"),
    "privacy.verified": ("identitas terbukti", "its sender was proved"),
    "privacy.granted": ("disetujui", "granted"),
    "privacy.done": ("dipenuhi", "fulfilled"),
    "privacy.refused": ("ditolak", "refused"),
    "privacy.withdrawn": ("dicabut", "withdrawn"),
    "privacy.recounted": ("dihitung ulang", "recounted"),
    "privacy.clock-ran-out": ("jangka waktu berakhir", "a clock ran out"),
    "breach.noted": ("kegagalan pelindungan data dicatat", "a breach of personal data was noted"),
    "breach.assessed": ("ditelaah", "assessed"),
    "breach.subject-notified": ("orang yang terdampak diberi tahu", "a person concerned was told"),
    "breach.agency-notified": ("lembaga pelindungan data diberi tahu", "the data protection agency was told"),
    "breach.public-notified": ("masyarakat diberi tahu", "the public was told"),
    "breach.contained": ("ditangani", "handled"),
    "breach.closed": ("ditutup", "closed"),
    "breach.recounted": ("dihitung ulang", "recounted"),
    "breach.clock-ran-out": ("jangka waktu berakhir", "a clock ran out"),
    "redaction.begun": ("dokumen diterima untuk dihitamkan", "a document was taken in to be redacted"),
    "redaction.marked": ("kotak penghitaman disimpan", "boxes were saved"),
    "redaction.released": ("salinan dengan penghitaman dirilis", "the redacted copy was released"),
    "redaction.dropped": ("penghitaman dibatalkan", "the redaction was given up"),
}

# Reasons that stand inside a sentence, in Indonesian; what is not here is a spelling that has no other.
REASONS = {
    "DER with parts missing": "DER tidak lengkap",
    "JSON that is nested too deep": "JSON yang bersarang terlalu dalam",
    "a certificate with an unreadable key": "sertifikat dengan kunci yang tidak terbaca",
    "a certificate with parts missing": "sertifikat yang tidak lengkap",
    "a checkpoint has three lines": "segel terdiri atas tiga baris",
    "a code that is too long or cut off": "kode yang terlalu panjang atau terpotong",
    "a code that was not read correctly": "kode yang tidak terbaca dengan benar",
    "a date outside the calendar": "tanggal di luar kalender",
    "a hash has 32 bytes": "hash harus 32 bita",
    "a hash that is too weak or unknown": "hash yang terlalu lemah atau tidak dikenal",
    "a line is not in the table of contents": "satu baris tidak ada dalam peta isi",
    "a line of the table is not one of this stream": "satu baris peta isi bukan milik kasus ini",
    "a line without a note": "baris tanpa segel",
    "a line without a proof": "baris tanpa bukti",
    "a line without an entry": "baris tanpa catatan",
    "a member must be named above, and belongs to one group only": "anggota harus disebut di atasnya, dan hanya masuk satu kelompok",
    "a name stands twice": "satu nama tercantum dua kali",
    "a name stands twice in the JSON": "satu nama tercantum dua kali dalam JSON",
    "a note longer than any note is": "lebih panjang daripada segel mana pun",
    "a note that is not UTF-8": "segel yang bukan UTF-8",
    "a note with a malformed signature line": "segel dengan baris tanda tangan yang salah bentuk",
    "a note with a signature that is too short": "segel dengan tanda tangan yang terlalu pendek",
    "a note with control characters": "segel dengan karakter kendali",
    "a note with too many signatures": "segel dengan terlalu banyak tanda tangan",
    "a note without signatures": "segel tanpa tanda tangan",
    "a number with too many digits": "bilangan dengan terlalu banyak angka",
    "a part is missing": "satu bagian tidak ada",
    "a part that does not belong to an entry": "bagian yang bukan bagian catatan",
    "a period that long is not counted": "jangka waktu sepanjang itu tidak dihitung",
    "a proof longer than any proof is": "lebih panjang daripada bukti mana pun",
    "a proof with too many hashes": "bukti dengan terlalu banyak hash",
    "a proof without an index": "bukti tanpa nomor catatan",
    "a root hash has 32 bytes": "akar harus 32 bita",
    "a signed attribute is missing": "satu atribut yang ditandatangani tidak ada",
    "a text is missing": "satu teks tidak ada",
    "a text with letters that are not used here": "teks dengan huruf yang tidak dipakai di sini",
    "a time outside the years 1970 to 9999": "waktu di luar tahun 1970 sampai 9999",
    "a time stamp has one signer": "cap waktu mempunyai satu penanda tangan",
    "a time stamp without signed attributes": "cap waktu tanpa atribut yang ditandatangani",
    "a verifier key of an unknown kind": "kunci pemeriksa jenis yang tidak dikenal",
    "a verifier key of the wrong length": "kunci pemeriksa dengan panjang yang salah",
    "a verifier key whose id does not fit": "kunci pemeriksa dengan pengenal yang tidak cocok",
    "an attribute stands twice": "satu atribut tercantum dua kali",
    "an entry without size and root": "baris tanpa ukuran dan akar",
    "an unknown version": "versi yang tidak dikenal",
    "cut off DER": "DER terpotong",
    "exactly one quorum line with one name": "harus tepat satu baris quorum dengan satu nama",
    "hours that are not whole days are not counted": "jam yang bukan hari penuh tidak dihitung",
    "how many must sign is a number from 1 to the number of members": "jumlah yang harus menandatangani ialah 1 sampai banyaknya anggota",
    "it belongs to another log": "milik log lain",
    "it covers entries behind it": "mencakup catatan sesudahnya",
    "it is about something else": "tentang hal lain",
    "it is larger than it may be": "lebih besar daripada yang diperbolehkan",
    "it is listed twice": "tercantum dua kali",
    "it is listed, but not there": "tercantum, tetapi tidak ada",
    "it is not a table of contents of this log": "bukan peta isi log ini",
    "it is not stored as a text": "tidak disimpan sebagai teks",
    "it is not stored as bytes": "tidak disimpan sebagai bita",
    "it is not there": "tidak ada",
    "it says another size": "menyebut ukuran lain",
    "it was set as a day, so nothing is counted": "ditetapkan sebagai hari, sehingga tidak ada yang dihitung",
    "its bytes are not spelt as they must be": "ejaan bitanya tidak seperti seharusnya",
    "its bytes are not those that are listed": "isinya bukan yang tercantum",
    "its certificate is not one that the policy pins": "sertifikatnya tidak termasuk yang disematkan kebijakan",
    "its content was changed": "isinya diubah",
    "its end is missing, or something stands behind it": "akhirnya tidak ada, atau ada sesuatu di belakangnya",
    "its packing is damaged": "kemasannya rusak",
    "its proof is that of another entry": "buktinya milik catatan lain",
    "its proof leads to another checkpoint": "buktinya menuju segel lain",
    "its signature is wrong": "tanda tangannya salah",
    "its size is not what the zip says": "ukurannya bukan yang disebut zip",
    "longer than any receipt": "lebih panjang daripada tanda terima mana pun",
    "longer than any time stamp": "lebih panjang daripada cap waktu mana pun",
    "made outside the time for which its certificate is valid": "dibuat di luar masa berlaku sertifikatnya",
    "more files than any bundle has": "lebih banyak berkas daripada bundel mana pun",
    "no such folder": "folder itu tidak ada",
    "nobody in the policy signed it": "tidak ditandatangani siapa pun dalam kebijakan",
    "not DER": "bukan DER",
    "not JSON": "bukan JSON",
    "not UTF-8": "bukan UTF-8",
    "not a DER number": "bukan bilangan DER",
    "not a DER time": "bukan waktu DER",
    "not a date": "bukan tanggal",
    "not a list of contents of ours": "bukan daftar isi bundel",
    "not a new log key": "kunci log itu sudah ada",
    "not a new witness key": "kunci saksi itu sudah ada",
    "not a number": "bukan bilangan",
    "not a receipt": "bukan tanda terima",
    "not a receipt of ours": "bukan tanda terima tersegel",
    "not a time": "bukan waktu",
    "not a time stamp": "bukan cap waktu",
    "not a tlog-proof": "bukan berkas bukti (tlog-proof)",
    "not a verifier key": "bukan kunci pemeriksa",
    "not an event": "bukan peristiwa",
    "not one DER value": "bukan satu nilai DER",
    "not stored as a time stamp": "tidak disimpan sebagai cap waktu",
    "packed in a way that is not used here": "dikemas dengan cara yang tidak dipakai di sini",
    "rules that are not known here": "aturan yang tidak dikenal di sini",
    "signed for a certificate that is not named by SHA-256": "ditandatangani untuk sertifikat yang tidak disebut dengan SHA-256",
    "signed for another certificate": "ditandatangani untuk sertifikat lain",
    "signed in a way that is not known here": "ditandatangani dengan cara yang tidak dikenal di sini",
    "something stands before it": "ada sesuatu di depannya",
    "the authority refused": "otoritas waktu menolak",
    "the calendar edition in the bundle has another date": "edisi kalender dalam bundel bertanggal lain",
    "the calendar edition is not in the bundle": "edisi kalendernya tidak ada dalam bundel",
    "the hashes do not lead to the checkpoint": "rantai buktinya tidak menuju segel",
    "the last entry of the stream is another one": "catatan terakhir kasus itu bukan yang ini",
    "the log begins with its one genesis entry": "log dimulai dengan satu catatan pembuka",
    "the policy has no quorum line": "kebijakan tidak memuat baris quorum",
    "the policy is too long": "kebijakan terlalu panjang",
    "the quorum is not a witness or group named above": "kuorum bukan saksi atau kelompok yang disebut di atasnya",
    "the size of a checkpoint is a number": "ukuran segel harus bilangan",
    "the table of contents is not in the log": "peta isi itu tidak ada dalam log",
    "there is no such time": "tidak ada waktu seperti itu",
    "too many DER values": "terlalu banyak nilai DER",
    "too many names": "terlalu banyak nama",
    "unexpected DER": "DER di luar dugaan",
    "unknown word": "kata yang tidak dikenal",
}

# What to do, by the letter or the whole code: the longest match counts.
ADVICE: Dict[str, Tuple[str, str]] = {
    "R": (
        "Minta salinan baru dan periksa kembali sidik jarinya.",
        "Ask for a fresh copy and compare its fingerprint.",
    ),
    "L": (
        "Simpan berkas ini apa adanya dan hubungi komisi yang mengukuhkan segelnya.",
        "Keep this file as it is and call the commissions that confirmed the seals.",
    ),
    "E": (
        "Simpan berkas ini apa adanya, hubungi komisi yang menjadi saksi. Minta badan publik menjelaskannya tertulis.",
        "Keep this file as it is, call the commissions that are witnesses. Ask the office to explain it in writing.",
    ),
    "E07": (
        "Minta surat perintah penghapusannya.",
        "Ask for the written order of erasure.",
    ),
    "T": (
        "Simpan berkas ini; minta ekspor lain langsung dari basis data dan hubungi komisi.",
        "Keep this file; ask for another export straight from the database and call the commissions.",
    ),
    "C": (
        "Hubungi komisi yang menjadi saksi dan bandingkan segel mereka.",
        "Call the commissions that are witnesses and compare their seals.",
    ),
    "C02": (
        "Periksa kebijakan Anda; kunci log yang baru diumumkan oleh komisi.",
        "Check your policy; a new log key is announced by the commissions.",
    ),
    "C03": (
        "Tunggu segel harian berikutnya, atau minta komisi mengukuhkannya.",
        "Wait for the next daily seal, or ask the commissions to confirm it.",
    ),
    "C05": (
        "Kedua segel di bawah ini adalah bukti: kirimkan keduanya kepada semua komisi.",
        "The two seals below are evidence: send both to all commissions.",
    ),
    "C10": (
        "Tanyakan mengapa penyegelan berhenti.",
        "Ask why the sealing stopped.",
    ),
    "D": (
        "Minta penjelasan tentang waktu catatan ini.",
        "Ask for an explanation of the time of this entry.",
    ),
    "F": (
        "Minta berkas aslinya; yang asli cocok dengan sidik jari pada rincian teknis.",
        "Ask for the original; it fits the fingerprint in the technical details.",
    ),
    "H": ("Jangan percaya bukti kelengkapan dari catatan ini.", "Trust no completeness proof made from it."),
    "P": (
        "Bangun ulang ikhtisarnya dan tanyakan siapa yang mengubahnya.",
        "Rebuild it and ask who changed it.",
    ),
    "B": (
        "Minta bundel baru dari badan publik dan bandingkan.",
        "Ask the office for a new bundle and compare.",
    ),
    "W": ("", ""),
}

_TRUST = frozenset({"C02", "C03", "C09"})


def show(value: object, limit: int = 80) -> str:
    """Return a value of the evidence fit to print: on one line, without controls, not too long."""
    if isinstance(value, (bytes, bytearray)):
        value = bytes(value[: limit * 4]).decode("utf-8", "replace")
    text = str(value) if not isinstance(value, int) or abs(value) < 10**30 else "…"
    text = "".join(c if c.isprintable() else "·" for c in text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def iso(seconds: float) -> str:
    """Return an instant as it stands in a leaf. Raises ``Bad`` where no such year exists."""
    if not 0 <= seconds <= LATEST_S:
        raise Bad("a time outside the years 1970 to 9999")
    moment = datetime.fromtimestamp(int(seconds), timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + f".{round(seconds % 1 * 1_000_000):06d}Z"


def seconds_of(text: str) -> float:
    """Return the instant of a leaf's time in seconds. Raises ``Bad``."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    except (ValueError, TypeError) as wrong:
        raise Bad("not a time") from wrong
    return moment.timestamp()


def groups(digest: bytes) -> str:
    """Return a hash to read aloud: its first 32 digits as 8 groups of 4."""
    digits = digest.hex()[:32]
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


# === Trees (RFC 6962, section 2.1) ====================================================================

_sha256 = hashlib.sha256
EMPTY_ROOT = _sha256(b"").digest()
HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of an entry."""
    return _sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return _sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that only grows and remembers one hash of each level, so that its size costs no memory.

    ``on_nodes`` is told the finished hashes of every eighth level in order: those are what tiles hold.
    """

    def __init__(self, on_nodes: Optional[Callable[[int, List[bytes]], None]] = None) -> None:
        self.size = 0
        self._levels: List[Optional[bytes]] = []
        self._on_nodes = on_nodes

    def extend(self, hashes: Sequence[bytes]) -> None:
        """Add leaf hashes: level by level, in pairs."""
        self.size += len(hashes)
        nodes, level, sha256 = list(hashes), 0, _sha256
        while nodes:
            if level == len(self._levels):
                self._levels.append(None)
            if self._on_nodes is not None and level % 8 == 0:
                self._on_nodes(level // 8, nodes)
            left = self._levels[level]
            if left is not None:
                nodes.insert(0, left)
            self._levels[level] = nodes.pop() if len(nodes) & 1 else None
            pairs = iter(nodes)
            nodes = [sha256(b"\x01" + a + b).digest() for a, b in zip(pairs, pairs)]
            level += 1

    def root(self) -> bytes:
        """Return the root hash of everything added so far."""
        root: Optional[bytes] = None
        for node in self._levels:
            if node is not None:
                root = node if root is None else node_hash(node, root)
        return EMPTY_ROOT if root is None else root


def inclusion_holds(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows the leaf hash at ``index`` of the tree of ``size`` with that root."""
    if not 0 <= index < size or len(leaf) != HASH_BYTES or len(proof) > 64:
        return False
    node, last, here = size - 1, leaf, index
    for sibling in proof:
        if len(sibling) != HASH_BYTES or node == 0:
            return False
        if here & 1 or here == node:
            last = node_hash(sibling, last)
            while here and not here & 1:
                here >>= 1
                node >>= 1
        else:
            last = node_hash(last, sibling)
        here >>= 1
        node >>= 1
    return node == 0 and last == root


def consistency_holds(size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the tree of ``size2`` begins with the tree of ``size1`` (at least 1)."""
    if not 1 <= size1 <= size2 or len(proof) > 130 or any(len(p) != HASH_BYTES for p in proof):
        return False
    if size1 == size2:
        return not proof and root1 == root2
    path = list(proof)
    if size1 & (size1 - 1) == 0:
        path.insert(0, root1)
    if not path:
        return False
    here, node = size1 - 1, size2 - 1
    while here & 1:
        here >>= 1
        node >>= 1
    old = new = path[0]
    for sibling in path[1:]:
        if node == 0:
            return False
        if here & 1 or here == node:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while here and not here & 1:
                here >>= 1
                node >>= 1
        else:
            new = node_hash(new, sibling)
        here >>= 1
        node >>= 1
    return node == 0 and old == root1 and new == root2


# === Ed25519 (RFC 8032), verification only ============================================================
# A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z. Strict: the scalar is below the order, the key is
# spelt in one way and has no small order, and the computed point must be spelt exactly as in the signature.

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)
Point = Tuple[int, int, int, int]
Ready = Tuple[int, int, int]  # a point as (y - x, y + x, 2dxy), quick to add
_NEUTRAL: Point = (0, 1, 1, 0)
_WINDOW = 4


def _add(p: Point, q: Point) -> Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _decode_point(text: bytes) -> Optional[Point]:
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_1 % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _encode_point(p: Point) -> bytes:
    inverse = pow(p[2], -1, _P)
    x, y = p[0] * inverse % _P, p[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _comb(point: Point) -> List[List[Ready]]:
    """Lay out the multiples of a point for each window of a scalar, so that checking needs additions only."""
    points: List[Point] = []
    for _ in range(0, 256, _WINDOW):
        row = [_NEUTRAL]
        for _ in range(1, 1 << _WINDOW):
            row.append(_add(row[-1], point))
        points += row
        point = _add(row[-1], point)
    ready = _ready(points)
    width = 1 << _WINDOW
    return [ready[n : n + width] for n in range(0, len(ready), width)]


def _ready(points: Sequence[Point]) -> List[Ready]:
    """Divide by every Z with a single inversion."""
    products = [1]
    for p in points:
        products.append(products[-1] * p[2] % _P)
    inverse = pow(products[-1], -1, _P)
    ready: List[Ready] = []
    for n in range(len(points) - 1, -1, -1):
        one = inverse * products[n] % _P
        inverse = inverse * points[n][2] % _P
        x, y = points[n][0] * one % _P, points[n][1] * one % _P
        ready.append(((y - x) % _P, (y + x) % _P, 2 * _D * x * y % _P))
    return ready[::-1]


def _sum(total: Point, rows: List[List[Ready]], scalar: int) -> Point:
    x, y, z, t = total
    for row in rows:
        digit = scalar & ((1 << _WINDOW) - 1)
        if digit:
            less, more, both = row[digit]
            a, b, c, d = (y - x) * less, (y + x) * more, t * both, 2 * z
            e, f, g, h = (b - a) % _P, (d - c) % _P, (d + c) % _P, (b + a) % _P
            x, y, z, t = e * f % _P, g * h % _P, f * g % _P, e * h % _P
        scalar >>= _WINDOW
    return x, y, z, t


_COMBS: Dict[bytes, Optional[List[List[Ready]]]] = {}
_BASE: List[List[List[Ready]]] = []


def _base_comb() -> List[List[Ready]]:
    if not _BASE:
        point = _decode_point(b"\x58" + b"\x66" * 31)
        assert point is not None
        _BASE.append(_comb(point))
    return _BASE[0]


def _key_comb(public: bytes) -> Optional[List[List[Ready]]]:
    """Return the multiples of minus the key; None for a key that no honest person has."""
    if public not in _COMBS:
        point = _decode_point(public)
        if point is not None:
            eight = point
            for _ in range(3):
                eight = _add(eight, eight)
            small = eight[0] % _P == 0 and (eight[1] - eight[2]) % _P == 0
            point = None if small else (_P - point[0], point[1], 1, _P - point[3])
        if len(_COMBS) > 256:
            _COMBS.clear()
        _COMBS[public] = None if point is None else _comb(point)
    return _COMBS[public]


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of ``public`` over ``message``."""
    if len(public) != 32 or len(signature) != 64:
        return False
    minus_key = _key_comb(bytes(public))
    scalar = int.from_bytes(signature[32:], "little")
    if minus_key is None or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    point = _sum(_sum(_NEUTRAL, _base_comb(), scalar), minus_key, challenge)
    return _encode_point(point) == signature[:32]


# === Signed notes, keys, cosignatures =================================================================

ED25519, COSIGNATURE, ML_DSA_44 = 0x01, 0x04, 0x06
_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(rb"0|[1-9][0-9]{0,15}")


def decode64(text: Union[str, bytes], what: str = "base64") -> bytes:
    """Decode standard base64 that is spelt in its only way. Raises ``Bad``."""
    raw = text.encode("ascii", "replace") if isinstance(text, str) else text
    try:
        data = base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Bad(f"{what} is not base64") from wrong
    if base64.b64encode(data) != raw:
        raise Bad(f"{what} is not base64 as it must be spelt")
    return data


class Vkey(NamedTuple):
    """A verifier key: whose, its id, what kind of signature, and the public key."""

    name: str
    key_id: bytes
    kind: int
    public: bytes


def parse_vkey(text: str) -> Vkey:
    """Read a verifier key such as ``example.org/log+1234abcd+base64``. Raises ``Bad``."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]) or not re.fullmatch("[0-9a-f]{8}", parts[1]):
        raise Bad("not a verifier key")
    data = decode64(parts[2], "a verifier key")
    if not data or data[0] not in (ED25519, COSIGNATURE, ML_DSA_44):
        raise Bad("a verifier key of an unknown kind")
    if len(data) != (1313 if data[0] == ML_DSA_44 else 33):
        raise Bad("a verifier key of the wrong length")
    name = parts[0].encode("utf-8", "surrogateescape")
    if _sha256(name + b"\n" + data).digest()[:4].hex() != parts[1]:
        raise Bad("a verifier key whose id does not fit")
    return Vkey(parts[0], bytes.fromhex(parts[1]), data[0], data[1:])


class Note(NamedTuple):
    """A signed note: the signed bytes, and name, key id and signature of each line."""

    body: bytes
    signatures: Tuple[Tuple[str, bytes, bytes], ...]


def parse_note(note: bytes) -> Note:
    """Take a signed note apart. Raises ``Bad``."""
    if len(note) > NOTE_BYTES_MAX:
        raise Bad("a note longer than any note is")
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Bad("a note that is not UTF-8") from wrong
    if any(c < " " and c != "\n" for c in text):
        raise Bad("a note with control characters")
    body, gap, tail = text.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise Bad("a note without signatures")
    lines = tail[:-1].split("\n")
    if len(lines) > 100:
        raise Bad("a note with too many signatures")
    return Note(body.encode("utf-8") + b"\n", tuple(_signature_line(line) for line in lines))


def _signature_line(line: str) -> Tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not _NAME.fullmatch(parts[1]):
        raise Bad("a note with a malformed signature line")
    data = decode64(parts[2], "a signature")
    if len(data) < 5:
        raise Bad("a note with a signature that is too short")
    return parts[1], data[:4], data[4:]


class Checkpoint(NamedTuple):
    """What a log says of itself: its name, how many entries, and their root hash."""

    origin: bytes
    size: int
    root: bytes
    note: Note


def parse_checkpoint(note: bytes) -> Checkpoint:
    """Read a checkpoint of exactly three lines. Raises ``Bad``."""
    parsed = parse_note(note)
    lines = parsed.body.split(b"\n")
    if len(lines) != 4 or not lines[0]:
        raise Bad("a checkpoint has three lines")
    if not _SIZE.fullmatch(lines[1]):
        raise Bad("the size of a checkpoint is a number")
    root = decode64(lines[2], "the root hash")
    if len(root) != HASH_BYTES:
        raise Bad("a root hash has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root, parsed)


class Signatures:
    """Checks signatures and remembers the answers: the same note stands in many places."""

    def __init__(self, limit: int = 50_000) -> None:
        self._known: Dict[bytes, bool] = {}
        self._limit = limit

    def holds(self, key: Vkey, body: bytes, signature: bytes) -> Optional[int]:
        """Return the time of a valid cosignature, 0 for a valid log signature, None for a wrong one."""
        moment, message = 0, body
        if key.kind == COSIGNATURE:
            if len(signature) != 72:
                return None
            moment = int.from_bytes(signature[:8], "big")
            if not 0 < moment <= LATEST_S:
                return None
            message = b"cosignature/v1\ntime %d\n" % moment + body
            signature = signature[8:]
        name = _sha256(key.public + signature + message).digest()
        if name not in self._known:
            if len(self._known) >= self._limit:
                self._known.clear()
            self._known[name] = ed25519_verify(key.public, message, signature)
        return moment if self._known[name] else None


# === Policy (C2SP tlog-policy): whom the auditor trusts ===============================================


@dataclass(frozen=True)
class Policy:
    """Logs, witnesses, groups and the quorum, and the pinned certificates of time-stamping authorities."""

    logs: Tuple[Vkey, ...]
    witnesses: Dict[str, Vkey]
    groups: Dict[str, Tuple[int, Tuple[str, ...]]]
    quorum: str
    pins: Dict[str, str]  # SHA-256 of the certificate, hex -> name
    text: bytes = b""

    def met(self, signed: Iterable[str]) -> bool:
        """Whether these witnesses are enough."""
        if self.quorum == "none":
            return True
        good = {name: True for name in signed if name in self.witnesses}
        for name, (needed, members) in self.groups.items():  # a group comes after its members
            good[name] = sum(good.get(member, False) for member in members) >= needed
        return good.get(self.quorum, False)

    def origins(self) -> List[bytes]:
        """Return the names of the logs."""
        return [key.name.encode("utf-8", "surrogateescape") for key in self.logs]


def parse_policy(data: bytes) -> Policy:
    """Read a policy. Raises ``Bad`` with the number of the line that is wrong."""
    if len(data) > 1 << 20:
        raise Bad("the policy is too long")
    builder = _PolicyBuilder()
    for number, line in enumerate(data.split(b"\n"), 1):
        if any((c < 32 and c != 9) or c == 127 for c in line):
            raise Bad(f"line {number} of the policy holds a control character")
        try:
            builder.line(line.decode("utf-8", "surrogateescape").strip(" \t"))
        except Bad as wrong:
            raise Bad(f"line {number} of the policy: {wrong}") from wrong
    if not builder.quorum:
        raise Bad("the policy has no quorum line")
    return Policy(tuple(builder.logs), builder.witnesses, builder.groups, builder.quorum, builder.pins, data)


class _PolicyBuilder:
    def __init__(self) -> None:
        self.logs: List[Vkey] = []
        self.witnesses: Dict[str, Vkey] = {}
        self.groups: Dict[str, Tuple[int, Tuple[str, ...]]] = {}
        self.pins: Dict[str, str] = {}
        self.quorum = ""
        self._used: Set[str] = set()

    def line(self, line: str) -> None:
        words = re.split(r"[ \t]+", line)
        if line.startswith("#"):
            self._pin(line[1:].split())
        elif line:
            make = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
            if words[0] not in make:
                raise Bad("unknown word")
            make[words[0]](words[1:])

    def _pin(self, words: List[str]) -> None:
        if len(words) >= 3 and words[0] == "tsa" and re.fullmatch("[0-9a-f]{64}", words[2]):
            self.pins[words[2]] = words[1]

    def _log(self, words: List[str]) -> None:
        if len(words) not in (1, 2):
            raise Bad("log <vkey> [<url>]")
        key = parse_vkey(words[0])
        if key.kind == COSIGNATURE or any(key.public == other.public for other in self.logs):
            raise Bad("not a new log key")
        self.logs.append(key)

    def _name(self, name: str) -> None:
        if name == "none" or name in self.witnesses or name in self.groups:
            raise Bad("a name stands twice")
        if len(self.witnesses) + len(self.groups) >= 4096:
            raise Bad("too many names")

    def _witness(self, words: List[str]) -> None:
        if len(words) not in (2, 3):
            raise Bad("witness <name> <vkey> [<url>]")
        self._name(words[0])
        key = parse_vkey(words[1])
        if key.kind == ED25519 or any(key.public == other.public for other in self.witnesses.values()):
            raise Bad("not a new witness key")
        self.witnesses[words[0]] = key

    def _group(self, words: List[str]) -> None:
        if len(words) < 3:
            raise Bad("group <name> <k|any|all> <member>...")
        self._name(words[0])
        members = tuple(words[2:])
        for member in members:
            if (member not in self.witnesses and member not in self.groups) or member in self._used:
                raise Bad("a member must be named above, and belongs to one group only")
            self._used.add(member)
        self.groups[words[0]] = (self._needed(words[1], len(members)), members)

    @staticmethod
    def _needed(word: str, count: int) -> int:
        if word in ("any", "all"):
            return 1 if word == "any" else count
        if not re.fullmatch("[1-9][0-9]{0,3}", word) or int(word) > count:
            raise Bad("how many must sign is a number from 1 to the number of members")
        return int(word)

    def _quorum(self, words: List[str]) -> None:
        if self.quorum or len(words) != 1:
            raise Bad("exactly one quorum line with one name")
        if words[0] != "none" and words[0] not in self.witnesses and words[0] not in self.groups:
            raise Bad("the quorum is not a witness or group named above")
        self.quorum = words[0]


@dataclass
class Judged:
    """What the signatures of a checkpoint are worth under a policy."""

    log_keys: List[Vkey] = field(default_factory=list)  # which keys of the log signed it
    log_wrong: bool = False  # a line claims a known log key and is wrong
    times: Dict[str, int] = field(default_factory=dict)  # witness -> when it signed
    wrong: List[str] = field(default_factory=list)  # witnesses whose line is wrong
    quorum: bool = False

    def median(self) -> Tuple[Optional[int], Optional[int]]:
        """Return the lower and upper middle of the witnesses' times: one liar of three cannot move it."""
        ordered = sorted(self.times.values())
        if not ordered:
            return None, None
        return ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]


def judge(
    checkpoint: Checkpoint, policy: Policy, signatures: Signatures, more: Iterable[Vkey] = ()
) -> Judged:
    """Check every signature line whose key is known; others are ignored, as the format demands."""
    judged = Judged()
    origin = checkpoint.origin.decode("utf-8", "surrogateescape")
    logs = [key for key in itertools.chain(policy.logs, more) if key.name == origin]
    for name, key_id, signature in checkpoint.note.signatures:
        for key in logs:
            if (key.name, key.key_id) == (name, key_id) and key.kind == ED25519:
                if signatures.holds(key, checkpoint.note.body, signature) is None:
                    judged.log_wrong = True
                elif key not in judged.log_keys:
                    judged.log_keys.append(key)
        for witness, key in policy.witnesses.items():
            if (key.name, key.key_id) == (name, key_id) and key.kind == COSIGNATURE:
                moment = signatures.holds(key, checkpoint.note.body, signature)
                if moment is None:
                    judged.wrong.append(witness)
                else:
                    judged.times[witness] = min(moment, judged.times.get(witness, moment))
    judged.quorum = policy.met(judged.times)
    return judged


# === Proofs (C2SP tlog-proof) =========================================================================


@dataclass(frozen=True)
class LogProof:
    """Where an entry stands, the hashes that prove it, and the checkpoint they lead to."""

    index: int
    hashes: Tuple[bytes, ...]
    note: bytes
    extra: bytes


def parse_hashes(lines: Sequence[Union[str, bytes]], limit: int = 130) -> Tuple[bytes, ...]:
    """Read base64 hashes. Raises ``Bad``."""
    if len(lines) > limit:
        raise Bad("a proof with too many hashes")
    hashes = tuple(decode64(line, "a hash") for line in lines)
    if any(len(h) != HASH_BYTES for h in hashes):
        raise Bad("a hash has 32 bytes")
    return hashes


def parse_proof(data: bytes) -> LogProof:
    """Read a ``.tlog-proof``. Raises ``Bad``."""
    if len(data) > NOTE_BYTES_MAX * 2:
        raise Bad("a proof longer than any proof is")
    head, gap, note = data.partition(b"\n\n")
    lines = head.split(b"\n")
    if not gap or lines[0] != b"c2sp.org/tlog-proof@v1":
        raise Bad("not a tlog-proof")
    extra = b""
    if len(lines) > 1 and lines[1].startswith(b"extra "):
        extra = decode64(lines.pop(1)[6:], "the extra data")
    if len(lines) < 2 or not lines[1].startswith(b"index ") or not _SIZE.fullmatch(lines[1][6:]):
        raise Bad("a proof without an index")
    return LogProof(int(lines[1][6:]), parse_hashes(lines[2:], 64), note, extra)


# === Leaves ===========================================================================================

_TEXT = rb"[ !#-\[\]-~]"
_INT = rb"0|[1-9][0-9]{0,15}"
_AT = rb"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
_AT_ONLY = re.compile(_AT)
_NAME_ONLY = re.compile(_TEXT + rb"+")
EVENT_LEAF = re.compile(
    rb'\{"commit":"([0-9a-f]{64})","index":(' + _INT + rb'),"kind":"event","log":"(' + _TEXT + rb'+)",'
    rb'"originator_id":"('
    + _TEXT
    + rb'+)","originator_version":([1-9][0-9]{0,15}),"prev":(null|'
    + _INT
    + rb"),"
    rb'"recorded_at":"(' + _AT + rb')","tenant":"(' + _TEXT + rb'*)","topic":"(' + _TEXT + rb'+)","v":1\}'
)
_STRINGS = rb'\[(?:"' + _TEXT + rb'*"(?:,"' + _TEXT + rb'*")*)?\]'
_INTS = rb"\[(?:(?:" + _INT + rb")(?:,(?:" + _INT + rb"))*)?\]"
_HEX = rb'"[0-9a-f]{64}"'
_INDEX = rb'"index":(?P<index>' + _INT + rb"),"
_COMMON = _INDEX + rb'"kind":"%s","log":"(?P<log>' + _TEXT + rb'+)",'
_END = rb'"recorded_at":"(?P<at>' + _AT + rb')",'
OTHER_LEAVES = {
    "genesis": re.compile(
        rb'\{"format":"ppid-leaf-v1","hash":"sha256",'
        + _INDEX
        + rb'"keys":'
        + _STRINGS
        + rb',"kind":"genesis","log":"(?P<log>'
        + _TEXT
        + rb'+)","predecessor":(?:null|"'
        + _TEXT
        + rb'+"),'
        + _END
        + rb'"v":1\}'
    ),
    "heads": re.compile(
        rb'\{"count":(?:'
        + _INT
        + rb'),"covers":(?:'
        + _INT
        + rb"),"
        + _COMMON % b"heads"
        + _END
        + rb'"root":'
        + _HEX
        + rb',"v":1\}'
    ),
    "erasure": re.compile(
        rb'\{"approver":"'
        + _TEXT
        + rb'*","basis":"'
        + _TEXT
        + rb'*","files":\[(?:'
        + _HEX
        + rb"(?:,"
        + _HEX
        + rb")*)?\],"
        + _COMMON % b"erasure"
        + rb'"order":"'
        + _TEXT
        + rb'*",'
        + _END
        + rb'"remainders":\[(?:(?:'
        + _HEX
        + rb"|null)(?:,(?:"
        + _HEX
        + rb'|null))*)?\],"targets":'
        + _INTS
        + rb',"v":1\}'
    ),
    "keys": re.compile(
        rb'\{"add":' + _STRINGS + b"," + _COMMON % b"keys" + _END + rb'"retire":' + _STRINGS + rb',"v":1\}'
    ),
}


@dataclass(frozen=True)
class Leaf:
    """An entry of the log as it was read."""

    kind: str
    index: int
    log: bytes
    at: bytes
    stream: bytes = b""
    version: int = 0
    prev: Optional[int] = None
    topic: bytes = b""
    tenant: bytes = b""
    commit: bytes = b""
    more: Mapping[str, Any] = field(default_factory=dict)


def parse_leaf(line: object) -> Optional[Leaf]:
    """Read an entry; None when it has not exactly the form of one."""
    if not isinstance(line, bytes) or len(line) > LEAF_BYTES_MAX:
        return None
    m = EVENT_LEAF.fullmatch(line)
    if m is not None:
        commit, index, log, stream, version, prev, at, tenant, topic = m.groups()
        before = None if prev == b"null" else int(prev)
        leaf = Leaf("event", int(index), log, at, stream, int(version), before, topic, tenant, commit)
    else:
        found = [(kind, x) for kind, x in ((k, r.fullmatch(line)) for k, r in OTHER_LEAVES.items()) if x]
        if not found:
            return None
        kind, other = found[0]
        leaf = Leaf(kind, int(other["index"]), other["log"], other["at"], more=json.loads(line))
    return leaf if day_exists(leaf.at) and _sound(leaf) else None


def day_exists(at: bytes) -> bool:
    """Whether there is such a time."""
    try:
        datetime.strptime(at.decode("ascii"), "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        return False
    return True


def _sound(leaf: Leaf) -> bool:
    """Whether the parts of an entry of another kind fit each other."""
    more = leaf.more
    if leaf.kind == "heads":
        return int(more["covers"]) <= leaf.index and int(more["count"]) <= int(more["covers"])
    if leaf.kind == "erasure":
        targets = more["targets"]
        same = len(targets) == len(more["remainders"]) and len(set(targets)) == len(targets)
        return same and all(0 <= target < leaf.index for target in targets)
    return True


def opens(commit: bytes, salt: object, state: object) -> bool:
    """Whether salt and content open the commitment of an entry."""
    if not isinstance(salt, bytes) or not isinstance(state, bytes) or len(salt) != 32:
        return False
    return _sha256(b"ppid-commit-v1\n" + salt + state).hexdigest().encode("ascii") == commit


# === Time stamps (RFC 3161), checked offline ==========================================================
# Trust is the pinned certificate: no chain of authorities is asked, and no list of revoked certificates.

_OIDS = {
    "signed-data": "2a864886f70d010702",
    "tst-info": "2a864886f70d0109100104",
    "content-type": "2a864886f70d010903",
    "message-digest": "2a864886f70d010904",
    "certificate-2": "2a864886f70d010910022f",
    "rsa": "2a864886f70d010101",
    "ec": "2a8648ce3d0201",
    "p256": "2a8648ce3d030107",
}
OID = {name: bytes.fromhex(text) for name, text in _OIDS.items()}
_HASH_OIDS = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
_RSA_OIDS = {
    OID["rsa"]: "",
    **{
        bytes.fromhex("2a864886f70d0101" + n): h
        for n, h in (("0b", "sha256"), ("0c", "sha384"), ("0d", "sha512"))
    },
}
_ECDSA_OIDS = {
    bytes.fromhex("2a8648ce3d0403" + n): h for n, h in (("02", "sha256"), ("03", "sha384"), ("04", "sha512"))
}


class Token(NamedTuple):
    """A valid time stamp: the second it proves, its number, and the name under which it is pinned."""

    time: int
    serial: int
    name: str


class Der(NamedTuple):
    """One DER value: its tag, its content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes


def der_one(data: bytes) -> Der:
    """Read bytes that are exactly one value. Raises ``Bad``."""
    values = der_all(data, 1)
    if len(values) != 1:
        raise Bad("not one DER value")
    return values[0]


def der_all(data: bytes, limit: int = 10_000) -> List[Der]:
    """Read values one after the other. Raises ``Bad``."""
    values: List[Der] = []
    place = 0
    while place < len(data):
        if len(values) >= limit:
            raise Bad("too many DER values")
        start = place
        if place + 2 > len(data) or data[place] & 0x1F == 0x1F:
            raise Bad("not DER")
        tag, length = data[place], data[place + 1]
        place += 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4 or place + count > len(data):
                raise Bad("not DER")
            length = int.from_bytes(data[place : place + count], "big")
            if length < 0x80 or data[place] == 0:
                raise Bad("not DER")
            place += count
        if place + length > len(data):
            raise Bad("cut off DER")
        values.append(Der(tag, data[place : place + length], data[start : place + length]))
        place += length
    return values


def _inside(value: Der, tag: int, least: int = 0) -> List[Der]:
    if value.tag != tag:
        raise Bad("unexpected DER")
    parts = der_all(value.content)
    if len(parts) < least:
        raise Bad("DER with parts missing")
    return parts


def _number(value: Der) -> int:
    if value.tag != 2 or not 1 <= len(value.content) <= 1024:
        raise Bad("not a DER number")
    first, sign = value.content[0], value.content[1:2] >= b"\x80"
    if len(value.content) > 1 and ((first == 0 and not sign) or (first == 255 and sign)):
        raise Bad("not a DER number")
    return int.from_bytes(value.content, "big", signed=True)


def _octets(value: Der, tag: int = 4) -> bytes:
    if value.tag != tag:
        raise Bad("unexpected DER")
    return value.content


def _hash_name(algorithm: Der) -> str:
    parts = _inside(algorithm, 0x30, 1)
    name = _HASH_OIDS.get(_octets(parts[0], 6))
    if name is None:
        raise Bad("a hash that is too weak or unknown")
    return name


def _der_time(value: Der) -> int:
    text = value.content.decode("ascii", "replace")
    try:
        if value.tag == 0x17 and re.fullmatch(r"[0-9]{12}Z", text):
            century = "19" if text[:2] >= "50" else "20"
            moment = datetime.strptime(century + text, "%Y%m%d%H%M%SZ")
        elif value.tag == 0x18 and re.fullmatch(r"[0-9]{14}(\.[0-9]{0,5}[1-9])?Z", text):
            moment = datetime.strptime(text[:14], "%Y%m%d%H%M%S")
        else:
            raise Bad("not a DER time")
    except ValueError as wrong:
        raise Bad("not a DER time") from wrong
    return int(moment.replace(tzinfo=timezone.utc).timestamp())


class _Certificate(NamedTuple):
    algorithm: bytes
    curve: bytes
    key: bytes
    not_before: int
    not_after: int


def _certificate(whole: bytes) -> _Certificate:
    tbs = _inside(_inside(der_one(whole), 0x30, 3)[0], 0x30, 6)
    shift = 1 if tbs[0].tag == 0xA0 else 0
    if len(tbs) < 6 + shift:
        raise Bad("a certificate with parts missing")
    validity = _inside(tbs[3 + shift], 0x30, 2)
    algorithm, bits = _inside(tbs[5 + shift], 0x30, 2)[:2]
    parts = _inside(algorithm, 0x30, 1)
    key = _octets(bits, 3)
    if not key or key[0] != 0:
        raise Bad("a certificate with an unreadable key")
    curve = parts[1].content if len(parts) > 1 and parts[1].tag == 6 else b""
    return _Certificate(_octets(parts[0], 6), curve, key[1:], _der_time(validity[0]), _der_time(validity[1]))


def check_token(reply: bytes, body: bytes, pins: Mapping[str, str]) -> Token:
    """Check a reply (or bare token) over ``body`` against the pinned certificates. Raises ``Bad``."""
    if len(reply) > 1 << 17:
        raise Bad("longer than any time stamp")
    parts = _inside(der_one(reply), 0x30, 1)
    if parts[0].tag == 0x30:
        if _number(_inside(parts[0], 0x30, 1)[0]) not in (0, 1) or len(parts) != 2:
            raise Bad("the authority refused")
        parts = _inside(parts[1], 0x30, 2)
    if len(parts) != 2 or _octets(parts[0], 6) != OID["signed-data"]:
        raise Bad("not a time stamp")
    signed = _inside(der_one(_octets(parts[1], 0xA0)), 0x30, 4)
    content = _inside(signed[2], 0x30, 2)
    if _octets(content[0], 6) != OID["tst-info"]:
        raise Bad("not a time stamp")
    info = _octets(der_one(_octets(content[1], 0xA0)))
    certificates = {
        _sha256(c.whole).hexdigest(): c.whole
        for value in signed[3:-1]
        if value.tag == 0xA0
        for c in der_all(value.content, 32)
    }
    signers = _inside(signed[-1], 0x31, 1)
    if len(signers) != 1:
        raise Bad("a time stamp has one signer")
    pin, whole = _pinned(certificates, pins)
    certificate = _certificate(whole)
    _check_signer(signers[0], info, certificate, bytes.fromhex(pin))
    moment, serial = _check_info(info, body)
    if not certificate.not_before <= moment <= certificate.not_after:
        raise Bad("made outside the time for which its certificate is valid")
    return Token(moment, serial, pins[pin])


def _pinned(certificates: Mapping[str, bytes], pins: Mapping[str, str]) -> Tuple[str, bytes]:
    for digest, whole in certificates.items():
        if digest in pins:
            return digest, whole
    raise Bad("its certificate is not one that the policy pins")


def _check_info(info: bytes, body: bytes) -> Tuple[int, int]:
    parts = _inside(der_one(info), 0x30, 5)
    imprint = _inside(parts[2], 0x30, 2)
    if _number(parts[0]) != 1:
        raise Bad("an unknown version")
    digest = hashlib.new(_hash_name(imprint[0]), body).digest()
    if _octets(imprint[1]) != digest:
        raise Bad("it is about something else")
    if parts[4].tag != 0x18:
        raise Bad("not a DER time")
    return _der_time(parts[4]), _number(parts[3])


def _check_signer(signer: Der, info: bytes, certificate: _Certificate, pin: bytes) -> None:
    parts = _inside(signer, 0x30, 6)
    if parts[3].tag != 0xA0:
        raise Bad("a time stamp without signed attributes")
    attributes: Dict[bytes, Der] = {}
    for attribute in der_all(parts[3].content, 64):
        name, values = _inside(attribute, 0x30, 2)[:2]
        only = _inside(values, 0x31, 1)
        if _octets(name, 6) in attributes or len(only) != 1:
            raise Bad("an attribute stands twice")
        attributes[name.content] = only[0]
    hashing = _hash_name(parts[2])
    needed = [attributes.get(OID[n]) for n in ("content-type", "message-digest", "certificate-2")]
    if needed[0] is None or needed[1] is None or needed[2] is None:
        raise Bad("a signed attribute is missing")
    if _octets(needed[0], 6) != OID["tst-info"]:
        raise Bad("not a time stamp")
    if _octets(needed[1]) != hashlib.new(hashing, info).digest():
        raise Bad("its content was changed")
    if _named_certificate(needed[2]) != pin:
        raise Bad("signed for another certificate")
    _check_signature(parts[4], _octets(parts[5]), b"\x31" + parts[3].whole[1:], hashing, certificate)


def _named_certificate(value: Der) -> bytes:
    """Return the SHA-256 of the certificate that the signer names as theirs (ESSCertIDv2)."""
    first = _inside(_inside(_inside(value, 0x30, 1)[0], 0x30, 1)[0], 0x30, 1)
    if first[0].tag == 0x30:
        if _hash_name(first[0]) != "sha256" or len(first) < 2:
            raise Bad("signed for a certificate that is not named by SHA-256")
        return _octets(first[1])
    return _octets(first[0])


def _check_signature(algorithm: Der, signature: bytes, message: bytes, hashing: str, c: _Certificate) -> None:
    oid = _octets(_inside(algorithm, 0x30, 1)[0], 6)
    if c.algorithm == OID["rsa"] and oid in _RSA_OIDS:
        good = _rsa_holds(c.key, message, signature, _RSA_OIDS[oid] or hashing)
    elif c.algorithm == OID["ec"] and c.curve == OID["p256"] and oid in _ECDSA_OIDS:
        good = _p256_holds(c.key, message, signature, _ECDSA_OIDS[oid])
    else:
        raise Bad("signed in a way that is not known here")
    if not good:
        raise Bad("its signature is wrong")


def _rsa_holds(key: bytes, message: bytes, signature: bytes, hashing: str) -> bool:
    modulus, exponent = (_number(part) for part in _inside(der_one(key), 0x30, 2)[:2])
    size = (modulus.bit_length() + 7) // 8
    if not 2048 <= modulus.bit_length() <= 8192 or not 3 <= exponent < 1 << 33 or len(signature) != size:
        return False
    oid = next(o for o, name in _HASH_OIDS.items() if name == hashing)
    digest = hashlib.new(hashing, message).digest()
    head = b"\x06\x09" + oid + b"\x05\x00"
    inner = b"\x30" + bytes([len(head)]) + head + b"\x04" + bytes([len(digest)]) + digest
    wanted = b"\x30" + bytes([len(inner)]) + inner
    padded = b"\x00\x01" + b"\xff" * (size - len(wanted) - 3) + b"\x00" + wanted
    number = int.from_bytes(signature, "big")
    return number < modulus and pow(number, exponent, modulus).to_bytes(size, "big") == padded


_P256_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_P256_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Affine = Optional[Tuple[int, int]]


def _p256_add(p: Affine, q: Affine) -> Affine:
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % _P256_P == 0:
            return None
        slope = (3 * p[0] * p[0] - 3) * pow(2 * p[1], _P256_P - 2, _P256_P) % _P256_P
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], _P256_P - 2, _P256_P) % _P256_P
    x = (slope * slope - p[0] - q[0]) % _P256_P
    return x, (slope * (p[0] - x) - p[1]) % _P256_P


def _p256_holds(key: bytes, message: bytes, signature: bytes, hashing: str) -> bool:
    if len(key) != 65 or key[0] != 4:
        return False
    x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    if x >= _P256_P or y >= _P256_P or (y * y - x * x * x + 3 * x - _P256_B) % _P256_P:
        return False
    parts = _inside(der_one(signature), 0x30, 2)
    r, s = _number(parts[0]), _number(parts[1])
    if len(parts) != 2 or not 0 < r < _P256_N or not 0 < s < _P256_N:
        return False
    digest = int.from_bytes(hashlib.new(hashing, message).digest()[:32], "big")
    inverse = pow(s, _P256_N - 2, _P256_N)
    u, v = digest * inverse % _P256_N, r * inverse % _P256_N
    both = _p256_add(_P256_G, (x, y))
    total: Affine = None
    for bit in range(255, -1, -1):
        total = _p256_add(total, total)
        choice = (u >> bit & 1) | (v >> bit & 1) << 1
        total = _p256_add(total, (None, _P256_G, (x, y), both)[choice])
    return total is not None and total[0] % _P256_N == r


# === Findings and the result ==========================================================================

NAMED_AT_MOST = 100  # cases whose number is looked up for the findings
NUMBERED_UP_TO = 3  # a case gets its number in one of its first events
# Whether the content that says the number was altered itself.
_NUMBER = {False: ("{}", "{}"), True: ("{} menurut isi yang diubah", "{} by the altered content")}
KEPT_PER_CODE = 200  # of each code so many are told in full; all are counted


class Finding(NamedTuple):
    """One thing that is wrong, or worth knowing (W…)."""

    code: str
    entry: Optional[int]
    subject: str
    text: Tuple[str, str]
    since: str = ""
    technical: Tuple[Tuple[str, str], ...] = ()

    def sentence(self, language: str = "id") -> str:
        """Say what is wrong, where, since when it is provably so, and what to do."""
        which = 0 if language == "id" else 1
        place = "" if self.entry is None else (("catatan %d: ", "entry %d: ")[which] % self.entry)
        said = place + self.text[which] + "."
        if self.since and not self.code.startswith("W"):
            said += (" Terbukti sejak segel %s.", " Provable since the seal of %s.")[which] % self.since
        advice = advice_for(self.code)[which]
        return said + (" " + advice if advice else "")


def advice_for(code: str) -> Tuple[str, str]:
    """Return what to do about a finding."""
    return ADVICE.get(code) or ADVICE[code[0]]


class Result:
    """What a check found, counted, and concluded."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.findings: List[Finding] = []
        self.counts: Dict[str, int] = {}
        self.facts: Dict[str, str] = {}
        self.found: Dict[str, int] = {}  # code -> how often
        self.notes: Dict[str, str] = {}  # whole signed notes to print as evidence
        self.rows: List[Tuple[str, ...]] = []  # the table of the report: entries, due dates
        self.checked_overviews: Optional[Tuple[int, int]] = None
        self.quorum_note: Optional[Tuple[int, bytes, bytes]] = None  # size, root, note worth remembering

    def add(
        self,
        key: str,
        entry: Optional[int] = None,
        subject: object = "",
        since: str = "",
        technical: Sequence[Tuple[str, str]] = (),
        **values: object,
    ) -> None:
        """Add a finding by the key of its sentence in MESSAGES."""
        code = key.partition(".")[0]
        self.found[code] = self.found.get(code, 0) + 1
        if self.found[code] > KEPT_PER_CODE:
            return
        shown = {name: show(value) for name, value in values.items()}
        shown.setdefault("entry", "?" if entry is None else str(entry))
        texts = MESSAGES[key]
        in_id = dict(shown, why=REASONS[shown["why"]]) if shown.get("why") in REASONS else shown
        said = (texts[0].format_map(in_id), texts[1].format_map(shown))
        self.findings.append(Finding(code, entry, show(subject), said, since, tuple(technical)))

    def count(self, name: str, more: int = 1) -> None:
        """Count something checked."""
        self.counts[name] = self.counts.get(name, 0) + more

    def overviews(self, checked: int, total: int) -> None:
        """Tell that overviews were compared with the replayed history, by somebody who can replay."""
        self.checked_overviews = (checked, total)

    def has(self, *codes: str) -> bool:
        """Whether one of these codes was found."""
        return any(self.found.get(code) for code in codes)

    @property
    def codes(self) -> List[str]:
        """Return the codes found, sorted."""
        return sorted(self.found)

    @property
    def exit_code(self) -> int:
        """Return 0 verified, 1 tampering, 2 cannot read, 3 not enough trust."""
        alarms = [c for c in self.found if c[0] not in "WR" and c not in _TRUST]
        if alarms:
            return TAMPERING
        if any(c[0] == "R" for c in self.found):
            return CANNOT_READ
        return NOT_ENOUGH_TRUST if any(c in _TRUST for c in self.found) else VERIFIED

    @property
    def verdict(self) -> str:
        """Return the English word of the verdict."""
        return WORDS[self.exit_code]["en"]

    def word(self, language: str) -> str:
        """Return the word of the verdict."""
        return WORDS[self.exit_code][language]

    def as_json(self) -> Dict[str, Any]:
        """Return everything for a machine."""
        return {
            "format": "ppid-verify/1",
            "command": self.command,
            "verdict": self.verdict,
            "exit": self.exit_code,
            "codes": self.found,
            "counts": self.counts,
            "facts": self.facts,
            "findings": [
                {
                    "code": f.code,
                    "entry": f.entry,
                    "subject": f.subject,
                    "since": f.since,
                    "id": f.sentence("id"),
                    "en": f.sentence("en"),
                    "technical": [list(pair) for pair in f.technical],
                }
                for f in self.findings
            ],
            "evidence": self.notes,
            "rows": [list(row) for row in self.rows],
        }


# === Source: where rows come from =====================================================================

LeafRow = Tuple[Any, Any, Any, Any, Any]
EventRow = Tuple[Any, Any, Any, Any, Any]


class Source(Protocol):
    """The rows of a log. Text is handed on as its bytes; nothing about types is trusted."""

    def about(self) -> Mapping[str, str]:
        """Return what the export says of itself."""

    def leaves(self) -> Iterator[LeafRow]:
        """Yield leaf_index, originator_id, originator_version, leaf, salt in the order of the index."""

    def leaves_from(self, index: int, /) -> Iterator[LeafRow]:
        """Yield the leaves from an index on."""

    def rows(self) -> Iterator[EventRow]:
        """Yield notification_id, originator_id, originator_version, topic, state in their order."""

    def checkpoints(self) -> Iterator[Tuple[Any, Any]]:
        """Yield size and note in the order of size."""

    def tokens(self) -> Iterator[Tuple[Any, Any, Any]]:
        """Yield size, name of the authority and reply, in the order of size."""

    def tiles(self, level: int, /) -> Iterator[Tuple[Any, Any]]:
        """Yield number and hashes of the tiles of a level, in the order of the number."""

    def erased(self) -> Iterator[Tuple[Any, Any, Any]]:
        """Yield target_index, erasure_index and remainder."""

    def row_of(self, stream: bytes, version: int, /) -> Optional[EventRow]:
        """Return the row of one event."""

    def leaf_of(self, stream: bytes, version: int, /) -> Optional[int]:
        """Return the index of the leaf whose columns name that event."""


class SqliteSource:
    """An auditor's export, or a copy of the live SQLite file. Opened for reading only."""

    TABLES: Mapping[str, Tuple[str, ...]] = {
        "event": ("originator_id", "originator_version", "topic", "state"),
        "log_leaf": ("leaf_index", "originator_id", "originator_version", "leaf", "salt"),
        "log_checkpoint": ("size", "note"),
    }

    def __init__(self, path: Union[str, Path]) -> None:
        file = Path(path)
        if not file.is_file():
            raise CannotRead("no such file")
        self.path = file
        address = file.resolve().as_uri() + "?mode=ro"
        try:
            self._c = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._c.text_factory = bytes
            for pragma in ("query_only=1", "trusted_schema=0", "temp_store=1", "cache_size=-16000"):
                self._c.execute("PRAGMA " + pragma)
            self._limited = hasattr(
                self._c, "setlimit"
            )  # since Python 3.11, and cheaper than asking each row
            if self._limited:
                self._c.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, STATE_BYTES_MAX)
            self._columns = self._look()
        except (sqlite3.Error, UnicodeError) as wrong:
            raise CannotRead(f"not a readable SQLite file ({show(wrong)})") from wrong
        self._indexed: Dict[str, bool] = {}

    def close(self) -> None:
        """Close the file."""
        self._c.close()

    def _look(self) -> Dict[str, Set[str]]:
        """Read which tables there are; a view, a virtual table or computed columns are not believed."""
        found: Dict[str, Set[str]] = {}
        names = self._c.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='table' LIMIT 1000"
        ).fetchall()
        for name, sql in names:
            if not isinstance(name, bytes) or not re.fullmatch(rb"[a-z_]{1,40}", name):
                continue
            if not isinstance(sql, bytes) or b"VIRTUAL" in sql.upper():
                continue
            columns = self._c.execute(f"PRAGMA table_xinfo({name.decode('ascii')})").fetchmany(100)
            if any(column[6] for column in columns):
                continue
            found[name.decode("ascii")] = {bytes(column[1]).decode("utf-8", "replace") for column in columns}
        for table, columns_needed in self.TABLES.items():
            missing = [c for c in columns_needed if c not in found.get(table, ())]
            if missing:
                raise CannotRead(f"the table {table} is missing or has no column {missing[0]}")
        return found

    def about(self) -> Mapping[str, str]:
        """Return the table ``export``."""
        if not {"key", "value"} <= self._columns.get("export", set()):
            return {}
        rows = self._c.execute("SELECT substr(key,1,100), substr(value,1,300) FROM export LIMIT 100")
        return {show(k): show(v, 200) for k, v in rows}

    def careful(self) -> None:
        """From now on ask each row how long its values are, before they are read."""
        self._limited = False

    def _bounded(self, column: str, limit: int) -> str:
        # What is longer than anything of ours becomes a number, which no check accepts.
        if self._limited:
            return column
        return f"CASE WHEN length({column})<={limit} THEN {column} WHEN {column} IS NULL THEN NULL ELSE 0 END"

    def leaves(self) -> Iterator[LeafRow]:
        """Yield the leaves."""
        return self._c.execute(self._leaf() + " ORDER BY leaf_index")

    def leaves_from(self, index: int) -> Iterator[LeafRow]:
        """Yield the leaves from an index on."""
        return self._c.execute(self._leaf() + " WHERE leaf_index>=? ORDER BY leaf_index", (index,))

    def _leaf(self) -> str:
        leaf, salt = self._bounded("leaf", LEAF_BYTES_MAX), self._bounded("salt", 64)
        return f"SELECT leaf_index, originator_id, originator_version, {leaf}, {salt} FROM log_leaf"

    def rows(self) -> Iterator[EventRow]:
        """Yield the events."""
        return self._c.execute(f"{self._row()} ORDER BY {self._position()}")

    def _position(self) -> str:
        return "notification_id" if "notification_id" in self._columns["event"] else "rowid"

    def _row(self) -> str:
        state = self._bounded("state", STATE_BYTES_MAX)
        return f"SELECT {self._position()}, originator_id, originator_version, topic, {state} FROM event"

    def checkpoints(self) -> Iterator[Tuple[Any, Any]]:
        """Yield the checkpoints."""
        note = self._bounded("note", NOTE_BYTES_MAX)
        return self._c.execute(f"SELECT size, {note} FROM log_checkpoint ORDER BY size")

    def tokens(self) -> Iterator[Tuple[Any, Any, Any]]:
        """Yield the time stamps."""
        if not {"size", "tsa", "token"} <= self._columns.get("log_token", set()):
            return iter(())
        return self._c.execute(
            f"SELECT size, tsa, {self._bounded('token', 1 << 17)} FROM log_token ORDER BY size"
        )

    def tiles(self, level: int) -> Iterator[Tuple[Any, Any]]:
        """Yield the tiles of a level."""
        if not {"level", "n", "hashes"} <= self._columns.get("log_tile", set()):
            return iter(())
        return self._c.execute(
            f"SELECT n, {self._bounded('hashes', 8192)} FROM log_tile WHERE level=? ORDER BY n", (level,)
        )

    def erased(self) -> Iterator[Tuple[Any, Any, Any]]:
        """Yield the list of erasures."""
        if not {"target_index", "erasure_index", "remainder"} <= self._columns.get("log_erased", set()):
            return iter(())
        return self._c.execute("SELECT target_index, erasure_index, remainder FROM log_erased")

    def row_of(self, stream: bytes, version: int) -> Optional[EventRow]:
        """Return the row of one event."""
        key = self._key("event")
        found: Optional[EventRow] = self._c.execute(
            f"{self._row()} WHERE {key} LIMIT 1", (stream, version)
        ).fetchone()
        return found

    def leaf_of(self, stream: bytes, version: int) -> Optional[int]:
        """Return the index of the leaf of one event."""
        key = self._key("log_leaf")
        found = self._c.execute(
            f"SELECT leaf_index FROM log_leaf WHERE {key} LIMIT 1", (stream, version)
        ).fetchone()
        return found[0] if found and isinstance(found[0], int) else None

    def _key(self, table: str) -> str:
        """Return the condition that finds one event, with an index of our own where the file has none."""
        condition = "originator_id=CAST(? AS TEXT) AND originator_version=?"
        if table not in self._indexed:
            plan = self._c.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {condition}", ("", 0))
            self._indexed[table] = any(
                b"SEARCH" in row[3] and b"originator_version" in row[3] for row in plan
            )
            if not self._indexed[table]:
                place = self._position() if table == "event" else "leaf_index"
                self._c.execute("PRAGMA query_only=0")
                self._c.execute(
                    f"CREATE TEMP TABLE found_{table} AS SELECT originator_id AS o, originator_version AS v,"
                    f" {place} AS place FROM {table}"
                )
                self._c.execute(f"CREATE INDEX temp.ix_{table} ON found_{table}(o, v)")
                self._c.execute("PRAGMA query_only=1")
        if self._indexed[table]:
            return condition
        place = self._position() if table == "event" else "leaf_index"
        return f"{place}=(SELECT place FROM found_{table} WHERE o=CAST(? AS TEXT) AND v=? LIMIT 1)"


HEADS_HELD = 350_000  # so many streams in memory: about 100 MB


class Shelf:
    """A map from bytes or numbers to a number or bytes, in memory while small, else in a temporary file."""

    def __init__(self, limit: int = 300_000) -> None:
        self.hot: Dict[Any, Any] = {}
        self._limit = limit
        self._c: Optional[sqlite3.Connection] = None

    def get(self, key: Any) -> Any:
        """Return the value of a key, or None."""
        value = self.hot.get(key)
        if value is None and self._c is not None:
            row = self._c.execute("SELECT v FROM shelf WHERE k=?", (key,)).fetchone()
            value = row[0] if row else None
        return value

    def put(self, key: Any, value: Any) -> None:
        """Set the value of a key."""
        self.hot[key] = value
        if len(self.hot) > self._limit:
            self.flush()

    def pop(self, key: Any) -> Any:
        """Take a value out."""
        value = self.get(key)
        if value is not None:
            self.hot.pop(key, None)
            if self._c is not None:
                self._c.execute("DELETE FROM shelf WHERE k=?", (key,))
        return value

    def flush(self) -> None:
        """Write what is in memory to the temporary file."""
        if self._c is None:
            self._c = sqlite3.connect("", isolation_level=None)
            self._c.execute("PRAGMA journal_mode=OFF")
            self._c.execute("PRAGMA cache_size=-64000")
            self._c.execute("CREATE TABLE shelf (k PRIMARY KEY, v) WITHOUT ROWID")
        self._c.execute("BEGIN")
        self._c.executemany("INSERT OR REPLACE INTO shelf VALUES (?,?)", sorted(self.hot.items()))
        self._c.execute("COMMIT")
        self.hot = {}

    def items(self) -> Iterator[Tuple[Any, Any]]:
        """Yield all pairs in the order of the keys."""
        if self._c is None:
            return ((key, self.hot[key]) for key in sorted(self.hot))
        self.flush()
        return iter(self._c.execute("SELECT k, v FROM shelf ORDER BY k"))

    def close(self) -> None:
        """Give the temporary file back."""
        if self._c is not None:
            self._c.close()


# === Reading what others wrote ========================================================================


def _small_int(text: str) -> int:
    if len(text) > 20:
        raise Bad("a number with too many digits")
    return int(text)


def _no_constant(_text: str) -> float:
    raise Bad("not JSON")


def _once(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Bad("a name stands twice in the JSON")
    return found


def safe_json(data: Union[bytes, str]) -> Any:
    """Read JSON from a stranger: no double names, no huge numbers, not too deep. Raises ``Bad``."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        value = json.loads(text, parse_int=_small_int, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as wrong:
        raise Bad("not JSON") from wrong
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > JSON_DEPTH_MAX:
            raise Bad("JSON that is nested too deep")
        level = [
            x
            for v in level
            for x in (v.values() if isinstance(v, dict) else v if isinstance(v, list) else ())
            if isinstance(x, (dict, list))
        ]
    return value


def objects_in(value: Any) -> Iterator[Dict[str, Any]]:
    """Yield every JSON object inside a value, in the order in which they stand."""
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            yield here
            stack.extend(reversed([v for v in here.values() if isinstance(v, (dict, list))]))
        elif isinstance(here, list):
            stack.extend(reversed([v for v in here if isinstance(v, (dict, list))]))


class Attachment(NamedTuple):
    """A stored file that an event records."""

    sha256: str
    name: str
    stored: bool  # False: only its fingerprint is recorded, such as that of a letter of delegation


def attachments_of(state: bytes) -> List[Attachment]:
    """Return the files that the content of an event records. Raises ``Bad``."""
    if b"sha256" not in state:
        return []
    found = []
    for thing in objects_in(safe_json(state)):
        digest = thing.get("sha256")
        if isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest):
            name = thing.get("name") or thing.get("label") or thing.get("number") or digest[:16]
            found.append(Attachment(digest, show(name), "size_bytes" in thing or "media_type" in thing))
    return found


def described(stream: object, version: object, topic: object = b"") -> str:
    """Name an event for people."""
    words = f"{show(stream)} v{show(version)}"
    return f"{words}, {show(topic)}" if topic else words


class ArchiveLine(NamedTuple):
    """One line of a witness's archive."""

    number: int
    checkpoint: Checkpoint
    note: bytes
    old: int
    proof: Tuple[bytes, ...]
    refused: str
    at: str


def archive_lines(path: Union[str, Path], result: Result) -> Iterator[ArchiveLine]:
    """Yield the lines of an archive; what cannot be read is a finding."""
    name = Path(path).name
    try:
        with open(path, "rb") as file:
            for number in itertools.count(1):
                line = file.readline(1 << 20)
                if not line:
                    return
                if not line.strip():
                    continue
                try:
                    yield _archive_line(number, line)
                except Bad as wrong:
                    result.add("C11", what=f"{name}:{number}", why=wrong)
    except OSError as wrong:
        result.add("R01", what=name, why=wrong.strerror)


def _archive_line(number: int, line: bytes) -> ArchiveLine:
    value = safe_json(line)
    if not isinstance(value, dict) or not isinstance(value.get("note"), str):
        raise Bad("a line without a note")
    old, proof, refused = value.get("old"), value.get("proof"), value.get("refused")
    if (
        type(old) is not int
        or old < 0
        or not isinstance(proof, list)
        or not all(isinstance(p, str) for p in proof)
    ):
        raise Bad("a line without a proof")
    try:
        note = value["note"].encode("utf-8")
    except UnicodeEncodeError as wrong:
        raise Bad("not UTF-8") from wrong
    hashes = parse_hashes(proof)
    return ArchiveLine(
        number, parse_checkpoint(note), note, old, hashes, show(refused or ""), show(value.get("at"))
    )


# === Audit: the whole history =========================================================================

_INDEX_MASK, _VERSION_MAX = (1 << 40) - 1, (1 << 22) - 1  # how version and entry are packed


class _Probe(NamedTuple):
    """A root that the history must have at a size."""

    size: int
    order: int
    root: bytes
    low: float  # nothing later than this is before the seal; -1 unknown
    up: float
    who: str  # empty: the log itself
    keys: Tuple[int, ...]
    quorum: bool
    refused: bool


class _Seals:
    """All checkpoints, from the log, archives and the notebook, packed small and in the order of size."""

    def __init__(self) -> None:
        self._sizes, self._roots = array("q"), bytearray()
        self._low, self._up = array("d"), array("d")
        self._who, self._keys, self._flags = array("H"), array("H"), array("B")
        self._names: List[str] = [""]
        self._key_sets: List[Tuple[int, ...]] = [()]
        self._order: List[int] = []

    def add(self, probe: _Probe) -> None:
        """Keep one."""
        self._sizes.append(probe.size)
        self._roots += probe.root
        self._low.append(probe.low)
        self._up.append(probe.up)
        self._who.append(self._place(self._names, probe.who))
        self._keys.append(self._place(self._key_sets, probe.keys))
        self._flags.append(probe.quorum | probe.refused << 1)

    @staticmethod
    def _place(known: List[Any], value: Any) -> int:
        if value not in known:
            if len(known) >= 60_000:
                return 0
            known.append(value)
        return known.index(value)

    def sort(self) -> None:
        """Put them in the order of size, the log's own first, and make no bound later than a larger seal's."""
        own = self._who
        self._order = sorted(range(len(self._sizes)), key=lambda n: (self._sizes[n], own[n] != 0))
        least = float("inf")
        for n in reversed(self._order):
            if self._low[n] >= 0:
                least = min(least, self._low[n])
                self._low[n] = least

    def __len__(self) -> int:
        return len(self._order)

    def at(self, place: int) -> _Probe:
        """Return the one at a place of the order."""
        n = self._order[place]
        root = bytes(self._roots[32 * n : 32 * n + 32])
        flags = self._flags[n]
        return _Probe(
            self._sizes[n],
            n,
            root,
            self._low[n],
            self._up[n],
            self._names[self._who[n]],
            self._key_sets[self._keys[n]],
            bool(flags & 1),
            bool(flags & 2),
        )

    def next_up(self, place: int) -> Tuple[float, int]:
        """Return the upper bound and size of the first timed seal from a place on, -1 when there is none."""
        while place < len(self._order):
            n = self._order[place]
            if self._up[n] >= 0:
                return self._up[n], self._sizes[n]
            place += 1
        return -1, 0


class _TileCheck:
    """Compares the stored tiles with the hashes of the tree as it grows."""

    def __init__(self, source: Source, result: Result) -> None:
        self._source, self._result = source, result
        self._buffers: Dict[int, List[bytes]] = {}
        self._done: Dict[int, int] = {}
        self._stored: Dict[int, Iterator[Tuple[Any, Any]]] = {}
        self._next: Dict[int, Optional[Tuple[Any, Any]]] = {}

    def nodes(self, level: int, hashes: List[bytes]) -> None:
        """Take the next hashes of a level of tiles."""
        if level > 7:
            return
        if level not in self._buffers:
            self._open(level)
        buffer = self._buffers[level]
        buffer.extend(hashes)
        start = 0
        while len(buffer) - start >= 256:
            self._compare(level, b"".join(buffer[start : start + 256]), 8192)
            start += 256
        if start:
            del buffer[:start]

    def _open(self, level: int) -> None:
        self._buffers[level], self._done[level] = [], 0
        self._stored[level] = iter(self._source.tiles(level))
        self._next[level] = next(self._stored[level], None)

    def _compare(self, level: int, wanted: bytes, least: int) -> None:
        n = self._done[level]
        self._done[level] += 1
        row = self._next[level]
        if row is None or row[0] != n:
            if least:
                self._result.add("T01.tile-missing", level=level, n=n)
            return
        self._next[level] = next(self._stored[level], None)
        self._result.count("tiles")
        hashes = row[1]
        if not isinstance(hashes, bytes) or not hashes or len(hashes) % 32:
            self._result.add("T01.tile", level=level, n=n)
        elif hashes != wanted[: len(hashes)]:
            longer = hashes[: len(wanted)] == wanted
            if longer:
                self._result.add("T02.tile", count=self._count)
            else:
                self._result.add("T01.tile", level=level, n=n)
        elif len(hashes) < least:
            self._result.add("T01.tile-missing", level=level, n=n)

    _count = 0

    def finish(self, sealed: int, count: int) -> None:
        """Compare the growing tiles: they must reach the newest checkpoint, and know nothing more."""
        self._count = count
        for level in range(8):
            if level not in self._buffers:
                self._open(level)
            needed = (sealed >> 8 * level) - 256 * self._done[level]
            if self._buffers[level]:
                self._compare(level, b"".join(self._buffers[level]), max(0, 32 * needed))
            elif needed > 0 and self._done[level] == 0 and not self._buffers[level]:
                continue  # the log itself is shorter than the seal: told as T02
            if self._next[level] is not None:
                self._result.add("T02.tile", count=count)


class _Audit:
    """One run over a whole log: two cursors, one for entries and one for events, that walk side by side."""

    def __init__(self, source: Source, policy: Policy, result: Result, options: Mapping[str, Any]) -> None:
        self.source, self.policy, self.result, self.o = source, policy, result, options
        self.signatures = Signatures()
        self.seals = _Seals()
        self.tiles = _TileCheck(source, result)
        self.tree = Tree(self.tiles.nodes)
        self.heads = Shelf(HEADS_HELD)  # stream -> its last version and the entry of it, packed
        self.journal: Deque[Optional[Tuple[bytes, Optional[int]]]] = deque(
            maxlen=65_536
        )  # what heads said before
        self.guessed: Optional[Tuple[bytes, Optional[int]]] = None
        self.pending: List[bytes] = []  # leaf hashes that are not in the tree yet
        self.suffixes: Dict[bytes, bytes] = {}  # how entries end that were sound -> their topic
        self.days: Set[bytes] = set()  # dates and hours that exist
        self.rows: Iterator[EventRow] = iter(())
        self.row: Optional[EventRow] = None
        self.spaces = False
        self.unopened = Shelf(50_000)  # entry -> why its content did not open
        self.erasures = Shelf(50_000)  # entry -> the entry that erased it
        self.taken: Set[Any] = set()  # rows met before their turn
        self.files = Shelf(100_000)  # SHA-256 -> b"<entry> <name>"
        self.files_gone = Shelf(100_000)
        self.files_noted = Shelf(100_000)
        self.origin = b""
        self.broken = False
        self.good_size = 0  # the largest size whose root was right, without a wrong one since
        self.was_good = True
        self.keys: Dict[int, Vkey] = {}
        self.key_numbers: Dict[Vkey, int] = {}
        self.retired: Dict[Tuple[str, bytes], int] = {}
        self.new_keys: List[Tuple[int, Vkey]] = []
        self.trusted: List[Vkey] = []
        self.unresolved: Dict[int, bytes] = {}
        self.place = 0  # of the next probe
        self.low, self.up = b"", b"~"
        self.low_seal, self.up_seal = (-1.0, 0), (-1.0, 0)
        self.covered_size = 0  # under a seal that fits, whoever signed it
        self.sealed_size = 0
        self.quorum_size = 0
        self.best: Tuple[int, ...] = ()
        self.best_names = ""
        self.oldest: Dict[str, Tuple[int, bytes]] = {}
        self.last_at = b""
        self.first_at = b""
        self.scans = 0
        self.row_count = 0
        self.own_sizes: Set[int] = set()

    # -- before the walk: what others and the log itself have signed ---------------------------------

    def read_seals(self) -> None:
        """Read and judge every checkpoint, time stamp, archive and the notebook."""
        tokens = self._tokens()
        self.origin = self._origin()
        for size, note in self.source.checkpoints():
            if type(size) is int and 0 <= size < 10**16:
                self.own_sizes.add(size)
            self._own_checkpoint(size, note, tokens)
        own = self.own_sizes
        for size in sorted(set(tokens) - own):
            self.result.add("C07", size=size, who=", ".join(show(t[0]) for t in tokens[size]))
        for path in self.o["archives"]:
            self._archive(path, own)
        self._notebook()
        self.seals.sort()
        if self.quorum_best is None and self.policy.quorum != "none":
            self.result.add("C03.none", quorum=self.policy.quorum, names=self.best_names or "–")

    quorum_best: Optional[int] = None

    def _origin(self) -> bytes:
        names = self.policy.origins()
        said = self.source.about().get("origin", "").encode("utf-8", "replace")
        if said and said not in names:
            self.result.add("C02.origin", size="–", said=said)
        if not names:
            return said
        return said if said in names else names[0]

    def _tokens(self) -> Dict[int, List[Tuple[bytes, bytes]]]:
        found: Dict[int, List[Tuple[bytes, bytes]]] = {}
        for count, (size, name, token) in enumerate(self.source.tokens()):
            if count >= 200_000:
                raise CannotRead("more time stamps than any log has")
            if type(size) is int and isinstance(token, bytes) and isinstance(name, bytes):
                found.setdefault(size, []).append((name, token))
            else:
                self.result.add("D05", name=name, size=size, why="not stored as a time stamp")
        return found

    def _own_checkpoint(self, size: Any, note: Any, tokens: Mapping[int, List[Tuple[bytes, bytes]]]) -> None:
        r = self.result
        r.count("checkpoints")
        try:
            if type(size) is not int or not isinstance(note, bytes):
                raise Bad("it is not stored as a text")
            checkpoint = parse_checkpoint(note)
            if checkpoint.size != size:
                raise Bad("it says another size")
        except Bad as wrong:
            r.add("C11", what=size, why=wrong)
            return
        if checkpoint.origin != self.origin:
            r.add("C02.origin", size=size, said=checkpoint.origin)
            return
        judged = judge(checkpoint, self.policy, self.signatures)
        told = [("root", groups(checkpoint.root))]
        if judged.log_wrong:
            r.add("C01", size=size, technical=told)
        if not judged.log_keys and not judged.log_wrong:
            if len(self.unresolved) < 10_000:
                self.unresolved[size] = note
            else:
                r.add("C02", size=size, technical=told)
        if judged.wrong:
            r.add("C08", size=size, names=", ".join(judged.wrong), technical=told)
            if not judged.quorum:
                r.add("C03", size=size, names=", ".join(judged.times) or "–", quorum=self.policy.quorum)
        low, up = check_times(checkpoint, judged, self.policy, tokens.get(size, ()), r)
        if judged.quorum:
            self.quorum_best = max(size, self.quorum_best or 0)
            if self.policy.quorum != "none" or judged.log_keys:
                r.quorum_note = (size, checkpoint.root, note)
            r.facts["confirmed_by"] = ", ".join(sorted(judged.times))
            if low >= 0:
                r.facts["confirmed_at"] = iso(low)
        if len(judged.times) >= len(self.best):
            self.best, self.best_names = tuple(judged.times.values()), ", ".join(judged.times)
        keys = tuple(sorted(self._number(key) for key in judged.log_keys))
        self.seals.add(_Probe(size, 0, checkpoint.root, low, up, "", keys, judged.quorum, False))

    def _number(self, key: Vkey) -> int:
        if key not in self.key_numbers:
            self.key_numbers[key] = len(self.key_numbers)
            self.keys[self.key_numbers[key]] = key
        return self.key_numbers[key]

    def _archive(self, path: Union[str, Path], own: Set[int]) -> None:
        who = show(Path(path).name)
        for line in archive_lines(path, self.result):
            self.result.count("archive_notes")
            if line.checkpoint.origin != self.origin:
                continue
            judged = judge(line.checkpoint, self.policy, self.signatures)
            if not judged.log_keys and not judged.times:
                self.result.add("C11", what=f"{who}:{line.number}", why="nobody in the policy signed it")
                continue
            refused = bool(line.refused)
            if refused and not judged.log_keys:
                continue
            size = line.checkpoint.size
            if not refused and size not in own and size:
                self.result.add("C07", size=size, who=who)
            self.seals.add(_Probe(size, 0, line.checkpoint.root, -1, -1, who, (), False, refused))

    def _notebook(self) -> None:
        entry = notebook_entry(self.o["notebook"], self.origin, self.result)
        if entry is not None:
            self.result.facts["previous_visit"] = f"{entry[0]} {entry[2]}"
            self.seals.add(
                _Probe(entry[0], 0, entry[1], -1, -1, "your notebook / buku catatan Anda", (), False, False)
            )

    # -- the walk -------------------------------------------------------------------------------------

    def walk(self) -> int:
        """Walk over all entries and events side by side; return the number of entries.

        What is as it must be takes the short way: the bytes that the entry must have are made from what is
        known already, and compared. Everything else goes through ``_look``, which finds out what is wrong.
        """
        sha256, source, heads, suffixes = _sha256, self.source, self.heads, self.suffixes
        journal, days, pending, sound_at = self.journal, self.days, self.pending, _AT_ONLY.fullmatch
        hot, find, files, well_named = heads.hot, heads.get, self.o["files"] is not None, _NAME_ONLY.fullmatch
        first = (
            b'","index":%d,"kind":"event","log":"'
            + self.origin.replace(b"%", b"%%")
            + b'","originator_id":"%b",'
        )
        later = first + b'"originator_version":%d,"prev":%d,"recorded_at":"'
        first += b'"originator_version":1,"prev":null,"recorded_at":"'
        self.rows = rows = iter(source.rows())
        self.row = row = self._next_row()
        i = opened = stop = seen = 0
        low, up, last_at, unknown, taken = b"", b"", b"", object(), self.taken
        for leaf_index, stream, version, leaf, salt in source.leaves():
            if leaf_index != i:
                found = self._gap(leaf_index, i)
                if found < 0:
                    continue
                i, stop = found, 0
            if i >= stop:
                stop = self._reach(i)
                low, up = self.low, self.up
                if len(hot) > HEADS_HELD:
                    heads.flush()
                hot = heads.hot
            if (
                row is not None
                and row[1] == stream
                and row[2] == version
                and type(leaf) is bytes
                and type(version) is int
            ):
                old = find(stream)
                if old is None:
                    if version == 1 and type(stream) is bytes and well_named(stream):
                        wanted = first % (i, stream)
                        self.spaces = self.spaces or b" " in stream
                    else:
                        wanted = b"\n"
                else:
                    wanted = (
                        later % (i, stream, version, old & _INDEX_MASK) if old >> 40 == version - 1 else b"\n"
                    )
                end = 75 + len(wanted)
                at, state = leaf[end : end + 27], row[4]
                if (
                    leaf.startswith(wanted, 75)
                    and last_at <= at
                    and low <= at <= up
                    and (at == last_at or (sound_at(at) and at[:13] in days))
                    and suffixes.get(leaf[end + 27 :], unknown) == row[3]
                    and type(state) is bytes
                    and type(salt) is bytes
                    and len(salt) == 32
                    and leaf[:75]
                    == b'{"commit":"' + sha256(b"ppid-commit-v1\n" + salt + state).hexdigest().encode()
                ):
                    pending.append(sha256(b"\x00" + leaf).digest())
                    journal.append((stream, old))
                    hot[stream] = version << 40 | i
                    opened += 1
                    last_at = at
                    if files and b"sha256" in state:
                        self._attached(i, stream, state)
                    if taken:
                        row = self._next_row()
                    else:
                        row = next(rows, None)
                        seen += row is not None
                    i += 1
                    continue
            self.row, self.last_at = row, last_at
            self._look(i, stream, version, leaf, salt)
            row, last_at, hot = (
                self.row,
                self.last_at,
                heads.hot,
            )  # what looked closer may have emptied the shelf
            i += 1
        self.last_at = last_at
        self.row_count += seen
        self._rest(row)
        self._reach(i)
        self.result.count("opened", opened)
        self.result.count("matched", opened)
        self.result.counts.update(entries=i, rows=self.row_count)
        return i

    def _next_row(self) -> Optional[EventRow]:
        row = next(self.rows, None)
        if row is not None:
            self.row_count += 1
            while self.taken and row is not None and row[0] in self.taken:
                self.taken.discard(row[0])
                row = next(self.rows, None)
                self.row_count += row is not None
        return row

    def _rest(self, row: Optional[EventRow]) -> None:
        """Rows after the last entry were never logged."""
        while row is not None:
            self._unlogged(row)
            row = self._next_row()

    def _look(self, i: int, o: Any, v: Any, leaf: Any, salt: Any) -> None:
        """Check one entry and its event in every detail, and say what is wrong."""
        self.pending.append(leaf_hash(leaf) if type(leaf) is bytes else b"\xff" * 32)
        m = EVENT_LEAF.fullmatch(leaf) if type(leaf) is bytes and len(leaf) <= LEAF_BYTES_MAX else None
        if m is None:
            self.guessed = None
            self.last_at = self._other(i, o, v, leaf, salt)
            self.journal.append(self.guessed)
            return
        commit, index, log, stream, version, prev, at, _tenant, topic = m.groups()
        self._look_at_time(i, stream, at)
        number = int(version)
        if int(index) != i:
            self.result.add("L03", i, stream, said=index)
        if log != self.origin:
            self.result.add("L04", i, stream, said=log)
        if o != stream or v != number:
            self.result.add("L09", i, stream, what=described(o, v))
        if len(self.suffixes) < 100_000:
            self.suffixes[leaf[m.end(7) :]] = topic
        twice = self._follow(i, stream, number, prev)
        mine = None if twice else self._mine(i, stream, number, topic)
        if mine is not None:
            self._content(i, (stream, number, topic, commit), salt, mine)

    def _look_at_time(self, i: int, stream: bytes, at: bytes) -> None:
        if not day_exists(at):
            self.result.add("L02", i, stream, why="there is no such time")
        elif len(self.days) < 1_000_000:
            self.days.add(at[:13])
        if at < self.last_at:
            self.result.add("L07", i, stream, at=at, before=self.last_at)
        self.last_at = max(at, self.last_at)
        if not self.low <= at <= self.up:
            self._outside(i, at, stream)

    def _follow(self, i: int, stream: bytes, number: int, prev: bytes) -> bool:
        """Check the chain of a stream; return whether this version was there already."""
        old = self.heads.get(stream)
        self.journal.append((stream, old))
        last, other = (0, -1) if old is None else (old >> 40, old & _INDEX_MASK)
        right = number == last + 1 and prev == (b"null" if old is None else b"%d" % other)
        if not right:
            self._chain(i, stream, number, prev, last, other)
        self.spaces = self.spaces or b" " in stream
        self.heads.put(stream, min(number, _VERSION_MAX) << 40 | i & _INDEX_MASK)
        return number <= last

    def _mine(self, i: int, stream: bytes, number: int, topic: bytes) -> Optional[EventRow]:
        row = self.row
        if row is not None and row[1] == stream and row[2] == number:
            self.row = self._next_row()
            return row
        return self._search(i, stream, number, topic)

    def _content(self, i: int, named: Tuple[bytes, int, bytes, bytes], salt: Any, mine: EventRow) -> None:
        stream, number, topic, commit = named
        self.result.count("matched")
        if mine[3] != topic:
            self.result.add("E04", i, stream, logged=topic, stored=mine[3])
        state = mine[4]
        if opens(commit, salt, state):
            self.result.count("opened")
        else:
            self._closed(i, stream, number, topic, salt, state)
        if self.o["files"] is not None and type(state) is bytes and b"sha256" in state:
            self._attached(i, stream, state)

    def _gap(self, found: Any, i: int) -> int:
        """An entry is not where it must be: note it, and return where to go on, -1 to leave it out."""
        if type(found) is not int or found < i or found > 10**16:
            self.result.add("L03", None, said=found)
            return -1  # a row that stands outside the order: it is told, and left out
        self.tree.extend(self.pending)
        self.pending.clear()
        self.broken = True
        if found == i + 1:
            self.result.add("L01.one", i, first=i)
        else:
            self.result.add("L01", i, first=i, last=found - 1, count=found - i)
        self.journal.clear()
        self.result.count("missing", found - i)
        return found

    def _reach(self, i: int) -> int:
        """Compare every root up to entry ``i`` and return where to stop next."""
        self.tree.extend(self.pending)
        self.pending.clear()
        seals = self.seals
        while self.place < len(seals):
            probe = seals.at(self.place)
            if probe.size > i:
                break
            self.place += 1
            self._probe(probe)
        self._bounds()
        if self.o["progress"] is not None:
            self.o["progress"](i)
        following = seals.at(self.place).size if self.place < len(seals) else i + 4096
        return min(following, i + 4096)

    def _bounds(self) -> None:
        self.up_seal = self.seals.next_up(self.place)
        self.up = iso(min(self.up_seal[0] + SKEW_S + 1, LATEST_S)).encode() if self.up_seal[0] >= 0 else b"~"
        known = self.low_seal[0] >= 0
        self.low = iso(max(self.low_seal[0] - SKEW_S, 0)).encode() if known else b""

    def _probe(self, probe: _Probe) -> None:
        """Compare one root with the history as it stands."""
        right = not self.broken and self.tree.size == probe.size and self.tree.root() == probe.root
        self.result.count("roots")
        if probe.who:
            if not right:
                self._fork(probe)
            return
        if right:
            self.was_good, self.good_size = True, probe.size
            self.covered_size = probe.size
            self.result.count("roots_right")
        elif self.was_good:
            self.was_good = False
            self.result.add(
                "T01",
                since=iso(probe.low) if probe.low >= 0 else "",
                size=probe.size,
                first=self.good_size,
                last=probe.size - 1,
                technical=[
                    ("root in the checkpoint", groups(probe.root)),
                    ("root of the entries", groups(self.tree.root())),
                ],
            )
        signed = self._key_rules(probe)
        if signed and right:
            self.sealed_size = max(self.sealed_size, probe.size)
            if probe.quorum:
                self.quorum_size = max(self.quorum_size, probe.size)
        if probe.low >= 0:
            self.low_seal = (probe.low, probe.size)

    def _key_rules(self, probe: _Probe) -> bool:
        """Apply the rotation of the log's keys: who may sign at this size. Return whether somebody did."""
        keys = [self.keys[n] for n in probe.keys]
        note = self.unresolved.pop(probe.size, None)
        if note is not None:
            checkpoint = parse_checkpoint(note)
            keys = judge(checkpoint, self.policy, self.signatures, self.trusted).log_keys
            if not keys:
                self.result.add("C02", size=probe.size, technical=[("root", groups(probe.root))])
        gone = [self.retired[(k.name, k.key_id)] for k in keys if (k.name, k.key_id) in self.retired]
        if keys and len(gone) == len(keys) and probe.size > max(gone) + 1:
            self.result.add("C13", size=probe.size, other=max(gone))
            return False
        if keys:
            self.trusted += [key for index, key in self.new_keys if index < probe.size]
            self.new_keys = [pair for pair in self.new_keys if pair[0] >= probe.size]
        return bool(keys)

    def _fork(self, probe: _Probe) -> None:
        """Somebody remembers another root at this size than the entries have now."""
        ours = self._note_of(probe.size)
        if ours is not None and ours[0] == probe.root:
            return  # the log's own seal says the same: told as T01
        self.result.add(
            "C05",
            size=probe.size,
            who=probe.who,
            technical=[
                ("root they saw", groups(probe.root)),
                ("root of the entries", groups(self.tree.root())),
            ],
        )
        if ours is not None:
            self.result.notes[f"log {probe.size}"] = show_note(ours[1])
        theirs = self._note_in_archives(probe)
        if theirs:
            self.result.notes[f"{probe.who} {probe.size}"] = show_note(theirs)

    def _note_of(self, size: int) -> Optional[Tuple[bytes, bytes]]:
        if size not in self.own_sizes:
            return None
        for found, note in self.source.checkpoints():
            if found == size and isinstance(note, bytes):
                try:
                    return parse_checkpoint(note).root, note
                except Bad:
                    return None
        return None

    def _note_in_archives(self, probe: _Probe) -> bytes:
        for path in self.o["archives"]:
            for line in archive_lines(path, Result("")):
                if line.checkpoint.size == probe.size and line.checkpoint.root == probe.root:
                    return line.note
        return b""

    def _outside(self, i: int, at: bytes, stream: bytes) -> None:
        low = at < self.low
        moment, size = self.low_seal if low else self.up_seal
        self.result.add(
            "D01" if low else "D02", i, stream, at=at, size=size, seal=iso(moment), since=iso(moment)
        )

    def _chain(self, i: int, stream: bytes, number: int, prev: bytes, last: int, other: int) -> None:
        if number <= last:
            self.result.add("L05", i, stream, other=other, version=number, stream=stream)
        else:
            right = "–" if other < 0 else str(other)
            self.result.add(
                "L06", i, stream, stream=stream, version=number, said=prev, right=last + 1, other=right
            )

    # -- events beside entries ------------------------------------------------------------------------

    def _search(self, i: int, stream: bytes, number: int, topic: bytes) -> Optional[EventRow]:
        """The next row is another event: find this entry's own, and say what became of the order."""
        result = self.result
        mine = self.source.row_of(stream, number)
        if mine is not None and self.row is not None and mine[0] == self.row[0]:
            mine = None  # the index of the file says so, the row itself does not
        if mine is None:
            result.add("E02", i, stream, event=described(stream, number, topic), since=self._since())
            result.count("deleted")
            return None
        while self.row is not None and self.row[0] != mine[0]:
            row = self.row
            if self._logged(row) > i:
                break
            self._unlogged(row)
            self.row = self._next_row()
        if self.row is not None and self.row[0] == mine[0]:
            self.row = self._next_row()
            return mine
        result.add("E05", i, stream, event=described(stream, number))
        result.count("disordered")
        if len(self.taken) >= 1_000_000:
            raise CannotRead("the rows of the database are in no order at all")
        self.taken.add(mine[0])
        return mine

    def _logged(self, row: EventRow) -> int:
        """Return which entry the columns give to a row, -1 when none does."""
        if not isinstance(row[1], bytes) or type(row[2]) is not int or not 0 < row[2] < 10**16:
            return -1
        found = self.source.leaf_of(row[1], row[2])
        return -1 if found is None else found

    def _unlogged(self, row: EventRow) -> None:
        event = described(row[1], row[2], row[3])
        self.result.add("E03", None, row[1], event=event, position=row[0])
        self.result.count("unlogged")

    def _since(self) -> str:
        return iso(self.up_seal[0]) if self.up_seal[0] >= 0 else ""

    def _closed(self, i: int, stream: bytes, number: int, topic: bytes, salt: Any, state: Any) -> None:
        """The content does not open: remember it until an erasure explains it."""
        event = described(stream, number, topic)
        if state is not None and not isinstance(state, bytes):
            self.result.add(
                "E09", i, stream, event=event, why="it is not stored as bytes", since=self._since()
            )
        elif salt is not None and (not isinstance(salt, bytes) or len(salt) != 32):
            self.result.add("E01.salt", i, stream, event=event, since=self._since())
        else:
            digest = b"" if state is None else _sha256(state).hexdigest().encode()
            flag = b"-" if salt is None else b"S"
            self.unopened.put(i, b"\n".join((flag, digest, self._since().encode(), stream, event.encode())))

    def _attached(self, i: int, stream: bytes, state: bytes) -> None:
        try:
            for file in attachments_of(state):
                shelf = self.files if file.stored else self.files_noted
                digest = bytes.fromhex(file.sha256)
                if shelf.get(digest) is None:
                    shelf.put(digest, b"%d %b" % (i, file.name.encode("utf-8", "replace")))
        except Bad as wrong:
            self.result.add("E09", i, stream, event=show(stream), why=wrong)

    # -- entries that are not events ------------------------------------------------------------------

    def _other(self, i: int, o: Any, v: Any, line: Any, salt: Any) -> bytes:
        """Check an entry that is no event, or has no form; return the time of the last sound one."""
        last_at = self.last_at
        result = self.result
        leaf = parse_leaf(line)
        if leaf is None or leaf.kind == "event":
            result.add(
                "L02", i, o if isinstance(o, bytes) else "", why="its bytes are not spelt as they must be"
            )
            self._guess(i, o, v)
            return last_at
        if leaf.index != i:
            result.add("L03", i, said=leaf.index)
        if leaf.log != self.origin:
            result.add("L04", i, said=leaf.log)
        if o is not None or v is not None or salt is not None:
            result.add("L09", i, what=described(o, v))
        if leaf.at < last_at:
            result.add("L07", i, at=leaf.at, before=last_at)
        if not self.low <= leaf.at <= self.up:
            self._outside(i, leaf.at, b"")
        if (leaf.kind == "genesis") != (i == 0):
            result.add("L02", i, why="the log begins with its one genesis entry")
        result.count(leaf.kind)
        try:
            {"genesis": self._genesis, "heads": self._heads, "erasure": self._erasure, "keys": self._rotate}[
                leaf.kind
            ](i, leaf)
        except Bad as wrong:
            result.add("L02", i, why=wrong)
        return max(last_at, leaf.at)

    def _guess(self, i: int, o: Any, v: Any) -> None:
        """What is wrong is the entry alone: believe its columns, so that nothing else seems wrong as well."""
        if isinstance(o, bytes) and type(v) is int and self.row is not None and self.row[1:3] == (o, v):
            self.row = self._next_row()
        if isinstance(o, bytes) and type(v) is int and 0 < v <= _VERSION_MAX:
            self.guessed = (o, self.heads.get(o))
            self.heads.put(o, v << 40 | i & _INDEX_MASK)

    def _genesis(self, _i: int, leaf: Leaf) -> None:
        self.result.facts["begun_at"] = leaf.at.decode("ascii")
        if leaf.more["predecessor"]:
            self.result.facts["predecessor"] = show(leaf.more["predecessor"], 200)
        for text in leaf.more["keys"]:
            parse_vkey(text)

    def _rotate(self, i: int, leaf: Leaf) -> None:
        for text in leaf.more["add"]:
            key = parse_vkey(text)
            self.retired.pop((key.name, key.key_id), None)
            self.new_keys.append((i, key))
        for text in leaf.more["retire"]:
            key = parse_vkey(text)
            self.retired[(key.name, key.key_id)] = i

    def _erasure(self, i: int, leaf: Leaf) -> None:
        lawful = bool(leaf.more["order"].strip() and leaf.more["basis"].strip())
        for target, remainder in zip(leaf.more["targets"], leaf.more["remainders"]):
            self._erase(i, target, remainder, lawful)
        if lawful:
            for name in leaf.more["files"]:
                self.files_gone.put(bytes.fromhex(name), i)

    def _erase(self, i: int, target: int, remainder: Optional[str], lawful: bool) -> None:
        before, named = self.unopened.get(target), self.erasures.get(target)
        self.erasures.put(target, i)
        if before is None:
            if named is None and lawful:
                self.result.add("W05.kept", target, other=i)
            return
        salt, digest, since, stream, event = bytes(before).split(b"\n", 4)
        if not lawful:
            self.unopened.put(target, b"\n".join((b"N%d" % i, digest, since, stream, event)))
            return
        self.unopened.pop(target)
        self.result.count("erased")
        if digest and digest.decode() != remainder:
            self.result.add(
                "E01.erased",
                target,
                stream,
                since=since.decode(),
                other=i,
                event=event.decode("utf-8", "replace"),
            )
        elif salt == b"S":
            self.result.add("W05.salt", target, stream)

    def _heads(self, i: int, leaf: Leaf) -> None:
        """Make the table of contents again and compare it."""
        covers = int(leaf.more["covers"])
        if covers > i:
            raise Bad("it covers entries behind it")
        shelf, undone = self.heads, self._undone(i, covers)
        if undone is None:
            self.scans += 1
            if self.scans > 10:
                self.result.count("heads_unchecked")
                if self.result.counts["heads_unchecked"] == 1:
                    self.result.add("W01.unchecked", i)
                return
            shelf, undone = self._heads_before(covers), {}
        tree = Tree()
        for lines in _chunks(_head_lines(shelf, undone, self.spaces)):
            tree.extend([_sha256(b"\x00" + line).digest() for line in lines])
        if tree.size != int(leaf.more["count"]):
            self.result.add("H01", i, right=tree.size, said=leaf.more["count"], other=covers)
        elif tree.root().hex() != leaf.more["root"]:
            self.result.add("H01.root", i, other=covers)
        self.result.facts["complete_up_to"] = str(covers)

    def _undone(self, i: int, covers: int) -> Optional[Dict[bytes, Optional[int]]]:
        """Return what the map said before the newest entries, or None when that is too long ago."""
        back = i - covers
        if back > len(self.journal):
            return None
        undone: Dict[bytes, Optional[int]] = {}
        for step in itertools.islice(reversed(self.journal), back):
            if step is not None:
                undone[step[0]] = step[1]
        return undone

    def _heads_before(self, covers: int) -> Shelf:
        shelf = Shelf(HEADS_HELD)
        for row in self.source.leaves():
            if type(row[0]) is int and row[0] >= covers:
                break
            m = EVENT_LEAF.fullmatch(row[3]) if isinstance(row[3], bytes) else None
            if m is not None:
                shelf.put(m[4], min(int(m[5]), _VERSION_MAX) << 40 | int(m[2]))
        return shelf

    # -- after the walk -------------------------------------------------------------------------------

    def finish(self, count: int) -> None:
        """Tell what is left over when every entry has been seen."""
        for entry, value in self.unopened.items():
            salt, digest, since, stream, event = bytes(value).split(b"\n", 4)
            name = event.decode("utf-8", "replace")
            if salt.startswith(b"N"):
                self.result.add("E07.order", entry, stream, since.decode(), event=name, other=salt[1:])
            elif salt == b"S" and digest:
                self.result.add("E01", entry, stream, since.decode(), event=name)
            else:
                self.result.add("E07", entry, stream, since.decode(), event=name)
            self.result.count("unopened")
        for target, _, _ in self.source.erased():
            known = type(target) is int and 0 <= target < 10**16
            if not known or self.erasures.get(target) is None:
                self.result.add("E07.list", target if known else None)
        self._beyond(count)
        self.tiles.finish(min(self.sealed_size, self.tree.size), count)
        for size in sorted(self.unresolved):
            self.result.add("C02", size=size)
        self._tail(count)
        self.result.facts["origin"] = show(self.origin)

    def _beyond(self, count: int) -> None:
        """Seals over more entries than there are: the end was cut off, or a backup was restored."""
        longest = 0
        while self.place < len(self.seals):
            probe = self.seals.at(self.place)
            self.place += 1
            if probe.who:
                if not probe.refused:
                    self.result.add("C04", size=probe.size, who=probe.who, count=count)
            else:
                longest = max(longest, probe.size)
                self._key_rules(probe)
        if longest:
            self.result.add("T02", size=longest, count=count)

    def _tail(self, count: int) -> None:
        """Entries under no seal: a note while young, a finding when sealing has stopped."""
        r, now = self.result, self._now()
        r.counts["sealed"], r.counts["confirmed"] = min(self.sealed_size, count), min(self.quorum_size, count)
        if r.has("T01", "T02", "L01"):
            return  # what is sealed can no longer be told
        for size, limit in ((self.covered_size, self.o["cadence_s"]), (self.quorum_size, self.o["seal_s"])):
            if size >= count or (limit == self.o["seal_s"] and self.policy.quorum == "none"):
                continue
            at = self._time_of(size)
            old = at is not None and now - seconds_of(at) > 2 * limit
            said: Dict[str, Any] = {"first": size, "at": at or "?", "count": count - size}
            if limit == self.o["cadence_s"]:
                r.add("C10", seconds=2 * limit, **said) if old else r.add("W03", **said)
            elif not r.has("C03") and size < self.covered_size:
                r.add("C03.old", hours=2 * limit // 3600, **said) if old else r.add("W03.quorum", **said)

    def _time_of(self, index: int) -> Optional[str]:
        for row in self.source.leaves_from(index):
            leaf = parse_leaf(row[3])
            return leaf.at.decode("ascii") if leaf is not None else None
        return None

    def _now(self) -> float:
        said = self.o["now"] or self.source.about().get("created_at", "")
        try:
            last = seconds_of(self.last_at.decode("ascii")) if self.last_at else 0.0
            return max(seconds_of(said), last) if said else last
        except Bad:
            return 0.0


def _chunks(lines: Iterable[bytes], size: int = 8192) -> Iterator[List[bytes]]:
    stream = iter(lines)
    while True:
        chunk = list(itertools.islice(stream, size))
        if not chunk:
            return
        yield chunk


def _head_lines(shelf: Shelf, undone: Mapping[bytes, Optional[int]], spaces: bool) -> Iterable[bytes]:
    """Yield the lines of a heads map in the order of their bytes."""
    lines = (
        b"%b %d %d\n" % (stream, value >> 40, value & _INDEX_MASK)
        for stream, last in shelf.items()
        for value in (undone.get(stream, last),)
        if value is not None
    )
    # A name with a space in it may sort elsewhere as a line than as a name.
    return sorted(lines) if spaces else lines


def show_note(note: bytes) -> str:
    """Return a whole note to print as evidence."""
    return "".join(
        c if c.isprintable() or c == "\n" else "·" for c in note.decode("utf-8", "replace")[:20_000]
    )


def check_times(
    checkpoint: Checkpoint,
    judged: Judged,
    policy: Policy,
    tokens: Iterable[Tuple[bytes, bytes]],
    result: Result,
) -> Tuple[float, float]:
    """Return between which instants a checkpoint was made, as far as others prove it; -1 when unknown."""
    low, up = judged.median() if judged.quorum else (None, None)
    clocks = dict(judged.times)
    for name, token in tokens:
        if not policy.pins:
            result.add("W04.pin", name=name)
            continue
        try:
            stamp = check_token(token, checkpoint.note.body, policy.pins)
        except Bad as wrong:
            result.add("D05", name=name, size=checkpoint.size, why=wrong)
            continue
        result.count("tokens")
        clocks[stamp.name] = stamp.time
        low = stamp.time if low is None else min(low, stamp.time)
        up = stamp.time if up is None else min(up, stamp.time)
    if clocks and max(clocks.values()) - min(clocks.values()) > SKEW_S:
        told = ", ".join(f"{show(name)} {iso(moment)[:19]}" for name, moment in sorted(clocks.items()))
        result.add("W04", size=checkpoint.size, skew=SKEW_S, names=told[:300])
    return (-1.0 if low is None else float(low)), (-1.0 if up is None else float(up))


def notebook_entry(
    notebook: Optional[Mapping[str, Any]], origin: bytes, result: Result
) -> Optional[Tuple[int, bytes, str]]:
    """Return size, root and time of what the auditor noted of this log before."""
    entry = (notebook or {}).get(origin.decode("utf-8", "surrogateescape"))
    if entry is None:
        return None
    try:
        if (
            not isinstance(entry, dict)
            or type(entry.get("size")) is not int
            or not isinstance(entry.get("root"), str)
        ):
            raise Bad("an entry without size and root")
        root = decode64(entry["root"], "the root")
        if len(root) != HASH_BYTES or not 0 <= entry["size"] < 10**16:
            raise Bad("an entry without size and root")
    except Bad as wrong:
        result.add("R01", what="notebook", why=wrong)
        return None
    return entry["size"], root, show(entry.get("seen_at", ""))


def audit(
    source: Source,
    policy: Policy,
    files: Union[str, Path, None] = None,
    archives: Sequence[Union[str, Path]] = (),
    notebook: Optional[Mapping[str, Any]] = None,
    progress: Optional[Callable[[int], None]] = None,
    *,
    now: str = "",
    cadence_s: int = 60,
    seal_s: int = 86_400,
) -> Result:
    """Check a whole log against the policy, and against what others remember of it."""
    options = {
        "files": files,
        "archives": tuple(archives),
        "notebook": notebook,
        "progress": progress,
        "now": now,
        "cadence_s": cadence_s,
        "seal_s": seal_s,
    }
    try:
        return _audit_once(source, policy, options)
    except sqlite3.DataError:  # a value larger than any of ours: look again, and at each value's length first
        careful = getattr(source, "careful", None)
        if careful is not None:
            careful()
        return _audit_once(source, policy, options, patient=True)


def _audit_once(
    source: Source, policy: Policy, options: Mapping[str, Any], *, patient: bool = False
) -> Result:
    result = Result("audit")
    run = _Audit(source, policy, result, options)
    try:
        run.read_seals()
        run.finish(run.walk())
        _name_cases(source, result)
        if options["files"] is not None:
            _check_files(Path(options["files"]), run)
    except (CannotRead, sqlite3.Error, OSError, MemoryError, OverflowError, UnicodeError) as wrong:
        if isinstance(wrong, sqlite3.DataError) and not patient:
            raise
        result.add("R01", what="log", why=wrong)
    finally:
        for shelf in (run.heads, run.unopened, run.erasures, run.files, run.files_gone, run.files_noted):
            shelf.close()
    return result


def number_in(state: object) -> str:
    """Return the number that people know a case by, where this event gives it one."""
    try:
        event = safe_json(state)["event"] if isinstance(state, bytes) else {}
        number = event.get("number")
    except (Bad, KeyError, TypeError, AttributeError):
        return ""
    return show(number) if isinstance(number, str) and number.strip() else ""


def _name_cases(source: Source, result: Result) -> None:
    """Put the number of a case before its name in the findings, since nobody knows it by the other."""
    names: Dict[str, Tuple[str, str]] = {}
    for stream in sorted({f.subject for f in result.findings if f.subject})[:NAMED_AT_MOST]:
        for version in range(1, NUMBERED_UP_TO + 1):
            row = source.row_of(stream.encode("utf-8"), version)
            number = "" if row is None else number_in(row[4])
            if number:
                event = described(stream, version)
                doubtful = any(event in f.text[1] for f in result.findings if f.code == "E01")
                names[stream] = tuple(t.format(number) for t in _NUMBER[doubtful])  # type: ignore[assignment]
                break
    for place, finding in enumerate(result.findings):
        numbers = names.get(finding.subject)
        if numbers:
            text = tuple(
                said.replace(finding.subject, f"{number}, {finding.subject}", 1)
                for said, number in zip(finding.text, numbers)
            )
            result.findings[place] = finding._replace(text=(text[0], text[1]))


# === Files ============================================================================================


def file_sha256(path: Path) -> bytes:
    """Return the hash of a file, read piece by piece."""
    digest = _sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.digest()


def _check_files(folder: Path, run: _Audit) -> None:
    """Compare the folder of files with what the events record."""
    result = run.result
    result.count("files_asked")
    if (folder / "files").is_dir():
        folder = folder / "files"
    if not folder.is_dir():
        result.add("R01", what="files", why="no such folder")
        return
    for digest, noted in run.files.items():
        _check_recorded(folder, digest, bytes(noted), run)
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            _check_stored(Path(root), name, run)


def _regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _check_recorded(folder: Path, digest: bytes, noted: bytes, run: _Audit) -> None:
    entry, _, name = noted.decode("utf-8", "replace").partition(" ")
    path = folder / digest.hex()[:2] / digest.hex()
    told = [("SHA-256", groups(digest))]
    run.result.count("files")
    if not _regular(path):
        if run.files_gone.get(digest) is None:
            run.result.add("F02", int(entry), name=name, technical=told)
        else:
            run.result.count("files_erased")
        return
    try:
        right = file_sha256(path) == digest
    except OSError as wrong:
        run.result.add("R01", what=name, why=wrong.strerror)
        return
    if right:
        run.result.count("files_right")
    else:
        run.result.add("F01", int(entry), name=name, technical=told)


def _check_stored(root: Path, name: str, run: _Audit) -> None:
    if name.endswith(".part"):
        return
    if re.fullmatch("[0-9a-f]{64}", name) and root.name == name[:2]:
        digest = bytes.fromhex(name)
        if any(shelf.get(digest) is not None for shelf in (run.files, run.files_gone, run.files_noted)):
            return
    run.result.add("F03", name=name)


# === Bundle: one case =================================================================================

BUNDLE_FILES_MAX = 20_000
BUNDLE_FILE_BYTES_MAX = 1 << 26
BUNDLE_ATTACHMENT_BYTES_MAX = 1 << 29
BUNDLE_BYTES_MAX = 1 << 31
_BUNDLE_NAMES = re.compile(
    r"manifest\.json|checkpoint\.txt|heads\.json|report\.(html|pdf)|(calendar/)?events\.ndjson"
    r"|(calendar/)?proofs/(0|[1-9][0-9]{0,15})\.tlog-proof"
    r"|checkpoints/(0|[1-9][0-9]{0,15})\.(txt|consistency)"
    r"|tsa/(0|[1-9][0-9]{0,15})(-[A-Za-z0-9._-]{1,60})?\.tsr|attachments/[A-Za-z0-9._-]{1,180}"
)


class _Zip:
    """A bundle as a closed set of files: safe names, nothing twice, nothing larger than it may be."""

    def __init__(self, path: Union[str, Path], result: Result) -> None:
        self.result = result
        self._left = BUNDLE_BYTES_MAX
        try:
            _check_zip_end(Path(path))
            self._z = zipfile.ZipFile(path)
            infos = self._z.infolist()
        except (OSError, zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, Bad) as wrong:
            raise CannotRead(f"not a readable zip ({show(wrong)})") from wrong
        self.files: Dict[str, zipfile.ZipInfo] = {}
        seen: Set[str] = set()
        for info in infos:
            self._take(info, seen)

    def _take(self, info: zipfile.ZipInfo, seen: Set[str]) -> None:
        name = info.filename
        if name.endswith("/") and info.file_size == 0 and re.fullmatch(r"[a-z]{1,20}/(proofs/)?", name):
            return  # a folder
        unsafe = (
            ".." in name.split("/") or not re.fullmatch(r"[A-Za-z0-9._/-]{1,250}", name) or name[0] == "/"
        )
        if unsafe or name.lower() in seen or name != info.orig_filename:
            self.result.add("B03", name=name, subject="unsafe")
            return
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.result.add("B01", name=name, why="packed in a way that is not used here")
            return
        seen.add(name.lower())
        self.files[name] = info
        if not _BUNDLE_NAMES.fullmatch(name):
            self.result.add("B03", name=name)

    def close(self) -> None:
        """Close the file."""
        self._z.close()

    def pieces(self, name: str, limit: int) -> Iterator[bytes]:
        """Yield the bytes of a file; no more than allowed, whatever its header says. Raises ``Bad``."""
        total = 0
        try:
            with self._z.open(self.files[name]) as file:
                while True:
                    piece = file.read(1 << 18)
                    if not piece:
                        break
                    total += len(piece)
                    self._left -= len(piece)
                    if total > limit or self._left < 0:
                        raise Bad("it is larger than it may be")
                    yield piece
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as w:
            raise Bad("its packing is damaged") from w
        if total != self.files[name].file_size:
            raise Bad("its size is not what the zip says")

    def read(self, name: str) -> bytes:
        """Return a whole file. Raises ``Bad``."""
        if name not in self.files:
            raise Bad(f"{name} is not in the bundle")
        return b"".join(self.pieces(name, BUNDLE_FILE_BYTES_MAX))


def _check_zip_end(path: Path) -> None:
    """Refuse a directory of the zip that would fill the memory. Raises ``Bad``."""
    with open(path, "rb") as file:
        start = file.read(4)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 22))
        end = file.read(22)
    count, length, offset = (int.from_bytes(end[a:b], "little") for a, b in ((10, 12), (12, 16), (16, 20)))
    if len(end) < 22 or end[:4] != b"PK\x05\x06":
        raise Bad("its end is missing, or something stands behind it")
    if start != b"PK\x03\x04" or offset + length + 22 != size:
        raise Bad("something stands before it")
    if count > BUNDLE_FILES_MAX or length > BUNDLE_FILES_MAX * 400:
        raise Bad("more files than any bundle has")


class _Seal(NamedTuple):
    size: int
    root: bytes
    low: float
    up: float


class _Line(NamedTuple):
    """One entry of the bundle: the leaf, its bytes, its content and salt, and in which folder its proof is."""

    leaf: Leaf
    text: bytes
    state: Optional[bytes]
    salt: Optional[bytes]
    folder: str


class _Bundle:
    """One run over a bundle."""

    def __init__(self, files: _Zip, policy: Optional[Policy], result: Result) -> None:
        self.z, self.policy, self.result = files, policy, result
        self.signatures = Signatures()
        self.request = b""
        self.related: List[bytes] = []
        self.seals: List[_Seal] = []
        self.head: Optional[Checkpoint] = None
        self.head_note = b""
        self.lines: List[_Line] = []
        self.erasures: Dict[int, Tuple[int, Optional[str], bool]] = {}
        self.files_gone: Set[str] = set()
        self.digests: Dict[str, str] = {}

    def run(self, notebook: Optional[Mapping[str, Any]]) -> None:
        """Do every check of a bundle."""
        self.manifest()
        self.checkpoints()
        self.read_lines()
        for line in self.lines:
            self._entry(line)
        self._unbounded()
        self._streams()
        self._completeness()
        self._files()
        self._compare(notebook)
        self._rows()

    # -- the list of contents -------------------------------------------------------------------------

    def manifest(self) -> None:
        """Compare the list of contents with the files, both ways."""
        listed: Dict[str, Tuple[str, int]] = {}
        try:
            manifest = safe_json(self.z.read("manifest.json"))
            if not isinstance(manifest, dict) or manifest.get("format") != "ppid-evidence/1":
                raise Bad("not a list of contents of ours")
            self.request = _ascii(manifest.get("request"))
            related = manifest.get("related", [])
            if not isinstance(related, list) or not isinstance(manifest.get("files"), list):
                raise Bad("a part is missing")
            self.related = [_ascii(name) for name in related[:100]]
            for file in manifest["files"]:
                name = _ascii(file["path"]).decode()
                if name in listed:
                    self.result.add("B01", name=name, why="it is listed twice")
                listed[name] = (str(file["sha256"]), int(file["size"]))
            self.result.facts["created"] = show(manifest.get("created", ""))
        except (Bad, KeyError, TypeError, ValueError) as wrong:
            self.result.add(
                "R01", what="manifest.json", why=wrong if isinstance(wrong, Bad) else "a part is missing"
            )
            raise CannotRead("no list of contents") from wrong
        self.result.facts["request"] = show(self.request)
        for name in self.z.files:
            if name != "manifest.json":
                self._listed(name, listed)
        for name in listed:
            if name not in self.z.files:
                self.result.add("B01", name=name, why="it is listed, but not there")

    def _listed(self, name: str, listed: Mapping[str, Tuple[str, int]]) -> None:
        digest, size = _sha256(), 0
        limit = BUNDLE_ATTACHMENT_BYTES_MAX if name.startswith("attachments/") else BUNDLE_FILE_BYTES_MAX
        try:
            for piece in self.z.pieces(name, limit):
                digest.update(piece)
                size += len(piece)
        except Bad as wrong:
            self.result.add("B01", name=name, why=wrong)
            return
        self.digests[name] = digest.hexdigest()
        self.result.count("bundle_files")
        if name not in listed:
            self.result.add("B03", name=name)
        elif listed[name] != (digest.hexdigest(), size):
            self.result.add("B01", name=name, why="its bytes are not those that are listed")

    # -- checkpoints ----------------------------------------------------------------------------------

    def checkpoints(self) -> None:
        """Read the head and the checkpoints that bracket the entries."""
        if self.policy is None:
            self.result.add("W05.unsigned")
        try:
            self.head = self._judged("checkpoint.txt", trust=True)
            self.head_note = self.z.read("checkpoint.txt")
        except Bad as wrong:
            self.result.add("C11", what="checkpoint.txt", why=wrong)
            raise CannotRead("no checkpoint") from wrong
        for name in sorted(self.z.files):
            m = re.fullmatch(r"checkpoints/([0-9]+)\.txt", name)
            if m:
                try:
                    self._bracket(name, int(m[1]))
                except Bad as wrong:
                    self.result.add("C11", what=name, why=wrong)
        self.seals.sort()

    def _judged(self, name: str, *, trust: bool) -> Checkpoint:
        """Check the signatures of a checkpoint, and keep it as a bound of time if enough signed it."""
        checkpoint = parse_checkpoint(self.z.read(name))
        if self.policy is None:
            return checkpoint
        judged, r, size = judge(checkpoint, self.policy, self.signatures), self.result, checkpoint.size
        r.count("checkpoints")
        if judged.log_wrong:
            r.add("C01", size=size)
        elif not judged.log_keys:
            key = "C02" if checkpoint.origin in self.policy.origins() else "C02.origin"
            r.add(key, size=size, said=checkpoint.origin)
        if judged.wrong:
            r.add("C08", size=size, names=", ".join(judged.wrong))
        if not judged.quorum and (trust or judged.wrong):
            r.add("C03", size=size, names=", ".join(judged.times) or "–", quorum=self.policy.quorum)
        low, up = check_times(checkpoint, judged, self.policy, self._tokens(size), r)
        self.seals.append(_Seal(size, checkpoint.root, low, up))
        if trust:
            r.facts["confirmed_by"] = ", ".join(sorted(judged.times))
            if low >= 0:
                r.facts["confirmed_at"] = iso(low)
            r.quorum_note = (size, checkpoint.root, self.z.read(name))
        return checkpoint

    def _tokens(self, size: int) -> List[Tuple[bytes, bytes]]:
        found = []
        for name in self.z.files:
            m = re.fullmatch(r"tsa/([0-9]+)(?:-(.+))?\.tsr", name)
            if m and int(m[1]) == size:
                try:
                    found.append(((m[2] or "TSA").encode(), self.z.read(name)))
                except Bad as wrong:
                    self.result.add("D05", name=name, size=size, why=wrong)
        return found

    def _bracket(self, name: str, said: int) -> None:
        head = self.head
        assert head is not None
        checkpoint = self._judged(name, trust=False)
        size = checkpoint.size
        if size != said:
            raise Bad("it says another size")
        if checkpoint.origin != head.origin:
            raise Bad("it belongs to another log")
        if size > head.size:
            self.result.add("C05.chain", size=head.size, other=size, who=name)
            return
        proof = name[:-3] + "consistency"
        if size == head.size:
            hashes: Tuple[bytes, ...] = ()
        elif proof not in self.z.files:
            self.result.add("C09", size=size, other=head.size)
            self.seals = [s for s in self.seals if s.size != size or s.root == head.root]
            return
        else:
            hashes = parse_hashes(self.z.read(proof).split(b"\n")[:-1])
        good = consistency_holds(size, checkpoint.root, head.size, head.root, hashes)
        if size == 0:
            good = checkpoint.root == EMPTY_ROOT
        if not good:
            self.result.add("C05.chain", size=head.size, other=size, who=name)

    # -- entries --------------------------------------------------------------------------------------

    def read_lines(self) -> None:
        """Read all entries, and first the erasures among them."""
        for folder in ("", "calendar/"):
            name = folder + "events.ndjson"
            if name not in self.z.files:
                if not folder:
                    self.result.add("B01", name=name, why="it is not there")
                continue
            try:
                lines = self.z.read(name).split(b"\n")
            except Bad as wrong:
                self.result.add("B01", name=name, why=wrong)
                continue
            for number, text in enumerate(lines, 1):
                if text:
                    self._read_line(f"{name}:{number}", text, folder)
        for line in self.lines:
            if line.leaf.kind == "erasure":
                self._erasure(line.leaf)

    def _read_line(self, where: str, text: bytes, folder: str) -> None:
        try:
            value = safe_json(text)
            if not isinstance(value, dict) or not isinstance(value.get("leaf"), str):
                raise Bad("a line without an entry")
            if set(value) - {"leaf", "state", "salt"}:
                raise Bad("a part that does not belong to an entry")
            leaf_text = _ascii(value["leaf"])
            leaf = parse_leaf(leaf_text)
            if leaf is None:
                raise Bad("its bytes are not spelt as they must be")
            parts = [
                None if value.get(k) is None else decode64(_ascii(value[k]), k) for k in ("state", "salt")
            ]
        except Bad as wrong:
            self.result.add("L02", subject=where, why=f"{where}: {wrong}")
            return
        self.lines.append(_Line(leaf, leaf_text, parts[0], parts[1], folder))

    def _erasure(self, leaf: Leaf) -> None:
        lawful = bool(leaf.more["order"].strip() and leaf.more["basis"].strip())
        for target, remainder in zip(leaf.more["targets"], leaf.more["remainders"]):
            if lawful or target not in self.erasures:
                self.erasures[target] = (leaf.index, remainder, lawful)
        if lawful:
            self.files_gone.update(leaf.more["files"])

    def _entry(self, line: _Line) -> None:
        """Check one entry: its place in the log, its time, its owner, and its content."""
        leaf, r, head = line.leaf, self.result, self.head
        assert head is not None
        r.count("entries")
        if leaf.log != head.origin:
            r.add("L04", leaf.index, leaf.stream, said=leaf.log)
        try:
            proof = parse_proof(self.z.read(f"{line.folder}proofs/{leaf.index}.tlog-proof"))
            if proof.index != leaf.index:
                raise Bad("its proof is that of another entry")
            if proof.note != self.head_note:
                raise Bad("its proof leads to another checkpoint")
            if not inclusion_holds(leaf_hash(line.text), leaf.index, head.size, proof.hashes, head.root):
                raise Bad("the hashes do not lead to the checkpoint")
            r.count("proven")
        except Bad as wrong:
            r.add("B02", leaf.index, leaf.stream, why=wrong)
        self._time(leaf)
        if leaf.kind == "event":
            wanted = self.related if line.folder else [self.request]
            if leaf.stream not in wanted:
                r.add("B06", leaf.index, leaf.stream, stream=leaf.stream)
            self._content(line)
        elif leaf.kind != "erasure":
            r.add("B06", leaf.index, stream=leaf.kind)
        elif line.state is not None or line.salt is not None:
            r.add("B03.content", leaf.index)

    def _bracketing(self, leaf: Leaf) -> Tuple[Optional[_Seal], Optional[_Seal]]:
        timed = [seal for seal in self.seals if seal.low >= 0]
        before = [seal for seal in timed if seal.size <= leaf.index]
        after = [seal for seal in timed if seal.size > leaf.index]
        return (before[-1] if before else None), (after[0] if after else None)

    def _time(self, leaf: Leaf) -> None:
        before, after = self._bracketing(leaf)
        moment, at = seconds_of(leaf.at.decode("ascii")), leaf.at
        if before is not None:
            low = min(seal.low for seal in self.seals if seal.low >= 0 and seal.size >= before.size)
            if moment < low - SKEW_S:
                self.result.add(
                    "D01", leaf.index, leaf.stream, iso(low), at=at, size=before.size, seal=iso(low)
                )
        if after is not None and moment >= after.up + SKEW_S + 1:
            seal = iso(after.up)
            self.result.add("D02", leaf.index, leaf.stream, seal, at=at, size=after.size, seal=seal)

    def _unbounded(self) -> None:
        """Say of how many entries no seal before them proves the time: whoever wants to back-date leaves it out."""
        if self.policy is None or self.policy.quorum == "none":
            return
        count = 0
        for line in self.lines:
            before, after = self._bracketing(line.leaf)
            claimed = seconds_of(line.leaf.at.decode("ascii"))
            # A seal is made each day: what is far older than the first that contains it had one before it.
            count += before is None and after is not None and after.up - claimed > 2 * 86_400
        if count:
            self.result.add("W04.bounds", count=count)

    def _content(self, line: _Line) -> None:
        leaf, r = line.leaf, self.result
        event = described(leaf.stream, leaf.version, leaf.topic)
        order = self.erasures.get(leaf.index)
        since = self._bracketing(leaf)[1]
        said = iso(since.up) if since is not None else ""
        if opens(leaf.commit, line.salt, line.state):
            r.count("opened")
            if leaf.stream == self.request and "number" not in r.facts:
                r.facts["number"] = number_in(line.state)
                if not r.facts["number"]:
                    del r.facts["number"]
            if order is not None and order[2]:
                r.add("W05.kept", leaf.index, leaf.stream, other=order[0])
        elif order is not None and not order[2]:
            r.add("E07.order", leaf.index, leaf.stream, said, event=event, other=order[0])
        elif order is not None:
            r.count("erased")
            if line.state is not None and _sha256(line.state).hexdigest() != order[1]:
                r.add("E01.erased", leaf.index, leaf.stream, said, event=event, other=order[0])
            elif line.salt is not None:
                r.add("W05.salt", leaf.index, leaf.stream)
        elif line.state is None or line.salt is None:
            r.add("E07", leaf.index, leaf.stream, said, event=event)
        elif len(line.salt) != 32:
            r.add("E01.salt", leaf.index, leaf.stream, said, event=event)
        else:
            r.add("E01", leaf.index, leaf.stream, said, event=event)

    def _streams(self) -> None:
        """Check that versions run from 1 without a gap, each after the one before, and that time runs on."""
        last: Dict[bytes, Tuple[int, int]] = {}
        others: Set[int] = set()
        before = b""
        for line in sorted(self.lines, key=lambda x: x.leaf.index):
            leaf, r = line.leaf, self.result
            if leaf.at < before:
                r.add("L07", leaf.index, leaf.stream, at=leaf.at, before=before)
            before = max(before, leaf.at)
            if leaf.kind != "event":
                if leaf.index in others:
                    r.add("L03.twice", leaf.index)
                others.add(leaf.index)
                continue
            version, index = last.get(leaf.stream, (0, None))
            if leaf.version <= version:
                r.add("L05", leaf.index, leaf.stream, other=index, version=leaf.version, stream=leaf.stream)
                continue
            if leaf.version > version + 1:
                r.add("B04.gap", leaf.index, leaf.stream, stream=leaf.stream, right=version + 1)
            elif leaf.prev != index:
                r.add(
                    "L06",
                    leaf.index,
                    leaf.stream,
                    stream=leaf.stream,
                    version=leaf.version,
                    said=leaf.prev,
                    right=version + 1,
                    other="–" if index is None else index,
                )
            last[leaf.stream] = (leaf.version, leaf.index)
        if self.request not in last:
            self.result.add("B04", stream=self.request, right="≥ 1", other="–", said=0)

    # -- completeness ---------------------------------------------------------------------------------

    def _completeness(self) -> None:
        streams = [self.request, *self.related]
        if "heads.json" not in self.z.files:
            for stream in streams:
                self.result.add("W01", subject=stream, stream=stream)
            return
        try:
            proven = self._heads()
        except (Bad, KeyError, TypeError, ValueError) as wrong:
            self.result.add("B05", why=wrong if isinstance(wrong, Bad) else "a part is missing")
            return
        for stream in streams:
            if stream not in proven:
                self.result.add("W01", subject=stream, stream=stream)

    def _heads(self) -> Set[bytes]:
        """Check the logged table of contents and the lines of it that the bundle shows. Raises ``Bad``."""
        value, head = safe_json(self.z.read("heads.json")), self.head
        assert head is not None
        text = _ascii(value["leaf"])
        leaf = parse_leaf(text)
        if leaf is None or leaf.kind != "heads" or leaf.log != head.origin or leaf.index != value["index"]:
            raise Bad("it is not a table of contents of this log")
        if not inclusion_holds(
            leaf_hash(text), leaf.index, head.size, parse_hashes(value["log_proof"]), head.root
        ):
            raise Bad("the table of contents is not in the log")
        proven = set()
        for entry in value["entries"]:
            stream = _ascii(entry["stream"])
            line, position = _ascii(entry["entry"]), entry["position"]
            m = re.fullmatch(re.escape(stream) + rb" ([1-9][0-9]{0,15}) (0|[1-9][0-9]{0,15})", line)
            if m is None or type(position) is not int:
                raise Bad("a line of the table is not one of this stream")
            root, proof = bytes.fromhex(leaf.more["root"]), parse_hashes(entry["map_proof"])
            if not inclusion_holds(leaf_hash(line + b"\n"), position, leaf.more["count"], proof, root):
                raise Bad("a line is not in the table of contents")
            self._whole(stream, int(m[1]), int(m[2]), leaf)
            proven.add(stream)
        return proven

    def _whole(self, stream: bytes, version: int, index: int, heads: Leaf) -> None:
        covers = heads.more["covers"]
        mine = [x.leaf for x in self.lines if x.leaf.kind == "event" and x.leaf.stream == stream]
        mine = [leaf for leaf in mine if leaf.index < covers]
        if len({leaf.index for leaf in mine}) != version:
            self.result.add(
                "B04",
                None,
                stream,
                stream=stream,
                right=version,
                other=covers,
                said=len({leaf.index for leaf in mine}),
            )
        elif max((leaf.index for leaf in mine), default=-1) != index:
            self.result.add("B05", None, stream, why="the last entry of the stream is another one")
        else:
            self.result.count("complete_streams")
            self._fresh(stream, heads)
            if stream == self.request:
                self.result.facts["complete_up_to"] = f"{covers} ({heads.at.decode('ascii')[:19]}Z)"

    def _fresh(self, stream: bytes, heads: Leaf) -> None:
        """A table is made each day: an old one under a newer seal may be chosen to hide what came later."""
        head, at = self.head, heads.at.decode("ascii")
        if self.policy is None or self.policy.quorum == "none" or self.result.has("C03"):
            return  # nobody outside says when the seal was made
        made = [seal.low for seal in self.seals if head is not None and seal.size == head.size]
        if head is not None and made and made[0] - seconds_of(at) > 2 * 86_400:
            self.result.add(
                "W01.upto",
                None,
                stream,
                stream=stream,
                other=heads.more["covers"],
                at=at[:19] + "Z",
                size=head.size,
            )

    # -- files, notebook, table -----------------------------------------------------------------------

    def _files(self) -> None:
        recorded: Dict[str, Tuple[int, str]] = {}
        for line in self.lines:
            if (
                line.leaf.kind == "event"
                and not line.folder
                and opens(line.leaf.commit, line.salt, line.state)
            ):
                try:
                    for file in attachments_of(line.state or b""):
                        recorded.setdefault(file.sha256, (line.leaf.index, file.name))
                except Bad as wrong:
                    self.result.add(
                        "E09", line.leaf.index, line.leaf.stream, event=show(line.leaf.stream), why=wrong
                    )
        there = {digest for name, digest in self.digests.items() if name.startswith("attachments/")}
        replaced: Set[str] = set()
        for name, digest in self.digests.items():
            if name.startswith("attachments/") and digest not in recorded:
                self._strange(name, recorded, replaced)
        for digest, (index, name) in recorded.items():
            self.result.count("files")
            if digest in there:
                self.result.count("files_right")
            elif digest not in replaced:
                self.result.add(
                    "W02", index, name=name, technical=[("SHA-256", groups(bytes.fromhex(digest)))]
                )

    def _strange(self, path: str, recorded: Mapping[str, Tuple[int, str]], replaced: Set[str]) -> None:
        """Tell whether a file that nobody recorded stands in the place of a recorded one, or was added."""
        name = path.split("/", 1)[1]
        for digest, (index, label) in recorded.items():
            if name.startswith(digest[:16]) or name == label:
                told = [("SHA-256", groups(bytes.fromhex(digest)))]
                self.result.add("F01", index, name=label, technical=told)
                replaced.add(digest)
                return
        if not self.result.has("E01", "E07"):  # an altered content may have recorded it
            self.result.add("B03", name=path)

    def _compare(self, notebook: Optional[Mapping[str, Any]]) -> None:
        head = self.head
        assert head is not None
        entry = notebook_entry(notebook, head.origin, self.result)
        if entry is None:
            return
        size, root, _ = entry
        same = [seal for seal in self.seals if seal.size == size]
        if any(seal.root != root for seal in same):
            self.result.add("C05", size=size, who="your notebook / buku catatan Anda")
        elif not same:
            before = self._note_time(notebook, head.origin)
            now = max((seal.low for seal in self.seals if seal.size == head.size), default=-1.0)
            if head.size < size and before >= 0 and now > before + SKEW_S:
                self.result.add("C04", size=size, count=head.size, who="your notebook / buku catatan Anda")
            else:
                self.result.add("W05", size=size)

    def _note_time(self, notebook: Optional[Mapping[str, Any]], origin: bytes) -> float:
        try:
            note = (notebook or {})[origin.decode("utf-8", "replace")]["note"].encode("utf-8")
            assert self.policy is not None
            judged = judge(parse_checkpoint(note), self.policy, self.signatures)
        except (Bad, KeyError, AttributeError, TypeError, UnicodeError):
            return -1.0
        low = judged.median()[0]
        return -1.0 if low is None else float(low)

    def _rows(self) -> None:
        # The case first, then the calendar that its due dates were counted by.
        for line in sorted(self.lines, key=lambda x: (bool(x.folder), x.leaf.index)):
            leaf = line.leaf
            before, after = self._bracketing(leaf)
            self.result.rows.append(
                (
                    str(leaf.index),
                    show(leaf.topic or leaf.kind),
                    f"v{leaf.version}" if leaf.version else "",
                    leaf.at.decode("ascii")[:19] + "Z",
                    iso(before.low)[:19] + "Z" if before else "–",
                    iso(after.up)[:19] + "Z" if after else "–",
                )
            )


def _ascii(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > 1 << 27:
        raise Bad("a text is missing")
    try:
        return value.encode("ascii")
    except UnicodeEncodeError as wrong:
        raise Bad("a text with letters that are not used here") from wrong


def verify_bundle(
    path: Union[str, Path], policy: Policy, notebook: Optional[Mapping[str, Any]] = None
) -> Result:
    """Check the evidence of one case."""
    result = Result("bundle")
    try:
        with closing(_Zip(path, result)) as files:
            _Bundle(files, policy, result).run(notebook)
    except (CannotRead, MemoryError, OSError) as wrong:
        result.add("R01", what=Path(path).name, why=wrong)
    return result


# === Compare: what several witnesses saw ==============================================================


def compare(
    paths: Sequence[Union[str, Path]],
    policy: Optional[Policy] = None,
    export: Union[str, Path, Source, None] = None,
) -> Result:
    """Compare the archives of witnesses with each other, and with an export where there is one."""
    result = Result("compare")
    if policy is None:
        result.add("W05.unsigned")
    run = _Compare(policy, result)
    for path in paths:
        run.read(path)
    run.meet()
    if export is not None:
        try:
            run.against(export)
        except (CannotRead, sqlite3.Error, OSError, UnicodeError) as wrong:
            result.add("R01", what="export", why=wrong)
    return result


class _Compare:
    def __init__(self, policy: Optional[Policy], result: Result) -> None:
        self.policy, self.result = policy, result
        self.signatures = Signatures()
        self.seen: Dict[Tuple[bytes, int], Dict[bytes, Tuple[str, bytes]]] = {}
        self.sizes: Dict[bytes, Dict[str, Set[int]]] = {}

    def read(self, path: Union[str, Path]) -> None:
        """Read one archive: each note against its signatures, and against the one before it."""
        who = show(Path(path).name)
        roots: Dict[Tuple[bytes, int], bytes] = {}
        for line in archive_lines(path, self.result):
            c = line.checkpoint
            self.result.count("notes")
            if self.policy is not None and not self._signed(line, who):
                continue
            if line.refused:
                self.result.count("refused")
                self.result.rows.append((who, str(line.number), line.at, str(c.size), line.refused, ""))
            else:
                self.sizes.setdefault(c.origin, {}).setdefault(who, set()).add(c.size)
                self._continues(line, who, roots)
            known = self.seen.setdefault((c.origin, c.size), {})
            known.setdefault(c.root, (f"{who}:{line.number}", line.note))

    def _signed(self, line: ArchiveLine, who: str) -> bool:
        assert self.policy is not None
        judged = judge(line.checkpoint, self.policy, self.signatures)
        where, size = f"{who}:{line.number}", line.checkpoint.size
        if judged.wrong:
            self.result.add("C08", subject=where, size=size, names=", ".join(judged.wrong))
        if judged.log_wrong:
            self.result.add("C01", subject=where, size=size)
        elif not judged.log_keys:
            self.result.add("C02", subject=where, size=size)
        return bool(judged.log_keys)

    def _continues(self, line: ArchiveLine, who: str, roots: Dict[Tuple[bytes, int], bytes]) -> None:
        c = line.checkpoint
        before = roots.get((c.origin, line.old))
        if line.old and before is not None:
            good = consistency_holds(line.old, before, c.size, c.root, line.proof)
            self.result.count("continued", int(good))
            if not good:
                # Nobody signed the proof: a wrong one accuses the archive, not the log.
                self.result.add("C09", subject=f"{who}:{line.number}", size=line.old, other=c.size)
        roots[(c.origin, c.size)] = c.root

    def meet(self) -> None:
        """Find two histories: the same size with different roots."""
        for (origin, size), roots in sorted(self.seen.items()):
            if len(roots) < 2:
                continue
            found = sorted(roots.values())
            self.result.add(
                "C05",
                subject=origin,
                size=size,
                who=" ≠ ".join(who for who, _ in found),
                technical=[(roots[root][0], groups(root)) for root in sorted(roots)],
            )
            for who, note in found:
                self.result.notes[who] = show_note(note)
        for origin, archives in self.sizes.items():
            shared = set.intersection(*archives.values()) if len(archives) > 1 else set()
            self.result.count("shared_sizes", len(shared))
            largest = max(max(sizes) for sizes in archives.values())
            if len(archives) > 1 and max(shared, default=0) < largest:
                self.result.add("W05.apart", subject=origin, what=origin, size=max(shared, default=0))

    def against(self, export: Union[str, Path, Source]) -> None:
        """Make the root of every size again from an export."""
        source: Source = SqliteSource(export) if isinstance(export, (str, Path)) else export
        tree = Tree()
        pending: List[bytes] = []
        sizes = iter(sorted((size, origin) for origin, size in self.seen))
        wanted = next(sizes, None)
        for count, row in enumerate(itertools.chain(source.leaves(), [None])):
            while wanted is not None and wanted[0] <= count:
                tree.extend(pending)
                pending = []
                for root, (who, note) in self.seen[(wanted[1], wanted[0])].items():
                    self.result.count("roots")
                    if root != tree.root():
                        told = [("root they saw", groups(root)), ("root of the entries", groups(tree.root()))]
                        self.result.add("C05", subject=wanted[1], size=wanted[0], who=who, technical=told)
                        self.result.notes[who] = show_note(note)
                wanted = next(sizes, None)
            if row is None:
                break
            pending.append(leaf_hash(row[3]) if isinstance(row[3], bytes) else b"\xff" * 32)
            if len(pending) >= 4096:
                tree.extend(pending)
                pending = []
        total = tree.size + len(pending)
        while wanted is not None:
            who = min(self.seen[(wanted[1], wanted[0])].values())[0]
            self.result.add("C04", subject=wanted[1], size=wanted[0], who=who, count=total)
            wanted = next(sizes, None)


# === Receipt: what a citizen holds ====================================================================


def receipt_of(data: bytes) -> Dict[str, Any]:
    """Read a receipt: the file, or the lines scanned from its QR codes. Raises ``Bad``."""
    if len(data) > 1 << 22:
        raise Bad("longer than any receipt")
    if data.lstrip()[:1] != b"{":
        return _scanned(data)
    value = safe_json(data)
    if not isinstance(value, dict):
        raise Bad("not a receipt")
    return value


def _unpacked(text: str) -> bytes:
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, 1 << 22)
    except (binascii.Error, ValueError, zlib.error) as wrong:
        raise Bad("a code that was not read correctly") from wrong
    if not unpacker.eof:
        raise Bad("a code that is too long or cut off")
    return data


def _scanned(data: bytes) -> Dict[str, Any]:
    first, parts, total = "", {}, 0
    for line in data.decode("ascii", "replace").split():
        m = re.fullmatch(r"PPID2:([1-9])/([1-9]):([A-Za-z0-9_=-]+)", line)
        if line.startswith("PPID1:"):
            first = line[6:]
        elif m:
            parts[int(m[1])], total = m[3], int(m[2])
    if not first:
        raise Bad("not a receipt")
    value = safe_json(_unpacked(first))
    if not isinstance(value, dict):
        raise Bad("not a receipt")
    if total and all(k in parts for k in range(1, total + 1)):
        content = _unpacked("".join(parts[k] for k in range(1, total + 1)))
        value["salt"] = base64.b64encode(content[:32]).decode("ascii")
        value["state"] = base64.b64encode(content[32:]).decode("ascii")
    return value


def check_receipt(data: bytes, policy: Policy) -> Result:
    """Check a receipt: that, when, and with which files a request was recorded."""
    result = Result("receipt")
    try:
        value = receipt_of(data)
        if value.get("format") != "ppid-receipt/1":
            raise Bad("not a receipt of ours")
        text = _ascii(value.get("leaf"))
        proof = parse_proof(str(value.get("proof")).encode("utf-8"))
        checkpoint = parse_checkpoint(proof.note)
        salt, state = (
            None if value.get(k) is None else decode64(_ascii(value[k]), k) for k in ("salt", "state")
        )
    except (Bad, UnicodeError) as wrong:
        result.add("R01", what="receipt", why=wrong)
        return result
    _receipt_seal(checkpoint, policy, result)
    leaf = parse_leaf(text)
    if leaf is None or leaf.kind != "event":
        result.add("L02", proof.index, why="its bytes are not spelt as they must be")
        return result
    _receipt_leaf(leaf, text, proof, checkpoint, result)
    _receipt_content(leaf, salt, state, result)
    return result


def _receipt_seal(checkpoint: Checkpoint, policy: Policy, result: Result) -> None:
    judged, size = judge(checkpoint, policy, Signatures()), checkpoint.size
    if judged.log_wrong:
        result.add("C01", size=size)
    elif not judged.log_keys:
        result.add("C02", size=size)
    if judged.wrong:
        result.add("C08", size=size, names=", ".join(judged.wrong))
    if not judged.quorum:
        result.add("C03", size=size, names=", ".join(judged.times) or "–", quorum=policy.quorum)
    up = judged.median()[1]
    result.facts.update(
        origin=show(checkpoint.origin), sealed_size=str(size), confirmed_by=", ".join(judged.times)
    )
    if up is not None and judged.quorum:
        result.facts["confirmed_at"] = iso(up)


def _receipt_leaf(leaf: Leaf, text: bytes, proof: LogProof, checkpoint: Checkpoint, result: Result) -> None:
    result.facts.update(
        entry=str(leaf.index),
        request=show(leaf.stream),
        recorded_at=leaf.at.decode("ascii"),
        topic=show(leaf.topic),
    )
    if leaf.log != checkpoint.origin:
        result.add("L04", leaf.index, leaf.stream, said=leaf.log)
    good = inclusion_holds(leaf_hash(text), leaf.index, checkpoint.size, proof.hashes, checkpoint.root)
    if not good or proof.index != leaf.index:
        result.add("B02", leaf.index, leaf.stream, why="the hashes do not lead to the checkpoint")
    seal = result.facts.get("confirmed_at", "")
    if seal and seconds_of(leaf.at.decode("ascii")) >= seconds_of(seal) + SKEW_S + 1:
        result.add("D02", leaf.index, leaf.stream, at=leaf.at, size=checkpoint.size, seal=seal)


def _receipt_content(leaf: Leaf, salt: Optional[bytes], state: Optional[bytes], result: Result) -> None:
    if salt is None or state is None:
        result.add("W05.content", leaf.index, leaf.stream)
        return
    if not opens(leaf.commit, salt, state):
        event = described(leaf.stream, leaf.version, leaf.topic)
        result.add("E01" if len(salt) == 32 else "E01.salt", leaf.index, leaf.stream, event=event)
        return
    result.count("opened")
    try:
        for file in attachments_of(state):
            result.rows.append((file.name, groups(bytes.fromhex(file.sha256))))
    except Bad as wrong:
        result.add("E09", leaf.index, leaf.stream, event=show(leaf.stream), why=wrong)


# === Due dates: counted again from the bundle alone ===================================================
# Working days after the day of receipt, without weekends and decreed days off (UU 14/2008 art. 22). The
# rules that a promise was made under stand in it; the days off stand in the calendar's events.

NOT_OWED = frozenset(
    ["D04", "D09", "D11", "D12", "D13", "D14", "D15", "D16", "D17", "D19", "D21"]
)  # windows of the requester and others
PERIOD_DAYS_MAX = 4000


class _MissingYear(Exception):
    """The days off of a year are not decreed."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class _Edition(NamedTuple):
    years: Set[int]
    holidays: Dict[date, Tuple[str, str]]  # day -> kind, name
    name: str


class Rules(NamedTuple):
    """What the law leaves open, as the promise says it."""

    week: int = 5
    joint_leave_off: bool = True
    start_counts: bool = False
    after_hours_next_day: bool = False


def editions_of(events: Sequence[Mapping[str, Any]]) -> List[_Edition]:
    """Add the decrees up, one edition after each. Raises ``Bad``."""
    editions = [_Edition(set(), {}, "0")]
    signed = date.min
    for event in events:
        years, holidays = set(editions[-1].years), dict(editions[-1].holidays)
        if event["topic"] == "calendar.decreed":
            years.add(_number_in(event, "year"))
        for gone in event.get("removed", ()):
            holidays.pop(_day(gone), None)
        for holiday in (*event.get("holidays", ()), *event.get("added", ())):
            holidays[_day(holiday["on"])] = (show(holiday["kind"]), show(holiday.get("name", "")))
        signed = max(signed, _day(event["signed_on"]))
        editions.append(_Edition(years, holidays, f"{len(editions)}/{signed.isoformat()}"))
    return editions


def _number_in(thing: Mapping[str, Any], name: str) -> int:
    value = thing[name]
    if type(value) is not int:
        raise Bad("not a number")
    return value


def _day(text: object) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Bad("not a date")
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError as wrong:
        raise Bad("not a date") from wrong


class _Counter:
    """Counts working days in one edition under one body's rules."""

    def __init__(self, edition: _Edition, rules: Rules) -> None:
        self._edition, self._rules = edition, rules

    def works(self, on: date) -> bool:
        """Whether a day counts."""
        if on.year not in self._edition.years:
            raise _MissingYear(on.year)
        holiday = self._edition.holidays.get(on)
        if holiday is not None and (self._rules.joint_leave_off or holiday[0] == "national"):
            return False
        return on.weekday() < self._rules.week

    def step(self, start: date, days: int, sign: int) -> date:
        """Go so many working days on from a day, or back."""
        on = start
        while days:
            try:
                on += timedelta(days=sign)
            except OverflowError as wrong:
                raise _MissingYear(start.year) from wrong
            days -= self.works(on)
        return on

    def due(self, start: date, days: int, clock: str) -> date:
        """Return the due date of a clock that began on a day."""
        if (
            clock == "D07"
        ):  # the extension runs from the base due date, whatever the rules about the first day
            return self.step(start, days, 1)
        owed, begin = clock not in NOT_OWED, start
        if (not owed or self._rules.after_hours_next_day) and not self.works(start):
            begin = self.step(start, 1, 1)
        if owed and self._rules.start_counts and self.works(begin):
            return self.step(begin, days - 1, 1)
        return self.step(begin, days, 1)


def recount(promise: Mapping[str, Any], editions: Sequence[_Edition]) -> Union[date, int]:
    """Count a promise again: the due date, or the year whose calendar is missing. Raises ``Bad``."""
    start, days, unit = (
        _day(promise["starts_on"]),
        _number_in(promise, "days"),
        promise.get("unit", "working-days"),
    )
    if not 0 <= days <= PERIOD_DAYS_MAX:
        raise Bad("a period that long is not counted")
    try:
        if unit == "calendar-days":
            return start + timedelta(days=days)
        if unit == "hours":
            if days % 24:
                raise Bad("hours that are not whole days are not counted")
            return start + timedelta(days=days // 24)  # no zone of the country changes its clocks
        if unit == "months":
            year, month = divmod(start.year * 12 + start.month - 1 + days, 12)
            return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))
        if unit != "working-days":
            raise Bad("it was set as a day, so nothing is counted")
        if days == 0:
            return start
        counter = _Counter(_edition_of(promise, editions), _rules_of(promise))
        if promise.get("backwards"):
            return counter.step(start, days, -1)
        return counter.due(start, days, str(promise["clock"]))
    except _MissingYear as missing:
        return missing.year
    except (OverflowError, ValueError) as wrong:
        raise Bad("a date outside the calendar") from wrong


def _edition_of(promise: Mapping[str, Any], editions: Sequence[_Edition]) -> _Edition:
    name = str(promise["calendar"])
    number = name.partition("/")[0]
    if not re.fullmatch("[0-9]{1,6}", number) or int(number) >= len(editions):
        raise Bad("the calendar edition is not in the bundle")
    edition = editions[int(number)]
    if edition.name != name:
        raise Bad("the calendar edition in the bundle has another date")
    return edition


def _rules_of(promise: Mapping[str, Any]) -> Rules:
    rules = promise.get("rules") or {}
    if not isinstance(rules, dict) or any(not isinstance(v, (int, bool)) for v in rules.values()):
        raise Bad("rules that are not known here")
    return Rules(**{k: v for k, v in rules.items() if k in Rules._fields})


def deadline(path: Union[str, Path], policy: Optional[Policy] = None) -> Result:
    """Count every due date of a case again from its bundle; verify the bundle first where there is a policy."""
    result = Result("deadline") if policy is None else verify_bundle(path, policy)
    result.command = "deadline"
    result.rows = []
    if result.exit_code == CANNOT_READ:
        return result
    try:
        scratch = result if policy is None else Result("")
        with closing(_Zip(path, scratch)) as files:
            bundle = _Bundle(files, None, scratch)
            bundle.read_lines()
            if policy is None:
                result.add("W05.unsigned")
            _recount_all(bundle.lines, result, check=policy is None)
    except (CannotRead, Bad, OSError, MemoryError) as wrong:
        result.add("R01", what=Path(path).name, why=wrong)
    return result


def _recount_all(lines: Sequence[_Line], result: Result, *, check: bool) -> None:
    calendar: List[Mapping[str, Any]] = []
    states: List[Tuple[_Line, Dict[str, Any]]] = []
    for line in sorted(lines, key=lambda x: x.leaf.index):
        if line.leaf.kind != "event" or line.state is None:
            continue
        event = described(line.leaf.stream, line.leaf.version, line.leaf.topic)
        if not opens(line.leaf.commit, line.salt, line.state):
            if check:
                result.add("E01", line.leaf.index, line.leaf.stream, event=event)
            continue
        try:
            state = safe_json(line.state)
            if not isinstance(state, dict):
                raise Bad("not an event")
        except Bad as wrong:
            result.add("E09", line.leaf.index, line.leaf.stream, event=event, why=wrong)
            continue
        topic = show(line.leaf.topic)
        if topic in ("calendar.decreed", "calendar.amended") and isinstance(state.get("event"), dict):
            calendar.append({**state["event"], "topic": topic})
        elif not line.folder:
            states.append((line, state))
    try:
        editions = editions_of(calendar)
    except (Bad, KeyError, TypeError, AttributeError) as wrong:
        result.add(
            "W06",
            clock="*",
            start="–",
            days=0,
            why=wrong if isinstance(wrong, Bad) else "an unreadable decree",
        )
        return
    for line, state in states:
        for thing in objects_in(state):
            if {"clock", "starts_on", "days", "due_on", "calendar"} <= set(thing):
                _recount_one(line, thing, editions, result)


def _recount_one(line: _Line, promise: Dict[str, Any], editions: Sequence[_Edition], result: Result) -> None:
    said = promise["due_on"] if promise["due_on"] is not None else promise.get("missing_year")
    told = {"clock": promise["clock"], "start": promise["starts_on"], "days": promise["days"]}
    try:
        right: Union[date, int, str] = recount(promise, editions)
    except (Bad, KeyError, TypeError) as wrong:
        result.add(
            "W06", line.leaf.index, line.leaf.stream, why=wrong if isinstance(wrong, Bad) else "?", **told
        )
        right = "?"
    shown = right.isoformat() if isinstance(right, date) else str(right)
    result.count("promises")
    same = str(said) == shown
    if same:
        result.count("recounted")
    elif right != "?":
        result.add("D03", line.leaf.index, line.leaf.stream, said=said, right=shown, **told)
    row = [promise[k] for k in ("clock", "starts_on", "days")] + [promise.get("unit", "working-days")]
    sign = "✓" if same else "?" if right == "?" else "✗"
    result.rows.append(
        tuple(show(x) for x in [line.leaf.index, *row, promise["calendar"], said, shown, sign])
    )


# === Report: one page for people ======================================================================

_SIGNS = {VERIFIED: "✓", TAMPERING: "✗", CANNOT_READ: "?", NOT_ENOUGH_TRUST: "…"}
_COLOURS = {VERIFIED: "#0b6b3a", TAMPERING: "#a40000", CANNOT_READ: "#444", NOT_ENOUGH_TRUST: "#444"}

# Title, the codes that answer "no", and the counts that say how much was checked: (done, of).
_QUESTIONS: Tuple[Tuple[str, str, Tuple[str, ...], Tuple[str, str]], ...] = (
    (
        "Lengkap: tidak ada catatan atau peristiwa yang hilang atau disisipkan",
        "Complete: no entry or event is missing or was put in",
        ("L01", "L05", "E02", "E03", "T02", "C04", "C07", "C10", "H01", "B04", "B05"),
        ("matched", "events"),
    ),
    (
        "Tidak diubah: setiap isi cocok dengan yang disegel",
        "Unchanged: every content fits what was sealed",
        (
            "E01",
            "E04",
            "E07",
            "E09",
            "T01",
            "C01",
            "C05",
            "C08",
            "C11",
            "C13",
            "L02",
            "L03",
            "L04",
            "L09",
            "B01",
            "B02",
            "B03",
            "B06",
        ),
        ("opened", "events"),
    ),
    (
        "Berurutan: urutan basis data sama dengan urutan log",
        "In order: the database has the order of the log",
        ("E05", "L06", "L07"),
        ("ordered", "events"),
    ),
    (
        "Waktu masuk akal: tidak ada yang dimundurkan atau dimajukan",
        "Times plausible: nothing was back-dated or post-dated",
        ("D01", "D02", "D05", "L07"),
        ("timed", "entries"),
    ),
    (
        "Berkas seperti dicatat",
        "Files as recorded",
        ("F01", "F02", "F03"),
        ("files_right", "files"),
    ),
    (
        "Ikhtisar sesuai dengan riwayat",
        "Overviews agree with the history",
        ("P01", "P02"),
        ("", ""),
    ),
)

_TEXTS = {
    "title": ("Laporan pemeriksaan log bersegel", "Report of a check of the sealed log"),
    "audit": ("Seluruh riwayat", "The whole history"),
    "bundle": ("Bundel satu permohonan", "The bundle of one request"),
    "compare": ("Perbandingan arsip komisi", "Comparison of commissions' archives"),
    "receipt": ("Tanda terima", "Receipt"),
    "deadline": ("Hitung ulang jatuh tempo", "Due dates counted again"),
    "findings": ("Temuan", "Findings"),
    "notes": ("Yang perlu diketahui, atau tidak diperiksa", "Worth knowing, or not checked"),
    "none": ("Tidak ada temuan.", "Nothing was found to be wrong."),
    "more": ("dan {n} temuan lain dengan kode {code}", "and {n} more findings of code {code}"),
    "technical": ("Rincian teknis", "Technical details"),
    "evidence": ("Segel sebagai bukti, dicetak utuh", "Seals as evidence, in full"),
    "counts": ("Jumlah", "Counts"),
    "unasked": ("tidak diperiksa oleh berkas ini", "not checked by this file"),
    "nofiles": (
        "tidak diperiksa: folder berkas tidak diberikan",
        "not checked: no folder of files was given",
    ),
    "yes": ("✓ ya", "✓ yes"),
    "no": ("✗ tidak", "✗ no"),
    "of": ("{a} dari {b}", "{a} of {b}"),
    "foot": (
        "Dibuat oleh pemeriksa, bukan oleh badan publik. Laporan di dalam bundel bukan alat bukti.",
        "Made by the verifier, not by the office. A report inside a bundle is not evidence.",
    ),
    "entries": ("Catatan", "Entries"),
    "six": ("Enam pertanyaan", "Six questions"),
    "since_last": ("Kunjungan Anda sebelumnya", "Your previous visit"),
}

# In the order in which a reader wants them.
_FACTS = {
    "number": ("Nomor", "Number"),
    "request": ("Permohonan", "Request"),
    "entry": ("Nomor catatan", "Entry number"),
    "topic": ("Jenis", "Type"),
    "recorded_at": ("Dicatat", "Recorded"),
    "origin": ("Log", "Log"),
    "begun_at": ("Log dimulai", "Log begun"),
    "predecessor": ("Melanjutkan log", "Continues the log"),
    "sealed_size": ("Ukuran segel", "Size of the seal"),
    "confirmed_by": ("Dikukuhkan oleh", "Confirmed by"),
    "confirmed_at": ("Dikukuhkan pada", "Confirmed at"),
    "complete_up_to": ("Terbukti lengkap sampai catatan", "Proven complete up to entry"),
    "previous_visit": ("Kunjungan Anda sebelumnya (catatan, waktu)", "Your previous visit (entries, time)"),
    "created": ("Bundel dibuat", "Bundle made"),
    "created_at": ("Ekspor dibuat", "Export made"),
    "checked_at": ("Diperiksa pada", "Checked at"),
    "source": ("Berkas yang diperiksa", "File checked"),
    "source_sha256": ("Sidik jari berkas itu", "Its fingerprint"),
    "policy": ("Sidik jari kebijakan", "Fingerprint of the policy"),
    "verifier": ("Sidik jari pemeriksa ini", "Fingerprint of this verifier"),
    "seconds": ("Lama pemeriksaan (detik)", "Duration of the check (seconds)"),
}

# On the page for people they stand behind the technical details.
_FINGERPRINTS = ("source_sha256", "policy", "verifier")

_COLUMNS = {
    "bundle": (
        ("catatan", "jenis", "versi", "dicatat", "tidak sebelum", "tidak sesudah"),
        ("entry", "type", "version", "recorded", "not before", "not after"),
    ),
    "compare": (
        ("arsip", "baris", "waktu", "ukuran", "ditolak karena", ""),
        ("archive", "line", "time", "size", "refused because", ""),
    ),
    "receipt": (("berkas", "sidik jari"), ("file", "fingerprint")),
    "deadline": (
        ("catatan", "jam", "mulai", "hari", "satuan", "kalender", "tercatat", "hitung ulang", ""),
        ("entry", "clock", "start", "days", "unit", "calendar", "recorded", "recount", ""),
    ),
}

_STYLE = """@page{size:A4;margin:15mm}body{font:10.5pt/1.4 system-ui,sans-serif;max-width:180mm;margin:0 auto;
color:#111;background:#fff;padding:4mm}h1{font-size:15pt;margin:0}h2{font-size:11.5pt;margin:5mm 0 1mm}
.verdict{border:2px solid;padding:3mm 4mm;margin:3mm 0;font-size:17pt;font-weight:700}table{border-collapse:collapse;
width:100%}th,td{border-bottom:1px solid #bbb;padding:1mm 2mm;text-align:left;vertical-align:top;
overflow-wrap:anywhere}th{font-weight:600;overflow-wrap:break-word}.sign{white-space:nowrap}.wide{overflow-x:auto}
.wide td,.wide th{white-space:nowrap;overflow-wrap:normal}@media print{.wide table{font-size:9pt}.wide td,.wide th{
white-space:normal}}ul{padding-left:5mm;margin:1mm 0}li{margin:1mm 0}code,pre{font:9pt monospace;
white-space:pre-wrap;overflow-wrap:anywhere}details{margin:1mm 0;font-size:9.5pt}small{color:#444}"""


def questions(result: Result) -> List[Tuple[Tuple[str, str], Optional[bool], Tuple[str, str]]]:
    """Return the six questions of an audit: text, answer (None: not checked), and counts, in both languages."""
    counts = dict(result.counts)
    others = sum(counts.get(kind, 0) for kind in OTHER_LEAVES)
    counts["events"] = counts.get("entries", 0) - others
    counts["ordered"] = counts.get("matched", 0) - counts.get("disordered", 0)
    counts["timed"] = counts.get("entries", 0) - result.found.get("D01", 0) - result.found.get("D02", 0)
    answers: List[Tuple[Tuple[str, str], Optional[bool], Tuple[str, str]]] = []
    for number, (text_id, text_en, codes, (done, of)) in enumerate(_QUESTIONS):
        answer: Optional[bool] = not result.has(*codes)
        said = tuple(t.format(a=counts.get(done, 0), b=counts.get(of, 0)) for t in _TEXTS["of"])
        if number == 1 and counts.get("erased"):
            said = (
                said[0] + f" (+ {counts['erased']} dihapus dengan perintah)",
                said[1] + f" (+ {counts['erased']} erased by order)",
            )
        if number == 4 and "files_asked" not in counts:
            answer, said = None, _TEXTS["nofiles"]
        if number == 5:
            overviews = result.checked_overviews
            answer = None if overviews is None and answer else answer
            said = (
                _TEXTS["unasked"]
                if overviews is None
                else tuple(t.format(a=overviews[0], b=overviews[1]) for t in _TEXTS["of"])
            )
        answers.append(((text_id, text_en), answer, (said[0], said[1])))
    return answers


_INSTANT = re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{6})?Z")
_TOPIC = re.compile(r"\b[a-z]+\.[a-z-]+\b")


def plain(text: str, which: int) -> str:
    """Write the instants and the types of events in a text as people do."""
    return _TOPIC.sub(lambda m: TOPICS.get(m[0], (m[0], m[0]))[which], _INSTANT.sub(r"\1 \2 UTC", text))


def write_report(result: Result, language: str = "id") -> str:
    """Return the report as one page of HTML. Everything from the evidence is escaped."""
    which, e = (0 if language == "id" else 1), html.escape
    code = result.exit_code
    page = [
        f'<!doctype html><html lang="{"id" if which == 0 else "en"}"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{e(_TEXTS['title'][which])}</title><style>{_STYLE}</style>",
        f"<h1>{e(_TEXTS['title'][which])}</h1><p>{e(_TEXTS[result.command][which])}</p>",
        f'<p class="verdict" style="color:{_COLOURS[code]}">{_SIGNS[code]} {e(result.word(language))}</p>',
        _facts_html(result, which),
    ]
    if result.command == "audit":
        page.append(_questions_html(result, which))
    page += [_findings_html(result, language, notes=False), _table_html(result, which)]
    page += [_findings_html(result, language, notes=True), _evidence_html(result, which)]
    page.append(f"<p><small>{e(_TEXTS['foot'][which])} ppid-verify {VERSION}</small></p></html>\n")
    return "".join(page)


def _facts_html(result: Result, which: int) -> str:
    rows = [
        f'<tr><th scope="row">{html.escape(_FACTS[name][which])}<td>{html.escape(plain(value, which))}'
        for name in _FACTS
        for value in [result.facts.get(name, "")]
        if value and name not in _FINGERPRINTS
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _questions_html(result: Result, which: int) -> str:
    rows = []
    for text, answer, said in questions(result):
        sign = "–" if answer is None else _TEXTS["yes" if answer else "no"][which]
        rows.append(
            f'<tr><th scope="row">{html.escape(text[which])}<td class="sign">{sign}<td>{html.escape(said[which])}'
        )
    return f"<h2>{_TEXTS['six'][which]}</h2><table>{''.join(rows)}</table>"


def _findings_html(result: Result, language: str, *, notes: bool) -> str:
    which = 0 if language == "id" else 1
    mine = [f for f in result.findings if f.code.startswith("W") == notes]
    title = f"<h2>{_TEXTS['notes' if notes else 'findings'][which]}</h2>"
    if not mine:
        return "" if notes else title + f"<p>{_TEXTS['none'][which]}</p>"
    items = []
    for finding in mine:
        told = "".join(f"<br>{html.escape(n)}: <code>{html.escape(v)}</code>" for n, v in finding.technical)
        details = f"<details><summary>{_TEXTS['technical'][which]}</summary>{told}</details>" if told else ""
        items.append(
            f"<li><strong>{finding.code}</strong> {html.escape(plain(finding.sentence(language), which))}{details}"
        )
    for code, count in sorted(result.found.items()):
        if count > KEPT_PER_CODE and code.startswith("W") == notes:
            items.append("<li>" + _TEXTS["more"][which].format(n=count - KEPT_PER_CODE, code=code))
    return f"{title}<ul>{''.join(items)}</ul>"


def _table_html(result: Result, which: int) -> str:
    if not result.rows or result.command not in _COLUMNS:
        return ""
    head = "".join(f'<th scope="col">{html.escape(name)}' for name in _COLUMNS[result.command][which])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(plain(cell, which))}" for cell in row)
        for row in result.rows[:2000]
    )
    title = _TEXTS["entries"][which]
    return f'<h2>{title}</h2><div class="wide" tabindex="0"><table><tr>{head}{body}</table></div>'


def _evidence_html(result: Result, which: int) -> str:
    parts = []
    if result.notes:
        notes = "".join(
            f"<p>{html.escape(k)}</p><pre>{html.escape(v)}</pre>" for k, v in result.notes.items()
        )
        parts.append(f"<h2>{_TEXTS['evidence'][which]}</h2>{notes}")
    counts = ", ".join(f"{name} {count}" for name, count in sorted(result.counts.items()))
    told = "".join(
        f"<p>{_FACTS[name][which]}: <code>{html.escape(result.facts[name])}</code>"
        for name in _FINGERPRINTS
        if result.facts.get(name)
    )
    parts.append(
        f"<details><summary>{_TEXTS['technical'][which]}</summary>{told}<p>{_TEXTS['counts'][which]}: "
        f"<code>{html.escape(counts)}</code></details>"
    )
    return "".join(parts)


def print_result(result: Result, language: str) -> None:
    """Print the answer: the word first, then what was found, then what is worth knowing."""
    which = 0 if language == "id" else 1
    print(f"{_SIGNS[result.exit_code]} {result.word(language)}")
    for name in _FACTS:
        value = result.facts.get(name, "")
        if value:
            print(f"  {_FACTS[name][which]}: {plain(value, which)}")
    if result.command == "audit":
        for text, answer, said in questions(result):
            sign = "–" if answer is None else _TEXTS["yes" if answer else "no"][which]
            print(f"  {sign}  {text[which]}: {said[which]}")
    for finding in sorted(result.findings, key=lambda f: f.code.startswith("W")):
        print(f"{finding.code}  {plain(finding.sentence(language), which)}")
    for code, count in sorted(result.found.items()):
        if count > KEPT_PER_CODE:
            print(f"{code}  {_TEXTS['more'][which].format(n=count - KEPT_PER_CODE, code=code)}")
    if result.command in ("deadline", "bundle", "receipt"):
        for row in result.rows:
            print(plain("  " + "  ".join(row), which))
    for who, note in result.notes.items():
        print(f"\n{who}\n{note}")


# === Command line =====================================================================================


def _arguments() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="ppid-verify.py",
        description="Check the sealed log of a public information office. Exit code: 0 verified, 1 tampering"
        " detected, 2 cannot read, 3 not enough trust.",
    )
    commands = top.add_subparsers(dest="command", required=True)

    def command(name: str, about: str, *, policy: bool) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, help=about, description=about)
        parser.add_argument(
            "--policy", metavar="FILE", required=policy, help="whom you trust (C2SP tlog-policy)"
        )
        parser.add_argument("--lang", choices=("id", "en"), default="id")
        parser.add_argument("--json", action="store_true", help="print everything for a machine")
        parser.add_argument("--report", metavar="FILE", help="write the report as one page of HTML")
        return parser

    bundle = command("bundle", "check the evidence of one case", policy=True)
    bundle.add_argument("file")
    bundle.add_argument("--notebook", metavar="FILE", help="your own record of what you saw before")
    audit_ = command("audit", "check the whole history", policy=True)
    audit_.add_argument("file")
    audit_.add_argument("--files", metavar="FOLDER", help="the stored files")
    audit_.add_argument(
        "--archive", metavar="FILE", action="append", default=[], help="a commission's archive"
    )
    audit_.add_argument("--notebook", metavar="FILE", help="your own record of what you saw before")
    compare_ = command("compare", "compare the archives of commissions", policy=False)
    compare_.add_argument("file", nargs="+")
    compare_.add_argument("--export", metavar="FILE", help="an auditor's export")
    receipt = command("receipt", "check a citizen's receipt", policy=True)
    receipt.add_argument("file")
    due = command("deadline", "count the due dates of a case again", policy=False)
    due.add_argument("file")
    return top


def _read(path: str, limit: int) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(limit + 1)
    except OSError as wrong:
        raise CannotRead(f"{show(path)}: {wrong.strerror}") from wrong
    if len(data) > limit:
        raise CannotRead(f"{show(path)} is too long")
    return data


def _notebook(path: Optional[str]) -> Dict[str, Any]:
    if not path or not os.path.exists(path):
        return {}
    value = safe_json(_read(path, 1 << 24))
    if not isinstance(value, dict):
        raise CannotRead("the notebook is not one of ours")
    return value


def _remember(path: str, notebook: Dict[str, Any], result: Result) -> None:
    """Write the newest confirmed seal into the notebook: only when everything held."""
    if result.exit_code != VERIFIED or result.quorum_note is None:
        return
    size, root, note = result.quorum_note
    origin = parse_checkpoint(note).origin.decode("utf-8", "replace")
    before = notebook.get(origin)
    if isinstance(before, dict) and isinstance(before.get("size"), int) and before["size"] > size:
        return
    notebook[origin] = {
        "note": note.decode("utf-8"),
        "root": base64.b64encode(root).decode("ascii"),
        "seen_at": iso(time.time()),
        "size": size,
    }
    fresh = path + ".new"
    with open(fresh, "w", encoding="utf-8") as file:
        json.dump(notebook, file, indent=1, sort_keys=True, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def _run(o: argparse.Namespace) -> Result:
    policy = parse_policy(_read(o.policy, 1 << 20)) if o.policy else None
    if o.command == "compare":
        return compare(o.file, policy, o.export)
    if o.command == "deadline":
        return deadline(o.file, policy)
    assert policy is not None
    if o.command == "receipt":
        return check_receipt(_read(o.file, 1 << 22), policy)
    notebook = _notebook(o.notebook)
    if o.command == "bundle":
        result = verify_bundle(o.file, policy, notebook)
    else:
        with closing(SqliteSource(o.file)) as source:
            result = audit(source, policy, o.files, o.archive, notebook, _progress())
    if o.notebook:
        _remember(o.notebook, notebook, result)
    return result


def _progress() -> Optional[Callable[[int], None]]:
    if not sys.stderr.isatty():
        return None
    told = [0.0]

    def tell(done: int) -> None:
        if time.monotonic() - told[0] > 0.5:
            told[0] = time.monotonic()
            print(f"\r{done}", end="", file=sys.stderr, flush=True)

    return tell


def _fingerprint_of(path: str) -> str:
    try:
        return file_sha256(Path(path)).hex()
    except OSError:
        return "?"


def _identify(o: argparse.Namespace, result: Result) -> None:
    """Note what was checked, by whose rules, with which program and when: else a report says nothing."""
    result.facts["checked_at"] = iso(int(time.time()))
    paths = [("policy", o.policy), ("verifier", __file__)]
    if isinstance(o.file, str):
        result.facts["source"] = show(os.path.basename(o.file))
        paths.insert(0, ("source_sha256", o.file))
    for name, path in paths:
        if path and os.path.isfile(path):
            result.facts[name] = _fingerprint_of(path)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command line and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    o = _arguments().parse_args(arguments)
    begun = time.monotonic()
    try:
        result = _run(o)
    except (Bad, CannotRead, OSError, sqlite3.Error, MemoryError, UnicodeError) as wrong:
        result = Result(o.command)
        result.add("R01", what=o.file if isinstance(o.file, str) else o.command, why=wrong)
    _identify(o, result)
    result.facts["seconds"] = f"{time.monotonic() - begun:.1f}"
    if o.report:
        with open(o.report, "w", encoding="utf-8", errors="replace") as file:
            file.write(write_report(result, o.lang))
    if o.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
    else:
        print_result(result, o.lang)
    return result.exit_code


if __name__ == "__main__":
    raise SystemExit(main())
