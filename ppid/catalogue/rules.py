"""What may happen to an item of public information, and when. Pure: no clock, no database."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from msgspec.structs import replace

from ppid import refusals
from ppid.catalogue import events as e
from ppid.catalogue import refusals as no
from ppid.catalogue.commands import ProposeItem, PublishItem, ReturnItem, ReviseItem, WithdrawItem
from ppid.catalogue.state import Item
from ppid.catalogue.vocabulary import InfoClass, Step
from ppid.checks import REASON, Context, Label, check_happened, check_order, check_text, promise
from ppid.deadlines import clock_of
from ppid.events import Event, Promise

ANNEX = "Perki 1/2021 Lampiran I"
TITLE = Label("Judul informasi", "The title of the information", limit=300)
SUMMARY = Label("Ringkasan isi informasi", "The summary of the content", ANNEX, 5000)
RESPONSIBLE = Label(
    "Penanggung jawab pembuatan atau penerbitan", "The position responsible for making or issuing", ANNEX, 300
)
MADE_WHEN = Label("Waktu pembuatan", "When it was made", ANNEX, 100)
MADE_WHERE = Label("Tempat pembuatan", "Where it was made", ANNEX, 200)
FORMS = Label("Bentuk informasi yang tersedia", "The form in which it is available", ANNEX)
RETENTION = Label("Jangka waktu penyimpanan", "The retention period", ANNEX, 200)
LINK = Label("Tautan", "The link", limit=2000)
KEYWORD = Label("Kata kunci", "A keyword", limit=60)
FILE_NAME = Label("Nama berkas", "The name of the file", limit=300)
KNOWN_ON = Label("Tanggal peristiwa diketahui", "The day the event was known", "UU 14/2008 Pasal 10")
MEDIA = Label("Media pengumuman", "The medium of publication", "Perki 1/2021 Pasal 24")
LAST_PUBLISHED = Label("pengumuman sebelumnya", "the publication before")
KNOWN = Label("peristiwa diketahui", "the event was known")
MOST_KEYWORDS = 20
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
SHA256 = re.compile(r"[0-9a-f]{64}")
BLANK = re.compile(r"[\s\x00-\x20\x7f]")

REQUIRED: dict[str, Label] = {
    "title": TITLE,
    "summary": SUMMARY,
    "responsible": RESPONSIBLE,
    "made_when": MADE_WHEN,
    "made_where": MADE_WHERE,
    "retention": RETENTION,
}


# Entries --------------------------------------------------------------------------------------------------


def check_entry(entry: e.Entry, context: Context, *, known: bool = True) -> e.Entry:
    """Refuse an entry that the list cannot hold; return it tidy, without a day its class does not know.

    ``known``: an immediate item says since when its event is known. A list that was kept on paper may
    name a kind of announcement with no event behind it. Law: Perki 1/2021 art. 1(20), 21(2), annex I.
    """
    if entry.klass is InfoClass.EXEMPT:
        raise no.ExemptClassError("klass")
    entry = replace(entry, keywords=tidy_keywords(entry.keywords))
    for field, label in REQUIRED.items():
        check_text(field, getattr(entry, field), label)
    if entry.unit:
        context.body.unit(entry.unit)
    if not entry.forms:
        raise refusals.RequiredError("forms", label_id=FORMS.id, label_en=FORMS.en, article=FORMS.article)
    _check_where(entry)
    if entry.klass is not InfoClass.IMMEDIATE:
        return replace(entry, known_on=None)
    if entry.known_on:
        check_happened("known_on", entry.known_on, context)
    elif known:
        raise refusals.RequiredError(
            "known_on", label_id=KNOWN_ON.id, label_en=KNOWN_ON.en, article=KNOWN_ON.article
        )
    return entry


def tidy_keywords(written: Iterable[str]) -> tuple[str, ...]:
    """Return keywords one by one, however they were written: with commas, semicolons or line ends."""
    parts = (" ".join(part.split()) for text in written for part in re.split(r"[,;\r\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _check_where(entry: e.Entry) -> None:
    check_link("link", entry.link)
    if not LANGUAGE.fullmatch(entry.language):
        raise no.NotALanguageError("language")
    if len(entry.keywords) > MOST_KEYWORDS:
        raise no.TooManyKeywordsError("keywords", limit=MOST_KEYWORDS)
    for keyword in entry.keywords:
        check_text("keywords", keyword, KEYWORD)
    if entry.file:
        check_text("file", entry.file.name, FILE_NAME, required=False)
        if not SHA256.fullmatch(entry.file.sha256) or entry.file.size_bytes < 0:
            raise no.NotAFileError("file")


def check_link(field: str, link: str) -> None:
    """Refuse what no browser should be sent to."""
    if not link:
        return
    check_text(field, link, LINK)
    try:
        parts = urlsplit(link)
    except ValueError:
        raise no.NotALinkError(field) from None
    if parts.scheme not in {"https", "http"} or not parts.hostname or BLANK.search(link):
        raise no.NotALinkError(field)


def check_open(title: str, source: e.Source | None, in_force: Collection[int]) -> None:
    """Refuse what an exemption still closes. ``in_force`` are the rows of the source that hold today.

    Law: UU 14/2008 art. 17; Perki 1/2021 art. 1(20), 52.
    """
    if source and source.row in in_force:
        raise no.StillExemptError(title=title, decree=source.decree or "-", row=source.row)


# Proposals ------------------------------------------------------------------------------------------------


def propose(command: ProposeItem, context: Context, in_force: Collection[int] = ()) -> e.Proposed:
    """Propose an item; what has to be announced at once is due the day it is known (D29).

    Law: Perki 1/2021 art. 25(1), 45; UU 14/2008 art. 10.
    """
    entry = check_entry(command.entry, context)
    check_open(entry.title, command.source, in_force)
    return proposed(entry, context, source=command.source)


def proposed(
    entry: e.Entry,
    context: Context,
    *,
    source: e.Source | None = None,
    imported: e.ImportedFrom | None = None,
) -> e.Proposed:
    """A proposal of an entry that was checked."""
    return e.Proposed(
        entry=entry,
        proposed_on=context.as_of,
        source=source,
        imported=imported,
        promises=_at_once(entry, context),
    )


def _at_once(entry: e.Entry, context: Context) -> tuple[Promise, ...]:
    if entry.klass is not InfoClass.IMMEDIATE or entry.known_on is None:
        return ()
    return (promise(clock_of("D29", entry.known_on), entry.known_on, context),)


def _six_months(began_on: date, start: date, context: Context) -> tuple[Promise, ...]:
    return (promise(clock_of("D26", began_on), start, context),)


def may_act(item: Item) -> None:
    """Refuse any step on an item that left the list."""
    if item.closed:
        raise no.ItemWithdrawnError(number=item.number)


def may_return(item: Item) -> None:
    """A proposal is returned while nobody has amended or listed it."""
    may_list(item)


def give_back(item: Item, command: ReturnItem) -> e.Returned:
    """Return a proposal to its unit, with the reason (Perki 1/2021 art. 45)."""
    may_return(item)
    check_text("reason", command.reason, REASON)
    return e.Returned(reason=command.reason)


def may_list(item: Item) -> None:
    """A proposal that is not with its unit may be listed, once."""
    may_act(item)
    if item.step is Step.LISTED:
        raise no.AlreadyListedError(number=item.number)
    if item.step is Step.RETURNED:
        raise no.ItemReturnedError(number=item.number)


def listed(item: Item, decree: e.ListDecree, context: Context, in_force: Collection[int] = ()) -> e.Listed:
    """Take a proposal into the list by a decree; what is periodic is due within six months (D26).

    Law: Perki 1/2021 art. 18, 45; UU 14/2008 art. 9(3).
    """
    may_list(item)
    check_open(item.title, item.source, in_force)
    return listed_entry(item.entry, decree, context)


def listed_entry(entry: e.Entry, decree: e.ListDecree, context: Context) -> e.Listed:
    """The listing of an entry by a decree."""
    on = decree.signed_on
    periodic = entry.klass is InfoClass.PERIODIC
    return e.Listed(listed_on=on, decree=decree, promises=_six_months(on, on, context) if periodic else ())


def may_revise(item: Item) -> None:
    """An item may be changed as long as it has not left the list."""
    may_act(item)


def revise(item: Item, command: ReviseItem, context: Context) -> e.Revised:
    """Change what the list says. Another class ends the clocks of the old one and starts its own.

    Law: Perki 1/2021 art. 45 (updates); UU 14/2008 art. 9(3), 10.
    """
    may_revise(item)
    entry = check_entry(command.entry, context, known=not _kind_of_announcement(item))
    check_text("reason", command.reason, REASON, required=item.step is Step.LISTED)
    if entry == item.entry and item.step is not Step.RETURNED:
        raise no.NothingRevisedError
    return e.Revised(
        entry=entry,
        revised_on=context.as_of,
        reason=command.reason,
        promises=_revised_clocks(item, entry, context),
    )


def _kind_of_announcement(item: Item) -> bool:
    """Whether an old list names this kind of announcement, with no event behind it."""
    immediate = item.entry.klass is InfoClass.IMMEDIATE
    return item.imported is not None and immediate and item.entry.known_on is None


def _revised_clocks(item: Item, entry: e.Entry, context: Context) -> tuple[Promise, ...]:
    other_class = entry.klass is not item.entry.klass
    if entry.klass is InfoClass.PERIODIC and other_class and item.step is Step.LISTED:
        return _six_months(item.opened_on, context.as_of, context)
    if entry.klass is InfoClass.IMMEDIATE and (other_class or entry.known_on != item.entry.known_on):
        return _at_once(entry, context)
    return ()


# Publishing and leaving -----------------------------------------------------------------------------------


def may_publish(item: Item) -> None:
    """What is listed may be published; what must be announced at once does not wait for the decree."""
    may_act(item)
    if item.step is Step.LISTED:
        return
    if item.entry.klass is not InfoClass.IMMEDIATE:
        raise no.NotListedError(number=item.number)
    if item.step is Step.RETURNED:
        raise no.ItemReturnedError(number=item.number)


def publish(item: Item, command: PublishItem, context: Context) -> e.Published:
    """Record a publication: it meets the clock of its class; periodic information is due again (D26).

    Law: UU 14/2008 art. 9(3), 10; Perki 1/2021 art. 18, 24, 25(1).
    """
    may_publish(item)
    check_happened("published_on", command.published_on, context)
    if item.published:
        check_order("published_on", command.published_on, item.published.published_on, LAST_PUBLISHED)
    if item.entry.known_on:
        check_order("published_on", command.published_on, item.entry.known_on, KNOWN)
    if not command.media:
        raise refusals.RequiredError("media", label_id=MEDIA.id, label_en=MEDIA.en, article=MEDIA.article)
    check_link("link", command.link)
    again = item.entry.klass is InfoClass.PERIODIC
    return e.Published(
        published_on=command.published_on,
        media=tuple(dict.fromkeys(command.media)),
        link=command.link,
        promises=_six_months(item.opened_on, command.published_on, context) if again else (),
    )


def may_withdraw(item: Item) -> None:
    """An item leaves the list with a reason, unless a final ruling opened it.

    Law: Perki 1/2021 art. 52(3)-(4); UU 14/2008 art. 11(2).
    """
    may_act(item)
    if item.opened_for_good:
        ruling = item.source.reference if item.source else ""
        raise no.OpenedForGoodError(number=item.number, ruling=ruling or "-")


def withdraw(item: Item, command: WithdrawItem, context: Context) -> e.Withdrawn:
    """Take an item out of the list, or give a proposal up, with the reason."""
    may_withdraw(item)
    check_text("reason", command.reason, REASON)
    return e.Withdrawn(withdrawn_on=context.as_of, reason=command.reason)


# What opens by itself -------------------------------------------------------------------------------------


def opened_item(
    context: Context,
    title: str,
    source: e.Source,
    *,
    klass: InfoClass = InfoClass.ANY_TIME,
    unit: str = "",
    summary: str = "",
    keywords: Sequence[str] = (),
) -> tuple[Event, ...]:
    """The events of a new item that enters the list by itself: its exemption ended, or was overturned.

    It needs no decree; the source stays with it, and the unit fills in the other columns by a revision.
    Law: Perki 1/2021 art. 52(2)-(4); UU 14/2008 art. 11(2).
    """
    entry = e.Entry(
        title=title[: TITLE.limit],
        summary=(summary or title)[: SUMMARY.limit],
        klass=klass,
        unit=unit,
        keywords=tidy_keywords(keywords),
    )
    periodic = klass is InfoClass.PERIODIC
    return (
        proposed(entry, context, source=source),
        e.Listed(
            listed_on=context.as_of,
            promises=_six_months(context.as_of, context.as_of, context) if periodic else (),
        ),
    )
