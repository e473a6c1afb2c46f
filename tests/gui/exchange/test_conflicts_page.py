"""The Conflicts page: both values side by side, decided by keyboard with a reason; a laptop only looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.conflicts.page import ConflictsPage
from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.records import Site
from fieldcheck.operations import conflicts, sites
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import add_site
from tests.county import County, county


@pytest.fixture
def disputed(tmp_path: Path) -> Iterator[tuple[County, str]]:
    """Two laptops that set the address of one site, both having seen the bureau's."""
    with county(tmp_path) as land:
        site = add_site(land.bureau, address="老街1号")
        laptops = [land.laptop("一号"), land.laptop("二号")]
        for laptop, address in zip(laptops, ("新街1号", "新街2号"), strict=True):
            sites.edit_site(laptop, site, {"address": address}, "")
            land.send_up(laptop)
        yield land, site


@contextmanager
def page_of(store: Store, qtbot: QtBot) -> Iterator[ConflictsPage]:
    with ExitStack() as closing:
        session = Session(store)
        closing.callback(session.deleteLater)
        closing.callback(session.tasks.close)
        page = ConflictsPage(session)
        session.committed.connect(page.changed)
        qtbot.addWidget(page)
        page.resize(1100, 740)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.open(Route("conflicts"))
        session.tasks.drain()
        yield page


def shown(page: ConflictsPage) -> str:
    assert page.choice is not None
    return "\n".join(label.text() for label in page.choice.findChildren(QLabel))


def test_a_clerk_decides_by_keyboard(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, site = disputed
    with page_of(land.bureau, qtbot) as page:
        choice = page.choice
        assert choice is not None
        assert "老街1号" in shown(page) and "一号" in shown(page) and "二号" in shown(page)
        number = [value.value for value in choice.case.conflict.values].index("新街1号") + 1
        QTest.keyClicks(page.list, str(number))
        assert choice.group.checkedId() == number
        line = choice.reason.lineEdit()
        assert line is not None
        QTest.keyClicks(line, "21")
        assert choice.reason.currentText() == "21"
        QTest.keyClick(line, Qt.Key.Key_Return)
        page.session.tasks.drain()
        assert page.choice is None
        assert page.none.isVisibleTo(page)
        assert conflicts.count(land.bureau.reader()) == 0
        assert records.get(land.bureau.reader(), Site, site).address == "新街1号"
        assert conflicts.decisions_about(land.bureau.reader(), site)[0].reason == "21"


def test_another_value_and_a_missing_reason(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, site = disputed
    with page_of(land.bureau, qtbot) as page:
        choice = page.choice
        assert choice is not None
        choice.decide()
        assert "Choose a value first" in choice.error.text()
        QTest.keyClick(page.list, Qt.Key.Key_E)
        QTest.keyClicks(choice.own, "3 New Street")
        choice.decide()
        page.session.tasks.drain()
        assert "reason" in choice.error.text()
        choice.reason.setCurrentIndex(0)
        choice.decide()
        page.session.tasks.drain()
        assert records.get(land.bureau.reader(), Site, site).address == "3 New Street"


def test_the_exchange_page_leads_to_them(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, _site = disputed
    with page_of(land.bureau, qtbot) as page:
        exchange = ExchangePage(page.session)
        qtbot.addWidget(exchange)
        exchange.open(Route("exchange"))
        page.session.tasks.drain()
        assert exchange.conflicts_button.text() == "1 conflict to decide"
        with qtbot.waitSignal(page.session.navigate) as went:
            exchange.conflicts_button.click()
        assert went.args == [Route("conflicts")]
