"""Who puts which fact into words: one table for every subject, so that every timeline tells all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from ppid.deadlines import Text
from ppid.events import Event
from projections import (
    sentences,
    sentences_catalogue,
    sentences_dispute,
    sentences_exemption,
    sentences_objection,
    sentences_privacy,
    sentences_redaction,
)
from projections.progress import REQUEST_EVENTS
from projections.sentences_catalogue import CATALOGUE_EVENTS
from projections.sentences_dispute import DISPUTE_EVENTS
from projections.sentences_exemption import EXEMPTION_EVENTS
from projections.sentences_objection import OBJECTION_EVENTS
from projections.sentences_privacy import BREACH_EVENTS, PRIVACY_EVENTS
from projections.sentences_redaction import REDACTION_EVENTS


class Teller(NamedTuple):
    """The sentence of a fact of one subject, and the day it is said to have happened on."""

    sentence: Callable[[Any], Text]
    happened_on: Callable[[Any], date | None]


TELLERS: dict[type[Event], Teller] = {
    **dict.fromkeys(REQUEST_EVENTS, Teller(sentences.sentence, sentences.happened_on)),
    **dict.fromkeys(CATALOGUE_EVENTS, Teller(sentences_catalogue.sentence, sentences_catalogue.happened_on)),
    **dict.fromkeys(DISPUTE_EVENTS, Teller(sentences_dispute.sentence, sentences_dispute.happened_on)),
    **dict.fromkeys(EXEMPTION_EVENTS, Teller(sentences_exemption.sentence, sentences_exemption.happened_on)),
    **dict.fromkeys(OBJECTION_EVENTS, Teller(sentences_objection.sentence, sentences_objection.happened_on)),
    **dict.fromkeys(PRIVACY_EVENTS, Teller(sentences_privacy.of_request, sentences_privacy.asked_on)),
    **dict.fromkeys(BREACH_EVENTS, Teller(sentences_privacy.of_breach, sentences_privacy.known_on)),
    **dict.fromkeys(REDACTION_EVENTS, Teller(sentences_redaction.sentence, sentences_redaction.happened_on)),
}
"""By the event's class; a fact that is not here has no place in a timeline."""
