"""What an attacker can do who knows the addressees: open a package, change what is inside, sign and seal it again.

Written from docs/package-format.md alone, so that the reader is not held against the writer's own code.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

from fieldcheck.exchange import keys
from fieldcheck.store import Store, devices

CHUNK, BLOCK = 65536, 512
BAGIT, BAG_INFO, MANIFEST, SIGNATURE, TAG_MANIFEST = (
    f"package/{name}"
    for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "signature.json", "tagmanifest-sha256.txt")
)
PACKAGE, RECORDS = "package/data/package.json", "package/data/records.jsonl"

Members = dict[str, bytes]
"""What is in the bag, in its order: bytes by name."""


@dataclass(frozen=True)
class Signing:
    """Who signs: a certificate as JSON members, and the key."""

    certificate: dict[str, Any]
    private_key: bytes

    @property
    def device(self) -> str:
        device: str = self.certificate["device"]
        return device


def signing_of(store: Store) -> Signing:
    """Return the keys of a store: its owner signs what nobody should have signed."""
    own = devices.own(store.reader())
    assert own.certificate is not None
    return Signing(json.loads(own.certificate), devices.own_identity(store.reader()).private_key)


def stranger() -> Signing:
    """Return someone who certified himself."""
    made = keys.generate()
    return certified(made, Signing({"device": made.device}, made.private_key))


def certified(made: keys.DeviceKeys, issuer: Signing, **changes: object) -> Signing:
    """Return a device with a certificate by `issuer`."""
    certificate: dict[str, Any] = {
        "device": made.device,
        "name": "强盗",
        "role": "inspector",
        "scope": {"sectors": [], "towns": []},
        "public_key": made.public_key.hex(),
        "recipient": made.recipient,
        "issued_at": "2026-06-01T08:00:00.000Z",
        "issuer": issuer.device,
        **changes,
    }
    signature = keys.sign(issuer.private_key, "fieldcheck-certificate-1", canonical(certificate))
    return Signing({**certificate, "signature": signature.hex()}, made.private_key)


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def opened(path: Path, identity: str) -> bytes:
    """Return the tar inside a package."""
    target = io.BytesIO()
    with path.open("rb") as file:
        pyrage.decrypt_io(file, target, [pyrage.x25519.Identity.from_str(identity)])
    return target.getvalue()


def sealed(plain: bytes, recipient: str) -> bytes:
    """Return bytes sealed for someone."""
    target = io.BytesIO()
    pyrage.encrypt_io(io.BytesIO(plain), target, [pyrage.x25519.Recipient.from_str(recipient)])
    return target.getvalue()


def members_of(plain: bytes) -> Members:
    """Return what is in a tar."""
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        return members_in(tar)


def members_in(tar: tarfile.TarFile) -> Members:
    """Return what is in an open tar."""
    found: Members = {}
    for info in tar.getmembers():
        file = tar.extractfile(info)
        assert file is not None
        found[info.name] = file.read()
    return found


def header(name: str, size: int, **changes: object) -> bytes:
    """Return the header of a member; `changes` are attributes of a TarInfo."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    for attribute, value in changes.items():
        setattr(info, attribute, value)
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "surrogateescape")


def piece(name: str, data: bytes, **changes: object) -> bytes:
    """Return a member as it lies in the tar."""
    return header(name, len(data), **changes) + data + bytes(-len(data) % BLOCK)


def padded(plain: bytes) -> bytes:
    """Return a tar with its end and its padding."""
    return plain + bytes(chunks_of(len(plain)) * CHUNK - len(plain))


