"""The look and the keys of every table: rows are chosen whole, Enter opens one."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fieldcheck.gui import theme
from fieldcheck.gui.models.paged import CHIP
from fieldcheck.gui.widgets.status_chip import chip_width, paint_chip

PADDING = 12


class _RowDelegate(QStyledItemDelegate):
    """Draws text or a chip, a hairline under each row, the row under the pointer and the chosen one.

    Text has the colour that the model gives it (ForegroundRole), else that of its column.
    """

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
        elif index.row() == self._view.hovered:
            painter.fillRect(rect, theme.colour("hover"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        chip = index.data(CHIP)
        if chip is not None:
            text, tone = chip
            paint_chip(painter, inner.left(), inner.center().y() + 1, text, tone, inner.width())
        else:
            self._draw_text(painter, inner, index)
        if index.row() == self._view.marked_row():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _draw_text(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        text = str(index.data() or "")
        painter.setFont(theme.font(medium=index.column() == 0))
        own = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(own if own is not None else theme.colour("text" if index.column() == 0 else "muted"))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, index.data(Qt.ItemDataRole.TextAlignmentRole), elided)


def width_of_chips(words: Iterable[str]) -> int:
    """Return the width of a column, in pixels, in which no chip with one of these words is cut."""
    return max(chip_width(word) for word in words) + 2 * PADDING


def width_of_texts(words: Iterable[str]) -> int:
    """Return the width of a column beside the first, in pixels, in which none of these texts is cut."""
    metrics = QFontMetricsF(theme.font())
    return math.ceil(max(metrics.horizontalAdvance(word) for word in words)) + 2 * PADDING


class RowsView(QTableView):
    """A table view without cells: rows are chosen, and typing letters does not walk through all of them."""

    entered_row = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.hovered = -1
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.current().row)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setItemDelegate(_RowDelegate(self))

    def marked_row(self) -> int:
        """Return the row with the keyboard, which must be seen where several can be picked; else -1."""
        single = self.selectionMode() == QAbstractItemView.SelectionMode.SingleSelection
        return -1 if single or not self.hasFocus() else self.currentIndex().row()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: the page has a search field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the row under the pointer."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()
