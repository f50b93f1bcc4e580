# SPDX-License-Identifier: MulanPSL-2.0
"""What came of reading bundles: a sentence for the whole, a row for each part with the reason where it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.models.handoff_receiving import ReadSaid
from inspector_app.ui.widgets.handoff_amounts import breakable, device_words
from inspector_app.ui.widgets.page import Card, EmptyState, set_tone
from inspector_app.ui.widgets.row_list import Row, RowList, row_height
from inspector_app.ui.widgets.wrap_label import WrapLabel
from inspector_app.wording import sentence, tr

if TYPE_CHECKING:
    from inspector_app.handoff.read_report import PartReport, ReadReport

ROWS_SEEN = 5  # parts; what is more scrolls
APPLIED, KNOWN, WAITING, REFUSED, OTHER = "applied", "known", "waiting", "refused", "other"  # handoff.read_report
_ROLES = {APPLIED: "ok", KNOWN: "muted", WAITING: "warn", REFUSED: "bad", OTHER: "muted"}


class ReportCard(Card):
    """The verdict, the parts, and the reason of the chosen part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What was read"), parent)
        self._parts: dict[str, PartReport] = {}
        self.verdict = WrapLabel()
        self.list = RowList(tr("What was read"))
        self.list.setObjectName("cardList")
        self.list.row_shown.connect(lambda _row: self._show_reason())
        self.reason = WrapLabel()
        self.spare = QWidget()
        self.nothing = EmptyState("tray", tr("Nothing was read yet"), tr("What came of each part stands here then."))
        self.add(self.nothing, 1)
        self.trouble = WrapLabel()
        self.add(self.verdict)
        self.add(self.trouble)
        self.add(self.list)
        self.add(self.reason)
        self.add(self.spare, 1)
        for part in (self.verdict, self.trouble, self.list, self.reason, self.spare):
            part.hide()

    def show_read(self, said: ReadSaid, names: Mapping[str, str]) -> None:
        """Say what came of it; `names` are the laptops' by their ids."""
        parts = said.report.parts if said.report is not None else ()
        self._parts = {str(n): part for n, part in enumerate(parts)}
        self.list.put([_row(key, part, names) for key, part in self._parts.items()])
        self.nothing.hide()
        self.list.setVisible(bool(parts))
        self.list.setFixedHeight(row_height(two_lines=True) * min(max(1, len(parts)), ROWS_SEEN) + theme.dp(6))
        self.spare.show()
        words, trouble, tone = verdict_of(said)
        self.verdict.setText(breakable(words))
        self.verdict.setVisible(bool(words))
        self.trouble.setText(breakable(trouble))
        self.trouble.setVisible(bool(trouble))
        set_tone(self.trouble, tone)
        bad = next((key for key, part in self._parts.items() if part.state == REFUSED), "")
        if bad:
            self.list.show_row(bad)
        elif parts:
            self.list.step(1)
        self._show_reason()

    def _show_reason(self) -> None:
        part = self._parts.get(self.list.current_id())
        self.reason.setText(breakable("\n".join(sentence(p) for p in part.problems)) if part else "")
        set_tone(self.reason, "bad" if part and part.state == REFUSED else "muted")
        self.reason.setVisible(bool(self.reason.text()))


def verdict_of(said: ReadSaid) -> tuple[str, str, str]:
    """Say the whole in a few sentences; what is amiss apart, with the role of its colour."""
    report = said.report
    lines, trouble, tone = _report_lines(report) if report is not None else ([], [], "ok")
    if said.taken is not None and said.taken.receipts:
        lines += _receipt_lines(said)
    if said.tasks:
        lines.append(tr("{count} tasks came along; they stand on the first screen.", count=said.tasks))
    if said.blocks:
        lines.append(tr("{count} blocks of document numbers came along.", count=said.blocks))
    if report is not None and report.receipts:
        where = str(report.receipts[-1])
        lines.append(tr("Receipt written: {path}. Give it back to the laptop.", path=where))
    if report is not None:
        trouble += [sentence(p) for p in report.warnings]
        tone = "warn" if report.warnings and tone == "ok" else tone
    return "\n".join(lines), "\n".join(trouble), tone


def _report_lines(report: ReadReport) -> tuple[list[str], list[str], str]:
    states = [str(part.state) for part in report.parts]
    refused, waiting = states.count(REFUSED), states.count(WAITING)
    lines, trouble = [], []
    if report.applied or report.files:
        lines.append(tr("{count} entries and {files} files taken in.", count=report.applied, files=report.files))
    elif APPLIED in states or KNOWN in states:
        lines.append(tr("Everything in it was known already; nothing was changed."))
    if states and set(states) == {OTHER}:
        lines.append(tr("What lies there is for others; nothing was taken in."))
    if report.cancelled:
        trouble.append(tr("Stopped. What was taken in stays; read the rest again at any time."))
    if waiting:
        trouble.append(tr("{count} parts wait for earlier ones that are missing.", count=waiting))
    if refused:
        trouble.append(tr("{count} parts were refused; nothing of them was taken in.", count=refused))
    return lines, trouble, "bad" if refused else "warn" if trouble else "ok"


def _receipt_lines(said: ReadSaid) -> list[str]:
    assert said.taken is not None
    taken = said.taken
    if not taken.newer:
        lines = [tr("The office's receipt was known already.")]
    else:
        lines = [tr("The office's receipt was taken: {count} entries count as handed over now.",
                    count=taken.operations)]  # fmt: skip
    if taken.missing:
        lines.append(tr("The office still waits for {count} files.", count=taken.missing))
    return lines + [sentence(p) for p in taken.warnings]


def _word(state: str) -> str:
    words = {
        APPLIED: tr("Taken in"), KNOWN: tr("Known"), WAITING: tr("Waits"), REFUSED: tr("Not taken in"),
        OTHER: tr("For others"),
    }  # fmt: skip
    return words[state]


def _row(key: str, part: PartReport, names: Mapping[str, str]) -> Row:
    sender = names.get(part.device) or device_words(part.device)
    amounts = tr("{taken} of {count} entries new, {files} files", taken=part.applied, count=part.operations,
                 files=part.files)  # fmt: skip
    number = tr("part {part} of {parts}", part=part.part, parts=part.parts) if part.parts else ""
    said = (sender, number, amounts if part.state in (APPLIED, KNOWN, WAITING) else "")
    return Row(
        id=key, title=part.name, detail=" · ".join(p for p in said if p) or tr("could not be read"),
        chip=_word(str(part.state)), chip_role=_ROLES[str(part.state)], icon="documents",
    )  # fmt: skip
