"""The steps in the life of a hazard in words: the names of their fields, and of their values that are codes."""

from __future__ import annotations

from collections.abc import Mapping

from fieldcheck.model.steps import ListingLevel, RecheckResult
from fieldcheck.translation import N_, _

FIELDS: Mapping[str, Mapping[str, str]] = {
    "rectification": {
        "on_spot": N_("On the spot"),
        "done_at": N_("Put right at"),
        "description": N_("What was done"),
        "reported_by": N_("Reported by"),
        "funds": N_("Funds (10,000 yuan)"),
    },
    "extension": {
        "requested_on": N_("Asked on"),
        "until": N_("Until"),
        "reason": N_("Reason"),
        "requested_by": N_("Asked by"),
    },
    "extension_answer": {
        "extension": N_("Request"),
        "granted": N_("Granted"),
        "until": N_("Until"),
        "answered_on": N_("Answered on"),
        "reason": N_("Reason"),
        "officers": N_("Officers"),
    },
    "recheck": {
        "result": N_("Result"),
        "at": N_("When"),
        "officers": N_("Officers"),
        "comment": N_("Comment"),
        "inspection": N_("Inspection"),
    },
    "closure": {
        "recheck": N_("Recheck"),
        "approver": N_("Approved by"),
        "approved_on": N_("Approved on"),
        "approval_number": N_("Number of the approval"),
        "resumption": N_("Consent to go on with work"),
    },
    "listing": {
        "level": N_("Supervised by"),
        "supervisor": N_("Supervising body"),
        "number": N_("Number"),
        "listed_on": N_("Listed on"),
        "until": N_("Until"),
        "published": N_("Published"),
    },
    "delisting": {
        "listing": N_("Listing for supervision"),
        "number": N_("Number"),
        "delisted_on": N_("Taken off on"),
        "approver": N_("Approved by"),
    },
    "transfer": {
        "authority": N_("To which authority"),
        "transferred_on": N_("Transferred on"),
        "reason": N_("Reason"),
    },
    "case_filing": {"number": N_("Number of the case"), "filed_on": N_("Opened on"), "cause": N_("Cause")},
    "annulment": {"kind": N_("What is annulled"), "step": N_("Annulled record"), "reason": N_("Reason")},
    "holidays": {
        "year": N_("Year"),
        "days_off": N_("Days off"),
        "working_days": N_("Worked"),
        "source": N_("Source"),
    },
}
"""The fields of each kind in the order in which a person reads them."""

DAYS = (
    "requested_on",
    "until",
    "answered_on",
    "approved_on",
    "listed_on",
    "delisted_on",
    "transferred_on",
    "filed_on",
)
MOMENTS = ("done_at", "at")
YES_NO = ("on_spot", "granted")
RECORDS = ("extension", "recheck", "listing", "step", "inspection")
"""Fields by how their values are told: as days, as moments, as yes or no, by the name of another record."""

RESULTS: Mapping[str, str] = {RecheckResult.PASS: N_("Passed"), RecheckResult.FAIL: N_("Failed")}
LEVELS: Mapping[str, str] = {
    ListingLevel.COUNTY: N_("County"),
    ListingLevel.CITY: N_("City"),
    ListingLevel.PROVINCE: N_("Province"),
}


def result(code: str) -> str:
    """Return what a recheck found, in words; a code that is not known as it is."""
    return _(RESULTS.get(code, code))


def listing_level(code: str) -> str:
    """Return who supervises a listed hazard, in words; a code that is not known as it is."""
    return _(LEVELS.get(code, code))
