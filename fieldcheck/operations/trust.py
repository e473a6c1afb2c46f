"""Whom a store trusts: itself where it is a bureau's, and the bureau that it was enrolled at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from fieldcheck.exchange import certificates, keys
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.model.errors import N_, AuthorityError, EnvironmentProblem, NotFoundError
from fieldcheck.model.values import Role
from fieldcheck.operations import peers
from fieldcheck.paths import data_directory
from fieldcheck.store import Reader, Store, Transaction, devices, local
from fieldcheck.store.devices import CertifiedDevice, Device
from fieldcheck.store.queries import exchange
from fieldcheck.store.trust import certify_own

BUREAU = "bureau"
"""Local state: certificate and escrow recipient of the bureau that this store was enrolled at. A bureau's own store
keeps what the city issued to it there too, and goes on signing with its own certificate for what is below it."""
ESCROW = "escrow"
"""Local state of a bureau: the recipient of its escrow key. The key itself is nowhere but where a person keeps it."""


SUCCEEDED = "succeeded"
"""Local state of a bureau: certificates of the bureaus whose stores are lost and whose place it took."""


OF_ONE_BUREAU = frozenset({"profile", "number_block", "enrolment", "wording", "typeface"})
"""Kinds that are between a bureau and its laptops: no other bureau is shown them, above or below."""


class NotEnrolled(AuthorityError):
    """A store that has no certificate yet can neither send nor receive."""

    code = "NOT_ENROLLED"
    message = N_("This store belongs to no bureau yet. Write an enrolment request and take it to the bureau.")


class BureauOnly(AuthorityError):
    """Only a bureau's store does this."""

    code = "BUREAU_ONLY"
    message = N_("Only the bureau's store can do this. Open the bureau's store, or ask the bureau.")


class DeviceUnknown(NotFoundError):
    """No device of this name or id."""

    code = "DEVICE_NOT_ENROLLED"
    message = N_("No device called {name} is enrolled here. Known are: {known}.")


class WordsMissing(EnvironmentProblem):
    """The list of words for fingerprints is not the one that every installation has."""

    code = "WORDS_MISSING"
    message = N_("The program's list of words is not whole. Install the program again.")


@dataclass(frozen=True, slots=True)
class Bureau:
    """The bureau above a store; packages for it are sealed for its escrow key too.

    `issued` is what it issued to a store that is a bureau itself: the certificate that packages upward are signed with.
    `former` are the devices that it was before: what they certified, its own device above all, is trusted.
    """

    certificate: Certificate
    escrow: str | None
    issued: Certificate | None = None
    former: tuple[Certificate, ...] = ()


def words() -> tuple[str, ...]:
    """Return the 256 words of fingerprints. Raises WordsMissing, DataMissing."""
    found = tuple((data_directory("resources") / "words.txt").read_text("utf-8").split())
    if len(found) != 256 or len(set(found)) != 256:
        raise WordsMissing
    return found


def fingerprint(device: str, public_key: bytes, recipient: str) -> tuple[str, ...]:
    """Return the eight words by which two people compare a device's keys (docs/package-format.md §9)."""
    known = words()
    return tuple(known[byte] for byte in keys.fingerprint_bytes(device, public_key, recipient))


def fingerprint_of(certificate: Certificate) -> tuple[str, ...]:
    """Return the eight words of a certificate's device."""
    return fingerprint(certificate.device, bytes.fromhex(certificate.public_key), certificate.recipient)


def own_fingerprint(reader: Reader) -> tuple[str, ...]:
    """Return the eight words of this store's own device."""
    own = devices.own_identity(reader)
    return fingerprint(own.id, own.public_key, own.recipient)


def own_certificate(reader: Reader) -> Certificate:
    """Return the certificate that this store signs with. Raises NotEnrolled."""
    own = devices.own(reader)
    if own.certificate is None:
        raise NotEnrolled
    return certificates.decode(own.certificate)


def own_certificates(reader: Reader) -> list[Certificate]:
    """Return the certificate that this store signs with, and those of its former devices, from the newest on.

    Raises NotEnrolled.
    """
    certificate, held = own_certificate(reader), devices.held(reader)
    former = [kept for device, kept in known(reader).items() if device in held and device != certificate.device]
    return [certificate, *reversed(former)]


def is_enrolled(reader: Reader) -> bool:
    """Return whether this store belongs to a bureau, its own one included."""
    return devices.own(reader).certificate is not None


