"""What a bureau decides before it takes a device in: proposed from the request, or from what the device has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldcheck.exchange import certificates
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.records import NumberBlock, Site
from fieldcheck.model.values import Role
from fieldcheck.operations import numbers, packages, trust
from fieldcheck.operations.numbers import Grant
from fieldcheck.operations.requests import Replaced, Request
from fieldcheck.store import Reader, devices
from fieldcheck.store.queries import lists, records


class ReplacesOther(InputError):
    """A computer that would be sent what the one of another enterprise, or a laptop, wrote."""

    code = "ENROL_REPLACES"
    message = N_(
        "{name} cannot take the place of {former}, which is not a computer of this enterprise. Take it in without that."
    )


class SiteMissing(InputError):
    """An enterprise's computer without the site whose matters it is sent, or another computer with one."""

    code = "ENROL_SITE"
    message = N_(
        "{name} is taken in as {role}. An enterprise's computer is taken in for one site of the register, and no other "
        "computer is: choose the site (--site), or another role."
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a device would be taken in.

    Attributes:
        again: it was taken in before; its name, role and area are those of its certificate then, and no numbers are
            proposed, for it has some.
        towns, sectors: its area; empty means all. `known_towns` are those of the register.
        site: of which an enterprise's computer, or the one that it was before, was taken in, by id and name; two empty
            texts where there is none yet.
        granted: the blocks of numbers that it was given.
        taken: what the other devices are called.
        others: the devices whose place it could take, by id and name: a lost passphrase, a store that was restored.
    """

    request: Request
    again: bool
    towns: tuple[str, ...]
    sectors: tuple[str, ...]
    grants: tuple[Grant, ...]
    known_towns: tuple[str, ...]
    granted: tuple[NumberBlock, ...]
    taken: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    site: tuple[str, str] = ("", "")


def proposed(reader: Reader, asked: Request) -> Proposal:
    """Return how the bureau would take the device of a request in. Raises BureauOnly."""
    trust.require_bureau(reader)
    known = devices.find(reader, asked.device)
    if known is not None and known.certificate is not None and not known.own:
        return _again(reader, certificates.decode(known.certificate), asked)
    grants = tuple(numbers.standard_grants(reader, date.today().year))
    return Proposal(
        request=asked,
        again=False,
        towns=(),
        sectors=(),
        grants=grants,
        known_towns=lists.choices(reader).towns,
        granted=(),
        taken=_taken(reader, asked),
        others=_others(reader, asked),
        site=_site_of(reader, _certificate_before(reader, asked)),
    )


def named_before(reader: Reader, device: str, former: Replaced | None) -> str | None:
    """Return the device whose place an enterprise's one takes, or took when it was taken in before."""
    if former is not None:
        return former.device
    known = devices.find(reader, device)
    return None if known is None or known.certificate is None else certificates.decode(known.certificate).replaces


def _certificate_before(reader: Reader, asked: Request) -> Certificate | None:
    """Return the certificate of the device that a store was before, as it says, or None."""
    known = devices.find(reader, asked.replaces.device) if asked.replaces is not None else None
    return None if known is None or known.certificate is None else certificates.decode(known.certificate)


def proposed_again(reader: Reader, device: str) -> Proposal:
    """Return how the bureau would take in once more a device that it knows, by its name or the beginning of its id.

    Raises BureauOnly, DeviceUnknown.
    """
    trust.require_bureau(reader)
    found = trust.resolve(reader, device)
    assert found.certificate is not None, "only certified devices are resolved"
    certificate = certificates.decode(found.certificate)
    return _again(reader, certificate, _request_of(certificate))


def _again(reader: Reader, certificate: Certificate, asked: Request) -> Proposal:
    scope = certificate.scope
    return Proposal(
        request=Request(
            device=asked.device,
            name=certificate.name,
            role=Role(certificate.role),
            public_key=asked.public_key,
            recipient=asked.recipient,
            requested_at=asked.requested_at,
            words=asked.words,
        ),
        again=True,
        towns=scope.towns,
        sectors=scope.sectors,
        grants=(),
        known_towns=lists.choices(reader).towns,
        granted=tuple(numbers.blocks(reader, asked.device)),
        taken=_taken(reader, asked),
        others=_others(reader, asked),
        site=_site_of(reader, certificate),
    )


def _site_of(reader: Reader, certificate: Certificate | None) -> tuple[str, str]:
    named = certificate.site if certificate is not None else None
    site = records.find(reader, Site, named) if named else None
    return ("", "") if site is None else (site.id, site.name or "")


def _taken(reader: Reader, asked: Request) -> tuple[str, ...]:
    known = (device for device in devices.every(reader) if device.revoked_after is None)
    return tuple(device.name for device in known if device.id != asked.device and device.name)


def _others(reader: Reader, asked: Request) -> tuple[tuple[str, str], ...]:
    below = (target for target in packages.targets(reader) if target.direction == "downward")
    return tuple((target.device, target.name) for target in below if target.device != asked.device)


def _request_of(certificate: Certificate) -> Request:
    """Return what a device would ask today; its words are those of the keys that it was taken in with."""
    return Request(
        device=certificate.device,
        name=certificate.name,
        role=Role(certificate.role),
        public_key=bytes.fromhex(certificate.public_key),
        recipient=certificate.recipient,
        requested_at=certificate.issued_at,
        words=trust.fingerprint_of(certificate),
    )


def check_site(reader: Reader, name: str, role: Role, site: str) -> None:
    """Raise SiteMissing where an enterprise's computer comes without its site, or another with one; RecordNotFound."""
    if (role is Role.ENTERPRISE) != bool(site):
        raise SiteMissing(name=name, role=role.value)
    if site:
        records.get(reader, Site, site)


def check_replaced(reader: Reader, name: str, site: str, former: Replaced | None) -> None:
    """Raise ReplacesOther where an enterprise's computer would take the place of one of somebody else."""
    known = devices.find(reader, former.device) if former is not None else None
    if known is None or known.certificate is None:
        return
    if certificates.decode(known.certificate).site != site:
        raise ReplacesOther(name=name, former=known.name)
