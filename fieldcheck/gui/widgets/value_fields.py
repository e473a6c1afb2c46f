"""Fields of the register: what is known or not, and facts that are only true together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.date_fields import DateField, parse_day
from fieldcheck.gui.widgets.field import ComboBox, Field
from fieldcheck.model.values import Approval, Contact, Elevation, Graded, Licence, Place
from fieldcheck.translation import N_, _

DATUMS_OF_PLACES = ("WGS84", "GCJ-02", "CGCS2000")


class YesNoField(Field):
    """Yes, no, or not known. `value()` is a bool or None."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.editor = ComboBox()
        for text, value in ((_("Not known"), None), (_("Yes"), True), (_("No"), False)):
            self.editor.addItem(text, value)
        self._take(self.editor)
        self.editor.activated.connect(lambda _: self.commit())

    def value(self) -> bool | None:
        """Return what is chosen."""
        return (None, True, False)[max(0, self.editor.currentIndex())]

    def _show(self, value: object) -> None:
        self.editor.setCurrentIndex((None, True, False).index(value) if isinstance(value, bool) else 0)


class PartsField(Field):
    """Several editors that make one value: `read` makes it of their texts (None where there is none), `write` back.

    Where `read` raises ValueError, the parts make no value and `wrong` says so below them.
    """

    def __init__(
        self,
        label: str,
        parts: Mapping[str, QLineEdit | ComboBox],
        read: Callable[..., object],
        write: Callable[[Any], Sequence[str]],
        wrong: str = DateField.ERROR,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent=parent)
        self._parts = list(parts.values())
        self._read, self._write, self._wrong = read, write, wrong
        row = QWidget()
        layout = QHBoxLayout(row)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        for name, editor in parts.items():
            editor.setAccessibleName(f"{label}: {name}")
            if isinstance(editor, QLineEdit):
                editor.setPlaceholderText(name)
                editor.setMinimumWidth(72)
                editor.textChanged.connect(lambda *_: self._typed())
                editor.returnPressed.connect(self.commit)
            else:
                editor.activated.connect(lambda _: self._typed())
            layout.addWidget(editor, 1)
        self._take(*self._parts, holder=row)

    def value(self) -> Any:
        """Return the value; what cannot be read counts as none."""
        try:
            return self._read(*(_text(part) for part in self._parts))
        except ValueError:
            return None

    def _typed(self) -> None:
        self.typing.emit(self.value())

    def commit(self) -> None:
        """Hand the value over, unless a part cannot be read."""
        try:
            self._read(*(_text(part) for part in self._parts))
        except ValueError:
            self.set_error(_(self._wrong))
            return
        self.set_error("")
        super().commit()

    def _show(self, value: object) -> None:
        shown = [""] * len(self._parts) if value is None else self._write(value)
        for part, text in zip(self._parts, shown, strict=True):
            if isinstance(part, QLineEdit):
                part.setText(text)
                part.setCursorPosition(0)
            else:
                _choose(part, text)


def elevation_field(label: str) -> PartsField:
    """Return a field for a level with its datum."""
    return PartsField(
        label,
        {_("Metres"): QLineEdit(), _("Datum of heights"): QLineEdit()},
        lambda metres, datum: Elevation(metres, datum) if metres else None,
        lambda value: (value.metres, value.datum),
    )


def graded_field(label: str, choices: Sequence[tuple[str, str]], day: str) -> PartsField:
    """Return a field for a class with a day; `day` says which."""
    box = ComboBox()
    box.addItem(_("Not known"), "")
    for code, text in choices:
        box.addItem(text, code)
    return PartsField(
        label,
        {_("Class"): box, day: QLineEdit()},
        lambda grade, on: Graded(grade, _day(on)) if grade else None,
        lambda value: (value.grade, _written(value.day)),
    )


def approval_field(label: str) -> PartsField:
    """Return a field for the number and day of an approval."""
    return PartsField(
        label,
        {_("Number"): QLineEdit(), _("Day"): QLineEdit()},
        lambda number, on: Approval(number, _day(on)) if number or on else None,
        lambda value: (value.number, _written(value.day)),
    )


