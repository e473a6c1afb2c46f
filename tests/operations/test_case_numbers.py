"""A case keeps its serial across its documents; where it cannot, the next free number is taken and that is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document, NumberBlock
from fieldcheck.operations import case_numbers, documents, number_report, numbers, profile
from fieldcheck.operations.numbers import ALL, Grant
from fieldcheck.store import Store, devices
from fieldcheck.store.queries import left_numbers, records
from tests.bureau import add_site, answer_rest, begin, fail, new_bureau
from tests.county import County, county

RECORD, ORDER, LIST = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST
YEAR = date.today().year


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    """A bureau whose cases keep their serial."""
    with county(tmp_path) as made:
        profile.save(made.bureau, {"case_serials": True})
        yield made


def visit(store: Store, **values: object) -> str:
    made = begin(store, "machinery", site=add_site(store), values=values)
    fail(store, made, "MEC-10")
    answer_rest(store, made)
    return made


def issue(store: Store, inspection: str, kind: DocumentKind, *, correct: bool = False) -> int:
    changes = documents.issue(store, inspection, kind, correct=correct)
    number = records.get(store.reader(), Document, changes.main).number
    assert number is not None
    return number.serial


def missed(store: Store, inspection: str, kind: DocumentKind) -> int | None:
    bureau = profile.current(store.reader())
    return case_numbers.next_for(store.reader(), bureau, kind, YEAR, inspection).missed


def told_left(store: Store, holder: Store) -> int:
    """Return what Today would say is left of the numbers of orders that `holder` has."""
    found = left_numbers.left_numbers(store.reader(), YEAR)
    own, code = devices.own(holder.reader()).id, numbers.SERIES_CODES[ORDER]
    return sum(one.left for one in found if (one.device, one.code) == (own, code))


def test_the_order_takes_the_number_of_the_record_whatever_came_between(land: County) -> None:
    laptop = land.laptop("一号")
    first, second, third = visit(laptop), visit(laptop), visit(laptop)
    assert [issue(laptop, one, RECORD) for one in (first, second, third)] == [1, 2, 3]
    assert issue(laptop, third, ORDER) == 3
    assert issue(laptop, first, ORDER) == 1
    # A correction is no first document of its kind.
    assert issue(laptop, first, ORDER, correct=True) == 4
    assert issue(laptop, second, ORDER) == 2


def test_a_serial_that_is_used_is_missed_and_said(land: County) -> None:
    laptop = land.laptop("一号")
    first, second = visit(laptop), visit(laptop)
    assert issue(laptop, first, RECORD) == 1
    assert issue(laptop, first, ORDER) == 1
    assert issue(laptop, first, ORDER, correct=True) == 2
    assert issue(laptop, second, RECORD) == 2
    assert missed(laptop, second, ORDER) == 2
    assert issue(laptop, second, ORDER) == 3


def test_a_recheck_on_another_device_takes_its_own_numbers(land: County) -> None:
    laptop = land.laptop("一号")
    opened = visit(laptop)
    assert issue(laptop, opened, RECORD) == 1
    again = visit(laptop, visit_kind="recheck", recheck_of=opened)
    assert issue(laptop, again, ORDER) == 1
    land.send_up(laptop)
    on_bureau = visit(land.bureau, visit_kind="recheck", recheck_of=opened)
    assert case_numbers.case_serial(land.bureau.reader(), LIST, YEAR, on_bureau) is None
    assert case_numbers.case_serial(laptop.reader(), LIST, YEAR, again) == 1
    assert case_numbers.case_serial(laptop.reader(), LIST, YEAR + 1, again) is None


def test_equal_blocks_are_granted_for_every_series_at_once(land: County) -> None:
    bureau = land.bureau
    laptop = land.laptop("一号")
    code = numbers.SERIES_CODES[ORDER]
    numbers.grant(bureau, "一号", Grant(code, YEAR, 7))
    numbers.grant(bureau, "一号", Grant(ALL, YEAR, 5))
    of_laptop = numbers.blocks(bureau.reader(), devices.own(laptop.reader()).id)
    assert sorted((b.first, b.last) for b in of_laptop if (b.last or 0) > 57) == [(58, 62)] * len(numbers.SERIES_CODES)
    assert [grant.code for grant in numbers.standard_grants(bureau.reader(), YEAR)] == [ALL]


def test_numbers_that_cases_left_out_are_given_at_last(land: County) -> None:
    laptop = land.laptop("一号")
    code = numbers.SERIES_CODES[ORDER]
    made = [visit(laptop) for _ in range(3)]
    for one in made:
        issue(laptop, one, RECORD)
    assert issue(laptop, made[2], ORDER) == 3
    assert numbers.left(laptop.reader(), ORDER, YEAR) == 49
    for serial in range(4, 51):
        number_report.void(laptop, code, YEAR, serial, "作废")
    assert numbers.left(laptop.reader(), ORDER, YEAR) == 2
    assert told_left(laptop, laptop) == 2
    bureau = profile.current(laptop.reader())
    assert numbers.next_number(laptop.reader(), bureau, ORDER, YEAR).serial == 1


def test_a_store_with_its_own_series_keeps_serials_too(tmp_path: Path) -> None:
    with new_bureau(tmp_path / "solo") as solo:
        profile.save(solo, {"case_serials": True})
        first, second = visit(solo), visit(solo)
        assert [issue(solo, one, RECORD) for one in (first, second)] == [1, 2]
        assert issue(solo, second, ORDER) == 2
        assert issue(solo, first, ORDER) == 1
        profile.save(solo, {"case_serials": False})
        third = visit(solo)
        assert (issue(solo, third, RECORD), issue(solo, third, ORDER)) == (3, 3)


def test_a_bureau_below_a_city_divides_what_it_was_granted_and_no_more(land: County) -> None:
    city = land.found_city()
    code = numbers.SERIES_CODES[ORDER]
    name = devices.own(land.bureau.reader()).id
    numbers.grant(city, name, Grant(code, YEAR, 10))
    land.send_down(land.bureau)
    assert [(r.series[0], r.first, r.last) for r in numbers.own_rooms(land.bureau.reader(), code, YEAR) or ()] == [
        ("烟", 1, 10)
    ]
    # What a laptop gets at its enrolment where nothing else is said does not fit: 50.
    with pytest.raises(numbers.BlockTooSmall):
        land.join(land.bureau, land.new_laptop("一号"))


def test_a_bureau_below_a_city_grants_inside_its_own_block(land: County) -> None:
    laptop = land.laptop("一号")
    city = land.found_city()
    code = numbers.SERIES_CODES[ORDER]
    numbers.grant(city, devices.own(land.bureau.reader()).id, Grant(code, YEAR, 10))
    land.send_down(land.bureau)
    bureau = land.bureau
    made = numbers.grant(bureau, "一号", Grant(code, YEAR, 4)).main
    block = records.get(bureau.reader(), NumberBlock, made)
    assert (block.prefix, block.first, block.last) == ("烟", 1, 4)
    number = numbers.next_number(bureau.reader(), profile.current(bureau.reader()), ORDER, YEAR)
    assert (number.prefix, number.serial) == ("烟", 5)
    assert told_left(bureau, bureau) == numbers.left(bureau.reader(), ORDER, YEAR) == 6
    with pytest.raises(numbers.BlockTooSmall):
        numbers.grant(bureau, "一号", Grant(code, YEAR, 7))
    land.send_down(laptop)
    assert numbers.left(laptop.reader(), ORDER, YEAR) == 54
