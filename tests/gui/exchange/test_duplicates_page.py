"""Possible duplicates on the Conflicts page: side by side, judged by keyboard with a reason, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.conflicts.page import ConflictsPage
from fieldcheck.gui.pages.hazard import HazardPage
from fieldcheck.gui.pages.inspections import InspectionsPage
from fieldcheck.gui.pages.sites import SitesPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.photo_tile import PhotoTile
from fieldcheck.model.records import Finding
from fieldcheck.operations import duplicates, photos
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import add_site, begin, fail
from tests.county import County, county
from tests.documents.ledgers import jpeg


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


@contextmanager
def shown(store: Store, kind: type[Page], route: Route, qtbot: QtBot) -> Iterator[Page]:
    with ExitStack() as closing:
        session = Session(store)
        closing.callback(session.deleteLater)
        closing.callback(session.tasks.close)
        page = kind(session)
        session.committed.connect(page.changed)
        qtbot.addWidget(page)
        page.resize(1100, 740)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.open(route)
        settle(page)
        yield page
        page.leave()


def settle(page: Page) -> None:
    """Deliver what is under way, and what that leads to."""
    for _ in range(4):
        page.session.tasks.drain()


def words(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def buttons(page: Page) -> list[str]:
    return [button.text() for button in page.findChildren(QPushButton) if button.isVisibleTo(page)]


def test_a_pair_is_judged_by_keyboard_and_taken_back(land: County, qtbot: QtBot) -> None:
    one = add_site(land.bureau, "金诚铸造厂", note="东门")
    add_site(land.bureau, "金诚铸造厂", note="西门")
    with shown(land.bureau, ConflictsPage, Route("conflicts", part="duplicates"), qtbot) as page:
        assert isinstance(page, ConflictsPage)
        view = page.duplicates
        choice = view.choice
        assert choice is not None
        assert page.tabs.tabText(1) == "Possible duplicates  1"
        assert {"东门", "西门"} <= set(words(page).splitlines())
        assert "May be one: same name; same address, names alike" in words(page)
        choice.reason.give()
        assert "Say first" in choice.reason.error.text()
        QTest.keyClick(choice.cards.group.button(1), Qt.Key.Key_1)
        assert choice.cards.chosen() == 1
        assert choice.reason.box.hasFocus()
        choice.reason.give()
        settle(page)
        assert "Say why" in choice.reason.error.text()
        choice.reason.box.setEditText("同一营业执照")
        choice.reason.give()
        settle(page)
        assert len(duplicates.one_with(land.bureau.reader(), "site", one)) == 1
        assert page.tabs.tabText(1) == "Possible duplicates"
        judged = view.choice
        assert judged is not None
        assert judged.pair.judged.startswith("The same, because: 同一营业执照")
        judged.choose(2)
        judged.reason.box.setEditText("两个厂区")
        judged.reason.give()
        settle(page)
        assert duplicates.one_with(land.bureau.reader(), "site", one) == []
        assert page.tabs.tabText(1) == "Possible duplicates  1"
        page.session.undo()
        settle(page)
        assert len(duplicates.one_with(land.bureau.reader(), "site", one)) == 1


def test_hazards_are_compared_with_their_photos(land: County, qtbot: QtBot) -> None:
    site = add_site(land.bureau)
    hazards = []
    for name in ("一号", "二号"):
        laptop = land.laptop(name)
        visit = begin(laptop, site=site)
        (hazard,) = fail(laptop, visit, "MEC-10")
        photos.add(laptop, photos.Target(visit, hazard), [photos.NewPhoto("a.jpg", jpeg(80, 60))])
        land.send_up(laptop)
        hazards.append(hazard)
    with shown(land.bureau, ConflictsPage, Route("conflicts", part="duplicates"), qtbot) as page:
        assert isinstance(page, ConflictsPage)
        assert page.duplicates.list.count() == 2
        QTest.keyClick(page.duplicates.list, Qt.Key.Key_PageDown)
        settle(page)
        assert page.duplicates.choice is not None
        assert page.duplicates.choice.pair.kind == "finding"
        assert len(page.duplicates.findChildren(PhotoTile)) == 2
        assert {"一号", "二号"} <= set(words(page).splitlines())
    duplicates.judge(land.bureau, "finding", hazards[0], hazards[1], "同一处")
    with shown(land.bureau, HazardPage, Route("hazard", hazards[0]), qtbot) as page:
        assert "Recorded twice" in words(page)
    visits = [records.get(land.bureau.reader(), Finding, hazard).inspection or "" for hazard in hazards]
    duplicates.judge(land.bureau, "inspection", visits[0], visits[1], "同一次检查")
    with shown(land.bureau, InspectionsPage, Route("inspections", visits[0]), qtbot) as page:
        assert "Recorded twice" in words(page)


def test_a_site_lists_what_belongs_to_the_other_name(land: County, qtbot: QtBot) -> None:
    one, other = add_site(land.bureau, "甲厂"), add_site(land.bureau, "老厂")
    fail(land.bureau, begin(land.bureau, site=other), "MEC-10")
    with shown(land.bureau, SitesPage, Route("sites", one), qtbot) as page:
        assert "Last visits" not in words(page)
        page.session.tasks.write(lambda store: duplicates.judge(store, "site", one, other, "同一"))
        settle(page)
        assert "One with" in words(page)
        assert "老厂" in buttons(page)
        assert any(text.startswith("1 Jun 2026") for text in buttons(page))
        assert "Hazards" in words(page)


def test_a_laptop_only_looks_at_pairs(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    for _ in range(2):
        add_site(laptop, "金诚铸造厂")
    with shown(laptop, ConflictsPage, Route("conflicts", part="duplicates"), qtbot) as page:
        assert isinstance(page, ConflictsPage)
        assert page.duplicates.choice is not None
        assert "The bureau decides whether they are one." in words(page)
        QTest.keyClicks(page.duplicates.list, "1")
        assert page.duplicates.choice.cards.chosen() == 0
