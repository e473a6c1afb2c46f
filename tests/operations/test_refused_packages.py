"""Packages that are not what they should be: each refused by name, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldcheck.operations import imports, packages, peers, stores, trust
from fieldcheck.operations.packages import Exported
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store
from tests.county import County, county, take, visited


def altered(path: Path, change: Callable[[bytearray], None]) -> Path:
    data = bytearray(path.read_bytes())
    change(data)
    target = path.with_name(f"altered-{path.name}")
    target.write_bytes(data)
    return target


def flip(data: bytearray) -> None:
    data[len(data) // 2] ^= 1


def cut(data: bytearray) -> None:
    del data[-70_000:]


def text(data: bytearray) -> None:
    data[:] = b"hello"


@pytest.mark.parametrize(
    ("change", "code"),
    [(flip, "PACKAGE_ALTERED"), (cut, "PACKAGE_TRUNCATED"), (text, "PACKAGE_NOT_A_PACKAGE")],
)
def test_what_was_changed_on_the_way_is_named_and_changes_nothing(
    land: County, change: Callable[[bytearray], None], code: str
) -> None:
    laptop = land.laptop("一号")
    visited(laptop, picture=1)
    before = stores.digest_store(land.bureau)
    good = land.up(laptop)
    verdicts = imports.import_packages(land.bureau, [altered(good.path, change)])
    assert verdicts[0].outcome is Outcome.REFUSED
    assert verdicts[0].error is not None and verdicts[0].error.code == code
    assert stores.digest_store(land.bureau) == before
    # The others are taken all the same.
    both = imports.import_packages(land.bureau, [altered(good.path, change), good.path])
    assert [verdict.outcome for verdict in both] == [Outcome.REFUSED, Outcome.IMPORTED]


def test_a_package_for_someone_else_is_refused(land: County) -> None:
    first, second = land.laptop("一号"), land.laptop("二号")
    visited(first, picture=1)
    verdict = take(second, land.up(first).path)
    assert verdict.error is not None and verdict.error.code == "PACKAGE_WRONG_ADDRESSEE"


def test_an_unknown_signer_is_refused(land: County, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    before = stores.digest_store(land.bureau)
    with county(tmp_path / "elsewhere") as other:
        stranger = other.laptop("一号")
        visited(stranger, picture=1)
        # Someone who knows the bureau's public key seals a package for it.
        written = sealed_for(stranger, land.bureau, other)
        verdict = take(land.bureau, written.path)
    assert verdict.error is not None and verdict.error.code == "PACKAGE_UNKNOWN_SIGNER"
    assert stores.digest_store(land.bureau) == before


def sealed_for(sender: Store, addressee: Store, other: County) -> Exported:
    from fieldcheck.exchange.contents import Addressee
    from fieldcheck.operations import upward
    from fieldcheck.operations.packages import Target

    aim = trust.own_certificate(addressee.reader())
    target = Target(aim.device, aim.name, "upward", (Addressee(aim.device, aim.name, aim.recipient),))
    content = upward.content(sender.reader(), peers.Peer(), again=True)
    return packages.write_and_remember(sender, sender.reader(), target, content, other.folder, packages.ignore)
