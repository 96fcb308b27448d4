"""What is said of a file that is not kept: which one, what is the matter with it, and what to do now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ppid.inspecting import KINDS, UnfitError
from ppid.inspecting.kinds import MAX_MEGAPIXELS, MAX_MEMBERS, MAX_PAGES, MAX_UNPACKED_MIB, ZIP
from web.filters import visible
from web.i18n import gettext as _

LISTED_INSIDE_CHARS = 60


def unfit(problem: UnfitError, name: str, allowed: Sequence[str]) -> str:
    """The sentence for a file named ``name`` that may not be kept."""
    said = _SAYING.get(problem.code, _damaged)(problem, name, allowed)
    if not problem.inside:
        return said
    inside = visible(problem.inside)[:LISTED_INSIDE_CHARS]
    return said + " " + _("Yang dimaksud: %(inside)s di dalamnya.", inside=inside)


def kinds_in_words(allowed: Sequence[str]) -> str:
    """The kinds as a list to read: ``PDF, JPEG, atau PNG``."""
    words = [KINDS[each].words for each in allowed]
    return _("%(some)s, atau %(last)s", some=", ".join(words[:-1]), last=words[-1])


def busy(name: str) -> str:
    """The sentence for a file that nobody had the time to look at."""
    return _(
        "Berkas %(name)s belum sempat diperiksa karena banyak berkas masuk bersamaan. "
        "Kirim lagi sebentar lagi.",
        name=name,
    )


def infected(name: str, signature: str) -> str:
    """The sentence for a file in which the scanner found malware."""
    return _(
        "Berkas %(name)s tidak disimpan: pemindai menemukan perangkat lunak berbahaya (%(signature)s). "
        "Bersihkan perangkat Anda dengan antivirus, lalu buat ulang berkasnya dari sumber yang aman.",
        name=name,
        signature=signature,
    )


def rules(allowed: Sequence[str], limit_mb: int, most: int = 1) -> str:
    """The rules of a field, said before a file is chosen."""
    kinds = kinds_in_words(allowed)
    if most > 1:
        said = _(
            "%(kinds)s; paling besar %(limit)s MB tiap berkas, paling banyak %(most)s berkas, dan PDF paling "
            "banyak %(pages)s halaman. Tanpa kata sandi, skrip, makro, atau lampiran di dalamnya.",
            kinds=kinds, limit=limit_mb, most=most, pages=MAX_PAGES,
        )  # fmt: skip
    else:
        said = _(
            "%(kinds)s; paling besar %(limit)s MB, dan PDF paling banyak %(pages)s halaman. Tanpa kata "
            "sandi, skrip, makro, atau lampiran di dalamnya.",
            kinds=kinds, limit=limit_mb, pages=MAX_PAGES,
        )  # fmt: skip
    if ZIP not in allowed:
        return said
    return said + " " + _(
        "ZIP berisi paling banyak %(members)s berkas dari jenis yang sama, tanpa ZIP di dalamnya.",
        members=MAX_MEMBERS,
    )  # fmt: skip


def _kind(_problem: UnfitError, name: str, allowed: Sequence[str]) -> str:
    return _("Isi berkas %(name)s bukan %(kinds)s.", name=name, kinds=kinds_in_words(allowed))


def _empty(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _("Berkas %(name)s kosong. Pilih berkas lain.", name=name)


def _damaged(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _("Berkas %(name)s terpotong atau rusak. Pilih ulang berkasnya.", name=name)


def _locked(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _("Berkas %(name)s terkunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah.", name=name)


def _active(problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s memuat hal yang dapat bekerja sendiri: %(found)s. Cetak berkas itu menjadi PDF baru "
        '(menu Cetak, pilih "Simpan sebagai PDF"), lalu unggah hasilnya.',
        name=name, found=", ".join(_things(problem.found)),
    )  # fmt: skip


def _external(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s mengambil sebagian isinya dari tempat lain. Simpan semua isinya di dalam berkas "
        "atau cetak menjadi PDF, lalu unggah hasilnya.",
        name=name,
    )


def _pages(problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s berisi %(pages)s halaman; paling banyak %(limit)s. Bagi menjadi beberapa berkas.",
        name=name, pages="".join(problem.found), limit=MAX_PAGES,
    )  # fmt: skip


def _pixels(problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Gambar %(name)s terlalu besar (%(size)s titik); paling besar %(limit)s juta titik. "
        "Kecilkan gambarnya.",
        name=name, size="".join(problem.found), limit=MAX_MEGAPIXELS,
    )  # fmt: skip


def _trailing(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s memuat berkas lain di depan atau di belakang isinya. Simpan ulang dari aplikasi "
        "asalnya, atau ambil tangkapan layarnya, lalu unggah hasilnya.",
        name=name,
    )


def _members(problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s memuat %(found)s berkas; paling banyak %(limit)s. Bagi menjadi beberapa ZIP.",
        name=name, found="".join(problem.found), limit=MAX_MEMBERS,
    )  # fmt: skip


def _unpacked(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Isi berkas %(name)s jauh lebih besar daripada berkasnya; paling besar %(limit)s MB setelah dibuka. "
        "Bagi isinya menjadi beberapa berkas.",
        name=name, limit=MAX_UNPACKED_MIB,
    )  # fmt: skip


def _path(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s memuat nama yang tidak dapat diterima atau nama yang sama dua kali. Beri nama "
        "biasa, lalu buat ulang ZIP-nya.",
        name=name,
    )


def _entities(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s memuat susunan yang tidak ada pada dokumen biasa (DTD). Simpan ulang dari aplikasi "
        "perkantoran, lalu unggah hasilnya.",
        name=name,
    )


def _too_much(_problem: UnfitError, name: str, _allowed: Sequence[str]) -> str:
    return _(
        "Berkas %(name)s terlalu berat untuk diperiksa. Sederhanakan, bagi, atau cetak menjadi PDF baru, "
        "lalu unggah hasilnya.",
        name=name,
    )


_SAYING: dict[str, Callable[[UnfitError, str, Sequence[str]], str]] = {
    "kind": _kind,
    "empty": _empty,
    "damaged": _damaged,
    "locked": _locked,
    "active": _active,
    "external": _external,
    "pages": _pages,
    "pixels": _pixels,
    "trailing": _trailing,
    "members": _members,
    "unpacked": _unpacked,
    "path": _path,
    "entities": _entities,
    "too-much": _too_much,
}


def _things(found: Sequence[str]) -> list[str]:
    known = {
        "attachments": _("lampiran tertanam"),
        "XFA": _("formulir XFA"),
        "macros": _("makro"),
        "embedded objects": _("objek tertanam"),
    }
    return [known.get(word, word) for word in found] or [_("bagian aktif")]
