"""What a citizen takes home: the proof that the case was recorded, when, and with which files.

As a file, or as codes on paper. It proves the first entry of a case also after the office has lost the case,
or says that there never was one: whoever checks needs the policy and the verifier, and nothing of ours.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from ppid.errors import Language
from ppid.events import Stream
from ppid.seal import verifier
from ppid.seal.choosing import Checkpoints
from ppid.seal.leaf import commitment, recorded_at_of
from ppid.seal.ledger import Leaf, Ledger
from ppid.seal.policy import Policy
from ppid.seal.proof import TlogProof
from ppid.seal.spelling import base64_of
from ppid.seal.tiles import TileReader
from ppid.seal.tree import inclusion_proof

FORMAT = "ppid-receipt/1"
#: What one code on paper holds so that a telephone still reads it, and how many codes a letter has room for.
CODE_CHARS = 1800
MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Receipt:
    """The entry, its proof at the checkpoint of ``size``, and what opens its content (None once erased)."""

    index: int
    leaf: bytes
    proof: str
    salt: bytes | None
    state: bytes | None
    size: int
    quorum: bool

    @property
    def recorded_at(self) -> str:
        """When the entry was recorded, as it says."""
        return recorded_at_of(self.leaf)

    def as_file(self) -> bytes:
        """The receipt as a file."""
        opened = (
            {}
            if self.salt is None or self.state is None
            else {"salt": base64_of(self.salt), "state": base64_of(self.state)}
        )
        return msgspec.json.format(msgspec.json.encode(self._proven() | opened)) + b"\n"

    def codes(self) -> list[str]:
        """The texts of the codes on paper: the proof, and the content where it has room."""
        proof = "PPID1:" + _packed(msgspec.json.encode(self._proven()))
        if self.salt is None or self.state is None:
            return [proof]
        content = _packed(self.salt + self.state)
        parts = [content[at : at + CODE_CHARS] for at in range(0, len(content), CODE_CHARS)]
        if len(parts) > MOST_PARTS:
            return [proof]
        return [proof, *(f"PPID2:{k}/{len(parts)}:{part}" for k, part in enumerate(parts, start=1))]

    def _proven(self) -> dict[str, str]:
        return {"format": FORMAT, "leaf": self.leaf.decode("ascii"), "proof": self.proof}


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode("ascii")


def receipt_name(number: str) -> str:
    """The name of the file of a receipt."""
    safe = "".join(c if c.isascii() and c.isalnum() else "-" for c in number)
    return f"tanda-terima-{safe}.ppid-receipt"


def receipt_of(ledger: Ledger, stream: Stream, policy: Policy | None = None) -> Receipt | None:
    """The receipt of a case of any subject: of its first entry, at a checkpoint with a quorum if any.

    None as long as no checkpoint covers it, and where nothing was recorded.
    """
    leaf = ledger.first_leaf(stream)
    if leaf is None:
        return None
    checkpoints = Checkpoints(ledger, policy)
    head = checkpoints.newest(covering=leaf.index, quorum=True) or checkpoints.newest(covering=leaf.index)
    if head is None:
        return None
    hashes = inclusion_proof(TileReader(ledger.tile).node, leaf.index, head.size)
    proof = TlogProof(leaf.index, tuple(hashes), head.note)
    opens = leaf.salt is not None
    return Receipt(
        leaf.index, leaf.line, str(proof), leaf.salt, leaf.state if opens else None, head.size, head.quorum
    )


# Checking one ---------------------------------------------------------------------------------------------


class Standing(StrEnum):
    """What became of the entry of a receipt in our own log."""

    IDENTICAL = "identical"
    ERASED = "erased"
    ALTERED = "altered"
    MISSING = "missing"
    UNREADABLE = "unreadable"


_SAID: dict[Standing, dict[Language, str]] = {
    Standing.IDENTICAL: {
        "id": "Entri {index} masih ada dalam catatan kami dan sama persis dengan tanda terima Anda.",
        "en": "Entry {index} is still in our log, identical to your receipt.",
    },
    Standing.ERASED: {
        "id": "Entri {index} masih ada dalam catatan kami; isinya dihapus menurut perintah yang tercatat.",
        "en": "Entry {index} is still in our log; its content was erased by a recorded order.",
    },
    Standing.ALTERED: {
        "id": "Entri {index} dalam catatan kami BERBEDA dari tanda terima Anda. Simpan tanda terima itu"
        " dan sampaikan kepada Komisi Informasi.",
        "en": "Entry {index} in our log DIFFERS from your receipt. Keep the receipt and take it to the"
        " Information Commission.",
    },
    Standing.MISSING: {
        "id": "Entri {index} TIDAK ADA lagi dalam catatan kami. Simpan tanda terima itu dan sampaikan"
        " kepada Komisi Informasi.",
        "en": "Entry {index} is NO LONGER in our log. Keep the receipt and take it to the Information"
        " Commission.",
    },
    Standing.UNREADABLE: {
        "id": "Berkas ini bukan tanda terima yang dapat dibaca.",
        "en": "This file is not a receipt that can be read.",
    },
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the verifier says of a receipt, and what our own log says now."""

    result: verifier.Result
    standing: Standing
    index: int | None = None
    recorded_at: str = ""

    def sentence(self, language: Language) -> str:
        """What became of the entry, in a sentence."""
        return _SAID[self.standing][language].format(index=self.index)


def check(data: bytes, ledger: Ledger, policy: bytes) -> Checked:
    """Check a receipt as anybody would, then look whether the entry is still here, and identical."""
    result = verifier.check_receipt(data, verifier.parse_policy(policy))
    line = _leaf_in(data)
    leaf = verifier.parse_leaf(line)
    if leaf is None:
        return Checked(result, Standing.UNREADABLE)
    return Checked(result, _standing(ledger, leaf.index, line), leaf.index, recorded_at_of(line))


def _leaf_in(data: bytes) -> bytes:
    try:
        return str(verifier.receipt_of(data).get("leaf")).encode("ascii", "replace")
    except verifier.Bad:
        return b""


def _standing(ledger: Ledger, index: int, line: bytes) -> Standing:
    entry = ledger.entry(index)
    if entry is None:
        return Standing.MISSING
    here, kept = entry
    if here != line:
        return Standing.ALTERED
    if kept is None:
        return Standing.MISSING
    return _content(kept, line)


def _content(kept: Leaf, line: bytes) -> Standing:
    if kept.salt is None:
        return Standing.ERASED
    said = msgspec.json.decode(line, type=_Committed).commit
    try:
        same = commitment(kept.salt, kept.state) == said
    except ValueError:
        same = False
    return Standing.IDENTICAL if same else Standing.ALTERED


class _Committed(msgspec.Struct):
    """What the leaf of an event commits to."""

    commit: str


__all__ = ["Checked", "Receipt", "Standing", "check", "receipt_name", "receipt_of"]
