"""The life of a hazard on its page: what can be done, each form, what was done, and taking it back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.hazard import HazardPage
from fieldcheck.gui.pages.hazard_forms import NO_MEASURE
from fieldcheck.gui.pages.hazard_steps import StepsPanel
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import ChoiceField
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Document, Finding, Inspection
from fieldcheck.model.steps import Extension, Recheck, Transfer
from fieldcheck.model.values import MeasureKind, OnSiteMeasure, PhotoPurpose
from fieldcheck.operations import documents, findings, hazards, photos, service
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import answer_rest, begin, fail
from tests.documents.ledgers import jpeg
from tests.gui.pages.support import chips, press, settle, shown, words


@pytest.fixture
def ordered(session: Session) -> str:
    """A hazard that an order names."""
    visit = begin(session.store, "machinery")
    (finding,) = fail(session.store, visit, "MEC-10")
    answer_rest(session.store, visit)
    documents.issue(session.store, visit, DocumentKind.RECTIFICATION_ORDER)
    return finding


@pytest.fixture
def page(session: Session, ordered: str, qtbot: QtBot) -> HazardPage:
    made = HazardPage(session)
    shown(made, session, qtbot, Route("hazard", ordered))
    return made


def panel(page: HazardPage) -> StepsPanel:
    """Return the panel of what can be done."""
    assert page.steps is not None
    return page.steps


def record(page: HazardPage, session: Session, action: Action, **values: object) -> None:
    """Fill in the form of an action, and record it."""
    panel(page).buttons[action].click()
    form = panel(page).form
    assert form is not None
    for name, value in values.items():
        form.fields[name].set_value(value)
    press(page, "Record the step")
    settle(session)


def state(store: Store, finding: str) -> HazardState:
    return hazards.life_of(store.reader(), finding).state


def test_what_can_be_done_is_offered_and_why_the_rest_cannot(page: HazardPage) -> None:
    offered = panel(page).buttons
    assert {Action.REPORT, Action.RECHECK, Action.REQUEST_EXTENSION, Action.TRANSFER} <= offered.keys()
    assert Action.CLOSE not in offered and Action.DELIST not in offered
    assert any(text.startswith("Close out: ") for text in words(page))
    assert "Ordered" in chips(page)
    assert any(text.endswith((" left", " over")) for text in words(page))


def test_a_service_shows_at_its_document(page: HazardPage, session: Session, ordered: str) -> None:
    finding = records.get(session.store.reader(), Finding, ordered)
    [order] = records.children(session.store.reader(), Document, finding.inspection or "")
    service.record(session.store, [order.id], service.proposed(session.store.reader(), order.id))
    page.open(Route("hazard", ordered))
    settle(session)
    assert {"Being put right", "Served"} <= set(chips(page))
    assert any("Served: Handed over, " in text for text in words(page))


def test_a_request_for_more_time_is_asked_and_answered(page: HazardPage, session: Session, ordered: str) -> None:
    until = date(2099, 3, 1)
    record(page, session, Action.REQUEST_EXTENSION, until=until, reason="配件未到")
    (asked,) = records.children(session.store.reader(), Extension, ordered)
    assert (asked.until, asked.reason) == (until, "配件未到")
    assert "More time asked for" in chips(page)
    record(page, session, Action.ANSWER_EXTENSION, granted="yes", until=until)
    life = hazards.life_of(session.store.reader(), ordered)
    assert life.due == until
    assert "More time granted" in chips(page)


def test_the_whole_way_from_the_order_to_the_close_out(page: HazardPage, session: Session, ordered: str) -> None:
    store = session.store
    record(page, session, Action.REPORT, description="已更换光电保护装置")
    assert state(store, ordered) is HazardState.RECHECK_DUE
    visits: list[Route] = []
    session.navigate.connect(visits.append)
    press(page, "Start a recheck visit")
    settle(session)
    recheck_visit = records.get(store.reader(), Inspection, visits[-1].entity)
    finding = records.get(store.reader(), Finding, ordered)
    assert recheck_visit.recheck_of == finding.inspection
    record(page, session, Action.RECHECK, result="pass")
    (seen,) = records.children(store.reader(), Recheck, ordered)
    assert seen.inspection == recheck_visit.id
    target = photos.Target(finding.inspection or "", ordered, purpose=PhotoPurpose.AFTER)
    photos.add(store, target, [photos.NewPhoto("after.jpg", jpeg(80, 60))])
    page.open(Route("hazard", ordered))
    settle(session)
    assert "As it is now" in words(page)
    record(page, session, Action.CLOSE, approver="李局长")
    assert hazards.life_of(store.reader(), ordered).is_closed
    assert "Closed" in chips(page)
    opinion = documents.draft(store.reader(), recheck_visit.id, DocumentKind.RECHECK_OPINION)
    assert opinion.problems == ()
    assert records.children(store.reader(), Document, recheck_visit.id) == []


def test_what_a_form_lacks_is_said_and_nothing_typed_is_lost(page: HazardPage, session: Session, ordered: str) -> None:
    record(page, session, Action.TRANSFER, authority="市交通运输局")
    form = panel(page).form
    assert form is not None and form.fields["reason"].error()
    assert form.fields["authority"].value() == "市交通运输局"
    assert records.children(session.store.reader(), Transfer, ordered) == []
    photos.add(
        session.store,
        photos.Target(records.get(session.store.reader(), Finding, ordered).inspection or "", ordered),
        [photos.NewPhoto("a.jpg", jpeg(80, 60))],
    )
    settle(session)
    assert panel(page).form is form
    press(page, "Cancel")
    settle(session)
    assert panel(page).form is None


def test_a_step_is_taken_back_with_a_reason(page: HazardPage, session: Session, ordered: str) -> None:
    record(page, session, Action.RECHECK, result="fail")
    assert state(session.store, ordered) is HazardState.RECHECKED_FAIL
    press(page, "Take back…")
    form = panel(page).form
    assert form is not None
    form.fields["reason"].set_value("录入到别的隐患")
    press(page, "Record the step")
    settle(session)
    assert state(session.store, ordered) is HazardState.ORDERED
    assert "Does not count" in chips(page)


def test_five_commitments_are_one_field(page: HazardPage, session: Session, ordered: str) -> None:
    findings.confirm_level(session.store, ordered, "major", session.officer)
    page.open(Route("hazard", ordered))
    settle(session)
    assert "Five commitments missing" in chips(page)
    values = {
        "responsible": "李文博",
        "measure": "更换",
        "funds": "2.5",
        "until": date(2099, 1, 2),
        "emergency_plan": "停机",
    }
    record(page, session, Action.COMMIT, **values)
    made = records.get(session.store.reader(), Finding, ordered).commitments
    assert made is not None
    assert (made.responsible, made.until) == ("李文博", "2099-01-02")
    assert any("2.5" in text for text in words(page))


def test_a_measure_on_site_is_chosen_and_taken_back(page: HazardPage, session: Session, ordered: str) -> None:
    values = {"kind": MeasureKind.SUSPEND.value, "what": "一车间", "until": date(2099, 1, 2)}
    record(page, session, Action.MEASURE, **values)
    made = records.get(session.reader(), Finding, ordered).on_site_measure
    assert made == OnSiteMeasure(MeasureKind.SUSPEND, "一车间", "2099-01-02")
    panel(page).begin(Action.MEASURE)
    form = panel(page).form
    assert form is not None and form.fields["what"].value() == "一车间"
    panel(page).close_form()
    settle(session)
    record(page, session, Action.MEASURE, kind=NO_MEASURE)
    assert records.get(session.reader(), Finding, ordered).on_site_measure is None


def test_every_form_can_be_opened_by_the_keyboard(page: HazardPage, session: Session) -> None:
    for action, button in list(panel(page).buttons.items()):
        panel(page).begin(action)
        form = panel(page).form
        assert form is not None
        assert all(field.accessibleName() or field.label for field in form.fields.values())
        results = [field for field in form.fields.values() if isinstance(field, ChoiceField)]
        assert all(field.editor.count() for field in results)
        panel(page).close_form()
        settle(session)
        assert isinstance(button, QPushButton)
