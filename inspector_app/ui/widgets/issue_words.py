# SPDX-License-Identifier: MulanPSL-2.0
"""What a person is told before a document is issued, in plain words: number, findings, deadlines, no way back."""

from __future__ import annotations

from inspector_app.domain.finding import Finding, Grade
from inspector_app.domain.problems import ProblemCode, Severity
from inspector_app.law.documents import Takes
from inspector_app.ui.models.documents_state import DocumentsState, Draft
from inspector_app.ui.models.order_lines_model import deadline_words
from inspector_app.wording import tr

MOST_LINES = 8
WORDS = 24


def issue_words(state: DocumentsState, draft: Draft) -> str:
    """Say what will be issued."""
    lines = [tr("{kind} for {enterprise}", kind=draft.law.name, enterprise=state.view.enterprise.name)]
    if draft.number:
        lines.append(tr("Number: {number}", number=draft.number))
    if draft.issued_on != state.today:
        lines.append(tr("Date of issue: {date}", date=draft.issued_on.isoformat()))
    lines.extend(_finding_lines(state, draft))
    notes = sum(p.severity is Severity.WARN and p.code is not ProblemCode.FORM_UNVERIFIED for p in draft.problems)
    if notes:
        lines.append(tr("{count} notes stand beside the preview; they do not stop the issue.", count=notes))
    unsure = sum(p.code is ProblemCode.FORM_UNVERIFIED for p in draft.problems)
    if unsure:
        lines.append(tr("{count} parts of the form are not verified; nobody has confirmed them.", count=unsure))
    lines.append("")
    lines.append(
        tr("Once issued it cannot be changed any more. A mistake means voiding it; the number is then used up.")
    )
    return "\n".join(lines)


def _finding_lines(state: DocumentsState, draft: Draft) -> list[str]:
    if draft.law.takes is Takes.NONE:
        return []
    findings = state.findings(draft.page.takes)
    major = sum(finding.grade is Grade.MAJOR for finding in findings)
    counted = tr("Findings: {count}", count=len(findings))
    if major:
        counted = tr("Findings: {count}, {major} of them major", count=len(findings), major=major)
    if draft.law.takes is Takes.ALL:
        return [counted]
    lines = [_finding_line(number, finding) for number, finding in enumerate(findings[:MOST_LINES], start=1)]
    if len(findings) > MOST_LINES:
        lines.append(tr("… and {count} more", count=len(findings) - MOST_LINES))
    return [counted, *lines]


def _finding_line(number: int, finding: Finding) -> str:
    words = finding.description if len(finding.description) <= WORDS else finding.description[:WORDS] + "…"
    return tr("{number}. {words}: {deadline}", number=number, words=words, deadline=deadline_words(finding))
