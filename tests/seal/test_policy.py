"""Policies: whom they trust, when a note suffices, and what a quorum can stand."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppid.seal.checkpoint import Checkpoint, CheckpointError
from ppid.seal.note import Kind, Note, Signature, Signer
from ppid.seal.policy import Policy, PolicyError

ORIGIN = "ppid.example.go.id/log1"
LOG = Signer.from_seed(ORIGIN, Kind.NOTE, b"log key of thirty-two bytes here")
NEXT = Signer.from_seed(ORIGIN, Kind.NOTE, b"the next log key, 32 bytes long.")
OTHER = Signer.from_seed("lain.example/log", Kind.NOTE, b"a log of another office 32 bytes")
WITNESSES = [Signer.from_seed(f"w{i}.example", Kind.COSIGNATURE, bytes([i]) * 32) for i in range(6)]
AT = 1_790_000_000
CHECKPOINT = Checkpoint(ORIGIN, 7, bytes(32))
PIN = "ab" * 32


def lines(count: int, *rest: str) -> str:
    named = [f"witness w{i} {WITNESSES[i].verifier}" for i in range(count)]
    return "\n".join([f"log {LOG.verifier} https://{ORIGIN}", *named, *rest, ""])


def threshold(needed: int, count: int) -> Policy:
    members = " ".join(f"w{i}" for i in range(count))
    return Policy.of(lines(count, f"group g {needed} {members}", "quorum g"))


def note(*witnesses: int, signers: Sequence[Signer] = (LOG,)) -> Note:
    text = CHECKPOINT.text
    cosigned = [WITNESSES[i].sign(text, AT + 100 * i) for i in witnesses]
    return Note(text, (*(signer.sign(text) for signer in signers), *cosigned))


def test_the_example_of_the_specification() -> None:
    policy = Policy.of(
        lines(
            6,
            "# two of three here, and any there",
            "group X-witnesses 2 w0 w1 w2",
            "\tgroup Y-witnesses any  w3 w4\tw5 ",
            "",
            "group X-and-Y all X-witnesses Y-witnesses",
            "quorum X-and-Y",
        )
    )
    assert policy.met_by({"w0", "w2", "w5"})
    assert not policy.met_by({"w0", "w1", "w2"})
    assert not policy.met_by({"w0", "w3", "w4", "w5"})
    assert policy.judge(note(0, 2, 5)).accepted


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_a_threshold_counts_witnesses(needed: int) -> None:
    policy = threshold(needed, 3)
    for agreed in product((False, True), repeat=3):
        names = {f"w{i}" for i, yes in enumerate(agreed) if yes}
        assert policy.met_by(names) is (len(names) >= needed)


def test_one_witness_and_none() -> None:
    assert Policy.of(lines(1, "quorum w0")).judge(note(0)).accepted
    assert not Policy.of(lines(2, "quorum w0")).judge(note(1)).accepted
    assert Policy.of(lines(2, "quorum none")).judge(note()).accepted


def test_a_judgement_names_what_is_right_and_what_is_wrong() -> None:
    policy = threshold(2, 3)
    text = CHECKPOINT.text
    copied = WITNESSES[2].sign(Checkpoint(ORIGIN, 8, bytes(32)).text, AT)
    spoilt = Note(text, (*note(0, 1).signatures, copied))
    judgement = policy.judge(spoilt)
    assert judgement.quorum
    assert judgement.wrong_witnesses == ("w2",)
    assert not judgement.accepted
    assert judgement.cosigned == {"w0": AT, "w1": AT + 100}
    assert judgement.checkpoint == CHECKPOINT
    unsigned = policy.judge(note(0, 1, signers=[NEXT]))
    assert (unsigned.logs, unsigned.wrong_logs, unsigned.accepted) == ((), (), False)
    forged = Signature(ORIGIN, LOG.verifier.key_id, NEXT.sign(text).data)
    assert policy.judge(Note(text, (forged,))).wrong_logs == (LOG.verifier,)


def test_the_log_of_another_office_signs_nothing_here() -> None:
    policy = Policy.of(f"log {OTHER.verifier}\nlog {LOG.verifier}\nquorum none\n")
    assert not policy.judge(note(signers=[OTHER])).accepted
    assert policy.judge(note(signers=[LOG])).logs == (LOG.verifier,)


def test_during_a_rotation_either_key_will_do() -> None:
    policy = Policy.of(f"log {LOG.verifier}\nlog {NEXT.verifier}\nquorum none\n")
    assert policy.judge(note(signers=[NEXT])).logs == (NEXT.verifier,)
    assert policy.judge(note(signers=[LOG, NEXT])).logs == (LOG.verifier, NEXT.verifier)


def test_one_witness_that_signs_twice_counts_once_with_its_first_time() -> None:
    text = CHECKPOINT.text
    twice = Note(text, (LOG.sign(text), WITNESSES[0].sign(text, AT + 9), WITNESSES[0].sign(text, AT)))
    judgement = threshold(2, 3).judge(twice)
    assert judgement.cosigned == {"w0": AT}
    assert not judgement.quorum


def test_one_liar_of_three_does_not_move_the_median() -> None:
    policy = threshold(3, 3)
    text = CHECKPOINT.text
    for lie in (0, 2**62):
        signed = [WITNESSES[0].sign(text, AT), WITNESSES[1].sign(text, AT + 5), WITNESSES[2].sign(text, lie)]
        median = policy.judge(Note(text, tuple(signed))).median_times
        assert median in {(AT, AT), (AT + 5, AT + 5)}
    assert policy.judge(note(0, 1)).median_times == (AT, AT + 100)
    assert policy.judge(note()).median_times is None


def test_what_is_no_checkpoint_is_not_judged() -> None:
    with pytest.raises(CheckpointError):
        threshold(1, 1).judge(Note("hello\n", ()))


@pytest.mark.parametrize(
    ("needed", "count", "liars"),
    [(2, 3, 1), (3, 3, 3), (3, 4, 2), (4, 5, 3), (1, 3, 0), (2, 4, 0), (1, 1, 1)],
)
def test_with_k_of_n_a_split_view_needs_2k_less_n_liars(needed: int, count: int, liars: int) -> None:
    arithmetic = threshold(needed, count).arithmetic()
    assert arithmetic.liars_needed == liars == max(0, 2 * needed - count)
    assert arithmetic.witnesses == count
    assert arithmetic.needed == needed
    assert arithmetic.absences_to_stop == count - needed + 1


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A quorum of up to six witnesses in groups of groups, in any nesting."""
    count = draw(st.integers(1, 6))
    loose = [f"w{i}" for i in range(count)]
    rows: list[str] = []
    while len(loose) > 1 or (not rows and draw(st.booleans())):
        members = draw(st.lists(st.sampled_from(loose), min_size=1, unique=True))
        name = f"g{len(rows)}"
        rows.append(f"group {name} {draw(st.integers(1, len(members)))} {' '.join(members)}")
        loose = [one for one in loose if one not in members] + [name]
        if len(rows) > 5:
            break
    return Policy.of(lines(count, *rows, f"quorum {loose[-1]}"))


