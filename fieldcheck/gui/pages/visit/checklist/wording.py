"""Texts of the checklist that are made of several parts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from fieldcheck.gui import texts
from fieldcheck.model.form import Basis, Item
from fieldcheck.translation import _, current_language


def limits_text(item: Item) -> str:
    """Return the limits of a measure as people write them: 19.5–23.5 %, ≤ 10 mg/m³; empty where it has none."""
    limits = item.limits
    if limits is None:
        return ""
    unit = f" {item.unit}" if item.unit else ""
    low, high = limits.minimum, limits.maximum
    if low is not None and high is not None and limits.minimum_inclusive and limits.maximum_inclusive:
        return f"{_number(low)}–{_number(high)}{unit}"
    parts = []
    if low is not None:
        parts.append(f"{'≥' if limits.minimum_inclusive else '>'} {_number(low)}")
    if high is not None:
        parts.append(f"{'≤' if limits.maximum_inclusive else '<'} {_number(high)}")
    return ", ".join(parts) + unit if parts else ""


def _number(value: Decimal) -> str:
    return f"{value:f}"


def listed(words: Iterable[str]) -> str:
    """Return words one after the other, with the comma of the language."""
    return ("、" if current_language() == "zh_CN" else ", ").join(words)


def basis_text(basis: Basis, between: str = " · ") -> str:
    """Return a source with the version that it was written against and since when that is in force."""
    parts = [basis.version or ""]
    if basis.in_force_from:
        parts.append(_("in force from {day}").format(day=texts.day(basis.in_force_from)))
    if not basis.verified:
        parts.append(_("article not verified"))
    return between.join(part for part in (basis.citation(), " · ".join(filter(None, parts))) if part)
