"""Article 17 of Law 14/2008 as forms and pages show it: its letters, their parts, and what each says."""

from __future__ import annotations

from ppid.exemption.articles import CODE, GROUNDS, SEVENTEEN
from web.i18n import gettext as _
from web.office.words import say, say_first


def article_words(article: str) -> str:
    """A ground as it is read: the letter and number of article 17, or any other article as it was written."""
    found = CODE.fullmatch(article)
    if found is None or article not in GROUNDS:
        return article
    letter, number = found.groups()
    name = (
        _("Pasal 17 huruf %(letter)s angka %(number)s", letter=letter, number=number)
        if number
        else _("Pasal 17 huruf %(letter)s", letter=letter)
    )
    return f"{name}: {say(GROUNDS[article])}"


def article_options() -> list[dict[str, str]]:
    """Every ground as an option of a list."""
    return [{"value": code, "text": article_words(code)} for code in GROUNDS]


def article_groups() -> list[dict[str, object]]:
    """The letters with their parts, as a form shows them."""
    return [
        {
            "value": letter.code,
            "text": f"{letter.letter}. {say_first(letter.text)}",
            "letter": letter.letter,
            "parts": [
                {"value": letter.part_code(n), "text": f"{n}. {say_first(part)}"}
                for n, part in enumerate(letter.parts, start=1)
            ],
        }
        for letter in SEVENTEEN
    ]
