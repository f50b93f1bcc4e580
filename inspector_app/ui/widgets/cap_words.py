# SPDX-License-Identifier: MulanPSL-2.0
"""本年第 N 次 / 上限 M: which visit of the year the next one is, against the cap that was announced."""

from __future__ import annotations

from inspector_app.operations.inspection_moves import Visits
from inspector_app.wording import tr


def cap_words(visits: Visits) -> tuple[str, str]:
    """Say which visit the next one would be, and the role of its colour: the words say the same."""
    count, cap = visits.count + 1, visits.cap
    if cap is None:
        return tr("Visit {count} of this year; no cap is set for this unit.", count=count), "muted"
    if visits.is_full:
        return tr("Visit {count} of this year, above the cap of {cap}.", count=count, cap=cap), "warn"
    return tr("Visit {count} of this year, cap {cap}.", count=count, cap=cap), "muted"
