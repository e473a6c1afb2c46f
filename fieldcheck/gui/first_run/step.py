"""What every step of the first run has: it says what it still lacks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.fields import Field
from fieldcheck.gui.widgets.new_passphrase import NewPassphrase
from fieldcheck.translation import _


class Step(QWidget):
    """One step.

    Signals:
        submitted: Enter was pressed in a field.
        typing: a field holds something else: what was missing may be there now.
    """

    submitted = Signal()
    typing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        theme.margins(self.column, 0)
        self.column.setSpacing(12)

    def title(self) -> str:
        """Return the name of the step."""
        raise NotImplementedError

    def begin(self) -> None:
        """Put the keyboard where the step begins."""

    def problem(self) -> str:
        """Return what is still missing, or an empty text; the fields say so too."""
        return ""

    def add(self, *fields: Field) -> None:
        """Put fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in fields:
            row.addWidget(field, 1)
        self.listen(*fields)
        self.column.addLayout(row)

    def listen(self, *fields: Field) -> None:
        """Forget a field's error while it is typed into; Enter in it submits the step."""
        for field in fields:
            field.typing.connect(lambda _value, field=field: field.set_error(""))
            field.typing.connect(lambda _value: self.typing.emit())
            for editor in field.findChildren(QLineEdit):
                editor.returnPressed.connect(self.submitted)


def missing(fields: list[Field]) -> str:
    """Mark the empty ones of `fields`; return a text where there are any."""
    for field in fields:
        field.set_error("" if field.value() else _("Fill this in."))
    empty = next((field for field in fields if not field.value()), None)
    if empty is None:
        return ""
    empty.setFocus()
    return _("Something is still missing above.")


class PassphraseStep(Step):
    """The passphrase, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.new = NewPassphrase()
        self.new.typing.connect(self.typing)
        self.new.submitted.connect(self.submitted)
        self.column.addWidget(self.new)

    def title(self) -> str:
        """Return the name of the step."""
        return _("Choose a passphrase")

    def begin(self) -> None:
        """Put the keyboard on the passphrase."""
        self.new.setFocus()

    def problem(self) -> str:
        """Return what is wrong with the passphrase."""
        return self.new.problem()
