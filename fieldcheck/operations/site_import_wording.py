"""What an import of sites says, the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fieldcheck.operations import site_columns, site_wording
from fieldcheck.operations.site_columns import Column, Guess
from fieldcheck.operations.site_import import Mapped, Preview, told
from fieldcheck.operations.site_matching import Duplicate, Fate, Line
from fieldcheck.sheets.layout import PASSED
from fieldcheck.translation import N_, _, ngettext

FATES: Mapping[Fate, str] = {
    Fate.NEW: N_("new"),
    Fate.FILLED: N_("empty fields filled"),
    Fate.SAME: N_("here already"),
    Fate.SKIPPED: N_("left as it is here"),
    Fate.WRONG: N_("will not do"),
}
GUESSES: Mapping[Guess, str] = {
    Guess.NAME: N_("by its name"),
    Guess.CONTENT: N_("by what stands in it"),
    Guess.CHOSEN: N_("chosen"),
    Guess.NONE: N_("not recognised"),
}
ROW_CHOICES: Mapping[Duplicate, str] = {
    Duplicate.FILL: N_("Same site"),
    Duplicate.NEW: N_("Another site"),
    Duplicate.SKIP: N_("Leave out"),
}
"""What a person can say of one row that may be a site that is here, in the order of their keys."""
DUPLICATES: Mapping[Duplicate, str] = {
    Duplicate.FILL: N_("Fill only what is empty here"),
    Duplicate.SKIP: N_("Leave what is here as it is"),
    Duplicate.NEW: N_("Add as new (same credit code: fill)"),
}


def found_lines(mapped: Mapped) -> list[str]:
    """Return what was found in the file, and what a person should know of it."""
    rows = ngettext("{count} row in sheet {sheet}.", "{count} rows in sheet {sheet}.", mapped.rows)
    lines = [rows.format(count=f"{mapped.rows:,}", sheet=mapped.sheet)]
    if mapped.passed:
        left = _(", ").join(f"{_(PASSED[why])} ({count})" for why, count in mapped.passed.items())
        lines.append(_("Rows that are not sites were left out: {what}.").format(what=left))
    if mapped.hidden_rows:
        text = ngettext(
            "{count} row is hidden or filtered.", "{count} rows are hidden or filtered.", mapped.hidden_rows
        )
        lines.append(text.format(count=f"{mapped.hidden_rows:,}"))
    hidden = [column.letter for column in mapped.columns if column.hidden]
    if hidden:
        lines.append(_("Hidden columns: {columns}.").format(columns=_(", ").join(hidden)))
    if mapped.uncalculated:
        text = _("{count} formulas hold no result and were read as empty: open the file in Excel and save it again.")
        lines.append(text.format(count=f"{mapped.uncalculated:,}"))
    if mapped.ended_at:
        lines.append(
            _("After row {row} nothing but blank rows follow for long; reading ended.").format(row=mapped.ended_at)
        )
    return lines


def column_line(column: Column) -> str:
    """Return a column with its field and why it was taken for it."""
    where = f"{column.letter} {column.title}"
    if not column.target:
        return f"{where}: {_('left out')}"
    return f"{where}: {site_columns.title(column.target)} ({_(GUESSES[column.guess])})"


def count_line(counts: Mapping[Fate, int]) -> str:
    """Return how many rows of each fate there are, in one line."""
    return _("; ").join(f"{_(FATES[fate])} {counts[fate]:,}" for fate in Fate if counts.get(fate))


def note_lines(preview: Preview) -> list[str]:
    """Return what is worth telling of all rows."""
    return [_(note).format(count=f"{count:,}") for note, count in preview.notes.items()]


def line_text(line: Line, name_of: Callable[[str], str]) -> str:
    """Return what becomes of a row, in one line; `name_of` gives the name of a site by its id."""
    if line.fate is Fate.WRONG:
        return " ".join(told(problem) for problem in line.problems)
    remark = site_wording.code_remark(line.credit_code)
    return _("; ").join(filter(None, (_fate_text(line, name_of), remark)))


def _fate_text(line: Line, name_of: Callable[[str], str]) -> str:
    if line.site and line.fate is not Fate.SAME:
        why = _("the same credit code as {site}") if line.by_code else _("the same name and town as {site}")
        return f"{_(FATES[line.fate])}{_(': ')}{why.format(site=name_of(line.site))}"
    return _(FATES[line.fate])
