# SPDX-License-Identifier: MulanPSL-2.0
"""Make `resources/fonts/` from the upstream packages and prove what its faces cover.

Get the inputs into one folder (any layout below it), then `python build/fonts.py INPUTS resources/fonts`:

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    apt-get download fonts-hanazono texlive-lang-chinese

Unpack them with `tar xzf` (each into its own folder) and `dpkg -x`; only fontTools is needed. HanaMin and
Fandol may also lie there already converted (HanaMinB-1000.ttf, FandolFang-Regular.ttf), which saves a minute.
"""

import gzip
import hashlib
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

# GB 18030-2022 level 3: URO, extensions A to F, Kangxi radicals. The 8105 table lies within.
LEVEL_3 = (
    (0x4E00, 0x9FEF), (0x3400, 0x4DBF), (0x20000, 0x2A6D6), (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x2F00, 0x2FD5),
)  # fmt: skip
# What forms print beside ideographs: ASCII, punctuation, full-width forms, numbers in rings, Greek, signs.
SIGN_RANGES = (
    (0x20, 0x7E), (0x3000, 0x3020), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE5), (0x2460, 0x2487), (0x2160, 0x216B),
    (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9),
)  # fmt: skip
SIGNS = "〇℃°±×÷≤≥≈≠Ωμ㎡m³²№‰→←↑↓■□●○◆◇△▲★☆※〔〕【】《》—…·‘’“”¥￥£€"
LIMIT = 100_000_000
UNITS = 1000  # reportlab's widths fail the PDF/A check at any other unit


@dataclass(frozen=True)
class Face:
    """One bundled file and the words its licence asks for."""

    file: str
    name: str
    source: str
    licence: str
    licence_file: str
    changed: str


FACES = (
    *(
        Face(
            f"Noto{style}SC-{weight}.ttf", f"Noto {style} SC {weight}",
            f"npm @expo-google-fonts/noto-{style.lower()}-sc 0.4.3",
            "SIL OFL 1.1", f"Noto{style}SC-OFL.txt", "nothing",
        )
        for style in ("Serif", "Sans") for weight in ("Regular", "Bold")
    ),
    Face(
        "fandol/FandolFang-Regular.ttf", "FandolFang Regular",
        "Debian texlive-lang-chinese 2022.20230122-1 (Fandol 0.3)", "GPL-3.0 with font exception",
        "fandol/LICENSE.txt, fandol/COPYING, fandol/README",
        "CFF outlines turned into TrueType (cu2qu, error at most 1 unit), hints dropped",
    ),
    Face(
        "HanaMinB-rest.ttf", "HanaMin Rest", "Debian fonts-hanazono 20170904-2.1 (HanaMinB)",
        "Hanazono Font License (of its two)", "HanaMin-LICENSE.txt",
        "the level 3 characters Noto Serif SC lacks, 1,024 to 1,000 units, "
        "hints, layout, vertical metrics and glyph names dropped, renamed",
    ),
)  # fmt: skip


def characters(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Return every code point of `ranges`."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def find(folder: Path, *names: str) -> Path:
    """Return the first of `names` that lies anywhere below `folder`."""
    for name in names:
        if found := sorted(folder.rglob(name)):
            return found[0]
    sys.exit(f"{folder}: none of {', '.join(names)}")


def save(font: TTFont, path: Path) -> None:
    """Write `font`; the same inputs give the same bytes."""
    font.recalcTimestamp = False
    font.save(path)


def with_quadratic_outlines(font: TTFont) -> TTFont:
    """Turn CFF outlines, which reportlab cannot embed, into TrueType ones."""
    if "CFF " not in font:
        return font
    order, glyph_set = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for limit in (
        "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions",
        "ComponentElements", "Points", "Contours", "CompositePoints", "CompositeContours", "ComponentDepth",
    ):  # fmt: skip
        setattr(limits, f"max{limit}", 0)
    font["post"].formatType = 3.0
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"
    return font


def cut(path: Path, wanted: set[int]) -> TTFont:
    """Keep only the outlines and widths of `wanted`, under a name of its own."""
    font = TTFont(path)
    options = Options(hinting=False, glyph_names=False, notdef_outline=True, name_IDs=[0, 5])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "FFTM", "prop", "vhea", "vmtx", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted | {0x20})  # Windows wants a BMP table, so one BMP character stays
    subsetter.subset(font)
    if font["head"].unitsPerEm != UNITS:
        scale_upem(font, UNITS)
    for name_id, text in ((1, "HanaMin Rest"), (2, "Regular"), (3, "HanaMin Rest; inspector"),
                          (4, "HanaMin Rest"), (6, "HanaMinRest-Regular")):  # fmt: skip
        font["name"].setName(text, name_id, 3, 1, 0x409)
    return font


def make_faces(inputs: Path, out: Path) -> None:
    """Put every face and its licence text into `out`."""
    for style in ("Serif", "Sans"):
        for weight in ("400Regular", "700Bold"):
            source = find(inputs, f"Noto{style}SC_{weight}.ttf")
            shutil.copyfile(source, out / f"Noto{style}SC-{weight[3:]}.ttf")
        shutil.copyfile(source.parents[1] / "LICENSE_FONT", out / f"Noto{style}SC-OFL.txt")
    save(with_quadratic_outlines(TTFont(find(inputs, "FandolFang-Regular.ttf", "FandolFang-Regular.otf"))),
         out / "fandol/FandolFang-Regular.ttf")  # fmt: skip
    shutil.copyfile(find(inputs, "fandol/README"), out / "fandol/README")
    (out / "fandol/COPYING").write_bytes(gzip.decompress(find(inputs, "fandol/COPYING.gz").read_bytes()))
    missing = characters(LEVEL_3) - set(TTFont(out / "NotoSerifSC-Regular.ttf").getBestCmap())
    save(cut(find(inputs, "HanaMinB-1000.ttf", "HanaMinB.ttf"), missing), out / "HanaMinB-rest.ttf")
    shutil.copyfile(find(inputs, "fonts-hanazono/copyright"), out / "HanaMin-LICENSE.txt")


def write_table(out: Path) -> None:
    """Renew the table in LICENSES.md; stop if a required character or the size limit is missed."""
    covered: set[int] = set()
    rows = []
    for face in FACES:
        codes = set(TTFont(out / face.file, lazy=True).getBestCmap())
        covered |= codes
        data = (out / face.file).read_bytes()
        cells = (f"`{face.file}`", face.name, face.source, face.licence, face.licence_file, face.changed,
                 f"{len(codes):,}", f"{len(codes & characters(LEVEL_3)):,}", f"{len(data):,}",
                 f"`{hashlib.sha256(data).hexdigest()}`")  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    needed = characters(LEVEL_3) | characters(SIGN_RANGES) | {ord(sign) for sign in SIGNS}
    size = sum(path.stat().st_size for path in out.rglob("*.ttf"))
    if needed - covered or size > LIMIT:
        sys.exit(f"missing {[f'U+{code:04X}' for code in sorted(needed - covered)]}, {size:,} bytes")
    page = out / "LICENSES.md"
    before, mark, rest = page.read_text(encoding="utf-8").partition("<!-- table -->\n")
    head = [line for line in rest.splitlines() if line.startswith("|")][:2]
    after = rest[rest.index("<!-- end -->") :]
    page.write_text(before + mark + "\n".join(head + rows) + "\n" + after, encoding="utf-8")
    print(f"{len(needed):,} required characters covered, {size:,} bytes")


if __name__ == "__main__":
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    (target / "fandol").mkdir(parents=True, exist_ok=True)
    make_faces(folder, target)
    write_table(target)
