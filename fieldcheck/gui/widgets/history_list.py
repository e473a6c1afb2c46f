"""History list: the changes of a record, newest first, each with who made it and what it replaced."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.record_history import Entry, FieldChange
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.translation import _

ONE_LINE = 36
"""Letters of old and new value together that stand in one line."""
TITLE = 88
"""Width of the column of field names, in pixels."""


class HistoryList(QWidget):
    """Plain text, for reading and copying."""

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        layout = QVBoxLayout(self)
        theme.margins(layout, 0, 4, 0, 0)
        layout.setSpacing(16)
        for entry in entries:
            layout.addLayout(_entry(entry))
        if not entries:
            text = _("The history of this record is kept at the bureau; this laptop was sent only how it stands.")
            layout.addWidget(theme.text_label(text, "muted", wrap=True))


def _entry(entry: Entry) -> QVBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(8)
    who = " · ".join(part for part in (entry.at, entry.author, entry.laptop) if part)
    head.addWidget(theme.text_label(who, "label"))
    if entry.first:
        head.addWidget(StatusChip(_("Recorded"), "neutral"))
    head.addStretch(1)
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, TITLE)
    grid.setColumnStretch(1, 1)
    for row, field in enumerate(entry.fields):
        title = theme.text_label(field.title, "muted")
        grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_change(field), row, 1)
    layout = QVBoxLayout()
    layout.setSpacing(4)
    layout.addLayout(head)
    layout.addLayout(grid)
    return layout


def _change(field: FieldChange) -> QWidget:
    """Return the old and the new value: side by side where both are short, else one below the other."""
    long = len(field.before) + len(field.after) > ONE_LINE or "\n" in field.before + field.after
    if not (field.before and long):
        return _readable(change_text(field), "body")
    both = QWidget()
    layout = QVBoxLayout(both)
    theme.margins(layout, 0)
    layout.setSpacing(2)
    layout.addWidget(_readable(field.before, "muted"))
    layout.addWidget(_readable(f"→  {field.after or _('(empty)')}", "body"))
    return both


def _readable(text: str, kind: str) -> QLabel:
    label = theme.text_label(text, kind, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def change_text(field: FieldChange) -> str:
    """Return what a field was and what it became; only the latter where it had no value before."""
    after = field.after or _("(empty)")
    if not field.before:
        return after
    return f"{field.before}  →  {after}"
