"""The profile as a file: JSON {bureau_name, region_prefix, sectors, government, court, …, officers: […]}."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import SeriesStart
from fieldcheck.operations.profile import PROFILE


class ProfileFileWrong(InputError):
    """The file is not a profile."""

    code = "PROFILE_FILE"
    message = N_("The profile cannot be read: {reason}. See 'create' in the user guide for its fields.")


class _OfficerFile(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    certificate_number: str
    post: str | None = None
    phone: str | None = None


class _SeriesFile(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    year: int
    first: int


class _ProfileFile(msgspec.Struct, forbid_unknown_fields=True):
    bureau_name: str
    region_prefix: str = ""
    sectors: list[str] = []
    government: str = ""
    court: str = ""
    second_body: str | None = None
    address: str | None = None
    phone: str | None = None
    first_serials: list[_SeriesFile] = []
    officers: list[_OfficerFile] = []


def decode(members: Mapping[str, object]) -> tuple[Profile, list[Officer]]:
    """Return the profile and its officers. Raises ProfileFileWrong, naming the member that is wrong."""
    try:
        file = msgspec.convert(members, _ProfileFile)
    except msgspec.ValidationError as error:
        raise ProfileFileWrong(reason=str(error)) from error
    profile = Profile(
        id=PROFILE,
        bureau_name=file.bureau_name,
        region_prefix=file.region_prefix,
        sectors=tuple(file.sectors),
        government=file.government,
        court=file.court,
        second_body=file.second_body,
        address=file.address,
        phone=file.phone,
        first_serials=tuple(SeriesStart(start.code, start.year, start.first) for start in file.first_serials) or None,
    )
    officers = [
        Officer(
            id=new_id(),
            name=officer.name,
            certificate_number=officer.certificate_number,
            post=officer.post,
            phone=officer.phone,
        )
        for officer in file.officers
    ]
    return profile, officers
