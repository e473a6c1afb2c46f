"""Texts in the language of the person: gettext catalogues, compiled in a wheel, read as they are in a checkout."""

from __future__ import annotations

import gettext
import io
import locale
import os
from functools import cache
from pathlib import Path

from fieldcheck.model.errors import N_, FieldCheckError
from fieldcheck.paths import data_directory

LANGUAGES = ("zh_CN", "en")
SOURCE = "en"
"""The language that the texts are written in: its catalogue says the same, and is not read."""
DOMAIN = "fieldcheck"

__all__ = ["LANGUAGES", "N_", "_", "current_language", "error_text", "ngettext", "set_language", "system_language"]


class _State:
    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def system_language() -> str:
    """Return "zh_CN" where the system speaks Chinese, else "en"."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    language = named or locale.getlocale()[0] or ""
    return "zh_CN" if language.lower().startswith(("zh", "chinese")) else "en"


def set_language(language: str) -> None:
    """Speak `language` ("zh_CN" or "en") from now on. Raises KeyError for another, DataMissing."""
    if language not in LANGUAGES:
        raise KeyError(language)
    _State.language = language
    if language == SOURCE:
        _State.catalogue = gettext.NullTranslations()
        return
    _State.catalogue = _load(data_directory("resources") / "translations" / language / "LC_MESSAGES")


@cache
def _load(folder: Path) -> gettext.GNUTranslations:
    compiled = folder / f"{DOMAIN}.mo"
    data = compiled.read_bytes() if compiled.exists() else _compiled(folder / f"{DOMAIN}.po")
    return gettext.GNUTranslations(io.BytesIO(data))


def _compiled(source: Path) -> bytes:
    # Imported where it is needed: an installed program has its catalogues compiled, and starts sooner without.
    import polib

    return bytes(polib.pofile(str(source)).to_binary())


def current_language() -> str:
    """Return the language that is spoken now."""
    return _State.language


def _(text: str) -> str:
    """Return the translation of an English text."""
    return _State.catalogue.gettext(text) if text else text


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the translation for `count` of something."""
    return _State.catalogue.ngettext(singular, plural, count)


def error_text(error: FieldCheckError) -> str:
    """Return what a person reads of an error, in the language of the program."""
    details = {name: _(value) if isinstance(value, str) and value else value for name, value in error.details.items()}
    return _(error.message).format(**details)
