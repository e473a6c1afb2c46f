"""How many numbers of each series a laptop is granted, for this year and the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.widgets.field import Field
from fieldcheck.operations.numbers import ALL, MOST, SERIES_CODES, Grant
from fieldcheck.translation import _

WIDTH = 96


class BlocksField(Field):
    """`value()` is a tuple of `Grant`: one for each count that is not empty or 0.

    With `alike` all kinds of documents get the same numbers, for a bureau whose cases keep theirs.
    """

    def __init__(self, label: str, *, alike: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        year = date.today().year
        self.counts: dict[tuple[str, int], QLineEdit] = {}
        holder = QWidget()
        grid = QGridLayout(holder)
        theme.margins(grid, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for column, one in enumerate((year, year + 1), start=1):
            grid.addWidget(theme.text_label(str(one), "caption"), 0, column)
        for row, (code, name) in enumerate(_rows(alike=alike), start=1):
            grid.addWidget(theme.text_label(name), row, 0)
            for column, one in enumerate((year, year + 1), start=1):
                grid.addWidget(self._count(code, one, name), row, column)
        grid.setColumnStretch(3, 1)
        self._take(*self.counts.values(), holder=holder)
        self._shown: tuple[Grant, ...] = ()

    def _count(self, code: str, year: int, name: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setValidator(QIntValidator(0, MOST, editor))
        editor.setFixedWidth(WIDTH)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setPlaceholderText("0")
        told = _("How many numbers: {name}, {year}")
        editor.setAccessibleName(told.format(name=name, year=year))
        editor.textChanged.connect(lambda *_: self.typing.emit(self.value()))
        self.counts[(code, year)] = editor
        return editor

    def value(self) -> tuple[Grant, ...]:
        """Return what is granted."""
        typed = ((code, year, int(editor.text() or 0)) for (code, year), editor in self.counts.items())
        return tuple(Grant(code, year, count) for code, year, count in typed if count)

    def _show(self, value: object) -> None:
        wanted: Sequence[Grant] = value if isinstance(value, tuple) else ()
        counted = {(one.code, one.year): one.count for one in wanted}
        for key, editor in self.counts.items():
            editor.setText(str(counted.get(key, "")))


def _rows(*, alike: bool) -> list[tuple[str, str]]:
    """Return code and name of each row."""
    if alike:
        return [(ALL, _("All kinds of documents, the same numbers"))]
    return [(code, f"{texts.document_kind(kind)} ({code})") for kind, code in SERIES_CODES.items()]
