"""The stage of the pictures: real windows in a given size, language and theme, driven by routes and keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from docs.album import settle
from fieldcheck.gui import language, theme
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.session import Route, Session
from fieldcheck.store import Store

SCREEN = (1366, 768)
"""The laptops of the people who use it."""
CARD = (960, 660)
COST = 4
"""Of the key: nothing in the pictures is a secret."""


@contextmanager
def opened(store: Store) -> Iterator[MainWindow]:
    """A main window on a store."""
    session = Session(store)
    window = MainWindow(session)
    show(window, SCREEN)
    try:
        yield window
    finally:
        window.close()
        session.tasks.close()
        window.deleteLater()
        session.deleteLater()
        QTest.qWait(100)


def show(window: QWidget, size: tuple[int, int]) -> None:
    """Show a window that has the keyboard."""
    if window.isMaximized():
        # The program fills a low screen, as the offscreen one is; the pictures have the size of a laptop.
        window.hide()
        window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)


def go(window: MainWindow, page: str, entity: str = "", part: str = "", item: str = "") -> None:
    """Open a place and wait until it is drawn."""
    window.session.go(Route(page, entity, part, item))
    settle(window)


def focused(window: QWidget) -> QWidget:
    """Return the widget of the window that keys go to; offscreen, a window is not always the active one."""
    found = window.focusWidget()
    assert found is not None
    return found


def speak(chosen: str, mode: str = "light") -> None:
    """Set language and theme of the windows that are made from now on."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language.speak(app, chosen)
    theme.apply(app, mode)


def compose(editor: QWidget, text: str) -> None:
    """Type as an input method does."""
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(editor, composed)


def scroll_to_end(widget: QWidget) -> None:
    """Show the end of what a widget scrolls, or of what scrolls it."""
    inside = widget.findChild(QScrollArea)
    above = widget.parentWidget()
    while inside is None and above is not None:
        inside = above if isinstance(above, QScrollArea) else None
        above = above.parentWidget()
    assert inside is not None
    bar = inside.verticalScrollBar()
    bar.setValue(bar.maximum())
