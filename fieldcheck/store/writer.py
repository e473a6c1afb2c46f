"""The one writer thread: every write of a process goes through it, in the order in which it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from fieldcheck.store.errors import StoreClosed

Result = TypeVar("Result")


class Writer:
    """A single thread. A call made on that thread runs at once, so operations may call one another."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-writer")
        self._thread: int | None = None
        self._executor.submit(self._remember).result()

    def _remember(self) -> None:
        self._thread = threading.get_ident()

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """Queue `work`; the future holds its result or its error. Raises StoreClosed."""
        try:
            return self._executor.submit(work)
        except RuntimeError as error:
            raise StoreClosed from error

    def run(self, work: Callable[[], Result]) -> Result:
        """Return the result of `work`, run on the writer thread."""
        if threading.get_ident() == self._thread:
            return work()
        return self.submit(work).result()

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._executor.shutdown(wait=True)
