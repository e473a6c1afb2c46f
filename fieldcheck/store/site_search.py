"""Search over sites as it is typed: by name, other name, credit code, address, pinyin and initials.

The terms are those of `site_terms`, in an index that is filled behind (`store.behind`). A site that is not indexed as
it stands is found by what is written, not by its sound.
"""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.store import site_terms
from fieldcheck.store.behind import Index, Rows
from fieldcheck.store.connection import Connection

_NAMES = ("name", "alias")
_OTHERS = ("address", "town", "village")
_FIELDS = (*_NAMES, "credit_code", *_OTHERS)

_VALUES = ", ".join(f"coalesce({field}, '')" for field in _FIELDS)
_WRITTEN = " || ' ' || ".join(f"coalesce(s.{name}, '')" for name in _FIELDS)


def _put(connection: Connection, rows: Rows) -> None:
    found = []
    for (number,) in rows:
        for name, alias, code, *others in connection.execute(f"SELECT {_VALUES} FROM site WHERE rowid = ?", (number,)):
            found.append((number, *site_terms.terms((name, alias), code, others)))
    connection.executemany("INSERT OR REPLACE INTO site_index (rowid, two, sound, starts) VALUES (?, ?, ?, ?)", found)


INDEX = Index("site", _FIELDS, "two, sound, starts, prefix = '1'", f"ascii tokenchars '{site_terms.END}'", _put)


def matching(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return SQL for the rowids (`number`) of the sites in which every word occurs, and its parameters."""
    expression = site_terms.query(words)
    if not expression:
        return "SELECT rowid AS number FROM site WHERE 0", []
    written = " AND ".join([f"instr(lower({_WRITTEN}), lower(?))"] * len(words))
    sql = (
        "SELECT rowid AS number FROM site_index WHERE site_index MATCH ? "
        f"AND NOT {INDEX.later('site_index')} AND rowid NOT IN (SELECT number FROM site_changed) "
        f"UNION ALL SELECT s.rowid FROM site s WHERE {INDEX.later('s')} AND {written} "
        f"UNION ALL SELECT s.rowid FROM site_changed c CROSS JOIN site s ON s.rowid = c.number "
        f"WHERE NOT {INDEX.later('s')} AND {written}"
    )
    return sql, [expression, *words, *words]
