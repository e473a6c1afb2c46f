"""The file: what it is on the disk, what opening says about everything that is not an open store."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from fieldcheck.model.errors import StoreError
from fieldcheck.store import Store, Transaction, blobs, key
from fieldcheck.store.connection import connect
from fieldcheck.store.errors import (
    BlobMissing,
    NewerStore,
    NotAStore,
    StoreClosed,
    StoreExists,
    StoreLocked,
    StoreMissing,
    StoreNotAccessible,
    StoreTruncated,
    WrongPassphrase,
)
from tests.stores import PASSPHRASE, identity, new_store

NAME = "莱山龙江塑编有限公司"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "a.fcstore") as made:
        yield made


def add_site(store: Store, entity: str = "site-1", name: str = NAME) -> None:
    def work(transaction: Transaction) -> str:
        transaction.append("site", entity, "", {"name": name})
        return entity

    store.write(work)


def test_nothing_readable_lies_on_the_disk(tmp_path: Path, store: Store) -> None:
    add_site(store)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert NAME.encode() not in written
    assert NAME.encode("utf-16-le") not in written
    assert b"SQLite format" not in written
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.fcstore"]


def test_what_was_written_is_there_after_opening_again(store: Store) -> None:
    add_site(store)
    store.close()
    with Store.open(store.path, PASSPHRASE) as again:
        assert again.reader().value("SELECT name FROM site") == NAME


def test_a_wrong_passphrase_is_named(store: Store) -> None:
    store.close()
    with pytest.raises(WrongPassphrase):
        Store.open(store.path, "other")


def test_the_passphrase_is_the_same_in_every_unicode_form(tmp_path: Path) -> None:
    Store.create(tmp_path / "n.fcstore", "Ａé", identity(), cost=4).close()
    Store.open(tmp_path / "n.fcstore", "Ae\u0301").close()


@pytest.mark.parametrize("kept", [0, 10, 40, 60, 90])
def test_a_truncated_file_is_named(store: Store, kept: int) -> None:
    for number in range(60):
        add_site(store, f"site-{number}", NAME * 200)
    store.close()
    whole = store.path.read_bytes()
    cut = len(whole) * kept // 100
    store.path.write_bytes(whole[:cut])
    with pytest.raises((StoreTruncated, NotAStore)) as caught:
        Store.open(store.path, PASSPHRASE)
    assert caught.type is (NotAStore if cut == 0 else StoreTruncated)


def test_a_file_cut_at_a_page_is_named(store: Store) -> None:
    for number in range(60):
        add_site(store, f"site-{number}", NAME * 200)
    store.close()
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[: key.PAGE_BYTES * 3])
    with pytest.raises(StoreTruncated):
        Store.open(store.path, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"SQLite format 3\x00" + b"\x00" * 16384])
def test_another_file_is_not_a_store(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.fcstore"
    path.write_bytes(content)
    with pytest.raises(NotAStore):
        Store.open(path, PASSPHRASE)
    assert path.read_bytes() == content


def test_an_encrypted_file_of_another_program_is_not_a_store(tmp_path: Path) -> None:
    salt = key.new_salt(4)
    with_key = key.derive(PASSPHRASE, salt)
    connection = connect(tmp_path / "x.fcstore", with_key, writable=True)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(NotAStore):
        Store.open(tmp_path / "x.fcstore", PASSPHRASE)


def test_a_newer_format_is_named_before_the_passphrase_is_tried(store: Store) -> None:
    store.close()
    whole = bytearray(store.path.read_bytes())
    whole[3] = key.FORMAT + 1
    store.path.write_bytes(whole)
    with pytest.raises(NewerStore):
        Store.open(store.path, "anything")


def test_a_newer_version_inside_is_named(store: Store) -> None:
    connection = connect(store.path, store.raw_key, writable=True)
    connection.execute("UPDATE store SET value = '99' WHERE key = 'format'")
    connection.close()
    store.close()
    with pytest.raises(NewerStore):
        Store.open(store.path, PASSPHRASE)


def test_a_locked_file_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldcheck.store.connection.BUSY_MILLISECONDS", 1)
    store.close()
    other = connect(store.path, store.raw_key, writable=True)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLocked):
        Store.open(store.path, PASSPHRASE)
    other.close()


def test_missing_and_existing_files(tmp_path: Path, store: Store) -> None:
    with pytest.raises(StoreMissing):
        Store.open(tmp_path / "none.fcstore", PASSPHRASE)
    with pytest.raises(StoreExists):
        new_store(store.path)
    with pytest.raises(StoreNotAccessible):
        new_store(tmp_path / "no-folder" / "a.fcstore")


def test_a_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite.OperationalError("disk I/O error")

    monkeypatch.setattr("fieldcheck.store.schema.create", fail)
    with pytest.raises(sqlite.OperationalError):
        new_store(tmp_path / "a.fcstore")
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_raises_writes_nothing(store: Store) -> None:
    def work(transaction: Transaction) -> str:
        transaction.append("site", "site-1", "", {"name": NAME})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(work)
    assert store.reader().value("SELECT count(*) FROM journal") == 0
    add_site(store)
    assert store.reader().value("SELECT max(seq) FROM journal") == 1


def test_readers_of_other_threads_see_commits_and_cannot_write(store: Store) -> None:
    add_site(store)
    seen: list[object] = []

    def read() -> None:
        reader = store.reader()
        seen.append(reader.value("SELECT name FROM site"))
        with pytest.raises(sqlite.OperationalError, match="readonly"):
            reader.connection.execute("DELETE FROM site")

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert seen == [NAME]


def test_queued_writes_keep_their_order_and_closing_finishes_them(store: Store) -> None:
    futures = [store.submit(partial(add_site, store, "site-1", str(number))) for number in range(50)]
    store.close()
    assert all(future.done() for future in futures)
    with Store.open(store.path, PASSPHRASE) as again:
        assert again.reader().value("SELECT name FROM site") == "49"
    with pytest.raises(StoreClosed):
        add_site(store)


def test_blobs_are_kept_once_and_a_missing_one_is_named(store: Store) -> None:
    kept: list[str] = []

    def work(transaction: Transaction) -> str:
        kept.extend((blobs.put(transaction, b"picture"), blobs.put(transaction, b"picture")))
        return ""

    store.write(work)
    assert kept[0] == kept[1]
    assert blobs.get(store.reader(), kept[0]) == b"picture"
    assert store.reader().value("SELECT count(*) FROM blob") == 1
    with pytest.raises(BlobMissing):
        blobs.get(store.reader(), "0" * 64)


def test_a_copy_of_the_file_opens_elsewhere(tmp_path: Path, store: Store) -> None:
    add_site(store)
    store.close()
    shutil.copy(store.path, tmp_path / "copy.fcstore")
    with Store.open(tmp_path / "copy.fcstore", PASSPHRASE) as copy:
        assert copy.reader().value("SELECT name FROM site") == NAME


def test_every_error_of_a_store_has_its_own_code() -> None:
    found = [cls for cls in StoreError.__subclasses__() if cls.__module__ == "fieldcheck.store.errors"]
    assert len(found) >= 8
    assert len({cls.code for cls in found}) == len(found)
