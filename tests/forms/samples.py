"""A small form with one of everything, as its author writes it, and an example of it that holds."""

from __future__ import annotations

from typing import Any

GOOD = """\
id = "good"
version = "2026.1"
title = { zh = "检查表", en = "Checklist" }
sector = "industry_trade"
authority = "应急管理部门"
site_kinds = ["enterprise"]

[sources.order13]
title = "某规定"
version = "第13号"
in_force_from = "2024-01-01"

[[facts]]
id = "has"
type = "select_one"
label = { zh = "有无" }
choices = [ { name = "yes", label = { zh = "有" } }, { name = "no", label = { zh = "无" } } ]
required = "true()"

[[facts]]
id = "people"
type = "integer"
label = { zh = "人数" }
constraint = ". >= 0"
constraint_message = { zh = "不能为负" }

[[sections]]
id = "management"
label = { zh = "基础管理" }

[[sections.items]]
id = "A-1"
type = "check"
label = { zh = "应当建立台账", en = "A ledger is kept" }
methods = ["document_review"]
basis = [ { source = "order13", article = "第六条", verified = true } ]
failing = { zh = "没有台账" }
finding = { wording = "未建立台账。", measure = "建立台账。", days = 15 }
category = "基础管理"
major_possible = true
relevant = "${has} = 'yes'"

[[sections.items]]
id = "O2"
type = "measure"
label = { zh = "氧含量" }
unit = "%"
limits = { minimum = "19.5", maximum = "23.5", maximum_inclusive = false }
basis = [ { source = "order13", verified = false } ]
failing = { zh = "超出范围" }
finding = { wording = "氧含量不合格。", measure = "通风。", days = 1 }
relevant = "${people} > 0"

[[sections.items]]
id = "remark"
type = "note"
label = { zh = "说明" }

[[major_rules]]
id = "rule-1"
label = { zh = "没有台账" }
when = "${A-1} = 'fail' and selected(${has}, 'yes')"
items = ["A-1"]
basis = { source = "order13", article = "第十三条", verified = false }
"""

EXAMPLE: dict[str, Any] = {
    "description": "没有台账",
    "day": "2026-06-01",
    "facts": {"has": "yes", "people": "3"},
    "answers": {"A-1": "fail", "O2": "24"},
    "expect": {
        "shown": ["A-1", "O2"],
        "hidden": [],
        "required": ["has"],
        "missing": [],
        "failed": ["A-1", "O2"],
        "invalid": [],
        "proposed": [{"rule": "rule-1", "items": ["A-1"]}],
    },
}
