"""What a store knows when it reads a package: its keys, whom it trusts, what is here of the chains."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from fieldcheck.exchange.certificates import Certificate
from fieldcheck.model.journal import Run


@dataclass(frozen=True, slots=True)
class Known:
    """What a store knows when it reads a package; an empty one for reading without a store.

    Attributes:
        identities: age secret keys that may open the seal.
        device: own device id, or empty; `held`, those of all devices as which the store writes or wrote.
        trusted: public keys of the devices that may issue certificates, by id; None trusts whoever signed.
        certificates: by device.
        vector: how many changes of each device are here.
        revoked: last sequence number that counts, by revoked device.
        hash_at: the hash of a device's chain after a change that is here.
        arrived: the numbers of a device's packages that were imported here, as runs in order.
        withheld: which of a device's changes, from one to another, are here without their content.
        line: the devices that are one bureau with this one, which was put back from a backup.
    """

    identities: tuple[str, ...]
    device: str = ""
    held: frozenset[str] = frozenset()
    trusted: Mapping[str, bytes] | None = None
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    vector: Mapping[str, int] = field(default_factory=dict)
    revoked: Mapping[str, int] = field(default_factory=dict)
    hash_at: Callable[[str, int], bytes] | None = None
    arrived: Callable[[str], Sequence[Run]] = lambda device: ()
    withheld: Callable[[str, int, int], Collection[int]] = lambda device, first, last: ()
    line: Callable[[str], Collection[str]] = lambda device: ()


def replaces(certificate: Certificate, known: Known) -> bool:
    """Return whether a certificate is newer than the one that is here, and its issuer may say so.

    Another bureau than the one that took a device in can take it over, and not make more of it than it is. What a
    bureau says of itself takes the place of nothing that the one above it said, be the clock of that one wrong.
    """
    kept = known.certificates.get(certificate.device)
    if kept is None:
        return True
    if certificate.issuer == certificate.device != kept.issuer:
        return False
    same = certificate.issuer == kept.issuer or certificate.role == kept.role
    return same and certificate.issued_at > kept.issued_at
