"""Fields and values of records in words: what a person reads in a history, in a conflict, in a decision."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fieldcheck.gui import step_words, texts
from fieldcheck.model.canonical import Json
from fieldcheck.model.document_kinds import DocumentNumber
from fieldcheck.model.journal import DELETED
from fieldcheck.model.kinds import STEPS
from fieldcheck.model.papers import masked_identity
from fieldcheck.operations import site_wording
from fieldcheck.operations.findings import ANSWER_CHANGED
from fieldcheck.translation import N_, _

KINDS: Mapping[str, str] = {
    "profile": N_("Bureau's profile"),
    "officer": N_("Officer"),
    "site": N_("Site"),
    "inspection": N_("Inspection"),
    "answer": N_("Answer"),
    "finding": N_("Hazard"),
    "photo": N_("Photo"),
    "document": N_("Document"),
    "signing": N_("Record of signing"),
    "form": N_("Form"),
    "join": N_("Pair of records"),
    "rectification": N_("Putting right"),
    "extension": N_("Request for more time"),
    "extension_answer": N_("Answer to a request for more time"),
    "recheck": N_("Recheck"),
    "closure": N_("Closing"),
    "listing": N_("Listing for supervision"),
    "delisting": N_("Taking off the list"),
    "transfer": N_("Transfer"),
    "case_filing": N_("Opening of a case"),
    "annulment": N_("Annulment"),
    "holidays": N_("Days off of a year"),
    "plan": N_("Plan"),
    "planned_visit": N_("Planned visit"),
    "draw": N_("Draw by lot"),
    "interview": N_("Interview record"),
    "sampling": N_("Sampling"),
    "void_number": N_("Void number"),
    "wording": N_("Wording of a document"),
    "typeface": N_("Font of documents"),
}

FINDING: Mapping[str, str] = {
    "description": N_("Hazard"),
    "location": N_("Where"),
    "category": N_("Category"),
    "basis": N_("Basis"),
    "confirmed_level": N_("Level"),
    "on_site_measure": N_("Measure on site"),
    "measure": N_("Measure"),
    "deadline": N_("Deadline"),
    "responsible_person": N_("Responsible"),
    "sector": N_("Sector"),
    "withdrawn": N_("Withdrawn"),
    DELETED: N_("Deleted"),
}
"""The fields of a hazard in the order in which a person reads them; links to other records are left out."""

FIELDS: Mapping[str, Mapping[str, str]] = {
    "finding": FINDING,
    "profile": {
        "bureau_name": N_("Full name, as documents print it"),
        "region_prefix": N_("Prefix of the numbers"),
        "sectors": N_("Sectors in the remit"),
        "government": N_("Government for reconsideration"),
        "court": N_("People's court of"),
        "second_body": N_("Second body for reconsideration"),
        "address": N_("Address"),
        "phone": N_("Phone"),
        "case_serials": N_("A case keeps its number"),
    },
    "officer": {
        "name": N_("Name"),
        "certificate_number": N_("Certificate number"),
        "post": N_("Post"),
        "phone": N_("Phone"),
        "retired": N_("Retired"),
    },
    "site": site_wording.TITLES,
    "inspection": {
        "site": N_("Site"),
        "visit_kind": N_("Kind of visit"),
        "recheck_of": N_("Recheck of"),
        "campaign": N_("Campaign"),
        "town": N_("Town or subdistrict"),
        "sector": N_("Sector"),
        "place_inspected": N_("Place inspected"),
        "started_at": N_("Begun"),
        "ended_at": N_("Ended"),
        "principal": N_("Principal of the unit"),
        "site_manager": N_("In charge on site"),
        "officers": N_("Officers"),
        "fewer_officers_reason": N_("Reason for fewer than two officers"),
        "certificates_shown": N_("Certificates were shown"),
        "forms": N_("Forms"),
        "situation": N_("What was found, in your own words"),
    },
    "plan": {
        "name": N_("Name of the plan"),
        "kind": N_("Kind"),
        "source": N_("Source of the case"),
        "first_day": N_("First day"),
        "last_day": N_("Last day"),
        "approval_number": N_("Number of the approval"),
        "approver": N_("Approved by"),
        "approved_on": N_("Approved on"),
        "most_visits": N_("Most visits to one unit in a year"),
        "towns": N_("Towns; none means all"),
        "sectors": N_("Sectors; none means all"),
        "forms": N_("Checklists of its visits"),
        "note": N_("Note"),
    },
    "planned_visit": {
        "site": N_("Site"),
        "plan": N_("Plan"),
        "draw": N_("Draw by lot"),
        "visit_kind": N_("Kind of visit"),
        "recheck_of": N_("Recheck of"),
        "day": N_("Day"),
        "officers": N_("Officers"),
        "device": N_("Laptop"),
        "organisations": N_("Joint team with"),
        "forms": N_("Forms"),
        "content": N_("What is inspected"),
        "method": N_("How"),
        "noticed_at": N_("Notice given to the unit"),
        "without_notice": N_("Without notice, because"),
        "beyond_cap": N_("Why one more visit than the cap"),
        "cancelled": N_("Cancelled"),
    },
    "interview": {
        "ordinal": N_("Which interview of the person"),
        "began_at": N_("Begun"),
        "ended_at": N_("Ended"),
        "place": N_("Place of the interview"),
        "person": N_("Person asked"),
        "gender": N_("Gender"),
        "age": N_("Age"),
        "identity_number": N_("Identity number"),
        "employer": N_("Employer"),
        "home": N_("Home address"),
        "officers": N_("Questioned by"),
        "recorder": N_("Recorded by"),
        "present": N_("Also present"),
        "told_at": N_("Certificates shown, duties and rights told"),
        "exchanged": N_("Questions and answers"),
        "corrects": N_("Corrects"),
    },
    "sampling": {
        "at": N_("Time"),
        "place": N_("Place of the sampling"),
        "site_manager": N_("In charge on site"),
        "items": N_("Things taken"),
        "officers": N_("Officers"),
        "corrects": N_("Corrects"),
    },
    "draw": {"drawn_at": N_("Drawn at"), "seed": N_("Seed"), "method": N_("Method"), "witnesses": N_("Witnesses")},
    "answer": {"value": N_("Answer"), "remark": N_("Remark")},
    "photo": {"caption": N_("Caption"), "finding": N_("Hazard"), "form": N_("Form"), "item": N_("Item")},
    "document": {"kind": N_("Kind of document"), "number": N_("Number"), "issued_on": N_("Issued on")},
    "join": {"same": N_("The same"), "reason": N_("Reason")},
    **step_words.FIELDS,
    "void_number": {"number": N_("Number"), "reason": N_("Reason")},
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what values point to, by id: officers, laptops, other records, forms by their hash; and of choices."""

    officers: Mapping[str, str]
    laptops: Mapping[str, str]
    records: Mapping[str, str]
    choices: Mapping[str, str]

    def laptop(self, device: str) -> str:
        """Return the name of a laptop, or the beginning of its id."""
        return self.laptops.get(device) or device[:8]


