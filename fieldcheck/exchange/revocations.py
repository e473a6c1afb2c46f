"""Revocations: up to which change a device counts, signed by a bureau above it (docs/package-format.md §4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from fieldcheck.exchange import certificates, keys
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import Revocation
from fieldcheck.exchange.errors import CertificateWrong

DOMAIN = "fieldcheck-revocation-1"


def issue(device: str, last_seq: int, reason: str, issuer: str, private_key: bytes, at: str) -> Revocation:
    """Return a revocation signed by `issuer` (a device id) with its private key."""
    unsigned = Revocation(device, last_seq, at, reason, issuer, signature="")
    signature = keys.sign(private_key, DOMAIN, unsigned.signed_bytes())
    return msgspec.structs.replace(unsigned, signature=signature.hex())


def chain_of(
    revocation: Revocation,
    known: Mapping[str, Certificate],
    trusted: Mapping[str, bytes],
    line: Collection[str] = (),
) -> tuple[Certificate, ...] | None:
    """Return the certificates from the revoked device up to a trusted one; None where nobody here vouches for it.

    `known` and `trusted` are those of `certificates.chain_of`; `line` are the devices that the bureau was before or
    became after it was the one that revoked. Raises CertificateWrong where the revocation is not signed by one of the
    issuers on that way, as whatever device it wrote, or by one that is trusted.
    """
    certificate = known.get(revocation.device)
    chain = None if certificate is None else certificates.chain_of(certificate, known, trusted)
    if chain is None:
        return None
    issuers = {**trusted, **{above.device: bytes.fromhex(above.public_key) for above in chain[1:]}}
    key = issuers.get(revocation.issuer) or _key_of_line(revocation.issuer, known, trusted, issuers.keys() & set(line))
    if key is None or not keys.is_signed(key, DOMAIN, revocation.signed_bytes(), _bytes_of(revocation.signature)):
        raise CertificateWrong(device=chain[0].name, reason="revocation")
    return chain


def _key_of_line(
    issuer: str, known: Mapping[str, Certificate], trusted: Mapping[str, bytes], above: Collection[str]
) -> bytes | None:
    """Return the key of an issuer that took the place of a trusted device, or is one bureau with one of `above`."""
    certificate = known.get(issuer)
    chain = None if certificate is None else certificates.chain_of(certificate, known, trusted)
    if certificate is None or chain is None or not (above or certificates.takes_place(chain)):
        return None
    return bytes.fromhex(certificate.public_key)


def _bytes_of(signature: str) -> bytes:
    """Return the bytes of a signature; none where it is no hexadecimal text, which verifies as little."""
    try:
        return bytes.fromhex(signature)
    except ValueError:
        return b""
