# SPDX-License-Identifier: MulanPSL-2.0
"""Legal basis in one cell: `AQF 第三十六条 [V]`, one clause a line; read in the ways that people write it, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.checklist import Clause, Law, Verified
from inspector_app.packs.workbook.words import half_width, word_of

_MARK = re.compile(r"\s*[\[【(（]\s*(V|M|v|m|Ｖ|Ｍ|已核|已核实|待核)\s*[\]】)）]\s*$")
_NAMED = re.compile(r"《(?P<name>[^》]+)》\s*(?P<rest>.*)")
_BETWEEN = re.compile("[；;]")
_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class ClauseCell:
    """One clause as it stands in a cell. `keys` are several where a name fits more than one law."""

    law: str
    clause: str
    verified: Verified
    keys: tuple[str, ...] = ()


def clause_lines(clauses: Iterable[Clause]) -> str:
    """Write clauses into one cell."""
    return "\n".join(" ".join(filter(None, (c.law, c.clause, f"[{c.verified}]"))) for c in clauses)


class ClauseCells:
    """Reads such cells with the laws that are known; a law may be named by its key or by its whole name."""

    def __init__(self, laws: Mapping[str, Law]) -> None:
        self._keys = sorted(laws, key=len, reverse=True)
        self._names: dict[str, list[str]] = {}
        for key, law in laws.items():
            for name in dict.fromkeys((law.name, law.name.removeprefix(_STATE))):
                self._names.setdefault(name, []).append(key)
        self._longest = sorted(self._names, key=len, reverse=True)
        self._read: dict[str, tuple[ClauseCell, ...]] = {}  # a pack names the same ones again and again

    def read(self, cell: str) -> tuple[ClauseCell, ...]:
        """Give the clauses of a cell: one a line, or parted by ；."""
        if cell not in self._read:
            pieces = [piece for line in cell.split("\n") for piece in self._pieces(line.strip())]
            self._read[cell] = tuple(self._clause(piece) for piece in pieces)
        return self._read[cell]

    def _pieces(self, line: str) -> Sequence[str]:
        """Part a line where a known law begins behind a semicolon; other semicolons belong to the clause."""
        pieces: list[str] = []
        for part in _BETWEEN.split(line):
            if not part.strip():
                continue
            if pieces and self._split(part.strip()) is None:
                pieces[-1] += f"；{part}"
            else:
                pieces.append(part.strip())
        return pieces

    def _clause(self, piece: str) -> ClauseCell:
        marked = _MARK.search(piece)
        verified = (word_of(marked[1], Verified) if marked else None) or Verified.M
        text = piece[: marked.start()] if marked else piece
        keys, rest = self._split(text) or (None, "")
        if keys is None:
            law, _, rest = text.strip().partition(" ")
            return ClauseCell(law, rest.strip(), verified)
        if len(keys) == 1:
            return ClauseCell(keys[0], rest.strip(), verified)
        return ClauseCell(text, "", verified, tuple(keys))

    def _split(self, text: str) -> tuple[Sequence[str], str] | None:
        """Give the law at the beginning of a text and what follows; none where there is no known one."""
        named = _NAMED.match(text)
        if named:
            keys = self._names.get(named["name"].strip())
            return (keys, named["rest"]) if keys else None
        writings = dict.fromkeys((text, half_width(text)))
        for key in self._keys:
            for written in writings:
                if written.startswith(key) and _ends(written[len(key) :]):
                    return [key], text[len(key) :]
        for name in self._longest:
            if text.startswith(name) and _ends(text[len(name) :]):
                return self._names[name], text[len(name) :]
        return None


def _ends(rest: str) -> bool:
    """Whether a key or a name is over here: `AQF第三条` is clear, `GB1` in `GB18218` is not meant."""
    return not rest or rest[0].isspace() or rest.startswith(("第", "（", "[", "【"))
