"""A visit as a file: JSON {visit, facts, answers: {ITEM: {value, finding, photos}}}, recorded like one by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.form import SiteKind
from fieldcheck.model.identifiers import answer_id, finding_id, new_id
from fieldcheck.model.records import Finding, Officer
from fieldcheck.model.values import Person
from fieldcheck.operations import edits, forms, inspections, photos, profile, sites
from fieldcheck.operations.findings import check_item, with_level
from fieldcheck.operations.history import combined
from fieldcheck.store import Changes, Reader, Store, Transaction
from fieldcheck.store.queries import records


class VisitFileWrong(InputError):
    """The file is not a visit."""

    code = "VISIT_FILE"
    message = N_("The visit cannot be recorded: {reason}. See 'inspect' in the user guide for its members.")


class PhotoFileMissing(InputError):
    """A photo that the file names cannot be read."""

    code = "VISIT_PHOTO_FILE"
    message = N_("The photo {path} of item {item} cannot be read: {reason}. Nothing was recorded.")


class _PersonFile(msgspec.Struct, forbid_unknown_fields=True):
    name: str = ""
    post: str = ""
    phone: str = ""


class _FindingFile(msgspec.Struct, forbid_unknown_fields=True):
    description: str | None = None
    location: str | None = None
    measure: str | None = None
    deadline: date | None = None
    responsible_person: _PersonFile | None = None
    level: str | None = None


class _AnswerFile(msgspec.Struct, forbid_unknown_fields=True):
    value: str | list[str] | None = None
    remark: str | None = None
    finding: _FindingFile | None = None
    photos: list[str] = []


class _VisitFile(msgspec.Struct, forbid_unknown_fields=True):
    visit: dict[str, Any] = {}
    facts: dict[str, str | list[str]] = {}
    answers: dict[str, _AnswerFile] = {}
    site: dict[str, Any] = {}


def record(
    store: Store, form: str, site_name: str, members: Mapping[str, object], folder: Path, author: str = ""
) -> Changes:
    """Record a visit with one form; a site that is not there is created. `main` is the inspection's id.

    Paths of photos are relative to `folder`. The photos are read and decoded first; then visit, answers and findings
    are one transaction, and each photo's bytes another.
    Raises VisitFileWrong, PhotoFileMissing, FormNotFound, ItemNotFound, and the errors of the fields and photos.
    """
    try:
        file = msgspec.convert(members, _VisitFile)
    except msgspec.ValidationError as error:
        raise VisitFileWrong(reason=str(error)) from error
    pictures = {item: _pictures(folder, item, answer.photos) for item, answer in file.answers.items() if answer.photos}
    values = _visit_values(store.reader(), file.visit)
    entity = new_id()

    def work(transaction: Transaction) -> str:
        site = _site(transaction, site_name, form, file.site)
        inspections.append(transaction, entity, site, values, [form])
        _answer(transaction, entity, form, file, author)
        return entity

    done = [store.write(work, author)]
    for item, added in pictures.items():
        finding = finding_id(answer_id(entity, form, item))
        known = records.find(store.reader(), Finding, finding)
        target = photos.Target(entity, finding if known else None, form, item)
        done.append(photos.add_read(store, target, added, author))
    all_changes = combined(done)
    return Changes(entity, all_changes.entities, all_changes.inverse)


def _pictures(folder: Path, item: str, paths: list[str]) -> list[photos.ReadPhoto]:
    pictures = []
    for path in paths:
        try:
            pictures.append(photos.NewPhoto(Path(path).name, (folder / path).read_bytes()))
        except OSError as error:
            raise PhotoFileMissing(path=path, item=item, reason=error.strerror) from error
    return photos.read(pictures)


def _site(transaction: Transaction, name: str, form: str, values: Mapping[str, object]) -> str:
    known = sites.by_name(transaction, name)
    if known is not None:
        return known.id
    if form not in forms.shipped():
        raise forms.FormNotFound(form=form, known=", ".join(sorted(forms.shipped())))
    definition = forms.shipped()[form]
    kind = definition.site_kinds[0] if definition.site_kinds else SiteKind.ENTERPRISE
    return sites.append(transaction, new_id(), {"kind": kind, "sector": definition.sector, **values, "name": name})


def _visit_values(reader: Reader, visit: Mapping[str, Any]) -> dict[str, object]:
    """Return the fields of the visit; officers may be named by name or certificate number instead of id."""
    values: dict[str, object] = {"visit_kind": "enforcement", **visit}
    known = profile.officers(reader)
    by_name = {key: officer.id for officer in known for key in _names(officer)}
    named = values.get("officers")
    if named is None:
        values["officers"] = tuple(officer.id for officer in known[:2])
    elif isinstance(named, list):
        unknown = [str(name) for name in named if name not in by_name]
        if unknown:
            raise VisitFileWrong(reason=f"officers: {', '.join(unknown)}")
        values["officers"] = tuple(by_name[name] for name in named)
    return values


def _names(officer: Officer) -> tuple[str, ...]:
    return tuple(name for name in (officer.id, officer.name, officer.certificate_number) if name)


def _answer(transaction: Transaction, inspection: str, form: str, file: _VisitFile, author: str) -> None:
    for fact, value in file.facts.items():
        inspections.answer_in(transaction, inspection, form, fact, _value(value))
    for item, answer in file.answers.items():
        check_item(forms.shipped()[form], item)
        if answer.value is not None:
            inspections.answer_in(transaction, inspection, form, item, _value(answer.value))
        if answer.remark:
            edits.apply(transaction, "answer", answer_id(inspection, form, item), {"remark": answer.remark})
    for item, answer in file.answers.items():
        if answer.finding is not None:
            _word(transaction, inspection, form, item, answer.finding, author)


def _value(value: str | list[str]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)


def _word(transaction: Transaction, inspection: str, form: str, item: str, finding: _FindingFile, author: str) -> None:
    entity = finding_id(answer_id(inspection, form, item))
    known = records.find(transaction, Finding, entity)
    if known is None:
        raise VisitFileWrong(reason=f"answers.{item}.finding: the item does not fail")
    person = finding.responsible_person
    values = {
        "description": finding.description,
        "location": finding.location,
        "measure": finding.measure,
        "deadline": finding.deadline,
        "responsible_person": Person(person.name, person.post, person.phone) if person else None,
        **(with_level(transaction, known, finding.level, author) if finding.level else {}),
    }
    edits.apply(transaction, "finding", entity, {name: value for name, value in values.items() if value is not None})
