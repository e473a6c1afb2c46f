"""Two records that may be one, side by side, and what a person judges about them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.conflicts.duplicate_facts import Comparison, Row
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.photo_row import PhotoRow
from fieldcheck.gui.widgets.reason_line import ReasonLine
from fieldcheck.gui.widgets.value_cards import Card, ValueCards
from fieldcheck.translation import N_, _

SAME, OTHER = 1, 2
REASONS = (
    N_("Same credit code"),
    N_("Same place, seen on site"),
    N_("Two laptops recorded it on one visit"),
    N_("Two different units"),
)
"""Reasons that a clerk often gives; any other may be typed."""
PHOTO = QSize(144, 108)


class PairChoice(QWidget):
    """Shows a pair and takes a judgement, or takes one back.

    Signals:
        judged: (whether they are the same, reason); the page writes it.
        taken_back: the reason.
    """

    judged = Signal(bool, str)
    taken_back = Signal(str)

    def __init__(self, session: Session, found: Comparison, *, judges: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.found = found
        self.pair = found.pair
        self.cards = ValueCards(
            [
                Card(_("The same"), _("They are listed together; nothing is rewritten."), ""),
                Card(_("Not the same"), _("They are not proposed again."), ""),
            ]
        )
        action = _("Take back the judgement") if self.pair.judged else _("Decide")
        usual = [] if self.pair.judged else [_(reason) for reason in REASONS]
        self.reason = ReasonLine(usual, _("Why; whoever looks at the two later will read it"), action)
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 0)
        self._layout.setSpacing(12)
        told = self.pair.judged or _("May be one: {signs}").format(signs=self.pair.signs)
        self._layout.addWidget(theme.text_label(told, "heading", wrap=True))
        self._layout.addWidget(self._table(), 1)
        if judges:
            self._add_judgement()
        else:
            self._layout.addWidget(theme.text_label(_("The bureau decides whether they are one."), "muted", wrap=True))

    def _table(self) -> QScrollArea:
        """Return the two side by side; where they are long they scroll, and the judgement stays in view below."""
        inner = QWidget()
        inner.setProperty("plain", "true")
        grid = QGridLayout(inner)
        theme.margins(grid, 0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, route in enumerate(self.found.routes, start=1):
            if route is not None:
                grid.addLayout(self._link(route), 0, column)
        for number, row in enumerate(self.found.rows, start=1):
            _add_row(grid, number, row)
        for column, taken in enumerate(self.found.photos, start=1):
            if taken:
                grid.addWidget(PhotoRow(self._session, taken, 0, PHOTO), len(self.found.rows) + 1, column)
        grid.setRowStretch(len(self.found.rows) + 2, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _link(self, route: Route) -> QHBoxLayout:
        button = theme.button(_("Open the record"), "quiet", "external-link")
        button.clicked.connect(lambda: self._session.go(route))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        return row

    def _add_judgement(self) -> None:
        if self.pair.judged:
            self.reason.given.connect(self.taken_back)
        else:
            self._layout.addWidget(self.cards)
            self.cards.entered.connect(self.reason.take_focus)
            self.reason.given.connect(self._judge)
        self._layout.addWidget(self.reason)

    def choose(self, number: int) -> None:
        """Choose: 1 the same, 2 not the same; the reason comes next."""
        if not self.pair.judged and self.cards.choose(number):
            self.reason.take_focus()

    def take_focus(self) -> None:
        """Let the keyboard stand where a judgement begins."""
        if self.pair.judged:
            self.reason.take_focus()
        else:
            self.cards.take_focus()

    def _judge(self, reason: str) -> None:
        chosen = self.cards.chosen()
        if not chosen:
            self.reason.refuse(_("Say first whether they are the same: 1 or 2."))
            return
        self.judged.emit(chosen == SAME, reason)


def _add_row(grid: QGridLayout, number: int, row: Row) -> None:
    title = theme.text_label(row.title, "caption")
    title.setContentsMargins(0, 3, 0, 0)
    grid.addWidget(title, number, 0, Qt.AlignmentFlag.AlignTop)
    kind = "muted" if row.left == row.right else "body"
    for column, text in enumerate((row.left, row.right), start=1):
        label = theme.text_label(text or "—", kind, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label, number, column, Qt.AlignmentFlag.AlignTop)
