"""The forms of a visit: fixed in their version when they are added, taken away only while they have no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.rows import empty
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import ChoiceField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.form import FormDefinition
from fieldcheck.model.records import Inspection
from fieldcheck.operations import forms, inspections
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _, current_language


class FormsField(QWidget):
    """The forms in use, each with its version and a way to it and out, and a box to add one more."""

    added = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inspection = ""
        self._shown: tuple[FormDefinition, ...] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._error = InlineError()
        self.add = ChoiceField("", placeholder=_("Add a form…"))
        self.add.label = _("Add a form")
        self.add.editor.setAccessibleName(_("Add a form"))
        self.add.left.connect(self._add)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        theme.margins(layout, 0)
        layout.addLayout(self._rows)
        layout.addWidget(self.add)
        layout.addWidget(self._error)
        self.setFocusProxy(self.add)

    def show_forms(self, inspection: Inspection, used: Sequence[FormDefinition]) -> None:
        """Draw the forms of the visit, and offer the others; those for its sector come first."""
        if inspection.id != self._inspection:
            self._inspection, self._shown = inspection.id, None
            self._error.clear()
        known = {definition.id for definition in used}
        offered = [definition for definition in forms.shipped().values() if definition.id not in known]
        offered.sort(key=lambda definition: definition.sector != inspection.sector)
        if tuple(used) == self._shown:
            return
        self._shown = tuple(used)
        empty(self._rows)
        for definition in used:
            self._rows.addWidget(self._row(definition))
        self.add.set_value("")
        self.add.set_choices([(definition.id, _offer(definition)) for definition in offered])
        self.add.setVisible(bool(offered))

    def _row(self, definition: FormDefinition) -> QWidget:
        title = definition.title.text(current_language())
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setSpacing(4)
        theme.margins(layout, 0)
        words = theme.text_label(title, "body", wrap=True)
        words.setToolTip(_("version {version}").format(version=definition.version))
        fill = theme.button(_("Fill in"), "quiet", "list-checks")
        fill.setAccessibleName(_("Fill in {form}").format(form=title))
        fill.clicked.connect(
            lambda: self._session.go(Route("visit", self._inspection, "checklist", f"{definition.id}/"))
        )
        remove = theme.icon_button("trash-2", _("Take {form} out of this visit").format(form=title))
        remove.setObjectName(f"remove/{definition.id}")
        remove.clicked.connect(lambda: self._remove(definition.id))
        layout.addWidget(words, 1)
        layout.addWidget(fill, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _add(self, form: str) -> None:
        if form:
            self._write(inspections.add_form, form, _("Add a form"))

    def _remove(self, form: str) -> None:
        self._write(inspections.remove_form, form, _("Take a form out"))

    def _write(self, operation: Callable[[Store, str, str, str], Changes], form: str, name: str) -> None:
        inspection, author = self._inspection, self._session.officer
        self._error.clear()
        self._session.tasks.write(
            lambda store: operation(store, inspection, form, author), failed=self._error.show_error, undo=name
        )

    def error(self) -> str:
        """Return why a form could not be added or taken out, or an empty text."""
        return self._error.text()


def _offer(definition: FormDefinition) -> str:
    return f"{definition.title.text(current_language())} · {texts.sector(definition.sector)}"
