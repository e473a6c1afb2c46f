"""The laptops of a bureau on the Exchange page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.exchange.device_cards import DeviceCard
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.gradually import Gradually
from fieldcheck.model.values import Role
from fieldcheck.operations.background_export import Wanted
from fieldcheck.operations.outstanding import Standing
from fieldcheck.translation import _, ngettext


class Laptops(QWidget):
    """A card for each laptop, and one button that writes for all to whom something is to be sent.

    Signals:
        export_requested: packages are to be written; carries a list of `Wanted`.
        approve_requested: a laptop is to get another area; carries its id.
    """

    export_requested = Signal(object)
    approve_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: dict[str, Standing] = {}
        self.cards: dict[str, DeviceCard] = {}
        self.summary = theme.text_label("", "muted", wrap=True)
        self.all_button = theme.button(_("Write for all…"), "primary", "upload")
        self.all_button.clicked.connect(lambda: self.export_requested.emit(self.due()))
        self._making = Gradually(self._make, self)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.summary, 1)
        head.addWidget(self.all_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(self._list)

    def due(self) -> list[Wanted]:
        """Return a package for each laptop that was not sent everything, or that has sent something since its last."""
        return [Wanted(one.device, one.name) for one in self._found.values() if _is_due(one)]

    def show_standings(self, found: Sequence[Standing]) -> None:
        """Show these laptops; a card in which somebody is typing stays as it is."""
        self._making.clear()
        self._found = {one.device: one for one in found}
        for device in [device for device in self.cards if device not in self._found]:
            self._remove(device)
        self._making.add(found)
        count = len(self.due())
        told = ngettext("{count} laptop; {due} to write for.", "{count} laptops; {due} to write for.", len(found))
        if any(one.role == Role.BUREAU for one in found):
            told = _("{count} taken in; {due} to write for.")
        self.summary.setText(told.format(count=len(found), due=count) if found else _("No laptop was taken in yet."))
        self.all_button.setEnabled(bool(count))
        theme.set_shown(self.all_button, bool(found))

    def _make(self, one: Standing) -> None:
        card = self.cards.get(one.device)
        if card is not None and (card.form is not None or _same_head(card.found, one)):
            card.show_standing(one)
            return
        made = DeviceCard(self._session, one)
        made.export_requested.connect(lambda found: self.export_requested.emit([Wanted(found.device, found.name)]))
        made.approve_requested.connect(self.approve_requested)
        place = self._list.count() if card is None else self._list.indexOf(card)
        if card is not None:
            self._remove(one.device)
        self._list.insertWidget(place, made)
        self.cards[one.device] = made

    def _remove(self, device: str) -> None:
        card = self.cards.pop(device)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()


def _is_due(found: Standing) -> bool:
    waiting = found.waiting
    if waiting is None:
        return False
    return waiting.changes > 0 or (found.heard_at or "") > (waiting.sent_at or "")


def _same_head(one: Standing, other: Standing) -> bool:
    return (one.name, one.role, one.towns, one.sectors) == (other.name, other.role, other.towns, other.sectors)
