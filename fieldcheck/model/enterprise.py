"""What an enterprise may see of its bureau's records: an allow-list of kinds and fields, and what stands for the rest.

Nothing that is not named here leaves the bureau for an enterprise: no kind, no field, no member of a value that this
version does not know. Which records of these kinds are its own matters is a question to the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from fieldcheck.model.canonical import Json, plain
from fieldcheck.model.document_kinds import DocumentKind
from fieldcheck.model.journal import DELETED
from fieldcheck.model.kinds import KINDS, decodes

DOCUMENTS = (
    DocumentKind.RECTIFICATION_ORDER,
    DocumentKind.PROBLEM_LIST,
    DocumentKind.MEASURES_DECISION,
    DocumentKind.RECHECK_OPINION,
)
"""The documents that a unit is handed. The record of an inspection is evidence and is not served; schemes, slips and
letters of transfer are between offices."""

PHOTOS = ("evidence", "after")
"""What the photos of a hazard show that a unit is sent (`PhotoPurpose`)."""

UNTOLD = "—"
"""Stands where there is a text or a name that an enterprise is not told."""


class Mask(StrEnum):
    """What is told of a field: what stands in it, only how many stand there, only that it is filled in, not by whom."""

    WHOLE = "whole"
    COUNTED = "counted"
    FILLED = "filled"
    UNSIGNED = "unsigned"


def _whole(names: str) -> dict[str, Mask]:
    return dict.fromkeys(names.split(), Mask.WHOLE)


SHOWN: Mapping[str, Mapping[str, Mask]] = {
    "site": _whole(
        "name kind alias credit_code address registered_address town village division_code sector supervision_class "
        "industry industry_code size_class employees status principal legal_representative actual_controller "
        "safety_director safety_staff contacts place confined_spaces toxic_gas_risk dust ammonia hot_metal "
        "solvent_spray special_equipment special_equipment_count hazardous_chemicals major_hazard_source contractors "
        "standardisation licences work_type work_class work_code river built_year dam_type dam_height crest_elevation "
        "crest_length total_capacity catchment_area flood_limit_level normal_level design_flood_level "
        "check_flood_level dead_level spillway_type spillway_size gates"
    ),
    "inspection": {
        **_whole(
            "site visit_kind recheck_of sector place_inspected started_at ended_at principal site_manager "
            "certificates_shown forms"
        ),
        "officers": Mask.COUNTED,
        "fewer_officers_reason": Mask.FILLED,
    },
    "answer": _whole("inspection form item instances value remark"),
    "finding": {
        **_whole(
            "inspection site form item description location category basis measure deadline responsible_person sector "
            "commitments on_site_measure"
        ),
        "confirmed_level": Mask.UNSIGNED,
        "withdrawn": Mask.FILLED,
    },
    "photo": _whole("inspection finding purpose sha256 size format width height taken_at caption"),
    "document": _whole("inspection site kind number sha256 issued_on findings deadlines stops_work supersedes"),
    "signing": _whole("document inspection result at signer"),
    "service": {**_whole("document method at place recipient"), "officers": Mask.COUNTED},
    "form": _whole("form version title sha256"),
    "rectification": _whole("finding on_spot done_at description reported_by funds"),
    "extension": _whole("finding requested_on until reason requested_by"),
    "extension_answer": {
        **_whole("finding extension granted until answered_on reason"),
        "officers": Mask.COUNTED,
    },
    "recheck": {**_whole("finding inspection result at comment"), "officers": Mask.COUNTED},
    "closure": {
        **_whole("finding recheck approved_on approval_number resumption"),
        "approver": Mask.FILLED,
    },
    "listing": _whole("finding level supervisor number listed_on until published"),
    "delisting": {**_whole("finding listing number delisted_on"), "approver": Mask.FILLED},
    "annulment": {**_whole("finding kind step"), "reason": Mask.FILLED},
}
"""The kinds and fields that an enterprise is sent. Transfers and cases for a penalty are not among them."""


def may_see(kind: str, field: str, value: Json) -> bool:
    """Return whether an enterprise is told anything of this field; a value that is not understood is kept back."""
    if field == DELETED:
        return kind in SHOWN
    return field in SHOWN.get(kind, {}) and (value is None or decodes(kind, field, value))


def told(kind: str, field: str, value: Json) -> Json:
    """Return what an enterprise is told of a value that it `may_see`; members of a later version are left out."""
    if value is None:
        return None
    if field == DELETED:
        return UNTOLD
    mask = SHOWN[kind][field]
    if mask is Mask.FILLED:
        return UNTOLD if value else ""
    known = plain(KINDS[kind].fields[field].decode(value))
    if mask is Mask.COUNTED and isinstance(known, list):
        return [str(number) for number, one in enumerate(known, start=1) if one]
    if mask is Mask.UNSIGNED and isinstance(known, dict):
        return {**known, "by": ""}
    return known
