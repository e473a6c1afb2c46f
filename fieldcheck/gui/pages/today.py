"""Today, the first page: what waits, line by line, each a way to the place where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldcheck.gui import theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.elided_label import ElidedLabel
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.store import Changes, Reader
from fieldcheck.translation import _, current_language

if TYPE_CHECKING:
    from fieldcheck.operations.today_wording import Line

WIDEST, SIDE = 920, 32
ROW = 44


class TodayPage(Page):
    """One card for each part; nothing to do is said in a friendly way."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._asked = 0
        self._shown: Sequence[Line] | None = None
        self.day = theme.text_label("", "muted")
        self.rows: list[LineButton] = []
        self.empty = EmptyState(
            "sun", _("Nothing waits"), _("No visit is planned for this week, and all is sent."), _("New visit")
        )
        self.empty.triggered.connect(self._new_visit)
        self._parts = QVBoxLayout()
        self._stack = QStackedWidget()
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._list())
        self._stack.addWidget(self.empty)
        layout.addWidget(self._stack, 1)

    def _head(self) -> QHBoxLayout:
        plans = theme.button(_("Plans"), "secondary", "calendar")
        plans.clicked.connect(lambda: self.session.go(Route("plans")))
        begin = theme.button(_("New visit"), "primary", "plus")
        begin.setShortcut("Ctrl+N")
        begin.setToolTip("Ctrl+N")
        begin.clicked.connect(self._new_visit)
        head = QHBoxLayout()
        theme.margins(head, SIDE, 24, SIDE, 12)
        head.setSpacing(12)
        head.addWidget(theme.text_label(_("Today"), "title"))
        head.addWidget(self.day, 1)
        head.addWidget(plans)
        head.addWidget(begin)
        return head

    def _list(self) -> QScrollArea:
        inner = QFrame()
        theme.surface(inner, "page")
        inner.setMaximumWidth(WIDEST + 2 * SIDE)
        theme.margins(self._parts, SIDE, 4, SIDE, 24)
        self._parts.setSpacing(16)
        self._parts.addStretch(1)
        inner.setLayout(self._parts)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _new_visit(self) -> None:
        self.session.go(Route("inspections", part="new"))

    def open(self, route: Route) -> None:
        """Show what waits now."""
        self._read()

    def changed(self, changes: Changes) -> None:
        """Read anew: anything may settle what waits."""
        self._read()

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the page."""
        return (("Ctrl+N", _("New visit")), ("Tab", _("Next line")), ("Enter", _("Go there")))

    def _read(self) -> None:
        self._asked += 1
        asked, today = self._asked, date.today()
        self.day.setText(
            QLocale(current_language()).toString(
                QDate(today.year, today.month, today.day), QLocale.FormatType.LongFormat
            )
        )

        def show(lines: Sequence[Line]) -> None:
            if asked == self._asked:
                self._show(lines)

        self.session.tasks.read(lambda reader: _lines(reader, today), show, owner=self)

    def _show(self, lines: Sequence[Line]) -> None:
        if lines == self._shown:
            return
        self._shown = lines
        self.rows = []
        theme.take_out(self._parts, keep=1)
        for title, part in groupby(lines, lambda line: line.part):
            self._parts.insertWidget(self._parts.count() - 1, self._card(title, list(part)))
        self._stack.setCurrentIndex(1 if lines else 2)
        if self.isVisible():
            (self.rows[0] if self.rows else self.empty).setFocus()

    def _card(self, title: str, lines: Sequence[Line]) -> QFrame:
        card = theme.surface(QFrame(), "card")
        layout = QVBoxLayout(card)
        theme.margins(layout, 8, 12, 8, 8)
        layout.setSpacing(0)
        heading = theme.text_label(title, "heading")
        heading.setContentsMargins(12, 0, 12, 4)
        layout.addWidget(heading)
        for line in lines:
            row = LineButton(line)
            row.clicked.connect(lambda _=False, line=line: self._go(line))
            layout.addWidget(row)
            self.rows.append(row)
        return card

    def _go(self, line: Line) -> None:
        self.session.go(Route(line.page, line.entity, line.section))


class LineButton(QPushButton):
    """A line as one wide button: what, details in grey, a chip at the right."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setAutoDefault(True)
        self.setMinimumHeight(ROW)
        self.setAccessibleName(" · ".join(word for word in (line.text, line.detail, line.chip) if word))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QHBoxLayout(self)
        theme.margins(layout, 12, 0)
        layout.setSpacing(12)
        text, detail = ElidedLabel(line.text), ElidedLabel(line.detail, "muted")
        for label in (text, detail):
            # Both give way in a narrow window, each by its length; the tool tip says the whole.
            layout.addWidget(label, max(1, label.sizeHint().width()))
        detail.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setToolTip(self.accessibleName())
        chip = StatusChip(line.chip, line.tone)
        layout.addWidget(chip)
        for part in (text, detail, chip):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _lines(reader: Reader, day: date) -> Sequence[Line]:
    # Imported on the reader thread: the window is there before what reads of packages is.
    from fieldcheck.operations import today, today_wording

    return today_wording.lines(today.read(reader, day))
