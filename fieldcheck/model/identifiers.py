"""Identifiers: time-ordered for what is new, derived for what two laptops must agree on."""

from __future__ import annotations

import os
import time
import uuid

ANSWERS = uuid.UUID("6d1f6f0e-5f0b-5c9e-9c39-3b7c6c1a7a11")
JOINS = uuid.UUID("3f0b7d51-0a0d-5f0e-9d57-2f7c0e6b9a41")
FORMS = uuid.UUID("3f1c9a52-7d0e-5b86-9e64-51c0a8d2b7f4")
HOLIDAYS = uuid.UUID("7a0f2c64-1d3b-5e8a-a4c7-92e5b8d0f613")
FINDINGS = uuid.UUID("0b6f5a0c-3c0e-5d4f-8a55-5a2d9ff0c3b2")


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562) as text: 48 bits of milliseconds, 12 of their fraction (method 3), 62 random.

    With the fraction, records that one click makes sort in the order in which they were made.
    """
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= (nanoseconds * 4096 // 1_000_000) << 64
    value |= 0b10 << 62
    value |= int.from_bytes(os.urandom(8), "big") & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def answer_id(inspection: str, form: str, item: str, instances: tuple[str, ...] = ()) -> str:
    """Return the id of the answer to one item: the same on every laptop (UUIDv5).

    `instances` are the ids of the repeat instances that the item lies in, outermost first.
    """
    return str(uuid.uuid5(ANSWERS, "\x1f".join((inspection, form, item, *instances))))


def finding_id(answer: str) -> str:
    """Return the id of the finding that a failed answer opens by itself (UUIDv5 of the answer)."""
    return str(uuid.uuid5(FINDINGS, answer))


def form_id(sha256: str) -> str:
    """Return the id of the record of a form, by the hash of its bytes (UUIDv5): every laptop that uses it names one."""
    return str(uuid.uuid5(FORMS, sha256))


def join_id(kind: str, entity: str, other: str) -> str:
    """Return the id of what is judged about two records: the same whoever judges, and whichever is named first."""
    return str(uuid.uuid5(JOINS, "\x1f".join((kind, *sorted((entity, other))))))


def holidays_id(year: int) -> str:
    """Return the id of the days off of a year: one table for all (UUIDv5)."""
    return str(uuid.uuid5(HOLIDAYS, str(year)))