@given(policies())
def test_the_arithmetic_is_what_trying_every_case_gives(policy: Policy) -> None:
    names = list(policy.witnesses)
    subsets = [
        frozenset(name for name, yes in zip(names, pattern, strict=True) if yes)
        for pattern in product((False, True), repeat=len(names))
    ]
    quorums = [subset for subset in subsets if policy.met_by(subset)]
    arithmetic = policy.arithmetic()
    assert arithmetic.needed == min(map(len, quorums))
    assert arithmetic.liars_needed == min(len(one & other) for one in quorums for other in quorums)
    stopped = [subset for subset in subsets if not policy.met_by(set(names) - subset)]
    assert arithmetic.absences_to_stop == min(map(len, stopped))


def test_the_arithmetic_in_words() -> None:
    assert threshold(3, 4).arithmetic().words("en") == (
        "A seal counts once at least 3 of 4 witnesses have confirmed it. Two different histories cannot both"
        " be sealed while fewer than 2 witnesses lie. A seal is still made if any 1 of them are absent."
    )
    assert threshold(2, 3).arithmetic().words("id") == (
        "Segel baru berlaku setelah dikonfirmasi sedikitnya 2 dari 3 saksi. Dua riwayat yang berbeda tidak"
        " dapat sama-sama disegel selama semua saksi jujur; satu saksi yang berbohong sudah cukup untuk itu."
        " Segel tetap jadi walaupun 1 saksi berhalangan."
    )
    assert "belum cukup" in threshold(1, 2).arithmetic().words("id")
    assert "hold up" in threshold(3, 3).arithmetic().words("en")
    none = Policy.of("quorum none\n").arithmetic()
    assert none.liars_needed == 0
    assert "No witness" in none.words("en")


