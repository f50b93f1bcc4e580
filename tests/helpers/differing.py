# SPDX-License-Identifier: MulanPSL-2.0
"""Two laptops that say different things: amending on one of them, exchanging, looking whether all are alike."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from inspector_app.domain.conflict import Conflict
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.finding import Finding, FindingDraft
from inspector_app.domain.problems import Refused
from inspector_app.handoff.conflicts import list_conflicts
from inspector_app.operations import enterprises, findings
from inspector_app.operations.enterprises import TEXTS
from inspector_app.workspace import Workspace
from tests.helpers.unit import exchange

ORDER = DocumentKind.RECTIFICATION_ORDER
RECORD = DocumentKind.INSPECTION_RECORD


def amended(ws: Workspace, known: Enterprise, **changes: Any) -> None:
    values = {name: getattr(known, name) for name in TEXTS}
    enterprises.amend_enterprise(ws, known.id, EnterpriseDraft(**{**values, **changes}))


def mended(ws: Workspace, known: Finding, **changes: Any) -> None:
    values = {f.name: getattr(known, f.name) for f in dataclasses.fields(FindingDraft)}
    findings.amend_finding(ws, known.id, FindingDraft(**{**values, **changes}))


def the(ws: Workspace) -> Conflict:
    """The only conflict."""
    (found,) = list_conflicts(ws)
    return found


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code.value for problem in refused.value.problems]


def all_alike(*every: Workspace) -> None:
    for other in every[1:]:
        exchange(every[0], other)
    for other in every[1:]:
        exchange(every[0], other)
    assert len({ws.digest() for ws in every}) == 1
    assert len({tuple(list_conflicts(ws)) for ws in every}) == 1
