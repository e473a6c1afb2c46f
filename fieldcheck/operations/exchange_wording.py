"""The exchange in plain words, for the window and the commands: what waits, what a package is, what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fieldcheck.model.authority import Breach
from fieldcheck.model.values import Role
from fieldcheck.operations import number_wording, wording
from fieldcheck.operations.held_back import HeldBack
from fieldcheck.operations.numbers import SeriesLeft
from fieldcheck.operations.outstanding import Standing
from fieldcheck.operations.package_log import Entry
from fieldcheck.operations.packages import Exported, Outgoing
from fieldcheck.operations.revocations import Revoked
from fieldcheck.operations.verdicts import Description, Outcome, Preview, Verdict
from fieldcheck.translation import N_, _, ngettext

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.IMPORTED: N_("imported"),
    Outcome.NOTHING_NEW: N_("nothing new"),
    Outcome.REFUSED: N_("not imported"),
    Outcome.WAITING: N_("waits for an earlier package"),
    Outcome.STOPPED: N_("stopped"),
}


BREACHES: Mapping[Breach, str] = {
    Breach.ROLE: N_("A device of this role does not write such records."),
    Breach.CREATOR: N_("Only the device that created the record, or the bureau, changes it."),
    Breach.WRITTEN_ONCE: N_("What was issued or recorded stays as it is."),
    Breach.REVOKED: N_("The device was revoked before it wrote this."),
}


def outcome(found: Outcome) -> str:
    """Return in a word what became of a package."""
    return _(OUTCOMES[found])


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
        lines.append(_("The first of them was written {moment}.").format(moment=wording.wall_clock(found.since)))
    return " ".join(lines)


def sent(found: Outgoing) -> str:
    """Return when the last package was written, and whether a receipt came back."""
    lines = [_("No package was written yet.")]
    if found.number and found.sent_at:
        told = _("The last package was number {number}, written {moment}.")
        lines = [told.format(number=found.number, moment=wording.wall_clock(found.sent_at))]
    if found.receipt_at:
        lines.append(_("The last receipt came {moment}.").format(moment=wording.wall_clock(found.receipt_at)))
    elif found.number:
        lines.append(_("No receipt has come yet."))
    return " ".join(lines)


def from_line(found: Description) -> str:
    """Return from whom a package is, its number, and when it was written."""
    return _("Package {number} from {sender}, written {moment}").format(
        number=found.number, sender=found.sender_name, moment=wording.wall_clock(found.clock)
    )


def clock_lines(found: Description) -> list[str]:
    """Return how far the sender's clock was from this one, where it was a day or more."""
    days = found.clock_days
    if not days:
        return []
    if days > 0:
        told = ngettext(
            "The clock of the sender is {days} day ahead of this one.",
            "The clock of the sender is {days} days ahead of this one.",
            days,
        )
        return [told.format(days=days)]
    return [ngettext("It was written {days} day ago.", "It was written {days} days ago.", -days).format(days=-days)]


def bring_lines(found: Preview) -> list[str]:
    """Return what importing a package would bring."""
    if found.nothing_new:
        return [_("It holds nothing that is not here.")]
    lines = []
    if found.description.enrolment:
        lines.append(_("The bureau has written its answer again: this store takes its name and area from it."))
    if found.new_kinds:
        lines.append(_("Changes: {kinds}").format(kinds=wording.kind_counts(found.new_kinds)))
    lines += _new_here(found.new_records)
    lines += [_refused(*one) for one in found.refused]
    if found.conflicts:
        told = ngettext("It opens {count} conflict.", "It opens {count} conflicts.", len(found.conflicts))
        lines.append(told.format(count=len(found.conflicts)))
    return lines


def _refused(kind: str, reason: Breach, count: int) -> str:
    """Return which changes will not count, and why."""
    told = _("Will not count: {kinds}. {reason}")
    return told.format(kinds=wording.kind_counts({kind: count}), reason=_(BREACHES[reason]))


def _new_here(counted: Mapping[str, int]) -> list[str]:
    return [_("New here: {kinds}.").format(kinds=wording.kind_counts(counted))] if counted else []


def brought_lines(found: Verdict) -> list[str]:
    """Return what an import brought; nothing where nothing was imported."""
    if found.outcome is not Outcome.IMPORTED:
        return []
    return [*(number_wording.twice(number) for number in found.twice), _added(found), *_new_here(found.records)]


def _added(found: Verdict) -> str:
    records = found.description.records if found.description else 0
    if records:
        told = _("{records} records as the bureau has them, {files} files")
        return told.format(records=f"{records:,}", files=f"{found.blobs:,}")
    told = _("{changes} changes, {conflicts} new conflicts, {refused} changes that do not count, {files} files")
    return told.format(
        changes=f"{found.changes:,}",
        conflicts=f"{found.conflicts:,}",
        refused=f"{found.refused:,}",
        files=f"{found.blobs:,}",
    )


