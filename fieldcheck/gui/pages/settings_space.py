"""Settings: the space that originals of photos take, and what of it a laptop can give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.operations import freeing, wording
from fieldcheck.operations.freeing import NoBackupKnown, Space
from fieldcheck.store import Reader
from fieldcheck.translation import _


@dataclass(frozen=True, slots=True)
class _Found:
    """What can be freed, None where no backup is known of, and what was freed before."""

    freeable: Space | None
    freed: Space


def _find(reader: Reader) -> _Found:
    try:
        freeable: Space | None = freeing.freeable(reader, date.today())
    except NoBackupKnown:
        # A bureau, a laptop for itself, or one whose bureau made no backup yet: there is nothing to offer.
        freeable = None
    return _Found(freeable, freeing.freed(reader))


class SpacePanel(QWidget):
    """One line and a button; nothing at all where nothing can be freed and nothing was."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.text = theme.text_label("", "muted", wrap=True)
        self.free_button = theme.button(_("Free the space"), "secondary", "archive")
        self.error = InlineError()
        self.free_button.clicked.connect(self.free)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.free_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addLayout(row)
        layout.addWidget(self.error)
        theme.set_shown(self, False)

    def reload(self) -> None:
        """Look again what can be freed."""
        self._session.tasks.read(_find, self._show, owner=self)

    def _show(self, found: _Found) -> None:
        can = found.freeable is not None and found.freeable.photos > 0
        theme.set_shown(self, can or found.freed.photos > 0)
        theme.set_shown(self.free_button, can)
        self.free_button.setEnabled(can)
        self.text.setText("\n".join(_lines(found)))

    def free(self) -> None:
        """Give up what can be; answers go on being saved meanwhile."""
        store = self._session.store
        self.error.clear()
        self.free_button.setEnabled(False)
        self._session.tasks.work(
            lambda: freeing.free(store, date.today()), self._freed, owner=self, failed=self.error.show_error
        )

    def _freed(self, space: Space) -> None:
        told = _("Freed {count} photos, {size}; their originals lie in the bureau's store.")
        self._session.notify.emit(told.format(count=space.photos, size=wording.size(space.size)), "success")
        self.reload()


def _lines(found: _Found) -> list[str]:
    lines = []
    if found.freeable is not None and found.freeable.photos:
        told = _("{count} original photos of closed matters ({size}) lie in the bureau's backup and can be freed here.")
        lines.append(told.format(count=found.freeable.photos, size=wording.size(found.freeable.size)))
    if found.freed.photos:
        told = _("{count} original photos ({size}) lie in the bureau's store alone; open one to ask for it.")
        lines.append(told.format(count=found.freed.photos, size=wording.size(found.freed.size)))
    return lines
