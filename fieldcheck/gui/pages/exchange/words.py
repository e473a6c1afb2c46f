"""Words of the exchange as the window shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fieldcheck.gui import texts
from fieldcheck.operations.imports import Outcome, Preview, Verdict
from fieldcheck.operations.packages import Outgoing
from fieldcheck.translation import N_, _, ngettext

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

OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.IMPORTED: (N_("imported"), "success"),
    Outcome.NOTHING_NEW: (N_("nothing new"), "neutral"),
    Outcome.REFUSED: (N_("not imported"), "danger"),
    Outcome.WAITING: (N_("waits for an earlier package"), "warning"),
    Outcome.STOPPED: (N_("stopped"), "warning"),
}
"""What became of a package, and in which tone its chip says so."""


def kind_counts(counted: Mapping[str, int]) -> str:
    """Return "12 hazards, 3 sites", the most first."""
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    parts = (_("{count} {kind}").format(count=count, kind=_(KINDS.get(kind, kind))) for kind, count in ordered)
    return _(", ").join(parts)


def moment(utc: str) -> str:
    """Return a time of a clock (ISO, UTC) as the clock on the wall shows it, to the minute."""
    try:
        return texts.moment(datetime.fromisoformat(utc).astimezone().isoformat())
    except ValueError:
        return utc


def size(count: int) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.1f} kB"


def waiting(found: Outgoing) -> str:
    """Return how much was not yet sent, and since when."""
    if not found.changes:
        return _("Everything was sent.")
    told = ngettext(
        "{changes} change with {photos} photos is not yet sent.",
        "{changes} changes with {photos} photos are not yet sent.",
        found.changes,
    )
    lines = [told.format(changes=f"{found.changes:,}", photos=f"{found.photos:,}")]
    if found.since:
        lines.append(_("The first of them was written {moment}.").format(moment=moment(found.since)))
    return " ".join(lines)


def sent(found: Outgoing) -> str:
    """Return when the last package was written, and whether a receipt came back."""
    lines = [_("No package was written yet.")]
    if found.number and found.sent_at:
        told = _("The last package was number {number}, written {moment}.")
        lines = [told.format(number=found.number, moment=moment(found.sent_at))]
    if found.receipt_at:
        lines.append(_("The last receipt came {moment}.").format(moment=moment(found.receipt_at)))
    elif found.number:
        lines.append(_("No receipt has come yet."))
    return " ".join(lines)


def preview_lines(found: Preview) -> list[str]:
    """Return from whom a package is and what importing it would do."""
    about = found.description
    lines = [
        _("Package {number} from {sender}, written {moment}").format(
            number=about.number, sender=about.sender_name, moment=moment(about.clock)
        )
    ]
    if about.clock_days:
        lines.append(_clock(about.clock_days))
    if found.nothing_new:
        return [*lines, _("It holds nothing that is not here.")]
    if found.new_kinds:
        lines.append(_("Changes: {kinds}").format(kinds=kind_counts(found.new_kinds)))
    if found.new_records:
        lines.append(_("New here: {kinds}.").format(kinds=kind_counts(found.new_records)))
    if found.conflicts:
        told = ngettext("It opens {count} conflict.", "It opens {count} conflicts.", len(found.conflicts))
        lines.append(told.format(count=len(found.conflicts)))
    return lines


def _clock(days: int) -> str:
    if days > 0:
        told = ngettext(
            "The clock of the sender is {days} day ahead of this one.",
            "The clock of the sender is {days} days ahead of this one.",
            days,
        )
        return told.format(days=days)
    return ngettext("It was written {days} day ago.", "It was written {days} days ago.", -days).format(days=-days)


def verdict_lines(found: Verdict) -> list[str]:
    """Return what an import brought."""
    if found.outcome is not Outcome.IMPORTED:
        return []
    lines = []
    if found.description is not None and found.description.records:
        told = _("{records} records as the bureau has them, {files} files")
        lines.append(told.format(records=found.description.records, files=found.blobs))
    else:
        told = _("{changes} changes, {conflicts} new conflicts, {refused} changes that do not count, {files} files")
        lines.append(
            told.format(changes=found.changes, conflicts=found.conflicts, refused=found.refused, files=found.blobs)
        )
    if found.records:
        lines.append(_("New here: {kinds}.").format(kinds=kind_counts(found.records)))
    return lines
