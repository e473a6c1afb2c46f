"""Words of the exchange as the commands print them: roles, kinds of records, what became of a package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from fieldcheck.operations.imports import Description, Outcome, Verdict
from fieldcheck.translation import N_, _, error_text, ngettext

ROLES: Mapping[str, str] = {
    "inspector": N_("inspection laptop"),
    "bureau": N_("bureau"),
    "enterprise": N_("enterprise"),
}

KINDS: Mapping[str, str] = {
    "profile": N_("bureau's profile"),
    "officer": N_("officers"),
    "site": N_("sites"),
    "inspection": N_("visits"),
    "answer": N_("answers"),
    "finding": N_("hazards"),
    "photo": N_("photos"),
    "document": N_("documents"),
    "signing": N_("records of signing"),
    "form": N_("forms"),
    "enrolment": N_("enrolments"),
    "number_block": N_("number blocks"),
    "decision": N_("decisions"),
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.IMPORTED: N_("imported"),
    Outcome.NOTHING_NEW: N_("nothing new"),
    Outcome.REFUSED: N_("not imported"),
    Outcome.WAITING: N_("waits for an earlier package"),
    Outcome.STOPPED: N_("stopped"),
}


def kind_counts(counted: Mapping[str, int]) -> str:
    """Return "12 hazards, 3 sites" in the language of the program, the most first."""
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    parts = (_("{count} {kind}").format(count=count, kind=_(KINDS.get(kind, kind))) for kind, count in ordered)
    return _(", ").join(parts)


def moment(utc: str) -> str:
    """Return a time of a clock (ISO, UTC) as the clock on the wall shows it, to the minute."""
    try:
        return datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return utc


def size(count: int) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.1f} kB"


def description_lines(found: Description) -> list[str]:
    """Return what a package holds and who signed it, in plain words."""
    lines = [
        _("Package {number} from {sender} ({role}) for {addressees}, written {clock}.").format(
            number=found.number,
            sender=found.sender_name,
            role=_(ROLES.get(found.sender_role, found.sender_role)),
            addressees=_(", ").join(found.addressees),
            clock=moment(found.clock),
        ),
        _("Signed by {sender}; the words of this device: {words}.").format(
            sender=found.sender_name, words=" ".join(found.words)
        ),
        _("It holds {changes} changes, {records} records of a snapshot, {files} files ({size}).").format(
            changes=found.changes, records=found.records, files=found.blobs, size=size(found.blob_bytes)
        ),
    ]
    if found.kinds:
        lines.append(_("The changes concern: {kinds}.").format(kinds=kind_counts(found.kinds)))
    if abs(found.clock_days) >= 1:
        lines.append(_clock_line(found.clock_days))
    return lines


def _clock_line(days: int) -> str:
    ahead = ngettext(
        "The clock of the sender is {days} day ahead of this one.",
        "The clock of the sender is {days} days ahead of this one.",
        days,
    )
    behind = ngettext("It was written {days} day ago.", "It was written {days} days ago.", -days)
    return ahead.format(days=days) if days > 0 else behind.format(days=-days)


def verdict_lines(verdict: Verdict) -> list[str]:
    """Return what became of one package, in plain words."""
    who = f" ({verdict.description.sender_name} {verdict.description.number})" if verdict.description else ""
    lines = [f"{verdict.path.name}{who}: {_(OUTCOMES[verdict.outcome])}"]
    if verdict.outcome is Outcome.IMPORTED:
        lines.append("  " + _added(verdict))
        if verdict.records:
            lines.append("  " + _("New here: {kinds}.").format(kinds=kind_counts(verdict.records)))
    if verdict.error is not None:
        lines.append(f"  {verdict.error.code}: {error_text(verdict.error)}")
    return lines


def _added(verdict: Verdict) -> str:
    sent = verdict.description.records if verdict.description else 0
    if sent:
        told = _("{records} records as the bureau has them, {files} files")
        return told.format(records=sent, files=verdict.blobs)
    told = _("{changes} changes, {conflicts} new conflicts, {refused} changes that do not count, {files} files")
    return told.format(
        changes=verdict.changes, conflicts=verdict.conflicts, refused=verdict.refused, files=verdict.blobs
    )


def description_members(found: Description) -> dict[str, Any]:
    """Return a description as JSON members."""
    members = asdict(found)
    members["path"] = str(found.path)
    members["devices"] = [{"name": name, "first": first, "last": last} for name, first, last in found.devices]
    return members


def verdict_members(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON members."""
    error = verdict.error
    return {
        "path": str(verdict.path),
        "outcome": verdict.outcome.value,
        "changes": verdict.changes,
        "records": dict(verdict.records),
        "refused": verdict.refused,
        "conflicts": verdict.conflicts,
        "files": verdict.blobs,
        "error": None if error is None else {"code": error.code, "message": error_text(error)},
        "package": None if verdict.description is None else description_members(verdict.description),
    }
