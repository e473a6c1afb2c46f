"""The columns of a table: what each is called, what stands in it, which field of a site it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.gradually import Gradually
from fieldcheck.operations import site_columns
from fieldcheck.operations.site_columns import Column, Guess
from fieldcheck.operations.site_import_wording import GUESSES
from fieldcheck.translation import _

BOX_WIDTH = 210


def target_model(parent: QObject) -> QStandardItemModel:
    """Return every field that a column can be, for all boxes of the page together."""
    model = QStandardItemModel(parent)
    every = [("", _("Leave out")), *((target, site_columns.title(target)) for target in site_columns.targets())]
    for target, title in every:
        item = QStandardItem(title)
        item.setData(target, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


class ColumnRow(QFrame):
    """One column.

    Signals:
        chosen: the column's place and the target that a person chose.
    """

    chosen = Signal(int, str)

    def __init__(self, column: Column, model: QStandardItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = column.place
        self._title = theme.text_label(f"{column.letter}  {column.title}", "label", wrap=True)
        self._examples = theme.text_label("", "caption", wrap=True)
        self.box = ComboBox()
        self.box.setModel(model)
        self.box.setMaxVisibleItems(20)
        self.box.setFixedWidth(BOX_WIDTH)
        self.box.setAccessibleName(_("Field of column {column}").format(column=f"{column.letter} {column.title}"))
        self.box.activated.connect(lambda _index: self.chosen.emit(self.place, self.box.currentData() or ""))
        self._build()
        self.show_column(column)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._examples)
        layout = QHBoxLayout(self)
        theme.margins(layout, 0, 6)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)

    def show_column(self, column: Column) -> None:
        """Show what a column is taken for now."""
        parts = [_(" · ").join(example[:24] for example in column.examples)]
        if column.guess is not Guess.NAME:
            parts.append(_(GUESSES[column.guess]))
        if column.hidden:
            parts.append(_("hidden in the file"))
        self._examples.setText(_("; ").join(part for part in parts if part))
        theme.set_shown(self._examples, bool(self._examples.text()))
        self.box.setCurrentIndex(max(0, self.box.findData(column.target)))


class ColumnsView(QWidget):
    """The columns below one another.

    Signals:
        chosen: a column's place and the target that a person chose.
    """

    chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ColumnRow] = []
        self._shown: tuple[tuple[int, str], ...] = ()
        self._model = target_model(self)
        inner = QWidget()
        inner.setProperty("plain", "true")
        self._list = QVBoxLayout(inner)
        theme.margins(self._list, 0, 0, 12, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        layout.addWidget(theme.text_label(_("Columns"), "heading"))
        layout.addWidget(area, 1)
        self._making = Gradually(self._add, self)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show the columns of a sheet; those that are shown already take their new fields."""
        named = tuple((column.place, column.title) for column in columns)
        if named == self._shown:
            by_place = {column.place: column for column in columns}
            for row in self.rows:
                row.show_column(by_place[row.place])
            return
        self._shown = named
        self._making.clear()
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self._making.add(list(columns))

    def _add(self, column: Column) -> None:
        row = ColumnRow(column, self._model)
        row.chosen.connect(self.chosen)
        self.rows.append(row)
        self._list.insertWidget(self._list.count() - 1, row)
