"""One group of the facts of a site: read at a glance, edited in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.site_inputs import field_for
from fieldcheck.gui.session import Session
from fieldcheck.gui.site_facts import SiteFacts
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import Field
from fieldcheck.operations import site_wording, sites
from fieldcheck.translation import _

COLUMNS = 2
_WIDE = frozenset({"contacts", "licences", "note", "dust", "hot_metal", "special_equipment", "landlord", "place"})


class SiteGroup(QFrame):
    """A card with the facts that are known; its button turns it into fields, each written when it is left.

    Signals:
        done: the fields were left for good.
    """

    done = Signal()

    def __init__(self, session: Session, group: str, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._session, self._names = session, tuple(names)
        self.fields: dict[str, Field] = {}
        self._writer: FieldWriter | None = None
        self._entity, self._kind = "", ""
        self._title = _(site_wording.GROUPS[group])
        self.edit = theme.button(_("Edit"), "quiet", "pen-line")
        self.edit.setAccessibleName(f"{self._title}: {_('Edit')}")
        self.edit.clicked.connect(self._toggle)
        head = QHBoxLayout()
        head.addWidget(theme.text_label(self._title, "heading"), 1)
        head.addWidget(self.edit)
        self._body: QWidget | None = None
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 16, 12, 16, 16)
        self._layout.setSpacing(8)
        self._layout.addLayout(head)

    @property
    def editing(self) -> bool:
        """Return whether the group shows fields."""
        return self._writer is not None

    def show_facts(self, facts: SiteFacts, *, phones: bool) -> None:
        """Show what is known; while it is edited, the fields show that themselves."""
        self._entity, self._kind = facts.site.id, facts.site.kind or ""
        if self.editing:
            return
        told = [(name, facts.told(name, phones=phones)) for name in self._names]
        known = [(site_wording.title(name), text) for name, text in told if text]
        self._set_body(
            _listed(known) if known else theme.text_label(_("Nothing is filled in yet."), "muted", wrap=True)
        )

    def _toggle(self) -> None:
        if self.editing:
            self.leave()
            self.done.emit()
        else:
            self._open_fields()

    def _open_fields(self) -> None:
        entity = self._entity
        self._writer = FieldWriter(
            self._session,
            "site",
            entity,
            edit=lambda store, values, author, seen: sites.edit_site(store, entity, values, author, seen),
        )
        self.fields = {name: field_for(self._session, name, self._kind) for name in self._names}
        for name, field in self.fields.items():
            self._writer.bind(field, name)
        self._set_body(_placed(self.fields))
        self.edit.setText(_("Done"))
        next(iter(self.fields.values())).setFocus()

    def leave(self) -> None:
        """Write what is being typed, and show the facts again."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self.fields = {}
            self.edit.setText(_("Edit"))

    def _set_body(self, body: QWidget) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._layout.addWidget(body)


def _listed(known: Sequence[tuple[str, str]]) -> QWidget:
    """Return names above texts, in two columns."""
    body, grid = _grid()
    for position, (title, text) in enumerate(known):
        cell = QVBoxLayout()
        cell.setSpacing(0)
        cell.addWidget(theme.text_label(title, "caption", wrap=True))
        label = theme.text_label(text, "body", wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        cell.addWidget(label)
        cell.addStretch(1)
        grid.addLayout(cell, position // COLUMNS, position % COLUMNS)
    return body


def _placed(fields: dict[str, Field]) -> QWidget:
    """Return fields in two columns; those with much in them take both."""
    body, grid = _grid()
    row, column = 0, 0
    for name, field in fields.items():
        wide = name in _WIDE
        if wide and column:
            row, column = row + 1, 0
        grid.addWidget(field, row, column, 1, COLUMNS if wide else 1)
        column += COLUMNS if wide else 1
        if column >= COLUMNS:
            row, column = row + 1, 0
    return body


def _grid() -> tuple[QWidget, QGridLayout]:
    body = QWidget()
    body.setProperty("plain", "true")
    grid = QGridLayout(body)
    theme.margins(grid, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    for column in range(COLUMNS):
        grid.setColumnStretch(column, 1)
    return body, grid
