"""Wording and layout: edited beside a preview, refused where the law asks for more, kept from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fieldcheck import documents
from fieldcheck.gui import wording_words
from fieldcheck.gui.pages.wording.page import WordingPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import ChoiceField, Field
from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import wording_editing, wordings
from tests.documents import reading
from tests.documents.typefaces import RESTRICTED, own_font
from tests.gui.pages.support import settle, shown, words

ORDER = DocumentKind.RECTIFICATION_ORDER


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[WordingPage]:
    made = WordingPage(session)
    shown(made, session, qtbot, Route("wording", ORDER.value))
    qtbot.waitUntil(lambda: len(made.texts.lines) == len(made.texts.values()))
    qtbot.waitUntil(lambda: len(made.layout_part.fields) == len(made.layout_part.values()))
    yield made
    session.tasks.drain()


def retype(field: Field, text: str) -> None:
    """Type another text in place of what stands there."""
    editor = field.findChild(QLineEdit) or field.findChild(QPlainTextEdit)
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    editor.setText(text) if isinstance(editor, QLineEdit) else editor.setPlainText(text)


def drawn(page: WordingPage, session: Session) -> str:
    """Return the letters of the example as it is drawn now."""
    page.check()
    settle(session)
    return reading.letters(page.preview.pdf)


def test_a_text_is_changed_compared_kept_and_taken_back(page: WordingPage, session: Session) -> None:
    assert "经查，你单位存在下列问题" in drawn(page, session)
    opening = page.texts.lines["opening"]
    retype(opening.field, "经现场检查，你单位存在下列问题：")
    assert "As shipped: 经查，你单位存在下列问题：" in words(opening)
    assert "经现场检查，你单位存在下列问题" in drawn(page, session)
    other = WordingPage(session)
    other.open(Route("wording", ORDER.value))
    settle(session)
    assert other.texts.values()["opening"] == "经现场检查，你单位存在下列问题："
    assert other.told.text() == "Typed and not kept yet."
    other.deleteLater()
    page.keep()
    settle(session)
    assert "经现场检查" in wordings.text_of(session.reader(), ORDER, date.today())
    assert [page.versions.itemText(index).split(": ")[1] for index in range(2)] == ["own", "as shipped"]
    assert not page.told.isVisibleTo(page)
    page.versions.setCurrentIndex(1)
    page.versions.activated.emit(1)
    assert page.texts.values()["opening"].startswith("经查")
    page.put_back()
    settle(session)
    assert wordings.text_of(session.reader(), ORDER, date.today()) == ""


def test_what_the_law_requires_stays(page: WordingPage, session: Session) -> None:
    remedy, officer = page.texts.lines["remedy"].field, page.texts.lines["officer"].field
    assert any("行政复议法 20" in text for text in words(page.texts.lines["remedy"]))
    before = remedy.value()
    retype(remedy, before.replace("60日", "合理期限").replace("{court}", "人民法院"))
    retype(officer, "")
    retype(page.layout_part.fields["seal_edge"], "30")
    retype(page.layout_part.fields["margin_left"], "x")
    page.check()
    settle(session)
    assert remedy.error() == "it must name 60日、6个月 (行政复议法 20, 行政诉讼法 46)."
    assert officer.error() == "it cannot be empty."
    assert page.layout_part.fields["seal_edge"].error() == "30 will not do; write a number from 45 to 60 mm."
    assert "write a number from 10 to 60 mm" in page.layout_part.fields["margin_left"].error()
    assert not page.save_button.isEnabled()
    page.discard()
    settle(session)
    assert (page.texts.values()["remedy"], page.save_button.isEnabled()) == (before, True)


def test_layout_and_font_are_seen_at_once(page: WordingPage, session: Session, tmp_path: Path) -> None:
    page.check()
    settle(session)
    before = reading.start_of(page.preview.pdf, "经查")
    retype(page.layout_part.fields["margin_left"], "38")
    page.changed(wordings.put_back(session.store, DocumentKind.PROBLEM_LIST, date.today()))
    settle(session)
    assert page.layout_part.values()["margin_left"] == 38
    file = tmp_path / "own.ttf"
    file.write_bytes(own_font())
    page.take_font(file)
    settle(session)
    assert page.layout_part.values()["margin_left"] == 38
    font = page.layout_part.fields["font"]
    assert isinstance(font, ChoiceField)
    font.editor.setCurrentIndex(font.editor.findData(sha256_hex(own_font())))
    page.check()
    settle(session)
    assert reading.start_of(page.preview.pdf, "经查")[0] > before[0] + 20
    assert any(inside.name.endswith("NotoSansSC-Regular") for inside in reading.fonts(page.preview.pdf))
    file.write_bytes(own_font(RESTRICTED))
    page.take_font(file)
    settle(session)
    assert "does not allow" in page.error.text()


def test_a_file_goes_out_and_comes_in(page: WordingPage, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "order.toml"
    page.export(file)
    settle(session)
    file.write_text(file.read_text("utf-8").replace("经查，", "经核查，"), "utf-8")
    page.take_file(file)
    settle(session)
    assert page.texts.values()["opening"].startswith("经核查，")
    assert not wordings.every(session.reader(), ORDER)
    file.write_text("title = 1", "utf-8")
    page.take_file(file)
    settle(session)
    assert "cannot be used" in page.error.text()


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_each_kind_has_an_example_and_is_written_as_it_was_read(session: Session, kind: DocumentKind) -> None:
    version = wording_editing.versions(session.reader(), kind)[0]
    editable = wording_editing.opened(version.text, kind)
    text = wording_editing.written(editable, editable.texts, editable.layout, version.first_day)
    again = wording_editing.opened(text, kind)
    assert (again.texts, again.layout) == (editable.texts, editable.layout)
    assert not documents.wording_wrong(text, kind)
    assert editable.texts.keys() <= wording_words.TEXTS.keys()
    assert wording_editing.basis_lines(again)
    letters = reading.letters(wording_editing.preview(session.reader(), kind, text))
    assert "某机械制造有限公司" in letters
