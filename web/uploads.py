"""Files that people attach: opened in a child to see what they are, scanned, and sealed for their owner.

Law: Perki 1/2021 art. 27 (what must be attached). How they leave again is in ``web.files.giving``.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from flask import request
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage

from ppid.files import FileStore
from ppid.inspecting import KINDS, PAPERS, RECORDS, Examined, UnfitError, examine
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from ppid.sandbox import OFFICERS, VISITORS, BusyError
from ppid.scanning import Scan, Verdict
from ppid.vault import DataKey, Vault
from web import access, flooding
from web.files import sentences
from web.files.giving import INERT, open_document, serve
from web.filters import visible
from web.i18n import gettext as _
from web.services import services

__all__ = [
    "ACCEPT",
    "ACCEPT_RECORDS",
    "INERT",
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "PAPERS",
    "RECORDS",
    "TYPES",
    "Upload",
    "check",
    "check_one",
    "chosen",
    "keep",
    "make_room",
    "open_document",
    "rules",
    "safe_name",
    "serve",
    "too_many",
]

MAX_FILES = 5
MAX_FILE_BYTES = 3 * 1024 * 1024
MAX_UPLOAD_BYTES = 15 * 1024 * 1024
MAX_UPLOAD_PARTS = 200
NAME_CHARS = 120
#: Every kind that may be kept, with the ending it leaves under.
TYPES = {media_type: kind.endings[0] for media_type, kind in KINDS.items()}
#: What a file is called when the same name means a device to the computer it is saved on.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
log = logging.getLogger("ppid.files")


class Upload(NamedTuple):
    """A file that may be kept. ``scan``: what the scanner said of it; None where it was not asked."""

    name: str
    media_type: str
    content: bytes
    scan: Scan | None = None


def _accept(allowed: Sequence[str]) -> str:
    return ",".join(f".{ending}" for each in allowed for ending in KINDS[each].endings)


#: What the file dialog of a browser offers: papers that prove something, or any kind of record.
ACCEPT = _accept(PAPERS)
ACCEPT_RECORDS = _accept(RECORDS)


def make_room() -> None:
    """Let this request carry files. To be called before anything reads the form, its token included.

    Only a form that can hold files gets the room: words alone need none.
    """
    if request.mimetype != "multipart/form-data":
        return
    request.max_content_length = MAX_UPLOAD_BYTES
    request.max_form_parts = MAX_UPLOAD_PARTS


def rules(most: int = MAX_FILES, *, records: bool = False) -> str:
    """The rules of a field for files, said before one is chosen."""
    return sentences.rules(RECORDS if records else PAPERS, MAX_FILE_BYTES // (1024 * 1024), most)


def chosen(sent: Sequence[FileStorage]) -> list[FileStorage]:
    """The files that somebody chose; an empty field sends a file without a name."""
    return [file for file in sent if file.filename]


def check(sent: Sequence[FileStorage], *, already: int = 0, allowed: Sequence[str] = PAPERS) -> list[Upload]:
    """Read and check files; ``already`` are kept before. Raises ``ValidationError`` with what to do."""
    files = chosen(sent)
    if already + len(files) > MAX_FILES:
        raise ValidationError(too_many())
    return [check_one(file, allowed=allowed) for file in files]


def too_many() -> str:
    """The sentence for more files than a request may carry."""
    return _(
        "Paling banyak %(limit)s berkas untuk satu permohonan. Hapus berkas lain lebih dahulu.",
        limit=MAX_FILES,
    )


def check_one(file: FileStorage, *, allowed: Sequence[str] = PAPERS) -> Upload:
    """Read, open and scan one file (F30-F34). Raises ``ValidationError``; nothing is kept."""
    kept = safe_name(file.filename or "")
    name = visible(kept)
    content = file.stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValidationError(
            _(
                "Berkas %(name)s lebih besar dari %(limit)s MB. Kecilkan ukurannya lebih dahulu.",
                name=name,
                limit=MAX_FILE_BYTES // (1024 * 1024),
            )
        )
    try:
        seen = _look(content, kept.rpartition(".")[2], allowed)
    except UnfitError as problem:
        raise ValidationError(sentences.unfit(problem, name, allowed)) from None
    except BusyError:
        raise ValidationError(sentences.busy(name)) from None
    scan = services().scans.look(content)
    if scan.verdict is Verdict.INFECTED:
        # Which malware, and nothing of whose or which file.
        log.warning("an upload was refused: malware %s", scan.signature)
        raise ValidationError(sentences.infected(name, scan.signature))
    return Upload(kept, seen.media_type, content, scan)


def _look(content: bytes, ending: str, allowed: Sequence[str]) -> Examined:
    """Open a file where it keeps nobody else waiting; one that takes long costs a source without a name."""
    pool = VISITORS if access.signed_in() is None else OFFICERS
    if not flooding.is_limited():
        return examine(content, ending=ending, allowed=allowed, pool=pool)
    if not flooding.may_send_file():
        raise BusyError
    took: list[float] = []
    light = True
    try:
        return examine(content, ending=ending, allowed=allowed, pool=pool, spent=took.append)
    except UnfitError as problem:
        light = problem.code != "too-much"
        raise
    finally:
        if light and sum(took) <= flooding.LIGHT_SECONDS:
            flooding.file_was_light()


def safe_name(name: str) -> str:
    """The last part of a file name, of bounded length, without control characters (F30)."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cs"}).strip(" .")
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    if len(plain) > NAME_CHARS:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: NAME_CHARS - 10]}….{ending[:8]}" if dot else plain[:NAME_CHARS]
    return plain or _("tanpa nama")


def keep(
    upload: Upload, kind: DocumentKind, key: DataKey, *, vault: Vault, files: FileStore, label: str = ""
) -> Document:
    """Seal a file with its owner's key and store it; the same content of the same owner is stored once (F36).

    ``label`` stands readable in the log: never the name that a requester gave a file, which may be their own.
    """
    # What nobody checked, such as a paper of the demo, is stored as it comes.
    known = services().scans if upload.scan else None
    before = known.same(key, upload.content) if known else ""
    name = before or files.put(vault.seal_bytes(key, upload.content))
    if known and upload.scan:
        # No answer this time takes nothing back from what was said last time.
        if not before or upload.scan.verdict is Verdict.CLEAN:
            known.note(name, key.person, upload.scan)
        if not before:
            known.mark(key, upload.content, name)
    return Document(
        kind=kind,
        sha256=name,
        media_type=upload.media_type,
        size_bytes=len(upload.content),
        person=key.person,
        label=label,
    )


def publish(upload: Upload, files: FileStore) -> str:
    """Store a file as it is, readable by whoever has the store; return its SHA-256."""
    name = files.put(upload.content)
    if upload.scan:
        services().scans.note(name, "", upload.scan)
    return name
