# SPDX-License-Identifier: MulanPSL-2.0
"""Which checklists an enterprise's industry suggests: words of the register to ids of packs (`industries.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, Refused
from inspector_app.packs.fields import Fields
from inspector_app.packs.files import parse_toml, read_text

FILE_NAME = "industries.toml"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryWords:
    """The words that speak for one pack; one that is `only_named` stands first and is not chosen by itself."""

    pack_id: str
    words: tuple[str, ...]
    only_named: bool = False

    def fit(self, text: str) -> bool:
        """Whether one of the words stands in what is known of an enterprise."""
        return any(word in text for word in self.words)


def load_industries(folder: Path) -> Sequence[IndustryWords]:
    """Read the file; refuses with all its faults."""
    text, problems = read_text(folder / FILE_NAME, FILE_NAME)
    table, syntax = parse_toml(text, FILE_NAME)
    found: list[Problem] = [*problems, *syntax]
    if found:
        raise Refused(found)
    top = Fields(table, FILE_NAME, found)
    top.format(FORMAT)
    made = []
    for entry in top.records("pack", "id"):
        named = entry.flag("only_named")
        made.append(IndustryWords(pack_id=entry.text("id"), words=entry.texts("words"), only_named=named))
        entry.close()
    top.close()
    if found:
        raise Refused(found)
    return made
