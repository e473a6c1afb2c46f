"""The program with its window: from the first run or the passphrase to the open store, and back to the desktop.

What one start in a hundred needs (first run, crash dialog) is imported when it is needed: the window opens sooner.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from fieldcheck import __version__
from fieldcheck.gui import language, preferences, theme
from fieldcheck.gui.claim import Claim
from fieldcheck.gui.crash import CrashHandler
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.opening import Opened, open_store, open_under
from fieldcheck.gui.session import Session
from fieldcheck.gui.theme import fonts, icons
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import identity
from fieldcheck.store.key import COST
from fieldcheck.translation import _, ngettext

if TYPE_CHECKING:
    from fieldcheck.gui.unlock import UnlockWindow

SWITCH_INTERVAL = 0.0005
"""Seconds: beside a busy Python thread a frame of the window measured 52 ms with the ordinary 5 ms, 7 ms with this."""


def prepare() -> QApplication:
    """Return the application object with letters, language and theme; nothing is drawn yet."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("FieldCheck")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("fieldcheck")
    fonts.load()
    language.speak(app, language.chosen())
    theme.apply(app, preferences.load().theme)
    app.setWindowIcon(QIcon(theme.pixmap("shield-check", 64, "accent")))
    return app


class Program(QObject):
    """Holds the one window that is open now."""

    def __init__(self, app: QApplication, *, cost: int = COST) -> None:
        super().__init__(app)
        self._app = app
        self._cost = cost
        self.window: QWidget | None = None
        self.session: Session | None = None
        self._claim: Claim | None = None
        preferences.signals().language_changed.connect(self._speak)

    @classmethod
    def start(cls, path: Path | None, passphrase: str | None) -> int:
        """Run until the window is closed; return the exit code."""
        app = prepare()
        crashes = CrashHandler(app)
        program = cls(app)
        program.open(path, passphrase)
        gc.freeze()
        gc.enable()
        try:
            return app.exec()
        finally:
            program.close()
            crashes.restore()
            icons.forget()

    def open(self, path: Path | None, passphrase: str | None = None) -> None:
        """Show the window for `path`: open where the passphrase is known, else asking for it, else the first run."""
        chosen = path or next(iter(preferences.recent_stores()), None)
        if chosen is None:
            self.show_first_run()
        elif passphrase is None:
            self.show_unlock(chosen)
        else:
            self._open_now(chosen, passphrase)

    def _open_now(self, path: Path, passphrase: str) -> None:
        try:
            opened = open_store(path, passphrase)
        except FieldCheckError as error:
            self.show_unlock(path, error)
            return
        self.show_store(opened)

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def show_unlock(self, path: Path, error: FieldCheckError | None = None) -> None:
        """Ask for the passphrase of `path`."""
        self._show(self._unlock_window(path, error))

    def _unlock_window(self, path: Path, error: FieldCheckError | None = None) -> UnlockWindow:
        from fieldcheck.gui.unlock import UnlockWindow

        window = UnlockWindow(path, error)
        window.opened.connect(self.show_store)
        window.new_wanted.connect(self.show_first_run)
        return window

    def change_passphrase(self, passphrase: str) -> None:
        """Close the store, put it under a new passphrase, open it again; where that fails the old one is asked for."""
        assert self.session is not None, "only an open store gets another passphrase"
        path, raw_key = self.session.store.path, self.session.store.raw_key
        window = self._unlock_window(path)
        self._show(window)
        self._close_session()
        window.run(lambda: open_under(path, raw_key, passphrase), _("Changing…"), self._passphrase_changed)

    def _passphrase_changed(self, opened: Opened) -> None:
        self.show_store(opened)
        assert self.session is not None
        self.session.notify.emit(_("The passphrase was changed. Backups made before keep the old one."), "success")

    def show_first_run(self) -> None:
        """Make a new store."""
        from fieldcheck.gui.first_run.window import FirstRunWindow

        recent = preferences.recent_stores()
        window = FirstRunWindow(has_stores=bool(recent), cost=self._cost)
        window.opened.connect(self.show_store)
        window.language_chosen.connect(self._choose_language)
        window.back_wanted.connect(self._back_to_stores)
        self._show(window)

    def _back_to_stores(self) -> None:
        self.show_unlock(preferences.recent_stores()[0])

    def show_store(self, opened: Opened) -> None:
        """Show an open store where the person left it."""
        preferences.remember_store(opened.store.path)
        self.session = Session(opened.store, self)
        self.session.passphrase_chosen.connect(self.change_passphrase)
        self._claim = Claim(opened.store.path)
        window = self._main_window(self.session)
        if self._claim.is_second:
            told = _("This store is open in another window too. What is written there is shown here late: close one.")
            window.toasts.show(told, "warning")
        if opened.recovered:
            text = ngettext(
                "{count} text that was being typed when the program stopped is kept.",
                "{count} texts that were being typed when the program stopped are kept.",
                opened.recovered,
            )
            window.toasts.show(text.format(count=opened.recovered), "success")
        if opened.taken is not None:
            reason = _(identity.REASONS[opened.taken.former.reason])
            told = _("This store now writes as another device. {reason} See the Exchange page.")
            window.toasts.show(told.format(reason=reason), "warning")

    def _main_window(self, session: Session) -> MainWindow:
        window = MainWindow(session)
        window.begin()
        self._show(window)
        return window

    def _choose_language(self, chosen: str) -> None:
        preferences.save(language=chosen)
        preferences.signals().language_changed.emit(chosen)

    def _speak(self, chosen: str) -> None:
        """Draw the window in another language: a new window at the same place."""
        language.speak(self._app, chosen)
        if isinstance(self.window, MainWindow) and self.session is not None:
            self.window.flush()
            self._main_window(self.session)
        elif self.window is not None:
            self.show_first_run()

    def close(self) -> None:
        """Close window and store; what is queued is written first."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self._close_session()

    def _close_session(self) -> None:
        if self.session is not None:
            self.session.shared.close()
            self.session.tasks.close()
            self.session.store.close()
            self.session.deleteLater()
            self.session = None
        if self._claim is not None:
            self._claim.release()
            self._claim = None
