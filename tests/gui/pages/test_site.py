"""The page of one site: what is known, edited in place; what is open; what comes back; who rents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.site import SitePage
from fieldcheck.gui.pages.site_inputs import SiteField, field_for
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.records import Site
from fieldcheck.model.register import fields_of
from fieldcheck.model.values import Approval, Contact, Elevation, Graded, Licence, Person, Place
from fieldcheck.operations import findings, inspections, sites
from fieldcheck.store.queries import records
from tests.gui.pages.support import chips, press, settle, shown, words


@pytest.fixture
def page(session: Session, site: str, qtbot: QtBot) -> Callable[[str], SitePage]:
    def opened(entity: str = "") -> SitePage:
        made = SitePage(session)
        shown(made, session, qtbot, Route("site", entity or site))
        return made

    return opened


def stored(session: Session, entity: str) -> Site:
    return records.get(session.reader(), Site, entity)


def test_what_is_known_is_shown_with_masked_phones(
    session: Session, site: str, page: Callable[[str], SitePage]
) -> None:
    sites.edit_site(
        session.store,
        site,
        {"risk_level": "red", "employees": 120, "contacts": (Contact("值班室", "李", "13800000000"),)},
    )
    opened = page("")
    told = words(opened)
    assert "120" in told
    assert "Red (major)" in chips(opened)
    assert any("139****0012" in text for text in told)
    assert not any("13800000000" in text for text in told)
    assert "Confined spaces" not in told
    opened.phones.click()
    settle(session)
    assert any("13800000000" in text for text in words(opened))


def test_facts_are_edited_in_place(session: Session, site: str, page: Callable[[str], SitePage]) -> None:
    opened = page("")
    group = opened.groups["where"]
    group.edit.click()
    group.fields["village"].set_value("")
    line = group.fields["village"].focusProxy()
    assert isinstance(line, QLineEdit)
    line.setText("东村")
    group.edit.click()
    settle(session)
    assert stored(session, site).village == "东村"
    assert not group.editing
    assert "东村" in words(opened)


def test_another_kind_has_other_groups(session: Session, site: str, page: Callable[[str], SitePage]) -> None:
    opened = page("")
    assert "measures" not in opened.groups
    sites.edit_site(
        session.store,
        site,
        {"kind": "flood_work", "work_type": "reservoir", "flood_limit_level": Elevation("57.3", "")},
    )
    session.committed.emit(sites.edit_site(session.store, site, {"alias": "大水库"}))
    settle(session)
    assert "measures" in opened.groups
    assert "57.3 m" in words(opened)


def test_a_hazard_that_comes_back_is_named(session: Session, site: str, page: Callable[[str], SitePage]) -> None:
    for day in ("2026-03-01", "2026-05-01"):
        visit = inspections.start(
            session.store, site, {"visit_kind": "enforcement", "started_at": f"{day}T09:00+08:00"}, ["confined-spaces"]
        ).main
        inspections.answer(session.store, visit, "confined-spaces", "CSP-10", "fail")
        findings.add(session.store, visit, {"description": "消防通道 堵塞", "deadline": date(2026, 6, 1)})
    opened = page("")
    assert opened.facts is not None
    assert [one.visits for one in opened.facts.recurring] == [2, 2]
    assert len(opened.facts.open) == 4
    assert "4 open hazards" in words(opened)
    assert "Comes back again and again" in words(opened)
    assert "2 visits" in words(opened)


def test_tenants_and_their_landlord_lead_to_one_another(
    session: Session, site: str, page: Callable[[str], SitePage]
) -> None:
    tenant = sites.create(session.store, {"name": "租户车间", "landlord": site}).main
    landlord = page("").facts
    assert landlord is not None
    assert landlord.tenants == ((tenant, "租户车间"),)
    opened = page(tenant)
    assert "Rents from" in words(opened)
    gone: list[Route] = []
    session.navigate.connect(gone.append)
    press(opened, stored(session, site).name or "")
    assert gone == [Route("site", site)]


def test_a_visit_is_planned_from_the_page(session: Session, site: str, page: Callable[[str], SitePage]) -> None:
    gone: list[Route] = []
    session.navigate.connect(gone.append)
    press(page(""), "Plan a visit")
    assert gone == [Route("planned", site, "new")]


def test_what_is_no_number_of_employees_stays_as_typed(
    session: Session, site: str, page: Callable[[str], SitePage]
) -> None:
    group = page("").groups["identity"]
    group.edit.click()
    field = group.fields["employees"]
    (line,) = field.findChildren(QLineEdit)
    line.setText("many")
    field.commit()
    settle(session)
    assert "no whole number" in field.error() and line.text() == "many"
    assert stored(session, site).employees is None


def test_a_site_that_is_not_here_says_so(page: Callable[[str], SitePage]) -> None:
    assert "This site is not here" in words(page("nothing"))


VALUES = {
    "high_risk": True,
    "ammonia": False,
    "employees": 12,
    "principal": Person("李", "厂长", "139"),
    "flood_limit_level": Elevation("57.30", "1985国家高程基准"),
    "appraisal": Graded("class_2", date(2024, 5, 1)),
    "standardisation": Graded("level_3", None),
    "operation_plan": Approval("晏汛〔2026〕3号", date(2026, 5, 1)),
    "licences": (Licence("安全生产许可证", "A1", date(2027, 1, 1)), Licence("排污许可证", "", None)),
    "contacts": (Contact("值班室", "李", "138"),),
    "place": Place("37.1", "119.9", "GCJ-02"),
    "dust": ("al_mg", "wood"),
    "risk_level": "red",
    "dam_height": "21.5",
    "note": "多行\n说明",
}


@pytest.mark.parametrize("name", VALUES)
def test_a_field_gives_back_what_it_shows(session: Session, qtbot: QtBot, name: str) -> None:
    field = field_for(session, name, "enterprise")
    qtbot.addWidget(field)
    field.set_value(VALUES[name])
    assert field.value() == VALUES[name]
    assert not field.is_dirty()
    field.set_value(None)
    assert field.value() in (None, "", ())


def test_every_fact_has_a_field(session: Session, qtbot: QtBot) -> None:
    for kind in ("enterprise", "flood_work"):
        for name in fields_of(kind):
            field = field_for(session, name, kind)
            qtbot.addWidget(field)
            assert field.label


def test_a_day_that_is_none_is_refused_in_place(session: Session, site: str, page: Callable[[str], SitePage]) -> None:
    group = page("").groups["papers"]
    group.edit.click()
    field = group.fields["licences"]
    lines = field.findChildren(QLineEdit)
    lines[0].setText("安全生产许可证")
    lines[2].setText("someday")
    field.commit()
    assert field.error()
    lines[2].setText("2027-01-01")
    field.commit()
    settle(session)
    assert stored(session, site).licences == (Licence("安全生产许可证", "", date(2027, 1, 1)),)


def test_a_landlord_is_found_as_one_types(session: Session, site: str, qtbot: QtBot) -> None:
    field = field_for(session, "landlord", "enterprise")
    assert isinstance(field, SiteField)
    qtbot.addWidget(field)
    field.show()
    field.set_value(None)
    name = stored(session, site).name or ""
    QTest.keyClicks(field.editor, "a")
    field.editor.setText(name[:4])
    field.editor.textEdited.emit(name[:4])
    settle(session)
    field.editor.setText(name)
    assert field.value() == site
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)
