"""A ZIP, or an office document, which is a ZIP too: counted, unpacked under limits, and looked into."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final, NamedTuple

from ppid.inspecting import parts
from ppid.inspecting.kinds import (
    DOCX,
    IN_ZIP,
    KINDS,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_MIB,
    ODS,
    ODT,
    XLSX,
    ZIP,
    Examined,
    UnfitError,
)

MEBIBYTE: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
_END_RECORD: Final = b"PK\x05\x06"
_END_RECORD_BYTES: Final = 22
_MAX_REMARK_BYTES: Final = 256
_LOCKED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MAX_NAME_CHARS: Final = 240


class Limits(NamedTuple):
    """How much may be packed into a file of one kind. A small member may pack as well as it can."""

    members: int
    ratio: int
    ratio_from_bytes: int


_OF_ZIP: Final = Limits(MAX_MEMBERS, MAX_RATIO, 64 * 1024)
_OF_OFFICE: Final = Limits(2000, 2 * MAX_RATIO, MEBIBYTE)


def look(content: bytes, allowed: tuple[str, ...]) -> Examined:
    """The kind of a packed file, its members checked. Raises ``UnfitError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            kind = _kind(archive)
            if kind not in allowed:
                raise UnfitError("kind", KINDS[kind].words)
            _check_frame(content, archive)
            members = _members(archive, _OF_ZIP if kind == ZIP else _OF_OFFICE)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OverflowError,
        OSError,
    ):
        raise UnfitError("damaged") from None
    except RuntimeError:
        raise UnfitError("locked") from None
    if kind == ZIP:
        _look_at_each(members.items(), allowed)
    else:
        parts.check(kind, members)
    return Examined(kind)


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    if "mimetype" in names and archive.getinfo("mimetype").file_size < _MAX_NAME_CHARS:
        told = archive.read("mimetype").decode("ascii", "replace").strip()
        if told in (ODT, ODS):
            return told
    return ZIP


def _check_frame(content: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing before the first member, nothing behind the last record: one file, not two."""
    first = min((member.header_offset for member in archive.infolist()), default=0)
    end = content.rfind(_END_RECORD)
    whole = end + _END_RECORD_BYTES + len(archive.comment) == len(content)
    if first or not content.startswith(b"PK") or not whole or len(archive.comment) > _MAX_REMARK_BYTES:
        raise UnfitError("trailing")


def _members(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    listed = archive.infolist()
    if len(listed) > limits.members:
        raise UnfitError("members", str(len(listed)))
    total = 0
    for member in listed:
        _check_name(member)
        if member.filename in found:
            raise UnfitError("path", inside=member.filename)
        if member.flag_bits & _LOCKED:
            raise UnfitError("locked", inside=member.filename)
        if member.compress_type not in _METHODS:
            raise UnfitError("damaged", inside=member.filename)
        if member.is_dir():
            continue
        content = _unpack(archive, member, limits, MAX_UNPACKED_MIB * MEBIBYTE - total)
        total += len(content)
        found[member.filename] = content
    return found


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, left: int) -> bytes:
    """What a member really unpacks to, whatever it says of itself."""
    pieces, size = [], 0
    ratio_bytes = max(limits.ratio * max(member.compress_size, 1), limits.ratio_from_bytes)
    with archive.open(member) as packed:
        while piece := packed.read(_CHUNK):
            size += len(piece)
            if size > left or size > ratio_bytes:
                raise UnfitError("unpacked", inside=member.filename)
            pieces.append(piece)
    return b"".join(pieces)


def _check_name(member: zipfile.ZipInfo) -> None:
    """A member may not climb out of its folder, be a link, or have a name nobody can read."""
    name = member.orig_filename
    steps = name.replace("\\", "/").split("/")
    climbs = ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0]
    link = stat.S_ISLNK(member.external_attr >> 16)
    if climbs or link or "\\" in name or len(name) > _MAX_NAME_CHARS or any(c < " " for c in name):
        raise UnfitError("path", inside=member.filename)


def _look_at_each(members: Iterable[tuple[str, bytes]], allowed: tuple[str, ...]) -> None:
    from ppid.inspecting.child import look as look_at

    inner = tuple(kind for kind in allowed if kind in IN_ZIP)
    for name, content in members:
        try:
            look_at(content, name.rpartition(".")[2].lower(), inner)
        except UnfitError as unfit:
            raise UnfitError(unfit.code, *unfit.found, inside=name) from None
