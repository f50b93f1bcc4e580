# SPDX-License-Identifier: MulanPSL-2.0
"""Hostile and broken pictures (promises.md 2.14), each through the child process and within two seconds."""

from __future__ import annotations

import io
import os
import random
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.photos.facts import PhotoFacts
from tests.helpers.pictures import bomb_png, corners, encode, exif_block, photo, png_chunk, with_exif

BROKEN, FORMAT = ProblemCode.PHOTO_BROKEN, ProblemCode.PHOTO_FORMAT
LARGE, FILE_LARGE = ProblemCode.PHOTO_TOO_LARGE, ProblemCode.FILE_TOO_LARGE


def spent(worker):
    """Seconds of processor time the child has used: what the two seconds mean on a busy machine, too."""
    link = worker._link
    stat = Path(f"/proc/{link.pid if link else 0}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask(worker, data, act="read"):
    """The refusal's code and fact, or the facts; anything else fails the test, slowness too."""
    before, started = spent(worker), time.monotonic()
    try:
        answer = worker.read(data, "名.jpg") if act == "read" else getattr(worker, act)(data, "名.jpg")
    except Refused as refused:
        (problem,) = refused.problems
        assert problem.fields.get("name", problem.fields.get("path")) == "名.jpg"
        answer = (problem.code, problem.fields.get("reason") or problem.fields.get("found") or "")
    assert spent(worker) - before < 2
    assert time.monotonic() - started < 8
    return answer


def animation(form):
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    return encode(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def huge_jpeg(width, height):
    data = bytearray(encode(Image.new("RGB", (8, 8))))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def huge_webp():
    return b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + b"\xfe\x3f\0" * 2


TEXT_BOMB = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 30_000_000, 9))
PROFILE_BOMB = png_chunk(b"iCCP", b"x\0\0" + zlib.compress(b"A" * 30_000_000, 9))

