"""Why a document cannot be issued, and the way out, at the place where it was asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.rows import IconLabel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations.documents import OrderRefused
from fieldcheck.operations.numbers import NumbersExhausted
from fieldcheck.translation import _, error_text, ngettext


class RefusalBar(QFrame):
    """One line and one button; takes no room while there is nothing to say."""

    list_wanted = Signal()
    review_wanted = Signal()
    exchange_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("ban", "danger", 20)
        self._text = theme.text_label("", "body", wrap=True)
        self._list = theme.button(_("Go to the problem list"), "secondary", "list-checks")
        self._review = theme.button(_("Open the review"), "secondary", "arrow-right")
        self._exchange = theme.button(_("Go to Exchange"), "secondary", "arrow-right")
        self._list.clicked.connect(self.list_wanted)
        self._review.clicked.connect(self.review_wanted)
        self._exchange.clicked.connect(self.exchange_wanted)
        layout = QHBoxLayout(self)
        layout.setSpacing(12)
        theme.margins(layout, 16, 10)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._list)
        layout.addWidget(self._review)
        layout.addWidget(self._exchange)
        self.clear()

    def show_refusal(self, error: FieldCheckError, *, offer_list: bool) -> None:
        """Say why the law or the visit allows no such document, and offer the one that it does allow."""
        refused = isinstance(error, OrderRefused)
        self._show("ban" if refused else "info", "danger" if refused else "neutral", error_text(error))
        self._list.setVisible(offer_list and refused)
        self._exchange.setVisible(isinstance(error, NumbersExhausted))

    def show_gaps(self, count: int) -> None:
        """Say how many things are missing before it can be issued; nothing where it is complete."""
        if not count:
            self.clear()
            return
        text = ngettext(
            "{count} thing is missing before this can be issued.",
            "{count} things are missing before this can be issued.",
            count,
        )
        self._show("triangle-alert", "warning", text.format(count=count))
        self._review.show()

    def show_few_numbers(self, count: int) -> None:
        """Say before the last number is used that few are left, and how more are had."""
        text = ngettext(
            "{count} number is left for this kind of document. Send the bureau a package and ask it for more.",
            "{count} numbers are left for this kind of document. Send the bureau a package and ask it for more.",
            count,
        )
        self._show("triangle-alert", "warning", text.format(count=count))
        self._exchange.show()

    def show_changed(self, changed: bool, *, gaps: int, gone: bool = False) -> None:
        """Say that the visit says something else than what was issued, and what to do; with gaps the review first.

        `gone`: the interview or sampling that it was made of was deleted.
        """
        if not changed:
            self.clear()
            return
        text = _("The visit was changed after this was issued. Issue a correction.")
        if gone:
            text = _("The interview or sampling that it was made of was deleted, or has not arrived.")
        self._show("triangle-alert", "warning", text)
        self._review.setVisible(gaps > 0 and not gone)

    def _show(self, icon: str, tone: str, text: str) -> None:
        self._icon.set_icon(icon, tone)
        self._text.setText(text)
        for button in (self._list, self._review, self._exchange):
            button.hide()
        self.setProperty("banner", tone)
        theme.restyle(self)
        self.show()

    def text(self) -> str:
        """Return what is said."""
        return self._text.text()

    def clear(self) -> None:
        """Say nothing."""
        self._text.clear()
        self.hide()
