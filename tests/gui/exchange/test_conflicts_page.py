"""The Conflicts page: both values side by side, decided by keyboard with a reason; a laptop only looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui.decision_words import about, open_questions
from fieldcheck.gui.pages.conflicts.page import ConflictsPage
from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.field import CheckBox
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.photo_tile import PhotoTile
from fieldcheck.gui.widgets.value_fields import PartsField, YesNoField
from fieldcheck.model.records import Finding, Inspection, Site
from fieldcheck.model.values import Place
from fieldcheck.operations import conflicts, findings, inspections, photos, sites
from fieldcheck.store import Changes, Store, devices
from fieldcheck.store.queries import records
from tests.bureau import add_site, begin, fail
from tests.county import County, county
from tests.documents.ledgers import jpeg


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


def settle(page: ConflictsPage) -> None:
    """Deliver what is under way, and what that leads to."""
    for _ in range(3):
        page.session.tasks.drain()


def shown(page: ConflictsPage) -> str:
    assert page.view.choice is not None
    said = [label.text() for label in page.view.choice.findChildren(QLabel)]
    return "\n".join([*said, *(button.text() for button in page.view.choice.findChildren(CheckBox))])


def test_a_clerk_decides_by_keyboard(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, site = disputed
    with page_of(land.bureau, qtbot) as page:
        choice = page.view.choice
        assert choice is not None
        assert "老街1号" in shown(page) and "一号" in shown(page) and "二号" in shown(page)
        number = [value.value for value in choice.conflict.values].index("新街1号") + 1
        QTest.keyClicks(page.view.list, str(number))
        assert choice.cards.chosen() == number
        line = choice.reason.box.lineEdit()
        assert line is not None
        QTest.keyClicks(line, "21")
        assert choice.reason.box.currentText() == "21"
        QTest.keyClick(line, Qt.Key.Key_Return)
        settle(page)
        assert page.view.choice is None
        assert page.view.none.isVisibleTo(page)
        assert conflicts.count(land.bureau.reader()) == 0
        assert records.get(land.bureau.reader(), Site, site).address == "新街1号"
        assert conflicts.decisions_about(land.bureau.reader(), site)[0].decision.reason == "21"


def test_another_value_and_a_missing_reason(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, site = disputed
    with page_of(land.bureau, qtbot) as page:
        choice = page.view.choice
        assert choice is not None
        choice.reason.give()
        assert "Choose a value first" in choice.reason.error.text()
        QTest.keyClick(page.view.list, Qt.Key.Key_E)
        assert isinstance(choice.own, TextField)
        QTest.keyClicks(choice.own.editor, "3 New Street")
        choice.reason.give()
        settle(page)
        assert "reason" in choice.reason.error.text()
        choice.reason.box.setCurrentIndex(0)
        choice.reason.give()
        settle(page)
        assert records.get(land.bureau.reader(), Site, site).address == "3 New Street"


def test_another_point_with_its_datum_or_neither(tmp_path: Path, qtbot: QtBot) -> None:
    with county(tmp_path) as land:
        site = add_site(land.bureau)
        laptops = [land.laptop("一号"), land.laptop("二号")]
        for laptop, longitude in zip(laptops, ("121.4", "121.5"), strict=True):
            place = Place("37.5", longitude, "GCJ-02")
            sites.edit_site(laptop, site, {"place": place, "ammonia": laptop is laptops[0]}, "")
            land.send_up(laptop)
        with page_of(land.bureau, qtbot) as page:
            for _ in range(2):
                choice = page.view.choice
                assert choice is not None
                choice.type_own()
                choice.reason.box.setCurrentIndex(0)
                if isinstance(choice.own, PartsField):
                    north, east = choice.own.findChildren(QLineEdit)
                    QTest.keyClicks(north, "37.46")
                    choice.reason.give()
                    settle(page)
                    assert "needs latitude and longitude" in choice.reason.error.text()
                    QTest.keyClicks(east, "121.44")
                else:
                    assert isinstance(choice.own, YesNoField)
                    choice.own.set_value(False)
                choice.reason.give()
                settle(page)
        kept = records.get(land.bureau.reader(), Site, site)
        assert (kept.place, kept.ammonia) == (Place("37.46", "121.44", "WGS84"), False)


def test_a_laptop_is_told_that_the_bureau_decides(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, _site = disputed
    with page_of(land.laptop("三号"), qtbot) as page:
        exchange = ExchangePage(page.session)
        qtbot.addWidget(exchange)
        exchange.open(Route("exchange"))
        page.session.tasks.drain()
        assert exchange.conflicts_button.text() == "1 conflict for the bureau"


def test_the_exchange_page_leads_to_them(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, _site = disputed
    with page_of(land.bureau, qtbot) as page:
        exchange = ExchangePage(page.session)
        qtbot.addWidget(exchange)
        exchange.open(Route("exchange"))
        settle(page)
        assert exchange.conflicts_button.text() == "1 conflict to decide"
        with qtbot.waitSignal(page.session.navigate) as went:
            exchange.conflicts_button.click()
        assert went.args == [Route("conflicts")]


def test_arrows_choose_and_the_next_conflict_opens_by_itself(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, _site = disputed
    other = add_site(land.bureau, "乙厂", note="旧")
    laptops = [land.laptop("三号"), land.laptop("四号")]
    for laptop, note in zip(laptops, ("甲", "乙"), strict=True):
        sites.edit_site(laptop, other, {"note": note})
        land.send_up(laptop)
    with page_of(land.bureau, qtbot) as page:
        first = page.view.choice
        assert first is not None
        first.cards.take_focus()
        QTest.keyClick(first.cards.group.button(1), Qt.Key.Key_Down)
        QTest.keyClick(first.cards.group.button(1), Qt.Key.Key_Down)
        assert first.cards.chosen() == 2
        QTest.keyClick(first.cards.group.button(2), Qt.Key.Key_Return)
        assert first.reason.box.hasFocus()
        first.reason.box.setEditText("现场核实")
        first.reason.give()
        settle(page)
        second = page.view.choice
        assert second is not None
        assert second.conflict.entity != first.conflict.entity
        assert second.cards.group.button(1).hasFocus()
        page.open(Route("conflicts", second.conflict.entity))
        settle(page)
        assert page.view.choice is not None
        assert page.view.choice.conflict == second.conflict


def test_a_hazard_is_decided_beside_its_photos_and_its_basis_follows_the_level(tmp_path: Path, qtbot: QtBot) -> None:
    with county(tmp_path) as land:
        one, two = land.laptop("一号"), land.laptop("二号")
        visit = begin(one, site=add_site(one))
        (finding,) = fail(one, visit, "MEC-05")
        photos.add(one, photos.Target(visit, finding), [photos.NewPhoto("a.jpg", jpeg(80, 60))])
        land.send_up(one)
        land.send_down(two)
        findings.confirm_level(one, finding, "major", "")
        findings.confirm_level(two, finding, "general", "")
        land.send_up(one)
        land.send_up(two)
        with page_of(land.bureau, qtbot) as page:
            choice = page.view.choice
            assert choice is not None
            (found,) = conflicts.conflicts(land.bureau.reader())
            assert found.field == "confirmed_level"
            assert len(page.findChildren(PhotoTile)) == 1
            assert "《" in shown(page)
            major = next(n for n, told in enumerate(choice.case.told, 1) if told.text.startswith("Major hazard"))
            choice.choose(major)
            choice.reason.box.setEditText("照片可见")
            choice.reason.give()
            settle(page)
        record = records.get(land.bureau.reader(), Finding, finding)
        assert record.confirmed_level is not None
        assert record.confirmed_level.level == "major"
        assert len(record.basis or ()) > 1
        assert conflicts.count(land.bureau.reader()) == 0


def test_a_laptop_only_looks(disputed: tuple[County, str], qtbot: QtBot) -> None:
    land, site = disputed
    laptop = land.laptop("三号")
    land.send_down(laptop)
    with page_of(laptop, qtbot) as page:
        choice = page.view.choice
        assert choice is not None
        assert "The bureau decides which value holds." in shown(page)
        QTest.keyClicks(page.view.list, "1e")
        assert choice.cards.chosen() == 0
        assert not choice.reason.isVisibleTo(page)
        with qtbot.waitSignal(page.session.navigate) as went:
            next(b for b in choice.findChildren(QPushButton) if b.text() == "Open the record").click()
        assert went.args == [Route("sites", site)]


def test_a_record_that_waits_is_named_with_its_package(tmp_path: Path, qtbot: QtBot) -> None:
    with county(tmp_path) as land:
        one, two = land.laptop("一号"), land.laptop("二号")
        site = add_site(one, "甲厂", address="老街1号")
        land.send_up(one)
        land.send_down(two)
        sites.edit_site(one, site, {"address": "新街1号"})
        last = devices.own(one.reader())
        sites.edit_site(two, site, {"address": "新街2号"}, seen={last.id: (last.seq,)})
        land.send_up(two)
        with page_of(land.bureau, qtbot) as page:
            waits = f"Site · 甲厂 waits for change {last.seq} of 一号 (package 2 or a later one)."
            assert page.view.waits.text() == waits
            assert page.view.choice is None
            assert open_questions(land.bureau.reader(), "site", site)[0].startswith("It waits for change")
            land.send_up(one)
            page.changed(Changes("", frozenset(), ()))
            settle(page)
            assert page.view.waits.text() == ""


def test_a_deletion_that_did_not_know_of_an_edit(tmp_path: Path, qtbot: QtBot) -> None:
    with county(tmp_path) as land:
        one, two = land.laptop("一号"), land.laptop("二号")
        visit = begin(one, site=add_site(one))
        fail(one, visit, "MEC-10")
        land.send_up(one)
        land.send_down(two)
        inspections.delete(one, visit, "重复录入")
        inspections.edit(two, visit, {"situation": "现场已停产"})
        land.send_up(one)
        land.send_up(two)
        with page_of(land.bureau, qtbot) as page:
            choice = page.view.choice
            assert choice is not None
            assert [told.text for told in choice.case.told] == ["Kept, as edited", "Deleted: 重复录入"]
            assert choice.own is None
            choice.choose(2)
            choice.reason.box.setEditText("确属重复")
            choice.reason.give()
            settle(page)
            assert page.view.choice is None
        assert records.find(land.bureau.reader(), Inspection, visit) is None
        (told,) = about(land.bureau.reader(), visit)
        assert told.text == "Deleted: Deleted: 重复录入 instead of Kept, as edited, because: 确属重复"
