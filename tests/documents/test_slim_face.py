# SPDX-License-Identifier: MulanPSL-2.0
"""A slim face is the face that reportlab reads: the same characters, widths and subsets."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from inspector_app.documents.slim_face import CodeTable, Pairs, load_slim

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
FILES = sorted(path.relative_to(FONTS).as_posix() for path in FONTS.rglob("*.ttf"))


@pytest.mark.parametrize("file", FILES)
def test_a_slim_face_gives_the_same_subsets(file: str) -> None:
    path = FONTS / file
    whole, slim = TTFont("whole", str(path), shapable=False).face, load_slim("slim", path).face
    assert dict(slim.charToGlyph) == whole.charToGlyph
    codes = [*whole.charToGlyph, 0x10FFFF]
    assert [slim.getCharWidth(code) for code in codes] == [whole.getCharWidth(code) for code in codes]
    assert slim.filename == whole.filename
    chance = random.Random(file)
    for size in (1, 30, 250):
        subset = [0, *chance.sample(codes, size)]
        assert slim.makeSubset(subset) == whole.makeSubset(subset)


def test_a_slim_face_keeps_little() -> None:
    """Neither the file nor a dictionary of its characters is held."""
    face = load_slim("small", FONTS / "NotoSerifSC-Regular.ttf").face
    held = [value for value in vars(face).values() if isinstance(value, (bytes, dict, list))]
    assert max(len(value) for value in held) < 1_000
    assert not hasattr(face, "glyphToChar")


def test_a_table_of_codes_is_a_mapping() -> None:
    table = CodeTable({5: 7, 0x20000: 9, 1: 3}, "H")
    assert dict(table) == {1: 3, 5: 7, 0x20000: 9} and table.get(2, 0) == 0 and 5 in table and 6 not in table
    assert CodeTable({65: 612.5}, "d")[65] == 612.5
    assert not CodeTable({}, "H")


def test_pairs_end_where_the_glyphs_end() -> None:
    pairs = Pairs([(1000, 65_500), (500, 0)])
    assert list(pairs) == [(1000, 65_500), (500, 0)] and len(pairs) == 2
    with pytest.raises(IndexError):
        pairs[2]
