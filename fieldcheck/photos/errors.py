"""What can be wrong with a picture: each its own error, with the way out."""

from __future__ import annotations

from fieldcheck.model.errors import N_, PhotoError


class NotAPicture(PhotoError):
    """The bytes are something else, or a picture of a kind that is not read."""

    code = "PHOTO_NOT_A_PICTURE"
    message = N_("{file} is not a picture that can be read. Choose a JPEG, PNG, WebP, TIFF, GIF or BMP file.")


class PictureIsHeic(PhotoError):
    """A phone's HEIC picture: its codec is not part of the program."""

    code = "PHOTO_HEIC"
    message = N_(
        "{file} is an HEIC picture, which cannot be read. Set the phone's camera to JPEG (on an iPhone: "
        "Settings, Camera, Formats, Most Compatible), or send the photo as JPEG."
    )


class PictureDamaged(PhotoError):
    """The file is cut off or damaged."""

    code = "PHOTO_DAMAGED"
    message = N_("{file} is cut off or damaged. Copy it from the camera again.")


class TooManyPixels(PhotoError):
    """More pixels than a laptop can decode safely."""

    code = "PHOTO_TOO_MANY_PIXELS"
    message = N_("{file} has more than {limit} million pixels. Save a smaller copy and add that one.")


class FileTooLarge(PhotoError):
    """More bytes than one photo may have."""

    code = "PHOTO_FILE_TOO_LARGE"
    message = N_("{file} has {megabytes} MB; a photo may have {limit} MB. Save a smaller copy and add that one.")
