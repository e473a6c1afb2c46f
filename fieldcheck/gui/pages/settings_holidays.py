"""Settings of a bureau: the days off of each year, which deadlines run around, and what a change of them moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.fields import ChoiceField, DateField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.identifiers import holidays_id
from fieldcheck.model.planning import Holidays
from fieldcheck.operations import holiday_lists, holidays
from fieldcheck.operations.holidays import Moved
from fieldcheck.store import Reader, Seen
from fieldcheck.store.queries import conflicts
from fieldcheck.store.reader import one_view
from fieldcheck.translation import _, current_language, error_text, ngettext

ROWS = 8
"""Days that are seen at once."""


class HolidaysPanel(QWidget):
    """One year at a time: its days, a line that adds one, and a place to paste a whole year."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tables: dict[int, Holidays] = {}
        self._seen: dict[int, Seen] = {}
        self.year = ChoiceField(_("Year"))
        self.source = TextField(_("Source"), placeholder=_("The notice that announces them"))
        self.days = QListWidget()
        self.day = DateField(_("Another day"))
        self.kind = ChoiceField(_("Kind"), [("off", _("Day off")), ("work", _("Worked"))])
        self.warning = theme.text_label("", "danger", wrap=True)
        self.effect = theme.text_label("", "muted", wrap=True)
        self.error = InlineError()
        self.add_button = theme.button(_("Add"), "secondary", "plus")
        self.remove_button = theme.button(_("Remove"), "quiet")
        self.paste_button = theme.button(_("Paste a year…"), "quiet", "clipboard-check")
        self.pasting = PastePanel()
        self._connect()
        self._build()

    def _connect(self) -> None:
        self.kind.set_value("off")
        self.year.left.connect(lambda _: self._show())
        self.source.left.connect(lambda text: self._keep(replace(self.table(), source=text)))
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.paste_button.clicked.connect(self._begin_pasting)
        self.pasting.taken.clicked.connect(self._take_pasted)
        self.pasting.text.typing.connect(self._preview)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.days, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)

    def _build(self) -> None:
        self.days.setAccessibleName(_("Days off and weekends that are worked"))
        self.days.setUniformItemSizes(True)
        self.days.setFixedHeight(ROWS * self.days.fontMetrics().height() + ROWS * 13)
        head = _row((self.year, 1), (self.source, 4))
        adding = _row((self.day, 2), (self.kind, 2), (self.add_button, 0), (self.remove_button, 0))
        adding.addStretch(1)
        adding.addWidget(self.paste_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addWidget(self.warning)
        layout.addLayout(head)
        layout.addWidget(self.days)
        layout.addLayout(adding)
        for widget in (self.pasting, self.effect, self.error):
            layout.addWidget(widget)
        theme.set_shown(self.effect, False)
        theme.set_shown(self.pasting, False)

    def table(self) -> Holidays:
        """Return the year in view; an empty table where nothing is known of it."""
        year = int(self.year.value())
        return self._tables.get(year) or Holidays(id=holidays_id(year), year=year)

    def reload(self) -> None:
        """Read the years again; the one in view stays."""
        with one_view(self._session.reader()) as reader:
            found = holidays.everything(reader)
            self._seen = {table.year or 0: _seen(reader, table) for table in found}
            missing = holidays.missing_years(reader, date.today())
        self._tables = {table.year: table for table in found if table.year}
        self._offer_years(int(self.year.value() or date.today().year))
        told = _("The days off of {year} are not entered: until then deadlines know only its weekends.")
        self.warning.setText("\n".join(told.format(year=year) for year in missing))
        theme.set_shown(self.warning, bool(missing))
        self._show()

    def _show(self) -> None:
        table, row = self.table(), self.days.currentRow()
        if not self.source.hasFocus():
            self.source.set_value(table.source or "")
        self.days.clear()
        told = dict.fromkeys(table.days_off or (), _("Day off"))
        told |= dict.fromkeys(table.working_days or (), _("Worked"))
        for day in sorted(told):
            item = QListWidgetItem(f"{texts.day(day)} · {_weekday(day)} · {told[day]}")
            item.setData(Qt.ItemDataRole.UserRole, day)
            self.days.addItem(item)
        self.days.setCurrentRow(min(max(row, 0), self.days.count() - 1))
        self.remove_button.setEnabled(bool(told))

    def add(self) -> None:
        """Add the day that was typed; one that was the other kind becomes this one."""
        day = self.day.value()
        if day is None:
            self.day.set_error(_("This is no date. Type it like 2026-08-01."))
            return
        if abs(day.year - int(self.year.value())) > 1:
            self.day.set_error(_("This day does not lie in or beside the year in view."))
            return
        table = _without(self.table(), day)
        if self.kind.value() == "work":
            table = replace(table, working_days=(*(table.working_days or ()), day))
        else:
            table = replace(table, days_off=(*(table.days_off or ()), day))
        self._keep(table)
        self.day.set_value(None)

    def remove(self) -> None:
        """Remove the day in view."""
        item = self.days.currentItem()
        if item is not None:
            self._keep(_without(self.table(), item.data(Qt.ItemDataRole.UserRole)))

    def _keep(self, table: Holidays) -> None:
        """Write a year, show it at once, and say what that moves."""
        self.error.clear()
        before, after = self._calendars(table)
        assert table.year is not None, "it is the year in view, or the one that was pasted"
        seen, author = self._seen.get(table.year), self._session.officer
        self._tables[table.year] = table
        self._show()
        self._session.tasks.read(lambda reader: holidays.moved(reader, before, after), self._tell, owner=self)
        self._session.tasks.write(
            lambda store: holidays.set_years(store, [table], author, seen), failed=self._refused, undo=_("Days off")
        )

    def _calendars(self, table: Holidays) -> tuple[Calendar, Calendar]:
        others = [known for year, known in self._tables.items() if year != table.year]
        return Calendar.of(self._tables.values()), Calendar.of([*others, table])

    def _refused(self, error: FieldCheckError) -> None:
        self.reload()
        self.error.show_error(error)

    def _tell(self, moved: Sequence[Moved]) -> None:
        self.effect.setText(effect_text(moved))
        theme.set_shown(self.effect, True)

    def _begin_pasting(self) -> None:
        theme.set_shown(self.pasting, True)
        self.pasting.begin()

    def _preview(self, text: str) -> None:
        """Say what a pasted text holds, and what it would move."""
        self.pasting.read(text, int(self.year.value()))
        table = self.pasting.table
        if table is not None:
            before, after = self._calendars(table)
            self._session.tasks.read(
                lambda reader: holidays.moved(reader, before, after), self.pasting.tell_effect, owner=self
            )

    def _take_pasted(self) -> None:
        table = self.pasting.table
        if table is None or table.year is None:
            return
        theme.set_shown(self.pasting, False)
        known = self._tables.get(table.year)
        self._keep(table if table.source or known is None else replace(table, source=known.source))
        self._offer_years(table.year)
        self._show()

    def _offer_years(self, chosen: int) -> None:
        this = date.today().year
        self.year.set_choices([(str(year), str(year)) for year in sorted({*self._tables, this, this + 1})])
        self.year.set_value(str(chosen))


class PastePanel(QWidget):
    """A place for the text of a notice, what was understood of it, and the button that takes it.

    `table` is the year that was understood, None where there is none yet.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: Holidays | None = None
        self.text = TextField(
            _("Paste the notice of the State Council, or a list with a day and 休 or 班 in each line"), multiline=True
        )
        self.told = theme.text_label("", "muted", wrap=True)
        self.taken = theme.button(_("Take this year"), "primary")
        cancel = theme.button(_("Cancel"), "quiet")
        cancel.clicked.connect(lambda: theme.set_shown(self, False))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.taken)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        for widget in (self.text, self.told):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def begin(self) -> None:
        """Wait for a text."""
        self.text.set_value("")
        self.read("", 0)
        self.text.setFocus()

    def read(self, text: str, year: int) -> None:
        """Understand a text; a year that it does not name is `year`."""
        self.table = None
        self.text.set_error("")
        self.told.setText("")
        if text:
            try:
                self.table = holiday_lists.pasted(text, year)
            except holiday_lists.ListWrong as error:
                self.text.set_error(error_text(error))
        if self.table is not None:
            self.told.setText(_summary(self.table))
        self.taken.setEnabled(self.table is not None)

    def tell_effect(self, moved: Sequence[Moved]) -> None:
        """Say what taking the year would move."""
        if self.table is not None:
            self.told.setText(f"{_summary(self.table)} {effect_text(moved)}")


def effect_text(moved: Sequence[Moved]) -> str:
    """Return how many open hazards are due on another day, and the first such day."""
    if not moved:
        return _("No deadline of an open hazard moves.")
    count = sum(one.hazards for one in moved)
    told = ngettext(
        "The deadline of {count} open hazard moves, for example from {before} to {after}.",
        "The deadlines of {count} open hazards move, for example from {before} to {after}.",
        count,
    )
    return told.format(count=count, before=texts.day(moved[0].before), after=texts.day(moved[0].after))


def _summary(table: Holidays) -> str:
    told = _("{year}: {off} off, {worked} worked instead.")
    return told.format(year=table.year, off=len(table.days_off or ()), worked=len(table.working_days or ()))


def _without(table: Holidays, day: date) -> Holidays:
    off, worked = (tuple(one for one in days or () if one != day) for days in (table.days_off, table.working_days))
    return replace(table, days_off=off, working_days=worked)


def _seen(reader: Reader, table: Holidays) -> Seen:
    return conflicts.joined(conflicts.seen(reader, "holidays", table.id).values())


def _weekday(day: date) -> str:
    return QLocale(current_language()).dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget, stretch in parts:
        row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignBottom)
    return row
