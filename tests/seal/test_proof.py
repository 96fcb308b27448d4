"""Proofs that stand alone: read back as they were written, and believed only when they lead to the root."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppid.seal.checkpoint import Checkpoint
from ppid.seal.note import Kind, Note, NoteError, Signer
from ppid.seal.proof import ProofFormError, TlogProof
from ppid.seal.spelling import SealError
from ppid.seal.tree import ProofError, inclusion_proof, leaf_hashes, root_of
from tests.seal.known import nodes_of

HASHES = leaf_hashes(b"leaf %d" % number for number in range(100))
LOG = Signer.from_seed("ppid.example.go.id/log1", Kind.NOTE, bytes(32))


def proof_of(index: int, size: int, extra: bytes = b"") -> TlogProof:
    text = Checkpoint(LOG.verifier.name, size, root_of(HASHES[:size])).text
    steps = inclusion_proof(nodes_of(HASHES[:size]), index, size)
    return TlogProof(index, tuple(steps), Note(text, (LOG.sign(text),)), extra)


@given(st.data(), st.binary(max_size=40))
def test_a_proof_is_read_back_and_leads_to_its_checkpoint(data: st.DataObject, extra: bytes) -> None:
    size = data.draw(st.integers(1, 100))
    proof = proof_of(data.draw(st.integers(0, size - 1)), size, extra)
    assert TlogProof.of(str(proof)) == TlogProof.of(str(proof).encode()) == proof
    assert proof.check(HASHES[proof.index]).size == size
    with pytest.raises(ProofError):
        proof.check(bytes(32))


def test_the_form_is_the_one_of_the_specification() -> None:
    proof = proof_of(1, 2, b"salt")
    encoded = [base64.b64encode(data).decode() for data in (b"salt", HASHES[0])]
    assert str(proof).startswith(
        f"c2sp.org/tlog-proof@v1\nextra {encoded[0]}\nindex 1\n{encoded[1]}\n\n{LOG.verifier.name}\n2\n"
    )
    assert "extra" not in str(proof_of(1, 2))
    assert str(proof_of(0, 1)).startswith("c2sp.org/tlog-proof@v1\nindex 0\n\nppid.example.go.id/log1\n1\n")


PROOF = str(proof_of(5, 9))
HEAD, _, NOTE = PROOF.partition("\n\n")
LINES = HEAD.split("\n")


@pytest.mark.parametrize(
    "written",
    [
        "",
        HEAD,
        PROOF.replace("@v1", "@v2"),
        PROOF.replace("index 5", "index 05"),
        PROOF.replace("index 5", "index -5"),
        PROOF.replace("index 5", "index"),
        PROOF.replace("index 5\n", ""),
        PROOF.replace("index 5", "extra \nindex 5"),
        PROOF.replace("index 5", "extra AA\nindex 5"),
        PROOF.replace("index 5", "extra AAAA\nextra AAAA\nindex 5"),
        PROOF.replace("\n", "\r\n"),
        "\n" + PROOF,
        PROOF.replace(LINES[2], LINES[2][:-1]),
        PROOF.replace(LINES[2], base64.b64encode(bytes(31)).decode()),
        PROOF.replace("index 5", "index 5" + "\n" + "\n".join([LINES[2]] * 64)),
        PROOF + "x" * 1_000_000,
    ],
)
def test_what_is_no_proof_is_refused(written: str) -> None:
    with pytest.raises((ProofFormError, NoteError)):
        TlogProof.of(written)


@given(st.integers(0, len(PROOF.encode()) - 1), st.integers(0, 7))
def test_a_proof_with_one_bit_turned_is_not_believed(at: int, bit: int) -> None:
    data = bytearray(PROOF.encode())
    data[at] ^= 1 << bit
    try:
        proof = TlogProof.of(bytes(data))
        proof.check(HASHES[5])
        proof.note.verify([LOG.verifier])
    except SealError:
        return
    pytest.fail("an altered proof was believed")
