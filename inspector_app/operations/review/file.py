# SPDX-License-Identifier: MulanPSL-2.0
"""Rules about the file (案卷) of an inspection that was filed: R56, R57."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import Problem
from inspector_app.law.rules import Rules
from inspector_app.operations.review.case import Case

_DONE = (FindingStatus.CLOSED, FindingStatus.FIXED_ON_SITE, FindingStatus.TRANSFERRED)


def _is_filed(case: Case) -> bool:
    return case.inspection.state is InspectionState.FILED


def r56(case: Case, rules: Rules) -> Iterator[Problem]:
    """Every document of a filed case was printed or came back as a scan."""
    for subject in case.issued if _is_filed(case) else ():
        assert subject.document is not None
        if not subject.document.copies_printed and not case.scans(subject):
            yield rules.problem("R56", subject.place, number=subject.name)


def r57(case: Case, rules: Rules) -> Iterator[Problem]:
    """A filed case is finished: nothing open, a case that was opened is closed."""
    if not _is_filed(case):
        return
    for finding in case.live_findings:
        if finding.status not in _DONE:
            yield rules.problem("R57", f"finding:{finding.id}", "open", ordinal=finding.ordinal)
    if case.of_kind(DocumentKind.CASE_APPROVAL) and not case.titled(rules.text("R57", "word")):
        yield rules.problem("R57", "attachments", "no_closing")
