"""Dates and times as people type them, with a calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.field import Field
from fieldcheck.translation import N_, _

_FULL = re.compile(r"^\s*(\d{4})\D+(\d{1,2})\D+(\d{1,2})")
_SHORT = re.compile(r"^\s*(\d{1,2})[^\d:：]+(\d{1,2})")
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})\b")
_TIME = re.compile(r"(\d{1,2})\s*[:：时点]\s*(\d{1,2})")
_DAYS = re.compile(r"^\s*([+-]\d{1,4})\s*$")


def parse_day(text: str, today: date) -> date | None:
    """Return the day that a person typed: 2026-8-1, 2026年8月1日, 20260801, 8-1 (this year), +15 (days from today)."""
    if days := _DAYS.match(text):
        return today + timedelta(days=int(days[1]))
    found = _FULL.match(text) or _COMPACT.match(text)
    parts = [int(part) for part in found.groups()] if found else []
    if not found and (short := _SHORT.match(text)):
        parts = [today.year, int(short[1]), int(short[2])]
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def parse_moment(text: str, today: date) -> datetime | None:
    """Return the local time that a person typed: a day as above and 9:05, or 9:05 alone (`today`)."""
    found = _TIME.search(text)
    if found is None:
        return None
    before = text[: found.start()].strip()
    day = parse_day(before, today) if before else today
    try:
        clock = time(int(found[1]), int(found[2]))
    except ValueError:
        return None
    return datetime.combine(day, clock).astimezone() if day else None


class Calendar(QFrame):
    """A month to pick a day from, over the field."""

    def __init__(self, field: _Dated) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        theme.surface(self, "raised")
        self._field = field
        self.month = QCalendarWidget()
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._colour_days()
        layout = QVBoxLayout(self)
        theme.margins(layout, 8)
        layout.addWidget(self.month)
        self.month.clicked.connect(self._take)
        self.month.activated.connect(self._take)

    def _colour_days(self) -> None:
        plain = QTextCharFormat()
        plain.setForeground(theme.colour("text"))
        for day in Qt.DayOfWeek:
            self.month.setWeekdayTextFormat(day, plain)
        header = QTextCharFormat()
        header.setForeground(theme.colour("muted"))
        header.setBackground(theme.colour("raised"))
        self.month.setHeaderTextFormat(header)

    def _take(self, chosen: QDate) -> None:
        self.close()
        self._field.pick(date(chosen.year(), chosen.month(), chosen.day()))


class _Dated(Field):
    """What both fields share: the line, its calendar, arrow keys."""

    ERROR = ""

    def __init__(self, label: str, *, required: bool, example: str, parent: QWidget | None) -> None:
        super().__init__(label, required=required, parent=parent)
        self.editor = QLineEdit()
        self.editor.setPlaceholderText(_("e.g. {example}").format(example=example))
        action = QAction(theme.icon("calendar", "muted"), _("Calendar"), self.editor)
        action.triggered.connect(self.open_calendar)
        self.editor.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        self._take(self.editor)
        self.editor.textChanged.connect(lambda *_: self._typed())
        self.editor.returnPressed.connect(self.commit)

    def _typed(self) -> None:
        if self._understood():
            self.typing.emit(self.value())

    def _understood(self) -> bool:
        raise NotImplementedError

    def _write_again(self) -> None:
        raise NotImplementedError

    def day(self) -> date:
        """Return the day that the field holds, or today."""
        raise NotImplementedError

    def pick(self, day: date) -> None:
        """Take a day from the calendar."""
        raise NotImplementedError

    def commit(self) -> None:
        """Leave the field; what is no date stays as typed, with an error below."""
        if not self._understood():
            self.set_error(_(self.ERROR))
            return
        self.set_error("")
        self._write_again()
        super().commit()

    def open_calendar(self) -> None:
        """Show a month to pick from."""
        calendar = Calendar(self)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        day = self.day()
        calendar.month.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.move(self.editor.mapToGlobal(QPoint(0, self.editor.height() + 4)))
        calendar.show()
        calendar.month.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow up and down move by a day, Alt+Down opens the calendar."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
            if step is not None:
                self.pick(self.day() + timedelta(days=step))
                return True
        return super().eventFilter(watched, event)


class DateField(_Dated):
    """A day. `value()` is a `date`, or None where the field is empty or not yet a date."""

    ERROR = N_("This is no date. Type it like 2026-08-01.")

    def __init__(self, label: str, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, required=required, example="8-1", parent=parent)

    def value(self) -> date | None:
        """Return the day."""
        return parse_day(self.editor.text(), date.today())

    def day(self) -> date:
        """Return the day that the field holds, or today."""
        return self.value() or date.today()

    def _show(self, value: object) -> None:
        day = date.fromisoformat(value[:10]) if isinstance(value, str) and value else value
        self.editor.setText(day.isoformat() if isinstance(day, date) else "")

    def _understood(self) -> bool:
        return not self.editor.text().strip() or self.value() is not None

    def _write_again(self) -> None:
        if (day := self.value()) is not None:
            self.editor.setText(day.isoformat())

    def pick(self, day: date) -> None:
        """Take a day from the calendar."""
        self.editor.setText(day.isoformat())
        self.commit()


class DateTimeField(_Dated):
    """A legal time. `value()` is ISO 8601 to the minute with the offset that it was written with, or empty."""

    ERROR = N_("This is no time. Type it like 2026-08-01 09:05.")

    def __init__(self, label: str, required: bool = False, parent: QWidget | None = None) -> None:
        self._kept = ""
        super().__init__(label, required=required, example="8-1 9:05", parent=parent)
        self._shown = ""
        now = QAction(theme.icon("clock", "muted"), _("Now"), self.editor)
        now.triggered.connect(self.set_now)
        self.editor.addAction(now, QLineEdit.ActionPosition.TrailingPosition)

    def value(self) -> str:
        """Return the time; a text that was not changed keeps its own offset."""
        text = self.editor.text().strip()
        if self._kept and text == _written(self._kept):
            return self._kept
        found = parse_moment(text, self.day())
        return found.isoformat(timespec="minutes") if found else ""

    def day(self) -> date:
        """Return the day that the field holds, or today."""
        return parse_day(self.editor.text(), date.today()) or date.today()

    def _show(self, value: object) -> None:
        self._kept = str(value or "")
        self.editor.setText(_written(self._kept))

    def _understood(self) -> bool:
        return not self.editor.text().strip() or bool(self.value())

    def _write_again(self) -> None:
        if value := self.value():
            self._show(value)

    def set_now(self) -> None:
        """Take the clock as it is now."""
        self.editor.setText(_written(datetime.now().astimezone().isoformat(timespec="minutes")))
        self.commit()

    def pick(self, day: date) -> None:
        """Take a day from the calendar and keep the hour, which is now where there was none."""
        value = self.value()
        clock = datetime.fromisoformat(value).time() if value else datetime.now().time()
        self.editor.setText(f"{day.isoformat()} {clock:%H:%M}")
        self.commit()


def _written(iso: str) -> str:
    try:
        return datetime.fromisoformat(iso).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return iso
