"""Every name that may appear in the log. A name, once released, is permanent.

The table is an allow-list: a stored name never names code to import, and a class may move or be
renamed while its name in the log stays. Old shapes are lifted to new ones here.
"""

from __future__ import annotations

from ppid import body, calendar, person
from ppid.catalogue import events as catalogue
from ppid.events import Event
from ppid.exemption import events as exemption
from ppid.objection import events as objection
from ppid.registering import Numbered
from ppid.request import events as request

VOCABULARY: dict[str, type[Event]] = {
    "calendar.decreed": calendar.Decreed,
    "calendar.amended": calendar.Amended,
    "calendar.recount-finished": calendar.RecountFinished,
    "body.established": body.Established,
    "directory.listed": body.Listed,
    "body.described": body.Described,
    "body.counting-set": body.CountingSet,
    "body.exemption-chain-set": body.ExemptionChainSet,
    "body.unit-added": body.UnitAdded,
    "body.officer-appointed": body.OfficerAppointed,
    "body.officer-dismissed": body.OfficerDismissed,
    "person.known": person.Known,
    "person.corrected": person.Corrected,
    "person.erased": person.Erased,
    "book.numbered": Numbered,
    "request.filed": request.Filed,
    "request.registered": request.Registered,
    "request.found-complete": request.FoundComplete,
    "request.found-incomplete": request.FoundIncomplete,
    "request.incompleteness-received": request.IncompletenessReceived,
    "request.completed": request.Completed,
    "request.closed-uncorrected": request.ClosedUncorrected,
    "request.routed": request.Routed,
    "request.unit-answered": request.UnitAnswered,
    "request.extended": request.Extended,
    "request.granted": request.Granted,
    "request.partly-granted": request.PartlyGranted,
    "request.refused-exempt": request.RefusedExempt,
    "request.refused-other": request.RefusedOther,
    "request.not-held": request.NotHeld,
    "request.not-documented": request.NotDocumented,
    "request.notice-received": request.NoticeReceived,
    "request.fee-paid": request.FeePaid,
    "request.information-delivered": request.InformationDelivered,
    "request.withdrawn": request.Withdrawn,
    "request.corrected": request.Corrected,
    "request.recounted": request.Recounted,
    "request.clock-ran-out": request.ClockRanOut,
    "request.closed": request.Closed,
    "exemption.tested": exemption.Tested,
    "exemption.returned": exemption.Returned,
    "exemption.reviewed": exemption.Reviewed,
    "exemption.approved": exemption.Approved,
    "exemption.decreed": exemption.Decreed,
    "exemption.changed": exemption.Changed,
    "exemption.lifted": exemption.Lifted,
    "exemption.declared-open": exemption.DeclaredOpen,
    "exemption.expired": exemption.Expired,
    "exemption.opened-by-ruling": exemption.OpenedByRuling,
    "exemption.opened-in-court": exemption.OpenedInCourt,
    "exemption.dropped": exemption.Dropped,
    "exemption.recounted": exemption.Recounted,
    "exemption.clock-ran-out": exemption.ClockRanOut,
    "objection.filed": objection.Filed,
    "objection.registered": objection.Registered,
    "objection.listed": objection.Listed,
    "objection.settlement-opened": objection.SettlementOpened,
    "objection.settled": objection.Settled,
    "objection.settlement-failed": objection.SettlementFailed,
    "objection.upheld": objection.Upheld,
    "objection.overturned": objection.Overturned,
    "objection.partly-overturned": objection.PartlyOverturned,
    "objection.answer-received": objection.AnswerReceived,
    "objection.remedied": objection.Remedied,
    "objection.disputed": objection.Disputed,
    "objection.withdrawn": objection.Withdrawn,
    "objection.corrected": objection.Corrected,
    "objection.recounted": objection.Recounted,
    "objection.clock-ran-out": objection.ClockRanOut,
    "objection.closed": objection.Closed,
    "item.proposed": catalogue.Proposed,
    "item.returned": catalogue.Returned,
    "item.listed": catalogue.Listed,
    "item.revised": catalogue.Revised,
    "item.published": catalogue.Published,
    "item.withdrawn": catalogue.Withdrawn,
    "item.recounted": catalogue.ItemRecounted,
    "item.clock-ran-out": catalogue.ItemClockRanOut,
    "catalogue.decreed": catalogue.Decreed,
    "catalogue.report-published": catalogue.ReportPublished,
    "catalogue.recounted": catalogue.ListRecounted,
    "catalogue.clock-ran-out": catalogue.ListClockRanOut,
}

NAMES: dict[type[Event], str] = {event: name for name, event in VOCABULARY.items()}
