"""What the page does beside the window: check a table, import it, save the rows that will not do."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldcheck.gui.session import Session
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import site_import_beside
from fieldcheck.operations.site_import import Choices, Imported, Preview


class Work(QObject):
    """One piece of work at a time; a new check takes the place of one that still runs.

    Signals:
        checked: the `Preview` of the check that was asked for last.
        imported: the `Imported`, or None where it was stopped before it wrote.
        saved: how many rows were saved, and the path.
        failed: a `FieldCheckError` of the last check, or of an import.
        stepped: how many rows of how many are done.
    """

    checked = Signal(object)
    imported = Signal(object)
    saved = Signal(int, str)
    failed = Signal(object)
    stepped = Signal(int, int)
    _told = Signal(object, int, int)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = threading.Event()
        self._told.connect(self._step)
        session.closing.connect(self.stop)

    def stop(self) -> None:
        """Stop what runs."""
        self._stop.set()

    def _begin(self) -> threading.Event:
        self._stop.set()
        self._stop = threading.Event()
        return self._stop

    def check(self, path: Path, choices: Choices) -> None:
        """Find out what importing would do."""
        store, stop, told = self._session.store, self._begin(), self._told.emit

        def done(preview: Preview | None) -> None:
            if stop is self._stop and preview is not None:
                self.checked.emit(preview)

        def failed(error: FieldCheckError) -> None:
            if stop is self._stop:
                self.failed.emit(error)

        self._session.tasks.work(
            lambda: site_import_beside.check_beside(
                store, path, choices, lambda part, whole: told(stop, part, whole), stop.is_set
            ),
            done,
            owner=self,
            failed=failed,
        )

    def run(self, path: Path, choices: Choices, expected: str) -> None:
        """Import the file that was checked; `expected` is its SHA-256."""
        store, stop, told, author = self._session.store, self._begin(), self._told.emit, self._session.officer

        def work() -> Imported | None:
            return site_import_beside.import_beside(
                store, path, choices, author, expected, lambda part, whole: told(stop, part, whole), stop.is_set
            )

        self._session.tasks.work(work, self.imported.emit, owner=self, failed=self.failed.emit)

    def save_wrong(self, path: Path, choices: Choices, target: Path) -> None:
        """Save the rows that will not do."""
        store = self._session.store
        self._session.tasks.work(
            lambda: site_import_beside.save_wrong_beside(store, path, choices, target),
            lambda count: self.saved.emit(count, str(target)),
            owner=self,
        )

    def _step(self, stop: object, part: int, whole: int) -> None:
        if stop is self._stop:
            self.stepped.emit(part, whole)
