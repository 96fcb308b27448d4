"""Two languages: Indonesian is written in templates and code, English comes from one catalogue.

The reader chooses with ``?bahasa=en``, which is kept in a cookie; without a choice the page is Indonesian.
``Accept-Language`` is deliberately not asked: many machines in Indonesia are set to English, and a page of
the office must read the same for everybody who follows one link.

Maintainers: ``python -m web.i18n update`` collects new words, ``missing`` prints the untranslated ones as
JSON, ``fill FILE`` takes that JSON back with translations. Only constant strings are ever translated.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast
from urllib.parse import quote, urlencode

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import Translations
from flask import Flask, Response, current_app, has_request_context, redirect, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as AnyResponse

Language = Literal["id", "en"]
T = TypeVar("T")

LANGUAGES: tuple[Language, ...] = ("id", "en")
DEFAULT: Language = "id"
COOKIE = PARAMETER = "bahasa"
COOKIE_SECONDS = 365 * 24 * 60 * 60

HERE = Path(__file__).parent
CATALOGUE = HERE / "locale" / "en" / "LC_MESSAGES" / "messages.po"
MAPPING = HERE / "locale" / "babel.cfg"


def install(app: Flask) -> None:
    """Give ``app`` its two languages: the choice, ``_`` in templates, ``language()`` and the switch."""
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    install_callables = cast("Callable[..., None]", env.install_gettext_callables)  # type: ignore[attr-defined]
    install_callables(_translated, _translated_plural, newstyle=True)
    env.globals.update(language=language, switch_language_url=switch_language_url, pick=pick)
    app.extensions["ppid-english"] = english()
    app.before_request(_choose)
    app.after_request(_declare)


def language() -> Language:
    """The language of the page being made: the reader's choice, otherwise Indonesian."""
    if not has_request_context():
        return DEFAULT
    return DEFAULT if request.cookies.get(COOKIE) != "en" else "en"


def gettext(message: str, /, **values: object) -> str:
    """``message`` in the reader's language, with ``%(name)s`` filled in. A percent sign is written ``%%``."""
    return _translated(message) % values


_ = gettext


def pick(*, id: T, en: T) -> T:  # noqa: A002 (the two languages are called so everywhere)
    """Choose from a pair that the domain gives: ``pick(id=refusal.id, en=refusal.en)``."""
    return en if language() == "en" else id


def switch_language_url(code: Language) -> str:
    """The address of this page in another language. A page that cannot be fetched again leads home."""
    if not has_request_context():
        return "/"
    rule = request.url_rule
    if request.method not in ("GET", "HEAD") and (rule is None or "GET" not in (rule.methods or ())):
        return f"{request.script_root}/?{urlencode({PARAMETER: code})}"
    return _here([*_arguments(), (PARAMETER, code)])


def english() -> Translations:
    """The English catalogue, compiled in memory."""
    compiled = BytesIO()
    write_mo(compiled, read_catalogue())
    compiled.seek(0)
    return Translations(compiled)


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """The English catalogue as committed."""
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def extract(root: Path = HERE) -> Catalog:
    """Every sentence that templates and code ask for, with the files where it stands."""
    with MAPPING.open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(charset="utf-8")
    for name, _line, message, comments, context in extract_from_dir(root, methods, options):
        found.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return found


def missing() -> dict[str, list[str]]:
    """Sentences without an English translation, each with the files that use it."""
    catalogue = read_catalogue()
    gaps: dict[str, list[str]] = {}
    for message in extract():
        if not message.id:
            continue
        known = catalogue.get(message.id)
        if known is None or known.fuzzy or not all(_forms(known)):
            gaps[str(message.id)] = sorted({name for name, _line in message.locations})
    return gaps


def _forms(message: Message) -> tuple[str, ...]:
    """The translations of a sentence: one, or one for each plural."""
    string = message.string
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "",)


