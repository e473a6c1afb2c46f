"""What is open about a record, and what was decided, stands on the record itself; the rail counts what waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.open_questions import OpenQuestions
from fieldcheck.operations import conflicts, inspections, profile, sites
from fieldcheck.store import Store
from tests.bureau import add_site, begin, fail
from tests.county import county


@dataclass
class Disputed:
    """A bureau where two laptops disagree about a site's address and a visit's place; `site`, `visit` are their ids."""

    bureau: Store
    laptop: Store
    site: str
    visit: str


@pytest.fixture
def disputed(tmp_path: Path) -> Iterator[Disputed]:
    with county(tmp_path) as land:
        site = add_site(land.bureau, address="老街1号")
        laptops = [land.laptop("一号"), land.laptop("二号")]
        visit = begin(laptops[0], site=site)
        fail(laptops[0], visit, "MEC-10")
        land.send_up(laptops[0])
        land.send_down(laptops[1])
        for number, laptop in enumerate(laptops, start=1):
            sites.edit_site(laptop, site, {"address": f"新街{number}号"})
            inspections.edit(laptop, visit, {"place_inspected": f"{number}号车间"})
            land.send_up(laptop)
        yield Disputed(land.bureau, laptops[0], site, visit)


@contextmanager
def window_of(store: Store, qtbot: QtBot) -> Iterator[MainWindow]:
    with ExitStack() as closing:
        session = Session(store)
        closing.callback(session.deleteLater)
        closing.callback(session.tasks.close)
        window = MainWindow(session)
        qtbot.addWidget(window)
        window.show()
        settle(window)
        yield window
        window.close()


def settle(window: MainWindow) -> None:
    """Deliver what is under way, and what that leads to."""
    for _ in range(4):
        window.session.tasks.drain()
        QApplication.processEvents()


def go(window: MainWindow, route: Route) -> str:
    """Open a place; return all that it says."""
    window.session.go(route)
    settle(window)
    page = window.current_page()
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def decide_all(window: MainWindow) -> None:
    session = window.session
    author = profile.officers(session.reader())[0].id
    for found in conflicts.conflicts(session.reader()):
        session.tasks.write(
            partial(conflicts.decide, conflict=found, value=found.values[1].value, reason="现场核实", author=author)
        )
    settle(window)


def test_a_visit_and_a_site_say_what_is_open_and_then_what_was_decided(disputed: Disputed, qtbot: QtBot) -> None:
    with window_of(disputed.bureau, qtbot) as window:
        for route, field in (
            (Route("visit", disputed.visit, "facts"), "Place inspected"),
            (Route("sites", disputed.site), "Address"),
        ):
            assert f"Different values stand for {field}" in go(window, route)
            page = window.current_page()
            assert page is not None
            banner = next(one for one in page.findChildren(OpenQuestions) if one.isVisibleTo(page))
            with qtbot.waitSignal(window.session.navigate) as went:
                banner.button.click()
            assert went.args == [Route("conflicts", route.entity)]
        decide_all(window)
        for route, told in (
            (Route("visit", disputed.visit, "facts"), "Place inspected: 1号车间 instead of 2号车间, because: 现场核实"),
            (Route("sites", disputed.site), "Address: 新街1号 instead of 新街2号, because: 现场核实"),
        ):
            said = go(window, route)
            assert told in said
            assert "Different values" not in said
            assert "孙𬍛 · " in said


def test_the_rail_of_a_bureau_counts_conflicts(disputed: Disputed, qtbot: QtBot) -> None:
    with window_of(disputed.bureau, qtbot) as window:
        assert window.rail.buttons["conflicts"].text() == "Conflicts  2"
        decide_all(window)
        assert window.rail.buttons["conflicts"].text() == "Conflicts"
        go(window, Route("conflicts"))
        assert window.rail.buttons["conflicts"].isChecked()


def test_a_laptop_reaches_them_from_exchange(disputed: Disputed, qtbot: QtBot) -> None:
    with window_of(disputed.laptop, qtbot) as window:
        assert "conflicts" not in window.rail.buttons
        assert "No conflicts" in go(window, Route("conflicts"))
        assert window.rail.buttons["exchange"].isChecked()
