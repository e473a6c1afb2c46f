"""Packages out of the window: a folder is chosen, a child process writes, the page says what lies where."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import exchange_wording
from fieldcheck.operations.background_export import Outcome, Step, Wanted, write_beside
from fieldcheck.translation import _, error_text

FOLDER = "package-folder"
"""Local state: where the last package was written."""
MOST_LINES = 3
"""Packages that are named each with its file; more of them are named together."""


class Writing(QWidget):
    """Writes packages, one run at a time; shows how far it is, then what was written and what could not be.

    Signals:
        busy_changed: whether packages are being written.
        finished: a run ended.
    """

    busy_changed = Signal(bool)
    finished = Signal()
    _stepped = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = threading.Event()
        self._folder = Path()
        self.busy = False
        self.progress = ProgressPanel()
        self.error = InlineError()
        self.result = theme.text_label("", "body", wrap=True)
        self.next_step = theme.text_label("", "muted", wrap=True)
        self.open_button = theme.button(_("Open the folder"), "secondary", "folder-open")
        self._card = QFrame()
        self._build()
        self._stepped.connect(self._show_step)
        self.progress.cancelled.connect(self._stop.set)
        session.closing.connect(self._stop.set)
        self.open_button.clicked.connect(self.open_folder)

    def _build(self) -> None:
        theme.surface(self._card, "card")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self.result)
        texts.addWidget(self.next_step)
        inside = QHBoxLayout(self._card)
        theme.margins(inside, 16, 12)
        inside.setSpacing(12)
        inside.addLayout(texts, 1)
        inside.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        for widget in (self.progress, self.error, self._card):
            layout.addWidget(widget)
        theme.set_shown(self._card, False)
        theme.set_shown(self, False)

    def ask(self, wanted: Sequence[Wanted]) -> None:
        """Ask for a folder, then write."""
        if self.busy or not wanted:
            return
        kept = self._session.state(FOLDER)
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        begin = kept if isinstance(kept, str) and Path(kept).is_dir() else usual
        name = QFileDialog.getExistingDirectory(self.window(), _("Folder for the package"), begin)
        if name:
            self.write(wanted, Path(name))

    def write(self, wanted: Sequence[Wanted], folder: Path) -> None:
        """Write packages into a folder, in a child process."""
        store, stop, stepped = self._session.store, self._stop, self._stepped
        self._folder = folder
        stop.clear()
        self.error.clear()
        theme.set_shown(self._card, False)
        theme.set_shown(self, True)
        self._set_busy(True)
        told = _("Writing the package for {name}").format(name=wanted[0].name)
        if len(wanted) > 1:
            told = _("Writing packages: {count}").format(count=len(wanted))
        self.progress.start(told)
        self._session.tasks.work(
            lambda: write_beside(store, wanted, folder, stepped.emit, stop.is_set),
            self._written,
            owner=self,
            failed=self._failed,
        )

    def _show_step(self, step: Step) -> None:
        if not self.busy or self._stop.is_set():
            return
        told = _("Collecting what {name} needs, package {number} of {total}")
        if step.size:
            told = _("Writing for {name}, package {number} of {total}")
        # Thousandths: a bar counts in 32 bits, and packages grow beyond that many bytes.
        part = step.done * 1000 // step.size if step.size else 0
        label = told.format(name=step.name, number=step.number, total=step.total)
        known = step.size or step.total > 1
        self.progress.report((step.number - 1) * 1000 + part, step.total * 1000 if known else 0, label)

    def _written(self, found: Outcome) -> None:
        if found.failed:
            self.error.show_error("\n".join(_failure(one.wanted, one.error) for one in found.failed))
        lines = [exchange_wording.written(one) for one in found.written]
        if len(lines) > MOST_LINES:
            told = _("Packages written: {count}, for {names}. They lie in {folder}")
            names = _(", ").join(one.name for one in found.written)
            lines = [told.format(count=len(found.written), names=names, folder=self._folder)]
        if found.stopped:
            lines.append(_("Stopped. What is named here is whole; nothing else was left behind."))
        self.result.setText("\n".join(lines))
        self.next_step.setText(exchange_wording.next_step(found.written))
        theme.set_shown(self.next_step, bool(found.written))
        theme.set_shown(self.open_button, bool(found.written))
        theme.set_shown(self._card, bool(lines))
        if found.written:
            self._session.set_state(FOLDER, str(self._folder))
        self._end()
        if found.written:
            # The button that was pressed is hidden while packages are written, and the focus would lie anywhere.
            self.open_button.setFocus()

    def _failed(self, error: FieldCheckError) -> None:
        self.error.show_error(error)
        self._end()

    def _end(self) -> None:
        self.progress.finish()
        self._set_busy(False)
        self.finished.emit()

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)

    def open_folder(self) -> None:
        """Show the folder with the packages."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.resolve())))


def _failure(wanted: Wanted, error: FieldCheckError) -> str:
    return _("{name}: {error}").format(name=wanted.name, error=error_text(error))
