"""A visit as the checklist page holds it: read once when it opens, then only what a commit touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldcheck.forms.filled import Value
from fieldcheck.gui.pages.visit.checklist.state import FormState, Records, Redraw
from fieldcheck.model.identifiers import answer_id, finding_id
from fieldcheck.model.records import Answer, Finding, Inspection, Photo, Site
from fieldcheck.model.values import Person, PhotoPurpose
from fieldcheck.operations import findings, forms
from fieldcheck.store import Changes, Reader, local
from fieldcheck.store.queries import details, records


@dataclass(slots=True)
class VisitState:
    """One visit: its forms in order, and the records that the page shows beside them."""

    inspection: Inspection
    site: Site
    forms: dict[str, FormState]
    others: dict[str, Finding] = field(default_factory=dict)
    """Hazards that no item of these forms asked for, by id, oldest first."""
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
        touched = _ids(changes)
        if self.inspection.id in touched.get("inspection", ()):
            self.inspection = records.get(reader, Inspection, self.inspection.id)
        if "finding" in touched:
            self.others = _others(reader, self)
        redraws = {id_: Redraw() for id_ in self.forms}
        for id_, form in self.forms.items():
            redraws[id_] |= _answers(reader, form, touched.get("answer", set()))
            redraws[id_] |= _findings(reader, form, touched.get("finding", set()))
            if "photo" in touched:
                redraws[id_] |= _photos(reader, form)
        return redraws


def read(reader: Reader, inspection: str) -> VisitState:
    """Return a visit with its forms. Raises RecordNotFound, BlobMissing, FormDefinitionErrors."""
    visit = records.get(reader, Inspection, inspection)
    site = records.find(reader, Site, visit.site or "") or Site(id="")
    state = VisitState(visit, site, {})
    for definition in forms.definitions_of(reader, visit):
        filled = forms.filled(reader, visit, definition)
        state.forms[definition.id] = FormState(inspection, definition, filled, Records())
    _fill(reader, state)
    state.others = _others(reader, state)
    state.drafts = {
        (draft.entity, draft.field): draft.value for draft in local.drafts(reader) if draft.of == inspection
    }
    return state


def _others(reader: Reader, state: VisitState) -> dict[str, Finding]:
    asked = {entity for form in state.forms.values() for entity in form.by_finding}
    standing = findings.standing(reader, state.inspection.id)
    return {finding.id: finding for finding in standing if finding.id not in asked}


def stored_answer(reader: Reader, form: FormState, item: str) -> Value:
    """Return the answer to an item as the store holds it."""
    answer = records.find(reader, Answer, form.answer_id(item))
    return answer.value if answer else None


def _fill(reader: Reader, state: VisitState) -> None:
    for answer in records.children(reader, Answer, state.inspection.id):
        form = state.forms.get(answer.form or "")
        if form is not None and answer.item in form.items:
            form.records.of(answer.item).remark = answer.remark or ""
    for finding in records.children(reader, Finding, state.inspection.id):
        form = state.forms.get(finding.form or "")
        if form is not None and finding.item in form.items:
            form.records.of(finding.item).finding = finding
    for form in state.forms.values():
        _photos(reader, form)
        _last_time(reader, state, form)


def _last_time(reader: Reader, state: VisitState, form: FormState) -> None:
    visit = state.inspection
    if not visit.site or not visit.started_at:
        return
    last = details.last_inspection_of(reader, visit.site, visit.started_at, form.definition.id)
    if last is None:
        return
    found = {finding.id: finding for finding in records.children(reader, Finding, last) if not finding.withdrawn}
    for item in form.items:
        known = found.get(finding_id(answer_id(last, form.definition.id, item)))
        if known is not None:
            form.records.of(item).last = known


def _ids(changes: Changes) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, entity in changes.entities:
        found.setdefault(kind, set()).add(entity)
    return found


def _answers(reader: Reader, form: FormState, touched: set[str]) -> Redraw:
    redraw = Redraw()
    ours = form.by_answer
    known = records.many(reader, Answer, [entity for entity in touched if entity in ours])
    for entity in touched & ours.keys():
        item, answer = ours[entity], known.get(entity)
        record, remark = form.records.of(item), (answer.remark or "") if answer else ""
        if record.remark != remark:
            record.remark = remark
            redraw |= Redraw(frozenset({item}))
        redraw |= form.stored(item, answer.value if answer else None)
    return redraw


def _findings(reader: Reader, form: FormState, touched: set[str]) -> Redraw:
    ours = form.by_finding
    known = records.many(reader, Finding, [entity for entity in touched if entity in ours])
    for entity in touched & ours.keys():
        form.records.of(ours[entity]).finding = known.get(entity)
    return Redraw(frozenset(ours[entity] for entity in touched & ours.keys()))


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
