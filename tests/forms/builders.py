"""Form definitions for tests and benchmarks: small ones by hand, and one of any size with as many conditions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from fieldcheck.model.form import (
    Basis,
    Choice,
    FindingDefault,
    FormDefinition,
    Item,
    ItemType,
    Label,
    Limits,
    MajorRule,
    Section,
    SiteKind,
)

DAY = date(2026, 6, 1)
LABEL = Label("标签", "Label")
BASIS = Basis("某规定", "第一条", "2026", True)
FINDING = FindingDefault("某处不符合。", "整改。", 15)


def item(item_id: str, kind: str = "check", choices: Sequence[str] = (), **logic: Any) -> Item:
    """Return an item; `choices` are names, `logic` the expressions and other members."""
    found = {"finding": FINDING, "basis": (BASIS,)} if kind in ("check", "measure") else {}
    named = tuple(Choice(name, Label(name)) for name in choices)
    return Item(id=item_id, type=ItemType(kind), label=LABEL, choices=named, **{**found, **logic})


def limits(low: str | None, high: str | None, low_inclusive: bool = True, high_inclusive: bool = True) -> Limits:
    """Return limits from texts."""
    minimum, maximum = (None if text is None else Decimal(text) for text in (low, high))
    return Limits(minimum, maximum, low_inclusive, high_inclusive)


def rule(rule_id: str, when: str, *items: str) -> MajorRule:
    """Return a rule that proposes 重大."""
    return MajorRule(rule_id, LABEL, when, items, BASIS)


def form(items: Iterable[Item], facts: Iterable[Item] = (), rules: Iterable[MajorRule] = ()) -> FormDefinition:
    """Return a form with one section."""
    return FormDefinition(
        id="form",
        version="1",
        title=LABEL,
        sector="industry_trade",
        authority="应急管理部门",
        site_kinds=(SiteKind.ENTERPRISE,),
        facts=tuple(facts),
        sections=(Section("section", LABEL, tuple(items)),),
        major_rules=tuple(rules),
        sha256="0" * 64,
    )


def large_form(size: int = 500) -> FormDefinition:
    """Return a form of `size` items, each with a condition over the item before it and a fact."""
    facts = [item("kind", "select_one", ("plant", "shop")), item("people", "integer")]
    items = [item("I0")] + [
        item(f"I{number}", relevant=f"${{I{number - 1}}} != 'not_applicable' and ${{kind}} != 'shop'")
        for number in range(1, size)
    ]
    rules = [rule(f"R{number}", f"${{I{number}}} = 'fail' and ${{people}} > 10", f"I{number}") for number in range(20)]
    return form(items, facts, rules)