def place_field(label: str) -> PartsField:
    """Return a field for a point with its datum."""
    box = ComboBox()
    for datum in DATUMS_OF_PLACES:
        box.addItem(datum, datum)
    return PartsField(
        label,
        {_("Latitude"): QLineEdit(), _("Longitude"): QLineEdit(), _("Datum"): box},
        _place,
        lambda value: (value.latitude, value.longitude, value.datum),
        N_("A place needs latitude and longitude in decimal degrees, like 37.4631 and 121.4478."),
    )


def _place(latitude: str, longitude: str, datum: str) -> Place | None:
    """Return the point of what was typed, None where that is nothing. Raises ValueError for what is no point."""
    if not latitude and not longitude:
        return None
    if not (abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180):
        raise ValueError(latitude, longitude)
    return Place(latitude, longitude, datum)


class RowsField(Field):
    """Several values, one a row, each of a few texts; an empty row takes one more. `value()` is a tuple or None."""

    def __init__(
        self,
        label: str,
        parts: Sequence[str],
        read: Callable[..., object],
        write: Callable[[Any], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent=parent)
        self._names, self._read, self._write = tuple(parts), read, write
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        theme.margins(self._grid, 0)
        self._grid.setSpacing(8)
        self._rows: list[list[QLineEdit]] = []
        self._take(*self._add_row(), holder=self._holder)

    def _add_row(self) -> list[QLineEdit]:
        row = []
        for column, name in enumerate(self._names):
            editor = QLineEdit()
            editor.setPlaceholderText(name)
            editor.setAccessibleName(f"{self.label}: {name}")
            editor.setMinimumWidth(72)
            editor.textChanged.connect(lambda *_: self._typed())
            editor.returnPressed.connect(partial(self._go_on, editor))
            self._grid.addWidget(editor, len(self._rows), column)
            row.append(editor)
        self._rows.append(row)
        return row

    def _go_on(self, editor: QLineEdit) -> None:
        """Make a change of what was typed, and stand in the next cell."""
        self.commit()
        cells = [cell for row in self._rows for cell in row]
        cells[min(cells.index(editor) + 1, len(cells) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _one_more(self) -> None:
        added = self._add_row()
        self._editors += added
        for editor in added:
            editor.installEventFilter(self)

    def _typed(self) -> None:
        if any(editor.text().strip() for editor in self._rows[-1]):
            self._one_more()
        self.typing.emit(self.value())

    def _texts(self) -> list[list[str]]:
        rows = [[editor.text().strip() for editor in row] for row in self._rows]
        return [row for row in rows if any(row)]

    def value(self) -> Any:
        """Return the values; what cannot be read counts as none."""
        try:
            return tuple(self._read(*row) for row in self._texts()) or None
        except ValueError:
            return None

    def commit(self) -> None:
        """Hand the values over, unless a row cannot be read."""
        try:
            [self._read(*row) for row in self._texts()]
        except ValueError:
            self.set_error(_(DateField.ERROR))
            return
        self.set_error("")
        super().commit()

    def _show(self, value: object) -> None:
        rows = [self._write(one) for one in value] if isinstance(value, tuple) else []
        while len(self._rows) <= len(rows):
            self._one_more()
        for number, row in enumerate(self._rows):
            for column, editor in enumerate(row):
                editor.setText(rows[number][column] if number < len(rows) else "")


def contacts_field(label: str) -> RowsField:
    """Return a field for the contacts of a site."""
    return RowsField(
        label, (_("What for"), _("Name"), _("Phone")), Contact, lambda one: (one.role, one.name, one.phone)
    )


def licences_field(label: str) -> RowsField:
    """Return a field for the licences of a site."""
    return RowsField(
        label,
        (_("Licence"), _("Licence number"), _("Valid until")),
        lambda name, number, until: Licence(name, number, _day(until)),
        lambda one: (one.name, one.number, _written(one.until)),
    )


def _text(part: QLineEdit | ComboBox) -> str:
    return part.text().strip() if isinstance(part, QLineEdit) else str(part.currentData() or "")


def _choose(box: ComboBox, code: str) -> None:
    index = box.findData(code)
    if index < 0 and code:
        box.addItem(code, code)
        index = box.count() - 1
    box.setCurrentIndex(max(0, index))


def _day(text: str) -> date | None:
    """Return the day that a text means, None for none. Raises ValueError for one that is no day."""
    found = parse_day(text, date.today()) if text else None
    if text and found is None:
        raise ValueError(text)
    return found


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
