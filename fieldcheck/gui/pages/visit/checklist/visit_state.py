"""A visit as the checklist page holds it: read once when it opens, then only what a commit touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldcheck.forms.filled import Value
from fieldcheck.gui.pages.visit.checklist.state import FormState, Records, Redraw
from fieldcheck.model.records import Answer, Finding, Inspection, Photo, Site
from fieldcheck.model.values import Person, PhotoPurpose
from fieldcheck.operations import findings, forms, last_time
from fieldcheck.operations.known_facts import known_facts
from fieldcheck.store import Changes, Reader, Seen, local
from fieldcheck.store.queries import conflicts, records
from fieldcheck.store.reader import one_view


@dataclass(slots=True)
class VisitState:
    """One visit: its forms in order, and the records that the page shows beside them."""

    inspection: Inspection
    site: Site
    forms: dict[str, FormState]
    others: dict[str, Finding] = field(default_factory=dict)
    """Hazards that no item of these forms asked for, by id, oldest first."""
    others_seen: dict[str, dict[str, Seen]] = field(default_factory=dict)
    """What their fields show of other devices, by hazard and field."""
    drafts: dict[tuple[str, str], object] = field(default_factory=dict)
    """Texts that were being typed when the program stopped, by (record, field)."""

    def places(self) -> list[str]:
        """Return the places used in this visit, to be offered for the next finding."""
        named = [part.strip() for part in (self.inspection.place_inspected or "").replace("，", "、").split("、")]
        for form in self.forms.values():
            found = (record.finding for record in form.records.by_item.values())
            named += [finding.location for finding in found if finding and finding.location]
        named += [finding.location for finding in self.others.values() if finding.location]
        return list(dict.fromkeys(name for name in named if name))

    def people(self) -> dict[str, Person]:
        """Return who may be responsible: "site_manager" and "principal", where they are known."""
        known = {
            "site_manager": self.inspection.site_manager,
            "principal": self.inspection.principal or self.site.principal,
        }
        return {role: person for role, person in known.items() if person is not None and person.name}

    def refresh(self, reader: Reader, changes: Changes) -> dict[str, Redraw]:
        """Read again what a commit touched; return by form what to draw again. Other visits' records are left out."""
        redraws = {id_: Redraw() for id_ in self.forms}
        with one_view(reader):
            if changes.concerns("inspection", self.inspection.id):
                self.inspection = records.find(reader, Inspection, self.inspection.id) or self.inspection
            if changes.touches("finding"):
                _read_others(reader, self)
            for id_, form in self.forms.items():
                redraws[id_] |= _answers(reader, form, _touched(changes, "answer", form.by_answer))
                redraws[id_] |= _findings(reader, form, _touched(changes, "finding", form.by_finding))
                if changes.touches("photo"):
                    redraws[id_] |= _photos(reader, form)
        return redraws


def read(reader: Reader, inspection: str) -> VisitState:
    """Return a visit with its forms, as of one moment. Raises RecordNotFound, BlobMissing, FormDefinitionErrors."""
    with one_view(reader):
        return _read(reader, inspection)


def _read(reader: Reader, inspection: str) -> VisitState:
    visit = records.get(reader, Inspection, inspection)
    site = records.find(reader, Site, visit.site or "") or Site(id="")
    state = VisitState(visit, site, {})
    for definition in forms.definitions_of(reader, visit):
        filled = forms.filled(reader, visit, definition)
        state.forms[definition.id] = FormState(inspection, definition, filled, Records())
    _fill(reader, state)
    _read_others(reader, state)
    state.drafts = {
        (draft.entity, draft.field): draft.value for draft in local.drafts(reader) if draft.of == inspection
    }
    return state


def _read_others(reader: Reader, state: VisitState) -> None:
    asked = {entity for form in state.forms.values() for entity in form.by_finding}
    standing = findings.standing(reader, state.inspection.id)
    state.others = {finding.id: finding for finding in standing if finding.id not in asked}
    state.others_seen = conflicts.shown(reader, "finding", list(state.others))


def stored_answer(reader: Reader, form: FormState, item: str) -> tuple[Value, Seen]:
    """Return the answer to an item as the store holds it, and what it shows of other devices."""
    entity = form.answer_id(item)
    with one_view(reader):
        answer = records.find(reader, Answer, entity)
        seen = conflicts.shown(reader, "answer", [entity]).get(entity, {})
    return (answer.value if answer else None), seen.get("value", {})


def _fill(reader: Reader, state: VisitState) -> None:
    seen = conflicts.shown_below(reader, "answer", state.inspection.id)
    for answer in records.children(reader, Answer, state.inspection.id):
        form = state.forms.get(answer.form or "")
        if form is not None and answer.item in form.items:
            record = form.records.of(answer.item)
            record.remark, record.seen = answer.remark or "", seen.get(answer.id, {}).get("value", {})
    seen = conflicts.shown_below(reader, "finding", state.inspection.id)
    for finding in records.children(reader, Finding, state.inspection.id):
        form = state.forms.get(finding.form or "")
        if form is not None and finding.item in form.items:
            record = form.records.of(finding.item)
            record.finding, record.finding_seen = finding, seen.get(finding.id, {})
    for form in state.forms.values():
        _photos(reader, form)
        _last_time(reader, state, form)
        for fact, known in known_facts(reader, state.inspection, form.definition).items():
            form.records.of(fact).known = known


def _last_time(reader: Reader, state: VisitState, form: FormState) -> None:
    for item, found in last_time.last_time(reader, state.inspection, form.definition.id).items():
        if item in form.items:
            form.records.of(item).last = found


def _touched(changes: Changes, kind: str, ours: Mapping[str, str]) -> list[str]:
    """Return those of our records that changed; an import names a whole kind."""
    if changes.concerns(kind, ""):
        return list(ours)
    return [entity for changed, entity in changes.entities if changed == kind and entity in ours]


def _answers(reader: Reader, form: FormState, touched: Sequence[str]) -> Redraw:
    redraw = Redraw()
    known = records.many(reader, Answer, list(touched))
    seen = conflicts.shown(reader, "answer", touched)
    for entity in touched:
        item, answer = form.by_answer[entity], known.get(entity)
        remark = (answer.remark or "") if answer else ""
        if remark or item in form.records.by_item:
            record = form.records.of(item)
            redraw |= Redraw(frozenset({item} if record.remark != remark else ()))
            record.remark = remark
        redraw |= form.stored(item, answer.value if answer else None, seen.get(entity, {}).get("value", {}))
    return redraw


def _findings(reader: Reader, form: FormState, touched: Sequence[str]) -> Redraw:
    known = records.many(reader, Finding, list(touched))
    seen = conflicts.shown(reader, "finding", touched)
    changed = set()
    for entity in touched:
        item = form.by_finding[entity]
        if entity in known or item in form.records.by_item:
            record = form.records.of(item)
            record.finding, record.finding_seen = known.get(entity), seen.get(entity, {})
            changed.add(item)
    return Redraw(frozenset(changed))


def _photos(reader: Reader, form: FormState) -> Redraw:
    counted: dict[str, int] = {}
    for photo in records.children(reader, Photo, form.inspection):
        if photo.form == form.definition.id and photo.item and photo.purpose == PhotoPurpose.EVIDENCE:
            counted[photo.item] = counted.get(photo.item, 0) + 1
    changed = set()
    for item in form.items:
        known = form.records.by_item.get(item)
        if (known.photos if known else 0) != counted.get(item, 0):
            form.records.of(item).photos = counted.get(item, 0)
            changed.add(item)
    return Redraw(frozenset(changed))
