"""Work off the UI thread: order, delivery, errors, and what is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fieldcheck.gui.session import Session
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import profile, sites
from fieldcheck.operations.sites import SiteNameMissing
from fieldcheck.store import Changes, Reader, Store
from fieldcheck.store.queries import lists


def test_a_write_is_on_the_disk_when_done_is_called(session: Session) -> None:
    seen: list[str] = []

    def done(changes: Changes) -> None:
        assert threading.current_thread() is threading.main_thread()
        seen.append(lists.site_rows(session.reader(), [changes.main])[0].name)

    session.tasks.write(lambda store: sites.create(store, {"name": "新单位"}), done=done)
    session.tasks.drain()
    assert seen == ["新单位"]


def rename(site: str, name: str) -> Callable[[Store], Changes]:
    return lambda store: sites.edit_site(store, site, {"name": name})


def test_writes_keep_their_order(session: Session, site: str) -> None:
    for number in range(30):
        session.tasks.write(rename(site, f"单位{number}"))
    session.tasks.drain()
    assert lists.site_rows(session.reader(), [site])[0].name == "单位29"


def test_pending_falls_to_nothing_after_the_commit(session: Session) -> None:
    counts: list[int] = []
    session.tasks.pending_changed.connect(counts.append)
    session.tasks.write(lambda store: sites.create(store, {"name": "甲"}))
    session.tasks.write(lambda store: sites.create(store, {"name": "乙"}))
    session.tasks.drain()
    assert counts == [1, 2, 1, 0]


def test_an_error_goes_to_its_caller_and_else_to_everyone(session: Session) -> None:
    own: list[FieldCheckError] = []
    everyone: list[FieldCheckError] = []
    session.tasks.failed.connect(everyone.append)
    session.tasks.write(lambda store: sites.create(store, {}), failed=own.append)
    session.tasks.write(lambda store: sites.create(store, {}))
    session.tasks.drain()
    assert [type(error) for error in own + everyone] == [SiteNameMissing, SiteNameMissing]


def test_a_fault_of_the_program_is_not_swallowed(session: Session, qtbot: QtBot) -> None:
    def wrong(store: Store) -> Changes:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        session.tasks.write(wrong)
        session.tasks.drain()
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert session.tasks.pending == 0


def test_a_read_runs_beside_and_answers_here(session: Session) -> None:
    threads: list[str] = []

    def work(reader: Reader) -> int:
        threads.append(threading.current_thread().name)
        return len(lists.site_ids(reader))

    found: list[int] = []
    session.tasks.read(work, found.append, owner=session)
    session.tasks.drain()
    assert found == [1]
    assert threads[0].startswith("reader")


def test_a_read_whose_owner_died_is_dropped(session: Session) -> None:
    owner = QObject()
    found: list[int] = []
    session.tasks.read(lambda reader: 1, found.append, owner=owner)
    owner.deleteLater()
    del owner
    session.tasks.drain()
    session.tasks.read(lambda reader: 2, found.append, owner=session)
    session.tasks.drain()
    assert found in ([2], [1, 2])


def test_a_heavy_write_leaves_the_writer_free(session: Session) -> None:
    ready = threading.Event()

    def heavy(store: Store) -> Changes:
        assert ready.wait(20)
        return sites.create(store, {"name": "慢"})

    order: list[str] = []
    session.tasks.write(heavy, done=lambda _: order.append("heavy"), heavy=True)

    def quick(store: Store) -> Changes:
        changes = sites.create(store, {"name": "快"})
        ready.set()
        return changes

    session.tasks.write(quick, done=lambda _: order.append("quick"))
    session.tasks.drain()
    assert order == ["quick", "heavy"]


@pytest.mark.parametrize("heavy", [False, True])
def test_undo_and_redo_are_changes_like_any_other(session: Session, site: str, heavy: bool) -> None:
    def name() -> str:
        return lists.site_rows(session.reader(), [site])[0].name

    before = name()
    session.tasks.write(lambda store: sites.edit_site(store, site, {"name": "改"}), undo="Rename", heavy=heavy)
    session.tasks.drain()
    assert (session.can_undo, session.undo_text, session.can_redo) == (True, "Rename", False)
    session.undo()
    session.tasks.drain()
    assert (name(), session.can_undo, session.redo_text) == (before, False, "Rename")
    session.redo()
    session.tasks.drain()
    assert (name(), session.can_undo, session.can_redo) == ("改", True, False)


def test_undo_may_be_asked_for_before_the_write_is_done(session: Session, site: str) -> None:
    before = lists.site_rows(session.reader(), [site])[0].name
    session.tasks.write(lambda store: sites.edit_site(store, site, {"name": "改"}), undo="Rename")
    session.undo()
    session.tasks.drain()
    assert lists.site_rows(session.reader(), [site])[0].name == before


def test_what_failed_or_changed_nothing_cannot_be_undone(session: Session, site: str) -> None:
    name = lists.site_rows(session.reader(), [site])[0].name
    session.tasks.write(lambda store: sites.edit_site(store, site, {"name": name}), undo="Rename")
    session.tasks.write(lambda store: sites.create(store, {}), undo="Add")
    session.tasks.drain()
    assert not session.can_undo


def test_a_new_action_forgets_what_could_be_done_again(session: Session, site: str) -> None:
    for name in ("一", "二"):
        session.tasks.write(rename(site, name), undo=name)
    session.undo()
    assert session.redo_text == "二"
    session.tasks.write(rename(site, "三"), undo="三")
    session.tasks.drain()
    assert (session.redo_text, session.undo_text) == ("", "三")


def test_the_officer_is_kept_and_a_retired_one_is_replaced(session: Session) -> None:
    first, second = sorted(profile.officers(session.reader()), key=lambda officer: officer.id)
    assert session.officer == first.id
    session.officer = second.id
    session.tasks.drain()
    assert Session(session.store).officer == second.id
    session.tasks.write(lambda store: profile.edit_officer(store, second.id, {"retired": True}))
    session.tasks.drain()
    assert session.officer == first.id
