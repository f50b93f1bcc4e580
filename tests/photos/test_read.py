# SPDX-License-Identifier: MulanPSL-2.0
"""What is read from a photo: size, turning, time, place and camera, and what is not believed."""

from __future__ import annotations

import hashlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.photos.exif import clean_text, read_exif
from inspector_app.photos.limits import PhotoFormat
from inspector_app.photos.read import read_photo
from tests.helpers.pictures import corners, encode, exif_block, exif_with_thumbnail, photo, with_exif


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_time_place_and_camera_are_read(orientation):
    data = photo(
        orientation=orientation,
        make="DEMO",
        model="演示相机 X1",
        time="2026:11-16 09:30:05".replace("-", ":"),
        offset="+08:00",
        latitude=40.0458,
        longitude=117.4052,
    )
    facts = read_photo(data, "a.jpg")
    assert (facts.width, facts.height, facts.orientation) == (320, 240, orientation)
    assert facts.taken_at == "2026-11-16T09:30:05+08:00"
    assert facts.latitude == pytest.approx(40.0458, abs=1e-6)
    assert facts.longitude == pytest.approx(117.4052, abs=1e-6)
    assert facts.camera == "DEMO 演示相机 X1"
    assert facts.format is PhotoFormat.JPEG
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert facts.bytes == len(data)


def test_sm3_is_recorded_where_openssl_has_it():
    facts = read_photo(photo(), "a.jpg")
    assert len(facts.sm3) == (64 if "sm3" in hashlib.algorithms_available else 0)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_formats_carry_exif_too(form):
    block = exif_block(orientation=6, time="2026:11:17 10:00:00", latitude=-33.5, longitude=-70.25)
    facts = read_photo(encode(corners(), form, exif=block), "a")
    assert (facts.format.value, facts.width, facts.height, facts.orientation) == (form, 240, 320, 6)
    assert facts.taken_at == "2026-11-17T10:00:00"
    assert (facts.latitude, facts.longitude) == (-33.5, -70.25)


def test_heic_is_read_upright():
    pillow_heif = pytest.importorskip("pillow_heif")
    exif = exif_block(orientation=6, make="DEMO", time="2026:11:18 08:00:00", offset="+08:00")
    target = pillow_heif.from_pillow(corners(128, 96))
    data = _saved(target, exif=exif)
    facts = read_photo(data, "a.heic")
    assert facts.format is PhotoFormat.HEIF
    assert (facts.width, facts.height, facts.orientation) == (96, 128, 1)
    assert (facts.taken_at, facts.camera) == ("2026-11-18T08:00:00+08:00", "DEMO")


def _saved(heif, **options):
    import io

    target = io.BytesIO()
    heif.save(target, quality=60, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("time", "offset", "taken_at"),
    [
        ("2026:11:16 09:30:05", "", "2026-11-16T09:30:05"),
        ("2026-11-16 09:30:05", "+08:00", "2026-11-16T09:30:05+08:00"),
        ("2026:11:16 09:30:05", "Z", "2026-11-16T09:30:05"),
        ("2026:11:16 09:30:05", "+99:00", "2026-11-16T09:30:05"),
        ("2026:02:30 09:30:05", "", ""),
        ("2026:11:16 24:30:05", "", ""),
        ("0000:00:00 00:00:00", "", ""),
        ("1970:01:01 00:00:00", "", ""),
        ("9999:01:01 00:00:00", "", ""),
        ("    :  :     :  :  ", "", ""),
        ("yesterday", "", ""),
    ],
)
def test_absurd_times_are_unknown(time, offset, taken_at):
    assert read_photo(photo(time=time, offset=offset), "a").taken_at == taken_at


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (91, 0, 0), 3: "E", 4: (117, 0, 0)},
        {1: "N", 2: (40, 75, 0), 3: "E", 4: (117, 0, 0)},
        {1: "X", 2: (40, 0, 0), 3: "E", 4: (117, 0, 0)},
        {2: (40, 0, 0), 4: (117, 0, 0)},
        {1: "N", 2: (40, 0, 0)},
        {1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)},
        {1: "N", 2: (40, 0, 0), 3: "E", 4: (117, 0, 0), 0x12: "GCJ-02"},
    ],
)
def test_absurd_places_are_unknown(gps):
    facts = read_photo(photo(gps=gps), "a")
    assert (facts.latitude, facts.longitude) == (None, None)


def test_camera_text_is_cleaned_and_bounded():
    facts = read_photo(photo(make="A\u202eB\u200b\n\tC", model="x" * 500), "a")
    assert facts.camera.startswith("AB C xxx")
    assert len(facts.camera) <= 64
    assert read_photo(photo(make="Demo", model="DEMO X1"), "a").camera == "DEMO X1"


@given(st.text(max_size=300))
def test_clean_text_has_no_control_characters(text):
    clean = clean_text(text)
    assert len(clean) <= 64
    assert not any(ord(c) < 32 or 0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in clean)


@given(st.binary(max_size=300))
def test_any_exif_bytes_are_read_without_fault(block):
    for start in (b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        facts = read_exif(start + block)
        assert 1 <= facts.orientation <= 8


def test_entries_that_share_one_large_value_cost_nothing():
    # 5,000 entries that all point at the same 60 KB: Pillow's own reader would copy 300 MB.
    entry = struct.pack(">HHII", 0x9999, 1, 60_000, 8)
    block = b"MM\0*\0\0\0\x08" + struct.pack(">H", 5000) + entry * 5000
    assert read_photo(with_exif(photo(), block), "a").orientation == 1


def test_tables_that_point_at_themselves_end():
    entries = b"".join(struct.pack(">HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825))
    block = b"MM\0*\0\0\0\x08" + struct.pack(">H", 2) + entries + struct.pack(">I", 8)
    assert read_exif(block).taken_at == ""


def test_original_bytes_are_not_changed():
    data = photo(orientation=6)
    before = bytes(bytearray(data))
    read_photo(data, "a")
    assert data == before


def test_thumbnail_inside_exif_is_found():
    small = encode(corners(160, 120))
    facts = read_exif(exif_with_thumbnail(small, 6))
    assert facts.thumbnail == small
    assert facts.orientation == 6


def test_one_pixel_is_a_picture_and_none_is_not():
    assert read_photo(encode(Image.new("RGB", (1, 1))), "a").width == 1
    data = bytearray(encode(Image.new("RGB", (8, 8))))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = bytes(4)
    with pytest.raises(Refused) as refused:
        read_photo(bytes(data), "a")
    assert refused.value.problems[0].code is ProblemCode.PHOTO_BROKEN
