"""Packages as the commands print them, as lines and as JSON members."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fieldcheck.operations import exchange_wording, wording
from fieldcheck.operations.verdicts import Description, Verdict
from fieldcheck.translation import _, error_text


def description_lines(found: Description) -> list[str]:
    """Return what a package holds and who signed it, in plain words."""
    lines = [
        _("Package {number} from {sender} ({role}) for {addressees}, written {clock}.").format(
            number=found.number,
            sender=found.sender_name,
            role=wording.role(found.sender_role),
            addressees=_(", ").join(found.addressees),
            clock=wording.wall_clock(found.clock),
        ),
        _("Signed by {sender}; the words of this device: {words}.").format(
            sender=found.sender_name, words=" ".join(found.words)
        ),
        _("It holds {changes} changes, {records} records of a snapshot, {files} files ({size}).").format(
            changes=found.changes, records=found.records, files=found.blobs, size=wording.size(found.blob_bytes)
        ),
    ]
    if found.kinds:
        lines.append(_("The changes concern: {kinds}.").format(kinds=wording.kind_counts(found.kinds)))
    if found.withheld:
        text = _("Of {withheld} of the changes only the hash travels: they are not for {addressees}.")
        lines.append(text.format(withheld=found.withheld, addressees=_(", ").join(found.addressees)))
    return lines + exchange_wording.clock_lines(found)


def verdict_lines(verdict: Verdict) -> list[str]:
    """Return what became of one package, in plain words."""
    who = f" ({verdict.description.sender_name} {verdict.description.number})" if verdict.description else ""
    lines = [
        f"{verdict.path.name}{who}: {exchange_wording.outcome(verdict.outcome)}",
        *(f"  {line}" for line in exchange_wording.brought_lines(verdict)),
    ]
    if verdict.error is not None:
        lines.append(f"  {verdict.error.code}: {error_text(verdict.error)}")
    return lines


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
        "numbers_twice": list(verdict.twice),
        "error": None if error is None else {"code": error.code, "message": error_text(error)},
        "package": None if verdict.description is None else description_members(verdict.description),
    }
