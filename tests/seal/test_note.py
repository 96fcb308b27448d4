"""Notes, keys and checkpoints: one spelling, and no signature that is not right."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppid.seal.checkpoint import Checkpoint, CheckpointError, checkpoint_in
from ppid.seal.note import (
    MOST_BYTES,
    KeyFormError,
    Kind,
    Note,
    NoteError,
    Signature,
    SignatureError,
    Signer,
    Verifier,
    signature_of,
)
from ppid.seal.spelling import SpellingError, bytes_of, number_of
from ppid.seal.tree import EMPTY_ROOT

ORIGIN = "ppid.example.go.id/log1"
LOG = Signer.from_seed(ORIGIN, Kind.NOTE, bytes(range(32)))
WITNESS = Signer.from_seed("saksi.example/kip", Kind.COSIGNATURE, bytes(range(1, 33)))
STRANGER = Signer.from_seed("lain.example", Kind.NOTE, bytes(range(2, 34)))
AT = 1_790_000_000
TEXT = Checkpoint(ORIGIN, 7, bytes(range(32))).text
NOTE = Note(TEXT, (LOG.sign(TEXT), WITNESS.sign(TEXT, AT)))

lines = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32)))))
texts = st.lists(lines, min_size=1).map(lambda rows: "\n".join(rows) + "\n")
names = st.from_regex(r"[a-z0-9./-]{1,40}", fullmatch=True)


@given(texts, st.integers(0, 2**63 - 1))
def test_what_is_signed_is_read_back_and_right(text: str, at: int) -> None:
    note = Note(text, (LOG.sign(text),)).signed(WITNESS.sign(text, at))
    assert Note.of(str(note)) == note
    assert Note.of(str(note).encode()) == note
    verified = note.verify([WITNESS.verifier, LOG.verifier, STRANGER.verifier])
    assert [(one.by, one.at) for one in verified] == [(WITNESS.verifier, at), (LOG.verifier, None)]


@given(names, st.sampled_from(Kind), st.binary(min_size=32, max_size=32))
def test_keys_are_read_back(name: str, kind: Kind, seed: bytes) -> None:
    signer = Signer.from_seed(name, kind, seed)
    assert Verifier.of(str(signer.verifier)) == signer.verifier
    assert Signer.of(signer.secret()).verifier == signer.verifier


def test_new_keys_differ_and_their_secret_is_shown_by_nothing_else() -> None:
    one, other = (Signer.new(ORIGIN, Kind.NOTE) for _ in range(2))
    assert one.verifier != other.verifier
    secret = one.secret().split("+", 4)[4]
    assert secret not in repr(one) + str(one)


@given(st.integers(0, len(str(NOTE).encode()) - 1), st.integers(0, 7))
def test_a_note_with_one_bit_turned_is_never_right(at: int, bit: int) -> None:
    data = bytearray(str(NOTE).encode())
    data[at] ^= 1 << bit
    try:
        note = Note.of(bytes(data))
        verified = note.verify([LOG.verifier, WITNESS.verifier])
    except (NoteError, SignatureError):
        return
    # A turned bit in a name or an id makes the line one of an unknown key; the text never differs.
    assert note.text == TEXT
    assert len(verified) == 1


def test_a_time_that_was_moved_makes_the_cosignature_wrong() -> None:
    signed = WITNESS.sign(TEXT, AT)
    moved = (AT + 60).to_bytes(8, "big") + signed.data[8:]
    note = Note(TEXT, (Signature(signed.name, signed.key_id, moved),))
    with pytest.raises(SignatureError, match=r"saksi\.example/kip is wrong"):
        note.verify([WITNESS.verifier])


def test_a_time_beyond_what_a_witness_may_state_is_refused() -> None:
    data = (1 << 63).to_bytes(8, "big") + bytes(64)
    with pytest.raises(SignatureError, match="form"):
        WITNESS.verifier.verify(TEXT, data)


def test_a_signature_of_one_kind_is_none_of_the_other() -> None:
    seed = bytes(range(32))
    plain, witness = (Signer.from_seed("satu.example", kind, seed) for kind in Kind)
    assert plain.verifier.key_id != witness.verifier.key_id
    for wrong in (plain.sign(TEXT).data, witness.sign(TEXT, AT).data[8:]):
        with pytest.raises(SignatureError):
            witness.verifier.verify(TEXT, wrong)
    with pytest.raises(SignatureError):
        plain.verifier.verify(TEXT, witness.sign(TEXT, AT).data)


def test_a_time_belongs_to_cosignatures_alone() -> None:
    for signer, at in ((LOG, AT), (WITNESS, None), (WITNESS, -1), (WITNESS, 1 << 63)):
        with pytest.raises(SignatureError):
            signer.sign(TEXT, at)


def test_one_wrong_line_of_a_known_key_spoils_the_note() -> None:
    wrong = Signature(LOG.verifier.name, LOG.verifier.key_id, STRANGER.sign(TEXT).data)
    for note in (Note(TEXT, (*NOTE.signatures, wrong)), Note(TEXT, (wrong, *NOTE.signatures))):
        with pytest.raises(SignatureError, match="wrong"):
            note.verify([LOG.verifier])
        assert note.verify([WITNESS.verifier])


def test_strangers_alone_make_no_note() -> None:
    with pytest.raises(SignatureError, match="no known key"):
        Note(TEXT, (STRANGER.sign(TEXT),)).verify([LOG.verifier, WITNESS.verifier])


def test_a_line_that_stands_already_is_not_repeated() -> None:
    assert NOTE.signed(*NOTE.signatures) == NOTE


def test_the_text_ends_at_the_last_empty_line() -> None:
    text = "satu\n\ndua\n\n\n"
    note = Note(text, (LOG.sign(text),))
    assert Note.of(str(note)).text == text


LINE = str(LOG.sign(TEXT))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n",
        TEXT,
        TEXT + "\n",
        f"{TEXT}\n{LINE}"[:-1],
        f"{TEXT}{LINE}",
        f"{TEXT}\n{LINE}\n",
        f"{TEXT}\n{LINE}\n{LINE}x",
        f"{TEXT}\n{LINE.replace('—', '-')}",
        f"{TEXT}\n{LINE.replace('— ', '—')}",
        f"{TEXT}\n— {ORIGIN}\n",
        f"{TEXT}\n— {ORIGIN} \n",
        f"{TEXT}\n— {ORIGIN} AAAA\n",
        f"{TEXT}\n— {ORIGIN} AAAAAA==\n",
        f"{TEXT}\n— {ORIGIN} AAAAAAB=\n",
        f"{TEXT}\n— {ORIGIN} AAAA AAA=\n",
        f"{TEXT}\n—  AAAAAAA=\n",
        f"{TEXT}\n— a+b AAAAAAA=\n",
        f"{TEXT}\n— a\u00a0b AAAAAAA=\n",
        f"{TEXT}\n— a\u2003b AAAAAAA=\n",
        f"{TEXT}\r\n{LINE}",
        f"a\tb\n\n{LINE}",
        f"a\x00\n\n{LINE}",
        f"{TEXT}\n{LINE * 101}",
        "x" * MOST_BYTES + f"\n\n{LINE}",
    ],
)
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(NoteError):
        Note.of(written)
    with pytest.raises(NoteError):
        Note.of(written.encode())


def test_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(NoteError):
        Note.of(f"\ud800\n\n{LINE}")
    with pytest.raises(NoteError):
        Note.of(b"\xff\n\n" + LINE.encode())
    with pytest.raises(NoteError):
        LOG.sign("\ud800\n")
    with pytest.raises(NoteError):
        LOG.sign("no end")


def test_sixteen_and_a_hundred_signatures_are_read() -> None:
    assert len(Note.of(f"{TEXT}\n{LINE * 100}").signatures) == 100


VKEY = str(LOG.verifier)
ID, KEY = VKEY.split("+", 2)[1:]


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        ORIGIN,
        f"{ORIGIN}+{ID}",
        f"{ORIGIN}+{ID}+",
        f"lain.example+{ID}+{KEY}",
        f"{ORIGIN}+{ID.upper()}+{KEY}",
        f"{ORIGIN}+ {ID}+{KEY}",
        f"{ORIGIN}+{ID[:-2]}+{KEY}",
        f"{ORIGIN}+{ID}+{KEY}\n",
        f"{ORIGIN}+{ID}+{KEY[:-4]}",
        f"+{ID}+{KEY}",
        f"{ORIGIN}+zzzzzzzz+{KEY}",
        f"{ORIGIN}+{ID}+{base64.b64encode(bytes([6]) + bytes(32)).decode()}",
        f"{ORIGIN}+{ID}+{base64.b64encode(bytes([1]) + bytes(33)).decode()}",
    ],
)
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(KeyFormError):
        Verifier.of(vkey)
    with pytest.raises(KeyFormError):
        Signer.of(f"PRIVATE+KEY+{vkey}")
    with pytest.raises(KeyFormError):
        Signer.of(vkey)


def test_a_key_that_is_no_point_signs_nothing() -> None:
    verifier = Verifier("titik.example", Kind.NOTE, b"\x02" + b"\xff" * 31)
    with pytest.raises(SignatureError):
        verifier.verify(TEXT, bytes(64))


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(KeyFormError):
        Signer.from_seed(ORIGIN, Kind.NOTE, b"short")
    with pytest.raises(KeyFormError):
        Signer.from_seed("two words", Kind.NOTE, bytes(32))


@given(names, st.integers(0, 10**16 - 1), st.binary(min_size=32, max_size=32), st.lists(names, max_size=2))
def test_checkpoints_are_read_back(origin: str, size: int, root: bytes, more: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(more))
    assert Checkpoint.of(checkpoint.text) == checkpoint
    assert checkpoint_in(Note(checkpoint.text, ())) == checkpoint


ROOT = base64.b64encode(EMPTY_ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{ORIGIN}\n0\n",
        f"{ORIGIN}\n0\n{ROOT}",
        f"{ORIGIN}\n0\n{ROOT}\n\n",
        f"\n0\n{ROOT}\n",
        f"{ORIGIN}\n00\n{ROOT}\n",
        f"{ORIGIN}\n+1\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n1_0\n{ROOT}\n",
        f"{ORIGIN}\n\u0661\n{ROOT}\n",
        f"{ORIGIN}\n{10**16}\n{ROOT}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{ROOT}\n",
        f"{ORIGIN}\n0\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n0\n{ROOT[:-2]}V=\n",
        f"{ORIGIN}\n0\n{base64.b64encode(bytes(31)).decode()}\n",
        f"{ORIGIN}\t\n0\n{ROOT}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint.of(text)


def test_a_checkpoint_that_could_not_be_read_back_cannot_be_made() -> None:
    for origin, size, root, more in (
        ("", 0, EMPTY_ROOT, ()),
        ("a\nb", 0, EMPTY_ROOT, ()),
        (ORIGIN, -1, EMPTY_ROOT, ()),
        (ORIGIN, 10**16, EMPTY_ROOT, ()),
        (ORIGIN, 0, b"", ()),
        (ORIGIN, 0, EMPTY_ROOT, ("",)),
    ):
        with pytest.raises(CheckpointError):
            Checkpoint(origin, size, root, more)


@given(st.binary(max_size=60))
def test_base64_has_one_spelling(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    assert bytes_of(text, "thing") == data
    for other in (f"{text}\n", f" {text}", f"{text}=", text.replace("+", "-").replace("=", "") + "-"):
        with pytest.raises(SpellingError):
            bytes_of(other, "thing")


def test_numbers_have_one_spelling() -> None:
    assert number_of("0", "thing") == 0
    assert number_of("9" * 16, "thing") == 10**16 - 1
    for other in ("", "00", "01", "1 ", "+1", "-0", "1.0", "1e3", "9" * 17, "\u0661"):
        with pytest.raises(SpellingError):
            number_of(other, "thing")


def test_a_signature_line_alone_is_read() -> None:
    assert signature_of(LINE[:-1]) == LOG.sign(TEXT)
    with pytest.raises(NoteError):
        signature_of(LINE)
