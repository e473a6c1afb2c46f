"""Findings: added by hand, worded, their level confirmed by an officer, withdrawn with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from fieldcheck.model.records import Finding, Officer
from fieldcheck.model.values import Person
from fieldcheck.operations import edits, findings, forms, history, inspections, profile
from fieldcheck.store import Store
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import records
from tests.bureau import begin, fail


def get(store: Store, entity: str) -> Finding:
    return records.get(store.reader(), Finding, entity)


def test_a_finding_without_an_item_carries_the_sector_of_its_visit(store: Store) -> None:
    inspection = begin(store)
    entity = findings.add(store, inspection, {"description": "院内临时用电线路拖地", "location": ""}).main
    found = get(store, entity)
    assert (found.inspection, found.sector, found.location) == (inspection, "industry_trade", None)
    assert findings.standing(store.reader(), inspection) == [found]


def test_what_a_finding_was_found_on_is_written_once(store: Store) -> None:
    (entity,) = fail(store, begin(store), "MEC-10")
    for field in ("inspection", "site", "form", "item", "answer"):
        with pytest.raises(edits.WrittenOnce):
            findings.edit(store, entity, {field: "x"})


def test_a_finding_is_worded_by_the_officer(store: Store) -> None:
    (entity,) = fail(store, begin(store), "MEC-10")
    person = Person("曲万里", "车间主任", "139")
    findings.edit(
        store, entity, {"description": "缺标志", "deadline": date(2026, 6, 15), "responsible_person": person}, "o-1"
    )
    found = get(store, entity)
    assert (found.description, found.deadline, found.responsible_person) == ("缺标志", date(2026, 6, 15), person)


def test_only_an_officer_confirms_a_level(store: Store) -> None:
    (entity,) = fail(store, begin(store), "MEC-10")
    officer = records.everything(store.reader(), Officer)[0].id
    findings.confirm_level(store, entity, "major", officer)
    confirmed = get(store, entity).confirmed_level
    assert confirmed is not None
    assert (confirmed.level, confirmed.by) == ("major", officer)
    with pytest.raises(findings.LevelUnknown):
        findings.confirm_level(store, entity, "terrible", officer)


def cited(store: Store, entity: str) -> list[str]:
    return [basis.citation() for basis in get(store, entity).basis or ()]


def unledgered(store: Store) -> tuple[str, str, str]:
    """Return a visit in which a space with toxic gas is neither in the ledger nor marked, and its two findings."""
    inspection = begin(store, "confined-spaces")
    inspections.answer(store, inspection, "confined-spaces", "toxic_gas_risk", "yes")
    ledger, sign = fail(store, inspection, "CSP-03", "CSP-04", form="confined-spaces")
    return inspection, ledger, sign


def test_the_criterion_is_cited_only_where_major_is_confirmed(store: Store) -> None:
    _, ledger, sign = unledgered(store)
    own = ["《工贸企业有限空间作业安全规定》第六条"]
    criterion = "《工贸企业重大事故隐患判定标准》第十三条第（一）项"
    assert cited(store, ledger) == own
    findings.confirm_level(store, ledger, "major", "officer")
    assert cited(store, ledger) == [*own, criterion]
    assert criterion not in cited(store, sign)
    findings.confirm_level(store, ledger, "major", "officer")
    assert cited(store, ledger) == [*own, criterion]
    findings.confirm_level(store, ledger, "general", "officer")
    assert cited(store, ledger) == own


def test_a_level_and_its_basis_are_one_change_that_undo_takes_back(store: Store) -> None:
    _, ledger, _ = unledgered(store)
    before = get(store, ledger)
    changes = findings.confirm_level(store, ledger, "major", "officer")
    assert changes.entities == {("finding", ledger)}
    history.undo(store, changes)
    assert get(store, ledger) == before


def test_major_without_a_rule_that_proposes_it_cites_no_criterion(store: Store) -> None:
    inspection, ledger, sign = unledgered(store)
    inspections.answer(store, inspection, "confined-spaces", "CSP-04", "pass")
    findings.confirm_level(store, ledger, "major", "officer")
    assert cited(store, ledger) == ["《工贸企业有限空间作业安全规定》第六条"]
    assert get(store, sign).withdrawn


def test_a_source_that_item_and_rule_share_is_cited_once(store: Store) -> None:
    inspection = begin(store, "hazardous-goods-transport")
    form = "hazardous-goods-transport"
    inspections.answer(store, inspection, form, "HGT-19-warning", "typhoon")
    (entity,) = fail(store, inspection, "HGT-19", form=form)
    findings.confirm_level(store, entity, "major", "officer")
    own = forms.shipped()[form].item("HGT-19").basis
    assert get(store, entity).basis == own


def test_a_finding_without_an_item_keeps_its_basis(store: Store) -> None:
    basis = forms.shipped()["machinery"].item("MEC-10").basis
    entity = findings.add(store, begin(store), {"description": "院内临时用电线路拖地", "basis": basis}).main
    findings.confirm_level(store, entity, "major", "officer")
    assert get(store, entity).basis == basis


def test_a_withdrawn_finding_stays_in_the_store(store: Store) -> None:
    inspection = begin(store)
    (entity,) = fail(store, inspection, "MEC-10")
    findings.withdraw(store, entity, "误判")
    assert findings.standing(store.reader(), inspection) == []
    assert get(store, entity).withdrawn == "误判"


def test_a_finding_of_no_visit_is_refused(store: Store) -> None:
    with pytest.raises(RecordNotFound):
        findings.add(store, "nowhere", {"description": "x"})
    with pytest.raises(edits.FieldUnknown):
        findings.add(store, begin(store), {"colour": "red"})


def test_officers_are_named_and_retire(store: Store) -> None:
    with pytest.raises(profile.OfficerIncomplete):
        profile.add_officer(store, Officer(id="", name="周㛃"))
    entity = profile.add_officer(store, Officer(id="", name="周㛃", certificate_number="3", post="科员")).main
    assert len(profile.officers(store.reader())) == 3
    profile.edit_officer(store, entity, {"retired": True})
    assert len(profile.officers(store.reader())) == 2
    assert records.get(store.reader(), Officer, entity).name == "周㛃"
