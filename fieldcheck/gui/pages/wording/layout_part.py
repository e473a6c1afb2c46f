"""The layout of a document: margins, fonts, sizes of type, room for names and the seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from fieldcheck.documents.rules import FONTS, LIMITS, Wrong, range_text
from fieldcheck.gui import theme, wording_words
from fieldcheck.gui.widgets.decimal_field import DecimalField
from fieldcheck.gui.widgets.fields import ChoiceField, Field
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
        self.take_button = theme.button(_("Take a font in…"), "secondary", "plus")
        self.take_button.clicked.connect(self.font_wanted)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(16)
        for title, keys in wording_words.GROUPS.items():
            layout.addWidget(self._group(_(title), keys))
        layout.addStretch(1)

    def _group(self, title: str, keys: Sequence[str]) -> QFrame:
        card = theme.surface(QFrame(), "card")
        column = QVBoxLayout(card)
        theme.margins(column, 16, 12)
        column.setSpacing(8)
        column.addWidget(theme.text_label(title, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        columns = 1 if keys[0] in FONTS else COLUMNS
        for place, key in enumerate(keys):
            field = self.fields[key] = self._field(key)
            grid.addWidget(field, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        if keys[0] in FONTS:
            told = _("A TrueType font (.ttf) whose maker allows embedding; letters that it lacks are drawn in Noto.")
            column.addWidget(theme.text_label(told, "muted", wrap=True))
            column.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _field(self, key: str) -> Field:
        name = wording_words.name(key)
        field: Field = ChoiceField(name) if key in FONTS else DecimalField(name)
        if key in LIMITS:
            field.setToolTip(range_text(LIMITS[key]))
        field.typing.connect(lambda _: self.changed.emit())
        return field

    def offer_fonts(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these fonts (value, name)."""
        for key in FONTS:
            field = self.fields[key]
            assert isinstance(field, ChoiceField), "a font is chosen"
            field.set_choices(choices)

    def show_layout(self, layout: Mapping[str, float | str]) -> None:
        """Show the measures of a wording."""
        for key, field in self.fields.items():
            field.set_value(layout[key])

    def values(self) -> dict[str, float | str]:
        """Return the measures as they stand; what is no number as an empty text, which the check refuses."""
        found = {key: field.value() for key, field in self.fields.items()}
        return {key: "" if value is None else value for key, value in found.items()}

    def show_wrong(self, wrong: Sequence[Wrong]) -> None:
        """Say at each measure what is wrong with it."""
        told = {one.key: one.told for one in wrong}
        for key, field in self.fields.items():
            field.set_error(told.get(key, ""))
