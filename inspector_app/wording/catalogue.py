# SPDX-License-Identifier: MulanPSL-2.0
"""The catalogue of translations: English template in, template of the chosen language out.

Which language is spoken is a fact of the whole process, as it is for gettext itself.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from pathlib import Path

__all__ = ["LANGUAGES", "language", "load", "set_language", "tr", "translate"]

LANGUAGES = ("zh_CN", "en")
DOMAIN = "inspector_app"
_MISSING = "…"
_PACKAGE = Path(__file__).resolve().parents[1]
# In a checkout resources/ lies beside the package, in a wheel below it.
_DEFAULT_FOLDERS = (
    _PACKAGE.parent / "resources" / "translations",
    _PACKAGE / "_bundled" / "resources" / "translations",
)


class _Catalogue:
    """The words of one language; read from its file when the first word is asked for."""

    def __init__(self) -> None:
        self.language = LANGUAGES[0]
        self.folders: tuple[Path, ...] = _DEFAULT_FOLDERS
        self._words: gettext.NullTranslations | None = None

    def forget(self) -> None:
        """Read the file again at the next word."""
        self._words = None

    def lookup(self, text: str) -> str:
        """Give the translation, or the text itself where there is none."""
        words = self._words
        if words is None:
            words = self._words = self._read()
        return words.gettext(text) if text else ""

    def _read(self) -> gettext.NullTranslations:
        for folder in self.folders:
            try:
                with (folder / self.language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
                    return gettext.GNUTranslations(file)
            except (OSError, ValueError, UnicodeError):  # absent or broken: English is better than no window
                continue
        return gettext.NullTranslations()


_catalogue = _Catalogue()


class _Fields(dict[str, object]):
    """Fields of a template; one that nobody gave is shown as missing instead of failing the sentence."""

    def __missing__(self, key: str) -> str:
        return _MISSING


def load(folder: Path) -> None:
    """Take the catalogues from this folder (`resources/translations`) instead of the default place."""
    _catalogue.folders = (folder,)
    _catalogue.forget()


def set_language(name: str) -> None:
    """Speak `zh_CN` (the default) or `en`; every other name means `zh_CN`."""
    wanted = name if name in LANGUAGES else LANGUAGES[0]
    if wanted != _catalogue.language:
        _catalogue.language = wanted
        _catalogue.forget()


def language() -> str:
    """Give the language that is spoken now."""
    return _catalogue.language


def translate(text: str) -> str:
    """Look up a template without filling it."""
    return _catalogue.lookup(text)


def tr(text: str, /, **fields: object) -> str:
    """Translate a template and fill it: `tr("{count} photos", count=3)`. Never give it an f-string."""
    template = _catalogue.lookup(text)
    return fill(template, fields) if fields else template


def fill(template: str, fields: Mapping[str, object]) -> str:
    """Fill a template; missing fields become “…”, braces inside the fields stay as they are."""
    return template.format_map(_Fields(fields))
