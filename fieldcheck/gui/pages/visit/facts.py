"""The facts of a visit: what the record (安全生产法 68) and the ledger need, each field saved when it is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.facts_form import FactsForm
from fieldcheck.gui.pages.visit.overview import Overview
from fieldcheck.gui.pages.visit.rows import column
from fieldcheck.gui.session import Session


class FactsView(QWidget):
    """Holds the fields, which show one visit at a time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._form: FactsForm | None = None
        self._scroll, self._column = column(0)
        self._column.addStretch(1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self._scroll)

    def open(self, inspection: str) -> None:
        """Show the fields of a visit. Raises RecordNotFound."""
        self.prepare()
        shown = self.form().inspection
        self.form().open(inspection)
        if shown != inspection:
            self._scroll.verticalScrollBar().setValue(0)

    def prepare(self) -> None:
        """Make the fields, where they are not yet made."""
        if self._form is None:
            self._form = FactsForm(self._session)
            self._column.insertWidget(0, self._form)
            self._form.show()

    def show_field(self, name: str) -> None:
        """Let the keyboard stand in a field, named as the record names it, and bring it into view."""
        field = self._form.field(name) if self._form is not None and name else None
        if field is not None:
            # A form that was made a moment ago has no places yet, and a place is what is scrolled to.
            self._column.activate()
            self._scroll.ensureWidgetVisible(field, 0, 80)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Let the keyboard stand in the first field that must be filled and is not."""
        self.show_field(self.form().first_missing())

    def show_overview(self, overview: Overview) -> None:
        """Show what follows from the values: notes, the forms in use, fields that come and go."""
        if self._form is not None:
            self._form.show_overview(overview)

    def flush(self) -> None:
        """Make changes of what is being typed."""
        if self._form is not None:
            self._form.flush()

    def form(self) -> FactsForm:
        """Return the fields. Raises AssertionError before a visit is open."""
        assert self._form is not None
        return self._form
