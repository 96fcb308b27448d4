"""What a browser calls itself, in rough words that its owner recognises: ``Firefox, Linux``."""

from __future__ import annotations

#: The first that is named wins: most browsers also name the ones they descend from.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(user_agent: str) -> str:
    """The browser and its system, as far as they are said; '' for neither."""
    found = [_named(BROWSERS, user_agent), _named(SYSTEMS, user_agent)]
    return ", ".join(word for word in found if word)


def _named(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((words for sign, words in known if sign in user_agent), "")
