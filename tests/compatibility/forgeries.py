"""How bad packages are forged from the good ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from fieldcheck.exchange import keys
from tests import forging
from tests.compatibility.kit import Kit, fixed
from tests.forging import BAGIT, PACKAGE, RECORDS, SIGNATURE, Members, Signing, canonical

Make = Callable[[Kit], bytes]

AT = "2026-06-01T08:00:00.000Z"


def tar(members: Members) -> bytes:
    return forging.tar_of(members)


def info(kit: Kit, change: Callable[[dict[str, Any]], object], signer: Signing | None = None) -> bytes:
    """The laptop's package with another package.json, signed again."""
    payload = forging.with_info(kit.up, change)
    return tar(forging.bagged(payload, signer or kit.laptop))


def announce(change: Callable[[dict[str, Any]], object]) -> Make:
    """The laptop's package with another package.json, signed by the laptop itself."""
    return lambda kit: info(kit, change)


def json_text(kit: Kit, data: bytes) -> bytes:
    payload = {**forging.payload_of(kit.up), PACKAGE: data}
    return tar(forging.bagged(payload, kit.laptop, json.loads(kit.up[PACKAGE])))


def part(change: Callable[[dict[str, Any]], object]) -> Make:
    """The laptop's package with another range in package.json."""
    return lambda kit: info(kit, lambda said: change(said["ranges"][0]))


def lines(change: Callable[[list[bytes]], Sequence[bytes]]) -> Make:
    """The laptop's journal with other lines, chained and signed by the laptop itself."""
    return lambda kit: tar(
        forging.bagged(forging.with_lines(kit.up, change(forging.lines_of(kit.up)), kit.laptop), kit.laptop)
    )


def last(change: Callable[[dict[str, Any]], object]) -> Make:
    """The laptop's journal, its last change another one."""
    return lines(lambda old: [*old[:-1], changed(old[-1], change)])


