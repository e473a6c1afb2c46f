"""`python -m benchmarks.window bare|start|screen|keys|importing …`: one process with a window; prints JSON and ends.

Times are seconds measured inside; `bare` and `start` are timed from outside, up to their line.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import peak_memory

PRESSES = 150
FEWEST = 30
"""Presses that must have answered something, for a median that means something."""


def report(**members: object) -> None:
    """Print the one line that the parent waits for."""
    print(json.dumps({**members, "memory": peak_memory()}), flush=True)


def bare() -> None:
    """Show a window with nothing in it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    window = QWidget()
    window.resize(1280, 800)
    window.show()

    def ready() -> None:
        app.processEvents()
        report()
        app.quit()

    QTimer.singleShot(0, ready)
    app.exec()


def with_store(path: Path, passphrase: str, when_ready: Callable[[object], None]) -> None:
    """Start the program as `fieldcheck open` does; call `when_ready` with it once its first page shows its records."""
    from fieldcheck.gui import application

    application.require_display()
    application.load()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from fieldcheck.gui.program import Program

    class Measured(Program):
        def open(self, path: Path | None, passphrase: str | None = None) -> None:
            super().open(path, passphrase)
            QTimer.singleShot(0, self._ready)

        def _ready(self) -> None:
            whole = False
            try:
                settle(self)
                when_ready(self)
                whole = True
            finally:
                if not whole:
                    # The program would show what went wrong in a dialog, for which nobody sits here.
                    traceback.print_exc()
                    os._exit(1)
            QApplication.quit()

    Measured.start(path, passphrase)


def settle(program: object) -> None:
    """Wait until everything asked for is delivered and drawn."""
    from PySide6.QtWidgets import QApplication

    from fieldcheck.gui.program import Program

    assert isinstance(program, Program)
    assert program.session is not None, "the store did not open"
    QApplication.processEvents()
    program.session.tasks.drain()
    QApplication.processEvents()


def open_checklist(program: object, inspection: str, item: str = "") -> None:
    """Go to the checklist of a visit, at an item (form/item) or where it begins."""
    from fieldcheck.gui.program import Program
    from fieldcheck.gui.session import Route

    assert isinstance(program, Program)
    assert program.session is not None
    program.session.go(Route("visit", inspection, "checklist", item))
    settle(program)


def changes_in(program: object) -> int:
    """Return how many changes the program's store has."""
    from fieldcheck.gui.program import Program

    assert isinstance(program, Program)
    assert program.session is not None
    return int(program.session.reader().value("SELECT count(*) FROM journal"))


def screen(program: object, inspection: str) -> None:
    """Measure the way from the click on a visit to its checklist."""
    started = time.perf_counter()
    open_checklist(program, inspection)
    report(seconds=time.perf_counter() - started)


def keys(program: object, inspection: str) -> None:
    """Press answers one after another; measure each up to its commit, in turn with a bare insert."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from benchmarks.answer import Bare

    open_checklist(program, inspection, "machinery/MEC-01")
    pressed, floor = [], []
    with tempfile.TemporaryDirectory(dir=os.environ.get("FIELDCHECK_BENCHMARK_DIR", "/var/tmp")) as folder:
        compared = Bare(Path(folder) / "bare.db")
        for number in range(PRESSES):
            widget = QApplication.focusWidget()
            assert widget is not None, "no row of the checklist has the focus"
            before = changes_in(program)
            started = time.perf_counter()
            QTest.keyClick(widget, (Qt.Key.Key_1, Qt.Key.Key_3)[number % 2])
            settle(program)
            seconds = time.perf_counter() - started
            if changes_in(program) == before:
                # A row that is no check, or the end of the list: it answers nothing, and the way begins anew.
                QTest.keyClick(widget, Qt.Key.Key_Down if number % 7 else Qt.Key.Key_Home)
                continue
            pressed.append(seconds)
            started = time.perf_counter()
            compared.insert()
            floor.append(time.perf_counter() - started)
        compared.connection.close()
    assert len(pressed) >= FEWEST, "too few key presses changed anything"
    report(pressed=pressed, floor=floor)


def importing(program: object, inspection: str, package: str) -> None:
    """Import a package beside the window, answering meanwhile."""
    from benchmarks import import_window
    from fieldcheck.gui.program import Program

    assert isinstance(program, Program)
    report(**import_window.measure(program, inspection, Path(package)))


def main() -> None:
    """Run what the arguments name."""
    what, *rest = sys.argv[1:]
    if what == "bare":
        bare()
        return
    path, passphrase, *inspection = rest
    actions: dict[str, Callable[[object], None]] = {
        "start": lambda program: report(),
        "screen": lambda program: screen(program, inspection[0]),
        "keys": lambda program: keys(program, inspection[0]),
        "importing": lambda program: importing(program, *inspection),
    }
    with_store(Path(path), passphrase, actions[what])


if __name__ == "__main__":
    main()
