"""The field in which each fact of a site is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from fieldcheck.gui import texts
from fieldcheck.gui.pages.site_fields import CreditCodeField
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets import value_fields
from fieldcheck.gui.widgets.checks_field import ChecksField
from fieldcheck.gui.widgets.count_field import CountField
from fieldcheck.gui.widgets.fields import ChoiceField, Field, PersonField, TextField
from fieldcheck.gui.widgets.value_fields import YesNoField
from fieldcheck.model import register, site_codes
from fieldcheck.operations import site_wording
from fieldcheck.store import Reader
from fieldcheck.store.queries import lists
from fieldcheck.translation import _

OFFERED = 20
"""Sites that are offered while the name of a landlord is typed."""

_LONG = frozenset({"note", "materials", "monitoring", "downstream_villages"})
_SEVERAL = frozenset({"dust", "hot_metal", "special_equipment"})


class SiteField(Field):
    """Another site, found as its name is typed. `value()` is its id, or empty."""

    def __init__(self, session: Session, label: str) -> None:
        super().__init__(label)
        self._session = session
        self._known: dict[str, str] = {}
        self.editor = QLineEdit()
        self.editor.setPlaceholderText(_("Name, pinyin, initials, credit code or address"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(lambda _: self.commit())
        self.editor.setCompleter(completer)
        self._take(self.editor)
        self._shown = ""
        self.editor.textEdited.connect(self._look)

    def value(self) -> str:
        """Return the id of the site that is named; what stood before where nothing of that name was found."""
        text = self.editor.text().strip()
        return self._known.get(text, str(self._shown or "")) if text else ""

    def _show(self, value: object) -> None:
        rows = lists.site_rows(self._session.reader(), [str(value)]) if value else []
        self._known = {row.name: row.id for row in rows} or ({str(value): str(value)} if value else {})
        self.editor.setText(next(iter(self._known), ""))

    def _look(self, text: str) -> None:
        def found(reader: Reader) -> dict[str, str]:
            return {row.name: row.id for row in lists.site_rows(reader, lists.site_ids(reader, text)[:OFFERED])}

        if text.strip():
            self._session.tasks.read(found, self._offer, owner=self)

    def _offer(self, found: Mapping[str, str]) -> None:
        self._known = {**self._known, **found}
        self._names.setStringList(list(found))
        completer = self.editor.completer()
        if completer is not None and self.editor.hasFocus():
            completer.complete()


_MADE: Mapping[str, Callable[[str], Field]] = {
    "contacts": value_fields.contacts_field,
    "licences": value_fields.licences_field,
    "place": value_fields.place_field,
    "operation_plan": value_fields.approval_field,
    "emergency_plan": value_fields.approval_field,
    **dict.fromkeys(register.ELEVATIONS, value_fields.elevation_field),
    **dict.fromkeys(register.FLAGS, YesNoField),
    **dict.fromkeys(register.COUNTS, CountField),
    **dict.fromkeys(register.PERSONS, PersonField),
}


def field_for(session: Session, name: str, kind: str | None) -> Field:
    """Return the field for a fact of a site of this kind."""
    title = site_wording.title(name)
    if name in _MADE:
        return _MADE[name](title)
    if name == "credit_code":
        return CreditCodeField()
    if name == "landlord":
        return SiteField(session, title)
    if name == "sector":
        return ChoiceField(title, texts.sector_choices())
    return _coded(name, title, kind) if name in site_codes.CHOICES else TextField(title, multiline=name in _LONG)


def _coded(name: str, title: str, kind: str | None) -> Field:
    choices = texts.site_choices(name, kind)
    if name in _SEVERAL:
        return ChecksField(title, choices, columns=2)
    if name in ("appraisal", "standardisation"):
        return value_fields.graded_field(title, choices, _("Day") if name == "appraisal" else _("Valid until"))
    return ChoiceField(title, choices if name == "kind" else [("", _("Not known")), *choices])
