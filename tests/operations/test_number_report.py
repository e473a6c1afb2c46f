"""What became of the numbers: used, void, left, missing; and a number that stands on two documents is named."""

from __future__ import annotations

from datetime import date

import pytest

from fieldcheck.model.document import DocumentKind, DocumentNumber
from fieldcheck.model.records import VoidNumber
from fieldcheck.operations import documents, edits, exchange_wording, number_report, number_wording, numbers, stores
from fieldcheck.operations.number_report import SeriesReport
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import records
from tests.bureau import add_site, answer_rest, begin, fail
from tests.county import County

RECORD = DocumentKind.INSPECTION_RECORD
CODE = numbers.SERIES_CODES[RECORD]
YEAR = date.today().year


def issue(store: Store) -> str:
    made = begin(store, "machinery", site=add_site(store))
    fail(store, made)
    answer_rest(store, made)
    return documents.issue(store, made, RECORD).main


def of(store: Store, code: str = CODE) -> SeriesReport:
    [found] = [one for one in number_report.report(store.reader()) if one.series == ("莱", code, YEAR)]
    return found


def force(store: Store, serial: int, prefix: str = "莱") -> None:
    """Write a document with a number that no operation would give."""

    def work(transaction: Transaction) -> str:
        number = DocumentNumber(prefix, CODE, YEAR, serial)
        transaction.append("document", f"forced-{serial}-{prefix}", "", {"kind": RECORD, "number": number})
        return ""

    store.write(work)


def test_used_void_left_and_missing_are_told_for_each_block(land: County) -> None:
    laptop = land.laptop("一号")
    issue(laptop)
    number_report.void(laptop, CODE, YEAR, 2, "打印机卡纸，纸张撕毁")
    issue(laptop)
    force(laptop, 7)
    land.send_up(laptop)
    issue(land.bureau)
    found = of(land.bureau)
    assert (found.used, found.void, found.gaps, found.left) == (4, 1, 3, 46)
    [block, rest] = found.parts
    assert (block.first, block.last, rest.last) == (1, 50, None)
    [gap] = block.gaps
    assert (gap.first, gap.last) == (4, 6)
    assert gap.before is not None and gap.before.number.serial == 3
    assert gap.after is not None and gap.after.number.serial == 7
    lines = "\n".join(number_wording.lines(found, number_wording.names(land.bureau.reader())))
    assert "一号, 1–50: 3 used, 46 left" in lines
    assert "Numbers 4–6 are missing between 3 (一号" in lines
    assert "Number 2 is void: 打印机卡纸，纸张撕毁" in lines


def test_a_void_number_is_not_given_and_stays_void(land: County) -> None:
    laptop = land.laptop("一号")
    entity = number_report.void(laptop, CODE, YEAR, 1, "写错单位名称").main
    assert number_report.report(laptop.reader())
    issue(laptop)
    with pytest.raises(edits.WrittenOnce):
        edits.edit(laptop, "void_number", entity, {"reason": "别的"})
    with pytest.raises(number_report.NumberUsed):
        number_report.void(laptop, CODE, YEAR, 2, "已用")
    with pytest.raises(number_report.NumberNotOwn):
        number_report.void(laptop, CODE, YEAR, 51, "别人的")
    with pytest.raises(number_report.VoidReasonMissing):
        number_report.void(laptop, CODE, YEAR, 3, " ")
    with pytest.raises(numbers.SeriesUnknown):
        number_report.void(laptop, "不存在", YEAR, 3, "原因")
    land.send_up(laptop)
    assert records.get(land.bureau.reader(), VoidNumber, entity).reason == "写错单位名称"
    with pytest.raises(number_report.NumberNotOwn):
        number_report.void(land.bureau, CODE, YEAR, 3, "归一号所有")
    with pytest.raises(number_report.NumberUsed):
        number_report.void(laptop, CODE, YEAR, 1, "再次作废")


def test_a_number_that_two_devices_gave_is_named_at_import_and_by_verify(land: County) -> None:
    first, second = land.laptop("一号"), land.laptop("二号")
    issue(first)
    force(second, 1)
    assert not land.send_up(first).twice
    verdict = land.send_up(second)
    number = f"（莱）{CODE}〔{YEAR}〕1号"
    assert verdict.twice == (number,)
    assert number in "\n".join(exchange_wording.brought_lines(verdict))
    codes = [problem.code for problem in stores.verify_store(land.bureau).problems]
    assert codes == ["number", "number_astray"]
    assert [str(one) for one in of(land.bureau).twice] == [number]
    issue(first)
    assert not land.send_up(first).twice


def test_verify_names_blocks_that_overlap_and_void_numbers_on_documents(land: County) -> None:
    land.laptop("一号")
    bureau = land.bureau
    [block] = [one for one in numbers.blocks(bureau.reader()) if one.code == CODE]

    def work(transaction: Transaction) -> str:
        members = {"device": "another", "prefix": "莱", "code": CODE, "year": YEAR, "first": 40, "last": 60}
        transaction.append("number_block", "overlapping", "", members)
        number = DocumentNumber("莱", CODE, YEAR, 70)
        transaction.append("void_number", "spoiled", "", {"number": number, "reason": "作废"})
        return ""

    bureau.write(work)
    force(bureau, 70)
    assert block.last == 50
    codes = [problem.code for problem in stores.verify_store(bureau).problems]
    assert codes == ["number_void", "number_blocks"]
