"""The register of sites: what kind of value each field of a site holds, and which fields matter for which site."""

from __future__ import annotations

from collections.abc import Mapping

from fieldcheck.model.form import SiteKind
from fieldcheck.model.site_codes import WorkType

FLAGS = frozenset(
    {
        "toxic_gas_risk",
        "ammonia",
        "solvent_spray",
        "hazardous_chemicals",
        "high_risk",
        "contractors",
        "is_unsafe",
    }
)
"""Fields that are true, false, or not known."""

PERSONS = frozenset(
    {
        "legal_representative",
        "actual_controller",
        "principal",
        "safety_director",
        "administrative_person",
        "technical_person",
        "patrol_person",
        "dam_person",
    }
)
"""Fields that hold a person with a phone number, which lists and exports mask; `contacts` holds several."""

COUNTS = frozenset(
    {
        "employees",
        "safety_staff",
        "confined_spaces",
        "special_equipment_count",
        "built_year",
        "gates",
        "downstream_people",
    }
)
"""Fields that hold a whole number."""

ELEVATIONS = frozenset(
    {
        "crest_elevation",
        "flood_limit_level",
        "normal_level",
        "design_flood_level",
        "check_flood_level",
        "dead_level",
    }
)
"""Fields that hold an `Elevation`."""

UNITS: Mapping[str, str] = {
    "dam_height": "m",
    "crest_length": "m",
    "total_capacity": "万m³",
    "catchment_area": "km²",
    **dict.fromkeys(ELEVATIONS, "m"),
}
"""The units of decimal numbers, which are kept as text so that no digit is lost."""

PROPOSED_BY: Mapping[str, str] = {
    "space_count": "confined_spaces",
    "appraisal_class": "appraisal",
    "has_spillway": "spillway_type",
}
"""The field of a site that proposes a fact of a form, where it has another name than the fact."""

OF_THE_DAY = frozenset(
    {
        "flood_season",
        "gas_test",
        "loads_goods",
        "under_construction",
        "vehicles_checked",
        "water_level",
        "work_in_progress",
    }
)
"""Facts that are true of one day: nothing that was known before is proposed for them."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "identity": (
        "name",
        "kind",
        "alias",
        "credit_code",
        "work_type",
        "work_class",
        "work_code",
        "status",
        "sector",
        "supervision_class",
        "industry",
        "industry_code",
        "size_class",
        "employees",
        "landlord",
        "river",
        "owner",
        "competent_department",
        "built_year",
    ),
    "where": ("town", "village", "address", "registered_address", "division_code", "place"),
    "people": (
        "principal",
        "legal_representative",
        "actual_controller",
        "safety_director",
        "safety_staff",
        "administrative_person",
        "technical_person",
        "patrol_person",
        "dam_person",
        "contacts",
    ),
    "risk": (
        "risk_level",
        "high_risk",
        "confined_spaces",
        "toxic_gas_risk",
        "dust",
        "ammonia",
        "hot_metal",
        "solvent_spray",
        "special_equipment",
        "special_equipment_count",
        "hazardous_chemicals",
        "major_hazard_source",
        "contractors",
        "is_unsafe",
        "appraisal",
        "downstream_people",
        "downstream_villages",
    ),
    "papers": ("standardisation", "licences", "operation_plan", "emergency_plan"),
    "measures": (
        "dam_type",
        "dam_height",
        "crest_elevation",
        "crest_length",
        "total_capacity",
        "catchment_area",
        "flood_limit_level",
        "normal_level",
        "design_flood_level",
        "check_flood_level",
        "dead_level",
        "spillway_type",
        "spillway_size",
        "gates",
        "materials",
        "monitoring",
    ),
    "note": ("note",),
}
"""The fields in the order in which a person reads them, by group."""

_ENTERPRISE = frozenset(
    {
        "credit_code",
        "supervision_class",
        "industry",
        "industry_code",
        "size_class",
        "employees",
        "landlord",
        "registered_address",
        "legal_representative",
        "actual_controller",
        "safety_director",
        "safety_staff",
        "risk_level",
        "high_risk",
        "confined_spaces",
        "toxic_gas_risk",
        "dust",
        "ammonia",
        "hot_metal",
        "solvent_spray",
        "special_equipment",
        "special_equipment_count",
        "hazardous_chemicals",
        "major_hazard_source",
        "contractors",
        "standardisation",
        "licences",
    }
)

_FLOOD_WORK = frozenset(
    {
        "work_type",
        "work_class",
        "work_code",
        "river",
        "owner",
        "competent_department",
        "built_year",
        "administrative_person",
        "technical_person",
        "patrol_person",
        "dam_person",
        "is_unsafe",
        "appraisal",
        "downstream_people",
        "downstream_villages",
        "operation_plan",
        "emergency_plan",
        *GROUPS["measures"],
    }
)

_RESERVOIR = frozenset({WorkType.RESERVOIR})
_STORING = frozenset({WorkType.RESERVOIR, WorkType.POND})
_WORKS: Mapping[str, frozenset[WorkType]] = {
    **dict.fromkeys(("work_class", "dam_person", "is_unsafe", "flood_limit_level", "dead_level"), _RESERVOIR),
    **dict.fromkeys(("dam_type", "dam_height", "total_capacity", "catchment_area"), _STORING),
    "appraisal": frozenset({WorkType.RESERVOIR, WorkType.DIKE, WorkType.SLUICE}),
    "crest_elevation": frozenset({WorkType.RESERVOIR, WorkType.POND, WorkType.DIKE}),
    "crest_length": frozenset({WorkType.RESERVOIR, WorkType.POND, WorkType.DIKE}),
    "normal_level": frozenset({WorkType.RESERVOIR, WorkType.POND, WorkType.SLUICE}),
    "design_flood_level": frozenset({WorkType.RESERVOIR, WorkType.DIKE, WorkType.SLUICE}),
    "check_flood_level": frozenset({WorkType.RESERVOIR, WorkType.SLUICE}),
    "spillway_type": frozenset({WorkType.RESERVOIR, WorkType.POND, WorkType.SPILLWAY}),
    "spillway_size": frozenset({WorkType.RESERVOIR, WorkType.POND, WorkType.SPILLWAY}),
    "gates": frozenset({WorkType.RESERVOIR, WorkType.SLUICE, WorkType.SPILLWAY}),
}
"""The types of flood works that have a field; a field that is not here, all have."""


def groups_of(kind: str | None, work_type: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return the fields that matter for a site, by group; empty groups are left out.

    A flood work whose type is not known may have all fields of flood works.
    """
    fitting = {
        group: tuple(name for name in names if _matters(name, kind, work_type)) for group, names in GROUPS.items()
    }
    return {group: names for group, names in fitting.items() if names}


def fields_of(kind: str | None, work_type: str | None = None) -> tuple[str, ...]:
    """Return the fields that matter for a site, in the order in which a person reads them."""
    return tuple(name for names in groups_of(kind, work_type).values() for name in names)


def _matters(name: str, kind: str | None, work_type: str | None) -> bool:
    if kind == SiteKind.FLOOD_WORK:
        return name not in _ENTERPRISE and (not work_type or work_type in _WORKS.get(name, (work_type,)))
    return name not in _FLOOD_WORK
