# SPDX-License-Identifier: MulanPSL-2.0
"""Characters that act or hide instead of being seen: they are printed as a visible mark 〔U+202E〕.

The rule stands in docs/form-format.md. It is applied when facts become content, so that the content is
exactly what the paper shows.
"""

from __future__ import annotations

import re
import unicodedata

TAB = "\u3000"  # a tab is printed as one wide space
MARK = re.compile(r"〔U\+([0-9A-F]{4,6})〕")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Fillers and selectors that Unicode calls letters or marks, but that show nothing or change what is shown.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_NOTHING_TO_DO = re.compile("[\n -~\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]*")


def is_unseen(char: str) -> bool:
    """Whether a character would act or hide on paper; line feeds and spaces do neither."""
    return char != "\n" and (unicodedata.category(char) in _UNSEEN or bool(_INVISIBLE.match(char)))


def visible(text: str, mark: str) -> str:
    """Make a typed text printable: line ends, tabs and spaces made plain, unseen characters marked.

    `mark` is the form's word for an unseen character, with `{code}`.
    """
    if _NOTHING_TO_DO.fullmatch(text):
        return text
    return "".join(_visible_char(char, mark) for char in _LINE_ENDS.sub("\n", text))


def _visible_char(char: str, mark: str) -> str:
    if char == "\t":
        return TAB
    if is_unseen(char):
        return mark.replace("{code}", code_point(char))
    if unicodedata.category(char) == "Zs" and char != "\u3000":
        return " "  # no-break, thin and other spaces: one plain space each
    return char


def code_point(char: str) -> str:
    """Give the code point in hexadecimal.

    >>> code_point("\u202e")
    '202E'
    """
    return f"{ord(char):04X}"
