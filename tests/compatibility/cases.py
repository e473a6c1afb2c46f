"""Bad packages: what each of them does, and by which name it is refused.

What is signed by the laptop is signed with its real key: a laptop that is enrolled can be in wrong hands too.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests import forging
from tests.compatibility.forgeries import (
    DEEP,
    MARK,
    Make,
    altered_journal,
    announce,
    as_sender,
    behind,
    below,
    blob_renamed,
    down,
    endless,
    extra,
    fewer_records,
    field,
    flipped_digit,
    forged,
    from_colleague,
    gap,
    head_of_another_key,
    header,
    info,
    issued_by_laptop,
    json_text,
    last,
    lines,
    long_chain,
    loop,
    many_fields,
    many_kinds,
    many_ranges,
    member,
    more_lines,
    other_key,
    part,
    promoted,
    record,
    resigned_unsigned,
    revoking,
    rewritten,
    sealed_cut,
    setting,
    sized,
    snapshot,
    swapped,
    tar,
    text,
    twice,
    two_blobs,
    upward_snapshot,
    with_name,
    withheld_swapped,
    withheld_uncounted,
)
from tests.forging import BAG_INFO, MANIFEST, PACKAGE, RECORDS, SIGNATURE


@dataclass(frozen=True)
class Case:
    """One bad package.

    Attributes:
        name: of its file in bad/.
        code: of the error.
        make: the tar inside the seal; where `whole`, the file itself.
        to: whose store refuses it: bureau, laptop, or bureau-after, which took the good package before.
        alone: the code that reading it with a key alone gives; "-" where only a store can know that it is bad.
    """

    name: str
    code: str
    make: Make
    to: str = "bureau"
    alone: str = ""
    whole: bool = False


CASES = [
    # The file is something else, or ends.
    Case("file-empty", "PACKAGE_NOT_A_PACKAGE", lambda kit: b"", whole=True),
    Case("file-zip", "PACKAGE_NOT_A_PACKAGE", lambda kit: b"PK\x03\x04" + bytes(60), whole=True),
    Case("file-armored", "PACKAGE_NOT_A_PACKAGE", lambda kit: b"-----BEGIN AGE ENCRYPTED FILE-----\n", whole=True),
    Case("file-endless-header", "PACKAGE_NOT_A_PACKAGE", lambda kit: MARK + b"-> X\n" * 20_000, whole=True),
    Case("file-cut-in-the-mark", "PACKAGE_TRUNCATED", lambda kit: MARK[:9], whole=True),
    Case("file-cut-in-the-header", "PACKAGE_TRUNCATED", lambda kit: MARK + b"-> X25519 AAAA\n", whole=True),
    Case("file-cut-behind-the-header", "PACKAGE_TRUNCATED", sealed_cut(1_000), whole=True),
    # The tar.
    Case("tar-empty", "PACKAGE_MALFORMED", lambda kit: forging.padded(b"")),
    Case("tar-ends-early", "PACKAGE_MALFORMED", sized(PACKAGE, 400_000)),
    Case("tar-path-slip", "PACKAGE_MALFORMED", header("../../bagit.txt")),
    Case("tar-absolute", "PACKAGE_MALFORMED", header("/package/bagit.txt")),
    Case("tar-nul-in-name", "PACKAGE_MALFORMED", field(0, b"package/bagit.txt\0x")),
    Case("tar-name-not-ascii", "PACKAGE_MALFORMED", field(0, b"package/b\xff\xffit.txt")),
    Case("tar-symbolic-link", "PACKAGE_MALFORMED", header(type=b"2", linkname="/etc/passwd")),
    Case("tar-hard-link", "PACKAGE_MALFORMED", header(type=b"1", linkname=BAG_INFO)),
    Case("tar-directory", "PACKAGE_MALFORMED", header(type=b"5")),
    Case("tar-device", "PACKAGE_MALFORMED", header(type=b"3")),
    Case("tar-sparse", "PACKAGE_MALFORMED", header(type=b"S")),
    Case("tar-pax", "PACKAGE_MALFORMED", header(type=b"x")),
    Case("tar-long-name", "PACKAGE_MALFORMED", header(type=b"L")),
    Case("tar-executable", "PACKAGE_MALFORMED", header(mode=0o4755)),
    Case("tar-negative-size", "PACKAGE_MALFORMED", field(124, b"\xff" * 12)),
    Case("tar-enormous-size", "PACKAGE_MALFORMED", field(124, b"\x80" + b"\xff" * 11)),
    Case("tar-member-twice", "PACKAGE_MALFORMED", twice),
    Case("tar-member-more", "PACKAGE_MALFORMED", extra),
    Case("tar-order", "PACKAGE_MALFORMED", swapped),
    Case("tar-more-behind", "PACKAGE_MALFORMED", behind),
    Case("tar-manifest-too-large", "PACKAGE_TOO_LARGE", sized(MANIFEST, 33 << 20)),
    Case("tar-announcement-too-large", "PACKAGE_TOO_LARGE", sized(PACKAGE, 17 << 20)),
    # Altered, and nothing signed again.
    Case("altered-bag-info", "PACKAGE_ALTERED", member(BAG_INFO, lambda data: data.replace(b"Date: 2", b"Date: 3"))),
    Case("altered-manifest", "PACKAGE_ALTERED", member(MANIFEST, lambda data: b"0" + data[1:])),
    Case("altered-journal", "PACKAGE_HEAD", lambda kit: tar({**kit.up, **altered_journal(kit)})),
    Case("altered-blob", "PACKAGE_MALFORMED", two_blobs),
    Case("altered-number", "PACKAGE_ALTERED", member(PACKAGE, lambda data: data.replace(b'"number":1', b'"number":2'))),
    Case("altered-snapshot", "PACKAGE_ALTERED", below(RECORDS, "莱山".encode(), "芝山".encode()), to="laptop"),
    Case("altered-receipt", "PACKAGE_ALTERED", below(PACKAGE, b'"receipt"', b'"receIpt"'), to="laptop"),
    # Forged: tags fit, the signature does not.
    Case("forged-bag-info", "PACKAGE_MALFORMED", forged(BAG_INFO, lambda data: data.replace(b"Date: 2", b"Date: 3"))),
    Case("forged-manifest", "PACKAGE_SIGNATURE", forged(MANIFEST, lambda data: b"0" * 64 + data[64:])),
    Case("forged-journal", "PACKAGE_SIGNATURE", resigned_unsigned),
    Case("forged-signature", "PACKAGE_SIGNATURE", forged(SIGNATURE, flipped_digit)),
    # Someone else's key.
    Case("signer-unknown", "PACKAGE_UNKNOWN_SIGNER", lambda kit: as_sender(kit, kit.stranger), alone="-"),
    Case("signer-issued-by-a-laptop", "PACKAGE_UNKNOWN_SIGNER", issued_by_laptop),
    Case("signer-loop", "PACKAGE_UNKNOWN_SIGNER", loop),
    Case("signer-long-chain", "PACKAGE_UNKNOWN_SIGNER", long_chain),
    Case("signer-promoted", "CERTIFICATE_WRONG", promoted),
    Case("signer-another-key", "PACKAGE_SIGNATURE", other_key, alone="CERTIFICATE_WRONG"),
    Case("signer-in-another-name", "PACKAGE_SENDER", lambda kit: info(kit, lambda said: None, kit.colleague)),
    Case("sealed-again-for-another", "PACKAGE_WRONG_ADDRESSEE", lambda kit: tar(kit.up), to="laptop"),
    # The laptop itself, in wrong hands: the journal.
    Case("journal-head-not-signed", "PACKAGE_HEAD", lambda kit: tar(forging.bagged(with_name(kit, None), kit.laptop))),
    Case("journal-head-of-another-key", "PACKAGE_HEAD", head_of_another_key),
    Case("journal-head-altered", "PACKAGE_HEAD", part(lambda one: one.update(head="0" * 64))),
    Case("journal-previous-altered", "PACKAGE_FORK_BEFORE", part(lambda one: one.update(previous="0" * 64))),
    Case("journal-rewritten", "PACKAGE_FORK", rewritten, to="bureau-after", alone="-"),
    Case("journal-gap", "PACKAGE_GAP", gap, alone="-"),
    Case("journal-order", "JOURNAL_LINE", lines(lambda old: [*old[:-2], old[-1], old[-2]])),
    Case("journal-withheld-swapped", "PACKAGE_HEAD", withheld_swapped),
    Case("journal-withheld-not-counted", "PACKAGE_MALFORMED", withheld_uncounted),
    Case("journal-withheld-no-hash", "JOURNAL_LINE", lines(lambda old: [*old[:-1], b'"' + b"G" * 64 + b'"'])),
    Case("journal-backwards", "PACKAGE_MALFORMED", part(lambda one: one.update(first=3, last=2))),
    Case("journal-twice", "PACKAGE_MALFORMED", announce(lambda said: said["ranges"].append(said["ranges"][0]))),
    Case("journal-more-lines", "PACKAGE_MALFORMED", more_lines),
    Case("journal-fewer-lines", "PACKAGE_HEAD", part(lambda one: one.update(last=one["last"] - 1))),
    Case("journal-no-end", "PACKAGE_MALFORMED", lambda kit: tar(forging.bagged(endless(kit), kit.laptop))),
    # The laptop itself: what a line says.
    Case("line-not-json", "JOURNAL_LINE", lines(lambda old: [*old[:-1], b"{"])),
    Case("line-empty", "JOURNAL_LINE", lines(lambda old: [*old[:-1], b""])),
    Case("line-of-another-device", "JOURNAL_LINE", last(lambda body: body.update(device="0" * 36))),
    Case("line-spaces", "JOURNAL_LINE", text(b'":', b'": ')),
    Case("line-key-twice", "JOURNAL_LINE", text(b'"set":{', b'"set":{"note":1,"note":1,')),
    Case("line-nan", "JOURNAL_LINE", text(b'"set":{', b'"set":{"a":NaN,')),
    Case("line-float", "JOURNAL_LINE", setting(1.5)),
    Case("line-lone-surrogate", "JOURNAL_LINE", text(b'"set":{', b'"set":{"a":"\\ud800",')),
    Case("line-surrogate-bytes", "JOURNAL_LINE", text(b'"set":{', b'"set":{"a":"\xed\xa0\x80",')),
    Case("line-escaped-letters", "JOURNAL_LINE", text(b'"set":{', b'"set":{"a":"\\u0041",')),
    Case("line-nested", "JOURNAL_LINE", setting(DEEP)),
    Case("line-very-nested", "JOURNAL_LINE", text(b'"set":{', b'"set":{"a":' + b"[" * 500_000 + b"]" * 500_000 + b",")),
    Case("line-too-long", "PACKAGE_MALFORMED", setting("x" * (1 << 20))),
    Case("line-too-many-fields", "JOURNAL_LINE", many_fields),
    Case("line-enormous-over", "JOURNAL_LINE", last(lambda body: body.update(over={"0" * 36: [*range(1, 100_002)]}))),
    Case("line-number-beyond", "JOURNAL_LINE", last(lambda body: body.update(over={"0" * 36: [2**53]}))),
    Case("line-over-nothing", "JOURNAL_LINE", last(lambda body: body.update(over={"0" * 36: [0]}))),
    Case("line-wrong-type", "JOURNAL_LINE", last(lambda body: body.update(set=[1]))),
    Case("line-author-is-a-number", "JOURNAL_LINE", last(lambda body: body.update(author=7))),
    Case("line-at-is-no-moment", "JOURNAL_LINE", last(lambda body: body.update(at="gestern"))),
    Case("line-at-is-no-day", "JOURNAL_LINE", last(lambda body: body.update(at="2026-02-30T08:00:00.000Z"))),
    Case("line-id-moves-the-cursor", "JOURNAL_LINE", last(lambda body: body.update(entity="\x1b[2J"))),
    Case("line-id-endless", "JOURNAL_LINE", last(lambda body: body.update(entity="x" * 5_000))),
    Case("line-kind-is-no-name", "JOURNAL_LINE", last(lambda body: body.update(kind="a b"))),
    Case("line-field-is-no-name", "JOURNAL_LINE", last(lambda body: body.update(set={"~deletions": [1, 2, 3, 4, 5]}))),
    Case("line-too-many-kinds", "PACKAGE_TOO_LARGE", lambda kit: tar(many_kinds(kit))),
    # The laptop itself: what is announced.
    Case("announced-nesting", "PACKAGE_MALFORMED", lambda kit: json_text(kit, b"[" * (4 << 20))),
    Case("announced-nesting-unknown", "PACKAGE_MALFORMED", lambda kit: json_text(kit, b'{"x":' + b"[" * (4 << 20))),
    Case("announced-nan", "PACKAGE_MALFORMED", lambda kit: json_text(kit, b'{"format":NaN}')),
    Case("announced-key-twice", "PACKAGE_MALFORMED", lambda kit: json_text(kit, b'{"format":1,' + kit.up[PACKAGE][1:])),
    Case("announced-spaces", "PACKAGE_MALFORMED", lambda kit: json_text(kit, kit.up[PACKAGE] + b" ")),
    Case("announced-number-nought", "PACKAGE_MALFORMED", announce(lambda said: said.update(number=0))),
    Case("announced-number-enormous", "PACKAGE_MALFORMED", announce(lambda said: said.update(number=2**53))),
    Case("announced-id-is-a-path", "PACKAGE_MALFORMED", announce(lambda said: said.update(package="../x"))),
    Case("announced-newer-format", "PACKAGE_NEWER", announce(lambda said: said.update(format=2))),
    Case("announced-newer-feature", "PACKAGE_NEWER", announce(lambda said: said.update(features=["teleport"]))),
    Case("announced-feature-not-there", "PACKAGE_MALFORMED", announce(lambda said: said.update(features=["snapshot"]))),
    Case("announced-member-unknown", "PACKAGE_MALFORMED", announce(lambda said: said.update(extra=1))),
    Case("announced-ranges-too-many", "PACKAGE_TOO_LARGE", many_ranges),
    Case("announced-blob-too-large", "PACKAGE_TOO_LARGE", announce(lambda said: said["blobs"][0].update(size=3 << 30))),
    Case("announced-blob-size-lies", "PACKAGE_MALFORMED", announce(lambda said: said["blobs"][0].update(size=1))),
    Case("announced-blob-renamed", "PACKAGE_MALFORMED", blob_renamed),
    Case("announced-snapshot-upward", "PACKAGE_SENDER", upward_snapshot),
    Case("revocation-by-a-laptop", "PACKAGE_REVOCATION", revoking(lambda kit: kit.colleague), alone="-"),
    Case("revocation-by-a-stranger", "PACKAGE_REVOCATION", revoking(lambda kit: kit.stranger), alone="-"),
    Case("revocation-altered", "PACKAGE_REVOCATION", revoking(lambda kit: kit.bureau, altered=True), alone="-"),
    # Downward.
    Case("snapshot-from-a-colleague", "PACKAGE_SENDER", from_colleague, to="laptop"),
    Case("snapshot-line-not-json", "SNAPSHOT_LINE", snapshot(lambda old: [*old[:-1], b"{"]), to="laptop"),
    Case("snapshot-line-float", "SNAPSHOT_LINE", record(0, 1.5), to="laptop"),
    Case("snapshot-line-spaces", "SNAPSHOT_LINE", snapshot(lambda old: [old[0] + b" ", *old[1:]]), to="laptop"),
    Case("snapshot-line-from-nowhere", "SNAPSHOT_LINE", record(2, 999), to="laptop"),
    Case("snapshot-line-at-nonsense", "SNAPSHOT_LINE", record(3, "x"), to="laptop"),
    Case("snapshot-line-nested", "SNAPSHOT_LINE", record(0, DEEP), to="laptop"),
    Case("snapshot-line-twice", "PACKAGE_MALFORMED", snapshot(lambda old: [old[0], *old]), to="laptop"),
    Case("snapshot-order", "PACKAGE_MALFORMED", snapshot(lambda old: [old[1], old[0], *old[2:]]), to="laptop"),
    Case("snapshot-number-enormous", "PACKAGE_MALFORMED", down("snapshot", number=2**63), to="laptop"),
    Case("snapshot-vector-negative", "PACKAGE_MALFORMED", down("snapshot", vector={"0" * 36: -1}), to="laptop"),
    Case("snapshot-fewer-records", "PACKAGE_MALFORMED", fewer_records, to="laptop"),
    Case("receipt-hash-is-none", "PACKAGE_MALFORMED", down("receipt", missing_blobs=["x"]), to="laptop"),
]
