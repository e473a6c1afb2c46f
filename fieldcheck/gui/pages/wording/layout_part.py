"""The layout of a document: margins, fonts, sizes of type, room for names and the seal; made a few at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from fieldcheck.documents.rules import FONTS, LIMITS, Wrong, range_text
from fieldcheck.gui import theme, wording_words
from fieldcheck.gui.widgets.decimal_field import DecimalField
from fieldcheck.gui.widgets.fields import ChoiceField, Field
from fieldcheck.gui.widgets.gradually import Gradually
from fieldcheck.translation import _

COLUMNS = 2


class LayoutPart(QWidget):
    """One field for each measure, in groups. `changed` follows every keystroke; `font_wanted` asks for a font file."""

    changed = Signal()
    font_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        self.fields: dict[str, Field] = {}
        self._shown: dict[str, float | str] = {}
        self._told: dict[str, str] = {}
        self._fonts: Sequence[tuple[str, str]] = ()
        self._grids: dict[str, QGridLayout] = {}
        self.take_button = theme.button(_("Take a font in…"), "secondary", "plus")
        self.take_button.clicked.connect(self.font_wanted)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(16)
        for title, keys in wording_words.GROUPS.items():
            layout.addWidget(self._group(_(title), keys))
        layout.addStretch(1)
        self._gradually = Gradually(self._make, self)

    def _group(self, title: str, keys: Sequence[str]) -> QFrame:
        card = theme.surface(QFrame(), "card")
        column = QVBoxLayout(card)
        theme.margins(column, 16, 12)
        column.setSpacing(8)
        column.addWidget(theme.text_label(title, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._grids |= dict.fromkeys(keys, grid)
        column.addLayout(grid)
        if keys[0] in FONTS:
            told = _("A TrueType font (.ttf) whose maker allows embedding; letters that it lacks are drawn in Noto.")
            column.addWidget(theme.text_label(told, "muted", wrap=True))
            column.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _make(self, key: str) -> None:
        name, grid = wording_words.name(key), self._grids[key]
        field: Field = ChoiceField(name, self._fonts) if key in FONTS else DecimalField(name)
        if key in LIMITS:
            field.setToolTip(range_text(LIMITS[key]))
        field.set_value(self._shown[key])
        field.set_error(self._told.get(key, ""))
        field.typing.connect(lambda _: self.changed.emit())
        self.fields[key] = field
        place, columns = grid.count(), 1 if key in FONTS else COLUMNS
        grid.addWidget(field, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)

    def offer_fonts(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these fonts (value, name)."""
        self._fonts = choices
        for field in self.fields.values():
            if isinstance(field, ChoiceField):
                field.set_choices(choices)

    def show_layout(self, layout: Mapping[str, float | str]) -> None:
        """Show the measures of a wording."""
        first = not self._shown
        self._shown, self._told = dict(layout), {}
        for key, field in self.fields.items():
            field.set_value(layout[key])
        if first:
            self._gradually.add(key for keys in wording_words.GROUPS.values() for key in keys)

    def values(self) -> dict[str, float | str]:
        """Return the measures as they stand; what is no number as an empty text, which the check refuses."""
        found = {key: field.value() for key, field in self.fields.items()}
        return self._shown | {key: "" if value is None else value for key, value in found.items()}

    def show_wrong(self, wrong: Sequence[Wrong]) -> None:
        """Say at each measure what is wrong with it."""
        self._told = {one.key: one.told for one in wrong}
        for key, field in self.fields.items():
            field.set_error(self._told.get(key, ""))
