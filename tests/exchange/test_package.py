"""A package: what goes in comes out, and everything that is not what was written is refused by name."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from fieldcheck.exchange import layout
from fieldcheck.exchange.errors import (
    NotAPackage,
    PackageAltered,
    PackageError,
    PackageMalformed,
    PackageNewer,
    PackageNotReadable,
    PackageNotWritten,
    PackageTruncated,
    SignatureWrong,
    WrongAddressee,
)
from tests.exchange.builders import Device, a_device, bodies_of, read_package, write_package

SENDER = a_device()
BUREAU = a_device("bureau")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "laptop-1-1.fcpkg"
    write_package(path, SENDER, BUREAU, bodies_of(SENDER, 30), [b"photo" * 50_000, b"", b"form"])
    return path


def opened(path: Path, device: Device = BUREAU) -> bytes:
    target = io.BytesIO()
    with path.open("rb") as file:
        pyrage.decrypt_io(file, target, [pyrage.x25519.Identity.from_str(device.keys.identity)])
    return target.getvalue()


def sealed(path: Path, plain: bytes, device: Device = BUREAU) -> Path:
    with path.open("wb") as file:
        recipient = pyrage.x25519.Recipient.from_str(device.keys.recipient)
        pyrage.encrypt_io(io.BytesIO(plain), file, [recipient])
    return path


def test_what_goes_in_comes_out(package: Path) -> None:
    found = read_package(package, BUREAU)
    assert found.done
    assert found.info is not None
    assert found.info.sender.device == SENDER.id
    assert found.bodies == {SENDER.id: bodies_of(SENDER, 30)}
    assert sorted(found.blobs.values()) == sorted([b"photo" * 50_000, b"", b"form"])


def test_nothing_readable_lies_in_the_file(package: Path) -> None:
    data = package.read_bytes()
    assert "水库".encode() not in data
    assert b"BagIt" not in data
    assert [path.name for path in package.parent.iterdir()] == [package.name]


def test_inside_is_a_bag_of_plain_files_in_order(package: Path) -> None:
    plain = opened(package)
    assert len(plain) % layout.CHUNK == 0
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        members = tar.getmembers()
        assert [member.name for member in members[:6]] == [*layout.TAG_FILES, layout.PACKAGE]
        assert all(member.isreg() for member in members)
        for line in tar.extractfile(layout.MANIFEST).read().decode().splitlines():  # type: ignore[union-attr]
            sha256, name = line.split("  ")
            data = tar.extractfile(layout.ROOT + name)
            assert data is not None
            assert hashlib.sha256(data.read()).hexdigest() == sha256


def test_another_device_cannot_open_it(package: Path) -> None:
    with pytest.raises(WrongAddressee):
        read_package(package, a_device("other"))


@pytest.mark.parametrize("percent", range(0, 100, 7))
def test_a_cut_package_is_named(package: Path, percent: int) -> None:
    data = package.read_bytes()
    package.write_bytes(data[: len(data) * percent // 100])
    with pytest.raises((PackageTruncated, NotAPackage)) as caught:
        read_package(package, BUREAU)
    assert caught.type is (NotAPackage if percent == 0 else PackageTruncated)


def test_a_package_cut_at_a_chunk_is_cut_and_not_altered(package: Path) -> None:
    data = package.read_bytes()
    package.write_bytes(data[: -(layout.CHUNK + layout.TAG)])
    with pytest.raises(PackageTruncated):
        read_package(package, BUREAU)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
def test_an_altered_byte_is_named(package: Path, share: float) -> None:
    data = bytearray(package.read_bytes())
    data[int(len(data) * share)] ^= 1
    package.write_bytes(data)
    with pytest.raises(PackageAltered):
        read_package(package, BUREAU)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04" + bytes(200), b"%PDF-1.7", b"age-encryption.org/v1\n" + bytes(70_000)]
)
def test_another_file_is_not_a_package(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.fcpkg"
    path.write_bytes(content)
    with pytest.raises(NotAPackage):
        read_package(path, BUREAU)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackageNotReadable):
        read_package(tmp_path / "none.fcpkg", BUREAU)


def replaced(plain: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    assert old in plain
    return plain.replace(old, new)


Change = Callable[[bytes], bytes]

CHANGES: list[tuple[str, Change, type[PackageError]]] = [
    ("journal", lambda plain: replaced(plain, "水库7".encode(), "水库8".encode()), PackageAltered),
    ("blob", lambda plain: replaced(plain, b"photophotop", b"photoPhotop"), PackageAltered),
    ("package.json", lambda plain: replaced(plain, b'"upward"', b'"upwarD"'), PackageAltered),
    ("bag-info", lambda plain: replaced(plain, b"Bagging-Date: 2026", b"Bagging-Date: 2027"), PackageAltered),
    ("order", lambda plain: replaced(plain, b"package/bagit.txt", b"package/other.txt"), PackageMalformed),
    ("link", lambda plain: plain[:156] + b"2" + plain[157:], PackageMalformed),
    ("trailing", lambda plain: plain[:-1] + b"x", PackageMalformed),
    ("newer", lambda plain: replaced(plain, b"Package-Format: 1", b"Package-Format: 2"), PackageNewer),
]


@pytest.mark.parametrize(("change", "error"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change_inside_the_seal_is_named(package: Path, change: Change, error: type[PackageError]) -> None:
    sealed(package, change(opened(package)))
    with pytest.raises(error):
        read_package(package, BUREAU)


def test_a_forged_manifest_is_not_signed(package: Path) -> None:
    plain = opened(package)
    start = plain.index(b"data/package.json") - 66
    forged = plain[:start] + b"0" * 64 + plain[start + 64 :]
    with tarfile.open(fileobj=io.BytesIO(forged)) as tar:
        data = tar.extractfile(layout.MANIFEST)
        assert data is not None
        changed = hashlib.sha256(data.read()).hexdigest().encode()
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        data = tar.extractfile(layout.MANIFEST)
        assert data is not None
        old = hashlib.sha256(data.read()).hexdigest().encode()
    sealed(package, replaced(forged, old, changed))
    with pytest.raises(SignatureWrong):
        read_package(package, BUREAU)


def test_a_stopped_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PackageNotWritten):
        write_package(tmp_path / "no-folder" / "x.fcpkg", SENDER, BUREAU, bodies_of(SENDER, 1))
    assert list(tmp_path.iterdir()) == []
