"""The window while a package of 200,000 changes is checked and imported beside it, and answers are given by key.

In the real main window, in a process of its own: the package is put on the Exchange page, imported from there, and the
person goes back to the checklist. A timer of a millisecond tells how long the window did nothing else at a time.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import land, processes, world
from benchmarks.apart import apart, say
from benchmarks.measure import Row

if TYPE_CHECKING:
    from fieldcheck.gui.pages.exchange.arriving import ArrivingPackages
    from fieldcheck.gui.program import Program

CHANGES = int(os.environ.get("FIELDCHECK_BENCHMARK_ROWS", "200000"))
SAVED_SECONDS, FRAME_SECONDS = 0.200, 0.050
PACKAGE = "up.fcpkg"
TICK, PRESS_EVERY, AFTERWARDS, LONGEST = 1, 250, 3000, 600_000
"""Milliseconds."""


def rows() -> list[Row]:
    """Measure the three phases, and each answer up to its commit."""
    with world.folder() as folder:
        say(f"import_window: a store of {CHANGES:,} hazards and a package of as many")
        visit = apart(prepare, folder, CHANGES).result
        path = folder / land.BUREAU
        found = processes.run(folder, "importing", path, world.PASSPHRASE, visit, folder / PACKAGE)[1]
    return _rows(found)


def _rows(found: dict[str, Any]) -> list[Row]:
    memory, saved = int(found["memory"]), found["saved"]
    told = f"{len(saved)} answers by key in {found['seconds']['importing']:.0f} s of importing"
    return [
        Row("answer saved beside an import, median", "—", statistics.median(saved), None, SAVED_SECONDS, memory, told),
        Row("the slowest of them", "—", max(saved), None, SAVED_SECONDS, memory),
        *(
            Row(
                f"worst frame {words}",
                "—",
                found["worst"][phase],
                None,
                FRAME_SECONDS,
                memory,
                f"{found['own'][phase] * 1000:.0f} ms of it the program's own work; in {found['seconds'][phase]:.1f} s",
            )
            for phase, words in (
                ("checking", "while the package is checked"),
                ("importing", "while it is imported and answers are given"),
                ("afterwards", "afterwards, when the pages are read again"),
                ("listing", "in the list of hazards, while they are indexed"),
            )
        ),
    ]


def prepare(folder: Path, count: int) -> str:
    """Make a bureau with hazards and a visit of its own, and a laptop's package with as many; return the visit."""
    with land.bureau(folder) as bureau, land.laptop(bureau, folder, "laptop") as laptop:
        land.write(bureau, land.hazards(count))
        visit = world.begin(bureau, "machinery")
        land.write(laptop, land.hazards(count))
        land.send_up(laptop, folder).rename(folder / PACKAGE)
    return visit


@dataclass
class _Frames:
    """The longest time between two ticks of the window by phase, and how much of it the process worked.

    The rest was spent waiting for a processor, which says something about the machine.
    """

    phase: str = ""
    worst: dict[str, float] = field(default_factory=dict)
    own: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = 0.0
    _worked: float = 0.0
    _began: float = 0.0

    def begin(self, phase: str) -> None:
        """Begin another phase; the step from one to the next is nobody's frame."""
        now = time.perf_counter()
        if self.phase:
            self.seconds[self.phase] = now - self._began
        self.phase, self._last, self._began, self._worked = phase, now, now, time.process_time()
        self.worst[phase] = self.own[phase] = 0.0

    def tick(self) -> None:
        """Note how long nothing else was done."""
        now, worked = time.perf_counter(), time.process_time()
        if now - self._last > self.worst[self.phase]:
            self.worst[self.phase], self.own[self.phase] = now - self._last, worked - self._worked
        self._last, self._worked = now, worked


def measure(program: Program, visit: str, package: Path) -> dict[str, object]:
    """Check and import the package in the program's window, answering meanwhile; return what was measured."""
    from PySide6.QtCore import Qt, QTimer

    frames, saved = _Frames(), list[float]()
    ticking = QTimer()
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.setInterval(TICK)
    ticking.timeout.connect(frames.tick)
    arriving = _arriving(program)
    frames.begin("checking")
    ticking.start()
    arriving.add([package])
    _until(lambda: arriving.cards[0].ready)
    frames.begin("going")
    _show(program, "hazards")
    answers = _Answers(program, visit, saved)
    frames.begin("importing")
    arriving.start()
    answers.start()
    ended = list[bool]()
    arriving.imported.connect(lambda: ended.append(True))
    _until(lambda: bool(ended))
    answers.stop()
    frames.begin("afterwards")
    _for(AFTERWARDS)
    frames.begin("going")
    _show(program, "hazards")
    frames.begin("listing")
    _for(AFTERWARDS)
    frames.begin("")
    return {"saved": saved, "worst": frames.worst, "own": frames.own, "seconds": frames.seconds}


def _arriving(program: Program) -> ArrivingPackages:
    from fieldcheck.gui.pages.exchange.page import ExchangePage

    _show(program, "exchange")
    assert program.window is not None
    page = program.window.findChild(ExchangePage)
    assert isinstance(page, ExchangePage)
    return page.arriving


def _show(program: Program, page: str) -> None:
    from benchmarks.window import settle
    from fieldcheck.gui.session import Route

    assert program.session is not None
    program.session.go(Route(page))
    settle(program)


class _Answers:
    """Presses an answer four times a second, and notes how long each took until it was on the disk."""

    def __init__(self, program: Program, visit: str, saved: list[float]) -> None:
        from PySide6.QtCore import QTimer

        from benchmarks.window import open_checklist

        open_checklist(program, visit, "machinery/MEC-01")
        assert program.session is not None
        self._session, self._saved, self._pressed, self._count = program.session, saved, 0.0, 0
        self._session.committed.connect(self._committed)
        self._timer = QTimer()
        self._timer.setInterval(PRESS_EVERY)
        self._timer.timeout.connect(self._press)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()
        self._session.committed.disconnect(self._committed)

    def _press(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        widget = QApplication.focusWidget()
        if self._pressed or widget is None:
            return
        self._count += 1
        self._pressed = time.perf_counter()
        QTest.keyClick(widget, (Qt.Key.Key_1, Qt.Key.Key_3)[self._count // 40 % 2])
        if not self._session.tasks.pending:
            # A row that is no check, or the end of the list: the way begins anew.
            self._pressed = 0.0
            QTest.keyClick(widget, Qt.Key.Key_Down if self._count % 7 else Qt.Key.Key_Home)

    def _committed(self, _changes: object) -> None:
        if self._pressed:
            self._saved.append(time.perf_counter() - self._pressed)
            self._pressed = 0.0


def _until(done: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, asking, late = QEventLoop(), QTimer(), QTimer()
    asking.timeout.connect(lambda: loop.quit() if done() else None)
    asking.start(5)
    late.timeout.connect(loop.quit)
    late.start(LONGEST)
    loop.exec()
    assert done(), "it took too long"


def _for(milliseconds: int) -> None:
    """Let the window live for a while."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
