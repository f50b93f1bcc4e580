# SPDX-License-Identifier: MulanPSL-2.0
"""The table of docs/hostile-input.md (OWASP ASVS 5.1.1) out of the doors: `python -m tests.hostile.paper` writes it."""

from __future__ import annotations

from tests.hostile.doors import DOORS
from tests.hostile.kinds import ROOT

PAGE = ROOT / "docs" / "hostile-input.md"
_BEGIN, _END = "<!-- doors -->", "<!-- end -->"


def _size(limit: int) -> str:
    if not limit:
        return "—"
    return f"{limit / 1_000_000:.0f} MB" if limit >= 1_000_000 else f"{limit / 1_000:.0f} kB"


def table() -> str:
    """Give the table of the paper: OWASP ASVS 5.1.1."""
    head = ("door", "command", "types", "at most", "read by", "garbage is refused as")
    rows = [
        (
            door.name, f"`{' '.join(w if w.isascii() else '…' for w in door.words if '{' not in w)}`", door.types,
            "; ".join(filter(None, (_size(door.limit), door.more))), door.child,
            "told, and passed over" if door.is_forgiving else ", ".join(f"`{c}`" for c in door.said_of_garbage) or "—",
        )
        for door in DOORS
    ]  # fmt: skip
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows)]
    return "\n".join(lines)


def page(text: str) -> str:
    """Give the paper with the table as it should be."""
    before, _, rest = text.partition(_BEGIN)
    return f"{before}{_BEGIN}\n{table()}\n{_END}{rest.partition(_END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
