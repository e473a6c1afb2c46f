"""The bureau's profile and its officers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from fieldcheck.model import limits
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Officer, Profile, Site
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.values import Role
from fieldcheck.operations import trust
from fieldcheck.operations.edits import apply
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction
from fieldcheck.store.queries import records

PROFILE = str(uuid.uuid5(uuid.NAMESPACE_OID, "fieldcheck-profile"))
"""Id of the one profile of a store: the same everywhere, so that two laptops of a bureau meet in one record."""


class ProfileIncomplete(InputError):
    """The profile lacks what a document must print, or names a sector that does not exist."""

    code = "PROFILE_INCOMPLETE"
    message = N_("The bureau's profile is not complete: {fields}. Fill these in; the documents print them.")


class OfficerIncomplete(InputError):
    """An officer without name or certificate number."""

    code = "OFFICER_INCOMPLETE"
    message = N_("An officer needs a name and a certificate number. Fill in both for {name}.")


def check_profile(profile: Profile) -> None:
    """Raise ProfileIncomplete where a document could not be printed from `profile`."""
    needed = {
        "bureau_name": profile.bureau_name,
        "region_prefix": profile.region_prefix,
        "government": profile.government,
        "court": profile.court,
    }
    wrong = [name for name, value in needed.items() if not (value or "").strip()]
    wrong += [f"sectors: {code}" for code in profile.sectors or () if code not in BY_CODE]
    if profile.role == "enterprise":
        wrong = [name for name in wrong if name == "bureau_name" or name.startswith("sectors")]
    called = profile.bureau_name or ""
    if len(called) > limits.LONGEST_IDENTIFIER or not limits.is_printed(called):
        wrong.append("bureau_name")
    if wrong:
        raise ProfileIncomplete(fields=", ".join(wrong))


def check_officer(officer: Officer) -> None:
    """Raise OfficerIncomplete where an officer lacks name or certificate number."""
    if not (officer.name or "").strip() or not (officer.certificate_number or "").strip():
        raise OfficerIncomplete(name=officer.name or "—")


def current(reader: Reader) -> Profile:
    """Return the profile; an empty one where the bureau's answer, which brings it, has not come yet.

    An enterprise that belongs to a bureau is called as the bureau's register calls it: of its bureau's profile it is
    sent nothing, and one of its own would stand beside that for ever.
    """
    return records.find(reader, Profile, PROFILE) or _of_enterprise(reader) or Profile(id="")


def _of_enterprise(reader: Reader) -> Profile | None:
    site = trust.own_site(reader)
    found = records.find(reader, Site, site) if site else None
    if found is None:
        return None
    return Profile(id="", bureau_name=found.name, address=found.address, role=Role.ENTERPRISE.value)


def is_there(reader: Reader) -> bool:
    """Return whether this store has a profile: its own, or what came with the bureau's answer."""
    return current(reader) != Profile(id="")


def officers(reader: Reader) -> list[Officer]:
    """Return the officers of this bureau who are not retired, by name."""
    elsewhere = records.made_by(reader, "officer", trust.of_bureaus_below(reader))
    every = records.everything(reader, Officer)
    active = [officer for officer in every if not officer.retired and officer.id not in elsewhere]
    return sorted(active, key=lambda officer: (officer.name or "", officer.id))


def save(store: Store, values: Mapping[str, object], author: str = "", seen: Seen | None = None) -> Changes:
    """Set fields of the profile.

    Raises ProfileIncomplete where documents could not be printed then, FieldUnknown, ValueNotUnderstood.
    """

    def work(transaction: Transaction) -> str:
        apply(transaction, "profile", PROFILE, values, seen)
        check_profile(current(transaction))
        return PROFILE

    return store.write(work, author)


def add_officer(store: Store, officer: Officer, author: str = "") -> Changes:
    """Add an officer; `main` of the result is the new id. Raises OfficerIncomplete."""
    check_officer(officer)
    entity = new_id()
    values = {"name": officer.name, "certificate_number": officer.certificate_number}
    values |= {name: value for name, value in (("post", officer.post), ("phone", officer.phone)) if value}

    def work(transaction: Transaction) -> str:
        transaction.append("officer", entity, "", values)
        return entity

    return store.write(work, author)


def edit_officer(
    store: Store, entity: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of an officer; `retired` takes them out of the lists and keeps what they did.

    Raises OfficerIncomplete, RecordNotFound, FieldUnknown, ValueNotUnderstood.
    """

    def work(transaction: Transaction) -> str:
        apply(transaction, "officer", entity, values, seen)
        check_officer(records.get(transaction, Officer, entity))
        return entity

    return store.write(work, author)
