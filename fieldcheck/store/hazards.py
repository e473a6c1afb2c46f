"""Where each hazard is, kept beside the folded tables so that 200,000 can be filtered and sorted.

A cache of `model.lifecycle`, never the truth: it is no part of the digest, and `verify` computes it again. It has a
row for each hazard with steps, documents that name it, or another record that it is one with; every other hazard is
registered, so that what only was found costs nothing. Triggers note which hazards a write touches, whoever wrote;
`settle` computes those before the commit. Nothing in it follows from today: see `store.queries.lists`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from fieldcheck.model.guards import Broken
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.model.lifecycle import Life, life
from fieldcheck.store import dossiers
from fieldcheck.store.connection import Connection
from fieldcheck.store.reader import Reader

_TABLES = ("hazard_state", "hazard_paper", "hazard_touched")
_COLUMNS = (
    "finding",
    "state",
    "since",
    "due",
    "reported_on",
    "requested_on",
    "flags",
    "broken",
    "contradictions",
    "missing",
)

Row = tuple[str | int | None, ...]
"""One row of the cache, in the order of its columns.

`flags` are words between spaces, what is broken is JSON; `missing` is 1 where only steps are here and no hazard yet.
"""

_TOUCH = "INSERT INTO hazard_touched (finding)"
"""A hazard may be there more than once: within an upsert, OR IGNORE would not hold for what its triggers do."""
_TOUCH_ARRIVED = (
    f"{_TOUCH} SELECT h.finding FROM hazard_state h INDEXED BY hazard_missing JOIN finding f ON f.id = h.finding "
    "WHERE h.missing"
)


def create(connection: Connection) -> None:
    """Create the tables, empty, and the triggers on the folded tables, which are there already."""
    for sql in (
        "CREATE TABLE hazard_state (finding TEXT PRIMARY KEY, state TEXT NOT NULL, since TEXT NOT NULL, due TEXT, "
        "reported_on TEXT, requested_on TEXT, flags TEXT NOT NULL, broken TEXT NOT NULL, contradictions TEXT NOT NULL, "
        "missing INTEGER NOT NULL) "
        "STRICT, WITHOUT ROWID",
        "CREATE INDEX hazard_missing ON hazard_state (finding) WHERE missing",
        # What is due today is found by these, however many hazards there are.
        "CREATE INDEX hazard_where ON hazard_state (state, due)",
        "CREATE INDEX hazard_asked ON hazard_state (requested_on) WHERE requested_on IS NOT NULL",
        "CREATE INDEX finding_major ON finding (id) WHERE instr(confirmed_level, '\"major\"')",
        # Which documents name a hazard: their own list is by document.
        "CREATE TABLE hazard_paper (finding TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (finding, document)) "
        "STRICT, WITHOUT ROWID",
        "CREATE INDEX hazard_paper_named ON hazard_paper (document)",
        "CREATE TABLE hazard_touched (finding TEXT NOT NULL) STRICT",
        "CREATE INDEX hazard_touched_finding ON hazard_touched (finding)",
        "CREATE INDEX document_superseded ON document (supersedes) WHERE supersedes IS NOT NULL",
        *_triggers(),
    ):
        connection.execute(sql)


def drop(connection: Connection) -> None:
    """Drop the tables; the triggers go with the folded tables."""
    for name in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _triggers() -> Iterator[str]:
    # A step is written once; but two devices may have written one, and which of them is shown changes then.
    for kind in STEPS:
        yield from _on(kind, _all_of(kind), lambda row: f'{_TOUCH} VALUES ({row}."of");')
    for kind in ("signing", "service"):
        yield from _on(kind, _all_of(kind), lambda row: _touch_named_by(f'{row}."of"'))
    yield from _on("join", ("kind", "same", "entity", "other"), _touch_pair)
    yield from _on("photo", ("finding", "purpose", "sha256"), lambda row: _touch_known(f"{row}.finding"))
    # Only where one changes or goes: for each of 200,000 that come, a trigger would be a fifth of the time.
    columns = ("inspection", "withdrawn", "confirmed_level", "commitments", "deadline")
    yield from _on("finding", columns, lambda row: _touch_known(f"{row}.id"), coming=False)
    yield from _on("inspection", ("officers", "fewer_officers_reason", "visit_kind"), _touch_found_on)
    yield from _of_documents()


def _all_of(kind: str) -> tuple[str, ...]:
    return ("of", "_device", "_at", "_author", *KINDS[kind].fields)


def _on(kind: str, columns: Sequence[str], body: Callable[[str], str], *, coming: bool = True) -> Iterator[str]:
    """Yield the triggers that do `body` where a row comes, goes, or changes in one of the columns."""
    changed = " OR ".join(f'old."{name}" IS NOT new."{name}"' for name in (*columns, "_deleted"))
    if coming:
        yield f'CREATE TRIGGER hazard_{kind}_new AFTER INSERT ON "{kind}" BEGIN {body("new")} END'
    yield f'CREATE TRIGGER hazard_{kind}_gone AFTER DELETE ON "{kind}" BEGIN {body("old")} END'
    yield (
        f'CREATE TRIGGER hazard_{kind}_changed AFTER UPDATE ON "{kind}" WHEN {changed} '
        f"BEGIN {body('old')} {body('new')} END"
    )


def _touch_known(finding: str) -> str:
    """Touch a hazard that has a row; one without has nothing that a level, a photo or a deadline could change."""
    return f"{_TOUCH} SELECT finding FROM hazard_state WHERE finding = {finding};"


def _touch_named_by(document: str) -> str:
    return f"{_TOUCH} SELECT finding FROM hazard_paper WHERE document = {document};"


def _touch_pair(row: str) -> str:
    return f"{_TOUCH} SELECT value FROM json_each(json_array({row}.entity, {row}.other)) WHERE {row}.kind = 'finding';"


def _touch_found_on(row: str) -> str:
    joined = "finding f JOIN hazard_state h ON h.finding = f.id"
    return f'{_TOUCH} SELECT f.id FROM {joined} WHERE f."of" = {row}.id;'


def _of_documents() -> Iterator[str]:
    """Yield the triggers that keep which hazards a document names, and touch these and those of the one it corrects."""
    named = f"{_touch_named_by('new.id')} {_touch_named_by('new.supersedes')}"
    linked = (
        "DELETE FROM hazard_paper WHERE document = new.id; INSERT INTO hazard_paper (finding, document) "
        "SELECT DISTINCT e.value, new.id FROM json_each(new.findings) e WHERE e.type = 'text' "
        f"AND new.kind IN ({dossiers.KINDS_OF_PAPERS}); "
    )
    body = f"{named} {linked} {_touch_named_by('new.id')}"
    gone = f"{_touch_named_by('old.id')} {_touch_named_by('old.supersedes')}"
    yield f"CREATE TRIGGER hazard_document_new AFTER INSERT ON document BEGIN {body} END"
    yield (
        f"CREATE TRIGGER hazard_document_changed AFTER UPDATE ON document BEGIN {_touch_named_by('old.supersedes')} "
        f"{body} END"
    )
    yield (
        f"CREATE TRIGGER hazard_document_gone AFTER DELETE ON document BEGIN {gone} "
        "DELETE FROM hazard_paper WHERE document = old.id; END"
    )


def settle(connection: Connection) -> None:
    """Compute the hazards that were touched, inside the caller's transaction."""
    reader = Reader(connection)
    connection.execute(_TOUCH_ARRIVED)
    while touched := reader.rows("SELECT DISTINCT finding FROM hazard_touched LIMIT ?", (dossiers.AT_ONCE,)):
        rows = dict(_rows(reader, [finding for (finding,) in touched]))
        connection.executemany("DELETE FROM hazard_state WHERE finding = ?", [(finding,) for finding in rows])
        connection.executemany(
            f"INSERT INTO hazard_state ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})",
            [row for row in rows.values() if row is not None],
        )
        connection.executemany("DELETE FROM hazard_touched WHERE finding = ?", touched)


