# SPDX-License-Identifier: MulanPSL-2.0
"""The measures of the paper (handbook 3): A4, margins, sizes; in points unless the name says millimetres."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
TOP = 23 * MM
BOTTOM = 26 * MM
LEFT = 25 * MM
RIGHT = 25 * MM
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
TEXT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
TEXT_WIDTH_MM = 160.0

LEAST_CONTENT = 10.5  # nothing of the content is smaller (五号)
TABLE_SIZE = 10.5
FIELD_SIZE = 10.5
HEADING_ORGAN = 18.0  # 小二
HEADING_TITLE = 22.0  # 二号
RUNNING = 9.0  # header and page number (小五)
TIGHT = 0.935  # lines closer by this, where it saves a page
LEADING = {14.0: 24.0, 12.0: 20.0, 10.5: 16.0}

FOOT_HEIGHT = 12 * MM  # line for signatures at the foot of a page
CODE_SIDE = 22.8 * MM  # 57 modules of 0.40 mm; most numbers need 53, of 0.43 mm
CODE_EDGE = 6.6 * MM  # from the code to the paper's lower edge: printers reach 3 to 5 mm near it
CODE_QUIET = 1.6 * MM  # blank paper above the code: four modules
FOOT_MIDDLE = PAGE_HEIGHT - CODE_EDGE - CODE_SIDE / 2  # of the page number, in line with the middle of the code
SEAL_SIDE = 48 * MM  # at least 45 mm of blank paper for the seal
STRIKE_FROM = 25 * MM  # blanks higher than this are struck


@dataclass(frozen=True, slots=True)
class Scale:
    """How closely a document is set: the size of its body text, and whether its lines stand a little closer."""

    body: float
    tight: bool = False

    def pitch(self, size: float) -> float:
        """Give the distance of lines for a size."""
        return LEADING.get(size, size * 1.6) * (TIGHT if self.tight else 1.0)