def update(path: Path = CATALOGUE) -> int:
    """Bring the catalogue up to date and keep its translations; returns how many sentences lack one."""
    catalogue = read_catalogue(path)
    catalogue.update(extract(), no_fuzzy_matching=True, update_creation_date=False)
    _write(catalogue, path)
    return len(missing())


def fill(translations: dict[str, str], path: Path = CATALOGUE) -> int:
    """Put translations into the catalogue; returns how many were for sentences nobody uses."""
    update(path)
    catalogue = read_catalogue(path)
    unknown = 0
    for message, translation in translations.items():
        known = catalogue.get(message)
        if known is None:
            unknown += 1
        else:
            known.string = translation
    _write(catalogue, path)
    return unknown


def _write(catalogue: Catalog, path: Path) -> None:
    """Write in a settled order and without line numbers, so that two changes seldom touch the same lines."""
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    text = BytesIO()
    write_po(text, catalogue, width=110, sort_output=True, include_lineno=False)
    if text.getvalue() != path.read_bytes():
        draft = path.with_suffix(".new")
        draft.write_bytes(text.getvalue())
        draft.replace(path)


def _catalogue() -> Translations | None:
    """The catalogue to translate with now; None means the words are already the right ones."""
    if language() == DEFAULT:
        return None
    return cast("Translations", current_app.extensions["ppid-english"])


def _translated(message: str) -> str:
    catalogue = _catalogue()
    return message if catalogue is None else catalogue.gettext(message)


def _translated_plural(singular: str, plural: str, count: int) -> str:
    """Indonesian has one form for any number; the catalogue knows the English two."""
    catalogue = _catalogue()
    return singular if catalogue is None else catalogue.ngettext(singular, plural, count)


def _choose() -> AnyResponse | None:
    """Keep the reader's choice and show the same page again without the parameter."""
    if request.method not in ("GET", "HEAD") or PARAMETER not in request.args:
        return None
    answer = redirect(_here(_arguments()), 303)
    wanted = request.args[PARAMETER]
    if wanted in LANGUAGES:
        answer.set_cookie(
            COOKIE, wanted, max_age=COOKIE_SECONDS, path=f"{request.script_root}/",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]), httponly=True, samesite="Lax",
        )  # fmt: skip
    return answer


def _declare(response: Response) -> Response:
    """Say which language a page is in, and that it depends on the cookie."""
    if response.mimetype == "text/html":
        response.vary.add("Cookie")
        response.headers.setdefault("Content-Language", language())
    return response


def _arguments() -> list[tuple[str, str]]:
    """What stands in the query, without the choice of language."""
    return [(key, value) for key, value in request.args.items(multi=True) if key != PARAMETER]


def _here(arguments: list[tuple[str, str]]) -> str:
    """This page's address. Only ever a path of this site: leading slashes and backslashes are cut to one."""
    path = quote("/" + request.path.lstrip("/\\"), errors="replace")
    query = urlencode(arguments, errors="replace")
    return f"{request.script_root}{path}{'?' + query if query else ''}"


def main(arguments: list[str]) -> int:
    """``update``, ``missing`` or ``fill FILE``. Exit 0: all is translated; 1: not all; 2: misused."""
    match arguments:
        case ["update"]:
            gaps = update()
            print(f"{CATALOGUE.name}: {gaps} without translation")  # noqa: T201
        case ["missing"]:
            found = missing()
            gaps = len(found)
            print(json.dumps(dict.fromkeys(found, ""), ensure_ascii=False, indent=1))  # noqa: T201
        case ["fill", name]:
            unused = fill(json.loads(Path(name).read_text(encoding="utf-8")))
            gaps = len(missing())
            print(f"{CATALOGUE.name}: {gaps} without translation, {unused} given for nothing")  # noqa: T201
        case _:
            print("python -m web.i18n update | missing | fill FILE", file=sys.stderr)  # noqa: T201
            return 2
    return 1 if gaps else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
