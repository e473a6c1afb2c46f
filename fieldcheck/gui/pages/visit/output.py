"""A document out of the window: into a file, onto paper. The system's own dialogs are the only ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldcheck.gui.pages.visit.preview import load_pdf_view
from fieldcheck.gui.session import Session
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import files
from fieldcheck.translation import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from fieldcheck.gui.pages.visit.pdf_view import Printing

FOLDER = "documents-folder"
"""Local state: where the last document was saved."""


class DocumentOutput(QObject):
    """Saves and prints PDF bytes. `saved` and `printed` follow when it is done."""

    saved = Signal(str)
    printed = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def save(self, pdf: bytes, name: str) -> None:
        """Ask for a file and write the bytes."""
        proposed = str(self._folder() / name)
        chosen, _filter = QFileDialog.getSaveFileName(self._window, _("Save the document"), proposed, "PDF (*.pdf)")
        if chosen:
            self.write(Path(chosen), pdf)

    def write(self, path: Path, pdf: bytes) -> None:
        """Write the bytes to a file, whole or not at all; a name without an ending gets one."""
        target = path if path.suffix else path.with_suffix(".pdf")
        self._session.tasks.work(lambda: files.write_new(target, pdf), lambda _none: self._written(target), owner=self)

    def _written(self, path: Path) -> None:
        self._session.set_state(FOLDER, str(path.parent))
        self._session.notify.emit(_("Saved as {path}").format(path=path), "success")
        self.saved.emit(str(path))

    def _folder(self) -> Path:
        kept = self._session.state(FOLDER)
        if isinstance(kept, str) and Path(kept).is_dir():
            return Path(kept)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def can_print(self) -> bool:
        """Return whether this machine has the libraries to draw pages for a printer."""
        return load_pdf_view() is not None

    def print_document(self, pdf: bytes, name: str) -> None:
        """Ask for a printer and print every page at 300 dpi."""
        from fieldcheck.gui.pages.visit import pdf_view

        try:
            count = pdf_view.page_count(pdf)
        except FieldCheckError as error:
            self._session.show_error(error)
            return
        printer = pdf_view.new_printer(name)
        if pdf_view.ask_for_printer(printer, count, self._window):
            self.print_on(printer, pdf, count)

    def print_on(self, printer: QPrinter, pdf: bytes, count: int) -> None:
        """Draw the pages one by one on a reader thread, so that only one is ever in memory, and put them on paper."""
        from fieldcheck.gui.pages.visit import pdf_view

        self._next_page(pdf_view.Printing(printer, count), pdf)

    def _next_page(self, printing: Printing, pdf: bytes) -> None:
        from fieldcheck.gui.pages.visit import pdf_view

        if not printing.pages:
            printing.finish()
            self.printed.emit()
            return
        page = printing.pages.pop(0)

        def put(image: QImage) -> None:
            printing.add(image)
            self._next_page(printing, pdf)

        self._session.tasks.work(lambda: pdf_view.page_image(pdf, page), put, owner=self)
