"""Assignment slip and transfer letter: what is for others to see to, to whom it goes, with which papers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fieldcheck.model.document import Assignment, DocumentKind, Material, TransferLetter
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Document
from fieldcheck.operations import documents, findings, inspections
from fieldcheck.operations.addressing import Addressed, addressed_of
from fieldcheck.operations.document_details import NOTHING_TRANSFERRED, DocumentNotAllowed
from fieldcheck.operations.documents import AlreadyIssued, NothingToOrder
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import records
from tests.bureau import add_site, changed_since
from tests.operations.test_documents import LIST, RECORD, issue, ready

SLIP, LETTER = DocumentKind.ASSIGNMENT_SLIP, DocumentKind.TRANSFER_LETTER
TRUCKS = "hazardous-goods-transport"


def step(store: Store, name: str, finding: str, values: dict[str, object]) -> str:
    """Record a step as the page of the hazard does."""
    entity = new_id()

    def work(transaction: Transaction) -> str:
        transaction.append(name, entity, finding, {"finding": finding, **values})
        return entity

    return store.write(work, "").main


def transfer(store: Store, finding: str, authority: str = "莱山区交通运输局", reason: str = "未按规定动态监控") -> str:
    values: dict[str, object] = {"authority": authority, "reason": reason, "transferred_on": "2026-06-02"}
    return step(store, "transfer", finding, values)


def test_a_slip_goes_to_the_authority_that_is_competent(store: Store) -> None:
    visit = ready(store, "HGT-09", form=TRUCKS)
    content = documents.draft(store.reader(), visit, SLIP)
    assert content.details == Assignment("交通运输主管部门")
    assert len(content.problems) == 1
    document = issue(store, visit, SLIP)
    assert str(document.number) == "（莱）应急交办〔2026〕1号"
    assert document.findings == tuple(finding.id for finding in findings.standing(store.reader(), visit))


def test_what_is_in_the_remit_but_was_no_enforcement_goes_to_the_town(store: Store) -> None:
    visit = ready(store, "MEC-10", visit_kind="supervision")
    assert documents.draft(store.reader(), visit, SLIP).details == Assignment("初家街道")
    nowhere = ready(store, "MEC-10", visit_kind="supervision", site=add_site(store, "无镇街的单位", town=""))
    assert documents.draft(store.reader(), nowhere, SLIP).details == Assignment("")


def test_what_the_bureau_orders_itself_is_on_no_slip(store: Store) -> None:
    visit = ready(store, "MEC-10")
    for kind in (SLIP, LIST):
        with pytest.raises(NothingToOrder):
            documents.draft(store.reader(), visit, kind)


def test_a_letter_needs_a_transfer_and_lists_the_papers_of_the_visit(store: Store) -> None:
    visit = ready(store, "HGT-09", "HGT-10", form=TRUCKS)
    first, second = findings.standing(store.reader(), visit)
    with pytest.raises(DocumentNotAllowed) as caught:
        documents.draft(store.reader(), visit, LETTER)
    assert caught.value.details["reason"] == NOTHING_TRANSFERRED
    record = issue(store, visit, RECORD)
    transfer(store, first.id)
    letter = issue(store, visit, LETTER)
    assert letter.findings == (first.id,)
    details = documents.draft(store.reader(), visit, LETTER).details
    assert isinstance(details, TransferLetter)
    assert (details.recipient, details.cause) == ("莱山区交通运输局", "未按规定动态监控")
    assert details.materials == (Material(RECORD, str(record.number)),)
    assert details.contact.name in {"王䶮", "孙𬍛"}
    issue(store, visit, LIST)
    assert not changed_since(store, letter)
    issue(store, visit, RECORD, correct=True)
    assert changed_since(store, letter), "the record that it lists was replaced"
    letter = issue(store, visit, LETTER, correct=True)
    assert not changed_since(store, letter)
    transfer(store, second.id)
    assert changed_since(store, letter)


def test_recipient_and_last_day_are_chosen(store: Store) -> None:
    visit = ready(store, "HGT-09", form=TRUCKS)
    chosen = Addressed("莱山区交通运输局", date.today() + timedelta(days=9))
    past = Addressed("", date.today() - timedelta(days=1))
    for kind in (SLIP, LIST):
        with pytest.raises(DocumentNotAllowed):
            documents.draft(store.reader(), visit, kind, addressed=past)
    document = documents.issue(store, visit, SLIP, addressed=chosen).main
    kept = records.get(store.reader(), Document, document)
    assert addressed_of(store.reader(), kept) == chosen
    assert not changed_since(store, kept)
    said = documents.draft(store.reader(), visit, LIST, addressed=Addressed("", chosen.reply_by))
    assert said.reply_by == chosen.reply_by


def test_each_authority_gets_a_letter_of_its_own(store: Store) -> None:
    visit = ready(store, "HGT-09", "HGT-10", form=TRUCKS)
    first, second = findings.standing(store.reader(), visit)
    transfer(store, first.id)
    transfer(store, second.id, "莱山区市场监督管理局", "超范围经营")
    letters = [issue(store, visit, LETTER) for _ in range(2)]
    assert [letter.findings for letter in letters] == [(second.id,), (first.id,)]
    with pytest.raises(AlreadyIssued):
        issue(store, visit, LETTER)
    assert not any(changed_since(store, letter) for letter in letters)
    again = documents.issue(store, visit, LETTER, correct=True, addressed=Addressed("莱山区交通运输局")).main
    assert records.get(store.reader(), Document, again).supersedes == letters[1].id
    with pytest.raises(DocumentNotAllowed):
        documents.draft(store.reader(), visit, LETTER, addressed=Addressed("无关的机关"))


def test_a_letter_goes_to_the_authority_named_last_and_forgets_what_was_annulled(store: Store) -> None:
    visit = ready(store, "HGT-09", "HGT-10", form=TRUCKS)
    first, second = findings.standing(store.reader(), visit)
    transfer(store, first.id)
    later = transfer(store, second.id, "莱山区市场监督管理局", "超范围经营")
    details = documents.draft(store.reader(), visit, LETTER).details
    assert isinstance(details, TransferLetter)
    assert (details.recipient, details.cause) == ("莱山区市场监督管理局", "超范围经营")
    step(store, "annulment", second.id, {"kind": "transfer", "step": later, "reason": "记错"})
    content = documents.draft(store.reader(), visit, LETTER)
    assert isinstance(content.details, TransferLetter)
    assert content.details.recipient == "莱山区交通运输局"
    inspections.edit(store, visit, {"officers": ()})
    assert documents.preview(store.reader(), visit, LETTER).startswith(b"%PDF")
