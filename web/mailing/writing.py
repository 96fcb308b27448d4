"""What a mail says: Indonesian first, then English; as plain text and as HTML that asks for nothing.

A mail names no person and tells nothing of a case but its number: whoever reads over a shoulder learns that
there is something to see. Every word that came from outside is escaped. Law: Perki 1/2021 art. 30(2).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import NamedTuple

from markupsafe import Markup, escape

from ppid.deadlines import Text
from web.mailing.addresses import NoAddressError, header_of


class Letter(NamedTuple):
    """What a mail says: each paragraph a pair of sentences; an address stands in a paragraph of its own."""

    subject: Text
    paragraphs: Sequence[Text | str]


class Envelope(NamedTuple):
    """From whom and to whom a mail goes, under which identity, and when it was written."""

    sender: str
    sender_name: str
    to: str
    message_id: str
    at: datetime


GREETING = Text("Salam,", "Hello,")
NOT_YOU = Text(
    "Jika Anda tidak memintanya, abaikan surel ini: tanpa tombol di halaman itu tidak ada yang terbuka.",
    "If you did not ask for this, ignore it: without the button on that page nothing is opened.",
)
NO_ANSWER = Text(
    "Surel ini dikirim oleh sistem dan tidak dibaca. Untuk bertanya, hubungi meja layanan.",
    "This mail was sent by the system and answers are not read. To ask, contact the service desk.",
)


def link(url: str, minutes: int) -> Letter:
    """The link that proves an address."""
    return Letter(
        Text("Tautan untuk melihat permohonan Anda", "Your link to see your requests"),
        (
            GREETING,
            Text(
                f"Buka tautan ini untuk melihat permohonan dan data Anda. Tautan berlaku {minutes} menit dan"
                " hanya untuk satu kali.",
                f"Open this link to see your requests and your data. It is good for {minutes} minutes and for"
                " one use.",
            ),
            url,
            NOT_YOU,
            NO_ANSWER,
        ),
    )


def receipt(number: str, url: str) -> Letter:
    """The number of what was filed; never its code (UU 14/2008 art. 22(5); Perki 1/2021 art. 30(2))."""
    return Letter(
        Text(f"Permohonan diterima: {number}", f"Request received: {number}"),
        (
            GREETING,
            Text(
                f"Kami sudah menerima dan mencatatnya dengan nomor pendaftaran {number}. Kode akses hanya"
                " tercantum pada tanda bukti dan tidak dikirim lewat surel.",
                f"We have received and registered it under number {number}. The access code stands on the"
                " receipt only and is not sent by mail.",
            ),
            Text("Lihat perkembangannya di sini:", "See where it stands here:"),
            url,
            NO_ANSWER,
        ),
    )


def news(number: str, url: str) -> Letter:
    """That something happened on a case, and where to look."""
    return Letter(
        Text(f"Ada kabar tentang {number}", f"There is news on {number}"),
        (
            GREETING,
            Text(
                f"Ada kabar tentang perkara nomor {number}. Isinya hanya ditampilkan di situs ini.",
                f"There is news on case number {number}. It is shown on this site only.",
            ),
            url,
            NO_ANSWER,
        ),
    )


def data(url: str) -> Letter:
    """That the reader's data were changed, or an ask about them answered (UU 27/2022 art. 30)."""
    return Letter(
        Text("Ada kabar tentang data pribadi Anda", "There is news about your personal data"),
        (
            GREETING,
            Text(
                "Data pribadi Anda diubah, atau permintaan Anda tentangnya sudah dijawab. Isinya hanya"
                " ditampilkan di situs ini. Jika Anda tidak memintanya, hubungi meja layanan.",
                "Your personal data were changed, or what you asked about them was answered. It is shown on"
                " this site only. If you did not ask for it, contact the service desk.",
            ),
            url,
            NO_ANSWER,
        ),
    )


def written(letter: Letter, envelope: Envelope) -> EmailMessage:
    """The mail as it is handed over. Raises ``NoAddressError``."""
    to = header_of(envelope.to)
    # An address in letters of another script needs a server that knows them; any other goes everywhere.
    message = EmailMessage(policy=SMTP if to.addr_spec.isascii() else SMTPUTF8)
    try:
        message["From"] = header_of(envelope.sender, " ".join(envelope.sender_name.split()))
        message["To"] = to
        message["Subject"] = f"{letter.subject.id} / {letter.subject.en}"
    except ValueError as wrong:
        raise NoAddressError from wrong
    message["Message-ID"] = envelope.message_id
    message["Date"] = format_datetime(envelope.at)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_plain(letter))
    message.add_alternative(_page(letter), subtype="html")
    return message


def _plain(letter: Letter) -> str:
    def told(spoken: str) -> str:
        return "\n\n".join(_said(each, spoken) for each in letter.paragraphs)

    return f"{told('id')}\n\n-- \nEnglish\n\n{told('en')}\n"


def _page(letter: Letter) -> str:
    parts = [
        Markup('<div lang="{}">{}</div>').format(spoken, Markup("\n").join(_shown(letter, spoken)))
        for spoken in ("id", "en")
    ]
    return str(
        Markup(
            '<!doctype html>\n<html lang="id">\n<head><meta charset="utf-8"><title>{}</title></head>\n'
            "<body>\n{}\n<hr>\n{}\n</body>\n</html>\n"
        ).format(letter.subject.id, *parts)
    )


def _shown(letter: Letter, spoken: str) -> list[Markup]:
    return [
        Markup('<p><a href="{0}">{0}</a></p>').format(each)
        if isinstance(each, str)
        else Markup("<p>{}</p>").format(escape(_said(each, spoken)))
        for each in letter.paragraphs
    ]


def _said(paragraph: Text | str, spoken: str) -> str:
    if isinstance(paragraph, str):
        return paragraph
    return paragraph.id if spoken == "id" else paragraph.en