def _rows(reader: Reader, findings: Iterable[str]) -> Iterator[tuple[str, Row | None]]:
    """Yield the row of each hazard and of those that it is one with; None where it has none."""
    groups = dossiers.groups(reader, findings)
    every = [finding for group in groups for finding in group]
    marks = ", ".join("?" * len(every))
    here = {finding for (finding,) in reader.rows(f"SELECT id FROM finding WHERE id IN ({marks})", every)}
    for group, dossier in zip(groups, dossiers.load(reader, groups), strict=True):
        has_row = bool(dossier.steps or dossier.papers or len(group) > 1)
        values = _values(life(dossier)) if has_row else None
        for finding in group:
            yield finding, None if values is None else (finding, *values, int(finding not in here))


def _values(found: Life) -> Row:
    return (
        found.state.value,
        found.since,
        _text(found.due),
        _text(found.reported_on),
        _text(found.requested_on),
        f" {' '.join(sorted(found.flags))} ",
        _listed(found.broken),
        _listed(found.contradictions),
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _listed(found: Sequence[Broken]) -> str:
    return json.dumps([[one.code, one.record] for one in found]) if found else ""


def wrong(reader: Reader) -> Iterator[str]:
    """Yield the hazards of which the cache does not say what their records say."""
    steps = " UNION ".join(f'SELECT "of" FROM "{kind}"' for kind in STEPS)
    linked = (
        "SELECT e.value AS finding, d.id AS document FROM document d, json_each(d.findings) e "
        f"WHERE d.kind IN ({dossiers.KINDS_OF_PAPERS})"
    )
    kept = "SELECT finding, document FROM hazard_paper"
    apart = f"SELECT finding FROM ({linked} EXCEPT {kept}) UNION SELECT finding FROM ({kept} EXCEPT {linked})"
    found = {finding for (finding,) in reader.rows(f"{apart} UNION SELECT finding FROM hazard_touched")}
    every = reader.rows(
        f"SELECT finding FROM hazard_state UNION SELECT finding FROM ({linked}) UNION {steps} "
        "UNION SELECT entity FROM \"join\" WHERE kind = 'finding'"
    )
    for start in range(0, len(every), dossiers.AT_ONCE):
        part = [finding for (finding,) in every[start : start + dossiers.AT_ONCE]]
        for finding, row in _rows(reader, part):
            if reader.row(f"SELECT {', '.join(_COLUMNS)} FROM hazard_state WHERE finding = ?", (finding,)) != row:
                found.add(finding)
    yield from sorted(found)
