"""A form of 500 items with a condition on each, as a definition file."""

from __future__ import annotations

from collections.abc import Iterator

ITEMS, SECTIONS = 500, 20


def source(items: int = ITEMS) -> bytes:
    """Return the bytes of a form.toml with `items` checks, each shown by a fact and what came before it."""
    return "\n".join(_lines(items)).encode()


def _lines(items: int) -> Iterator[str]:
    yield from (
        'id = "large"',
        'version = "1"',
        'title = { zh = "五百项检查表", en = "Five hundred items" }',
        'sector = "industry_trade"',
        'authority = "应急管理部门"',
        'site_kinds = ["enterprise"]',
        "[sources.law]",
        'title = "中华人民共和国安全生产法"',
        'version = "2021修正"',
        "[[facts]]",
        'id = "workers"',
        'type = "integer"',
        'label = { zh = "从业人员数", en = "Workers" }',
    )
    for number in range(1, items + 1):
        if (number - 1) % (items // SECTIONS) == 0:
            section = (number - 1) // (items // SECTIONS) + 1
            yield "[[sections]]"
            yield f'id = "section-{section}"'
            yield f'label = {{ zh = "第{section}部分", en = "Section {section}" }}'
        yield from _item(number)


def _item(number: int) -> Iterator[str]:
    yield "[[sections.items]]"
    yield f'id = "L-{number:03}"'
    yield 'type = "check"'
    yield f'label = {{ zh = "第{number}项：设备防护装置齐全有效", en = "Item {number}: guards are complete and work" }}'
    yield 'methods = ["site_check"]'
    yield 'basis = [ { source = "law", article = "第三十六条", verified = true } ]'
    yield 'failing = { zh = "防护装置缺失或被拆除", en = "guard missing or removed" }'
    yield 'finding = { wording = "设备防护装置缺失。", measure = "恢复防护装置。", days = 15 }'
    yield 'category = "设备设施"'
    yield f'relevant = "{_condition(number)}"'


def _condition(number: int) -> str:
    if number == 1:
        return "not(${workers} = '0')"
    return f"not(${{workers}} = '0') and (${{L-001}} != 'not_applicable' or ${{L-{number - 1:03}}} = 'fail')"
