"""What the ledger of hazards (隐患排查治理台账) holds: one row a hazard, thirty columns, and the head above them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LedgerPhoto:
    """A photo of a cell: the size of the whole picture in pixels, and what gives the JPEG when it is written.

    Ten thousand rows have more pictures than fit into memory, so each is asked for once, at the end.
    """

    width: int
    height: int
    jpeg: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class LedgerPhotos:
    """The photos of one cell, and how many more there are whose bytes have not arrived."""

    photos: tuple[LedgerPhoto, ...] = ()
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One hazard. What is not known, or has not happened yet, is empty or None.

    `visit_kind`, `methods`, `level` and `recheck_result` are codes of the model, the level empty where no officer
    confirmed one; texts are Chinese. Phones come as they may be shown.
    """

    number: int
    inspected_on: date | None = None
    inspectors: str = ""
    campaign: str = ""
    town: str = ""
    unit: str = ""
    credit_code: str = ""
    industry: str = ""
    visit_kind: str = ""
    methods: tuple[str, ...] = ()
    location: str = ""
    description: str = ""
    category: str = ""
    level: str = ""
    basis: tuple[str, ...] = ()
    measure: str = ""
    responsible_unit: str = ""
    responsible_person: str = ""
    phone: str = ""
    funds: str = ""
    deadline: date | None = None
    precautions: str = ""
    order_number: str = ""
    before: LedgerPhotos = LedgerPhotos()
    after: LedgerPhotos = LedgerPhotos()
    completed_on: date | None = None
    rechecked_on: date | None = None
    rechecked_by: str = ""
    recheck_result: str = ""
    closed_on: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """What stands above the rows: who fills it in, the days of the first and the last visit, counts, the day made."""

    bureau: str
    first: date | None
    last: date | None
    count: int
    majors: int
    made_on: date


def masked_phone(phone: str) -> str:
    """Return a phone number with its middle digits hidden, as exports show it: 139****0012.

    The first three digits stay, and the last four of a long number or the last two of a short one.
    """
    digits = [index for index, letter in enumerate(phone) if letter.isdigit()]
    kept_last = 4 if len(digits) >= 11 else 2
    hidden = set(digits[3:-kept_last])
    return "".join("*" if index in hidden else letter for index, letter in enumerate(phone))
