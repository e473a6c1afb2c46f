"""The lists: what they show, how they are searched, where they lead, and how a visit begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.documents import DocumentsPage
from fieldcheck.gui.pages.hazards import HazardsPage
from fieldcheck.gui.pages.inspections import InspectionsPage, progress_chip
from fieldcheck.gui.pages.list_page import ListPage
from fieldcheck.gui.pages.sites import SitesPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document, Inspection, Site
from fieldcheck.model.values import Person, SigningResult
from fieldcheck.operations import documents, inspections, sites
from fieldcheck.store import Changes
from fieldcheck.store.queries import lists, records
from tests.gui.pages.support import press, settle, shown


def routes_of(session: Session) -> list[Route]:
    seen: list[Route] = []
    session.navigate.connect(seen.append)
    return seen


def line(page: ListPage, name: str) -> QLineEdit:
    return line_in(page.panel, name)


def line_in(widget: QWidget, name: str) -> QLineEdit:
    return next(editor for editor in widget.findChildren(QLineEdit) if editor.accessibleName() == name)


@pytest.fixture
def failed(session: Session, visit: str) -> str:
    """A visit with a failed item and an issued record."""
    inspections.answer(session.store, visit, "confined-spaces", "CSP-10", "fail")
    inspections.edit(session.store, visit, {"certificates_shown": True})
    documents.issue(session.store, visit, DocumentKind.INSPECTION_RECORD)
    return visit


def test_the_visits_are_listed_and_open(session: Session, failed: str, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections"))
    seen = routes_of(session)
    assert page.table.model.ids == [failed]
    assert page.panel.isVisible()
    page.table.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert seen == [Route("visit", failed, "checklist")]


def test_a_refused_visit_says_so_until_a_correction_is_signed(session: Session, failed: str) -> None:
    def state() -> str:
        return progress_chip(lists.inspection_rows(session.reader(), [failed])[0])[0]

    [document] = records.children(session.reader(), Document, failed)
    assert state() == "Issued"
    witness = Person("丁一", "安监办", "")
    documents.record_signing(session.store, document.id, SigningResult.REFUSED, reason="外出", witness=witness)
    assert state() == "Refused"
    documents.record_signing(session.store, document.id, SigningResult.SIGNED, signer=Person("曲万里", "", ""))
    assert state() == "Signed"
    documents.record_signing(session.store, document.id, SigningResult.REFUSED, reason="外出", witness=witness)
    documents.issue(session.store, failed, DocumentKind.INSPECTION_RECORD, correct=True)
    assert state() == "Issued"


def test_the_search_narrows_the_list_and_says_so(session: Session, visit: str, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections"))
    page.search.setText("水库")
    page.refresh()
    settle(session)
    assert page.table.count() == 0
    page.search.setText("清源 永安")
    page.refresh()
    settle(session)
    assert page.table.model.ids == [visit]


def test_a_hazard_leads_to_its_item(session: Session, failed: str, qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    seen = routes_of(session)
    assert page.table.count() == 1
    press(page, "Open in the checklist")
    assert seen == [Route("visit", failed, "checklist", "confined-spaces/CSP-10")]


def test_a_hazard_appears_while_the_list_is_open(session: Session, visit: str, qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    assert page.table.count() == 0
    session.tasks.write(lambda store: inspections.answer(store, visit, "confined-spaces", "CSP-10", "fail"))
    settle(session)
    assert page.table.count() == 1


def test_a_document_leads_to_its_visit(session: Session, failed: str, qtbot: QtBot) -> None:
    page = DocumentsPage(session)
    shown(page, session, qtbot, Route("documents"))
    seen = routes_of(session)
    press(page, "Open")
    assert seen == [Route("visit", failed, "documents", "inspection-record")]


def test_a_site_is_kept_up_to_date_in_the_panel(session: Session, site: str, qtbot: QtBot) -> None:
    page = SitesPage(session)
    shown(page, session, qtbot, Route("sites", site))
    editor = line(page, "Address")
    editor.setFocus()
    editor.selectAll()
    editor.insert("环海路103号")
    page.leave()
    settle(session)
    assert records.get(session.reader(), Site, site).address == "环海路103号"


def test_a_site_is_added(session: Session, qtbot: QtBot) -> None:
    page = SitesPage(session)
    shown(page, session, qtbot, Route("sites"))
    press(page, "Add a site")
    line(page, "Full name").insert("青石岭水库")
    press(page, "Add the site")
    settle(session)
    assert sites.by_name(session.reader(), "青石岭水库") is not None
    assert page.table.count() == 2


def test_a_site_without_name_is_refused_in_place(session: Session, qtbot: QtBot) -> None:
    page = SitesPage(session)
    shown(page, session, qtbot, Route("sites"))
    page.begin_site()
    press(page, "Add the site")
    settle(session)
    assert page.table.count() == 1


def test_a_visit_begins_at_a_known_site(session: Session, site: str, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections", site, "new"))
    seen = routes_of(session)
    view = page.new_visit
    assert view.sector.value() == "industry_trade"
    assert set(view.forms) == {"confined-spaces", "hazardous-goods-transport", "machinery"}
    view.forms["machinery"].setChecked(True)
    press(page, "Begin the visit")
    settle(session)
    (visit,) = lists.inspection_ids(session.reader())
    assert seen == [Route("visit", visit, "facts")]
    begun = records.get(session.reader(), Inspection, visit)
    assert [reference.form for reference in begun.forms or ()] == ["machinery"]
    assert begun.site == site


def test_a_visit_begins_at_a_new_flood_work(session: Session, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections", part="new"))
    view = page.new_visit
    press(page, "Add a site")
    view.site_fields.fields["name"].set_value("青石岭水库")
    for name, value in (("kind", "flood_work"), ("sector", "water")):
        view.site_fields.fields[name].set_value(value)
        view.site_fields.fields[name].left.emit(value)
    assert set(view.forms) == {"flood-works"}
    assert view.forms["flood-works"].isChecked()
    view.begin_visit()
    settle(session)
    (visit,) = lists.inspection_ids(session.reader())
    begun = records.get(session.reader(), Inspection, visit)
    assert records.get(session.reader(), Site, begun.site or "").name == "青石岭水库"


def test_a_half_typed_visit_comes_back_after_escape_and_after_a_stop(session: Session, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections", part="new"))
    page.new_visit.search.setText("青石岭")
    QTest.keyClick(page.new_visit.search, Qt.Key.Key_Return)
    settle(session)
    assert page.new_visit.site_fields.fields["name"].value() == "青石岭"
    line_in(page.new_visit, "Full name").insert("水库")
    line_in(page.new_visit, "Campaign").insert("汛前检查")
    page.leave()
    page.open(Route("inspections"))
    settle(session)
    other = InspectionsPage(Session(session.store, session))
    qtbot.addWidget(other)
    for again in (page, other):
        again.open(Route("inspections", part="new"))
        again.session.tasks.drain()
        assert again.new_visit.site_fields.fields["name"].value() == "青石岭水库"
        assert again.new_visit.campaign.value() == "汛前检查"
    other.session.tasks.close()
    page.new_visit.sector.set_value("water")
    page.new_visit.begin_visit()
    settle(session)
    page.open(Route("inspections", part="new"))
    assert page.new_visit.campaign.value() == ""


def test_enter_in_the_search_goes_on_to_the_site_that_was_found(session: Session, site: str, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections", part="new"))
    page.new_visit.search.setText("清源")
    QTest.keyClick(page.new_visit.search, Qt.Key.Key_Return)
    settle(session)
    assert page.new_visit.table.current_id() == site
    assert page.new_visit.table.view.hasFocus()


def test_a_half_typed_site_comes_back(session: Session, qtbot: QtBot) -> None:
    page = SitesPage(session)
    shown(page, session, qtbot, Route("sites"))
    press(page, "Add a site")
    line(page, "Full name").insert("青石岭水库")
    page.leave()
    page.open(Route("sites"))
    settle(session)
    press(page, "Add a site")
    assert line(page, "Full name").text() == "青石岭水库"
    press(page, "Cancel")
    press(page, "Add a site")
    assert line(page, "Full name").text() == ""


def test_a_visit_without_site_is_refused_in_place(session: Session, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections", part="new"))
    page.new_visit.begin_visit()
    settle(session)
    assert lists.inspection_ids(session.reader()) == []
    assert page.new_visit.error.isVisible()


def test_a_deletion_needs_its_reason_and_can_be_undone(session: Session, visit: str, qtbot: QtBot) -> None:
    page = InspectionsPage(session)
    shown(page, session, qtbot, Route("inspections"))
    press(page, "Delete this visit…")
    press(page, "Delete the visit")
    settle(session)
    assert page.table.count() == 1
    line(page, "Why is it deleted?").insert("重复录入")
    press(page, "Delete the visit")
    settle(session)
    assert page.table.count() == 0
    session.undo()
    settle(session)
    assert page.table.model.ids == [visit]


@pytest.mark.parametrize("page_class", [InspectionsPage, HazardsPage, SitesPage, DocumentsPage])
def test_an_empty_list_says_what_to_do_next(
    session: Session, page_class: type[ListPage], qtbot: QtBot, tmp_path: Path, site: str
) -> None:
    session.tasks.write(lambda store: _without_site(store, site))
    page = page_class(session)
    shown(page, session, qtbot, Route(page_class.__name__))
    assert page.table.count() == 0
    buttons = [button.text() for button in page.table.findChildren(QPushButton) if button.isVisibleTo(page)]
    assert len(buttons) == 1


def _without_site(store: object, site: str) -> Changes:
    from fieldcheck.store import Store, Transaction

    assert isinstance(store, Store)

    def work(transaction: Transaction) -> str:
        transaction.delete("site", site, "test")
        return site

    return store.write(work)
