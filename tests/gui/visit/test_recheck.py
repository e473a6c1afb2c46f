"""The recheck of many hazards by keys: said, recorded, refused in the row, taken back, kept while it is typed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.site import SitePage
from fieldcheck.gui.pages.visit.page import VisitPage
from fieldcheck.gui.pages.visit.recheck import RecheckView
from fieldcheck.gui.pages.visit.recheck_row import RecheckRow
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.records import Document, Finding, Inspection, Officer
from fieldcheck.model.steps import Recheck
from fieldcheck.operations import documents, drafts, edits, hazards, inspections, recheck_visit
from fieldcheck.operations.inspections import now_text
from fieldcheck.store import Store, local
from fieldcheck.store.queries import records
from tests.gui.pages.support import press as press_button
from tests.gui.pages.support import shown, words
from tests.gui.visit.support import complete, inspection, read

Key = Qt.Key
OPINION, ORDER = DocumentKind.RECHECK_OPINION, DocumentKind.RECTIFICATION_ORDER


@pytest.fixture
def again(store: Store, visit: str) -> str:
    """A visit that rechecks three hazards that an order names, and one of another visit to the site."""
    complete(store, visit, ("CSP-11", "CSP-12", "CSP-13"))
    documents.issue(store, visit, ORDER)
    first = inspection(store, visit)
    known = {name: getattr(first, name) for name in ("sector", "officers", "place_inspected", "certificates_shown")}
    other = inspections.start(
        store, first.site or "", {**known, "visit_kind": "enforcement", "started_at": now_text()}, ["confined-spaces"]
    ).main
    complete(store, other)
    documents.issue(store, other, ORDER)
    values = {**known, "visit_kind": "recheck", "recheck_of": visit, "started_at": now_text()}
    return inspections.start(store, first.site or "", values, []).main


@pytest.fixture
def page(qtbot: QtBot, session: Session, again: str) -> VisitPage:
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
    session.go(Route("visit", again, "recheck"))
    settle(qtbot, session, made, again)
    return made


def settle(qtbot: QtBot, session: Session, page: VisitPage, visit: str) -> None:
    """Let what was written be shown: the page reads a visit again a moment after the commit."""
    session.tasks.drain()

    def is_shown() -> bool:
        session.tasks.drain()
        view, found = page.recheck(), recheck_visit.read(session.store.reader(), visit)
        return len(view.rows) == len(found.hazards) and all(
            view.rows[one.finding.id].said() == one.said for one in found.hazards
        )

    qtbot.waitUntil(is_shown)


def rows(page: VisitPage) -> list[RecheckRow]:
    return list(page.recheck().rows.values())


def state(store: Store, row: RecheckRow) -> HazardState:
    return hazards.life_of(store.reader(), row.finding()).state


def issued(store: Store, visit: str, kind: DocumentKind) -> Document:
    return records.get(store.reader(), Document, documents.issue(store, visit, kind).main)


def press(key: Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def results(store: Store, row: RecheckRow) -> list[tuple[str | None, str | None]]:
    """Return every recheck of a hazard that was ever recorded, annulled ones too."""
    return [(one.result, one.comment) for one in records.children(store.reader(), Recheck, row.finding())]


def test_hazards_are_answered_by_keys_alone_and_go_into_the_opinion(
    qtbot: QtBot, session: Session, store: Store, page: VisitPage, again: str
) -> None:
    view = page.recheck()
    first, second, third, other = rows(page)
    assert QApplication.focusWidget() is first
    assert any(text.startswith("Not in the papers that this visit answers") for text in words(view))
    assert not view.opinion.isEnabled()
    press(Key.Key_1)
    assert QApplication.focusWidget() is second
    press(Key.Key_2)
    assert QApplication.focusWidget() is second.note.editor
    QTest.keyClicks(second.note.editor, "1 of 2 fans")
    assert results(store, second) == [], "a digit in a text is a digit, and nothing is recorded yet"
    press(Key.Key_Return)
    assert QApplication.focusWidget() is second.deadline.editor, "it can be ordered again with a new deadline"
    second.deadline.pick(date(2099, 1, 31))
    press(Key.Key_Return)
    assert QApplication.focusWidget() is third
    settle(qtbot, session, page, again)
    assert (state(store, first), state(store, second)) == (HazardState.RECHECKED_PASS, HazardState.RECHECKED_FAIL)
    assert results(store, second) == [("fail", "1 of 2 fans")]
    assert records.get(store.reader(), Finding, second.finding()).deadline == date(2099, 1, 31)
    qtbot.waitUntil(lambda: view.progress.text() == "2 of 4 rechecked · 1 rectified · 1 not rectified")
    press(Key.Key_3)
    press(Key.Key_1)
    settle(qtbot, session, page, again)
    assert results(store, third) == []
    assert QApplication.focusWidget() is view.opinion
    view.opinion.click()
    settle(qtbot, session, page, again)
    documents_view = page.views()[3]
    assert documents_view.isVisible()
    opinion, order = (issued(store, again, kind) for kind in (OPINION, ORDER))
    assert {first.finding(), second.finding()} <= set(opinion.findings or ())
    assert order.findings == (second.finding(),), "only what failed, with its new deadline"
    assert state(store, other) is HazardState.RECHECKED_PASS
    assert local.drafts(store.reader()) == [], "what is recorded is no draft any more"


def test_what_was_said_is_taken_back_and_said_otherwise(
    qtbot: QtBot, session: Session, store: Store, page: VisitPage, again: str
) -> None:
    first = rows(page)[0]
    press(Key.Key_R)
    QTest.keyClicks(first.note.editor, "ok")
    press(Key.Key_Escape)
    press(Key.Key_1)
    settle(qtbot, session, page, again)
    press(Key.Key_Up)
    press(Key.Key_3)
    settle(qtbot, session, page, again)
    assert state(store, first) is HazardState.ORDERED
    assert first.note.value() == "ok", "the words stay"
    first.setFocus()
    press(Key.Key_2)
    press(Key.Key_Return)
    settle(qtbot, session, page, again)
    first.setFocus()
    press(Key.Key_1)
    settle(qtbot, session, page, again)
    life = hazards.life_of(store.reader(), first.finding())
    assert life.state is HazardState.RECHECKED_PASS and not life.broken and not life.contradictions
    assert results(store, first) == [("pass", "ok"), ("fail", "ok"), ("pass", "ok")]


def test_what_is_typed_is_there_again_and_what_a_guard_refuses_is_said_in_the_row(
    qtbot: QtBot, session: Session, store: Store, page: VisitPage, again: str
) -> None:
    first = rows(page)[0]
    press(Key.Key_R)
    QTest.keyClicks(first.note.editor, "half a sent")
    page.recheck().leave()
    session.tasks.drain()
    assert drafts.recover(store) == 0, "it is no change until a result is said"
    fresh = RecheckView(session)
    qtbot.addWidget(fresh)
    fresh.show_overview(read(store, again))
    qtbot.waitUntil(lambda: len(fresh.rows) == 4)
    assert next(iter(fresh.rows.values())).note.value() == "half a sent"
    officer = (records.get(store.reader(), Inspection, again).officers or ())[0]
    edits.edit(store, "officer", officer, {"certificate_number": None})
    assert not records.get(store.reader(), Officer, officer).certificate_number
    press(Key.Key_Escape)
    press(Key.Key_1)
    qtbot.waitUntil(lambda: first.error.isVisible())
    assert "two officers" in first.error.text()
    assert results(store, first) == []
    session.tasks.drain()
    said = recheck_visit.read(store.reader(), again).hazards[0].said
    assert said == recheck_visit.Said("pass", "half a sent"), "it is still there to be recorded"


def test_a_picture_that_is_pasted_on_a_hazard_shows_how_it_is_now(
    qtbot: QtBot, session: Session, store: Store, page: VisitPage, again: str
) -> None:
    picture = QImage(80, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(picture)
    first = rows(page)[0]
    QTest.keyClick(first, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    qtbot.waitUntil(lambda: first.strip.count() == 1)
    assert [row.strip.count() for row in rows(page)] == [1, 0, 0, 0]
    assert hazards.dossier_of(store.reader(), first.finding()).after == 1


def test_only_a_recheck_visit_has_the_part(qtbot: QtBot, session: Session, page: VisitPage, visit: str) -> None:
    session.go(Route("visit", visit, "recheck"))
    qtbot.waitUntil(lambda: page.views()[0].isVisible())
    assert not page.recheck().isVisible()


def test_a_recheck_begins_on_the_page_of_the_site(
    qtbot: QtBot, session: Session, store: Store, again: str, visit: str
) -> None:
    gone: list[Route] = []
    made = SitePage(session)
    shown(made, session, qtbot, Route("site", inspection(store, visit).site or ""))
    session.navigate.connect(gone.append)
    press_button(made, "Start a recheck visit")
    session.tasks.drain()
    begun = inspection(store, gone[-1].entity)
    assert gone[-1].part == "recheck" and begun.visit_kind == "recheck"
    assert begun.recheck_of not in (None, visit), "that of the newest visit that told the unit something"
