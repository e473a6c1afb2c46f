"""Which records a package carries: those of an area, of a bureau, of a device, and what others wrote about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.store.queries.belonging import in_area
from fieldcheck.store.queries.taken_along import SITES_PLANNED_FOR
from fieldcheck.store.reader import Reader

Named = tuple[str, str]
"""A record by its kind and id."""

_FEW = 500
"""So many records are looked up by their ids; where there are more, the whole kind is read."""


def area(reader: Reader, towns: Sequence[str], sectors: Sequence[str], device: str = "") -> set[Named]:
    """Return the sites of an area and whom they rent from, their hazards that stand, and what shows these.

    That is visits with their interviews and samplings, photos, documents with how they were signed and served, and the
    steps of each hazard.

    An empty list means all; a site whose town or sector is not known belongs to every area. The sites of visits that
    are planned for `device` are part of its area, wherever they lie.
    """
    inside = f"{in_area('s.town', towns)} AND {in_area('s.sector', sectors)}"
    condition = f" AND ({inside} OR s.id IN ({SITES_PLANNED_FOR}))"
    parameters = [*towns, *sectors, device]
    findings = (
        "SELECT f.id, f.inspection FROM finding f JOIN site s ON s.id = f.site "
        f"WHERE NOT f._deleted AND f.withdrawn IS NULL AND f.inspection IS NOT NULL AND NOT s._deleted{condition}"
    )
    found: set[Named] = set()
    wanted = (
        ("site", f"SELECT s.id FROM site s WHERE NOT s._deleted AND s.name IS NOT NULL{condition}"),
        ("site", _LANDLORDS.format(condition)),
        ("finding", f"SELECT id FROM ({findings})"),
        ("inspection", _VISITS.format(findings)),
        ("photo", f"SELECT p.id FROM photo p JOIN ({findings}) f ON f.id = p.finding WHERE NOT p._deleted"),
        ("document", _DOCUMENTS.format(findings)),
        *(
            (kind, f'SELECT g.id FROM "{kind}" g WHERE NOT g._deleted AND g."of" IN ({_DOCUMENTS.format(findings)})')
            for kind in ("signing", "service")
        ),
        *((kind, _OF_VISITS.format(findings).format(kind)) for kind in ("interview", "sampling")),
        *(
            (kind, f'SELECT t.id FROM "{kind}" t JOIN ({findings}) f ON f.id = t."of" WHERE NOT t._deleted')
            for kind in STEPS
        ),
    )
    for kind, sql in wanted:
        times = sql.count(condition)
        found.update((kind, entity) for (entity,) in reader.rows(sql, parameters * times))
    return found


_LANDLORDS = (
    "SELECT l.id FROM site s JOIN site l ON l.id = s.landlord "
    "WHERE s.landlord IS NOT NULL AND NOT s._deleted AND NOT l._deleted AND l.name IS NOT NULL{0}"
)
# Where the hazards were found, and where they were looked at again.
_VISITS = (
    'SELECT inspection FROM ({0}) UNION SELECT r.inspection FROM recheck r JOIN ({0}) f ON f.id = r."of" '
    "WHERE NOT r._deleted AND r.inspection IS NOT NULL"
)
_OF_VISITS = f'SELECT c.id FROM "{{{{}}}}" c WHERE NOT c._deleted AND c."of" IN ({_VISITS})'
# Those of these visits, and of others (an order after a recheck that failed) those that name the hazards.
_DOCUMENTS = (
    f'SELECT d.id FROM document d WHERE NOT d._deleted AND (d."of" IN ({_VISITS}) '
    "OR d.id IN (SELECT p.document FROM hazard_paper p JOIN ({0}) f ON f.id = p.finding))"
)


def of_bureau(reader: Reader) -> set[Named]:
    """Return what every laptop has of its bureau: profile, officers, forms, its own wordings and fonts, days off."""
    kinds = ("profile", "officer", "form", "wording", "typeface", "holidays")
    return {
        (kind, entity) for kind in kinds for (entity,) in reader.rows(f'SELECT id FROM "{kind}" WHERE NOT _deleted')
    }


def of_device(reader: Reader, device: str) -> set[Named]:
    """Return the number blocks and the enrolment of a device."""
    return {
        (kind, entity)
        for kind in ("number_block", "enrolment")
        for (entity,) in reader.rows(f'SELECT id FROM "{kind}" WHERE device = ? AND NOT _deleted', (device,))
    }


def decisions_about(reader: Reader, records: Collection[Named]) -> set[Named]:
    """Return the decisions about these records, and what was judged about pairs of which one is among them."""
    rows = reader.rows("SELECT id, kind, entity FROM decision WHERE NOT _deleted")
    pairs = reader.rows('SELECT id, kind, entity, other FROM "join" WHERE NOT _deleted')
    found = {("decision", decision) for decision, kind, entity in rows if (kind, entity) in records}
    return found | {
        ("join", pair) for pair, kind, entity, other in pairs if (kind, entity) in records or (kind, other) in records
    }


def deleted_among(reader: Reader, records: Sequence[Named]) -> set[Named]:
    """Return those of these records that are deleted here."""
    found: set[Named] = set()
    for kind in sorted({kind for kind, _ in records} & KINDS.keys()):
        wanted = [entity for name, entity in records if name == kind]
        few = f" AND id IN ({', '.join('?' * len(wanted))})" if len(wanted) <= _FEW else ""
        gone = {row[0] for row in reader.rows(f'SELECT id FROM "{kind}" WHERE _deleted{few}', wanted if few else ())}
        found.update((kind, entity) for entity in wanted if entity in gone)
    return found


def touched_by_others(reader: Reader, branch: Collection[str]) -> set[Named]:
    """Return the records that these devices wrote and that others wrote too, here or where a snapshot came from."""
    numbers = f"(SELECT number FROM device WHERE id IN ({', '.join('?' * len(branch))}))"
    rows = reader.rows(
        f"SELECT DISTINCT own.kind, own.entity FROM journal own WHERE own.device IN {numbers} "
        "AND own.body_sha256 IS NULL AND (EXISTS (SELECT 1 FROM journal other WHERE other.entity = own.entity "
        f"AND other.kind = own.kind AND other.device NOT IN {numbers}) OR EXISTS "
        "(SELECT 1 FROM snapshot s WHERE s.entity = own.entity AND s.kind = own.kind))",
        (*branch, *branch),
    )
    return {(kind, entity) for kind, entity in rows}


_CHAIN = """WITH RECURSIVE chain (kind, entity, above) AS (
    SELECT DISTINCT kind, entity, "of" FROM journal
    WHERE device = (SELECT number FROM device WHERE id = ?) AND body_sha256 IS NULL
    UNION
    SELECT c.kind, c.entity, j."of" FROM chain c JOIN journal j ON j.entity = c.above AND j.body_sha256 IS NULL
)"""


def written_by(reader: Reader, device: str) -> set[Named]:
    """Return the records that a device wrote, as far as their content is here."""
    rows = reader.rows(
        "SELECT DISTINCT kind, entity FROM journal "
        "WHERE device = (SELECT number FROM device WHERE id = ?) AND body_sha256 IS NULL",
        (device,),
    )
    return {(kind, entity) for kind, entity in rows}


def on_sites_of(reader: Reader, device: str, branch: Collection[str]) -> set[Named]:
    """Return the forms that a device wrote, and its records that belong, at any remove, to one that a branch wrote."""
    numbers = f"(SELECT number FROM device WHERE id IN ({', '.join('?' * len(branch))}))"
    rows = reader.rows(
        f"{_CHAIN} SELECT DISTINCT kind, entity FROM chain c WHERE kind = 'form' "
        f"OR EXISTS (SELECT 1 FROM journal j WHERE j.entity = c.above AND c.above <> '' AND j.device IN {numbers})",
        (device, *branch),
    )
    return {(kind, entity) for kind, entity in rows}
