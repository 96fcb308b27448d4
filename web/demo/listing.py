"""The demo's lists of public information: two decrees, what was published again, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ppid.catalogue import commands as c
from ppid.catalogue.events import Entry, ListDecree, PublicFile
from ppid.catalogue.vocabulary import InfoClass, Medium
from ppid.events import Actor, Approval, Stream
from web.demo import public_items as items
from web.demo.cast import OFFICES, PRECINCTS, REGION
from web.demo.paper import one_page
from web.demo.public_items import Item
from web.demo.stage import Plot, Scene, Step

#: The list began so many working days ago: more than half a year.
BEGAN_AGO = 145
AGAIN_AFTER = 85
SITE = "https://ppid.tanahbahari.example"
PROMISES = (
    "Kami melayani dengan jujur, ramah, dan tepat waktu.",
    "Setiap biaya resmi tertulis di loket; di luar itu tidak ada biaya.",
    "Bila janji ini tidak dipenuhi, sampaikan di meja layanan atau melalui PPID.",
)


def entry(s: Scene, item: Item, *, known_on: date | None = None, file: PublicFile | None = None) -> Entry:
    """What the list says of an item on a day."""
    this = s.stage.today.year

    def say(text: str) -> str:
        return text.format(y=this, l=this - 1, b=this - 2)

    return Entry(
        title=say(item.title),
        summary=say(item.summary),
        klass=item.klass,
        unit=item.unit,
        responsible=item.responsible,
        made_when=say(item.made_when),
        made_where=OFFICES[s.office].city,
        forms=item.forms,
        retention=item.retention,
        keywords=item.keywords,
        known_on=known_on,
        file=file,
    )


def _propose(s: Scene, name: str, entry: Entry, actor: Actor) -> Stream:
    item = s.begin("item")
    s.made[name] = item
    s.services.catalogue.propose(c.ProposeItem(item=item, body=s.body, entry=entry), actor)
    return item


def _publish(s: Scene, item: Stream, *media: Medium) -> object:
    command = c.PublishItem(case=item, published_on=s.today, media=media or (Medium.WEBSITE,), link=SITE)
    return s.services.catalogue.publish(command, s.ppid)


def _file(s: Scene, title: str) -> PublicFile:
    content = one_page(title, PROMISES)
    sha256 = s.services.files.put(content)
    return PublicFile(sha256, "application/pdf", len(content), "maklumat-pelayanan.pdf")


def _decree(s: Scene, number: int, listed: Sequence[Stream]) -> object:
    approved = Approval("Atasan PPID", s.today)
    decree = ListDecree(f"KEP-DIP/{number}/{s.today.year}", s.today, approved)
    command = c.DecreeList(body=s.body, items=tuple(listed), decree=decree)
    return s.services.catalogue.decree(command, s.ppid)


def begun(first: Item, *others: Item) -> Step:
    """The list begins: proposed and decreed in one day, and what is periodic published."""

    def step(s: Scene) -> object:
        told = {first: entry(s, first, file=_file(s, first.title))}
        told |= {item: entry(s, item) for item in others}
        streams = {item: _propose(s, item.title, told[item], s.ppid) for item in told}
        _decree(s, 1, list(streams.values()))
        for item, stream in streams.items():
            if item.klass is InfoClass.PERIODIC:
                _publish(s, stream)
        return streams

    return step


def reported(s: Scene) -> object:
    """The yearly report of the budget year before, with its copy to the commission."""
    year = s.today.year - 1
    on = min(s.today, date(year + 1, 3, 25))
    command = c.PublishReport(body=s.body, budget_year=year, published_on=on, copy_sent_on=on, link=SITE)
    return s.services.catalogue.publish_report(command, s.ppid)


def published_again(*kept: Item) -> Step:
    """What is periodic is published again in time."""

    def step(s: Scene) -> object:
        return [_publish(s, s.made[item.title], Medium.WEBSITE, Medium.BOARD) for item in kept]

    return step


def decreed_again(s: Scene) -> object:
    """The list is confirmed, and grows by what came since."""
    since = [_propose(s, item.title, entry(s, item), s.ppid) for item in items.ANY_TIME[-2:]]
    announced_before = s.made[items.EMERGENCIES[0][1].title]
    return _decree(s, 2, [*since, announced_before])


def announced(item: Item) -> Step:
    """What threatens people is announced the day it is known, before any decree."""

    def step(s: Scene) -> object:
        stream = _propose(s, item.title, entry(s, item, known_on=s.today), s.ppid)
        _publish(s, stream, Medium.WEBSITE, Medium.SOCIAL_MEDIA)
        return stream

    return step


def proposed(item: Item, unit: str) -> Step:
    """A unit proposes an item."""
    return lambda s: _propose(s, item.title, entry(s, item), s.unit(unit))


def given_back(s: Scene) -> object:
    """The PPID gives a proposal back."""
    reason = "Judul dan ringkasan terlalu umum. Sebutkan data, wilayah, dan tahunnya."
    return s.services.catalogue.give_back(c.ReturnItem(case=s.made["item"], reason=reason), s.ppid)


def _at(ago: int, *steps: tuple[int, Callable[[Scene], object]], office: str = REGION.code) -> Plot:
    return Plot(ago, steps, office)


PLOTS: tuple[Plot, ...] = (
    _at(
        BEGAN_AGO,
        (0, begun(*items.KEPT_UP, items.FORGOTTEN, *items.ANY_TIME[:-2])),
        (1, reported),
        (items.EMERGENCIES[0][0], announced(items.EMERGENCIES[0][1])),
        (AGAIN_AFTER, published_again(*items.KEPT_UP)),
        (AGAIN_AFTER, decreed_again),
    ),
    _at(BEGAN_AGO - 40, (0, begun(*items.PRECINCT)), office=PRECINCTS[0].code),
    *(_at(ago, (0, announced(item))) for ago, item in items.EMERGENCIES[1:]),
    *(_at(ago, (0, proposed(item, unit))) for ago, unit, item in items.PROPOSED[:-1]),
    *(_at(ago, (0, proposed(item, unit)), (2, given_back)) for ago, unit, item in items.PROPOSED[-1:]),
)
