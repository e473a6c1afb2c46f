"""The report of numbers in the window: series, gaps, a number declared void, and the warning where one stands twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.documents import DocumentsPage
from fieldcheck.gui.pages.exchange.device_cards import GrantForm
from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.document import DocumentKind, DocumentNumber
from fieldcheck.operations import numbers, outstanding, profile
from fieldcheck.operations.numbers import ALL
from fieldcheck.store import Store, Transaction
from tests.county import County, county

CODE = numbers.SERIES_CODES[DocumentKind.INSPECTION_RECORD]


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        made.laptop("一号")
        yield made


@pytest.fixture
def store(land: County) -> Store:
    return land.bureau


def force(store: Store, entity: str, serial: int) -> None:
    def work(transaction: Transaction) -> str:
        number = DocumentNumber("莱", CODE, 2026, serial)
        transaction.append("document", entity, "", {"kind": "inspection-record", "number": number})
        return ""

    store.write(work)


def test_the_report_and_a_void_number(qtbot: QtBot, session: Session, store: Store) -> None:
    page = ExchangePage(session)
    qtbot.addWidget(page)
    page.open(Route("exchange", part="numbers"))
    session.tasks.drain()
    assert len(page.number_report.cards) == len(numbers.SERIES_CODES)
    form = page.number_report.void
    form.begin_button.click()
    form.code.set_value(CODE)
    form.serial.set_value("120")
    form.declare()
    session.tasks.drain()
    assert "Say why" in form.error.text()
    form.reason.set_value("纸张破损")
    session.committed.connect(page.changed)
    form.declare()
    session.tasks.drain()
    session.tasks.drain()
    assert any("120 is void: 纸张破损" in card.lines.text() for card in page.number_report.cards)


def test_a_number_on_two_documents_is_shown_on_both_pages(qtbot: QtBot, session: Session, store: Store) -> None:
    force(store, "one", 200)
    force(store, "other", 200)
    exchange, documents = ExchangePage(session), DocumentsPage(session)
    for page in (exchange, documents):
        qtbot.addWidget(page)
        page.open(Route("any"))
        session.tasks.drain()
        assert "200号 stands on two documents" in page.doubled.lines.text()
        assert page.doubled.isVisibleTo(page)


def test_a_bureau_whose_cases_keep_their_number_grants_the_same_of_each_kind(
    qtbot: QtBot, session: Session, store: Store
) -> None:
    profile.save(store, {"case_serials": True})
    [standing] = outstanding.outstanding(store)
    form = GrantForm(session, standing)
    qtbot.addWidget(form)
    [editor] = [editor for (code, _), editor in form.blocks.counts.items() if code == ALL][:1]
    editor.setText("9")
    form.grant()
    session.tasks.drain()
    blocks = numbers.blocks(store.reader(), standing.device)
    assert len({(b.first, b.last) for b in blocks if (b.last or 0) - (b.first or 0) == 8}) == 1