def is_bureau(reader: Reader) -> bool:
    """Return whether this is a bureau's store."""
    own = devices.own(reader)
    return own.role == Role.BUREAU and own.certificate is not None


def own_site(reader: Reader) -> str:
    """Return the site of which an enterprise's computer was taken in; an empty text for every other store."""
    own = devices.own(reader)
    return (certificates.decode(own.certificate).site or "") if own.certificate is not None else ""


def require_bureau(reader: Reader) -> None:
    """Raise BureauOnly where this is not a bureau's store."""
    if not is_bureau(reader):
        raise BureauOnly


def bureau_of(reader: Reader) -> Bureau | None:
    """Return the bureau above this store, or None where there is none."""
    kept = local.state(reader, BUREAU)
    if not isinstance(kept, dict):
        return None
    escrow = kept.get("escrow")
    certificate = msgspec.convert(kept["certificate"], Certificate)
    issued = msgspec.convert(kept.get("issued"), Certificate | None)
    former = msgspec.convert(kept.get("former", []), tuple[Certificate, ...])
    return Bureau(certificate, escrow if isinstance(escrow, str) else None, issued, former)


def keep_bureau(transaction: Transaction, bureau: Bureau) -> None:
    """Trust this bureau from now on."""
    members = {
        "certificate": bureau.certificate,
        "escrow": bureau.escrow,
        "issued": bureau.issued,
        "former": bureau.former,
    }
    local.set_state(transaction, BUREAU, msgspec.to_builtins(members))


def upward_certificate(reader: Reader) -> Certificate:
    """Return the certificate that packages for the bureau above are signed with. Raises NotEnrolled."""
    above = bureau_of(reader)
    if above is None or above.issued is None:
        return own_certificate(reader)
    if above.issued.device != devices.own(reader).id:
        raise NotEnrolled
    return above.issued


def follow(store: Store, signer: Certificate, brought: Iterable[Certificate]) -> None:
    """Take the signer of a checked downward package for the bureau above, where it took the place of that one's device.

    `brought` are the certificates in the package.
    """
    above = bureau_of(store.reader())
    if above is None or signer.succeeds is None or signer.device == above.certificate.device:
        return
    known = (*above.former, above.certificate)
    trusted_keys = {one.device: bytes.fromhex(one.public_key) for one in known}
    chain = certificates.chain_of(signer, {one.device: one for one in brought}, trusted_keys)
    if chain is None or not certificates.takes_place(chain):
        return
    # A backup that was put back a second time knows nothing of what the first time made of it: the newer one holds.
    if chain[-1].issuer != above.certificate.device and signer.issued_at <= above.certificate.issued_at:
        return
    passed = (*above.former, above.certificate, *reversed(chain[1:]))

    def work(transaction: Transaction) -> str:
        keep_bureau(transaction, Bureau(signer, above.escrow, above.issued, passed))
        peers.take_over(transaction, above.certificate.device, signer.device)
        return signer.device

    store.write(work)


def former_of(bureau: Certificate, brought: Iterable[Certificate]) -> tuple[Certificate, ...]:
    """Return the devices that a bureau was before, the first one first, as far as their certificates were brought.

    Raises CertificateWrong where one of them did not sign the certificate of the next.
    """
    offered = {one.device: one for one in brought}
    found: list[Certificate] = []
    current = bureau
    while current.succeeds in offered and offered[current.succeeds] not in found:
        former = offered[current.succeeds]
        certificates.chain_of(current, {}, {former.device: bytes.fromhex(former.public_key)})
        found.append(former)
        current = former
    return tuple(reversed(found))


def signs_upward(reader: Reader) -> bool:
    """Return whether this store's device, as it is now, is enrolled at the bureau above."""
    own, above = devices.own(reader), bureau_of(reader)
    if above is None or own.certificate is None:
        return False
    return above.issued.device == own.id if above.issued is not None else own.role != Role.BUREAU


def branch(reader: Reader, device: str) -> frozenset[str]:
    """Return a device and, where it is a bureau, all those that it took in, and theirs.

    A bureau that was restored has what it took in under its former identity too.
    """
    every = known(reader)
    is_bureau_below = device in every and every[device].role == Role.BUREAU
    found = {device, *(exchange.replaced_by(reader, device) if is_bureau_below else ())}
    open_ones = set(found)
    while open_ones:
        open_ones = {one for one, kept in every.items() if kept.issuer in open_ones} - found
        found |= open_ones
    return frozenset(found)


