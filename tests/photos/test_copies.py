"""Thumbnails and printed copies: upright, small, in plain colours, from everything that a camera or scanner writes."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from fieldcheck import photos
from fieldcheck.photos import copies, errors
from tests.photos.pictures import BLUE, GREEN, RED, WHITE, corners, encoded, exif_of, near, opened

INVERSE = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a picture lies in the file, so that the orientation of this number brings it upright."""


def lying(orientation: int) -> Image.Image:
    turn = INVERSE[orientation]
    return corners() if turn is None else corners().transpose(turn)


def is_upright(image: Image.Image) -> bool:
    width, height = image.size
    return (
        width > height
        and near(image, (8, 8), RED)
        and near(image, (width - 9, 8), GREEN)
        and near(image, (8, height - 9), BLUE)
        and near(image, (width - 9, height - 9), WHITE)
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_upright(kind: str, orientation: int) -> None:
    data = encoded(lying(orientation), kind, exif=exif_of(orientation))
    taken = photos.intake(data, "a")
    assert (taken.facts.width, taken.facts.height) == (400, 300)
    assert is_upright(opened(taken.thumbnail))
    assert is_upright(opened(photos.upright_jpeg(data, edge=1000)))


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_an_orientation_that_does_not_exist_is_none(orientation: int) -> None:
    assert is_upright(opened(photos.thumbnail(encoded(corners(), exif=exif_of(orientation)))))


def test_the_thumbnail_is_small_and_the_copy_never_larger_than_the_picture() -> None:
    large, small = encoded(corners(4000, 1000)), encoded(corners(200, 100))
    assert opened(photos.thumbnail(large)).size == (320, 80)
    assert opened(photos.thumbnail(small)).size == (200, 100)
    assert opened(photos.upright_jpeg(large, edge=1400)).size == (1400, 350)
    assert opened(photos.upright_jpeg(small, edge=1400)).size == (200, 100)
    assert opened(photos.thumbnail(encoded(corners(5000, 3)))).size == (320, 1)


def test_copies_carry_no_metadata() -> None:
    data = encoded(corners(), exif=exif_of(6, {0x9003: "2026:07:01 09:10:11"}), comment="secret", dpi=(300, 300))
    for copy in (photos.thumbnail(data), photos.upright_jpeg(data, edge=200)):
        assert not opened(copy).getexif()
        assert b"Exif" not in copy
        assert b"secret" not in copy


def test_copies_are_the_same_every_time() -> None:
    data = encoded(corners(3000, 2000))
    assert photos.thumbnail(data) == photos.thumbnail(data) == photos.intake(data, "x").thumbnail
    assert photos.upright_jpeg(data, edge=900) == photos.upright_jpeg(data, edge=900)


@pytest.mark.parametrize("mode", ["CMYK", "L", "YCbCr"])
def test_jpeg_in_other_colours(mode: str) -> None:
    image = Image.new("RGB", (64, 48), RED).convert(mode)
    thumbnail = opened(photos.thumbnail(encoded(image)))
    assert thumbnail.mode == "RGB"
    assert near(thumbnail, (20, 20), (220, 30, 30) if mode != "L" else (89, 89, 89))


@pytest.mark.parametrize("mode", ["P", "1", "L", "LA", "RGBA"])
def test_png_in_other_colours(mode: str) -> None:
    thumbnail = opened(photos.thumbnail(encoded(corners().convert(mode), "PNG")))
    assert thumbnail.mode == "RGB"
    assert near(thumbnail, (319, 239), WHITE)


def test_what_is_transparent_is_white_paper() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert near(opened(photos.thumbnail(encoded(image, "PNG"))), (20, 20), WHITE)
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([9, 9, 9, 200, 0, 0])
    assert near(opened(photos.thumbnail(encoded(palette, "PNG", transparency=0))), (20, 20), WHITE)


@pytest.mark.parametrize(("mode", "kind"), [("I;16", "PNG"), ("I;16", "TIFF"), ("I", "TIFF"), ("F", "TIFF")])
def test_sixteen_bits_are_brought_to_eight(mode: str, kind: str) -> None:
    image = Image.new(mode, (40, 40), 32768)
    image.putpixel((0, 0), 65535)
    assert near(opened(photos.thumbnail(encoded(image, kind))), (20, 20), (128, 128, 128))


def test_an_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in (GREEN, RED, BLUE)]
    for kind in ("GIF", "WEBP", "PNG"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert near(opened(photos.thumbnail(data)), (30, 20), GREEN)


def test_a_phone_picture_of_several_counts_as_jpeg() -> None:
    data = encoded(corners(), "MPO", save_all=True, append_images=[corners()], exif=exif_of(1))
    taken = photos.intake(data, "a.jpg")
    assert taken.facts.format == "JPEG"
    assert is_upright(opened(taken.thumbnail))


def test_colours_of_another_space_are_turned_into_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert is_upright(opened(photos.thumbnail(encoded(corners(), icc_profile=profile))))
    assert is_upright(opened(photos.thumbnail(encoded(corners(), icc_profile=b"not a profile"))))


def test_facts_name_the_bytes() -> None:
    data = encoded(corners(), "PNG")
    facts = photos.intake(data, "a.png").facts
    assert facts == photos.Facts(hashlib.sha256(data).hexdigest(), "PNG", 400, 300, None, None, None, "")


@pytest.mark.parametrize("data", [b"", b"x", b"hello, this is text" * 50, b"%PDF-1.7\n", b"%!PS-Adobe-3.0 EPSF-3.0\n"])
def test_what_is_no_picture_is_named(data: bytes) -> None:
    with pytest.raises(errors.NotAPicture) as caught:
        photos.intake(data, "notes.txt")
    assert str(caught.value).startswith("notes.txt is not a picture")


def test_a_pasted_picture_has_a_name_too() -> None:
    with pytest.raises(errors.NotAPicture, match=r"^The pasted picture is not"):
        photos.intake(b"", "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("share", [1, 30, 60, 95])
def test_a_picture_that_is_cut_off_is_named(kind: str, share: int) -> None:
    noise = Image.effect_noise((500, 400), 60).convert("RGB")
    whole = encoded(noise, kind)
    cut = whole[: max(8, len(whole) * share // 100)]
    for read in (lambda: photos.intake(cut, "IMG_1.jpg"), lambda: photos.upright_jpeg(cut, edge=2000)):
        with pytest.raises(errors.PictureDamaged):
            read()


def test_a_heic_picture_says_how_to_get_a_jpeg() -> None:
    with pytest.raises(errors.PictureIsHeic, match="Most Compatible"):
        photos.intake(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "IMG_0001.HEIC")


def test_too_many_pixels_and_too_many_bytes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = encoded(Image.new("1", (13_000, 10_000)), "PNG")
    with pytest.raises(errors.TooManyPixels, match="120 million"):
        photos.intake(bomb, "big.png")
    monkeypatch.setattr(copies, "MAX_BYTES", 3_000_000)
    with pytest.raises(errors.FileTooLarge, match="has 4 MB; a photo may have 3 MB"):
        photos.intake(bytes(3_000_001), "big.tif")


def test_the_limit_of_pixels_holds_far_above_it_too() -> None:
    buffer = BytesIO()
    Image.new("1", (20_000, 15_000)).save(buffer, "PNG")
    with pytest.raises(errors.TooManyPixels):
        photos.thumbnail(buffer.getvalue())
