"""Canonical bytes, types of fields, document numbers, citations, identifiers."""

from __future__ import annotations

import itertools
import time
import uuid
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.model.canonical import Json, NotRepresentable, encode, plain, sha256_hex
from fieldcheck.model.document import DeadlinePair, DocumentNumber, Problem
from fieldcheck.model.form import Basis, Label
from fieldcheck.model.identifiers import answer_id, finding_id, new_id
from fieldcheck.model.kinds import KINDS, decodes
from fieldcheck.model.records import Finding
from fieldcheck.model.values import ConfirmedLevel, Person, Place

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def test_canonical_json_is_one_text_for_one_value() -> None:
    assert encode({"b": 1, "a": ["䶮", True, None]}) == '{"a":["䶮",true,null],"b":1}'.encode()
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(json_values)
def test_canonical_json_reads_back(value: Json) -> None:
    import json

    assert json.loads(encode(value)) == value
    assert encode(json.loads(encode(value))) == encode(value)


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), b"x", {1, 2}, object(), "\ud800", {"a": [0.1]}])
def test_what_has_no_canonical_text_is_refused(value: object) -> None:
    with pytest.raises(NotRepresentable):
        encode(value)


def test_dataclasses_dates_and_enums_become_plain() -> None:
    assert plain(Person("李四")) == {"name": "李四", "post": "", "phone": ""}
    assert plain((date(2026, 6, 1), Place("1", "2"))) == [
        "2026-06-01",
        {"latitude": "1", "longitude": "2", "datum": "WGS84"},
    ]


@pytest.mark.parametrize(
    ("kind", "field", "value", "known"),
    [
        ("site", "name", "x", True),
        ("site", "name", 1, False),
        ("site", "principal", {"name": "x"}, True),
        ("site", "principal", {"name": "x", "shoe": 44}, True),
        ("site", "principal", {"name": 1}, False),
        ("site", "place", {"latitude": "1"}, False),
        ("inspection", "certificates_shown", True, True),
        ("inspection", "certificates_shown", 1, False),
        ("inspection", "officers", ["a", "b"], True),
        ("inspection", "officers", "ab", False),
        ("answer", "value", "pass", True),
        ("answer", "value", ["a"], True),
        ("answer", "value", {"a": 1}, False),
        ("finding", "deadline", "2026-06-01", True),
        ("finding", "deadline", "2026-06-31", False),
        ("photo", "width", True, False),
        ("photo", "width", 2**63, False),
        ("photo", "width", 4000, True),
        ("site", "colour", "red", False),
        ("weather", "rain", "much", False),
    ],
)
def test_a_field_takes_only_its_type(kind: str, field: str, value: Json, known: bool) -> None:
    assert decodes(kind, field, value) is known


def test_every_field_of_every_kind_reads_back_what_it_wrote() -> None:
    finding = Finding(
        id="f",
        inspection="i",
        basis=(Basis("法", "第一条", None, True),),
        confirmed_level=ConfirmedLevel("major", "o", "2026"),
        deadline=date(2026, 6, 1),
        responsible_person=Person("李四"),
    )
    kind = KINDS["finding"]
    for name, field in kind.fields.items():
        value = getattr(finding, name)
        if value is not None:
            assert field.decode(plain(value)) == value


def test_an_answer_has_the_same_id_on_every_laptop() -> None:
    first = answer_id("i-1", "machinery", "MEC-01")
    assert first == answer_id("i-1", "machinery", "MEC-01")
    assert uuid.UUID(first).version == 5
    assert len({first, answer_id("i-2", "machinery", "MEC-01"), answer_id("i-1", "machinery", "MEC-02")}) == 3
    assert finding_id(first) != first


def test_new_ids_are_ordered_by_time() -> None:
    made = [new_id() for _ in range(50)]
    assert len(set(made)) == 50
    assert all(uuid.UUID(entity).version == 7 for entity in made)
    assert made[0][:8] <= made[-1][:8]


def test_a_number_is_written_as_the_law_writes_it() -> None:
    assert str(DocumentNumber("莱", "应急责改", 2026, 12)) == "（莱）应急责改〔2026〕12号"


def test_problems_are_grouped_by_deadline_in_its_order() -> None:
    from tests.contents import content

    early, late = date(2026, 6, 10), date(2026, 7, 1)
    problems = tuple(
        Problem(number, "x", "", (), "general", "", deadline)
        for number, deadline in ((1, late), (2, early), (3, late), (4, None))
    )
    assert content(problems=problems).deadline_pairs() == (DeadlinePair((2,), early), DeadlinePair((1, 3), late))


def test_a_source_is_cited_with_its_article() -> None:
    assert Basis("安全生产法", "第三十五条", "2021修正", True).citation() == "《安全生产法》第三十五条"
    assert Basis("GB 5083", None, None, False).citation() == "《GB 5083》"


def test_a_label_falls_back_to_chinese() -> None:
    assert Label("机械", "Machinery").text("en") == "Machinery"
    assert Label("机械").text("en") == "机械"
    assert Label("机械", "Machinery").text("zh_CN") == "机械"


def test_ids_sort_in_the_order_in_which_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(1_785_000_000_123_456_789, 1_000)
    monkeypatch.setattr(time, "time_ns", lambda: next(clock))
    made = [new_id() for _ in range(2_000)]
    assert made == sorted(set(made))
