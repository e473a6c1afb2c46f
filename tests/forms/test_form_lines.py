"""Lines of a TOML text by path."""

from __future__ import annotations

import tomllib

import pytest

from fieldcheck.forms.lines import Lines

TEXT = '''# a comment with [brackets] and = signs
id = "a" # id = "b"
title = { zh = "一 # 不是注释 ]", en = """
two "quoted" lines ""
""" }
literal = \'\'\'
it\'s [x]
\'\'\'

[sources.order13]
title = 'x\\'
"quoted \\u4e2d" = -1.5e3

[[sections]]
id = "m"
[[sections.items]]
id = "A"
choices = [
  { name = "y", label = { zh = "x" } }, # c ]

  # a comment
  { name = "n" },
]
a.b . "c d" = 1979-05-27 07:32:00Z
[[sections.items]]
id = "B"
[[sections]]
[[sections.items]]
nested = [[1, 2], [
  3]]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 2),
        (("title", "en"), 3),
        (("literal",), 6),
        (("sources", "order13"), 10),
        (("sources", "order13", "quoted 中"), 12),
        (("sections", 0), 14),
        (("sections", 0, "items", 0, "id"), 17),
        (("sections", 0, "items", 0, "choices", 0, "label", "zh"), 19),
        (("sections", 0, "items", 0, "choices", 1, "name"), 22),
        (("sections", 0, "items", 0, "a", "b", "c d"), 24),
        (("sections", 0, "items", 1, "id"), 26),
        (("sections", 1), 27),
        (("sections", 1, "items", 0, "nested", 1, 0), 30),
        (("sections", 0, "items", 1, "missing", "deeper"), 25),
        (("nothing",), 1),
    ],
)
def test_each_path_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(TEXT)
    assert Lines(TEXT).of(path) == line


def test_an_empty_text_has_one_line() -> None:
    assert Lines("").of(("id",)) == 1
