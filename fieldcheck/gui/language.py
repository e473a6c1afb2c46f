"""The language of the window: the program's texts by gettext, Qt's own dialogs by Qt's catalogue."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from fieldcheck.gui import preferences
from fieldcheck.translation import LANGUAGES, set_language, system_language

NAMES = {"zh_CN": "简体中文", "en": "English"}


class _Installed:
    translator: QTranslator | None = None


def chosen() -> str:
    """Return the language that the person chose, else the system's."""
    kept = preferences.load().language
    return kept if kept in LANGUAGES else system_language()


def speak(app: QApplication, language: str) -> None:
    """Speak `language` in all windows that are made from now on, Qt's own included. Raises KeyError."""
    set_language(language)
    QLocale.setDefault(QLocale(language))
    if _Installed.translator is not None:
        app.removeTranslator(_Installed.translator)
        _Installed.translator = None
    if language == "en":
        return
    translator = QTranslator(app)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
        _Installed.translator = translator
