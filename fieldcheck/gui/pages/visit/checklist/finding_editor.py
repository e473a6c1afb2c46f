"""The finding of a failed item, open in place: everything that the notice needs, written as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPainterPath, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.item_list import ListRow
from fieldcheck.gui.pages.visit.checklist.level_line import LevelLine
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import DateField, Field, PersonField, TextField
from fieldcheck.gui.widgets.measure_field import MeasureField
from fieldcheck.gui.widgets.photo_strip import PhotoStrip, picture_only
from fieldcheck.model.form import MajorRule
from fieldcheck.model.records import Finding
from fieldcheck.model.values import Person
from fieldcheck.operations import findings
from fieldcheck.operations.photos import Target
from fieldcheck.store import Changes, Seen, Store
from fieldcheck.store.queries.conflicts import joined
from fieldcheck.translation import N_, _, ngettext

QUICK_DAYS = (7, 15, 30)
PEOPLE = {"site_manager": N_("Site manager"), "principal": N_("Principal")}
WIDE = 560
"""From this width on, in pixels, fields stand in two columns."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the editor shows: the finding as stored, or as it will be in a moment, and what may be proposed for it.

    `seen` is what its fields show of other devices. `may_measure`: this kind of visit can end in a decision on
    measures (P12).
    """

    finding: Finding
    seen: Mapping[str, Seen]
    rules: tuple[MajorRule, ...]
    visit_day: date
    places: tuple[str, ...]
    people: dict[str, Person]
    may_measure: bool = False


class FindingEditor(ListRow):
    """One editor for all findings of the page; `open` binds it to another.

    Signals:
        left: Escape was pressed: the keyboard goes back to the row.
        next_wanted: Ctrl+Enter was pressed: the next item is wanted.
    """

    left = Signal()
    next_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._writer: FieldWriter | None = None
        self.finding = ""
        self._visit_day = date.today()
        self._people: dict[str, Person] = {}
        self._level_seen: Seen = {}
        self._build()
        self.setAccessibleName(_("Finding"))

    # Building

    def _build(self) -> None:
        self.level = LevelLine()
        self.level.chosen.connect(self._confirm)
        self.description = TextField(_("What is wrong"), multiline=True)
        self.measure = TextField(_("What is to be done"), multiline=True)
        self.location = TextField(_("Place"), placeholder=_("Where exactly"))
        self.deadline = DateField(_("Deadline"))
        self.person = PersonField(_("Responsible person"))
        self.on_site = MeasureField(_("Measure on site, where it cannot wait"))
        self.strip = PhotoStrip(self._session, None, beside=True)
        self._columns: list[QBoxLayout] = []
        layout = QVBoxLayout(self)
        theme.margins(layout, 12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.level)
        layout.addLayout(self._pair(self.description, self.measure))
        layout.addLayout(self._pair(self.location, self._with_days()))
        layout.addWidget(self._with_people())
        layout.addWidget(self.on_site)
        layout.addWidget(self.strip)
        for editor in (self.description.editor, self.measure.editor, self.location.editor):
            editor.installEventFilter(self)

    def _pair(self, left: QWidget, right: QWidget) -> QBoxLayout:
        pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pair.setSpacing(12)
        pair.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.append(pair)
        return pair

    def _with_days(self) -> QWidget:
        self._days = [theme.button(f"+{days}", "quiet") for days in QUICK_DAYS]
        for button, days in zip(self._days, QUICK_DAYS, strict=True):
            name = ngettext("{days} day from the visit", "{days} days from the visit", days).format(days=days)
            _named(button, name)
            button.clicked.connect(lambda _=False, days=days: self._set_deadline(days))
        return _beside(self.deadline, self._days)

    def _with_people(self) -> QWidget:
        self._roles = {role: theme.button(_(name), "quiet") for role, name in PEOPLE.items()}
        for role, button in self._roles.items():
            _named(button, _("Fill in: {who}").format(who=button.text()))
            button.clicked.connect(lambda _=False, role=role: self._set_person(role))
        people = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.margins(people, 0)
        people.setSpacing(4)
        people.addWidget(self.person, 1)
        people.addWidget(_row(list(self._roles.values())), 0, Qt.AlignmentFlag.AlignBottom)
        self._columns.append(people)
        holder = QWidget()
        holder.setLayout(people)
        return holder

    # Opening and closing

    def open(self, shown: Shown) -> None:
        """Bind the editor to a finding; the one before is written first."""
        finding = shown.finding
        if self.finding == finding.id:
            self.refresh(shown)
            return
        self.release()
        self.finding = finding.id
        self._writer = FieldWriter(self._session, "finding", finding.id, finding.inspection or "", parent=self)
        for name, field in self._fields().items():
            self._writer.bind(field, name)
            if not self._writer.has_record:
                # Until the store has the finding, its fields show what it is about to be.
                field.set_value(getattr(finding, name))
        self.strip.set_target(Target(finding.inspection or "", finding.id, finding.form, finding.item))
        self.refresh(shown)

    def refresh(self, shown: Shown) -> None:
        """Show what may be proposed for the finding now."""
        self._visit_day, self._people = shown.visit_day, shown.people
        self._level_seen = joined(shown.seen[name] for name in ("confirmed_level", "basis") if name in shown.seen)
        self.level.show_level(shown.finding, shown.rules)
        self.location.set_suggestions(shown.places)
        self.on_site.setVisible(shown.may_measure or self.on_site.value() is not None)
        for role, button in self._roles.items():
            button.setVisible(role in shown.people)

    def release(self) -> None:
        """Write what was typed and let go of the finding."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self.finding = ""

    def flush(self) -> None:
        """Write what was typed."""
        if self._writer is not None:
            self._writer.flush()

    def _fields(self) -> dict[str, Field]:
        return {
            "description": self.description,
            "measure": self.measure,
            "location": self.location,
            "deadline": self.deadline,
            "responsible_person": self.person,
            "on_site_measure": self.on_site,
        }

    # Acting

    def _confirm(self, level: str) -> None:
        finding, author, seen = self.finding, self._session.officer, self._level_seen

        def operation(store: Store) -> Changes:
            if level:
                return findings.confirm_level(store, finding, level, author, seen)
            return findings.edit(store, finding, {"confirmed_level": None}, author, seen)

        self._session.tasks.write(operation, undo=_("Level of the hazard"))

    def _set_deadline(self, days: int) -> None:
        self.deadline.pick(self._visit_day + timedelta(days=days))

    def _set_person(self, role: str) -> None:
        person = self._people[role]
        for editor, text in (
            (self.person.name, person.name),
            (self.person.post, person.post),
            (self.person.phone, person.phone),
        ):
            editor.setText(text)
        self.person.commit()

    # Keyboard

    def take_focus(self) -> None:
        """Put the cursor at the end of the description."""
        _focus(self.description.editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter leaves a text for the next item; a picture on the clipboard is a photo, not a text."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if _is_next(event):
                self.next_wanted.emit()
                return True
            if event.matches(QKeySequence.StandardKey.Paste) and picture_only():
                self.strip.paste()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the row, Ctrl+Enter on to the next item; nothing else leaves the editor."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif _is_next(event):
            self.next_wanted.emit()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab comes from the row to the description, and goes on to the next item after the last field."""
        stops, focus = self._stops(), QApplication.focusWidget()
        if focus not in stops:
            self.take_focus()
            return True
        place = stops.index(focus) + (1 if forward else -1)
        if place < 0:
            self.left.emit()
        elif place == len(stops):
            self.next_wanted.emit()
        else:
            _focus(stops[place])
        return True

    def _stops(self) -> list[QWidget]:
        """Return the stops of the Tab key, as they are read: the description first, the level last."""
        person = (self.person.name, self.person.post, self.person.phone)
        fields = (self.description.editor, self.measure.editor, self.location.editor, self.deadline.editor)
        on_site = (self.on_site.kind, self.on_site.what, self.on_site.until)
        stops: list[QWidget] = [*fields, *self._days, *person, *self._roles.values(), *on_site]
        stops += [*self.strip.tiles(), self.strip.add_button, self.strip.paste_button, self.level.answer]
        return [stop for stop in stops if stop.isVisible() and stop.isEnabled()]

    def fit(self, width: int) -> None:
        """Stand the fields in two columns, or one below the other."""
        wide = width >= WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        for pair in self._columns:
            if pair.direction() is not direction:
                pair.setDirection(direction)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground that the fields stand on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.fillPath(path, theme.colour("sunken"))


def _focus(stop: QWidget) -> None:
    if isinstance(stop, QPlainTextEdit):
        stop.moveCursor(QTextCursor.MoveOperation.End)
    stop.setFocus(Qt.FocusReason.TabFocusReason)


def _is_next(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _named(button: QPushButton, name: str) -> None:
    button.setAccessibleName(name)
    button.setToolTip(name)


def _beside(field: QWidget, buttons: list[QPushButton]) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    theme.margins(layout, 0)
    layout.setSpacing(4)
    layout.addWidget(field, 1)
    layout.addWidget(_row(buttons), 0, Qt.AlignmentFlag.AlignBottom)
    return holder


def _row(buttons: list[QPushButton]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    theme.margins(layout, 0)
    layout.setSpacing(4)
    for button in buttons:
        layout.addWidget(button)
    layout.addStretch(1)
    return row
