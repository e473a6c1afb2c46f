"""Starting the window. Nothing here imports Qt before it is known that Qt can start."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from fieldcheck.model.errors import N_, EnvironmentProblem

if TYPE_CHECKING:
    from fieldcheck.gui.program import Program


class NoDisplay(EnvironmentProblem):
    """There is no screen to draw on."""

    code = "NO_DISPLAY"
    message = N_(
        "There is no display on this machine or in this session, so the window cannot open. "
        "Start it in a desktop session; every other command works without one."
    )


class QtNotUsable(EnvironmentProblem):
    """Qt or a library of the system that it needs is missing."""

    code = "QT_MISSING"
    message = N_(
        "The window cannot start: {reason}. Install the system libraries that Qt needs "
        "(in a checkout, .ci/system-packages does it or prints the line to type)."
    )


_NEED_A_SCREEN = ("", "xcb", "wayland")


_WITHOUT_QT = ("fieldcheck.operations.stores", "fieldcheck.operations.today")
"""What the first page needs of the rest of the program."""


def run(path: Path | None, passphrase: str | None = None) -> int:
    """Show the window until it is closed; return the exit code.

    `path` is the store to open, or None for the one that was open last. Raises NoDisplay, QtNotUsable.
    """
    require_display()
    program = load()
    require_platform()
    return program.start(path, passphrase)


def load() -> type[Program]:
    """Return the program, imported in the quickest way. Raises QtNotUsable.

    What the start makes stays until the end: collecting in it finds nothing. `Program.start` freezes it and goes on.
    PySide reads the source text of each module that is imported after it, so what knows no Qt comes first.
    """
    gc.disable()
    for name in _WITHOUT_QT:
        import_module(name)
    try:
        from fieldcheck.gui.program import Program
    except ImportError as error:
        raise QtNotUsable(reason=str(error)) from error
    return Program


def require_display() -> None:
    """Raise NoDisplay where Qt would find no screen: it aborts the process then, so this comes first."""
    if not sys.platform.startswith("linux") or _platform() not in _NEED_A_SCREEN:
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise NoDisplay
    if not os.environ.get("WAYLAND_DISPLAY") and not _x_answers():
        raise NoDisplay


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]


def _x_answers() -> bool:
    """Return whether the X server of DISPLAY takes a connection."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise QtNotUsable(reason=str(error)) from error
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers


def require_platform() -> None:
    """Raise QtNotUsable where Qt's own part for X lacks a library; loading it here is what Qt does next anyway."""
    if not sys.platform.startswith("linux") or _platform() not in ("", "xcb") or not os.environ.get("DISPLAY"):
        return
    from PySide6.QtCore import QLibraryInfo

    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / "libqxcb.so"
    if not plugin.exists() or os.environ.get("WAYLAND_DISPLAY"):
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise QtNotUsable(reason=str(error)) from error
