"""One slow thing off the UI thread while no store is open: deriving a key, creating a store."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal

from fieldcheck.model.errors import FieldCheckError

Result = TypeVar("Result")


class Background(QObject):
    """Runs `work` on a thread of its own, one after the other; `done` or `failed` follow on the UI thread."""

    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[FieldCheckError], None]
    ) -> None:
        """Start `work`."""
        future = self._executor.submit(work)
        future.add_done_callback(lambda _: self._delivered.emit(lambda: _hand_over(future, done, failed)))

    def _deliver(self, deliver: object) -> None:
        cast("Callable[[], None]", deliver)()

    def close(self) -> None:
        """Wait for what is under way; its result is dropped."""
        self._delivered.disconnect(self._deliver)
        self._executor.shutdown(wait=True)


def _hand_over(
    future: Future[Result], done: Callable[[Result], None], failed: Callable[[FieldCheckError], None]
) -> None:
    try:
        result = future.result()
    except FieldCheckError as error:
        failed(error)
        return
    done(result)
