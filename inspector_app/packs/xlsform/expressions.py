# SPDX-License-Identifier: MulanPSL-2.0
"""Expressions of XLSForm as texts: what they refer to, what is visibly wrong with them, names replaced in them.

Whether an expression can be computed is judged where checklists run (`logic`); here only what an author can mend at
once is found: a bracket left open, a sign of full width, a name that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

_REFERENCE = re.compile(r"\$\{(?P<saved>last-saved#)?(?P<name>[^{}$#]*)\}")
_START = re.compile(r"\$\s*\{")
_NAME = re.compile(r"[^\s{}$#]+")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_SMART = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_PAIRS = {")": "(", "]": "["}
_FULL_WIDTH = frozenset("（）［］＝＜＞！，＋＊／＄｛｝“”‘’；")
_ELSEWHERE = re.compile(
    r"last-saved#|jr:|/|(?<![\w.-])(?:pulldata|instance|current|uuid|random|randomize|digest|base64-decode|property|area"
    r"|distance|geofence|intersects|extract-signed|version)\s*\("
)
_HERE = re.compile(r"\bcurrent\(\s*\)\s*/(?=\s*\.)|\bjr:choice-name\b")
_DYNAMIC = re.compile(r"\$\{|[\w\-:]+\(|[+*|\[]|\s(?:div|mod|-)\s")
_WORD = re.compile(r"(?<![\w.:$-])[^\W\d][\w.-]*(?![\w.-])(?!\s*[(:])")
_OPERATORS = frozenset({"and", "or", "div", "mod"})
_YES = frozenset({"yes", "true", "true()"})
_NO = frozenset({"no", "false", "false()"})
TRUE, FALSE = "true()", "false()"


def straight(text: str) -> str:
    """Give an expression with straight quotation marks, as every reader of XLSForm does."""
    return text.translate(_SMART)


def references(text: str) -> list[str]:
    """Give the names that a text refers to, each as often as it does."""
    return [found["name"] for found in _REFERENCE.finditer(text)]


def has_broken_reference(text: str) -> bool:
    """Whether a `${` is not followed by a name and `}`."""
    whole = [found for found in _REFERENCE.finditer(text) if _NAME.fullmatch(found["name"])]
    return len(_START.findall(text)) != len(whole)


def open_signs(text: str) -> str:
    """Give brackets and quotation marks that are not closed, or closed but not opened."""
    bare = _bare(text)
    stack: list[str] = []
    wrong: list[str] = [mark for mark in ("'", '"') if mark in bare]
    for sign in bare:
        if sign in _PAIRS.values():
            stack.append(sign)
        elif sign in _PAIRS:
            if stack and stack[-1] == _PAIRS[sign]:
                stack.pop()
            else:
                wrong.append(sign)
    return " ".join([*stack, *wrong])


def full_width_signs(text: str) -> str:
    """Give the signs of full width that stand where an expression needs those of the keyboard."""
    return " ".join(dict.fromkeys(sign for sign in _bare(text) if sign in _FULL_WIDTH))


def needs_elsewhere(text: str) -> bool:
    """Whether it needs what a form on a desktop does not have: other files, saved records, paths, chance, maps."""
    return bool(_ELSEWHERE.search(_HERE.sub("", _REFERENCE.sub(_marked, _LITERAL.sub("''", text)))))


def bare_names(text: str) -> list[str]:
    """Give the names that stand by themselves: in a filter of choices, the columns that it reads."""
    words = _WORD.findall(_HERE.sub("", _bare(text)))
    return [word for word in dict.fromkeys(words) if word not in _OPERATORS]


def is_live(text: str, names: Collection[str]) -> bool:
    """Whether it can be computed here, where these names have values."""
    return not needs_elsewhere(text) and all(name in names for name in references(text))


def is_dynamic(text: str) -> bool:
    """Whether a default is computed; a date or a plain text is not."""
    return bool(_DYNAMIC.search(_LITERAL.sub("''", text)))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Give the text with the names in `${}` replaced."""
    if "${" not in text:
        return text

    def new(found: re.Match[str]) -> str:
        name = found["name"].strip()
        return f"${{{found['saved'] or ''}{names.get(name, name)}}}"

    return _REFERENCE.sub(new, text)


def truth(text: str) -> str:
    """Give an expression for a cell that may hold yes or no; empty for no and for nothing."""
    word = text.lower()
    if word in _YES:
        return TRUE
    return "" if word in _NO else text


def condition(text: str) -> str:
    """Give a condition in which yes and no are the words of XPath."""
    word = text.lower()
    return TRUE if word in _YES else FALSE if word in _NO else text


def all_of(conditions: Iterator[str]) -> str:
    """Join conditions that must all hold."""
    parts = [part for part in dict.fromkeys(conditions) if part and part != TRUE]
    return parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts)


def any_of(conditions: Iterator[str]) -> str:
    """Join conditions of which one is enough."""
    parts = [part for part in dict.fromkeys(conditions) if part]
    return parts[0] if len(parts) == 1 else " or ".join(f"({part})" for part in parts)


def literal(text: str) -> str:
    """Give a text as an expression that computes to it."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    inner = ', "\'", '.join(f"'{part}'" for part in text.split("'"))
    return f"concat({inner})"


def _marked(found: re.Match[str]) -> str:
    return "last-saved#" if found["saved"] else "x"


def _bare(text: str) -> str:
    """Give the expression without its texts and references."""
    return _REFERENCE.sub("", _LITERAL.sub("", text))
