"""Search over sites: by any part of what is written, by every reading of a name, by its initials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.operations import search, sites
from fieldcheck.store import Store, Transaction, fold, pinyin, site_terms
from fieldcheck.store.queries import lists
from tests.stores import new_store

SITES = {
    "hengrui": {
        "name": "海晏市恒锐机械制造有限公司",
        "credit_code": "91370683MA3C0FAB0T",
        "address": "城港街道工业三路8号",
        "town": "城港街道",
    },
    "reservoir": {"name": "青石岭水库", "alias": "大水库", "kind": "flood_work", "town": "驿道镇"},
    "chongqing": {"name": "重庆长安（单县）有限公司"},
    "zeng": {"name": "曾记农家乐", "address": "永安街道A12栋"},
    "lv": {"name": "吕家塘坝", "kind": "flood_work"},
    "abc": {"name": "ABC电子厂"},
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "s.fcstore") as made:
        for values in SITES.values():
            sites.create(made, values)
        yield made


def index(store: Store) -> None:
    while search.catch_up(store, search.SITES):
        pass
    assert not search.SITES.behind(store.reader())


def found(store: Store, text: str) -> set[str]:
    rows = lists.site_rows(store.reader(), lists.site_ids(store.reader(), text))
    return {name for name, values in SITES.items() for row in rows if row.name == values["name"]}


WRITTEN = [
    ("恒锐", {"hengrui"}),
    ("机械制造", {"hengrui"}),
    ("械制", {"hengrui"}),
    ("机造", set()),
    ("司", {"hengrui", "chongqing"}),
    ("水", {"reservoir"}),
    ("大水库", {"reservoir"}),
    ("三路8号", {"hengrui"}),
    ("城港 恒锐", {"hengrui"}),
    ("城港 水库", set()),
    ("91370683MA3C0FAB0T", {"hengrui"}),
    ("9137", {"hengrui"}),
    ("ma3c0fab0t", {"hengrui"}),
    ("AB0T", {"hengrui"}),
    ("ABC", {"abc"}),
    ("a12栋", {"zeng"}),
]

SOUNDS = [
    ("hengrui", {"hengrui"}),
    ("hyshrjx", {"hengrui"}),
    ("hrjx", {"hengrui"}),
    ("hr", {"hengrui"}),
    ("hen", {"hengrui"}),
    ("he", {"hengrui"}),
    ("jixie", {"hengrui"}),
    ("qsl", {"reservoir"}),
    ("qingshi", {"reservoir"}),
    ("dashuiku", {"reservoir"}),
    ("qing 水库", {"reservoir"}),
    ("chongqing", {"chongqing"}),
    ("zhongqing", {"chongqing"}),
    ("chongqingchang", {"chongqing"}),
    ("zqc", {"chongqing"}),
    ("cqca", {"chongqing"}),
    ("shanxian", {"chongqing"}),
    ("danxian", {"chongqing"}),
    ("zengji", {"zeng"}),
    ("cengji", {"zeng"}),
    ("lvjia", {"lv"}),
    ("lujia", {"lv"}),
    ("lüjia", {"lv"}),
    ("abcdianzi", {"abc"}),
    ("xyzxyz", set()),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_what_is_written_is_found_before_and_after_indexing(store: Store, text: str, expected: set[str]) -> None:
    if len(text.split()) == 1 and text not in ("91370683MA3C0FAB0T", "9137"):
        assert found(store, text) == expected
    index(store)
    assert found(store, text) == expected


@pytest.mark.parametrize(("text", "expected"), SOUNDS)
def test_every_reading_and_the_initials_find_a_site(store: Store, text: str, expected: set[str]) -> None:
    index(store)
    assert found(store, text) == expected


@pytest.mark.parametrize("text", ['"', "'", "*", "（", "a OR b", "two : x", "NEAR", "^", "司^", "𬍛", "  "])
def test_no_text_is_an_error(store: Store, text: str) -> None:
    index(store)
    lists.site_ids(store.reader(), text)


def test_a_change_is_found_at_once_and_the_old_name_no_longer(store: Store) -> None:
    index(store)
    entity = lists.site_ids(store.reader(), "青石岭")[0]
    sites.edit_site(store, entity, {"name": "白石岭水库"})
    for _ in range(2):
        assert lists.site_ids(store.reader(), "白石岭") == [entity]
        assert lists.site_ids(store.reader(), "青石岭") == []
        index(store)
    assert lists.site_ids(store.reader(), "baishiling") == [entity]


def test_a_record_that_is_folded_again_twice_waits_once(store: Store) -> None:
    index(store)
    entity = lists.site_ids(store.reader(), "青石岭")[0]

    def work(transaction: Transaction) -> str:
        for name in ("白石岭水库", "黑石岭水库"):
            transaction.append("site", entity, "", {"name": name})
            transaction.connection.execute("UPDATE site SET name = '' WHERE id = ?", (entity,))
            fold.Folding(transaction.connection).refold("site", entity)
        return entity

    store.write(work)
    index(store)
    assert lists.site_ids(store.reader(), "heishiling") == [entity]


def test_a_word_that_occurs_in_all_sites_lists_all_but_deleted_ones(store: Store) -> None:
    index(store)
    every = lists.site_ids(store.reader())
    for entity in every:
        sites.edit_site(store, entity, {"town": "沙河镇"})
    assert lists.site_ids(store.reader(), "沙河") == every
    index(store)
    assert lists.site_ids(store.reader(), "沙河") == every
    store.write(lambda transaction: _deleted(transaction, every[0]))
    assert lists.site_ids(store.reader(), "沙河") == every[1:]


def _deleted(transaction: Transaction, entity: str) -> str:
    transaction.delete("site", entity, "重复")
    return entity


def test_the_index_is_a_folded_table(store: Store) -> None:
    index(store)

    def again(transaction: Transaction) -> str:
        fold.refold_all(transaction.connection)
        return ""

    store.write(again)
    assert search.SITES.behind(store.reader())
    assert found(store, "恒锐") == {"hengrui"}
    index(store)
    assert found(store, "hengrui") == {"hengrui"}


def test_many_sites_come_in_the_order_of_their_names(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    index(store)
    few = lists.site_ids(store.reader(), "公司")
    monkeypatch.setattr(lists, "MANY_SITES", 1)
    assert lists.site_ids(store.reader(), "公司") == few
    assert len(few) == 2


NAME = st.text(st.sampled_from("海晏市恒锐机械长单重庆曾厂行石大车AB12"), min_size=2, max_size=12)


@given(NAME, st.data())
def test_any_reading_of_any_part_is_among_the_terms(name: str, data: st.DataObject) -> None:
    two, sound, _ = site_terms.terms([name], "", [])
    plain = site_terms.letters(name)
    first = data.draw(st.integers(0, len(plain) - 1))
    last = data.draw(st.integers(first + 1, len(plain)))
    part = plain[first:last]
    read = "".join(data.draw(st.sampled_from(pinyin.readings(letter) or (letter,))) for letter in part)
    threes = {read[at : at + 3] for at in range(len(read) - 2)}
    assert threes <= set(sound.split())
    assert all(part[at : at + 2] in two.split() for at in range(len(part) - 1))
