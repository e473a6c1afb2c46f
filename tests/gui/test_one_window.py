"""No part of a page is ever a window of its own: it would flash, and take the keyboard for a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui import theme
from fieldcheck.gui.first_run.window import FirstRunWindow
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.selftest import routes
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.store import Store


class Windows(QObject):
    """Notes every widget that is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    made = Windows()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.mark.usefixtures("visit")
def test_every_page_is_part_of_the_one_window(
    qtbot: QtBot, session: Session, store: Store, windows: Windows, qapp: QApplication
) -> None:
    window = MainWindow(session)
    qtbot.addWidget(window, before_close_func=lambda _window: session.tasks.drain())
    window.show()
    for route in routes(store):
        session.go(route)
        session.tasks.drain()
        qapp.processEvents()
    assert windows.shown == ["MainWindow"]


def test_the_first_run_is_one_window(qtbot: QtBot, windows: Windows, qapp: QApplication) -> None:
    window = FirstRunWindow()
    qtbot.addWidget(window)
    window.show()
    qapp.processEvents()
    assert windows.shown == ["FirstRunWindow"]


def test_parts_show_themselves_with_their_page(qtbot: QtBot, windows: Windows) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    chip, state, field = StatusChip("first", "info"), EmptyState("factory", "None", "yet", "Add"), TextField("Name")
    chip.set("", "neutral")
    chip.set("again", "info")
    for part in (chip, state, field):
        layout.addWidget(part)
    page.show()
    assert windows.shown == ["QWidget"]
    assert chip.isVisible()
    assert state.button.isVisible()
    assert any(label.isVisible() and label.text() == "Name" for label in field.findChildren(QLabel))


def test_a_part_of_a_shown_page_is_hidden_and_shown(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    part = QWidget(page)
    page.show()
    for shown in (False, True):
        theme.set_shown(part, shown)
        assert part.isVisible() is shown
