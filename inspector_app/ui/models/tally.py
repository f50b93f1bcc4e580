# SPDX-License-Identifier: MulanPSL-2.0
"""Counts of an inspection's rows by section and by filter, kept up row by row: nothing is counted over again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain.inspection import AnswerResult
from inspector_app.ui.models.checklist_row import Row, Shown
from inspector_app.wording import tr


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section: its name, and what has been answered in it. The line of the whole has an empty key."""

    key: str
    name: str
    checked: int
    total: int
    noncompliant: int


class Tally:
    """Sections in the order of the rows with [checked, total, noncompliant, in sight], and what filters show."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._names: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._filters = dict.fromkeys(Shown, 0)
        for row in rows:
            self.add(row, 1)

    def add(self, row: Row, by: int) -> None:
        """Count a row, or with -1 count it no more."""
        self._names[row.section] = row.heading
        counts = self._counts.setdefault(row.section, [0, 0, 0, 0])
        if row.is_counted:
            counts[0] += by * (row.result is not AnswerResult.NOT_CHECKED)
            counts[1] += by
        counts[2] += by * (row.is_in_sight and row.result is AnswerResult.NONCOMPLIANT)
        counts[3] += by * row.is_in_sight
        for shown in Shown:
            self._filters[shown] += by * row.matches(shown)

    def lines(self) -> tuple[SectionLine, ...]:
        """Give the sections that have something in sight; the first line is the whole inspection."""
        shown = {key: counts for key, counts in self._counts.items() if counts[3]}
        lines = tuple(SectionLine(key, self._names[key], *counts[:3]) for key, counts in shown.items())
        whole = [sum(counts[n] for counts in shown.values()) for n in range(3)]
        return (SectionLine("", tr("All sections"), *whole), *lines)

    def filters(self) -> dict[Shown, int]:
        """Give how many rows each filter shows."""
        return dict(self._filters)
