"""What happens when the program itself is wrong: a report without contents, a dialog, and the work goes on."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from fieldcheck import __version__
from fieldcheck.gui import theme
from fieldcheck.operations.files import FileNotWritten, write_new
from fieldcheck.translation import _


def folder() -> Path:
    """Return where reports lie."""
    return Path(platformdirs.user_log_dir("fieldcheck", appauthor=False))


def report_text(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return the report: versions and the way to the error. Its message is left out, it may hold what was typed."""
    where = "".join(traceback.format_tb(trace))
    head = f"FieldCheck {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{head}\n{where}{kind.__module__}.{kind.__qualname__}\n"


def write_report(text: str) -> Path | None:
    """Keep a report; return its path, or None where the folder cannot be written."""
    target = folder() / f"crash-{datetime.now():%Y%m%d-%H%M%S}.txt"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_new(target, text.encode("utf-8"))
    except (OSError, FileNotWritten):
        return None
    return target


class CrashDialog(QDialog):
    """Says that the program was wrong, that nothing saved is lost, and offers the report."""

    def __init__(self, text: str, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("FieldCheck"))
        self._report = text
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setAccessibleName(_("Report"))
        copy = theme.button(_("Copy the report"), "secondary")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        go_on = theme.button(_("Go on"), "primary")
        go_on.clicked.connect(self.accept)
        where = _("The report is in {path}.").format(path=path) if path else ""
        layout = QVBoxLayout(self)
        theme.margins(layout, 24)
        layout.setSpacing(12)
        layout.addWidget(theme.text_label(_("A part of the program did not work"), "title"))
        layout.addWidget(
            theme.text_label(
                _(
                    "Everything that was shown as saved is saved. You can go on; if it happens again, send the report "
                    "to support. It says where the program stopped and holds nothing that you typed."
                ),
                wrap=True,
            )
        )
        layout.addWidget(shown, 1)
        layout.addWidget(theme.text_label(where, "caption", wrap=True))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(go_on)
        layout.addLayout(buttons)
        self.resize(640, 420)


class CrashHandler(QObject):
    """Takes the place of `sys.excepthook` while the window is open; one dialog at a time."""

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: CrashDialog | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._unhandled
        threading.excepthook = self._unhandled_in_thread

    def _unhandled(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        text = report_text(kind, trace)
        if sys.stderr is not None:
            sys.stderr.write(text)
        self._happened.emit(text)

    def _unhandled_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._unhandled(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _show(self, text: str) -> None:
        path = write_report(text)
        if self._open is not None and self._open.isVisible():
            return
        self._open = CrashDialog(text, path)
        self._open.open()

    def restore(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before
        if self._open is not None:
            self._open.close()
