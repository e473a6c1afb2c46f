"""What a bureau's own wording and layout may be: how far measures go, which blanks and words must stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fieldcheck.translation import _


class Wrong(NamedTuple):
    """What is wrong with one key of a wording or its layout, and what to write instead."""

    key: str
    told: str


class Rule(NamedTuple):
    """What one text of a wording must keep: its blanks, and in words what else; `shipped` is the usual text."""

    shipped: str
    blanks: tuple[str, ...]
    must: str


class Limit(NamedTuple):
    """The least and the greatest value of a measure of the layout; `unit` is pt of type, mm of paper, or nothing."""

    least: float
    greatest: float
    unit: str


def _type(least: float, greatest: float) -> Limit:
    return Limit(least, greatest, "pt")


def _paper(least: float, greatest: float) -> Limit:
    return Limit(least, greatest, "mm")


LIMITS: Mapping[str, Limit] = {
    "margin_top": _paper(10, 60),
    "margin_bottom": _paper(10, 60),
    "margin_left": _paper(10, 60),
    "margin_right": _paper(10, 60),
    "title_size": _type(14, 36),
    "title_leading": _type(16, 60),
    "number_size": _type(9, 22),
    "number_leading": _type(11, 40),
    "body_size": _type(9, 22),
    "body_leading": _type(11, 44),
    "small_size": _type(9, 22),
    "small_leading": _type(11, 44),
    "least_size": _type(7.5, 16),
    "least_leading": _type(9, 32),
    "continuation_size": _type(9, 30),
    "continuation_leading": _type(11, 50),
    "caption_leading": _type(9, 32),
    "many_problems": Limit(1, 1000, ""),
    "header_size": _type(9, 22),
    "header_gap": _paper(2, 20),
    "qr_edge": _paper(15, 30),
    "qr_gap": _paper(1, 20),
    "copies_gap": _paper(4, 30),
    "page_gap": _paper(4, 40),
    "signature_height": _type(20, 60),
    "signature_length": _type(60, 200),
    "seal_edge": _paper(45, 60),
    "photo_height": _paper(30, 100),
    "photo_gap": _paper(2, 20),
}
"""How far each measure of a layout may go."""

FONTS = ("font", "bold_font")
"""Keys of a layout that name a font."""

REMEDY = ("60日", "6个月")
"""What the paragraph on remedies must name: 行政复议法 20, 行政诉讼法 46. Left out, the period grows to a year."""

NEVER_EMPTY = ("title", "officer", "certificate", "unit_signer")
"""Texts that stay: what the document is called, who signs it with which certificate, who signs for the unit."""


def range_text(limit: Limit) -> str:
    """Return from where to where a measure may go: from 10 to 60 mm."""
    words = _("from {least} to {greatest}").format(least=f"{limit.least:g}", greatest=f"{limit.greatest:g}")
    return f"{words} {limit.unit}".strip()


def blanks_text(blanks: tuple[str, ...]) -> str:
    """Return blanks as a person types them: {unit}{date}."""
    return "".join(f"{{{blank}}}" for blank in blanks)