def of_bureaus_below(reader: Reader) -> frozenset[str]:
    """Return the devices of the bureaus that this store's bureau took in."""
    if not is_bureau(reader):
        return frozenset()
    held = devices.held(reader)
    below = {one for one, kept in known(reader).items() if kept.role == Role.BUREAU and kept.issuer in held - {one}}
    return frozenset().union(*(branch(reader, bureau) for bureau in below - held))


def escrow(reader: Reader) -> str | None:
    """Return the recipient of the own bureau's escrow key, or None."""
    kept = local.state(reader, ESCROW)
    return kept if isinstance(kept, str) else None


def trusted(reader: Reader) -> dict[str, bytes]:
    """Return the public keys of the devices that this store trusts to issue certificates, by id.

    A bureau trusts what it issued under a former identity, and what a bureau issued whose place it took.
    """
    found: dict[str, bytes] = {}
    own, held = devices.own_identity(reader), devices.held(reader)
    if own.role is Role.BUREAU:
        found |= {one.id: one.public_key for one in devices.every(reader) if one.id in held and one.public_key}
    found |= {one.device: bytes.fromhex(one.public_key) for one in succeeded(reader)}
    above = bureau_of(reader)
    if above is not None:
        found |= {one.device: bytes.fromhex(one.public_key) for one in (*above.former, above.certificate)}
    return found


def succeeded(reader: Reader) -> list[Certificate]:
    """Return the certificates of the bureaus whose place this store's bureau took."""
    return msgspec.convert(local.state(reader, SUCCEEDED) or [], list[Certificate])


def keep_succeeded(transaction: Transaction, former: Certificate) -> None:
    """Trust what a bureau issued whose store is lost."""
    others = [one for one in succeeded(transaction) if one.device != former.device]
    local.set_state(transaction, SUCCEEDED, msgspec.to_builtins([*others, former]))


def known(reader: Reader) -> dict[str, Certificate]:
    """Return the certificates that this store keeps, by device."""
    return {
        device.id: certificates.decode(device.certificate)
        for device in devices.every(reader)
        if device.certificate is not None
    }


def certified(certificate: Certificate) -> CertifiedDevice:
    """Return a device as its certificate names it."""
    return CertifiedDevice(
        certificate.device,
        certificate.name,
        certificate.role,
        bytes.fromhex(certificate.public_key),
        certificate.recipient,
        certificate.encoded(),
    )


def keep(transaction: Transaction, certificate: Certificate) -> None:
    """Keep another device with its certificate, which was checked."""
    devices.put(transaction.connection, certified(certificate))


def resolve(reader: Reader, name: str) -> Device:
    """Return the other enrolled device with this name, or whose id begins so. Raises DeviceUnknown."""
    others = [device for device in devices.every(reader) if not device.own and device.certificate is not None]
    for matches in (
        [device for device in others if device.name == name and device.revoked_after is None],
        [device for device in others if device.name == name],
        [device for device in others if device.id.startswith(name)],
    ):
        if len(matches) == 1:
            return matches[0]
    raise DeviceUnknown(name=name, known=", ".join(f"{device.name} ({device.id[-8:]})" for device in others) or "—")


def certify_self(transaction: Transaction) -> None:
    """Let a bureau's device certify itself: the beginning of every chain below it."""
    own = devices.own_identity(transaction)
    subject = certificates.Subject(own.id, own.name, own.role, own.public_key, own.recipient)
    certify_own(transaction, certified(certificates.issue(subject, own.id, own.private_key, transaction.now)))


@dataclass(frozen=True, slots=True)
class EscrowKey:
    """An escrow key as age writes it: `identity` is secret and kept by a person, `recipient` is what is sealed for."""

    identity: str
    recipient: str


def make_escrow() -> EscrowKey:
    """Return a new escrow key. It counts once it is kept; show it to a person before."""
    made = keys.generate_seal()
    return EscrowKey(made.identity, made.recipient)


def keep_escrow(store: Store, key: EscrowKey) -> None:
    """Let packages for the bureau be sealed for this key too, so that they open when the bureau's store is lost.

    The store keeps the recipient alone. Laptops learn it from the answer that takes them in. Raises BureauOnly.
    """
    require_bureau(store.reader())

    def work(transaction: Transaction) -> str:
        local.set_state(transaction, ESCROW, key.recipient)
        return ESCROW

    store.write(work)


def new_escrow(store: Store) -> str:
    """Return a new escrow key (an age secret key) of the bureau, which the store does not keep: write it down now.

    Raises BureauOnly.
    """
    made = make_escrow()
    keep_escrow(store, made)
    return made.identity
