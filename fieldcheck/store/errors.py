"""What can go wrong with a store file: each its own error, with the way out."""

from __future__ import annotations

from fieldcheck.model.errors import N_, AuthorityError, InputError, NotFoundError, StoreError


class StoreMissing(NotFoundError):
    """No file at the path."""

    code = "STORE_MISSING"
    message = N_("There is no store at {path}. Check the path, put the stick in again, or make a new store.")


class StoreExists(StoreError):
    """A file already lies where a new store should go."""

    code = "STORE_EXISTS"
    message = N_("{path} already exists and was left alone. Choose another name.")


class NotAStore(StoreError):
    """The file is something else."""

    code = "STORE_NOT_A_STORE"
    message = N_("{path} is not a FieldCheck store. Choose a file that ends in .fcstore.")


class StoreTruncated(StoreError):
    """The file ends early: a copy that was cut off."""

    code = "STORE_TRUNCATED"
    message = N_("{path} is cut off or damaged and cannot be opened. Copy it again, or restore the last backup.")


class NewerStore(StoreError):
    """Written by a newer version of the program."""

    code = "STORE_NEWER"
    message = N_(
        "{path} was written by a newer FieldCheck (format {found}, this one reads up to {known}). "
        "Install the newer one."
    )


class WrongPassphrase(StoreError):
    """The passphrase does not open the file."""

    code = "STORE_WRONG_PASSPHRASE"
    message = N_("The passphrase does not open {path}. Check Caps Lock and the input method, and type it again.")


class StoreLocked(StoreError):
    """Another program holds the file."""

    code = "STORE_LOCKED"
    message = N_("{path} is in use by another program. Close that program, then try again.")


class StoreNotAccessible(StoreError):
    """The system refuses to read or write the file."""

    code = "STORE_NOT_ACCESSIBLE"
    message = N_(
        "The system does not allow {path} to be opened: {reason}. Check the rights of the file and its folder."
    )


class StoreDiskFull(StoreError):
    """No space, or the disk failed, while writing; the transaction was rolled back."""

    code = "STORE_DISK"
    message = N_("Nothing was saved: the disk is full or failed ({reason}). Free some space, then do it again.")


class StoreClosed(StoreError):
    """A write arrived after closing."""

    code = "STORE_CLOSED"
    message = N_("The store is already closed. Open it again.")


class RecordNotFound(NotFoundError):
    """No such record, or it was deleted."""

    code = "RECORD_NOT_FOUND"
    message = N_("There is no record {entity} of kind {kind} in this store. Check the id with 'fieldcheck show'.")


class BlobMissing(StoreError):
    """A record names bytes that the store does not hold."""

    code = "BLOB_MISSING"
    message = N_(
        "The bytes with SHA-256 {sha256} are not in this store. Run verify; restore from a backup if it fails."
    )


class BlobFreed(BlobMissing):
    """Bytes that were given up here: the bureau's store keeps them."""

    code = "BLOB_FREED"
    message = N_(
        "The original of this photo lies in the bureau's store: its space was freed here. Ask for it again; it comes "
        "with the bureau's next package."
    )


class SnapshotNotUnderstood(StoreError):
    """A snapshot line that is not what the format says."""

    code = "SNAPSHOT_LINE"
    message = N_("A record in the package is not readable ({line}). Nothing more was imported; ask for it again.")


class ChangeNotUnderstood(StoreError):
    """A change of another device that is not what the format says."""

    code = "JOURNAL_LINE"
    message = N_(
        "Change {seq} of device {device} is not as the format says: {reason}. "
        "Nothing more was imported; ask for the package again."
    )


class JournalGap(StoreError):
    """Changes before the first new one have not arrived."""

    code = "JOURNAL_GAP"
    message = N_(
        "The package begins at change {first} of device {device}; {known} are known here. "
        "Import the packages in between first."
    )


class JournalForked(StoreError):
    """Another chain of a device than the one that is here."""

    code = "JOURNAL_FORKED"
    message = N_(
        "The journal of device {device} is another than the one known here from change {seq} on. "
        "Let that laptop take a new identity and send again."
    )


class DeviceUnknown(StoreError):
    """Changes of a device whose certificate is not here."""

    code = "JOURNAL_DEVICE"
    message = N_("Device {device} is not known here. Import the package that brings its certificate first.")


class NotAuthorised(AuthorityError):
    """The role of this device does not allow the change."""

    code = "NOT_AUTHORISED"
    message = N_("This device may not change {fields} of a {kind} ({reason}). Ask the bureau to do it.")


class RecordWithdrawn(AuthorityError):
    """The bureau no longer sends the record: it can be read, and what is written here would not be looked at."""

    code = "RECORD_WITHDRAWN"
    message = N_(
        "This {kind} ({entity}) now belongs to another laptop and can only be read here. Ask the bureau for it."
    )


class ChangeTooLarge(InputError):
    """More than one change may hold: no other store would take it."""

    code = "INPUT_TOO_LARGE"
    message = N_("What was entered is too long to be kept in one step ({size}; at most {limit}). Shorten it.")
