"""The fields of a site: for one that is added, and for one that is kept up to date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.widgets.fields import ChoiceField, Field, PersonField, TextField
from fieldcheck.model.values import Person
from fieldcheck.operations import site_wording
from fieldcheck.translation import _


class CreditCodeField(TextField):
    """A credit code, with what is odd about it below: nobody is kept from writing one that a paper bears."""

    def __init__(self) -> None:
        super().__init__(_("Unified social credit code"), placeholder=_("18 characters, or empty"))
        self.remark = theme.text_label("", "muted", wrap=True)
        self._layout.addWidget(self.remark)
        self.left.connect(lambda value: self._explain(str(value)))

    def _show(self, value: object) -> None:
        super()._show(value)
        self._explain(str(value or ""))

    def _explain(self, code: str) -> None:
        self.remark.setText(site_wording.code_remark(code))
        theme.set_shown(self.remark, bool(self.remark.text()))


class SiteFields(QWidget):
    """The fields of a site by name; those of a flood work appear for a flood work.

    `fields` are bound by a page that writes them; `values` are read by one that adds a site.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {
            "name": TextField(_("Full name"), required=True, placeholder=_("As on the licence or the work's sign")),
            "kind": ChoiceField(_("Kind of site"), texts.site_choices("kind")),
            "sector": ChoiceField(_("Sector"), texts.sector_choices()),
            "credit_code": CreditCodeField(),
            "work_type": ChoiceField(_("Type of work"), texts.site_choices("work_type")),
            "work_class": ChoiceField(_("Class"), texts.site_choices("work_class")),
            "owner": TextField(_("Managed by")),
            "town": TextField(_("Town or subdistrict")),
            "address": TextField(_("Address")),
            "principal": PersonField(_("Principal")),
            "note": TextField(_("Note"), multiline=True),
        }
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        for field in self.fields.values():
            layout.addWidget(field)
        self.fields["kind"].typing.connect(lambda _: self.suit_kind())
        self.fields["kind"].set_value("enterprise")
        self.suit_kind()

    def suit_kind(self) -> None:
        """Show the fields that a site of the chosen kind has."""
        flood_work = self.fields["kind"].value() == "flood_work"
        for name in ("work_type", "work_class", "owner"):
            self.fields[name].setVisible(flood_work)
        self.fields["credit_code"].setVisible(not flood_work)

    def type_name(self) -> None:
        """Let the person go on typing the name, behind what is already there."""
        editor = self.fields["name"].focusProxy()
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.end(False)

    def values(self) -> dict[str, object]:
        """Return what was filled in, for a new site."""
        return {name: field.value() for name, field in self.fields.items() if field.value() not in (None, "")}

    def show_kept(self, values: Mapping[str, Any]) -> None:
        """Show what was half typed, as `plain` wrote it."""
        for key, field in self.fields.items():
            value = values.get(key)
            field.set_value(Person(**value) if isinstance(value, dict) else value)
        self.suit_kind()

    def clear(self, name: str = "") -> None:
        """Begin a new site, perhaps with the name that was searched for."""
        for key, field in self.fields.items():
            field.set_value({"name": name, "kind": "enterprise"}.get(key))
        self.suit_kind()
