"""An edit takes the place of what its page showed, and of nothing that came meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.settings_officers import OfficersPanel
from fieldcheck.gui.pages.visit.checklist import ChecklistView, visit_state
from fieldcheck.gui.pages.visit.checklist.answer_writer import AnswerWriter
from fieldcheck.gui.pages.visit.overview import overview
from fieldcheck.gui.pages.visit.proposals import ProposalCard
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import DRAFT_EVERY, FieldWriter
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.model.form import Level
from fieldcheck.model.identifiers import answer_id, finding_id
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Answer, Finding, Site
from fieldcheck.operations import conflicts, drafts, findings, inspections, profile, sites
from fieldcheck.store import Changes, Store, local
from fieldcheck.store.queries import records
from tests.bureau import add_site, begin, fail
from tests.county import County, county

FORM = "machinery"
ITEM = "MEC-10"


@dataclass
class Land:
    """A bureau and a laptop that know the same site and visit; `session` is the bureau's window."""

    county: County
    laptop: Store
    session: Session
    site: str
    visit: str

    @property
    def bureau(self) -> Store:
        return self.county.bureau

    def arrives(self, work: Callable[[Store], object]) -> None:
        """Let the laptop write something, and its package be imported behind the window's back."""
        work(self.laptop)
        self.county.send_up(self.laptop)

    def refresh(self) -> None:
        """Tell the pages what every import tells them: any record may be another."""
        self.session.tasks.committed.emit(Changes("", frozenset((kind, "") for kind in KINDS), ()))

    def fields(self) -> list[str]:
        return [found.field for found in conflicts.conflicts(self.bureau.reader())]


@pytest.fixture
def land(tmp_path: Path) -> Iterator[Land]:
    with county(tmp_path) as made, ExitStack() as closing:
        laptop = made.laptop("一号")
        site = add_site(laptop, address="老街1号")
        visit = begin(laptop, FORM, site=site)
        fail(laptop, visit, ITEM)
        made.send_up(laptop)
        session = Session(made.bureau)
        closing.callback(session.deleteLater)
        closing.callback(session.tasks.close)
        yield Land(made, laptop, session, site, visit)


@contextmanager
def field_of(land: Land, qtbot: QtBot) -> Iterator[tuple[FieldWriter, TextField]]:
    page, field = QWidget(), TextField("Address")
    qtbot.addWidget(page)
    field.setParent(page)
    writer = FieldWriter(land.session, "site", land.site)
    writer.bind(field, "address")
    yield writer, field
    writer.close()


def retype(field: TextField, text: str) -> None:
    if isinstance(field.editor, QLineEdit):
        field.editor.setText(text)
    else:
        assert isinstance(field.editor, QPlainTextEdit)
        field.editor.setPlainText(text)


def test_what_came_while_a_page_was_open_is_not_replaced_unseen(land: Land, qtbot: QtBot) -> None:
    with field_of(land, qtbot) as (writer, field):
        land.arrives(lambda laptop: sites.edit_site(laptop, land.site, {"address": "新街2号"}))
        retype(field, "新街3号")
        writer.flush()
        land.session.tasks.drain()
        (found,) = conflicts.conflicts(land.bureau.reader())
        assert {value.value for value in found.values} == {"新街2号", "新街3号"}
        assert found.base == "老街1号"


def test_what_a_page_shows_is_replaced(land: Land, qtbot: QtBot) -> None:
    with field_of(land, qtbot) as (writer, field):
        land.arrives(lambda laptop: sites.edit_site(laptop, land.site, {"address": "新街2号"}))
        land.refresh()
        assert field.value() == "新街2号"
        retype(field, "新街3号")
        writer.flush()
        land.session.tasks.drain()
        assert land.fields() == []
        assert records.get(land.bureau.reader(), Site, land.site).address == "新街3号"


def test_a_field_that_is_being_typed_into_goes_on_from_what_it_showed(land: Land, qtbot: QtBot) -> None:
    with field_of(land, qtbot) as (writer, field):
        retype(field, "新街3号")
        land.arrives(lambda laptop: sites.edit_site(laptop, land.site, {"address": "新街2号"}))
        land.refresh()
        assert field.value() == "新街3号"
        writer.flush()
        land.session.tasks.drain()
        assert land.fields() == ["address"]


def test_a_value_that_stands_beside_the_shown_one_stays_a_conflict(land: Land, qtbot: QtBot) -> None:
    sites.edit_site(land.bureau, land.site, {"address": "新街1号"})
    land.arrives(lambda laptop: sites.edit_site(laptop, land.site, {"address": "新街2号"}))
    assert land.fields() == ["address"]
    with field_of(land, qtbot) as (writer, field):
        assert field.value() == "新街2号"
        retype(field, "新街4号")
        writer.flush()
        land.session.tasks.drain()
        # The bureau's own value is earlier on the same device, so it is replaced; the shown one was seen.
        assert land.fields() == []


