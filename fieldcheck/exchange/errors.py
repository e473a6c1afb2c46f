"""What can be wrong with a package: each its own error, with the way out. Nothing was changed when one is raised."""

from __future__ import annotations

from fieldcheck.model.errors import N_, FieldCheckError


class PackageError(FieldCheckError):
    """A package, a request, a certificate: what comes from another device."""

    exit_code = 12


class NotAPackage(PackageError):
    """The file is something else."""

    code = "PACKAGE_NOT_A_PACKAGE"
    message = N_("{path} is not a FieldCheck package. Choose a file that ends in .fcpkg.")


class PackageNotReadable(PackageError):
    """The system cannot read the file."""

    code = "PACKAGE_NOT_READABLE"
    message = N_("{path} cannot be read: {reason}. Put the stick in again, or copy the file again.")


class WrongAddressee(PackageError):
    """No key of this store opens the seal."""

    code = "PACKAGE_WRONG_ADDRESSEE"
    message = N_("{path} is sealed for someone else: no key of this store opens it. Give it to its addressee.")


class PackageTruncated(PackageError):
    """The file ends early."""

    code = "PACKAGE_TRUNCATED"
    message = N_("{path} is cut off: its end is missing. Copy it again from the laptop that wrote it.")


class PackageAltered(PackageError):
    """The file has its full length, and is not what was written."""

    code = "PACKAGE_ALTERED"
    message = N_("{path} was changed after it was written ({member}). Nothing was imported; ask for it again.")


class PackageMalformed(PackageError):
    """What is inside is not as the format says."""

    code = "PACKAGE_MALFORMED"
    message = N_("{path} is not as the format says: {member}: {reason}. Nothing was imported; ask for it again.")


class SignatureWrong(PackageError):
    """The signature does not belong to the content."""

    code = "PACKAGE_SIGNATURE"
    message = N_("The signature of {path} is not that of {device}. Nothing was imported; ask who wrote it.")


class UnknownSigner(PackageError):
    """The signer's certificate leads to nobody that this store trusts."""

    code = "PACKAGE_UNKNOWN_SIGNER"
    message = N_("{path} was signed by {device} ({name}), which is not enrolled here. Enrol that device first.")


class SenderNotAllowed(PackageError):
    """What only a bureau may send to those below it, from someone else; or a sender that calls itself another."""

    code = "PACKAGE_SENDER"
    message = N_("{path} holds what {device} may not send ({member}). Nothing was imported; ask the bureau.")


class PackageNewer(PackageError):
    """Written by a newer program."""

    code = "PACKAGE_NEWER"
    message = N_("{path} needs a newer FieldCheck ({found}). Install it; the package can then be imported as it is.")


class PackageTooLarge(PackageError):
    """A limit of the format is passed."""

    code = "PACKAGE_TOO_LARGE"
    message = N_("{path} holds more than the format allows: {member}: {reason}. Nothing was imported.")


class SequenceGap(PackageError):
    """Changes between what is known and what the package holds have not arrived.

    `details` also name the package: its `sender`, that device's id (`sender_device`), its `number`, and (`ends`) the
    last change that it brings of each device.
    """

    code = "PACKAGE_GAP"
    message = N_(
        "{path} begins at change {first} of {device}; {known} are known here. Import the packages in between first."
    )


class PackagesMissing(SequenceGap):
    """A gap of which the packages are known that would fill it."""

    code = "PACKAGE_WAITS"
    message = N_(
        "{path} waits for package {packages} of {sender}: it begins at change {first} of {device}, and {known} are "
        "known here. Import that package first."
    )


class ChainForked(PackageError):
    """Two chains of one device: its store was copied or restored, or its journal altered."""

    code = "PACKAGE_FORK"
    message = N_(
        "{path}: the journal of {device} is another than the one known here from change {seq} on. "
        "Let that laptop take a new identity (identity new --after the change before it) and send again."
    )


class ChainForkedBefore(PackageError):
    """A package goes on from a chain that left the known one at some change before it."""

    code = "PACKAGE_FORK_BEFORE"
    message = N_(
        "{path}: the journal of {device} is another than the one known here, from some change up to {seq} on. "
        "Let that laptop take a new identity (identity new, without a number) and send again."
    )


class StoreCopied(PackageError):
    """The bureau has changes of this store's device that the store does not have."""

    code = "STORE_COPIED"
    message = N_(
        "{path}: the bureau has changes of this laptop that this store does not have: the store was copied, or put "
        "back from a backup. Let it take a new identity (identity new), then ask the bureau to take it in again."
    )


class FormerForked(StoreCopied):
    """The bureau has another chain of a device as which the store wrote before; `id` and `common` are for the way out.

    `common` is the last change that both have, or None where the package does not tell.
    """

    code = "STORE_COPIED_BEFORE"
    message = N_(
        "{path}: the bureau has other changes of {device}, as which this store wrote before: a copy of it went on as "
        "the same laptop. Let this store take a new identity (identity new, without a number), then ask the bureau to "
        "take it in again."
    )


class FormerChainForked(ChainForked):
    """Two chains of a device as which the sender wrote before."""

    code = "PACKAGE_FORK_FORMER"
    message = N_(
        "{path}: the journal of {device} ({id}), as which this laptop wrote before, is another than the one known "
        "here from change {seq} on. Let it take a new identity (identity new --of {id}, --after the change before it) "
        "and send again."
    )


class HeadWrong(PackageError):
    """The end of a range is not what its device signed."""

    code = "PACKAGE_HEAD"
    message = N_("{path}: the journal of {device} does not end in what that device signed. Nothing was imported.")


class CertificateWrong(PackageError):
    """A certificate that is not what its issuer signed."""

    code = "CERTIFICATE_WRONG"
    message = N_("The certificate of {device} is not valid: {reason}. Ask the bureau for a new answer package.")


class RequestWrong(PackageError):
    """An enrolment request that cannot be used."""

    code = "REQUEST_WRONG"
    message = N_("{path} is not a valid enrolment request: {reason}. Write a new request on the laptop.")


class DeviceRevoked(PackageError):
    """The device was revoked before these changes."""

    code = "PACKAGE_REVOKED"
    message = N_(
        "{path} was written by {device}, which was revoked: nothing of it was imported. A laptop that was found again "
        "is taken in anew."
    )


class RevocationWrong(PackageError):
    """A revocation that is not what a bureau above that device signed."""

    code = "PACKAGE_REVOCATION"
    message = N_("{path} revokes {device}, and no bureau above that device signed it. Nothing was imported.")


class PackageNotWritten(PackageError):
    """Writing stopped: the stick was pulled, the disk is full, or it does not read back."""

    code = "PACKAGE_NOT_WRITTEN"
    message = N_("The package could not be written to {path}: {reason}. Choose another folder and export again.")
