"""Full-text search over findings, in any language: an index of every three letters in a row, filled behind.

Filling it takes longer than writing the findings (`store.behind`): what is not indexed yet is read letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.store.behind import Index, Rows
from fieldcheck.store.connection import Connection

_FIELDS = ("description", "location", "measure", "item")
_OF_SITE = ("name", "alias", "town", "village", "credit_code")

_BETWEEN = "  "
"""Stands between and after the fields: so that the last two letters of a field, too, begin three in a row."""

_LAST = chr(0x10FFFF)
_NONE = f'"{chr(0xE000) * 3}"'
"""Looks for nothing: letters that no language has."""
_QUOTED = """'"' || replace(term, '"', '""') || '"'"""
_RANGE = "WHERE term >= ? AND term < ?"


def _texts(alias: str, names: tuple[str, ...]) -> str:
    return " || ".join(f"coalesce({alias}.{name}, '') || '{_BETWEEN}'" for name in names)


def _put(connection: Connection, rows: Rows) -> None:
    connection.executemany(
        f"INSERT OR REPLACE INTO finding_index (rowid, text) SELECT f.rowid, {_texts('f', _FIELDS)} FROM finding f "
        "WHERE f.rowid = ?",
        rows,
    )


INDEX = Index("finding", _FIELDS, "text, detail = none", "trigram", _put)


def create(connection: Connection) -> None:
    """Create the index, empty, beside the table of findings."""
    INDEX.create(connection)
    connection.execute("CREATE VIRTUAL TABLE finding_terms USING fts5vocab(finding_index, 'row')")


def drop(connection: Connection) -> None:
    """Drop the index."""
    connection.execute("DROP TABLE IF EXISTS finding_terms")
    INDEX.drop(connection)


def matching(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return SQL for the rowids of the findings in which every word occurs, there or in its site; the parameters too.

    Three letters and more are looked up; two by all the threes that begin with them; one letter is read for.
    """
    parts, parameters = [], []
    for word in words:
        sql, values = _matching(word)
        parts.append(f"SELECT number FROM ({sql})")
        parameters += values
    return " INTERSECT ".join(parts), parameters


def _matching(word: str) -> tuple[str, list[str]]:
    by_index, parameters = _indexed(word)
    text = f"instr(lower({_texts('g', _FIELDS)}), lower(?))"
    sql = (
        f"{by_index} "
        f"UNION SELECT g.rowid FROM finding g WHERE {INDEX.later('g')} AND {text} "
        f"UNION SELECT g.rowid FROM finding_changed c CROSS JOIN finding g ON g.rowid = c.number WHERE {text} "
        f"UNION SELECT g.rowid FROM site s CROSS JOIN finding g ON g.site = s.id "
        f"WHERE instr(lower({_texts('s', _OF_SITE)}), lower(?))"
    )
    return sql, [*parameters, word, word, word]


def _indexed(word: str) -> tuple[str, list[str]]:
    """Return the SQL for the rowids (`number`) of the indexed findings in which a word occurs, and the parameters."""
    lower = word.lower()
    text = f"instr(lower({_texts('g', _FIELDS)}), lower(?))"
    if len(lower) == 1:
        return f"SELECT g.rowid AS number FROM finding g WHERE {text}", [word]
    if len(lower) == 2:
        query = f"(SELECT coalesce(group_concat({_QUOTED}, ' OR '), ?) FROM finding_terms {_RANGE})"
        found = f"SELECT rowid AS number FROM finding_index WHERE finding_index MATCH {query}"
        return f"{found} AND rowid NOT IN (SELECT number FROM finding_changed)", [_NONE, lower, lower + _LAST]
    threes = sorted({lower[start : start + 3] for start in range(len(lower) - 2)})
    sql = (
        "SELECT g.rowid AS number FROM finding_index x CROSS JOIN finding g ON g.rowid = x.rowid "
        f"WHERE finding_index MATCH ? AND {text}"
    )
    return sql, [" AND ".join('"' + three.replace('"', '""') + '"' for three in threes), word]