def test_typed_text_that_a_stop_left_over_knows_what_it_showed(land: Land, qtbot: QtBot) -> None:
    with field_of(land, qtbot) as (_writer, field):
        retype(field, "新街3号")
        qtbot.waitUntil(lambda: bool(local.drafts(land.bureau.reader())), timeout=DRAFT_EVERY * 20)
        land.arrives(lambda laptop: sites.edit_site(laptop, land.site, {"address": "新街2号"}))
        assert drafts.recover(land.bureau) == 1
        assert land.fields() == ["address"]


def answered(land: Land) -> tuple[visit_state.VisitState, AnswerWriter]:
    return visit_state.read(land.bureau.reader(), land.visit), AnswerWriter(land.session, land.session)


def test_an_answer_replaces_the_one_in_the_row(land: Land) -> None:
    state, writer = answered(land)
    form = state.forms[FORM]
    form.answer(ITEM, "pass")
    writer.answer(form, ITEM, "pass")
    land.session.tasks.drain()
    assert land.fields() == []
    land.arrives(lambda laptop: inspections.answer(laptop, land.visit, FORM, ITEM, "not_applicable"))
    form.answer(ITEM, "not_examined")
    writer.answer(form, ITEM, "not_examined")
    land.session.tasks.drain()
    assert "value" in land.fields()


def test_an_answer_that_an_import_showed_is_replaced(land: Land) -> None:
    state, writer = answered(land)
    form = state.forms[FORM]
    land.arrives(lambda laptop: inspections.answer(laptop, land.visit, FORM, ITEM, "not_applicable"))
    state.refresh(land.bureau.reader(), Changes("", frozenset((kind, "") for kind in KINDS), ()))
    assert form.value(ITEM) == "not_applicable"
    form.answer(ITEM, "pass")
    writer.answer(form, ITEM, "pass")
    land.session.tasks.drain()
    assert land.fields() == []
    assert records.get(land.bureau.reader(), Answer, answer_id(land.visit, FORM, ITEM)).value == "pass"


def test_a_draft_of_an_answer_knows_what_the_row_showed(land: Land) -> None:
    state, writer = answered(land)
    form = state.forms[FORM]
    writer.typing(form, ITEM, "pass")
    writer.keep_drafts()
    land.session.tasks.drain()
    land.arrives(lambda laptop: inspections.answer(laptop, land.visit, FORM, ITEM, "not_applicable"))
    assert drafts.recover(land.bureau) == 1
    assert "value" in land.fields()


@contextmanager
def opened_finding(land: Land, qtbot: QtBot) -> Iterator[ChecklistView]:
    view = ChecklistView(land.session)
    qtbot.addWidget(view)
    land.session.committed.connect(view.changed)
    view.resize(1290, 640)
    view.open(land.visit, FORM, ITEM)
    assert view.items.opened == ITEM
    yield view
    view.leave()
    land.session.tasks.drain()
    land.session.committed.disconnect(view.changed)


def test_a_finding_open_in_its_row_replaces_what_it_shows(land: Land, qtbot: QtBot) -> None:
    finding = finding_id(answer_id(land.visit, FORM, ITEM))
    with opened_finding(land, qtbot) as view:
        retype(view.items.editor.measure, "立即停用")
        view.items.editor.flush()
        view.items.editor.level.chosen.emit("major")
        land.session.tasks.drain()
        assert land.fields() == []
        land.arrives(lambda laptop: findings.confirm_level(laptop, finding, "general", "officer-2"))
        view.items.editor.level.chosen.emit("")
        land.session.tasks.drain()
        assert "confirmed_level" in land.fields()


def test_a_finding_shows_what_an_import_brought(land: Land, qtbot: QtBot) -> None:
    finding = finding_id(answer_id(land.visit, FORM, ITEM))
    with opened_finding(land, qtbot) as view:
        land.arrives(lambda laptop: findings.edit(laptop, finding, {"measure": "限期三日整改"}))
        land.refresh()
        assert view.items.editor.measure.value() == "限期三日整改"
        retype(view.items.editor.measure, "立即停用")
        view.items.editor.flush()
        land.session.tasks.drain()
        assert land.fields() == []


def test_a_proposal_confirmed_on_the_review_replaces_the_level_that_it_shows(land: Land, qtbot: QtBot) -> None:
    rules = land.county.laptop("二号")
    visit = begin(rules, site=add_site(rules, "乙厂"))
    fail(rules, visit, "MEC-05")
    land.county.send_up(rules)
    found = overview(land.bureau.reader(), visit)
    assert found.review.proposals
    card = ProposalCard(land.session, found, found.review.proposals[0])
    qtbot.addWidget(card)
    card._decide(Level.MAJOR)
    land.session.tasks.drain()
    assert land.fields() == []
    (named, *_) = found.review.proposals[0].findings
    level = records.get(land.bureau.reader(), Finding, named).confirmed_level
    assert level is not None and level.level == Level.MAJOR


def test_an_officer_who_was_taken_back_elsewhere_is_a_conflict(land: Land, qtbot: QtBot) -> None:
    officer = profile.officers(land.bureau.reader())[0]
    panel = OfficersPanel(land.session)
    qtbot.addWidget(panel)
    panel.reload()
    land.arrives(lambda laptop: profile.edit_officer(laptop, officer.id, {"retired": False}))
    panel.rows[officer.id].retire.click()
    land.session.tasks.drain()
    assert land.fields() == ["retired"]
