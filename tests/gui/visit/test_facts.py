from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.visit.facts import FactsView
from fieldcheck.gui.pages.visit.facts_form import FactsForm, sector_note
from fieldcheck.gui.pages.visit.officers_field import OfficersField
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import ChoiceField, DateTimeField, PersonField, TextField
from fieldcheck.model.records import Officer
from fieldcheck.model.values import Person
from fieldcheck.operations import drafts, inspections, profile
from fieldcheck.store import Store, local
from tests.gui.visit.support import FORM, answer_all, inspection, read


@pytest.fixture
def view(qtbot: QtBot, session: Session, visit: str) -> FactsView:
    made = FactsView(session)

    def save(_widget: QWidget) -> None:
        made.flush()
        session.tasks.drain()

    qtbot.addWidget(made, before_close_func=save)
    made.resize(1100, 640)
    made.open(visit)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def text(form: FactsForm, name: str) -> TextField:
    field = form.field(name)
    assert isinstance(field, TextField)
    return field


def editor(form: FactsForm, name: str) -> QLineEdit:
    found = text(form, name).editor
    assert isinstance(found, QLineEdit)
    return found


def choice(form: FactsForm, name: str) -> ChoiceField:
    field = form.field(name)
    assert isinstance(field, ChoiceField)
    return field


def choose(field: ChoiceField, value: str) -> None:
    field.editor.setCurrentIndex(field.editor.findData(value))
    field.editor.activated.emit(field.editor.currentIndex())


def test_a_field_is_saved_when_it_is_left(
    qtbot: QtBot, session: Session, store: Store, view: FactsView, visit: str
) -> None:
    line = editor(view.form(), "campaign")
    line.setFocus()
    line.insert("百日攻坚")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: inspection(store, visit).campaign == "百日攻坚")
    session.tasks.drain()
    assert session.undo_text == "Campaign"


def test_half_typed_text_survives_a_stop(
    qtbot: QtBot, session: Session, store: Store, view: FactsView, visit: str
) -> None:
    line = editor(view.form(), "place_inspected")
    line.setFocus()
    line.end(False)
    line.insert("、污泥间")
    qtbot.waitUntil(lambda: bool(local.drafts(store.reader())), timeout=3000)
    assert inspection(store, visit).place_inspected == "格栅间、调节池"
    drafts.recover(store)
    assert "污泥间" in (inspection(store, visit).place_inspected or "")


def test_the_principal_comes_from_the_site(view: FactsView) -> None:
    field = view.form().field("principal")
    assert isinstance(field, PersonField)
    assert field.value() == Person("赵清源", "厂长", "13900000012")


def test_now_takes_the_clock(session: Session, store: Store, view: FactsView, visit: str) -> None:
    button = view.findChild(QPushButton, "now/ended_at")
    assert button is not None
    button.click()
    session.tasks.drain()
    field = view.form().field("ended_at")
    assert isinstance(field, DateTimeField)
    assert inspection(store, visit).ended_at == field.value() != ""


def test_officers_with_certificates(session: Session, store: Store, view: FactsView, visit: str) -> None:
    field = view.form().field("officers")
    assert isinstance(field, OfficersField)
    first, second = profile.officers(store.reader())
    assert field.value() == (first.id, second.id)
    box = field.boxes()[1]
    box.setCurrentIndex(box.findData(""))
    box.activated.emit(box.currentIndex())
    session.tasks.drain()
    assert inspection(store, visit).officers == (first.id,)
    assert view.form().notes()[2] == "An enforcement inspection needs two certified officers."


def test_one_officer_stands_once(view: FactsView) -> None:
    field = view.form().field("officers")
    assert isinstance(field, OfficersField)
    first = field.value()
    assert first is not None
    field.set_value((first[0], first[0]))
    assert field.value() == (first[0],)


def test_fewer_officers_need_a_reason_only_without_enforcement(
    session: Session, store: Store, view: FactsView, visit: str
) -> None:
    form = view.form()
    reason = form.field("fewer_officers_reason")
    assert reason is not None
    inspections.edit(store, visit, {"officers": None})
    view.open(visit)
    form = view.form()
    reason = form.field("fewer_officers_reason")
    assert reason is not None
    assert not reason.isVisible()
    choose(choice(form, "visit_kind"), "assistance")
    session.tasks.drain()
    form.show_overview(read(store, visit))
    assert reason.isVisible()
    assert form.notes()[0].startswith("Ends in a record and a problem list.")