def test_comments_pin_authorities_of_time_and_say_nothing_else() -> None:
    policy = Policy.of(
        f"# tsa satu {PIN}\n  # tsa dua {'cd' * 32}\n# tsa tiga short\n# tsa\n#\n# \xe9\nquorum none"
    )
    assert policy.tsa == {"satu": PIN, "dua": "cd" * 32}


def test_names_of_any_octets_stay_apart() -> None:
    vkeys = [str(one.verifier).encode() for one in WITNESSES[:2]]
    policy = Policy.of(b"witness \xe9 %b\nwitness \xe8 %b\nquorum \xe8\n" % tuple(vkeys))
    assert len(policy.witnesses) == 2
    kelvin = f"witness K {WITNESSES[0].verifier}\nwitness \u212a {WITNESSES[1].verifier}\nquorum \u212a\n"
    assert len(Policy.of(kelvin.encode()).witnesses) == 2


W0, W1, VLOG = WITNESSES[0].verifier, WITNESSES[1].verifier, LOG.verifier
TWIN = Signer.from_seed("kembar.example", Kind.COSIGNATURE, bytes(32)).verifier


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "no quorum"),
        ("# nothing\n", "no quorum"),
        ("quorum none\nquorum none\n", "line 2: a second quorum"),
        ("quorum w0\n", "not defined above"),
        (f"quorum w0\nwitness w0 {W0}\n", "line 1: w0 is not defined above"),
        (f"log {VLOG}\nlog {VLOG}\nquorum none\n", "line 2: the same key for two logs"),
        (f"witness a {W0}\nwitness b {W0}\nquorum a\n", "the same key"),
        (f"witness a {W0}\nwitness b {TWIN}\nquorum a\n", "the same key"),
        (f"witness a {W0}\nwitness a {W1}\nquorum a\n", "taken"),
        (f"witness a {W0}\ngroup a any a\nquorum a\n", "taken"),
        (f"witness none {W0}\nquorum none\n", "taken"),
        (f"witness a {W0}\ngroup g any a none\nquorum g\n", "none is not defined"),
        (f"witness a {W0}\ngroup g any a a\nquorum g\n", "twice"),
        (f"witness a {W0}\ngroup g any a\ngroup h any a\nquorum h\n", "twice"),
        (f"witness a {W0}\ngroup g any g\nquorum g\n", "g is not defined above"),
        (f"witness a {W0}\ngroup g any\nquorum g\n", "neither"),
        (f"witness a {W0}\ngroup g 0 a\nquorum g\n", "cannot be needed"),
        (f"witness a {W0}\ngroup g 2 a\nquorum g\n", "cannot be needed"),
        (f"witness a {W0}\ngroup g 01 a\nquorum g\n", "whole number"),
        (f"witness a {W0}\ngroup g -1 a\nquorum g\n", "whole number"),
        (f"witness a {W0}\ngroup g ALL a\nquorum g\n", "whole number"),
        (f"witness a {VLOG}\nquorum a\n", "cosignature/v1"),
        (f"log {W0}\nquorum none\n", "plain Ed25519"),
        ("log nonsense\nquorum none\n", "line 1: "),
        (f"log {VLOG} https://a https://b\nquorum none\n", "neither"),
        ("quorum\n", "neither"),
        ("quorum none # why\n", "neither"),
        ("quorum\u00a0none\n", "neither"),
        ("quorum none\r\n", "control"),
        ("# bell \x07\nquorum none\n", "control"),
        ("# delete \x7f\nquorum none\n", "control"),
        ("#" * (1 << 19), "longer"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_line(written: str, why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        Policy.of(written)
    with pytest.raises(PolicyError, match=why):
        Policy.of(written.encode())


@given(st.binary(max_size=400))
def test_nothing_but_a_refusal_comes_of_noise(noise: bytes) -> None:
    with suppress(PolicyError):
        Policy.of(noise)


def test_a_policy_may_be_large() -> None:
    signers = [Signer.from_seed("w", Kind.COSIGNATURE, bytes([i]) * 32) for i in range(64)]
    rows = [f"witness w{i} {signer.verifier}" for i, signer in enumerate(signers)]
    chain = [f"group g0 any {' '.join(f'w{i}' for i in range(64))}"]
    chain += [f"group g{i} all g{i - 1}" for i in range(1, 1500)]
    policy = Policy.of("\n".join([*rows, *chain, "quorum g1499"]))
    assert policy.met_by({"w7"})
    assert not policy.met_by(set())
