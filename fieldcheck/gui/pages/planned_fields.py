"""The fields of a planned visit."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.officers_field import OfficersField
from fieldcheck.gui.widgets.fields import ChoiceField, DateField, DateTimeField, Field, TextField
from fieldcheck.gui.widgets.names_field import NamesField
from fieldcheck.model.values import VisitKind
from fieldcheck.operations import profile
from fieldcheck.store import Reader
from fieldcheck.store.queries import plans as queries
from fieldcheck.translation import _


class PlannedFields(QWidget):
    """The fields by name, for a page that binds them; below the kind of visit it says what such a visit may print."""

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plans = [(row.id, row.name) for row in queries.plan_rows(reader, queries.plan_ids(reader))]
        self.kind_note = theme.text_label("", "caption", wrap=True)
        self.fields: dict[str, Field] = {
            "day": DateField(_("Day")),
            "plan": ChoiceField(_("Plan"), plans),
            "visit_kind": ChoiceField(_("Kind of visit"), texts.choices(texts.VISIT_KINDS)),
            "officers": OfficersField(_("Officers"), profile.officers(reader)),
            "noticed_at": DateTimeField(_("Notice given to the unit")),
            "without_notice": TextField(_("Without notice, because"), placeholder=_("Such as an unannounced check")),
            "organisations": NamesField(_("Joint team with")),
            "content": TextField(_("What is inspected"), multiline=True),
            "method": TextField(_("How")),
            "beyond_cap": TextField(_("Why one more visit than the cap")),
        }
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        for name, field in self.fields.items():
            layout.addWidget(field)
            if name == "visit_kind":
                layout.addWidget(self.kind_note)
        self.fields["visit_kind"].typing.connect(lambda _: self.suit_kind())

    def suit_kind(self) -> None:
        """Say what a visit of the chosen kind may print; ask for notice and cap only before an enforcement visit."""
        kind = str(self.fields["visit_kind"].value())
        self.kind_note.setText(texts.papers_of(kind))
        for name in ("noticed_at", "without_notice", "beyond_cap"):
            self.fields[name].setVisible(kind == VisitKind.ENFORCEMENT)
