"""What becomes of each row of a table, the ones that will not do first; the chosen one is told in full below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.rows_view import RowsView
from fieldcheck.gui.widgets.segmented_answer import Segment, SegmentedAnswer
from fieldcheck.operations.site_import_wording import ROW_CHOICES, line_text
from fieldcheck.operations.site_matching import Duplicate, Fate, Line
from fieldcheck.translation import _

TONES = {Fate.WRONG: "danger", Fate.SKIPPED: "warning"}
CHOSEN = {Fate.FILLED: Duplicate.FILL, Fate.NEW: Duplicate.NEW, Fate.SKIPPED: Duplicate.SKIP}
"""What was chosen for a possible duplicate, by what becomes of it."""
ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Row number, name, what becomes of it; `names` are those of sites by id."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()
        self._names: dict[str, str] = {}

    def show_lines(self, lines: Sequence[Line], names: dict[str, str]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines, self._names = lines, names
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return three."""
        return 0 if parent is not None and parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNED
        titles = (_("Row"), _("Full name"), _("What becomes of it"))
        return titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, where it stands, or the colour of its fate."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (str(line.row), line.name, self.told(index.row()))[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNED
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(TONES.get(line.fate, "muted") if index.column() == 2 else "text")
        return None

    def told(self, row: int) -> str:
        """Return what becomes of a line."""
        return line_text(self.lines[row], lambda site: self._names.get(site, site))


class LinesView(QWidget):
    """The table of rows, with a summary above it and the chosen row in full below.

    Signals:
        decided: the number of a row that may be a site that is here, and the `Duplicate` that a person chose for it.
    """

    decided = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LinesModel(self)
        self.summary = theme.text_label("", "body", wrap=True)
        self.table = RowsView()
        self._full = theme.text_label("", "body", wrap=True)
        self._full.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        segments = [
            Segment(choice.value, _(word), str(key)) for key, (choice, word) in enumerate(ROW_CHOICES.items(), 1)
        ]
        self.choice = SegmentedAnswer(segments)
        self.choice.setAccessibleName(_("What this row is"))
        self.choice.answered.connect(self._decide)
        for segment in segments:
            key = QShortcut(segment.key, self.table, context=Qt.ShortcutContext.WidgetShortcut)
            key.activated.connect(lambda value=segment.value: self._decide(value))
        self._set_up_table()
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        layout.addWidget(theme.text_label(_("Rows"), "heading"))
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._full)
        layout.addWidget(self.choice)

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Rows"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 64)
        header.resizeSection(1, 200)
        self.table.selectionModel().currentRowChanged.connect(self._tell)

    def show_lines(self, lines: Sequence[Line], names: dict[str, str], summary: str) -> None:
        """Show what becomes of the rows."""
        self.summary.setText(summary)
        current = self.table.currentIndex().row()
        before = self.model.lines[current].row if 0 <= current < len(self.model.lines) else 0
        self.model.show_lines(lines, names)
        if lines:
            self.table.selectRow(next((place for place, line in enumerate(lines) if line.row == before), 0))
        self._tell(self.table.currentIndex())

    def _tell(self, current: Index, _before: Index | None = None) -> None:
        text, line = "", None
        if current.isValid():
            line = self.model.lines[current.row()]
            what = self.model.told(current.row())
            text = _("Row {row} {name}: {what}").format(row=line.row, name=line.name or "—", what=what)
        self._full.setText(text)
        possible = line is not None and line.is_possible_duplicate
        theme.set_shown(self.choice, possible)
        if line is not None and possible:
            self.choice.set_value(CHOSEN[line.fate])

    def _decide(self, value: str) -> None:
        """Take a choice for the row in view, and go on to the next one."""
        current = self.table.currentIndex()
        if not current.isValid() or not self.model.lines[current.row()].is_possible_duplicate:
            return
        line = self.model.lines[current.row()]
        # A second click on what is chosen takes nothing back.
        self.decided.emit(line.row, value or CHOSEN[line.fate])
        following = self.model.index(current.row() + 1, 0)
        if following.isValid():
            self.table.setCurrentIndex(following)
        else:
            self._tell(current)
