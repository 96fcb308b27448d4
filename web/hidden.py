"""Entries that a page of ours fills in and nobody types: which case, which key, which proposal.

They are read strictly: sent in two versions, or as no page of ours writes them, the form is refused whole,
so that no two readers of one form can understand it differently.
"""

from __future__ import annotations

from flask import abort, request

from web.schemas import CONTROLS, SURROGATES, sent_values

MOST_CHARS = 2000


def hidden(name: str) -> str:
    """An entry of the form that was sent; empty where it has none. 400 for what no page of ours wrote."""
    sent = {str(each) for each in sent_values(request.form, name)}
    if len(sent) > 1:
        abort(400)
    said = next(iter(sent), "")
    if len(said) > MOST_CHARS or CONTROLS.search(said) or SURROGATES.search(said):
        abort(400)
    return said
