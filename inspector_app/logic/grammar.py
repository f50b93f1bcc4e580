# SPDX-License-Identifier: MulanPSL-2.0
"""From a text to elementpath's tree of tokens: XPath 1.0 with `${code}` and the functions of ODK.

Only the syntax is elementpath's: nothing is evaluated there. Length and nesting are limited first, for its parser
goes down one call for each bracket.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol, cast

from elementpath import ElementPathError, XPath1Parser
from elementpath.tdop import Parser

from inspector_app.logic.faults import ExpressionFault
from inspector_app.logic.functions import ARITIES

MOST_CHARACTERS = 4_000
MOST_NESTED = 60
# Literals, then what is written otherwise in XLSForm than in XPath.
_PIECE = re.compile(
    r"""'[^']*'|"[^"]*"|\$\{\s*([^\s{}]+?)\s*\}|\bjr:choice-name\b|\bcurrent\(\s*\)\s*/(?=\s*\.)|[()\[\]]|-|\$"""
    r"""|([（）［］｛｝‘’“”，．＝＞＜！＋－＊＄])"""
)


class Token(Protocol):
    """What this room uses of a token of elementpath."""

    symbol: str
    value: object
    label: str

    def __len__(self) -> int:
        """How many parts it has."""

    def __getitem__(self, index: int) -> Token:
        """Give one part."""


class FormParser(XPath1Parser):
    """XPath 1.0 without its static evaluation, which would run what a stranger wrote."""

    def parse(self, source: str) -> Token:  # type: ignore[override]
        """Give the root of the tree."""
        if self.tokenizer is None:
            self.tokenizer = self.create_tokenizer(self.symbol_table)
        return cast(Token, Parser.parse(self, source))


# Those that look around themselves; `expression` has them.
_LOOKING_ROUND: Mapping[str, tuple[int, int | None]] = {
    "position": (0, 1), "indexed-repeat": (3, 3), "jr-choice-name": (2, 2), "if": (3, 3), "coalesce": (1, None),
    "once": (1, 1), "now": (0, 0), "today": (0, 0),
}  # fmt: skip


def _know_functions(arities: Mapping[str, tuple[int, int | None]]) -> None:
    """Make functions known by name, least and most number of arguments; those of XPath 1.0 are taken out first."""
    table = FormParser.symbol_table
    for name in [n for n, token in table.items() if "function" in str(getattr(token, "label", ""))]:
        del table[name]
    for name, arity in arities.items():
        FormParser.function(name, nargs=arity if arity[1] != 0 else 0)


_know_functions({**ARITIES, **_LOOKING_ROUND})


def read_tree(text: str) -> tuple[Token, tuple[str, ...]]:
    """Give the tree and the codes that stand in it; the n-th of them is the variable `vN`.

    Raises ExpressionFault: too_long, too_deep, full_width, function, arguments, syntax.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionFault("too_long")
    source, names = _in_xpath(text)
    try:
        return FormParser().parse(source), names
    except ElementPathError as error:
        raise _fault(error) from error
    except (RecursionError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ExpressionFault("syntax") from error


def _in_xpath(text: str) -> tuple[str, tuple[str, ...]]:
    """Write `${code}` as a variable and `jr:choice-name` as a plain name, except in literals; look at the depth."""
    names: list[str] = []
    depth = dashes = last = 0

    def put(found: re.Match[str]) -> str:
        nonlocal depth, dashes, last
        piece = found[0]
        dashes = dashes + 1 if piece == "-" and not text[last : found.start()].strip() else 0
        last = found.end()
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(piece, 0)
        if depth > MOST_NESTED or dashes > MOST_NESTED:
            raise ExpressionFault("too_deep")
        if piece == "$":
            raise ExpressionFault("syntax", piece)
        if found[2]:
            raise ExpressionFault("full_width", piece)
        if found[1]:
            if found[1] not in names:
                names.append(found[1])
            return f" $v{names.index(found[1])} "
        if piece.startswith("current"):
            return ""
        return "jr-choice-name" if piece == "jr:choice-name" else piece

    return _PIECE.sub(put, text), tuple(names)


def _fault(error: ElementPathError) -> ExpressionFault:
    message = str(error)
    unknown = re.search(r"unknown function '?([^\s']+?)'?$", message)
    if unknown:
        return ExpressionFault("function", unknown[1])
    if "argument" in message.lower():
        return ExpressionFault("arguments")
    return ExpressionFault("syntax")
