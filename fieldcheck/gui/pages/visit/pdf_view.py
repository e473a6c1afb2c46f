"""Pages of a PDF on the screen and on paper. The one module that imports Qt's PDF and print libraries.

Import it where it is used, and expect ImportError: a bare machine may lack their system libraries.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.model.errors import N_, DocumentError

PRINT_DPI = 300
POINTS_PER_INCH = 72


class PdfNotReadable(DocumentError):
    """Bytes that Qt cannot show as pages."""

    code = "PDF_NOT_READABLE"
    message = N_("The document cannot be shown here ({reason}). Save it and open it with another program.")


class _Pages:
    """A document that reads from bytes in memory; the buffer lives as long as it."""

    def __init__(self) -> None:
        self._buffer = QBuffer()
        self.document = QPdfDocument()

    def open(self, pdf: bytes) -> None:
        """Read these bytes in place of others. Raises PdfNotReadable."""
        self.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.error() is not QPdfDocument.Error.None_:
            raise PdfNotReadable(reason=self.document.error().name)

    def close(self) -> None:
        """Let go of the bytes."""
        self.document.close()
        self._buffer.close()


@contextmanager
def _opened(pdf: bytes) -> Iterator[QPdfDocument]:
    pages = _Pages()
    pages.open(pdf)
    try:
        yield pages.document
    finally:
        pages.close()


class _DocumentView(QPdfView):
    """The pages of one document, from the first to the last picture of them."""

    def __init__(self, pages: _Pages, zoom: QPdfView.ZoomMode, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(zoom)
        self.setFrameShape(QPdfView.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setDocument(pages.document)

    def let_go(self) -> None:
        """Draw no more."""
        self._pages.close()
        self.hide()
        self.deleteLater()


class PdfView(QWidget):
    """The pages of a PDF below one another, as wide as the view; Qt draws them on a thread of its own."""

    page_changed = Signal(int, int)
    """Page at the top, from 1, and how many there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._set_view(_DocumentView(_Pages(), QPdfView.ZoomMode.FitToWidth, "", self))

    def _set_view(self, view: _DocumentView) -> None:
        self._view = view
        self._layout.addWidget(view)
        self.setFocusProxy(view)
        view.pageNavigator().currentPageChanged.connect(self._tell_page)

    def show_pdf(self, pdf: bytes, page: int = 1) -> None:
        """Show a document from a page on, the last where it has fewer.

        Raises PdfNotReadable; what was shown stays then.
        """
        pages = _Pages()
        pages.open(pdf)
        # A view of its own for each document: a page of the old one that is still being drawn when the document is
        # exchanged would be taken for the new one's, and stay.
        before, focused = self._view, self._view.hasFocus()
        self._set_view(_DocumentView(pages, before.zoomMode(), self._name, self))
        if focused:
            self._view.setFocus()
        before.let_go()
        self._tell_page(0)
        if page > 1:
            # The new view knows where its pages lie once it has its size.
            QTimer.singleShot(0, self._view, lambda: self._go_to(page))

    def _go_to(self, page: int) -> None:
        self._view.pageNavigator().jump(min(page, self.page_count()) - 1, QPointF(), 0)

    def page(self) -> int:
        """Return which page is at the top, from 1."""
        return self._view.pageNavigator().currentPage() + 1

    def clear(self) -> None:
        """Show nothing."""
        self._view.document().close()

    def page_count(self) -> int:
        """Return how many pages are shown."""
        return self._view.document().pageCount()

    def set_accessible_name(self, name: str) -> None:
        """Name the pages for a screen reader."""
        self._name = name
        self._view.setAccessibleName(name)

    def fit_width(self) -> None:
        """Make a page as wide as the view."""
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def fit_page(self) -> None:
        """Make a whole page visible."""
        self._view.setZoomMode(QPdfView.ZoomMode.FitInView)

    def _tell_page(self, page: int) -> None:
        self.page_changed.emit(page + 1, self.page_count())


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has. Raises PdfNotReadable. Safe on any thread."""
    with _opened(pdf) as document:
        return document.pageCount()


def page_image(pdf: bytes, page: int, dpi: int = PRINT_DPI) -> QImage:
    """Return one page, from 0, as an opaque picture. Raises PdfNotReadable. Safe on any thread."""
    with _opened(pdf) as document:
        points = document.pagePointSize(page)
        size = QSize(round(points.width() * dpi / POINTS_PER_INCH), round(points.height() * dpi / POINTS_PER_INCH))
        drawn = document.render(page, size)
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return paper


def new_printer(title: str) -> QPrinter:
    """Return a printer for A4 pages that reach to the edge of the paper: a document brings its own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


def ask_for_printer(printer: QPrinter, pages: int, parent: QWidget) -> bool:
    """Let the person choose in the system's own dialog; return whether to print."""
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    return dialog.exec() == QPrintDialog.DialogCode.Accepted


class Printing:
    """One document on its way to a printer: the caller brings the pictures of the pages one by one."""

    def __init__(self, printer: QPrinter, pages: int) -> None:
        first, last = printer.fromPage() or 1, printer.toPage() or pages
        self.pages = list(range(first - 1, min(last, pages)))
        self._printer = printer
        self._painter = QPainter()
        self._started = False

    def add(self, image: QImage) -> None:
        """Put one page on paper, centred and as large as the paper is."""
        if not self._started:
            self._started = self._painter.begin(self._printer)
        else:
            self._printer.newPage()
        paper = QRectF(self._printer.paperRect(QPrinter.Unit.DevicePixel))
        size = image.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2
        self._painter.drawImage(QRectF(left, top, size.width(), size.height()), image)

    def finish(self) -> None:
        """Hand the pages to the system."""
        if self._painter.isActive():
            self._painter.end()
