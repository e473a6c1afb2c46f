"""Every byte of a package follows from what was signed; what is too large, too deep or too many is refused by name."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldcheck.exchange import layout
from fieldcheck.exchange.errors import (
    NotAPackage,
    PackageAltered,
    PackageError,
    PackageMalformed,
    PackageTooLarge,
    PackageTruncated,
    SignatureWrong,
    WrongAddressee,
)
from tests import forging
from tests.exchange.builders import a_device, bodies_of, read_package, write_package
from tests.forging import Members, Signing

SENDER, BUREAU = a_device(), a_device("bureau")
SIGNER = Signing(json.loads(SENDER.certificate.encoded()), SENDER.keys.private_key)


@pytest.fixture
def members(tmp_path: Path) -> Members:
    path = tmp_path / "good.fcpkg"
    write_package(path, SENDER, BUREAU, bodies_of(SENDER, 3), [b"photo"])
    return forging.members_of(forging.opened(path, BUREAU.keys.identity))


def read(folder: Path, plain: bytes) -> None:
    path = folder / "bad.fcpkg"
    path.write_bytes(forging.sealed(plain, BUREAU.keys.recipient))
    read_package(path, BUREAU)


def test_the_forger_makes_what_the_writer_makes(tmp_path: Path, members: Members) -> None:
    assert forging.bagged(forging.payload_of(members), SIGNER) == members
    read(tmp_path, forging.tar_of(members))


TAGS: list[tuple[str, str, Callable[[bytes], bytes], type[PackageError]]] = [
    ("more in the bag-info", forging.BAG_INFO, lambda data: data + b"Contact: x\n", PackageMalformed),
    ("another sender", forging.BAG_INFO, lambda data: data.replace(b"laptop-1", b"laptop-2"), PackageMalformed),
    ("another size", forging.BAG_INFO, lambda data: data.replace(b"Oxum: ", b"Oxum: 1"), PackageMalformed),
    ("fewer chunks", forging.BAG_INFO, lambda data: data.replace(b"000002", b"000001"), PackageMalformed),
    ("more chunks", forging.BAG_INFO, lambda data: data.replace(b"000002", b"000003"), PackageTruncated),
    ("no chunks", forging.BAG_INFO, lambda data: data.replace(b"Chunks", b"Chanks"), PackageMalformed),
    ("spaces in the signature", forging.SIGNATURE, lambda data: data.replace(b":", b": ", 1), PackageMalformed),
    ("a manifest without its end", forging.MANIFEST, lambda data: data[:-1], PackageMalformed),
    ("a manifest with another end", forging.MANIFEST, lambda data: data.replace(b"\n", b"\r\n"), SignatureWrong),
    ("a file twice in the manifest", forging.MANIFEST, lambda data: data + data[:85], PackageMalformed),
]


@pytest.mark.parametrize(("name", "change", "error"), [row[1:] for row in TAGS], ids=[row[0] for row in TAGS])
def test_small_files_say_nothing_but_what_was_signed(
    tmp_path: Path, members: Members, name: str, change: Callable[[bytes], bytes], error: type[PackageError]
) -> None:
    with pytest.raises(error):
        read(tmp_path, forging.tar_of(forging.retagged({**members, name: change(members[name])})))


def test_a_tag_manifest_lists_four_files_in_order(tmp_path: Path, members: Members) -> None:
    for wrong in (
        members[forging.TAG_MANIFEST] * 2,
        b"".join(reversed(members[forging.TAG_MANIFEST].splitlines(keepends=True))),
        members[forging.TAG_MANIFEST] + b"0" * 64 + b"  other.txt\n",
        b"",
    ):
        with pytest.raises(PackageMalformed, match="tagmanifest"):
            read(tmp_path, forging.tar_of({**members, forging.TAG_MANIFEST: wrong}))


def test_more_chunks_than_announced_are_not_read_as_padding(tmp_path: Path, members: Members) -> None:
    with pytest.raises(PackageMalformed, match="chunks"):
        read(tmp_path, forging.tar_of(members) + bytes(forging.CHUNK))


def test_a_package_sealed_again_for_someone_else_is_not_for_him(tmp_path: Path, members: Members) -> None:
    other = a_device("other")
    path = tmp_path / "forwarded.fcpkg"
    path.write_bytes(forging.sealed(forging.tar_of(members), other.keys.recipient))
    with pytest.raises(WrongAddressee):
        read_package(path, other)


HEADERS: list[tuple[str, dict[str, Any]]] = [
    ("../../etc/passwd", {}),
    ("/etc/passwd", {}),
    ("package/bagit.txt/../bagit.txt", {}),
    ("package/bagit.txt", {"type": b"2", "linkname": "/etc/passwd"}),
    ("package/bagit.txt", {"type": b"1", "linkname": "package/bag-info.txt"}),
    ("package/bagit.txt", {"type": b"5"}),
    ("package/bagit.txt", {"type": b"S"}),
    ("package/bagit.txt", {"type": b"x"}),
    ("package/bagit.txt", {"type": b"L"}),
    ("package/bagit.txt", {"type": b"3"}),
    ("package/bagit.txt", {"mode": 0o4755}),
    ("package/bagit.txt", {"uid": 1}),
    ("package/bagit.txt", {"mtime": 1}),
    ("package/bagit.txt", {"uname": "root"}),
]


@pytest.mark.parametrize(("name", "changes"), HEADERS)
def test_no_name_slips_and_no_link_is_followed(
    tmp_path: Path, members: Members, name: str, changes: dict[str, Any]
) -> None:
    first = forging.piece(name, members[forging.BAGIT], **changes)
    rest = {key: data for key, data in members.items() if key != forging.BAGIT}
    plain = forging.padded(first + b"".join(forging.piece(key, data) for key, data in rest.items()))
    with pytest.raises(PackageMalformed, match=r"bagit\.txt"):
        read(tmp_path, plain)


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (0, b"package/bagit.txt\0x"),
        (0, b"package/b\xff\xff.txt\0"),
        (0, b"n" * 100),
        (124, b"\x80" + b"\xff" * 11),
        (124, b"\xff" * 12),
        (124, b"7" * 11 + b"\0"),
        (124, b"-0000000001\0"),
        (148, b"0000000\0"),
        (257, b"notar"),
    ],
)
def test_a_header_is_one_that_the_format_writes(tmp_path: Path, members: Members, place: int, field: bytes) -> None:
    block = bytearray(forging.tar_of(members))
    block[place : place + len(field)] = field
    if place != 148:
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block[:512])
    with pytest.raises((PackageMalformed, PackageTooLarge)):
        read(tmp_path, bytes(block))


def test_a_size_that_is_not_there_takes_no_memory(tmp_path: Path, members: Members) -> None:
    for name, size in ((forging.BAG_INFO, 2 << 20), (forging.MANIFEST, 33 << 20), (forging.PACKAGE, 17 << 20)):
        plain = b""
        for key, data in members.items():
            plain += forging.header(key, size) if key == name else forging.piece(key, data)
            if key == name:
                break
        with pytest.raises(PackageTooLarge, match=name.rsplit("/", 1)[1]):
            read(tmp_path, forging.padded(plain))


INFOS: list[tuple[str, Callable[[dict[str, Any]], object], type[PackageError]]] = [
    ("a huge number", lambda said: said.update(number=2**60), PackageMalformed),
    ("a negative number", lambda said: said.update(number=-1), PackageMalformed),
    ("a text for a number", lambda said: said.update(number="1"), PackageMalformed),
    ("a package id that is a path", lambda said: said.update(package="../../x"), PackageMalformed),
    ("a direction of its own", lambda said: said.update(direction="sideways"), PackageMalformed),
    ("a clock that is none", lambda said: said.update(clock="yesterday"), PackageMalformed),
    ("a name that moves the cursor", lambda said: said["sender"].update(name="\x1b[2Jx"), PackageMalformed),
    ("an endless name", lambda said: said["sender"].update(name="x" * 1000), PackageMalformed),
    ("a recipient that is none", lambda said: said["addressees"][0].update(recipient="age1"), PackageMalformed),
    ("no addressee", lambda said: said.update(addressees=[]), WrongAddressee),
    ("a blob of three gigabytes", lambda said: said["blobs"][0].update(size=3 << 30), PackageTooLarge),
    ("a blob of a negative size", lambda said: said["blobs"][0].update(size=-5), PackageMalformed),
    ("a blob of another size", lambda said: said["blobs"][0].update(size=6), PackageMalformed),
    ("a blob twice", lambda said: said["blobs"].append(said["blobs"][0]), PackageMalformed),
    ("a range twice", lambda said: said["ranges"].append(said["ranges"][0]), PackageMalformed),
    ("more changes than there are", lambda said: said["ranges"][0].update(last=4), PackageMalformed),
    ("fewer changes than there are", lambda said: said["ranges"][0].update(last=2), PackageMalformed),
    ("records without a snapshot", lambda said: said.update(records=1), PackageMalformed),
    ("a feature that is not there", lambda said: said.update(features=["snapshot"]), PackageMalformed),
    ("a member of its own", lambda said: said.update(extra=1), PackageMalformed),
    ("a default written out", lambda said: said.update(certificates=[]), PackageMalformed),
    ("too many addressees", lambda said: said.update(addressees=said["addressees"] * 10_001), PackageTooLarge),
    ("too many ranges", lambda said: said.update(ranges=said["ranges"] * 10_001), PackageTooLarge),
]


@pytest.mark.parametrize(("change", "error"), [row[1:] for row in INFOS], ids=[row[0] for row in INFOS])
def test_what_is_announced_has_limits(
    tmp_path: Path, members: Members, change: Callable[[dict[str, Any]], object], error: type[PackageError]
) -> None:
    payload = forging.with_info(members, change)
    said = json.loads(members[forging.PACKAGE])
    with pytest.raises(error):
        read(tmp_path, forging.tar_of(forging.bagged(payload, SIGNER, said)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"[" * 1_000_000,
        b'{"format":1,"x":' + b"[" * 1_000_000,
        b'{"format":2,"format":1}',
        b'{"format":NaN}',
        b'{"format":1e400}',
        b'{"format":' + b"9" * 1_000_000 + b"}",
        b'{"format":1,"features":["\\ud800"]}',
        b'{"format":1,"features":["\xed\xa0\x80"]}',
        b"\xff\xfe{",
    ],
    ids=range(13),
)
def test_json_that_is_none_is_named(tmp_path: Path, members: Members, data: bytes) -> None:
    said = json.loads(members[forging.PACKAGE])
    payload = {**forging.payload_of(members), forging.PACKAGE: data}
    with pytest.raises(PackageMalformed, match=r"package\.json"):
        read(tmp_path, forging.tar_of(forging.bagged(payload, SIGNER, said)))


def test_a_line_without_an_end_is_not_kept(tmp_path: Path, members: Members) -> None:
    name = forging.journal_name(members)
    payload = {**forging.payload_of(members), name: b"x" * (3 << 20)}
    with pytest.raises(PackageMalformed, match="journal"):
        read(tmp_path, forging.tar_of(forging.bagged(payload, SIGNER)))


def test_what_is_no_file_is_no_package(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.fcpkg"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises(NotAPackage):
            read_package(path, BUREAU)


def test_an_altered_tag_is_altered(tmp_path: Path, members: Members) -> None:
    changed = {**members, forging.BAG_INFO: members[forging.BAG_INFO].replace(b"Date: 2", b"Date: 3")}
    with pytest.raises(PackageAltered, match="bag-info"):
        read(tmp_path, forging.tar_of(changed))
    assert layout.BAG_INFO == forging.BAG_INFO


def test_nothing_is_written_that_a_reader_would_refuse(tmp_path: Path) -> None:
    sender = a_device("x" * 201)
    with pytest.raises(PackageTooLarge, match=r"package\.json"):
        write_package(tmp_path / "x.fcpkg", sender, BUREAU, bodies_of(sender, 1))
    assert list(tmp_path.iterdir()) == []
