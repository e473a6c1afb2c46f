"""Sites out of an office's table: read, mapped, judged row by row as a whole, and only then written.

Importing the same file again changes nothing: a row whose values all stand already is left alone.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Site
from fieldcheck.operations import edits, files, site_wording, sites
from fieldcheck.operations.site_cells import PLACES, UNKNOWN_DATUM, Problem, site_values
from fieldcheck.operations.site_columns import Column, guess, is_known, kind_of
from fieldcheck.operations.site_matching import Duplicate, Fate, Known, Line, against_earlier, filling, judged
from fieldcheck.sheets import book, cells, layout
from fieldcheck.sheets.errors import SheetEmpty
from fieldcheck.sheets.layout import Layout, Passed
from fieldcheck.sheets.table import LARGEST_FILE, Row, Sheet
from fieldcheck.store import Reader, Store, Transaction
from fieldcheck.store.queries import records
from fieldcheck.translation import _

WRITE_SECONDS = 0.07
"""How long one transaction goes on: answers that are given meanwhile go between two of them."""
LOOKED_AT = 200
"""Rows from which a column is guessed by its content."""
MOST_SHOWN = 2_000
"""Lines of a preview; all of them are counted."""


ODD_CODES = N_("Credit codes that look wrong and are kept as they stand: {count}; their rows say why.")


class NameColumnMissing(InputError):
    """No column was found for the name."""

    code = "SITES_NO_NAME"
    message = N_("No column holds the names of the sites. Choose the one that does.")


class FileChanged(InputError):
    """The file is not the one that was looked at."""

    code = "SITES_FILE_CHANGED"
    message = N_("{path} was changed after it was checked. Check it again before it is imported.")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose: the sheet, columns by place, the kind of site, what to do with possible duplicates.

    `rows` are choices for single possible duplicates, by the number of the row.
    """

    sheet: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    kind: str = ""
    duplicates: Duplicate = Duplicate.FILL
    encoding: str = ""
    leave_hidden: bool = False
    rows: Mapping[int, Duplicate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A sheet whose columns are named: what the mapping shows."""

    path: Path
    sha256: str
    sheets: Mapping[str, bool]
    sheet: str
    columns: tuple[Column, ...]
    kind: str
    rows: int
    hidden_rows: int
    passed: Mapping[Passed, int]
    uncalculated: int
    ended_at: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: how many rows of each fate, and the lines that a person should see (`MOST_SHOWN`)."""

    mapped: Mapped
    counts: Mapping[Fate, int]
    lines: tuple[Line, ...]
    notes: Mapping[str, int]

    @property
    def named(self) -> bool:
        """Return whether a column holds the names; without one there is nothing to judge."""
        return _is_named(self.mapped)


def _is_named(mapped: Mapped) -> bool:
    return any(column.target == "name" for column in mapped.columns)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with what was found in it, for the one who reads its rows."""

    mapped: Mapped
    titles: Layout
    rows: tuple[Row, ...]


Progress = Callable[[int, int], None]
"""Called with how many rows of how many are done."""


class Stopped(Exception):
    """The person stopped the check."""


def read_table(path: Path, choices: Choices) -> Table:
    """Return the rows of a file and its columns with their guesses.

    Raises FileNotRead and the errors of `sheets`.
    """
    data = files.read(path, LARGEST_FILE + 1)
    names = book.sheet_names(data)
    sheet = _sheet(data, names, choices)
    found = layout.find(sheet, is_known)
    first = [row for row in sheet.rows if row.number > found.last_title_row][:LOOKED_AT]
    columns = guess(found, first, sheet.hidden_columns, choices.columns)
    main = next((column.place for column in columns if column.target == "name"), -1)
    passed: Counter[Passed] = Counter()
    rows = []
    for row, why in layout.body(sheet, found, main):
        if why is not None:
            passed[why] += 1
        elif not (choices.leave_hidden and row.number in sheet.hidden_rows):
            rows.append(row)
    mapped = Mapped(
        path,
        hashlib.sha256(data).hexdigest(),
        names,
        sheet.name,
        tuple(columns),
        choices.kind or kind_of(columns),
        len(rows),
        sum(number > found.last_title_row for number in sheet.hidden_rows),
        dict(passed),
        sheet.uncalculated,
        sheet.ended_at,
    )
    return Table(mapped, found, tuple(rows))


def _sheet(data: bytes, names: Mapping[str, bool], choices: Choices) -> Sheet:
    """Return the sheet that was chosen, else the visible one with the most rows under known names."""
    if choices.sheet or len(names) == 1:
        return book.read_sheet(data, choices.sheet or next(iter(names)), choices.encoding)
    visible = [name for name, hidden in names.items() if not hidden] or list(names)
    sheets = [book.read_sheet(data, name) for name in visible]
    fitting = [sheet for sheet in sheets if _has_table(sheet)]
    return max(fitting or sheets, key=lambda sheet: len(sheet.rows))


def _has_table(sheet: Sheet) -> bool:
    try:
        layout.find(sheet, is_known)
    except SheetEmpty:
        return False
    return True


def check(
    reader: Reader,
    path: Path,
    choices: Choices,
    progress: Progress = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Preview:
    """Return what importing the file would do; nothing changes. Without a column of names no row is judged.

    Raises FileNotRead, the errors of `sheets`, Stopped.
    """
    table = read_table(path, choices)
    if not _is_named(table.mapped):
        return Preview(table.mapped, {}, (), {})
    lines, notes = judge(reader, table, choices, progress, stopped)
    counts = Counter(line.fate for line in lines)
    shown = sorted(lines, key=_rank)[:MOST_SHOWN]
    return Preview(table.mapped, dict(counts), tuple(shown), dict(notes))


def _rank(line: Line) -> tuple[int, bool]:
    """Return where a line stands in a preview: a choice for a possible duplicate does not move it."""
    order = {Fate.WRONG: 0, Fate.NEW: 2, Fate.SAME: 3}
    return (1 if line.is_possible_duplicate else order.get(line.fate, 1), not line.has_odd_code)


def judge(
    reader: Reader,
    table: Table,
    choices: Choices,
    progress: Progress = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[list[Line], Counter[str]]:
    """Return what becomes of every row, and what is worth telling of all. Raises NameColumnMissing, Stopped."""
    if not _is_named(table.mapped):
        raise NameColumnMissing
    here, notes = Known(reader), Counter[str]()
    seen: dict[tuple[str, ...], Line] = {}
    lines = []
    for count, row in enumerate(table.rows):
        if count % 200 == 0:
            progress(count, len(table.rows))
            if stopped():
                raise Stopped
        values, problems = site_values(row, table.mapped.columns, notes)
        values.setdefault("kind", table.mapped.kind)
        _count_places(values, notes)
        own = choices.rows.get(row.number)
        judged_line = judged(row.number, values, problems, here, own or choices.duplicates, chosen=own is not None)
        line = against_earlier(judged_line, seen)
        notes[ODD_CODES] += line.fate is not Fate.WRONG and line.has_odd_code
        lines.append(line)
    return lines, +notes


def _count_places(values: Mapping[str, object], notes: Counter[str]) -> None:
    notes[PLACES] += getattr(values.get("place"), "datum", "") == UNKNOWN_DATUM


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows of each fate."""

    counts: Mapping[Fate, int]


def run(
    store: Store,
    path: Path,
    choices: Choices,
    author: str = "",
    expected: str = "",
    progress: Progress = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Imported:
    """Check the whole file, then write its good rows; return what became of them.

    Once writing has begun it goes on to the end. `expected` is the SHA-256 of the file that was previewed.
    Raises what `check` raises, FileChanged; then nothing is written.
    """
    table = read_table(path, choices)
    if expected and table.mapped.sha256 != expected:
        raise FileChanged(path=path)
    lines, _notes = judge(store.reader(), table, choices, progress, stopped)
    if stopped():
        raise Stopped
    writable = [line for line in lines if line.fate in (Fate.NEW, Fate.FILLED)]
    _write_all(store, writable, author, progress)
    return Imported(dict(Counter(line.fate for line in lines)))


def _write_all(store: Store, lines: Sequence[Line], author: str, progress: Progress) -> None:
    done = 0
    while done < len(lines):
        progress(done, len(lines))
        written: list[int] = []

        def work(transaction: Transaction, start: int = done, written: list[int] = written) -> str:
            end = time.monotonic() + WRITE_SECONDS
            for line in lines[start:]:
                _write(transaction, line)
                written.append(line.row)
                if time.monotonic() > end:
                    break
            return ""

        store.write(work, author)
        done += len(written)
    progress(len(lines), len(lines))


def _write(transaction: Transaction, line: Line) -> None:
    if line.fate is Fate.NEW:
        sites.append(transaction, new_id(), line.values)
        return
    site = records.find(transaction, Site, line.site)
    added = filling(site, line.values) if site is not None else {}
    if added:
        edits.apply(transaction, "site", line.site, added)


def wrong_rows(table: Table, lines: Iterable[Line]) -> list[tuple[list[str], str]]:
    """Return the rows that will not do as they stand in the file, each with what is wrong in it."""
    rows = {row.number: row for row in table.rows}
    found = []
    for line in lines:
        if line.fate is Fate.WRONG:
            cells_of = [cells.text(cell) for cell in rows[line.row].cells]
            found.append((cells_of, "\n".join(told(problem) for problem in line.problems)))
    return found


def told(problem: Problem) -> str:
    """Return what is wrong in a row in one line: the column, what stands there, what to write instead."""
    column = problem.column or (site_wording.title(problem.field) if problem.field else "")
    where = f"{column}{_(': ')}" if column else ""
    value = _('"{value}" ').format(value=problem.value) if problem.value else ""
    return f"{where}{value}{problem.text()}"
