"""The import in a child process: the same verdicts as in this one, progress, a stop, answers saved meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from pathlib import Path

import pytest

from fieldcheck.exchange.errors import SequenceGap
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Finding
from fieldcheck.operations import background_import, child, imports, stores
from fieldcheck.operations.background_import import import_beside, preview_beside
from fieldcheck.operations.trust import NotEnrolled
from fieldcheck.operations.verdicts import Outcome, Preview, Step
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.county import County
from tests.operations.test_packages import visit


def test_the_child_imports_and_tells(land: County) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    up = land.up(laptop)
    (land.folder / "no.fcpkg").write_bytes(b"x")
    steps: list[Step] = []
    verdicts = import_beside(land.bureau, [up.path, land.folder / "no.fcpkg"], steps.append)
    assert [verdict.outcome for verdict in verdicts] == [Outcome.IMPORTED, Outcome.REFUSED]
    assert verdicts[1].error is not None and verdicts[1].error.code == "PACKAGE_NOT_A_PACKAGE"
    assert {step.applying for step in steps} == {False, True}
    assert len(records.everything(land.bureau.reader(), Finding)) == 2
    assert not stores.verify_store(land.bureau).problems


def test_the_child_stops_when_asked(land: County) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    paths = [land.up(laptop).path]
    verdicts = import_beside(land.bureau, paths * 1, cancelled=lambda: True)
    assert verdicts[0].outcome in (Outcome.STOPPED, Outcome.IMPORTED)
    assert not stores.verify_store(land.bureau).problems


def test_an_error_of_the_whole_import_comes_back(land: County) -> None:
    with pytest.raises(NotEnrolled):
        import_beside(land.new_laptop("九号"), [])


def test_a_child_that_ends_while_it_is_told_to_stop_is_named(land: County) -> None:
    def stop_once_it_is_gone() -> bool:
        for process in multiprocessing.active_children():
            process.join()
        return True

    with pytest.raises(child.ChildDied):
        child.beside(land.bureau, end_at_once, cancelled=stop_once_it_is_gone)


def end_at_once(_store: Store, _line: child.Line) -> None:
    os._exit(3)


def test_an_error_passes_through_a_pipe_as_it_was() -> None:
    error = SequenceGap(path=Path("a"), first=3, device="一号", known=1)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.details, str(again)) == (SequenceGap, error.details, str(error))


def test_large_packages_are_checked_by_the_child_and_small_ones_here(
    land: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    up = land.up(laptop).path
    small, missing = land.folder / "no.fcpkg", land.folder / "gone.fcpkg"
    small.write_bytes(b"x")
    monkeypatch.setattr(background_import, "SMALL_BYTES", 1)
    found: dict[Path, Preview | FieldCheckError] = {}
    preview_beside(land.bureau, [up, small, missing], found.__setitem__)
    assert list(found) == [small, missing, up]
    told = found[up]
    assert isinstance(told, Preview) and told == imports.preview(land.bureau, up)
    errors = [error.code for error in (found[small], found[missing]) if isinstance(error, FieldCheckError)]
    assert errors == ["PACKAGE_NOT_A_PACKAGE", "PACKAGE_NOT_READABLE"]


def test_checking_ends_early_when_asked(land: County, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    found: dict[Path, Preview | FieldCheckError] = {}
    path = land.up(laptop).path
    preview_beside(land.bureau, [path], found.__setitem__, lambda: True)
    monkeypatch.setattr(background_import, "SMALL_BYTES", 1)
    asked = iter((False,))
    preview_beside(land.bureau, [path], found.__setitem__, lambda: next(asked, True))
    assert set(found) <= {path}
