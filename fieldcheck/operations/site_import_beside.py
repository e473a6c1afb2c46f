"""A register checked, imported, or its wrong rows saved, in a child process beside the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

from fieldcheck.documents import wrong_rows
from fieldcheck.operations import child, files, site_import
from fieldcheck.operations.site_import import Choices, Imported, Preview, Progress, Stopped, read_table
from fieldcheck.store import Reader, Store

Cancelled = Callable[[], bool]


def check_beside(
    store: Store, path: Path, choices: Choices, progress: Progress, cancelled: Cancelled
) -> Preview | None:
    """Return what importing would do, None where it was stopped. Raises what `site_import.check` raises, ChildDied."""
    return cast("Preview | None", _beside(store, _check, progress, cancelled, path, choices))


def import_beside(
    store: Store,
    path: Path,
    choices: Choices,
    author: str,
    expected: str,
    progress: Progress,
    cancelled: Cancelled,
) -> Imported | None:
    """Import; None where it was stopped before it wrote. Raises what `site_import.run` raises, ChildDied."""
    return cast("Imported | None", _beside(store, _import, progress, cancelled, path, choices, author, expected))


def save_wrong(reader: Reader, path: Path, choices: Choices, target: Path) -> int:
    """Write the rows that will not do into a workbook, with what is wrong in each; return how many they are.

    Raises what `site_import.check` raises, FileNotWritten.
    """
    table = read_table(path, choices)
    lines, _notes = site_import.judge(reader, table, choices)
    rows = site_import.wrong_rows(table, lines)
    titles = [table.titles.titles.get(place, "") for place in range(max(table.titles.titles) + 1)]
    files.write_stream(target, lambda file: wrong_rows.write(titles, rows, file, datetime.now()))
    return len(rows)


def save_wrong_beside(store: Store, path: Path, choices: Choices, target: Path) -> int:
    """Do the work of `save_wrong` in a child process. Raises ChildDied too."""
    return cast("int", child.beside(store, _save, path, choices, target))


def _beside(store: Store, work: child.Work, progress: Progress, cancelled: Cancelled, *arguments: object) -> object:
    return child.beside(store, work, *arguments, report=lambda step: progress(*step), cancelled=cancelled)


def _check(store: Store, line: child.Line, path: Path, choices: Choices) -> Preview | None:
    try:
        return site_import.check(store.reader(), path, choices, _told(line), line.stopped)
    except Stopped:
        return None


def _import(
    store: Store, line: child.Line, path: Path, choices: Choices, author: str, expected: str
) -> Imported | None:
    try:
        return site_import.run(store, path, choices, author, expected, _told(line), line.stopped)
    except Stopped:
        return None


def _save(store: Store, _line: child.Line, path: Path, choices: Choices, target: Path) -> int:
    return save_wrong(store.reader(), path, choices, target)


def _told(line: child.Line) -> Progress:
    return lambda done, total: line.report((done, total), final=done == total)