def test_a_recheck_names_the_earlier_visit(
    session: Session, store: Store, site: str, view: FactsView, visit: str
) -> None:
    earlier = inspections.start(
        store, site, {"visit_kind": "enforcement", "started_at": "2026-07-01T09:00+08:00"}, []
    ).main
    view.open(visit)
    form = view.form()
    assert not choice(form, "recheck_of").isVisible()
    choose(choice(form, "visit_kind"), "recheck")
    assert choice(form, "recheck_of").isVisible()
    choose(choice(form, "recheck_of"), earlier)
    session.tasks.drain()
    assert inspection(store, visit).recheck_of == earlier


def test_the_sector_says_who_is_competent() -> None:
    assert sector_note("industry_trade", ("industry_trade",)) == "In the bureau's remit."
    assert sector_note("water", ("industry_trade",)) == "Outside the bureau's remit. Competent: water."
    assert sector_note(None, ()) == ""


def test_forms_are_added_and_taken_out(session: Session, store: Store, view: FactsView, visit: str) -> None:
    forms_field = view.form().forms_field()
    choose(forms_field.add, "machinery")
    session.tasks.drain()
    assert [used.form for used in inspection(store, visit).forms or ()] == [FORM, "machinery"]
    view.show_overview(read(store, visit))
    button = view.findChild(QPushButton, "remove/machinery")
    assert button is not None
    button.click()
    session.tasks.drain()
    assert [used.form for used in inspection(store, visit).forms or ()] == [FORM]


def test_a_form_with_answers_stays_and_says_why(session: Session, store: Store, view: FactsView, visit: str) -> None:
    answer_all(store, visit)
    button = view.findChild(QPushButton, f"remove/{FORM}")
    assert button is not None
    button.click()
    session.tasks.drain()
    assert "already has answers" in view.form().forms_field().error()


def test_a_form_leads_to_its_checklist(qtbot: QtBot, session: Session, view: FactsView, visit: str) -> None:
    button = next(b for b in view.findChildren(QPushButton) if b.text() == "Fill in")
    with qtbot.waitSignal(session.navigate) as caught:
        button.click()
    assert caught.args == [Route("visit", visit, "checklist", f"{FORM}/")]


def test_a_link_of_the_review_finds_its_field(qtbot: QtBot, view: FactsView) -> None:
    for name in ("site_manager", "officers", "sector", "certificates_shown", "no_form", "ended_at"):
        view.show_field(name)
        field = view.form().field(name)
        assert field is not None
        focused = QApplication.focusWidget()
        assert focused is not None
        assert field.isAncestorOf(focused), name


def test_every_field_is_reached_by_tab(qtbot: QtBot, view: FactsView) -> None:
    view.show_field("visit_kind")
    reached: list[QWidget] = []
    widget = QApplication.focusWidget()
    while widget is not None and widget not in reached:
        reached.append(widget)
        widget.nextInFocusChain()
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    names = ("campaign", "place_inspected", "ended_at", "principal", "site_manager", "officers", "situation")
    for name in names:
        field = view.form().field(name)
        assert field is not None
        assert any(field.isAncestorOf(known) for known in reached), name


def test_suggestions_come_from_earlier_visits(
    session: Session, store: Store, site: str, view: FactsView, visit: str
) -> None:
    inspections.start(store, site, {"campaign": "百日攻坚"}, [])
    view.open(visit)
    session.tasks.drain()
    completer = editor(view.form(), "campaign").completer()
    assert completer is not None
    assert completer.model().index(0, 0).data() == "百日攻坚"


def test_another_visit_takes_the_place_and_nothing_typed_is_lost(
    session: Session, store: Store, site: str, view: FactsView, visit: str
) -> None:
    other = inspections.start(store, site, {"campaign": "汛前检查"}, []).main
    editor(view.form(), "campaign").insert("百日攻坚")
    view.open(other)
    session.tasks.drain()
    assert inspection(store, visit).campaign == "百日攻坚"
    assert view.form().inspection == other
    assert text(view.form(), "campaign").value() == "汛前检查"


def test_choices_of_the_visit_before_are_not_offered(
    session: Session, store: Store, site: str, view: FactsView, visit: str
) -> None:
    earlier = inspections.start(store, site, {"started_at": "2026-07-01T09:00+08:00"}, []).main
    other = inspections.start(store, site, {"recheck_of": visit, "visit_kind": "recheck"}, []).main
    view.open(other)
    view.open(visit)
    box = choice(view.form(), "recheck_of").editor
    assert {box.itemData(place) for place in range(box.count())} == {earlier, other}
    assert choice(view.form(), "recheck_of").value() == ""


def test_an_officer_who_came_later_is_offered(session: Session, store: Store, view: FactsView, visit: str) -> None:
    field = view.form().field("officers")
    assert isinstance(field, OfficersField)
    before = field.value()
    profile.add_officer(store, Officer(id="", name="李晓梅", certificate_number="37068326003"))
    view.open(visit)
    assert field.boxes()[0].findText("李晓梅") > 0
    assert field.value() == before