def chunks_of(size: int) -> int:
    return max(2, -(-(size + 2 * BLOCK) // CHUNK))


def tar_of(members: Members) -> bytes:
    """Return the tar of these members as the format writes it."""
    return padded(b"".join(piece(name, data) for name, data in members.items()))


def listing(members: Members) -> bytes:
    """Return the manifest of these members."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name.removeprefix('package/')}\n" for name, data in members.items())
    return "".join(lines).encode()


def payload_of(members: Members) -> Members:
    return {name: data for name, data in members.items() if name.startswith("package/data/")}


def bagged(payload: Members, signer: Signing, info: Mapping[str, Any] | None = None) -> Members:
    """Return the whole bag of a payload, signed; `info` is what package.json says, where it cannot be read there."""
    said = info if info is not None else json.loads(payload[PACKAGE])
    manifest = listing(payload)
    signed = keys.sign(signer.private_key, "fieldcheck-package-1", hashlib.sha256(manifest).digest())
    signature = {"certificate": signer.certificate, "device": signer.device, "signature": signed.hex()}
    tags = {BAGIT: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", BAG_INFO: bag_info(said, payload, 0)}
    tags |= {MANIFEST: manifest, SIGNATURE: canonical(signature)}
    chunks = len(tar_of({**tags, TAG_MANIFEST: listing(tags), **payload})) // CHUNK
    tags[BAG_INFO] = bag_info(said, payload, chunks)
    return {**tags, TAG_MANIFEST: listing(tags), **payload}


def bag_info(said: Mapping[str, Any], payload: Members, chunks: int) -> bytes:
    total = sum(map(len, payload.values()))
    return (
        f"FieldCheck-Package-Format: 1\nExternal-Identifier: {said['package']}\nBagging-Date: {said['clock'][:10]}\n"
        f"Source-Organization: {said['sender']['name']}\nPayload-Oxum: {total}.{len(payload)}\nChunks: {chunks:012d}\n"
    ).encode()


def retagged(members: Members) -> Members:
    """Return the bag with a tag manifest that fits."""
    tags = {name: members[name] for name in (BAGIT, BAG_INFO, MANIFEST, SIGNATURE)}
    return {**members, TAG_MANIFEST: listing(tags)}


def with_info(members: Members, change: Callable[[dict[str, Any]], object]) -> Members:
    """Return the payload with a changed package.json."""
    said = json.loads(members[PACKAGE])
    change(said)
    return {**payload_of(members), PACKAGE: canonical(said)}


def journal_name(members: Members) -> str:
    return next(name for name in members if "/journal/" in name)


def lines_of(members: Members) -> list[bytes]:
    """Return the lines of the journal."""
    return members[journal_name(members)].split(b"\n")[:-1]


def with_lines(members: Members, lines: Sequence[bytes], signer: Signing | None) -> Members:
    """Return the payload with other journal lines; with `signer`, chained and signed as its device would."""
    joined = b"".join(line + b"\n" for line in lines)
    payload = {**payload_of(members), journal_name(members): joined}
    if signer is None:
        return payload

    def change(said: dict[str, Any]) -> None:
        part = said["ranges"][0]
        end = bytes.fromhex(part["previous"])
        for line in lines:
            end = hashlib.sha256(end + body_hash(line)).digest()
        part["last"] = part["first"] + len(lines) - 1
        part["head"] = end.hex()
        part["signature"] = signed_head(signer, part["last"], end)
        part["withheld"] = sum(line[:1] == b'"' for line in lines)
        if part["withheld"]:
            said["features"] = sorted({*said["features"], "withheld"})

    return {**payload, PACKAGE: with_info(payload, change)[PACKAGE]}


def body_hash(line: bytes) -> bytes:
    """Return the hash that stands in the chain for a line."""
    try:
        return bytes.fromhex(line[1:-1].decode()) if line[:1] == b'"' else hashlib.sha256(line).digest()
    except ValueError:
        return hashlib.sha256(line).digest()


def signed_head(signer: Signing, seq: int, end: bytes) -> str:
    content = signer.device.encode() + seq.to_bytes(8, "big") + end
    return keys.sign(signer.private_key, "fieldcheck-head-1", content).hex()
