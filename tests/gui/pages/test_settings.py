"""Settings: what is typed is kept, officers come and go, the look changes, the file is copied and proved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldcheck.gui import preferences, theme
from fieldcheck.gui.pages.settings import SettingsPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.sectors_field import SectorsField
from fieldcheck.model.values import Role
from fieldcheck.operations import profile, stores, trust
from fieldcheck.store import Store
from tests.gui.conftest import OFFICERS, PROFILE
from tests.stores import CHEAP, PASSPHRASE


@pytest.fixture
def page(session: Session, qtbot: QtBot, qapp: QApplication) -> Iterator[SettingsPage]:
    made = SettingsPage(session)
    session.committed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 768)
    made.show()
    made.open(Route("settings"))
    yield made
    session.tasks.drain()
    theme.apply(qapp, "light")


def field(page: SettingsPage, label: str) -> TextField:
    return next(one for one in page.findChildren(TextField) if one.label == label)


def retype(one: TextField, text: str) -> None:
    assert isinstance(one.editor, QLineEdit)
    one.editor.setText(text)


def test_the_profile_is_kept_as_it_is_typed(page: SettingsPage, session: Session) -> None:
    retype(field(page, "Address"), "滨河路16号")
    sectors = page.findChild(SectorsField)
    assert sectors is not None
    sectors.boxes["mining"].click()
    page.leave()
    session.tasks.drain()
    kept = profile.current(session.reader())
    assert (kept.address, kept.sectors) == ("滨河路16号", ("industry_trade", "mining"))


def test_an_officer_is_added_edited_retired_and_taken_back(page: SettingsPage, session: Session) -> None:
    page.officers.add()
    session.tasks.drain()
    assert "certificate number" in page.officers.error.text()
    page.officers.new["name"].set_value("周㛃")
    page.officers.new["certificate_number"].set_value("37068326003")
    page.officers.add()
    session.tasks.drain()
    assert [one.name for one in profile.officers(session.reader())] == ["周㛃", "孙𬍛", "王建军"]
    assert page.officers.new["name"].value() == ""
    entity, row = list(page.officers.rows.items())[-1]
    retype(row.fields["post"], "副队长")
    row.retire.click()
    page.leave()
    session.tasks.drain()
    assert [one.name for one in profile.officers(session.reader())] == ["孙𬍛", "王建军"]
    page.officers.rows[entity].retire.click()
    session.tasks.drain()
    found = next(one for one in profile.officers(session.reader()) if one.id == entity)
    assert (found.name, found.post) == ("周㛃", "副队长")


def test_the_theme_changes_at_once(page: SettingsPage) -> None:
    page.theme_field.left.emit("dark")
    assert (theme.current().name, preferences.load().theme) == ("dark", "dark")


def test_the_language_is_asked_for(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preferences.signals().language_changed) as heard:
        page.language_field.left.emit("zh_CN")
    assert (heard.args, preferences.load().language) == (["zh_CN"], "zh_CN")


def test_a_backup_opens_and_is_not_written_over(page: SettingsPage, session: Session, tmp_path: Path) -> None:
    target = tmp_path / "copy.fcstore"
    page.store_panel.back_up(target)
    session.tasks.drain()
    assert "Backed up" in page.store_panel.result.text()
    with Store.open(target, PASSPHRASE) as copy:
        assert profile.current(copy.reader()).bureau_name == "海晏市应急管理局"
    page.store_panel.back_up(target)
    session.tasks.drain()
    assert "already exists" in page.store_panel.error.text()


def test_verify_says_that_all_holds(page: SettingsPage, session: Session) -> None:
    page.store_panel.verify()
    assert not page.store_panel.verify_button.isEnabled()
    session.tasks.drain()
    assert "holds" in page.store_panel.result.text()
    assert page.store_panel.verify_button.isEnabled()


def test_verify_says_what_does_not(page: SettingsPage, session: Session) -> None:
    session.store.submit(lambda: session.store._write_connection.execute("UPDATE site SET name = 'x'")).result()
    page.store_panel.verify()
    session.tasks.drain()
    assert "1 problem" in page.store_panel.error.text()


def test_another_passphrase_needs_the_old_one(page: SettingsPage, session: Session, qtbot: QtBot) -> None:
    panel = page.store_panel.passphrase
    assert not panel.form.isVisibleTo(page)
    panel.begin_button.click()
    panel.old.set_value("wrong")
    panel.new.passphrase.set_value("三只白鹭")
    panel.change()
    assert panel.new.again.error()
    panel.new.again.set_value("三只白鹭")
    panel.change()
    session.tasks.drain()
    assert "does not open" in panel.old.error()
    panel.old.set_value(PASSPHRASE)
    with qtbot.waitSignal(session.passphrase_chosen) as heard:
        panel.change()
    assert heard.args == ["三只白鹭"]
    panel.cancel_button.click()
    assert (panel.old.value(), panel.new.value()) == ("", "")


@pytest.fixture
def bureau(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[SettingsPage]:
    with stores.create(tmp_path / "b.fcstore", PASSPHRASE, Role.BUREAU, PROFILE, OFFICERS, cost=CHEAP) as store:
        session = Session(store)
        made = SettingsPage(session)
        qtbot.addWidget(made)
        made.show()
        made.open(Route("settings"))
        yield made
        session.tasks.drain()
        session.tasks.close()
        session.deleteLater()


def test_only_a_bureau_has_an_escrow_key(page: SettingsPage) -> None:
    assert page.escrow is None


def test_a_new_escrow_key_counts_once_it_is_put_away(bureau: SettingsPage) -> None:
    panel, reader = bureau.escrow, bureau.session.reader()
    assert panel is not None
    assert "nobody can open" in panel.text.text()
    panel.make_button.click()
    first = panel.view.key()
    assert first is not None and f"# public key: {first.recipient}" in panel.view.text()
    assert not panel.use_button.isEnabled()
    panel.use()
    panel.cancel_button.click()
    bureau.session.tasks.drain()
    assert panel.view.key() is None and trust.escrow(reader) is None
    panel.make_button.click()
    second = panel.view.key()
    assert second is not None and second != first
    panel.view.put_away.editor.click()
    panel.use_button.click()
    bureau.session.tasks.drain()
    assert trust.escrow(reader) == second.recipient
    assert second.recipient[-8:] in panel.text.text()
    assert not panel.view.isVisibleTo(bureau) and panel.view.key() is None
