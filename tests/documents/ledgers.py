"""Reading a ledger again: its columns, its cells, the pictures in it."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tests.photos.pictures import corners, encoded

COLUMNS = (
    "序号",
    "检查日期",
    "检查单位/人员",
    "专项行动",
    "镇街",
    "被检查单位",
    "统一社会信用代码",
    "行业",
    "检查方式",
    "隐患部位",
    "隐患描述",
    "隐患类别",
    "等级",
    "依据条款",
    "整改措施",
    "责任单位",
    "责任人",
    "电话",
    "资金(万元)",
    "期限",
    "应急预案/防范措施",
    "指令文号",
    "整改前照片",
    "整改后照片",
    "完成日期",
    "复查日期",
    "复查人",
    "复查结论",
    "销号日期",
    "备注",
)
"""The columns as the bureau's ledger has them."""


def jpeg(width: int, height: int) -> bytes:
    """Return a small picture."""
    return encoded(corners(width, height))


def row(sheet: Worksheet, number: int = 1) -> dict[str, object]:
    """Return the values of the hazard with this number, by the titles of their columns."""
    return dict(zip(COLUMNS, [cell.value for cell in sheet[3 + number]], strict=True))


def anchors(sheet: Worksheet) -> list[Any]:
    """Return where the pictures of a sheet lie."""
    return [picture.anchor for picture in vars(sheet)["_images"]]
