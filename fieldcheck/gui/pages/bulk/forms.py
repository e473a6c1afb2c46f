"""The form of each thing that is done with many hazards: fields whose values hold for every one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from fieldcheck.gui.pages.hazard_forms import GRANTED, StepFields
from fieldcheck.gui.widgets.fields import Field, TextField
from fieldcheck.model.possible import Action
from fieldcheck.operations.bulk_steps import KINDS_OF_MANY, Preview
from fieldcheck.translation import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class ManyForm:
    """Fields by name, what taking the step means, and the members that no person is asked for."""

    kind: str
    told: str
    fields: Mapping[str, Field]
    known: Mapping[str, object] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """Return what the form says of every hazard."""
        found: dict[str, object] = {name: one.value() for name, one in self.fields.items()}
        if "granted" in found:
            found["granted"] = GRANTED.get(found["granted"])
        return {name: value for name, value in {**found, **self.known}.items() if value not in (None, "", ())}


def form_of(action: Action, preview: Preview) -> ManyForm:
    """Return the form of an action with the hazards that were looked at. Raises KeyError where it has none."""
    kind = KINDS_OF_MANY[action]
    told, fields = _FIELDS[action](preview)
    return ManyForm(kind, told, fields, {"on_spot": False} if kind == "rectification" else {})


Made = tuple[str, Mapping[str, Field]]


def _report(preview: Preview) -> Made:
    make = StepFields("rectification")
    return _("Say it of all that the unit reports in one paper."), {
        "done_at": make.moment("done_at"),
        "description": make.text("description", lines=True),
        "reported_by": make.person("reported_by"),
    }


def _answer(preview: Preview) -> Made:
    make = StepFields("extension_answer")
    return _("Answered in writing, within five days."), {
        "granted": make.choice("granted", {"yes": N_("More time is granted"), "no": N_("No more time is granted")}),
        "until": make.day("until"),
        "answered_on": make.day("answered_on", date.today()),
        "reason": make.text("reason", lines=True),
    }


def _close(preview: Preview) -> Made:
    make = StepFields("closure")
    told = [_("Each rests on its own recheck that passed, with a photo of how it is now.")]
    fields = {"approver": make.text("approver"), "approved_on": make.day("approved_on", date.today())}
    if preview.majors:
        count = preview.majors
        text = ngettext(
            "{count} of them is major and is closed only with the number of the approval (核销).",
            "{count} of them are major and are closed only with the number of the approval (核销).",
            count,
        )
        told.append(text.format(count=f"{count:,}"))
        fields["approval_number"] = make.text("approval_number")
    if preview.halted:
        count = preview.halted
        text = ngettext(
            "Where work was stopped, {count} is closed only with the consent to go on.",
            "Where work was stopped, {count} are closed only with the consent to go on.",
            count,
        )
        told.append(text.format(count=f"{count:,}"))
        fields["resumption"] = make.text("resumption")
    return "\n".join(told), fields


def _transfer(preview: Preview) -> Made:
    make = StepFields("transfer")
    return _("All of them to one authority, for one reason."), {
        "authority": make.text("authority"),
        "transferred_on": make.day("transferred_on", date.today()),
        "reason": make.text("reason", lines=True),
    }


def _case(preview: Preview) -> Made:
    make = StepFields("case_filing")
    return _("One case for all of them."), {
        "number": make.text("number"),
        "filed_on": make.day("filed_on", date.today()),
        "cause": make.text("cause", lines=True),
    }


def _void(preview: Preview) -> Made:
    told = _("They stay in the store with the reason, and leave the counts and every later document.")
    return told, {"reason": TextField(_("Reason"), multiline=True, required=True)}


_FIELDS: Mapping[Action, Callable[[Preview], Made]] = {
    Action.REPORT: _report,
    Action.ANSWER_EXTENSION: _answer,
    Action.CLOSE: _close,
    Action.TRANSFER: _transfer,
    Action.FILE_CASE: _case,
    Action.DECLARE_VOID: _void,
}
