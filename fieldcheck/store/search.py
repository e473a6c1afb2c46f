"""Full-text search over findings, in any language: an index of every three letters in a row, filled behind.

Filling it takes longer than writing the findings, so nothing waits for it: what is not indexed yet is read letter by
letter, and `catch_up` indexes a few hundred findings at a time. What is new is known by its rowid, which SQLite gives
in rising order and which a backup keeps; a trigger notes what changed in its place. The index is a folded table: it
is dropped and filled again with the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.store.connection import Connection
from fieldcheck.store.reader import Reader

_FIELDS = ("description", "location", "measure", "item")
_OF_SITE = ("name", "alias", "town", "village", "credit_code")
_TABLES = ("finding_terms", "finding_index", "finding_indexed", "finding_changed")

_BETWEEN = "  "
"""Stands between and after the fields: so that the last two letters of a field, too, begin three in a row."""

_SEGMENTS = 500
_MERGED_PAGES = 120
"""Pages of the index that are merged after each part: with fewer it falls behind, with more an answer waits."""

_LAST = chr(0x10FFFF)
_NONE = f'"{chr(0xE000) * 3}"'
"""Looks for nothing: letters that no language has."""
_QUOTED = """'"' || replace(term, '"', '""') || '"'"""
_RANGE = "WHERE term >= ? AND term < ?"


def _texts(alias: str, names: tuple[str, ...]) -> str:
    return " || ".join(f"coalesce({alias}.{name}, '') || '{_BETWEEN}'" for name in names)


def create(connection: Connection) -> None:
    """Create the index, empty, beside the table of findings."""
    for sql in (
        "CREATE VIRTUAL TABLE finding_index USING fts5"
        "(text, tokenize = 'trigram', content = '', contentless_delete = 1, detail = none)",
        # Merging happens a little at a time in `catch_up`, never of its own accord in the middle of an answer.
        "INSERT INTO finding_index (finding_index, rank) VALUES ('automerge', 0)",
        f"INSERT INTO finding_index (finding_index, rank) VALUES ('crisismerge', {_SEGMENTS})",
        "INSERT INTO finding_index (finding_index, rank) VALUES ('usermerge', 8)",
        "CREATE VIRTUAL TABLE finding_terms USING fts5vocab(finding_index, 'row')",
        "CREATE TABLE finding_indexed (upto INTEGER NOT NULL) STRICT",
        "INSERT INTO finding_indexed (upto) VALUES (0)",
        "CREATE TABLE finding_changed (number INTEGER PRIMARY KEY) STRICT",
        f"CREATE TRIGGER finding_rewritten AFTER UPDATE OF {', '.join(_FIELDS)} ON finding "
        "WHEN new.rowid <= (SELECT upto FROM finding_indexed) "
        "BEGIN INSERT OR IGNORE INTO finding_changed (number) VALUES (new.rowid); END",
        # A rowid at the end is given again after its row is gone.
        "CREATE TRIGGER finding_gone AFTER DELETE ON finding BEGIN UPDATE finding_indexed SET upto = "
        "min(upto, coalesce((SELECT max(rowid) FROM finding), 0)); END",
    ):
        connection.execute(sql)


def drop(connection: Connection) -> None:
    """Drop the index; its triggers go with the table of findings."""
    for name in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def catch_up(connection: Connection, most: int) -> int:
    """Index up to `most` findings, inside the caller's transaction; return how many it were."""
    rows = connection.execute("SELECT number FROM finding_changed LIMIT ?", (most,)).fetchall()
    connection.executemany("DELETE FROM finding_changed WHERE number = ?", rows)
    new = connection.execute(
        "SELECT rowid FROM finding WHERE rowid > (SELECT upto FROM finding_indexed) ORDER BY rowid LIMIT ?",
        (most - len(rows),),
    ).fetchall()
    if new:
        connection.execute("UPDATE finding_indexed SET upto = ?", new[-1])
    connection.executemany(
        f"INSERT OR REPLACE INTO finding_index (rowid, text) SELECT f.rowid, {_texts('f', _FIELDS)} FROM finding f "
        "WHERE f.rowid = ?",
        rows + new,
    )
    connection.execute("INSERT INTO finding_index (finding_index, rank) VALUES ('merge', ?)", (_MERGED_PAGES,))
    return len(rows) + len(new)


def behind(reader: Reader) -> bool:
    """Return whether there are findings that are not indexed as they stand."""
    return bool(
        reader.value(
            "SELECT EXISTS (SELECT 1 FROM finding_changed) OR "
            "EXISTS (SELECT 1 FROM finding WHERE rowid > (SELECT upto FROM finding_indexed))"
        )
    )


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
        f"UNION SELECT g.rowid FROM finding g WHERE g.rowid > (SELECT upto FROM finding_indexed) AND {text} "
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
