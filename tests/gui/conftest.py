"""Window tests: a real store with a cheap key, a session on it, and a window that is closed again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui import crash, language, preferences, theme
from fieldcheck.gui.program import Program
from fieldcheck.gui.session import Session
from fieldcheck.gui.theme import fonts
from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import Person, Role
from fieldcheck.operations import sites, stores
from fieldcheck.store import Store
from fieldcheck.translation import set_language
from tests.stores import CHEAP, PASSPHRASE

PROFILE = Profile(
    id="",
    bureau_name="海晏市应急管理局",
    region_prefix="晏",
    sectors=("industry_trade",),
    government="海晏市",
    court="海晏市",
)
OFFICERS = (
    Officer(id="", name="王建军", certificate_number="37068326001", post="执法人员"),
    Officer(id="", name="孙𬍛", certificate_number="37068326002", post="执法人员"),
)
SITE: dict[str, object] = {
    "name": "海晏市清源污水处理有限公司",
    "kind": "enterprise",
    "town": "永安街道",
    "address": "永安街道环海路101号",
    "sector": "industry_trade",
    "principal": Person("赵清源", "厂长", "13900000012"),
}


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with the shipped letters and the light theme."""
    fonts.load()
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture(autouse=True)
def _widgets_outlive_their_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold widgets until they are closed: pytest-qt does so weakly, and one could be collected while it is painted."""
    if "qtbot" not in request.fixturenames:
        return
    qtbot: QtBot = request.getfixturevalue("qtbot")
    held: list[QWidget] = []
    add = qtbot.addWidget

    def hold(widget: QWidget, **options: Callable[[QWidget], None] | None) -> None:
        held.append(widget)
        add(widget, **options)

    monkeypatch.setattr(qtbot, "addWidget", hold)


@pytest.fixture(autouse=True)
def _own_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep preferences and crash reports of the person who runs the tests out of it."""
    monkeypatch.setattr(preferences, "path", lambda: tmp_path / "account" / "window.json")
    monkeypatch.setattr(crash, "folder", lambda: tmp_path / "account" / "reports")


@pytest.fixture(autouse=True)
def _delete_now(qapp: QApplication) -> Iterator[None]:
    """Delete what was to be deleted later: without an event loop it would stay, and slow every later test."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with profile, two officers and a site."""
    made = stores.create(tmp_path / "test.fcstore", PASSPHRASE, Role.INSPECTOR, PROFILE, OFFICERS, cost=CHEAP)
    sites.create(made, SITE)
    yield made
    made.close()


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Program]:
    made = Program(qapp, cost=CHEAP)
    yield made
    made.close()
    made.deleteLater()
    language.speak(qapp, "en")
    theme.apply(qapp, "light")


@pytest.fixture
def session(qapp: QApplication, store: Store) -> Iterator[Session]:
    """A session on `store`; what it still had under way is delivered before the store closes."""
    opened = Session(store)
    yield opened
    opened.shared.close()
    opened.tasks.close()
    opened.deleteLater()


@pytest.fixture
def site(store: Store) -> str:
    """The id of the one site."""
    from fieldcheck.store.queries import lists

    return lists.site_ids(store.reader())[0]


@pytest.fixture
def visit(store: Store, site: str) -> str:
    """The id of an enforcement visit to the site with the form confined-spaces."""
    from fieldcheck.operations import inspections, profile

    officers = tuple(officer.id for officer in profile.officers(store.reader()))
    values: dict[str, object] = {
        "visit_kind": "enforcement",
        "started_at": "2026-08-03T09:10+08:00",
        "officers": officers,
        "place_inspected": "格栅间、调节池",
    }
    return inspections.start(store, site, values, ["confined-spaces"], officers[0]).main
