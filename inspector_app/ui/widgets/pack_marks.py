# SPDX-License-Identifier: MulanPSL-2.0
"""Two texts beside each other with what went and what came marked: struck or underlined, never a colour alone."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape

from inspector_app.ui import theme

MOST_TOKENS = 3000  # beyond them comparing takes seconds; both texts are then shown whole
_TOKEN = re.compile(r"[A-Za-z0-9.]+|\s+|.", re.DOTALL)


def marked(old: str, new: str) -> tuple[str, str]:
    """Give both texts as rich text.

    A Chinese character is a word of its own, Latin letters and digits hang together.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if not old or not new or len(before) + len(after) > MOST_TOKENS:
        return _gone(old), _come(new)
    left, right = [], []
    for act, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        left.append(_text(gone) if act == "equal" else _gone(gone))
        right.append(_text(come) if act == "equal" else _come(come))
    return "".join(left), "".join(right)


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _gone(text: str) -> str:
    return f'<span style="color:{theme.colour("bad").name()}"><s>{_text(text)}</s></span>' if text else ""


def _come(text: str) -> str:
    return f'<span style="color:{theme.colour("ok").name()}"><b><u>{_text(text)}</u></b></span>' if text else ""
