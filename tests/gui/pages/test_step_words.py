"""A step that stands in a conflict or in a history is told in words, whatever its fields hold."""

from __future__ import annotations

import pytest

from fieldcheck.gui import record_words, step_words
from fieldcheck.model.canonical import Json
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.translation import set_language

LINKS = {"finding", "inspection"}


@pytest.mark.parametrize("kind", [*STEPS, "holidays"])
def test_every_field_has_its_name(kind: str) -> None:
    assert record_words.kind_title(kind) != kind
    assert KINDS[kind].fields.keys() - LINKS <= step_words.FIELDS[kind].keys() <= KINDS[kind].fields.keys()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("result", "pass", "合格"),
        ("result", "other", "other"),
        ("level", "county", "县级"),
        ("granted", False, "否"),
        ("kind", "recheck", "复查"),
        ("kind", "rectification-order", "责令限期整改指令书"),
        ("approved_on", "2026-07-02", "2026年7月2日"),
        ("reported_by", {"name": "张三", "post": "厂长"}, "张三 厂长"),
        ("step", "0123456789abcdef", "89abcdef"),
    ],
)
def test_values_are_told_in_words(field: str, value: Json, told: str) -> None:
    set_language("zh_CN")
    try:
        assert told in record_words.value_text(field, value)
    finally:
        set_language("en")
