# SPDX-License-Identifier: MulanPSL-2.0
"""Makes the rows of an inspection: all of them after a read, a few of them after one answer."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.finding import Finding
from inspector_app.domain.inspection import Answer
from inspector_app.ledgers.inspections import InspectionView
from inspector_app.ui.models.answer_state import AnswerState
from inspector_app.ui.models.checklist_row import Row, RowSetting, finding_row, item_row, photo_counts, rows_of


class RowMaker:
    """Holds what rows are made of: answers with their logic, findings, photos."""

    def __init__(self, view: InspectionView, setting: RowSetting, language: str = "") -> None:
        self.state = AnswerState(view, language)
        self.setting = setting
        self._view = view
        self.findings: dict[str, Finding] = {f.id: f for f in view.findings}
        self._photos = photo_counts(view.photos)
        self._by_item: dict[str, dict[str, Finding]] = {}
        for finding in view.findings:
            if finding.item_code:
                self._by_item.setdefault(finding.item_code, {})[finding.id] = finding

    def rows(self) -> tuple[Row, ...]:
        """Make all rows."""
        return rows_of(self._view, self.state, self.setting)

    def row(self, code: str) -> Row | None:
        """Make the row of an item as it is now; none for a part of an entry."""
        item = self.state.items.get(code)
        if item is None or self.state.is_part(item):
            return None
        found = sorted(self._by_item.get(code, {}).values(), key=lambda f: f.ordinal)
        return item_row(item, self.state, found, self._photos, self.setting)

    def rows_of(self, codes: Iterable[str]) -> list[Row]:
        """Make the rows of some items."""
        return [row for row in (self.row(code) for code in codes) if row is not None]

    def put_answer(self, answer: Answer, finding: Finding | None) -> list[Row]:
        """Take an answer with its finding; gives the rows whose look changed."""
        if finding is not None:
            self._keep(finding)
        elif not answer.spot_id:  # an untouched finding was struck out with the answer
            self._by_item.pop(answer.item_code, None)
        return self.rows_of(self.state.put(answer))

    def put_finding(self, finding: Finding) -> list[Row]:
        """Take a finding as the ledger has it now."""
        self._keep(finding)
        if finding.item_code and finding.item_code in self.state.items:
            return self.rows_of((finding.item_code,))
        return [finding_row(finding, self._photos)]

    def _keep(self, finding: Finding) -> None:
        self.findings[finding.id] = finding
        if finding.item_code:
            self._by_item.setdefault(finding.item_code, {})[finding.id] = finding
