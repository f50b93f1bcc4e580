# SPDX-License-Identifier: MulanPSL-2.0
"""Names for files on any medium, made from what people typed: no path, no reserved name, nothing read backwards."""

from __future__ import annotations

import unicodedata

LONGEST = 60  # UTF-16 units; with the folders above it stays below the 260 that Windows counts
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"}) | {
    f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"
}
_SUFFIX = 12  # a kept suffix is short: .jpeg, .pdf


def safe_name(text: str, *, longest: int = LONGEST) -> str:
    """Make a text a file's or folder's name on Windows, Linux and FAT; what has no such form is `_`.

    >>> safe_name("con.pdf"), safe_name("a/b:c. ")
    ('_con.pdf', 'a_b_c')
    """
    composed = unicodedata.normalize("NFC", text)
    plain = "".join(_kept(c) for c in composed).strip(" .")
    plain = _shortened(plain, longest).strip(" .") or "_"
    return f"_{plain}" if plain.split(".")[0].strip().upper() in _RESERVED else plain


def _kept(character: str) -> str:
    """Keep letters, digits and signs; marks that turn the reading direction or are not seen go away."""
    category = unicodedata.category(character)
    if category in ("Cf", "Co", "Cn", "Cs"):
        return ""
    if character in _FORBIDDEN or category in ("Cc", "Zl", "Zp"):
        return "_"
    return " " if category == "Zs" else character


def _shortened(text: str, longest: int) -> str:
    """Cut in the middle of nothing: a short suffix stays, and no character is halved."""
    if _units(text) <= longest:
        return text
    stem, dot, suffix = text.rpartition(".")
    if not dot or not stem or _units(suffix) > _SUFFIX:
        stem, suffix = text, ""
    room = longest - _units(dot + suffix if suffix else "")
    while _units(stem) > room:
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}.{suffix}" if suffix else stem


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Names:
    """Gives every thing of one folder a name of its own; case does not count, as on Windows."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, text: str) -> str:
        """Give a name that nothing else here has."""
        wanted = safe_name(text)
        stem, dot, suffix = wanted.rpartition(".")
        if not stem or len(suffix) > _SUFFIX:
            stem, dot, suffix = wanted, "", ""
        name, n = wanted, 1
        while name.casefold() in self._taken:
            n += 1
            name = f"{stem} ({n}){dot}{suffix}"
        self._taken.add(name.casefold())
        return name
