"""Work off the UI thread: writes in order on the store's writer thread, reads beside it, one queued signal back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, cast

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.store import Changes, Reader, Store

Result = TypeVar("Result")
Done = Callable[[Changes], None] | None
Failed = Callable[[FieldCheckError], None] | None

READERS = 2


class Tasks(QObject):
    """Runs operations and reads for the window. Every method is called on the UI thread.

    Signals:
        committed: the `Changes` of a write that is on the disk.
        failed: a `FieldCheckError` for which the caller had no ear.
        pending_changed: how many writes are not yet on the disk.
        undoable: (name, future of `Changes`), when a write that can be undone was asked for.
        not_undoable: that future, where the write failed or changed nothing.
    """

    committed = Signal(object)
    failed = Signal(object)
    pending_changed = Signal(int)
    undoable = Signal(str, object)
    not_undoable = Signal(object)
    _delivered = Signal(object)
    _settled = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._readers = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="reader")
        self._outstanding = 0
        self._pending = 0
        self._closed = False
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """Return how many writes are not yet on the disk."""
        return self._pending

    def write(
        self,
        operation: Callable[[Store], Changes],
        *,
        done: Done = None,
        failed: Failed = None,
        undo: str = "",
        heavy: bool = False,
    ) -> None:
        """Run `operation` on the writer thread, in order; then `done` or `failed` here.

        `undo` is the translated name of the action: with it, the change goes on the undo history. A `heavy` operation
        (decoding photos, drawing a document) prepares on a reader thread; only its transactions take their turn.
        """
        submit = self._readers.submit if heavy else self._store.submit
        future = submit(lambda: operation(self._store))
        self._count_pending(1)
        if undo and not heavy:
            self.undoable.emit(undo, future)
        self._follow(future, lambda: self._undoable_written(future, undo if heavy else "", done, failed))

    def keep(self, operation: Callable[[Store], None], *, failed: Failed = None) -> None:
        """Run a write that changes no record (a draft, where the person was) on the writer thread, in order."""
        future = self._store.submit(lambda: operation(self._store))
        self._count_pending(1)
        self._follow(future, lambda: self._written(future, None, failed))

    def read(
        self, work: Callable[[Reader], Result], done: Callable[[Result], None], *, owner: QObject, failed: Failed = None
    ) -> None:
        """Run `work` on a reader thread, then `done` here, unless `owner` was destroyed meanwhile."""
        self.work(lambda: work(self._store.reader()), done, owner=owner, failed=failed)

    def work(
        self, work: Callable[[], Result], done: Callable[[Result], None], *, owner: QObject, failed: Failed = None
    ) -> None:
        """Run anything slow that writes no record (a backup, `verify`) on a reader thread, then `done` here.

        Once the window closes nobody is left to see the answer, and nothing is run.
        """
        if self._closed:
            return
        future = self._readers.submit(work)
        self._follow(future, lambda: self._answered(future, done, owner, failed))

    def _follow(self, future: Future[Result], deliver: Callable[[], None]) -> None:
        self._outstanding += 1
        future.add_done_callback(lambda _: self._delivered.emit(deliver))

    def _deliver(self, deliver: object) -> None:
        self._outstanding -= 1
        try:
            cast("Callable[[], None]", deliver)()
        finally:
            if not self._outstanding:
                self._settled.emit()

    def _undoable_written(self, future: Future[Changes], undo: str, done: Done, failed: Failed) -> None:
        if future.exception() is not None or not future.result().undoable:
            self.not_undoable.emit(future)
        elif undo:
            # The history's order is the journal's: a heavy operation enters it once it is written.
            self.undoable.emit(undo, future)
        self._written(future, done, failed)

    def _written(self, future: Future[Result], done: Done, failed: Failed) -> None:
        self._count_pending(-1)
        try:
            changes = future.result()
        except FieldCheckError as error:
            self._tell(error, failed)
            return
        if isinstance(changes, Changes):
            self.committed.emit(changes)
            if done is not None:
                done(changes)

    def _answered(self, future: Future[Result], done: Callable[[Result], None], owner: QObject, failed: Failed) -> None:
        if not shiboken6.isValid(owner):
            return
        try:
            result = future.result()
        except FieldCheckError as error:
            self._tell(error, failed)
            return
        done(result)

    def _tell(self, error: FieldCheckError, failed: Failed) -> None:
        if failed is not None:
            failed(error)
        else:
            self.failed.emit(error)

    def _count_pending(self, step: int) -> None:
        self._pending += step
        self.pending_changed.emit(self._pending)

    def drain(self) -> None:
        """Process events until everything that was asked for is done and delivered."""
        assert threading.current_thread() is threading.main_thread(), "the UI thread delivers"
        while self._outstanding:
            loop = QEventLoop()
            self._settled.connect(loop.quit)
            loop.exec()
            self._settled.disconnect(loop.quit)

    def close(self) -> None:
        """Deliver what is under way, then stop the reader threads; the store stays open."""
        if not self._closed:
            self._closed = True
            self.drain()
            self._readers.shutdown(wait=True)
