"""What becomes of each row of a table, the ones that will not do first; the chosen one is told in full below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.rows_view import RowsView
from fieldcheck.operations.site_import_wording import line_text
from fieldcheck.operations.site_matching import Fate, Line
from fieldcheck.translation import _

TONES = {Fate.WRONG: "danger", Fate.SKIPPED: "warning"}
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
    """The table of rows, with a summary above it and the chosen row in full below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LinesModel(self)
        self.summary = theme.text_label("", "body", wrap=True)
        self.table = RowsView()
        self._full = theme.text_label("", "body", wrap=True)
        self._full.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._set_up_table()
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        layout.addWidget(theme.text_label(_("Rows"), "heading"))
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._full)

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
        self.model.show_lines(lines, names)
        if lines:
            self.table.selectRow(0)
        self._tell(self.table.currentIndex())

    def _tell(self, current: Index, _before: Index | None = None) -> None:
        text = ""
        if current.isValid():
            line = self.model.lines[current.row()]
            what = self.model.told(current.row())
            text = _("Row {row} {name}: {what}").format(row=line.row, name=line.name or "—", what=what)
        self._full.setText(text)
