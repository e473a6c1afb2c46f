"""Many widgets made a few at a time, so that the window goes on drawing meanwhile."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer

BUDGET = 0.008
"""Seconds of one turn: half a frame."""


class Gradually(QObject):
    """Calls `make` for each item in order: some at once, the others between the events of the window."""

    def __init__(self, make: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._make = make
        self._waiting: deque[Any] = deque()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def add(self, items: Iterable[Any]) -> None:
        """Make something of these items too, after those that still wait."""
        self._waiting.extend(items)
        self._turn()

    def clear(self) -> None:
        """Forget the items that still wait."""
        self._waiting.clear()
        self._timer.stop()

    def _turn(self) -> None:
        end = time.perf_counter() + BUDGET
        while self._waiting:
            self._make(self._waiting.popleft())
            if time.perf_counter() >= end:
                break
        if self._waiting:
            self._timer.start(0)
        else:
            self._timer.stop()
