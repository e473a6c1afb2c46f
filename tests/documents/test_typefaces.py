"""A bureau's own font: embedded where its maker allows it, refused with the reason where it cannot be."""

from __future__ import annotations

import struct

import pytest

from fieldcheck import documents
from fieldcheck.documents import fonts
from fieldcheck.documents.files import OwnWordingWrong
from fieldcheck.documents.typefaces import FontUnusable
from fieldcheck.model.canonical import sha256_hex
from tests.documents import reading
from tests.documents.builders import an_order
from tests.documents.test_layouts import laid_out
from tests.documents.typefaces import BITMAPS_ONLY, RESTRICTED, WHOLE_ONLY, own_font, with_letters, without


def test_a_document_is_printed_in_the_bureaus_font_and_lacking_letters_fall_back() -> None:
    data = own_font()
    assert documents.check_font(data, "x.ttf") == "Noto Sans SC Regular"
    own, serif = fonts.font(fonts.take(data)), fonts.font(fonts.SERIF)
    lacking = next((chr(point) for point in serif.face.charToGlyph if not own.has(chr(point))), "")
    named = laid_out(an_order(1, unit_name=f"王䶮孙𬍛{lacking}商行", fonts=(data,)), font=sha256_hex(data))
    pdf = documents.render(named)
    assert pdf == documents.render(named)
    assert f"王䶮孙𬍛{lacking}商行：" in reading.letters(pdf)
    inside = {font.name[8:]: set(font.text.values()) for font in reading.fonts(pdf)}
    assert set("王䶮孙𬍛商行") <= inside["NotoSansSC-Regular"]
    assert not lacking or lacking in inside["NotoSerifSC-Regular"]


def test_a_letter_that_a_font_maps_to_no_glyph_is_drawn_in_another() -> None:
    data = with_letters(own_font(), ("现", "现", 0), ("场", "场", 5))
    assert documents.check_font(data, "x.ttf")
    name = fonts.take(data)
    assert [fonts.face_of(letter, name)[0] for letter in "场现"] == [name, fonts.SERIF]
    # It has no space either, as which a letter is drawn that only accompanies others.
    assert fonts.face_of("\u200d", name) == (fonts.SERIF, False)


def test_a_font_that_is_not_here_is_named() -> None:
    with pytest.raises(OwnWordingWrong) as caught:
        documents.render(laid_out(an_order(1), bold_font="ab" * 32))
    assert "The font abababababababab is not here." in str(caught.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no TrueType font"),
        (with_letters(own_font(), (" ", "~", 1), ("（", "）", 200)), "no Chinese letters"),
        (b"OTTO" + b"\0" * 40, "PostScript (CFF)"),
        (b"ttcf" + b"\0" * 40, "holds several fonts"),
        (b"\0\1\0\0", "damaged"),
        (own_font()[:2000], "damaged"),
        (own_font(RESTRICTED), "does not allow it to be embedded in documents (fsType 0x0002)"),
        (own_font(WHOLE_ONLY), "only whole (fsType 0x0108)"),
        (own_font(BITMAPS_ONLY), "only pictures of it"),
        (without(own_font(), b"glyf"), "damaged (glyf)"),
        (without(own_font(), b"OS/2"), "damaged (OS/2)"),
        (own_font().replace(struct.pack(">L", 0x5F0F3CF5), b"\0\0\0\0", 1), "damaged (Invalid head table"),
    ],
)
def test_a_font_that_cannot_be_embedded_says_why(data: bytes, told: str) -> None:
    with pytest.raises(FontUnusable) as caught:
        documents.check_font(data, "仿宋.ttf")
    assert told in str(caught.value)
    assert "仿宋.ttf" in str(caught.value)
