"""What can be done with a hazard now: a button each, the form in its place, and quietly why the rest cannot be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.hazard_facts import HazardFacts
from fieldcheck.gui.life_words import ACTIONS
from fieldcheck.gui.pages.hazard_forms import Form, form_of, take_back
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.possible import Action, of_role
from fieldcheck.operations.steps import StepIncomplete
from fieldcheck.store import Changes, devices
from fieldcheck.translation import _


class StepsPanel(QWidget):
    """One form is open at a time; a step that was refused says why below its fields and loses nothing typed.

    Signals:
        closed: the form that was open is done with, recorded or not.
    """

    closed = Signal()

    def __init__(self, session: Session, facts: HazardFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        self._session = session
        self._facts = facts
        self._begun: QPushButton | None = None
        self.form: Form | None = None
        self.buttons: dict[Action, QPushButton] = {}
        self.error = InlineError()
        self._choices = QWidget()
        self._place = QWidget()
        self._inside = QVBoxLayout(self._place)
        theme.margins(self._inside, 0)
        self._inside.setSpacing(10)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(10)
        layout.addWidget(self._choices)
        layout.addWidget(self._place)
        self._place.hide()
        self._list_actions()

    def _list_actions(self) -> None:
        layout = QVBoxLayout(self._choices)
        theme.margins(layout, 0)
        layout.setSpacing(2)
        refusals, mine = self._facts.life.refusals, of_role(devices.own(self._session.reader()).role)
        offered = {action: name for action, name in ACTIONS.items() if action in mine}
        for action, name in offered.items():
            if action not in refusals:
                layout.addWidget(self._button(action, _(name)))
        refused = [(name, refusals[action]) for action, name in offered.items() if action in refusals]
        if refused and self.buttons:
            layout.addSpacing(8)
        for name, reason in refused:
            told = _("{what}: {reason}").format(what=_(name), reason=_(reason.message()))
            layout.addWidget(theme.text_label(told, "caption", wrap=True))

    def _button(self, action: Action, name: str) -> QPushButton:
        button = theme.button(f"{name}…", "quiet", "chevron-right")
        button.setProperty("align", "left")
        button.clicked.connect(lambda: self.begin(action))
        self.buttons[action] = button
        return button

    def begin(self, action: Action) -> None:
        """Open the form of an action."""
        self._begun = self.buttons.get(action)
        self._open(form_of(action, self._facts), _(ACTIONS[action]))

    def take_back(self, kind: str, step: str) -> None:
        """Open the form that takes a step back."""
        self._begun = None
        self._open(take_back(self._facts, kind, step), _("Take the step back"))

    def _open(self, form: Form, title: str) -> None:
        self._clear()
        self.form = form
        self._inside.addWidget(theme.text_label(title, "heading"))
        if form.told:
            self._inside.addWidget(theme.text_label(form.told, "muted", wrap=True))
        for field in form.fields.values():
            self._inside.addWidget(field)
        self._inside.addWidget(self.error)
        self.record_button = theme.button(_("Record the step"), "primary")
        self.record_button.clicked.connect(self.record)
        cancel = theme.button(_("Cancel"), "quiet")
        cancel.clicked.connect(self.close_form)
        foot = QWidget()
        row = QHBoxLayout(foot)
        theme.margins(row, 0)
        row.setSpacing(8)
        for button in (self.record_button, cancel):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch(1)
        self._inside.addWidget(foot)
        self._choices.hide()
        self._place.show()
        next(iter(form.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self.error.setParent(None)
        self.error.clear()
        while self._inside.count():
            item = self._inside.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.error:
                widget.deleteLater()

    def close_form(self) -> None:
        """Show what can be done again; nothing is recorded."""
        self.form = None
        self._place.hide()
        self._choices.show()
        self.closed.emit()
        if self._begun is not None:
            self._begun.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> None:
        """Record what the form holds."""
        if self.form is None:
            return
        values = {name: field.value() for name, field in self.form.fields.items()}
        operation = self.form.record(values, self._session.officer)
        self.error.clear()
        for field in self.form.fields.values():
            field.set_error("")
        self.record_button.setEnabled(False)
        self._session.tasks.write(operation, done=self._recorded, failed=self._refused)

    def _recorded(self, changes: Changes) -> None:
        self.form = None
        self._session.notify.emit(_("Recorded."), "success")
        self.closed.emit()

    def _refused(self, error: FieldCheckError) -> None:
        self.record_button.setEnabled(True)
        lacking = str(error.details["field"]) if isinstance(error, StepIncomplete) else ""
        field = self.form.fields.get(lacking) if self.form is not None else None
        if field is None:
            self.error.show_error(error)
            return
        field.set_error(_("This cannot be empty."))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
