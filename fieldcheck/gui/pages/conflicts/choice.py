"""One conflict: what was there, the values that stand, and the decision."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.conflicts.facts import Case, value_text
from fieldcheck.gui.widgets.field import CheckBox
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.canonical import Json
from fieldcheck.operations import wording
from fieldcheck.operations.conflicts import Value
from fieldcheck.translation import N_, _

REASONS = (
    N_("The photo shows it"),
    N_("Checked on site"),
    N_("The later record is right"),
    N_("The enterprise confirmed it"),
)
"""Reasons that a clerk often gives; any other may be typed."""


class ConflictChoice(QFrame):
    """Shows a conflict and takes a decision.

    Signals:
        decided: (value, reason); the page writes them.
    """

    decided = Signal(object, str)

    def __init__(
        self, case: Case, officers: Mapping[str, str], *, decides: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.case = case
        self._officers = officers
        self.group = QButtonGroup(self)
        self.own = QLineEdit()
        self.own_button = CheckBox(_("E  Another value"))
        self.reason = QComboBox()
        self.button = theme.button(_("Decide"), "primary")
        self.error = InlineError()
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 0)
        self._layout.setSpacing(8)
        self._add_values()
        if decides:
            self._add_decision()
        else:
            self._layout.addWidget(theme.text_label(_("The bureau decides which value holds."), "muted", wrap=True))
        self._layout.addStretch(1)

    def _add_values(self) -> None:
        found = self.case.conflict
        self._layout.addWidget(theme.text_label(self.case.title, "title", wrap=True))
        self._layout.addWidget(theme.text_label(self.case.field, "heading", wrap=True))
        before = _("Before: {value}").format(value=value_text(found.base))
        self._layout.addWidget(theme.text_label(before, "muted", wrap=True))
        for number, value in enumerate(found.values, start=1):
            self._layout.addWidget(self._value_card(number, value))

    def _value_card(self, number: int, value: Value) -> QWidget:
        card = QFrame()
        theme.surface(card, "card")
        layout = QVBoxLayout(card)
        theme.margins(layout, 16, 12)
        layout.setSpacing(4)
        told = value_text(value.value)
        button = CheckBox(f"{number}  {told.splitlines()[0]}")
        button.setAccessibleName(told)
        self.group.addButton(button, number)
        layout.addWidget(button)
        if len(told.splitlines()) > 1:
            layout.addWidget(theme.text_label(told, "body", wrap=True))
        who = self._officers.get(value.author, "")
        source = " · ".join(part for part in (value.device_name, who, wording.wall_clock(value.at)) if part)
        layout.addWidget(theme.text_label(source, "caption", wrap=True))
        return card

    def _add_decision(self) -> None:
        if self.case.is_text:
            self.group.addButton(self.own_button, 0)
            self.own.setAccessibleName(_("Another value"))
            self.own.textEdited.connect(lambda _text: self.own_button.setChecked(True))
            self.own.returnPressed.connect(self.reason.setFocus)
            self._layout.addWidget(self.own_button)
            self._layout.addWidget(self.own)
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.addItems([_(reason) for reason in REASONS])
        self.reason.setCurrentIndex(-1)
        self.reason.setAccessibleName(_("Reason"))
        line = self.reason.lineEdit()
        assert line is not None, "an editable box has a line"
        line.setPlaceholderText(_("Why; everybody who wrote one of the values will read it"))
        line.returnPressed.connect(self.decide)
        self._layout.addWidget(theme.text_label(_("Reason"), "label"))
        self._layout.addWidget(self.reason)
        self._layout.addWidget(self.error)
        self._layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self.decide)

    def choose(self, number: int) -> None:
        """Choose the value with this number; the reason comes next."""
        button = self.group.button(number)
        if button is not None and number:
            button.setChecked(True)
            self.reason.setFocus()

    def type_own(self) -> None:
        """Type another value."""
        if self.own_button in self.group.buttons():
            self.own_button.setChecked(True)
            self.own.setFocus()

    def decide(self) -> None:
        """Hand the decision to the page, where a value is chosen."""
        number = self.group.checkedId()
        if number < 0:
            self.error.show_error(_("Choose a value first: by its number, or E for another."))
            return
        self.error.clear()
        value: Json = (self.own.text() or None) if number == 0 else self.case.conflict.values[number - 1].value
        self.decided.emit(value, self.reason.currentText())
