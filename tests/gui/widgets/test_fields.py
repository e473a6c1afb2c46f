"""Fields: what they hold, when they tell, and the writer that keeps what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.date_fields import parse_day, parse_moment
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import (
    CheckField,
    ChoiceField,
    DateField,
    DateTimeField,
    Field,
    PersonField,
    TextField,
)
from fieldcheck.gui.widgets.passphrase_field import STRONG_BITS, WEAK_BITS, PassphraseField, bits
from fieldcheck.gui.widgets.sectors_field import SectorsField
from fieldcheck.model.records import Site
from fieldcheck.model.values import Person
from fieldcheck.operations import sites
from fieldcheck.store import local
from fieldcheck.store.queries import records

TODAY = date(2026, 8, 3)


KEPT: list[QWidget] = []
"""Windows live as long as somebody holds them."""


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    yield
    KEPT.clear()


def shown(qtbot: QtBot, *fields: Field) -> QWidget:
    """Return a window with the fields, shown."""
    window = QWidget()
    KEPT.append(window)
    layout = QVBoxLayout(window)
    for field in fields:
        layout.addWidget(field)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-08-01", date(2026, 8, 1)),
        ("2026/8/1", date(2026, 8, 1)),
        ("2026年8月1日", date(2026, 8, 1)),
        ("20260801", date(2026, 8, 1)),
        ("8-1", date(2026, 8, 1)),
        ("8月15日", date(2026, 8, 15)),
        ("+15", date(2026, 8, 18)),
        ("2026-02-30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_as_people_type_them(typed: str, day: date | None) -> None:
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-08-01 09:05", datetime(2026, 8, 1, 9, 5)),
        ("8-1 9:05", datetime(2026, 8, 1, 9, 5)),
        ("9：05", datetime(2026, 8, 3, 9, 5)),
        ("2026年8月1日 9时5分", datetime(2026, 8, 1, 9, 5)),
        ("25:00", None),
        ("2026-08-01", None),
    ],
)
def test_times_as_people_type_them(typed: str, moment: datetime | None) -> None:
    found = parse_moment(typed, TODAY)
    assert (found.replace(tzinfo=None) if found else None) == moment


def test_a_text_is_left_once_and_only_when_it_changed(qtbot: QtBot) -> None:
    first, second = TextField("First"), TextField("Second")
    shown(qtbot, first, second)
    left: list[object] = []
    first.left.connect(left.append)
    first.setFocus()
    QTest.keyClicks(first.editor, "Jia ")
    QTest.keyClick(first.editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: left == ["Jia"])
    first.setFocus()
    QTest.keyClick(first.editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(second.editor.hasFocus)
    assert left == ["Jia"]


def test_a_text_tells_every_keystroke(qtbot: QtBot) -> None:
    field = TextField("Notes", multiline=True)
    shown(qtbot, field)
    typed: list[object] = []
    field.typing.connect(typed.append)
    QTest.keyClicks(field.editor, "ab")
    assert typed == ["a", "ab"]
    field.set_value("from the store")
    assert (typed, field.is_dirty()) == (["a", "ab"], False)


def test_a_choice_shows_a_value_that_it_does_not_know(qtbot: QtBot) -> None:
    field = ChoiceField("Kind", [("enterprise", "Enterprise")])
    qtbot.addWidget(field)
    assert field.value() == ""
    field.set_value("of a later version")
    assert field.value() == "of a later version"
    field.set_value(None)
    assert field.value() == ""


def test_a_person_is_one_value_of_three_lines(qtbot: QtBot) -> None:
    field = PersonField("Principal")
    shown(qtbot, field)
    left: list[object] = []
    field.left.connect(left.append)
    field.name.setFocus()
    field.name.insert("李文博")
    QTest.keyClick(field.name, Qt.Key.Key_Tab)
    field.post.insert("经理")
    assert left == []
    field.commit()
    assert left == [Person("李文博", "经理", "")]
    field.set_value(None)
    assert field.value() is None


def test_a_date_that_is_none_says_so_and_is_kept_as_typed(qtbot: QtBot) -> None:
    field = DateField("Deadline")
    shown(qtbot, field)
    left: list[object] = []
    field.left.connect(left.append)
    field.editor.setText("soon")
    field.commit()
    assert (field.error() != "", left, field.editor.text()) == (True, [], "soon")
    field.editor.setText("2026年8月1日")
    field.commit()
    assert (field.error(), left, field.editor.text()) == ("", [date(2026, 8, 1)], "2026-08-01")
    QTest.keyClick(field.editor, Qt.Key.Key_Up)
    assert field.value() == date(2026, 8, 2)


def test_a_time_that_was_not_changed_keeps_its_offset(qtbot: QtBot) -> None:
    field = DateTimeField("Start")
    qtbot.addWidget(field)
    field.set_value("2026-08-01T09:05-03:00")
    assert field.value() == "2026-08-01T09:05-03:00"
    field.editor.setText("2026-08-01 09:06")
    assert datetime.fromisoformat(field.value()).replace(tzinfo=None) == datetime(2026, 8, 1, 9, 6)


def test_the_calendar_gives_a_day(qtbot: QtBot) -> None:
    field = DateField("Deadline")
    shown(qtbot, field)
    field.set_value("2026-08-01")
    field.open_calendar()
    field.pick(date(2026, 8, 20))
    assert field.editor.text() == "2026-08-20"


def test_checks_and_sectors(qtbot: QtBot) -> None:
    check, sectors = CheckField("Certificates shown"), SectorsField("Remit")
    shown(qtbot, check, sectors)
    left: list[object] = []
    check.left.connect(left.append)
    sectors.left.connect(left.append)
    QTest.mouseClick(check.editor, Qt.MouseButton.LeftButton)
    QTest.keyClick(sectors.boxes["mining"], Qt.Key.Key_Space)
    assert left == [True, ("mining",)]


def test_strength_of_a_passphrase() -> None:
    assert bits("") == 0
    assert bits("aaaaaaaaaaaa") < WEAK_BITS
    assert bits("corre1") < WEAK_BITS
    assert bits("correct horse battery") >= STRONG_BITS
    assert bits("晨雾里有三只白鹭") >= STRONG_BITS


def test_a_hint_while_caps_lock_is_on(qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase")
    shown(qtbot, field)
    QTest.keyClicks(field.editor, "A")
    assert field.hint.isVisible()
    QTest.keyClicks(field.editor, "a")
    assert not field.hint.isVisible()


def retype(field: TextField, text: str) -> None:
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText(text)


def bound(qtbot: QtBot, session: Session, site: str) -> tuple[FieldWriter, TextField]:
    """Return a writer on the site with its name bound to a field that is shown."""
    field = TextField("Name")
    shown(qtbot, field)
    writer = FieldWriter(session, "site", site, edit=lambda store, values, author, seen: sites.edit_site(
        store, site, values, author, seen))  # fmt: skip
    writer.bind(field, "name")
    return writer, field


def test_typing_is_kept_as_a_draft_and_becomes_one_change(qtbot: QtBot, session: Session, site: str) -> None:
    _writer, field = bound(qtbot, session, site)
    before = records.get(session.reader(), Site, site).name
    field.editor.clear()
    with qtbot.waitSignal(session.tasks.pending_changed):
        QTest.keyClicks(field.editor, "New")
    session.tasks.drain()
    assert [draft.value for draft in local.drafts(session.store.reader())] == ["New"]
    assert records.get(session.reader(), Site, site).name == before
    field.commit()
    session.tasks.drain()
    assert local.drafts(session.store.reader()) == []
    assert records.get(session.reader(), Site, site).name == "New"
    assert session.undo_text == "Name"


def test_typing_back_to_what_stood_there_leaves_no_draft(qtbot: QtBot, session: Session, site: str) -> None:
    _writer, field = bound(qtbot, session, site)
    with qtbot.waitSignal(session.tasks.pending_changed):
        QTest.keyClicks(field.editor, "x")
    session.tasks.drain()
    with qtbot.waitSignal(session.tasks.pending_changed):
        QTest.keyClick(field.editor, Qt.Key.Key_Backspace)
    session.tasks.drain()
    assert local.drafts(session.store.reader()) == []


def test_undo_shows_in_the_field_but_not_over_what_is_being_typed(qtbot: QtBot, session: Session, site: str) -> None:
    writer, field = bound(qtbot, session, site)
    before = field.value()
    retype(field, "改")
    writer.flush()
    session.undo()
    session.tasks.drain()
    assert field.value() == before
    retype(field, "正在输入")
    session.redo()
    session.tasks.drain()
    assert field.value() == "正在输入"
    writer.close()


def test_a_refused_edit_says_why_below_the_field(qtbot: QtBot, session: Session, site: str) -> None:
    writer, field = bound(qtbot, session, site)
    field.editor.clear()
    writer.flush()
    session.tasks.drain()
    assert "needs a name" in field.error()
