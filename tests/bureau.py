"""A small bureau for tests: a store with a profile and officers, and visits made by the real operations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fieldcheck.model.records import Answer, Document, Inspection, Officer, Profile
from fieldcheck.model.values import Person, Role
from fieldcheck.operations import demo_visits, document_changes, findings, forms, inspections, profile, sites, stores
from fieldcheck.operations.document_sources import sources
from fieldcheck.operations.review import review
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.stores import CHEAP, PASSPHRASE

BUREAU = Profile(
    id="",
    bureau_name="莱山区应急管理局",
    region_prefix="莱",
    sectors=("industry_trade", "hazardous_chemicals"),
    government="莱山区",
    court="莱山区",
)
OFFICERS = (
    Officer(id="", name="王䶮", certificate_number="37061326001"),
    Officer(id="", name="孙𬍛", certificate_number="37061326002"),
)
UNIT = "莱山龙江塑编有限公司"
MANAGER = Person("宋建国", "安全总监", "13900000021")
AUTHOR = "officer-at-the-keyboard"


def new_bureau(path: Path, bureau: Profile = BUREAU, officers: tuple[Officer, ...] = OFFICERS) -> Store:
    """Return a new open store of the bureau."""
    return stores.create(path, PASSPHRASE, Role.INSPECTOR, bureau, officers, cost=CHEAP)


def add_site(store: Store, name: str = UNIT, **values: object) -> str:
    """Return the id of a new site."""
    members = {"name": name, "town": "初家街道", "sector": "industry_trade", "address": "学院路9号", **values}
    return sites.create(store, members).main


def begin(store: Store, *form_ids: str, site: str | None = None, values: Mapping[str, object] | None = None) -> str:
    """Return the id of a visit in which everything is named that a document needs."""
    officers = tuple(officer.id for officer in profile.officers(store.reader()))
    members: dict[str, object] = {
        "visit_kind": "enforcement",
        "place_inspected": "一车间",
        "started_at": "2026-06-01T09:10+08:00",
        "ended_at": "2026-06-01T11:30+08:00",
        "site_manager": MANAGER,
        "principal": Person("李文博", "总经理", "13900000011"),
        "officers": officers,
        "certificates_shown": True,
        **(values or {}),
    }
    return inspections.start(store, site or add_site(store), members, form_ids or ("machinery",), AUTHOR).main


def fail(store: Store, inspection: str, *items: str, form: str = "machinery") -> list[str]:
    """Answer items as failing; return the ids of all findings that stand then."""
    for item in items:
        inspections.answer(store, inspection, form, item, "fail", AUTHOR)
    return [finding.id for finding in findings.standing(store.reader(), inspection)]


def answer_rest(store: Store, inspection: str) -> None:
    """Answer what is shown and still open as a careful inspector would, and confirm every level that is proposed."""
    reader = store.reader()
    for definition in forms.definitions_of(reader, visit_of(store, inspection)):
        known = {a.item for a in records.children(reader, Answer, inspection) if a.form == definition.id and a.value}
        for item in (*definition.facts, *definition.items()):
            value = demo_visits.ordinary(definition, item, failing=False)
            if item.id not in known and value is not None:
                inspections.answer(store, inspection, definition.id, item.id, value, AUTHOR)
    for proposal in review(reader, inspection).proposals:
        for finding in proposal.findings:
            findings.confirm_level(store, finding, "major", AUTHOR)


def visit_of(store: Store, inspection: str) -> Inspection:
    """Return the record of a visit."""
    return records.get(store.reader(), Inspection, inspection)


def changed_since(store: Store, document: Document) -> bool:
    """Return whether the visit has come to say something else than this document."""
    source = sources(store.reader(), document.inspection or "")
    return document_changes.changed_since(store.reader(), source, document)
