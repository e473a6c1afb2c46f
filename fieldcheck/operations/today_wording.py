"""What is to be done today, in lines of words, each with the place where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldcheck.model.lifecycle import HazardState
from fieldcheck.operations.today import Due, Today, Visits
from fieldcheck.operations.wording import day, moment
from fieldcheck.store.queries.hazard_filters import Standing
from fieldcheck.store.queries.plans import PlannedRow
from fieldcheck.store.queries.served import Serving
from fieldcheck.translation import _, ngettext


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `part` is the heading that it stands under, `tone` that of a chip.

    `page`, `entity`, `section` say where it is done, as the window names its places; `chip` is a word beside it.
    """

    part: str
    text: str
    detail: str = ""
    chip: str = ""
    tone: str = "neutral"
    page: str = ""
    entity: str = ""
    section: str = ""


def lines(found: Today) -> list[Line]:
    """Return the lines, the most pressing part first."""
    return [
        *_visits(found),
        *_hazards(found),
        *_unserved(found),
        *_sending(found),
        *_bureau(found),
        *_numbers(found),
        *_days_off(found),
    ]


def _visits(found: Today) -> Iterator[Line]:
    part = _("Planned visits")
    for visits, chip, tone, section in (
        (found.overdue, _("Overdue"), "danger", "overdue"),
        (found.begun, _("In progress"), "accent", "begun"),
        (found.today, _("Due today"), "info", "today"),
        (found.week, _("This week"), "neutral", "week"),
    ):
        yield from (_visit(part, row, chip, tone) for row in visits.first)
        yield from _more(part, visits, chip, section)


def _visit(part: str, row: PlannedRow, chip: str, tone: str) -> Line:
    told = [day(row.day), row.plan_name, row.laptop]
    detail = " · ".join(word for word in told if word)
    if row.visit:
        return Line(part, row.site_name, detail, chip, tone, "visit", row.visit, "checklist")
    return Line(part, row.site_name, detail, chip, tone, "planned", row.id)


def _more(part: str, visits: Visits, chip: str, section: str) -> Iterator[Line]:
    left = visits.count - len(visits.first)
    if left > 0:
        text = ngettext("{count} more visit", "{count} more visits", left).format(count=left)
        yield Line(part, text, chip, page="planned", section=section)


def _hazards(found: Today) -> Iterator[Line]:
    for part, hazards, until, section in (
        (_("Rechecks"), found.rechecks, _("recheck by {day}"), HazardState.RECHECK_DUE),
        (_("More time asked for"), found.extensions, _("answer by {day}"), Standing.EXTENSION),
        (_("To be closed"), found.closures, "", Standing.TO_CLOSE),
        (_("Major hazards without the five commitments"), found.uncommitted, "", Standing.UNCOMMITTED),
    ):
        yield from (_hazard(part, one, until) for one in hazards.first)
        left = hazards.count - len(hazards.first)
        if left > 0:
            text = ngettext("{count} more hazard", "{count} more hazards", left).format(count=left)
            yield Line(part, text, page="hazards", section=section)


def _hazard(part: str, one: Due, until: str) -> Line:
    told = until.format(day=day(one.day.isoformat())) if one.day is not None else ""
    detail = " · ".join(word for word in (one.hazard.site_name, told) if word)
    chip, tone = (_("Overdue"), "danger") if one.late else ("", "neutral")
    return Line(part, one.hazard.description, detail, chip, tone, "hazard", one.hazard.id)


def _unserved(found: Today) -> Iterator[Line]:
    part = _("Not served yet")
    for row in found.unserved.first:
        issued = _("issued on {day}").format(day=day(row.issued_on))
        detail = " · ".join(word for word in (row.site_name, issued) if word)
        yield Line(
            part, row.number or _("without a number"), detail, page="visit", entity=row.inspection, section="documents"
        )
    left = found.unserved.count - len(found.unserved.first)
    if left > 0:
        text = ngettext("{count} more document", "{count} more documents", left).format(count=left)
        yield Line(part, text, page="documents", section=Serving.WAITING)
    if found.pages_missing:
        count = found.pages_missing
        told = ngettext("{count} signed paper is not scanned in", "{count} signed papers are not scanned in", count)
        yield Line(_("Signed papers"), told.format(count=count), page="documents", section=Serving.NO_PAGE)


def _sending(found: Today) -> Iterator[Line]:
    if found.sending is None or not found.sending.changes:
        return
    count = found.sending.changes
    told = ngettext("{count} change not yet sent to {name}", "{count} changes not yet sent to {name}", count)
    at = found.sending.receipt_at
    receipt = _("last receipt {day}").format(day=moment(at)) if at else _("no receipt yet")
    yield Line(_("Exchange"), told.format(count=count, name=found.sending.name), receipt, page="exchange")


def _bureau(found: Today) -> Iterator[Line]:
    part = _("Exchange")
    for one in found.missing:
        named = ", ".join(map(str, one.numbers))
        text = _("Package {numbers} of {name} has not come").format(numbers=named, name=one.name)
        yield Line(part, text, _("Later ones wait for it"), _("Missing"), "warning", "exchange")
    if found.conflicts:
        told = ngettext("{count} conflict to decide", "{count} conflicts to decide", found.conflicts)
        yield Line(part, told.format(count=found.conflicts), chip=_("Conflict"), tone="warning", page="conflicts")


def _numbers(found: Today) -> Iterator[Line]:
    for one in found.low:
        text = ngettext("{code} {year}: {left} number left", "{code} {year}: {left} numbers left", one.left)
        tone = "danger" if one.left <= 0 else "warning"
        told = text.format(code=one.code, year=one.year, left=max(0, one.left))
        yield Line(_("Numbers"), told, one.name, _("Running out"), tone, "exchange", section="laptops")


def _days_off(found: Today) -> Iterator[Line]:
    for year in found.without_holidays:
        text = _("The days off of {year} are not entered").format(year=year)
        told = _("Deadlines know only its weekends")
        yield Line(_("Days off"), text, told, _("Missing"), "warning", "settings", section="holidays")