REFUSED = {
    "no bytes": (lambda: b"", BROKEN, "empty"),
    "one byte": (lambda: b"\xff", FORMAT, "unknown"),
    "garbage": (lambda: random.Random(1).randbytes(5000), FORMAT, "unknown"),
    "only zeros": (lambda: bytes(5000), FORMAT, "unknown"),
    "41 MB": (lambda: b"\xff\xd8\xff" + bytes(41_000_000), FILE_LARGE, ""),
    "bomb 14000": (lambda: bomb_png(14_000, 14_000), LARGE, ""),
    "bomb 10000": (lambda: bomb_png(10_000, 10_000), LARGE, ""),
    "huge jpeg": (lambda: huge_jpeg(65_535, 65_535), LARGE, ""),
    "huge webp": (huge_webp, LARGE, ""),
    "text bomb": (lambda: bomb_png(8, 8, extra=TEXT_BOMB), BROKEN, "text"),
    "profile bomb": (lambda: bomb_png(8, 8, extra=PROFILE_BOMB), BROKEN, "text"),
    "gif": (lambda: encode(corners(), "GIF"), FORMAT, "GIF"),
    "bmp": (lambda: encode(corners(), "BMP"), FORMAT, "BMP"),
    "tiff": (lambda: encode(corners(), "TIFF"), FORMAT, "TIFF"),
    "eps": (lambda: encode(corners(), "EPS"), FORMAT, "EPS"),
    "pdf": (lambda: encode(corners(), "PDF"), FORMAT, "PDF"),
    "svg": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', FORMAT, "SVG"),
    "html": (lambda: b"<!doctype html><html></html>", FORMAT, "HTML"),
    "zip": (lambda: b"PK\3\4" + bytes(100), FORMAT, "ZIP"),
    "film": (lambda: b"\0\0\0\x18ftypmp42" + bytes(100), FORMAT, "MP4"),
    "avif": (lambda: encode(corners(64, 64), "AVIF"), FORMAT, "AVIF"),
    "animated webp": (lambda: animation("WEBP"), FORMAT, "animated-webp"),
    "animated png": (lambda: animation("PNG"), FORMAT, "animated-png"),
    "jpeg of markers": (lambda: b"\xff\xd8\xff" + b"\xff\xe1\xff\xff" * 20_000, BROKEN, "truncated"),
    "jpeg without tables": (lambda: b"\xff\xd8\xff\xda\0\2" + bytes(50) + b"\xff\xd9", BROKEN, "damaged"),
    "png of chunks": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0aaaa\0\0\0\0" * 100_000, BROKEN, "truncated"),
    "heic without content": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(500), BROKEN, "damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_pictures_are_refused(worker, case):
    make, code, word = REFUSED[case]
    data = make()
    assert ask(worker, data) == (code, word)
    for act in ("thumbnail", "preview", "print_copy"):
        assert ask(worker, data, act)[0] is code


def wide_grey(mode):
    return Image.linear_gradient("L").convert(mode)


def sixteen_bit_colour():
    rows = b"".join(b"\0" + struct.pack(">HHH", 0x8000, 0xFFFF, x << 8) * 64 for x in range(64))
    head = struct.pack(">IIBBBBB", 64, 64, 16, 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", head) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def heic():
    pillow_heif = pytest.importorskip("pillow_heif")
    target = io.BytesIO()
    pillow_heif.from_pillow(corners(256, 192)).save(target, quality=60)
    return target.getvalue()


def mpo():
    first, second = corners(), corners(64, 48)
    return encode(first, "MPO", save_all=True, append_images=[second])


TAKEN = {
    "cmyk jpeg": lambda: encode(corners().convert("CMYK")),
    "grey jpeg": lambda: encode(corners().convert("L")),
    "progressive jpeg": lambda: encode(corners(), progressive=True),
    "two pictures in one jpeg": mpo,
    "jpeg and a program behind it": lambda: photo() + b"MZ" + bytes(3000),
    "grey 16 bit png": lambda: encode(Image.new("I;16", (64, 64), 40_000), "PNG"),
    "colour 16 bit png": sixteen_bit_colour,
    "palette png": lambda: encode(corners().quantize(4), "PNG"),
    "palette png with transparency": lambda: encode(corners().convert("RGBA").quantize(4), "PNG", transparency=1),
    "one bit png": lambda: encode(wide_grey("1"), "PNG"),
    "grey png with alpha": lambda: encode(wide_grey("LA"), "PNG"),
    "png of 64 megapixels": lambda: bomb_png(8192, 8192),
    "webp": lambda: encode(corners(), "WEBP"),
    "webp without loss": lambda: encode(corners().convert("RGBA"), "WEBP", lossless=True),
    "heic": heic,
    "exif segment full of garbage": lambda: with_exif(photo(), random.Random(2).randbytes(65_000)),
    "forty exif segments": lambda: _many_exif(40),
    "png with a megabyte of exif": lambda: bomb_png(8, 8, extra=png_chunk(b"eXIf", b"MM\0*" + bytes(1_000_000))),
}


def _many_exif(count):
    data = photo()
    for seed in range(count):
        data = with_exif(data, b"MM\0*\0\0\0\x08" + random.Random(seed).randbytes(65_000))
    return data


@pytest.mark.parametrize("case", TAKEN)
def test_odd_but_honest_pictures_are_taken(worker, case):
    data = TAKEN[case]()
    facts = ask(worker, data)
    assert isinstance(facts, PhotoFacts)
    picture = Image.open(io.BytesIO(ask(worker, data, "print_copy")))
    assert abs(picture.width / picture.height - facts.width / facts.height) < 0.05


FORMS = {
    "JPEG": lambda: photo(time="2026:11:16 09:00:00", latitude=40.0, longitude=117.0),
    "progressive": lambda: encode(corners(), progressive=True),
    "PNG": lambda: encode(corners(), "PNG"),
    "WEBP": lambda: encode(corners(), "WEBP", exif=exif_block(orientation=6)),
    "HEIC": heic,
}


@pytest.mark.parametrize("form", FORMS)
def test_cut_pictures_are_refused_wherever_they_are_cut(worker, form):
    data = FORMS[form]()
    places = {*range(1, 40), *range(40, len(data) - 1, max(1, len(data) // 60)), *range(len(data) - 12, len(data))}
    for place in places:
        answer = ask(worker, data[:place])
        assert isinstance(answer, tuple), place
        assert answer[0] in (BROKEN, FORMAT)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_pictures_whose_end_became_zeros_are_refused(worker, form):
    # What a pulled stick or a full card leaves: the right length, the rest zeros.
    data = encode(Image.effect_noise((400, 300), 60).convert("RGB"), form)
    for share in (0.3, 0.6, 0.9):
        kept = int(len(data) * share)
        assert ask(worker, data[:kept] + bytes(len(data) - kept)) in {(BROKEN, "truncated"), (BROKEN, "damaged")}


@pytest.mark.parametrize("form", FORMS)
def test_mutants_give_facts_or_a_refusal(worker, form):
    chance = random.Random(form)
    source = FORMS[form]()
    taken = 0
    for _ in range(100 if form in ("JPEG", "PNG", "WEBP") else 30):
        mutant = bytearray(source)
        for _ in range(chance.choice((1, 1, 3, 20))):
            place = chance.randrange(chance.choice((64, len(mutant))))
            match chance.randrange(4):
                case 0:
                    mutant[place] ^= 1 << chance.randrange(8)
                case 1:
                    mutant[place] = chance.choice((0, 0x7F, 0x80, 0xFF))
                case 2:
                    mutant[place : place + chance.randrange(1, 9)] = b""
                case 3:
                    mutant[place:place] = mutant[: chance.randrange(1, 50)]
        answer = ask(worker, bytes(mutant))
        assert isinstance(answer, PhotoFacts | tuple)
        taken += isinstance(answer, PhotoFacts)
        if isinstance(answer, PhotoFacts):
            assert ask(worker, bytes(mutant), "thumbnail")
    assert taken  # some mutants are harmless, or this test would prove nothing
