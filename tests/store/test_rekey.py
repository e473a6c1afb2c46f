"""Another passphrase: the same store under a new key, or the old file as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldcheck.store import Store, rekey
from fieldcheck.store.backup import sync
from fieldcheck.store.digest import digest
from fieldcheck.store.errors import NotAStore, StoreLocked, StoreNotAccessible, WrongPassphrase
from tests.bureau import add_site, new_bureau
from tests.stores import PASSPHRASE

NEW = "三只白鹭"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A closed store with a site."""
    with new_bureau(tmp_path / "a.fcstore") as made:
        add_site(made)
    return made


def digest_of(path: Path, passphrase: str) -> str:
    with Store.open(path, passphrase) as opened:
        return digest(opened.reader())


def test_only_the_new_passphrase_opens_the_same_store(store: Store, tmp_path: Path) -> None:
    before = digest_of(store.path, PASSPHRASE)
    assert rekey.opens(store.raw_key, PASSPHRASE) and not rekey.opens(store.raw_key, NEW)
    assert rekey.change(store.path, store.raw_key, NEW).problems == []
    assert digest_of(store.path, NEW) == before
    with pytest.raises(WrongPassphrase):
        Store.open(store.path, PASSPHRASE)
    assert list(tmp_path.iterdir()) == [store.path]


def test_a_store_that_is_open_keeps_its_passphrase(store: Store, tmp_path: Path) -> None:
    with Store.open(store.path, PASSPHRASE) as opened:
        with pytest.raises(StoreLocked):
            rekey.change(store.path, store.raw_key, NEW)
        add_site(opened)
    assert digest_of(store.path, PASSPHRASE)
    assert list(tmp_path.iterdir()) == [store.path]


def test_a_copy_that_does_not_verify_changes_nothing(store: Store, tmp_path: Path) -> None:
    with Store.open(store.path, PASSPHRASE) as opened:
        opened.submit(lambda: opened._write_connection.execute("UPDATE site SET name = 'x'")).result()
    before = store.path.read_bytes()
    report = rekey.change(store.path, store.raw_key, NEW)
    assert [problem.code for problem in report.problems] == ["fold"]
    assert store.path.read_bytes()[:16] == before[:16]
    assert digest_of(store.path, PASSPHRASE)
    assert list(tmp_path.iterdir()) == [store.path]


def test_who_waited_for_the_old_file_finds_no_store_in_it(store: Store) -> None:
    with store.path.open("rb") as waiting:
        rekey.change(store.path, store.raw_key, NEW)
        assert waiting.read() == b""
        with pytest.raises(NotAStore):
            Store.open(Path(f"/proc/self/fd/{waiting.fileno()}"), PASSPHRASE)


def test_a_swap_that_the_system_refuses_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as refusing, pytest.raises(StoreNotAccessible):
        refusing.setattr(Path, "replace", refuse)
        rekey.change(store.path, store.raw_key, NEW)
    assert digest_of(store.path, PASSPHRASE)
    assert list(store.path.parent.iterdir()) == [store.path]


def test_a_folder_that_cannot_be_synced_leaves_the_swap_done(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        if path.is_dir():
            raise StoreNotAccessible(path=path, reason="Input/output error")
        sync(path)

    with monkeypatch.context() as refusing, store.path.open("rb") as waiting:
        refusing.setattr(rekey, "sync", refuse)
        assert rekey.change(store.path, store.raw_key, NEW).problems == []
        assert waiting.read() == b""
    assert digest_of(store.path, NEW)


def test_a_copy_that_a_stop_left_behind_is_no_hindrance(store: Store) -> None:
    store.path.with_name(store.path.name + ".partial").write_bytes(b"half")
    assert rekey.change(store.path, store.raw_key, NEW).problems == []
    assert list(store.path.parent.iterdir()) == [store.path]