NOBODY = Names({}, {}, {}, {})


def field_title(kind: str, name: str) -> str:
    """Return the name of a field as pages have it; that of a field which this version does not know as it is."""
    if name == DELETED:
        return _(FINDING[DELETED])
    titles = FIELDS.get(kind, {})
    return _(titles[name]) if name in titles else name


def kind_title(kind: str) -> str:
    """Return what a record of this kind is called."""
    return _(KINDS[kind]) if kind in KINDS else kind


def value_text(name: str, value: Json, names: Names = NOBODY) -> str:
    """Return a field's value in words; one that this version does not know as JSON, no value as an empty text."""
    if value is None or value == "":
        return ""
    words = _WORDS.get(name)
    try:
        return words(value, names) if words is not None else _plain(value)
    except (KeyError, TypeError, AttributeError):
        # Written by a newer version in a shape that this one does not know: shown as it is.
        return _plain(value)


def _plain(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _basis(value: Any, _names: Names) -> str:
    return "\n".join(f"《{one['title']}》{one.get('article') or ''}" for one in value)


def _level(value: Any, _names: Names) -> str:
    return texts.level(value["level"])


def _person(value: Any, _names: Names) -> str:
    return " ".join(value[key] for key in ("name", "post", "phone") if value.get(key))


def _on_site_measure(value: Any, _names: Names) -> str:
    parts = (texts.measure(value["kind"]), value.get("what", ""), value.get("until", ""))
    return " · ".join(part for part in parts if part)


def _withdrawn(value: Any, _names: Names) -> str:
    return _("the item no longer fails") if value == ANSWER_CHANGED else _plain(value)


def _officers(value: Any, names: Names) -> str:
    return "、".join(names.officers.get(one) or str(one)[-8:] for one in value)


def _forms(value: Any, names: Names) -> str:
    return "、".join(one if isinstance(one, str) else _form(one, names) for one in value)


def _form(used: Any, names: Names) -> str:
    return names.records.get(used["sha256"]) or f"{used['form']} {used['version']}"


def _joined(value: Any, _names: Names) -> str:
    return "、".join(value)


def _record(value: Any, names: Names) -> str:
    return names.records.get(value) or str(value)[-8:]


def _yes_no(value: Any, _names: Names) -> str:
    return _("Yes") if value else _("No")


def _answer(value: Any, names: Names) -> str:
    given = value if isinstance(value, list) else [value]
    return "、".join(names.choices.get(one) or texts.answer(one) for one in given)


def _number(value: Any, _names: Names) -> str:
    return str(DocumentNumber(**value))


def _exchanged(value: Any, _names: Names) -> str:
    return "\n".join(text for one in value for text in (one["question"], one.get("answer")) if text)


def _items(value: Any, _names: Names) -> str:
    parts = ((one["name"], one.get("specification"), one.get("quantity")) for one in value)
    return "\n".join(" · ".join(part for part in item if part) for item in parts)


def _identity(value: Any, _names: Names) -> str:
    return masked_identity(value)


def _of_site(field: str) -> Callable[[Any, Names], str]:
    return lambda value, _names: site_wording.value_text(field, value)


def _coded(word: Callable[[str], str]) -> Callable[[Any, Names], str]:
    return lambda value, _names: word(value)


def _kind(value: Any, _names: Names) -> str:
    return kind_title(value) if value in STEPS else texts.record_kind(value)


_WORDS: Mapping[str, Callable[[Any, Names], str]] = {
    **{name: _coded(texts.day) for name in step_words.DAYS},
    **{name: _coded(texts.moment) for name in step_words.MOMENTS},
    **dict.fromkeys(step_words.YES_NO, _yes_no),
    **dict.fromkeys(step_words.RECORDS, _record),
    "reported_by": _person,
    "requested_by": _person,
    "result": _coded(step_words.result),
    "level": _coded(step_words.listing_level),
    **{field: _of_site(field) for field in site_wording.TITLES},
    **dict.fromkeys(("approved_on", "day", "first_day", "last_day"), _coded(texts.day)),
    **dict.fromkeys(("drawn_at", "noticed_at"), _coded(texts.moment)),
    **dict.fromkeys(("organisations", "towns", "witnesses"), _joined),
    **dict.fromkeys(("draw", "plan"), _record),
    "basis": _basis,
    "case_serials": _yes_no,
    "category": _coded(texts.category),
    "certificates_shown": _yes_no,
    "confirmed_level": _level,
    "deadline": _coded(texts.day),
    "device": lambda value, names: names.laptop(value),
    "ended_at": _coded(texts.moment),
    **dict.fromkeys(("began_at", "told_at"), _coded(texts.moment)),
    "corrects": _record,
    "exchanged": _exchanged,
    "identity_number": _identity,
    "items": _items,
    "person": _person,
    "finding": _record,
    "forms": _forms,
    "issued_on": _coded(texts.day),
    "kind": _kind,
    "landlord": _record,
    "number": _number,
    "officers": _officers,
    "on_site_measure": _on_site_measure,
    "principal": _person,
    "recheck_of": _record,
    "responsible_person": _person,
    "retired": _yes_no,
    "same": _yes_no,
    "sectors": lambda value, _names: "、".join(texts.sector(one) for one in value),
    "site": _record,
    "site_manager": _person,
    "started_at": _coded(texts.moment),
    "value": _answer,
    "visit_kind": _coded(texts.visit_kind),
    "withdrawn": _withdrawn,
}
