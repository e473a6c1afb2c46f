"""Signing on the screen: for the unit or the witness, and for each officer; an aid beside the ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.signature_pad import SignaturePad
from fieldcheck.model.strokes import Drawn, SignedAs
from fieldcheck.translation import N_, _

SIZE = (860, 460)

TITLES = {SignedAs.UNIT: N_("For the unit"), SignedAs.OFFICER: N_("Officer"), SignedAs.WITNESS: N_("Witness")}


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who may sign, and as what."""

    signed_as: SignedAs
    name: str

    @property
    def title(self) -> str:
        """Return what the tab of this person says."""
        return f"{_(TITLES[self.signed_as])}: {self.name}" if self.name else _(TITLES[self.signed_as])


class SignaturesDialog(QDialog):
    """A tab for each person; `signatures()` are those that drew something."""

    def __init__(
        self, signatories: Sequence[Signatory], before: Sequence[Drawn], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Sign on the screen"))
        self.resize(*SIZE)
        self._signatories = list(signatories)
        self._drawn: list[Drawn | None] = [_before(one, before) for one in self._signatories]
        self._shown = 0
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Who signs"))
        for one in self._signatories:
            self.tabs.addTab(one.title)
        self.pad = SignaturePad()
        self.undo_button = theme.button(_("Undo the last stroke"), "secondary")
        self.clear_button = theme.button(_("Clear"), "secondary")
        self.keep_button = theme.button(_("Keep"), "primary")
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self._build()
        self._connect()
        self.pad.show_drawn(self._drawn[0] if self._drawn else None)
        self._enable()

    def _build(self) -> None:
        told = _("An aid beside the ink: the name is still written on the paper, and this can be left out.")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.undo_button, self.clear_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.keep_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tabs)
        layout.addWidget(self.pad, 1)
        layout.addWidget(theme.text_label(told, "muted", wrap=True))
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.pad.changed.connect(self._enable)
        self.undo_button.clicked.connect(self.pad.undo)
        self.clear_button.clicked.connect(self.pad.clear)
        self.keep_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)

    def _turn(self, index: int) -> None:
        self._take()
        self._shown = index
        self.pad.show_drawn(self._drawn[index])
        self._enable()

    def _take(self) -> None:
        if self._signatories:
            one = self._signatories[self._shown]
            self._drawn[self._shown] = self.pad.drawn(one.signed_as.value, one.name)

    def _enable(self) -> None:
        for button in (self.undo_button, self.clear_button):
            button.setEnabled(not self.pad.is_empty())

    def signatures(self) -> tuple[Drawn, ...]:
        """Return what was drawn, in the order of the tabs."""
        self._take()
        return tuple(one for one in self._drawn if one is not None)


def _before(one: Signatory, before: Sequence[Drawn]) -> Drawn | None:
    """Return what this person drew before, in the same window or before the program ended."""
    return next((d for d in before if (d.signed_as, d.name) == (one.signed_as.value, one.name)), None)
