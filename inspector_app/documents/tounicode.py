# SPDX-License-Identifier: MulanPSL-2.0
"""Mend reportlab's ToUnicode map: it writes code points above U+FFFF as they are, so that 𠮷 copies as another
character. The map needs UTF-16, and at most 100 entries in each section.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase import ttfonts

SECTION = 100


def mend() -> None:
    """Put the right map into reportlab; doing it again changes nothing."""
    ttfonts.makeToUnicodeCMap = to_unicode_map


def to_unicode_map(fontname: str, subset: Sequence[int]) -> str:
    """Give the map of one font subset: codes 0 to 255 and the characters that they show."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    pairs = [f"<{code:02X}> <{_utf16(char)}>" for code, char in enumerate(subset)]
    for start in range(0, len(pairs), SECTION):
        section = pairs[start : start + SECTION]
        lines += [f"{len(section)} beginbfchar", *section, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(char: int) -> str:
    return chr(char).encode("utf-16-be", "surrogatepass").hex().upper()
