# SPDX-License-Identifier: MulanPSL-2.0
"""What a person is told before a document is issued, in plain words: number, findings, deadlines, no way back."""

from __future__ import annotations

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import Finding, Grade
from inspector_app.domain.problems import Severity
from inspector_app.ui.models.documents_state import DocumentsState, Draft
from inspector_app.ui.models.order_lines_model import deadline_words
from inspector_app.wording import tr, word

MOST_LINES = 8
WORDS = 24


def issue_words(state: DocumentsState, draft: Draft) -> str:
    """Say what will be issued."""
    order = draft.kind is DocumentKind.RECTIFICATION_ORDER
    findings = [f for f in state.waiting if f.id in state.chosen] if order else list(state.view.live_findings)
    major = sum(finding.grade is Grade.MAJOR for finding in findings)
    lines = [
        tr("{kind} for {enterprise}", kind=word(draft.kind), enterprise=state.view.enterprise.name),
        tr("Number: {number}", number=draft.number),
    ]
    counted = tr("Findings: {count}", count=len(findings))
    if major:
        counted = tr("Findings: {count}, {major} of them major", count=len(findings), major=major)
    lines.append(counted)
    if order:
        lines.extend(_finding_line(number, finding) for number, finding in enumerate(findings[:MOST_LINES], start=1))
        if len(findings) > MOST_LINES:
            lines.append(tr("… and {count} more", count=len(findings) - MOST_LINES))
    notes = sum(problem.severity is Severity.WARN for problem in draft.problems)
    if notes:
        lines.append(tr("{count} notes stand beside the preview; they do not stop the issue.", count=notes))
    lines.append("")
    lines.append(
        tr("Once issued it cannot be changed any more. A mistake means voiding it; the number is then used up.")
    )
    return "\n".join(lines)


def _finding_line(number: int, finding: Finding) -> str:
    words = finding.description if len(finding.description) <= WORDS else finding.description[:WORDS] + "…"
    return tr("{number}. {words}: {deadline}", number=number, words=words, deadline=deadline_words(finding))
