"""Settings: the file, its backup, its proof, its passphrase."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.identity_panel import IdentityPanel
from fieldcheck.gui.pages.settings_passphrase import PassphrasePanel
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import stores, trust
from fieldcheck.store.verify import Report
from fieldcheck.translation import _, ngettext


class StorePanel(QWidget):
    """Where the store lies, "Back up now", "Verify", another passphrase, another identity."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.backup_button = theme.button(_("Back up now…"), "primary", "save")
        self.verify_button = theme.button(_("Verify"), "secondary", "shield-check")
        self.folder_button = theme.button(_("Show in folder"), "quiet", "folder-open")
        self.passphrase = PassphrasePanel(session)
        self.identity = IdentityPanel(session, _("The bureau says that this store was copied…"))
        theme.set_shown(self.identity, trust.signs_upward(session.reader()))
        self.progress = ProgressPanel()
        self.error = InlineError()
        self.result = theme.text_label("", "muted", wrap=True)
        self.result.setVisible(False)
        self._build()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.backup_button, self.verify_button, self.folder_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addWidget(theme.text_label(str(self._session.store.path), "body", wrap=True))
        layout.addLayout(buttons)
        for widget in (self.progress, self.error, self.result, self.passphrase, self.identity):
            layout.addWidget(widget)
        self.backup_button.clicked.connect(self.choose_backup)
        self.verify_button.clicked.connect(self.verify)
        self.folder_button.clicked.connect(self._show_folder)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._session.store.path.resolve().parent)))

    def choose_backup(self) -> None:
        """Ask where the copy goes."""
        path = self._session.store.path
        proposed = path.with_name(f"{path.stem} {date.today().isoformat()}{path.suffix}")
        name, _used = QFileDialog.getSaveFileName(
            self, _("Back up to"), str(proposed), _("FieldCheck stores (*.fcstore)")
        )
        if name:
            self.back_up(Path(name))

    def back_up(self, target: Path) -> None:
        """Write a verified copy; answers go on being saved meanwhile."""
        store = self._session.store
        self._begin(_("Copying and verifying…"))
        self._session.tasks.work(
            lambda: stores.backup_store(store, target),
            lambda report: self._done(report, _("Backed up to {path}.").format(path=target)),
            owner=self,
            failed=self._failed,
        )

    def verify(self) -> None:
        """Prove chain, fold, blobs and file."""
        store = self._session.store
        self._begin(_("Verifying…"))
        self._session.tasks.work(
            lambda: stores.verify_store(store),
            lambda report: self._done(report, _("Everything in this store holds.")),
            owner=self,
            failed=self._failed,
        )

    def _begin(self, title: str) -> None:
        self.error.clear()
        self.result.setVisible(False)
        self.progress.start(title, cancellable=False)
        self._allow(False)

    def _allow(self, allowed: bool) -> None:
        self.backup_button.setEnabled(allowed)
        self.verify_button.setEnabled(allowed)
        self.passphrase.setEnabled(allowed)
        self.identity.setEnabled(allowed)

    def _done(self, report: Report, text: str) -> None:
        self.progress.finish()
        self._allow(True)
        if report.problems:
            first = report.problems[0]
            self.error.show_error(
                ngettext("{count} problem was found.", "{count} problems were found.", len(report.problems)).format(
                    count=len(report.problems)
                )
                + " "
                + _(first.message()).format(**first.details)
            )
        else:
            self.result.setText(text)
            self.result.setVisible(True)

    def _failed(self, error: FieldCheckError) -> None:
        self.progress.finish()
        self._allow(True)
        self.error.show_error(error)
