# SPDX-License-Identifier: MulanPSL-2.0
"""How large a spreadsheet from outside may be, and how long it may be read (promises.md 2.14)."""

from __future__ import annotations

MOST_BYTES = 60_000_000
MOST_ENTRIES = 2_000  # files inside an XLSX
MOST_UNPACKED = 200_000_000
MOST_RATIO = 200
MOST_ROWS = 200_000
MOST_COLUMNS = 200  # of the one sheet of a register; the rest is passed over
MOST_BOOK_COLUMNS = 1_000  # of a workbook; a fuller one is refused, for nothing may be lost unseen
MOST_SHEETS = 100
MOST_CELLS = 5_000_000
MOST_TEXT = 100_000_000  # characters

CHILD_SECONDS = 30.0
CHILD_ADDRESS_SPACE = 1 << 30
"""Python and calamine need some 200 MB of address space before they read anything."""
CHILD_DATA = 512 * 2**20  # promises.md B10: what is written to, not what is only reserved
