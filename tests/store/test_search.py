"""Search: every finding in which the words occur, whether the index has it yet or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from fieldcheck.operations import search as slices
from fieldcheck.store import Store, Transaction, fold, schema, search
from fieldcheck.store.queries import lists
from tests.stores import new_store

TEXTS = (
    "有限空间入口未设置警示标志",
    "消防通道被货物堵塞",
    "配电箱未接地",
    "安全出口锁闭 ABC",
    "灭火器过期（GB 50140）",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "s.fcstore") as made:
        yield made


def put(store: Store, entity: str, **values: object) -> None:
    """Write fields of a finding; its visit and site come with the first."""

    def work(transaction: Transaction) -> str:
        if not transaction.value("SELECT count(*) FROM inspection"):
            transaction.append("site", "site", "", {"name": "海晏市龙江塑编有限公司", "town": "永安街道"})
            transaction.append("inspection", "visit", "site", {"site": "site", "started_at": "2026-06-01T09:00+08:00"})
        transaction.append("finding", entity, "visit", {"inspection": "visit", "site": "site", **values})
        return entity

    store.write(work)


def fill(store: Store) -> None:
    for number, text in enumerate(TEXTS):
        put(store, str(number), description=text, location=f"{number}号车间", measure="立即整改", item=f"MEC-{number}")


def found(store: Store, text: str) -> set[str]:
    return set(lists.finding_ids(store.reader(), text))


def index(store: Store) -> None:
    while slices.catch_up(store, slices.HAZARDS):
        pass
    assert not search.INDEX.behind(store.reader())


WORDS = [
    ("有限空间", {"0"}),
    ("标志", {"0"}),
    ("志", {"0"}),
    ("未", {"0", "2"}),
    ("堵塞", {"1"}),
    ("被货物", {"1"}),
    ("abc", {"3"}),
    ("3号车间", {"3"}),
    ("整改", {"0", "1", "2", "3", "4"}),
    ("mec-4", {"4"}),
    ("（GB 50140）", {"4"}),
    ("消防 通道", {"1"}),
    ("消防 配电箱", set()),
    ("塑编", {"0", "1", "2", "3", "4"}),
    ("永安街道 配电", {"2"}),
    ("间入口未设", {"0"}),
    ("空间 间入 入口", {"0"}),
    ("限空间 标志入", set()),
    ("整改MEC", set()),
    ('"', set()),
    ("或 OR", set()),
    ("%%%", set()),
    ("没有的字", set()),
    ("没有", set()),
]


@pytest.mark.parametrize("indexed", [False, True])
def test_words_are_found(store: Store, indexed: bool) -> None:
    fill(store)
    if indexed:
        index(store)
    assert {word: found(store, word) for word, _ in WORDS} == dict(WORDS)
    assert len(found(store, "")) == 5


def test_a_quote_is_a_letter_like_any_other(store: Store) -> None:
    put(store, "a", description='他说"停机"了')
    index(store)
    assert found(store, '"停') == {"a"}
    assert found(store, '"停机"') == {"a"}


def test_what_changes_is_found_as_it_stands(store: Store) -> None:
    fill(store)
    index(store)
    put(store, "4", description="防护栏杆破损")
    assert search.INDEX.behind(store.reader())
    assert (found(store, "栏杆"), found(store, "栏杆破"), found(store, "灭火器"), found(store, "灭火")) == (
        {"4"},
        {"4"},
        set(),
        set(),
    )
    index(store)
    assert (found(store, "栏杆"), found(store, "防护栏杆"), found(store, "灭火器")) == ({"4"}, {"4"}, set())


def test_what_comes_later_is_found(store: Store) -> None:
    fill(store)
    index(store)
    put(store, "new", description="粉尘爆炸危险")
    assert found(store, "粉尘爆炸") == {"new"}
    index(store)
    assert found(store, "粉尘爆炸") == {"new"}


def test_what_is_deleted_is_not_found(store: Store) -> None:
    fill(store)
    index(store)

    def work(transaction: Transaction) -> str:
        transaction.delete("finding", "1", "记录有误")
        return ""

    store.write(work)
    assert found(store, "消防通道") == set()


def test_a_row_that_is_gone_leaves_nothing_behind(store: Store) -> None:
    fill(store)
    index(store)

    def remove() -> None:
        store._write_connection.execute("DELETE FROM finding WHERE id = '4'")

    store.submit(remove).result()
    put(store, "5", description="窨井无盖")
    assert found(store, "窨井无盖") == {"5"}
    assert found(store, "灭火器") == set()
    index(store)
    assert found(store, "窨井无盖") == {"5"}
    assert found(store, "灭火器") == set()


def test_folding_again_begins_the_index_again(store: Store) -> None:
    fill(store)
    index(store)

    def again() -> None:
        connection = store._write_connection
        connection.execute("BEGIN IMMEDIATE")
        fold.refold_all(connection)
        connection.execute("COMMIT")

    store.submit(again).result()
    assert search.INDEX.behind(store.reader())
    assert found(store, "配电箱未接地") == {"2"}
    index(store)
    assert found(store, "配电箱未接地") == {"2"}


def test_the_index_is_filled_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "AT_ONCE", 2)
    fill(store)
    steps = 0
    while slices.catch_up(store, slices.HAZARDS):
        steps += 1
        assert found(store, "车间") == {"0", "1", "2", "3", "4"}
    assert steps == 2
    assert not slices.catch_up(store, slices.HAZARDS)


LETTERS = st.text(alphabet='消防通道A a"0*', min_size=1, max_size=6)


@given(st.lists(LETTERS, min_size=1, max_size=6), LETTERS.map(lambda word: word.replace(" ", "消")), st.integers(0, 6))
def test_the_index_finds_what_reading_finds(texts: list[str], word: str, indexed: int) -> None:
    with closing(sqlite.connect(":memory:", isolation_level=None)) as connection:
        schema.create_folded(connection)
        for number, text in enumerate(texts):
            connection.execute("INSERT INTO finding (id, description) VALUES (?, ?)", (str(number), text))
            if number == indexed:
                search.INDEX.catch_up(connection, 10)
        sql, parameters = search.matching([word])
        found = {row[0] - 1 for row in connection.execute(sql, parameters)}
        assert found == {number for number, text in enumerate(texts) if word.lower() in text.lower()}
