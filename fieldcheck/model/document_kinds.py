"""The kinds of documents and their numbers, apart from what a document says: every start needs these, none the rest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """The documents of this version; the value is also the name on the command line."""

    INSPECTION_RECORD = "inspection-record"
    RECTIFICATION_ORDER = "rectification-order"
    PROBLEM_LIST = "problem-list"
    INSPECTION_SCHEME = "inspection-scheme"
    MEASURES_DECISION = "measures-decision"
    RECHECK_OPINION = "recheck-opinion"
    ASSIGNMENT_SLIP = "assignment-slip"
    TRANSFER_LETTER = "transfer-letter"
    SERVICE_RECEIPT = "service-receipt"
    INTERVIEW_RECORD = "interview-record"
    SAMPLING_VOUCHER = "sampling-voucher"


TO_BE_SERVED = frozenset(
    {DocumentKind.RECTIFICATION_ORDER, DocumentKind.MEASURES_DECISION, DocumentKind.RECHECK_OPINION}
)
"""Kinds that are addressed to the unit as the bureau's act, and therefore served (送达)."""

OF_ONE_RECORD = {DocumentKind.INTERVIEW_RECORD: "interview", DocumentKind.SAMPLING_VOUCHER: "sampling"}
"""Kinds of which a visit may have several, one for each record of this kind of records."""

WITHOUT_NUMBER = frozenset({DocumentKind.SERVICE_RECEIPT, DocumentKind.INTERVIEW_RECORD})
"""Kinds that the law gives no number of their own: a receipt names those of the documents that it is about, an
interview says which one of the person it is (第 次询问)."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A statutory number, for example （莱）应急责改〔2026〕12号: no leading zero, year in 〔〕."""

    prefix: str
    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"（{self.prefix}）{self.code}〔{self.year}〕{self.serial}号"
