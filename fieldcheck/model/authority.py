"""Who may order what (P12), and whose change of which record counts.

An order is the bureau's own administrative act: only an enforcement visit, or the recheck of one, can end in it, and
only in a sector of the bureau's remit. 国办发〔2024〕54号 forbids inspection of enterprises by coordinating bodies and
third parties. Everything else becomes a problem list that names the authority that is competent.

Whose change counts follows from the certificate's role, the kind, the field and who created the record, never from
the order of arrival. A device is a creator of a record where its own first change of it is the creation; two devices
that created one record both are, and their values stand side by side as a conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldcheck.model.canonical import Json
from fieldcheck.model.journal import DELETED, Change
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.values import Role, VisitKind


class Refusal(StrEnum):
    """Why a finding cannot stand in an order."""

    VISIT_KIND = "visit_kind"
    VISIT_SECTOR = "visit_sector"
    FORM_SECTOR = "form_sector"


def is_enforcement(visit_kind: str | None, recheck_of_kind: str | None) -> bool:
    """Return whether a visit is an enforcement visit or the recheck of one."""
    if visit_kind == VisitKind.RECHECK:
        return recheck_of_kind == VisitKind.ENFORCEMENT
    return visit_kind == VisitKind.ENFORCEMENT


def refusal(
    visit_kind: str | None,
    recheck_of_kind: str | None,
    visit_sector: str | None,
    form_sector: str | None,
    remit: Collection[str],
) -> Refusal | None:
    """Return why a finding on a form of `form_sector` cannot be ordered, or None where it can.

    A finding without a form carries the sector of its visit.
    """
    if not is_enforcement(visit_kind, recheck_of_kind):
        return Refusal.VISIT_KIND
    if visit_sector not in remit:
        return Refusal.VISIT_SECTOR
    if (form_sector or visit_sector) not in remit:
        return Refusal.FORM_SECTOR
    return None


def competent_authority(sector: str | None) -> str:
    """Return the Chinese name of the authority competent for a sector; empty where the sector is unknown."""
    found = BY_CODE.get(sector or "")
    return found.authority_zh if found else ""


def visit_kinds(role: str | None) -> tuple[VisitKind, ...]:
    """Return the kinds of visits that a device of this role begins: an enterprise checks itself, and nobody else."""
    if role == Role.ENTERPRISE:
        return (VisitKind.SELF_CHECK,)
    return tuple(VisitKind)


BUREAU_ONLY = frozenset(
    {
        "profile",
        "number_block",
        "enrolment",
        "revocation",
        "join",
        "decision",
        "draw",
        "holidays",
        "wording",
        "typeface",
    }
)
"""Kinds that only a bureau writes."""

ENTERPRISE_KINDS = frozenset({"site", "inspection", "answer", "finding", "photo", "form", "rectification", "extension"})
"""Kinds that an enterprise writes, and only records that it created: self-checks and replies."""

ENTERPRISE_REPLIES: Mapping[str, frozenset[str]] = {"finding": frozenset({"commitments"})}
"""What an enterprise says in records of others: the five commitments for a hazard (五落实)."""

ENTERPRISE_VALUES: Mapping[str, Mapping[str, tuple[Json, ...]]] = {
    "inspection": {"visit_kind": (None, VisitKind.SELF_CHECK.value)},
    "rectification": {"on_spot": (None, False)},
}
"""The only values of these fields that an enterprise writes: it visits nobody as an authority, and what it reports
was not put right before officers."""

STAYS_OPEN: Mapping[str, frozenset[str]] = {
    "document": frozenset(),
    "signing": frozenset(),
    "form": frozenset(),
    "draw": frozenset(),
    "service": frozenset(),
    "void_number": frozenset(),
    "wording": frozenset(),
    "typeface": frozenset(),
    **dict.fromkeys(STEPS, frozenset()),
    "photo": frozenset({"finding", "form", "item", "caption", DELETED}),
}
"""Kinds that their creator writes once, and the fields of them that stay open to others and to later changes."""


class Breach(StrEnum):
    """Why a change does not count."""

    ROLE = "role"
    CREATOR = "creator"
    WRITTEN_ONCE = "written_once"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Writer:
    """What authority knows of a device: the role of its certificate, and the last change that counts (None: all).

    A device without a certificate (role None) is a store that joined no bureau, and its own authority. `before` are
    the devices whose place an enterprise's one took: what they created it goes on writing.
    """

    role: str | None = None
    last_seq: int | None = None
    before: frozenset[str] = frozenset()


def creates(change: Change) -> bool:
    """Return whether a change is a record's creation, if it is its device's first: it sets what makes the record.

    What a person had before the eyes existed already, so a creation names nothing.
    """
    kind = KINDS.get(change.kind)
    return not change.over and (kind is None or kind.created_by in change.set)


def breach(writer: Writer, change: Change, first: Change) -> Breach | None:
    """Return why a change does not count, or None where it does.

    `first` is the first change that the same device made to the same record (`change` itself where it is that). So
    the answer rests on the device's own chain alone, and is the same whatever else has arrived.
    """
    if writer.last_seq is not None and change.seq > writer.last_seq:
        return Breach.REVOKED
    if writer.role is None:
        return None
    if writer.role not in _ROLES or (change.kind in BUREAU_ONLY and writer.role != Role.BUREAU):
        return Breach.ROLE
    if writer.role == Role.ENTERPRISE:
        reason = _by_enterprise(change, first)
        if reason is not None:
            return reason
    return _written_once(writer, change, first) if change.kind in STAYS_OPEN else None


def _by_enterprise(change: Change, first: Change) -> Breach | None:
    """Return why a change that an enterprise made does not count."""
    if change.kind not in ENTERPRISE_KINDS or _claims(first) or _claims(change):
        return Breach.ROLE
    if creates(first) or change.set.keys() <= ENTERPRISE_REPLIES.get(change.kind, frozenset()):
        return None
    return Breach.CREATOR


def _claims(change: Change) -> bool:
    """Return whether a change says what an enterprise does not say."""
    allowed = ENTERPRISE_VALUES.get(change.kind, {})
    return any(name in change.set and change.set[name] not in values for name, values in allowed.items())


def restricts(writer: Writer, kind: str) -> bool:
    """Return whether any change of this kind might not count; where not, `breach` need not be asked."""
    if writer.role is None:
        return writer.last_seq is not None
    unbounded = writer.last_seq is None and writer.role in (Role.INSPECTOR, Role.BUREAU)
    return not unbounded or kind in STAYS_OPEN or (kind in BUREAU_ONLY and writer.role != Role.BUREAU)


def _written_once(writer: Writer, change: Change, first: Change) -> Breach | None:
    """Return why a change of a record that is written once does not count; its creator and a bureau may delete it."""
    fields = change.set.keys() - STAYS_OPEN[change.kind]
    is_creation = (change.device, change.seq) == (first.device, first.seq)
    if not fields or (is_creation and creates(first)):
        return None
    if fields == {DELETED}:
        return None if creates(first) or writer.role == Role.BUREAU else Breach.CREATOR
    return Breach.WRITTEN_ONCE if creates(first) else Breach.CREATOR


_ROLES = frozenset(Role)


def first_of(change: Change, writer: Writer, firsts: Mapping[str, Change], made_by: Collection[str] = ()) -> Change:
    """Return the change that decides whether the device of `change` created its record.

    It is the device's own first one, or the creation by a device whose place it took. `firsts` are the first changes
    of each device to the record; `made_by` are devices that created it as a snapshot says, whose changes are not here.
    """
    own = firsts.get(change.device, change)
    if creates(own):
        return own
    for device in sorted(writer.before):
        if device in firsts and creates(firsts[device]):
            return firsts[device]
        if device in made_by:
            created = KINDS[change.kind].created_by if change.kind in KINDS else ""
            return Change(device, 0, "", "", change.kind, change.entity, change.of, {created: None}, {})
    return own


def counting(
    changes: Iterable[Change], writers: Mapping[str, Writer], made_by: Collection[str] = ()
) -> tuple[list[Change], list[tuple[Change, Breach]]]:
    """Return the changes of one record that count and, with the reason, those that do not.

    `changes` are all that its devices made to it, in any order; a device that `writers` lacks is its own authority.
    `made_by` are devices that created it as a snapshot says.
    """
    firsts: dict[str, Change] = {}
    good: list[Change] = []
    bad: list[tuple[Change, Breach]] = []
    ordered = sorted(changes, key=lambda change: (change.device, change.seq))
    for change in ordered:
        firsts.setdefault(change.device, change)
    for change in ordered:
        writer = writers.get(change.device, Writer())
        first = first_of(change, writer, firsts, made_by)
        reason = breach(writer, change, first)
        if reason is None:
            good.append(change)
        else:
            bad.append((change, reason))
    return good, bad
