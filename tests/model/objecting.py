"""What is done with objections, disputes and the list of information, and what the model expects of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from ppid.catalogue import commands as ic
from ppid.catalogue.events import ListDecree
from ppid.catalogue.vocabulary import InfoClass
from ppid.dispute import commands as dc
from ppid.dispute.events import Commission, Duty
from ppid.dispute.vocabulary import Level, MediationResult
from ppid.dispute.vocabulary import Outcome as Ruling
from ppid.events import Actor, Approval, Role
from ppid.exemption.reference import ExemptionRef
from ppid.objection import commands as oc
from ppid.objection.events import Explanation, Order
from ppid.objection.vocabulary import Ground, Party, Verdict
from ppid.request.events import Document
from ppid.request.vocabulary import Channel, DocumentKind
from tests.model.asking import Exemptions, Requests, outsider
from tests.model.law import Dispute, Exemption, Item, Objection, Request, set_day
from tests.model.office import Attempt, Office, key
from tests.web.listing import entry

SETTLERS = (Role.SUPERIOR, Role.PPID)
DESK = (Role.SERVICE_DESK, Role.PPID)
ORDER_DAYS = 10
PROOF = Document(DocumentKind.OTHER, "cd" * 32, "application/pdf", 4096, "person-x", "Berita acara")
OBJECTOR = next(iter(Party))
COMMISSION = Commission("Komisi Informasi Provinsi Contoh", Level.PROVINCE)


class Objections:
    """The objections of a walk."""

    def __init__(self, office: Office, requests: Requests, exemptions: Exemptions) -> None:
        self.office, self.requests, self.exemptions = office, requests, exemptions
        self.cases: list[Objection] = []

    def pick(self) -> Objection:
        """Some objection, the younger ones more often."""
        return self.office.rng.choice(self.cases[-25:])

    def moves(self) -> list[tuple[int, Callable[[], Attempt]]]:
        """What may be tried now, and how often."""
        begin = [(7, self.file)] if self.requests.cases else []
        if not self.cases:
            return begin
        return [*begin, (2, self.open_settlement), (2, self.settle), (1, self.fail), (7, self.answer),
                (3, self.receive), (3, self.remedy), (1, self.withdraw)]  # fmt: skip

    def file(self) -> Attempt:
        """A citizen objects, on grounds that fit and on some that do not."""
        office, rng = self.office, self.office.rng
        request, today = self._asked(), self.office.today
        fitting = [g.value for g in Ground if g is not Ground.PERIODIC and request.fits(g.value, today)]
        some = rng.sample(fitting, min(len(fitting), rng.choice((1, 1, 2)))) if fitting else []
        some = ["a"] if "a" in fitting and office.chance(0.4) else some
        grounds = tuple(
            sorted({*some, *((rng.choice("acdefg"),) if office.chance(0.12) or not some else ())})
        )
        codes = set() if all(request.fits(g, today) for g in grounds) else {"ground-not-open"}
        codes |= {"already-objected"} if self._raised(request.stream) & set(grounds) else set()
        stream, actor = office.fresh("objection"), Actor(request.stream, Role.CITIZEN)
        if office.chance(0.1):
            other = rng.choice(self.requests.cases)
            actor = Actor(other.stream, Role.CITIZEN)
            codes |= set() if other is request else {"unknown-request"}
        command = oc.FileObjection(
            objection=stream, body=request.body, channel=Channel.WEB,
            grounds=tuple(Ground(g) for g in grounds), case="Anggaran adalah informasi terbuka.",
            purpose="Penelitian", request=request.stream, key=key(),
        )  # fmt: skip

        def then() -> None:
            case = Objection(stream, request.body, grounds=grounds, request=request, received=today,
                             deciders=frozenset(request.deciders))  # fmt: skip
            case.start("D10", today, 30, office.almanac)
            self.cases.append(case)

        use = office.world.services.objections
        return Attempt("object", use.file, command, actor, codes, then)

    def _asked(self) -> Request:
        """Some request; often one that was refused, where there is something to object to."""
        refused = [r for r in self.requests.cases[-200:] if r.outcome in {"refused-exempt", "partly-granted"}]
        young = self.requests.cases[-60:]
        return self.office.rng.choice(refused if refused and self.office.chance(0.5) else young)

    def _raised(self, request: str) -> set[str]:
        return {
            g
            for o in self.cases
            if o.request and o.request.stream == request and not o.closed
            for g in o.grounds
        }

    def _act(
        self, name: str, command: object, actor: Actor, codes: set[str], then: Callable[[], None]
    ) -> Attempt:
        use = getattr(self.office.world.services.objections, name)
        return Attempt(f"objection {name}", use, command, actor, codes, then)

    def open_settlement(self) -> Attempt:
        """Both sides begin to talk: never about a refusal as exempt alone."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, *SETTLERS)
        codes = outsider(case, actor, *SETTLERS) | case.before_result()
        codes |= {"talks-open"} if case.talking else set()
        codes |= {"nothing-to-settle"} if set(case.pending) <= {"a"} else set()

        def then() -> None:
            case.talking = True

        command = oc.OpenSettlement(case=case.stream, opened_on=office.today, key=key())
        return self._act("open_settlement", command, actor, codes, then)

    def settle(self) -> Attempt:
        """What can be settled is."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, *SETTLERS)
        codes = outsider(case, actor, *SETTLERS) | case.before_result()
        codes |= set() if case.talking else {"no-talks"}

        def then() -> None:
            case.settled |= set(case.grounds) - {"a"}
            case.talking = False
            if not case.pending:
                case.stop("D10")

        command = oc.Settle(
            case=case.stream, agreement="Informasi diberikan.", agreed_on=office.today,
            signed_by=OBJECTOR, position="Atasan PPID", key=key(),
        )  # fmt: skip
        return self._act("settle", command, actor, codes, then)

    def fail(self) -> Attempt:
        """The talks end without a settlement."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, *SETTLERS)
        codes = outsider(case, actor, *SETTLERS) | case.before_result()
        codes |= set() if case.talking else {"no-talks"}

        def then() -> None:
            case.talking = False

        command = oc.FailSettlement(
            case=case.stream, failed_on=office.today, reason="Tidak sepakat.", key=key()
        )
        return self._act("fail_settlement", command, actor, codes, then)

    def answer(self) -> Attempt:
        """The superior answers; never who took the first decision, and never twice."""
        case, office, rng = self.pick(), self.office, self.office.rng
        actor, today = office.anybody(case.body, Role.SUPERIOR), self.office.today
        codes = outsider(case, actor, Role.SUPERIOR) | case.before_result()
        codes |= {"own-decision"} if actor.id in self._barred(case) else set()
        verdict = rng.choice(list(Verdict))
        upholds = verdict is Verdict.UPHELD
        due = today + timedelta(days=ORDER_DAYS)
        orders = () if upholds else (Order("Memberikan informasinya", due),)
        refs: tuple[ExemptionRef, ...] = ()
        if verdict is not Verdict.OVERTURNED and "a" in case.pending:
            refs, wrong = self._resting(case)
            codes |= wrong
        command = oc.AnswerObjection(
            case=case.stream, verdict=verdict, letter_number="B/2", signed_on=today, sent_on=today,
            position="Atasan PPID", reasons="Sudah sesuai.", exemptions=refs, orders=orders, key=key(),
            explanations=tuple(Explanation(Ground(g), "Penjelasan.") for g in case.pending),
        )  # fmt: skip

        def then() -> None:
            case.answered = verdict.value
            case.talking = False
            case.stop("D10")
            if orders:
                case.orders[1] = due
                case.due["ORDER"] = set_day(today, due)

        return self._act("answer", command, actor, codes, then)

    def _barred(self, case: Objection) -> set[str]:
        """Who decided: the notice, the extension, and the test that a refusal rests on."""
        request = case.request
        barred = set(case.deciders) | (request.deciders if request else set())
        rests_on = set(request.rests_on) if request else set()
        return barred | {x.tester for x in self.exemptions.cases if x.stream in rests_on}

    def _resting(self, case: Objection) -> tuple[tuple[ExemptionRef, ...], set[str]]:
        """Rows in force that an upheld refusal rests on; now and then none, which is refused."""
        today = self.office.today
        fit = [
            (x, n)
            for x in self.exemptions.cases
            if x.body == case.body and x.decreed_on
            for n in x.rows
            if x.in_force(n, today)
        ]
        if not fit or self.office.chance(0.2):
            return (), {"required"}
        exemption, number = self.office.rng.choice(fit)
        return (ExemptionRef(exemption.stream, (number,)),), set()

    def receive(self) -> Attempt:
        """The answer reaches the citizen: fourteen working days to the commission."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, *DESK)
        codes = outsider(case, actor, *DESK)
        codes |= {"objection-closed"} if case.closed else set()
        codes |= set() if case.answered else {"objection-not-answered"}
        codes |= {"answer-already-received"} if case.answer_received else set()

        def then() -> None:
            case.answer_received = True
            case.start("D11", office.today, 14, office.almanac)

        command = oc.RecordAnswerReceived(case=case.stream, received_on=office.today, key=key())
        return self._act("record_answer_received", command, actor, codes, then)

    def remedy(self) -> Attempt:
        """An order is carried out."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, *DESK)
        codes = outsider(case, actor, *DESK)
        codes |= {"objection-closed"} if case.closed else set()
        codes |= set() if case.orders else {"no-order"}

        def then() -> None:
            case.orders.clear()
            case.stop("ORDER")

        command = oc.RemedyObjection(
            case=case.stream, order=1, done_on=office.today, proof="Tanda terima", key=key()
        )
        return self._act("remedy", command, actor, codes, then)

    def withdraw(self) -> Attempt:
        """The objector takes it back; the windows to the commission outlive it."""
        case = self.pick()
        actor = Actor(case.stream, Role.CITIZEN)

        def then() -> None:
            case.closed = True

        command = oc.WithdrawObjection(case=case.stream, key=key())
        codes = {"objection-closed"} if case.closed else set()
        return self._act("withdraw", command, actor, codes, then)


