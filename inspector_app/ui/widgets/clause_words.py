# SPDX-License-Identifier: MulanPSL-2.0
"""How a legal basis reads on the screen: 《name》 and clause, and whether somebody still has to verify it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from inspector_app.domain.checklist import Clause
from inspector_app.ui import theme
from inspector_app.wording import tr

STATE = "中华人民共和国"  # papers print it; on a screen it only hides the name


def clause_text(clause: Clause) -> str:
    """Say a basis in plain words, without the name of the state; one that a person typed stays as it is."""
    if not clause.law:
        return clause.name
    return f"{law_title(clause.name)}{clause.clause}"


def law_title(name: str) -> str:
    """Give the name of a law as people say it.

    >>> law_title("中华人民共和国安全生产法")
    '《安全生产法》'
    """
    return f"《{name.strip('《》').removeprefix(STATE)}》"


def clause_mark(clause: Clause, on: date | None = None) -> str:
    """Say what is doubtful about a basis, or nothing."""
    if on is not None and not clause.is_in_force(on):
        return tr("not in force")
    return "" if clause.may_be_printed else tr("to be verified")


def clauses_html(clauses: Iterable[Clause], on: date | None = None) -> str:
    """Put several bases below one another, marks in the colour of things to do."""
    lines = []
    for clause in clauses:
        mark = clause_mark(clause, on)
        colour = theme.colour("warn").name()
        doubt = f' <span style="color:{colour}; font-weight:600">〔{escape(mark)}〕</span>' if mark else ""
        lines.append(escape(clause_text(clause)) + doubt)
    return "<br>".join(lines)
