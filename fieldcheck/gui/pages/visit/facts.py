"""The facts of a visit: what the record (安全生产法 68) and the ledger need, each field saved when it is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.facts_form import FactsForm
from fieldcheck.gui.pages.visit.overview import Overview
from fieldcheck.gui.pages.visit.rows import column, empty
from fieldcheck.gui.session import Session
from fieldcheck.store import Changes


class FactsView(QWidget):
    """Holds the fields of one visit at a time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._form: FactsForm | None = None
        self._scroll, self._column = column(0)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self._scroll)

    def open(self, inspection: str) -> None:
        """Show the fields of a visit. Raises RecordNotFound."""
        if self._form is not None:
            self._form.close_writer()
        empty(self._column)
        self._form = FactsForm(self._session, inspection)
        self._column.addWidget(self._form)
        self._column.addStretch(1)
        self._form.show()

    def show_field(self, name: str) -> None:
        """Let the keyboard stand in a field, named as the record names it, and bring it into view."""
        field = self._form.field(name) if self._form is not None and name else None
        if field is not None:
            # A form that was made a moment ago has no places yet, and a place is what is scrolled to.
            self._column.activate()
            self._scroll.ensureWidgetVisible(field, 0, 80)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_overview(self, overview: Overview) -> None:
        """Show what follows from the values: notes, the forms in use, fields that come and go."""
        if self._form is not None:
            self._form.show_overview(overview)

    def changed(self, changes: Changes) -> None:
        """Nothing to do: each field shows its own value again, and the rest comes with the next overview."""

    def flush(self) -> None:
        """Make changes of what is being typed."""
        if self._form is not None:
            self._form.flush()

    def form(self) -> FactsForm:
        """Return the fields. Raises AssertionError before a visit is open."""
        assert self._form is not None
        return self._form
