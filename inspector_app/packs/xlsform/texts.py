# SPDX-License-Identifier: MulanPSL-2.0
"""Labels of a form as plain texts: no Markdown, no HTML, other questions by their label instead of `${name}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

MOST_INNER = 30
_TAG = re.compile(r"</?(?:span|br|b|i|u|em|strong|font|p|div|h[1-6]|sup|sub|a)\b[^<>]*>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_TITLE = re.compile(r"^#{1,6}\s+")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*(?:https?:)?//[^()\s]*\s*\)")
_REFERENCE = re.compile(r"\$\{(?:last-saved#)?([^{}$#]*)\}")
_BLANKS = re.compile(r" {2,}")


def plain(text: str, labels: Mapping[str, str]) -> str:
    """Give a label as people read it on a desktop; `labels` has the label of each question by its name."""
    if not any(mark in text for mark in "<*_#[$"):
        return text
    found = _TAG.sub(" ", text)
    found = _LINK.sub(r"\1", _TITLE.sub("", found))
    found = _REFERENCE.sub(lambda match: _quoted(match[1].strip(), labels), _STRONG.sub(r"\2", found))
    return _BLANKS.sub(" ", found).strip() or text


def refers(text: str) -> bool:
    """Whether a label shows the answer of another question."""
    return bool(_REFERENCE.search(text))


def _quoted(name: str, labels: Mapping[str, str]) -> str:
    label = _REFERENCE.sub("…", labels.get(name, ""))
    return f"“{label if 0 < len(label) <= MOST_INNER else name}”"
