"""Recipient and last day of a slip are chosen beside its draft; a visit has a letter for each authority."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.visit.documents import DocumentsView
from fieldcheck.gui.session import Session
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document
from fieldcheck.operations import findings, inspections
from fieldcheck.operations.addressing import Addressed, addressed_of
from fieldcheck.store import Changes, Store
from fieldcheck.store.queries import records
from tests.gui.pages.support import press
from tests.gui.visit.support import FORM, read
from tests.operations.test_slips_and_letters import transfer

SLIP, LETTER = DocumentKind.ASSIGNMENT_SLIP, DocumentKind.TRANSFER_LETTER


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> Iterator[DocumentsView]:
    made = DocumentsView(session)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    yield made
    session.tasks.drain()


def follow(session: Session, store: Store, view: DocumentsView, visit: str) -> None:
    """Show the visit, and again after every commit, as the page does."""

    def again(_changes: Changes) -> None:
        view.show_overview(read(store, visit), redraw=True)

    session.committed.connect(again)
    view.show_overview(read(store, visit), redraw=True)
    session.tasks.drain()


def addressed(store: Store, visit: str) -> list[Addressed]:
    made = records.children(store.reader(), Document, visit)
    return [addressed_of(store.reader(), document) for document in made]


def test_a_slip_goes_where_a_person_says(session: Session, store: Store, view: DocumentsView, flood_visit: str) -> None:
    follow(session, store, view, flood_visit)
    view.choose(DocumentKind.INSPECTION_RECORD)
    assert not view.address().isVisibleTo(view)
    view.choose(SLIP)
    bar, day = view.address(), date.today() + timedelta(days=10)
    assert bar.isVisibleTo(view) and bar.recipient.value() == "水行政主管部门"
    bar.reply_by.set_value(date.today() - timedelta(days=1))
    bar.reply_by.left.emit(None)
    assert "passed" in bar.reply_by.error()
    bar.recipient.set_value("驿道镇人民政府")
    bar.reply_by.set_value(day)
    bar.reply_by.left.emit(day)
    session.tasks.drain()
    view.show_overview(read(store, flood_visit), redraw=True)
    assert bar.recipient.value() == "驿道镇人民政府", "what was chosen stays"
    press(view, "Issue…")
    view.confirm()
    session.tasks.drain()
    assert addressed(store, flood_visit) == [Addressed("驿道镇人民政府", day)]
    assert not bar.isVisibleTo(view)
    press(view, "Correct…")
    assert bar.isVisibleTo(view) and bar.reply_by.value() == day
    bar.recipient.set_value("驿道镇水利站")
    view.confirm()
    session.tasks.drain()
    assert addressed(store, flood_visit)[1] == Addressed("驿道镇水利站", day)


def test_each_authority_has_a_row_and_a_letter(
    session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    inspections.answer(store, whole_visit, FORM, "CSP-10", "fail")
    for finding, authority in zip(findings.standing(store.reader(), whole_visit), ("消防机构", "住建局"), strict=True):
        transfer(store, finding.id, authority)
    follow(session, store, view, whole_visit)
    slots = [slot for slot in read(store, whole_visit).slots if slot.kind is LETTER]
    assert [slot.key for slot in slots] == ["住建局", "消防机构"]
    view.choose(LETTER)
    assert view.file_name().startswith("Transfer letter")
    for slot in slots:
        view.choose(LETTER, slot.key)
        press(view, "Issue…")
        view.confirm()
        session.tasks.drain()
    assert [one.recipient for one in addressed(store, whole_visit)] == ["住建局", "消防机构"]
