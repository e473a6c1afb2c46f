"""The bureau has changes of this store's device that the store does not have: what that means, and the way out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.identity_panel import IdentityPanel
from fieldcheck.gui.session import Session
from fieldcheck.translation import _


class CopiedCard(QFrame):
    """Shown once a package from above said so, until the store writes as another device."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._told_by: set[Path] = set()
        self.identity = IdentityPanel(session, _("Write as another device…"), "primary")
        told = _(
            "The bureau has changes under this device's name that are not here: another copy of this store sent them."
        )
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(theme.text_label(_("This store was copied, or put back from a backup"), "heading", wrap=True))
        layout.addWidget(theme.text_label(told, "body", wrap=True))
        layout.addWidget(self.identity)
        self.identity.taken.connect(lambda: theme.set_shown(self, False))
        theme.set_shown(self, False)

    def offer(self, path: Path) -> None:
        """Show the way out; a package that said so before is no news."""
        if path not in self._told_by:
            self._told_by.add(path)
            theme.set_shown(self, True)
