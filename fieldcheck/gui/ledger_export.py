"""The ledger out of the window: a file is chosen, a child process writes it, a toast says where it is."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.paged_table import FindIds
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.translation import N_, _, ngettext

FOLDER = "ledger-folder"
"""Local state: where the last ledger was saved."""
NAME = N_("Ledger of hazards {day}.xlsx")


class LedgerExport(QObject):
    """Writes one ledger at a time; `panel` shows how far it is and stops it.

    Signals:
        finished: the path of the file, or an empty text where none was written.
    """

    finished = Signal(str)
    _stepped = Signal(int, int)

    def __init__(self, session: Session, panel: ProgressPanel, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._panel = panel
        self._window = window
        self._stop = threading.Event()
        self.busy = False
        self._stepped.connect(self._show)
        panel.cancelled.connect(self._stop.set)
        session.closing.connect(self._stop.set)

    def ask(self, find_ids: FindIds) -> None:
        """Ask for a file and write the hazards of `find_ids` into it."""
        proposed = str(self._folder() / _(NAME).format(day=date.today().isoformat()))
        chosen, _filter = QFileDialog.getSaveFileName(self._window, _("Save the ledger"), proposed, "Excel (*.xlsx)")
        if chosen:
            self.write(Path(chosen), find_ids)

    def write(self, path: Path, find_ids: FindIds) -> None:
        """Write the ledger; a name without an ending gets one."""
        from fieldcheck.operations import ledger

        target = path if path.suffix else path.with_suffix(".xlsx")
        store, stop, stepped = self._session.store, self._stop, self._stepped
        self.busy = True
        stop.clear()
        self._panel.start(_("Writing the ledger"))

        def work() -> int | None:
            wanted = find_ids(store.reader())
            return ledger.write_beside(store, target, wanted, progress=stepped.emit, cancelled=stop.is_set)

        self._session.tasks.work(work, lambda count: self._written(target, count), owner=self, failed=self._failed)

    def _show(self, done: int, total: int) -> None:
        counted = _("{done} of {total} hazards").format(done=f"{done:,}", total=f"{total:,}")
        self._panel.report(done, total, counted if done < total else _("Adding the photos…"))

    def _written(self, path: Path, count: int | None) -> None:
        self._end()
        if count is None:
            self._session.notify.emit(_("The ledger was not written."), "info")
            self.finished.emit("")
            return
        self._session.set_state(FOLDER, str(path.parent))
        text = ngettext("{count} hazard saved as {path}", "{count} hazards saved as {path}", count)
        self._session.notify.emit(text.format(count=f"{count:,}", path=path), "success")
        self.finished.emit(str(path))

    def _failed(self, error: FieldCheckError) -> None:
        self._end()
        self._session.show_error(error)
        self.finished.emit("")

    def _end(self) -> None:
        self.busy = False
        self._panel.finish()

    def _folder(self) -> Path:
        kept = self._session.state(FOLDER)
        if isinstance(kept, str) and Path(kept).is_dir():
            return Path(kept)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
