"""Rows one below the other, made when they come near the view: a form of 500 items opens as fast as one of 30.

A widget may be attached below one row (the finding that is open). It stays a child of the list: to give it to the row
and take it away again costs more than a frame.
Rows that were not made yet count with an estimated height. Whenever heights change, the row that the person looks at
stays where it is on the screen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from fieldcheck.gui import theme

MARGIN = 300
"""Pixels above and below the view in which rows are made, so that scrolling meets finished rows."""

KEPT = 90
"""Rows that stay made; beyond, the ones far from the view are dropped and made again when needed."""


SIDE, BELOW = 16, 12
"""Room beside and below an attached widget, in pixels."""


class _Content(QWidget):
    """Carries the rows; tells when one of them asks for another height."""

    height_asked = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the rows."""
        QPainter(self).fillRect(event.rect(), theme.colour("card"))

    def event(self, event: QEvent) -> bool:
        """Hear a row ask for another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_asked.emit()
        return super().event(event)


class ListRow(QWidget):
    """Base of the rows."""

    def fit(self, width: int) -> None:
        """Prepare for a width, in pixels, before the height is asked for."""


class ItemList(QScrollArea):
    """A column of rows by key. `make` builds a row; `estimate` gives its likely height for a width, both in pixels."""

    def __init__(
        self, make: Callable[[str], ListRow], estimate: Callable[[str, int], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._estimate = estimate
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._made: dict[str, ListRow] = {}
        self._busy = False
        self._attached: tuple[str, ListRow] | None = None
        self.current = ""
        """The key of the row that stays in place when heights change, while it is in view."""
        self._content = _Content()
        self._content.height_asked.connect(self.remeasure)
        self.setWidget(self._content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setSingleStep(48)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # What is in it

    def set_keys(self, keys: Sequence[str]) -> None:
        """Show these rows; made rows of keys that stay are kept, and so is the place of the current one."""
        anchor = self._anchor()
        if self._attached is not None and self._attached[0] not in keys:
            self._detach()
        for key in set(self._made) - set(keys):
            self._drop(key)
        known = dict(zip(self._keys, self._heights, strict=True))
        self._keys = list(keys)
        self._places = {key: place for place, key in enumerate(self._keys)}
        width = self.viewport().width()
        self._heights = [known.get(key) or self._estimate(key, width) for key in self._keys]
        self._arrange(anchor)

    def clear(self) -> None:
        """Drop every row."""
        self._detach()
        for key in list(self._made):
            self._drop(key)
        self._keys, self._heights, self._tops, self._places, self.current = [], [], [0], {}, ""

    def made(self, key: str) -> ListRow | None:
        """Return the row where it is made already."""
        return self._made.get(key)

    def row(self, key: str) -> ListRow:
        """Return the row, made now where it was not yet. Raises KeyError for a key that is not shown."""
        if key not in self._made:
            place = self._places[key]
            anchor = self._anchor()
            self._build(place)
            self._arrange(anchor)
        return self._made[key]

    def rows(self) -> list[ListRow]:
        """Return the rows that are made."""
        return list(self._made.values())

    # What is attached

    def adopt(self, widget: ListRow) -> None:
        """Take a widget in that is attached later, hidden until then."""
        widget.setParent(self._content)
        widget.hide()

    def attach(self, key: str, widget: ListRow) -> None:
        """Stand an adopted widget below a row that is shown, in place of the one that was attached."""
        anchor = self._anchor()
        self._detach()
        self.row(key)
        self._attached = (key, widget)
        widget.show()
        self._heights[self._places[key]] = self._height_of(key)
        self._arrange(anchor)

    def detach(self) -> None:
        """Hide the attached widget; the rows below move up."""
        anchor = self._anchor()
        self._detach()
        self._arrange(anchor)

    def _detach(self) -> None:
        if self._attached is None:
            return
        key, widget = self._attached
        self._attached = None
        widget.hide()
        if key in self._made:
            self._heights[self._places[key]] = self._height_of(key)

    def _attached_to(self, key: str) -> ListRow | None:
        return self._attached[1] if self._attached is not None and self._attached[0] == key else None

    # Where it is

    def show_row(self, key: str, *, with_next: bool = False) -> None:
        """Scroll the row into view as far as needed; `with_next` brings the row after it into view where it fits."""
        if key not in self._places:
            return
        self.row(key)
        place = self._places[key]
        top, bottom = self._tops[place], self._tops[place + 1]
        if with_next and place + 1 < len(self._keys):
            bottom = self._tops[place + 2]
        bar, height, edge = self.verticalScrollBar(), self.viewport().height(), 12
        if bottom + edge - bar.value() > height:
            bar.setValue(bottom + edge - height)
        if top - edge < bar.value():
            bar.setValue(top - edge)

    def show_top(self, key: str) -> None:
        """Scroll so that the row stands at the top of the view."""
        if key in self._places:
            self.row(key)
            self.verticalScrollBar().setValue(self._tops[self._places[key]])

    def place_of(self, key: str) -> QRect:
        """Return where a row stands in the view, in pixels of the view."""
        place = self._places[key]
        top = self._tops[place] - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self._heights[place])

    # Heights

    def remeasure(self) -> None:
        """Ask every made row for its height again and move what lies below."""
        if not self._busy:
            anchor = self._anchor()
            for key in self._made:
                self._heights[self._places[key]] = self._height_of(key)
            self._arrange(anchor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            anchor, width = self._anchor(), self.viewport().width()
            self._heights = [
                self._height_of(key) if key in self._made else self._estimate(key, width) for key in self._keys
            ]
            self._arrange(anchor)
        else:
            self._fill_view()

    def _height_of(self, key: str) -> int:
        width, attached = self.viewport().width(), self._attached_to(key)
        height = _height(self._made[key], width)
        return height if attached is None else height + _height(attached, width - 2 * SIDE) + BELOW

    def _anchor(self) -> tuple[str, int] | None:
        """Return the row to hold in place and where its top stands in the view."""
        if not self._keys:
            return None
        if self.current in self._places:
            rect = self.place_of(self.current)
            if rect.bottom() > 0 and rect.top() < self.viewport().height():
                return self.current, rect.top()
        first = self._keys[self._place_at(self.verticalScrollBar().value())]
        return first, self.place_of(first).top()

    def _place_at(self, y: int) -> int:
        return min(max(bisect_right(self._tops, y) - 1, 0), len(self._keys) - 1)

    def _arrange(self, anchor: tuple[str, int] | None) -> None:
        if self._busy:
            return
        self._busy = True
        self._position(anchor)
        self._busy = False
        self._fill_view()

    def _position(self, anchor: tuple[str, int] | None) -> None:
        self._tops = [0, *accumulate(self._heights)]
        width = self.viewport().width()
        self._content.resize(width, max(self._tops[-1], self.viewport().height()))
        for key, row in self._made.items():
            place = self._places[key]
            self._place_row(key, row, self._tops[place], self._heights[place])
        if anchor is not None and anchor[0] in self._places:
            self.verticalScrollBar().setValue(self._tops[self._places[anchor[0]]] - anchor[1])

    def _place_row(self, key: str, row: ListRow, top: int, height: int) -> None:
        width, attached = self.viewport().width(), self._attached_to(key)
        if attached is not None:
            below = _height(attached, width - 2 * SIDE)
            height -= below + BELOW
            attached.setGeometry(SIDE, top + height, width - 2 * SIDE, below)
        row.setGeometry(0, top, width, height)

    # Making and dropping

    def _scrolled(self) -> None:
        if not self._busy:
            self._fill_view()

    def _fill_view(self) -> None:
        """Make the rows in and near the view; a made row may be taller than was estimated, so look again."""
        while not self._busy and self._keys:
            top = self.verticalScrollBar().value()
            first = self._place_at(top - MARGIN)
            last = self._place_at(top + self.viewport().height() + MARGIN)
            missing = [place for place in range(first, last + 1) if self._keys[place] not in self._made]
            if not missing:
                break
            anchor = self._anchor()
            self._busy = True
            for place in missing:
                self._build(place)
            self._position(anchor)
            self._busy = False
        self._drop_far()

    def _build(self, place: int) -> None:
        key = self._keys[place]
        row = self._make(key)
        row.setParent(self._content)
        self._made[key] = row
        row.ensurePolished()
        self._heights[place] = self._height_of(key)
        row.show()

    def _drop_far(self) -> None:
        if len(self._made) <= KEPT:
            return
        middle = self._place_at(self.verticalScrollBar().value() + self.viewport().height() // 2)
        far = sorted(self._made, key=lambda key: abs(self._places[key] - middle), reverse=True)
        for key in far[: len(self._made) - KEPT]:
            if not self._in_use(key):
                self._drop(key)

    def _in_use(self, key: str) -> bool:
        row, focus = self._made[key], QApplication.focusWidget()
        if key == self.current or self._attached_to(key) is not None:
            return True
        return focus is not None and (row is focus or row.isAncestorOf(focus))

    def _drop(self, key: str) -> None:
        row = self._made.pop(key)
        row.hide()
        row.deleteLater()


def _height(row: ListRow, width: int) -> int:
    row.fit(width)
    layout = row.layout()
    if layout is None:
        return row.sizeHint().height()
    layout.activate()
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else row.sizeHint().height()
