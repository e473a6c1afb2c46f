"""`verify` finds each thing that it says it looks for; a backup is proved before it gets its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.kinds import KINDS
from fieldcheck.store import Store, Transaction, blobs
from fieldcheck.store.backup import backup
from fieldcheck.store.connection import connect
from fieldcheck.store.digest import digest, records
from fieldcheck.store.errors import StoreExists
from fieldcheck.store.fold import refold_all
from fieldcheck.store.queries.exchange import missing_blobs
from fieldcheck.store.verify import verify
from tests.stores import PASSPHRASE, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "a.fcstore") as made:
        made.write(fill)
        yield made


def fill(transaction: Transaction) -> str:
    sha256 = blobs.put(transaction, b"picture")
    transaction.append(
        "site", "s", "", {"name": "甲", "place": {"latitude": "37.4", "longitude": "121.4", "datum": "x"}}
    )
    transaction.append("site", "s", "", {"alias": "乙", "from_tomorrow": {"x": [1, None]}})
    transaction.append("photo", "p", "s", {"sha256": sha256})
    transaction.append("document", "d", "s", {"kind": "problem-list", "number": {"serial": 1}})
    return "s"


def alter(store: Store, sql: str) -> None:
    connection = connect(store.path, store.raw_key, writable=True)
    connection.execute(sql)
    connection.close()


def altered(store: Store, sql: str) -> list[str]:
    alter(store, sql)
    return [problem.code for problem in verify(store.reader()).problems]


def test_a_sound_store_has_no_problem(store: Store) -> None:
    report = verify(store.reader())
    assert (report.changes, report.records, report.blobs, report.problems) == (4, 3, 1, [])


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), '甲', '丙') AS BLOB) WHERE seq = 1", "chain"),
        ("UPDATE journal SET hash = zeroblob(32) WHERE seq = 4", "chain"),
        ("DELETE FROM journal WHERE seq = 2", "chain"),
        ("DELETE FROM journal WHERE seq = 4", "chain"),
        ("UPDATE journal SET author = 'x' WHERE seq = 2", "columns"),
        ("UPDATE site SET name = '丁'", "fold"),
        ("UPDATE site SET _more = NULL", "fold"),
        ("DELETE FROM site", "fold"),
        ("INSERT INTO site (id, name) VALUES ('ghost', 'x')", "orphan"),
        ("UPDATE blob SET data = x'00'", "blob"),
        ("DELETE FROM blob", "blob_missing"),
    ],
)
def test_each_alteration_is_found(store: Store, sql: str, code: str) -> None:
    assert code in altered(store, sql)


def test_the_same_number_twice_is_found(store: Store) -> None:
    def again(transaction: Transaction) -> str:
        transaction.append("document", "d2", "s", {"kind": "problem-list", "number": {"serial": 1}})
        return "d2"

    store.write(again)
    # {"serial": 1} alone is no DocumentNumber: it stays in the journal, not understood, and is no number.
    assert verify(store.reader()).problems == []
    whole = {"prefix": "莱", "code": "应急责改", "year": 2026, "serial": 7}

    def numbered(transaction: Transaction) -> str:
        for entity in ("d3", "d4"):
            transaction.append("document", entity, "s", {"kind": "rectification-order", "number": whole})
        return "d4"

    store.write(numbered)
    assert [problem.code for problem in verify(store.reader()).problems] == ["number"]


def test_what_this_version_does_not_understand_is_kept_and_listed(store: Store) -> None:
    listed = store.reader().rows("SELECT kind, entity, field FROM not_understood ORDER BY entity, field")
    assert listed == [("document", "d", "number"), ("site", "s", "from_tomorrow")]


def test_folding_again_gives_the_same_digest(store: Store) -> None:
    before = digest(store.reader())
    lines = [record.sha256 for record in records(store.reader())]
    connection = connect(store.path, store.raw_key, writable=True)
    connection.execute("BEGIN")
    refold_all(connection)
    connection.execute("COMMIT")
    connection.close()
    assert digest(store.reader()) == before
    assert [record.sha256 for record in records(store.reader())] == lines


def test_an_older_fold_is_folded_again_on_opening(store: Store) -> None:
    before = digest(store.reader())
    alter(store, "UPDATE store SET value = '0' WHERE key = 'fold'")
    alter(store, "DROP TABLE site")
    store.close()
    with Store.open(store.path, PASSPHRASE) as again:
        assert digest(again.reader()) == before
        assert verify(again.reader()).problems == []


def test_a_page_that_only_the_log_holds_yet_is_no_damage(store: Store) -> None:
    store.reader().connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def work(transaction: Transaction) -> str:
        return blobs.put(transaction, bytes(range(256)) * 1000)

    store.write(work)
    # SQLite leaves such holes where it writes a later page to the file before an earlier one.
    with store.path.open("ab") as file:
        file.write(bytes(16384))
    assert verify(store.reader()).problems == []


def test_a_backup_is_the_same_store(tmp_path: Path, store: Store) -> None:
    target = tmp_path / "b.fcstore"
    assert backup(store, target).problems == []
    with Store.open(target, PASSPHRASE) as copy:
        assert digest(copy.reader()) == digest(store.reader())
    with pytest.raises(StoreExists):
        backup(store, target)
    assert not [path for path in tmp_path.iterdir() if "partial" in path.name]


def test_a_backup_that_does_not_verify_gets_no_name(tmp_path: Path, store: Store) -> None:
    altered(store, "UPDATE blob SET data = x'00'")
    report = backup(store, tmp_path / "b.fcstore")
    assert [problem.code for problem in report.problems] == ["blob"]
    assert not (tmp_path / "b.fcstore").exists()


def test_every_field_that_names_bytes_is_asked_for_and_looked_through() -> None:
    naming = {(kind.name, name) for kind in KINDS.values() for name in kind.fields if "sha256" in name}
    assert {*naming, ("signing", "strokes")} == set(blobs.NAMED_BY)


def test_a_wording_without_its_bytes_is_named(store: Store) -> None:
    values = {"document": "problem-list", "version": "1", "in_force_from": "2026-01-01", "sha256": "ab" * 32}

    def name_bytes(transaction: Transaction) -> str:
        transaction.append("wording", "w", "", values)
        return "w"

    store.write(name_bytes)
    assert [problem.code for problem in verify(store.reader()).problems] == ["blob_missing"]
    assert missing_blobs(store.reader()) == ["ab" * 32]
