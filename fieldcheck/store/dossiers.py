"""Dossiers of hazards, some hundred at a time: what the life of each is computed from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from fieldcheck.model.dossier import PAPERS, Dossier, Paper, Recorded, Stamp
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.model.records import Finding, Inspection
from fieldcheck.model.values import PhotoPurpose
from fieldcheck.store.queries import duplicates, records
from fieldcheck.store.queries.served import SERVED
from fieldcheck.store.reader import Reader

AT_ONCE = 200
"""Hazards whose dossiers are in memory together."""

KINDS_OF_PAPERS = ", ".join(f"'{kind}'" for kind in sorted(PAPERS))


def groups(reader: Reader, findings: Iterable[str]) -> list[tuple[str, ...]]:
    """Return these hazards, each with those that a person found to be one with it; each group once."""
    wanted = dict.fromkeys(findings)
    joined = reader.value("SELECT EXISTS (SELECT 1 FROM \"join\" WHERE kind = 'finding' AND same AND NOT _deleted)")
    if not joined:
        return [(finding,) for finding in wanted]
    found: dict[tuple[str, ...], None] = {}
    for finding in wanted:
        found[tuple(sorted(duplicates.together(reader, "finding", finding)))] = None
    return list(found)


def load(reader: Reader, wanted: Sequence[tuple[str, ...]]) -> list[Dossier]:
    """Return the dossier of each group of hazards that are one, in their order."""
    found: list[Dossier] = []
    for start in range(0, len(wanted), AT_ONCE):
        found += _load(reader, wanted[start : start + AT_ONCE])
    return found


def _load(reader: Reader, wanted: Sequence[tuple[str, ...]]) -> list[Dossier]:
    every = [finding for group in wanted for finding in group]
    known = records.many(reader, Finding, every)
    visits = records.many(reader, Inspection, sorted({finding.inspection or "" for finding in known.values()}))
    steps = _steps(reader, every)
    papers = _papers(reader, every)
    photos = _photos(reader, every)
    made = []
    for group in wanted:
        findings = tuple(known[one] for one in group if one in known)
        of = {finding.inspection for finding in findings}
        made.append(
            Dossier(
                findings=findings,
                visits=tuple(visit for visit in visits.values() if visit.id in of),
                steps=tuple(step for one in group for step in steps.get(one, ())),
                papers=_distinct(paper for one in group for paper in papers.get(one, ())),
                before=sum(photos.get((one, PhotoPurpose.EVIDENCE), 0) for one in group),
                after=sum(photos.get((one, PhotoPurpose.AFTER), 0) for one in group),
            )
        )
    return made


def _distinct(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return each document once; where it names two records of one hazard, with the earlier deadline."""
    found: dict[str, Paper] = {}
    for paper in papers:
        known = found.setdefault(paper.id, paper)
        if paper.deadline is not None and (known.deadline is None or paper.deadline < known.deadline):
            found[paper.id] = paper
    return tuple(found.values())


def _steps(reader: Reader, findings: Sequence[str]) -> Mapping[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = defaultdict(list)
    for kind in STEPS:
        rows: list[tuple[str, Any, Stamp]] = records.stamped(reader, KINDS[kind].record, findings)
        for of, step, stamp in rows:
            found[of].append(Recorded(step, stamp))
    return found


_OF_PAPER = (
    "d.id, d.kind, coalesce(d.inspection, ''), d.issued_on, d.deadlines, d.stops_work, d.supersedes, "
    f"{SERVED}, "
    "coalesce(d._author, ''), coalesce(v.id, ''), coalesce(d._at, '')"
)


def _papers(reader: Reader, findings: Sequence[str]) -> Mapping[str, list[Paper]]:
    """Return the documents in force that name each of these hazards."""
    rows = reader.rows(
        f"SELECT p.finding, {_OF_PAPER} FROM hazard_paper p CROSS JOIN document d ON d.id = p.document "
        f"LEFT JOIN device v ON v.number = d._device WHERE p.finding IN ({', '.join('?' * len(findings))}) "
        "AND NOT d._deleted "
        "AND NOT EXISTS (SELECT 1 FROM document n WHERE n.supersedes = d.id AND NOT n._deleted) ORDER BY d.id",
        findings,
    )
    found: dict[str, list[Paper]] = defaultdict(list)
    for finding, *row in rows:
        found[finding].append(_paper(reader, finding, row))
    return found


def _paper(reader: Reader, finding: str, row: Sequence[Any]) -> Paper:
    entity, kind, inspection, issued_on, deadlines, stops, supersedes, served, *stamp = row
    issued = _first_issued(reader, finding, entity) if supersedes else issued_on
    ends = {one["finding"]: one["deadline"] for one in json.loads(deadlines)} if deadlines else {}
    return Paper(
        id=entity,
        kind=kind,
        inspection=inspection,
        issued_on=_day(issued),
        deadline=_day(ends.get(finding)),
        served=bool(served),
        stops_work=None if stops is None else bool(stops),
        stamp=Stamp(*stamp),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _first_issued(reader: Reader, finding: str, document: str) -> str | None:
    """Return the day of the first of the documents that this one corrects, among those that name the hazard."""
    first = reader.value(
        "WITH RECURSIVE before (id) AS (VALUES (?) UNION SELECT d.supersedes FROM before b JOIN document d "
        "ON d.id = b.id WHERE d.supersedes IS NOT NULL) SELECT min(d.issued_on) FROM before JOIN document d USING (id) "
        "JOIN hazard_paper p ON p.document = d.id WHERE p.finding = ? AND NOT d._deleted",
        (document, finding),
    )
    return None if first is None else str(first)


def _photos(reader: Reader, findings: Sequence[str]) -> Mapping[tuple[str, str], int]:
    rows = reader.rows(
        "SELECT finding, purpose, count(*) FROM photo WHERE NOT _deleted AND sha256 IS NOT NULL "
        f"AND finding IN ({', '.join('?' * len(findings))}) GROUP BY 1, 2",
        findings,
    )
    return {(finding, purpose): count for finding, purpose, count in rows}
