"""The shared folder in the window: packages move by themselves, and what happens to the folder is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldcheck.gui import shared_folder
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.shared_folder import SharedFolder
from fieldcheck.operations import drop_folder, trust
from fieldcheck.store import Store, devices
from fieldcheck.store.errors import StoreNotAccessible
from fieldcheck.store.queries import lists
from tests.bureau import add_site
from tests.county import County, county


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@contextmanager
def page_of(store: Store, qtbot: QtBot) -> Iterator[ExchangePage]:
    with ExitStack() as closing:
        session = Session(store)
        closing.callback(session.deleteLater)
        closing.callback(session.tasks.close)
        closing.callback(session.shared.close)
        page = ExchangePage(session)
        session.committed.connect(page.changed)
        qtbot.addWidget(page)
        page.resize(1100, 740)
        page.show()
        page.open(Route("exchange"))
        session.tasks.drain()
        yield page


def wait_for(shared: SharedFolder, qtbot: QtBot) -> None:
    """Wait until the visit that was asked for a moment ago is over."""
    qtbot.waitUntil(lambda: not shared.state.busy and shared.state.contact is not None, timeout=60_000)


def visit(page: ExchangePage, qtbot: QtBot) -> None:
    """Press the button, and wait for what follows."""
    QTest.keyClick(page.shared.move_button, Qt.Key.Key_Space)
    wait_for(page.session.shared, qtbot)
    page.session.tasks.drain()


def test_a_chosen_folder_is_visited_at_once_and_on_request(land: County, share: Path, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    with page_of(laptop, qtbot) as page:
        panel = page.shared
        assert not panel.move_button.isVisibleTo(page) and "No folder" in panel.place.text()
        with qtbot.waitSignal(page.session.shared.moved, timeout=60_000):
            page.session.shared.choose(share)
        page.session.tasks.drain()
        assert panel.place.text() == str(share)
        assert panel.moved.text() == "1 package written"
        assert panel.chip.text() == "reachable"
        assert "everything sent" in panel.summary.text()
        drop_folder.sync(land.bureau, share)
        visit(page, qtbot)
        assert panel.moved.text() == "1 package imported"
        assert "last receipt today" in panel.summary.text()
        visit(page, qtbot)
        assert panel.moved.text() == ""
        QTest.keyClick(panel.forget_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: page.session.shared.state.folder is None, timeout=60_000)
        assert drop_folder.chosen(laptop.reader()) is None


def test_what_arrives_is_imported_and_every_page_hears(land: County, share: Path, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    drop_folder.sync(laptop, share)
    drop_folder.choose(land.bureau, share)
    with page_of(land.bureau, qtbot) as page:
        with qtbot.waitSignal(page.session.committed, timeout=60_000):
            page.session.shared.begin()
        assert len(lists.site_ids(land.bureau.reader())) == 1


def test_a_folder_that_is_away_says_since_when(land: County, share: Path, qtbot: QtBot) -> None:
    drop_folder.choose(land.bureau, share / "gone")
    session = Session(land.bureau)
    window = MainWindow(session)
    qtbot.addWidget(window)
    session.shared.begin()
    wait_for(session.shared, qtbot)
    button = window.rail.buttons["exchange"]
    assert "cannot be reached" in button.toolTip() and button.accessibleDescription()
    with page_of_session(session, qtbot) as page:
        assert page.shared.chip.text() == "not reachable"
        assert "folder not reachable since today" in page.shared.summary.text()
        (share / "gone").mkdir()
        visit(page, qtbot)
        assert page.shared.chip.text() == "reachable" and page.shared.summary.text() == ""
    assert button.toolTip() == "Exchange (Ctrl+6)"
    session.shared.close()
    session.tasks.close()
    session.deleteLater()


@contextmanager
def page_of_session(session: Session, qtbot: QtBot) -> Iterator[ExchangePage]:
    page = ExchangePage(session)
    qtbot.addWidget(page)
    page.open(Route("exchange"))
    session.tasks.drain()
    yield page


def test_what_is_asked_for_during_a_visit_follows_it(land: County, share: Path, qtbot: QtBot) -> None:
    other = share.with_name("other")
    other.mkdir()
    laptop = land.laptop("一号")
    add_site(laptop)
    with page_of(laptop, qtbot) as page:
        shared = page.session.shared
        shared.choose(share)
        wait_for(shared, qtbot)
        shared.visit()
        shared.choose(other)
        shared.visit()
        qtbot.waitUntil(lambda: shared.state.folder == other and shared.state.contact is not None, timeout=60_000)
        wait_for(shared, qtbot)
        contact = drop_folder.contact(laptop.reader(), other)
        assert contact is not None and contact.reachable
        assert page.shared.place.text() == str(other)


def test_a_refused_package_and_half_a_one_are_named(land: County, share: Path, qtbot: QtBot) -> None:
    inbox = share / "FieldCheck" / devices.own(land.bureau.reader()).id
    inbox.mkdir(parents=True)
    (inbox / "wrong.fcpkg").write_bytes(b"x" * 100)
    (inbox / "half.fcpkg").write_bytes(b"")
    with page_of(land.bureau, qtbot) as page:
        page.session.shared.choose(share)
        wait_for(page.session.shared, qtbot)
        visit(page, qtbot)
        assert "wrong.fcpkg is not a FieldCheck package" in page.shared.error.text()
        assert "1 package is still being copied" in page.shared.moved.text()


def test_a_laptop_is_taken_in_through_the_folder(land: County, share: Path, qtbot: QtBot) -> None:
    laptop = land.new_laptop("三号")
    with page_of(laptop, qtbot) as page:
        page.session.shared.choose(share)
        wait_for(page.session.shared, qtbot)
        assert "the request waits for the bureau" in page.shared.summary.text()
    with page_of(land.bureau, qtbot) as page:
        page.session.shared.choose(share)
        wait_for(page.session.shared, qtbot)
        visit(page, qtbot)
        assert len(page.shared.ask_buttons) == 1
        QTest.keyClick(page.shared.ask_buttons[0], Qt.Key.Key_Space)
        page.session.tasks.drain()
        form = page.enrol.admit.form
        assert form is not None and form.name.value() == "三号"
        QTest.keyClick(form.approve_button, Qt.Key.Key_Space)
        page.session.tasks.drain()
        visit(page, qtbot)
        assert not page.shared.ask_buttons
    with page_of(laptop, qtbot) as page:
        page.session.shared.begin()
        wait_for(page.session.shared, qtbot)
        QTest.keyClick(page.shared.ask_buttons[0], Qt.Key.Key_Space)
        page.session.tasks.drain()
        assert page.enrol.join.offered is not None
        QTest.keyClick(page.enrol.join.accept_button, Qt.Key.Key_Space)
        page.session.tasks.drain()
        visit(page, qtbot)
        assert not page.shared.ask_buttons
    assert trust.is_enrolled(laptop.reader())


def test_a_visit_that_failed_is_over(land: County, share: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)

    def refuse(*_: object, **__: object) -> None:
        raise StoreNotAccessible(path=share, reason="Input/output error")

    with page_of(laptop, qtbot) as page:
        shared = page.session.shared
        with monkeypatch.context() as broken:
            broken.setattr(shared_folder, "_visited", refuse)
            shared.choose(share)
            qtbot.waitUntil(lambda: shared.state.error is not None, timeout=60_000)
        shared.visit()
        qtbot.waitUntil(lambda: shared.state.done is not None and bool(shared.state.done.written), timeout=60_000)
