"""Small upright copies of a picture, and what is known of it."""

from __future__ import annotations

import hashlib
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms

from fieldcheck.model.errors import N_
from fieldcheck.photos import facts, stamps
from fieldcheck.photos.errors import FileTooLarge, NotAPicture, PictureDamaged, PictureIsHeic, TooManyPixels
from fieldcheck.photos.facts import CameraFacts, Facts

MAX_BYTES = 100 * 1000 * 1000
MAX_PIXELS = 120 * 1000 * 1000
THUMBNAIL_EDGE = 320
THUMBNAIL_QUALITY, PRINT_QUALITY = 80, 85

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF")
"""The formats that are tried. Pillow knows more; those that start another program or are no photos are left out."""

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Pillow warns above its limit and raises above twice that: here the limit is one, and an error.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error)
"""What Pillow's decoders raise on bytes that are not what the header promised."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A picture as it comes in: what is known of it, and its thumbnail (JPEG, upright, edge at most 320 px)."""

    facts: Facts
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A picture decoded no larger than needed, upright, RGB; `width` and `height` are the whole picture's."""

    image: Image.Image
    format: str
    width: int
    height: int
    camera: CameraFacts


def intake(data: bytes, file_name: str) -> Intake:
    """Return the facts and the thumbnail of a picture; `file_name` (or nothing, when pasted) is for errors only.

    Raises NotAPicture, PictureIsHeic, PictureDamaged, TooManyPixels, FileTooLarge.
    """
    decoded = _decode(data, file_name or N_("The pasted picture"), THUMBNAIL_EDGE)
    camera = decoded.camera
    known = Facts(
        sha256=hashlib.sha256(data).hexdigest(),
        format=decoded.format,
        width=decoded.width,
        height=decoded.height,
        taken_at=camera.taken_at,
        latitude=camera.latitude,
        longitude=camera.longitude,
        camera=camera.camera,
    )
    return Intake(known, _jpeg(decoded.image, THUMBNAIL_QUALITY))


def thumbnail(data: bytes) -> bytes:
    """Return the thumbnail alone. Raises what `intake` raises."""
    return _jpeg(_decode(data, N_("The picture"), THUMBNAIL_EDGE).image, THUMBNAIL_QUALITY)


def upright_jpeg(data: bytes, *, edge: int) -> bytes:
    """Return an upright JPEG without metadata, its longest edge at most `edge` pixels, never enlarged.

    Raises what `intake` raises.
    """
    return _jpeg(_decode(data, N_("The picture"), edge).image, PRINT_QUALITY)


def stamped_jpeg(data: bytes, lines: Sequence[str], *, edge: int) -> bytes:
    """Return such a copy with a stamp at its foot (`stamps`). Raises what `intake` raises, DataMissing."""
    return _jpeg(stamps.draw(_decode(data, N_("The picture"), edge).image, lines), PRINT_QUALITY)


def _decode(data: bytes, file: str, edge: int) -> _Decoded:
    if len(data) > MAX_BYTES:
        raise FileTooLarge(file=file, megabytes=-(-len(data) // 1_000_000), limit=MAX_BYTES // 1_000_000)
    image = _open(data, file)
    width, height = image.size
    name = "JPEG" if image.format == "MPO" else image.format or ""
    small = _fitting(width, height, edge)
    try:
        image.draft(None, small)
        image.load()
    except _BROKEN as error:
        raise PictureDamaged(file=file) from error
    # TIFF is turned by Pillow while it loads and then says that it is upright; its size is upright from the start.
    camera = facts.read(image)
    if camera.orientation >= 5:
        width, height = height, width
    return _Decoded(_upright(image, small, camera.orientation), name, width, height, camera)


def _open(data: bytes, file: str) -> Image.Image:
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(file=file, limit=MAX_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
            raise PictureIsHeic(file=file) from error
        raise (PictureDamaged if data.startswith(_SIGNATURES) else NotAPicture)(file=file) from error
    return image


def _fitting(width: int, height: int, edge: int) -> tuple[int, int]:
    """Return the size of the picture with its longest edge at most `edge`."""
    longest = max(width, height)
    if longest <= edge:
        return width, height
    return max(1, round(width * edge / longest)), max(1, round(height * edge / longest))


def _upright(image: Image.Image, size: tuple[int, int], orientation: int) -> Image.Image:
    colours = _rgb(image)
    if colours.size != size:
        colours = colours.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return colours.transpose(_TURNS[orientation]) if orientation in _TURNS else colours


def _rgb(image: Image.Image) -> Image.Image:
    """Return the picture in plain sRGB: on white where it is transparent, 16 bits brought to 8."""
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    if image.mode == "RGB":
        return _in_srgb(image)
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    highest = image.getextrema()[1]
    assert isinstance(highest, (int, float))
    ranges = (1, 255, 65535) if image.mode == "F" else (65535,)
    full = next((limit for limit in ranges if highest <= limit), highest)
    factor = 255 / full
    return image.point(lambda value: value * factor).convert("L")


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture with its own colour space (phones: Display P3) turned into sRGB, which a page prints in."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # A profile that cannot be read: the colours stand as they are.
        return image
    return turned or image


def _jpeg(image: Image.Image, quality: int) -> bytes:
    image.info.clear()
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
