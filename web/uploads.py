"""Files that people attach: checked by what they are, sealed for their owner, given back inert.

Law: Perki 1/2021 art. 27 (what must be attached). A file is never opened here: its kind is told by its first
bytes, its end must be there, and it leaves only as an attachment that no browser runs.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import filetype
from flask import Response, request, send_file
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage

from ppid.events import Stream
from ppid.files import FileStore, StoredFileAlteredError, StoredFileMissingError
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from ppid.vault import DataKey, ErasedKeyError, Vault
from web.filters import visible
from web.i18n import gettext as _
from web.refusing import page
from web.services import services

MAX_FILES = 5
MAX_FILE_BYTES = 3 * 1024 * 1024
MAX_UPLOAD_BYTES = 15 * 1024 * 1024
MAX_UPLOAD_PARTS = 200
NAME_CHARS = 120
TYPES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
ACCEPT = ".pdf,.jpg,.jpeg,.png"
#: What the last bytes of a whole file hold, and how far from its end.
ENDS = {"application/pdf": (b"%%EOF", 2048), "image/jpeg": (b"\xff\xd9", 65536), "image/png": (b"IEND", 64)}
INERT = "default-src 'none'; sandbox"
faults = logging.getLogger("ppid.faults")


class Upload(NamedTuple):
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes


def make_room() -> None:
    """Let this request carry files. To be called before anything reads the form, its token included.

    Only a form that can hold files gets the room: words alone need none.
    """
    if request.mimetype != "multipart/form-data":
        return
    request.max_content_length = MAX_UPLOAD_BYTES
    request.max_form_parts = MAX_UPLOAD_PARTS


def chosen(sent: Sequence[FileStorage]) -> list[FileStorage]:
    """The files that somebody chose; an empty field sends a file without a name."""
    return [file for file in sent if file.filename]


def check(sent: Sequence[FileStorage], *, already: int = 0) -> list[Upload]:
    """Read and check files; ``already`` are kept before. Raises ``ValidationError`` with what to do."""
    files = chosen(sent)
    if already + len(files) > MAX_FILES:
        raise ValidationError(too_many())
    return [check_one(file) for file in files]


def too_many() -> str:
    """The sentence for more files than a request may carry."""
    return _(
        "Paling banyak %(limit)s berkas untuk satu permohonan. Hapus berkas lain lebih dahulu.",
        limit=MAX_FILES,
    )


def check_one(file: FileStorage) -> Upload:
    """Read and check one file (F30, F31, F33)."""
    kept = safe_name(file.filename or "")
    name = visible(kept)
    content = file.stream.read(MAX_FILE_BYTES + 1)
    if not content:
        raise ValidationError(_("Berkas %(name)s kosong. Pilih berkas lain.", name=name))
    if len(content) > MAX_FILE_BYTES:
        raise ValidationError(
            _(
                "Berkas %(name)s lebih besar dari %(limit)s MB. Kecilkan ukurannya lebih dahulu.",
                name=name,
                limit=MAX_FILE_BYTES // (1024 * 1024),
            )
        )
    media_type = filetype.guess_mime(content)
    if media_type not in TYPES:
        raise ValidationError(_("Isi berkas %(name)s bukan PDF, JPEG, atau PNG.", name=name))
    mark, reach = ENDS[media_type]
    if mark not in content[-reach:]:
        raise ValidationError(_("Berkas %(name)s terpotong atau rusak. Pilih ulang berkasnya.", name=name))
    if media_type == "application/pdf" and b"/Encrypt" in content:
        raise ValidationError(
            _("Berkas %(name)s terkunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah.", name=name)
        )
    return Upload(kept, media_type, content)


def safe_name(name: str) -> str:
    """The last part of a file name, of bounded length, without control characters (F30)."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cs"}).strip(" .")
    if len(plain) > NAME_CHARS:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: NAME_CHARS - 10]}….{ending[:8]}" if dot else plain[:NAME_CHARS]
    return plain or _("tanpa nama")


def keep(
    upload: Upload, kind: DocumentKind, key: DataKey, *, vault: Vault, files: FileStore, label: str = ""
) -> Document:
    """Seal a file with its owner's key and store it.

    ``label`` stands readable in the log: never the name that a requester gave a file, which may be their own.
    """
    name = files.put(vault.seal_bytes(key, upload.content))
    return Document(
        kind=kind,
        sha256=name,
        media_type=upload.media_type,
        size_bytes=len(upload.content),
        person=key.person,
        label=label,
    )


def serve(document: Document, name: str) -> Response:
    """Give a kept file back as an attachment that nothing runs; say so when it cannot be read (F37)."""
    try:
        content = open_document(document.person, document.sha256)
    except ErasedKeyError:
        return page(404, _("Berkas ini sudah dihapus bersama data pribadi pemiliknya."))
    except (StoredFileMissingError, StoredFileAlteredError, ValueError) as problem:
        faults.critical("stored file %s cannot be read: %s", document.sha256, type(problem).__name__)
        return page(503, _("Berkas ini tidak dapat dibaca. Hubungi meja layanan informasi."))
    ending = TYPES.get(document.media_type, "bin")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", safe_name(name))
    response = send_file(
        BytesIO(content),
        mimetype=document.media_type if document.media_type in TYPES else "application/octet-stream",
        as_attachment=True,
        download_name=f"{stem}.{ending}",
        conditional=False,
    )
    response.headers["Content-Security-Policy"] = INERT
    response.headers["Cache-Control"] = "no-store"
    return response


def open_document(person: Stream, sha256: str) -> bytes:
    """The bytes of a kept file. Raises when missing, altered, or when its owner was erased."""
    return services().vault.open_bytes(person, services().files.get(sha256))
