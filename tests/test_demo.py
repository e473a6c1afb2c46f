"""The sample: complete, proven, made once, and nothing of it readable outside the encrypted file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fieldcheck.model.judgements import Decision
from fieldcheck.model.records import Answer, Document, Finding, Inspection, Officer, Signing, Site
from fieldcheck.operations import conflicts, demo, demo_data, documents, imports, stores
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, devices
from fieldcheck.store.errors import WrongPassphrase
from fieldcheck.store.queries import records
from tests.county import record_digests
from tests.stores import CHEAP


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sample, closed."""
    made = tmp_path_factory.mktemp("demo")
    demo.make(made, cost=CHEAP).close()
    return made


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The finished sample, open."""
    found = demo.open_finished(folder)
    assert found is not None
    with found:
        yield found


def secrets(store: Store) -> list[str]:
    """Return every text that must not be readable on the disk."""
    reader = store.reader()
    sites = [site.name for site in records.everything(reader, Site)]
    officers = [officer.name for officer in records.everything(reader, Officer)]
    found = [finding.description for finding in records.everything(reader, Finding)]
    places = [visit.place_inspected for visit in records.everything(reader, Inspection)]
    return [text for text in (*sites, *officers, *found, *places) if text]


SHORTEST = 6
"""Fewer bytes meet by chance: four of them once in a hundred runs, for a store has many million random ones."""


def readable(files: dict[str, bytes], texts: list[str]) -> list[str]:
    """Return which of `texts` lie in plain bytes in which file; every text is looked for in UTF-8 at least."""
    codes = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    wanted = {text: [form for form in map(text.encode, codes) if len(form) >= SHORTEST] for text in texts}
    assert all(text.encode() in forms for text, forms in wanted.items())
    wanted["SQLite format"] = [b"SQLite format"]
    return [
        f"{text} in {name}"
        for name, data in files.items()
        for text, forms in wanted.items()
        if any(form in data for form in forms)
    ]


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder, the exported documents aside: those are for reading."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pdf"
    }


def test_the_sample_has_what_a_working_week_has(store: Store, folder: Path) -> None:
    counted = demo.counts(store)
    assert set(counted) == {"sites", "inspections", "findings", "photos", "documents", "packages", "merged"}
    assert all(counted[name] >= 5 for name in ("sites", "inspections", "findings", "photos", "documents"))
    assert counted["merged"] == counted["packages"] == len(list((folder / "packages").iterdir())) == 4
    reader = store.reader()
    kinds = {document.kind for document in records.everything(reader, Document)}
    assert kinds == {"inspection-record", "rectification-order", "problem-list"}
    assert {signing.result for signing in records.everything(reader, Signing)} == {"signed", "refused"}
    levels = {
        finding.confirmed_level.level for finding in records.everything(reader, Finding) if finding.confirmed_level
    }
    assert "major" in levels
    written = sorted(path.read_bytes() for path in (folder / "documents").iterdir())
    assert written == sorted(documents.pdf(reader, d.id) for d in records.everything(reader, Document))


def test_the_sample_is_of_one_piece(store: Store) -> None:
    """No order asks for the past, every finding is worded, and what does not fit a site is not asked there."""
    reader = store.reader()
    found = {finding.id: finding for finding in records.everything(reader, Finding)}
    for document in records.everything(reader, Document):
        assert document.issued_on is not None
        for named in document.findings or ():
            deadline = found[named].deadline
            assert deadline is not None
            assert deadline > document.issued_on
    asked = {item for visit in demo_data.VISITS for item in visit.failing}
    assert {finding.item for finding in found.values()} == asked
    (cold_store,) = (site.id for site in records.everything(reader, Site) if "冷藏" in (site.name or ""))
    (visit,) = (visit for visit in records.everything(reader, Inspection) if visit.site == cold_store)
    answered = {answer.item for answer in records.children(reader, Answer, visit.id)}
    assert not answered & {"MEC-12", "MEC-14", "MEC-25", "MEC-27", "MEC-29", "MEC-30"}


def test_what_is_major_cites_its_criterion_and_nothing_else_does(store: Store) -> None:
    criteria = (
        "工贸企业重大事故隐患判定标准",
        "安全生产重大事故隐患判定标准（试行）",
        "水利工程生产安全重大事故隐患清单指南",
    )
    for finding in records.everything(store.reader(), Finding):
        major = finding.confirmed_level is not None and finding.confirmed_level.level == "major"
        cited = any(basis.title.endswith(criteria) for basis in finding.basis or ())
        assert cited == major, finding.item


def test_the_sample_verifies(store: Store) -> None:
    report = stores.verify_store(store)
    assert report.problems == []
    assert report.changes > 300
    assert report.blobs > 20


@pytest.fixture
def laptops(folder: Path) -> Iterator[list[Store]]:
    """The laptops of the finished sample, open."""
    with ExitStack() as closing:
        yield [closing.enter_context(stores.open_store(folder / name, demo.PASSPHRASE)) for name in demo.LAPTOPS]


def own_findings(store: Store) -> set[str]:
    """Return the findings that a laptop wrote itself."""
    device = devices.own(store.reader()).id
    rows = store.reader().rows(
        "SELECT f.id FROM finding f JOIN device d ON d.number = f._device WHERE d.id = ? AND f.withdrawn IS NULL",
        (device,),
    )
    return {row[0] for row in rows}


def test_the_bureaus_findings_are_the_sum_of_the_laptops(store: Store, laptops: list[Store]) -> None:
    parts = [own_findings(laptop) for laptop in laptops]
    assert all(parts)
    assert demo.counts(store)["findings"] == len(set().union(*parts)) == sum(map(len, parts))


def test_every_record_of_a_laptop_is_as_the_bureau_has_it(store: Store, laptops: list[Store]) -> None:
    at_the_bureau = record_digests(store).items()
    for laptop in laptops:
        assert stores.verify_store(laptop).problems == []
        assert record_digests(laptop).items() <= at_the_bureau


def test_one_conflict_is_open_and_one_was_decided(store: Store, laptops: list[Store]) -> None:
    for one in (store, *laptops):
        (standing,) = conflicts.conflicts(one.reader())
        assert standing.field == demo_data.OPEN_FIELD.field
        (decision,) = records.everything(one.reader(), Decision)
        assert decision.reason == demo_data.DECISION_REASON


def test_importing_all_packages_again_changes_nothing(folder: Path, store: Store) -> None:
    before = stores.digest_store(store)
    verdicts = imports.import_packages(store, sorted((folder / "packages").iterdir()))
    assert {verdict.outcome for verdict in verdicts} == {Outcome.NOTHING_NEW}
    assert stores.digest_store(store) == before


def test_a_finished_sample_is_used_again(folder: Path, store: Store) -> None:
    digest = stores.digest_store(store)
    again = demo.open_finished(folder)
    assert again is not None
    with again:
        assert stores.digest_store(again) == digest


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    assert demo.open_finished(tmp_path) is None
    assert demo.open_finished(tmp_path / "new") is None
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(demo.FolderInUse):
        demo.open_finished(tmp_path)


def test_another_store_or_half_a_sample_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    from fieldcheck.model.values import Role

    stores.create(tmp_path / demo.STORE, demo.PASSPHRASE, Role.INSPECTOR, demo_data.PROFILE, (), cost=CHEAP).close()
    with pytest.raises(demo.FolderInUse):
        demo.open_finished(tmp_path)
    half = tmp_path / "half"
    half.mkdir()
    stores.create(half / demo.BUREAU, demo.PASSPHRASE, Role.BUREAU, demo_data.PROFILE, (), cost=CHEAP).close()
    with pytest.raises(demo.FolderInUse):
        demo.open_finished(half)
    other = tmp_path / "other"
    other.mkdir()
    stores.create(other / demo.BUREAU, "another", Role.INSPECTOR, demo_data.PROFILE, (), cost=CHEAP).close()
    with pytest.raises(WrongPassphrase):
        demo.open_finished(other)


def test_nothing_is_readable_in_the_file_or_beside_it(folder: Path, store: Store) -> None:
    stores.verify_store(store)
    texts = secrets(store)
    assert len(texts) > 20
    assert readable(bytes_below(folder), texts) == []


def test_a_making_that_is_killed_leaves_nothing_readable_either(tmp_path: Path, store: Store) -> None:
    place, temporary = tmp_path / "killed", tmp_path / "temporary"
    temporary.mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(temporary),
        "LC_ALL": "C.UTF-8",
        "FIELDCHECK_TEST_COST": str(CHEAP),
    }
    command = [sys.executable, "-m", "fieldcheck", "demo", str(place)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(b"Visit 3"):
                break
        process.kill()
    left = bytes_below(place)
    assert {demo.STORE, f"{demo.STORE}-wal"} <= set(left)
    assert readable(left, secrets(store)) == []
    assert list(temporary.iterdir()) == []
    with stores.open_store(place / demo.STORE, demo.PASSPHRASE) as again:
        assert demo.counts(again)["inspections"] >= 3
        assert stores.verify_store(again).problems == []
    with pytest.raises(demo.FolderInUse):
        demo.open_finished(place)
