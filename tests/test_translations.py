"""The catalogues: every text in both languages, with the same placeholders, and the same plain words everywhere."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import polib
import pytest

import fieldcheck
from fieldcheck import translation
from fieldcheck.model.errors import FieldCheckError
from tests.catalogues import script

texts = script()


def modules() -> Iterator[ModuleType]:
    """Yield every module of the program; the window's too."""
    yield fieldcheck
    for found in pkgutil.walk_packages(fieldcheck.__path__, "fieldcheck."):
        if found.name != "fieldcheck.__main__":
            yield importlib.import_module(found.name)


def every_error() -> list[type[FieldCheckError]]:
    assert list(modules())
    found: set[type[FieldCheckError]] = set()
    waiting = [FieldCheckError]
    while waiting:
        kind = waiting.pop()
        found.add(kind)
        waiting += kind.__subclasses__()
    return sorted((kind for kind in found if kind.__module__.startswith("fieldcheck")), key=lambda kind: kind.__name__)


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(texts.path_of(language)))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_text_is_missing(language: str) -> None:
    assert texts.missing(language) == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_text_is_left_over(language: str) -> None:
    wanted = texts.extract()
    assert [entry.msgid for entry in catalogue(language) if entry.msgid not in wanted] == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_translations_name_the_same_placeholders(language: str) -> None:
    wrong = [
        (entry.msgid, translated)
        for entry in catalogue(language)
        for translated in (entry.msgstr, *entry.msgstr_plural.values())
        if translated and placeholders(translated) != placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    ]
    assert wrong == []


def test_english_says_what_the_program_says() -> None:
    assert [entry.msgid for entry in catalogue("en") if not entry.msgid_plural and entry.msgstr != entry.msgid] == []


def test_chinese_is_chinese() -> None:
    def has_words(text: str) -> bool:
        return sum(letter.isascii() and letter.isalpha() for letter in text) > 12

    untranslated = [
        entry.msgid for entry in catalogue("zh_CN") if has_words(entry.msgid) and entry.msgstr == entry.msgid
    ]
    assert untranslated == []


def test_every_error_has_its_own_code_and_a_text_in_both_languages() -> None:
    errors = [kind for kind in every_error() if "exit_code" not in vars(kind)]
    codes = [kind.code for kind in errors]
    assert sorted(codes) == sorted(set(codes))
    assert [kind.__name__ for kind in errors if "code" not in vars(kind) or "message" not in vars(kind)] == []
    chinese = {entry.msgid for entry in catalogue("zh_CN") if entry.msgstr}
    assert [kind.__name__ for kind in errors if kind.message not in chinese] == []


def test_every_family_has_its_own_exit_code() -> None:
    families = [kind for kind in every_error() if "exit_code" in vars(kind) and kind is not FieldCheckError]
    codes = [kind.exit_code for kind in families]
    assert len(codes) == len(set(codes))
    assert not {0, 1, 2} & set(codes)


def test_the_language_of_the_system_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for value, language in (("zh_CN.UTF-8", "zh_CN"), ("zh_TW", "zh_CN"), ("C.UTF-8", "en"), ("de_DE", "en")):
        monkeypatch.setenv("LANG", value)
        assert translation.system_language() == language
    with pytest.raises(KeyError):
        translation.set_language("fr")


def test_the_catalogue_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    translation.set_language("zh_CN")
    try:
        assert translation._("Passphrase") == "口令"
        assert translation._("") == ""
        assert translation.ngettext("{count} problem.", "{count} problems.", 2) == "{count}个问题。"
    finally:
        translation.set_language("en")
    assert translation._("Passphrase") == "Passphrase"
    assert translation.ngettext("{count} problem.", "{count} problems.", 2) == "{count} problems."


def test_a_compiled_catalogue_is_read_where_there_is_one(tmp_path: Path) -> None:
    catalogue("zh_CN").save_as_mofile(str(tmp_path / "fieldcheck.mo"))
    assert translation._load(tmp_path).gettext("Passphrase") == "口令"
