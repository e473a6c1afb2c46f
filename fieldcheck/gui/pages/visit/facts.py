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
    """Holds the fields of one visit at a time."""

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
        """Show the fields of a visit; they are made once for each. Raises RecordNotFound."""
        if self._form is not None and self._form.inspection == inspection:
            self._form.refresh()
            return
        form = FactsForm(self._session, inspection)
        if self._form is not None:
            self._let_go(self._form)
        self._form = form
        self._column.insertWidget(0, form)
        form.show()

    def _let_go(self, form: FactsForm) -> None:
        """Take the fields of another visit away, once what was typed in them is on the disk."""
        form.close_writer()
        self._column.removeWidget(form)
        # Hidden, not taken out of its parent: that would style a hundred widgets anew only to delete them.
        form.hide()
        tasks = self._session.tasks
        if tasks.pending:
            tasks.pending_changed.connect(form.delete_when_saved)
        else:
            form.deleteLater()

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

    def flush(self) -> None:
        """Make changes of what is being typed."""
        if self._form is not None:
            self._form.flush()

    def form(self) -> FactsForm:
        """Return the fields. Raises AssertionError before a visit is open."""
        assert self._form is not None
        return self._form
