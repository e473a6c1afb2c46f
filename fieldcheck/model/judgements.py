"""What a person of the bureau judged about others' records: a conflict settled, two records that are one or not."""

from __future__ import annotations

from dataclasses import dataclass

from fieldcheck.model.values import DecidedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How the bureau settled a conflict in `field` of record `entity`: the value (JSON text), why, instead of what.

    The value itself is a change of the record, which names all that stood; this stays to be read beside it.
    """

    id: str
    kind: str | None = None
    entity: str | None = None
    field: str | None = None
    value: str | None = None
    reason: str | None = None
    among: tuple[DecidedValue, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """What a person judged about two records of one kind: that they are one (`same`), or are not, and why.

    `entity` is the smaller of the two ids. Nothing of the two is rewritten.
    """

    id: str
    kind: str | None = None
    entity: str | None = None
    other: str | None = None
    same: bool | None = None
    reason: str | None = None