def changed(line: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    body = json.loads(line)
    change(body)
    return canonical(body)


def text(old: bytes, new: bytes) -> Make:
    """The laptop's journal with bytes of its last line replaced."""

    def replaced(line: bytes) -> bytes:
        assert old in line
        return line.replace(old, new, 1)

    return lines(lambda every: [*every[:-1], replaced(every[-1])])


def setting(value: object) -> Make:
    return last(lambda body: body["set"].update(strange=value))


def member(name: str, change: Callable[[bytes], bytes]) -> Make:
    """The laptop's package with one member changed and nothing made to fit."""
    return lambda kit: tar(with_member(kit, name, change))


def forged(name: str, change: Callable[[bytes], bytes]) -> Make:
    """The same, the tag manifest made to fit."""
    return lambda kit: tar(forging.retagged(with_member(kit, name, change)))


def with_member(kit: Kit, name: str, change: Callable[[bytes], bytes]) -> Members:
    members = {**kit.up, name: change(kit.up[name])}
    assert members != kit.up
    return members


def snapshot(change: Callable[[list[bytes]], list[bytes]]) -> Make:
    """The bureau's package with other record lines, signed by the bureau."""

    def make(kit: Kit) -> bytes:
        changed_lines = change(kit.down[RECORDS].split(b"\n")[:-1])
        payload = {**forging.payload_of(kit.down), RECORDS: b"".join(line + b"\n" for line in changed_lines)}
        payload = forging.with_info(payload, lambda said: said.update(records=len(changed_lines)))
        return tar(forging.bagged(payload, kit.bureau))

    return make


def record(place: int, value: object) -> Make:
    """The bureau's package, one part of the first value in its first record another one."""

    def change(line: dict[str, Any]) -> None:
        next(iter(line["fields"].values()))[0][place] = value

    return snapshot(lambda old: [changed(old[0], change), *old[1:]])


def fewer_records(kit: Kit) -> bytes:
    payload = forging.with_info(kit.down, lambda said: said.update(records=said["records"] - 1))
    return tar(forging.bagged(payload, kit.bureau))


def down(name: str, **members: object) -> Make:
    """The bureau's package with other members in a part of package.json."""

    def make(kit: Kit) -> bytes:
        payload = forging.with_info(kit.down, lambda said: said[name].update(members))
        return tar(forging.bagged(payload, kit.bureau, json.loads(kit.down[PACKAGE])))

    return make


def from_colleague(kit: Kit) -> bytes:
    """A colleague's laptop writes a snapshot in the bureau's name."""
    said = kit.colleague.certificate
    sender = {"device": said["device"], "name": said["name"], "role": said["role"]}
    payload = forging.with_info(kit.down, lambda info: info.update(sender=sender))
    return tar(forging.bagged(payload, kit.colleague))


def upward_snapshot(kit: Kit) -> bytes:
    """A laptop sends its bureau a snapshot."""
    said = json.loads(kit.up[PACKAGE])
    snapshot_info = {"number": 2**52, "vector": {}, "withdrawn": [], "deleted": []}
    said.update(direction="upward", records=0, snapshot=snapshot_info, features=sorted({*said["features"], "snapshot"}))
    payload = {**forging.payload_of(kit.up), PACKAGE: canonical(said), RECORDS: b""}
    return tar(forging.bagged(payload, kit.laptop))


def as_sender(kit: Kit, signer: Signing, certificates: list[dict[str, Any]] | None = None) -> bytes:
    """The laptop's package as somebody else's own."""
    said = signer.certificate

    def change(info: dict[str, Any]) -> None:
        info["sender"] = {"device": said["device"], "name": said["name"], "role": said["role"]}
        if certificates:
            info["certificates"] = certificates

    return info(kit, change, signer)


def issued_by_laptop(kit: Kit) -> bytes:
    signer = forging.certified(fixed("friend", kit.recipients["laptop"]), kit.laptop)
    return as_sender(kit, signer, [kit.laptop.certificate])


def loop(kit: Kit) -> bytes:
    """Two bureaus that certify each other."""
    first, second = (fixed(label, kit.recipients["laptop"]) for label in ("first", "second"))
    bare = {one.device: Signing({"device": one.device}, one.private_key) for one in (first, second)}
    one = forging.certified(first, bare[second.device], role="bureau")
    two = forging.certified(second, bare[first.device], role="bureau")
    return as_sender(kit, one, [one.certificate, two.certificate])


def long_chain(kit: Kit) -> bytes:
    """Nine bureaus between the signer and the one that is trusted."""
    above, chain = kit.bureau, []
    for number in range(10):
        above = forging.certified(fixed(f"bureau {number}", kit.recipients["laptop"]), above, role="bureau")
        chain.append(above.certificate)
    return as_sender(kit, above, chain)


def promoted(kit: Kit) -> bytes:
    """The laptop calls itself a bureau."""
    signer = Signing({**kit.laptop.certificate, "role": "bureau"}, kit.laptop.private_key)
    return as_sender(kit, signer)


def other_key(kit: Kit) -> bytes:
    """A stranger's key in the laptop's certificate."""
    key = kit.stranger.certificate["public_key"]
    return as_sender(kit, Signing({**kit.laptop.certificate, "public_key": key}, kit.stranger.private_key))


def resigned_unsigned(kit: Kit) -> bytes:
    """A line is changed and the manifests with it; only the signature is the old one."""
    bag = forging.bagged(with_name(kit, None), kit.laptop)
    return tar(forging.retagged({**bag, SIGNATURE: kit.up[SIGNATURE]}))


def with_name(kit: Kit, signer: Signing | None) -> Members:
    every = forging.lines_of(kit.up)
    return forging.with_lines(kit.up, [*every[:-1], changed(every[-1], lambda b: b["set"].update(note="x"))], signer)


def withheld(kit: Kit) -> list[bytes]:
    every = forging.lines_of(kit.up)
    return [*every[:-1], b'"' + hashlib.sha256(every[-1]).hexdigest().encode() + b'"']


def withheld_uncounted(kit: Kit) -> bytes:
    return tar(forging.bagged(forging.with_lines(kit.up, withheld(kit), None), kit.laptop))


def withheld_swapped(kit: Kit) -> bytes:
    """Of a change that is withheld, another hash; the laptop's end of the chain as it was."""
    payload = forging.with_lines(kit.up, [*withheld(kit)[:-1], b'"' + b"0" * 64 + b'"'], None)

    def change(said: dict[str, Any]) -> None:
        said["ranges"][0]["withheld"] = 1
        said["features"] = sorted({*said["features"], "withheld"})

    return tar(forging.bagged(forging.with_info(payload, change), kit.laptop))


def head_of_another_key(kit: Kit) -> bytes:
    signer = Signing(kit.laptop.certificate, kit.stranger.private_key)
    return tar(forging.bagged(with_name(kit, signer), kit.laptop))


def rewritten(kit: Kit) -> bytes:
    """The laptop tells another history than the one it sent."""
    return tar(forging.bagged(with_name(kit, kit.laptop), kit.laptop))


def gap(kit: Kit) -> bytes:
    """The same changes without the first of them."""
    every = forging.lines_of(kit.up)
    said = json.loads(kit.up[PACKAGE])["ranges"][0]
    previous = hashlib.sha256(bytes.fromhex(said["previous"]) + hashlib.sha256(every[0]).digest()).hexdigest()
    payload = {**forging.payload_of(kit.up), forging.journal_name(kit.up): b"".join(x + b"\n" for x in every[1:])}
    payload = forging.with_info(payload, lambda info: info["ranges"][0].update(first=2, previous=previous))
    return tar(forging.bagged(payload, kit.laptop))


def two_blobs(kit: Kit) -> bytes:
    names = [name for name in kit.up if "/blobs/" in name]
    return tar({**kit.up, names[0]: kit.up[names[0]] + b"x"})


def blob_renamed(kit: Kit) -> bytes:
    """Bytes under the hash of others."""
    name = next(name for name in kit.up if "/blobs/" in name)
    other = f"package/data/blobs/{'0' * 64}"
    payload = {(other if key == name else key): data for key, data in forging.payload_of(kit.up).items()}
    payload = forging.with_info(payload, lambda said: said["blobs"][0].update(sha256="0" * 64))
    order = [PACKAGE, other, *(key for key in payload if key not in (PACKAGE, other))]
    return tar(forging.bagged({key: payload[key] for key in order}, kit.laptop))


def header(name: str = BAGIT, **changes: object) -> Make:
    """The first member under another header."""

    def make(kit: Kit) -> bytes:
        rest = [forging.piece(key, data) for key, data in kit.up.items() if key != BAGIT]
        return forging.padded(forging.piece(name, kit.up[BAGIT], **changes) + b"".join(rest))

    return make


def field(place: int, data: bytes) -> Make:
    """The first header with other bytes at a place, and a checksum that fits."""

    def make(kit: Kit) -> bytes:
        block = bytearray(tar(kit.up))
        block[place : place + len(data)] = data
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block[:512])
        return bytes(block)

    return make


