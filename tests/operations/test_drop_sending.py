"""When a package in an inbox is tidied away: where its number was confirmed, or a receipt covers all that it holds."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from fieldcheck.exchange.contents import BlobEntry, PackageInfo, Receipt
from fieldcheck.operations import drop_sending, imported_files, local, packages, peers
from fieldcheck.store import Store
from fieldcheck.store import local as kept
from tests.bureau import add_site
from tests.county import County, bureau_name, take
from tests.merging import own_id

SHA = "ab" * 32


class Sent:
    """A laptop that wrote one package, and its bureau."""

    def __init__(self, land: County) -> None:
        self.laptop = land.laptop("一号")
        add_site(self.laptop)
        self.path = land.up(self.laptop).path
        self.above = land.above(self.laptop)
        info = peers.sent(self.laptop.reader(), self.above, 1)
        assert info is not None
        self.info, self.device, self.last = info, own_id(self.laptop), info.ranges[0].last

    def is_covered(
        self, last: int | None, *, missing: list[str] | None = None, info: PackageInfo | None = None
    ) -> bool:
        """Return whether a receipt that names the laptop's change `last` covers the package, kept as `info`."""
        if info is not None:
            local.set_state(self.laptop, f"sent.{self.above}.1", msgspec.to_builtins(info))
        vector: dict[str, tuple[int, str]] = {} if last is None else {self.device: (last, SHA)}
        return drop_sending.is_covered(self.laptop.reader(), self.above, Receipt(9, vector, missing or []), 1)


@pytest.fixture
def sent(land: County) -> Sent:
    return Sent(land)


def test_a_receipt_covers_what_it_names_to_the_last_change(sent: Sent) -> None:
    assert sent.is_covered(sent.last)
    assert sent.is_covered(sent.last + 1)
    assert not sent.is_covered(sent.last - 1)
    assert not sent.is_covered(None)
    receipt = Receipt(9, {sent.device: (sent.last, SHA)}, [])
    assert not drop_sending.is_covered(sent.laptop.reader(), sent.above, receipt, 2)


def test_bytes_that_are_missing_are_not_covered(sent: Sent) -> None:
    with_bytes = msgspec.structs.replace(sent.info, blobs=[BlobEntry(SHA, 1)])
    assert sent.is_covered(sent.last, info=with_bytes)
    assert sent.is_covered(sent.last, missing=["cd" * 32])
    assert not sent.is_covered(sent.last, missing=[SHA])
    alone = msgspec.structs.replace(with_bytes, ranges=[])
    assert sent.is_covered(None, info=alone) and not sent.is_covered(None, missing=[SHA])
    assert not sent.is_covered(sent.last, info=msgspec.structs.replace(alone, blobs=[])), "it only asks for bytes"


def test_what_was_shown_late_is_told_by_the_number_alone(sent: Sent) -> None:
    (part,) = sent.info.ranges
    second = msgspec.structs.replace(part, first=2)
    for before, covered in ((0, True), (1, True), (2, False), (3, False)):
        late = msgspec.structs.replace(sent.info, before={sent.device: before}, ranges=[second])
        assert sent.is_covered(sent.last, info=late) is covered
    two = [second, msgspec.structs.replace(part, device=sent.above, first=5)]
    late = msgspec.structs.replace(sent.info, before={sent.above: 5}, ranges=two)
    assert not sent.is_covered(sent.last, info=late), "one of its devices is enough"


def keys(store: Store, prefix: str) -> list[str]:
    return kept.keys(store.reader(), prefix)


def test_what_arrived_is_not_kept_to_be_written_again(land: County, sent: Sent, tmp_path: Path) -> None:
    laptop, prefix = sent.laptop, f"sent.{sent.above}."
    add_site(laptop, "又一厂")
    second = land.up(laptop)
    assert keys(laptop, prefix) == [f"{prefix}1", f"{prefix}2"]
    take(land.bureau, sent.path)
    land.send_down(laptop)
    assert keys(laptop, prefix) == [f"{prefix}2"]
    with pytest.raises(packages.PackageArrived):
        packages.rewrite(laptop, bureau_name(land.bureau), 1, tmp_path)
    take(land.bureau, second.path)
    land.send_down(laptop)
    # The last one stays: what it asked for is compared with what is missing now.
    assert keys(laptop, prefix) == [f"{prefix}2"]


def test_of_files_that_were_imported_only_the_newest_are_remembered(
    land: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = land.laptop("一号")
    monkeypatch.setattr(imported_files, "MOST", 2)
    paths = []
    for name in ("一厂", "二厂", "三厂"):
        add_site(laptop, name)
        paths.append(land.up(laptop).path)
        take(land.bureau, paths[-1])
    assert len(keys(land.bureau, "imported.")) == 2
    assert [take(land.bureau, path).outcome for path in paths] == ["nothing_new"] * 3
