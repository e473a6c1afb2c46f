"""Draws every page of a store where nobody looks: proof that Qt, letters, icons and pages work on this machine."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.navigation import PAGES
from fieldcheck.gui.program import prepare
from fieldcheck.gui.session import Route, Session
from fieldcheck.store import Store
from fieldcheck.store.queries import lists

TABS = ("facts", "checklist", "review", "documents")
SIZE = (1366, 768)
STRIDE = 3
"""Every third pixel in both directions is looked at: a page that is drawn has hundreds of colours there."""


def draw_every_page(store: Store) -> dict[str, int]:
    """Draw each page, and each tab of the newest visit; return how many distinct colours each shows.

    The store stays open; nothing is written but where the person was.
    """
    app = prepare()
    session = Session(store)
    before = session.last_route()
    window = MainWindow(session)
    window.resize(*SIZE)
    window.show()
    try:
        return {_name(route): _colours(app, window, route) for route in routes(store)}
    finally:
        if before is not None:
            session.keep_route(before)
        window.close()
        session.tasks.close()
        window.deleteLater()
        session.deleteLater()
        app.processEvents()


def routes(store: Store) -> list[Route]:
    """Return every place that the window can show."""
    found = [Route(name) for name, entry in PAGES.items() if entry.icon]
    visits = lists.inspection_ids(store.reader())
    found += [Route("hazard", hazard) for hazard in lists.finding_ids(store.reader())[:1]]
    return found + [Route("visit", visit, tab) for visit in visits[:1] for tab in TABS]


def _name(route: Route) -> str:
    return f"{route.page} {route.part}".strip()


def _colours(app: QApplication, window: MainWindow, route: Route) -> int:
    window.session.go(route)
    window.session.tasks.drain()
    app.processEvents()
    page = window.current_page()
    assert page is not None
    return distinct_colours(page.grab().toImage())


def distinct_colours(image: QImage) -> int:
    """Return how many colours a picture has, as far as every `STRIDE`-th pixel shows."""
    return len({image.pixel(x, y) for x in range(0, image.width(), STRIDE) for y in range(0, image.height(), STRIDE)})
