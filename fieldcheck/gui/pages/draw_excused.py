"""Officers who may not go to a site (回避): a row each, with the site, or all of them, and the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.site_inputs import SiteField
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.fields import ChoiceField, TextField
from fieldcheck.model.planning import Excused
from fieldcheck.translation import _


class _Row(QWidget):
    """One officer, where, and why."""

    def __init__(self, session: Session, officers: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.officer = ChoiceField(_("Excused officer"), officers)
        self.site = SiteField(session, _("From which site; empty: from all"))
        self.reason = TextField(_("Why"), placeholder=_("For example: a relative works there"))
        self.remove = theme.icon_button("x", _("Excuse nobody in this row"))
        row = QHBoxLayout(self)
        theme.margins(row, 0)
        row.setSpacing(8)
        for widget, stretch in ((self.officer, 2), (self.site, 3), (self.reason, 3)):
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)

    def check(self) -> bool:
        """Return whether the row says who, where and why; what it lacks is said below its fields."""
        self.officer.set_error("" if self.officer.value() else _("Choose an officer."))
        unknown = bool(self.site.editor.text().strip()) and not self.site.value()
        self.site.set_error(
            _("No site of this name is known. Choose one of those that are offered.") if unknown else ""
        )
        self.reason.set_error("" if self.reason.value() else _("Write why: the record of the draw shows it."))
        return not any(field.error() for field in (self.officer, self.site, self.reason))

    def value(self) -> Excused:
        """Return what the row says."""
        return Excused(self.officer.value(), self.site.value(), self.reason.value())


class ExcusedField(QWidget):
    """Rows that a button adds; `value` is what they say."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._officers: list[tuple[str, str]] = []
        self.rows: list[_Row] = []
        self.add_button = theme.button(_("Excuse an officer…"), "quiet", "plus")
        self.add_button.clicked.connect(self.add)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        layout.addLayout(self._list)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self, officers: Sequence[tuple[str, str]]) -> None:
        """Excuse nobody; `officers` are those who can be, as (id, name)."""
        self._officers = list(officers)
        for row in list(self.rows):
            self._take_away(row)

    def add(self) -> None:
        """Add a row."""
        row = _Row(self._session, self._officers)
        row.remove.clicked.connect(lambda: self._take_away(row))
        self.rows.append(row)
        self._list.addWidget(row)
        row.officer.setFocus()

    def _take_away(self, row: _Row) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def check(self) -> bool:
        """Return whether every row says who, where and why."""
        checked = [row.check() for row in self.rows]
        return all(checked)

    def value(self) -> tuple[Excused, ...]:
        """Return who is excused where, and why."""
        return tuple(row.value() for row in self.rows)