class Disputes:
    """The disputes of a walk."""

    def __init__(self, office: Office, objections: Objections) -> None:
        self.office, self.objections = office, objections
        self.cases: list[Dispute] = []

    def pick(self) -> Dispute:
        """Some dispute, the younger ones more often."""
        return self.office.rng.choice(self.cases[-6:])

    def moves(self) -> list[tuple[int, Callable[[], Attempt]]]:
        """What may be tried now, and how often."""
        begin = [(4, self.notify)] if self.objections.cases else []
        if not self.cases:
            return begin
        return [*begin, (3, self.open_mediation), (5, self.extend), (2, self.end),
                (3, self.open_adjudication), (3, self.rule), (3, self.receive), (3, self.comply)]  # fmt: skip

    def notify(self) -> Attempt:
        """The copy of an application arrives."""
        office, today = self.office, self.office.today
        objection = self.objections.pick()
        actor = office.anybody(objection.body, Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR)
        codes = outsider(objection, actor, Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR)
        codes = {"unknown-dispute" if c == "unknown-objection" else c for c in codes} | codes
        codes |= {"not-your-act"} if actor.body != objection.body else set()
        codes |= {"already-disputed"} if objection.disputed else set()
        stream = office.fresh("dispute")
        command = dc.NotifyDispute(
            dispute=stream, body=objection.body, commission=COMMISSION, applied_on=today, received_on=today,
            objection=objection.stream, register_number="1/REG", key=key(),
        )  # fmt: skip

        def then() -> None:
            case = Dispute(stream, objection.body, grounds=objection.grounds, applied=today)
            case.start("D15", today, 14, office.almanac)
            case.start("D16", today, 100, office.almanac)
            self.cases.append(case)
            objection.disputed = True
            objection.stop("D11", "D12")

        use = office.world.services.disputes
        return Attempt("notify", use.notify, command, actor, codes, then)

    def _before_ruling(self, case: Dispute, actor: Actor) -> set[str]:
        codes = outsider(case, actor, Role.PPID, Role.SUPERIOR)
        return codes | ({"dispute-already-ruled"} if case.ruled else set())

    def _act(
        self, name: str, command: object, actor: Actor, codes: set[str], then: Callable[[], None]
    ) -> Attempt:
        use = getattr(self.office.world.services.disputes, name)
        return Attempt(f"dispute {name}", use, command, actor, codes, then)

    def open_mediation(self) -> Attempt:
        """One mediation, and none on a refusal as exempt alone."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.PPID, Role.SUPERIOR)
        codes = self._before_ruling(case, actor)
        codes |= {"no-mediation-on-exemption"} if set(case.grounds) == {"a"} else set()
        codes |= {"already-mediated"} if case.mediation else set()

        def then() -> None:
            case.mediation = "open"
            case.start("D19", office.today, 14, office.almanac)
            case.stop("D15")

        command = dc.OpenMediation(case=case.stream, first_meeting_on=office.today, key=key())
        return self._act("open_mediation", command, actor, codes, then)

    def extend(self) -> Attempt:
        """Seven days more, once, from the base end."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.PPID, Role.SUPERIOR)
        codes = self._before_ruling(case, actor) | (set() if case.mediating else {"not-in-mediation"})
        codes |= {"mediation-already-extended"} if case.mediation == "extended" else set()
        base = case.due.get("D19")
        codes |= {"mediation-end-unknown"} if base and base.on is None else set()

        def then() -> None:
            case.mediation = "extended"
            assert base is not None
            assert base.on is not None
            case.start("D19", base.on, 7, office.almanac)
            case.due["D19"].base = base

        command = dc.ExtendMediation(case=case.stream, agreed_on=office.today, key=key())
        return self._act("extend_mediation", command, actor, codes, then)

    def end(self) -> Attempt:
        """The mediation ends."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.PPID, Role.SUPERIOR)
        codes = self._before_ruling(case, actor) | (set() if case.mediating else {"not-in-mediation"})

        def then() -> None:
            case.mediation = "failed"
            case.stop("D19")

        command = dc.EndMediation(
            case=case.stream, ended_on=office.today, result=MediationResult.FAILED, key=key()
        )
        return self._act("end_mediation", command, actor, codes, then)

    def open_adjudication(self) -> Attempt:
        """Day one before the panel."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.PPID, Role.SUPERIOR)
        codes = self._before_ruling(case, actor)
        codes |= {"adjudication-already-opened"} if case.adjudicated else set()
        codes |= {"still-in-mediation"} if case.mediating else set()

        def then() -> None:
            case.adjudicated = True
            case.stop("D15")

        command = dc.OpenAdjudication(case=case.stream, opened_on=office.today, panel_size=3, key=key())
        return self._act("open_adjudication", command, actor, codes, then)

    def rule(self) -> Attempt:
        """The commission decides; it may open a row that is still exempt."""
        case, office, today = self.pick(), self.office, self.office.today
        actor = office.anybody(case.body, Role.PPID, Role.SUPERIOR)
        codes = self._before_ruling(case, actor)
        codes |= {"still-in-mediation"} if case.mediating else set()
        opens = office.chance(0.6)
        outcome = Ruling.OPEN_PART if opens else Ruling.REFUSAL_CONFIRMED
        refs = self._opened(case) if opens else ()
        command = dc.RecordRuling(
            case=case.stream, number="1/PTSN", read_out_on=today, outcome=outcome, key=key(),
            orders=(Duty(what="Memberikan informasinya", within_days=ORDER_DAYS),) if opens else (),
            opened=tuple(ExemptionRef(x.stream, (n,)) for x, n in refs),
        )  # fmt: skip

        def then() -> None:
            case.ruled = outcome.value
            case.opened = tuple((x.stream, n) for x, n in refs)
            case.order_open = opens
            case.stop("D15", "D16", "D19")
            case.start("D21", today, 3, office.almanac)

        return self._act("rule", command, actor, codes, then)

    def _opened(self, case: Dispute) -> Sequence[tuple[Exemption, int]]:
        exemptions = self.objections.exemptions.cases
        today = self.office.today
        fit = [(x, n) for x in exemptions if x.body == case.body for n in x.rows if x.in_force(n, today)]
        return [self.office.rng.choice(fit)] if fit and self.office.chance(0.7) else []

    def receive(self) -> Attempt:
        """The copy of the decision arrives: fourteen working days to court, fourteen days for the alarm."""
        case, office, today = self.pick(), self.office, self.office.today
        actor = office.anybody(case.body, Role.PPID, Role.SUPERIOR, Role.SERVICE_DESK)
        codes = outsider(case, actor, Role.PPID, Role.SUPERIOR, Role.SERVICE_DESK)
        codes |= set() if case.ruled else {"dispute-not-ruled"}
        codes |= {"ruling-already-received"} if case.copy_received else set()

        def then() -> None:
            case.copy_received = today
            case.stop("D21")
            case.start("D22", today, 14, office.almanac)
            case.due["D22C"] = set_day(today, today + timedelta(days=14))

        command = dc.RecordRulingReceived(case=case.stream, received_on=today, key=key())
        return self._act("receive_ruling", command, actor, codes, then)

    def comply(self) -> Attempt:
        """An order is carried out, with its proof; not before the decision is final."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.PPID, Role.SUPERIOR)
        codes = outsider(case, actor, Role.PPID, Role.SUPERIOR)
        codes |= set() if case.ruled else {"dispute-not-ruled"}
        codes |= set() if case.order_open else {"nothing-outstanding", "order-already-done", "unknown-order"}

        def then() -> None:
            case.order_open = False
            case.stop("D24")
            case.closed = case.final_on is not None

        command = dc.RecordCompliance(
            case=case.stream,
            order=1,
            done_on=office.today,
            proof="Berita acara",
            documents=(PROOF,),
            key=key(),
        )
        return self._act("comply", command, actor, codes, then)


class Items:
    """The items of the list of a walk."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.cases: list[Item] = []

    def moves(self) -> list[tuple[int, Callable[[], Attempt]]]:
        """What may be tried now, and how often."""
        return [(2, self.propose), *([(2, self.decree), (1, self.withdraw)] if self.cases else [])]

    def propose(self) -> Attempt:
        """Somebody proposes an item; nothing exempt ever enters."""
        office, rng = self.office, self.office.rng
        body, stream = rng.choice(office.bodies), office.fresh("item")
        actor = office.anybody(body, Role.PPID)
        klass = rng.choice([InfoClass.PERIODIC, InfoClass.ANY_TIME, InfoClass.EXEMPT])
        codes = set() if actor.body == body else {"unknown-item", "unknown-list"}
        ours = actor.role is Role.PPID and actor.body == body
        codes |= set() if ours else {"not-your-act", "listed-not-yours"}
        codes |= {"exempt-not-listed"} if klass is InfoClass.EXEMPT else set()
        command = ic.ProposeItem(item=stream, body=body, entry=entry(klass=klass, unit=""), key=key())

        def then() -> None:
            self.cases.append(Item(stream, body, klass=klass.value))

        use = office.world.services.catalogue
        return Attempt("propose", use.propose, command, actor, codes, then)

    def decree(self) -> Attempt:
        """The PPID takes an item into the list."""
        office, today = self.office, self.office.today
        case = office.rng.choice(self.cases[-10:])
        actor = office.anybody(case.body, Role.PPID)
        codes = outsider(case, actor, Role.PPID)
        codes |= {"unknown-list", "not-your-act", "listed-not-yours"} if "unknown-item" in codes else set()
        codes |= {"already-listed"} if case.listed else set()
        codes |= {"item-withdrawn"} if case.withdrawn else set()
        decree = ListDecree(f"KEP/{key()}", today, Approval("Atasan PPID", today))
        command = ic.DecreeList(body=case.body, items=(case.stream,), decree=decree, key=key())

        def then() -> None:
            case.listed = True
            if case.klass == InfoClass.PERIODIC.value:
                case.due["D26"] = set_day(today, _six_months(today))

        use = office.world.services.catalogue
        return Attempt("list", use.decree, command, actor, codes, then)

    def withdraw(self) -> Attempt:
        """The PPID takes an item out again."""
        office = self.office
        case = office.rng.choice(self.cases[-10:])
        actor = office.anybody(case.body, Role.PPID)
        codes = outsider(case, actor, Role.PPID)
        codes |= {"item-withdrawn"} if case.withdrawn else set()

        def then() -> None:
            case.withdrawn = case.closed = True

        command = ic.WithdrawItem(case=case.stream, reason="Keliru.", key=key())
        use = office.world.services.catalogue
        return Attempt("item withdraw", use.withdraw, command, actor, codes, then)


def _six_months(on: date) -> date:
    """Six months on, day by day downwards where the month is shorter."""
    month = on.month + 6
    year, month = on.year + (month > 12), month - 12 if month > 12 else month
    for day in range(on.day, 0, -1):
        try:
            return on.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    raise AssertionError
