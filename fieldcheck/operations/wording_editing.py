"""A bureau's wording and layout as they are edited: texts and measures by key, checked and previewed beforehand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldcheck import documents
from fieldcheck.documents import files, rules
from fieldcheck.documents.rules import Wrong
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import profile, wording_examples, wordings
from fieldcheck.store import Reader
from fieldcheck.translation import _

LAYOUT, VERSION, FIRST_DAY = "layout", "version", "in_force_from"


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a kind: as shipped or the bureau's own, its name, its first day, its text (TOML)."""

    name: str
    first_day: date
    own: bool
    text: str


@dataclass(frozen=True, slots=True)
class Editable:
    """A wording taken apart: its texts and its whole layout by key, and the file that they stand in."""

    kind: DocumentKind
    texts: Mapping[str, str]
    layout: Mapping[str, float | str]
    rest: Mapping[str, object]

    @property
    def first_day(self) -> date:
        """The day from which it holds."""
        found = self.rest[FIRST_DAY]
        assert isinstance(found, date), "it was checked when it was opened"
        return found


def versions(reader: Reader, kind: DocumentKind) -> list[Version]:
    """Return all wordings of a kind, the one that holds last first. Raises BlobMissing, WordingWrong, DataMissing."""
    shipped = [
        Version(name, first_day, False, documents.shipped_wording(kind, first_day))
        for name, first_day in documents.shipped_versions(kind)
    ]
    own = []
    for one in wordings.every(reader, kind):
        first_day, text = one.in_force_from or date.min, wordings.written(reader, one)
        found = text or documents.shipped_wording(kind, first_day)
        own.append(Version(one.version or "", first_day, bool(text), found))
    return [*reversed(own), *reversed(shipped)]


def newer_shipped(versions: Sequence[Version]) -> date | None:
    """Return the first day of a shipped version that is newer than the bureau's own, where that one holds."""
    if not versions[0].own:
        return None
    newest = max(version.first_day for version in versions if not version.own)
    return newest if newest > versions[0].first_day else None


def opened(text: str, kind: DocumentKind) -> Editable:
    """Return a wording (TOML) to be edited. Raises OwnWordingWrong where it is no wording of this kind."""
    documents.wording_wrong(text, kind)
    values = tomllib.loads(text)
    texts = {key: value for key, value in values.items() if isinstance(value, str) and key != VERSION}
    layout = {**documents.default_layout(), **values.get(LAYOUT, {})}
    return Editable(kind, texts, layout, values)


def written(editable: Editable, texts: Mapping[str, str], layout: Mapping[str, float | str], first_day: date) -> str:
    """Return the wording with these texts and this layout from a day on, as TOML; its version is named by the day."""
    default = documents.default_layout()
    different = {key: value for key, value in layout.items() if value != default.get(key)}
    values = {key: value for key, value in editable.rest.items() if key != LAYOUT}
    values |= {**texts, VERSION: f"{first_day:%Y-%m-%d}", FIRST_DAY: first_day}
    return files.written({**values, LAYOUT: different} if different else values)


def check(text: str, kind: DocumentKind) -> list[Wrong]:
    """Return what is wrong with an edited wording, key by key. Raises OwnWordingWrong, DataMissing."""
    return documents.wording_wrong(text, kind)


def notes(kind: DocumentKind, day: date) -> dict[str, str]:
    """Return what a person must know of each text: its blanks, and what the law requires. Raises DataMissing."""
    found = {}
    for key, rule in documents.wording_rules(kind, day).items():
        filled = _("Filled in: {blanks}").format(blanks=rules.blanks_text(rule.blanks)) if rule.blanks else ""
        required = _("Required: {what}").format(what=rule.must) if rule.must else ""
        found[key] = " · ".join(part for part in (filled, required) if part)
    return found


def basis_lines(editable: Editable) -> list[str]:
    """Return the legal bases of a wording, a line each."""
    found = editable.rest.get("legal_basis")
    lines = []
    for one in found if isinstance(found, list) else []:
        line = f"《{one['title']}》{one['article']}（{one['version']}）{one['states']}"
        lines.append(line if one["verified"] else f"{line} ({_('not verified')})")
    return lines


def preview(reader: Reader, kind: DocumentKind, text: str) -> bytes:
    """Return an example document with a wording as PDF, marked as a draft.

    Raises OwnWordingWrong where it cannot be printed, BlobMissing, DataMissing.
    """
    content = wording_examples.example(kind, profile.current(reader))
    return documents.render(replace(content, wording=text, fonts=wordings.fonts_of(reader, kind, text)))
