"""All projections there are, in the order they are built."""

from __future__ import annotations

from projections.agenda import AGENDA
from projections.bodies import BODIES
from projections.bursts import BURSTS
from projections.cases import CASES
from projections.exempt_list import EXEMPT_LIST
from projections.history import HISTORY
from projections.items import ITEMS
from projections.marks import MARKS
from projections.openings import OPENINGS
from projections.parties import PARTIES
from projections.people import OFFICERS, PEOPLE
from projections.privacy import ASKINGS
from projections.redactions import REDACTIONS
from projections.register import REGISTER
from projections.shape import AnyProjection
from projections.worklist import WORKLIST

ALL: tuple[AnyProjection, ...] = (
    BODIES,
    OFFICERS,
    PEOPLE,
    CASES,
    WORKLIST,
    REGISTER,
    HISTORY,
    AGENDA,
    ITEMS,
    EXEMPT_LIST,
    MARKS,
    BURSTS,
    OPENINGS,
    PARTIES,
    REDACTIONS,
    ASKINGS,
)
