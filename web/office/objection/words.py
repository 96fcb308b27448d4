"""What officers choose and read of an objection, beside the words that everybody reads of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ppid.deadlines import Text
from ppid.objection.vocabulary import GROUNDS, Ground, Step, Verdict
from web.i18n import gettext as _
from web.office.words import say_first

#: The colours of the steps; the words carry the meaning.
COLOURS: Mapping[Step, str] = {
    Step.REGISTERED: "teal",
    Step.SETTLEMENT_TALKS: "purple",
    Step.SETTLED: "green",
    Step.LAPSED: "red",
    Step.UPHELD: "green",
    Step.OVERTURNED: "green",
    Step.PARTLY_OVERTURNED: "green",
    Step.REMEDY_DUE: "orange",
    Step.DISPUTED: "magenta",
    Step.CLOSED: "grey",
}
#: The choices of the superior, as the letter will say them.
VERDICTS: Mapping[Verdict, Text] = {
    Verdict.OVERTURNED: Text("Keberatan dikabulkan seluruhnya", "The objection is granted in full"),
    Verdict.PARTLY_OVERTURNED: Text("Keberatan dikabulkan sebagian", "The objection is granted in part"),
    Verdict.UPHELD: Text("Keputusan PPID dikuatkan", "The decision of the PPID stands"),
}
VERDICT_HINTS: Mapping[Verdict, Text] = {
    Verdict.OVERTURNED: Text(
        "Keputusan PPID dibatalkan. PPID diperintahkan memenuhi permohonan, dengan batas waktunya.",
        "The decision is overturned. The PPID is ordered to fulfil the request, by a set day.",
    ),
    Verdict.PARTLY_OVERTURNED: Text(
        "Sebagian dibatalkan dengan perintah; selebihnya dikuatkan dengan alasan tertulis.",
        "Part of it is overturned with an order; the rest stands, with written reasons.",
    ),
    Verdict.UPHELD: Text(
        "Keputusan tetap berlaku. Alasan tertulis wajib disertakan (UU 14/2008 Pasal 36 ayat (3)).",
        "The decision stays. Written reasons must come with it (Law 14/2008 art. 36(3)).",
    ),
}


def ground_words(ground: Ground) -> str:
    """A ground with its letter, as the register counts them."""
    return f"{ground.value}. {say_first(GROUNDS[ground].name)}"


def letters_of(grounds: Sequence[Ground]) -> str:
    """The grounds by their letters only."""
    return _("Alasan %(letters)s", letters=", ".join(ground.value for ground in grounds))
