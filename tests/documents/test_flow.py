"""Which page each row goes to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.documents.flow import Rooms, Row, height, paginate, together

ROOMS = Rooms(first=100, following=120, closing=20, last_closing=50)


def rows(count: int, tall: float = 10, keep: frozenset[int] = frozenset()) -> list[Row]:
    return [Row(tall, lambda canvas, x, top: None, index in keep) for index in range(count)]


def sizes(pages: list[list[Row]]) -> list[int]:
    return [len(page) for page in pages]


def test_what_fits_above_the_last_closing_is_one_page() -> None:
    assert sizes(paginate(rows(5), ROOMS)) == [5]


def test_the_last_page_keeps_two_rows_of_its_own() -> None:
    assert sizes(paginate(rows(6), ROOMS)) == [4, 2]
    assert sizes(paginate(rows(8), ROOMS)) == [6, 2]
    assert sizes(paginate(rows(2, tall=30), ROOMS)) == [1, 1]


def test_rows_that_belong_together_stay_together() -> None:
    assert sizes(paginate(rows(10, keep=frozenset({6, 7})), ROOMS)) == [6, 4]


def test_rows_that_are_put_together_go_on_together() -> None:
    assert sizes(paginate([*rows(5), *together(rows(3))], ROOMS)) == [5, 3]
    assert together([]) == []


def test_rows_that_all_belong_together_are_parted_rather_than_lost() -> None:
    assert sizes(paginate(rows(12, keep=frozenset(range(12))), ROOMS)) == [8, 4]


def test_a_row_as_tall_as_the_page_does_not_stop_the_document() -> None:
    assert sizes(paginate(rows(2, tall=500), ROOMS)) == [1, 1, 0]


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=80))
def test_every_row_is_on_one_page_and_every_page_holds_its_rows(made: list[tuple[int, bool]]) -> None:
    given_rows = [Row(tall, lambda canvas, x, top: None, keep) for tall, keep in made]
    pages = paginate(given_rows, ROOMS)
    assert [row for page in pages for row in page] == given_rows
    for index, page in enumerate(pages):
        room = ROOMS.following if index else ROOMS.first
        closing = ROOMS.last_closing if index == len(pages) - 1 else ROOMS.closing
        assert height(page) <= room - closing or len(page) == 1
