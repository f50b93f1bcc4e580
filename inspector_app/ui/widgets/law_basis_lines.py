# SPDX-License-Identifier: MulanPSL-2.0
"""The law of a checklist item as the inspector reads it: basis, criterion, basis of the order, penalties that may fit.

Nothing is filled in by itself: where no penalty was found, just that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from inspector_app.domain.checklist import ChecklistItem, Clause
from inspector_app.domain.law_citation import lacks_penalty
from inspector_app.ui.widgets.clause_words import clauses_html
from inspector_app.wording import tr

Line = tuple[str, str, str]  # label, rich words, tone


def basis_lines(item: ChecklistItem, on: date, today: Callable[[Clause], Clause] | None = None) -> list[Line]:
    """Give label, rich words and tone of each line; empty words where there is nothing to say.

    `on` is the day by which validity is judged. `today` narrows a clause that an inspection keeps to the days known
    today (`LawLibrary.today`), so that what lapsed since the checklist was frozen is marked too.
    """

    def shown(clauses: Iterable[Clause]) -> str:
        return clauses_html((today(c) for c in clauses) if today is not None else clauses, on)

    lines = [
        (tr("Legal basis"), shown(item.basis), ""),
        (tr("Major if"), shown(item.major_ref), "bad"),
        (tr("Order rests on"), shown(item.order_basis), "muted"),
    ]
    if item.penalty:
        lines.append((tr("Penalties that may fit"), shown(item.penalty), "muted"))
    elif lacks_penalty(item):
        words = tr("No direct one was found; none is filled in. Look it up before a case is opened.")
        lines.append((tr("Penalties that may fit"), escape(words), "muted"))
    return lines
