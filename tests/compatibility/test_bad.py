"""Bad packages: each is refused by its name, in whatever way it is read, and nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import imports, stores
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store
from tests import forging
from tests.compatibility import make
from tests.compatibility.cases import CASES, Case
from tests.compatibility.kit import V1, Kit, kit, opened, state_of


class Land:
    """The stores of v1, by the names that the cases use, and everybody's keys."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.stores: dict[str, Store] = {}
        for name in ("bureau", "laptop", "bureau-after"):
            (folder / name).mkdir()
            self.stores[name] = closing.enter_context(opened(name.removesuffix("-after"), folder / name))
        imports.import_packages(self.stores["bureau-after"], [V1 / "up.fcpkg"])
        self.digests = {name: stores.digest_store(store) for name, store in self.stores.items()}
        (folder / "keys").mkdir()
        self.kit: Kit = closing.enter_context(kit(folder / "keys"))


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    with ExitStack() as closing:
        yield Land(tmp_path_factory.mktemp("land"), closing)


@cache
def kept() -> dict[str, bytes]:
    return make.kept()


def written(case: Case, land: Land, folder: Path) -> Path:
    """Return where the bad package lies, sealed for the store that shall refuse it."""
    data = kept()[make.file_of(case)]
    path = folder / f"{case.name}.fcpkg"
    recipient = land.kit.recipients[case.to.removesuffix("-after")]
    path.write_bytes(data if case.whole else forging.sealed(data, recipient))
    return path


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_package_is_refused_by_its_name(case: Case, land: Land, tmp_path: Path) -> None:
    store, path = land.stores[case.to], written(case, land, tmp_path)
    before = sorted(store.path.parent.iterdir()), state_of(store)
    verdict = imports.import_packages(store, [path])[0]
    assert verdict.error is not None and verdict.error.code == case.code
    assert verdict.outcome is (Outcome.WAITING if case.code == "PACKAGE_GAP" else Outcome.REFUSED)
    assert len(str(verdict.error)) < 1_000
    with pytest.raises(FieldCheckError) as caught:
        imports.preview(store, path)
    assert caught.value.code == case.code
    if verdict.outcome is Outcome.REFUSED:
        assert (sorted(store.path.parent.iterdir()), state_of(store)) == before
    assert stores.digest_store(store) == land.digests[case.to]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_key_alone_finds_what_needs_no_store(case: Case, land: Land, tmp_path: Path) -> None:
    path = written(case, land, tmp_path)
    identity = land.kit.identities[case.to.removesuffix("-after")]
    if case.alone == "-":
        assert imports.inspect(path, [identity]).changes
        return
    with pytest.raises(FieldCheckError) as caught:
        imports.inspect(path, [identity])
    assert caught.value.code == (case.alone or case.code)


def test_the_stores_are_whole_afterwards(land: Land) -> None:
    for store in land.stores.values():
        assert stores.verify_store(store).problems == []


def test_the_corpus_is_what_its_script_makes(land: Land) -> None:
    assert make.contents(land.kit) == kept()
    listed = {make.file_of(case): {"code": case.code, "refused by": case.to} for case in CASES}
    assert json.loads(make.TABLE.read_text("utf-8")) == listed
