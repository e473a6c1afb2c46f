"""The history of packages: what was written and what came, newest first; what went upward can be written again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.exchange.cards import TONES
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.paged_table import Column, PagedTable
from fieldcheck.operations import exchange_wording, package_log, packages, wording
from fieldcheck.operations.background_export import Wanted
from fieldcheck.operations.package_log import Entry
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Reader
from fieldcheck.translation import _

HEIGHT = 360


class History(QWidget):
    """The list, and a button for the chosen row.

    Signals:
        again_requested: the package of the chosen row is to be written once more; carries its `Wanted`.
    """

    again_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upward: frozenset[str] = frozenset()
        self.again_button = theme.button(_("Write the same file again…"), "secondary", "refresh-cw")
        self.again_button.setEnabled(False)
        self.hint = theme.text_label("", "muted", wrap=True)
        self.table = PagedTable(session, _columns(), self._ids, _rows)
        told = _("What is written and what comes is listed here, with what became of it.")
        self.table.set_empty(EmptyState("archive", _("No packages yet"), told))
        self.table.setMinimumHeight(HEIGHT)
        self.table.view.setAccessibleName(_("History of packages"))
        self.table.selected.connect(self._choose)
        self.again_button.clicked.connect(self._ask_again)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.hint, 1)
        row.addWidget(self.again_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        self._choose("")

    def _ids(self, reader: Reader) -> list[str]:
        above = [target.device for target in packages.targets(reader) if target.direction == "upward"]
        self._upward = frozenset(above)
        return [entry.id for entry in package_log.entries(reader)]

    def reload(self) -> None:
        """Read the history again."""
        self.table.reload()

    def _wanted(self, key: str) -> Wanted | None:
        """Return what would be written again for a row, or None where that cannot be."""
        entry: Entry | None = self.table.model.row(key)
        if entry is None or not entry.outgoing or entry.device not in self._upward:
            return None
        return Wanted(entry.device, entry.name, again=entry.number)

    def _choose(self, key: str) -> None:
        self.again_button.setEnabled(self._wanted(key) is not None)
        entry: Entry | None = self.table.model.row(key)
        told = _("Choose a package that was written for the bureau to write the same file once more.")
        if entry is not None:
            told = exchange_wording.logged(entry)
        self.hint.setText(told)

    def _ask_again(self) -> None:
        wanted = self._wanted(self.table.current_id())
        if wanted is not None:
            self.again_requested.emit(wanted)


def _rows(reader: Reader, keys: Sequence[str]) -> Sequence[Entry]:
    found: Mapping[str, Entry] = {entry.id: entry for entry in package_log.entries(reader)}
    return [found[key] for key in keys if key in found]


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="at", title=_("When"), render=lambda row: wording.wall_clock(row.at), width=176),
        Column(key="who", title=_("With"), render=exchange_wording.party, stretch=True),
        Column(key="number", title=_("No."), render=lambda row: str(row.number or ""), width=64, align="right"),
        Column(key="state", title=_("State"), render=lambda row: "", width=132, chip=_chip),
        Column(key="held", title=_("Holds"), render=exchange_wording.held, width=168),
        Column(key="size", title=_("Size"), render=_size, width=92, align="right", optional=True),
    )


def _size(row: Entry) -> str:
    return wording.size(row.size) if row.size else ""


def _chip(row: Entry) -> tuple[str, str]:
    if row.outgoing:
        return (_("written again") if row.again else _("written"), "info")
    outcome = Outcome(row.outcome)
    word = _("waiting") if outcome is Outcome.WAITING else exchange_wording.outcome(outcome)
    return (word, TONES[outcome])
