# SPDX-License-Identifier: MulanPSL-2.0
"""Names of a form as item codes, its id and its version as those of a checklist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePath

from inspector_app.packs.xlsform.names import NO_PART, NO_START

MOST_CODE = 64
PREFIX = "xf_"
"""Every id of an imported form begins so: no form can take the place of a checklist of the program."""
NO_VERSION = "1.0"
_MOST_ID = 64
_MOST_PARTS = 4
_PART_DIGITS = 6
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){1,3}")
_DATE = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\d{0,6})")
_NUMBERS = re.compile(r"(?<![A-Za-z0-9])(?:[vV](?:er)?[.\s]*)?([0-9]+)(?![A-Za-z0-9])")
_MIDNIGHT = " 00:00:00"
_SPOILT_ID = re.compile(r"[^a-z0-9_]+")


class Codes:
    """Gives every name a code of its own that the whole program accepts, and remembers which."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self.by_name: dict[str, str] = {}

    def give(self, name: str, group: str = "") -> str:
        """Give a code for a name; a name that is taken gets the one of its group before it, then a number."""
        wanted = _shaped(name)
        for candidate in self._candidates(wanted, _shaped(group) if group else ""):
            if candidate not in self._taken:
                self._taken.add(candidate)
                self.by_name.setdefault(name, candidate)
                return candidate
        raise AssertionError("numbers have no end")

    def stand_in(self, name: str, code: str) -> None:
        """Let references to a name that has no item go to this code."""
        self.by_name.setdefault(name, code)

    @staticmethod
    def _candidates(wanted: str, group: str) -> Iterable[str]:
        yield wanted
        if group:
            yield f"{group}_{wanted}"[:MOST_CODE]
        number = 2
        while True:
            yield f"{wanted[: MOST_CODE - 8]}_{number}"
            number += 1


def pack_id(form_id: str, file_name: str) -> str:
    """Give the id of the checklist: the form's own, Chinese in pinyin, behind `xf_`."""
    source = form_id or PurePath(file_name).stem
    text = _SPOILT_ID.sub("_", _spelled(source).lower()).strip("_").removeprefix(PREFIX)
    if not text or len(PREFIX + text) > _MOST_ID:
        mark = sha256(source.encode("utf-8", "replace")).hexdigest()[:8]
        text = f"{text[: _MOST_ID - len(PREFIX) - 9]}_{mark}".strip("_")
    return PREFIX + text


def pack_version(text: str) -> str:
    """Give two to four numbers with dots, in an order that is that of the form's versions where it has one.

    `2026112201` is a day and a count, `3` is `3.0`, `v1.2 (draft)` is `1.2`; one without a number is `1.0`.
    """
    text = text.removesuffix(_MIDNIGHT)
    if _VERSION.fullmatch(text):
        return text
    if (day := _DATE.fullmatch(text)) is not None:
        parts = [day[1], day[2], day[3], *([day[4]] if day[4] else [])]
    else:
        parts = [part for run in _NUMBERS.findall(text) for part in _chunks(run)]
    parts = [str(int(part)) for part in parts[:_MOST_PARTS]]
    if not parts:
        return NO_VERSION
    return ".".join(parts if len(parts) > 1 else [*parts, "0"])


def has_order(text: str) -> bool:
    """Whether a version holds a number at all."""
    return bool(_NUMBERS.search(text))


def _chunks(run: str) -> list[str]:
    """Part a long number from its end, so that longer ones of one length keep their order."""
    first = len(run) % _PART_DIGITS or _PART_DIGITS
    return [run[:first], *(run[at : at + _PART_DIGITS] for at in range(first, len(run), _PART_DIGITS))]


def _shaped(name: str) -> str:
    code = NO_PART.sub("_", name)
    return (f"_{code}" if NO_START.match(code) else code)[:MOST_CODE]


def _spelled(text: str) -> str:
    """Give a text in Latin letters; a letter without pinyin becomes its code point, any other sign a blank."""
    from pypinyin import lazy_pinyin

    words: list[str] = []
    for character in text:
        if character.isascii():
            words.append(character)
        elif character.isalnum():
            found = "".join(lazy_pinyin(character, errors="ignore"))
            words.append(f" {found if found.isascii() and found else f'u{ord(character):x}'} ")
        else:
            words.append(" ")
    return "".join(words)
