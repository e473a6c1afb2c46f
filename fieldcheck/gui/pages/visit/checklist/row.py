"""One item of the checklist: its label, its control, and below it the finding where it fails."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.answer_writer import answer_text
from fieldcheck.gui.pages.visit.checklist.controls import Control
from fieldcheck.gui.pages.visit.checklist.field_controls import TextControl, control_for
from fieldcheck.gui.pages.visit.checklist.finding_summary import HEIGHT as SUMMARY
from fieldcheck.gui.pages.visit.checklist.finding_summary import FindingSummary
from fieldcheck.gui.pages.visit.checklist.keys import Ask, Step
from fieldcheck.gui.pages.visit.checklist.known_line import KnownLine
from fieldcheck.gui.pages.visit.checklist.marks import Mark, PhotoCount
from fieldcheck.gui.pages.visit.checklist.state import FormState, empty
from fieldcheck.gui.pages.visit.checklist.stop_row import SIDE, TOP, RowSignals, StopRow
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.form import CheckAnswer, Item, ItemType
from fieldcheck.translation import _, current_language

NARROW = 520
"""Below this width, in pixels, the control stands under the label."""
NAME_GAP = 12
NUMBER = 64
"""Pixels that the number of an item may take beside its label."""


class ItemRow(StopRow):
    """An item with its control."""

    def __init__(self, state: FormState, item: str, signals: RowSignals, number_width: int) -> None:
        """Make the row; `number_width` is the width of the column of numbers, in pixels."""
        super().__init__(item, signals)
        self._number_width = number_width
        self.state = state
        self.item: Item = state.items[item]
        self._by_key = False
        self._summary: FindingSummary | None = None
        self._known: KnownLine | None = None
        self._build()
        self.take_tab()
        self.refresh()

    def _build(self) -> None:
        self.control: Control = control_for(self.item)
        self.control.given.connect(self._given)
        self.control.typing.connect(lambda text: self._signals.typing.emit(self.item.id, text))
        self.control.left.connect(self._left_field)
        self._name = theme.text_label(self.item.label.text(current_language()), "body", wrap=True)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._mark = Mark()
        self._photos = PhotoCount()
        self._problem = InlineError()
        self._indent = QSpacerItem(0, 0)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(NAME_GAP)
        self._line.addLayout(self._named(), 1)
        self._line.addLayout(self._answered())
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, SIDE, TOP, SIDE, TOP)
        self._layout.setSpacing(8)
        self._layout.addLayout(self._line)
        if self.control.wide:
            self._layout.addWidget(self.control)
        self._layout.addWidget(self._problem)
        self.setAccessibleName(f"{self.item.id} {self._name.text()}")

    def _named(self) -> QBoxLayout:
        """Return the number beside the label; above it where it is long."""
        named = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        named.setSpacing(NAME_GAP)
        if self.state.numbered(self.item.id):
            number = theme.text_label(self.item.id, "caption")
            if _advance(self.item.id) > NUMBER:
                named.setDirection(QBoxLayout.Direction.TopToBottom)
                named.setSpacing(0)
            else:
                number.setFixedWidth(self._number_width)
                number.setContentsMargins(0, 2, 0, 0)
            named.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        named.addWidget(self._name, 1)
        return named

    def _answered(self) -> QHBoxLayout:
        answered = QHBoxLayout()
        answered.setSpacing(8)
        answered.addSpacerItem(self._indent)
        answered.addWidget(self._photos)
        if not self.control.wide:
            answered.addWidget(self.control)
        answered.addWidget(self._mark)
        # Below the label there is room left; beside it the label takes all of it.
        answered.addStretch(1)
        return answered

    # Drawing

    def refresh(self) -> None:
        """Draw the item again as the state has it."""
        item, filled = self.item.id, self.state.filled
        self.control.show_value(filled.value(item), filled.choices(item))
        self.control.set_readonly(filled.readonly(item))
        self._name.setText(self._text())
        self._show_mark()
        record = self.state.records.by_item.get(item)
        self._photos.show_count(record.photos if record else 0)
        problem = filled.valid(item)
        if problem is None:
            if self._problem.text():
                self._problem.clear()
        else:
            self._problem.show_error(problem.text(current_language()))
        self._show_summary()
        self._show_known()
        self.setAccessibleDescription(self._answer_text())
        self.update()

    def _text(self) -> str:
        text = self.item.label.text(current_language())
        wanted = self.state.filled.required(self.item.id) and empty(self.state.value(self.item.id))
        return f"{text} *" if wanted else text

    def _show_mark(self) -> None:
        if self.state.pending(self.item.id):
            self._mark.show_pending()
        elif empty(self.state.value(self.item.id)) or self.item.calculation is not None:
            self._mark.show_nothing()
        else:
            self._mark.show_saved()

    def _answer_text(self) -> str:
        return answer_text(self.state, self.item.id, self.state.value(self.item.id)) or _("No answer")

    def _show_summary(self) -> None:
        wanted = self.state.failing(self.item.id) and self.editor is None
        if wanted and self._summary is None:
            self._summary = FindingSummary()
            self._summary.clicked.connect(lambda: self._signals.asked.emit(self.item.id, Ask.OPEN))
            self._layout.addWidget(self._summary)
        if self._summary is not None:
            self._summary.setVisible(wanted)
            if wanted:
                self._summary.show_finding(self.state, self.item)

    def _show_known(self) -> None:
        """Show what is known of a fact, until it is answered."""
        known = self.state.known(self.item.id)
        if known is not None and self._known is None:
            self._known = KnownLine(_("Confirm (Enter)") if self._is_typed() else _("Confirm (Y)"))
            self._known.confirmed.connect(self.confirm)
            self._layout.addWidget(self._known)
        if self._known is not None:
            self._known.setVisible(known is not None)
            if known is not None:
                self._known.show_fact(answer_text(self.state, self.item.id, known.value), known.day)

    def confirm(self) -> None:
        """Answer with what is known, and go on."""
        known = self.state.known(self.item.id)
        if known is not None and not self.state.filled.readonly(self.item.id):
            self._signals.answered.emit(self.item.id, known.value, True)

    def show_draft(self, text: str) -> None:
        """Show a text that was being typed into this item when the program stopped."""
        if isinstance(self.control, TextControl):
            self.control.show_draft(text)

    def fit(self, width: int) -> None:
        """Stand the control beside the label, or below it where the width is small."""
        narrow = width < NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() is not direction:
            self._line.setDirection(direction)
            short = self.state.numbered(self.item.id) and _advance(self.item.id) <= NUMBER
            self._indent.changeSize(self._number_width + NAME_GAP if narrow and short else 0, 0)

    def bar(self) -> bool:
        """Return whether the item fails."""
        return self.state.failing(self.item.id)

    # Keyboard

    def stops(self) -> list[QWidget]:
        """Return the row and its field; a note is passed by."""
        field = self.control.field()
        row: list[QWidget] = [] if self.item.type is ItemType.NOTE else [self]
        return row if field is None else [*row, field]

    def take_focus(self) -> None:
        """Give the keyboard to the row, or to its field where the item is typed."""
        if isinstance(self.control, TextControl) and self._is_typed():
            self.control.line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_typed(self) -> bool:
        return isinstance(self.control, TextControl) and not self.control.line.isReadOnly()

    def digit(self, text: str) -> bool:
        """Answer by a digit: then the next item is wanted, as long as this one does not fail."""
        self._by_key = True
        try:
            return self.control.digit(text)
        finally:
            self._by_key = False

    def _given(self, value: object) -> None:
        moves = self._by_key and value != CheckAnswer.FAIL and self.item.type is not ItemType.SELECT_MULTIPLE
        self._signals.answered.emit(self.item.id, value, moves)

    def _left_field(self, key: str, changed: bool) -> None:
        """Go on from the row's field; an answer that now fails stays, as a failed check does."""
        if key != Ask.ENTER:
            self._signals.stepped.emit(self.item.id, key)
        elif not changed and self.state.known(self.item.id) is not None:
            self.confirm()
        elif not self.state.failing(self.item.id):
            self._signals.stepped.emit(self.item.id, Step.NEXT)
        elif not changed:
            self._signals.asked.emit(self.item.id, Ask.ENTER)


class Measures:
    """What is measured once for all rows of a form: the column of numbers, and how high a row is likely to be."""

    def __init__(self, state: FormState) -> None:
        self._state = state
        self._label = QFontMetrics(theme.font())
        self._lengths: dict[str, int] = {}
        widths = [width for item in state.items if state.numbered(item) and (width := _advance(item)) <= NUMBER]
        self.number_width = max(widths, default=0) + 2

    def height(self, item: str, width: int) -> int:
        """Return about how high the row of an item will be at this width, in pixels."""
        beside = self.number_width + 330 if width >= NARROW else 70
        room = max(width - 2 * SIDE - beside, 120)
        if item not in self._lengths:
            text = self._state.items[item].label.text(current_language())
            self._lengths[item] = self._label.horizontalAdvance(text)
        lines = -(-self._lengths[item] // room)
        height = max(lines * 21, 32) + 2 * TOP
        return height + (SUMMARY + 8 if self._state.failing(item) else 0)


def _advance(text: str) -> int:
    return QFontMetrics(theme.font(theme.current().caption)).horizontalAdvance(text)
