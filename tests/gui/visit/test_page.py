from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.visit.page import VisitPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import documents, history, inspections
from fieldcheck.store import Store
from tests.gui.visit.support import FORM, inspection, read


@pytest.fixture
def page(qtbot: QtBot, session: Session, visit: str) -> VisitPage:
    made = VisitPage(session)

    def save(_widget: QWidget) -> None:
        made.leave()
        session.tasks.drain()

    qtbot.addWidget(made, before_close_func=save)
    session.navigate.connect(made.open)
    session.committed.connect(made.changed)
    made.resize(1166, 740)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def open_part(session: Session, page: VisitPage, visit: str, part: str, item: str = "") -> None:
    session.go(Route("visit", visit, part, item))
    session.tasks.drain()


def test_each_part_opens_by_its_route(session: Session, page: VisitPage, visit: str) -> None:
    for part, view in zip(("facts", "checklist", "review", "documents"), page.views(), strict=True):
        open_part(session, page, visit, part)
        assert view.isVisible()
        assert session.last_route() == Route("visit", visit, part) or part == "checklist"


def test_the_badge_counts_what_blocks(session: Session, store: Store, page: VisitPage, visit: str) -> None:
    open_part(session, page, visit, "facts")
    assert page.badge("review") == str(len(read(store, visit).blocking))
    assert page.badge("documents") == ""


def test_the_badge_of_the_documents_tells_of_the_order(
    session: Session, store: Store, page: VisitPage, whole_visit: str
) -> None:
    documents.issue(store, whole_visit, DocumentKind.RECTIFICATION_ORDER)
    open_part(session, page, whole_visit, "facts")
    assert page.badge("review") == ""
    assert page.badge("documents") == "order issued"


def test_keys_change_the_part(qtbot: QtBot, session: Session, page: VisitPage, visit: str) -> None:
    open_part(session, page, visit, "facts")
    facts, checklist, review, documents_view = page.views()
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    for key, modifier, view in (
        (Qt.Key.Key_3, alt, review),
        (Qt.Key.Key_Tab, control, documents_view),
        (Qt.Key.Key_Tab, control, page.papers()),
        (Qt.Key.Key_Tab, control, facts),
        (Qt.Key.Key_2, alt, checklist),
        (Qt.Key.Key_Backtab, control | Qt.KeyboardModifier.ShiftModifier, facts),
    ):
        with qtbot.waitActive(page):
            page.activateWindow()
        QTest.keyClick(page, key, modifier)
        session.tasks.drain()
        assert view.isVisible(), (key, modifier)


def test_leaving_a_part_saves_what_was_typed(session: Session, store: Store, page: VisitPage, visit: str) -> None:
    open_part(session, page, visit, "facts")
    field = page.views()[0].form().field("campaign")
    assert isinstance(field, TextField)
    field.editor.setFocus()
    assert isinstance(field.editor, QLineEdit)
    field.editor.insert("百日攻坚")
    open_part(session, page, visit, "review")
    page.leave()
    session.tasks.drain()
    assert inspection(store, visit).campaign == "百日攻坚"


def test_saved_is_said_only_after_the_commit(session: Session, page: VisitPage, visit: str) -> None:
    open_part(session, page, visit, "facts")
    state = page.header().saved
    author = session.officer
    session.tasks.write(lambda store: inspections.edit(store, visit, {"campaign": "百日攻坚"}, author))
    assert state.text() == "saving…"
    session.tasks.drain()
    assert state.text().startswith("saved ")


def test_undo_and_redo_of_a_fact(session: Session, store: Store, page: VisitPage, visit: str) -> None:
    open_part(session, page, visit, "facts")
    field = page.views()[0].form().field("town")
    assert isinstance(field, TextField)
    field.editor.setFocus()
    field.editor.clear()
    field.commit()
    session.tasks.drain()
    assert inspection(store, visit).town is None
    page.header().undo_button().click()
    session.tasks.drain()
    assert inspection(store, visit).town == "永安街道"
    assert field.value() == "永安街道"
    page.header().redo_button().click()
    session.tasks.drain()
    assert inspection(store, visit).town is None


def test_a_link_of_the_review_opens_the_item(session: Session, store: Store, page: VisitPage, whole_visit: str) -> None:
    open_part(session, page, whole_visit, "checklist", f"{FORM}/CSP-11")
    assert page.views()[1].item == "CSP-11"


def test_the_page_leaves_a_visit_that_was_taken_back(
    qtbot: QtBot, session: Session, store: Store, page: VisitPage, site: str
) -> None:
    begun = inspections.start(store, site, {}, [])
    open_part(session, page, begun.main, "facts")
    session.navigate.disconnect(page.open)
    with qtbot.waitSignal(session.navigate, timeout=3000) as caught:
        session.tasks.write(lambda opened: history.undo(opened, begun))
    assert caught.args == [Route("inspections")]


def test_what_is_committed_is_read_again(
    qtbot: QtBot, session: Session, store: Store, page: VisitPage, visit: str
) -> None:
    open_part(session, page, visit, "review")
    assert page.badge("review") == "1"
    session.tasks.write(lambda opened: inspections.edit(opened, visit, {"certificates_shown": True}))
    qtbot.waitUntil(lambda: page.badge("review") == "", timeout=3000)


def test_every_part_names_its_keys(session: Session, page: VisitPage, visit: str) -> None:
    own = {"facts": "Alt+1 … 6", "checklist": "1 / 3", "review": "Alt+1 … 6", "documents": "Ctrl+S", "papers": "Enter"}
    for part, key in own.items():
        open_part(session, page, visit, part)
        assert page.shortcuts()[0][0] == key
