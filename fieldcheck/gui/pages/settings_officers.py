"""Settings: the officers, one row each."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Officer
from fieldcheck.operations import profile
from fieldcheck.store import Changes, Seen
from fieldcheck.store.queries import conflicts, records
from fieldcheck.store.reader import one_view
from fieldcheck.translation import _


def _fields(first: bool) -> dict[str, TextField]:
    """Return the fields of one row; only the first row names them above."""
    texts = {
        "name": _("Name"),
        "certificate_number": _("Certificate number"),
        "post": _("Post"),
        "phone": _("Phone"),
    }
    made = {}
    for name, text in texts.items():
        field = TextField(text)
        if not first:
            field.hide_label()
        made[name] = field
    return made


class OfficerRow(QWidget):
    """One officer, kept as typed."""

    def __init__(
        self, session: Session, officer: Officer, retired_seen: Seen, first: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.officer = officer
        self._seen = retired_seen
        self.fields = _fields(first)
        self.writer = FieldWriter(session, "officer", officer.id, parent=self)
        row = QHBoxLayout(self)
        theme.margins(row, 0)
        row.setSpacing(8)
        for name, field in self.fields.items():
            self.writer.bind(field, name)
            row.addWidget(field, 1)
        self.retire = theme.button(_("Retire"), "quiet")
        self.retire.setAccessibleName(_("Retire {name}").format(name=officer.name))
        self.retire.clicked.connect(self._retire)
        if officer.retired:
            self.retire.setText(_("Take back"))
        self.retire.setFixedWidth(96)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(self.retire)
        row.addLayout(column)
        for field in self.fields.values():
            field.setEnabled(not officer.retired)

    def _retire(self) -> None:
        officer, author, seen = self.officer.id, self._session.officer, self._seen
        retired = None if self.officer.retired else True
        text = _("Officer taken back.") if self.officer.retired else _("Officer retired.")
        self._session.tasks.write(
            lambda store: profile.edit_officer(store, officer, {"retired": retired}, author, seen),
            done=lambda _changes: self._session.offer_undo(text),
            undo=text,
        )


class OfficersPanel(QWidget):
    """All officers, retired ones last, and a row for a new one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: dict[str, OfficerRow] = {}
        self._order: list[tuple[str, bool]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.new = _fields(first=False)
        self.add_button = theme.button(_("Add"), "secondary", "plus")
        self.error = InlineError()
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addLayout(self._list)
        layout.addLayout(self._new_row())
        layout.addWidget(self.error)

    def _new_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in self.new.values():
            field.editor.setPlaceholderText(_("New: {field}").format(field=field.label))
            row.addWidget(field, 1)
        self.add_button.setFixedWidth(96)
        self.add_button.clicked.connect(self.add)
        row.addWidget(self.add_button)
        return row

    def reload(self) -> None:
        """Show the officers; rows stay while they are the same people in the same order."""
        with one_view(self._session.reader()) as reader:
            every = records.everything(reader, Officer)
            seen = conflicts.shown(reader, "officer", [officer.id for officer in every])
        found = sorted(every, key=lambda one: (bool(one.retired), one.id))
        order = [(officer.id, bool(officer.retired)) for officer in found]
        if order == self._order:
            return
        self._order = order
        for row in self.rows.values():
            row.writer.close()
            row.setParent(None)
            row.deleteLater()
        self.rows = {}
        for officer in found:
            retired_seen = seen.get(officer.id, {}).get("retired", {})
            row = OfficerRow(self._session, officer, retired_seen, first=not self.rows)
            self.rows[officer.id] = row
            self._list.addWidget(row)

    def add(self) -> None:
        """Add the officer that was typed."""
        values = {name: field.value() for name, field in self.new.items()}
        officer = Officer(
            id="",
            name=values["name"],
            certificate_number=values["certificate_number"],
            post=values["post"] or None,
            phone=values["phone"] or None,
        )
        author = self._session.officer
        self.error.clear()
        self._session.tasks.write(
            lambda store: profile.add_officer(store, officer, author),
            done=self._added,
            failed=self._refused,
            undo=_("Add officer"),
        )

    def _added(self, _changes: Changes) -> None:
        for field in self.new.values():
            field.set_value("")

    def _refused(self, error: FieldCheckError) -> None:
        self.error.show_error(error)

    def flush(self) -> None:
        """Keep what is being typed into the rows."""
        for row in self.rows.values():
            row.writer.flush()
