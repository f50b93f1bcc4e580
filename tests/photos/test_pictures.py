# SPDX-License-Identifier: MulanPSL-2.0
"""Derived pictures: upright, turned, marked at the right places, without metadata."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.domain.markup import Mark, MarkKind
from inspector_app.photos.pictures import fast_preview, make_print_copy, make_thumbnail, make_view
from tests.helpers.pictures import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    corners,
    encode,
    exif_with_thumbnail,
    near,
    opened,
    photo,
    swapped_profile,
    with_exif,
)

FONT = Path(__file__).parents[2] / "resources/fonts/NotoSansSC-Regular.ttf"
CLOCKWISE = {
    0: (RED, GREEN, BLUE, YELLOW),
    90: (BLUE, RED, YELLOW, GREEN),
    180: (YELLOW, BLUE, GREEN, RED),
    270: (GREEN, YELLOW, RED, BLUE),
}


def quarters(picture):
    width, height = picture.size
    places = ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
    return [picture.getpixel((int(x * width), int(y * height))) for x, y in places]


def shows(picture, colours):
    return all(near(found, wanted) for found, wanted in zip(quarters(picture), colours, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_every_orientation_and_rotation_is_upright(orientation, rotation):
    data = photo(orientation=orientation)
    before = bytes(bytearray(data))
    for make in (make_thumbnail, make_view, make_print_copy, fast_preview):
        picture = opened(make(data, rotation))
        assert shows(picture, CLOCKWISE[rotation]), make
        assert (picture.width < picture.height) == (rotation in (90, 270))
    assert data == before


@pytest.mark.parametrize("edge", [64, 256, 1280])
@pytest.mark.parametrize("size", [(4000, 3000), (1000, 3000), (301, 299), (5000, 20)])
def test_long_side_is_the_edge_and_never_larger_than_the_picture(size, edge):
    picture = opened(make_view(encode(corners(*size), quality=80), edge=edge))
    assert max(picture.size) == min(edge, max(size))
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.1) or min(picture.size) <= 6


def mark(kind, x1, y1, x2, y2, **more):
    return Mark(kind=kind, x1=x1, y1=y1, x2=x2, y2=y2, width=0.01, colour="#ff00ff", **more)


@pytest.mark.parametrize(("orientation", "rotation"), [(1, 0), (6, 0), (1, 90), (8, 270), (3, 180)])
def test_marks_lie_where_they_were_drawn_on_the_upright_picture(orientation, rotation):
    data = photo(corners(1280, 960), orientation=orientation)
    marks = [
        mark(MarkKind.ARROW, 0.1, 0.1, 0.3, 0.4),
        mark(MarkKind.BOX, 0.55, 0.1, 0.9, 0.4),
        mark(MarkKind.CIRCLE, 0.1, 0.6, 0.4, 0.9),
    ]
    plain = opened(make_print_copy(data, rotation, quality=95))
    drawn = opened(make_print_copy(data, rotation, marks, quality=95))

    def pixel(picture, x, y):
        return picture.getpixel((int(x * picture.width), int(y * picture.height)))

    on = [(0.2, 0.25), (0.298, 0.396), (0.55, 0.25), (0.7, 0.1), (0.9, 0.3), (0.1, 0.75), (0.25, 0.9), (0.4, 0.75)]
    off = [(0.35, 0.45), (0.7, 0.25), (0.25, 0.75), (0.13, 0.63), (0.95, 0.95), (0.3, 0.1)]
    assert all(near(pixel(drawn, *place), (255, 0, 255), 90) for place in on)
    assert all(near(pixel(drawn, *place), pixel(plain, *place), 25) for place in off)


@pytest.mark.parametrize("kind", list(MarkKind))
@pytest.mark.parametrize("ends", [(0, 0, 0, 0), (1, 1, 1, 1), (0, 1, 1, 0), (1, 0.5, 0, 0.5), (0.5, 0.5, 0.5, 0.9)])
def test_marks_at_the_rim_and_without_length_are_drawn(kind, ends):
    drawn = opened(make_print_copy(photo(), 0, [mark(kind, *ends, text="阀门")], font=FONT))
    assert drawn.size == (320, 240)


@pytest.mark.skipif(not FONT.is_file(), reason="fonts are not bundled here")
def test_long_text_is_wrapped_and_stays_inside():
    white = encode(Image.new("RGB", (1280, 960), "white"))
    text = "消防通道被纸箱堵塞，宽度不足1.4米，应急照明 emergency lighting 未接通。" * 3
    marks = [Mark(kind=MarkKind.TEXT, x1=0.6, y1=0.9, x2=0.0, y2=0.0, text=text, width=0.004, colour="#d00000")]
    grey = opened(make_print_copy(white, 0, marks, font=FONT)).convert("L").point(lambda value: 255 * (value < 128))
    box = grey.getbbox()
    assert box is not None
    assert box[0] >= 2 and box[1] >= 2 and box[2] <= 1278 and box[3] <= 958
    assert box[3] - box[1] > 100  # several lines, moved up


def test_text_without_a_font_is_our_own_mistake():
    with pytest.raises(ValueError, match="font"):
        make_print_copy(photo(), 0, [mark(MarkKind.TEXT, 0, 0, 1, 1, text="x")])


@pytest.mark.parametrize("wish", [{"rotation": 45}, {"edge": 0}, {"edge": 99_999}, {"quality": 0}])
def test_impossible_wishes_are_our_own_mistake(wish):
    with pytest.raises(ValueError, match="asked for"):
        make_print_copy(photo(), **wish)


def test_derived_pictures_carry_no_metadata():
    source = corners()
    source.info["comment"] = b"secret"
    data = encode(source, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0", comment=b"secret", icc_profile=swapped_profile())
    for make in (make_thumbnail, make_view, make_print_copy, fast_preview):
        made = make(data)
        assert b"secret" not in made and b"Exif" not in made and b"ICC_PROFILE" not in made
        assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_colour_profiles_are_applied():
    data = encode(corners(), quality=95, icc_profile=swapped_profile())
    assert near(opened(make_view(data)).getpixel((80, 60)), RED[::-1], 60)
    broken = encode(corners(), quality=95, icc_profile=b"no profile" * 20)
    assert near(opened(make_view(broken)).getpixel((80, 60)), RED)


def test_transparency_is_laid_on_white():
    clear = Image.new("RGBA", (600, 400), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 300, 400))
    palette = clear.quantize(8)
    for data in (encode(clear, "PNG"), encode(palette, "PNG"), encode(clear, "WEBP", lossless=True)):
        picture = opened(make_view(data, edge=100))
        assert near(picture.getpixel((20, 30)), (0, 0, 255), 12)
        assert near(picture.getpixel((80, 30)), (255, 255, 255), 12)


def test_strips_join_without_a_seam():
    tall = Image.linear_gradient("L").resize((2000, 6000)).convert("LA")
    made = opened(make_view(encode(tall, "PNG", compress_level=1), edge=500)).convert("L")
    column = [made.getpixel((80, y)) for y in range(500)]
    assert all(abs(b - a) <= 3 for a, b in pairwise(column))


def test_sixteen_bits_keep_their_greys():
    deep = Image.new("I;16", (64, 64), 0x8000)
    for rotation in (0, 90):
        assert near(opened(make_view(encode(deep, "PNG"), rotation)).getpixel((32, 32)), (128, 128, 128), 4)


def test_cmyk_keeps_its_colours():
    picture = opened(make_view(encode(corners().convert("CMYK"))))
    assert picture.mode == "RGB"
    assert shows(picture, CLOCKWISE[0])


@pytest.mark.parametrize("orientation", [1, 6])
def test_preview_takes_the_embedded_one_only_where_it_fits(orientation):
    large = encode(corners(1600, 1200))
    inner = encode(Image.new("RGB", (160, 120), "magenta"))
    picture = opened(fast_preview(with_exif(large, exif_with_thumbnail(inner, orientation))))
    assert near(picture.getpixel((60, 60)), (255, 0, 255))
    assert picture.size == ((160, 120) if orientation == 1 else (120, 160))
    for wrong in (encode(Image.new("RGB", (160, 90), "magenta")), inner[:200], b"\xff\xd8\xff" + bytes(100)):
        picture = opened(fast_preview(with_exif(large, exif_with_thumbnail(wrong))))
        assert shows(picture, CLOCKWISE[0])
        assert picture.width == 256
