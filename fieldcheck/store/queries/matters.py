"""An enterprise's own matters: which records they are, and the lines that it is sent of them (`model.enterprise`)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from fieldcheck.model import enterprise
from fieldcheck.model.authority import creates
from fieldcheck.model.journal import DELETED, Change, Standing
from fieldcheck.model.kinds import STEPS
from fieldcheck.store import fold, snapshots
from fieldcheck.store.queries.carried import Named
from fieldcheck.store.queries.served import SERVED
from fieldcheck.store.queries.snapshot_lines import Knowledge
from fieldcheck.store.reader import Reader
from fieldcheck.store.rows import Entity

_KINDS = ", ".join(f"'{kind.value}'" for kind in enterprise.DOCUMENTS)
_PURPOSES = ", ".join(f"'{purpose}'" for purpose in enterprise.PHOTOS)

# Issued on a visit to this site, about hazards of it alone, and served on the unit: signed for, or in another way.
_SERVED = f"""SELECT d.id FROM document d JOIN inspection i ON i.id = d.inspection
WHERE d."of" IN (SELECT v.id FROM inspection v WHERE v."of" = :site) AND i.site = :site AND d.site = :site
AND NOT d._deleted AND d.kind IN ({_KINDS}) AND d.sha256 IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM hazard_paper p LEFT JOIN finding f ON f.id = p.finding
    WHERE p.document = d.id AND f.site IS NOT :site)
AND {SERVED}"""

_FINDINGS = """SELECT DISTINCT f.id FROM hazard_paper p JOIN finding f ON f.id = p.finding
WHERE p.document IN (SELECT value FROM json_each(:documents)) AND NOT f._deleted AND f.site = :site"""

_VISITS = """SELECT i.id FROM inspection i WHERE NOT i._deleted AND i.site = :site AND i.id IN (
SELECT d.inspection FROM document d WHERE d.id IN (SELECT value FROM json_each(:documents))
UNION SELECT r.inspection FROM recheck r WHERE NOT r._deleted AND r."of" IN (SELECT value FROM json_each(:findings)))"""

_FORMS = """SELECT o.id FROM form o WHERE NOT o._deleted AND o.sha256 IN (
SELECT json_extract(e.value, '$.sha256') FROM inspection i, json_each(i.forms) e
WHERE i.id IN (SELECT value FROM json_each(:visits)) AND e.type = 'object')"""

_OF_DOCUMENT = """SELECT g.id FROM "{0}" g WHERE NOT g._deleted AND g.document = g."of"
AND g."of" IN (SELECT value FROM json_each(:documents))"""

_OF_FINDING = """SELECT t.id FROM "{0}" t WHERE NOT t._deleted AND t.finding = t."of"
AND t."of" IN (SELECT value FROM json_each(:findings))"""

_PHOTOS = f"""SELECT p.id FROM photo p WHERE NOT p._deleted AND p.purpose IN ({_PURPOSES})
AND p.finding IN (SELECT value FROM json_each(:findings))"""


def of_site(reader: Reader, site: str) -> set[Named]:
    """Return the records of a site that its enterprise may know of: what was served on it, and what followed."""
    parameters = {"site": site}

    def ids(sql: str) -> list[str]:
        # Of the parameters of the others SQLite takes no notice.
        return [entity for (entity,) in reader.connection.execute(sql, parameters)]

    def remembered(name: str, sql: str) -> list[str]:
        found = ids(sql)
        parameters[name] = json.dumps(found)
        return found

    found = {
        "site": ids("SELECT s.id FROM site s WHERE s.id = :site AND NOT s._deleted"),
        "document": remembered("documents", _SERVED),
        "finding": remembered("findings", _FINDINGS),
        "inspection": remembered("visits", _VISITS),
        "form": ids(_FORMS),
        "photo": ids(_PHOTOS),
        **{kind: ids(_OF_DOCUMENT.format(kind)) for kind in ("signing", "service")},
        **{kind: ids(_OF_FINDING.format(kind)) for kind in STEPS if kind in enterprise.SHOWN},
    }
    return {(kind, entity) for kind, entities in found.items() for entity in entities}


def lines(reader: Reader, records: Sequence[Named], own: Collection[str]) -> Iterator[bytes]:
    """Yield the snapshot line of each of these records as an enterprise may see it.

    `own` are the devices that its computer writes and wrote as: what they wrote is shown as it is. Of what others
    wrote, that is the value which stands first in each field of the allow-list, without who wrote it.
    """
    folding, knowledge = fold.Folding(reader.connection), Knowledge(reader, own)
    for kind, entity in records:
        found = folding.of(kind, entity).entity
        if found is None:
            continue
        others = not found.deleted and not _is_contested(reader, kind, entity, own)
        shown = _shown(kind, found, own, others=others)
        if shown.state:
            yield snapshots.encoded(kind, shown, knowledge.of(kind, entity) if knowledge.partial else {})


def _shown(kind: str, found: Entity, own: Collection[str], *, others: bool) -> Entity:
    """Return what is shown of a record; without `others`, that it was deleted is all that is told of what they did."""
    state = {}
    for name, values in found.state.items():
        told = others or (name == DELETED and found.deleted)
        kept = [value for place, value in enumerate(values) if value.device in own or (told and place == 0)]
        state[name] = [one for value in kept for one in _told(kind, name, value, own)]
    standing = {(value.device, value.seq) for value in state.get(DELETED, [])}
    deletions = [change for change in found.deletions if (change.device, change.seq) in standing]
    return Entity(found.id, found.of, {name: values for name, values in state.items() if values}, deletions)


def _told(kind: str, name: str, value: Standing, own: Collection[str]) -> Iterator[Standing]:
    if value.device in own:
        yield value
    elif enterprise.may_see(kind, name, value.value):
        yield Standing(enterprise.told(kind, name, value.value), value.device, value.seq, value.at, "")


def _is_contested(reader: Reader, kind: str, entity: str, own: Collection[str]) -> bool:
    """Return whether an enterprise created a record that somebody else created too.

    Whoever knows the id of another's record could make it look like one's own, and be sent the rest of it.
    """
    firsts: dict[str, Change] = {}
    for change in fold.changes_of(reader.connection, entity, kind):
        firsts.setdefault(change.device, change)
    makers = {device for device, change in firsts.items() if creates(change)}
    return bool(makers.intersection(own)) and bool(makers.difference(own))
