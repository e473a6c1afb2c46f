"""Pages as a person sees and uses them: shown on a session, their words read, their buttons pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.page import Page
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.status_chip import StatusChip


def settle(session: Session) -> None:
    """Let what is under way be read, and drawn."""
    for _ in range(4):
        session.tasks.drain()
        QApplication.processEvents()


def shown(page: Page, session: Session, qtbot: QtBot, route: Route) -> None:
    """Show a page as the window does, at a route."""
    qtbot.addWidget(page)
    page.resize(1180, 738)
    page.show()
    session.committed.connect(page.changed)
    page.open(route)
    settle(session)


def words(widget: QWidget) -> list[str]:
    """Return the texts of the labels that can be seen."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def chips(widget: QWidget) -> list[str]:
    """Return the words of the chips that can be seen."""
    return [chip.text() for chip in widget.findChildren(StatusChip) if chip.isVisibleTo(widget)]


def press(page: QWidget, text: str) -> None:
    """Press the button that can be seen and bears a text."""
    QApplication.processEvents()
    found = [button for button in page.findChildren(QPushButton) if button.text() == text and button.isVisibleTo(page)]
    assert found, text
    found[0].click()


def choose(box: ComboBox, value: str) -> None:
    """Choose the entry with a value."""
    box.setCurrentIndex(box.findData(value))
