"""One conflict: what was there, the values that stand, the photos, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.conflicts.facts import Case
from fieldcheck.gui.pages.site_inputs import field_for
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.field import CheckBox
from fieldcheck.gui.widgets.fields import ChoiceField, DateField, DateTimeField, Field, PersonField, TextField
from fieldcheck.gui.widgets.photo_row import PhotoRow
from fieldcheck.gui.widgets.reason_line import ReasonLine
from fieldcheck.gui.widgets.value_cards import Card, ValueCards
from fieldcheck.model import register
from fieldcheck.model.canonical import Json, plain
from fieldcheck.model.journal import DELETED
from fieldcheck.model.kinds import KINDS, plain_texts
from fieldcheck.translation import N_, _

REASONS = (
    N_("The photo shows it"),
    N_("Checked on site"),
    N_("The later record is right"),
    N_("The enterprise confirmed it"),
)
"""Reasons that a clerk often gives; any other may be typed."""

PHOTO = QSize(160, 120)

_OWN: Mapping[str, Callable[[], Field]] = {
    "deadline": lambda: DateField(""),
    "started_at": lambda: DateTimeField(""),
    "ended_at": lambda: DateTimeField(""),
    "sector": lambda: ChoiceField("", texts.sector_choices()),
    "visit_kind": lambda: ChoiceField("", texts.choices(texts.VISIT_KINDS)),
    "site_manager": lambda: PersonField(_("Another value")),
    "responsible_person": lambda: PersonField(_("Another value")),
}
"""Fields in which another value than those that stand is given in a field of its own kind."""

_OF_SITES = frozenset(name for names in register.GROUPS.values() for name in names)

_NO_OWN = frozenset({"kind", "category", "site", "recheck_of"})
"""Texts that are codes, or name a record: one of the values that stand is chosen."""


def own_field(session: Session, kind: str, name: str) -> Field | None:
    """Return the field for another value, or None where only a value that stands can be chosen."""
    if kind == "site" and name in _OF_SITES - _NO_OWN:
        field = field_for(session, name, None)
        field.hide_label()
        return field
    if name in register.PERSONS:
        return PersonField(_("Another value"))
    if name in _OWN:
        return _OWN[name]()
    wanted = kind in KINDS and name in plain_texts(KINDS[kind]) and name not in _NO_OWN
    return TextField("", multiline=True) if wanted else None


class ConflictChoice(QWidget):
    """Shows a conflict and takes a decision.

    Signals:
        decided: (value, reason); the page writes them.
    """

    decided = Signal(object, str)

    def __init__(self, session: Session, case: Case, *, decides: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case = case
        self._session = session
        self.conflict = case.listed.conflict
        self.cards = ValueCards([_card(case, number) for number in range(len(case.told))], _before(case))
        self.own = own_field(session, self.conflict.kind, self.conflict.field) if decides else None
        self.own_button = CheckBox(_("E  Another value"))
        self.reason = ReasonLine(
            [_(reason) for reason in REASONS],
            _("Why; everybody who wrote one of the values will read it"),
            _("Decide"),
        )
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 0, 0, 12, 16)
        self._layout.setSpacing(12)
        self._layout.addLayout(self._head())
        self._layout.addWidget(self.cards)
        if decides:
            self._add_decision()
        else:
            self._layout.addWidget(theme.text_label(_("The bureau decides which value holds."), "muted", wrap=True))
        if case.photos or case.missing:
            self._layout.addWidget(PhotoRow(session, case.photos, case.missing, PHOTO))
        self._layout.addStretch(1)

    def _head(self) -> QHBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(2)
        listed = self.case.listed
        named = " · ".join(part for part in (listed.title, listed.site) if part)
        names.addWidget(theme.text_label(named, "muted", wrap=True))
        names.addWidget(theme.text_label(listed.field, "heading", wrap=True))
        head = QHBoxLayout()
        head.addLayout(names, 1)
        route = self.case.route
        if route is not None:
            head.addWidget(self._link(route))
        return head

    def _link(self, route: Route) -> QWidget:
        button = theme.button(_("Open the record"), "quiet", "external-link")
        button.clicked.connect(lambda: self._session.go(route))
        return button

    def _add_decision(self) -> None:
        if self.own is not None:
            self.cards.group.addButton(self.own_button, 0)
            self.own.typing.connect(lambda _value: self.own_button.setChecked(True))
            self._layout.addWidget(self.own_button)
            self._layout.addWidget(self.own)
        self._layout.addWidget(self.reason)
        self.cards.entered.connect(self.reason.take_focus)
        self.reason.given.connect(self._decide)

    def choose(self, number: int) -> None:
        """Choose the value with this number; the reason comes next."""
        if number and self.cards.choose(number):
            self.reason.take_focus()

    def type_own(self) -> None:
        """Give another value."""
        if self.own is not None:
            self.own_button.setChecked(True)
            self.own.setFocus()

    def _decide(self, reason: str) -> None:
        number = self.cards.group.checkedId()
        if number < 0:
            self.reason.refuse(_("Choose a value first: by its number, or E for another."))
            return
        if number:
            self.decided.emit(self.conflict.values[number - 1].value, reason)
            return
        assert self.own is not None, "only then there is a button for it"
        self.own.commit()
        if self.own.error():
            self.reason.refuse(self.own.error())
            return
        self.decided.emit(_emptied(plain(self.own.value())), reason)


def _emptied(value: Json) -> Json:
    """Return None for an empty text or list; no and zero are values."""
    return None if value in ("", []) else value


def _card(case: Case, number: int) -> Card:
    told, value = case.told[number], case.listed.conflict.values[number]
    name = value.device_name or value.device[:8]
    if case.listed.conflict.field == DELETED:
        name = _("Edited") if value.value is None else _("Deleted")
    return Card(name, told.text, told.source, _("shown now") if told.shown else "")


def _before(case: Case) -> Card | None:
    if case.listed.conflict.field == DELETED:
        return None
    return Card(_("Before"), case.before or _("(empty)"), "")