def summary(found: Sequence[Outcome]) -> str:
    """Return how many of several packages were imported, and what became of the others."""
    counted = Counter(found)
    told = ngettext("{count} package read: {outcomes}.", "{count} packages read: {outcomes}.", len(found))
    parts = [f"{outcome(one)} {counted[one]}" for one in Outcome if counted[one]]
    return told.format(count=len(found), outcomes=_(", ").join(parts))


def area(found: Standing) -> str:
    """Return for which towns and sectors a laptop is; an enterprise's computer is for its own matters."""
    if found.role == Role.ENTERPRISE:
        return _("its own matters")
    sectors = [wording.sector(code) for code in found.sectors]
    parts = [_(", ").join(names) for names in (found.towns, sectors) if names]
    return " · ".join(parts) or _("the whole area")


def heard(found: Standing) -> str:
    """Return when a laptop was heard last, and which packages of it have not come."""
    if found.heard_at is None:
        return _("Nothing has come from it yet.")
    told = _("Heard last {moment}: package {number}; {changes} changes of it are here.")
    moment = wording.wall_clock(found.heard_at)
    return told.format(moment=moment, number=found.number, changes=f"{found.changes:,}")


def missing(found: Standing) -> str:
    """Return which packages have not come, though later ones wait for them; empty where there is none."""
    if not found.missing:
        return ""
    numbers = _(", ").join(str(number) for number in found.missing)
    told = ngettext(
        "Package {numbers} has not come: later ones wait for it. Ask for it to be written again.",
        "Packages {numbers} have not come: later ones wait for them. Ask for them to be written again.",
        len(found.missing),
    )
    return told.format(numbers=numbers)


def held_back(found: HeldBack) -> str:
    """Return which packages of a sender came and wait, and for which."""
    numbers, missing = (_(", ").join(map(str, each)) for each in (found.numbers, found.missing))
    told = _("{name}: came and waiting: {numbers}; still to come: {missing}")
    if not found.missing:
        told = _("{name}: {numbers}: what was missing has come; they can be imported now")
    return told.format(name=found.name, numbers=numbers, missing=missing)


def series_left(found: SeriesLeft) -> str:
    """Return how many numbers of a series are left."""
    told = _("{code} {year}: {left} of {granted} numbers left")
    return told.format(code=found.code, year=found.year, left=found.left, granted=found.granted)


def standing_lines(found: Standing) -> list[str]:
    """Return all that a bureau knows of a laptop, a line each."""
    lines = [heard(found), missing(found)]
    if found.revoked is not None:
        return [heard(found), revoked(found.revoked), *refused(found)]
    if found.waiting is not None:
        lines.append(waiting(found.waiting))
    lines += [low(one) if one.low else series_left(one) for one in found.series]
    lines += refused(found)
    return [line for line in lines if line]


def refused(found: Standing) -> list[str]:
    """Return which changes of a laptop are here and do not count, and why."""
    told = _("Does not count: {kinds}. {reason}")
    return [
        told.format(kinds=wording.kind_counts({kind: count}), reason=_(BREACHES[Breach(reason)]))
        for kind, reason, count in found.refused
    ]


def revoked(found: Revoked) -> str:
    """Return since when and why nothing that a laptop writes counts any more."""
    told = _("Revoked {moment} after its change {last}: {reason}. Whatever it wrote later is refused.")
    return told.format(moment=wording.wall_clock(found.at), last=f"{found.last_seq:,}", reason=found.reason)


def low(found: SeriesLeft) -> str:
    """Return that few numbers are left, and what to do."""
    return _("{series}: grant more").format(series=series_left(found))


def written(found: Exported) -> str:
    """Return what was written for whom, how large it is, and where it lies."""
    told = _("Package {number} for {name} ({size}) is written: {path}")
    return told.format(number=found.number, name=found.name, size=wording.size(found.size), path=found.path)


def next_step(found: Sequence[Exported]) -> str:
    """Return what to do with packages that were written."""
    return ngettext(
        "Take the file to its addressee by stick, mail or shared folder. Only that addressee can open it.",
        "Take each file to its addressee by stick, mail or shared folder. Only that addressee can open it.",
        len(found),
    )


def party(found: Entry) -> str:
    """Return to whom a package went or from whom it came; the name of its file where it did not say."""
    if not found.name:
        return found.file
    told = _("to {name}") if found.outgoing else _("from {name}")
    return told.format(name=found.name)


def held(found: Entry) -> str:
    """Return how much an outgoing package holds, or one that came brought."""
    if found.records:
        return _("{count} records").format(count=f"{found.records:,}")
    if found.changes:
        return ngettext("{count} change", "{count} changes", found.changes).format(count=f"{found.changes:,}")
    return ""


def logged(found: Entry) -> str:
    """Return what the history knows of a package beside its row."""
    parts = [found.file, wording.size(found.size) if found.size else ""]
    if found.files:
        parts.append(ngettext("{count} file", "{count} files", found.files).format(count=f"{found.files:,}"))
    parts.append(found.error)
    return " · ".join(part for part in parts if part)
