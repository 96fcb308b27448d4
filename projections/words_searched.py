"""From what people write to the words that are searched for, the same for every database. Pure.

Text and question pass through the same door: no case, no accents, nothing but letters and digits. So a quote
or an operator is only a mark between words, and no question can be a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MOST_WORDS = 12
MOST_WORD_CHARS = 64
MOST_TEXT_CHARS = 50_000
MOST_QUESTION_CHARS = 2_000


def _those(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that carry no subject, in both languages of the pages.
STOPWORDS = _those(
    """
    ada adalah agar akan antara apa apakah atas atau bagaimana bagi bahwa banyak baru beberapa begitu belum
    berapa bila bisa dalam dan dapat dari demi dengan di dia diri hal harus hingga ia ialah ini itu jadi jika
    juga kah kami kapan karena ke kepada kita lagi lah lain lebih maka mana masih melalui mengapa mereka
    namun nya oleh pada para per pernah pun saat saja sampai sangat saya sebab sebagai sebuah sedang sehingga
    sejak selama seluruh semua seorang seperti serta sesuai setiap siapa sudah supaya tanpa telah tentang
    terhadap tersebut tetapi tiap untuk yaitu yakni yang
    a about all an and any are as at be by for from how in is it of on or that the their this to was were what
    when where which who with
    """
)
#: Words of the asking itself: they stand in every request and say nothing of its subject.
ASKING = _those(
    """
    bahan berikut berkas copy data daftar diminta dokumen dokumentasi fotokopi hormat informasi ingin jumlah
    kantor kebutuhan keperluan ketahui lengkap meminta memohon memperoleh mendapatkan mengajukan mengenai
    mengetahui minta mohon nama nomor penelitian permintaan permohonan publik rincian salinan skripsi surat
    tahun terkait tesis tugas tujuan
    copies data document documents information like list please request would year years
    """
)
_BETWEEN = re.compile(r"[\W_]+")
_TAIL = "nya"  # the one ending that no Indonesian root of its own is mistaken for
_LEAST_CHARS = 3  # SIM and STNK are subjects, di and ke are not


class Term(NamedTuple):
    """One word of a question; ``prefix``: whatever begins with it will do."""

    word: str
    prefix: bool = False


def plain(text: str) -> str:
    """Return the words of a text with single spaces: no case, no accents, no punctuation."""
    letters = unicodedata.normalize("NFKD", text[:MOST_TEXT_CHARS]).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", bare).strip()


def terms(text: str) -> tuple[Term, ...]:
    """Return the words a question asks for: the last one may still be in the middle of being written."""
    words = _words(text)
    told = [word for word in words if word not in STOPWORDS] or words
    few = told[:MOST_WORDS]
    return tuple(Term(word, prefix=word == few[-1]) for word in few)


def subject(text: str) -> tuple[Term, ...]:
    """Return what a request is about: its telling words, by their beginnings, without endings as *-nya*."""
    kept: dict[str, None] = {}
    for word in _words(text):
        stem = word.removesuffix(_TAIL)
        stem = stem if len(stem) >= _LEAST_CHARS else word
        short = len(stem) < _LEAST_CHARS and not stem.isdigit()
        if not short and not {word, stem} & (STOPWORDS | ASKING):
            kept[stem] = None
    return tuple(Term(word, prefix=not word.isdigit()) for word in list(kept)[: 2 * MOST_WORDS])


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word[:MOST_WORD_CHARS] for word in plain(text[:MOST_QUESTION_CHARS]).split()))
