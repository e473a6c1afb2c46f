"""The evidence of a document: every link from the photo's bytes to the receipt, and what does not hold is named."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document, Finding, Signing
from fieldcheck.model.strokes import Drawn, Point
from fieldcheck.model.values import SigningResult
from fieldcheck.operations import documents, evidence, evidence_wording, findings, photos, signature_copy
from fieldcheck.operations.evidence import State
from fieldcheck.photos import sample
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import records
from tests.bureau import MANAGER, add_site, answer_rest, begin, fail
from tests.county import County
from tests.documents import reading

DRAWN = Drawn(
    "unit", MANAGER.name, 520, 200, "2026-06-01T11:40:02+08:00", ((Point(10, 10, 0, 500), Point(90, 60, 30, 500)),)
)


def signed_order(store: Store) -> tuple[str, str]:
    """Return an order that was signed on paper and screen, and the hazard that it names."""
    visit = begin(store, "machinery", site=add_site(store))
    [finding] = fail(store, visit, "MEC-10")
    data = sample.draw(3, datetime(2026, 6, 1, 9, 30), 37.5, 121.4)
    photos.add(store, photos.Target(visit, finding), [photos.NewPhoto("a.jpg", data)])
    answer_rest(store, visit)
    order = documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER).main
    documents.record_signing(store, order, SigningResult.SIGNED, signer=MANAGER, drawn=(DRAWN,))
    return order, finding


def codes(store: Store, order: str) -> list[str]:
    return [link.code for link in evidence.walk(store.reader(), order).links]


def alter(store: Store, sha256: str, data: bytes) -> None:
    """Change bytes behind the back of the program."""

    def work(transaction: Transaction) -> str:
        transaction.connection.execute("UPDATE blob SET data = ? WHERE sha256 = ?", (data, sha256))
        return ""

    store.write(work)


def test_the_chain_of_a_laptop_grows_until_the_receipt(land: County) -> None:
    laptop = land.laptop("一号")
    order, _finding = signed_order(laptop)
    before = ["photo", "finding", "content", "qr", "bytes", "journal"]
    assert codes(laptop, order) == [*before, "not_signed_end", "not_sent", "receipt_open", "signed", "strokes"]
    land.send_up(laptop)
    assert codes(laptop, order) == [*before, "signed_end", "package_out", "receipt_open", "signed", "strokes"]
    land.send_down(laptop)
    assert codes(laptop, order) == [*before, "signed_end", "package_out", "receipt", "signed", "strokes"]
    found = evidence.walk(laptop.reader(), order)
    assert {link.state for link in found.links} == {State.GOOD}
    assert evidence_wording.verdict(found) == "Every link that is here holds."


def test_the_bureau_sees_which_package_brought_it_and_the_strokes(land: County) -> None:
    laptop = land.laptop("一号")
    order, _finding = signed_order(laptop)
    land.send_up(laptop)
    found = codes(land.bureau, order)
    assert found[-5:] == ["journal", "signed_end", "package_in", "signed", "strokes"]
    copy = reading.pages(signature_copy.pdf(land.bureau.reader(), order))
    assert ["电子笔迹（证据辅助）" in page for page in copy] == [True, False, False]
    assert "电子签名过程留痕" in copy[2]
    assert documents.pdf(land.bureau.reader(), order) == documents.pdf(laptop.reader(), order)


def test_strokes_stand_beside_the_lines_only_where_the_issued_bytes_come_again(land: County) -> None:
    laptop = land.laptop("一号")
    order, finding = signed_order(laptop)
    stamped = documents.issue(
        laptop,
        records.get(laptop.reader(), Document, order).inspection or "",
        DocumentKind.RECTIFICATION_ORDER,
        correct=True,
        stamped=True,
    ).main
    documents.record_signing(laptop, stamped, SigningResult.SIGNED, signer=MANAGER, drawn=(DRAWN,))
    assert len(reading.pages(signature_copy.pdf(laptop.reader(), stamped))) == 3
    [photo] = photos.of_finding(laptop.reader(), records.get(laptop.reader(), Finding, finding))
    alter(laptop, photo.sha256 or "", sample.draw(4, datetime(2026, 6, 1, 9, 30), 37.5, 121.4))
    [alone] = reading.pages(signature_copy.pdf(laptop.reader(), stamped))
    assert "电子签名过程留痕" in alone
    assert "前附文书" not in alone


def test_what_another_laptop_was_sent_alone_is_said_not_to_be_here(land: County) -> None:
    laptop, other = land.laptop("一号"), land.laptop("二号")
    order, _finding = signed_order(laptop)
    land.send_up(laptop)
    land.send_down(other)
    found = evidence.walk(other.reader(), order)
    assert "journal_not_here" in [link.code for link in found.links]
    assert "Not everything is here" in evidence_wording.verdict(found)


def test_an_edit_after_signing_is_shown_with_its_values(land: County) -> None:
    laptop = land.laptop("一号")
    order, finding = signed_order(laptop)
    findings.edit(laptop, finding, {"location": "二车间"})
    found = evidence.walk(laptop.reader(), order)
    [link] = [link for link in found.links if link.state is State.CHANGED]
    assert (link.code, link.details["field"], link.details["after"]) == ("changed_after_signing", "location", "二车间")
    assert not found.broken
    assert "location, — → 二车间" in evidence_wording.line(laptop.reader(), link)


def test_altered_bytes_break_the_chain(land: County) -> None:
    laptop = land.laptop("一号")
    order, _finding = signed_order(laptop)
    document = records.get(laptop.reader(), Document, order)
    [signing] = records.children(laptop.reader(), Signing, order)
    for sha256, code in (
        (document.sha256, "bytes_altered"),
        (document.content_sha256, "content_altered"),
        (signing.strokes, "strokes_altered"),
    ):
        assert sha256 is not None
        alter(laptop, sha256, b"altered")
        found = evidence.walk(laptop.reader(), order)
        assert found.broken
        assert code in [link.code for link in found.links]


def test_a_document_that_nobody_signed_on_the_screen_has_no_such_page(land: County) -> None:
    laptop = land.laptop("一号")
    visit = begin(laptop, "machinery", site=add_site(laptop))
    answer_rest(laptop, visit)
    record = documents.issue(laptop, visit, DocumentKind.INSPECTION_RECORD).main
    assert "not_signed" in codes(laptop, record)
    with pytest.raises(signature_copy.NothingDrawn):
        signature_copy.pdf(laptop.reader(), record)
