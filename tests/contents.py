"""A document's content for tests: everything set, anything replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from fieldcheck.model.document import DocumentContent, DocumentKind, DocumentNumber, OfficerLine, PersonLine, Problem

_CONTENT = DocumentContent(
    kind=DocumentKind.RECTIFICATION_ORDER,
    document_id="01890000-0000-7000-8000-000000000001",
    number=DocumentNumber("莱", "应急责改", 2026, 12),
    draft=False,
    bureau="莱山区应急管理局",
    unit_name="莱山龙江塑编有限公司",
    address="学院路9号",
    principal=PersonLine("李文博", "总经理", "13900000011"),
    site_manager=PersonLine("宋建国", "安全总监", "13900000021"),
    place_inspected="一车间",
    started_at=datetime(2026, 6, 1, 9, 10),
    ended_at=datetime(2026, 6, 1, 11, 30),
    officers=(OfficerLine("王䶮", "37061326001"), OfficerLine("孙𬍛", "37061326002")),
    certificates_shown=True,
    visit_kind="enforcement",
    campaign="百日攻坚",
    sector="industry_trade",
    situation="",
    problems=(),
    photos=(),
    issued_on=date(2026, 6, 1),
    government="莱山区",
    court="莱山区",
)


def problems(count: int) -> tuple[Problem, ...]:
    """Return problems as a form words them."""
    return tuple(
        Problem(
            number,
            f"一车间{number}号冲床光电保护装置被短接，操作人员单手送料，未设置明显的安全警示标志。",
            f"一车间冲压区{number}号冲床",
            ("《中华人民共和国安全生产法》第三十六条", "《冲压车间安全生产通则》"),
            "general",
            "恢复光电保护装置，经验收合格后方可使用；设置警示标志。",
            date(2026, 6, 10 + number % 3),
            "曲万里 车间主任 13900000026",
            "应急管理部门",
        )
        for number in range(1, count + 1)
    )


def content(**changes: Any) -> DocumentContent:
    """Return the content with these fields replaced."""
    return replace(_CONTENT, **changes)
