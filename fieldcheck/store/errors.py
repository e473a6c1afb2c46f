"""What can go wrong with a store file: each its own error, with the way out."""

from __future__ import annotations

from fieldcheck.model.errors import N_, NotFoundError, StoreError


class StoreMissing(NotFoundError):
    """No file at the path."""

    code = "STORE_MISSING"
    message = N_("There is no store at {path}. Check the path, or create one with 'fieldcheck create'.")


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
