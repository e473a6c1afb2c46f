"""A measure on site for a hazard that cannot wait: which, what it is about, until when."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.widgets.date_fields import DateField, parse_day
from fieldcheck.gui.widgets.field import ComboBox, Field
from fieldcheck.model.values import MeasureKind, OnSiteMeasure
from fieldcheck.translation import _


class MeasureField(Field):
    """In one row: the measure, what it is about, its last day. `value()` is None where no measure is chosen."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.kind, self.what, self.until = ComboBox(), QLineEdit(), QLineEdit()
        for value, text in (("", _("None")), *texts.choices(texts.MEASURES)):
            self.kind.addItem(text, value)
        named = ((self.what, _("What it is about: place, plant, works")), (self.until, _("Until, e.g. 8-1")))
        for editor, text in named:
            editor.setPlaceholderText(text)
            editor.setAccessibleName(f"{label}: {text}")
            editor.textChanged.connect(lambda *_: self._typed())
            editor.returnPressed.connect(self.commit)
        row = QWidget()
        layout = QHBoxLayout(row)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        for widget, width in ((self.kind, 3), (self.what, 4), (self.until, 2)):
            layout.addWidget(widget, width)
        self._take(self.kind, self.what, self.until, holder=row)
        self.kind.activated.connect(lambda *_: self._chosen())
        self._follow()

    def value(self) -> OnSiteMeasure | None:
        """Return the measure; a hazard that is removed at once has no last day."""
        kind = str(self.kind.currentData() or "")
        if not kind:
            return None
        day = parse_day(self.until.text(), date.today()) if kind != MeasureKind.REMOVE else None
        return OnSiteMeasure(kind, self.what.text().strip(), day.isoformat() if day else "")

    def _show(self, value: object) -> None:
        measure = value if isinstance(value, OnSiteMeasure) else OnSiteMeasure("")
        self.kind.setCurrentIndex(max(0, self.kind.findData(measure.kind)))
        self.what.setText(measure.what)
        self.until.setText(measure.until)
        self._follow()

    def _follow(self) -> None:
        """Ask only for what the chosen measure needs."""
        kind = str(self.kind.currentData() or "")
        theme.set_shown(self.what, bool(kind))
        theme.set_shown(self.until, bool(kind) and kind != MeasureKind.REMOVE)

    def _chosen(self) -> None:
        self._follow()
        self._typed()
        self.commit()

    def _typed(self) -> None:
        if self._understood():
            self.typing.emit(self.value())

    def _understood(self) -> bool:
        text = self.until.text().strip()
        return self.until.isHidden() or not text or parse_day(text, date.today()) is not None

    def commit(self) -> None:
        """Leave the field; what is no date stays as typed, with an error below."""
        if not self._understood():
            self.set_error(_(DateField.ERROR))
            return
        self.set_error("")
        super().commit()
