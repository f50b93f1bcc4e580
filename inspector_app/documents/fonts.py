# SPDX-License-Identifier: MulanPSL-2.0
"""The bundled faces: which one shows a character, how wide it is; each file is loaded when first needed.

Body text is FandolFang (仿宋), strong text Noto Serif SC Bold. What a face lacks comes from Noto Serif SC, what
that lacks from HanaMin. A character without any face is named, never drawn as a box.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from inspector_app.documents import tounicode
from inspector_app.documents.slim_face import load_slim


class Role(StrEnum):
    """What a text is for."""

    BODY = "body"
    STRONG = "strong"
    PLAIN = "plain"  # headers and labels


_FANG = "fandol/FandolFang-Regular.ttf"
_SERIF = "NotoSerifSC-Regular.ttf"
_HANA = ("HanaMinA-rest.ttf", "HanaMinB-rest.ttf")
# FandolFang draws a dollar for ￥, and its circled numbers run into each other: the next face shows them.
_NOT_IN: Mapping[str, frozenset[int]] = {_FANG: frozenset({0xFFE5, *range(0x2460, 0x2474)})}
# Every chain ends in the same files, so that a character has a face in all of them or in none.
CHAINS: Mapping[Role, tuple[str, ...]] = {
    Role.BODY: (_FANG, _SERIF, *_HANA),
    Role.STRONG: ("NotoSerifSC-Bold.ttf", _SERIF, _FANG, *_HANA),
    Role.PLAIN: (_SERIF, _FANG, *_HANA),
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """How a character is shown: the registered font and its width in thousandths of the size."""

    font: str
    width: float


class FontSet:
    """The faces of one folder; safe to use from several threads, rendering holds `lock`."""

    def __init__(self, folder: Path) -> None:
        self.lock = threading.RLock()
        self._folder = folder
        self._faces: dict[str, TTFont | None] = {}
        self._glyphs: dict[Role, dict[str, Glyph | None]] = {role: {} for role in Role}
        tounicode.mend()
        rl_config.useA85 = 0  # ASCII85 takes 94 % of the time of an order with photos (budgets.md 4)

    def glyph(self, char: str, role: Role = Role.BODY) -> Glyph | None:
        """Say how a character is shown, or nothing when no face has it."""
        known = self._glyphs[role]
        try:
            return known[char]
        except KeyError:
            with self.lock:
                found = known[char] = self._find(char, role)
                return found

    def font_for(self, char: str, role: Role = Role.BODY) -> str | None:
        """Name the font that shows a character, or nothing."""
        glyph = self.glyph(char, role)
        return glyph.font if glyph else None

    def first(self, role: Role = Role.BODY) -> str:
        """Name the first face of a chain; no face at all is a broken installation."""
        for file in CHAINS[role]:
            face = self._face(file)
            if face is not None:
                return str(face.fontName)
        raise FileNotFoundError(self._folder / CHAINS[role][0])

    def _find(self, char: str, role: Role) -> Glyph | None:
        code = ord(char)
        for file in CHAINS[role]:
            font = self._face(file)
            if code in _NOT_IN.get(file, ()):
                continue
            if font is not None and font.face.charToGlyph.get(code, 0):
                return Glyph(font=str(font.fontName), width=float(font.face.getCharWidth(code)))
        return None

    def _face(self, file: str) -> TTFont | None:
        """Load a file once; one that is not installed is passed over (a package may leave a face out)."""
        with self.lock:
            if file not in self._faces:
                path = self._folder / file
                self._faces[file] = _load(path) if path.is_file() else None
            return self._faces[file]


def _load(path: Path) -> TTFont:
    """Register a file under its name; reportlab keeps fonts for the whole process, so one is loaded only once."""
    name = path.stem
    if name in pdfmetrics.getRegisteredFontNames():
        known = pdfmetrics.getFont(name)
        if getattr(known.face, "filename", None) == str(path):
            return known
    font = load_slim(name, path)
    pdfmetrics.registerFont(font)
    return font
