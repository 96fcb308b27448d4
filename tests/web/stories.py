"""How a case goes: one act at a time through the desk, and the stories that lead to each step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ppid import commands as c
from ppid.events import Actor, Approval, Role, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.request import events as e
from ppid.request.vocabulary import (
    CopyForm,
    DocumentKind,
    ExtensionGround,
    FeeKind,
    Missing,
    Outcome,
    PaymentMethod,
    Way,
)

if TYPE_CHECKING:
    from tests.web.world import World


def notice(world: World, **changes: Any) -> e.Notice:
    """A written notice of today that grants everything as a file."""
    plain = e.Notice(
        number="B/17/VI/2026",
        signed_on=world.clock.today,
        sent_on=world.clock.today,
        material="Rincian anggaran pelayanan SIM 2025",
        formats=(CopyForm.SOFT,),
        ready_in_days=3,
    )
    return replace(plain, **changes)


def _answer(outcome: Outcome, **changes: Any) -> Callable[[World, Stream], None]:
    def act(world: World, case: Stream) -> None:
        said = resting(world, outcome, notice(world, **changes))
        command = c.AnswerRequest(request=case, outcome=outcome, notice=said)
        world.services.desk.answer(command, world.actor("ppid"))

    return act


def resting(world: World, outcome: Outcome, said: e.Notice) -> e.Notice:
    """The notice with the decree in force that it rests on, by all its rows (letters a, h, and b)."""
    if outcome is Outcome.REFUSED_EXEMPT:
        return replace(said, exemptions=(ExemptionRef(world.exempt(), (1, 2, 3)),))
    if outcome is Outcome.PARTLY_GRANTED:
        ref = ExemptionRef(world.exempt(), (1, 2, 3))
        return replace(said, blackouts=tuple(replace(each, exemption=ref) for each in said.blackouts))
    return said


def _do(
    use_case: str, username: str, command: Callable[[World, Stream], c.Command]
) -> Callable[[World, Stream], None]:
    def act(world: World, case: Stream) -> None:
        actor = Actor(case, Role.CITIZEN) if username == "citizen" else world.actor(username)
        getattr(world.services.desk, use_case)(command(world, case), actor)

    return act


def delivered_file(world: World, case: Stream, content: bytes = b"%PDF-1.7 informasi") -> e.Document:
    """A disclosed file, sealed for the requester and stored."""
    person = world.request(case).requester
    sealed = world.services.vault.seal_bytes(world.services.vault.key_of(person), content)
    return e.Document(
        kind=DocumentKind.OTHER,
        sha256=world.services.files.put(sealed),
        media_type="application/pdf",
        size_bytes=len(content),
        person=person,
        label="anggaran.pdf",
    )


GRANTED = dict[str, Any]()
PARTLY: dict[str, Any] = {
    "blackouts": (e.Blackout(material="Nama anggota", reason="Data pribadi anggota", article="17(h)"),)
}
EXEMPT: dict[str, Any] = {
    "material": "",
    "formats": (),
    "ready_in_days": 0,
    "articles": ("17(a)",),
    "reasons": "Membuka berkas menghambat penyidikan.",
    "consequence": "Saksi dapat dipengaruhi.",
    "approval": Approval(by="Kapolda Contoh", on=date(2026, 6, 2)),
}
ELSEWHERE: dict[str, Any] = {
    "material": "", "formats": (), "ready_in_days": 0,
    "reasons": "Permintaan tidak sesuai ketentuan.", "articles": ("UU 14/2008 Pasal 6 ayat (2)",),
}  # fmt: skip
UNHELD: dict[str, Any] = {
    "material": "", "formats": (), "ready_in_days": 0, "held": False,
    "other_body": "Dinas Perhubungan Kota Contoh",
    "explanation": "Berkas ini diserahkan kepada dinas pada 2024.",
    "reasons": "Data ini dikuasai badan publik lain.",
}  # fmt: skip
UNDOCUMENTED: dict[str, Any] = {
    "material": "", "formats": (), "ready_in_days": 0,
    "explanation": "Data masih dihimpun.", "available_on": date(2026, 9, 1),
    "reasons": "Informasi belum selesai didokumentasikan.",
}  # fmt: skip
FEE: dict[str, Any] = {
    "formats": (CopyForm.HARD,),
    "fees": (e.Fee(kind=FeeKind.COPY, quantity=20, each_idr=500, label="Fotokopi"),),
    "how_to_pay": "Transfer ke rekening resmi",
}

#: One act on a case, by its name, on the clock's day.
ACTS: dict[str, Callable[[World, Stream], None]] = {
    "complete": _do("find_complete", "desk", lambda _, s: c.FindComplete(request=s)),
    "incomplete": _do(
        "find_incomplete",
        "desk",
        lambda w, s: c.FindIncomplete(
            request=s, missing=(Missing.IDENTITY_DOCUMENT, Missing.PURPOSE), sent_on=w.clock.today
        ),
    ),
    "letter-received": _do(
        "record_incompleteness_received",
        "desk",
        lambda w, s: c.RecordIncompletenessReceived(request=s, received_on=w.clock.today),
    ),
    "completed": _do("complete", "citizen", lambda _, s: c.CompleteRequest(request=s, note="KTP menyusul.")),
    "routed": _do(
        "route", "ppid", lambda _, s: c.RouteToUnit(request=s, unit="LANTAS", question="Apakah ada?")
    ),
    "unit-answered": _do(
        "answer_as_unit", "unit", lambda _, s: c.AnswerAsUnit(request=s, answer="Ada pada kami.", holds=True)
    ),
    "extended": _do(
        "extend",
        "ppid",
        lambda w, s: c.ExtendDeadline(
            request=s,
            ground=ExtensionGround.NOT_YET_HELD,
            reason="Data masih dihimpun dari tiga satuan.",
            sent_on=w.clock.today,
        ),
    ),
    "decreed": lambda w, _: _decreed(w),
    "granted": _answer(Outcome.GRANTED, **GRANTED),
    "granted-for-a-fee": _answer(Outcome.GRANTED, **FEE),
    "partly-granted": _answer(Outcome.PARTLY_GRANTED, **PARTLY),
    "refused-exempt": _answer(Outcome.REFUSED_EXEMPT, **EXEMPT),
    "refused-other": _answer(Outcome.REFUSED_OTHER, **ELSEWHERE),
    "not-held": _answer(Outcome.NOT_HELD, **UNHELD),
    "not-documented": _answer(Outcome.NOT_DOCUMENTED, **UNDOCUMENTED),
    "notice-received": _do(
        "record_notice_received",
        "desk",
        lambda w, s: c.RecordNoticeReceived(request=s, received_on=w.clock.today),
    ),
    "paid": _do(
        "record_payment",
        "desk",
        lambda w, s: c.RecordPayment(
            request=s,
            amount_idr=10_000,
            method=PaymentMethod.CASH,
            paid_on=w.clock.today,
            receipt_number="K-7",
        ),
    ),
    "delivered": _do(
        "deliver",
        "desk",
        lambda w, s: c.DeliverInformation(
            request=s,
            delivered_on=w.clock.today,
            way=Way.EMAIL,
            proof="Surel terkirim",
            documents=(delivered_file(w, s),),
        ),
    ),
    "withdrawn": _do("withdraw", "citizen", lambda _, s: c.WithdrawRequest(request=s)),
    "closed": _do("close", "desk", lambda _, s: c.CloseRequest(request=s)),
    "clocks-ran-out": lambda w, s: _note_ends(w, s),  # noqa: PLW0108  (defined below)
}

_ANSWERS = ("granted", "partly-granted", "refused-exempt", "refused-other", "not-held", "not-documented")
#: Every step a case can be at, with the acts that lead there.
STORIES: dict[str, tuple[str, ...]] = {
    "registered": (),
    "incomplete": ("incomplete",),
    "letter-received": ("incomplete", "letter-received"),
    "completed": ("incomplete", "letter-received", "completed"),
    "complete": ("complete",),
    "routed": ("complete", "routed"),
    "unit-answered": ("complete", "routed", "unit-answered"),
    "extended": ("complete", "extended"),
    "decreed": ("complete", "decreed"),
    **{answer: ("complete", answer) for answer in _ANSWERS},
    "awaiting-payment": ("complete", "granted-for-a-fee"),
    "paid": ("complete", "granted-for-a-fee", "paid"),
    "notice-received": ("complete", "granted", "notice-received"),
    "refusal-received": ("complete", "refused-exempt", "notice-received"),
    "delivered": ("complete", "granted", "notice-received", "delivered"),
    "withdrawn": ("complete", "withdrawn"),
    "closed": ("complete", "refused-exempt", "notice-received", "closed"),
}


def _decreed(world: World) -> None:
    """Let the decree that a refusal rests on be there, in every list."""
    world.exempt()
    world.follow()


def _note_ends(world: World, case: Stream) -> None:
    """Let the timekeeper note what ran out in this case before the clock's day."""
    world.services.timekeeper.note_ends(lambda _: [case])
