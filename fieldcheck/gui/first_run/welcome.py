"""The first step: language, what the store is for, where the file goes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from fieldcheck.gui import language, theme
from fieldcheck.gui.first_run.step import Step, missing
from fieldcheck.gui.widgets.fields import ChoiceField, TextField
from fieldcheck.gui.widgets.option_list import Option, OptionList
from fieldcheck.translation import _, current_language

SUFFIX = ".fcstore"


class Way(StrEnum):
    """What a new store is for."""

    ALONE = "alone"
    JOIN = "join"
    BUREAU = "bureau"
    RECOVER = "recover"


def _ways() -> list[Option]:
    return [
        Option(
            Way.ALONE,
            _("This computer alone"),
            _("One computer does it all: an inspector without a bureau's store, or an enterprise that checks itself."),
        ),
        Option(
            Way.JOIN,
            _("Join a bureau"),
            _("A laptop for the field: the bureau sends numbers, forms and register; what you record goes back to it."),
        ),
        Option(
            Way.BUREAU,
            _("Store of a bureau"),
            _("The one computer that takes laptops in, merges what they record, and follows every hazard."),
        ),
        Option(
            Way.RECOVER,
            _("In the place of a lost bureau"),
            _(
                "The bureau's store is gone and no backup is left: begin anew from the laptops' packages and its "
                "escrow key."
            ),
        ),
    ]


class WelcomeStep(Step):
    """Language, what the store is for, and where the file goes.

    Signals:
        language_chosen: the person reads another language.
        way_chosen: the store is for something else.
    """

    language_chosen = Signal(str)
    way_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(
            theme.text_label(
                _(
                    "Everything that you enter lies in one encrypted file on this computer: sites, checklists, photos, "
                    "documents. Nothing is sent anywhere."
                ),
                "muted",
                wrap=True,
            )
        )
        self.language = ChoiceField("界面语言 / Language", list(language.NAMES.items()))
        self.language.set_value(current_language())
        self.language.left.connect(self.language_chosen.emit)
        self.add(self.language)
        self.ways = OptionList(_("What is this store for?"), _ways())
        self.ways.set_value(Way.ALONE)
        self.ways.chosen.connect(lambda _value: self.way_chosen.emit())
        self.column.addWidget(self.ways)
        self.file = TextField(_("Where the file goes"))
        self.file.set_value(str(default_path()))
        self.add(self.file)
        choose = theme.button(_("Choose another place…"), "quiet", "folder-open")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self.column.addLayout(row)

    def title(self) -> str:
        """Return the name of the step."""
        return _("Welcome to FieldCheck")

    def begin(self) -> None:
        """Put the keyboard on the language."""
        self.language.setFocus()

    def way(self) -> Way:
        """Return what the store is for."""
        return Way(self.ways.value())

    def path(self) -> Path:
        """Return where the store goes."""
        path = Path(self.file.value()).expanduser()
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def _choose(self) -> None:
        name, _used = QFileDialog.getSaveFileName(
            self, _("Where the file goes"), str(self.path()), _("FieldCheck stores (*.fcstore)")
        )
        if name:
            self.file.set_value(name)

    def problem(self) -> str:
        """Return what is wrong with the place."""
        problem = missing([self.file])
        if not problem and self.path().exists():
            self.file.set_error(_("There is already a file here. Choose another name."))
            problem = _("Something is still missing above.")
        return problem


def default_path() -> Path:
    """Return a free place in the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents or Path.home()) / "FieldCheck"
    names = [_("Inspections"), *(f"{_('Inspections')} {number}" for number in range(2, 100))]
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())
