# SPDX-License-Identifier: MulanPSL-2.0
"""The words that an issued document prints, out of its frozen content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

BREAK = "\u00a6"  # between texts that do not run on


@dataclass(frozen=True, slots=True)
class Printed:
    """The organ in its heading and all its words without blanks (line breaks are the paper's)."""

    organ: str
    text: str

    def says(self, words: str) -> bool:
        """Whether these words are printed."""
        return squeezed(words) in self.text


def printed_of(content: str) -> Printed:
    """Read the words of a document's frozen content (canonical JSON)."""
    parsed = json.loads(content)
    blocks = parsed.get("blocks", []) if isinstance(parsed, dict) else []
    heading = next((b for b in blocks if isinstance(b, dict) and b.get("kind") == "heading"), {})
    return Printed(organ=str(heading.get("organ", "")), text=squeezed("".join(_texts(blocks))))


def squeezed(text: str) -> str:
    """Give a text without blanks."""
    return "".join(text.split())


def _texts(value: object) -> Iterator[str]:
    """Give every text in a tree, values of the program (kinds, styles, colours) too: nobody asks for those words."""
    if isinstance(value, str):
        yield value + BREAK
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
