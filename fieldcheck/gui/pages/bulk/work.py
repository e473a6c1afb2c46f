"""What is done beside the window: many hazards looked at, and one step recorded for them."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from fieldcheck.gui.session import Session
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import bulk_steps
from fieldcheck.operations.bulk_steps import Outcome, Preview


class Work(QObject):
    """A new look takes the place of one that still runs; one recording at a time.

    Signals:
        previewed: the `Preview` of the look that was asked for last.
        recorded: the `Outcome`; what it wrote was announced before.
        failed: a `FieldCheckError`; nothing was recorded.
        stepped: how many hazards of how many are done.
    """

    previewed = Signal(object)
    recorded = Signal(object)
    failed = Signal(object)
    stepped = Signal(int, int)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._look = threading.Event()
        self._stop = threading.Event()
        self.busy = False
        session.closing.connect(self._end)

    def _end(self) -> None:
        self._look.set()
        self._stop.set()

    def stop(self) -> None:
        """Stop the recording after the transaction that runs."""
        self._stop.set()

    def look(self, chosen: Sequence[str]) -> None:
        """Find out what can be done with these hazards."""
        self._look.set()
        stop = self._look = threading.Event()

        def done(preview: Preview | None) -> None:
            if stop is self._look and preview is not None:
                self.previewed.emit(preview)

        self._session.tasks.read(
            lambda reader: bulk_steps.preview(reader, chosen, stopped=stop.is_set), done, owner=self
        )

    def record(self, kind: str, chosen: Sequence[str], values: Mapping[str, object]) -> None:
        """Record a step for these hazards."""
        store, author, stop = self._session.store, self._session.officer, self._stop
        stop.clear()
        self.busy = True
        self._session.tasks.work(
            lambda: bulk_steps.record(store, kind, chosen, values, author, self.stepped.emit, stop.is_set),
            self._recorded,
            owner=self,
            failed=self._failed,
        )

    def _recorded(self, outcome: Outcome) -> None:
        self.busy = False
        if outcome.changes.entities:
            self._session.tasks.committed.emit(outcome.changes)
        self.recorded.emit(outcome)

    def _failed(self, error: FieldCheckError) -> None:
        self.busy = False
        self.failed.emit(error)
