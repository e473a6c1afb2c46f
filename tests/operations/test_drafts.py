"""Text being typed: there after any stop, one change when the field is left, never a reason not to open."""

from __future__ import annotations

from fieldcheck.model.identifiers import answer_id
from fieldcheck.model.records import Answer, Finding, Inspection
from fieldcheck.operations import drafts, findings, inspections, local, stores
from fieldcheck.store import Store
from fieldcheck.store import local as kept
from fieldcheck.store.queries import details, records
from tests.bureau import begin, fail
from tests.stores import PASSPHRASE


def reopened(store: Store) -> Store:
    store.close()
    return stores.open_store(store.path, PASSPHRASE)


def test_text_being_typed_is_no_change_yet(store: Store) -> None:
    inspection = begin(store)
    drafts.keep(store, "inspection", inspection, "", "situation", "企业正")
    drafts.keep(store, "inspection", inspection, "", "situation", "企业正常生产")
    assert [draft.value for draft in kept.drafts(store.reader())] == ["企业正常生产"]
    assert records.get(store.reader(), Inspection, inspection).situation is None
    assert len(details.history(store.reader(), inspection)) == 1


def test_opening_again_makes_one_change_of_it(store: Store) -> None:
    inspection = begin(store)
    drafts.keep(store, "inspection", inspection, "", "situation", "企业正常生产", "officer-7")
    with reopened(store) as again:
        assert records.get(again.reader(), Inspection, inspection).situation == "企业正常生产"
        assert kept.drafts(again.reader()) == []
        assert details.history(again.reader(), inspection)[-1].author == "officer-7"


def test_leaving_the_field_is_done_with_its_draft(store: Store) -> None:
    (finding,) = fail(store, begin(store), "MEC-10")
    drafts.keep(store, "finding", finding, "", "description", "冲床无")
    findings.edit(store, finding, {"description": "冲床无标志"})
    assert kept.drafts(store.reader()) == []


def test_a_draft_that_is_given_up_is_gone(store: Store) -> None:
    inspection = begin(store)
    drafts.keep(store, "inspection", inspection, "", "situation", "x")
    drafts.drop(store, inspection, "situation")
    assert kept.drafts(store.reader()) == []


def test_a_draft_that_cannot_be_a_change_stays_and_does_not_stop_the_opening(store: Store) -> None:
    inspection = begin(store)
    (finding,) = fail(store, inspection, "MEC-10")
    drafts.keep(store, "finding", finding, "", "deadline", "2026-13-45")
    drafts.keep(store, "finding", "nowhere", "", "description", "x")
    drafts.keep(store, "weather", "tomorrow", "", "rain", "x")
    drafts.keep(store, "inspection", inspection, "", "site", "y")
    with reopened(store) as again:
        assert len(kept.drafts(again.reader())) == 4
        assert records.get(again.reader(), Finding, finding).deadline is not None


def test_a_remark_and_a_reading_of_an_item_without_an_answer_are_recovered(store: Store) -> None:
    inspection = begin(store)
    entity = answer_id(inspection, "machinery", "MEC-01")
    drafts.keep(store, "answer", entity, inspection, "remark", "查阅责任制")
    with reopened(store) as again:
        found = records.get(again.reader(), Answer, entity)
        assert (found.item, found.remark) == ("MEC-01", "查阅责任制")


def test_an_answer_drops_the_draft_of_its_item(store: Store) -> None:
    inspection = begin(store)
    entity = answer_id(inspection, "machinery", "MEC-01")
    drafts.keep(store, "answer", entity, inspection, "value", "pass")
    inspections.answer(store, inspection, "machinery", "MEC-01", "fail")
    assert kept.drafts(store.reader()) == []


def test_the_page_that_was_open_is_kept(store: Store) -> None:
    assert local.get_state(store.reader(), "route") is None
    local.set_state(store, "route", {"page": "visit", "entity": "1"})
    with reopened(store) as again:
        assert local.get_state(again.reader(), "route") == {"page": "visit", "entity": "1"}
