"""Numbers never collide (P7): blocks from the bureau's series, without overlap, taken one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document, NumberBlock
from fieldcheck.operations import documents, numbers, profile, stores, trust
from fieldcheck.operations.numbers import Grant
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import add_site, answer_rest, begin, fail, new_bureau
from tests.county import County, county

RECORD = DocumentKind.INSPECTION_RECORD
YEAR = date.today().year


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


def number(store: Store, kind: DocumentKind = RECORD) -> int:
    return numbers.next_number(store.reader(), profile.current(store.reader()), kind, YEAR).serial


def issue(store: Store) -> Document:
    site = add_site(store)
    visit = begin(store, "machinery", site=site)
    fail(store, visit)
    answer_rest(store, visit)
    return records.get(store.reader(), Document, documents.issue(store, visit, RECORD).main)


def test_blocks_follow_each_other(bureau: County) -> None:
    first, second = bureau.laptop("一号"), bureau.laptop("二号")
    assert (number(first), number(second), number(bureau.bureau)) == (1, 51, 101)
    assert numbers.left(first.reader(), RECORD, YEAR) == 50
    assert numbers.left(bureau.bureau.reader(), RECORD, YEAR) is None


def test_a_block_is_used_up_then_the_next_then_none(bureau: County) -> None:
    laptop = bureau.laptop("一号")
    code = numbers.SERIES_CODES[RECORD]
    (block,) = (block for block in numbers.blocks(laptop.reader()) if block.code == code)
    numbers.grant(bureau.bureau, "一号", Grant(str(block.code), YEAR + 1, 1))
    numbers.grant(bureau.bureau, "一号", Grant(str(block.code), YEAR + 1, 1))
    bureau.send_down(laptop)
    bureau_profile = profile.current(laptop.reader())
    assert numbers.next_number(laptop.reader(), bureau_profile, RECORD, YEAR + 1).serial == 1
    with pytest.raises(numbers.NumbersExhausted) as caught:
        numbers.next_number(laptop.reader(), bureau_profile, RECORD, YEAR + 2)
    assert caught.value.details["year"] == YEAR + 2


def test_an_issued_document_takes_the_next_of_the_block_and_the_bureau_sees_no_number_twice(bureau: County) -> None:
    laptops = [bureau.laptop("一号"), bureau.laptop("二号")]
    issued = [issue(laptop) for laptop in laptops]
    assert [document.number.serial for document in issued if document.number] == [1, 51]
    assert number(laptops[0]) == 2
    for laptop in laptops:
        bureau.send_up(laptop)
    assert not stores.verify_store(bureau.bureau).problems
    assert number(bureau.bureau) == 101


def test_a_store_that_joined_nobody_numbers_by_its_own_series(tmp_path: Path) -> None:
    with new_bureau(tmp_path / "solo") as solo:
        assert number(solo) == 1
        assert numbers.left(solo.reader(), RECORD, YEAR) is None


def test_a_grant_is_refused_where_it_cannot_be(bureau: County) -> None:
    laptop = bureau.laptop("一号")
    code = numbers.SERIES_CODES[RECORD]
    for wanted, error in (
        (Grant("不存在", YEAR, 5), numbers.SeriesUnknown),
        (Grant(code, YEAR, 0), numbers.CountWrong),
        (Grant(code, YEAR, 10_001), numbers.CountWrong),
    ):
        with pytest.raises(error):
            numbers.grant(bureau.bureau, "一号", wanted)
    with pytest.raises(trust.DeviceUnknown):
        numbers.grant(bureau.bureau, "九号", Grant(code, YEAR, 5))
    with pytest.raises(trust.BureauOnly):
        numbers.grant(laptop, "一号", Grant(code, YEAR, 5))
    assert len(records.everything(bureau.bureau.reader(), NumberBlock)) == len(numbers.SERIES_CODES)
