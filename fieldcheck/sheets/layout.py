"""Where the table stands in a sheet: title rows above it, one or two rows of column names, rows, notes below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from fieldcheck.model.errors import N_
from fieldcheck.sheets import cells
from fieldcheck.sheets.errors import SheetEmpty
from fieldcheck.sheets.table import Cell, Row, Sheet

_LOOKED_AT = 40
"""Rows among which the names of the columns are looked for."""
_LONGEST_TITLE = 40
_TOTAL = re.compile("(本页)?(合计|小计|总计|累计|共计)")
_NOTE = re.compile("(注|说明|备注|填表说明|填表人|制表人|制表|审核人?|填报人?|填报单位|联系人)[:：]")

Known = Callable[[str], bool]
"""Whether a text is the name of a column."""


class Passed(StrEnum):
    """Why a row is no row of the table."""

    REPEATED = "repeated"
    TOTAL = "total"
    NOTE = "note"


PASSED = {
    Passed.REPEATED: N_("names of columns, repeated"),
    Passed.TOTAL: N_("totals"),
    Passed.NOTE: N_("notes and headings"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the names of the columns end (a row's number), and the names by column; one without is left out."""

    last_title_row: int
    titles: dict[int, str]


def find(sheet: Sheet, known: Known) -> Layout:
    """Return where the table stands. Raises SheetEmpty."""
    head = sheet.rows[:_LOOKED_AT]
    scores = [_score(row, known) for row in head]
    if not scores or max(scores) < 2:
        raise SheetEmpty(sheet=sheet.name)
    place = scores.index(max(scores))
    if place and _is_lower(head[place - 1], head[place], known):
        place -= 1
    lower = head[place + 1] if place + 1 < len(head) else None
    if lower is None or not _is_lower(head[place], lower, known):
        return Layout(head[place].number, _titles(head[place]))
    return Layout(lower.number, _joined(head[place], lower))


def _score(row: Row, known: Known) -> int:
    """Return two for each known name, and nothing for a row with less than two names at all."""
    texts = [text for text in map(cells.text, row.cells) if 0 < len(text) <= _LONGEST_TITLE]
    return 2 * sum(known(text) for text in texts) if len(texts) > 1 else 0


def _is_lower(upper: Row, lower: Row, known: Known) -> bool:
    """Return whether `lower` names what stands side by side under one name of `upper` (负责人: 姓名, 电话)."""
    if lower.number != upper.number + 1:
        return False
    above = dict(enumerate(upper.cells))
    filled = [place for place, cell in enumerate(lower.cells) if cell is not None]
    alone = [place for place, cell in above.items() if cell is not None and place not in filled]
    begun = min((place for place, cell in above.items() if cell is not None), default=0)

    def stands_under(place: int) -> bool:
        return place > begun and (above.get(place) is None or above.get(place + 1) is None)

    names = [cells.text(lower.cells[place]) for place in filled]
    named = all(0 < len(name) <= 12 and not any(letter.isdigit() for letter in name) for name in names)
    several = len([cell for cell in upper.cells if cell is not None]) > 2
    return bool(filled and alone) and several and named and all(map(stands_under, filled)) and any(map(known, names))


def _titles(row: Row) -> dict[int, str]:
    return {place: cells.text(cell) for place, cell in enumerate(row.cells) if cells.text(cell)}


def _joined(upper: Row, lower: Row) -> dict[int, str]:
    titles, group = {}, ""
    below = _titles(lower)
    for place in range(max(len(upper.cells), len(lower.cells))):
        above = cells.text(upper.cells[place]) if place < len(upper.cells) else ""
        group = above or (group if place in below else "")
        title = f"{group} {below[place]}" if place in below and group else below.get(place, above)
        if title:
            titles[place] = title
    return titles


def body(sheet: Sheet, layout: Layout, main: int) -> Iterator[tuple[Row, Passed | None]]:
    """Yield every row under the names, and why it is none of the table, if so.

    Vertically merged cells and "same as above" hold the value of the row above. `main` is the column without which a
    row with a single cell is a heading or a note.
    """
    above: dict[int, Cell] = {}
    spans = _downward(sheet)
    for row in sheet.rows:
        if row.number <= layout.last_title_row:
            continue
        passed = _passed(row, layout, main)
        if passed is not None:
            yield row, passed
            continue
        filled = list(row.cells) + [None] * (max(layout.titles) + 1 - len(row.cells))
        for place, cell in enumerate(filled):
            if cells.is_ditto(cell) or (cell is None and row.number in spans.get(place, ())):
                filled[place] = above.get(place)
        above = dict(enumerate(filled))
        yield Row(row.number, tuple(filled)), None


def _downward(sheet: Sheet) -> dict[int, set[int]]:
    """Return the rows of each column that take their value from a merged cell that began above them."""
    found: dict[int, set[int]] = {}
    last = sheet.rows[-1].number if sheet.rows else 0
    for span in sheet.merged:
        if span.left == span.right:
            found.setdefault(span.left, set()).update(range(span.top + 1, min(span.bottom, last) + 1))
    return found


def _passed(row: Row, layout: Layout, main: int) -> Passed | None:
    texts = {place: cells.text(cell) for place, cell in enumerate(row.cells) if cell is not None}
    same = sum(1 for place, text in texts.items() if text and layout.titles.get(place, "").endswith(text))
    if same >= 2 and 2 * same >= len(texts):
        return Passed.REPEATED
    begins = [text for place, text in sorted(texts.items()) if place <= max(main, 1)]
    if any(_TOTAL.fullmatch(text.rstrip(":：")) for text in begins):
        return Passed.TOTAL
    if (len(texts) == 1 and main not in texts) or any(_NOTE.match(text) for text in texts.values()):
        return Passed.NOTE
    return None
