"""Every name that may appear in the log is described in docs/events.md, as the classes say it today."""

from pathlib import Path

from ppid.topics import VOCABULARY
from projections.describe import SUBJECTS, page

DOCS = Path(__file__).parents[2] / "docs" / "events.md"


def test_the_page_of_events_is_current() -> None:
    written = DOCS.read_text(encoding="utf-8")
    assert written == page(), "run: python -m projections.describe > docs/events.md"


def test_every_topic_has_a_heading() -> None:
    described = page()
    assert [name for name in VOCABULARY if f"### `{name}`\n" not in described] == []
    assert {name.partition(".")[0] for name in VOCABULARY} == set(SUBJECTS)
