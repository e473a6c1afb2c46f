"""The register from an office's table: a file is chosen, its columns named, its rows judged, the good ones taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.sites_import.columns_view import ColumnsView
from fieldcheck.gui.pages.sites_import.lines_view import LinesView
from fieldcheck.gui.pages.sites_import.work import Work
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import CheckBox, ComboBox
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Site
from fieldcheck.operations import site_import_wording as wording
from fieldcheck.operations.site_import import Choices, Imported, NameColumnMissing, Preview
from fieldcheck.operations.site_matching import Duplicate, Fate
from fieldcheck.sheets.errors import EncodingUnclear
from fieldcheck.sheets.text import ENCODINGS
from fieldcheck.store.queries import records
from fieldcheck.translation import _, ngettext

CHECK_AFTER = 250
"""Milliseconds after the last choice before the table is checked again."""
SIDE = 24


class SitesImportPage(Page):
    """Columns at the left, rows at the right, above them what holds for all of them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._path: Path | None = None
        self._choices = Choices()
        self.preview: Preview | None = None
        self.work = Work(session, self)
        self.file = theme.text_label("", "muted")
        self.choose_button = theme.button(_("Choose a table…"), "secondary", "download")
        self.import_button = theme.button(_("Import"), "primary")
        self.save_button = theme.button(_("Save the rows that will not do…"), "secondary")
        self.sheet, self.encoding = _box(_("Sheet")), _box(_("Letters"))
        self.kind, self.duplicates = _box(_("Kind of site")), _box(_("Sites that are here already"))
        self.leave_hidden = CheckBox(_("Leave hidden rows out"))
        self.found = theme.text_label("", "muted", wrap=True)
        self.progress = ProgressPanel()
        self.error = InlineError()
        self.columns, self.lines = ColumnsView(), LinesView()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._empty = self._empty_state()
        self.setAcceptDrops(True)
        self._fill_boxes()
        self._build()
        self._connect()
        self._show_ready()

    def _empty_state(self) -> EmptyState:
        text = _("Drop the table here as the office has it: Excel (.xlsx, .xls) or text (.csv). Nothing changes yet.")
        state = EmptyState("factory", _("Sites from a table"), text, _("Choose a table…"))
        state.triggered.connect(self.choose)
        return state

    def _fill_boxes(self) -> None:
        for code, word in texts.site_choices("kind"):
            self.kind.addItem(word, code)
        for choice, word in wording.DUPLICATES.items():
            self.duplicates.addItem(_(word), choice)
        for encoding in ENCODINGS:
            self.encoding.addItem(encoding, encoding)
        self.encoding.setCurrentIndex(-1)
        for box in (self.encoding, self.leave_hidden):
            theme.set_shown(box, False)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(theme.text_label(_("Sites from a table"), "title"))
        head.addWidget(self.file, 1)
        head.addWidget(self.choose_button)
        head.addWidget(self.save_button)
        head.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, SIDE, 20, SIDE, 20)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.progress)
        layout.addWidget(self.error)
        holder = QWidget()
        holder.setProperty("plain", "true")
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._body())
        layout.addWidget(holder, 1)

    def _body(self) -> QWidget:
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for box in (self.sheet, self.kind, self.duplicates, self.encoding, self.leave_hidden):
            choices.addWidget(box)
        choices.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(24)
        splitter.addWidget(self.columns)
        splitter.addWidget(self.lines)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([440, 640])
        body = QWidget()
        body.setProperty("plain", "true")
        layout = QVBoxLayout(body)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addLayout(choices)
        layout.addWidget(self.found)
        layout.addWidget(splitter, 1)
        return body

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self.choose)
        self.import_button.clicked.connect(self.start)
        self.save_button.clicked.connect(self.save_wrong)
        self.progress.cancelled.connect(self._cancel)
        self.columns.chosen.connect(self.choose_column)
        self.lines.decided.connect(self.decide_row)
        self._timer.timeout.connect(self._check)
        self.sheet.activated.connect(self._choose_sheet)
        for box in (self.kind, self.duplicates, self.encoding):
            box.activated.connect(self._choose_all)
        self.leave_hidden.clicked.connect(self._choose_all)
        self.work.checked.connect(self._show)
        self.work.imported.connect(self._imported)
        self.work.saved.connect(self._saved)
        self.work.failed.connect(self._failed)
        self.work.stepped.connect(self._step)

    def open(self, route: Route) -> None:
        """Show the page as it was left."""
        (self.choose_button if self._path else self._empty).setFocus()

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the two lists."""
        return (("↑ / ↓", _("Previous, next row")), ("1 / 2 / 3", _("Same site, another site, leave out")))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if len(event.mimeData().urls()) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped."""
        event.acceptProposedAction()
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def choose(self) -> None:
        """Ask for a file."""
        kinds = _("Tables (*.xlsx *.xlsm *.xls *.et *.csv *.txt)")
        name, _used = QFileDialog.getOpenFileName(self, _("Choose a table…"), "", kinds)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Check a file, with everything guessed."""
        self._path, self._choices, self.preview = path, Choices(), None
        self.file.setText(path.name)
        self.sheet.clear()
        theme.set_shown(self.encoding, False)
        self.encoding.setCurrentIndex(-1)
        self.leave_hidden.setChecked(False)
        self._check()

    def choose_column(self, place: int, target: str) -> None:
        """Take a column for a field; another one that a person took for it before is left out."""
        columns = {
            other: "" if target and chosen == target else chosen for other, chosen in self._choices.columns.items()
        }
        self._choices = replace(self._choices, columns={**columns, place: target})
        self._timer.start()

    def decide_row(self, row: int, choice: str) -> None:
        """Take one row for the site that is here, for another one, or leave it out."""
        self._choices = replace(self._choices, rows={**self._choices.rows, row: Duplicate(choice)})
        self._timer.start()

    def _choose_sheet(self) -> None:
        self._choices = replace(self._choices, sheet=self.sheet.currentData(), columns={}, kind="", rows={})
        self._timer.start()

    def _choose_all(self) -> None:
        self._choices = replace(
            self._choices,
            kind=self.kind.currentData(),
            duplicates=Duplicate(self.duplicates.currentData()),
            encoding=self.encoding.currentData() or "",
            leave_hidden=self.leave_hidden.isChecked(),
        )
        self._timer.start()

    def _check(self) -> None:
        if self._path is None:
            return
        self.error.clear()
        self.import_button.setEnabled(False)
        self.progress.start(_("Checking the table"))
        self.work.check(self._path, self._choices)

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        self.progress.finish()
        self._stack.setCurrentIndex(1)
        mapped = preview.mapped
        if not self.sheet.count():
            for name, hidden in mapped.sheets.items():
                self.sheet.addItem(_("{sheet} (hidden)").format(sheet=name) if hidden else name, name)
            theme.set_shown(self.sheet, self.sheet.count() > 1)
        self.sheet.setCurrentIndex(self.sheet.findData(mapped.sheet))
        self.kind.setCurrentIndex(self.kind.findData(mapped.kind))
        theme.set_shown(self.leave_hidden, bool(mapped.hidden_rows))
        self.found.setText(" ".join([*wording.found_lines(mapped), *wording.note_lines(preview)]))
        self.columns.show_columns(mapped.columns)
        self._show_lines(preview)
        if not preview.named:
            self.error.show_error(NameColumnMissing())
        self._show_ready()

    def _show_lines(self, preview: Preview) -> None:
        found = records.many(self.session.reader(), Site, sorted({line.site for line in preview.lines if line.site}))
        names = {entity: site.name or "" for entity, site in found.items()}
        self.lines.show_lines(preview.lines, names, wording.count_line(preview.counts))

    def _show_ready(self) -> None:
        counts = self.preview.counts if self.preview is not None else {}
        wanted = counts.get(Fate.NEW, 0) + counts.get(Fate.FILLED, 0)
        text = ngettext("Import {count} row", "Import {count} rows", wanted).format(count=f"{wanted:,}")
        self.import_button.setText(text if wanted else _("Import"))
        self.import_button.setEnabled(bool(wanted))
        theme.set_shown(self.import_button, self.preview is not None)
        theme.set_shown(self.choose_button, self.preview is not None)
        theme.set_shown(self.save_button, bool(counts.get(Fate.WRONG)))

    def start(self) -> None:
        """Import what was shown."""
        if self.preview is None or self._path is None:
            return
        self.error.clear()
        self._enable(False)
        self.progress.start(_("Importing"))
        self.work.run(self._path, self._choices, self.preview.mapped.sha256)

    def _enable(self, enabled: bool) -> None:
        for widget in (self.import_button, self.choose_button, self.save_button, self.columns, self.sheet, self.kind):
            widget.setEnabled(enabled)

    def _step(self, done: int, total: int) -> None:
        rows = _("{done} of {total} rows").format(done=f"{done:,}", total=f"{total:,}")
        self.progress.report(done, total, rows)

    def _cancel(self) -> None:
        self.work.stop()
        self.progress.finish()
        self._enable(True)
        self._show_ready()

    def _imported(self, imported: Imported | None) -> None:
        self._enable(True)
        self.progress.finish()
        if imported is None:
            self.session.notify.emit(_("Nothing was imported."), "info")
            return
        self.session.everything_changed()
        told = _("Imported: {counts}.").format(counts=wording.count_line(imported.counts))
        self.session.notify.emit(told, "success")
        self._check()

    def save_wrong(self) -> None:
        """Ask where the rows that will not do are to be saved."""
        if self._path is None:
            return
        proposed = self._path.with_name(_("{name} (will not do).xlsx").format(name=self._path.stem))
        name, _used = QFileDialog.getSaveFileName(self, _("Save the rows"), str(proposed), "Excel (*.xlsx)")
        if name:
            self.work.save_wrong(self._path, self._choices, Path(name))

    def _saved(self, count: int, path: str) -> None:
        text = ngettext("{count} row was saved as {path}.", "{count} rows were saved as {path}.", count)
        self.session.notify.emit(text.format(count=f"{count:,}", path=path), "success")

    def _failed(self, error: FieldCheckError) -> None:
        self._enable(True)
        self.progress.finish()
        self.error.show_error(error)
        if isinstance(error, EncodingUnclear):
            self._stack.setCurrentIndex(1)
            theme.set_shown(self.encoding, True)
        theme.set_shown(self.choose_button, True)


def _box(name: str) -> ComboBox:
    box = ComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
