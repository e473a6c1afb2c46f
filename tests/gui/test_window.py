"""The main window: where a person can go, what it says about saving, and what it keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from fieldcheck.gui import main_window, navigation, preferences
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.navigation import Entry, Trail
from fieldcheck.gui.page import Page
from fieldcheck.gui.session import Route, Session
from fieldcheck.operations import profile, sites
from fieldcheck.store import Changes
from fieldcheck.store.errors import RecordNotFound


class Notes(Page):
    """A page that notes what happens to it."""

    heard: list[str]

    def open(self, route: Route) -> None:
        self.heard = [*getattr(self, "heard", []), f"open {route.entity}".strip()]
        if route.entity == "gone":
            raise RecordNotFound(kind="inspection", entity="gone")

    def changed(self, changes: Changes) -> None:
        self.heard.append("changed " + " ".join(sorted(kind for kind, _entity in changes.entities)))

    def leave(self) -> None:
        self.heard.append("leave")

    def shortcuts(self) -> tuple[tuple[str, str], ...]:
        return (("Q", "Question"),)


PAGES = {
    "inspections": Entry(__name__, "Notes", "Inspections", icon="clipboard-check"),
    "sites": Entry(__name__, "Notes", "Sites", icon="factory"),
    "visit": Entry(__name__, "Notes", "Inspection", under="inspections"),
}


@pytest.fixture
def window(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    for module in (main_window, navigation):
        monkeypatch.setattr(module, "PAGES", PAGES)
    monkeypatch.setattr(main_window, "FIRST", Route("inspections"))
    made = MainWindow(session)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.begin()
    yield made
    made.close()


def heard(window: MainWindow, page: str) -> list[str]:
    found = window.pages[page]
    assert isinstance(found, Notes)
    return found.heard


def test_the_first_page_opens_and_pages_are_made_when_needed(window: MainWindow) -> None:
    assert list(window.pages) == ["inspections"]
    assert window.rail.buttons["inspections"].isChecked()
    assert "test" in window.windowTitle()


def test_keys_open_pages_and_go_back_and_forward(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() is window.pages["sites"]
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current_page() is window.pages["inspections"]
    assert (window.rail.back.isEnabled(), window.rail.forward.isEnabled()) == (False, True)
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.current_page() is window.pages["sites"]
    assert heard(window, "inspections") == ["open", "leave", "open", "leave"]


def test_a_visit_stands_under_inspections(window: MainWindow, session: Session) -> None:
    session.go(Route("visit", "v1"))
    assert window.rail.buttons["inspections"].isChecked()
    assert heard(window, "visit") == ["open v1"]


def test_moving_inside_a_page_is_where_back_leads_to(window: MainWindow, session: Session) -> None:
    session.go(Route("visit", "v1"))
    session.keep_route(Route("visit", "v1", "checklist", "item-3"))
    session.go(Route("sites"))
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert session.last_route() == Route("visit", "v1", "checklist", "item-3")


def test_a_place_that_is_gone_says_so_and_leads_to_the_first(window: MainWindow, session: Session) -> None:
    session.go(Route("visit", "gone"))
    assert window.current_page() is window.pages["inspections"]
    assert "no record" in window.toasts.text()


def test_a_place_of_a_later_version_leads_to_the_first(window: MainWindow, session: Session) -> None:
    session.go(Route("page of a later version"))
    assert window.current_page() is window.pages["inspections"]


def test_the_same_place_opens_after_a_stop(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.go(Route("visit", "v7", "review"))
    session.tasks.drain()
    again = Session(session.store)
    second = MainWindow(again)
    qtbot.addWidget(second)
    second.begin()
    assert heard(second, "visit") == ["open v7"]
    second.close()
    again.tasks.close()


def test_saved_is_said_only_after_the_commit(window: MainWindow, session: Session) -> None:
    session.tasks.drain()
    assert window.rail.saved_text() == "All saved"
    session.tasks.write(lambda store: sites.create(store, {"name": "甲"}))
    assert window.rail.saved_text() == "Saving…"
    session.tasks.drain()
    assert window.rail.saved_text() == "All saved"


def test_a_hidden_page_hears_of_changes_when_it_returns(window: MainWindow, session: Session) -> None:
    session.go(Route("sites"))
    session.tasks.write(lambda store: sites.create(store, {"name": "甲"}))
    session.tasks.write(lambda store: sites.create(store, {"name": "乙"}))
    session.tasks.drain()
    assert heard(window, "sites") == ["open", "changed site", "changed site"]
    assert heard(window, "inspections") == ["open", "leave"]
    session.go(Route("inspections"))
    assert heard(window, "inspections") == ["open", "leave", "open", "changed site site"]


def test_undo_by_key_and_by_toast(window: MainWindow, session: Session) -> None:
    session.tasks.write(lambda store: sites.create(store, {"name": "甲"}), undo="Add")
    session.tasks.drain()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    session.tasks.drain()
    assert (session.undo_text, session.redo_text) == ("", "Add")
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    session.tasks.drain()
    assert session.undo_text == "Add"
    session.offer_undo("Site added.")
    assert window.toasts.text() == "Site added."


def test_the_officer_at_the_keyboard_is_chosen_in_the_rail(window: MainWindow, session: Session) -> None:
    second = profile.officers(session.reader())[1]
    action = next(action for action in window.rail.officers.actions() if action.text() == second.name)
    action.trigger()
    assert session.officer == second.id
    assert window.rail.officer.text() == second.name


def test_f1_shows_the_keys_of_the_page_too(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(QDialog)
    assert dialog is not None
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Question", "Everywhere", "F1"} <= words
    dialog.close()


def test_the_window_keeps_its_size_and_its_rail(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    window.resize(960, 640)
    window.rail.fold.click()
    window.close()
    assert preferences.load().rail_narrow
    second = MainWindow(session)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (960, 640)
    assert second.rail.buttons["sites"].text() == ""
    assert second.rail.buttons["sites"].accessibleName() == "Sites"


def test_it_fits_the_smallest_laptop(window: MainWindow) -> None:
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768


def test_the_trail_forgets_what_lay_ahead() -> None:
    trail = Trail()
    for page in ("a", "b", "b", "c"):
        trail.visit(Route(page))
    assert trail.step(-1) == Route("b")
    trail.visit(Route("d"))
    assert not trail.can_step(1)
    assert [trail.step(-1).page, trail.step(-1).page] == ["b", "a"]
    with pytest.raises(IndexError):
        trail.step(-1)


def test_the_page_of_a_visit_is_made_before_it_is_wanted(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_window, "IDLE", 0)
    window = MainWindow(session)
    qtbot.addWidget(window, before_close_func=lambda _window: session.tasks.drain())
    window.begin()
    assert list(window.pages) == ["today"]
    qtbot.waitUntil(lambda: "visit" in window.pages, timeout=10_000)
    session.tasks.drain()
    assert window.current_page() is window.pages["today"]


def test_who_set_up_the_store_is_at_the_keyboard(session: Session) -> None:
    known = {officer.id: officer.name for officer in profile.officers(session.reader())}
    assert known[session.officer] == "王建军"


def test_where_the_screen_is_low_the_window_fills_it(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_window, "USUAL_SIZE", (1280, 5000))
    window = MainWindow(session)
    qtbot.addWidget(window)
    assert window.windowState() & Qt.WindowState.WindowMaximized
