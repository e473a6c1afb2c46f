"""The main window: the rail, one page at a time, toasts, and the keys that act everywhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fieldcheck.gui import preferences
from fieldcheck.gui.navigation import CONFLICTS, FIRST, PAGES, Trail, in_rail
from fieldcheck.gui.page import Page
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.shortcuts import ShortcutsDialog
from fieldcheck.gui.widgets.rail import Rail
from fieldcheck.gui.widgets.toast import ToastHost
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import history, profile, trust
from fieldcheck.store import Changes
from fieldcheck.store.queries import conflicts
from fieldcheck.translation import _

USUAL_SIZE = (1280, 800)
SMALLEST = (960, 600)
FRAME = 60
"""Pixels that the title bar and a task bar may take."""
IDLE = 400
"""Milliseconds after the first page is shown, until what the next click may need is made ready."""


class MainWindow(QWidget):
    """Shows a session.

    Signals:
        closed: the window is gone and everything typed is on the disk.
    """

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.pages: dict[str, Page] = {}
        self._unseen: dict[str, Changes] = {}
        self._trail = Trail()
        self._current = ""
        self._bureau = trust.is_bureau(session.reader())
        shown = in_rail(bureau=self._bureau)
        self.rail = Rail([(name, _(entry.title), entry.icon) for name, entry in shown.items()])
        self.toasts = ToastHost(self)
        self._stack = QStackedWidget()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(self._stack, 1)
        self.setMinimumSize(*SMALLEST)
        self._connect()
        self._add_keys()
        self._show_officers()
        self._count_conflicts()
        self._show_shared()
        self._restore_geometry()

    def _connect(self) -> None:
        session = self.session
        session.navigate.connect(self._navigated)
        session.moved.connect(self._moved)
        session.committed.connect(self._committed)
        session.notify.connect(self._notify)
        session.undo_offered.connect(self._offer_undo)
        session.officer_changed.connect(self._show_officers)
        session.history_changed.connect(self._show_history)
        session.shared.changed.connect(self._show_shared)
        session.tasks.pending_changed.connect(self.rail.set_saved)
        self.rail.chosen.connect(lambda name: session.go(Route(name)))
        self.rail.stepped.connect(self._step)
        self.rail.officer_chosen.connect(self._set_officer)
        self.rail.narrowed.connect(lambda narrow: preferences.save(rail_narrow=narrow))

    def _add_keys(self) -> None:
        for number, name in enumerate(self.rail.buttons, start=1):
            self._page_key(number, name)
        self._key("Alt+Left", lambda: self._step(-1))
        self._key("Alt+Right", lambda: self._step(1))
        self.undo_action = self._key("Ctrl+Z", self.session.undo)
        self.redo_action = self._key("Ctrl+Shift+Z", self.session.redo)
        self.redo_action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._key("F1", self.show_shortcuts)
        self._key("Ctrl+Q", self.close)
        self._show_history()

    def _page_key(self, number: int, name: str) -> None:
        self._key(f"Ctrl+{number}", lambda: self.session.go(Route(name)))

    def _key(self, keys: str, slot: Callable[[], object]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _restore_geometry(self) -> None:
        kept = preferences.load()
        self.rail.set_narrow(kept.rail_narrow)
        if kept.geometry and self.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode())):
            return
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry().size() if screen is not None else self.size()
        self.resize(min(USUAL_SIZE[0], room.width()), min(USUAL_SIZE[1], room.height()))
        if room.height() < USUAL_SIZE[1] + FRAME:
            # A window as high as the screen would have its foot below it, by the height of its title bar.
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def begin(self) -> None:
        """Open the place where the person was, or the first page."""
        self.session.go(self.session.last_route() or FIRST)
        QTimer.singleShot(IDLE, self, self._make_ready)
        QTimer.singleShot(IDLE, self, self.session.shared.begin)

    def _make_ready(self) -> None:
        """Read beside the window what a visit needs, then make its page: 290 ms that the first click need not wait."""
        if "visit" in PAGES:
            self.session.tasks.work(PAGES["visit"].make_ready, self._make_visit_page, owner=self)

    def _make_visit_page(self, _read: None) -> None:
        self._page("visit")

    def open_route(self, route: Route) -> None:
        """Show a place without making it a step of the trail."""
        if route.page not in PAGES:
            route = FIRST
        leaving = self.pages.get(self._current)
        if leaving is not None:
            leaving.leave()
        page = self._page(route.page)
        self._current = route.page
        self._stack.setCurrentWidget(page)
        self.rail.set_current(route.page if route.page in self.rail.buttons else PAGES[route.page].under)
        self.rail.set_steps(self._trail.can_step(-1), self._trail.can_step(1))
        self.setWindowTitle(f"{_(PAGES[route.page].title)} — {self.session.store.path.stem} — FieldCheck")
        try:
            page.open(route)
            self._catch_up(page)
        except FieldCheckError as error:
            self.session.show_error(error)
            if route != FIRST:
                self.session.go(FIRST)

    def _page(self, name: str) -> Page:
        if name not in self.pages:
            page = PAGES[name].load()(self.session)
            self.pages[name] = page
            self._stack.addWidget(page)
        return self.pages[name]

    def current_page(self) -> Page | None:
        """Return the page in view, or None before the first."""
        return self.pages.get(self._current)

    def _navigated(self, route: Route) -> None:
        self._trail.visit(route)
        self.open_route(route)

    def _moved(self, route: Route) -> None:
        if route.page == self._current:
            self._trail.move(route)

    def _step(self, step: int) -> None:
        if self._trail.can_step(step):
            route = self._trail.step(step)
            self.open_route(route)
            self.session.keep_route(route)

    def _committed(self, changes: Changes) -> None:
        for name, page in self.pages.items():
            if name == self._current:
                page.changed(changes)
            else:
                before = self._unseen.get(name)
                self._unseen[name] = changes if before is None else history.combined([before, changes])
        if changes.touches("officer"):
            self._show_officers()
        self._count_conflicts()

    def _count_conflicts(self) -> None:
        """Say in the bureau's rail how many conflicts there are to decide."""
        if self._bureau:
            self.session.tasks.read(conflicts.count, lambda count: self.rail.set_count(CONFLICTS, count), owner=self)

    def _catch_up(self, page: Page) -> None:
        changes = self._unseen.pop(self._current, None)
        if changes is not None:
            page.changed(changes)

    def _notify(self, text: str, tone: str) -> None:
        self.toasts.show(text, tone)

    def _offer_undo(self, text: str) -> None:
        self.toasts.show(text, "success", self.session.undo)

    def _show_officers(self) -> None:
        known = [(one.id, one.name or "") for one in profile.officers(self.session.reader())]
        self.rail.set_officers(known, self.session.officer)

    def _show_shared(self) -> None:
        contact = self.session.shared.state.contact
        away = contact is not None and not contact.reachable
        self.rail.set_note("exchange", _("The shared folder cannot be reached.") if away else "")

    def _set_officer(self, officer: str) -> None:
        self.session.officer = officer

    def _show_history(self) -> None:
        self.undo_action.setEnabled(self.session.can_undo)
        self.redo_action.setEnabled(self.session.can_redo)

    def show_shortcuts(self) -> None:
        """Open the overview of the keys."""
        page = self.current_page()
        title = _(PAGES[self._current].title) if self._current else ""
        dialog = ShortcutsDialog(title, page.shortcuts() if page is not None else (), self)
        dialog.open()

    def flush(self) -> None:
        """Make changes of everything typed, and wait until it is on the disk."""
        page = self.current_page()
        if page is not None:
            page.leave()
        self.session.tasks.drain()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed and where the window was."""
        self.session.shared.stop()
        self.session.closing.emit()
        self.flush()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        preferences.save(geometry=geometry)
        super().closeEvent(event)
        self.closed.emit()