def swapped(kit: Kit) -> bytes:
    """Two members of the payload in another order, signed so."""
    payload = forging.payload_of(kit.up)
    order = [PACKAGE, *reversed([name for name in payload if name != PACKAGE])]
    return tar(forging.bagged({name: payload[name] for name in order}, kit.laptop))


def twice(kit: Kit) -> bytes:
    return forging.padded(b"".join(forging.piece(key, data) for key, data in kit.up.items() for _ in range(2)))


def extra(kit: Kit) -> bytes:
    return tar(forging.bagged({**forging.payload_of(kit.up), "package/data/more.txt": b"x"}, kit.laptop))


def behind(kit: Kit) -> bytes:
    return tar(kit.up)[:-1] + b"x"


def sized(name: str, size: int) -> Make:
    """A member that claims a size and does not have it."""

    def make(kit: Kit) -> bytes:
        before = [key for key in kit.up if list(kit.up).index(key) < list(kit.up).index(name)]
        return forging.padded(b"".join(forging.piece(key, kit.up[key]) for key in before) + forging.header(name, size))

    return make


def sealed_cut(size: int) -> Make:
    def make(kit: Kit) -> bytes:
        return MARK + b"-> X25519 AAAA\nBBBB\n--- " + b"C" * 43 + b"\n" + bytes(size)

    return make


MARK = b"age-encryption.org/v1\n"
DEEP: Any = []
for _ in range(65):
    DEEP = [DEEP]


def altered_journal(kit: Kit) -> Members:
    name = forging.journal_name(kit.up)
    data = kit.up[name]
    place = data.index(b'"author":"') + 10
    return {name: data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]}


def endless(kit: Kit) -> Members:
    return {**forging.payload_of(kit.up), forging.journal_name(kit.up): b"x" * (2 << 20)}


def many_kinds(kit: Kit) -> Members:
    every = forging.lines_of(kit.up)
    body = json.loads(every[-1])
    more = [canonical({**body, "seq": body["seq"] + n, "kind": f"kind{n}"}) for n in range(1, 202)]
    return forging.bagged(forging.with_lines(kit.up, [*every, *more], kit.laptop), kit.laptop)


def more_lines(kit: Kit) -> bytes:
    """One line more than the end that the laptop signed."""
    every = forging.lines_of(kit.up)
    payload = forging.with_lines(kit.up, every[:-1], kit.laptop)
    name = forging.journal_name(kit.up)
    return tar(forging.bagged({**payload, name: kit.up[name]}, kit.laptop))


def revoking(signer: Callable[[Kit], Signing], *, altered: bool = False) -> Make:
    """The laptop's package with a revocation of the laptop, signed by someone, and changed afterwards."""

    def make(kit: Kit) -> bytes:
        by = signer(kit)
        one = {"device": kit.laptop.device, "last_seq": 1, "at": AT, "reason": "x", "issuer": by.device}
        signed = keys.sign(by.private_key, "fieldcheck-revocation-1", canonical(one))
        said = {**one, "signature": signed.hex(), **({"last_seq": 0} if altered else {})}
        return info(kit, lambda package: package.update(revocations=[said]))

    return make


def many_fields(kit: Kit) -> bytes:
    return last(lambda body: body.update(set={f"f{number}": 1 for number in range(1_001)}))(kit)


def many_ranges(kit: Kit) -> bytes:
    return info(kit, lambda said: said.update(ranges=said["ranges"] * 10_001))


def below(name: str, old: bytes, new: bytes) -> Make:
    """The bureau's package with bytes of one member replaced and nothing made to fit."""

    def make(kit: Kit) -> bytes:
        assert old in kit.down[name]
        return tar({**kit.down, name: kit.down[name].replace(old, new, 1)})

    return make


def flipped_digit(data: bytes) -> bytes:
    """signature.json with another digit in its last signature."""
    return data[:-4] + (b"0" if data[-4:-3] != b"0" else b"1") + data[-3:]
