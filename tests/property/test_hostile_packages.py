"""Whatever a package holds: it is refused by a name of its own, or the store is whole and everything still reads it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldcheck.exchange.errors import PackageError, RequestWrong
from fieldcheck.model.errors import FieldCheckError, StoreError
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Inspection
from fieldcheck.operations import conflicts, enrolment, imports, ledger, packages, stores
from fieldcheck.operations.review import review
from fieldcheck.store import Store, devices
from fieldcheck.store.queries import records
from tests import forging
from tests.compatibility.kit import V1, Kit, kit, opened, state_of

EXAMPLES = settings.default.max_examples if settings.default is not None else 100

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.text(max_size=8)
    | st.sampled_from(["2026-02-30", "2026-02-30T25:00", "9999-12-31", "\x00\x1b[2J", "\ud7ff\uffff", "hello"])
)
json_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "number", "at", "level", "year", "id", "zone", "title"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


class Land:
    """The bureau of v1, and everybody's keys; the bureau refuses all that it is given here."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        (folder / "keys").mkdir()
        self.folder = folder
        self.kit: Kit = closing.enter_context(kit(folder / "keys"))
        self.bureau: Store = closing.enter_context(opened("bureau", folder))
        self.plain = forging.opened(V1 / "up.fcpkg", self.kit.identities["bureau"])
        self.members = self.kit.up

    def file(self, plain: bytes) -> Path:
        """Write a tar, sealed for the bureau."""
        path = self.folder / "hostile.fcpkg"
        path.write_bytes(forging.sealed(plain, self.kit.recipients["bureau"]))
        return path

    def refuse(self, path: Path) -> None:
        """Import and inspect; both may only raise what they say that they raise, and nothing is written."""
        before = state_of(self.bureau)
        error: FieldCheckError | None = imports.import_packages(self.bureau, [path])[0].error
        assert isinstance(error, (PackageError, StoreError))
        with pytest.raises((PackageError, StoreError)):
            imports.inspect_for(self.bureau, path)
        assert state_of(self.bureau) == before


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    with ExitStack() as closing:
        yield Land(tmp_path_factory.mktemp("land"), closing)


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 "])
)
def test_any_bytes_are_no_package(land: Land, data: bytes, mark: bytes) -> None:
    path = land.folder / "bytes.fcpkg"
    path.write_bytes(mark + data)
    land.refuse(path)


@given(st.binary(max_size=300) | json_values.map(lambda value: json.dumps(value).encode()), st.booleans())
def test_any_bytes_are_no_request(land: Land, data: bytes, nested: bool) -> None:
    path = land.folder / "bytes.fcrequest"
    path.write_bytes(b'{"format":1,"name":' + b"[" * 60_000 + data if nested else data)
    with pytest.raises(RequestWrong):
        enrolment.open_request(path)


@given(st.binary(max_size=2_000))
def test_any_bytes_in_the_seal_are_refused(land: Land, data: bytes) -> None:
    land.refuse(land.file(data.ljust(2 * forging.CHUNK, b"\0")))


edits = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=40), st.integers(0, 40)), min_size=1, max_size=4)


@given(edits)
def test_a_tar_in_which_bytes_were_replaced_is_refused(land: Land, pieces: list[tuple[float, bytes, int]]) -> None:
    """Bytes are put in, taken out or replaced at some places of what is not padding."""
    plain = land.plain.rstrip(b"\0")
    for share, data, removed in pieces:
        place = int(len(plain) * share)
        plain = plain[:place] + data + plain[place + removed :]
    plain = plain.ljust(len(land.plain), b"\0")
    if plain != land.plain:
        land.refuse(land.file(plain))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every part of a JSON value."""
    yield path
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@given(st.data())
@settings(max_examples=min(EXAMPLES, 400))
def test_any_announcement_is_taken_or_refused_and_the_store_holds(land: Land, data: st.DataObject) -> None:
    """The laptop itself signs a package.json in which something is another value."""
    said = json.loads(land.members[forging.PACKAGE])
    path = data.draw(st.sampled_from([path for path in places(said) if path]))
    said = replaced(said, path, data.draw(json_values))
    payload = {**forging.payload_of(land.members), forging.PACKAGE: forging.canonical(said)}
    bag = forging.bagged(payload, land.kit.laptop, json.loads(land.members[forging.PACKAGE]))
    with tempfile.TemporaryDirectory() as folder, opened("bureau", Path(folder)) as bureau:
        verdict = imports.import_packages(bureau, [land.file(forging.tar_of(bag))])[0]
        assert verdict.error is None or isinstance(verdict.error, (PackageError, StoreError))
        if verdict.error is None:
            assert stores.verify_store(bureau).problems == []


@st.composite
def hostile_lines(draw: st.DrawFn, first: int, device: str) -> list[bytes]:
    """Changes with values of any type in fields that are known, and in some that are not."""
    lines: list[bytes] = []
    for seq in range(first, first + draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        names = sorted({*KINDS[kind].fields, "strange", "deleted"})
        values = draw(st.dictionaries(st.sampled_from(names), json_values, max_size=5))
        values[KINDS[kind].created_by] = draw(st.just("e1") | json_values)
        body = {
            "device": device,
            "seq": seq,
            "at": "2026-06-01T08:00:00.000Z",
            "author": "",
            "kind": kind,
            "entity": draw(st.sampled_from(["e1", "e2", "e3"])),
            "of": draw(st.sampled_from(["", "e1", "e2"])),
            "set": values,
        }
        if draw(st.booleans()):
            body["over"] = {draw(st.sampled_from([device, "0" * 36])): [draw(st.integers(1, 40))]}
        lines.append(forging.canonical(body))
    return lines


@given(st.data())
@settings(max_examples=EXAMPLES // 4)
def test_any_values_leave_a_store_that_everything_reads(land: Land, data: st.DataObject) -> None:
    """The laptop itself writes values of any type: what is not understood is listed, and stops nothing afterwards."""
    known = forging.lines_of(land.members)
    lines = [*known, *data.draw(hostile_lines(len(known) + 1, land.kit.laptop.device))]
    bag = forging.bagged(forging.with_lines(land.members, lines, land.kit.laptop), land.kit.laptop)
    with tempfile.TemporaryDirectory() as folder, opened("bureau", Path(folder)) as bureau:
        path = land.file(forging.tar_of(bag))
        imports.preview(bureau, path)
        verdict = imports.import_packages(bureau, [path])[0]
        assert verdict.error is None
        read_everything(bureau, Path(folder))


def read_everything(bureau: Store, folder: Path) -> None:
    """Do what a bureau does with its records: lists, reviews, conflicts, the ledger, packages for its laptops."""
    reader = bureau.reader()
    assert stores.verify_store(bureau).problems == []
    stores.digest_store(bureau)
    for kind in KINDS.values():
        records.everything(reader, kind.record)
    for inspection in records.everything(reader, Inspection):
        review(reader, inspection.id)
    conflicts.conflicts(reader)
    ledger.write(reader, folder / "ledger.xlsx")
    for device in devices.every(reader):
        if not device.own and device.certificate is not None:
            packages.export(bureau, device.id, folder)
