"""Joining a bureau: what the laptop is called, then its request and the words that people compare."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from fieldcheck.gui import theme
from fieldcheck.gui.background import Background
from fieldcheck.gui.first_run.step import Step, missing
from fieldcheck.gui.texts import ROLES, choices
from fieldcheck.gui.widgets.fields import ChoiceField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.words_view import WordsView
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import Role
from fieldcheck.operations import enrolment
from fieldcheck.operations.requests import LONGEST_NAME, SUFFIX
from fieldcheck.store import Store
from fieldcheck.translation import _


class LaptopStep(Step):
    """What the bureau calls this laptop, and who uses it."""

    def __init__(self) -> None:
        super().__init__()
        told = _(
            "The bureau sees this name in its list of laptops and on every package: the number on the sticker, or the "
            "name of the team. What it issues belongs to this laptop."
        )
        self.column.addWidget(theme.text_label(told, "muted", wrap=True))
        self.name = TextField(_("Name of the laptop"), placeholder=_("Team 1, laptop 3"), required=True)
        below = {role: word for role, word in ROLES.items() if role != Role.BUREAU}
        self.who = ChoiceField(_("This computer is used by"), choices(below))
        self.who.set_value(Role.INSPECTOR.value)
        self.add(self.name, self.who)

    def title(self) -> str:
        """Return the name of the step."""
        return _("This laptop")

    def begin(self) -> None:
        """Put the keyboard on the name."""
        self.name.setFocus()

    def problem(self) -> str:
        """Return what is wrong with the name."""
        problem = missing([self.name])
        if not problem and len(self.name.value()) > LONGEST_NAME:
            self.name.set_error(_("At most {count} characters.").format(count=LONGEST_NAME))
            problem = _("Something is still missing above.")
        return problem


def next_steps() -> tuple[str, ...]:
    """Return what happens between the request and the answer."""
    return (
        _("Take the request to the bureau: by stick, by mail, over a shared folder."),
        _("Read these eight words to the bureau by telephone. It takes this laptop in only where they are the same."),
        _("Open the bureau's answer (*.fcpkg) on the page Exchange, and compare its words in the same way."),
        _("Until then sites, visits and photos can be recorded; documents need the bureau's name and numbers."),
    )


class RequestStep(Step):
    """The store is there: its request is written, and its words are read out."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._store: Store | None = None
        self._name = ""
        self.words = WordsView()
        self.write_button = theme.button(_("Write the request…"), "primary", "upload")
        self.written = theme.text_label("", "body", wrap=True)
        self.error = InlineError()
        self.write_button.clicked.connect(self._ask)
        self._build()

    def _build(self) -> None:
        self.column.addWidget(theme.text_label(_("The eight words of this laptop"), "caption"))
        self.column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.write_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.written)
        self.column.addWidget(self.error)
        self.column.addWidget(theme.text_label(_("What happens next"), "label"))
        for number, text in enumerate(next_steps(), start=1):
            self.column.addWidget(theme.text_label(f"{number}. {text}", "muted", wrap=True))
        self.written.hide()

    def title(self) -> str:
        """Return the name of the step."""
        return _("Ask the bureau")

    def begin(self) -> None:
        """Put the keyboard on the button that writes."""
        self.write_button.setFocus()

    def show_store(self, store: Store, name: str, words: Sequence[str]) -> None:
        """Show the words of a store that was just made."""
        self._store, self._name = store, name
        self.words.set_words(words)

    def _ask(self) -> None:
        proposed = str(Path.home() / f"{self._name}{SUFFIX}")
        told = _("Requests (*.fcrequest)")
        name, _used = QFileDialog.getSaveFileName(self, _("Save the request"), proposed, told)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the request."""
        store, name = self._store, self._name
        assert store is not None, "the step is shown once the store is there"
        target = path if path.suffix else path.with_suffix(SUFFIX)
        self.error.clear()
        self.write_button.setEnabled(False)
        self._background.run(lambda: enrolment.write_request(store, name, target), self._done, self._failed)

    def _done(self, path: Path) -> None:
        self.write_button.setEnabled(True)
        self.written.setText(_("Wrote {path}.").format(path=path))
        self.written.show()

    def _failed(self, error: FieldCheckError) -> None:
        self.write_button.setEnabled(True)
        self.error.show_error(error)
