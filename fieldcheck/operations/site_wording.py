"""Fields of a site and their values in words, for the window, the commands and what is printed of a register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldcheck.model import credit_code, register, site_codes
from fieldcheck.model.canonical import Json
from fieldcheck.operations import wording
from fieldcheck.translation import N_, _, current_language

TITLES: Mapping[str, str] = {
    "name": N_("Full name"),
    "kind": N_("Kind of site"),
    "alias": N_("Other name"),
    "credit_code": N_("Unified social credit code"),
    "address": N_("Address"),
    "registered_address": N_("Registered address"),
    "town": N_("Town or subdistrict"),
    "village": N_("Village"),
    "division_code": N_("Division code"),
    "sector": N_("Sector"),
    "supervision_class": N_("Supervision class"),
    "industry": N_("Industry"),
    "industry_code": N_("Industry code"),
    "size_class": N_("Size of enterprise"),
    "employees": N_("Employees"),
    "status": N_("State of operation"),
    "landlord": N_("Rents from"),
    "principal": N_("Principal"),
    "legal_representative": N_("Legal representative"),
    "actual_controller": N_("Actual controller"),
    "safety_director": N_("Safety director"),
    "safety_staff": N_("Full-time safety staff"),
    "contacts": N_("Contacts"),
    "place": N_("Position"),
    "risk_level": N_("Risk colour"),
    "high_risk": N_("High-risk unit"),
    "confined_spaces": N_("Confined spaces"),
    "toxic_gas_risk": N_("Poisoning risk in confined spaces"),
    "dust": N_("Combustible dust"),
    "ammonia": N_("Ammonia refrigeration"),
    "hot_metal": N_("Melting and casting"),
    "solvent_spray": N_("Spraying of solvent paint"),
    "special_equipment": N_("Special equipment"),
    "special_equipment_count": N_("Pieces of special equipment"),
    "hazardous_chemicals": N_("Uses hazardous chemicals"),
    "major_hazard_source": N_("Major hazard source"),
    "contractors": N_("Contractors or tenants"),
    "standardisation": N_("Safety standardisation"),
    "licences": N_("Licences"),
    "work_type": N_("Type of work"),
    "work_class": N_("Class"),
    "work_code": N_("Code of the work"),
    "river": N_("River or basin"),
    "owner": N_("Managed by"),
    "competent_department": N_("Competent department"),
    "built_year": N_("Year of completion"),
    "administrative_person": N_("Administrative person"),
    "technical_person": N_("Technical person"),
    "patrol_person": N_("Patrol person"),
    "dam_person": N_("Person answerable for the dam"),
    "is_unsafe": N_("Unsafe reservoir"),
    "appraisal": N_("Last safety appraisal"),
    "downstream_people": N_("People downstream"),
    "downstream_villages": N_("Villages downstream"),
    "operation_plan": N_("Operation plan approved"),
    "emergency_plan": N_("Emergency plan approved"),
    "dam_type": N_("Type of dam"),
    "dam_height": N_("Height of the dam"),
    "crest_elevation": N_("Crest elevation"),
    "crest_length": N_("Length of the crest"),
    "total_capacity": N_("Total capacity"),
    "catchment_area": N_("Catchment area"),
    "flood_limit_level": N_("Flood-limit level"),
    "normal_level": N_("Normal level"),
    "design_flood_level": N_("Design flood level"),
    "check_flood_level": N_("Check flood level"),
    "dead_level": N_("Dead level"),
    "spillway_type": N_("Type of spillway"),
    "spillway_size": N_("Size of the spillway"),
    "gates": N_("Gates"),
    "materials": N_("Flood-fighting materials"),
    "monitoring": N_("Monitoring devices"),
    "note": N_("Note"),
}

MOST_MEANT = 2
"""Codes that are proposed in place of an odd one: more of them help nobody."""

GROUPS: Mapping[str, str] = {
    "identity": N_("What it is"),
    "where": N_("Where it is"),
    "people": N_("Persons"),
    "risk": N_("Risk"),
    "papers": N_("Licences and plans"),
    "measures": N_("Measures of the work"),
    "note": N_("Note"),
}


def title(field: str) -> str:
    """Return the name of a field, with its unit where it has one."""
    named = _(TITLES[field]) if field in TITLES else field
    return f"{named} ({register.UNITS[field]})" if field in register.UNITS else named


def code(field: str, value: str) -> str:
    """Return the word of a code that a field holds."""
    return site_codes.word(field, value).text(current_language())


def code_remark(code: str | None) -> str:
    """Return what is odd about a credit code, and what was probably meant; empty for a good one, and for none."""
    found = credit_code.remark(code or "")
    if found is None:
        return ""
    told = _(found.message).format(**found.details)
    if not found.meant:
        return told
    meant = _(" or ").join(found.meant[:MOST_MEANT])
    return " ".join((told, _("Probably meant: {codes}.").format(codes=meant)))


def value_text(field: str, value: Json) -> str:
    """Return a field's value (plain JSON) in words; no value as an empty text.

    Raises KeyError, TypeError, AttributeError for a shape that this version does not know.
    """
    if value is None or value == "" or value == []:
        return ""
    if field in register.FLAGS:
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return _("; ").join(filter(None, (_one(field, each) for each in value)))
    return _one(field, value)


def _one(field: str, value: Any) -> str:
    if field == "sector":
        return wording.sector(value)
    if field in ("appraisal", "standardisation"):
        return _joined(code(field, value["grade"]), wording.day(value.get("day")))
    if field in ("operation_plan", "emergency_plan"):
        return _joined(value.get("number"), wording.day(value.get("day")))
    if field == "licences":
        until = wording.day(value.get("until"))
        return _joined(value.get("name"), value.get("number"), _("until {day}").format(day=until) if until else "")
    if field in register.ELEVATIONS:
        return _joined(f"{value['metres']} m", value.get("datum"))
    if field in register.PERSONS or field == "contacts":
        return _joined(*(value.get(part) for part in ("role", "name", "post", "phone")))
    if field == "place":
        return f"{value['latitude']}, {value['longitude']} ({value['datum']})"
    if field in site_codes.CHOICES:
        return code(field, value)
    return str(value)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
