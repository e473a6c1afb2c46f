"""The pages of a document in the window: a draft as it would be printed now, or the bytes that were issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.store import Reader
from fieldcheck.translation import _

if TYPE_CHECKING:
    from fieldcheck.gui.pages.visit.pdf_view import PdfView

FOOT_SPACING = 12


def load_pdf_view() -> type[PdfView] | None:
    """Return the view of pages, or None on a machine without the libraries of Qt's PDF part."""
    try:
        from fieldcheck.gui.pages.visit.pdf_view import PdfView
    except ImportError:
        return None
    return PdfView


class Preview(QWidget):
    """Shows one PDF. `loaded` follows when its bytes are there; `pdf` holds them until another is asked for."""

    loaded = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self.pdf = b""
        self._message = theme.text_label("", "muted", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._error = InlineError()
        self._pages = theme.text_label("", "caption")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._words())
        self._view: PdfView | None = None
        self._build()

    def _words(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        theme.margins(layout, 32)
        layout.addStretch(1)
        layout.addWidget(self._message)
        layout.addWidget(self._error)
        layout.addStretch(2)
        return page

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(4)
        theme.margins(layout, 0)
        layout.addWidget(self._stack, 1)
        self._foot = self._footer()
        layout.addLayout(self._foot)

    def _make_view(self) -> PdfView | None:
        """Return the view of pages, made with the first of them: its libraries are not read before."""
        if self._view is None and (view_type := load_pdf_view()) is not None:
            view = self._view = view_type()
            view.set_accessible_name(_("Pages of the document"))
            view.page_changed.connect(self._tell_page)
            self._whole.clicked.connect(view.fit_page)
            self._wide.clicked.connect(view.fit_width)
            self._stack.addWidget(view)
        return self._view

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(FOOT_SPACING)
        row.addWidget(self._pages)
        row.addStretch(1)
        self._whole = theme.icon_button("zoom-out", _("Show a whole page"))
        self._wide = theme.icon_button("zoom-in", _("Fit the width"))
        for button in (self._whole, self._wide):
            row.addWidget(button)
            button.hide()
        return row

    def add_choice(self, widget: QWidget) -> None:
        """Put a choice of how the pages are drawn at the foot, beside the page's number."""
        self._foot.insertWidget(1, widget)

    def show_document(self, read: Callable[[Reader], bytes], *, again: bool = False) -> None:
        """Read (or draw) a PDF on a reader thread and show it; an older request that comes later is not shown.

        `again` says that it is the same document as it is by now: the page in view stays in view.
        """
        if not self.pages():
            self.say(_("Drawing the pages…"))
        self._asked += 1
        asked = self._asked
        self.pdf = b""
        self._session.tasks.read(
            read,
            lambda pdf: self._show(asked, pdf, again=again),
            owner=self,
            failed=lambda error: self._failed(asked, error),
        )

    def page_text(self) -> str:
        """Return which page is shown, of how many; empty while there is none."""
        return self._pages.text()

    def pages(self) -> int:
        """Return how many pages are on the screen."""
        shown = self._view is not None and self._stack.currentWidget() is self._view
        return self._view.page_count() if self._view is not None and shown else 0

    def say(self, text: str) -> None:
        """Show a text in place of pages."""
        self._asked += 1
        self.pdf = b""
        self._message.setText(text)
        self._error.clear()
        self._show_words()

    def _show_words(self) -> None:
        if self._view is not None:
            self._view.clear()
        self._stack.setCurrentIndex(0)
        self._set_footer("", pages=False)

    def _failed(self, asked: int, error: FieldCheckError) -> None:
        if asked == self._asked:
            self._message.setText("")
            self._show_words()
            self._error.show_error(error)

    def _show(self, asked: int, pdf: bytes, *, again: bool) -> None:
        if asked != self._asked:
            return
        view = self._make_view()
        if view is None:
            self.say(_("This machine cannot show PDF pages. Save the document and open it with another program."))
        self.pdf = pdf
        if view is not None:
            self._show_pages(view, pdf, view.page() if again and self.pages() else 1)
        self.loaded.emit()

    def _show_pages(self, view: PdfView, pdf: bytes, page: int) -> None:
        try:
            view.show_pdf(pdf, page)
        except FieldCheckError as error:
            self._failed(self._asked, error)
            return
        self._stack.setCurrentWidget(view)

    def _tell_page(self, page: int, count: int) -> None:
        self._set_footer(_("Page {page} of {count}").format(page=page, count=count) if count else "", pages=count > 0)

    def _set_footer(self, text: str, *, pages: bool) -> None:
        self._pages.setText(text)
        for button in (self._whole, self._wide):
            button.setVisible(pages)
