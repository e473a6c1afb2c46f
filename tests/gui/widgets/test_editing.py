"""The writer of fields where its fields turn to another record, or are gone, while a write is on its way."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.model.records import Site
from fieldcheck.operations import sites
from fieldcheck.store.queries import records


@pytest.fixture
def other(session: Session) -> str:
    """The id of a second site."""
    values: dict[str, object] = {"name": "海晏市第二热电厂", "kind": "enterprise", "town": "城关镇"}
    return sites.create(session.store, values).main


def bound(qtbot: QtBot, session: Session, site: str, name: str) -> tuple[FieldWriter, TextField, QWidget]:
    page, field = QWidget(), TextField(name.title())
    qtbot.addWidget(page)
    field.setParent(page)
    writer = FieldWriter(session, "site", site)
    writer.bind(field, name)
    return writer, field, page


def retype(field: TextField, text: str) -> None:
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText(text)


def town(session: Session, site: str) -> str | None:
    return records.get(session.reader(), Site, site).town


def test_the_same_fields_show_another_record(qtbot: QtBot, session: Session, site: str, other: str) -> None:
    writer, field, _page = bound(qtbot, session, site, "town")
    retype(field, "东风街道")
    writer.rebind(other)
    assert field.value() == "城关镇"
    session.tasks.drain()
    assert (town(session, site), town(session, other)) == ("东风街道", "城关镇")
    assert field.value() == "城关镇"
    writer.rebind(site)
    assert field.value() == "东风街道"
    writer.close()


def test_turning_away_and_back_shows_what_was_written(qtbot: QtBot, session: Session, site: str, other: str) -> None:
    writer, field, _page = bound(qtbot, session, site, "town")
    retype(field, "东风街道")
    writer.rebind(other)
    writer.rebind(site)
    session.tasks.drain()
    assert field.value() == "东风街道"
    session.undo()
    session.tasks.drain()
    assert field.value() == "永安街道"
    writer.close()


def test_an_answer_to_fields_that_are_gone_is_no_crash(qtbot: QtBot, session: Session, site: str) -> None:
    writer, field, _page = bound(qtbot, session, site, "town")
    retype(field, "东风街道")
    writer.flush()
    shiboken6.delete(field)
    session.tasks.drain()
    writer.show()
    assert town(session, site) == "东风街道"


def test_a_refusal_for_a_record_that_is_shown_no_more_is_told(
    qtbot: QtBot, session: Session, site: str, other: str
) -> None:
    writer, field, _page = bound(qtbot, session, site, "name")
    retype(field, "")
    with qtbot.waitSignal(session.notify) as told:
        writer.rebind(other)
        session.tasks.drain()
    assert told.args is not None
    assert told.args[1] == "danger"
    assert (field.value(), field.error()) == ("海晏市第二热电厂", "")
    writer.close()
