"""Packages that arrive: opened, checked one by one and imported, both beside the window."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.exchange.errors import SequenceGap
from fieldcheck.gui import theme
from fieldcheck.gui.pages.exchange.cards import PackageCard
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import imports
from fieldcheck.operations.background_import import import_beside, preview_beside
from fieldcheck.operations.imports import Step, Verdict
from fieldcheck.translation import _


class ArrivingPackages(QWidget):
    """The list of packages to import, and the import.

    Signals:
        imported: an import ended; `cards` say what became of each package.
    """

    imported = Signal()
    _stepped = Signal(object)
    _previewed = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = threading.Event()
        self._closed = threading.Event()
        self._unchecked: set[Path] = set()
        self._busy = False
        self._window: QWidget | None = None
        self.cards: list[PackageCard] = []
        self.choose_button = theme.button(_("Open packages…"), "secondary", "download")
        self.import_button = theme.button(_("Import"), "primary")
        self.progress = ProgressPanel()
        self.error = InlineError()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.choose_button.clicked.connect(self.choose)
        self.import_button.clicked.connect(self.start)
        self.progress.cancelled.connect(self._stop.set)
        self._stepped.connect(self._show_step)
        self._previewed.connect(self._show_preview)
        self._build()
        self._show_ready()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(theme.text_label(_("Received"), "heading"), 1)
        head.addWidget(self.choose_button)
        head.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        hint = _("Drop packages (*.fcpkg) here, several at once, or open them. Nothing changes before you import.")
        layout.addWidget(theme.text_label(hint, "muted", wrap=True))
        layout.addWidget(self.progress)
        layout.addWidget(self.error)
        layout.addLayout(self._list)

    def choose(self) -> None:
        """Ask for packages."""
        names, _used = QFileDialog.getOpenFileNames(self, _("Open packages"), "", _("FieldCheck packages (*.fcpkg)"))
        self.add([Path(name) for name in names])

    def add(self, paths: Sequence[Path]) -> None:
        """Put packages on the list and check each; one that is listed already is checked again."""
        if self._busy:
            return
        for path in paths:
            self._remove(path)
            card = PackageCard(path)
            card.removed.connect(partial(self._remove, path))
            self.cards.append(card)
            self._list.addWidget(card)
        self._check(list(dict.fromkeys(paths)))
        self._show_ready()

    def _check(self, paths: Sequence[Path]) -> None:
        store, closed, tell = self._session.store, self._closed, self._previewed.emit
        self._unchecked.update(paths)

        def failed(error: FieldCheckError) -> None:
            for path in self._unchecked.intersection(paths):
                self._show_preview(path, error)

        self._session.tasks.work(
            lambda: preview_beside(store, paths, tell, closed.is_set), lambda _: None, owner=self, failed=failed
        )

    def _show_preview(self, path: Path, found: imports.Preview | FieldCheckError) -> None:
        self._unchecked.discard(path)
        for card in [card for card in self.cards if card.path == path]:
            if isinstance(found, FieldCheckError):
                card.show_refusal(found, waits=isinstance(found, SequenceGap))
            else:
                card.show_preview(found)
        self._show_ready()

    def _remove(self, path: Path) -> None:
        for card in [card for card in self.cards if card.path == path and not self._busy]:
            self.cards.remove(card)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._show_ready()

    def _show_ready(self) -> None:
        self.import_button.setEnabled(not self._busy and any(card.ready for card in self.cards))
        self.choose_button.setEnabled(not self._busy)

    def start(self) -> None:
        """Import the packages that can be imported, in a child process."""
        paths = [card.path for card in self.cards if card.ready]
        if self._busy or not paths:
            return
        self._busy = True
        self._stop.clear()
        self.error.clear()
        self._show_ready()
        self.progress.start(_("Importing"))
        store, stop, stepped = self._session.store, self._stop, self._stepped
        self._session.tasks.work(
            lambda: import_beside(store, paths, stepped.emit, stop.is_set),
            self._imported,
            owner=self,
            failed=self._failed,
        )

    def _show_step(self, step: Step) -> None:
        told = _("Importing {name}, package {number} of {total}")
        if not step.applying:
            told = _("Checking {name}, package {number} of {total}")
        label = told.format(name=step.path.name, number=step.number, total=step.total)
        # Thousandths: a bar counts in 32 bits, and packages grow beyond that many bytes.
        self.progress.report(step.done * 1000 // max(1, step.size), 1000, label)

    def _imported(self, verdicts: list[Verdict]) -> None:
        found = {verdict.path: verdict for verdict in verdicts}
        for card in self.cards:
            if card.path in found:
                card.show_verdict(found[card.path])
        self._end()

    def _failed(self, error: FieldCheckError) -> None:
        self.error.show_error(error)
        self._end()

    def _end(self) -> None:
        self._busy = False
        self.progress.finish()
        self._show_ready()
        self._session.everything_changed()
        self.imported.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Hear when the window is to be closed."""
        super().showEvent(event)
        if self._window is None:
            self._window = self.window()
            self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop what is under way before the window waits for everything that is."""
        if watched is self._window and event.type() is QEvent.Type.Close:
            self._stop.set()
            self._closed.set()
        return super().eventFilter(watched, event)
