"""Cards of the Exchange page: one for the bureau above, one for each package that was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.exchange.errors import ChainForked, ChainForkedBefore
from fieldcheck.gui import theme
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import exchange_wording
from fieldcheck.operations.background_export import Wanted
from fieldcheck.operations.packages import Outgoing
from fieldcheck.operations.verdicts import Outcome, Preview, Verdict
from fieldcheck.translation import _, error_text

TONES: Mapping[Outcome, str] = {
    Outcome.IMPORTED: "success",
    Outcome.NOTHING_NEW: "neutral",
    Outcome.REFUSED: "danger",
    Outcome.WAITING: "warning",
    Outcome.STOPPED: "warning",
}
"""In which tone a chip says what became of a package."""


class OutgoingCard(QFrame):
    """What waits for the bureau above.

    Signals:
        export_requested: packages are to be written; carries a list of `Wanted`.
    """

    export_requested = Signal(object)

    def __init__(self, found: Outgoing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self.found = found
        self.export_button = theme.button(_("Export…"), "primary", "upload")
        self.rewrite_button = theme.button(_("Write the last one again…"), "quiet")
        self.export_button.setEnabled(found.changes > 0)
        theme.set_shown(self.rewrite_button, found.number > 0)
        self.export_button.setAccessibleName(_("Export for {name}").format(name=found.name))
        self.export_button.clicked.connect(lambda: self.export_requested.emit([Wanted(found.to, found.name)]))
        again = Wanted(found.to, found.name, again=found.number)
        self.rewrite_button.clicked.connect(lambda: self.export_requested.emit([again]))
        self._build()

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(theme.text_label(self.found.name, "heading", wrap=True))
        self.waiting = theme.text_label(exchange_wording.waiting(self.found), "body", wrap=True)
        texts.addWidget(self.waiting)
        texts.addWidget(theme.text_label(exchange_wording.sent(self.found), "muted", wrap=True))
        layout = QHBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(texts, 1)
        layout.addWidget(self.rewrite_button)
        layout.addWidget(self.export_button)


class PackageCard(QFrame):
    """One package that was opened: checked, then previewed or refused, then what became of it.

    Signals:
        removed: the person does not want it in the list.
    """

    removed = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self.path = path
        self.ready = False
        self.outcome: Outcome | None = None
        self.chip = StatusChip(_("being checked"), "info")
        self.text = theme.text_label("", "body", wrap=True)
        self.error = InlineError()
        self.way_out = theme.text_label("", "body", wrap=True)
        self.remove_button = theme.icon_button("x", _("Take {name} off the list").format(name=path.name))
        self.remove_button.clicked.connect(self.removed)
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(theme.text_label(self.path.name, "label", wrap=True), 1)
        head.addWidget(self.chip)
        head.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.error)
        layout.addWidget(self.way_out)
        theme.set_shown(self.way_out, False)

    def show_preview(self, found: Preview) -> None:
        """Show what importing would do."""
        self.ready = True
        self._show_error(None)
        if found.nothing_new:
            self.chip.set(_("nothing new"), "neutral")
        elif found.conflicts:
            self.chip.set(_("opens conflicts"), "warning")
        elif found.refused:
            self.chip.set(_("not all of it counts"), "warning")
        else:
            self.chip.set(_("can be imported"), "success")
        self.text.setText("\n".join(_preview_lines(found)))

    def show_importing(self) -> None:
        """Say that it is this one's turn."""
        self.chip.set(_("being imported"), "info")

    def show_refusal(self, error: FieldCheckError, *, waits: bool = False) -> None:
        """Show why it cannot be imported; one that `waits` may still follow another of the list."""
        self.ready = waits
        outcome = Outcome.WAITING if waits else Outcome.REFUSED
        self._show_outcome(outcome)
        self._show_lines([error_text(error)] if waits else [])
        self._show_error(None if waits else error)

    def show_verdict(self, found: Verdict) -> None:
        """Show what became of it."""
        self.ready = found.outcome in (Outcome.WAITING, Outcome.STOPPED)
        self._show_outcome(found.outcome)
        gap = found.error if found.outcome is Outcome.WAITING else None
        self._show_lines([error_text(gap)] if gap is not None else exchange_wording.brought_lines(found))
        self._show_error(found.error if gap is None else None)

    def _show_lines(self, lines: Sequence[str]) -> None:
        self.text.setText("\n".join(lines))
        theme.set_shown(self.text, bool(lines))

    def _show_error(self, error: FieldCheckError | None) -> None:
        self.error.clear()
        if error is not None:
            self.error.show_error(error)
        self.way_out.setText(_way_out(error))
        theme.set_shown(self.way_out, bool(self.way_out.text()))

    def _show_outcome(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.chip.set(exchange_wording.outcome(outcome), TONES[outcome])


def _way_out(error: FieldCheckError | None) -> str:
    """Return where in the window of the other device its way out is; nothing for an error that needs none."""
    if not isinstance(error, ChainForked | ChainForkedBefore):
        return ""
    told = _(
        "On {device}: open Settings, choose “The bureau says that this store was copied…” and type {seq}. Then it asks "
        "to be taken in again, and nothing that was typed there is lost."
    )
    if error.code != ChainForked.code:
        # The number of its message is none of the changes that the other device wrote as the one that it is now.
        told = _(
            "On {device}: open Settings, choose “The bureau says that this store was copied…” and leave the number "
            "empty. Then it asks to be taken in again, and nothing that was typed there is lost."
        )
    return told.format(device=error.details["device"], seq=error.details["seq"])


def _preview_lines(found: Preview) -> list[str]:
    about = found.description
    return [
        exchange_wording.from_line(about),
        *exchange_wording.clock_lines(about),
        *exchange_wording.bring_lines(found),
    ]
