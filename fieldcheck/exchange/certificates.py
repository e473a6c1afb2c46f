"""Certificates: who a device is, signed by its bureau (docs/package-format.md §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from fieldcheck.exchange import fields, keys
from fieldcheck.exchange.errors import CertificateWrong
from fieldcheck.exchange.fields import Device, Kind, Moment, Name, PublicKey, Recipient, SignatureText
from fieldcheck.model.canonical import encode
from fieldcheck.model.values import Role

DOMAIN = "fieldcheck-certificate-1"
LONGEST_CHAIN = 8
"""Laptop, bureau, city, province: certificates between a device and one that is trusted."""


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device is meant for; an empty list means all."""

    towns: Annotated[tuple[Name, ...], Meta(max_length=1_000)] = ()
    sectors: Annotated[tuple[Name, ...], Meta(max_length=1_000)] = ()


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A certificate as it travels; keys and signature are hexadecimal, `recipient` is an age recipient.

    `succeeds` names the bureau's device whose place this one takes; that one is then the issuer. `site` is the site
    whose matters an enterprise's device is sent, `replaces` the one whose place it took: what that one created counts
    as its own.
    """

    device: Device
    name: Name
    role: Kind
    scope: Scope
    public_key: PublicKey
    recipient: Recipient
    issued_at: Moment
    issuer: Device
    signature: SignatureText
    succeeds: Device | None = None
    site: Name | None = None
    replaces: Device | None = None

    def signed_bytes(self) -> bytes:
        """Return the canonical JSON that the issuer signed."""
        members: dict[str, Any] = msgspec.to_builtins(self)
        del members["signature"]
        return encode(members)

    def encoded(self) -> bytes:
        """Return the certificate as canonical JSON."""
        return fields.encoded(self)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate is about."""

    device: str
    name: str
    role: Role
    public_key: bytes
    recipient: str
    towns: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    site: str | None = None
    replaces: str | None = None


def issue(
    subject: Subject, issuer: str, private_key: bytes, issued_at: str, succeeds: str | None = None
) -> Certificate:
    """Return a certificate for `subject`, signed by `issuer` (a device id) with its private key."""
    unsigned = Certificate(
        device=subject.device,
        name=subject.name,
        role=subject.role.value,
        scope=Scope(subject.towns, subject.sectors),
        public_key=subject.public_key.hex(),
        recipient=subject.recipient,
        issued_at=issued_at,
        issuer=issuer,
        signature="",
        succeeds=succeeds,
        site=subject.site,
        replaces=subject.replaces,
    )
    signature = keys.sign(private_key, DOMAIN, unsigned.signed_bytes())
    return msgspec.structs.replace(unsigned, signature=signature.hex())


def decode(data: bytes) -> Certificate:
    """Return the certificate of canonical JSON. Raises CertificateWrong."""
    try:
        return msgspec.json.decode(data, type=Certificate)
    except (ValueError, RecursionError) as error:
        raise CertificateWrong(device="?", reason=str(error)) from error


def chain_of(
    certificate: Certificate, known: Mapping[str, Certificate], trusted: Mapping[str, bytes]
) -> tuple[Certificate, ...] | None:
    """Return the certificates from `certificate` up to one issued by a trusted device, or None where there is no way.

    `known` are certificates by device; `trusted` are public keys by device id. Every signature on the way is checked;
    only a bureau's certificate may issue another, and a way of more than `LONGEST_CHAIN` is none. Raises
    CertificateWrong where a signature is not the issuer's.
    """
    chain = [certificate]
    while len(chain) <= LONGEST_CHAIN:
        current = chain[-1]
        if current.issuer in trusted:
            _check(current, trusted[current.issuer])
            return tuple(chain)
        above = known.get(current.issuer)
        if above is None or above.role != Role.BUREAU or above in chain:
            return None
        _check(current, bytes.fromhex(above.public_key))
        chain.append(above)
    return None


def takes_place(chain: Sequence[Certificate]) -> bool:
    """Return whether the first of a chain to a trusted bureau takes that bureau's place, link by link."""
    return all(one.succeeds == one.issuer for one in chain)


def _check(certificate: Certificate, issuer_key: bytes) -> None:
    signature = bytes.fromhex(certificate.signature)
    if not keys.is_signed(issuer_key, DOMAIN, certificate.signed_bytes(), signature):
        raise CertificateWrong(device=certificate.device, reason="signature")
